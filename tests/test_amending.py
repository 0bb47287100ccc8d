"""One workflow changes what another has done: `amends`, `present=`, `carried=`, `places=`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail import (
    Call,
    Choice,
    Conversation,
    PlainCall,
    Reception,
    Step,
    Text,
    When,
    Workflow,
    view,
)
from handrail.kinds.base import Context
from handrail.speaking import Phrasebook
from handrail.workflow import Phrases

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
THREE = datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)


class Table(Workflow):
    """Book a table."""

    area = Step(Choice(["Inside", "Terrace"]), ask="Inside, or on the terrace?", label="area")
    start = Step(When(), ask="When would you like to come?", label="time")

    asks_for = ("book a table",)
    phrases = Phrases(summary="A table, {area}, on {start}", agree="Right?", done="Booked.")

    async def commit(self, call: Call[Any]) -> None:
        """Write nothing."""


def stands_at(_answers: Mapping[str, Any], _context: Context) -> datetime:
    return THREE


def fails(_answers: Mapping[str, Any], _context: Context) -> datetime:
    raise LookupError("+12125550142")


class Later(Workflow):
    """Move a table."""

    start = Step(When(), ask="When instead?", label="time", present=stands_at, carried=False)

    asks_for = ("move my table",)
    amends = ("table",)
    phrases = Phrases(summary="Your table moves to {start}", agree="Right?", done="Moved.")

    async def commit(self, call: Call[Any]) -> None:
        """Write nothing."""


class Unsure(Later, name="later"):
    """Move a table of which nobody knows when it is."""

    start = Step(When(), ask="When instead?", label="time", present=fails, carried=False)


class Elsewhere(Later, name="later"):
    """Move something that is no table."""

    amends = ("cruise",)


class Same(Later, name="later"):
    """Move a table; the time that was said before is the one to move to."""

    start = Step(When(), ask="When instead?", label="time")


async def booked(*workflows: type[Workflow]) -> PlainCall[None]:
    call = PlainCall(
        Conversation(
            [Table, *workflows],
            userdata=None,
            clock=lambda: NOW,
            reception=Reception(business="Mill Lane"),
        )
    )
    await call.open()
    for text in ("book a table", "inside", "tuesday at three", "yes"):
        heard = await call.say(text)
    assert heard.startswith("Booked.")
    return call


async def test_a_change_right_after_it_was_done_begins_the_workflow_that_amends_it() -> None:
    call = await booked(Later)
    heard = await call.say("oh, could it be half an hour later?")
    assert "moves to Tuesday the 16th at 3:30" in heard
    assert call.conversation.name == "later"


async def test_without_one_that_amends_it_a_change_begins_nothing() -> None:
    call = await booked(Elsewhere)
    await call.say("oh, could it be half an hour later?")
    assert call.conversation.name == "table"


@pytest.mark.parametrize("said", ["an hour earlier", "half an hour later", "the day after at two"])
async def test_a_time_is_told_from_the_present_one(said: str) -> None:
    call = await booked(Later)
    await call.say("move my table")
    await call.say(said)
    wanted = {"an hour earlier": "14:00", "half an hour later": "15:30"}.get(said, "14:00")
    assert wanted in str(view.answers(call.conversation)["start"]["value"])


async def test_a_present_value_that_fails_costs_a_question_and_not_the_call(
    caplog: pytest.LogCaptureFixture,
) -> None:
    call = await booked(Unsure)
    await call.say("move my table")
    await call.say("half an hour later")
    assert "start" not in view.answers(call.conversation)
    assert not call.conversation.closed
    assert "a step's present value failed" in caplog.text
    assert "0142" not in caplog.text


async def test_what_is_not_carried_is_asked_anew_and_what_is_carried_is_not() -> None:
    call = await booked(Later)
    assert "When instead?" in await call.say("move my table")
    call = PlainCall(
        Conversation(
            [Table, Same], userdata=None, clock=lambda: NOW, reception=Reception(business="Mill")
        )
    )
    await call.open()
    for text in ("book a table", "inside", "tuesday at three"):
        await call.say(text)
    assert "moves to Tuesday the 16th at 3" in await call.say(
        "i already have one, i'd like to move my table"
    )


async def test_a_workflow_words_one_place_for_one_step_itself() -> None:
    class Own(Table, name="table"):
        phrases = Phrases(places={"echo@area": "{Value}, how nice.", "rephrase": "Hm. {Question}"})

    call = PlainCall(Conversation([Own], userdata=None, clock=lambda: NOW))
    await call.open()
    assert (await call.say("inside")).startswith("Inside, how nice.")


@pytest.mark.parametrize(
    ("places", "fault"),
    [
        ({"no_such_place": "Hm."}, "the phrasebook has no place 'no_such_place'"),
        ({"echo@area": "{valu}"}, "'echo@area' has no field 'valu'"),
        ({"echo@area": ()}, "'echo@area' needs at least one wording"),
    ],
)
def test_a_place_that_cannot_be_said_is_named_before_the_call(
    places: dict[str, Any], fault: str
) -> None:
    class Own(Workflow):
        words = Step(Text(), ask="What?")
        phrases = Phrases(places=places)

    with pytest.raises(ValueError, match=fault):
        Conversation([Own], userdata=None, clock=lambda: NOW)
    with pytest.raises(ValueError, match=fault):
        Phrasebook().replace(places)
