"""Stories are told on both hosts: the plain one, and LiveKit's session in text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest

from handrail.desk.calendar import Calendar
from tests.stories.talk import talk


@pytest.fixture
async def calendar() -> AsyncIterator[Calendar]:
    """Open the sample business's calendar, new and in memory."""
    async with await Calendar.open(":memory:") as opened:
        yield opened


@pytest.fixture(params=["plain", "livekit"])
def call(request: pytest.FixtureRequest, calendar: Calendar) -> Any:
    """Call the desk: `async with call() as caller:`."""
    return partial(talk, calendar, request.param)
