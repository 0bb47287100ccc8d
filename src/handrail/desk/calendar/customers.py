"""Customers: who bookings are for, one row for the same details."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .tables import CustomerRow

__all__ = ["customer_in"]


async def customer_in(
    session: AsyncSession, phone: str, name: str, email: str | None, now: datetime
) -> int:
    """Return the id of the customer with these details, a new one if there is none.

    Args:
        session: A transaction that writes.
        phone: E.164.
        name: As it is written.
        email: Compared without case; None for none.
        now: The present moment, aware.
    """
    key = email.lower() if email else None
    wanted = select(CustomerRow.id).where(
        CustomerRow.phone == phone,
        CustomerRow.name == name,
        func.coalesce(CustomerRow.email_key, "") == (key or ""),
    )
    # A purge that is emptying the row is waited for: on PostgreSQL it locks what it takes.
    held = wanted.with_for_update(read=True, key_share=True)
    known = (await session.execute(held)).scalar_one_or_none()
    if known is not None:
        return known
    row = CustomerRow(phone=phone, name=name, email=email or None, email_key=key, created_at=now)
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another call of the same person's was quicker.
        return (await session.execute(wanted)).scalar_one()
    return row.id
