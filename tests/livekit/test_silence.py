"""A caller who says nothing is asked again, helped and then let go, as LiveKit's timer runs out."""

from __future__ import annotations

import asyncio

import pytest

from handrail.livekit import Receptionist
from handrail.reception import Reception
from tests.livekit.phone import Room, job, link, participant
from tests.livekit.table import Table, clock
from tests.livekit.voice import Voices


async def test_silence_is_nudged_helped_and_ended_in_the_time_the_session_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deleted: list[bool] = []
    voices = Voices(user_away_timeout=0.01)
    closed = asyncio.Event()
    voices.session.on("close", lambda _event: closed.set())
    with job(Room()) as within:
        monkeypatch.setattr(within, "delete_room", lambda: deleted.append(True))
        await voices.session.start(
            Receptionist([Table], reception=Reception(business="Mill Lane"), clock=clock),
            record=False,
        )
        link(voices.session, participant())
        await closed.wait()
    spoken = voices.spoken()
    assert len(spoken) == 4
    assert spoken[1] == "Still there?"
    assert spoken[-1] == "I can't hear you, so I'll hang up now. Goodbye."
    assert deleted


async def test_keys_are_no_silence() -> None:
    voices = Voices(user_away_timeout=None)
    agent = Receptionist([Table], clock=clock, ends_session=False)
    await voices.start(agent)
    await voices.say("a table")
    await voices.quiet()
    agent.keypad.press("4")
    agent.keypad.press("#")
    await voices.quiet()
    assert agent.conversation.state.answers["party"].value == 4
    assert agent.conversation.state.silences == 0
    await voices.session.aclose()
