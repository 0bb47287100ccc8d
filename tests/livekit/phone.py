"""A telephone without a network: a caller with a number, a room with keys, a clock that waits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

from livekit import rtc
from livekit.agents import AgentSession, JobContext
from livekit.agents.testing import fake_job_context

from handrail.livekit.dtmf import Timer
from handrail.livekit.hosting import Hosting

SIP = rtc.ParticipantKind.PARTICIPANT_KIND_SIP


def participant(
    number: str | None = "+12125550142",
    *,
    kind: int = SIP,
    identity: str = "caller",
) -> rtc.RemoteParticipant:
    """Someone in a room."""
    attributes = {} if number is None else {"sip.phoneNumber": number}
    made = SimpleNamespace(
        kind=kind,
        identity=identity,
        sid=identity,
        attributes=attributes,
        state=rtc.ParticipantState.PARTICIPANT_STATE_ACTIVE,
        track_publications={},
    )
    return cast("rtc.RemoteParticipant", made)


class Room(rtc.EventEmitter[str]):
    """A room whose events the test makes."""

    name = "a call"

    def isconnected(self) -> bool:
        return False

    def press(self, key: str, by: rtc.RemoteParticipant | None = None) -> None:
        self.emit("sip_dtmf_received", rtc.SipDTMF(code=0, digit=key, participant=by))


class RoomIO:
    """What a session has when it was started in a room: whom it listens to."""

    def __init__(self, room: Room, linked: rtc.RemoteParticipant | None) -> None:
        self.room = room
        self.linked_participant = linked
        self.subscribed_fut = None

    async def aclose(self) -> None:
        pass


def link(
    session: AgentSession[Any], linked: rtc.RemoteParticipant | None, room: Room | None = None
) -> Room:
    """Let a session that was started without a room be in one."""
    room = room or Room()
    session._room_io = cast("Any", RoomIO(room, linked))
    return room


@contextlib.contextmanager
def job(room: Room) -> Iterator[JobContext]:
    """Run within a job that has a room; LiveKit leaves its folder to the garbage collector."""
    with fake_job_context(room=cast("Any", room)) as made:
        yield made
    made._tempdir.cleanup()


class Patience:
    """A clock for an agent's keypad: time passes when the test says so."""

    def __init__(self, agent: Hosting) -> None:
        agent.keypad._later = self.later
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def later(self, delay: float, callback: Callable[[], None], /) -> Timer:
        entry = (delay, callback)
        self.waiting.append(entry)
        return cast("Timer", SimpleNamespace(cancel=lambda: self.waiting.remove(entry)))

    def runs_out(self) -> None:
        """Let the pause pass."""
        (_, callback) = self.waiting[-1]
        callback()
