"""`handrail business`: the whole definition of the business, written out and read in."""

from __future__ import annotations

import asyncio
import json as json_
import sys
from datetime import UTC, datetime
from pathlib import Path

from handrail.desk.calendar import Faulty
from handrail.desk.calendar.owner import (
    Definition,
    definition_as_json,
    definition_from_json,
    definition_of,
    load_definition,
)
from handrail.faults import BadInput

from .counted import counted
from .place import open_calendar

__all__ = ["show_or_load"]

_LARGEST_BYTES = 5_000_000
_TOLD = 5


def show_or_load(db: str | None, *, load: str | None, json: bool) -> None:
    """Print the definition as JSON, or make the business what a file defines.

    Args:
        db: The calendar; None for the usual one.
        load: A file to load first; "-" for standard input; None to load nothing.
        json: Whether to print it after loading, too.

    Raises:
        BadInput: When the file or the calendar cannot be used; then nothing was changed.
    """
    definition = None if load is None else _read(load)

    async def done() -> Definition:
        async with open_calendar(db) as calendar:
            if definition is not None:
                try:
                    await load_definition(calendar, definition, now=datetime.now(UTC))
                except Faulty as fault:
                    raise BadInput(_told(fault)) from None
            return await definition_of(calendar)

    now = asyncio.run(done())
    if definition is None or json:
        print(json_.dumps(definition_as_json(now), ensure_ascii=False, indent=2))
    else:
        types, resources = len(now.services), len(now.resources)
        told = f"{counted(types, 'types')}, {counted(resources, 'resources')}"
        print(f"{now.business.name}: {told}.")


def _read(name: str) -> Definition:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(_LARGEST_BYTES)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(_LARGEST_BYTES)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that is no file's name"
        raise BadInput(f"{name[:80]} cannot be read: {reason}.") from None
    try:
        return definition_from_json(json_.loads(raw))
    except Faulty as fault:
        raise BadInput(_told(fault)) from None
    except (ValueError, RecursionError):
        raise BadInput(f"{name[:80]} is not JSON: see what `handrail business` prints.") from None


def _told(fault: Faulty) -> str:
    told = [f"{each.field or 'the file'}: {each.sentence}" for each in fault.faults[:_TOLD]]
    more = len(fault.faults) - len(told)
    return " ".join([*told, *([f"And {more} more."] if more else [])])
