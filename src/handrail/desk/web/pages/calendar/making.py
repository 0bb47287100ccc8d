"""Booking by hand: a free time is chosen, kept and booked as in a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import (
    Business,
    Calendar,
    FieldFault,
    NewBooking,
    Refused,
    Resource,
    Service,
    book,
    booked_by,
    check_start,
    release,
)

from ...forms import Form, form_of
from ...person import read_person
from ...rendering import go, page, part
from ...site import site_of
from .asked import FIRST_YEAR, LAST_YEAR, asked_day, asked_key, moment_of
from .times import choices, is_by_hand, narrowed, new_run, told

__all__ = ["ROUTES"]

_EMPTY: Final = dict.fromkeys(("phone", "name", "email"), "")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be booked, as far as it is chosen."""

    business: Business
    services: tuple[Service, ...]
    resources: tuple[Resource, ...]
    """Those that can do the type."""
    service: Service
    """The chosen type."""
    resource: int | None
    """The one that is to do it; None for whichever is free."""

    @property
    def wanted(self) -> Service:
        """The type as it is to be looked up: one resource's alone, if one was chosen."""
        if self.resource is None:
            return self.service
        able = [each.id for each in self.resources]
        return narrowed(self.service, self.resource, able) or self.service


async def _new(request: Request) -> Response:
    site = site_of(request)
    wish = await _wish(site.calendar, asked_key(request, "service"), asked_key(request, "resource"))
    zone = wish.business.zone
    chosen = moment_of(request.query_params.get("at", ""), zone)
    day = asked_day(request, "day", _today(request, zone))
    return await _form(request, wish, chosen or day, {**_EMPTY, "run": new_run()})


async def _times(request: Request) -> Response:
    """Show the free times of another day or type, while the form stays as it is."""
    site = site_of(request)
    wish = await _wish(site.calendar, asked_key(request, "service"), asked_key(request, "resource"))
    day = asked_day(request, "day", _today(request, wish.business.zone))
    choice = await choices(site.calendar, wish.business, wish.wanted, day, now=site.clock())
    return part(request, "calendar/times.html", choice=choice, chosen=None)


async def _book(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    now = site.clock()
    wish = await _wish(site.calendar, form.key("service"), form.key("resource") or None)
    business, run = wish.business, form.raw("run")
    if not is_by_hand(run) or not run:
        raise HTTPException(400, "That form is not one of this page's: load it again.")
    start = moment_of(form.raw("start"), business.zone)
    if start is None:
        form.fault("start", "Choose a time.")
    details = read_person(
        business,
        now,
        form.fault,
        phone=form.text("phone"),
        name=form.text("name"),
        email=form.text("email") or None,
    )
    if form.found and start is not None:
        why = await check_start(  # it keeps nothing yet, but what is wrong is told at once
            site.calendar, start, business=business, service=wish.wanted, now=now
        )
        if not why.ok:
            form.fault("start", told(why))
    elif start is not None:
        phone, name, email = details
        wanted = NewBooking(wish.wanted, start, phone, name, email)
        try:
            made = await _booked(site.calendar, wanted, business, run, now)
        except Refused as refused:
            form.fault("start", refused.reason)
        else:
            return go(f"/calendar/bookings/{made}", "booked")
    chosen = start or _day_of(form, _today(request, business.zone))
    values = {each: form.raw(each) for each in (*_EMPTY, "run")}
    return await _form(request, wish, chosen, values, form.found)


async def _booked(
    calendar: Calendar, wanted: NewBooking, business: Business, run: str, now: datetime
) -> int:
    """Book as a call does: check the time, which keeps it, then write.

    Raises:
        Refused: With a sentence for the form.
    """
    if (made := await booked_by(calendar, run)) is not None:
        return made  # the form was sent twice
    service = wanted.service
    why = await check_start(
        calendar, wanted.start, business=business, service=service, now=now, run=run
    )
    if not why.ok:
        raise Refused(told(why))
    try:
        return (await book(calendar, wanted, run=run, now=now)).id
    except Refused:
        await release(calendar, run=run, now=now)
        again = await check_start(
            calendar, wanted.start, business=business, service=service, now=now
        )
        raise Refused(told(again)) from None


async def _wish(calendar: Calendar, service: int | None, resource: int | None) -> _Wish:
    """Return what is chosen; what is gone meanwhile counts as not chosen."""
    services = await calendar.services()
    if not services:
        raise HTTPException(409, "There is no active booking type: activate one first.")
    chosen = next((each for each in services if each.id == service), services[0])
    able = await calendar.resources(chosen)
    known = resource if any(each.id == resource for each in able) else None
    return _Wish(await calendar.business(), services, able, chosen, known)


async def _form(
    request: Request,
    wish: _Wish,
    chosen: date | datetime,
    values: dict[str, Any],
    faults: Sequence[FieldFault] = (),
) -> Response:
    site = site_of(request)
    start = chosen if isinstance(chosen, datetime) else None
    day = start.date() if start else chosen
    choice = await choices(site.calendar, wish.business, wish.wanted, day, now=site.clock())
    return await page(
        request,
        "calendar/book.html",
        status=422 if faults else 200,
        faults=faults,
        wish=wish,
        values=values,
        choice=choice,
        chosen=start,
    )


def _today(request: Request, zone: ZoneInfo) -> date:
    return site_of(request).clock().astimezone(zone).date()


def _day_of(form: Form, otherwise: date) -> date:
    try:
        day = date.fromisoformat(form.raw("day"))
    except ValueError:
        return otherwise
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else otherwise


ROUTES: Final = (
    Route("/calendar/book", _new),
    Route("/calendar/book", _book, methods=["POST"]),
    Route("/calendar/book/times", _times),
)
