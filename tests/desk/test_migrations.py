"""Databases of earlier versions, of newer ones, and of others, when they are opened."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import make_url

from handrail.desk.calendar import (
    Calendar,
    CalendarUnavailable,
    NewBooking,
    all_bookings,
    all_callbacks,
    book,
    moves_of,
)
from handrail.desk.calendar.migrations import HEAD, config_for
from tests.desk.conftest import desk_of
from tests.desk.test_stores import PHONE, THREE
from tests.postgresql import new_database

VERSION_1 = Path(__file__).with_name("version_1.sql")
"""A calendar with three bookings and a call-back, dumped before there were migrations."""
VERSION_2 = Path(__file__).with_name("version_2.sql")
"""One with a booking that was moved, one that was cancelled, and a call-back."""
VERSION_2_POSTGRESQL = Path(__file__).with_name("version_2_postgresql.sql")
"""The same in the first version that PostgreSQL has, dumped without comments and settings."""


@pytest.fixture
def old(file: Path) -> Path:
    return written(file, VERSION_1)


def written(file: Path, dump: Path) -> Path:
    with closing(sqlite3.connect(file)) as database:
        database.executescript(dump.read_text("utf-8"))
    return file


def schema_of(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows}


async def test_a_calendar_of_version_1_is_brought_up_to_date_without_loss(old: Path) -> None:
    async with await Calendar.open(old) as calendar:
        first, second, third = await all_bookings(calendar)
        assert first.as_json() == {
            "service": "Haircut",
            "start": "2026-06-16T15:00:00-04:00",
            "phone": PHONE,
            "name": "Maria Lopez",
            "email": "Maria@Example.com",
            "status": "confirmed",
            "code": "L6K4",
        }
        assert (second.status, second.code) == ("cancelled", "H2K4")
        assert (third.service, third.email, third.code) == ("Colour", None, "M6Y3")
        assert len({each.uid for each in (first, second, third)}) == 3
        assert [each.phone for each in await all_callbacks(calendar)] == ["+12125550150"]
        desk = await desk_of(calendar)
        assert desk.business.name == "Northside Studio"
        assert desk.colour.synonyms == ("color", "dye")
        assert not (await desk.asked(THREE)).ok
        again = NewBooking(desk.haircut, THREE, PHONE, "Maria Lopez", "Maria@Example.com")
        booked = await book(calendar, again, run="run-a", now=desk.now)
        assert booked == first, "its run has booked already"


async def assert_version_2_is_kept(calendar: Calendar) -> None:
    moved, cancelled = await all_bookings(calendar)
    assert (moved.start, moved.code, moved.sequence) == (THREE + timedelta(hours=1), "L6K4", 1)
    assert (cancelled.status, cancelled.code, cancelled.email) == ("cancelled", "H2K4", None)
    assert [each.old_start for each in await moves_of(calendar, moved.id)] == [THREE]
    assert [each.phone for each in await all_callbacks(calendar)] == ["+12125550150"]
    desk = await desk_of(calendar)
    assert (await desk.booked(THREE, run="run-a")).id > cancelled.id


async def test_a_calendar_of_version_2_is_brought_up_to_date_without_loss(file: Path) -> None:
    async with await Calendar.open(written(file, VERSION_2)) as calendar:
        await assert_version_2_is_kept(calendar)


@pytest.mark.parametrize("dump", [VERSION_1, VERSION_2], ids=lambda dump: dump.stem)
async def test_a_migrated_calendar_has_the_tables_and_rules_of_a_new_one(
    dump: Path, file: Path, tmp_path: Path
) -> None:
    old, new = written(file, dump), tmp_path / "new.db"
    for each in (old, new):
        async with await Calendar.open(each):
            pass
    assert schema_of(old) == schema_of(new)
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_of_many_that_open_an_old_calendar_at_once_one_migrates_it(old: Path) -> None:
    calendars = await asyncio.gather(*(Calendar.open(old) for _ in range(4)))
    try:
        assert len(await all_bookings(calendars[0])) == 3
    finally:
        for calendar in calendars:
            await calendar.aclose()


async def test_a_migration_that_fails_leaves_the_old_calendar_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old)) as database:
        database.execute("DROP TRIGGER bookings_overlap_on_insert")
        database.execute(
            "INSERT INTO bookings SELECT 9, booking_type_id, resource_id, starts_at, ends_at, zone,"
            " phone, name, email, status, 'X', 'run-x', created_at FROM bookings WHERE id = 1"
        )
        database.commit()
    before = schema_of(old)
    with pytest.raises(CalendarUnavailable, match="booked at that time"):
        await Calendar.open(old)
    assert schema_of(old) == before
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("SELECT count(*) FROM bookings").fetchone() == (4,)


def test_a_new_calendar_is_marked_with_the_last_revision() -> None:
    script = ScriptDirectory.from_config(config_for())
    assert script.get_heads() == [HEAD]


# --- PostgreSQL -------------------------------------------------------------------------------


@pytest.fixture
def old_url(postgresql_url: str) -> str:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute(VERSION_2_POSTGRESQL.read_text("utf-8").encode())
    return postgresql_url


def postgresql_schema_of(url: str) -> set[str]:
    """Return all columns, constraints, indexes and triggers, as PostgreSQL words them."""
    queries = (
        """SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public'""",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    )
    with psycopg.connect(url) as connection:
        # A dump that was read in again has other brackets and casts around the same.
        return {
            re.sub(r"[()\[\]]|::[a-z]+( varying)?", "", repr(row))
            for query in queries
            for row in connection.execute(query)
        }


