"""What goes wrong, as problems (RFC 9457): one clear sentence, and what is wrong by field."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from handrail.desk.calendar import CalendarUnavailable, Faulty, FieldFault, Outdated
from handrail.faults import log_fault

__all__ = ["FaultOut", "Problem", "ProblemOut", "Problems", "faults_of", "problem_of"]

logger = logging.getLogger("handrail.desk.web.api")

_KINDS: Final = {
    400: ("bad-request", "That is no request of this API"),
    401: ("no-token", "A token is needed"),
    403: ("scope", "This token may not do that"),
    404: ("unknown", "There is no such thing"),
    405: ("method", "That cannot be done here"),
    409: ("conflict", "The calendar is against it"),
    413: ("too-large", "That is too much"),
    415: ("not-json", "That is not JSON"),
    422: ("faulty", "Something in it is wrong"),
    429: ("too-often", "That was too often"),
    500: ("failed", "Something went wrong here"),
    503: ("unavailable", "The calendar cannot be used"),
}
"""By status: what programs know it by, and its title."""
_SENTENCES: Final = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
}
_MOST_FAULTS: Final = 20


class FaultOut(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(title="Fault")

    field: str = Field(description="The field, parameter or header: `start`, `Idempotency-Key`.")
    sentence: str = Field(description="What to do about it.")


class ProblemOut(BaseModel):
    """A problem, as RFC 9457 has it."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="What kind it is, for programs; not to be opened.")
    title: str
    status: int = Field(ge=400, le=599)
    detail: str = Field(description="One sentence for a person.")
    faults: list[FaultOut] | None = Field(None, description="What is wrong, by field.")
    alternatives: list[AwareDatetime] | None = Field(
        None, description="The nearest free times, where a time could not be had."
    )


class Problem(Exception):  # noqa: N818 - it is what is answered
    """Why a request is refused.

    Args:
        status: The answer's.
        detail: One sentence for a person, with its end mark.
        kind: What programs know it by; None for that of the status.
        faults: What is wrong, by field.
        alternatives: The nearest free times, aware.
        headers: What the answer bears besides.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str | None = None,
        faults: Sequence[FieldFault] = (),
        alternatives: Sequence[datetime] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = headers
        general, title = _KINDS.get(status, ("refused", "It was refused"))
        self._body = ProblemOut(
            type=f"urn:handrail:problem:{kind or general}",
            title=title,
            status=status,
            detail=detail,
            faults=[FaultOut(field=each.field, sentence=each.sentence) for each in faults] or None,
            alternatives=None if alternatives is None else list(alternatives),
        )

    def response(self) -> Response:
        """Return it as an answer."""
        return Response(
            self._body.model_dump_json(exclude_none=True),
            self.status,
            headers=dict(self.headers or {}),
            media_type="application/problem+json",
        )


class Problems:
    """Answers with a problem whatever is raised within."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._app(scope, receive, send)
        except Exception as fault:  # noqa: BLE001 - whatever it is, programs get a problem
            await problem_of(fault).response()(scope, receive, send)


def problem_of(fault: Exception) -> Problem:
    """Return what is answered when something is raised; what is unknown is logged."""
    match fault:
        case Problem():
            return fault
        case HTTPException(status_code=status, detail=detail, headers=headers):
            return Problem(status, _SENTENCES.get(status, detail), headers=headers)
        case Outdated():
            return Problem(409, str(fault), kind="outdated")
        case Faulty(faults=faults):
            return Problem(422, str(fault), faults=faults)
        case CalendarUnavailable():
            log_fault(logger, "the calendar is unavailable", fault)
            return Problem(503, "The calendar cannot be used now: try again later.")
    log_fault(logger, "the API failed", fault)
    return Problem(500, "Something went wrong here: try again later.")


def faults_of(error: ValidationError) -> list[FieldFault]:
    """Return what is wrong with a request, each with its field; what was sent is not repeated."""
    found: dict[str, FieldFault] = {}
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(part) for part in each["loc"])
        if not name:  # it is about the whole, or about two fields: see `check_days`
            name = each["type"].partition("field:")[2] or "body"
        sentence = _sentence(each["type"], each["msg"])
        found.setdefault(name, FieldFault(name[:80], sentence))
    return list(found.values())[:_MOST_FAULTS]


def _sentence(kind: str, message: str) -> str:
    match kind:
        case "missing":
            return "It is needed."
        case "extra_forbidden":
            return "There is no such field."
        case "json_invalid":
            return "That is not JSON."
    text = message.removeprefix("Value error, ").rstrip(".")
    return f"{text}."
