"""How a receiver knows that a webhook is the desk's: HMAC-SHA256 over its time and body.

The form of the header is the one that Stripe's receivers know: `t=1781269200,v1=5257a869e7...`.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

__all__ = ["HEADER", "is_signed", "signature"]

HEADER: Final = "Handrail-Signature"

_TOLERANCE: Final = timedelta(minutes=5)


def signature(secret: str, body: bytes, *, now: datetime) -> str:
    """Return the value of the header that signs a body.

    Args:
        secret: What sender and receiver share.
        body: The bytes that are sent.
        now: When, aware.
    """
    seconds = str(int(now.timestamp()))
    return f"t={seconds},v1={_digest(secret, seconds, body)}"


def is_signed(
    secret: str,
    body: bytes,
    header: str,
    *,
    now: datetime,
    tolerance: timedelta = _TOLERANCE,
) -> bool:
    """Tell whether a body that was received is signed, and was so lately.

    Args:
        secret: What sender and receiver share.
        body: The bytes as they came.
        header: The value of `Handrail-Signature`.
        now: The present moment, aware.
        tolerance: How old, or how far ahead, it may be, so that nobody sends an old one again.
    """
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    seconds, signed = parts.get("t", ""), parts.get("v1", "")
    if not (seconds.isascii() and seconds.isdigit()):
        return False
    if abs(now.timestamp() - int(seconds)) > tolerance.total_seconds():
        return False
    return hmac.compare_digest(_digest(secret, seconds, body).encode(), signed.encode())


def _digest(secret: str, seconds: str, body: bytes) -> str:
    return hmac.digest(secret.encode(), f"{seconds}.".encode() + body, "sha256").hex()
