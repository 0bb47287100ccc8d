"""One letter for each message, with the invitation that goes with it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from handrail.desk.calendar import CallBackTold, Message, Sender
from handrail.desk.notifications import Undelivered
from handrail.desk.notifications.mail import Mail, email_of
from handrail.desk.notifications.settings import MailSettings
from tests.desk.conftest import NEW_YORK, NOW
from tests.desk.receivers import MailServer, a_mail_server, free_port
from tests.desk.test_feeds import BOOKING
from tests.desk.test_stores import FOUR, PHONE, THREE

MESSAGE = Message(
    id=1,
    attempt=1,
    key="booked.5d1f0e0c.0.email",
    channel="email",
    event="booked",
    created_at=NOW.astimezone(UTC),
    sender=Sender("Northside Studio", "12 Mill Lane", NEW_YORK, "US"),
    about=BOOKING,
    was=None,
)
MOVED = replace(
    MESSAGE,
    event="rescheduled",
    about=replace(BOOKING, start=FOUR, end=FOUR + timedelta(minutes=30), sequence=1),
    was=THREE,
)
CANCELLED = replace(
    MESSAGE, event="cancelled", about=replace(BOOKING, status="cancelled", sequence=2)
)


def settings(server: MailServer, **other: Any) -> MailSettings:
    return MailSettings(
        **{"host": "127.0.0.1", "port": server.port, "sender": "desk@example.com", **other}
    )


def login(password: str) -> dict[str, Any]:
    return {"user": "desk", "password": password}


@pytest.fixture
def server() -> Iterator[MailServer]:
    with a_mail_server() as server:
        yield server


async def send(server: MailServer, message: Message = MESSAGE, **other: Any) -> None:
    await Mail(settings(server, **other), seconds=5).send(message, now=NOW)


async def received(server: MailServer, message: Message = MESSAGE) -> EmailMessage:
    await send(server, message)
    return server.letters[-1]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n")


def invitation_of(letter: EmailMessage) -> tuple[EmailMessage, Any]:
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    return part, icalendar.Calendar.from_ical(part.get_content())


async def test_a_booking_is_confirmed_with_an_invitation(server: MailServer) -> None:
    letter = await received(server)
    assert letter["From"] == "Northside Studio <desk@example.com>"
    assert letter["To"] == "Maria Lopez <maria@example.com>"
    assert letter["Subject"] == "Booked: Haircut, Tuesday, June 16, 2026, 3:00 PM EDT"
    assert letter["Message-ID"] == "<booked.5d1f0e0c.0.email@example.com>"
    assert letter["Date"].datetime == NOW
    assert letter["Auto-Submitted"] == "auto-generated"
    assert text_of(letter) == (
        "Hello Maria Lopez,\n\n"
        "this is booked for you:\n\n"
        "    Haircut\n"
        "    Tuesday, June 16, 2026, 3:00 PM EDT\n"
        "    Northside Studio, 12 Mill Lane\n\n"
        "Your code is L6K4. To change or cancel, call us and say it.\n\n"
        "Northside Studio\n"
    )
    part, around = invitation_of(letter)
    assert part.get_param("method") == "REQUEST"
    assert around["method"] == "REQUEST"
    assert around.events[0]["organizer"] == "mailto:desk@example.com"


async def test_a_move_tells_both_times_and_moves_the_event(server: MailServer) -> None:
    letter = await received(server, MOVED)
    assert letter["Subject"] == "Moved: Haircut, Tuesday, June 16, 2026, 4:00 PM EDT"
    assert "Before, it was Tuesday, June 16, 2026, 3:00 PM EDT." in text_of(letter)
    _, around = invitation_of(letter)
    (event,) = around.events
    assert (around["method"], event["uid"], event["sequence"]) == ("REQUEST", BOOKING.uid, 1)
    assert event.start == FOUR


async def test_a_cancellation_takes_the_event_out(server: MailServer) -> None:
    letter = await received(server, CANCELLED)
    assert letter["Subject"].startswith("Cancelled: Haircut")
    part, around = invitation_of(letter)
    assert (part.get_param("method"), around["method"]) == ("CANCEL", "CANCEL")
    assert around.events[0]["sequence"] == 2


async def test_the_owner_is_told_whom_to_call_back(server: MailServer) -> None:
    asked = replace(MESSAGE, event="call_back_asked", about=CallBackTold(PHONE, NOW))
    letter = await received(server, asked)
    assert letter["To"] == "desk@example.com"
    assert text_of(letter).startswith(f"Please call {PHONE}.")
    assert "Friday, June 12, 2026, 9:00 AM EDT" in text_of(letter)
    await send(server, asked, owner="owner@example.com")
    assert server.letters[-1]["To"] == "owner@example.com"


async def test_names_of_any_kind_stay_in_their_line(server: MailServer) -> None:
    name = 'J\u00fcrgen \U0001f469\u200d\U0001f3a4, "Jr."\r\nBcc: everybody'
    letter = await received(server, replace(MESSAGE, about=replace(BOOKING, name=name)))
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].addr_spec == "maria@example.com"
    assert letter["To"].addresses[0].display_name == name.replace("\r\n", " ")


async def test_times_are_written_as_in_the_country(server: MailServer) -> None:
    london = replace(MESSAGE, sender=replace(MESSAGE.sender, region="GB"))
    assert "Tuesday, 16 June 2026, 15:00 EDT" in text_of(await received(server, london))
    nowhere = replace(MESSAGE, sender=replace(MESSAGE.sender, region="??"))
    assert "June 16, 2026" in text_of(await received(server, nowhere))


def test_a_letter_is_the_same_each_time_but_for_its_boundary() -> None:
    to = MailSettings(host="", port=25, sender="desk@example.com")
    one, two = (email_of(MESSAGE, to) for _ in range(2))
    assert one.items() == two.items()
    assert [part.get_payload() for part in one.iter_parts()] == [
        part.get_payload() for part in two.iter_parts()
    ]


@pytest.mark.parametrize(
    ("to_rcpt", "to_data", "why", "for_good"),
    [
        ("550 who?", None, "the mail server refuses the recipient (550)", True),
        ("450 not now", None, "the mail server refuses the recipient (450)", False),
        (None, "451 later", "the mail server answered 451", False),
        (None, "554 maria@example.com is bad", "the mail server answered 554", False),
    ],
)
async def test_what_the_server_refuses_is_told_without_its_words(
    server: MailServer, to_rcpt: str | None, to_data: str | None, why: str, for_good: bool
) -> None:
    server.to_rcpt = [to_rcpt] if to_rcpt else []
    server.to_data = [to_data] if to_data else []
    with pytest.raises(Undelivered) as caught:
        await send(server)
    assert (caught.value.why, caught.value.for_good) == (why, for_good)
    await send(server)
    assert len(server.letters) == 1


async def test_a_server_that_is_not_there() -> None:
    with pytest.raises(Undelivered, match="cannot be reached"):
        await send(MailServer(port=free_port()))


async def test_who_was_purged_is_not_written_to(server: MailServer) -> None:
    purged = replace(MESSAGE, about=replace(BOOKING, name="", phone="", email=None))
    with pytest.raises(Undelivered) as caught:
        await send(server, purged)
    assert caught.value.for_good
    assert server.letters == []


async def test_a_letter_goes_to_no_other_machine_without_tls(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.desk.notifications.mail._is_here", lambda _host: False)
    with pytest.raises(Undelivered, match="lacks STARTTLS"):
        await send(server)
    assert server.letters == []


async def test_a_login_needs_a_server_that_takes_one(server: MailServer) -> None:
    with pytest.raises(Undelivered, match="a login"):
        await send(server, **login("wrong"))


# --- with TLS -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a key and a certificate for 127.0.0.1."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes a certificate, is not on this machine")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return context


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_letter_travels_by_tls_to_a_server_that_can_be_trusted(
    certificate: Path, context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    options: dict[str, Any] = {"ssl_context": context} if at_once else {"tls_context": context}
    with a_mail_server(require_starttls=not at_once, **options) as server:
        with pytest.raises(Undelivered, match="certificate cannot be trusted"):
            await send(server, tls_at_once=at_once)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
        await send(server, tls_at_once=at_once)
        assert len(server.letters) == 1


async def test_the_desk_logs_in_once_nobody_can_listen(
    certificate: Path, context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))

    def check(_server: Any, _session: Any, _envelope: Any, _how: str, login: Any) -> AuthResult:
        assert isinstance(login, LoginPassword)
        is_right = (login.login, login.password) == (b"desk", b"right")
        return AuthResult(success=is_right, handled=False)

    with a_mail_server(tls_context=context, authenticator=check, auth_required=True) as server:
        with pytest.raises(Undelivered, match=r"refuses the login \(535\)"):
            await send(server, **login("wrong"))
        await send(server, **login("right"))
        assert len(server.letters) == 1


# --- addresses beyond ASCII ---------------------------------------------------------------------


async def test_an_address_beyond_ascii_needs_a_server_that_knows_such(server: MailServer) -> None:
    beyond = replace(MESSAGE, about=replace(BOOKING, email="j\u00fcrgen@example.com"))
    letter = await received(server, beyond)
    read = str(letter["To"].addresses[0].addr_spec)  # Python's parser keeps UTF-8 as it came
    assert read.encode("utf-8", "surrogateescape").decode() == "j\u00fcrgen@example.com"
    with (
        a_mail_server(enable_SMTPUTF8=False) as old,
        pytest.raises(Undelivered, match="such addresses"),
    ):
        await send(old, beyond)
