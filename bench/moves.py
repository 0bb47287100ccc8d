"""Whole turns read as moves, given what was asked: appointment calls of the SGD corpus.

Every caller turn is put into the scene that Handrail would be in after the system's prompt (see
`sgd_calls`), read with `understand`, and compared with the annotation (see `_verdict`):

- *acted on*: the reader accounts for the whole turn, so no model is needed;
- *wrong*: it acted, and a move differs from the annotation, or something annotated is not in them;
- the rest abstain, and cost a model call.

The share acted on counts the turns behind a prompt that answer, affirm, deny, correct or choose:
those with one of the acts of `_ANSWERS`. The share of wrong moves counts all turns of the file,
openings and goodbyes too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from handrail.engine import moves as m
from handrail.kinds.base import Reading
from handrail.kinds.when import parts
from handrail.reading import Scene, best_effort, understand

from .sgd_calls import NO, SAN_FRANCISCO, YES, Turn, scenes, turns_in
from .table import Row, shared_data

__all__ = ["rows"]

GROUP = "reader"

_ANSWERS: Final = YES | NO | {"INFORM"}


def rows() -> Iterator[Row]:
    path = shared_data("sgd_services_train.jsonl")
    if path is None:
        yield Row("SGD turns as moves", None, note="the development data are not here")
        return
    turns = turns_in(path)
    verdicts = [(turn, *_judged(turn, scene)) for turn, scene in scenes(turns)]
    answering = [verdict for turn, verdict, _ in verdicts if _answers(turn)]
    acted = sum(verdict != "abstains" for verdict in answering)
    count, share = len(answering), 100 * acted / len(answering)
    yield Row("answering turns acted on without a model", share, "%", ">= 80", count)
    right = sum(verdict == "right" for verdict in answering)
    yield Row("answering turns acted on rightly", 100 * right / count, "%", "", count)
    wrong = Counter(verdict == "wrong" for _, verdict, _ in verdicts)[True]
    yield Row(
        "wrong moves", 100 * wrong / len(turns), "%", "<= 0.5", len(turns), f"{wrong} turns wrong"
    )
    effort = sum(guess == "wrong" for _, _, guess in verdicts)
    yield Row(
        "wrong moves, with best effort in place of a model", 100 * effort / len(turns), "%", "",
        len(turns), f"{effort} turns wrong",
    )  # fmt: skip
    for kind in ("behind a prompt", "opening"):
        for name in sorted({_name(turn) for turn in turns}):
            found = Counter(
                verdict
                for turn, verdict, _ in verdicts
                if _name(turn) == name and bool(turn.prompt) == (kind == "behind a prompt")
            )
            if total := found.total():
                yield Row(
                    f"{kind}, {name}: acted on", 100 * (1 - found["abstains"] / total), "%",
                    count=total, note=f"{found['wrong']} wrong, {found['abstains']} abstain",
                )  # fmt: skip


def _answers(turn: Turn) -> bool:
    """Whether it answers, affirms, denies, corrects or chooses after a prompt."""
    return bool(turn.prompt and turn.acts & _ANSWERS)


def _name(turn: Turn) -> str:
    return " + ".join(sorted(turn.acts)).lower()


# --- verdicts -----------------------------------------------------------------------------------


def _judged(turn: Turn, scene: Scene) -> tuple[str, str]:
    """Return the verdict on the reader alone, and with best effort where it abstains."""
    found = understand(turn.text, scene)
    if found.covered:
        verdict = _verdict(turn, scene, found.moves)
        return verdict, verdict
    moves = best_effort(turn.text, found, scene)
    lost = all(isinstance(move, m.Unclear) for move in moves)
    return "abstains", "abstains" if lost else _verdict(turn, scene, moves)


def _verdict(turn: Turn, scene: Scene, moves: tuple[m.Move, ...]) -> str:
    """Return "right" when the moves say what the annotation says, "wrong" or "question only".

    - Every value annotated is recorded (a bare clock time as either half of the day, an open one
      among its alternatives), and nothing is recorded that was neither annotated nor on the table.
    - AFFIRM, AFFIRM_INTENT and SELECT are a yes: Affirm, Choose, the offered value again, or yes to
      the yes/no step; a value beside them may stand for the yes ("sure, make it 11:30").
    - NEGATE, NEGATE_INTENT and REQUEST_ALTS are a no: Deny, Decline, Abandon, no to the yes/no
      step, a new value; where nothing is awaited also Goodbye. A no is never a yes nor the reverse.
    - REQUEST is a Question, whichever its topic, or a Repeat. A yes or no beside it that was not
      heard is "question only": the desk answers and asks again, so nothing is done that should
      not be, but a turn is spent.
    - Nobody leaves, restarts or asks for a person unless they thank, take leave or say no; who
      takes leave need not be heard to say yes or no too.
    """
    records = [move for move in moves if isinstance(move, m.Record)]
    yes, no = _says(moves, scene)
    wants_yes, wants_no = bool(turn.acts & YES), bool(turn.acts & NO)
    gave = bool(turn.expect or turn.values)
    asks = any(isinstance(move, m.Question | m.Repeat) for move in moves)
    leaving = m.Goodbye | m.Abandon | m.AskHuman | m.Restart
    leaves = any(isinstance(each, leaving) for each in moves)
    closing = bool(turn.acts & ({"THANK_YOU", "GOODBYE"} | NO))
    waits = scene.state.prompt is not None and scene.state.prompt.act != "ask"
    if "REQUEST" in turn.acts and moves and all(isinstance(each, m.Question) for each in moves):
        return "question only" if wants_yes or wants_no or gave else "right"
    if not _values_right(turn, scene, records):
        return "wrong"
    gone = any(isinstance(each, m.Goodbye) for each in moves)
    gone = gone and (scene.reception or "GOODBYE" in turn.acts)
    faults = (
        wants_yes and (no or not (yes or gave or gone or scene.reception)),
        wants_no and (yes or not (no or gave or gone)),
        not (wants_yes or wants_no or turn.acts & {"INFORM", "INFORM_INTENT"}) and yes and waits,
        not wants_no and no and not closing,
        "REQUEST" in turn.acts and not asks,
        leaves and not closing,
    )
    return "wrong" if any(faults) else "right"


def _says(moves: tuple[m.Move, ...], scene: Scene) -> tuple[bool, bool]:
    yes = no = False
    offer = scene.state.offer
    for move in moves:
        match move:
            case m.Affirm() | m.Choose() | m.Record(step="wanted", value=True):
                yes = True
            case m.Deny() | m.Decline() | m.Abandon() | m.Record(step="wanted", value=False):
                no = True
            case m.Record(step=step, value=value) if offer and (step, (value,)) == (
                offer.step, offer.options
            ):  # fmt: skip
                yes = True
            case _:
                pass
    return yes, no


def _values_right(turn: Turn, scene: Scene, records: list[m.Record]) -> bool:
    got = {record.step: record for record in records if record.step != "wanted"}
    for step, said in turn.values.items():
        if step not in got or not _same(said, got.pop(step)):
            return False
    if turn.expect and ("start" not in got or not _time_right(turn.expect, got.pop("start"))):
        return False
    return all(_on_the_table(record, scene) for record in got.values())


def _same(said: str, record: m.Record) -> bool:
    short = {name.lower(): "san francisco" for name in SAN_FRANCISCO}
    wanted = short.get(said.lower(), said.lower())
    return any(
        wanted in str(value).lower() or str(value).lower() in wanted
        for value in (record.value, *record.alternatives)
        if value is not None
    )


def _time_right(expect: dict[str, list[str]], record: m.Record) -> bool:
    known = [
        *(
            parts(Reading("clear", value))
            for value in (record.value, *record.alternatives)
            if value
        ),
        *([parts(Reading("partial", partial=record.partial))] if record.value is None else []),
    ]
    if record.value is not None:
        known = known[:1]
    return any(
        ("date" not in expect or (day is not None and day.isoformat() in expect["date"]))
        and ("time" not in expect or (at is not None and at.isoformat("minutes") in expect["time"]))
        for day, at in known
    )


def _on_the_table(record: m.Record, scene: Scene) -> bool:
    """Whether a record only says again what was known or put to the caller."""
    state = scene.state
    known = [answer.value for step, answer in state.answers.items() if step == record.step]
    if state.offer and state.offer.step == record.step:
        known += state.offer.options
    return record.value in known or record.partial in state.partials.values()
