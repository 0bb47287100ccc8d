"""The workflow these tests host: a table for a party, with a number to call and maybe an email."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handrail.facts import Call
from handrail.kinds.email import Email
from handrail.kinds.number import Number
from handrail.kinds.phone import Phone
from handrail.livekit import Receptionist
from handrail.plan import Confirm
from handrail.reception import Reception
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

NUMBER = "two one two five five five oh one four two"


class Table(Workflow):
    party = Step(Number(), ask="For how many people?", label="party")
    phone = Step(Phone(), ask="What number can we call?", confirm=Confirm.READ_BACK)
    email = Step(Email(), ask="Is there an email?", confirm=Confirm.NEVER, optional=True)

    asks_for = ("book a table", "a table")
    phrases = Phrases(agree="Shall I book it?", done="Booked. Your code is {code}.")

    async def commit(self, call: Call[Any]) -> Mapping[str, Any]:
        call.userdata.append(self.values())
        return {"code": "K7"}


def clock() -> datetime:
    return datetime(2026, 6, 12, 9, 0, tzinfo=ZoneInfo("America/New_York"))


def receptionist(written: list[Any]) -> Receptionist:
    return Receptionist(
        [Table],
        reception=Reception(business="Mill Lane"),
        userdata=written,
        clock=clock,
        ends_session=False,
    )
