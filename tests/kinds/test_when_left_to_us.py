"""Callers who leave the choice to the desk, say what will not do, or name a time that is past.

The clock is that of `DIALOGUES.md`: Friday 12 June 2026, 9:00 in New York; the business is open
on weekdays from 9 to 6 and on Saturdays from 10 to 2.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds.base import Context, Reading
from handrail.kinds.when import WeeklyHours, When, WhenPart, parts

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
STUDIO = When(hours=WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-14:00"))
ASKED = Context(now=NOW, asked=True)
UNASKED = Context(now=NOW)
NOON = dt.time(12)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


def june(day: int) -> dt.date:
    return dt.date(2026, 6, day)


TODAY, TUESDAY, THURSDAY = june(12), june(16), june(18)


def heard(said: str, ctx: Context = ASKED) -> Reading[dt.datetime]:
    return STUDIO.read(said, ctx)


def held(part: WhenPart) -> Context:
    return replace(ASKED, partial=part)


# --- the choice is the desk's -------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "as soon as possible",
        "asap",
        "the earliest you've got",
        "the first available",
        "what's the next available appointment",
        "soonest",
        "right away",
        "how soon can you fit me in",
    ],
)
def test_the_first_free_time_is_wanted_from_today_on(said: str) -> None:
    assert heard(said).partial == WhenPart(first=TODAY, prefer="first")


@pytest.mark.parametrize(
    "said",
    ["whenever", "any time", "any day is fine", "i don't mind", "whatever you've got",
     "i'm flexible", "what times do you have"],
)  # fmt: skip
def test_any_time_will_do_from_today_on(said: str) -> None:
    assert heard(said).partial == WhenPart(first=TODAY)


@pytest.mark.parametrize(
    ("said", "prefer"),
    [
        ("any time on tuesday", "any"),
        ("what have you got on tuesday", "any"),
        ("tuesday whenever suits you", "any"),
        ("the earliest on tuesday", "first"),
        ("the first appointment on tuesday", "first"),
        ("as early as possible on tuesday", "first"),
        ("tuesday as late as possible", "last"),
        ("the latest you have on tuesday", "last"),
        ("your last appointment on tuesday", "last"),
        ("tuesday last thing", "last"),
    ],
)
def test_of_a_day_that_was_named_any_time_or_the_first_or_the_last(said: str, prefer: str) -> None:
    part = heard(said).partial
    assert (part.date, part.prefer) == (TUESDAY, prefer)
    assert part.is_constraint


def test_the_day_that_is_known_keeps_its_place() -> None:
    known = held(WhenPart(date=TUESDAY))
    assert heard("any time", known).partial == WhenPart(date=TUESDAY, prefer="any")
    assert heard("the latest you have", known).partial == WhenPart(date=TUESDAY, prefer="last")
    refused = replace(ASKED, current=at(16, 19), offered=(at(16, 17, 30), at(17, 9)))
    assert heard("what's the latest you have", refused).partial == WhenPart(
        date=TUESDAY, prefer="last"
    )


def test_the_latest_of_a_day_that_is_not_known_leaves_the_day_to_be_asked() -> None:
    assert heard("as late as possible").partial == WhenPart(prefer="last")


def test_an_edge_or_a_time_says_more_than_whenever() -> None:
    assert heard("any time after three").partial == WhenPart(start=dt.time(15))
    assert heard("next week whenever").partial == WhenPart(first=june(15), last=june(21))
    assert heard("wednesday at ten or the next available").value == at(17, 10)
    assert heard("three at the latest").partial == WhenPart(end=dt.time(15))


def test_the_earliest_of_what_was_offered_is_chosen() -> None:
    offers = replace(ASKED, offered=(at(13, 10), at(13, 10, 30), at(13, 11)))
    assert heard("the earliest", offers).value == at(13, 10)
    assert heard("i don't mind", offers).status == "none"


@pytest.mark.parametrize("said", ["whenever", "any day is fine", "the latest", "i don't mind"])
def test_such_words_are_no_time_where_none_is_expected(said: str) -> None:
    assert heard(said, UNASKED).status == "none"


def test_capitals_and_letters_that_grow_in_lower_case_change_nothing() -> None:
    assert heard("As Soon As Possible").partial.prefer == "first"
    said = "\u0130\u0130\u0130\u0130 tuesday as late as possible"
    assert (heard(said).partial, heard(said).spans[-1][1]) == (
        WhenPart(date=TUESDAY, prefer="last"),
        len(said),
    )


# --- which days will do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "weekdays"),
    [
        ("anytime but monday", (1, 2, 3, 4, 5, 6)),
        ("any day except monday or tuesday", (2, 3, 4, 5, 6)),
        ("weekends only", (5, 6)),
        ("on a weekday", (0, 1, 2, 3, 4)),
        ("midweek", (1, 2, 3)),
    ],
)
def test_some_days_of_the_week_will_do(said: str, weekdays: tuple[int, ...]) -> None:
    part = heard(said).partial
    assert part == WhenPart(first=TODAY, weekdays=weekdays)
    assert heard(STUDIO.speak_partial(part, ASKED)).partial == part


def test_days_of_the_week_within_a_week_or_with_a_part_of_the_day() -> None:
    assert heard("next week any day but monday").partial == WhenPart(
        first=june(15), last=june(21), weekdays=(1, 2, 3, 4, 5, 6)
    )
    assert heard("weekday mornings").partial == WhenPart(
        first=TODAY, start=dt.time(5), end=NOON, weekdays=(0, 1, 2, 3, 4)
    )


def test_two_days_are_both_kept_until_one_is_named() -> None:
    reading = heard("tuesday or thursday i'm not sure")
    assert (reading.status, reading.partial) == (
        "ambiguous",
        WhenPart(dates=(TUESDAY, THURSDAY)),
    )
    either = held(reading.partial)
    assert STUDIO.speak_partial(reading.partial, ASKED) == ("Tuesday the 16th or Thursday the 18th")
    assert heard("thursday", either).partial == WhenPart(date=THURSDAY)
    assert heard("thursday at 3", either).value == at(18, 15)
    assert heard("3", either).alternatives == (at(16, 15), at(18, 15))


def test_a_day_of_a_month_is_of_the_month_on_offer() -> None:
    july = tuple(at(day, 9, month=7) for day in (1, 2, 3))
    assert heard("the 14th", replace(ASKED, offered=july)).partial.date == dt.date(2026, 7, 14)


def test_a_day_that_was_only_thought_aloud_is_not_meant() -> None:
    assert heard("what's today, friday, so how about monday").partial == WhenPart(date=june(15))


# --- what will not do ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("i can't do mornings", NOON, None),
        ("not in the afternoon", None, NOON),
        ("i can't do mornings or evenings", NOON, dt.time(17)),
    ],
)
def test_without_a_part_of_the_day_the_rest_of_it_will_do(
    said: str, start: dt.time | None, end: dt.time | None
) -> None:
    assert heard(said).partial == WhenPart(first=TODAY, start=start, end=end)
    assert heard(said, held(WhenPart(date=TUESDAY))).partial == WhenPart(
        date=TUESDAY, start=start, end=end
    )


def test_a_denied_time_is_not_booked() -> None:
    three = held(WhenPart(time=dt.time(15), bare=True))
    assert heard("no not three, four", three).partial.time == dt.time(16)
    assert heard("not three", three).partial == WhenPart(never=(dt.time(15),))
    assert heard("tuesday but not at three", three).partial == WhenPart(date=TUESDAY)
    assert heard("tuesday at three, no, not three").partial == WhenPart(date=TUESDAY)
    assert heard("that's the 16th isn't it, i can't do the 16th").status == "none"


def test_a_denied_time_is_left_out_of_a_stretch() -> None:
    part = heard("between one and two but not 1:30").partial
    assert (part.start, part.end, part.never) == (dt.time(13), dt.time(14), (dt.time(13, 30),))


def test_the_words_of_a_denial_are_used_too() -> None:
    for said in ("not three, four", "not tuesday but wednesday", "any day but monday"):
        assert heard(said).span == (0, len(said))


@pytest.mark.parametrize(
    "said",
    ["i can't do tuesday morning", "i hate mondays", "i work from nine to five",
     "my bus is at half past two", "you did a great job on friday",
     "do you text reminders the day before"],
)  # fmt: skip
def test_what_happens_at_another_time_is_no_appointment(said: str) -> None:
    assert heard(said, replace(UNASKED, current=at(16, 15))).status == "none"
    assert heard(said).status == "none"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("i finish work at 5 so 5:30 tuesday", at(16, 17, 30)),
        ("i finish at five on tuesday, so half past", at(16, 17, 30)),
        ("it's my birthday on the 20th so the day before at 2", at(19, 14)),
        ("i'm busy monday so tuesday at ten", at(16, 10)),
    ],
)
def test_what_happens_then_leads_to_the_time_that_is_meant(said: str, value: dt.datetime) -> None:
    assert heard(said).value == value


def test_after_that_is_after_what_was_just_named() -> None:
    said = "my kid has school till three so any time after that on tuesday"
    assert heard(said).partial == WhenPart(date=TUESDAY, start=dt.time(15))
    before = heard("my wedding's on the 20th so before that").partial
    assert before == WhenPart(last=june(19))


# --- times that are past, and slips of the tongue -----------------------------------------------


def test_a_time_that_has_just_begun_is_now() -> None:
    assert heard("today at nine").value == NOW
    assert STUDIO.parse(STUDIO.dump(NOW), ASKED) == NOW


@pytest.mark.parametrize("said", ["today at eight", "today at 8 in the morning", "9 today"])
def test_a_time_past_today_is_not_the_other_half_of_the_day(said: str) -> None:
    later = replace(ASKED, now=NOW.replace(hour=10))
    reading = STUDIO.read(said, later)
    assert (reading.status, reading.partial.date) == ("partial", TODAY)
    assert reading.partial.time in (dt.time(8), dt.time(9))
    assert parts(reading) == (TODAY, None)


def test_the_other_half_of_today_is_meant_where_it_is_open() -> None:
    bar = When(hours=WeeklyHours.of("Mon-Sun 08:00-23:00"))
    assert bar.read("today at eight", ASKED).value == at(12, 20)
    assert heard("today at three").value == at(12, 15)


def test_a_weekday_that_is_not_of_the_date_is_asked_back() -> None:
    reading = heard("tuesday the 17th at three")
    assert (reading.status, reading.alternatives) == ("ambiguous", (at(17, 15), at(16, 15)))
    assert heard("friday the 17th").partial == WhenPart(date=dt.date(2026, 7, 17))


@pytest.mark.parametrize(
    "said", ["no but first how much is it", "second thoughts, no", "first off"]
)
def test_first_and_second_are_no_dates_by_themselves(said: str) -> None:
    assert heard(said).status == "none"


def test_first_thing_on_a_day_is_its_morning() -> None:
    part = heard("monday first thing").partial
    assert part == WhenPart(date=june(15), start=dt.time(5), end=dt.time(10))


def test_the_second_is_no_other_day_than_the_one_agreed() -> None:
    assert heard("the second", held(WhenPart(date=TUESDAY))).status == "none"
    assert heard("the second").partial == WhenPart(date=dt.date(2026, 7, 2))


# --- the present value, moved -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("could we push it an hour", at(16, 16)),
        ("bring it forward half an hour", at(16, 14, 30)),
        ("next day same time", at(17, 15)),
        ("the day before", at(15, 15)),
        ("what about the 18th at the same time", at(18, 15)),
        ("not tuesday, thursday", at(18, 15)),
    ],
)
def test_a_time_is_moved_by_what_is_said_of_it(said: str, value: dt.datetime) -> None:
    assert heard(said, replace(UNASKED, current=at(16, 15))).value == value


@pytest.mark.parametrize("said", ["later that day", "do you have anything later on tuesday"])
def test_later_is_not_the_time_that_is_there(said: str) -> None:
    part = heard(said, replace(UNASKED, current=at(16, 15))).partial
    assert part == WhenPart(date=TUESDAY, start=dt.time(15), never=(dt.time(15),))


def test_earlier_on_another_day_has_the_same_edge() -> None:
    reading = heard("anything earlier on wednesday", replace(UNASKED, current=at(16, 15)))
    assert reading.partial == WhenPart(date=june(17), end=dt.time(15))


# --- short ways to say it -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("wed 10am", at(17, 10)),
        ("sat 11", at(13, 11)),
        ("sun noon", at(14, 12)),
        ("mon 9:30", at(15, 9, 30)),
        ("monday noonish", at(15, 12)),
        ("monday at 10 or so", at(15, 10)),
        ("tuesday at noon or thereabouts", at(16, 12)),
    ],
)
def test_short_and_vague_ways_to_say_a_time(said: str, value: dt.datetime) -> None:
    reading = heard(said)
    assert (reading.value, reading.span) == (value, (0, len(said)))


def test_a_part_left_to_the_desk_is_shown_in_words() -> None:
    assert str(heard("any day but monday").partial) == (
        "from 2026-06-12, on Tue, Wed, Thu, Fri, Sat, Sun"
    )
    assert str(heard("the latest on tuesday").partial) == "2026-06-16, the last"
    assert str(heard("between two and four but not three").partial) == "14:00 to 16:00, not 15:00"
    assert STUDIO.speak_partial(heard("the latest on tuesday").partial, ASKED) == (
        "Tuesday the 16th as late as possible"
    )
    assert STUDIO.speak_partial(heard("asap").partial, ASKED) == ""


WORDS = (
    "not no any time day but except monday tuesday the 16th first second last thing latest "
    "earliest you have as soon possible whenever three at 3 pm 1:30 between and two or after "
    "before that this next week morning afternoon evenings i can't do class until so half past "
    "later same push it an hour wed 10am today 9 noonish weekends midweek june 11th on , my is"
).split()
PARTS = (
    None,
    WhenPart(date=TUESDAY),
    WhenPart(time=dt.time(15), bare=True),
    WhenPart(dates=(TUESDAY, THURSDAY)),
    WhenPart(first=june(15), last=june(21), weekdays=(1, 2)),
    WhenPart(date=TUESDAY, start=NOON, never=(dt.time(13),), prefer="any"),
)


@given(
    said=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join),
    asked=st.booleans(),
    partial=st.sampled_from(PARTS),
    current=st.sampled_from([None, at(16, 15)]),
    offered=st.sampled_from([(), (at(16, 14), at(16, 16)), (at(1, 9, month=7), at(2, 9, month=7))]),
)
def test_whatever_the_words_a_reading_is_whole(
    said: str,
    asked: bool,
    partial: WhenPart | None,
    current: dt.datetime | None,
    offered: tuple[dt.datetime, ...],
) -> None:
    ctx = Context(now=NOW, asked=asked, partial=partial, current=current, offered=offered)
    reading = heard(said, ctx)
    assert bool(reading.spans) == (reading.status != "none")
    assert all(0 <= start < end <= len(said) for start, end in reading.spans)
    assert (reading.value is not None) == (reading.status == "clear")
    assert reading.value is None or reading.value >= NOW
    assert (len(reading.alternatives) > 1) == (reading.status == "ambiguous")
    if reading.partial is not None:
        assert str(reading.partial)
        assert isinstance(STUDIO.speak_partial(reading.partial, ctx), str)


def test_who_makes_seven_in_the_evening_eight_means_the_evening() -> None:
    new_york = zoneinfo.ZoneInfo("America/New_York")
    at_seven = dt.datetime(2026, 6, 19, 19, tzinfo=new_york)
    asked = Context(now=at_seven.replace(day=12, hour=9), asked=True, current=at_seven)
    assert When().read("make it eight", asked).value == at_seven.replace(hour=20)
    at_three = replace(asked, current=at_seven.replace(hour=15))
    assert When().read("make it ten", at_three).value == at_seven.replace(hour=10)


@pytest.mark.parametrize("said", ["what days do you have", "what days are free", "any day"])
def test_whatever_days_there_are(said: str) -> None:
    part = heard(said).partial
    assert isinstance(part, WhenPart)
    assert (part.first, part.last) == (TODAY, None)


def test_any_time_of_a_day_is_another_wish_than_the_times_on_offer() -> None:
    offered = replace(ASKED, offered=(at(12, 9), at(12, 10)))
    part = heard("any time today", offered).partial
    assert part == WhenPart(date=TODAY, prefer="any")
    assert heard("any of those", offered).partial is None


def test_earlier_and_later_than_what_it_should_have_been_near() -> None:
    around = held(WhenPart(date=TUESDAY, around=dt.time(14)))
    assert heard("something earlier", around).partial == WhenPart(date=TUESDAY, end=dt.time(14))
    later = WhenPart(date=TUESDAY, start=dt.time(14), never=(dt.time(14),))
    assert heard("later", around).partial == later


@pytest.mark.parametrize(
    "said",
    ["tuesday at 10 or 11", "tuesday at 10 i think or maybe 11", "tuesday at 10, or perhaps 11"],
)
def test_the_other_of_two_times_needs_no_mark_of_its_own(said: str) -> None:
    for ctx in (ASKED, UNASKED):
        assert heard(said, ctx).alternatives == (at(16, 10), at(16, 11))


def test_a_count_behind_a_time_is_no_other_time() -> None:
    assert heard("tuesday at 10 or 11 people", UNASKED).alternatives == ()
    assert heard("tuesday at 10 and 2 kids", UNASKED).value == at(16, 10)
