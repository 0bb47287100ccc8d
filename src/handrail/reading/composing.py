"""From findings to moves: what was found in an utterance, in the light of what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..engine import moves as m
from ..engine.moves import Move
from ..kinds.base import Span
from ..kinds.heard import is_question
from .asides import is_courtesy, is_hesitation
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
    leaving = hearing.has("abandon", "goodbye")
    moves = [*_begin(hearing), *_substance(hearing, leaving=leaving)]
    return tuple(moves) or tuple(_alone(hearing)) or tuple(_aside(hearing))


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
    if leaving and not moves and not _agrees_before_leaving(hearing):
        return []
    agreed = list(_agreed(hearing, moves))
    return [*agreed, *moves] or list(_said_again(hearing))


def _said_again(hearing: Hearing) -> Iterator[Move]:
    """What is known, said once more, where it answers nothing: it changes nothing either."""
    for value in hearing.values:
        if value.known and value.reading.status == "clear":
            evidence = hearing.evidence(*value.reading.spans)
            yield m.Record(step=value.step, value=value.reading.value, evidence=evidence)


def _agrees_before_leaving(hearing: Hearing) -> bool:
    """Whether someone who takes leave agrees to what was asked, and not only to be gone.

    "That's perfect, thank you so much, bye" to "Shall I book it?" counts on the booking, and so
    does "see you on Tuesday"; "ok bye" and "no, never mind" do not.
    """
    if hearing.has("abandon") or hearing.says not in {"yes", "guess"}:
        return False
    sure = any(
        a.plain or hearing.tape.plain[slice(*a.span)] not in _WEAK for a in hearing.agreements
    )
    if hearing.act == "summary":
        return sure or hearing.has("thanks")
    return hearing.act == "human" and sure


_WEAK = frozenset({"ok", "okay", "right", "alright", "all right", "fine"})


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
        elif not moves and _only_acknowledges(hearing):
            if is_courtesy(hearing.tape.plain):
                hearing.tape.claim((0, len(hearing.tape.plain)))
            yield m.Question(answered=True, evidence=evidence)
        elif not moves or _agrees_beside(hearing, moves):
            yield m.Affirm(evidence=evidence)
    elif says == "no" and hearing.act in {"ask", "change"} and _objects(hearing):
        # To what was said before: what the caller has just heard, if that was one thing.
        echoed = hearing.echoed
        if not moves and len(echoed) == 1 and hearing.act == "ask":
            yield m.Revisit(echoed[0], evidence=evidence)
    elif says == "no" and hearing.declinable:
        if not moves or _declines_beside(hearing, moves):
            yield m.Decline(str(step), evidence=evidence)
    elif says == "no" and not moves and (hearing.act != "ask" or _is_plain(hearing)):
        yield m.Deny(evidence=evidence)


def _only_acknowledges(hearing: Hearing) -> bool:
    """Whether a yes only says that the desk was heard: "ok, great" to "What's the best number?".

    It is no answer, but nothing was misunderstood: the question is put once more.
    """
    if hearing.act != "ask" or (hearing.prompt and hearing.prompt.manner == "nudge"):
        return False
    if hearing.scene.reception:
        return not any(a.plain for a in hearing.agreements)
    return not (hearing.declinable or hearing.revisiting)


_WRONG = re.compile(
    r"wrong|incorrect|false|mistake|not (?:quite|exactly|right|correct|true)|"
    r"(?:that|it|this|which) (?:won't|doesn't|does not|will not|wouldn't|can't)"
    r" +(?:work|do|suit|fit)"
)


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
    goes_on = any(_GOES_ON.match(hearing.tape.plain, a.span[1]) for a in hearing.agreements)
    asks = all(isinstance(move, m.Question) for move in moves)
    return (polite or goes_on or asks) and all(
        getattr(move, "step", None) != step for move in moves
    )


_GOES_ON = re.compile(r" +(?:and|but|also|although|oh)(?![\w'])")


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
            elif _has_something(hearing, step):
                yield mention.span[0], m.Revisit(step, evidence=evidence)
            elif step in hearing.workflow.steps and not hearing.wish:
                # Nothing was said of it that could be wrong: it is asked for in its turn.
                yield mention.span[0], m.Question(answered=True, evidence=evidence)


_TOO = re.compile(r"(?<![\w'])(?:and|also|too|as +well|plus)(?![\w'])")


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
    if (refused := _refused_option(hearing)) is not None:
        yield 0, m.Choose(3 - refused, evidence=hearing.evidence())
        return
    if hearing.place is not None:
        number, chosen = hearing.place.number, (hearing.place.span,)
    elif hearing.values:
        return
    elif hearing.has("later", "earlier") and not is_question(hearing.tape.text):
        number, chosen = _by_time(hearing), hearing.spans_of("later", "earlier")
    elif hearing.has("either"):
        number, chosen = 1, hearing.spans_of("either")
    if number:
        yield chosen[0][0], m.Choose(number, evidence=hearing.evidence(*chosen))


_NOT_THIS = re.compile(r" *(?:no +)?not +(?:the +|at +)?(?P<what>.+?)(?: +one)? *")


def _refused_option(hearing: Hearing) -> int | None:
    """Which of two options is turned down by "not 2:30", so that the other one is meant."""
    offer, tape = hearing.state.offer, hearing.tape
    match = _NOT_THIS.fullmatch(tape.plain)
    if offer is None or match is None or len(offer.options) != _TWO or hearing.values:
        return None
    start, end = match.span("what")
    context = replace(hearing.scene.context, asked=True, offered=offer.options)
    reading = hearing.workflow.steps[offer.step].kind.read(tape.text[start:end], context)
    if reading.status != "clear" or reading.value not in offer.options:
        return None
    tape.claim((0, len(tape.text)))
    return offer.options.index(reading.value) + 1


_TWO = 2


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
        (hearing.has("abandon") and hearing.declinable and hearing.says == "no", m.Decline),
        (hearing.has("abandon"), m.Abandon),
        (hearing.has("goodbye") and _counts_on_it(hearing) and hearing.act == "summary", m.Affirm),
        (hearing.has("goodbye") and not (_counts_on_it(hearing) and not reception), m.Goodbye),
        (hearing.has("neither", "change"), m.Deny),
        (kept and leaves, m.Deny),
        (kept and hearing.declinable, m.Decline),
        (hearing.has("repeat"), m.Repeat),
        (hearing.has("help"), m.Help),
        (hearing.has("wait"), m.Wait),
        (done and (reception or changing), m.Deny),
        # "That's it" of a value that was read back; elsewhere it may as well end the call.
        (hearing.has("enough") and hearing.act == "read_back" and _is_it(hearing), m.Affirm),
    )
    found = next((move for said, move in choices if said), None)
    if found is None or (found is m.Repeat and reception and _is_there(hearing)):
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


def _counts_on_it(hearing: Hearing) -> bool:
    """Whether a goodbye is said of the time that is being booked: "see you on Tuesday"."""
    spans = hearing.spans_of("goodbye")
    return all(_SEE_YOU_THEN.fullmatch(hearing.tape.plain[slice(*span)].strip()) for span in spans)


_SEE_YOU_THEN = re.compile(
    r"(?:i(?:'ll| will) )?see (?:you|ya)(?: (?:then|there|on|at|next|this|tomorrow|the|\w+day"
    r"|\d+(?:st|nd|rd|th)))+"
)


def _is_there(hearing: Hearing) -> bool:
    """Whether a caller asks whether anybody is there: who greets need not be greeted again."""
    return _GREETS.fullmatch(hearing.tape.plain.strip()) is not None


_GREETS = re.compile(r"(?:hi|hello|hey|hiya|are you (?:still )?there|hello +are you there|[ ?])+")


def _aside(hearing: Hearing) -> Iterator[Move]:
    """What answers nothing and is no fault: thinking aloud, and courtesies."""
    plain = hearing.tape.plain
    if hearing.values or hearing.questions or hearing.says in {"no", "unknown"}:
        return
    if is_hesitation(plain):
        yield m.Wait(evidence=hearing.evidence())
    elif _is_there(hearing) and not hearing.scene.reception:
        yield m.Repeat(evidence=hearing.evidence())
    elif is_courtesy(plain) or _is_there(hearing):
        hearing.tape.claim((0, len(plain)))
        yield m.Question(answered=True, evidence=hearing.evidence())


_THAT_IS_IT = re.compile(r"that(?:'?s| +is) +it")
