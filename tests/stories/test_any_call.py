"""Whatever callers say, in whatever order: the call keeps its manners, and books what was heard."""

from __future__ import annotations

import asyncio
import re

from hypothesis import given
from hypothesis import strategies as st

from handrail.desk.calendar import Calendar
from tests.stories.places import SAID
from tests.stories.talk import Host, take, talk

CALLERS_SAY = (
    *SAID,
    *SAID,  # answers come more often than all else, so that calls get somewhere
    "yes",
    "yes please",
    "no",
    "no thanks",
    "a colour",
    "a consultation",
    "tuesday",
    "three",
    "around three",
    "saturday morning",
    "sunday at noon",
    "is thursday at ten free",
    "actually a colour on friday the 19th at 5:15",
    "this is maria lopez, a haircut on saturday morning please",
    "two one two",
    "five five five oh one four two",
    "212 555 0199",
    "my name is ann lee",
    "i don't have an email",
    "make it a colour",
    "make it four",
    "no, wednesday",
    "yes but make it four",
    "can we change the time",
    "the name is wrong",
    "my name and my number are wrong",
    "go back",
    "leave it",
    "the first one",
    "the second one",
    "neither",
    "how much is it",
    "what are your hours",
    "what time did we say",
    "hang on",
    "what was that",
    "help",
    "zorp blue",
    "",
    "never mind",
    "start over",
    "i'd like to book a haircut",
    "that's all",
    "i want a person",
)
CODE = re.compile(r"Your code is .*?\.")
"""It is drawn anew for each booking."""

calls = st.lists(st.sampled_from(CALLERS_SAY), max_size=24)
numbers = st.sampled_from([None, "+12125550142", "anonymous"])
rivals = st.sampled_from([None, "2026-06-16 15:00", "2026-06-16 14:30"])


@given(said=calls, number=numbers, rival=rivals, when=st.integers(0, 12))
def test_any_call_keeps_its_manners(
    said: list[str], number: str | None, rival: str | None, when: int
) -> None:
    asyncio.run(held("plain", said, number, rival, when))


@given(said=calls, number=numbers, rival=rivals, when=st.integers(0, 12))
def test_both_hosts_say_the_same(
    said: list[str], number: str | None, rival: str | None, when: int
) -> None:
    async def both() -> tuple[list[str], list[str]]:
        plain = await held("plain", said, number, rival, when)
        return plain, await held("livekit", said, number, rival, when)

    on_plain, on_livekit = asyncio.run(both())
    assert on_plain == on_livekit


async def held(
    host: Host, said: list[str], number: str | None, rival: str | None, when: int
) -> list[str]:
    """Hold a call, in which somebody else books a time at some turn; return what was heard."""
    async with (
        await Calendar.open(":memory:") as calendar,
        talk(calendar, host, caller=number) as caller,
    ):
        for at, text in enumerate(said):
            if caller.conversation.closed:
                break
            if rival and at == when and not await caller.bookings():
                await take(calendar, "Haircut", rival)
            await caller.say(text)
        return [CODE.sub("Your code.", turn.desk) for turn in caller.turns]