async def test_a_database_of_version_2_is_brought_up_to_date_without_loss(old_url: str) -> None:
    async with await Calendar.open(old_url) as calendar:
        await assert_version_2_is_kept(calendar)


async def test_a_migrated_database_has_the_tables_and_rules_of_a_new_one(
    old_url: str, postgresql_server: str
) -> None:
    new_url = new_database(postgresql_server)
    for each in (old_url, new_url):
        async with await Calendar.open(each):
            pass
    assert postgresql_schema_of(old_url) == postgresql_schema_of(new_url)


async def test_of_many_that_open_an_old_database_at_once_one_migrates_it(old_url: str) -> None:
    calendars = await asyncio.gather(*(Calendar.open(old_url) for _ in range(4)))
    try:
        assert len(await all_bookings(calendars[0])) == 2
    finally:
        for calendar in calendars:
            await calendar.aclose()


async def test_of_many_that_open_a_new_database_at_once_one_makes_it(postgresql_url: str) -> None:
    calendars = await asyncio.gather(*(Calendar.open(postgresql_url) for _ in range(4)))
    try:
        assert len(await calendars[0].services()) == 3
    finally:
        for calendar in calendars:
            await calendar.aclose()


async def test_tables_of_another_program_are_left_alone(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bookings (id integer)")
    with pytest.raises(CalendarUnavailable, match="another program"):
        await Calendar.open(postgresql_url)
    with psycopg.connect(postgresql_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == [("bookings",)]


async def test_a_database_of_a_newer_version_is_left_alone(postgresql_url: str) -> None:
    async with await Calendar.open(postgresql_url):
        pass
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("UPDATE calendar_version SET version_num = '9999'")
    with pytest.raises(CalendarUnavailable, match="newer version"):
        await Calendar.open(postgresql_url)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"database": "nowhere"}, "does not exist"),
        ({"username": "nobody"}, "refuses the user"),
        ({"port": 1}, "cannot be reached"),
    ],
)
async def test_a_database_that_is_not_there_is_one_sentence_without_a_password(
    postgresql_url: str, change: dict[str, object], sign: str
) -> None:
    url = make_url(postgresql_url).set(**{"password": "secret", **change})  # type: ignore[arg-type]
    with pytest.raises(CalendarUnavailable, match=sign) as caught:
        await Calendar.open(url.render_as_string(hide_password=False))
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


async def test_without_its_driver_postgresql_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("handrail.desk.calendar.postgresql.find_spec", lambda _name: None)
    with pytest.raises(CalendarUnavailable, match=r"pip install 'handrail\[postgres\]'"):
        await Calendar.open("postgresql://desk@127.0.0.1/desk")
