"""Stories are told on both hosts: the plain one, and LiveKit's session in text."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest

from handrail.desk.calendar import Calendar
from tests.stories.talk import Calling, talk


@pytest.fixture
async def calendar() -> AsyncIterator[Calendar]:
    """Open the sample business's calendar, new and in memory."""
    async with await Calendar.open(":memory:", threaded=False) as opened:
        yield opened


@pytest.fixture(params=["plain", "livekit"])
def call(request: pytest.FixtureRequest, calendar: Calendar) -> Calling:
    """Give what calls the desk on either host.

    async with call(caller="+12125550142") as caller: ...
    """
    return partial(talk, calendar, request.param)


@pytest.fixture
def plain_call(calendar: Calendar) -> Calling:
    """Give what calls the desk on the plain host, for stories that differ only in words."""
    return partial(talk, calendar, "plain")
