"""How often a login may fail: a password cannot be found by trying."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

__all__ = ["Attempts"]

_WITHIN: Final = timedelta(minutes=5)
_FROM_ONE: Final = 5
_FROM_ALL: Final = 50
_ALL: Final = ""


@dataclass(slots=True)
class Attempts:
    """The failed attempts of the last five minutes: five from one address, fifty from all."""

    failed: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, address: str, now: datetime) -> timedelta | None:
        """Return how long an address has to wait until it may try again; None when it may."""
        for who, most in ((address, _FROM_ONE), (_ALL, _FROM_ALL)):
            recent = self._recent(who, now)
            if len(recent) >= most:
                return recent[-most] + _WITHIN - now
        return None

    def note(self, address: str, now: datetime) -> None:
        """Count an attempt. It counts from its start, so that many at once gain nothing."""
        for who in (address, _ALL):
            self.failed.setdefault(who, deque(maxlen=_FROM_ALL)).append(now)
        for who in [each for each in self.failed if not self._recent(each, now)]:
            del self.failed[who]

    def forget(self, address: str) -> None:
        """Forget those of an address, whose password was right."""
        self.failed.pop(address, None)

    def _recent(self, who: str, now: datetime) -> deque[datetime]:
        found = self.failed.get(who, deque())
        while found and found[0] <= now - _WITHIN:
            found.popleft()
        return found
