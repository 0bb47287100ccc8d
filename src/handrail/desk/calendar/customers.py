"""Customers: who bookings are for, one row for the same details."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from .tables import CustomerRow

__all__ = ["customer_in", "known_by"]


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
    known = await known_by(session, phone, name, email)
    if known is not None:
        return known
    key = email.lower() if email else None
    row = CustomerRow(phone=phone, name=name, email=email or None, email_key=key, created_at=now)
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another call of the same person's was quicker.
        found = await known_by(session, phone, name, email)
        assert found is not None
        return found
    return row.id


async def known_by(session: AsyncSession, phone: str, name: str, email: str | None) -> int | None:
    """Return the id of the customer with these details; None if there is none.

    The arguments are those of `customer_in`.
    """
    wanted = select(CustomerRow.id).where(
        CustomerRow.phone == phone,
        CustomerRow.name == name,
        func.coalesce(CustomerRow.email_key, "") == (email or "").lower(),
    )
    # A purge that is emptying the row is waited for: on PostgreSQL it locks what it takes.
    held = wanted.with_for_update(read=True, key_share=True)
    return (await session.execute(held)).scalar_one_or_none()
