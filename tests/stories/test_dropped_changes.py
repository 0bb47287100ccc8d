"""Callers who were cut off while a booking was moved, cancelled or put back, and call again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest

from handrail import view
from handrail.desk import cancelling, restoring
from handrail.desk.calendar import Booking, Calendar, all_bookings, all_holds, cancel, reschedule
from handrail.desk.calendar.calls import end_call, listed_calls
from handrail.desk.calendar.owner import ResourceDraft, define_resource
from handrail.journal import CallJournal
from tests.stories.made import ANN, BOB, MARIA, STRANGER, make
from tests.stories.talk import FRIDAY_AT_NINE, Calling, Talk, at, take

LATER = FRIDAY_AT_NINE + timedelta(minutes=5)
MOVES = ("i need to move my appointment", "maria lopez")
CANCELS = ("cancel my appointment", "maria lopez")


@pytest.fixture(autouse=True)
async def made(calendar: Calendar) -> dict[str, Booking]:
    """Have the callers' bookings made before they call."""
    return await make(calendar)


async def cut_off(call: Calling, *said: str, caller: str | None = MARIA[1]) -> Talk:
    """Hold a call up to a hang-up."""
    async with call(caller=caller, manners=False) as talk:
        await talk.say(*said)
        talk.hangs_up()
        await talk.conversation.keep()
        return talk


async def now(calendar: Calendar, booking: Booking) -> Booking:
    return next(each for each in await all_bookings(calendar) if each.id == booking.id)


async def test_a_move_goes_on_where_it_was(call: Calling, made: dict[str, Booking]) -> None:
    await cut_off(call, *MOVES, "yes", "friday at noon")
    async with call(caller=MARIA[1], now=LATER, manners=False) as maria:
        maria.hears("welcome back", "name").does_not_hear("moving", "haircut", "appointment")
        await maria.say("maria lopez")
        maria.hears("moving your haircut on Thursday the 18th at 11 to Friday the 19th at 12")
        maria.is_asked(None, "resume")
        await maria.say("yes")
        maria.is_asked(None, "summary").does_not_hear("name", "number")
        await maria.say("yes")
        maria.hears("moved, same code")
        assert (await now(maria.calendar, made["maria"])).start.isoformat() == at(
            "2026-06-19 12:00"
        )
        assert len(await all_holds(maria.calendar, now=LATER)) == 0


async def test_a_cancellation_goes_on_where_it_was(call: Calling, made: dict[str, Booking]) -> None:
    await cut_off(call, *CANCELS)
    async with call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears("cancelling your haircut on Thursday the 18th at 11: shall we").is_asked(
            None, "resume"
        )
        await maria.say("yes", "yes")
        maria.hears("it's cancelled")
        assert (await now(maria.calendar, made["maria"])).status == "cancelled"


async def test_who_was_cut_off_before_they_heard_that_it_was_cancelled_hears_it(
    plain_call: Calling, made: dict[str, Booking], monkeypatch: pytest.MonkeyPatch
) -> None:
    class DiedError(BaseException):
        """Its process did."""

    with monkeypatch.context() as dying:

        async def dies(*arguments: Any, **options: Any) -> None:
            await cancel(*arguments, **options)
            dying.setattr(CallJournal, "keep", AsyncMock(return_value=True))
            raise DiedError

        dying.setattr(cancelling, "cancel", dies)
        with pytest.raises(DiedError):
            await cut_off(plain_call, *CANCELS, "yes")
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez", "yes")
        maria.hears("it's cancelled").does_not_hear("isn't there")
        assert (await now(maria.calendar, made["maria"])).sequence == 1


REACHED: tuple[tuple[tuple[str, ...], str | None, str, str], ...] = (
    (MOVES, "booking", "offer", "moving an appointment"),
    ((*MOVES, "yes"), "start", "ask", "moving your haircut on thursday the 18th at 11: "),
    ((*MOVES, "yes", "at four"), None, "summary", "moving your haircut .* to Thursday.* at 4"),
    ((*MOVES, "yes", "friday morning"), "start", "offer", "moving your haircut"),
    ((*MOVES, "yes", "friday at noon"), None, "summary", "to friday the 19th at 12"),
    ((*MOVES, "yes", "friday at noon", "no"), None, "summary", "to friday the 19th at 12"),
    (CANCELS, None, "summary", "cancelling your haircut on thursday the 18th at 11"),
)


@pytest.mark.parametrize(("said", "step", "act", "offered"), REACHED)
async def test_every_place_of_a_change_is_come_back_to(
    plain_call: Calling, said: tuple[str, ...], step: str | None, act: str, offered: str
) -> None:
    before = await cut_off(plain_call, *said)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears(offered).is_asked(None, "resume")
        await maria.say("yes")
        maria.is_asked(step, act)
        assert maria.turns[-1].asking == before.turns[-1].asking
        assert maria.turns[-1].known == before.turns[-1].known, maria.told("knows something else")


