"""What callers say of times, and what must be known afterwards.

The clock is that of `DIALOGUES.md`: Friday 12 June 2026, 9:00 in New York; the business is open
on weekdays from 9 to 6 and on Saturdays from 10 to 2.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import replace

import pytest

from handrail.kinds.base import Context, Fact, InvalidValue, Reading
from handrail.kinds.when import WeeklyHours, When, WhenPart, parts

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
OPEN = WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-14:00")
ASKED = Context(now=NOW, asked=True)
UNASKED = Context(now=NOW)
STUDIO = When(hours=OPEN)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


def june(day: int) -> dt.date:
    return dt.date(2026, 6, day)


def heard(said: str, ctx: Context = ASKED) -> Reading[dt.datetime]:
    return STUDIO.read(said, ctx)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("next tuesday at three", at(16, 15)),
        ("three on tuesday please", at(16, 15)),
        ("Tuesday the 16th at 3 p.m.", at(16, 15)),
        ("tuesday afternoon at three", at(16, 15)),
        ("three in the afternoon on tuesday", at(16, 15)),
        ("half three on monday", at(15, 15, 30)),
        ("monday at half past three", at(15, 15, 30)),
        ("quarter to four tomorrow", at(13, 15, 45)),
        ("a quarter past ten on the 16th", at(16, 10, 15)),
        ("the eighth of july at ten fifteen", at(8, 10, 15, month=7)),
        ("twelve o'clock on monday", at(15, 12)),
        ("monday noon", at(15, 12)),
        ("midday on monday", at(15, 12)),
        ("tomorrow at 1030", at(13, 10, 30)),
        ("3 p m on the 17th", at(17, 15)),
        ("3pm june 17", at(17, 15)),
        ("ten oh five on monday", at(15, 10, 5)),
        ("monday week at nine", at(22, 9)),
        ("a week on tuesday at eleven", at(23, 11)),
        ("tomorrow week at eleven", at(20, 11)),
        ("friday of the week after next at two", at(26, 14)),
        ("in two weeks at four", at(26, 16)),
        ("the day after tomorrow at noon", at(14, 12)),
        ("the last friday of june at nine", at(26, 9)),
        ("christmas eve at ten", at(24, 10, month=12)),
        ("in half an hour", at(12, 9, 30)),
        ("5 to 4 on monday afternoon", at(15, 15, 55)),
        ("an hour before noon on monday", at(15, 11)),
        ("tonight at 8", at(12, 20)),
        ("2026-06-16 at 15:30", at(16, 15, 30)),
        ("june 16 2026 at 3:30 pm", at(16, 15, 30)),
        ("the twenty second at four thirty", at(22, 16, 30)),
        ("wednesday three's fine", at(17, 15)),
    ],
)
def test_day_and_time_in_one_sentence(said: str, value: dt.datetime) -> None:
    reading = heard(said)
    assert (reading.status, reading.value) == ("clear", value)


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("tuesday", WhenPart(date=june(16))),
        ("the 16th", WhenPart(date=june(16))),
        ("the eighth", WhenPart(date=dt.date(2026, 7, 8))),
        ("half three", WhenPart(time=dt.time(15, 30), bare=True)),
        ("four thirty", WhenPart(time=dt.time(16, 30), bare=True)),
        ("3 p.m.", WhenPart(time=dt.time(15))),
        ("tuesday afternoon", WhenPart(date=june(16), start=dt.time(12), end=dt.time(18))),
        ("around three", WhenPart(around=dt.time(15), bare=True)),
        ("any time after three", WhenPart(start=dt.time(15))),
        ("not before three on monday", WhenPart(date=june(15), start=dt.time(15))),
        ("before noon", WhenPart(end=dt.time(12))),
        ("between two and four", WhenPart(start=dt.time(14), end=dt.time(16))),
        ("from 9 to 5 pm", WhenPart(start=dt.time(9), end=dt.time(17))),
        ("first thing tomorrow", WhenPart(date=june(13), start=dt.time(5), end=dt.time(10))),
        ("after work", WhenPart(start=dt.time(17), end=dt.time(22))),
        ("next week", WhenPart(first=june(15), last=june(21))),
        ("the week after next", WhenPart(first=june(22), last=june(28))),
        ("the end of the month", WhenPart(first=june(25), last=june(30))),
        ("this weekend", WhenPart(first=june(13), last=june(14))),
        ("monday to wednesday", WhenPart(first=june(15), last=june(17))),
        ("any morning next week",
         WhenPart(first=june(15), last=june(21), start=dt.time(5), end=dt.time(12))),
        ("any day after the 16th", WhenPart(first=june(17))),
        ("from the 16th", WhenPart(first=june(16))),
        ("before friday the 19th", WhenPart(first=june(12), last=june(18))),
        ("by friday the 19th", WhenPart(first=june(12), last=june(19))),
    ],
)  # fmt: skip
def test_part_of_a_time(said: str, part: WhenPart) -> None:
    reading = heard(said)
    assert (reading.status, reading.partial) == ("partial", part)


def test_a_constraint_leaves_room_and_a_half_does_not() -> None:
    assert heard("tuesday afternoon").partial.is_constraint
    assert heard("next week").partial.is_constraint
    assert not heard("tuesday").partial.is_constraint
    assert not heard("three").partial.is_constraint


@pytest.mark.parametrize(
    "said",
    [
        "not friday",
        "friday is no good",
        "i can't do tuesday or wednesday",
        "three is too early",
        "when are you open on saturday",
        "i have a meeting at two",
        "that's all for today",
        "how are you today",
        "good morning",
        "last tuesday",
        "call me back at five",
        "the thing with the blue",
        "two one two five five five oh one four two",
        "my number is 212-555-0142",
        "for two people",
        "a table for 3",
        "it's 45 dollars, right? $45",
        "12 mill lane",
        "5th avenue",
        "the second one",
        "may i ask something",
        "this evening at 12",
        "zero",
    ],
)
def test_no_time_is_read_where_none_is_meant(said: str) -> None:
    assert heard(said).status == "none"


@pytest.mark.parametrize("said", ["three", "ten fifteen", "1030", "for two", "the second", "four"])
def test_bare_numbers_are_times_only_when_a_time_is_expected(said: str) -> None:
    assert heard(said, UNASKED).status == "none"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("tuesday at three, no, wednesday", at(17, 15)),
        ("tuesday, no, wednesday at three", at(17, 15)),
        ("tuesday at three, sorry, four", at(16, 16)),
        ("tuesday at three, no, wednesday at four", at(17, 16)),
        ("not tuesday, wednesday at three", at(17, 15)),
        ("monday at four instead of three", at(15, 16)),
    ],
)
def test_a_correction_within_the_sentence_wins(said: str, value: dt.datetime) -> None:
    assert heard(said).value == value


def test_two_candidates_are_not_one() -> None:
    reading = heard("monday or tuesday at three")
    assert (reading.status, reading.alternatives) == ("ambiguous", (at(15, 15), at(16, 15)))
    pairs = heard("tuesday at three or wednesday at four")
    assert pairs.alternatives == (at(16, 15), at(17, 16))


def test_two_days_without_a_time_are_alternatives_at_their_start() -> None:
    reading = heard("monday or tuesday")
    assert reading.alternatives == (at(15, 0), at(16, 0))
    assert reading.partial == WhenPart(dates=(june(15), june(16)))
    assert STUDIO.speak_options(reading.alternatives, ASKED) == (
        "Monday the 15th or Tuesday the 16th"
    )


def test_next_tuesday_said_on_a_monday_is_either() -> None:
    monday = replace(ASKED, now=NOW.replace(day=15))
    reading = STUDIO.read("next tuesday at three", monday)
    assert (reading.status, set(reading.alternatives)) == ("ambiguous", {at(16, 15), at(23, 15)})


def test_next_friday_said_on_a_tuesday_is_next_weeks_and_read_back() -> None:
    tuesday = replace(ASKED, now=NOW.replace(day=16))
    reading = STUDIO.read("next friday at three", tuesday)
    assert (reading.value, reading.doubtful) == (at(26, 15), True)


def test_a_weekday_and_a_date_that_disagree_are_either() -> None:
    reading = heard("tuesday the 17th of june at three")
    assert (reading.status, reading.alternatives) == ("ambiguous", (at(17, 15), at(16, 15)))


def test_around_three_is_three_with_room() -> None:
    reading = heard("tuesday around three")
    assert (reading.status, reading.value) == ("clear", at(16, 15))
    assert reading.partial == WhenPart(date=june(16), around=dt.time(15))
    assert reading.partial.is_constraint


# --- over several turns -------------------------------------------------------------------------


def test_a_day_and_then_a_time() -> None:
    tuesday = heard("tuesday").partial
    assert heard("three", replace(ASKED, partial=tuesday)).value == at(16, 15)
    assert heard("around three", replace(ASKED, partial=tuesday)).value == at(16, 15)


def test_a_time_and_then_a_day_whose_hours_settle_the_half() -> None:
    night_owls = When(hours=WeeklyHours.of("Mon 09:00-18:00, Tue 20:00-23:00"))
    nine = night_owls.read("nine", ASKED).partial
    assert night_owls.read("monday", replace(ASKED, partial=nine)).value == at(15, 9)
    assert night_owls.read("tuesday", replace(ASKED, partial=nine)).value == at(16, 21)


def test_a_week_and_then_a_weekday() -> None:
    week = heard("the week after next").partial
    assert heard("tuesday", replace(ASKED, partial=week)).partial.date == june(23)
    assert heard("the 24th at ten", replace(ASKED, partial=week)).value == at(24, 10)


def test_a_part_of_the_day_and_then_a_bare_hour() -> None:
    unknown = When()
    evening = WhenPart(date=june(16), start=dt.time(17), end=dt.time(22))
    assert unknown.read("seven", replace(ASKED, partial=evening)).value == at(16, 19)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("make it wednesday", at(17, 15)),
        ("wednesday same time", at(17, 15)),
        ("oh and make it four instead of three", at(16, 16)),
        ("yes but make it four", at(16, 16)),
        ("change it from three to four", at(16, 16)),
        ("oh could it be half an hour later", at(16, 15, 30)),
        ("an hour earlier please", at(16, 14)),
        ("the day after", at(17, 15)),
        ("a week later", at(23, 15)),
        ("same time next week", at(23, 15)),
        ("the same day at five", at(16, 17)),
        ("quarter past instead", at(16, 15, 15)),
    ],
)
def test_half_of_a_new_time_keeps_the_other_half(said: str, value: dt.datetime) -> None:
    reading = heard(said, replace(UNASKED, current=at(16, 15)))
    assert (reading.value, reading.merged) == (value, True)


def test_a_whole_new_time_keeps_nothing() -> None:
    reading = heard("move it to friday at ten", replace(UNASKED, current=at(16, 15)))
    assert (reading.value, reading.merged) == (at(19, 10), False)


def test_something_later_is_room_after_what_is_there() -> None:
    reading = heard("a bit later", replace(ASKED, current=at(16, 15)))
    assert reading.partial == WhenPart(date=june(16), start=dt.time(15), never=(dt.time(15),))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("ten", at(13, 10)),
        ("ten thirty's fine", at(13, 10, 30)),
        ("half past", at(13, 10, 30)),
        ("half ten", at(13, 10, 30)),
        ("eleven then", at(13, 11)),
        ("could you do half past one", at(13, 13, 30)),
        ("actually monday at nine", at(15, 9)),
    ],
)
def test_a_bare_time_is_taken_from_the_offers(said: str, value: dt.datetime) -> None:
    offers = (at(13, 10), at(13, 10, 30), at(13, 11))
    assert heard(said, replace(ASKED, offered=offers)).value == value


def test_a_day_names_the_one_offer_of_that_day() -> None:
    offers = replace(ASKED, offered=(at(19, 16, 30), at(20, 10)))
    assert heard("the saturday", offers).value == at(20, 10)
    assert heard("four thirty", offers).value == at(19, 16, 30)
    assert heard("the second", offers).status == "none"


# --- opening hours, clocks and zones ------------------------------------------------------------


def test_a_bare_hour_is_in_the_half_of_the_day_that_is_open() -> None:
    club = When(hours=WeeklyHours.of("Mon-Sun 18:00-23:00"))
    assert club.read("monday at nine", ASKED).value == at(15, 21)
    assert STUDIO.read("monday at nine", ASKED).value == at(15, 9)


def test_a_bare_hour_is_either_where_both_halves_are_open() -> None:
    always = When(hours=WeeklyHours.of("Mon-Sun 00:00-24:00"))
    assert always.read("monday at nine", ASKED).alternatives == (at(15, 9), at(15, 21))


def test_hours_may_be_a_call_fact() -> None:
    kind = When(hours=Fact("hours"))
    club = WeeklyHours.of("Mon-Sun 18:00-23:00")
    ctx = replace(ASKED, facts={"hours": club})
    assert kind.read("monday at nine", ctx).value == at(15, 21)
    assert kind.read("monday at nine", ASKED).value == at(15, 9)


def test_a_time_that_has_passed_is_never_read() -> None:
    evening = replace(ASKED, now=NOW.replace(hour=20))
    for said in ("today at three", "this morning", "june 12th at 9 am", "yesterday at three"):
        assert STUDIO.read(said, evening).status in ("none", "partial")
        assert STUDIO.read(said, evening).value is None
    assert heard("june 11th 2026 at three").value is None


def test_a_date_a_few_days_ago_is_not_the_one_in_a_year() -> None:
    for said in ("june 11th", "june 11th at three", "on 6/11", "the 9th of june"):
        assert parts(heard(said))[0] is None
    reading = heard("may 20th at three")
    assert (reading.value, reading.doubtful) == (
        dt.datetime(2027, 5, 20, 15, tzinfo=NEW_YORK),
        True,
    )


def test_a_weekday_said_on_that_day_is_next_weeks() -> None:
    assert heard("friday at three").value == at(19, 15)


def test_numeric_dates_follow_the_region() -> None:
    assert heard("on 7/8 at ten").value == at(8, 10, month=7)
    assert heard("on 7/8 at ten", replace(ASKED, region="GB")).value == at(7, 10, month=8)
    assert heard("on 13/8 at ten").value == at(13, 10, month=8)


def test_a_time_the_clocks_skip_is_no_time() -> None:
    spring = replace(ASKED, now=dt.datetime(2027, 3, 12, 9, tzinfo=NEW_YORK))
    reading = STUDIO.read("sunday at 2:30 a.m.", spring)
    assert (reading.status, reading.partial) == ("partial", WhenPart(date=dt.date(2027, 3, 14)))


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    autumn = replace(ASKED, now=dt.datetime(2026, 10, 30, 9, tzinfo=NEW_YORK))
    value = STUDIO.read("sunday at 1:30 a.m.", autumn).value
    assert value is not None
    assert value.utcoffset() == dt.timedelta(hours=-4)


def test_an_hour_later_is_an_hour_of_real_time() -> None:
    autumn = dt.datetime(2026, 10, 30, 9, tzinfo=NEW_YORK)
    first = dt.datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    reading = STUDIO.read("an hour later", Context(now=autumn, current=first))
    assert reading.value is not None
    assert reading.value.astimezone(dt.UTC) - first.astimezone(dt.UTC) == dt.timedelta(hours=1)


# --- evidence -----------------------------------------------------------------------------------


def test_spans_are_the_words_used_with_those_that_connect_them() -> None:
    said = "hi, a colour on saturday morning at ten for maria"
    assert [said[a:b] for a, b in heard(said).spans] == ["on saturday", "morning", "at ten"]


def test_the_words_of_a_correction_are_used_too() -> None:
    said = "tuesday no wednesday"
    assert heard(said).span == (0, len(said))


def test_a_value_is_supported_by_the_words_it_follows_from() -> None:
    assert STUDIO.supports(at(16, 15), "next tuesday at three", UNASKED)
    assert STUDIO.supports(at(16, 15), "three", replace(UNASKED, partial=WhenPart(date=june(16))))
    assert STUDIO.supports(at(17, 15), "make it wednesday", replace(UNASKED, current=at(16, 15)))
    assert not STUDIO.supports(at(16, 16), "next tuesday at three", UNASKED)
    assert not STUDIO.supports(at(16, 15), "tuesday", UNASKED)


def test_parts_gives_what_is_known_of_day_and_time() -> None:
    assert parts(heard("tuesday at three")) == (june(16), dt.time(15))
    assert parts(heard("tuesday afternoon")) == (june(16), None)
    assert parts(heard("three")) == (None, dt.time(15))
    assert parts(heard("any time after three")) == (None, dt.time(15))
    assert parts(heard("monday or tuesday")) == (None, None)
    assert parts(heard("nothing")) == (None, None)


# --- values from a model ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw", ["2026-06-16T15:00", "2026-06-16 15:00", "2026-06-16T15:00-04:00", "2026-06-16T19:00Z"]
)
def test_parse_takes_iso_8601(raw: str) -> None:
    assert STUDIO.parse(raw, ASKED) == at(16, 15)
    assert STUDIO.parse(STUDIO.dump(at(16, 15)), ASKED) == at(16, 15)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("2026-06-11T15:00", "past"),
        ("2027-03-14T02:30", "does not exist"),
        ("next tuesday", "ISO 8601"),
        ("2026-06-16", "without a time"),
        (None, "ISO 8601"),
        (15, "ISO 8601"),
        ("9999-12-31T23:59-23:00", "out of the range"),
    ],
)
def test_parse_says_what_is_wrong(raw: object, why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        STUDIO.parse(raw, ASKED)


def test_schema_tells_a_model_the_zone_and_the_day() -> None:
    description = STUDIO.schema(ASKED)["description"]
    assert "America/New_York" in description
    assert "Friday 2026-06-12" in description


def test_schema_is_the_same_all_day() -> None:
    assert STUDIO.schema(ASKED) == STUDIO.schema(replace(ASKED, now=NOW.replace(hour=17)))


def test_of_two_days_on_offer_a_word_picks_one() -> None:
    monday = replace(ASKED, now=NOW.replace(day=15))
    days = STUDIO.read("next tuesday", monday)
    for offered in (days.alternatives, days.partial.each_day):
        assert STUDIO.speak_options(offered, monday) == "Tuesday the 23rd or tomorrow"
        asked = replace(monday, offered=offered)
        assert STUDIO.read("the 23rd", asked).partial == WhenPart(date=june(23))
        assert STUDIO.read("the 23rd at three", asked).value == at(23, 15)
        assert STUDIO.read("tomorrow", asked).partial == WhenPart(date=june(16))
        assert STUDIO.read("tuesday", asked).status == "ambiguous"
