"""The stores that come with Handrail keep the contract, and say in one sentence what is wrong."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from handrail.journal import CallHeader, JournalUnavailable, Record, SqlStore, Store
from handrail.journal.testing import StoreContract

NOON = datetime(2026, 6, 12, 12, tzinfo=UTC)
CARD = "four two four two"


class TestSqliteFile(StoreContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        async with await SqlStore.open(tmp_path / "calls.db") as store:
            yield store


class TestSqliteInMemory(StoreContract):
    @pytest.fixture
    async def store(self) -> AsyncIterator[Store]:
        async with await SqlStore.open(":memory:") as store:
            yield store


class TestPostgresql(StoreContract):
    @pytest.fixture
    async def store(self, postgresql_url: str) -> AsyncIterator[Store]:
        async with await SqlStore.open(postgresql_url) as store:
            yield store


async def test_workers_that_start_at_once_share_one_journal(postgresql_url: str) -> None:
    workers = await asyncio.gather(*(SqlStore.open(postgresql_url) for _ in range(4)))
    record = Record("Said", NOON, {"text": "hello"}, 1)
    for number, store in enumerate(workers):
        await store.append(CallHeader("a", None, NOON), [record], after=number)
    assert len(await workers[0].read("a")) == 4
    for store in workers:
        await store.aclose()


async def test_a_journal_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    record = Record("Said", NOON, {"text": "hello"}, 1)
    for after in (0, 1):
        async with await SqlStore.open(f"sqlite:///{tmp_path / 'calls.db'}") as store:
            await store.append(CallHeader("a", None, NOON), [record], after=after)
    async with await SqlStore.open(tmp_path / "calls.db") as store:
        assert await store.read("a") == (record, record)


async def test_what_is_purged_is_not_left_in_the_file(tmp_path: Path) -> None:
    record = Record("Said", NOON, {"text": CARD}, 1)
    async with await SqlStore.open(tmp_path / "calls.db") as store:
        await store.append(CallHeader("a", "+12125550142", NOON), [record], after=0)
        assert any(CARD.encode() in path.read_bytes() for path in tmp_path.iterdir())
        await store.purge_person("+12125550142")
        assert not any(CARD.encode() in path.read_bytes() for path in tmp_path.iterdir())


async def test_a_log_that_cannot_be_emptied_after_a_purge_is_one_sentence(tmp_path: Path) -> None:
    async with await SqlStore.open(tmp_path / "calls.db") as store:
        await store.append(CallHeader("a", "+12125550142", NOON), [], after=0)

        def full(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if "wal_checkpoint" in statement:
                raise DBAPIError(statement, (), sqlite3.OperationalError("disk I/O error"))

        event.listen(store._engine.sync_engine, "before_cursor_execute", full)
        with pytest.raises(JournalUnavailable, match=r"calls\.db cannot be used"):
            await store.purge_before(NOON + timedelta(days=1))


async def test_a_journal_that_is_away_says_so_without_what_was_said(tmp_path: Path) -> None:
    async with await SqlStore.open(tmp_path / "calls.db") as store:
        with sqlite3.connect(tmp_path / "calls.db") as other:
            other.execute("DROP TABLE journal_record")
        record = Record("Said", NOON, {"text": CARD}, 1)
        with pytest.raises(JournalUnavailable, match="cannot be used") as raised:
            await store.append(CallHeader("a", None, NOON), [record], after=0)
        assert CARD not in repr(raised.value)
        assert raised.value.__suppress_context__
        assert await store.find("a") is None


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("mysql://localhost/calls", "SQLite or PostgreSQL, not in mysql"),
        ("://", "no database URL"),
        ("no/such/folder/calls.db", "cannot be used"),
    ],
)
async def test_a_place_that_will_not_do_is_refused_in_one_sentence(
    where: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(JournalUnavailable, match=sentence):
        await SqlStore.open(where)


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database" * 100)
    with pytest.raises(JournalUnavailable, match="cannot be used"):
        await SqlStore.open(path)
    assert path.read_text() == "not a database" * 100
