"""Calls: those there were, and one turn by turn. What was said is for tokens of scope `all`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from handrail import view
from handrail.desk.calendar.calls import ListedCall, listed_call, listed_calls
from handrail.desk.replay import Replayer
from handrail.journal import Turn
from handrail.kinds.base import Context

from .operation import READERS, Asked, Given, Nothing, Operation
from .paging import Next, Paged, cursor_of
from .problem import Problem

__all__ = ["OPERATIONS"]

_WITHHELD: Final = "Null unless the token's scope is `all`."


class CallAsked(Given):
    """Which call is meant."""

    call: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", description="The call's id.")]


class CallOut(BaseModel):
    """A call, live or past."""

    model_config = ConfigDict(title="Call")

    id: str
    began: AwareDatetime
    last: AwareDatetime = Field(description="When it was last written to.")
    ended: bool = Field(description="One that has not was dropped, or is still going on.")
    follow_up: bool = Field(description="Whether the owner marked it for follow-up.")
    caller: str | None = Field(
        description=f"The calling number, E.164; null where it is withheld. {_WITHHELD}"
    )


class CallsOut(BaseModel):
    """A page of calls, those that were written to last first."""

    model_config = ConfigDict(title="Calls")

    calls: list[CallOut]
    next: Next


class StepOut(BaseModel):
    """A step of the workflow in progress, as it stood after a turn."""

    model_config = ConfigDict(title="Step")

    step: str
    status: str = Field(
        description=(
            "`heard`, `confirmed`, `prefilled`, `declined`; `partial`, `asked`, `open`; `skipped`."
        )
    )
    text: str | None = Field(description=f"What is known, as it is spoken. {_WITHHELD}")


class TurnOut(BaseModel):
    """One turn: what the caller said, and what the desk answered."""

    model_config = ConfigDict(title="Turn")

    number: int = Field(description="From 1; 0 is the desk's first line.")
    at: AwareDatetime | None = Field(description="When the caller spoke; null for silence.")
    workflow: str | None = Field(description="The one in progress after it.")
    asked: str | None = Field(description="The step that had been asked.")
    model_calls: int
    milliseconds: int = Field(description="How long the desk took to answer.")
    steps: list[StepOut]
    caller: str | None = Field(description=f"What the caller said. {_WITHHELD}")
    desk: str | None = Field(description=f"What the desk answered. {_WITHHELD}")


class CallTurnsOut(BaseModel):
    """A call turn by turn, as its journal tells it."""

    model_config = ConfigDict(title="CallTurns")

    call: CallOut
    turns: list[TurnOut]
    whole: bool = Field(
        description="False where its workflow is gone: then turns hold what was said and no more."
    )


async def _list(asked: Asked[Paged, Nothing]) -> CallsOut:
    place, limit = asked.given.place(1), asked.given.limit
    skip = place[0] if place else 0
    found = await listed_calls(asked.calendar, limit=limit + 1, skip=skip)
    return CallsOut(
        calls=[_call(asked, each) for each in found[:limit]],
        next=cursor_of(skip + limit) if len(found) > limit else None,
    )


async def _turns(asked: Asked[CallAsked, Nothing]) -> CallTurnsOut:
    found = await listed_call(asked.calendar, asked.given.call)
    replayer = await Replayer.open(asked.calendar, lambda: asked.now)
    replay = await replayer.replay(found.id) if found else None
    if found is None or replay is None:
        raise Problem(404, "There is no call of that id.")
    turns = [_turn(asked, each, replay.context) for each in replay.turns]
    return CallTurnsOut(call=_call(asked, found), turns=turns, whole=replay.is_whole)


def _call(asked: Asked[Any, Any], call: ListedCall) -> CallOut:
    return CallOut(
        id=call.id,
        began=call.began,
        last=call.last,
        ended=call.ended,
        follow_up=call.mark.follow_up,
        caller=call.caller if _hears(asked) else None,
    )


def _turn(asked: Asked[Any, Any], turn: Turn, context: Context) -> TurnOut:
    hears, steps = _hears(asked), list[StepOut]()
    if turn.workflow is not None:
        then = replace(context, now=turn.at or context.now)
        steps = [
            StepOut(step=each["step"], status=each["status"], text=each["text"] if hears else None)
            for each in view.rungs(turn.workflow, turn.state, then)
        ]
    return TurnOut(
        number=turn.number,
        at=turn.at,
        workflow=None if turn.workflow is None else turn.workflow.plan.name,
        asked=turn.asked,
        model_calls=turn.model_calls,
        milliseconds=turn.milliseconds,
        steps=steps,
        caller=turn.caller if hears else None,
        desk=turn.desk if hears else None,
    )


def _hears(asked: Asked[Any, Any]) -> bool:
    """Whether the token is for what was said."""
    return asked.token.scope == "all"


OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "GET",
        "/calls",
        "listCalls",
        "List calls",
        READERS,
        _list,
        CallsOut,
        Paged,
        Nothing,
    ),
    Operation(
        "GET",
        "/calls/{call}",
        "getCall",
        "Read a call turn by turn",
        READERS,
        _turns,
        CallTurnsOut,
        CallAsked,
        Nothing,
    ),
)
