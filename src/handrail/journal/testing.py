"""The contract of a store as tests, to be run on a store of your own with pytest.

    class TestMyStore(StoreContract):
        @pytest.fixture
        async def store(self) -> AsyncIterator[Store]:
            async with MyStore() as store:  # new and empty for each test
                yield store

The tests are coroutines: set `asyncio_mode = "auto"` of pytest-asyncio, or mark the class.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta, timezone

from .faults import OvertakenError
from .store import CallHeader, Record, Store

__all__ = ["StoreContract"]

_NOON = datetime(2026, 6, 12, 12, 0, 0, 123456, tzinfo=UTC)
_CALLER = "+12125550142"
_MINUTE = timedelta(minutes=1)


def _call(name: str = "a", caller: str | None = _CALLER, began: datetime = _NOON) -> CallHeader:
    return CallHeader(name, caller, began)


def _records(*texts: str, at: datetime = _NOON) -> list[Record]:
    return [Record("Said", at, {"text": text, "more": [1, None, 2.5, True]}, 1) for text in texts]


async def _is_refused(appending: Awaitable[None]) -> bool:
    try:
        await appending
    except OvertakenError:
        return True
    return False


class StoreContract:
    """What every store must do. Subclass it, and give it a fixture `store`."""

    async def test_records_are_read_as_they_were_appended(self, store: Store) -> None:
        """Two turns, in their order, to the microsecond and in any script."""
        first, second = _records("Ça va?", "日本 \U0001f600 \x00"[:-1]), _records("Yes.")
        await store.append(_call(), first, after=0)
        await store.append(_call(), second, after=2)
        assert await store.read("a") == (*first, *second)

    async def test_times_of_any_zone_are_the_same_moments(self, store: Store) -> None:
        """A moment told in Kolkata is read back as that moment, in UTC."""
        there = _NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
        await store.append(_call(began=there), _records("hello", at=there), after=0)
        (record,) = await store.read("a")
        assert record.at == _NOON
        assert record.at.tzinfo is UTC

    async def test_a_call_that_is_not_there_has_no_records(self, store: Store) -> None:
        """Nothing is read, and nothing found."""
        assert await store.read("nobody") == ()
        assert await store.find("nobody") is None

    async def test_a_call_is_found_by_its_id(self, store: Store) -> None:
        """With its length, its latest record and whether it has ended."""
        await store.append(_call(), _records("one"), after=0)
        await store.append(_call(), _records("two", at=_NOON + _MINUTE), after=1, ended=True)
        found = await store.find("a")
        assert found is not None
        assert (found.header, found.length, found.ended) == (_call(), 2, True)
        assert found.last == _NOON + _MINUTE

    async def test_two_who_begin_one_call_are_told_apart(self, store: Store) -> None:
        """The second is refused, and nothing of theirs is written."""
        await store.append(_call(), _records("mine"), after=0)
        assert await _is_refused(store.append(_call(), _records("theirs"), after=0))
        assert await store.read("a") == tuple(_records("mine"))

    async def test_who_has_not_read_the_last_turn_is_refused(self, store: Store) -> None:
        """Behind or ahead, nothing of theirs is written, and the other goes on."""
        await store.append(_call(), _records("one", "two"), after=0)
        for after in (1, 3):
            assert await _is_refused(store.append(_call(), _records("late"), after=after))
        await store.append(_call(), _records("three"), after=2)
        assert len(await store.read("a")) == 3  # noqa: PLR2004

    async def test_of_many_at_once_one_wins_each_turn(self, store: Store) -> None:
        """Whoever loses has written nothing: the records are those of the winners."""
        await store.append(_call(), _records("first"), after=0)
        for turn in range(1, 4):
            everyone = (
                store.append(_call(), _records(f"{turn} {worker}"), after=turn)
                for worker in range(5)
            )
            refused = await asyncio.gather(*map(_is_refused, everyone))
            assert sum(refused) == 4  # noqa: PLR2004
        assert [record.data["text"][0] for record in await store.read("a")] == [*"f123"]

    async def test_nothing_of_a_refused_turn_is_written(self, store: Store) -> None:
        """Neither whom it names, nor that the call has ended."""
        await store.append(_call(), _records("one"), after=0)
        refused = store.append(
            _call(), _records("late"), after=0, people=frozenset({"eve@example.com"}), ended=True
        )
        assert await _is_refused(refused)
        found = await store.find("a")
        assert found is not None
        assert not found.ended
        assert await store.purge_person("eve@example.com") == 0

    async def test_dropped_calls_of_a_caller_are_listed_the_latest_first(
        self, store: Store
    ) -> None:
        """Not those that ended, of somebody else, of nobody, or that are too long ago."""
        for name, caller, minutes, ended in (
            ("old", _CALLER, -60, False),
            ("earlier", _CALLER, -9, False),
            ("latest", _CALLER, -1, False),
            ("ended", _CALLER, -2, True),
            ("other", "+12125550199", -1, False),
            ("withheld", None, -1, False),
        ):
            began = _NOON + minutes * _MINUTE
            call, records = _call(name, caller, began), _records("hello", at=began)
            await store.append(call, records, after=0, ended=ended)
        found = await store.open_calls(_CALLER, since=_NOON - 10 * _MINUTE)
        assert [one.header.id for one in found] == ["latest", "earlier"]
        since = await store.open_calls(_CALLER, since=_NOON - 9 * _MINUTE)
        assert [one.header.id for one in since] == ["latest", "earlier"]

    async def test_a_call_that_is_taken_up_again_may_end_or_go_on(self, store: Store) -> None:
        """The last turn tells, and may have no records of its own."""
        await store.append(_call(), _records("one"), after=0, ended=True)
        await store.append(_call(), _records("two"), after=1)
        assert len(await store.open_calls(_CALLER, since=_NOON)) == 1
        await store.append(_call(), (), after=2, ended=True)
        assert await store.open_calls(_CALLER, since=_NOON) == ()

    async def test_calls_are_purged_by_age(self, store: Store) -> None:
        """By their latest record; who writes to one that was purged is refused."""
        old, new = _NOON - 60 * _MINUTE, _NOON
        await store.append(_call("old", began=old), _records("gone", at=old), after=0)
        await store.append(_call("long", began=old), _records("one", at=old), after=0)
        await store.append(_call("long"), _records("two", at=new), after=1)
        assert await store.purge_before(new) == 1
        assert await store.read("old") == ()
        assert await store.find("old") is None
        assert len(await store.read("long")) == 2  # noqa: PLR2004
        assert await _is_refused(store.append(_call("old"), _records("more"), after=1))
        assert await store.purge_before(new) == 0

    async def test_calls_are_listed_and_purged_by_their_ids(self, store: Store) -> None:
        """Whatever their state; an id that is unknown is passed over."""
        for name, ended in (("a", True), ("b", False), ("c", False)):
            await store.append(_call(name), _records("hello"), after=0, ended=ended)
        assert {one.header.id for one in await store.calls()} == {"a", "b", "c"}
        assert await store.purge({"a", "b", "nobody"}) == 2  # noqa: PLR2004
        assert [one.header.id for one in await store.calls()] == ["c"]
        assert await store.purge(()) == 0

    async def test_calls_are_purged_by_the_number_they_came_from(self, store: Store) -> None:
        """Also one that goes on."""
        await store.append(_call("a"), _records("hello"), after=0)
        await store.append(_call("b", "+12125550199"), _records("hello"), after=0)
        assert await store.purge_person(_CALLER) == 1
        assert await store.read("a") == ()
        assert len(await store.read("b")) == 1

    async def test_calls_are_purged_by_whom_they_name(self, store: Store) -> None:
        """In whichever turn, however often, and in whatever case."""
        people = frozenset({"Ana@Example.com"})
        await store.append(_call("a", None), _records("one"), after=0, people=people)
        await store.append(_call("a", None), _records("two"), after=1, people=people)
        more = frozenset({"+12125550177"}) | people
        await store.append(_call("a", None), (), after=2, people=more)
        await store.append(_call("b", None), _records("one"), after=0, people=people)
        assert await store.purge_person("+12125550177") == 1
        assert await store.purge_person("ana@example.COM") == 1
        assert await store.purge_person("ana@example.com") == 0
