"""The front of the desk: what one call sees of the business, and what it may do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handrail.kinds.base import Fact
from handrail.kinds.choice import Option
from handrail.kinds.when import Hours

from .calendar import Business, Calendar, Service
from .register import REGISTER, Register

__all__ = ["CALLER_NUMBER", "HOURS", "SERVICES", "Front"]

SERVICES: Fact[tuple[Option, ...]] = Fact("services", ())
"""The active booking types, as options to choose from."""
HOURS: Fact[Hours] = Fact("hours")
"""When the business is open: what "at three" is understood by."""
CALLER_NUMBER: Fact[str] = Fact("caller_number")
"""The number the call comes from, E.164; missing when it is withheld."""


@dataclass(frozen=True, slots=True)
class Front:
    """The business as it is for the length of one call: the userdata of the desk's workflows."""

    calendar: Calendar
    business: Business
    services: Mapping[str, Service]
    """The active booking types by name, in the owner's order."""
    clock: Callable[[], datetime]
    register: Register = field(default_factory=Register)
    """The bookings that are spoken of in this call."""

    @classmethod
    async def open(cls, calendar: Calendar, clock: Callable[[], datetime]) -> Front:
        """Look the business up as it is now.

        Args:
            calendar: The open calendar.
            clock: Gives the present moment, aware, in any zone.

        Raises:
            CalendarUnavailable: When it cannot be read.
        """
        business = await calendar.business()
        services = {service.name: service for service in await calendar.services()}
        return cls(calendar, business, services, lambda: clock().astimezone(business.zone))

    def facts(self, caller: str | None) -> Mapping[str, Any]:
        """Return the call's facts.

        Args:
            caller: The caller's number, E.164; None when it is not known.
        """
        options = tuple(
            Option(
                service.name,
                synonyms=service.synonyms,
                minutes=service.minutes,
                price=(service.price_cents or 0) / 100,
            )
            for service in self.services.values()
        )
        facts = {
            SERVICES.name: options,
            HOURS.name: self.business.hours,
            REGISTER.name: self.register,
        }
        return {**facts, CALLER_NUMBER.name: caller} if caller else facts
