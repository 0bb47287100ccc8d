"""A dropped call is gone on with on the workflow as it is now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handrail import Choice, Conversation, PersonName, PlainCall, Reception, Step, Workflow
from handrail.journal import CallJournal, SqlStore, dropped_calls

NOW = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))
CALLER = "+12125550142"


class Ordering(Workflow, name="ordering"):
    """Order something."""

    asks_for = ("order",)
    name = Step(PersonName(), ask="Your name?")
    size = Step(Choice(["small", "large"]), ask="Small or large?")
    sauce = Step(Choice(["red", "green"]), ask="Red or green?")


class OrderingNow(Workflow, name="ordering"):
    """Order something, as it was changed while the caller was away."""

    asks_for = ("order",)
    name = Step(PersonName(), ask="Your name?")
    place = Step(Choice(["here", "to go"]), ask="Here or to go?")
    size = Step(Choice(["small", "large"]), ask="Small or large?")
    sauce = Step(Choice(["red", "brown"]), ask="Red or brown?")


async def calling(store: SqlStore, workflow: type[Workflow]) -> PlainCall[None]:
    return PlainCall(
        Conversation(
            [workflow],
            userdata=None,
            clock=lambda: NOW,
            reception=Reception(business="The Corner"),
            journal=CallJournal(store, caller=CALLER),
            dropped=await dropped_calls(store, caller=CALLER, now=NOW),
        )
    )


async def test_another_version_keeps_what_still_holds_and_asks_for_the_rest() -> None:
    async with await SqlStore.open(":memory:") as store:
        before = await calling(store, Ordering)
        await before.open()
        for said in ("i'd like to order", "maria lopez", "large", "green"):
            await before.say(said)
        before.hang_up()
        await before.conversation.keep()
        call = await calling(store, OrderingNow)
        assert "what's your name" in await call.open()
        await call.say("maria lopez")
        assert "Here or to go?" in await call.say("yes")
        assert dict(call.conversation.values) == {"name": "Maria Lopez", "size": "large"}
        assert "Red or brown?" in await call.say("here")
