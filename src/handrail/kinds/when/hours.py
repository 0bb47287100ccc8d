"""Opening hours, by which a clock time said without its half of the day is understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

__all__ = ["Hours", "WeeklyHours", "likely_times"]

_NAMES: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENTRY: Final = re.compile(
    r"(?P<first>[a-z]{3})[a-z]*\s*(?:-\s*(?P<last>[a-z]{3})[a-z]*)?\s+(?P<spans>[\d:\-\s&]+)",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_DAY_START: Final = dt.time(7)
_DAY_END: Final = dt.time(19)


@runtime_checkable
class Hours(Protocol):
    """When a business is open."""

    def on(self, day: dt.date) -> tuple[tuple[dt.time, dt.time], ...]:
        """Return the openings of a day, each from start to end in the business's own zone."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The same openings every week.

    Args:
        days: For Monday to Sunday, the openings of that day as (start, end) pairs.

    Raises:
        ValueError: If there are not seven days, or an opening does not end after it starts.
    """

    days: tuple[tuple[tuple[dt.time, dt.time], ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(_NAMES):
            raise ValueError(
                f"weekly hours need seven days, Monday to Sunday, not {len(self.days)}"
            )
        for name, spans in zip(_NAMES, self.days, strict=True):
            for start, end in spans:
                if end <= start:
                    raise ValueError(f"{name}: an opening must end after it starts ({start}-{end})")

    @classmethod
    def of(cls, text: str) -> WeeklyHours:
        """Read hours as people write them: "Mon-Fri 09:00-18:00, Sat 10:00-12:00 & 13:00-16:00".

        "24:00" is the end of the day.

        Raises:
            ValueError: If an entry is not of this form.
        """
        days: list[tuple[tuple[dt.time, dt.time], ...]] = [()] * len(_NAMES)
        for entry in text.split(","):
            match = _ENTRY.fullmatch(entry.strip())
            spans = _SPAN.findall(match["spans"]) if match else []
            if match is None or not spans:
                raise ValueError(f"hours must be like 'Mon-Fri 09:00-18:00', not {entry.strip()!r}")
            try:
                first = _NAMES.index(match["first"].lower())
                last = _NAMES.index((match["last"] or match["first"]).lower())
            except ValueError:
                raise ValueError(f"no such day of the week in {entry.strip()!r}") from None
            opening = tuple((_clock(a, b), _clock(c, d)) for a, b, c, d in spans)
            for day in range(first, (last if last >= first else last + 7) + 1):
                days[day % 7] = opening
        return cls(tuple(days))

    def on(self, day: dt.date) -> tuple[tuple[dt.time, dt.time], ...]:
        """Return the openings of a day."""
        return self.days[day.weekday()]


def likely_times(
    times: Sequence[dt.time], days: Sequence[dt.date], hours: Hours | None
) -> tuple[dt.time, ...]:
    """Return which of the two halves of the day a clock time is likely in; both if that is open.

    Args:
        times: The clock time in each half of the day that the words allow; one or two.
        days: The days it could be on; empty means any.
        hours: The opening hours, if known. Without them, and for times at which the business is
            closed either way, a business's common day decides: 7:00 to 18:59.
    """
    if len(times) <= 1:
        return tuple(times)
    if hours is not None and days:
        openings = [span for day in days for span in hours.on(day)]
        for inside in (_open, _open_or_closing):
            fit = tuple(t for t in times if any(inside(t, span) for span in openings))
            if fit:
                return fit
    fit = tuple(t for t in times if _DAY_START <= t < _DAY_END)
    return fit or tuple(times)


def _open(moment: dt.time, span: tuple[dt.time, dt.time]) -> bool:
    return span[0] <= moment < span[1]


def _open_or_closing(moment: dt.time, span: tuple[dt.time, dt.time]) -> bool:
    return span[0] <= moment <= span[1]


def _clock(hour: str, minute: str) -> dt.time:
    if (hour, minute) == ("24", "00"):
        return dt.time.max
    return dt.time(int(hour), int(minute))
