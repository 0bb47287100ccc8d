"""What a model may say in its own words: it has booked, noted and changed nothing."""

from __future__ import annotations

import pytest

from handrail.livekit.claims import without_claims
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.test_model import at_party


@pytest.mark.parametrize(
    "claim",
    [
        "You are booked!",
        "You're all set.",
        "All done!",
        "I've changed it to Friday at four for you.",
        "I have just put you down for six.",
        "Your appointment has been booked for 3 p.m. on Friday.",
        "It has been moved to four.",
        "Done.",
        "Your confirmation number is 4711.",
        "\u00a1Reservado!",
        "Shall I book another one?",
    ],
)
def test_a_claim_and_a_question_are_left_out(claim: str) -> None:
    assert without_claims(claim) == ""
    assert without_claims(f"We have a terrace. {claim}") == "We have a terrace."


@pytest.mark.parametrize(
    "answer",
    [
        "A haircut takes half an hour and costs 30 dollars.",
        "It is not booked yet.",
        "That time is already taken.",
        "Yes, we are open from 9 a.m. to 5 p.m. on Tuesday.",
        "All haircuts are done by Ann.",
        "I am afraid I can't tell.",
    ],
)
def test_an_answer_is_left_as_it_is(answer: str) -> None:
    assert without_claims(answer) == answer


async def test_who_is_told_by_a_model_that_all_is_done_hears_the_desks_question_alone() -> None:
    call = await at_party(Scripted(Reply(text="You are booked! See you on Friday, shall we?")))
    turn = await call.say("is it nice to sit outside there by any chance")
    assert "booked" not in turn.desk
    assert turn.desk.count("?") == 1
    await call.aclose()
