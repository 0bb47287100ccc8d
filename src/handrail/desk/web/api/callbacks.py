"""Call-backs: asked for by a website, and listed for the owner."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from handrail.desk.calendar import ask_for_callback, callbacks_page

from .operation import BOOKERS, OWNERS, Asked, Given, Nothing, Operation
from .paging import Next, Paged, cursor_of
from .person import number_of
from .values import IdempotencyKey, Number

__all__ = ["OPERATIONS"]


class CallBackIn(Given):
    """Whom to call back."""

    model_config = ConfigDict(title="NewCallBack")

    phone: Number


class CallBackAsked(Given):
    """What makes a request happen once."""

    once: Annotated[IdempotencyKey, Field(alias="Idempotency-Key")]


class CallBackMade(BaseModel):
    """That somebody is to be called back."""

    model_config = ConfigDict(title="CallBackNoted")

    phone: str


class CallBackOut(BaseModel):
    """Somebody to call back."""

    model_config = ConfigDict(title="CallBack")

    id: int
    phone: str
    asked_at: AwareDatetime


class CallBacksOut(BaseModel):
    """A page of call-backs, the longest waiting first."""

    model_config = ConfigDict(title="CallBacks")

    callbacks: list[CallBackOut]
    next: Next


async def _ask(asked: Asked[CallBackAsked, CallBackIn]) -> CallBackMade:
    number = number_of(await asked.calendar.business(), asked.now, asked.body.phone)
    once = sha256(asked.given.once.encode()).hexdigest()[:40]
    run = f"api-{asked.token.id}-callback-{once}"
    await ask_for_callback(asked.calendar, number, run=run, now=asked.now)
    return CallBackMade(phone=number)


async def _list(asked: Asked[Paged, Nothing]) -> CallBacksOut:
    place = asked.given.place(1)
    found, end = await callbacks_page(
        asked.calendar, after=place[0] if place else 0, limit=asked.given.limit
    )
    zone = await asked.calendar.zone()
    return CallBacksOut(
        callbacks=[
            CallBackOut(id=each.id, phone=each.phone, asked_at=each.asked_at.astimezone(zone))
            for each in found
        ],
        next=None if end is None else cursor_of(end),
    )


OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "POST",
        "/callbacks",
        "askForCallBack",
        "Ask to be called back",
        BOOKERS,
        _ask,
        CallBackMade,
        CallBackAsked,
        CallBackIn,
        statuses=(201,),
    ),
    Operation(
        "GET",
        "/callbacks",
        "listCallBacks",
        "List whom to call back",
        OWNERS,
        _list,
        CallBacksOut,
        Paged,
        Nothing,
    ),
)
