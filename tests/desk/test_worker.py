"""The desk's agent for a call that LiveKit gives."""

from __future__ import annotations

from handrail.desk.front import CALLER_NUMBER
from handrail.desk.worker import Line, receptionist
from tests.desk.conftest import Desk

LINE = Line(db="", stt="", tts="", llm=None)


async def test_the_number_of_the_call_is_a_fact_of_it(desk: Desk) -> None:
    known = await receptionist(LINE, desk.calendar, "+12125550142")
    assert known.conversation.context().facts[CALLER_NUMBER.name] == "+12125550142"
    withheld = await receptionist(LINE, desk.calendar, None)
    assert CALLER_NUMBER.name not in withheld.conversation.context().facts
