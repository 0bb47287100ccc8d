"""Bookings: made, read, moved and cancelled as in a call, and listed for the owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, Final, Literal
from urllib.parse import unquote
from uuid import uuid4

from handrail.desk.calendar import (
    Booking,
    Business,
    NewBooking,
    Place,
    Record,
    Refused,
    Service,
    Sought,
    book,
    booked_by,
    bookings_coded,
    bookings_page,
    cancel,
    check_start,
    moves_of,
    record_of,
    release,
    reschedule,
)
from handrail.desk.calendar.wall_clock import midnight
from handrail.desk.identity import Claims, identifies
from handrail.facts import Verdict
from handrail.kinds.numbering import known

from .booking_models import (
    BookingAsked,
    BookingOut,
    BookingsAsked,
    BookingsOut,
    CancelIn,
    MoveAsked,
    MoveIn,
    NewBookingIn,
    OnceAsked,
)
from .catalogue import service_asked
from .operation import BOOKERS, OWNERS, Asked, Nothing, Operation
from .paging import cursor_of
from .person import details_of
from .problem import Problem

__all__ = ["OPERATIONS"]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


async def _book(asked: Asked[OnceAsked, NewBookingIn]) -> tuple[int, BookingOut]:
    wanted, run = asked.body, _run(asked, "book", asked.given.once)
    business, service = await service_asked(asked, wanted.type, wanted.resource, field="type")
    phone, name, email = details_of(
        business, asked.now, phone=wanted.phone, name=wanted.name, email=wanted.email
    )
    new = NewBooking(service, wanted.start, phone, name, email)
    if (made := await booked_by(asked.calendar, run)) is not None:
        record = await record_of(asked.calendar, made)
        assert record is not None
        if not await _is_same(asked, record, new):
            raise Problem(
                422, "That Idempotency-Key was used for another booking.", kind="key-used"
            )
        return 200, BookingOut.of(record.booking)
    check = _check_of(asked, new.start, business, service)
    why = await check(run=run)
    if not why.ok:
        raise _not_free(why)
    try:
        return 201, BookingOut.of(await book(asked.calendar, new, run=run, now=asked.now))
    except Refused:
        await release(asked.calendar, run=run, now=asked.now)
        raise _not_free(await check()) from None


async def _is_same(asked: Asked[Any, Any], record: Record, new: NewBooking) -> bool:
    """Tell whether a booking is the one that is wanted again, wherever it was moved since."""
    booking = record.booking
    moves = await moves_of(asked.calendar, booking.id)
    start = moves[0].old_start if moves else booking.start
    held = (record.service.id, start, booking.phone, booking.name, booking.email)
    return held == (new.service.id, new.start, new.phone, new.name, new.email)


async def _read(asked: Asked[BookingAsked, Nothing]) -> BookingOut:
    return BookingOut.of(await _meant(asked))


async def _move(asked: Asked[MoveAsked, MoveIn]) -> BookingOut:
    booking, start = await _meant(asked), asked.body.start
    record = await record_of(asked.calendar, booking.id)
    assert record is not None
    # One key moves one booking to one time once; with another time it is another wish.
    once = asked.given.once or uuid4().hex
    run = _run(asked, "move", f"{once} {booking.id} {start.isoformat()}")
    business = await asked.calendar.business()
    check = _check_of(asked, start, business, record.service, moving=booking.id)
    if booking.status == "confirmed" and start != booking.start:
        why = await check(run=run)
        if not why.ok:
            raise _not_free(why)
    try:
        moved = await reschedule(
            asked.calendar, booking.id, start, run=run, now=asked.now, version=asked.body.version
        )
    except Refused as refused:
        await release(asked.calendar, run=run, now=asked.now)
        if booking.status != "confirmed":
            raise Problem(409, f"{refused.reason}.", kind="not-confirmed") from None
        raise _not_free(await check()) from None
    return BookingOut.of(moved)


async def _cancel(asked: Asked[BookingAsked, CancelIn]) -> BookingOut:
    booking = await _meant(asked)
    run = _run(asked, "cancel", uuid4().hex)
    try:
        ended = await cancel(
            asked.calendar, booking.id, run=run, now=asked.now, version=asked.body.version
        )
    except Refused as refused:
        raise Problem(409, f"{refused.reason}.", kind="not-confirmed") from None
    return BookingOut.of(ended)


async def _list(asked: Asked[BookingsAsked, Nothing]) -> BookingsOut:
    given = asked.given
    place = given.place(2)
    zone = await asked.calendar.zone()
    sought = Sought(
        midnight(given.first, zone) if given.first else None,
        midnight(given.last + _DAY, zone) if given.last else None,
        given.status,
        given.type,
        given.search or "",
    )
    after = None if place is None else Place(_EPOCH + place[0] * _SECOND, place[1])
    found, end = await bookings_page(asked.calendar, sought, after=after, limit=given.limit)
    following = None if end is None else cursor_of((end.start - _EPOCH) // _SECOND, end.id)
    return BookingsOut(bookings=[BookingOut.of(each) for each in found], next=following)


async def _meant(asked: Asked[Any, Any]) -> Booking:
    """Return the booking that is meant.

    Whether there is one is not told to who cannot prove that they may hear of it.

    Raises:
        Problem: When there is none, or the proof is wrong or wanting.
    """
    given: BookingAsked = asked.given
    found = await bookings_coded(asked.calendar, given.code.upper())
    if asked.token.scope == "all" and given.proof is None:
        theirs = found
    else:
        theirs = await _proven(asked, found)
    if not theirs:
        raise Problem(404, "There is no booking of that code and those details.")
    return theirs[0]


async def _proven(asked: Asked[Any, Any], found: tuple[Booking, ...]) -> tuple[Booking, ...]:
    given: BookingAsked = asked.given
    said = unquote(given.proof or "").strip()
    # Codes are short, to be said on the telephone: who tries them all soon has to wait.
    who = sha256(f"{asked.token.id} {said.casefold()}".encode()).hexdigest()
    if (wait := asked.attempts.wait(who, asked.now)) is not None:
        seconds = str(max(1, int(wait.total_seconds())))
        sentence = "Too many bookings were not found: wait five minutes, then try again."
        raise Problem(429, sentence, headers={"Retry-After": seconds})
    region = (await asked.calendar.business()).region
    number = known(said, region) if said.startswith("+") else None
    # On the telephone a name would do; a program can try one with every code.
    claims = Claims(
        code=given.code,
        number=number.value if number else None,
        email=said if "@" in said else None,
    )
    theirs = tuple(each for each in found if identifies(claims, each))
    if not theirs:
        asked.attempts.note(who, asked.now)
    return theirs


def _check_of(
    asked: Asked[Any, Any],
    start: datetime,
    business: Business,
    service: Service,
    moving: int | None = None,
) -> Callable[..., Awaitable[Verdict]]:
    """Return the check of a time; given a run, it keeps the time for it."""
    return partial(
        check_start,
        asked.calendar,
        start,
        business=business,
        service=service,
        now=asked.now,
        moving=moving,
    )


def _not_free(why: Verdict) -> Problem:
    free = [each for each in why.options if isinstance(each, datetime)]
    reason = why.reason or "That time is taken"
    return Problem(409, f"{reason}.", kind="not-free", alternatives=free)


def _run(asked: Asked[Any, Any], what: Literal["book", "move", "cancel"], once: str) -> str:
    """Return the id under which something is done once: it is a token's own."""
    return f"api-{asked.token.id}-{what}-{sha256(once.encode()).hexdigest()[:40]}"


OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "POST",
        "/bookings",
        "createBooking",
        "Book a free time",
        BOOKERS,
        _book,
        BookingOut,
        OnceAsked,
        NewBookingIn,
        statuses=(201, 200),
        conflicts=True,
        description=(
            "It is answered with 201 when it is booked, and with 200 when it was already, under the"
            " same `Idempotency-Key`. A 409 tells why a time cannot be had, and the nearest others."
        ),
    ),
    Operation(
        "GET",
        "/bookings",
        "listBookings",
        "List and search bookings",
        OWNERS,
        _list,
        BookingsOut,
        BookingsAsked,
        Nothing,
    ),
    Operation(
        "GET",
        "/bookings/{code}",
        "getBooking",
        "Read a booking",
        BOOKERS,
        _read,
        BookingOut,
        BookingAsked,
        Nothing,
        description="Without the right proof, no booking is there.",
    ),
    Operation(
        "POST",
        "/bookings/{code}/move",
        "moveBooking",
        "Move a booking to another free time",
        BOOKERS,
        _move,
        BookingOut,
        MoveAsked,
        MoveIn,
        conflicts=True,
        description="The old time is given up when the new one is won, and not before.",
    ),
    Operation(
        "POST",
        "/bookings/{code}/cancel",
        "cancelBooking",
        "Cancel a booking",
        BOOKERS,
        _cancel,
        BookingOut,
        BookingAsked,
        CancelIn,
        conflicts=True,
        description="One that is cancelled already is answered as it is.",
    ),
)
