"""The sample business that a new database begins with: a first call has something to book."""

from __future__ import annotations

from sqlalchemy.orm import Session

from .tables import BookingTypeRow, BusinessRow, ResourceRow, WeeklyHoursRow

__all__ = ["add_sample_business"]

_WEEKDAYS = range(5)
_SATURDAY = 5


def add_sample_business(session: Session) -> None:
    """Add Northside Studio, its hours, its three booking types and its one chair."""
    session.add(
        BusinessRow(
            name="Northside Studio",
            address="12 Mill Lane",
            zone="America/New_York",
            region="US",
        )
    )
    session.add_all(
        WeeklyHoursRow(weekday=weekday, opens_minute=9 * 60, closes_minute=18 * 60)
        for weekday in _WEEKDAYS
    )
    session.add(WeeklyHoursRow(weekday=_SATURDAY, opens_minute=10 * 60, closes_minute=14 * 60))
    session.add_all(
        (
            BookingTypeRow(name="Haircut", minutes=30, price_cents=45_00, position=1),
            BookingTypeRow(
                name="Colour",
                synonyms=["color", "dye"],
                minutes=90,
                price_cents=120_00,
                position=2,
            ),
            BookingTypeRow(name="Consultation", minutes=15, price_cents=None, position=3),
        )
    )
    session.add(ResourceRow(name="Chair"))
