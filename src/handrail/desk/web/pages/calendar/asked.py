"""What an address of the calendar's asks for: a date, a resource, a moment."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["FIRST_YEAR", "LAST_YEAR", "asked_day", "asked_key", "moment_of", "when_text"]

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2200
"""Dates beyond these are taken for a mistake."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY: Final = re.compile(r"[0-9]{1,9}")


def asked_day(request: Request, name: str, otherwise: date) -> date:
    """Return the date that an address names, or another when it names none.

    Raises:
        HTTPException: 400, when it is none.
    """
    text = request.query_params.get(name, "").strip()
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise HTTPException(400, "There is no such date: give one such as 2026-12-24.")
    return day


def asked_key(request: Request, name: str) -> int | None:
    """Return the key of a row that an address names; None when it names none.

    Raises:
        HTTPException: 404, when it cannot be one.
    """
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    if not _KEY.fullmatch(text):
        raise HTTPException(404)
    return int(text)


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment that a form or an address names with its offset; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.astimezone(zone)


def when_text(start: datetime) -> str:
    """Name a moment in a list: "Tue 16 Jun, 15:00"; one of a repeated hour with its zone."""
    twice = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
    return f"{start:%a} {start.day} {start:%b, %H:%M}{f' ({start:%Z})' if twice else ''}"
