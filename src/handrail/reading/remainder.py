"""What only means something beside what else was found, or when it is all that was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..kinds.agreement import Agreement
from ..kinds.base import Reading, Span
from ..kinds.heard import phrase
from .asides import people_in, reasons_in
from .carriers import carriers_in, leading_up, that_day_in
from .cues import Cue, whole_cue
from .dialogue import fits
from .fillers import left_in, stripped
from .hearing import Hearing
from .offers import is_noun
from .qualities import qualities_in
from .tape import Tape
from .values import Value
from .wishes import asks_whether

__all__ = ["hear_rest"]


def hear_rest(hearing: Hearing) -> None:
    """Account for what only means something beside what was found."""
    tape = hearing.tape
    hearing.agreements = [
        a
        for a in hearing.agreements
        if (
            tape.is_free(a.span)
            or not any(_inside(a.span, v.reading.spans) for v in hearing.values)
        )
        and not _is_a_try(hearing, a)
    ]
    answered = {value.step for value in hearing.values}
    if hearing.prompt and hearing.prompt.step:
        answered.add(hearing.prompt.step)
    for mention in hearing.mentions:
        if mention.how == "plain" and tape.is_free(mention.span) and answered & set(mention.steps):
            tape.claim(mention.span)
    hearing.values = [
        v
        for v in hearing.values
        if not (_is_half_an_address(hearing, v) or _names_no_option(hearing, v))
    ]
    if hearing.values or hearing.place:
        corrections = hearing.spans_of("correction")
        hearing.agreements = [a for a in hearing.agreements if not _inside(a.span, corrections)]
    tape.claim(*(cue.span for cue in hearing.cues if cue.name == "correction"))
    if (hearing.values or hearing.place) and hearing.act == "offer":
        tape.claim(*(match.span() for match in _ONE.finditer(tape.rest(tape.plain))))
    if any(value.reading.status == "ambiguous" for value in hearing.values):
        tape.claim(*(match.span() for match in _EITHER.finditer(tape.rest(tape.plain))))
    if hearing.wish or hearing.taken_by:
        tape.claim(*(match.span() for match in _ANOTHER.finditer(tape.rest(tape.plain))))
    steps = hearing.workflow.steps
    if (hearing.values or hearing.wish) and all(
        steps[v.step].kind.name != "name" for v in hearing.values
    ):
        tape.claim(*(span for span in people_in(tape.plain) if tape.is_free(span)))
    for value in hearing.values:
        tape.claim(*_negations(tape, value.reading))
    hearing.unanswerable += [*_taken_back(hearing), *_conditions(hearing)]
    _hear_carriers(hearing)
    _hear_a_bare_name(hearing)
    _hear_a_no_and_book(hearing)
    if hearing.says != "unknown":
        tape.claim(*hearing.agreement_spans())
    found = hearing.values or hearing.agreements or hearing.questions or hearing.place
    if not (found or hearing.wish or any(c.name not in _COURTESIES for c in hearing.cues)):
        _hear_whole(hearing)


def _hear_a_no_and_book(hearing: Hearing) -> None:
    """Take "no, just book it" for a no to what can be left out: its yes is to the booking."""
    if hearing.declinable and _NO_JUST_BOOK.fullmatch(hearing.tape.plain):
        hearing.agreements = [a for a in hearing.agreements if a.says == "no"]
        hearing.tape.claim((0, len(hearing.tape.text)))


# "Is there an email?" - "No that's it, just book it."
_NO_JUST_BOOK = re.compile(
    r" *(?:no|nope|nah)(?: +(?:thanks|thank +you))?(?: +that'?s +(?:it|all))?"
    r" +(?:(?:just|please|so|you +can) +)*book +(?:it|that)(?: +(?:in|now|please|then))* *"
)
# "Why not Tuesday" wants it.
_NOT_THAT = re.compile(
    r"(?<!why )(?<!if )(?:don't|do +not|rather +not|never)"
    r"(?: +(?:make|do|book|say|put|take|give|want|schedule|move|come)(?: +(?:it|that|me|us|one))?"
    r"(?: +(?:to|for|on|at))?)? *$"
)
_NO_AFTER_ALL = re.compile(
    r"(?: +(?:oh|um+|uh+|er+|hmm+|well|but|actually|sorry|wait|no))*"
    r" +(?:no|nope|nah|scratch +that|strike +that|forget +(?:it|that)|never ?mind)"
    r"(?: +(?:sorry|actually|thanks))* *"
)


def _taken_back(hearing: Hearing) -> list[Span]:
    """Return the words around the values that refuse them, which other readings had claimed.

    "Please don't make it Tuesday at three" and "I'd rather not Tuesday" begin as an answer does;
    "Tuesday at three... actually, no" ends as one. Nothing is known then but that it is not that.
    """
    spans = sorted(span for value in hearing.values for span in value.reading.spans)
    if not spans:
        return []
    tape, first, last = hearing.tape, spans[0][0], max(end for _, end in spans)
    found = [match.span() for match in [_NO_AFTER_ALL.fullmatch(tape.plain, last)] if match]
    before = _NOT_THAT.search(tape.plain[:first])
    if before and not _PARTED.search(tape.text, before.start(), first):
        found.append(before.span())
    return found


_PARTED = re.compile("[,.;!?]")
# "Yes, if you like" and "if that's okay" set none.
_CONDITION = re.compile(
    r"(?: |but +|only +)*"
    + phrase(
        """
        if (?!you (?:can|could|like|want|wish|would|please|must|insist|don't mind|say so)(?![\\w'])
        |(?:that|it|this)(?:'s| is) (?:ok|okay|fine|alright|all right|possible|right)(?![\\w'])
        |possible|so(?![\\w'])|i'm not mistaken|i may|i might)(?:[\\w']+ ?){1,6}"""
    )
)


def _conditions(hearing: Hearing) -> Iterator[Span]:
    """Yield what a yes at the end is made to depend on: "yes, if it's free" is no booking yet."""
    if hearing.act != "summary":
        return
    for each in hearing.agreements:
        match = _CONDITION.match(hearing.tape.plain, each.span[1])
        if match and each.says != "no":
            yield match.span()


def _is_a_try(hearing: Hearing, agreement: Agreement) -> bool:
    """Whether a "maybe" is said of the value behind it: "no, maybe half past three"."""
    said = hearing.tape.plain[slice(*agreement.span)]
    starts = [start for value in hearing.values for start, _ in value.reading.spans]
    return _MAYBE.fullmatch(said) is not None and any(
        start >= agreement.span[1] and not left_in(hearing.tape.plain[agreement.span[1] : start])
        for start in starts
    )


_MAYBE = re.compile("maybe|perhaps|possibly|probably")


def _hear_carriers(hearing: Hearing) -> None:
    """Account for the request that a value or a wish is wrapped in ("find me a salon in")."""
    tape, steps = hearing.tape, hearing.workflow.steps
    if not (hearing.values or hearing.wish or hearing.wished_again) or asks_whether(tape.plain):
        return
    if any(v.reading.value is False for v in hearing.values):
        return  # "no, just book the salon" says no to what was asked, and yes to the booking
    if hearing.wish and all(step.kind.name != "text" for step in steps.values()):
        # Where words of the caller's own are asked for later, they may be these.
        tape.claim(*(span for span in reasons_in(tape.plain) if tape.is_free(span)))
    plain = _hear_qualities(hearing)
    spans = [*carriers_in(plain, hearing.workflow), *that_day_in(plain)]
    for value in hearing.values:
        if steps[value.step].kind.name == "choice" and value.reading.spans:
            spans += filter(None, [leading_up(tape.plain, value.reading.spans[0][0])])
    tape.claim(*spans)
    hearing.mentions = [
        each
        for each in hearing.mentions
        if each.how != "plain" or not _inside(each.span, tuple(spans))
    ]


def _hear_qualities(hearing: Hearing) -> str:
    """Hear topics that are wished for as questions; return the utterance without them."""
    tape, kept = hearing.tape, list(hearing.tape.plain)
    for asked in qualities_in(tape.plain, hearing.workflow, hearing.scene.topics):
        if tape.is_free(asked.span):
            hearing.questions = [*hearing.questions, asked]
            tape.claim(asked.span)
            kept[slice(*asked.span)] = " " * (asked.span[1] - asked.span[0])
    return "".join(kept)


_ONE = re.compile(phrase("(?:the )?one(?: please)?"))
_EITHER = re.compile(phrase("either"))
_ANOTHER = re.compile(phrase("(?:another|one more|a second|second|a further)(?: one)?|one(?= for)"))


def _is_half_an_address(hearing: Hearing, value: Value) -> bool:
    """Whether a name after a no mends the address that was read back, and is nobody's name.

    "M A R I A at example dot com, right?" - "No, it's Mary." The caller is still Maria.
    """
    prompt, steps = hearing.prompt, hearing.workflow.steps
    if prompt is None or hearing.act != "read_back" or hearing.says != "no":
        return False
    asked = steps.get(prompt.step or "")
    said = hearing.tape.plain[slice(*(value.reading.span or (0, 0)))]
    return (
        steps[value.step].kind.name == "name"
        and value.step in hearing.state.answers
        and asked is not None
        and asked.kind.name == "email"
        and "name" not in said
    )


def _names_no_option(hearing: Hearing, value: Value) -> bool:
    """Whether a value of the step on offer is none of what the caller wants.

    "A doctor" is no choice of "Doctor Hahn", and in "any other salon than Blow Dry Bar" the bar is
    what is turned down.
    """
    offer, tape = hearing.state.offer, hearing.tape
    if offer is None or hearing.act != "offer" or value.step != offer.step:
        return False
    said = " ".join(tape.plain[slice(*span)] for span in value.reading.spans)
    if is_noun(said, hearing.nouns_offered):
        return True
    return hearing.has("neither") and value.reading.value in offer.options


def _negations(tape: Tape, reading: Reading[Any]) -> Iterator[Span]:
    """The "not" between two pieces of one clear reading: "haircut, not colour"."""
    if reading.status not in {"clear", "partial"}:
        return
    pieces = reading.spans[1:] or (reading.spans if reading.merged or reading.doubtful else ())
    if reading.status == "partial":  # "not before noon" is a bound, and understood as one
        pieces = tuple(span for span in reading.spans if _BOUND.match(tape.plain, span[0]))
    for start, _ in pieces:
        if (match := _NOT.search(tape.plain, 0, start)) and match.end() >= start - 1:
            yield match.span()


_BOUND = re.compile(r"(?:before|after|until|till|later|earlier)\b")
_NOT = re.compile(r"(?<![\w'])not +(?:(?:a|an|the) +)?$")


def _hear_a_bare_name(hearing: Hearing) -> None:
    """Take a full name beside what was asked for the one step it can answer: "Maria Lopez".

    Only a name whose both parts are known ones, and the only thing left to account for.
    """
    tape, state = hearing.tape, hearing.state
    if hearing.scene.reception and hearing.taken_by is None and hearing.wish is None:
        return
    running = hearing.workflow is hearing.scene.workflow
    asked = hearing.prompt.step if hearing.prompt and running else None
    steps = [name for name, s in hearing.workflow.steps.items() if s.kind.name == "name"]
    if len(steps) != 1 or asked == steps[0]:
        return
    if running and steps[0] in state.answers and hearing.act not in {"summary", "change"}:
        return
    if hearing.asked_kind in {"name", "text"} or any(v.step == steps[0] for v in hearing.values):
        return
    left = left_in(tape.rest(tape.plain))
    if len(left) != 1 or not _PARTS_OF_A_NAME.fullmatch(tape.plain[slice(*left[0])].strip()):
        return
    (start, end), kind = left[0], hearing.workflow.steps[steps[0]].kind
    reading = kind.read(tape.text[start:end], replace(hearing.scene.context, asked=True, nbest=()))
    if reading.status != "clear" or reading.doubtful or len(str(reading.value).split()) < _FULL:
        return
    tape.claim((start, end))
    beside = bool(hearing.values)
    reading = replace(reading, spans=((start, end),), doubtful=beside)
    hearing.values.append(Value(steps[0], reading))


_PARTS_OF_A_NAME = re.compile(r"[^\W\d_']+(?: +[^\W\d_]+){1,2}")
_FULL = 2  # words of a full name


def _hear_whole(hearing: Hearing) -> None:
    """Hear what means something only when it is all that was said ("sorry?", "pass")."""
    tape = hearing.tape
    if hearing.mentioned("change", "decline", "keep"):
        return
    rest = tape.rest(tape.plain)
    for start, end in ((0, len(rest)), stripped(tape.plain)):
        cues = [Cue(n, (start, end)) for n in whole_cue(rest[start:end])] if start < end else []
        if cues := [cue for cue in cues if fits(cue, hearing)]:
            hearing.cues += cues
            tape.claim((start, end))
            return


_COURTESIES = frozenset({"greeting", "thanks", "correction"})


def _inside(span: tuple[int, int], spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
