"""Calls: a list that follows them as they go on, and each of them live or replayed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from handrail.desk.calendar import FieldFault
from handrail.desk.calendar.calls import (
    LONGEST_NOTE,
    ListedCall,
    end_call,
    follow_up,
    listed_call,
    listed_calls,
)
from handrail.desk.figures import CallFigures
from handrail.desk.replay import Replayer

from ..calls.counting import SILENT, figures_of
from ..calls.live import MOST_VIEWERS, TooManyViewersError
from ..calls.showing import shown_call
from ..forms import form_of
from ..rendering import fragment, go, page
from ..site import Page, Site, site_of

__all__ = ["PAGE"]

_ON_A_PAGE: Final = 25
_MOST_PAGES: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Row:
    """A call as the list shows it."""

    call: ListedCall
    began: datetime
    status: str
    figures: CallFigures


async def _list(request: Request) -> Response:
    site, number, only = site_of(request), _number(request, "page", 1), _follows(request)
    site.counting.begin()
    return await page(
        request, "calls/list.html", rows=await _rows(site, number, only), number=number, only=only
    )


async def _list_stream(request: Request) -> Response:
    site, number, only = site_of(request), _number(request, "page", 1), _follows(request)

    async def make() -> str:
        rows = await _rows(site, number, only)
        return fragment("calls/rows.html", rows=rows, number=number, only=only)

    return _stream(site, None, ("list", number, only), make)


async def _rows(site: Site, number: int, only: bool) -> tuple[list[_Row], bool]:  # noqa: FBT001
    """Return the calls of one page of the list, and whether there are more."""
    calls = await listed_calls(
        site.calendar,
        limit=_ON_A_PAGE + 1,
        skip=(number - 1) * _ON_A_PAGE,
        to_follow_up=only,
    )
    shown = calls[:_ON_A_PAGE]
    figures, zone = await site.counting.of(shown), await site.calendar.zone()
    rows = [
        _Row(
            call,
            call.began.astimezone(zone),
            _status(call, figures[call.id], site),
            figures[call.id],
        )
        for call in shown
    ]
    return rows, len(calls) > _ON_A_PAGE


def _status(call: ListedCall, figures: CallFigures, site: Site) -> str:
    if call.ended:
        return "ended"
    if figures.hung_up:
        return "hung up"
    if site.clock() - call.last > SILENT:
        return "silent"
    return "ending" if call.mark.end_wanted_at is not None else "live"


async def _call(
    request: Request, note: str | None = None, faults: tuple[FieldFault, ...] = ()
) -> Response:
    site = site_of(request)
    listed, turn = await _found(request), _number(request, "turn", None)
    shown = await _shown(site, listed, until=turn)
    if shown is None:
        raise HTTPException(404)
    if turn is not None and turn > shown["last"]:
        return go(f"/calls/{listed.id}")
    return await page(
        request,
        "calls/call.html",
        status=422 if faults else 200,
        faults=faults,
        turn=turn,
        note=listed.mark.note if note is None else note,
        **shown,
    )


async def _call_stream(request: Request) -> Response:
    site, call = site_of(request), (await _found(request)).id

    async def make() -> str:
        listed = await listed_call(site.calendar, call)
        shown = await _shown(site, listed) if listed is not None else None
        if shown is None:
            return fragment("calls/account.html", call=None)  # it has been purged
        return fragment("calls/watched.html", **shown)

    return _stream(site, call, ("call", call), make)


async def _shown(
    site: Site, listed: ListedCall, *, until: int | None = None
) -> dict[str, Any] | None:
    """Return what is shown of a call, the same for all who see it; None once it is purged."""
    replayer = await Replayer.open(site.calendar, site.clock)
    replay = await replayer.replay(listed.id)
    if replay is None:
        return None
    figures = figures_of(listed, replay)
    return {
        "listed": listed,
        "call": shown_call(replay, until=until),
        "last": len(replay.turns) - 1,
        "began": listed.began.astimezone(replayer.zone),
        "state": _status(listed, figures, site),
        "figures": figures,
    }


async def _end(request: Request) -> Response:
    site, call = site_of(request), (await _found(request)).id
    told = await end_call(site.calendar, call, now=site.clock())
    await site.live.look()
    return go(f"/calls/{call}", "ending" if told else "was-over")


async def _follow(request: Request) -> Response:
    site, form, listed = site_of(request), await form_of(request), await _found(request)
    note = form.text("note")
    if len(note) > LONGEST_NOTE:
        told = f"Shorten it to {LONGEST_NOTE} characters: it has {len(note)}."
        return await _call(request, note, (FieldFault("note", told),))
    wanted = form.raw("wanted") == "1"
    await follow_up(site.calendar, listed.id, wanted=wanted, note=note)
    await site.live.look()
    return go(f"/calls/{listed.id}", "marked" if wanted else "unmarked")


def _stream(
    site: Site, call: str | None, shown: tuple[Any, ...], make: Callable[[], Awaitable[str]]
) -> Response:
    if site.live.viewers >= MOST_VIEWERS:
        raise HTTPException(503, "Too many pages are watching: load this one again later.")

    async def events() -> AsyncIterator[bytes]:
        try:
            async for event in site.live.stream(call, shown, make):
                yield event
        except TooManyViewersError:
            return

    return StreamingResponse(
        events(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
    )


async def _found(request: Request) -> ListedCall:
    found = await listed_call(site_of(request).calendar, request.path_params["id"])
    if found is None:
        raise HTTPException(404, "There is no such call: it may have been purged.")
    return found


def _number(request: Request, name: str, default: Any) -> Any:
    """Return a whole number of the address; what is none counts as not given."""
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_PAGES))):
        return default
    return max(int(text), default or 0)


def _follows(request: Request) -> bool:
    return request.query_params.get("follow") == "1"


PAGE = Page(
    "Calls",
    (
        Route("/calls", _list),
        Route("/calls/stream", _list_stream),
        Route("/calls/{id}", _call),
        Route("/calls/{id}/stream", _call_stream),
        Route("/calls/{id}/end", _end, methods=["POST"]),
        Route("/calls/{id}/follow-up", _follow, methods=["POST"]),
    ),
    "/calls",
)
