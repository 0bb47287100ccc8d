"""Callers whose call was dropped, and who call again: told on both hosts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handrail.desk.calendar import Calendar, all_bookings, all_holds
from tests.stories.talk import FRIDAY_AT_NINE, Calling, Talk, at, take

MARIA = "+12125550142"
HERS = ("i'm maria lopez, a haircut on tuesday at three", "yes")
"""The name, the haircut, the time and the number; the email is asked for."""
LATER = FRIDAY_AT_NINE + timedelta(minutes=5)


async def cut_off(call: Calling, *said: str, caller: str | None = MARIA) -> None:
    """Hold a call up to a hang-up."""
    async with call(caller=caller) as maria:
        await maria.say(*said)
        maria.hangs_up()
        await maria.conversation.keep()


async def holds(calendar: Calendar) -> list[str]:
    return [each.start.isoformat() for each in await all_holds(calendar, now=LATER)]


async def test_a_caller_who_was_cut_off_goes_on_where_they_were(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA, now=LATER) as maria:
        maria.hears("welcome back", "what's your name").is_asked(None, "resume")
        maria.does_not_hear("haircut", "tuesday", "maria")
        await maria.say("maria lopez")
        maria.hears("haircut on Tuesday the 16th at 3").is_asked(None, "resume")
        await maria.say("yes")
        maria.hears("email").is_asked("email").does_not_hear("name")
        maria.knows(start=at("2026-06-16 15:00"), phone=(MARIA, "confirmed"), name="Maria Lopez")
        await maria.say("no thanks", "yes")
        maria.hears("booked")
        (booked,) = await maria.bookings()
        assert booked.name == "Maria Lopez"
        maria.hangs_up()
        await maria.conversation.keep()
    async with call(caller=MARIA, now=LATER, manners=False) as again:
        again.does_not_hear("welcome back").is_asked(None)


async def test_a_misheard_name_beside_the_number_is_still_hers(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopes")
        maria.hears("haircut").is_asked(None, "resume")


@pytest.mark.parametrize("said", ["john smith", "no", "i'd rather not say"])
async def test_a_stranger_learns_nothing_and_is_received_as_anybody(
    call: Calling, calendar: Calendar, said: str
) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as stranger:
        await stranger.say(said)
        stranger.hears("how can i help").is_asked(None).does_not_hear("haircut", "tuesday", "maria")
        await stranger.say("a haircut on tuesday at three")
        stranger.hears("taken")
        await stranger.say("never mind, goodbye")
    assert len(await holds(calendar)) == 1
    async with call(caller=MARIA, now=LATER) as maria:
        await maria.say("maria lopez")
        maria.hears("haircut on Tuesday the 16th at 3")


async def test_who_says_what_they_want_instead_is_served_at_once(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("i'd like to book a haircut")
        maria.is_asked("start").hears("when|what day").does_not_hear("tuesday", "maria")
        await maria.say("tuesday at three")  # it was kept for the call that dropped, and is hers
        maria.is_asked("phone", "read_back")


async def test_the_same_words_book_the_same_time_though_nobody_could_be_recognised(
    call: Calling,
) -> None:
    await cut_off(call, "a haircut on tuesday at three")
    async with call(caller=MARIA) as maria:
        maria.does_not_hear("welcome back").is_asked(None)
        await maria.say("a haircut on tuesday at three")
        maria.is_asked("phone", "read_back")


async def test_who_wants_no_more_of_it_is_asked_nothing_twice(
    call: Calling, calendar: Calendar
) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopez", "no")
        maria.hears("how can i help").is_asked(None)
        assert await holds(calendar) == []
        await maria.say("a colour on friday at ten")
        maria.is_asked("email").knows(name="Maria Lopez", phone=(MARIA, "confirmed"))
    async with call(caller=MARIA) as again:
        again.is_asked(None, "resume")
        await again.say("maria lopez")
        again.hears("colour").does_not_hear("haircut")


async def test_another_number_that_was_given_tells_who_it_is(call: Calling) -> None:
    await cut_off(call, "a haircut on tuesday at three", "no use 212 555 0199", "yes")
    async with call(caller=MARIA) as maria:
        maria.hears("number").is_asked(None, "resume").does_not_hear("0199")
        await maria.say("212 555 0199")
        maria.hears("haircut on tuesday the 16th at 3").is_asked(None, "resume")
        await maria.say("yes")
        maria.is_asked("name")


@pytest.mark.parametrize(
    ("said", "caller"), [(("a haircut on tuesday at three", "yes"), MARIA), (HERS, None)]
)
async def test_nothing_that_tells_who_it_is_makes_an_ordinary_call(
    call: Calling, said: tuple[str, ...], caller: str | None
) -> None:
    await cut_off(call, *said, caller=caller)
    async with call(caller=caller) as maria:
        maria.hears("good morning").is_asked(None)


async def test_it_is_too_late_after_the_window(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA, now=FRIDAY_AT_NINE + timedelta(minutes=31)) as maria:
        maria.hears("good morning").is_asked(None)


async def test_a_time_that_has_gone_meanwhile_is_said_with_others(
    call: Calling, calendar: Calendar
) -> None:
    await cut_off(call, *HERS)
    await take(calendar, "Haircut", "2026-06-16 15:00")
    async with call(caller=MARIA, now=LATER) as maria:
        await maria.say("maria lopez", "yes")
        maria.hears("three on tuesday is taken", "2:30 or 3:30").is_asked("start", "offer")
        await maria.say("3:30")
        maria.is_asked("email").knows(start=at("2026-06-16 15:30"))


async def test_a_hold_that_expired_is_taken_anew(call: Calling, calendar: Calendar) -> None:
    await cut_off(call, *HERS)
    late = FRIDAY_AT_NINE + timedelta(minutes=25)
    assert await all_holds(calendar, now=late) == ()
    async with call(caller=MARIA, now=late) as maria:
        await maria.say("maria lopez", "yes")
        maria.is_asked("email")
        assert len(await all_holds(calendar, now=late)) == 1


REACHED: tuple[tuple[tuple[str, ...], str | None, str], ...] = (
    (("i'm maria lopez, a haircut please",), "start", "ask"),
    (("i'm maria lopez, a haircut please", "tuesday"), "start", "ask"),
    (("i'm maria lopez, a haircut please", "tuesday afternoon"), "start", "offer"),
    (HERS[:1], "phone", "read_back"),
    ((HERS[0], "no", "212 555"), "phone", "ask"),
    ((HERS[0], "no use 212 555 0199"), "phone", "read_back"),
    ((*HERS, "maria at example dot com"), "email", "read_back"),
    ((*HERS, "no"), None, "summary"),
    ((*HERS, "no", "no"), None, "summary"),
    ((*HERS, "wait, can we change the day"), "start", "ask"),
)


@pytest.mark.parametrize(("said", "step", "act"), REACHED)
async def test_every_place_of_a_call_is_come_back_to(
    plain_call: Calling, said: tuple[str, ...], step: str | None, act: str
) -> None:
    async with plain_call(caller=MARIA) as before:
        await before.say(*said)
        before.is_asked(step, act)
        known, partial = before.known(), before.turns[-1]
        before.hangs_up()
        await before.conversation.keep()
    async with plain_call(caller=MARIA, now=LATER) as maria:
        await maria.say("maria lopez", "yes")
        maria.is_asked(step, act)
        assert maria.known() == known, maria.told(f"was {partial}")
        await to_the_end(maria)


async def to_the_end(maria: Talk) -> None:
    """Answer whatever is asked until it is booked."""
    answers = {
        ("start", "ask"): "wednesday at three",
        ("start", "offer"): "the second",
        ("phone", "ask"): "212 555 0177",
        ("phone", "read_back"): "yes",
        ("email", "ask"): "no",
        ("email", "read_back"): "yes",
        (None, "summary"): "yes",
    }
    for _ in range(9):
        asking = maria.turns[-1].asking
        if "booked" in maria.heard.lower():
            return
        if maria.heard.startswith("What should"):
            await maria.say("the day")
        else:
            await maria.say(answers[asking["step"], asking["act"]])
    pytest.fail(maria.told("is not booked"))


async def test_a_call_that_dropped_twice_is_gone_on_with_twice(call: Calling) -> None:
    await cut_off(call, *HERS)
    await cut_off(call, "maria lopez", "yes", "no")
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopez", "yes")
        maria.is_asked(None, "summary").hears("tuesday the 16th at 3", "maria lopez")
        await maria.say("yes")
        assert len(await maria.bookings()) == 1


async def test_a_hang_up_while_asked_who_it_is_changes_nothing(call: Calling) -> None:
    await cut_off(call, *HERS)
    await cut_off(call)
    await cut_off(call, "maria lopez")
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopez", "yes")
        maria.is_asked("email")


async def test_a_person_is_had_without_saying_who_it_is(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("can i speak to a human")
        maria.is_asked("phone", "read_back")
        await maria.say("yes")
        maria.ended("escalated")


async def test_of_two_who_go_on_at_once_one_does_and_it_is_booked_once(
    call: Calling, calendar: Calendar
) -> None:
    await cut_off(call, *HERS)
    async with (
        call(caller=MARIA, manners=False) as one,
        call(caller=MARIA, manners=False) as other,
    ):
        for each in (one, other):
            await each.say("maria lopez")
        await one.say("yes")
        await other.say("yes")
        one.is_asked("email")
        other.hears("can't go on with that", "how can i help").is_asked(None)
        await one.say("no", "yes")
        one.hears("booked")
    assert len(await all_bookings(calendar)) == 1


async def test_a_change_to_what_another_goes_on_with_is_none_to_what_is_booked_instead(
    plain_call: Calling,
) -> None:
    """The next booking of the call was once made at four."""
    await cut_off(plain_call, *HERS)
    async with (
        plain_call(caller=MARIA, manners=False) as one,
        plain_call(caller=MARIA, manners=False) as other,
    ):
        for each in (one, other):
            await each.say("maria lopez")
        await one.say("yes")
        await other.say("yes but make it four")
        other.hears("can't go on with that")
        await other.say("a colour on friday at two")
        other.knows(start=at("2026-06-19 14:00"))


async def test_book_cancel_the_rest_and_book_again_in_one_call(call: Calling) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopez", "yes", "no", "yes")
        maria.hears("booked")
        await maria.say("another haircut on wednesday at ten", "never mind")
        await maria.say("a haircut on thursday at ten", "yes")
        maria.hears("booked")
        assert len(await maria.bookings()) == 2


async def test_who_did_not_hear_that_it_was_booked_hears_it_when_they_are_back(
    plain_call: Calling,
) -> None:
    async with plain_call(caller=MARIA, manners=False) as before:
        await before.say(*HERS, "no")
        conversation = before.conversation
        conversation.begin_turn(("yes",))
        for move in conversation.read(("yes",)).moves:
            conversation.apply(move)
        line = await conversation.settle()
        conversation.played(line, heard="")
        before.hangs_up()
        await conversation.keep()
    async with plain_call(caller=MARIA, manners=False) as maria:
        maria.is_asked(None, "resume").does_not_hear("booked")
        await maria.say("maria lopez")
        maria.hears("booked", "code", "anything else").is_asked(None, "none")
        assert len(await all_bookings(maria.calendar)) == 1


async def test_never_mind_at_the_offer_is_a_no(call: Calling, calendar: Calendar) -> None:
    await cut_off(call, *HERS)
    async with call(caller=MARIA) as maria:
        await maria.say("maria lopez", "never mind")
        maria.hears("how can i help").is_asked(None)
        assert await holds(calendar) == []
        await maria.say("a colour on friday at ten")
        maria.is_asked("email").knows(name="Maria Lopez", phone=(MARIA, "confirmed"))
        await maria.say("never mind", "goodbye")
    async with call(caller=MARIA, now=LATER) as again:
        again.does_not_hear("welcome back")


@pytest.mark.parametrize(
    ("name", "theirs", "other"),
    [("maria lopez", "haircut on tuesday", "colour"), ("ann smith", "colour on friday", "haircut")],
)
async def test_of_two_people_on_one_number_each_goes_on_with_their_own(
    plain_call: Calling, name: str, theirs: str, other: str
) -> None:
    await cut_off(plain_call, *HERS)
    await cut_off(plain_call, "no", "i'm ann smith, a colour on friday at ten", "yes")
    async with plain_call(caller=MARIA, now=LATER) as caller:
        await caller.say(name)
        caller.hears(theirs).does_not_hear(other)
        await caller.say("yes")
        caller.is_asked("email").does_not_hear(other)
        await caller.say("no", "yes")
        caller.hears("booked")
