"""A call in a LiveKit session is kept like any other."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from handrail.journal import CallJournal, SqlStore, Store
from handrail.livekit import Receptionist, TextCall
from tests.journal.test_calls import CALLER, NOW, RECEPTION, Book, Booking, stands, taken_up


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with await SqlStore.open(":memory:") as opened:
        yield opened


async def test_a_session_is_kept_turn_by_turn_and_to_its_end(store: Store) -> None:
    book, journal = Book(), CallJournal(store, caller=CALLER)
    agent = Receptionist(
        [Booking], reception=RECEPTION, userdata=book, clock=lambda: NOW, journal=journal
    )
    call = TextCall(agent)
    try:
        await call.open()
        await call.say("a haircut on Tuesday at three")
        again = await taken_up(book, store, journal)
        assert again.values == agent.conversation.values
        assert again.texts == agent.conversation.texts
    finally:
        await call.aclose()
    assert [record.kind for record in await store.read(journal.call)][-1] == "HungUp"
    (found,) = await store.open_calls(CALLER, since=NOW)
    assert found.header.id == journal.call
    again = await taken_up(book, store, journal)
    assert stands(again)["state"] == stands(agent.conversation)["state"]
