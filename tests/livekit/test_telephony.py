"""The number a call comes from."""

from __future__ import annotations

import pytest
from livekit import rtc

from handrail.livekit import caller_number
from tests.livekit.phone import participant


def test_the_number_of_a_caller_on_the_telephone() -> None:
    assert caller_number(participant("+12125550142")) == "+12125550142"


def test_a_trunk_may_hand_over_a_national_number() -> None:
    assert caller_number(participant("2125550142")) == "+12125550142"
    assert caller_number(participant("020 7946 0958"), region="GB") == "+442079460958"


@pytest.mark.parametrize(
    "written",
    [None, "", "anonymous", "Restricted", "+7378742833", "7378742833", "266696687", "1001", "sip"],
)
def test_a_withheld_number_is_none(written: str | None) -> None:
    assert caller_number(participant(written)) is None


def test_who_calls_from_a_browser_has_no_number_whatever_they_claim() -> None:
    standard = rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD
    assert caller_number(participant("+12125550142", kind=standard)) is None


async def test_of_a_room_the_one_on_the_telephone_counts() -> None:
    room = rtc.Room()
    room._remote_participants = {
        "a": participant("+12125550100", kind=rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD),
        "b": participant("+12125550142"),
    }
    assert caller_number(room) == "+12125550142"
    assert caller_number(rtc.Room()) is None
