"""The desk answers a call that LiveKit gives."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from livekit.agents.ipc.mock_room import create_mock_room

from handrail.desk.front import CALLER_NUMBER
from handrail.desk.worker import Line, answer, receptionist
from handrail.livekit import Receptionist
from handrail.livekit.telephony import is_on_the_phone
from tests.desk.conftest import Desk
from tests.livekit.phone import job, participant
from tests.livekit.voice import Ear, Mouth

LINE = Line(db="", stt="", tts="", llm=None)


async def test_the_number_of_the_call_is_a_fact_of_it(desk: Desk) -> None:
    known = await receptionist(LINE, desk.calendar, "+12125550142")
    assert known.conversation.context().facts[CALLER_NUMBER.name] == "+12125550142"
    withheld = await receptionist(LINE, desk.calendar, None)
    assert CALLER_NUMBER.name not in withheld.conversation.context().facts


async def test_a_call_is_answered_in_its_room(tmp_path: Path) -> None:
    room = create_mock_room()
    room.remote_participants = {"caller": participant("+12125550142")}
    with job(room) as within:
        line = Line(str(tmp_path / "desk.db"), cast("Any", Ear()), cast("Any", Mouth()), llm=None)
        await answer(line, within)
        session = within.primary_session
        agent = session.current_agent
        assert isinstance(agent, Receptionist)
        assert agent.conversation.context().facts[CALLER_NUMBER.name] == "+12125550142"
        assert is_on_the_phone(session)
        await session.aclose()
        assert agent.conversation.outcome == "hung_up"
        for close in within._shutdown_callbacks:
            await close("done")


async def test_a_caller_hears_when_there_is_no_calendar_and_is_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ended = asyncio.Event()
    mouth = Mouth()
    room = create_mock_room()
    room.remote_participants = {"caller": participant("+12125550142")}
    with job(room) as within:
        monkeypatch.setattr(within, "delete_room", ended.set, raising=False)
        line = Line(str(tmp_path / "no" / "desk.db"), cast("Any", Ear()), cast("Any", mouth), None)
        await answer(line, within)
        async with asyncio.timeout(10):
            await ended.wait()
    assert " ".join(mouth.texts) == (
        "I'm sorry, we can't take your call now. Please try again later. Goodbye."
    )
    assert "a call cannot be taken" in caplog.text
    assert "Traceback" not in caplog.text
