"""The caller's turns: from a script, a pipe or a terminal, one line each."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TypeAlias
from zoneinfo import ZoneInfo

from handrail.faults import BadInput

__all__ = ["Clock", "Turn", "Waiting", "check_now", "piped_turns", "script_turns", "turn_of"]

_WAIT = re.compile(r"@wait\s+(\d{1,6})\s*(s|m|h)?\s*", re.IGNORECASE)
_UNITS = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The caller says nothing while time passes."""

    time: timedelta


Turn: TypeAlias = str | Waiting
"""What the caller says; an empty text is silence."""


def check_now(now: str | None) -> None:
    """Check the moment given for the clock, before anything is opened.

    Raises:
        BadInput: When it is no time.
    """
    if now is None:
        return
    try:
        datetime.fromisoformat(now)
    except ValueError:
        msg = f"--now must be a time such as 2026-06-12T09:00, not {str(now)[:40]!r}."
        raise BadInput(msg) from None


class Clock:
    """The clock of a call: the real one, or one that stands still but while a caller waits.

    Args:
        now: Where it stands, ISO 8601; without an offset it is meant in `zone`. None for the
            real time.
        zone: The business's time zone.

    Raises:
        BadInput: When `now` is no such time.
    """

    def __init__(self, now: str | None, zone: ZoneInfo) -> None:
        check_now(now)
        self._zone = zone
        self._stands: datetime | None = None
        self._waited = timedelta()
        if now is not None:
            at = datetime.fromisoformat(now)
            self._stands = at if at.tzinfo else at.replace(tzinfo=zone)

    def __call__(self) -> datetime:
        """Return the present moment in the business's zone."""
        return (self._stands or datetime.now(self._zone)).astimezone(self._zone) + self._waited

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self._waited += time


def script_turns(path: str) -> list[Turn]:
    """Read a script: a caller turn a line, comments left out.

    Raises:
        BadInput: When there is no such file, it is empty, or it is not text.
    """
    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        raise BadInput(f"The script {path} cannot be read: {error.strerror}.") from None
    turns = [turn for turn in _turns(lines, f"The script {path}") if turn is not None]
    if not turns:
        raise BadInput(f"The script {path} is empty: write one caller turn a line.")
    return turns


async def piped_turns(stream: BinaryIO | None = None) -> AsyncIterator[Turn]:
    """Give the turns of a pipe as they come, so that a program can answer turn by turn.

    Raises:
        BadInput: At a line that is not UTF-8.
    """
    source = stream or sys.stdin.buffer
    number = 0
    while line := await asyncio.to_thread(source.readline):
        number += 1
        for turn in _turns([line], "Standard input", number):
            if turn is not None:
                yield turn


def _turns(lines: Iterable[bytes], source: str, first: int = 1) -> Iterable[Turn | None]:
    for number, line in enumerate(lines, first):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        except UnicodeDecodeError:
            msg = f"{source} is not UTF-8 text in line {number}: save it as UTF-8."
            raise BadInput(msg) from None
        yield turn_of(text, f"{source}, line {number}")


def turn_of(text: str, where: str) -> Turn | None:
    """Return the turn of one line, or None for a comment.

    Raises:
        BadInput: For a wait that cannot be understood.
    """
    if text.lstrip().startswith("#"):
        return None
    if text.lstrip().lower().startswith("@wait"):
        match = _WAIT.fullmatch(text.strip())
        if match is None:
            raise BadInput(f"{where}: write a wait as '@wait 90s', in seconds.")
        return Waiting(timedelta(seconds=int(match[1]) * _UNITS[(match[2] or "s").lower()]))
    return text
