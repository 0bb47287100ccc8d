"""An operation of the API: what is asked, by whom, and what is answered, declared once.

The same declaration checks requests, makes answers, and becomes the description of the API.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from handrail.desk.calendar import Calendar, FieldFault
from handrail.desk.calendar.tokens import Scope, Token

from ..attempts import Attempts
from ..forms import read_body
from .problem import Problem, faults_of

__all__ = ["ANYBODY", "BOOKERS", "OWNERS", "READERS", "Asked", "Given", "Nothing", "Operation"]

ANYBODY: Final[tuple[Scope, ...]] = ("read", "book", "all")
READERS: Final[tuple[Scope, ...]] = ("read", "all")
BOOKERS: Final[tuple[Scope, ...]] = ("book", "all")
OWNERS: Final[tuple[Scope, ...]] = ("all",)

_LARGEST_BYTES: Final = 20_000

QueryT = TypeVar("QueryT", bound=BaseModel)
BodyT = TypeVar("BodyT", bound=BaseModel)
ModelT = TypeVar("ModelT", bound=BaseModel)


class Given(BaseModel):
    """Something that is sent: every field is known, and no text stands for a number."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Given):
    """Nothing at all."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[QueryT, BodyT]):
    """One request, checked."""

    calendar: Calendar
    token: Token
    now: datetime
    """The present moment, aware."""
    attempts: Attempts
    """Failed proofs of late."""
    given: QueryT
    """What the address and the headers say."""
    body: BodyT


@dataclass(frozen=True)
class Operation(Generic[QueryT, BodyT]):
    """What can be asked at one address by one method."""

    method: str
    path: str
    """Below `/api/v1`; `{name}` is a field of `given`."""
    name: str
    """Its name in the description: "listTypes"."""
    summary: str
    scopes: Collection[Scope]
    """The tokens that may ask it."""
    answer: Callable[[Asked[QueryT, BodyT]], Awaitable[BaseModel | tuple[int, BaseModel]]]
    """What answers it; with a status where that is not the first of `statuses`."""
    reply: type[BaseModel]
    given: type[QueryT]
    """The fields in its path, its query and its headers; a header's alias has a capital."""
    body: type[BodyT]
    statuses: tuple[int, ...] = (200,)
    """Those of a success."""
    conflicts: bool = False
    """Whether the calendar may be against it."""
    description: str = ""

    @property
    def has_body(self) -> bool:
        """Whether something is sent with it."""
        return self.body is not Nothing

    @property
    def may_be_missing(self) -> bool:
        """Whether what it names may not be there."""
        return "{" in self.path

    async def read(self, request: Request) -> tuple[QueryT, BodyT]:
        """Read what a request says.

        Raises:
            Problem: When it says something wrong, with all that is.
        """
        faults: list[FieldFault] = []
        given = _checked(self.given, self._said(request, faults), faults)
        body: BodyT | None = None
        if self.has_body:
            body = await self._body(request, faults)
        else:
            body = self.body()
        if faults or given is None or body is None:
            count = "One thing is" if len(faults) == 1 else f"{len(faults)} things are"
            told = f"{count} wrong in this request: see its faults."
            raise Problem(422, told, faults=faults)
        return given, body

    def _said(self, request: Request, faults: list[FieldFault]) -> dict[str, str]:
        said: dict[str, str] = {}
        for name, value in request.query_params.multi_items():
            if name in said:
                faults.append(FieldFault(name[:80], "It is given twice."))
            said[name] = value
        for name, each in self.given.model_fields.items():
            called = each.alias or name
            if called[:1].isupper():  # a header's name
                said.pop(called, None)
                if called in request.headers:
                    said[called] = request.headers[called]
        return said | dict(request.path_params)

    async def _body(self, request: Request, faults: list[FieldFault]) -> BodyT | None:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(415, "Send JSON, and say so: Content-Type: application/json.")
        body = await read_body(request, _LARGEST_BYTES)
        try:
            return self.body.model_validate_json(body, strict=True)
        except ValidationError as error:
            faults += faults_of(error)
            return None


def _checked(model: type[ModelT], said: dict[str, Any], faults: list[FieldFault]) -> ModelT | None:
    try:
        return model.model_validate(said)
    except ValidationError as error:
        faults += faults_of(error)
        return None
