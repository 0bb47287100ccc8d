"""Phone numbers: E.164 values, read from spoken digits in one breath or in chunks.

The words become digits in `dictation`, corrections of a part are found in `phone_fix`, and
`numbering` knows which digits make a number where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

import phonenumbers

from .base import NOTHING, Context, InvalidValue, Kind, Reading, Span
from .dictation import Dictated, DigitRun, dictated, digit_runs
from .numbering import MOST_DIGITS, Known, best_known, can_grow, groups_of, known, likeliest_part
from .phone_fix import (
    Fix,
    against,
    begins_anew,
    find_fix,
    is_change,
    is_likely,
    regrouped,
    said_again,
    same_group,
    without_oh,
)
from .phone_talk import (
    JOINING,
    before,
    end_of_extension,
    is_extension,
    is_of_another,
    is_small_talk,
    is_time_talk,
)
from .phone_wrong import why_not
from .spoken import Word, span_of, words_of

__all__ = ["Phone", "PhonePart", "ending"]

_LONGEST_RUN = 40
"""Groups of digits; more than this is not dictation of one number, however it is said."""
_SURELY_LONG = 9
"""Digits from which a valid number needs no cue: dates and prices are shorter."""
_ENDING = 4
_NEAR = 40
"""Characters between a number and the one that is taken back for it."""
_WITHOUT_AREA = 7

_CUE = re.compile(
    r"\b(?:(?:my|the|our|best|a|cell|mobile|home|work|phone|telephone|contact|call ?back)\s+)*"
    r"(?:(?:phone|telephone|mobile|cell|contact|cellphone)\s+)?"
    r"(?:(?:number(?:'s|s)?|phone(?:'s)?|mobile(?:'s)?|cell(?:'s)?)(?:\s+(?:is|would be|will be))?"
    r"|(?:call|reach|text|ring|phone)\s+me\s+(?:on|at)|it's|it is|that's|that is|use|on|try)"
    r"(?:[\s,]+(?:um+|uh+|er+m?|ah))*[\s,:]*(?:country code\s+)?$"
)


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
    about_caller: ClassVar[bool] = True
    words: ClassVar[tuple[str, ...]] = ("phone number", "number", "phone", "mobile", "cell")
    in_parts: ClassVar[bool] = True

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return the JSON schema of the number as a model must give it."""
        return {
            "type": "string",
            "description": f"All digits as said, in E.164 or as dialled in {ctx.region}.",
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
        reading = self._read(text, ctx)
        if reading.status != "none" or not ctx.asked or ctx.current:
            return reading
        runs = digit_runs(words_of(text), homophones=True)
        heard = _all_heard(runs, certain=True) if len(runs) == 1 else []
        held = ctx.partial.digits if isinstance(ctx.partial, PhonePart) else ""
        return replace(reading, reason=why_not(held + heard[0].digits, ctx.region) if heard else "")

    def _read(self, text: str, ctx: Context) -> Reading[str]:
        words = words_of(text)
        in_hand = ctx.asked or ctx.partial is not None
        mending = bool(ctx.current) and ctx.partial is None
        # What is said against a whole number comes in pieces: "you said 42, it's 43".
        joining = JOINING if in_hand and not mending else frozenset()
        runs = digit_runs(words, homophones=in_hand, joining=joining)
        runs = [run for run in runs if not is_extension(text, words, run)]
        if not runs:
            return NOTHING
        fix = find_fix(text, words, runs)
        if fix and fix.place == "last" and is_time_talk(text, fix.digits[0]):
            fix = None
        if fix:
            corrected = self._corrected(fix, words, runs, ctx)
            if corrected:
                return corrected
        if mending and ctx.asked:
            again = self._said_again(words, runs, ctx)
            if again:
                return again
        if ctx.partial is not None:
            grown = self._chunk(text, words, runs, ctx)
            if grown.status == "clear":
                return grown
        found = self._complete(text, words, runs, ctx)
        if found:
            return _judged(found)
        begins = fix and fix.place == "start" and ctx.partial is None and not mending
        if (fix and not begins) or not in_hand or (mending and not begins_anew(words, runs)):
            return NOTHING
        return self._chunk(text, words, runs, ctx)

    def _corrected(
        self, fix: Fix, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str] | None:
        """Apply a correction, or return None where the digits are a whole number themselves."""
        if any(known(digits, ctx.region) for digits in fix.digits):
            return None
        if fix.run and ctx.current and ctx.partial is None:
            fix = against(fix, words, runs, str(ctx.current))
        mended = self._mended_here(fix, words, runs, ctx) if fix.run else None
        if mended or not (ctx.partial is not None or ctx.current):
            return mended
        if not ctx.asked and ctx.partial is None and not is_likely(fix, str(ctx.current)):
            return NOTHING
        return self._fixed(fix, ctx)

    def _said_again(
        self, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str] | None:
        """Read the number in hand said again in part, or with one digit changed."""
        value = str(ctx.current)
        again = said_again(words, runs, value, ctx.region)
        if again:
            agreed = again.place == "end"
            return Reading("clear", value, (again.span,), doubtful=not agreed, merged=True)
        fix = same_group(words, runs, value)
        return self._fixed(fix, ctx) if fix else None

    def _complete(
        self, text: str, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> list[_Found]:
        """Find complete numbers; the last of a row of corrections stands for them all."""
        found: list[_Found] = []
        for at, run in enumerate(runs):
            number = _number_in(run, ctx.region)
            if number is None or is_of_another(text, words, run):
                continue
            value, sure, length, last = number
            leading = before(text, words, run)
            cued = _CUE.search(leading)
            if not ctx.asked and not (sure and (cued or length >= _SURELY_LONG)):
                continue
            start, end = span_of(words, run.start, last)
            end = end_of_extension(text, end)
            start -= len(leading) - cued.start() if cued else 0
            if is_change(leading):
                found.clear()
                first, last = span_of(words, runs[at - 1].start, runs[at - 1].end)
                if at and len(text[last:start]) < _NEAR:
                    start = first  # "213, sorry, 212 555 0142": what is taken back is no more
            found.append(_Found(value, sure, (start, end)))
        return found

    def _chunk(
        self, text: str, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str]:
        """Read digits that continue a number or begin one."""
        held = ctx.partial.digits if isinstance(ctx.partial, PhonePart) else ""
        runs = [
            run
            for run in runs
            if not is_small_talk(text, words, run, held=bool(held))
            and not is_of_another(text, words, run)
        ]
        if not runs or len(runs[0].numerals) > _LONGEST_RUN:
            return NOTHING
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
        whole = _area_last(runs, held, ctx.region)
        if whole:
            return Reading("clear", whole.value, spans, doubtful=True)
        heard = _all_heard(runs, certain=True)
        part = likeliest_part(heard, ctx.region, before=held + plus)
        exclaimed = without_oh(runs, held=bool(held)) if part is None else None
        if exclaimed:
            return self._chunk(text, words, exclaimed, ctx)
        if part is None or is_time_talk(text, part):
            return NOTHING
        return Reading("partial", spans=spans, partial=PhonePart(held + plus + part))

    def _fixed(self, fix: Fix, ctx: Context) -> Reading[str]:
        """Apply a correction of a part to the number in hand."""
        partial = ctx.partial
        base = partial.digits if isinstance(partial, PhonePart) else str(ctx.current or "")
        kept = ctx.partial is None
        if kept and fix.place == "last":
            values = regrouped(fix.digits[0], base)
            if len(values) > 1:
                return Reading("ambiguous", spans=(fix.span,), alternatives=values, merged=True)
            if values:
                return Reading("clear", values[0], (fix.span,), doubtful=True, merged=True)
        options = list(fix.apply(base, chunked=not kept))
        for digits in options:
            found = known(digits, ctx.region)
            if found:
                return Reading("clear", found.value, (fix.span,), doubtful=True, merged=kept)
        if options and not kept and can_grow(options[0], ctx.region):
            return Reading("partial", spans=(fix.span,), partial=PhonePart(options[0]))
        return NOTHING

    def _mended_here(
        self, fix: Fix, words: Sequence[Word], runs: Sequence[DigitRun], ctx: Context
    ) -> Reading[str] | None:
        """Apply a correction to the number said before it in the same breath."""
        first_said = runs[fix.run - 1]
        held = ctx.partial.digits if isinstance(ctx.partial, PhonePart) else ""
        span = (span_of(words, first_said.start, first_said.end)[0], fix.span[1])
        sign = "+" if first_said.plus else ""
        first = ""
        for said in first_said.strings(most=MOST_DIGITS, last=_LONGEST_RUN):
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

    def dump_partial(self, partial: Any) -> Any:
        """Return the digits so far."""
        return partial.digits

    def load_partial(self, data: Any) -> PhonePart:
        """Turn the digits back into a part of a number."""
        return PhonePart(data)

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
    exclaimed = without_oh([run], held=False)
    for end in dict.fromkeys((run.sure_end, run.end)):
        heard = run.heard(most=2 * MOST_DIGITS, end=end)
        found = best_known(heard, region, before=sign) or best_known(
            _once(heard), region, before=sign
        )
        if found:
            return found[0].value, found[0].sure, len(found[1]), end
    number = _number_in(exclaimed[0], region) if exclaimed else None
    return (number[0], False, *number[2:]) if number else None


def _area_last(runs: Sequence[DigitRun], held: str, region: str) -> Known | None:
    """Put an area code before a number that was begun without it: "555 0142", then "212"."""
    if len(held) != _WITHOUT_AREA or len(runs) != 1:
        return None
    heard = [each.digits for each in runs[0].heard(most=3) if len(each.digits) == 3]
    found = (known(digits + held, region) for digits in heard)
    return next((each for each in found if each and each.value.startswith("+1")), None)


def _once(heard: Sequence[Dictated]) -> list[Dictated]:
    """Return the halves of what was said twice in one breath: "212 555 0142, 212 555 0142"."""
    halves = [(each, len(each.digits) // 2) for each in heard if len(each.digits) % 2 == 0]
    return [
        Dictated(each.digits[:half], each.breaks, each.cost)
        for each, half in halves
        if each.digits[:half] == each.digits[half:]
    ]


def _judged(found: Sequence[_Found]) -> Reading[str]:
    """Judge the complete numbers of one utterance."""
    values = tuple(dict.fromkeys(each.value for each in found))
    spans = tuple(each.span for each in found)
    if len(values) > 1:
        return Reading("ambiguous", spans=spans, alternatives=values[:4])
    return Reading("clear", values[0], spans[:1], doubtful=not any(each.sure for each in found))
