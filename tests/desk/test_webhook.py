"""One signed POST for each message, and only where it was meant to go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from handrail.desk.calendar import CallBackTold, Message, Sender
from handrail.desk.notifications import Undelivered, is_signed, signature
from handrail.desk.notifications.webhook import Webhook
from tests.desk.conftest import NEW_YORK, NOW
from tests.desk.receivers import Receiver, a_receiver
from tests.desk.test_feeds import BOOKING
from tests.desk.test_stores import FOUR, PHONE, THREE

SECRET = "a secret of the receiver"  # noqa: S105 - of these tests
MESSAGE = Message(
    id=1,
    attempt=1,
    key="rescheduled.5d1f0e0c.1.webhook",
    channel="webhook",
    event="rescheduled",
    created_at=NOW.astimezone(UTC),
    sender=Sender("Northside Studio", "12 Mill Lane", NEW_YORK, "US"),
    about=replace(BOOKING, start=FOUR, end=FOUR + timedelta(minutes=30), sequence=1),
    was=THREE,
)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as receiver:
        yield receiver


async def send(receiver: Receiver, message: Message = MESSAGE) -> None:
    await Webhook(receiver.url, SECRET, private=True).send(message, now=NOW)


async def test_a_post_tells_what_became_of_a_booking(receiver: Receiver) -> None:
    await send(receiver)
    (posted,) = receiver.posted
    assert json.loads(posted.body) == {
        "key": MESSAGE.key,
        "event": "rescheduled",
        "at": "2026-06-12T09:00:00-04:00",
        "business": "Northside Studio",
        "booking": {
            **BOOKING.as_json(),
            "start": "2026-06-16T16:00:00-04:00",
            "end": "2026-06-16T16:30:00-04:00",
            "resource": "Chair",
            "uid": BOOKING.uid,
            "sequence": 1,
        },
        "was": "2026-06-16T15:00:00-04:00",
    }
    assert posted.headers["Idempotency-Key"] == MESSAGE.key
    assert posted.headers["Content-Type"] == "application/json"


async def test_a_post_tells_whom_to_call_back(receiver: Receiver) -> None:
    asked = replace(MESSAGE, event="call_back_asked", about=CallBackTold(PHONE, NOW), was=None)
    await send(receiver, asked)
    told = json.loads(receiver.posted[0].body)
    assert told["call_back"] == {"phone": PHONE, "asked_at": "2026-06-12T09:00:00-04:00"}
    assert "booking" not in told


async def test_a_receiver_can_tell_that_it_is_the_desk_s(receiver: Receiver) -> None:
    await send(receiver)
    (posted,) = receiver.posted
    header = posted.headers["Handrail-Signature"]
    assert is_signed(SECRET, posted.body, header, now=NOW)
    assert not is_signed("another secret", posted.body, header, now=NOW)
    assert not is_signed(SECRET, posted.body + b" ", header, now=NOW)
    for later in (timedelta(minutes=6), -timedelta(minutes=6)):
        assert not is_signed(SECRET, posted.body, header, now=NOW + later)


def test_a_signature_is_what_anybody_can_compute() -> None:
    """By `openssl dgst -sha256 -hmac key` over `1781269200.{}`."""
    assert signature("key", b"{}", now=NOW) == (
        "t=1781269200,v1=ad533f1cad3cdeded6c1a970a4327b4563a59bcbd1bb7c137ba1d13cb7d9d769"
    )


@pytest.mark.parametrize("header", ["", "t=", "t=x,v1=", "v1=00", "t=\u00b2,v1=", "t=1781269200"])
def test_a_header_that_is_none_signs_nothing(header: str) -> None:
    assert not is_signed(SECRET, b"", header, now=NOW)


@pytest.mark.parametrize(
    ("answer", "why", "for_good", "wait"),
    [
        ((404, {}), "the receiver answered 404", False, None),
        ((410, {}), "the receiver answered 410", True, None),
        ((503, {"Retry-After": "120"}), "the receiver answered 503", False, 120),
        ((429, {"Retry-After": "soon"}), "the receiver answered 429", False, None),
        ((429, {"Retry-After": "9" * 30}), "the receiver answered 429", False, 86400),
    ],
)
async def test_an_answer_that_is_no_yes(
    receiver: Receiver,
    answer: tuple[int, dict[str, str]],
    why: str,
    for_good: bool,
    wait: int | None,
) -> None:
    receiver.answers = [answer]
    with pytest.raises(Undelivered) as caught:
        await send(receiver)
    assert (caught.value.why, caught.value.for_good) == (why, for_good)
    assert caught.value.wait == (None if wait is None else timedelta(seconds=wait))


async def test_a_redirect_takes_nothing_elsewhere(receiver: Receiver) -> None:
    receiver.answers = [(307, {"Location": receiver.url})]
    with pytest.raises(Undelivered, match="redirects are not followed"):
        await send(receiver)
    assert len(receiver.posted) == 1


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.8",
        "169.254.169.254",
        "[fe80::1]",
        "224.0.0.1",
        "\uff11\uff12\uff17.0.0.1",
    ],
)
async def test_a_private_network_is_not_entered_unless_it_may_be(
    receiver: Receiver, host: str
) -> None:
    url = receiver.url.replace("127.0.0.1", host)
    with pytest.raises(Undelivered, match=r"private network|cannot be reached"):
        await Webhook(url, SECRET).send(MESSAGE, now=NOW)
    assert receiver.posted == []
