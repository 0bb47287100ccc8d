"""The kind of a step that asks for a date and time.

Callers say times in many ways ("half three", "Monday week", "any time after work") and often in
parts. This package reads them with a grammar of its own:

    tokens.py     words and numbers as classes of tokens
    grammar.py    rules: patterns over classes; days.py, distances.py, stretches.py,
                  clocks.py hold them
    sentence.py   phrases and the words around them: "not Friday", "after three"
    occasions.py  what happens at a time that is no wish for it: "I have a meeting at two"
    joining.py    how the phrases go together: "Monday or Tuesday", "five in the evening"
    preferences.py  which of the free times: "the first you have"
    impossible.py why a day can be none: "June 31st", "yesterday"
    merge.py      what was said with what is known: the day so far, the offers, opening hours
    clock_choice.py  which half of the day a bare hour is in
    speak.py      and back into words
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from ..base import NOTHING, Context, Fact, InvalidValue, Kind, Reading
from ..heard import heard
from .grammar import World
from .hours import Hours, WeeklyHours
from .impossible import why_not
from .merge import settle
from .offers import local
from .part import WhenPart, dump_part, load_part
from .sentence import understand
from .speak import say_options, say_part, say_value
from .tokens import LONGEST_TEXT

__all__ = ["Hours", "WeeklyHours", "When", "WhenPart", "parts"]

_TIMELIKE: Final = re.compile(
    r"\d|(?:mon|tues?|wednes|thur?s?|fri|satur|sun|to|holi|birth)day|\w{3,5}[srneiu]day\b|\b(?:zero|one|two|three|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve|thirteen|fou?r|fif|sixteen|seventeen|eighteen"
    r"|nineteen|twent|thirt|half|quarter|first|second|third|fifth|sixth|ninth|next|this"
    r"|tom+or|tmr|tonight|tonite|now|noon|mid|morning|afternoon|arvo|[ap]\.?m\b|evening|night"
    r"|day|week|fortnight|month|year|hour|minute|mins?\b|later|earlier|sooner|same|lunch|work"
    r"|school|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
    r"|any|soon|asap|earl|when|latest|last|right away|straight away|immediately|late as|what"
    r"|don't mind|do not mind|don't care|flexible|easy|free|matter|prefer|choose|pick|decide"
    r"|up to you"
    r"|christmas|xmas|boxing|easter|thanksgiving|halloween|valentine|patrick|juneteenth|ides|ramadan"
    r"|eid|diwali|hanukkah|passover|rosh|yom|mardi|pentecost|whit|that time)",
    re.IGNORECASE,
)
"""Some word without which no utterance says anything of time: most turns stop here."""
_CUE: Final = re.compile(
    r"\b(?:make (?:it|that)|change|move|switch|instead|how about|what about|can we do|could we do"
    r"|rather|actually|i mean|i meant)\b",
    re.IGNORECASE,
)
"""Words by which a bare number is a new time for a step that has one already."""


_ORDINALS: Final = 3
"""The ordinals with which callers choose among offers."""


@dataclass(frozen=True, slots=True)
class When(Kind[dt.datetime]):
    """A date and time.

    The value is an aware `datetime` in the zone of `Context.now`, never in the past. What is known
    in part is a `WhenPart`.

    Args:
        hours: Opening hours, by which "three" is the afternoon and "nine" the morning; a
            `WeeklyHours`, anything with its `on` method, or the call fact that holds one. Without
            them a bare hour is between 7:00 and 18:59.
    """

    hours: Hours | Fact[Hours] | None = None

    name: ClassVar[str] = "when"
    label: ClassVar[str] = "time"
    question: ClassVar[str] = "When would suit you?"
    words: ClassVar[tuple[str, ...]] = ("time", "date", "day", "hour", "slot", "appointment")

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Describe the value to a model: ISO 8601, in the zone of the call.

        The day is told, not the minute: calls of one day share the tools, and a prompt cache them.
        """
        zone = ctx.now.tzinfo
        return {
            "type": "string",
            "description": (
                f"ISO 8601 like 2026-06-16T15:00, {zone} time; today is {ctx.now:%A %Y-%m-%d}."
            ),
        }

    def parse(self, raw: object, ctx: Context) -> dt.datetime:
        """Check a model's argument, a prefill or a stored value.

        Args:
            raw: ISO 8601 text or a `datetime`; without an offset it is in the zone of `ctx.now`.
            ctx: The present moment decides what is past.

        Raises:
            InvalidValue: If it is no date and time, is past, or is skipped by the clocks.
        """
        value = raw
        if isinstance(raw, str):
            try:
                value = dt.datetime.fromisoformat(raw.strip())
            except ValueError:
                value = None
            if value is not None and not re.search(r"\d[T ]\d", raw):
                raise InvalidValue(f"{raw!r} is a day without a time: ask which time is meant.")
        if not isinstance(value, dt.datetime):
            raise InvalidValue(
                f"{str(raw)[:40]!r} is no date and time: give ISO 8601, like 2026-06-16T15:00."
            )
        zone = ctx.now.tzinfo
        if value.tzinfo is None:
            there = local(value.date(), value.time(), zone)
            if there is None:
                raise InvalidValue(
                    f"{value:%H:%M} does not exist on {value:%Y-%m-%d}: the clocks go forward then."
                )
            value = there
        try:
            value = value.astimezone(zone).replace(second=0, microsecond=0)
        except OverflowError:
            raise InvalidValue(f"{str(raw)[:40]!r} is out of the range of dates.") from None
        if value < ctx.now.replace(second=0, microsecond=0):
            raise InvalidValue(
                f"{value:%Y-%m-%d %H:%M} is past: it is {ctx.now:%Y-%m-%d %H:%M} now."
            )
        return value

    def read(self, text: str, ctx: Context) -> Reading[dt.datetime]:
        """Read a date and time, or a part of one, out of an utterance."""
        text = text[:LONGEST_TEXT]
        if not _TIMELIKE.search(text):
            return NOTHING
        world = World(ctx.now, ctx.region, _held(ctx))
        bare = (
            ctx.asked
            or bool(ctx.offered)
            or (ctx.current is not None and _CUE.search(ctx.around or text) is not None)
        )
        chooses = len(ctx.offered)
        if isinstance(ctx.partial, WhenPart) and ctx.partial.date is not None:
            chooses = max(chooses, _ORDINALS)  # "the second" is no other day than the one agreed
        said = understand(text, world, bare=bare, ordinals_choose=chooses, around=ctx.around)
        reading = settle(said, ctx, self._hours(ctx))
        part = reading.partial
        dayless = isinstance(part, WhenPart) and not (part.date or part.dates or part.first)
        if ctx.asked and (reading.status == "none" or (reading.status == "partial" and dayless)):
            return replace(reading, reason=why_not(heard(text), ctx.now.date()))
        return reading

    def speak(self, value: dt.datetime, ctx: Context) -> str:
        """Say a value: "Tuesday the 16th at 3", "10:30 tomorrow"."""
        return say_value(value, ctx.now, self._hours(ctx))

    def speak_partial(self, partial: Any, ctx: Context) -> str:
        """Say what is known in part: "Tuesday the 16th"."""
        return say_part(partial, ctx.now, self._hours(ctx)) if isinstance(partial, WhenPart) else ""

    def speak_options(self, values: Sequence[dt.datetime], ctx: Context) -> str:
        """Say the values of an offer: "10, 10:30 or 11 tomorrow"."""
        return say_options(values, ctx.now, self._hours(ctx))

    def dump(self, value: dt.datetime) -> Any:
        """Return the value as ISO 8601 with its offset."""
        return value.isoformat()

    def load(self, data: Any, ctx: Context) -> dt.datetime:
        """Turn a stored time back into the same one, in the zone of `ctx.now`, even if it is past.

        Raises:
            InvalidValue: If it is no time with an offset.
        """
        try:
            return dt.datetime.fromisoformat(data).astimezone(ctx.now.tzinfo)
        except (TypeError, ValueError, OverflowError):
            raise InvalidValue("A stored time must be ISO 8601 with its offset.") from None

    def dump_partial(self, partial: Any) -> Any:
        """Return what was said of a time, by the names of `WhenPart`."""
        return dump_part(partial)

    def load_partial(self, data: Any) -> WhenPart:
        """Turn what was said of a time back into a part of it."""
        return load_part(data)

    def supports(self, value: dt.datetime, said: str, ctx: Context) -> bool:
        """Tell whether a time follows from what was said, with what was known before.

        A middle ("around three") does not: the caller left it open.
        """
        reading = self.read(said, replace(ctx, asked=True, nbest=()))
        clear = reading.status == "clear" and not reading.doubtful and reading.partial is None
        return clear and reading.value == value

    def _hours(self, ctx: Context) -> Hours | None:
        return self.hours.of(ctx.facts) if isinstance(self.hours, Fact) else self.hours


def _held(ctx: Context) -> dt.date | None:
    """Return the day that the call holds, whole or in part."""
    if isinstance(ctx.partial, WhenPart) and ctx.partial.date is not None:
        return ctx.partial.date
    if isinstance(ctx.current, dt.datetime):
        return ctx.current.astimezone(ctx.now.tzinfo).date()
    return None


def parts(reading: Reading[dt.datetime]) -> tuple[dt.date | None, dt.time | None]:
    """Return the day and the clock time of a reading, as far as each is known.

    Of a time with one edge ("any time after three") that edge is the time that was said.
    """
    if reading.status == "clear" and reading.value is not None:
        return reading.value.date(), reading.value.time()
    known = reading.partial
    if not isinstance(known, WhenPart) or reading.status != "partial":
        return None, None
    edge = (known.start or known.end) if (known.start is None) != (known.end is None) else None
    if known.date is not None and known.time is not None:
        return known.date, None  # today at a time that has passed
    return known.date, known.clock or (None if known.prefer else edge)
