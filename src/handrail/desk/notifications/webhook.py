"""By webhook: one signed POST of JSON for each message."""

from __future__ import annotations

import ipaddress
import json
import socket
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from handrail.desk.calendar import WEBHOOK, Booking, Message

from .channel import Undelivered
from .signature import HEADER, signature

__all__ = ["Webhook", "body_of"]

_SECONDS: Final = 15.0
_GONE: Final = 410


class Webhook:
    """Posts messages to one address.

    A redirect is not followed: it would take a signed body where nobody meant it to go. Unless
    `private` is given, neither is an address of a private network, asked for at each attempt by
    what the name means then.

    Args:
        url: Where to.
        secret: What the body is signed with.
        private: Whether it may be in a private network or on this machine.
        seconds: How long an attempt may take.
    """

    name = WEBHOOK

    def __init__(
        self, url: str, secret: str, *, private: bool = False, seconds: float = _SECONDS
    ) -> None:
        self._url = URL(url)
        self._secret = secret
        self._private = private
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def send(self, message: Message, *, now: datetime) -> None:
        """Post a message; an answer of 2xx takes it.

        Raises:
            Undelivered: when it was not taken; for good when the receiver is gone (410).
        """
        body = body_of(message)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message.key,
            "User-Agent": "Handrail",
            HEADER: signature(self._secret, body, now=now),
        }
        try:
            async with (
                aiohttp.ClientSession(connector=self._connector(), timeout=self._timeout) as client,
                client.post(self._url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                _judge(answer)
        except TimeoutError:
            raise Undelivered("the receiver did not answer in time") from None
        except aiohttp.ClientSSLError:
            raise Undelivered("the receiver's certificate cannot be trusted") from None
        except (aiohttp.ClientError, OSError):
            raise Undelivered("the receiver cannot be reached") from None

    def _connector(self) -> aiohttp.TCPConnector:
        if self._private:
            return aiohttp.TCPConnector()
        _refuse_private(self._url.host or "")
        return aiohttp.TCPConnector(resolver=_PublicResolver())


def body_of(message: Message) -> bytes:
    """Return what is posted: the same bytes at each attempt, as long as nobody was purged."""
    about = message.about
    told: dict[str, Any] = {
        "key": message.key,
        "event": message.event,
        "at": message.created_at.astimezone(message.sender.zone).isoformat(),
        "business": message.sender.name,
    }
    if isinstance(about, Booking):
        told["booking"] = {
            **about.as_json(),
            "end": about.end.isoformat(),
            "resource": about.resource,
            "uid": about.uid,
            "sequence": about.sequence,
        }
        if message.was is not None:
            told["was"] = message.was.isoformat()
    else:
        told["call_back"] = {"phone": about.phone, "asked_at": about.asked_at.isoformat()}
    return json.dumps(told, ensure_ascii=False).encode()


def _judge(answer: aiohttp.ClientResponse) -> None:
    """Take an answer for what it says.

    Raises:
        Undelivered: when it is no 2xx.
    """
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, 15.3
        return
    if 300 <= status < 400:  # noqa: PLR2004
        raise Undelivered(f"the receiver answered {status}, and redirects are not followed")
    seconds = answer.headers.get("Retry-After", "")
    wait = timedelta(seconds=min(int(seconds), 86400)) if seconds.isdecimal() else None
    raise Undelivered(f"the receiver answered {status}", for_good=status == _GONE, wait=wait)


class _PublicResolver(AbstractResolver):
    """Resolves names as ever, but only to public addresses."""

    def __init__(self) -> None:
        self._resolver = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            _refuse_private(each["host"])
        return found

    async def close(self) -> None:
        await self._resolver.close()


def _refuse_private(host: str) -> None:
    """Refuse an address that is not public; a name is no address yet.

    Raises:
        Undelivered: when it is one.
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return
    inner = getattr(address, "ipv4_mapped", None) or address
    if not inner.is_global or inner.is_multicast:
        raise Undelivered("the receiver is in a private network, which is not allowed")
