"""The desk as a LiveKit worker: what it does with one call.

Each call is a job in a process of its own, with its own connection to the calendar.
"""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from livekit.agents import NOT_GIVEN, Agent, AgentSession, JobContext
from livekit.agents.beta.workflows.warm_transfer import WarmTransferTask
from livekit.agents.voice.room_io import RoomOptions

from handrail.livekit import Receptionist, caller_number
from handrail.livekit.telephony import end_room, is_on_the_phone

from .calendar import Calendar, CalendarUnavailable
from .call import answering

__all__ = ["Line", "answer", "receptionist"]

logger = logging.getLogger(__name__)

_PATIENCE = 10.0
"""Seconds of silence after which a caller is asked again; LiveKit's own are fifteen."""
_UNAVAILABLE: Final = "I'm sorry, we can't take your call now. Please try again later. Goodbye."


@dataclass(frozen=True, slots=True)
class Line:
    """How a worker answers; handed to each call's process."""

    db: str
    """The calendar: a path or URL."""
    stt: str
    """Speech to text, by its name in LiveKit Inference; so are the next two."""
    tts: str
    """Text to speech."""
    llm: str | None
    """The model for what is not clear; None for none."""
    channels: tuple[str, ...] = ()
    """The names of the channels by which what calls change is told."""
    transfer_to: str | None = None
    """The number or SIP URI of whoever takes calls; None: callers are called back."""


class _Unavailable(Agent):
    """Answers a call for which there is no calendar: one sentence, and the call is over."""

    def __init__(self) -> None:
        super().__init__(instructions="")

    async def on_enter(self) -> None:
        """Say so and hang up, even if it cannot be said."""
        try:
            await self.session.say(_UNAVAILABLE, allow_interruptions=False)
        finally:
            if is_on_the_phone(self.session):
                end_room(self.session)
            self.session.shutdown()


async def answer(line: Line, job: JobContext) -> None:
    """Answer one call: wait for the caller, and give the call to the receptionist.

    When the calendar cannot be read, the caller is told to try again later, and is hung up on.

    Args:
        line: How to answer.
        job: LiveKit's.
    """
    await job.connect()
    caller = await job.wait_for_participant()
    agent: Agent
    try:
        calendar = await Calendar.open(line.db, channels=line.channels)
        closing = AsyncExitStack()
        closing.push_async_callback(calendar.aclose)
        job.add_shutdown_callback(closing.aclose)
        business = await calendar.business()
        number = caller_number(caller, region=business.region)
        agent = await receptionist(line, calendar, number)
        closing.push_async_callback(agent.conversation.finish)
    except CalendarUnavailable as fault:
        logger.error("a call cannot be taken: %s", fault)  # noqa: TRY400 - one sentence
        agent = _Unavailable()
    session: AgentSession[None] = AgentSession(
        stt=line.stt, tts=line.tts, llm=line.llm or NOT_GIVEN, user_away_timeout=_PATIENCE
    )
    await session.start(
        agent,
        room=job.room,
        room_options=RoomOptions(participant_identity=caller.identity),
        record=False,
    )


async def receptionist(line: Line, calendar: Calendar, number: str | None) -> Receptionist:
    """Return the agent for one call.

    Args:
        line: How to answer.
        calendar: The open calendar.
        number: The caller's, E.164; None when it is withheld.
    """
    person = line.transfer_to
    return Receptionist(
        **await answering(calendar, clock=lambda: datetime.now(UTC), caller=number),
        transfer=(lambda said: WarmTransferTask(person, chat_ctx=said)) if person else None,
    )
