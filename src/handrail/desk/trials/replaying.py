"""`handrail trial --replay`: calls that were held, held again as the desk is now."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from handrail.conversation import Conversation
from handrail.desk.calendar import Calendar, CalendarUnavailable
from handrail.desk.calendar.calls import mark_of
from handrail.desk.call import answering
from handrail.desk.console.place import missing_file, open_calendar
from handrail.desk.replay import Replayer
from handrail.faults import BadInput
from handrail.journal import CallSummary, JournalUnavailable
from handrail.trial.replaying import ReplayedCall, compare_call, last_turn, say_again
from handrail.trial.report_data import counted

from .as_it_was import AsItWas

__all__ = ["ReplayOptions", "replayed", "run_replay"]

_TAKES = {"--replay", "--json", "--strict"}


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """What the command was given."""

    db: str
    json: Path | None = None
    strict: bool = False
    given: Sequence[str] = ()
    """All that the command line names: what a replay passes over is refused."""


def run_replay(options: ReplayOptions) -> bool:
    """Hold the calls of a calendar again, print what would differ, and tell whether that is well.

    Raises:
        BadInput: For a calendar or an option that cannot be used.
    """
    unused = [name for name in options.given if name not in _TAKES]
    if unused:
        raise BadInput(
            "--replay holds calls as they were held: it takes --json and --strict, "
            f"not {' or '.join(unused)}."
        )
    if (missing := missing_file(options.db)) is not None:
        raise BadInput(f"There is no calendar {missing} whose calls could be held again.")
    if options.json is not None and not options.json.parent.is_dir():
        raise BadInput(f"There is no folder {options.json.parent} to write the report into.")
    calls = asyncio.run(_all(options.db))
    if options.json is not None:
        _save(options.json, calls)
    for call in calls:
        if call.differs:
            print(_told(call))
        elif call.stopped:
            print(f"{call.call}: compared for {counted(call.turns, 'turn')}: {call.stopped}.")
    print(_summary(calls))
    return not (options.strict and any(call.differs for call in calls))


async def _all(db: str) -> list[ReplayedCall]:
    async with open_calendar(db) as calendar:
        try:
            return [call async for call in replayed(calendar)]
        except (CalendarUnavailable, JournalUnavailable) as fault:
            raise BadInput(str(fault)) from None


async def replayed(calendar: Calendar) -> AsyncIterator[ReplayedCall]:
    """Hold every call of a calendar's journal again, the earliest first; the calendar stays as is.

    Chats that the owner tried on the dashboard are left out.

    Raises:
        CalendarUnavailable: When the calendar cannot be read.
        JournalUnavailable: When the journal cannot be read.
    """
    calls = sorted(await calendar.journal().calls(), key=lambda one: one.header.began)
    async with await Calendar.open(":memory:", threaded=False) as copy:
        past = AsItWas(calendar, copy)
        await past.define()
        for call in calls:
            if not (await mark_of(calendar, call.header.id)).tried:
                yield await _replay(calendar, copy, past, call)


async def _replay(
    calendar: Calendar, copy: Calendar, past: AsItWas, call: CallSummary
) -> ReplayedCall:
    now = began = call.header.began

    def clock() -> datetime:
        return now

    def at(moment: datetime) -> None:
        nonlocal now
        now = moment

    found = await (await Replayer.open(calendar, clock)).replay(call.header.id)
    if found is None or not found.is_whole:
        gone = "it is in a workflow that is gone, or cannot be read"
        return ReplayedCall(call.header.id, stopped=gone)
    count, stopped = last_turn(found.turns)
    turns = found.turns[:count]
    ended = (await mark_of(calendar, call.header.id)).end_wanted_at
    if ended is not None:
        before = list(takewhile(lambda turn: turn.at is None or turn.at < ended, turns))
        if len(before) < len(turns):
            turns, stopped = before, f"the owner ended it before turn {len(before)}"
    if not turns:
        return ReplayedCall(call.header.id, stopped=stopped)
    await past.reset(began)
    arguments = await answering(copy, clock=clock, caller=call.header.caller)
    await say_again(Conversation(**arguments), turns, at)
    again = await (await Replayer.open(copy, clock)).replay(arguments["journal"].call)
    return compare_call(call.header.id, turns, again.turns if again else (), stopped=stopped)


def _told(call: ReplayedCall) -> str:
    lines = [f"{call.call}: turn {call.turn} differs"]
    if call.caller is not None:
        lines.append(f"  > {call.caller or '(silence)'}")
    lines.append(f"  was: {call.was or '(listens)'}")
    lines.append(f"  now: {call.now or '(listens)'}")
    lines += [f"  {difference}" for difference in call.differences]
    if call.outcome_was != call.outcome_now:
        lines.append(f"  in the end: {call.outcome_was or 'open'} -> {call.outcome_now or 'open'}")
    if call.stopped:
        lines.append(f"  compared for {counted(call.turns, 'turn')}: {call.stopped}")
    return "\n".join(lines)


def _summary(calls: Sequence[ReplayedCall]) -> str:
    kinds = Counter(kind for call in calls for kind in {each.what for each in call.differences})
    differ = sum(call.differs for call in calls)
    ends = sum(call.outcome_was != call.outcome_now for call in calls)
    whole = sum(not call.stopped for call in calls)
    what = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    return (
        f"{counted(len(calls), 'call')}, {whole} of them to the end: {differ} would differ"
        f"{f' ({what})' if what else ''}, {ends} would end differently; "
        f"{counted(sum(call.reworded for call in calls), 'turn')} only worded differently."
    )


def _save(path: Path, calls: Sequence[ReplayedCall]) -> None:
    report = {
        "calls": [call.as_json() for call in calls],
        "figures": {
            "calls": len(calls),
            "differ": sum(call.differs for call in calls),
            "end_differently": sum(call.outcome_was != call.outcome_now for call in calls),
            "whole": sum(not call.stopped for call in calls),
        },
    }
    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1, default=str), "utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
