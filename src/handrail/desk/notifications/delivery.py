"""Sending what is due: each message by its channel, again and later each time it fails.

A message is sent at least once. It is sent twice with the same key if a worker dies between the
sending and the note of it; receivers drop the second by that key.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NoReturn

from handrail.desk.calendar import (
    Calendar,
    CalendarUnavailable,
    Message,
    mark_sent,
    put_off,
    take_due,
)
from handrail.faults import log_fault

from .channel import Channel, Undelivered

__all__ = ["ATTEMPTS", "Delivered", "delay", "deliver", "deliver_due"]

ATTEMPTS: Final = 16
"""After so many a message is given up: about a day and a half after it was written."""
_FIRST_DELAY: Final = timedelta(seconds=30)
_LONGEST_DELAY: Final = timedelta(hours=6)

_AT_ONCE: Final = 4
"""How many are taken together: no more than the threads that send letters (asyncio has five at
least), since a message that waits for a thread uses up its lease."""
_PAUSE: Final = 5.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages that were due."""

    sent: int = 0
    put_off: int = 0
    """Not taken, and due again later."""
    failed: int = 0
    """Given up."""

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(
            self.sent + other.sent, self.put_off + other.put_off, self.failed + other.failed
        )


async def deliver_due(
    calendar: Calendar, channels: Sequence[Channel], *, clock: Callable[[], datetime]
) -> Delivered:
    """Send all messages that are due. Any number of workers may do so at once.

    Args:
        calendar: Whose.
        channels: What to send by; messages for others wait.
        clock: Gives the present moment, aware.

    Raises:
        CalendarUnavailable: when the outbox cannot be read or written.
    """
    by_name = {channel.name: channel for channel in channels}
    done = Delivered()
    while messages := await take_due(calendar, tuple(by_name), now=clock(), limit=_AT_ONCE):
        ended = await asyncio.gather(
            *(_send(calendar, by_name, message, clock) for message in messages)
        )
        done = sum(ended, done)
    return done


async def deliver(
    calendar: Calendar,
    channels: Sequence[Channel],
    *,
    clock: Callable[[], datetime],
    pause: float = _PAUSE,
) -> NoReturn:
    """Send messages as they become due, until cancelled.

    A calendar that cannot be reached for a while is no reason to stop, nor is any other fault.

    Args:
        calendar: Whose.
        channels: What to send by.
        clock: Gives the present moment, aware.
        pause: Seconds between one look into the outbox and the next.
    """
    while True:
        try:
            await deliver_due(calendar, channels, clock=clock)
        except CalendarUnavailable as fault:
            _logger.warning("the outbox cannot be used", extra={"reason": str(fault)})
        except Exception as fault:  # noqa: BLE001 - nobody would learn that nothing is sent any more
            log_fault(_logger, "messages that are due could not be sent", fault)
        await asyncio.sleep(pause)


def delay(attempt: int) -> timedelta:
    """Return how long to wait after an attempt that failed: twice as long as after the last.

    Args:
        attempt: Which it was, from 1.
    """
    doubled: timedelta = _FIRST_DELAY * 2 ** (attempt - 1)
    return min(doubled, _LONGEST_DELAY)


async def _send(
    calendar: Calendar,
    channels: Mapping[str, Channel],
    message: Message,
    clock: Callable[[], datetime],
) -> Delivered:
    try:
        await channels[message.channel].send(message, now=clock())
    except Undelivered as fault:
        return await _not_taken(calendar, message, fault, clock())
    except Exception as fault:  # noqa: BLE001 - one message must not stop the others
        # Its own words may hold anything of the message: its kind will have to do.
        unknown = Undelivered(f"it could not be sent ({type(fault).__name__})")
        return await _not_taken(calendar, message, unknown, clock())
    await mark_sent(calendar, message, now=clock())
    _logger.info("a message was sent", extra={"key": message.key, "attempt": message.attempt})
    return Delivered(sent=1)


async def _not_taken(
    calendar: Calendar, message: Message, fault: Undelivered, now: datetime
) -> Delivered:
    is_over = fault.for_good or message.attempt >= ATTEMPTS
    asked = min(fault.wait or timedelta(), _LONGEST_DELAY)
    wait = max(delay(message.attempt), asked)
    until = None if is_over else now + wait
    await put_off(calendar, message, why=fault.why, until=until, now=now)
    _logger.warning(
        "a message was given up" if is_over else "a message was not taken",
        extra={"key": message.key, "attempt": message.attempt, "reason": fault.why},
    )
    return Delivered(failed=1) if is_over else Delivered(put_off=1)
