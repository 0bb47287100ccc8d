"""The values that requests and answers are made of: each is described and checked in one place."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Final, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

__all__ = [
    "Code",
    "Day",
    "IdempotencyKey",
    "Key",
    "Line",
    "Moment",
    "Number",
    "Person",
    "PersonEmail",
    "Whole",
    "Zone",
    "check_days",
    "zone_named",
]

_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2100
"""Beyond these nothing is booked, and no zone's rules are known."""
_LARGEST: Final = 2**31 - 1
_MOMENT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UNSAID: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _moment(given: Any) -> Any:
    if isinstance(given, datetime):
        return given
    sentence = "Give a time with its offset, such as 2026-12-24T09:00:00+01:00."
    if not isinstance(given, str) or not _MOMENT.fullmatch(given):
        raise ValueError(sentence)
    try:
        return datetime.fromisoformat(given.upper())
    except ValueError:
        raise ValueError(sentence) from None


def _day(given: Any) -> Any:
    if isinstance(given, date):
        return given
    sentence = "Give a date such as 2026-12-24."
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError(sentence)
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError(sentence) from None


def _in_our_time(given: Any) -> Any:
    if not _FIRST_YEAR <= given.year < _LAST_YEAR:
        raise ValueError(f"Give a year from {_FIRST_YEAR} to {_LAST_YEAR - 1}.")
    return given


def _whole(given: Any) -> Any:
    """Take a number from an address, where it is a text, only as it is written plainly."""
    if isinstance(given, str) and not re.fullmatch(r"-?[0-9]{1,12}", given):
        raise ValueError("Give a whole number.")
    return given


def _one_line(given: str) -> str:
    if _UNSAID.search(given):
        raise ValueError("Write it in one line of letters, digits and marks.")
    return given


def check_days(first: date | None, last: date | None, longest: int | None = None) -> None:
    """Hold that the days that are asked for are in order.

    Args:
        first: The first day; None where none was given.
        last: The last day; None where none was given.
        longest: How many days it may be at most; None for any number.

    Raises:
        PydanticCustomError: When they are not.
    """
    if first is None or last is None:
        return
    if last < first:
        raise PydanticCustomError("field:last", "Give a day that is not before the first.")
    if longest is not None and (last - first).days >= longest:
        raise PydanticCustomError("field:last", f"Ask for at most {longest} days at once.")


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        ValueError: When there is none of that name.
    """
    if name not in _zones():
        raise ValueError("Name a time zone like Europe/London.")
    return ZoneInfo(name)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(given: str) -> str:
    return zone_named(given).key


Moment: TypeAlias = Annotated[
    AwareDatetime,
    AfterValidator(_in_our_time),
    BeforeValidator(_moment, json_schema_input_type=AwareDatetime),
    Field(examples=["2026-12-24T09:00:00+01:00"]),
]
"""A time: RFC 3339, with its offset."""

Day: TypeAlias = Annotated[
    date,
    AfterValidator(_in_our_time),
    BeforeValidator(_day, json_schema_input_type=date),
    Field(examples=["2026-12-24"]),
]
"""A date: ISO 8601."""

Whole: TypeAlias = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int)]
"""A whole number, in an address too."""

Key: TypeAlias = Annotated[Whole, Field(ge=1, le=_LARGEST, examples=[1])]
"""The key of something the owner defined."""

Zone: TypeAlias = Annotated[
    str,
    Field(max_length=64, examples=["Europe/London"]),
    AfterValidator(_zone),
]
"""The IANA name of a time zone."""

Number: TypeAlias = Annotated[
    str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", examples=["+12125550142"])
]
"""A telephone number, E.164."""

Line: TypeAlias = Annotated[str, AfterValidator(_one_line)]
"""A text of one line."""

Person: TypeAlias = Annotated[Line, Field(min_length=1, max_length=80, examples=["Maria Lopez"])]
"""A person's name."""

PersonEmail: TypeAlias = Annotated[
    Line,
    Field(min_length=3, max_length=254),
    WithJsonSchema(
        {
            "type": "string",
            "format": "email",
            "minLength": 3,
            "maxLength": 254,
            "examples": ["maria@example.com"],
        }
    ),
]
"""An email address."""

Code: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{4,12}$", examples=["K7M4"])]
"""A booking's code; in any case."""

IdempotencyKey: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^[\x21-\x7e]{1,100}$",
        description="Chosen anew for each wish: what is sent again with it is not done again.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]
"""A header that makes a request happen once."""
