"""Phone numbers: E.164 values, read from spoken digits in one breath or in chunks.

The words become digits in `dictation`, corrections of a part are found in `phone_fix`, and
`numbering` knows which digits make a number where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import phonenumbers

from .base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from .dictation import Dictated, DigitRun, dictated, digit_runs
from .numbering import MOST_DIGITS, Known, best_known, can_grow, groups_of, known, likeliest_part
from .phone_fix import Fix, find_fix, is_change
from .spoken import Word, span_of, words_of

__all__ = ["Phone", "PhonePart", "ending"]

_LONGEST_RUN = 40
"""Groups of digits; more than this is not dictation of one number, however it is said."""
_SURELY_LONG = 9
"""Digits from which a valid number needs no cue: dates and prices are shorter."""
_ENDING = 4

_JOINING = frozenset(
    "it's its it is that's the number my okay ok yeah yes right well i think see let me "
    "next followed by again after".split()
)
_CUE = re.compile(
    r"\b(?:(?:my|the|our|best|a|cell|mobile|home|work|phone|telephone|contact|call ?back)\s+)*"
    r"(?:(?:phone|telephone|mobile|cell|contact|cellphone)\s+)?"
    r"(?:(?:number(?:'s|s)?|phone(?:'s)?|mobile(?:'s)?|cell(?:'s)?)(?:\s+(?:is|would be|will be))?"
    r"|(?:call|reach|text|ring|phone)\s+me\s+(?:on|at)|it's|it is|that's|that is|use|on|try)"
    r"(?:[\s,]+(?:um+|uh+|er+m?|ah))*[\s,:]*(?:country code\s+)?$"
)
_OTHER_NUMBER = re.compile(
    r"\b(?:order|account|card|confirmation|booking|reference|tracking|policy|member(?:ship)?|"
    r"invoice|ticket|flight|case|serial|social security|ssn|passport|licen[cs]e|zip|post(?:al)?"
    r"|dollars?|pounds?)(?:\s+(?:number|code|no|id))?(?:'s|\s+is|\s+was)?[\s:#]*$"
)
_EXTENSION = re.compile(r"\b(?:extension|ext|x)\W*$")
_SMALL_CONTEXT = re.compile(
    r"^\s*(?:am|pm|a\.m|p\.m|o'clock|people|persons?|minutes?|hours?|days?|weeks?|months?|"
    r"years?|dollars?|pounds?|percent|%|seconds?|moments?|of us|st|nd|rd|th|more|times?|thing|"
    r"question|sec|bit|haircuts?|appointments?|adults?|kids?|children)\b"
)
_SMALL_BEFORE = re.compile(
    r"(?:\b(?:at|for|around|about|by|before|after|half|past|quarter|until|till|between|the|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s*|[$\u00a3\u20ac]\s*)$"
)


_OTHER_TALK = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|january|february"
    r"|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept?|oct"
    r"|nov|dec|a\.?m|p\.?m|o'clock|noon|midnight|people|persons?|adults?|kids|party|guests?|table"
    r"|days?|weeks?|months?|hours?|minutes?|seats?|dollars|pounds)\b"
)
"""Words of dates, times and counts: beside them a few digits are no part of a number."""


@dataclass(frozen=True, slots=True)
class PhonePart:
    """A number that is not finished."""

    digits: str
    """The digits so far; a leading "+" says that a country code comes first."""


class _Found(NamedTuple):
    value: str
    sure: bool
    span: Span


@dataclass(frozen=True)
class Phone(Kind[str]):
    """A phone number, as an E.164 string ("+12125550142").

    Numbers without a country code are read in `Context.region`. An unfinished number is a
    `PhonePart`; given back as `Context.partial`, the next chunk continues it.
    """

    name: ClassVar[str] = "phone"
    label: ClassVar[str] = "number"
    question: ClassVar[str] = "What's the best number for you?"
    words: ClassVar[tuple[str, ...]] = ("phone number", "number", "phone", "mobile", "cell")
    in_parts: ClassVar[bool] = True

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return the JSON schema of the number as a model must give it."""
        return {
            "type": "string",
            "description": "The caller's phone number: all digits as said, in E.164 form "
            f"(+country code) or as dialled in {ctx.region}. Never guess a digit.",
        }

    def parse(self, raw: object, ctx: Context) -> str:
        """Turn a model's or a host's number into E.164.

        Raises:
            InvalidValue: if it is not a complete number of the region or of its country code.
        """
        text = str(raw).strip() if isinstance(raw, (str, int)) else ""
        if text and len(text) <= 200:
            found = known(text, ctx.region)
            if found:
                return found.value
            reading = self.read(text, Context(now=ctx.now, region=ctx.region, asked=True))
            if reading.status == "clear" and reading.value:
                return reading.value
        message = (
            f"That is not a complete phone number in {ctx.region}: give every digit the caller "
            "said, with + and the country code if there was one."
        )
        raise InvalidValue(message)

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read a number, a chunk of one, or a correction of one, out of an utterance.

        Unasked, only a complete and valid number is read. Asked, digits that do not make a number
        yet are `partial`, and digits too many for a number are not cut to fit: nothing is read.
        """
        words = words_of(text)
        in_hand = ctx.asked or ctx.partial is not None
        runs = digit_runs(words, homophones=in_hand, joining=_JOINING if in_hand else frozenset())
        runs = [run for run in runs if not _EXTENSION.search(_before(text, words, run))]
        if not runs:
            return NOTHING
        fix = find_fix(text, words, runs)
        if fix and fix.run:
            mended = self._mended_here(fix, words, runs, ctx)
            if mended:
                return mended
        if fix and (ctx.partial is not None or ctx.current):
            return self._fixed(fix, ctx)
        if ctx.current and ctx.partial is None and ctx.asked:
            fix = _same_group(words, runs, str(ctx.current))
            if fix:
                return self._fixed(fix, ctx)
        if ctx.partial is not None:
            grown = self._chunk(text, words, runs, ctx)
            if grown.status == "clear":
                return grown
        found = self._complete(text, words, runs, ctx)
        if found:
            return _judged(found)
        if fix or not in_hand:
            return NOTHING
        return self._chunk(text, words, runs, ctx)

    def _complete(
        self, text: str, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> list[_Found]:
        """Find complete numbers; the last of a row of corrections stands for them all."""
        found: list[_Found] = []
        for run in runs:
            before = _before(text, words, run)
            number = _number_in(run, ctx.region)
            if number is None or _OTHER_NUMBER.search(before):
                continue
            value, sure, length, last = number
            cued = _CUE.search(before)
            if not ctx.asked and not (sure and (cued or length >= _SURELY_LONG)):
                continue
            start, end = span_of(words, run.start, last)
            if is_change(before):
                found.clear()
            found.append(_Found(value, sure, (cued.start() if cued else start, end)))
        return found

    def _chunk(
        self, text: str, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str]:
        """Read digits that continue a number or begin one."""
        runs = [run for run in runs if not _is_small_talk(text, words, run)]
        if not runs or len(runs[0].numerals) > _LONGEST_RUN:
            return NOTHING
        held = ctx.partial.digits if isinstance(ctx.partial, PhonePart) else ""
        spans = tuple(span_of(words, run.start, run.sure_end) for run in runs)
        plus = "+" if runs[0].plus and not held else ""
        area = len(runs) == 1 and "area code" in text[: spans[0][0]].lower()
        for certain in (True, False):
            heard = _all_heard(runs, certain=certain)
            found = best_known(
                heard, ctx.region, before="" if area else held + plus, after=held if area else ""
            ) or _overlapping(heard, held, ctx.region)
            if found:
                return Reading("clear", found[0].value, spans, doubtful=not found[0].sure)
        heard = _all_heard(runs, certain=True)
        part = likeliest_part(heard, ctx.region, before=held + plus)
        if part is None or (len(part) < 7 and _OTHER_TALK.search(text.lower())):
            return NOTHING
        return Reading("partial", spans=spans, partial=PhonePart(held + plus + part))

    def _fixed(self, fix: Fix, ctx: Context) -> Reading[str]:
        """Apply a correction of a part to the number in hand."""
        partial = ctx.partial
        base = partial.digits if isinstance(partial, PhonePart) else str(ctx.current or "")
        kept = ctx.partial is None
        if kept and fix.place == "last":
            regrouped = self._regrouped(fix.digits[0], fix.span, base)
            if regrouped:
                return regrouped
        options = list(fix.apply(base, chunked=not kept))
        for digits in options:
            found = known(digits, ctx.region)
            if found:
                return Reading("clear", found.value, (fix.span,), doubtful=True, merged=kept)
        if options and not kept and can_grow(options[0], ctx.region):
            return Reading("partial", spans=(fix.span,), partial=PhonePart(options[0]))
        return NOTHING

    def _regrouped(self, group: str, span: Span, base: str) -> Reading[str] | None:
        """Put three digits for the North American group they resemble: area code or exchange."""
        if len(group) != 3 or not re.fullmatch(r"\+1\d{10}", base):
            return None
        options = []
        for at in (2, 5):
            found = known(base[:at] + group + base[at + 3 :], "US")
            if found:
                differing = sum(a != b for a, b in zip(group, base[at : at + 3], strict=True))
                options.append((differing, found.value))
        options.sort()
        if not options or options[0][0] == 0:
            return None
        if len(options) > 1 and options[0][0] == options[1][0]:
            alternatives = tuple(value for _, value in options)
            return Reading("ambiguous", spans=(span,), alternatives=alternatives, merged=True)
        return Reading("clear", options[0][1], (span,), doubtful=True, merged=True)

    def _mended_here(
        self, fix: Fix, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str] | None:
        """Apply a correction to the number said before it in the same breath."""
        before = runs[fix.run - 1]
        held = ctx.partial.digits if isinstance(ctx.partial, PhonePart) else ""
        span = (span_of(words, before.start, before.end)[0], fix.span[1])
        sign = "+" if before.plus else ""
        first = ""
        for said in before.strings(most=MOST_DIGITS, last=_LONGEST_RUN):
            for digits in fix.apply(held + sign + said, chunked=False):
                found = known(digits, ctx.region)
                if found and (found.sure or ctx.asked):
                    return Reading("clear", found.value, (span,), doubtful=True)
                if ctx.asked and fix.place == "last" and can_grow(digits, ctx.region):
                    first = first or digits
        return Reading("partial", spans=(span,), partial=PhonePart(first)) if first else None

    def speak(self, value: str, ctx: Context) -> str:
        """Say the number in groups: "212, 555, 0142", a foreign one "plus 44, 20, 7946, 0018"."""
        home, groups = groups_of(value, ctx.region)
        return ("" if home else "plus ") + ", ".join(groups)

    def spell(self, value: str, ctx: Context) -> str:
        """Say the number digit by digit, in the same groups: "2 1 2, 5 5 5, 0 1 4 2"."""
        return ", ".join(
            group if group.startswith("plus") else " ".join(group)
            for group in self.speak(value, ctx).split(", ")
        )

    def speak_partial(self, partial: Any, ctx: Context) -> str:
        """Say the digits so far, in groups."""
        if not isinstance(partial, PhonePart):
            return ""
        form = phonenumbers.AsYouTypeFormatter(ctx.region)
        written = ""
        for digit in partial.digits:
            written = form.input_digit(digit)
        spoken = ", ".join(re.findall(r"\d+", written))
        return f"plus {spoken}" if partial.digits.startswith("+") else spoken

    def supports(self, value: str, said: str, ctx: Context) -> bool:
        """Tell whether the caller said these digits, all at once or in the pieces quoted."""
        asked = Context(
            now=ctx.now, region=ctx.region, asked=True, partial=ctx.partial, current=ctx.current
        )
        if super().supports(value, said, asked):
            return True
        runs = digit_runs(words_of(said), homophones=True)
        if sum(len(run.numerals) for run in runs) > _LONGEST_RUN:
            return False
        meant = (known(each.digits, ctx.region) for each in _all_heard(runs, certain=False))
        return any(found and found.value == value for found in meant)


def ending(value: str) -> str:
    """Say how a number ends, for a caller who knows the rest: "ending 0142"."""
    return f"ending {value[-_ENDING:]}"


def _before(text: str, words: Sequence[Word], run: DigitRun) -> str:
    """Return the text before a run, as far back as a cue can reach."""
    end = words[run.start].start
    return text[max(0, end - 80) : end].lower().replace("\u2019", "'")


def _all_heard(runs: Sequence[DigitRun], *, certain: bool) -> list[Dictated]:
    """Return what runs stand for together, without "for" and "to" at their ends if `certain`."""
    pieces = [(r, r.numerals[0].start, r.sure_end if certain else r.end) for r in runs]
    return dictated(pieces, MOST_DIGITS + 2)


def _overlapping(heard: Sequence[Dictated], held: str, region: str) -> tuple[Known, str] | None:
    """Join a chunk that says again how the number so far ends: "555", then "555 0142"."""
    for each in heard:
        for shared in range(min(len(each.digits), len(held)), 1, -1):
            found = known(held + each.digits[shared:], region)
            if found and held.endswith(each.digits[:shared]):
                return Known(found.value, sure=False), each.digits
    return None


def _number_in(run: DigitRun, region: str) -> tuple[str, bool, int, int] | None:
    """Read one complete number in a run.

    Returns:
        The value, whether it is surely one, how many digits it has, and the index after its last
        word: "for" and "to" at the end of a run are digits only if the number needs them.
    """
    if len(run.numerals) > _LONGEST_RUN:
        return None
    sign = "+" if run.plus else ""
    for end in dict.fromkeys((run.sure_end, run.end)):
        heard = run.heard(most=2 * MOST_DIGITS, end=end)
        found = best_known(heard, region, before=sign) or best_known(
            _once(heard), region, before=sign
        )
        if found:
            return found[0].value, found[0].sure, len(found[1]), end
    return None


def _once(heard: Sequence[Dictated]) -> list[Dictated]:
    """Return the halves of what was said twice in one breath: "212 555 0142, 212 555 0142"."""
    halves = [(each, len(each.digits) // 2) for each in heard if len(each.digits) % 2 == 0]
    return [
        Dictated(each.digits[:half], each.breaks, each.cost)
        for each, half in halves
        if each.digits[:half] == each.digits[half:]
    ]


def _same_group(words: Sequence[Word], runs: Sequence[DigitRun], current: str) -> Fix | None:
    """Read four digits that are the present ending but for one: "0143" of "... 0142"."""
    if len(runs) != 1:
        return None
    span = span_of(words, runs[0].start, runs[0].end)
    for digits in runs[0].strings(most=4, last=12):
        old = current[-len(digits) :]
        if len(digits) == _ENDING and sum(a != b for a, b in zip(digits, old, strict=True)) == 1:
            return Fix("end", (digits,), span)
    return None


def _is_small_talk(text: str, words: Sequence[Word], run: DigitRun) -> bool:
    """Whether few digits belong to a time, a date or a count ("at 3", "2 people", "one moment")."""
    start, end = span_of(words, run.start, run.sure_end)
    if len(run.numerals) > 2:
        return False
    alone = not any(w.text not in _JOINING and not w.is_mark for w in words
                    if w.end <= start or w.start >= end)  # fmt: skip
    digits = run.strings(most=MOST_DIGITS)
    if digits and len(digits[0]) == 1 and not alone:
        return True
    after = text[end : end + 20].lower()
    return bool(_SMALL_CONTEXT.search(after) or _SMALL_BEFORE.search(_before(text, words, run)))


def _judged(found: Sequence[_Found]) -> Reading[str]:
    """Judge the complete numbers of one utterance."""
    values = tuple(dict.fromkeys(each.value for each in found))
    spans = tuple(each.span for each in found)
    if len(values) > 1:
        return Reading("ambiguous", spans=spans, alternatives=values[:4])
    return Reading("clear", values[0], spans[:1], doubtful=not any(each.sure for each in found))
