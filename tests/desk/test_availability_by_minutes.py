"""Availability against a reference that looks at each minute on its own, on invented businesses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import event, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import Availability, Diary, Interval, Service
from handrail.desk.calendar.hours import Spans, hours_of
from tests.desk.minutes import Reference, Rota, Worker
from tests.sizes import sized

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

CHANGES = (
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("America/Santiago", date(2026, 4, 5)),  # at midnight: 23:00 comes twice
    ("America/Santiago", date(2026, 9, 6)),  # at midnight: there is no 00:00
    ("Africa/Cairo", date(2026, 4, 24)),  # likewise
    ("Africa/Cairo", date(2026, 10, 30)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Asia/Kolkata", date(2026, 6, 16)),  # never, but half an hour off
    ("Pacific/Chatham", date(2026, 6, 16)),  # three quarters off
    ("UTC", date(2026, 12, 31)),
)
QUARTERS = st.integers(0, 95).map(lambda quarter: 15 * quarter)


def rarely(usual: Any, other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what is usual, but for one time in four: all at once would leave nothing free."""
    return st.sampled_from((True, True, True, False)).flatmap(
        lambda is_usual: st.just(usual) if is_usual else other
    )


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    opens = draw(QUARTERS | st.integers(0, 1439))
    longest = draw(st.sampled_from((60, 480, 1440)))
    return opens, opens + draw(st.integers(1, longest))


@st.composite
def rotas(draw: st.DrawFn, day: date) -> Rota:
    week = draw(
        st.lists(st.tuples(st.integers(0, 6), spans()).map(lambda o: (o[0], *o[1])), max_size=10)
    )
    if draw(rarely(True, st.just(False))):
        week += [(weekday, 540, 1020) for weekday in range(7)]
    near = st.integers(-1, 3).map(lambda n: day + n * DAY)
    several: st.SearchStrategy[Spans] = st.lists(spans(), max_size=2).map(tuple)
    return Rota(tuple(week), draw(st.dictionaries(near, several, max_size=2)))


@st.composite
def services(draw: st.DrawFn, day: date) -> Service:
    often = draw(st.sampled_from((5, 10, 15, 20, 30, 45, 60, 90, 1440)))
    length = draw(st.sampled_from((5, 15, 30, 45, 60, 90)))
    rules: dict[str, Any] = {
        "minutes": draw(rarely(length, st.integers(1, 1440))),
        "step_minutes": draw(rarely(often, st.integers(5, 1440))),
        "offset_minutes": draw(rarely(0, st.integers(0, 1439))),
        "buffer_before_minutes": draw(rarely(0, st.integers(0, 120))),
        "buffer_after_minutes": draw(rarely(0, st.integers(0, 120))),
        "notice_minutes": draw(rarely(0, st.integers(0, 2000))),
        "window_days": draw(rarely(None, st.integers(0, 4))),
        "window_until": draw(rarely(None, st.integers(-1, 4).map(lambda n: day + n * DAY))),
        "daily_limit": draw(rarely(None, st.integers(1, 3))),
        "weekly_limit": draw(rarely(None, st.integers(1, 4))),
    }
    return Service(1, "Visit", **rules)


@st.composite
def questions(draw: st.DrawFn) -> Reference:
    name, day = draw(st.sampled_from(CHANGES))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - DAY
    moments = st.integers(-DAY // MINUTE, 4 * (DAY // MINUTE)).map(lambda n: begin + n * MINUTE)

    def busy() -> tuple[datetime, datetime]:
        start = draw(moments)
        return start, start + draw(st.integers(1, 600)) * MINUTE

    def worker() -> Worker:
        taken = tuple(busy() for _ in range(draw(st.integers(0, 5))))
        if draw(rarely(True, st.just(False))):
            return Worker(taken)
        zone = draw(st.none() | st.sampled_from(CHANGES).map(lambda change: ZoneInfo(change[0])))
        return Worker(taken, draw(rotas(day)), zone)

    return Reference(
        draw(services(day)),
        draw(rotas(day)),
        ZoneInfo(name),
        begin + timedelta(seconds=draw(rarely(0, st.integers(-86_400, 3 * 86_400)))),
        [worker() for _ in range(draw(rarely(1, st.integers(0, 3))))],
        sorted(draw(st.lists(moments, max_size=6))),
        begin + draw(st.integers(0, 600)) * MINUTE,
        begin + draw(st.integers(601, 3 * 1440)) * MINUTE,
    )


def found(asked: Reference) -> Availability:
    """Return the availability that answers what the reference is asked."""
    return Availability(
        asked.service,
        hours_of(asked.rota.week, asked.rota.dates),
        asked.zone,
        asked.now,
        [
            Diary.of(
                (Interval(*each) for each in worker.busy),
                hours=None
                if worker.rota is None
                else hours_of(worker.rota.week, worker.rota.dates),
                zone=worker.zone,
                resource=number,
            )
            for number, worker in enumerate(asked.workers)
        ],
        asked.booked,
    )


@settings(max_examples=sized(2000, reduced=25))
@given(questions())
def test_what_is_free_is_what_each_minute_on_its_own_says(asked: Reference) -> None:
    free, wanted = found(asked), asked.starts()
    event("some are free" if wanted else "none is free")
    starts = list(free.slots(asked.first, asked.last))
    assert [start.astimezone(UTC) for start in starts] == wanted
    assert all(start.tzinfo is asked.zone for start in starts)
    for start in wanted[:3]:
        assert free.is_free(start)
        assert set(asked.hands(start)) <= set(free.places(start))
