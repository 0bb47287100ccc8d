"""Counting calls once they are over, beside the pages, so that numbers are there when asked for."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from handrail.desk.calendar import Calendar, CalendarUnavailable
from handrail.desk.calendar.calls import (
    ListedCall,
    counted_calls,
    figures_mark,
    keep_figures,
    uncounted_calls,
)
from handrail.desk.figures import CallFigures
from handrail.desk.replay import Replay, Replayer
from handrail.faults import log_fault

from .numbers import Numbers, numbers_of

__all__ = ["SILENT", "Counting", "figures_of"]

logger = logging.getLogger("handrail.desk.web")

SILENT: Final = timedelta(minutes=5)
"""A call in which nothing was written for so long is counted, though it has no end."""
_BATCH: Final = 50
_REMEMBERED: Final = 200
"""Calls that go on, whose figures are kept in memory only."""


class Counting:
    """Counts the calls of a calendar.

    Args:
        calendar: The open calendar.
        clock: Gives the present moment, aware.
    """

    def __init__(self, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._calendar = calendar
        self._clock = clock
        self._known: OrderedDict[tuple[str, int], CallFigures] = OrderedDict()
        self._mark: tuple[int, ...] = ()
        self._sums: dict[tuple[datetime, datetime, bool], Numbers] = {}
        self._work: asyncio.Task[None] | None = None

    async def of(self, calls: Sequence[ListedCall]) -> Mapping[str, CallFigures]:
        """Return the figures of calls, those counted that were not yet.

        Raises:
            CalendarUnavailable: When their journal cannot be read.
        """
        replayer: Replayer | None = None
        found: dict[str, CallFigures] = {}
        for call in calls:
            key = call.id, call.length
            if call.figures is not None and call.counted == call.length:
                found[call.id] = CallFigures.of_json(call.figures)
            elif key in self._known:
                found[call.id] = self._known[key]
            else:
                replayer = replayer or await Replayer.open(self._calendar, self._clock)
                found[call.id] = self._known[key] = await _counted(replayer, call)
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        return found

    async def numbers(self, since: datetime, until: datetime, *, tried: bool) -> Numbers:
        """Return the sums over the calls that began in a stretch of time.

        Args:
            since: Its start, aware.
            until: Its end, aware.
            tried: Whether chats of the dashboard count, too.

        Raises:
            CalendarUnavailable: When they cannot be read.
        """
        mark = await figures_mark(self._calendar)
        if mark != self._mark or len(self._sums) > _REMEMBERED:
            self._mark, self._sums = mark, {}
        key = since, until, tried
        if key not in self._sums:
            calls = await counted_calls(self._calendar, since=since, until=until)
            counted = (call for call in calls if tried or not call.mark.tried)
            found = (CallFigures.of_json(call.figures) for call in counted if call.figures)
            self._sums[key] = numbers_of(found)
        return self._sums[key]

    async def catch_up(self) -> None:
        """Count all calls that are over and were not counted yet, and keep it.

        Raises:
            CalendarUnavailable: When the calendar cannot be read or written.
        """
        replayer: Replayer | None = None
        while calls := await uncounted_calls(
            self._calendar, silent_since=self._clock() - SILENT, limit=_BATCH
        ):
            replayer = replayer or await Replayer.open(self._calendar, self._clock)
            counted = {}
            for call in calls:
                figures = await _counted(replayer, call)
                counted[call.id] = (call.length, figures.as_json())
                await asyncio.sleep(0)  # the calls come first
            await keep_figures(self._calendar, counted)

    def begin(self) -> bool:
        """Count in the background; return whether that is going on."""
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._try())
        return not self._work.done()

    async def aclose(self) -> None:
        """Count no more."""
        if self._work is not None:
            self._work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._work

    async def _try(self) -> None:
        try:
            await self.catch_up()
        except CalendarUnavailable as fault:
            log_fault(logger, "calls cannot be counted", fault)


def figures_of(call: ListedCall, replay: Replay) -> CallFigures:
    """Count a call that has been replayed."""
    return CallFigures.of(replay, seconds=(call.last - call.began).total_seconds())


async def _counted(replayer: Replayer, call: ListedCall) -> CallFigures:
    replay = await replayer.replay(call.id)
    return CallFigures() if replay is None else figures_of(call, replay)
