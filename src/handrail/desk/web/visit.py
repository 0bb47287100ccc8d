"""A visit: the signed cookie of a browser, the token of its forms, and whether it is logged in."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from handrail.desk.calendar.login import SESSION_LASTS

__all__ = ["COOKIE", "CSRF_FIELD", "CSRF_HEADER", "Visit", "visit_of"]

COOKIE: Final = "handrail_desk"
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "X-CSRF-Token"

_KEY_BYTES: Final = 32
_LONGEST_COOKIE: Final = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser, known by a key that only it and its cookie hold."""

    key: str
    is_new: bool = False
    """Whether the browser has yet to be given it."""
    logged_in: bool = False

    @classmethod
    def begin(cls) -> Visit:
        """Return a visit with a new key. A login begins one, so that no one can fix its key."""
        return cls(secrets.token_urlsafe(_KEY_BYTES), is_new=True)

    @classmethod
    def read(cls, cookie: str | None, secret: bytes) -> Visit | None:
        """Return the visit of a cookie; None when there is none that this site has signed."""
        if cookie is None or len(cookie) > _LONGEST_COOKIE:
            return None
        key, _, mark = cookie.partition(".")
        return cls(key) if _equal(mark, _sign(secret, "visit", key)) else None

    def token(self, secret: bytes) -> str:
        """Return the token that each of its forms must bear: other sites cannot know it."""
        return _sign(secret, "form", self.key)

    def bears(self, token: str | None, secret: bytes) -> bool:
        """Tell whether a form is its own."""
        return token is not None and _equal(token, self.token(secret))

    def keep(self, response: Response, secret: bytes, *, secure: bool) -> None:
        """Give the browser its cookie."""
        response.set_cookie(
            COOKIE,
            f"{self.key}.{_sign(secret, 'visit', self.key)}",
            max_age=int(SESSION_LASTS.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=secure,
        )


def visit_of(request: Request) -> Visit:
    """Return the visit that a request belongs to."""
    visit: Visit = request.state.visit
    return visit


def _sign(secret: bytes, what: str, key: str) -> str:
    text = f"{what}:{key}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, text, sha256).hexdigest()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())
