"""A database that fails in the middle of a call: the caller hears the truth, nothing is half done.

The call is journaled in the same database, so both fail at once.
"""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar, all_bookings, all_callbacks, sqlite, store
from handrail.desk.calendar.postgresql import engine_for, url_of
from handrail.journal import CallJournal
from tests.crash.caller import CALLER, conversation_of, hold_call
from tests.crash.ledger import Ledger

SORRY = "Sorry, I couldn't do that just now. Shall I have someone call you back?"
GOODBYE = "Sorry, that didn't go through. Thank you, goodbye."


@contextmanager
def no_room(_file: Path) -> Iterator[None]:
    """No file can grow, as on a full disk: whatever is written goes to a log first."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def removed(file: Path) -> Iterator[None]:
    """Somebody moves the file away, and puts it back where it was."""
    elsewhere = file.rename(file.with_suffix(".away"))
    try:
        yield
    finally:
        elsewhere.rename(file)


@contextmanager
def replaced(file: Path) -> Iterator[None]:
    """Somebody puts another file in its place, and then the right one again."""
    with removed(file):
        file.write_bytes(b"")
        yield
        file.unlink()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def away(url: str) -> Iterator[None]:
    """The server lets nobody in, and throws everybody out."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        owner.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            (name,),
        )
        try:
            yield
        finally:
            owner.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


async def to_the_summary(calendar: Calendar) -> tuple[Conversation[Any], PlainCall[Any]]:
    """Hold a call until there is but a yes to say."""
    journal = CallJournal(calendar.journal(), caller=CALLER)
    conversation = await conversation_of(calendar, journal)
    call = PlainCall(conversation)
    await call.open()
    await hold_call(conversation, call.say, lambda _: None, until="summary")
    return conversation, call


async def fails_and_comes_back(
    calendar: Calendar, ledger: Ledger, fault: AbstractContextManager[None]
) -> None:
    conversation, call = await to_the_summary(calendar)
    with fault:
        assert await call.say("yes") == SORRY
        assert await call.say("yes") == GOODBYE  # not "someone will call you": nobody knows of it
    assert conversation.outcome == "abandoned"
    assert ledger.faults() == []
    assert await all_bookings(calendar) == ()
    assert await all_callbacks(calendar) == ()
    # It is there again: the next call is like any other, once the hold of this one has expired.
    ledger.rows("DELETE FROM holds")
    conversation, call = await to_the_summary(calendar)
    assert "Booked" in await call.say("yes")
    assert len(await all_bookings(calendar)) == 1
    assert ledger.faults() == []


@pytest.mark.parametrize("fault", [no_room, removed, replaced, locked])
async def test_a_file_that_fails_is_apologised_for(
    fault: Callable[[Path], AbstractContextManager[None]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.05)
    monkeypatch.setattr(store, "_JOURNAL_PATIENCE", 0.05)
    file = tmp_path / "bookings.db"
    async with await Calendar.open(file) as calendar:
        await fails_and_comes_back(calendar, Ledger(str(file)), fault(file))


async def test_a_server_that_is_away_is_apologised_for(postgresql_url: str) -> None:
    async with await Calendar.open(postgresql_url) as calendar:
        await fails_and_comes_back(calendar, Ledger(postgresql_url), away(postgresql_url))


async def test_a_server_that_vanishes_without_a_goodbye_is_not_waited_for_for_long(
    postgresql_url: str,
) -> None:
    engine = engine_for(url_of(make_url(postgresql_url)))
    try:
        async with engine.connect() as connection:
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            said = raw.driver_connection.info.get_parameters()
    finally:
        await engine.dispose()
    assert (said["connect_timeout"], said["tcp_user_timeout"]) == ("5", "10000")
    assert (said["keepalives"], said["keepalives_idle"]) == ("1", "5")
