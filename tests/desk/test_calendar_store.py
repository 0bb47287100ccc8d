"""Opening a calendar: a new one is seeded, a stranger's file is refused and left as it was."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handrail.desk.calendar import Calendar, CalendarUnavailable, all_bookings
from handrail.kinds.when import WeeklyHours
from tests.desk.conftest import NOW, desk_of


async def refusal(where: str | Path) -> str:
    with pytest.raises(CalendarUnavailable) as caught:
        await Calendar.open(where)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


async def test_a_new_calendar_is_the_sample_business(file: Path) -> None:
    async with await Calendar.open(file) as calendar:
        business, services = await calendar.business(), await calendar.services()
        assert await all_bookings(calendar) == ()
    assert (business.name, business.address) == ("Northside Studio", "12 Mill Lane")
    assert (business.zone, business.region) == (ZoneInfo("America/New_York"), "US")
    assert business.hours == WeeklyHours.of("Mon-Fri 09:00-18:00, Sat 10:00-14:00")
    assert [(s.name, s.minutes, s.price_cents, s.synonyms, s.step_minutes) for s in services] == [
        ("Haircut", 30, 4500, (), 15),
        ("Colour", 90, 12000, ("color", "dye"), 15),
        ("Consultation", 15, None, (), 15),
    ]


async def test_an_old_calendar_is_opened_as_it_was_left(file: Path) -> None:
    async with await Calendar.open(file):
        pass
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE business SET name = 'Southside'")
        database.execute("UPDATE booking_types SET active = 0 WHERE name <> 'Colour'")
        database.commit()
    async with await Calendar.open(str(file)) as calendar:
        assert (await calendar.business()).name == "Southside"
        assert [service.name for service in await calendar.services()] == ["Colour"]


@pytest.mark.parametrize("form", ["sqlite:///{}", "sqlite+aiosqlite:///{}"])
async def test_a_calendar_may_be_named_by_url(form: str, file: Path) -> None:
    async with await Calendar.open(form.format(file)):
        assert file.exists()


async def test_an_empty_file_becomes_a_calendar(file: Path) -> None:
    file.touch()
    async with await Calendar.open(file) as calendar:
        assert (await calendar.business()).name == "Northside Studio"


@pytest.mark.parametrize("where", [":memory:", "sqlite://", "sqlite:///file::memory:?uri=true"])
async def test_a_calendar_in_memory_serves_many_at_once_and_leaves_nothing(where: str) -> None:
    async with await Calendar.open(where) as calendar:
        desk = await desk_of(calendar)
        verdicts = await asyncio.gather(*(desk.asked(NOW) for _ in range(10)))
        assert all(verdict.ok for verdict in verdicts)


async def test_two_that_open_a_new_calendar_at_once_seed_it_once(file: Path) -> None:
    calendars = await asyncio.gather(*(Calendar.open(file) for _ in range(4)))
    try:
        assert len(await calendars[0].services()) == 3
    finally:
        for calendar in calendars:
            await calendar.aclose()


async def test_hours_past_midnight_reach_into_the_next_day(file: Path) -> None:
    async with await Calendar.open(file) as calendar:
        with closing(sqlite3.connect(file)) as database:
            database.execute("UPDATE weekly_hours SET closes_minute = 1560 WHERE weekday = 4")
            database.commit()
        hours = (await calendar.business()).hours
    assert hours == WeeklyHours.of(
        "Mon-Thu 09:00-18:00, Fri 09:00-24:00, Sat 00:00-02:00 & 10:00-14:00"
    )


# --- what is not a calendar of ours -----------------------------------------------------------


async def test_a_database_of_another_program_is_left_byte_for_byte(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE bookings (id INTEGER)")
        database.commit()
        database.execute("INSERT INTO bookings VALUES (1)")
        database.commit()
        # Their program still runs: its log must not be folded in by us.
        before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
        assert "another program" in await refusal(file)
        assert "another program" in await refusal(f"sqlite:///{file}")
        assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == before


async def test_a_file_that_is_no_database_is_left_as_it_is(file: Path) -> None:
    file.write_text("Dear diary,\n" * 50)
    assert "not an SQLite database" in await refusal(file)
    assert file.read_text() == "Dear diary,\n" * 50


async def test_a_folder_a_missing_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    assert "is a folder" in await refusal(tmp_path)
    assert "there is no folder" in await refusal(tmp_path / "nowhere" / "bookings.db")
    assert "not a file" in await refusal("/dev/null")
    assert list(tmp_path.iterdir()) == []


async def test_a_file_for_a_folder_is_refused(file: Path) -> None:
    file.touch()
    assert "bookings.db" in await refusal(file / "bookings.db")


@pytest.mark.parametrize("where", ["", "  ", "a\0b", "x" * 5000])
async def test_a_name_that_no_file_can_have_is_refused(where: str) -> None:
    assert await refusal(where)


async def test_a_url_of_another_database_is_refused_without_its_password() -> None:
    sentence = await refusal("mysql://owner:secret@localhost/desk")
    assert "mysql" in sentence
    assert "secret" not in sentence
    assert "cannot be read" in await refusal("sqlite:://::")


async def test_a_calendar_of_a_newer_version_is_left_alone(file: Path) -> None:
    async with await Calendar.open(file):
        pass
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    assert "newer version" in await refusal(file)
    assert file.read_bytes() == before


# --- what cannot be read or written -----------------------------------------------------------


@pytest.mark.parametrize("kept", [150, 4096, 9000])
async def test_a_torn_calendar_is_called_damaged(file: Path, kept: int) -> None:
    async with await Calendar.open(file):
        pass
    with file.open("rb+") as torn:
        torn.truncate(kept)
    assert "bookings.db" in await refusal(file)


async def test_a_calendar_written_over_with_noise_is_called_damaged(file: Path) -> None:
    async with await Calendar.open(file):
        pass
    with file.open("rb+") as torn:
        torn.seek(100)
        torn.write(b"\xa5" * 8000)
    assert "bookings.db" in await refusal(file)


@pytest.mark.parametrize(
    ("harm", "sign"),
    [
        ("DELETE FROM business", "names no business"),
        ("UPDATE business SET zone = 'Mars/Olympus'", "Mars/Olympus"),
        ("UPDATE business SET zone = '../etc'", "../etc"),
        ("DROP TABLE weekly_hours", "a part of it is missing"),
    ],
)
async def test_a_calendar_that_makes_no_sense_is_called_damaged(
    file: Path, harm: str, sign: str
) -> None:
    async with await Calendar.open(file):
        pass
    with closing(sqlite3.connect(file)) as database:
        database.execute(harm)
        database.commit()
    sentence = await refusal(file)
    assert "damaged" in sentence
    assert sign in sentence


async def test_a_calendar_opened_for_reading_only_is_refused(file: Path) -> None:
    async with await Calendar.open(file):
        pass
    assert "cannot be written" in await refusal(f"sqlite:///file:{file}?mode=ro&uri=true")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_calendar_without_permission_to_write_is_refused(file: Path) -> None:
    async with await Calendar.open(file):
        pass
    file.chmod(0o400)
    assert "cannot be written" in await refusal(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_without_permission_to_write_is_refused(file: Path) -> None:
    file.parent.chmod(0o500)
    try:
        assert "cannot be opened" in await refusal(file)
    finally:
        file.parent.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs Linux's /proc")
async def test_a_folder_in_which_nobody_can_write_is_refused() -> None:
    assert "cannot be opened" in await refusal("/proc/self/bookings.db")


async def test_a_calendar_that_disappears_in_a_call_is_one_clear_error(file: Path) -> None:
    async with await Calendar.open(file) as calendar:
        with closing(sqlite3.connect(file)) as database:
            database.execute("DROP TABLE bookings")
        with pytest.raises(CalendarUnavailable, match="a part of it is missing"):
            await all_bookings(calendar)


async def test_a_database_that_another_program_makes_meanwhile_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE diary (day TEXT)")
    before = file.read_bytes()
    monkeypatch.setattr("handrail.desk.calendar.sqlite.is_new", lambda _url: True)
    assert "another program" in await refusal(file)
    assert file.read_bytes() == before


async def test_a_zone_that_becomes_wrong_in_a_call_is_one_clear_error(file: Path) -> None:
    async with await Calendar.open(file) as calendar:
        desk = await desk_of(calendar)
        await desk.booked(NOW)
        with closing(sqlite3.connect(file)) as database:
            database.execute("UPDATE business SET zone = 'Mars/Olympus'")
            database.commit()
        with pytest.raises(CalendarUnavailable, match="Mars/Olympus"):
            await all_bookings(calendar)
