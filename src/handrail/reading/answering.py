"""Yes, no, and a pick from an offer: what they answer, beside whatever else was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..engine import moves as m
from ..engine.moves import Evidence, Move
from ..kinds.base import Span
from ..kinds.heard import is_question, phrase
from .asides import is_courtesy
from .cues import cues_in
from .hearing import Hearing

__all__ = ["agreed", "agrees_before_leaving", "picked"]


def agreed(hearing: Hearing, moves: list[Move]) -> Iterator[Move]:
    """The yes or no, when it is an answer of its own beside these moves."""
    says, spans = hearing.says, hearing.agreement_spans()
    begun = hearing.wish is not None or hearing.taken_by is not None
    if says is None or (hearing.scene.reception and (moves or begun)):
        return
    if hearing.asked_kind == "yes_no":
        return  # the step's own value, read as such
    evidence = hearing.evidence(*spans)
    if says in {"yes", "guess"}:
        if _is_held_back(hearing):
            return
        yield from _yes(hearing, moves, evidence)
    elif says == "no":
        yield from _no(hearing, moves, evidence)


def _is_held_back(hearing: Hearing) -> bool:
    """Whether a yes is put off as it is said: "yes, hang on", "ok, give me a minute".

    Nothing is agreed to before the caller has looked. "Hang on... yes" has looked, and "yes, I can
    wait" agrees.
    """
    if hearing.act == "human":
        return False  # "ok, I'll hold" for the person
    plain = hearing.tape.plain
    said = max((span[1] for span in hearing.agreement_spans()), default=0)
    # Of "yes, hang on, how much is it" the question holds the words that put the yes off.
    return any(
        cue.name == "wait"
        and cue.span[0] >= said
        and not _WAITS_FOR_US.search(plain[: cue.span[0]])
        for cue in cues_in(plain, offered=hearing.act == "offer")
    )


_WAITS_FOR_US = re.compile(
    r"(?<![\w'])(?:i|we)(?:'?ll| +(?:will|can|could|don't +mind|do +not +mind|have +to|would))?"
    r"(?: +(?:just|gladly|happily))? *$"
    r"|(?<![\w'])(?:happy|going|prefer|rather|willing)(?: +to)? *$"
)


def _yes(hearing: Hearing, moves: list[Move], evidence: Evidence) -> Iterator[Move]:
    if not moves and _leaves_it(hearing):
        yield m.Deny(evidence=evidence)
    elif hearing.act == "offer" and hearing.has("enough") and not _is_sure(hearing):
        return  # "ok thanks, that's all" may turn the offer down
    elif not moves and (_only_acknowledges(hearing) or _is_only_back(hearing)):
        if is_courtesy(hearing.tape.plain):
            hearing.tape.claim((0, len(hearing.tape.plain)))
        yield m.Question(answered=True, evidence=evidence)
    elif not moves and hearing.values and hearing.act == "ask":
        return  # "yes, Tuesday" says again what is known, and does not answer what was asked
    elif (not moves and not _asks_back(hearing)) or (moves and _agrees_beside(hearing, moves)):
        yield m.Affirm(evidence=evidence)


def _no(hearing: Hearing, moves: list[Move], evidence: Evidence) -> Iterator[Move]:
    if hearing.act == "summary" and not moves and _NOT_YET.fullmatch(hearing.tape.plain.strip()):
        yield m.Wait(evidence=evidence)  # nothing is wrong with it
    elif hearing.scene.reception and _SECOND_THOUGHTS.fullmatch(hearing.tape.plain.strip()):
        yield _takes_back(hearing, evidence)
    elif hearing.act in {"ask", "change"} and _objects(hearing):
        # To what was said before: what the caller has just heard, if that was one thing.
        if not moves and len(hearing.echoed) == 1 and hearing.act == "ask":
            yield m.Revisit(hearing.echoed[0], evidence=evidence)
    elif hearing.declinable:
        if not moves or _declines_beside(hearing, moves):
            step = hearing.prompt.step if hearing.prompt else None
            yield m.Decline(str(step), evidence=evidence)
    elif hearing.act in {"read_back", "summary"} and _says_nothing(hearing):
        return  # "nothing else" finds no fault with a value
    elif hearing.act == "ask" and hearing.wished_again:
        return  # "no, but please book one" turns nothing down that is being booked
    elif not moves and hearing.act in {"summary", "change"} and hearing.only_finds_out_which:
        yield m.Abandon(evidence=evidence)  # of "Shall I cancel it?" there is nothing to change
    elif not moves and (hearing.act != "ask" or _is_plain(hearing)):
        yield m.Deny(evidence=evidence)


def _takes_back(hearing: Hearing, evidence: Evidence) -> Move:
    """Return what "no wait" comes to where something else is asked: it is no goodbye.

    Of what can be put back as it was, that is asked about: "actually no" to "It's cancelled.
    Anything else?".
    """
    scene = hearing.scene
    for workflow in scene.workflows:
        finds_out = all(step.kind.takes_words_first for step in workflow.steps.values())
        if scene.done and scene.done in workflow.amends and finds_out:
            return m.Switch(workflow.plan.name, evidence=evidence)
    unsure = _UNSURE.search(hearing.tape.plain) is not None
    return (m.Wait if unsure else m.Deny)(evidence=evidence)


_SECOND_THOUGHTS = re.compile(
    phrase(
        """
        (?:(?:oh|um+|uh+|hm+|sorry|god|gosh) )*(?:actually no|no actually|no wait|wait no|oh no
        |(?:no )?(?:hang|hold) on(?: no)?|no no(?: no)*)(?: (?:wait|actually|sorry|no|hang on
        |hold on|please))*"""
    )
)
_UNSURE = re.compile(phrase("wait|hang on|hold on"))
_NOT_YET = re.compile(phrase("not (?:just |quite )?yet"))


def _says_nothing(hearing: Hearing) -> bool:
    said = [hearing.tape.plain[slice(*a.span)] for a in hearing.agreements]
    return all(text in _NOTHING for text in said)


_NOTHING = frozenset({"none", "nothing", "nothing else", "no more"})


def _only_acknowledges(hearing: Hearing) -> bool:
    """Whether a yes only says that the desk was heard: "ok, great" to "What's the best number?".

    It is no answer, but nothing was misunderstood: the question is put once more.
    """
    if hearing.act != "ask" or (hearing.prompt and hearing.prompt.manner == "nudge"):
        return False
    if hearing.scene.reception:
        return not any(a.plain for a in hearing.agreements)
    return not (hearing.declinable or hearing.revisiting)


def _is_only_back(hearing: Hearing) -> bool:
    """Whether an "ok" may only tell that a caller who asked for a moment is back.

    It answers "Take your time" as well as what was asked before that: "just a second", "ok" is no
    yes to "Shall I cancel it?". A plain yes is.
    """
    agrees = hearing.act in {"summary", "read_back", "offer"}
    return agrees and hearing.state.waiting and not _is_sure(hearing)


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
        thinks_again = _AFTER_ALL.match(hearing.tape.plain) is not None
        return thinks_again or not all(a.plain for a in hearing.agreements)
    said = [hearing.tape.plain[slice(*a.span)] for a in hearing.agreements]
    if any(text.startswith(("it", "that", "this")) for text in said):
        return hearing.revisiting
    # "What would you like instead?" - "Ok, yes, book it."
    prompt = hearing.prompt
    just_told = hearing.revisiting and prompt is not None and prompt.manner == "revisit"
    return just_told and not all(a.plain for a in hearing.agreements)


# "What should I change?" - "Actually yes": it is right as it was.
_AFTER_ALL = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|hm+|no|well|sorry|wait) +)*(?:actually|ok|okay)"
    r" +(?:yes|yeah|yep|yup)(?![\w'])"
)


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
    if hearing.act == "offer":
        return all(_is_of_an_open_step(hearing, move) for move in moves)
    return hearing.act == "summary"


def _is_of_an_open_step(hearing: Hearing, move: Move) -> bool:
    """Whether a move only answers what was not asked yet.

    "Sounds good, on Friday then" takes the dentist on offer and gives a day. "Sure, in York" takes
    none: with another town it would be another dentist.
    """
    offer = hearing.state.offer
    return (
        isinstance(move, m.Record)
        and offer is not None
        and move.step != offer.step
        and move.step not in hearing.state.answers
        and hearing.wish is None
    )


def _asks_back(hearing: Hearing) -> bool:
    starts = [start for value in hearing.values for start, _ in value.reading.spans]
    return hearing.act == "summary" and bool(starts) and _only_checks(hearing, min(starts))


def _only_checks(hearing: Hearing, first: int) -> bool:
    """Whether a value said again is a question by its tag: "the sixteenth, right"."""
    said = [(a.span[0], hearing.tape.plain[slice(*a.span)]) for a in hearing.agreements]
    return all(start > first and text in _TAGS for start, text in said)


_TAGS = frozenset({"right", "ok", "okay", "correct"})


def _is_plain(hearing: Hearing) -> bool:
    """Whether a refusal is of what was asked: "not today" refuses a day, not the question."""
    plain = any(a.plain for a in hearing.agreements)
    return plain or hearing.revisiting or hearing.scene.reception


def agrees_before_leaving(hearing: Hearing) -> bool:
    """Whether someone who takes leave agrees to what was asked, and not only to be gone.

    "That's perfect, thank you so much, bye" to "Shall I book it?" counts on the booking, and so
    does "see you on Tuesday"; "ok bye" and "no, never mind" do not.
    """
    if hearing.has("abandon") or hearing.says not in {"yes", "guess"}:
        return False
    sure = _is_sure(hearing)
    if hearing.act == "summary":
        return sure or hearing.has("thanks")
    return hearing.act == "human" and sure


def _is_sure(hearing: Hearing) -> bool:
    """Whether any word of agreement is more than an "ok"."""
    said = [(a.plain, hearing.tape.plain[slice(*a.span)]) for a in hearing.agreements]
    return any(plain or text not in _WEAK for plain, text in said)


_WEAK = frozenset({"ok", "okay", "right", "alright", "all right", "fine"})


def picked(hearing: Hearing) -> Iterator[tuple[int, Move]]:
    """The option of the offer on the table that was picked, and where in the utterance."""
    offer = hearing.state.offer
    if (before := hearing.picked_from) is not None and hearing.place is not None:
        value, evidence = before.options[hearing.place.number - 1], hearing.evidence()
        yield hearing.place.span[0], m.Record(step=before.step, value=value, evidence=evidence)
    if offer is None or hearing.act != "offer":
        return
    number = 0
    chosen: tuple[Span, ...] = ()
    if refused := _refused_options(hearing):
        left = [number for number in range(1, len(offer.options) + 1) if number not in refused]
        evidence = hearing.evidence()
        yield (
            0,
            m.Choose(left[0], evidence=evidence) if len(left) == 1 else m.Deny(evidence=evidence),
        )
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


_NOT_THIS = re.compile(
    r" *(?:no +)?not +(?:(?:the|at|on) +)*(?P<not>.+?)(?: +one)? *"
    r"| *(?:no +)?(?:the +)?(?P<too>.+?)(?: +is|'s)(?: +(?:a +bit|a +little|way|much|far))*"
    r" +too +(?:early|late|soon)(?: +for +me)? *"
)


_LONGEST_REFUSAL = 80  # characters


def _refused_options(hearing: Hearing) -> list[int]:
    """Which options are turned down by "not 2:30", "not Monday", "9 is too early"."""
    offer, tape = hearing.state.offer, hearing.tape
    match = _NOT_THIS.fullmatch(tape.plain[:_LONGEST_REFUSAL])
    long = len(tape.plain) > _LONGEST_REFUSAL
    if offer is None or long or match is None or hearing.values:
        return []
    start, end = match.span("not" if match["not"] else "too")
    kind = hearing.workflow.steps[offer.step].kind
    reading = kind.read(
        tape.text[start:end], replace(hearing.scene.context, asked=True, offered=offer.options)
    )
    refused: list[int] = []
    if reading.status == "clear" and reading.value in offer.options:
        refused = [offer.options.index(reading.value) + 1]
    elif reading.status == "partial" and (day := getattr(reading.partial, "date", None)):
        days = [option.date() == day for option in offer.options]
        refused = [number for number, same in enumerate(days, 1) if same]
    if refused:
        tape.claim((0, len(tape.text)))
    return refused


def _by_time(hearing: Hearing) -> int:
    offer = hearing.state.offer
    options = list(offer.options) if offer else []
    try:
        ordered = sorted(options)
    except TypeError:  # options without an order have no later one
        return 0
    return options.index(ordered[-1 if hearing.has("later") else 0]) + 1 if options else 0
