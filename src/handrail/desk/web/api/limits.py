"""How often a token may ask, so that no website can keep the desk from its callers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

__all__ = ["Limits"]

_WITHIN: Final = timedelta(minutes=1)


@dataclass(slots=True)
class Limits:
    """The requests of the last minute, by whom they come from."""

    most: int
    """So many within a minute."""
    asked: dict[str, deque[datetime]] = field(default_factory=dict)

    def wait(self, who: str, now: datetime) -> int | None:
        """Count a request, and return in how many seconds it may be made; None for now."""
        recent = self.asked.setdefault(who, deque())
        while recent and recent[0] <= now - _WITHIN:
            recent.popleft()
        if len(recent) >= self.most:
            return max(1, int((recent[0] + _WITHIN - now).total_seconds()))
        if not recent:
            self._forget(now)
            self.asked[who] = recent
        recent.append(now)
        return None

    def _forget(self, now: datetime) -> None:
        """Forget those who have not asked for a minute."""
        for who in [each for each, at in self.asked.items() if not at or at[-1] <= now - _WITHIN]:
            del self.asked[who]
