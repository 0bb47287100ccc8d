"""By which channels messages leave, as the environment says.

| variable | |
|---|---|
| `HANDRAIL_WEBHOOK_URL` | where messages are posted |
| `HANDRAIL_WEBHOOK_SECRET` | what they are signed with, 16 characters or more |
| `HANDRAIL_WEBHOOK_PRIVATE` | `1`: it may be in a private network, and be plain `http:` |
| `HANDRAIL_SMTP_URL` | `smtp://user:password@host:587` or `smtps://user:password@host:465` |
| `HANDRAIL_MAIL_FROM` | the sender: `desk@example.com` or `Northside Studio <desk@example.com>` |
| `HANDRAIL_MAIL_OWNER` | who is told of call-backs; the sender by default |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from handrail.desk.calendar import EMAIL, WEBHOOK
from handrail.faults import BadInput

from .channel import Channel

__all__ = ["MailSettings", "NotificationSettings", "WebhookSettings", "settings_from"]

_SECRET_LENGTH: Final = 16
_PORTS: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where messages are posted."""

    url: str
    secret: str = field(repr=False)
    private: bool = False


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How emails are sent."""

    host: str
    port: int
    sender: str
    """An address."""
    sender_name: str = ""
    """Empty for the business's."""
    owner: str = ""
    """Who is told of call-backs; empty for the sender."""
    user: str = ""
    password: str = field(default="", repr=False)
    tls_at_once: bool = False
    """Whether TLS begins with the connection, and not by STARTTLS."""


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """What is configured; nothing is: nothing is told."""

    webhook: WebhookSettings | None = None
    mail: MailSettings | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the channels, to open a calendar with."""
        return (*((EMAIL,) if self.mail else ()), *((WEBHOOK,) if self.webhook else ()))

    def channels(self) -> tuple[Channel, ...]:
        """Return the channels, to deliver by.

        Raises:
            BadInput: for an address that cannot be one.
        """
        channels: list[Channel] = []
        if self.mail is not None:
            from .mail import Mail  # noqa: PLC0415 - what sends is slow to import

            channels.append(Mail(self.mail))
        if self.webhook is not None:
            from .webhook import Webhook  # noqa: PLC0415

            to = self.webhook
            try:
                channels.append(Webhook(to.url, to.secret, private=to.private))
            except ValueError:
                raise BadInput("HANDRAIL_WEBHOOK_URL must be a URL with a host.") from None
        return tuple(channels)


def settings_from(environment: Mapping[str, str]) -> NotificationSettings:
    """Read the settings from the variables of an environment. An empty one counts as none.

    Raises:
        BadInput: for one that is missing beside another, or cannot be used.
    """
    return NotificationSettings(_webhook(environment), _mail(environment))


def _webhook(environment: Mapping[str, str]) -> WebhookSettings | None:
    where = environment.get("HANDRAIL_WEBHOOK_URL", "")
    if not where:
        return None
    private = environment.get("HANDRAIL_WEBHOOK_PRIVATE", "") == "1"
    url = _split("HANDRAIL_WEBHOOK_URL", where)
    if url.scheme not in ({"https", "http"} if private else {"https"}):
        raise BadInput(
            "HANDRAIL_WEBHOOK_URL must be an https address; plain http is for a private network,"
            " with HANDRAIL_WEBHOOK_PRIVATE=1."
        )
    secret = environment.get("HANDRAIL_WEBHOOK_SECRET", "")
    if len(secret) < _SECRET_LENGTH:
        raise BadInput(
            "HANDRAIL_WEBHOOK_URL needs HANDRAIL_WEBHOOK_SECRET, of 16 characters or more."
        )
    return WebhookSettings(where, secret, private)


def _mail(environment: Mapping[str, str]) -> MailSettings | None:
    server = environment.get("HANDRAIL_SMTP_URL", "")
    if not server:
        return None
    url = _split("HANDRAIL_SMTP_URL", server)
    if url.scheme not in _PORTS:
        raise BadInput("HANDRAIL_SMTP_URL must be such as smtp://user:password@host:587 or smtps:.")
    name, sender = _address("HANDRAIL_MAIL_FROM", environment.get("HANDRAIL_MAIL_FROM", ""))
    owner = environment.get("HANDRAIL_MAIL_OWNER", "")
    return MailSettings(
        host=url.hostname or "",
        port=url.port or _PORTS[url.scheme],
        sender=sender,
        sender_name=name,
        owner=_address("HANDRAIL_MAIL_OWNER", owner)[1] if owner else "",
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        tls_at_once=url.scheme == "smtps",
    )


def _split(variable: str, text: str) -> SplitResult:
    """Take a URL apart; it is not repeated in a fault, since it may hold a password.

    Raises:
        BadInput: when it is none with a host.
    """
    try:
        url = urlsplit(text)
        if url.hostname and url.port != 0:
            return url
    except ValueError:
        pass
    raise BadInput(f"{variable} must be a URL with a host.")


def _address(variable: str, text: str) -> tuple[str, str]:
    """Return the name, perhaps empty, and the address of somebody who writes or is written to.

    Raises:
        BadInput: when there is no address in it.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow

    name, address = parseaddr(text)
    try:
        valid = validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        raise BadInput(
            f"HANDRAIL_SMTP_URL needs {variable}, an address such as desk@example.com."
        ) from None
    return name, valid.ascii_email or valid.normalized
