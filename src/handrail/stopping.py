"""Stopping a call from outside: the question whether somebody wants it ended, asked with patience.

The answer may lie in a database that hangs or fails. The caller is not kept waiting for it, nor is
a turn lost over it: while there is no answer, the call goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from .faults import log_fault

__all__ = ["Stopping"]

logger = logging.getLogger(__name__)

PATIENCE = 1.0
"""Seconds that a turn waits for the answer."""


class Stopping:
    """Whether somebody ends one call from outside.

    Args:
        stopped: Tells it, given the call's id; one that raises tells nothing.
    """

    def __init__(self, stopped: Callable[[str], Awaitable[bool]]) -> None:
        self._stopped = stopped
        self._asking: asyncio.Task[bool] | None = None
        self._is_logged = False

    async def is_wanted(self, call: str) -> bool:
        """Tell whether the call is to end; while nobody knows, it is not.

        A question that takes too long is not called off, which may take the connection to a
        database with it. The next turn takes up its answer, and waits for it no more.

        Args:
            call: The call's id, "" without one.
        """
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(call))
            await asyncio.wait({self._asking}, timeout=PATIENCE)
        if not self._asking.done():
            if not self._is_logged:
                logger.error("it is not known whether a call is to end: no answer in time")
            self._is_logged = True
            return False
        asked, self._asking = self._asking, None
        return not asked.cancelled() and asked.result()

    async def _ask(self, call: str) -> bool:
        try:
            return await self._stopped(call)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the call goes on
            if not self._is_logged:
                log_fault(logger, "it is not known whether a call is to end", fault)
            self._is_logged = True
            return False
