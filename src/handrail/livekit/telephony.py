"""The telephone: which number a call comes from, and hanging up.

LiveKit's SIP bridge puts a caller into the room as a participant of its own kind, with the number
in the attribute `sip.phoneNumber`. Nothing here is logged: a number is personal data.
"""

from __future__ import annotations

import string
from typing import Any, Final

from livekit import rtc
from livekit.agents import AgentSession, get_job_context

from ..kinds.numbering import known

__all__ = ["caller_number", "end_room", "is_on_the_phone", "linked_participant", "room_of"]

_NUMBER: Final = "sip.phoneNumber"
_SIP: Final = rtc.ParticipantKind.PARTICIPANT_KIND_SIP

_KEYS: Final = str.maketrans(string.ascii_lowercase, "22233344455566677778889999")
_WITHHELD: Final = frozenset(
    word.translate(_KEYS)
    for word in ("anonymous", "blocked", "private", "restricted", "unavailable", "unknown")
)
"""Words that carriers put in a withheld number's place, keyed on a telephone: "restricted" is
737 874 2833, which would be a number in Austin."""


def caller_number(caller: rtc.Room | rtc.RemoteParticipant, *, region: str = "US") -> str | None:
    """Return the number that a call comes from, or goes to if it was placed by you.

    Give it to a workflow as the fact that its steps prefill from:

        ctx_room = ctx.room                                     # a JobContext's, once connected
        Receptionist([Booking], facts={"caller_number": caller_number(ctx_room)})

    Args:
        caller: The SIP participant; or the room, of which the first one is taken.
        region: ISO 3166 code of the country whose national numbers a trunk may hand over.

    Returns:
        The number in E.164; None when it is withheld or no number, or nobody is on the telephone.
        None prefills nothing.
    """
    if isinstance(caller, rtc.Room):
        callers = (each for each in caller.remote_participants.values() if each.kind == _SIP)
        first = next(callers, None)
        return None if first is None else caller_number(first, region=region)
    written = caller.attributes.get(_NUMBER, "") if caller.kind == _SIP else ""
    if "".join(filter(str.isdigit, written)) in _WITHHELD:
        return None
    found = known(written, region)
    return found.value if found else None


def room_of(session: AgentSession[Any]) -> rtc.Room | None:
    """Return the room a session talks in, or None: in a test, a console."""
    try:
        return session.room_io.room
    except RuntimeError:  # it was started without a room, and may yet run in a job that has one
        job = get_job_context(required=False)
        return job.room if job else None


def linked_participant(session: AgentSession[Any]) -> rtc.RemoteParticipant | None:
    """Return whom a session listens to, or None while there is nobody."""
    try:
        return session.room_io.linked_participant
    except RuntimeError:
        return None


def is_on_the_phone(session: AgentSession[Any]) -> bool:
    """Whether the one a session listens to has called by telephone."""
    linked = linked_participant(session)
    return linked is not None and linked.kind == _SIP


def end_room(session: AgentSession[Any]) -> None:
    """Have the room deleted once the session has closed: who is in it by telephone is hung up on.

    LiveKit's way to hang up, as its `EndCallTool` does it. Without a job nothing is done.
    """
    job = get_job_context(required=False)
    if job is not None:
        session.once("close", lambda _closed: job.delete_room())
