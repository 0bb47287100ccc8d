"""The line that is due: how it is worded, and what was heard of it.

A line is decided once, after a turn's moves. The reply that follows speaks it; what the caller then
heard is read off the stored message when the next turn is taken up.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from livekit.agents import llm, utils

from ..conversation import Conversation
from ..speaking import Line
from .asking import Asker, Request
from .calls import COLLECT, ToolCall
from .heard import heard_of, tagged
from .phrasing import Wording
from .spans import spoken

__all__ = ["Lines"]


class Lines:
    """Holds the line that was decided last.

    Args:
        conversation: The call.
        asker: Asks a model for a wording, where that is wanted.
    """

    def __init__(self, conversation: Conversation[Any], asker: Asker) -> None:
        self._conversation = conversation
        self._asker = asker
        self.line = Line()
        self.id = ""
        """The id of the line, as its stored message is tagged: unlike that of any other
        conversation in the session."""
        self.due = False
        """Whether it was decided, and no reply has taken it up yet."""
        self.decided_at = 0.0
        """When that was, in seconds since the epoch."""
        self._wording: Wording | None = None
        self._reported = True  # what was heard of the line was reported
        self._turn = 0  # the turn that the line answers

    def decided(self, line: Line, turn: int) -> None:
        """Take a line up as due, once for all calls of a turn.

        Args:
            line: The line.
            turn: The number of the turn that it answers.
        """
        if line is self.line and self._turn >= turn and self.id:
            return
        self.line, self._turn = line, turn
        self.id = utils.shortuuid("line_")
        self.decided_at = time.time()
        self.due, self._reported = True, not line.text
        self._wording = None

    async def speak(self, request: Request, *, model: bool) -> AsyncIterator[llm.ChatChunk]:
        """Yield the line's words; nothing if another line is decided while they are looked for.

        A line that leads over to an AgentTask ends in the call that holds it.

        Args:
            request: What LiveKit handed to `llm_node`.
            model: Whether there is a model to put it in words.
        """
        self.due = False
        line, name = self.line, self.id
        if line.text and self._wording is None:
            wording = await self._asker.word(request, line) if model else None
            if name != self.id:
                return
            self._wording = wording or Wording(line.text, line)
        if self._wording is not None:
            spoken(self._conversation, name)
            yield tagged(self._wording.text, name)
        if self._conversation.hosted is not None:
            calls = [ToolCall(COLLECT, {}).for_livekit()]
            delta = llm.ChoiceDelta(role="assistant", tool_calls=calls)
            yield llm.ChatChunk(id=name, delta=delta)

    def heard_in(self, history: Iterable[object]) -> str | None:
        """Return the words of the line that the history shows as heard; None for all of it."""
        heard = heard_of(history, self.id)
        if heard is None or self._wording is None:
            return heard
        return self._wording.heard_of_line(heard)

    def report_heard(self, heard: str | None) -> None:
        """Tell the conversation what was heard of the line; the first report counts.

        Args:
            heard: The words before it was cut; None for all of it.
        """
        if not self._reported:
            self._reported = True
            self._conversation.played(self.line, heard)
