"""Try it: chats with the desk in the page, through the same session as a call."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.replay import Replayer

from ..calls.chats import MOST_CHATS, Chat, Place, TooManyChatsError
from ..calls.showing import shown_call
from ..forms import form_of
from ..rendering import go, page, part
from ..site import Page, site_of

__all__ = ["PAGE"]

_LONGEST_TURN: Final = 1000
_PLACES: Final[dict[str, Place]] = {"desk": "desk", "sample": "sample"}
_FULL: Final = f"{MOST_CHATS} chats are open, and there can be no more: end one of them."


async def _chats(
    request: Request, caller: str = "", faults: tuple[FieldFault, ...] = ()
) -> Response:
    chats = site_of(request).chats
    await chats.close_idle()
    return await page(
        request,
        "calls/try.html",
        status=422 if faults else 200,
        faults=faults,
        chats=chats.all,
        caller=caller,
    )


async def _begin(request: Request) -> Response:
    site, form = site_of(request), await form_of(request)
    caller = form.text("caller")
    place = _PLACES.get(form.raw("place"))
    if place is None:
        form.fault("place", "Choose one of the two.")
    if caller and not _is_number(caller):
        form.fault("caller", "Give a number such as +12125550142, or nothing.")
    try:
        form.settle()
        assert place is not None
        chat = await site.chats.begin(place, caller or None)
    except Faulty as fault:
        return await _chats(request, form.raw("caller"), fault.faults)
    except TooManyChatsError:
        return await _chats(request, caller, (FieldFault("place", _FULL),))
    return go(f"/try/{chat.id}")


async def _chat(request: Request, faults: tuple[FieldFault, ...] = ()) -> Response:
    chat = await _found(request)
    if chat is None:
        return await _gone(request)
    return await page(
        request,
        "calls/chat.html",
        status=422 if faults else 200,
        faults=faults,
        chat=chat,
        call=await _shown(request, chat),
    )


async def _say(request: Request) -> Response:
    chat, form = await _found(request), await form_of(request)
    if chat is None:
        return await _gone(request)
    said = form.raw("said").strip()
    if len(said) > _LONGEST_TURN:
        told = f"Say less at once: that has {len(said)} characters."
        return await _chat(request, (FieldFault("said", told),))
    await site_of(request).chats.say(chat, said)
    if request.headers.get("hx-request"):
        return part(request, "calls/chat_part.html", chat=chat, call=await _shown(request, chat))
    return go(f"/try/{chat.id}")


async def _end(request: Request) -> Response:
    await site_of(request).chats.close(request.path_params["id"])
    return go("/try")


async def _found(request: Request) -> Chat | None:
    chats = site_of(request).chats
    await chats.close_idle()
    return chats.find(request.path_params["id"])


async def _gone(request: Request) -> Response:
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": "/try?done=chat-over"})
    return go("/try", "chat-over")


async def _shown(request: Request, chat: Chat) -> object:
    replayer = await Replayer.open(chat.calendar, site_of(request).clock)
    replay = await replayer.replay(chat.call)
    return shown_call(replay) if replay is not None else None


def _is_number(text: str) -> bool:
    digits = sum(each.isdigit() for each in text)
    return digits in range(7, 16) and all(each in "+-(). " or each.isdigit() for each in text)


PAGE = Page(
    "Try it",
    (
        Route("/try", _chats),
        Route("/try", _begin, methods=["POST"]),
        Route("/try/{id}", _chat),
        Route("/try/{id}", _say, methods=["POST"]),
        Route("/try/{id}/end", _end, methods=["POST"]),
    ),
    "/try",
)