async def test_of_several_the_day_is_still_asked(plain_call: Calling) -> None:
    await cut_off(plain_call, MOVES[0], "bob jones", caller=BOB[1])
    async with plain_call(caller=BOB[1], now=LATER, manners=False) as bob:
        await bob.say("bob jones", "yes")
        bob.is_asked("booking").hears("which day|what day").does_not_hear("name")
        await bob.say("thursday the 25th")
        bob.hears("haircut on Thursday the 25th at 10")


@pytest.mark.parametrize("said", [MOVES, (*MOVES, "yes"), CANCELS])
async def test_who_says_no_leaves_the_booking_as_it_is(
    plain_call: Calling, made: dict[str, Booking], said: Sequence[str]
) -> None:
    await cut_off(plain_call, *said)
    async with plain_call(caller=MARIA[1], manners=False) as maria:
        await maria.say("maria lopez", "no")
        maria.hears("how can i help").is_asked(None)
        await maria.say("when is my appointment")
        maria.hears("thursday the 18th at 11").does_not_hear("name")
        assert await now(maria.calendar, made["maria"]) == made["maria"]
        await maria.say("no thanks, goodbye")
    async with plain_call(caller=MARIA[1], now=LATER) as again:
        again.does_not_hear("welcome back")


async def test_a_booking_that_was_cancelled_meanwhile_is_said_to_be_gone(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    for said in ((*MOVES, "yes"), CANCELS):
        await cut_off(plain_call, *said)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await cancel(maria.calendar, made["maria"].id, run="owner", now=LATER)
        await maria.say("maria lopez", "yes")
        maria.hears("isn't there any more").is_asked("booking").does_not_know("booking")


@pytest.mark.parametrize(("said", "then"), [((*MOVES, "yes"), "moving"), (CANCELS, "cancelling")])
async def test_a_booking_that_was_moved_meanwhile_is_spoken_of_as_it_is_now(
    plain_call: Calling,
    calendar: Calendar,
    made: dict[str, Booking],
    said: Sequence[str],
    then: str,
) -> None:
    await cut_off(plain_call, *said)
    day = timedelta(days=1)
    await reschedule(calendar, made["maria"].id, made["maria"].start + day, run="o", now=LATER)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears(f"{then} your haircut on friday the 19th at 11").does_not_hear("thursday")
        await maria.say("yes")
        maria.does_not_hear("thursday")


async def test_a_time_that_has_gone_meanwhile_is_said_with_others(
    plain_call: Calling, calendar: Calendar
) -> None:
    await cut_off(plain_call, *MOVES, "yes", "friday at noon")
    await take(calendar, "Haircut", "2026-06-19 12:00")
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez", "yes")
        maria.hears("noon on friday|12 on friday|friday the 19th", "taken").is_asked(
            "start", "offer"
        )


async def test_what_was_told_by_a_code_is_told_again_by_the_name_it_is_in(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    await cut_off(plain_call, f"cancel booking {' '.join(made['maria'].code)}")
    async with plain_call(caller=MARIA[1], manners=False) as maria:
        maria.hears("welcome back", "name").does_not_hear("maria")
        await maria.say("maria lopez")
        maria.hears("cancelling your haircut on thursday the 18th at 11")


async def test_a_booking_found_from_another_telephone_is_not_lost(plain_call: Calling) -> None:
    await cut_off(plain_call, *CANCELS, "212 555 0142", caller=STRANGER)
    async with plain_call(caller=STRANGER, now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears("cancelling your haircut on thursday the 18th at 11")
        await maria.say("yes")
        maria.is_asked(None, "summary").hears("thursday the 18th at 11")


@pytest.mark.parametrize("said", [(*MOVES, "yes"), CANCELS])
async def test_a_stranger_on_her_telephone_hears_of_no_booking(
    plain_call: Calling, said: Sequence[str]
) -> None:
    await cut_off(plain_call, *said)
    async with plain_call(caller=MARIA[1], manners=False) as stranger:
        await stranger.say("eve adams", "when is my appointment", "eve adams")
        await stranger.say("i mean the haircut on thursday", "the haircut")
        for turn in stranger.turns:
            assert "thursday" not in turn.desk.lower(), stranger.told("heard of it")
            assert "maria" not in turn.desk.lower()


async def test_what_was_booked_and_then_moved_is_known_by_the_booking_s_name(
    plain_call: Calling,
) -> None:
    await cut_off(
        plain_call,
        "i'm ann smith, a haircut on tuesday at three",
        "yes",
        "no",
        "yes",
        "actually move it to wednesday at two",
        caller=ANN[1],
    )
    async with plain_call(caller=ANN[1], now=LATER, manners=False) as ann:
        await ann.say("ann smith")
        ann.hears("moving your haircut on Tuesday the 16th at 3 to Wednesday the 17th at 2")
        await ann.say("yes", "yes")
        ann.hears("moved")


async def test_what_was_cancelled_is_put_back_in_another_call(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    await cut_off(plain_call, *CANCELS, "yes", "oh no, put it back")
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears("putting your haircut on thursday the 18th at 11 back")
        await maria.say("yes")
        maria.is_asked(None, "summary").hears("haircut on thursday the 18th at 11")
        await maria.say("yes")
        maria.hears("back as it was")
        assert view.ending(maria.conversation)["workflow"] == "restoring"
        assert (await now(maria.calendar, made["maria"])).status == "cancelled"


@pytest.fixture
async def second_chair(calendar: Calendar) -> None:
    """Let two have the same time, so that it can be booked beside one's own booking."""
    await define_resource(calendar, ResourceDraft(name="Second chair"), now=FRIDAY_AT_NINE)


PUTS_BACK = (*MOVES, "yes", "friday at noon", "yes", "put it back where it was")


@pytest.mark.usefixtures("second_chair")
async def test_what_was_moved_is_put_back_in_another_call(
    plain_call: Calling, made: dict[str, Booking]
) -> None:
    """A second booking was made at the time it had been moved to."""
    await cut_off(plain_call, *PUTS_BACK)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears("putting your haircut on thursday the 18th at 11 back")
        await maria.say("yes")
        maria.is_asked(None, "summary").hears("haircut on thursday the 18th at 11")
        await maria.say("yes")
        maria.hears("back as it was")
        assert await hers(maria.calendar) == [(made["maria"].id, made["maria"].start)]


@pytest.mark.usefixtures("second_chair")
async def test_what_was_put_back_unheard_is_so_once(
    plain_call: Calling, made: dict[str, Booking], monkeypatch: pytest.MonkeyPatch
) -> None:
    class DiedError(BaseException):
        """Its process did."""

    with monkeypatch.context() as dying:

        async def dies(*arguments: Any, **options: Any) -> None:
            await reschedule(*arguments, **options)
            dying.setattr(CallJournal, "keep", AsyncMock(return_value=True))
            raise DiedError

        dying.setattr(restoring, "reschedule", dies)
        with pytest.raises(DiedError):
            await cut_off(plain_call, *PUTS_BACK, "yes")
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez", "yes")
        maria.hears("back as it was")
        assert await hers(maria.calendar) == [(made["maria"].id, made["maria"].start)]


@pytest.mark.usefixtures("second_chair")
async def test_what_others_have_moved_since_is_not_put_back_and_not_booked_again(
    plain_call: Calling, calendar: Calendar, made: dict[str, Booking]
) -> None:
    await cut_off(plain_call, *PUTS_BACK)
    elsewhere = made["maria"].start + timedelta(days=5)
    await reschedule(calendar, made["maria"].id, elsewhere, run="owner", now=LATER)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez", "yes")
        maria.hears("nothing i have just changed").is_asked(None, "human")
        assert await hers(maria.calendar) == [(made["maria"].id, elsewhere)]


async def hers(calendar: Calendar) -> list[tuple[int, datetime]]:
    """Return Maria's bookings that stand."""
    every = await all_bookings(calendar)
    return [(b.id, b.start) for b in every if b.phone == MARIA[1] and b.status == "confirmed"]


async def test_who_did_not_hear_that_it_was_moved_hears_it_when_they_are_back(
    plain_call: Calling,
) -> None:
    async with plain_call(caller=MARIA[1], manners=False) as before:
        await before.say(*MOVES, "yes", "friday at noon")
        conversation = before.conversation
        conversation.begin_turn(("yes",))
        for move in conversation.read(("yes",)).moves:
            conversation.apply(move)
        conversation.played(await conversation.settle(), heard="")
        before.hangs_up()
        await conversation.keep()
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez")
        maria.hears("moved, same code", "anything else").is_asked(None, "none")


async def test_the_owner_can_end_a_call_that_is_gone_on_with(
    plain_call: Calling, calendar: Calendar
) -> None:
    await cut_off(plain_call, *CANCELS)
    async with plain_call(caller=MARIA[1], now=LATER, manners=False) as maria:
        await maria.say("maria lopez", "yes")
        (listed,) = await listed_calls(calendar, limit=2)
        assert await end_call(calendar, listed.id, now=LATER)
        await maria.say("yes")
        maria.hears("i have to end our call").does_not_hear("cancelled")
