"""From findings to moves: what was found in an utterance, in the light of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..engine import moves as m
from ..engine.moves import Move
from ..kinds.base import Span
from .hearing import Hearing
from .values import Value

__all__ = ["compose"]


def compose(hearing: Hearing) -> tuple[Move, ...]:
    """Return the moves that an utterance comes to, in the order in which they are to be decided.

    A yes comes first, since it covers what was heard before this turn; then everything else in
    the order it was said.
    """
    if hearing.has("human"):
        return (m.AskHuman(evidence=hearing.evidence(*hearing.spans_of("human"))),)
    moves = [*_begin(hearing), *_substance(hearing)]
    return tuple(moves) or tuple(_alone(hearing))


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


def _substance(hearing: Hearing) -> list[Move]:
    """Values, choices, steps named and questions, and the yes or no that goes with them."""
    placed: list[tuple[int, Move]] = []
    declined = list(_declined(hearing))
    placed += declined
    placed += _named(hearing, {move.step for _, move in declined if isinstance(move, m.Decline)})
    placed += _picked(hearing)
    for value in hearing.values:
        if (move := _recorded(hearing, value)) is not None:
            placed.append((_start(value.reading.spans), move))
    for question in hearing.questions:
        evidence = hearing.evidence(question.span)
        placed.append((question.span[0], m.Question(question.topic, evidence=evidence)))
    if hearing.has("back") and not placed:
        placed.append((0, m.Revisit(None, evidence=hearing.evidence(*hearing.spans_of("back")))))
    placed.sort(key=lambda each: each[0])
    moves = [move for _, move in placed]
    return [*_agreed(hearing, moves), *moves]


# --- yes and no -----------------------------------------------------------------------------------


def _agreed(hearing: Hearing, moves: list[Move]) -> Iterator[Move]:
    """The yes or no, when it is an answer of its own beside these moves."""
    says, spans = hearing.says, hearing.agreement_spans()
    if says is None or (hearing.scene.reception and moves):
        return
    evidence = hearing.evidence(*spans)
    step = hearing.prompt.step if hearing.prompt else None
    if hearing.asked_kind == "yes_no":
        return  # the step's own value, read as such
    if says in {"yes", "guess"}:
        if not moves and _leaves_it(hearing):
            yield m.Deny(evidence=evidence)
        elif not moves or _agrees_beside(hearing, moves):
            yield m.Affirm(evidence=evidence)
    elif says == "no" and hearing.act == "ask" and _objects(hearing):
        return  # to what was said before, which only a person (or a model) can tell
    elif says == "no" and hearing.declinable:
        if not moves or _declines_beside(hearing, moves):
            yield m.Decline(str(step), evidence=evidence)
    elif says == "no" and not moves and (hearing.act != "ask" or _is_plain(hearing)):
        yield m.Deny(evidence=evidence)


_WRONG = re.compile(r"wrong|incorrect|false|mistake|not (?:quite|exactly|right|correct|true)")


def _objects(hearing: Hearing) -> bool:
    """Whether a refusal says that something is wrong, where nothing was asked that could be."""
    return any(_WRONG.search(hearing.tape.plain[slice(*a.span)]) for a in hearing.agreements)


def _leaves_it(hearing: Hearing) -> bool:
    """Whether a yes to a change leaves things as they are ("it's fine, book it")."""
    if hearing.act == "change":
        return not all(a.plain for a in hearing.agreements)
    said = [hearing.tape.plain[slice(*a.span)] for a in hearing.agreements]
    return hearing.revisiting and any(text.startswith(("it", "that", "this")) for text in said)


def _declines_beside(hearing: Hearing, moves: list[Move]) -> bool:
    """Whether a no beside other moves still answers what was asked.

    "No thanks, but make it four" declines the email and moves the time; the no of "no, make it
    four" may belong to the time alone.
    """
    step = hearing.prompt.step if hearing.prompt else None
    said = [hearing.tape.plain[slice(*a.span)] for a in hearing.agreements]
    polite = any(text.startswith(("no th", "no i", "not ", "i don", "i'd")) for text in said)
    return polite and all(getattr(move, "step", None) != step for move in moves)


def _agrees_beside(hearing: Hearing, moves: list[Move]) -> bool:
    """Whether a yes beside other moves still answers what was asked.

    At a read-back not if one of them already says so, or says otherwise: "yes, 0142". And "one
    fifteen would be great" agrees to nothing but itself.
    """
    first = min((s for v in hearing.values for s, _ in v.reading.spans), default=None)
    if first is not None and not any(a.plain or a.span[0] < first for a in hearing.agreements):
        return False
    step = hearing.prompt.step if hearing.prompt else None
    if hearing.act == "read_back":
        return not any(
            isinstance(move, m.Affirm | m.Record | m.Revisit)
            and getattr(move, "step", step) == step
            for move in moves
        )
    return hearing.act == "summary"


def _is_plain(hearing: Hearing) -> bool:
    """Whether a refusal is of what was asked: "not today" refuses a day, not the question."""
    plain = any(a.plain for a in hearing.agreements)
    return plain or hearing.revisiting or hearing.scene.reception


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
        and prompt.act == "ask"
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
    if hearing.act == "change" or (
        hearing.act in {"summary", "read_back"} and hearing.says == "no"
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
            elif _has_something(hearing, step):
                yield mention.span[0], m.Revisit(step, evidence=evidence)


def _has_something(hearing: Hearing, step: str) -> bool:
    """Whether there is anything of a step to go back to."""
    state = hearing.state
    return any(step in held for held in (state.answers, state.partials, state.candidates))


# --- offers ---------------------------------------------------------------------------------------


def _picked(hearing: Hearing) -> Iterator[tuple[int, Move]]:
    offer = hearing.state.offer
    if offer is None or hearing.act != "offer":
        return
    number = 0
    chosen: tuple[Span, ...] = ()
    if hearing.place is not None:
        number, chosen = hearing.place.number, (hearing.place.span,)
    elif hearing.values:
        return
    elif hearing.has("later", "earlier"):
        number, chosen = _by_time(hearing), hearing.spans_of("later", "earlier")
    elif hearing.has("either"):
        number, chosen = 1, hearing.spans_of("either")
    if number:
        yield chosen[0][0], m.Choose(number, evidence=hearing.evidence(*chosen))


def _by_time(hearing: Hearing) -> int:
    offer = hearing.state.offer
    options = list(offer.options) if offer else []
    try:
        ordered = sorted(options)
    except TypeError:  # options without an order have no later one
        return 0
    return options.index(ordered[-1 if hearing.has("later") else 0]) + 1 if options else 0


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
    if reading.status == "clear" and reading.value in offered:
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


# --- what is said to the dialogue and nothing else ------------------------------------------------


def _alone(hearing: Hearing) -> Iterator[Move]:
    """The move of an utterance that holds no answer: the first of these that fits."""
    reception, changing = hearing.scene.reception, hearing.act == "change"
    prompt = hearing.prompt
    kept = hearing.has("keep") or bool(hearing.mentioned("keep"))
    leaves = hearing.revisiting or changing
    done = hearing.has("enough", "decline") or (
        reception and hearing.has("thanks") and hearing.says is None
    )
    choices: tuple[tuple[bool, type[Move]], ...] = (
        (hearing.has("abandon") and leaves, m.Deny),
        (hearing.has("abandon"), m.Abandon),
        (hearing.has("goodbye"), m.Goodbye),
        (hearing.has("neither", "change"), m.Deny),
        (kept and leaves, m.Deny),
        (kept and hearing.declinable, m.Decline),
        (hearing.has("repeat"), m.Repeat),
        (hearing.has("help"), m.Help),
        (hearing.has("wait"), m.Wait),
        (done and (reception or changing), m.Deny),
        # "That's it" of a value that was read back; elsewhere it may as well end the call.
        (hearing.has("enough") and hearing.act == "read_back" and _is_it(hearing), m.Affirm),
        # Someone who greets wants to be greeted, and asked once more what they would like.
        (hearing.has("greeting"), m.Repeat),
    )
    found = next((move for said, move in choices if said), None)
    if found is None:
        return
    spans = [cue.span for cue in hearing.cues] + [each.span for each in hearing.mentioned("keep")]
    evidence = hearing.evidence(*spans)
    if found is m.Decline:
        yield m.Decline(step=(prompt and prompt.step) or "", evidence=evidence)
    else:
        yield found(evidence=evidence)


def _is_it(hearing: Hearing) -> bool:
    return any(
        _THAT_IS_IT.fullmatch(hearing.tape.plain[slice(*span)])
        for span in hearing.spans_of("enough")
    )


_THAT_IS_IT = re.compile(r"that(?:'?s| +is) +it")
