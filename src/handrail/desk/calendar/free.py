"""Is this time free? What a workflow asks of the calendar, answered with a verdict a caller hears.

What the caller said is a time, or a part of one (`WhenPart`): a day, a stretch of days, a part of
the day, a time to be near. Whatever leaves room becomes a choice of at most three: the first three
of a part of a day, at least half an hour apart; one on each of several days; "around three" and the
next. Whatever will not do gets one reason and what would (see `offers`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from handrail.facts import Verdict
from handrail.kinds.when import WhenPart

from . import reasons
from .availability import Availability, Diary, first_apart
from .business import Business, Service
from .holds import hold
from .occupied import Exempt, availability_in
from .offers import DAYS_AHEAD, DAYS_BACK, closest, distance, following_days, nearest
from .places import Refused
from .reasons import Say
from .rules import refused_by_rule
from .store import Calendar
from .wall_clock import grid

__all__ = ["Asked", "check_start", "verdict"]

Asked = datetime | WhenPart
"""A time (aware, in any zone), or what is known of one (in the business's zone)."""

_OFFERS: Final = 3
_DAY: Final = timedelta(days=1)
_NEAR: Final = timedelta(hours=1)
"""How far from "around three" a time may be and still be what was asked for."""
_FARTHEST: Final = timedelta(days=2 * 365)
"""A date beyond this is taken for a mistake, not a wish."""
_WEEK_LONG: Final = 7
_OPEN_STRETCH: Final = 13
"""Days after the first that "from Monday" is taken to mean: two weeks in all."""


async def check_start(
    calendar: Calendar,
    asked: Asked,
    *,
    business: Business,
    service: Service,
    now: datetime,
    say: Say | None = None,
    run: str = "",
    moving: int | None = None,
) -> Verdict:
    """Tell whether a booking can start at a time, or within the room that a part of one leaves.

    A time that will do is kept for the run that asks (see `holds`), so that another caller hears of
    others meanwhile.

    Args:
        calendar: Whose bookings count.
        asked: What the caller said, as far as it is known.
        business: Its zone and hours.
        service: What is to be booked.
        now: The present moment, aware.
        say: How a time is named inside a reason; by default as shortly as can be.
        run: The id of the workflow's run that asks; what it holds does not stand in its way.
            Without one nothing is kept.
        moving: The id of the booking that is to be moved, which does not stand in the way.

    Returns:
        A verdict whose options are aware datetimes in the business's zone.

    Raises:
        CalendarUnavailable: when the database cannot be read.
        ValueError: for a time without a zone.
    """
    unknown = Availability(service, business.hours, business.zone, now, diaries=())
    exempt = Exempt(run, moving)
    found = await _look(calendar, asked, business, unknown, say=say, exempt=exempt)
    if not run or not found.ok or not isinstance(asked, datetime):
        return found
    try:
        await hold(calendar, service, asked, run=run, now=now, moving=moving)
    except Refused:
        # Somebody was quicker, between the look and the hold: what they have is seen now.
        return await _look(calendar, asked, business, unknown, say=say, exempt=exempt)
    return found


async def _look(
    calendar: Calendar,
    asked: Asked,
    business: Business,
    unknown: Availability,
    *,
    say: Say | None,
    exempt: Exempt,
) -> Verdict:
    """Answer from the calendar as it is.

    The asked days nearly always settle it. Only when they have nothing to offer are more looked at,
    since a busy resource has thousands of bookings in two months.
    """
    days = _days(asked, unknown)
    if not days:
        return verdict(asked, unknown, say)

    async def answer(first: datetime, last: datetime) -> Verdict:
        async with calendar.reading() as connection:
            free = await availability_in(
                connection, business, unknown.service, first, last, now=unknown.now, exempt=exempt
            )
        return verdict(asked, free, say)

    first, last = unknown.bounds(days[0], days[-1])
    found = await answer(first, last)
    if (found.ok or found.options) and all(first <= start < last for start in found.options):
        return found
    back, ahead = timedelta(days=DAYS_BACK), timedelta(days=DAYS_AHEAD)
    return await answer(*unknown.bounds(days[0] - back, days[-1] + ahead))


def verdict(asked: Asked, free: Availability, say: Say | None = None) -> Verdict:
    """Answer from what is known of the bookings, without looking any up (see `check_start`)."""
    if say is None:
        say = reasons.short_time(free.now.astimezone(free.zone), free.hours)
    if isinstance(asked, datetime):
        return _at(asked, free, say)
    if asked.date is not None:
        return _on_date(asked.date, asked, free, say)
    if _said_days(asked) is None:
        shut = asked.time is not None and not asked.bare and not _is_open_at(asked.time, free)
        return Verdict.no(reasons.CLOSED_THEN) if shut else Verdict.yes()  # its day will be asked
    return _within_days(asked, free)


def _at(asked: datetime, free: Availability, say: Say) -> Verdict:
    if asked.tzinfo is None:
        raise ValueError("a time needs a zone")
    if asked - free.now > _FARTHEST:
        return Verdict.no(reasons.TOO_FAR)
    if free.now - asked > _DAY:
        return Verdict.no(reasons.DAY_PASSED)
    start = asked.astimezone(UTC).astimezone(free.zone)
    if asked < free.now:
        if start.date() < _today(free):
            return Verdict.no(reasons.DAY_PASSED)
        return Verdict.no(reasons.TIME_PASSED, *nearest(free, start))
    # Astray only for a wall-clock time that is skipped: it comes back from UTC as another.
    skipped = asked.tzinfo is free.zone and start.replace(fold=0) != asked.replace(fold=0)
    reason = _obstacle(start, free, say, said=asked if skipped else None)
    return Verdict.yes() if reason is None else Verdict.no(reason, *nearest(free, start))


def _obstacle(start: datetime, free: Availability, say: Say, said: datetime | None) -> str | None:
    """Return why nothing can start at a moment to come, or None when it can.

    Args:
        start: The moment, in the business's zone.
        free: What is free.
        say: How a time is named.
        said: The time as the caller said it, if the clocks skip it.
    """
    moment = start.astimezone(UTC)
    if said is None and free.is_free(moment):
        return None
    opening = free.opening_at(moment)
    if opening is None:
        return reasons.outside_hours(start.date(), free.hours)
    if said is not None:
        return reasons.skipped(said)
    if moment + free.service.duration > opening.end:
        return reasons.does_not_fit(free.service, say(start))
    service = free.service
    starts = grid(start.date(), service.step_minutes, free.zone, service.offset_minutes)
    if moment.timestamp() not in starts:
        return reasons.off_grid(service.step_minutes, service.offset_minutes)
    if (rule := refused_by_rule(free, start)) is not None:
        return rule
    if not free.is_taken(moment):
        return reasons.NOTHING_THEN  # whoever does it is not at work then
    some_left = bool(free.on(start.date()))
    return (
        reasons.taken(say(start)) if some_left else reasons.fully_booked(start.date(), _today(free))
    )


def _on_date(day: date, part: WhenPart, free: Availability, say: Say) -> Verdict:
    if part.time is not None:
        return _at(datetime.combine(day, part.time, free.zone), free, say)
    if (late := _out_of_bounds((day, day), free)) is not None:
        return late
    if part.around is not None:
        return _around(day, part.around, free, say)
    if part.start is not None or part.end is not None or part.prefer is not None:
        return _part_of_day(day, part, free)
    return _whole_day(day, free)


def _around(day: date, wanted: time, free: Availability, say: Say) -> Verdict:
    """Answer "around three": three and the next, or the nearest on both sides of it."""
    starts = free.on(day)
    near = [start for start in starts if distance(start.time(), wanted) <= _NEAR]
    if not near:
        return _at(datetime.combine(day, wanted, free.zone), free, say)
    before = [start for start in near if start.time() < wanted]
    after = [start for start in near if start.time() >= wanted]
    if after and after[0].time() == wanted and len(after) > 1:
        return Verdict.choose(*after[:2])
    return Verdict.choose(*before[-1:], *after[:1])


def _part_of_day(day: date, part: WhenPart, free: Availability) -> Verdict:
    """Answer "Tuesday afternoon": its first three, or its last; or why it has none."""
    fitting = _fitting(free, day, part)
    if fitting and part.prefer == "last":
        return Verdict.choose(fitting[-1])
    if fitting:
        return Verdict.choose(*first_apart(fitting, _OFFERS))
    begin, end = part.start or time.min, part.end or time.max
    untaken = replace(free, diaries=(Diary(),))
    if begin == time.min and end == time.max:
        return _whole_day(day, free)
    if not any(opens < end and closes > begin for opens, closes in free.hours.on(day)):
        reason = reasons.outside_hours(day, free.hours)
    elif _fitting(untaken, day, part):
        reason = reasons.NOTHING_THEN
    elif _fitting(replace(untaken, now=free.bounds(day, day)[0]), day, part):
        reason = reasons.TIME_PASSED
    else:
        reason = reasons.does_not_fit(free.service)
    wanted = part.start or part.end or time.min
    return Verdict.no(reason, *nearest(free, datetime.combine(day, wanted, free.zone)))


def _whole_day(day: date, free: Availability) -> Verdict:
    """Answer "Tuesday": whether it has anything at all."""
    if free.on(day):
        return Verdict.yes()
    if not free.hours.on(day):
        reason = reasons.closed(day, free.hours)
    elif day == _today(free) or replace(free, diaries=(Diary(),)).on(day):
        reason = reasons.fully_booked(day, _today(free))
    else:
        reason = reasons.does_not_fit(free.service)
    return Verdict.no(reason, *nearest(free, free.bounds(day, day)[0]))


def _within_days(part: WhenPart, free: Availability) -> Verdict:
    """Answer "next week": one time on each of its first three days that have any.

    "As soon as possible" is answered by the first three times there are.
    """
    if part.dates and not _has_clock(part):
        return Verdict.yes()  # which of the days is meant will be asked
    days = _days(part, free)
    if not days:
        said = _said_days(part)
        late = None if said is None else _out_of_bounds(said, free)
        return Verdict.no(reasons.NOTHING_THEN) if late is None else late
    wanted = part.clock or (time.max if part.prefer == "last" else part.start or time.min)
    if part.prefer == "first":
        every = (start for day in days for start in _fitting(free, day, part))
        if first := first_apart(every, _OFFERS):
            return Verdict.choose(*first)
    found: list[list[datetime]] = []
    for day in days:
        fitting = _fitting(free, day, part)
        if fitting:
            found.append(fitting)
        if len(found) == _OFFERS:
            break
    if len(found) == 1:
        return Verdict.choose(*first_apart(found[0], _OFFERS))
    if found:
        return Verdict.choose(*(closest(fitting, wanted) for fitting in found))
    shut = not any(free.hours.on(day) for day in days)
    later = following_days(free, days[-1], wanted)
    options = tuple(start for start, _ in zip(later, range(2), strict=False))
    return Verdict.no(reasons.CLOSED_THEN if shut else reasons.NOTHING_THEN, *options)


def _fitting(free: Availability, day: date, part: WhenPart) -> list[datetime]:
    """Return a date's free times that are within the part's time of day."""
    begin, end = part.start or time.min, part.end or time.max
    starts = free.on(day)
    if part.time is not None:
        return [start for start in starts if start.time() == part.time]
    if part.around is not None:
        return [start for start in starts if distance(start.time(), part.around) <= _NEAR]
    return [s for s in starts if begin <= s.time() < end and s.time() not in part.never]


def _is_open_at(clock: time, free: Availability) -> bool:
    """Whether the business is open at a time of day on any day of the coming week."""
    week = (_today(free) + number * _DAY for number in range(_WEEK_LONG))
    return any(opens <= clock < closes for day in week for opens, closes in free.hours.on(day))


def _has_clock(part: WhenPart) -> bool:
    """Whether a part says anything of the time of day, or leaves that to the desk."""
    return part.clock is not None or part.is_constraint


def _said_days(part: WhenPart) -> tuple[date | None, date | None] | None:
    """Return the first and last day that were said, or None when none was."""
    if part.date is not None:
        return part.date, part.date
    if part.dates:
        return min(part.dates), max(part.dates)
    if part.first is None and part.last is None:
        return None
    return part.first, part.last


def _out_of_bounds(said: tuple[date | None, date | None], free: Availability) -> Verdict | None:
    """Refuse days that are past or absurdly far; None when some of them will do."""
    first, last = said
    today = _today(free)
    if last is not None and last < today:
        return Verdict.no(reasons.DAY_PASSED)
    if first is not None and first > today + _FARTHEST:
        return Verdict.no(reasons.TOO_FAR)
    return None


def _days(asked: Asked, free: Availability) -> tuple[date, ...]:
    """Return the days that what was said leaves open; none when it names none within bounds."""
    today = _today(free)
    if isinstance(asked, datetime):
        if asked.tzinfo is None or not -_DAY < asked - free.now < _FARTHEST:
            return ()
        day = asked.astimezone(free.zone).date()
        return (day,) if day >= today else ()
    said = _said_days(asked)
    if said is None or _out_of_bounds(said, free) is not None:
        return ()
    if asked.dates and asked.date is None:
        return tuple(day for day in sorted(set(asked.dates)) if today <= day <= today + _FARTHEST)
    first = max(said[0] or today, today)
    last = first + _OPEN_STRETCH * _DAY if said[1] is None else said[1]
    length = min((last - first).days, DAYS_AHEAD)
    every = (first + n * _DAY for n in range(length + 1))
    return tuple(day for day in every if not asked.weekdays or day.weekday() in asked.weekdays)


def _today(free: Availability) -> date:
    return free.now.astimezone(free.zone).date()
