from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from tests.livekit.group.steps import SESSIONS, settled


@pytest.fixture(autouse=True)
async def _calls_end() -> AsyncIterator[None]:
    yield
    while SESSIONS:
        with contextlib.suppress(TimeoutError):  # LiveKit's group can be stuck
            async with asyncio.timeout(1):
                await SESSIONS.pop().aclose()
        await settled()
