"""The caller's script, and what a good model makes of it: the same for every design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

__all__ = ["BOOKED", "INTRODUCTION", "NOW", "PERSONA", "REMARK", "SCRIPT", "STEPS", "Turn"]

NOW: Final = datetime(2026, 6, 12, 9, tzinfo=ZoneInfo("America/New_York"))

INTRODUCTION: Final = "Hello, this is Ana from Mill Lane."
PERSONA: Final = (
    "You are Ana, the voice of Mill Lane, a hair salon. You talk on the phone: be warm and short, "
    "one sentence at a time, without lists or markup."
)
"""What every design tells its model about who it is."""

STEPS: Final[Mapping[str, str]] = {
    "service": "service",
    "time": "date and time",
    "phone": "phone number",
    "name": "name",
    "email": "email address",
}
"""The steps in their order, and what each is called."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the caller says, and what there is in it."""

    text: str
    gives: Mapping[str, str] = field(default_factory=dict)
    """Values by step, as a model would write them."""
    back_to: str | None = None
    """The step that the caller wants to go back to."""


SCRIPT: Final[Sequence[Turn]] = (
    Turn("a haircut please", {"service": "haircut"}),
    Turn("next tuesday at three in the afternoon", {"time": "2026-06-16T15:00"}),
    Turn("212 555 0142", {"phone": "2125550142"}),
    Turn("maria", {"name": "Maria"}),
    Turn("wait, can we change the time", back_to="time"),
    Turn("tuesday at four in the afternoon", {"time": "2026-06-16T16:00"}),
    Turn("maria@example.com", {"email": "maria@example.com"}),
)

BOOKED: Final[Mapping[str, str]] = {
    "service": "haircut",
    "time": "2026-06-16T16:00",
    "phone": "2125550142",
    "name": "Maria",
    "email": "maria@example.com",
}
"""What must be booked at the end."""

REMARK: Final = "oh and it is my birthday"
"""Said on top of the first answer, while the next question is under way."""
