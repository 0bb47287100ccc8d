"""One booking: what was agreed, what became of it, and what can be done with it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import (
    Outdated,
    Record,
    Refused,
    cancel,
    changes,
    check_start,
    mark_no_show,
    moves_of,
    notifications,
    record_of,
    release,
    reschedule,
    send_again,
)

from ...forms import Form, form_of
from ...rendering import go, page, part
from ...site import Site, site_of
from .asked import asked_day, moment_of, when_text
from .times import choices, is_by_hand, new_run, told

__all__ = ["ROUTES"]

_DONE: Final = {
    "booked": "Booked",
    "rescheduled": "Moved",
    "cancelled": "Cancelled",
    "no_show": "Marked as a no-show",
    "corrected": "Details put right",
}


@dataclass(frozen=True, slots=True)
class _Happened:
    """One line of a booking's history."""

    at: datetime
    """Aware, in the business's zone."""
    what: str
    by_hand: bool


async def _detail(request: Request) -> Response:
    return await _show(request, await _record(request))


async def _show(request: Request, record: Record, fault: str = "") -> Response:
    site = site_of(request)
    key, zone = record.booking.id, record.booking.start.tzinfo
    moves = iter(await moves_of(site.calendar, key))
    history = []
    for each in await changes(site.calendar, booking=key):
        what = _DONE.get(each.action, each.action.replace("_", " ").capitalize())
        if each.action == "rescheduled" and (move := next(moves, None)):
            was, now = (when_text(at.astimezone(zone)) for at in (move.old_start, move.new_start))
            what = f"Moved from {was} to {now}"
        history.append(_Happened(each.at.astimezone(zone), what, is_by_hand(each.run)))
    told_of = [
        (each, each.created_at.astimezone(zone))
        for each in await notifications(site.calendar, booking=key)
    ]
    return await page(
        request,
        "calendar/booking.html",
        status=409 if fault else 200,
        record=record,
        booking=record.booking,
        history=history,
        told=told_of,
        fault=fault,
        begun=record.booking.start <= site.clock(),
        when=when_text,
    )


async def _moving(request: Request) -> Response:
    record = await _record(request)
    _check_movable(record)
    day = asked_day(request, "day", record.booking.start.date())
    return await _move_form(request, record, day)


async def _move_times(request: Request) -> Response:
    site, record = site_of(request), await _record(request)
    day = asked_day(request, "day", record.booking.start.date())
    choice = await choices(
        site.calendar,
        await site.calendar.business(),
        record.service,
        day,
        now=site.clock(),
        moving=record.booking.id,
    )
    return part(request, "calendar/times.html", choice=choice, chosen=None)


async def _move(request: Request) -> Response:
    site, form, record = site_of(request), await form_of(request), await _record(request)
    key, now, run = record.booking.id, site.clock(), form.raw("run")
    if not is_by_hand(run) or not run:
        raise HTTPException(400, "That form is not one of this page's: load it again.")
    business = await site.calendar.business()
    start = moment_of(form.raw("start"), business.zone)
    if start is None:
        form.fault("start", "Choose a time.")
        return await _move_form(request, record, record.booking.start.date(), form=form)
    if start == record.booking.start and record.booking.version == _version(form):
        form.fault("start", "That is the time it has: choose another.")
        return await _move_form(request, record, start.date(), form=form)
    why = await check_start(
        site.calendar,
        start,
        business=business,
        service=record.service,
        now=now,
        run=run,
        moving=key,
    )
    sentence = told(why)
    try:
        if why.ok:
            await reschedule(site.calendar, key, start, run=run, now=now, version=_version(form))
            return go(f"/calendar/bookings/{key}", "moved")
    except Refused as refused:
        sentence = f"{refused.reason}."
    except Outdated:
        return await _outdated(request)
    finally:
        await release(site.calendar, run=run, now=now)
    if record.booking.status != "confirmed":
        return await _show(request, record, sentence)
    form.fault("start", sentence)
    return await _move_form(request, record, start.date(), form=form)


async def _move_form(
    request: Request,
    record: Record,
    day: date,
    *,
    form: Form | None = None,
) -> Response:
    site = site_of(request)
    choice = await choices(
        site.calendar,
        await site.calendar.business(),
        record.service,
        day,
        now=site.clock(),
        moving=record.booking.id,
    )
    return await page(
        request,
        "calendar/move.html",
        status=422 if form else 200,
        faults=form.found if form else (),
        booking=record.booking,
        version=form.raw("version") if form else record.booking.version,
        choice=choice,
        chosen=record.booking.start,
        run=form.raw("run") if form else new_run(),
        when=when_text,
    )


async def _cancel(request: Request) -> Response:
    site, form, record = site_of(request), await form_of(request), await _record(request)
    try:
        await cancel(
            site.calendar,
            record.booking.id,
            run=None,
            now=site.clock(),
            version=_version(form),
        )
    except Outdated:
        return await _outdated(request)
    return go(f"/calendar/bookings/{record.booking.id}", "cancelled")


async def _no_show(request: Request) -> Response:
    site, form, record = site_of(request), await form_of(request), await _record(request)
    try:
        await mark_no_show(
            site.calendar, record.booking.id, now=site.clock(), version=_version(form)
        )
    except Refused as refused:
        return await _show(request, record, f"{refused.reason}.")
    except Outdated:
        return await _outdated(request)
    return go(f"/calendar/bookings/{record.booking.id}", "no_show")


async def _send_again(request: Request) -> Response:
    site, form, record = site_of(request), await form_of(request), await _record(request)
    key, wanted = record.booking.id, form.key("notification")
    known = {each.id for each in await notifications(site.calendar, booking=key)}
    if wanted not in known or not await send_again(site.calendar, wanted, now=site.clock()):
        sentence = "That message is not one that was given up: it is as it is shown here."
        return await _show(request, record, sentence)
    return go(f"/calendar/bookings/{key}", "again")


async def _outdated(request: Request) -> Response:
    """Show a booking as it is now, and that it was changed since it was last shown."""
    sentence = (
        "It was changed meanwhile, by a call or another browser, so nothing was done. This is how "
        "it is now."
    )
    return await _show(request, await _record(request), sentence)


async def _record(request: Request) -> Record:
    site: Site = site_of(request)
    key: int = request.path_params["id"]
    found = await record_of(site.calendar, key) if key < _MOST_KEYS else None
    if found is None:
        raise HTTPException(404)
    return found


_MOST_KEYS: Final = 2**31
"""No key is as large, and PostgreSQL refuses to look for one that is."""


def _check_movable(record: Record) -> None:
    if record.booking.status != "confirmed":
        raise HTTPException(409, "It was cancelled, or nobody came: there is nothing to move.")


def _version(form: Form) -> int:
    """Return the version that was shown; 0, which none has, when none was sent."""
    return form.key("version")


def _routes() -> tuple[Any, ...]:
    top = "/calendar/bookings/{id:int}"
    return (
        Route(top, _detail),
        Route(f"{top}/move", _moving),
        Route(f"{top}/move", _move, methods=["POST"]),
        Route(f"{top}/times", _move_times),
        Route(f"{top}/cancel", _cancel, methods=["POST"]),
        Route(f"{top}/no-show", _no_show, methods=["POST"]),
        Route(f"{top}/again", _send_again, methods=["POST"]),
    )


ROUTES: Final = _routes()
