"""By email: one letter for each message, with the invitation that goes with it."""

from __future__ import annotations

import asyncio
import ipaddress
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Final

from handrail.desk.calendar import EMAIL, Booking, Message
from handrail.desk.feeds import invitation
from handrail.desk.feeds.event import one_line

from .channel import Undelivered
from .letters import letter_of
from .settings import MailSettings

__all__ = ["Mail", "email_of"]

_SECONDS: Final = 20.0
"""How long each word of the mail server may take."""
_FINAL: Final = range(500, 600)
"""Answers that another attempt would get again (RFC 5321, 4.2.1)."""


class Mail:
    """Sends letters through one mail server.

    Without TLS it speaks only to a server on this machine: what it says are people's names.

    Args:
        settings: Which server, and who writes.
        seconds: How long each of its answers may take.
    """

    name = EMAIL

    def __init__(self, settings: MailSettings, *, seconds: float = _SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds

    async def send(self, message: Message, *, now: datetime) -> None:
        """Send a letter.

        Raises:
            Undelivered: when the server did not take it; for good when it knows no such address.
        """
        del now  # a letter is dated by what it tells
        letter = email_of(message, self._settings)
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: EmailMessage) -> None:
        try:
            server = self._connected()
            try:
                server.send_message(letter)
            finally:
                # The letter is taken or not by now, however the server says goodbye.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except smtplib.SMTPRecipientsRefused as fault:
            code = max((each[0] for each in fault.recipients.values()), default=0)
            raise Undelivered(
                f"the mail server refuses the recipient ({code})", for_good=code in _FINAL
            ) from None
        except smtplib.SMTPAuthenticationError as fault:
            raise Undelivered(f"the mail server refuses the login ({fault.smtp_code})") from None
        except smtplib.SMTPResponseException as fault:
            raise Undelivered(f"the mail server answered {fault.smtp_code}") from None
        except smtplib.SMTPNotSupportedError:
            raise Undelivered("the mail server lacks STARTTLS, a login or such addresses") from None
        except ssl.SSLError:
            raise Undelivered("the mail server's certificate cannot be trusted") from None
        except TimeoutError:
            raise Undelivered("the mail server did not answer in time") from None
        except (smtplib.SMTPException, OSError):
            raise Undelivered("the mail server cannot be reached") from None

    def _connected(self) -> smtplib.SMTP:
        to = self._settings
        if to.tls_at_once:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                to.host, to.port, timeout=self._seconds, context=context
            )
        else:
            server = smtplib.SMTP(to.host, to.port, timeout=self._seconds)
        try:
            server.ehlo()
            if not to.tls_at_once and not (_is_here(to.host) and not server.has_extn("starttls")):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if to.user:
                server.login(to.user, to.password)
        except BaseException:
            server.close()
            raise
        return server


def email_of(message: Message, settings: MailSettings) -> EmailMessage:
    """Return the email of a message: the same at each attempt, with the same Message-ID.

    Raises:
        Undelivered: for good, when there is nobody to write to any more.
    """
    sender, about = message.sender, message.about
    letter = letter_of(message)
    email = EmailMessage(policy=SMTP_POLICY)
    email["From"] = _address(settings.sender_name or sender.name, settings.sender)
    if isinstance(about, Booking):
        if not about.email:
            raise Undelivered("there is no email to write to any more", for_good=True)
        email["To"] = _address(about.name, about.email)
    else:
        email["To"] = _address("", settings.owner or settings.sender)
    email["Subject"] = one_line(letter.subject)
    email["Date"] = message.created_at
    email["Message-ID"] = f"<{message.key}@{settings.sender.rpartition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer of a machine, please
    email.set_content(letter.text)
    if isinstance(about, Booking):
        ics = invitation(
            about,
            business=sender.name,
            address=sender.address,
            organizer=settings.sender,
            stamp=message.created_at,
        )
        # An alternative, not an attachment: so mail programs offer to enter it (RFC 6047, 2.4).
        email.add_alternative(
            ics.decode(),
            subtype="calendar",
            cte="base64",
            filename="invitation.ics",
            disposition="inline",
            params={"method": "CANCEL" if about.status == "cancelled" else "REQUEST"},
        )
    return email


def _address(name: str, email: str) -> Address:
    user, _, domain = email.rpartition("@")
    return Address(display_name=one_line(name), username=user, domain=domain)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
