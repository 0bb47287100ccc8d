"""Receptionist: several workflows in one agent for the whole call.

There is no hand-off, so nobody introduces themselves twice and no turn is lost between agents. What
the caller asks between steps is answered from the reception's topics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from livekit.agents import AgentSession

from ..reception import Reception
from ..workflow import Workflow
from .hosting import Hosting, HostingOptions
from .telephony import end_room, is_on_the_phone
from .transfer import Transfer
from .turns import TurnLoop

__all__ = ["Receptionist"]


class Receptionist(Hosting):
    """Hosts workflows in one agent: give it to `AgentSession.start`.

    It may give the session to another agent and be given it back: then it says its last line again
    and goes on. What was said to the other agent is no answer.

    Args:
        workflows: What callers can ask for.
        reception: How a call is received, and what can be asked between steps.
        ends_session: Whether the session is shut down after the goodbye.
        hangs_up: Whether a caller on the telephone is then hung up on: the room is deleted.
        transfer: Makes the task that hands a caller over to a person who asks for one, given what
            was said: `lambda said: WarmTransferTask("+12125550100", chat_ctx=said)`. Where it
            raises, the caller hears so and goes on with the reception's `callback`.
        options: See `HostingOptions`.

    Raises:
        ValueError: For a `transfer` without a `callback` for when nobody is there.
    """

    def __init__(
        self,
        workflows: Sequence[type[Workflow]],
        *,
        reception: Reception | None = None,
        ends_session: bool = True,
        hangs_up: bool = True,
        transfer: Transfer | None = None,
        **options: Unpack[HostingOptions],
    ) -> None:
        reception = reception or Reception()
        if transfer is not None and reception.callback is None:
            raise ValueError(
                "transfer= needs Reception(callback=...): the workflow for when nobody is there"
            )
        self._entered: AgentSession[Any] | None = None  # the session, also while it is away
        self._ends_session = ends_session
        self._hangs_up = hangs_up
        super().__init__(workflows, reception=reception, transfer=transfer, **options)

    @property
    def loop(self) -> TurnLoop:
        """The turn loop: the moves of the last turn, the calls to a model."""
        return self._loop

    async def on_enter(self) -> None:
        """Greet the caller; entered again, say the last line again."""
        self._entered = self.session
        self.session.on("close", self._on_close)  # it may be another agent's by then
        await super().on_enter()

    async def on_exit(self) -> None:
        """Hang up if the session closes; if another agent takes it, leave all as it stands."""
        await super().on_exit()
        if self.session.current_agent is self:
            await self._hang_up()

    def _on_close(self, _event: object) -> None:
        if self._entered is not None:
            self.loop.report_heard(self._entered.history.items)
        self.conversation.hang_up()

    def _finish(self) -> None:
        if not self._ends_session:
            return
        # Who was handed over goes on talking in this room.
        if self._hangs_up and not self.conversation.handed_over and is_on_the_phone(self.session):
            end_room(self.session)
        self.session.shutdown()
