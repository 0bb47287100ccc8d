"""The caller of the crash tests: one wish, told as it is asked for, to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from handrail import Conversation
from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.journal import CallJournal
from tests.desk.conftest import NEW_YORK, NOW

__all__ = ["CALLER", "FOUR", "THREE", "conversation_of", "hold_call"]

CALLER: Final = "+12125550142"
THREE: Final = NOW.replace(day=16, hour=15, tzinfo=NEW_YORK)
FOUR: Final = THREE.replace(hour=16)

_SAYS: Final = {
    "book": {
        "workflow": "a haircut on Tuesday at three",
        "service": "a haircut",
        "start": "Tuesday at three",
        "phone": "212 555 0142",
        "name": "Maria Lopez",
        "email": "maria at example dot com",
    },
    "move": {
        "workflow": "i'd like to move my appointment",
        "booking": "Maria Lopez",
        "start": "Tuesday at four",
        "name": "Maria Lopez",
    },
    "cancel": {
        "workflow": "i'd like to cancel my appointment",
        "booking": "Maria Lopez",
        "name": "Maria Lopez",
    },
}
"""By wish, what is said to each question; "yes" to any other."""
_ENOUGH: Final = 20
"""Turns after which the call has gone astray."""


async def conversation_of(calendar: Calendar, journal: CallJournal) -> Conversation[Any]:
    """Answer the caller, or take the call up where its journal says that it stood."""
    known = await answering(calendar, clock=lambda: NOW, caller=CALLER)
    known["journal"] = journal
    known["dropped"] = None  # it is the journal given that is gone on with, and no other call
    return Conversation(**known)


async def hold_call(
    conversation: Conversation[Any],
    say: Callable[[str], Awaitable[str]],
    told: Callable[[str], None],
    *,
    wish: str = "book",
    until: str | None = None,
) -> None:
    """Say what is asked for until the call is over.

    Args:
        conversation: The call.
        say: Says something as the caller and returns the answer.
        told: What is to be done with an answer.
        wish: What they want: to "book", "move" or "cancel".
        until: Stop where this is asked: "summary".
    """
    for _ in range(_ENOUGH):
        prompt = conversation.state.prompt
        if conversation.closed or (until is not None and prompt and prompt.act == until):
            return
        told(await say(_next_words(conversation, _SAYS[wish])))
    raise AssertionError(f"the call does not end: {conversation.state.prompt}")


def _next_words(conversation: Conversation[Any], says: Mapping[str, str]) -> str:
    prompt = conversation.state.prompt
    assert prompt is not None, "nothing is asked"
    if prompt.act != "ask":
        return "yes"
    if prompt.step == "workflow" and conversation.result is not None:
        return "no thanks, goodbye"
    return says.get(str(prompt.step), "yes")
