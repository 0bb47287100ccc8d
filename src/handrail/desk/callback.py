"""Calling back: which number a person should call."""

from __future__ import annotations

from collections.abc import Mapping

from handrail.facts import Call
from handrail.kinds.phone import Phone
from handrail.plan import Confirm
from handrail.step import Step
from handrail.workflow import Phrases, Workflow

from .calendar import ask_for_callback
from .front import CALLER_NUMBER, Front

__all__ = ["CallBack"]


class CallBack(Workflow, name="callback", summary=False, escalates=False):
    """Take the number that a person is to call back."""

    phone = Step(
        Phone(),
        prefill=CALLER_NUMBER,
        confirm=Confirm.READ_BACK,
        ask=("What number should they call?", "Which number should they call you on?"),
        label="number",
    )

    phrases = Phrases(
        begin=("Of course, someone will call you back.", "Someone can help you with that."),
        dropped=("No problem.", "All right."),
        done="Someone will call you back soon[ on {phone}].[ {until_then}.]",
    )

    async def commit(self, call: Call[Front]) -> Mapping[str, str]:
        """Note the number for whoever calls back, and tell what becomes of a booking until then."""
        front = call.userdata
        await ask_for_callback(front.calendar, self.phone, run=call.run, now=call.context.now)
        if front.register.last is None:
            return {}
        return {"until_then": "Until then your booking stands as it is"}
