"""From findings to moves: what was found in an utterance, in the light of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..engine import moves as m
from ..engine.moves import Move
from ..kinds.base import Span
from .alone import alone, aside
from .answering import agreed, agrees_before_leaving, picked
from .hearing import Hearing
from .repeating import is_for_another
from .values import Value

__all__ = ["compose"]


def compose(hearing: Hearing) -> tuple[Move, ...]:
    """Return the moves that an utterance comes to, in the order in which they are to be decided.

    A yes comes first, since it covers what was heard before this turn; then everything else in
    the order it was said.
    """
    if hearing.has("human"):
        return (m.AskHuman(evidence=hearing.evidence(*hearing.spans_of("human"))),)
    if hearing.calls_back and not (hearing.values or hearing.wish) and _is_unwanted(hearing):
        return (m.Abandon(evidence=hearing.evidence()),)
    if _agrees_and_turns_down(hearing):
        return ()
    kept = hearing.has("keep") and hearing.finds_out_which and not hearing.revisiting
    leaving = kept or hearing.has("abandon", "goodbye")
    moves = [*_begin(hearing), *_substance(hearing, leaving=leaving)]
    return tuple(moves) or tuple(alone(hearing)) or tuple(aside(hearing))


def _is_unwanted(hearing: Hearing) -> bool:
    """Whether nobody is to call back after all: "no, let's go on"."""
    return hearing.has("resume") or (hearing.says == "no" and hearing.act == "ask")


def _agrees_and_turns_down(hearing: Hearing) -> bool:
    """Whether others are asked for beside a plain yes ("yes, what else is there?") or a question.

    Nobody can tell which of it is meant, nor of which option the question is.
    """
    agreed = any(a.plain and a.says == "yes" for a in hearing.agreements)
    return hearing.has("neither") and (agreed or bool(hearing.questions))


def _begin(hearing: Hearing) -> Iterator[Move]:
    """What the rest of the utterance is said into: a restart or another workflow."""
    if hearing.has("restart"):
        yield m.Restart(evidence=hearing.evidence(*hearing.spans_of("restart")))
    if hearing.wish is not None:
        evidence = hearing.evidence(hearing.wish.span, *hearing.spans_of("existing"))
        yield m.Switch(hearing.wish.workflow.plan.name, evidence=evidence)
    elif hearing.taken_by is not None:
        spans = [span for value in hearing.values for span in value.reading.spans]
        yield m.Switch(hearing.taken_by.plan.name, evidence=hearing.evidence(*spans))


def _substance(hearing: Hearing, *, leaving: bool) -> list[Move]:
    """Values, choices, steps named and questions, and the yes or no that goes with them."""
    placed: list[tuple[int, Move]] = []
    declined = list(_declined(hearing))
    placed += declined
    placed += _named(hearing, {move.step for _, move in declined if isinstance(move, m.Decline)})
    placed += picked(hearing)
    for value in hearing.values:
        if (move := _recorded(hearing, value)) is not None:
            placed.append((_start(value.reading.spans), move))
    for question in hearing.questions:
        evidence = hearing.evidence(question.span)
        placed.append((question.span[0], m.Question(question.topic, evidence=evidence)))
    placed += _for_another(hearing)
    if hearing.has("back") and not placed:
        placed.append((0, m.Revisit(None, evidence=hearing.evidence(*hearing.spans_of("back")))))
    placed.sort(key=lambda each: each[0])
    moves = [move for _, move in placed]
    if hearing.has("neither") and not (leaving or _takes_another(hearing, moves)):
        spans = hearing.spans_of("neither")
        return [m.Deny(evidence=hearing.evidence(*spans)), *moves]
    if leaving and not moves and not agrees_before_leaving(hearing):
        return []
    said = list(agreed(hearing, moves))
    return [*said, *moves] or list(_said_again(hearing))


def _for_another(hearing: Hearing) -> Iterator[tuple[int, Move]]:
    """Who one more is for, where it is for somebody else: the first one's name is known.

    "And another one for my son".
    """
    if not (hearing.repeats and is_for_another(hearing.tape.plain)):
        return
    answered = {value.step for value in hearing.values}
    for name, step in hearing.workflow.steps.items():
        if step.kind.name == "name" and name not in answered:
            yield len(hearing.tape.plain), m.Revisit(name, evidence=hearing.evidence())


def _takes_another(hearing: Hearing, moves: list[Move]) -> bool:
    """Whether another value for what is on offer is among the moves: it turns the offer down."""
    offer = hearing.state.offer
    return any(
        isinstance(move, m.Choose | m.Deny)
        or (offer is not None and getattr(move, "step", None) == offer.step)
        for move in moves
    )


def _said_again(hearing: Hearing) -> Iterator[Move]:
    """What is known, said once more, where it answers nothing: it changes nothing either."""
    for value in hearing.values:
        if value.known and value.reading.status == "clear":
            evidence = hearing.evidence(*value.reading.spans)
            yield m.Record(step=value.step, value=value.reading.value, evidence=evidence)


# --- steps named ----------------------------------------------------------------------------------


def _declined(hearing: Hearing) -> Iterator[tuple[int, Move]]:
    answered = {value.step for value in hearing.values}
    for mention in hearing.mentioned("decline"):
        for step in mention.steps:
            if step not in answered:
                yield mention.span[0], m.Decline(step, evidence=hearing.evidence(mention.span))
    prompt = hearing.prompt
    if (
        hearing.has("decline")
        and not hearing.mentioned("decline")
        and prompt is not None
        and (prompt.act == "ask" or hearing.reads_back_an_optional_step)
        and prompt.step is not None
        and prompt.step not in answered
        and not hearing.scene.reception
        and not hearing.revisiting
    ):
        spans = hearing.spans_of("decline")
        yield spans[0][0], m.Decline(prompt.step, evidence=hearing.evidence(*spans))


def _named(hearing: Hearing, declined: set[str]) -> Iterator[tuple[int, Move]]:
    """Steps to go back to: those named as wrong, and those named where a change is asked for."""
    settled = declined | {value.step for value in hearing.values}
    offered = hearing.state.offer.step if hearing.state.offer and hearing.act == "offer" else None
    hows = ["change"]
    if (
        hearing.act == "change"
        or (hearing.act in {"summary", "read_back"} and hearing.says == "no")
        or (hearing.revisiting and not hearing.values and _TOO.search(hearing.tape.plain))
    ):
        hows.append("plain")
    for mention in hearing.mentioned(*hows):
        steps = [step for step in mention.steps if step not in settled]
        if mention.how == "plain" and len(steps) != len(mention.steps):
            continue
        hearing.tape.claim(mention.span)
        for step in steps:
            settled.add(step)
            evidence = hearing.evidence(mention.span)
            if step == offered:
                yield mention.span[0], m.Deny(evidence=evidence)  # "another day": none of these
            elif hearing.holds(step) or hearing.amending:
                yield mention.span[0], m.Revisit(step, evidence=evidence)
            elif step in hearing.workflow.steps and not hearing.wish:
                # Nothing was said of it that could be wrong: it is asked for in its turn.
                yield mention.span[0], m.Question(answered=True, evidence=evidence)


_TOO = re.compile(r"(?<![\w'])(?:and|also|too|as +well|plus)(?![\w'])")


# --- values ---------------------------------------------------------------------------------------


def _recorded(hearing: Hearing, value: Value) -> Move | None:
    """The move that a value comes to; None when it says nothing new."""
    reading, state, prompt = value.reading, hearing.state, hearing.prompt
    evidence = hearing.evidence(*reading.spans)
    doubtful, spelled = reading.doubtful, reading.spelled
    if hearing.wish is not None or hearing.taken_by is not None:
        state, prompt = type(state)(), None
    offer = state.offer
    offered = offer.options if offer is not None and offer.step == value.step else ()
    # An option of an offer that is put off ("Tyres, is that right?") is a value like any other.
    on_table = hearing.act == "offer" or prompt is None or prompt.step == value.step
    if reading.status == "clear" and reading.value in offered and on_table:
        return m.Choose(offered.index(reading.value) + 1, evidence=evidence)
    if (
        value.known
        and prompt is not None
        and prompt.act == "read_back"
        and prompt.step == value.step
    ):
        return m.Affirm(evidence=evidence) if hearing.says != "no" else None
    if value.known and not _revisited(hearing, value.step):
        return None
    if reading.status == "ambiguous" and reading.partial is not None:
        # "Tuesday or Thursday": two days without a time are a part, not two midnights.
        return m.Record(step=value.step, partial=reading.partial, evidence=evidence)
    if reading.status == "ambiguous":
        return m.Record(
            step=value.step, alternatives=reading.alternatives, evidence=evidence, spelled=spelled
        )
    if value.refused and reading.status == "clear":
        # Half of it is from a time that was refused: "Wednesday at 3 is free. Shall I take that?"
        return m.Record(step=value.step, alternatives=(reading.value,), evidence=evidence)
    return m.Record(
        step=value.step,
        value=reading.value if reading.status == "clear" else None,
        partial=reading.partial,
        evidence=evidence,
        doubtful=doubtful,
        spelled=spelled,
    )


def _revisited(hearing: Hearing, step: str) -> bool:
    return step in hearing.state.revisits or hearing.act == "change"


def _start(spans: tuple[Span, ...]) -> int:
    return spans[0][0] if spans else 0
