"""What an utterance says of time, and what it denies, before it meets what is known of the call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from ..base import Span
from .meaning import Clock, Days, Later, Minute, Moment, Preference, Shift, Window

__all__ = ["Understood"]


@dataclass(slots=True)
class Understood:
    """What an utterance says of time, before it meets what is known of the call."""

    days: list[Days] = field(default_factory=list)
    """The days; several are alternatives."""
    clocks: list[Clock] = field(default_factory=list)
    """The clock times; several are alternatives."""
    window: Window | None = None
    moment: Moment | None = None
    shift: Shift | None = None
    later: Later | None = None
    minute: Minute | None = None
    order: str = ""
    """In what order days ("d") and clock times ("c") were said."""
    stale: str = ""
    """Which of the two was said before the other was corrected, so that it yields to a new one."""
    same_time: bool = False
    same_day: bool = False
    preference: Preference | None = None
    denied: list[Days | Clock | Window] = field(default_factory=list)
    """What was said not to do ("not three", "any day but Monday")."""
    all_but: set[int] = field(default_factory=set)
    """Days of the week that will not do where any other will."""
    spans: list[Span] = field(default_factory=list)
    denial_spans: list[Span] = field(default_factory=list)

    @property
    def is_paired(self) -> bool:
        """Whether each day has its own time: "Tuesday at three or Wednesday at four"."""
        return self.order in ("dcdc", "cdcd") and len(self.days) == len(self.clocks) == 2

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that a date or time can come from."""
        said = (self.days, self.clocks, self.window, self.moment, self.shift, self.later)
        others = (self.minute, self.same_time, self.same_day, self.preference)
        return not (any(said) or any(others))

    @property
    def denied_times(self) -> frozenset[dt.time]:
        """The clock times that were denied, in both halves of the day where none was said."""
        return frozenset(t for one in self.denied if isinstance(one, Clock) for t in one.times)
