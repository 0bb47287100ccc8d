"""Where the desk's calendar is: as named, or one file in the user's data folder."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from handrail.desk.calendar import Calendar, CalendarUnavailable
from handrail.desk.calendar.database import is_postgresql, url_of
from handrail.faults import BadInput

__all__ = ["fault_of", "missing_file", "open_calendar", "usual_place"]


@asynccontextmanager
async def open_calendar(
    db: str | None, *, channels: Collection[str] = ()
) -> AsyncIterator[Calendar]:
    """Open the calendar, new if there is none, and close it at the end.

    Args:
        db: A path or URL; None for the one in the user's data folder, whose path is then shown
            on standard error.
        channels: The names of those by which its changes are told.

    Raises:
        BadInput: When it cannot be opened.
    """
    where = db if db is not None else str(usual_place())
    if db is None:
        print(f"Calendar: {where}", file=sys.stderr, flush=True)
    try:
        async with await Calendar.open(where, channels=channels) as calendar:
            yield calendar
    except CalendarUnavailable as fault:
        raise fault_of(fault) from None


def missing_file(db: str | None) -> Path | None:
    """Return the file that opening the calendar would create; None when it would create none.

    Args:
        db: As for `open_calendar`.

    Raises:
        BadInput: When it names no calendar.
    """
    try:
        url = url_of(db if db is not None else usual_place())
    except CalendarUnavailable as fault:
        raise fault_of(fault) from None
    name = url.database or ":memory:"
    if is_postgresql(url) or name == ":memory:" or name.startswith("file:"):
        return None
    path = Path(name)
    return path if path.parent.is_dir() and not path.exists() else None


def fault_of(error: Exception) -> BadInput:
    """Return what a calendar or a journal says of itself as a sentence of its own."""
    said = str(error).rstrip(".")
    return BadInput(f"{said[:1].upper()}{said[1:]}.")


def usual_place() -> Path:
    """Return the calendar's file in the user's data folder.

    Raises:
        BadInput: When there can be no such folder.
    """
    from platformdirs import user_data_path  # noqa: PLC0415 - only when no place is named

    try:
        return user_data_path("handrail", ensure_exists=True) / "desk.db"
    except OSError as error:
        msg = f"Your data folder cannot be used ({error.strerror}): name a file with --db."
        raise BadInput(msg) from None
