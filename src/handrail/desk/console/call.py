"""`handrail call`: one call, in a terminal, from a script or through a pipe."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handrail.desk.call import Answering, answering
from handrail.desk.notifications import settings_from
from handrail.faults import BadInput
from handrail.kinds.numbering import is_local

from .account import Account, JsonAccount, TextAccount
from .models import FaultNotice, check_model, model_of
from .place import open_calendar
from .taking import take_turn
from .turns import Clock, Turn, check_now, piped_turns, script_turns

if TYPE_CHECKING:
    from handrail.livekit.text import TextCall

__all__ = ["CallOptions", "hold_call"]

_NUMBER = re.compile(r"\+?\d{7,15}")  # as long as ITU-T E.164 lets numbers be
_WITHHELD = frozenset({"", "anonymous", "private", "restricted", "unavailable", "unknown"})
"""What stands for the number of a caller who withholds it (RFC 3323, and carriers' own words)."""


@dataclass(frozen=True, slots=True)
class CallOptions:
    """What the command was given."""

    script: str | None = None
    db: str | None = None
    now: str | None = None
    caller: str | None = None
    json: bool = False
    llm: str = "none"


def hold_call(options: CallOptions) -> None:
    """Hold one call.

    Raises:
        BadInput: For an option, a script or a calendar that cannot be used.
    """
    check_model(options.llm)
    check_now(options.now)
    _check_caller(options.caller)
    script = None if options.script in {None, "-"} else script_turns(str(options.script))
    channels = settings_from(os.environ).names
    asyncio.run(_hold(options, script, channels))


def _check_caller(caller: str | None) -> None:
    """Check the caller's number, before anything is opened; one that is withheld will do.

    Raises:
        BadInput: When it is no number.
    """
    if caller is None or caller.strip().lower() in _WITHHELD:
        return
    if not _NUMBER.fullmatch(re.sub(r"[\s().-]", "", caller)):
        msg = f"--from must be a number such as +12125550142, or anonymous, not {caller[:40]!r}."
        raise BadInput(msg)


def _check_whole(caller: str | None, region: str) -> None:
    """Check that a number without a country code is not one that only neighbours could dial.

    Raises:
        BadInput: When it lacks its area.
    """
    dialled = re.sub(r"[\s().-]", "", caller or "")
    if dialled.isdecimal() and is_local(dialled, region):
        msg = f"--from must be a whole number such as +12125550142, not {str(caller)[:40]!r}."
        raise BadInput(msg)


async def _hold(options: CallOptions, script: list[Turn] | None, channels: tuple[str, ...]) -> None:
    async with open_calendar(options.db, channels=channels) as calendar:
        business = await calendar.business()
        _check_whole(options.caller, business.region)
        clock = Clock(options.now, business.zone)
        held = _host(await answering(calendar, clock=clock, caller=options.caller), options.llm)
        notice = FaultNotice(options.llm)
        at_terminal = script is None and options.script is None and sys.stdin.isatty()
        try:
            if at_terminal and not options.json:
                from .terminal import converse  # noqa: PLC0415 - only for people

                await converse(held, clock, business.name, notice)
            else:
                account: Account = JsonAccount() if options.json else TextAccount()
                await _play(held, clock, account, _turns(script), notice)
        finally:
            await held.aclose()


def _host(arguments: Answering, llm: str) -> TextCall:
    from handrail.livekit import Receptionist  # noqa: PLC0415 - importing LiveKit takes a while
    from handrail.livekit.text import TextCall  # noqa: PLC0415

    model = model_of(llm)
    receptionist = Receptionist(**arguments, ends_session=False)
    return TextCall(receptionist, model=model) if model else TextCall(receptionist)


async def _turns(script: list[Turn] | None) -> AsyncIterator[Turn]:
    if script is None:
        async for turn in piped_turns():
            yield turn
    else:
        for turn in script:
            yield turn


async def _play(
    held: TextCall,
    clock: Clock,
    account: Account,
    turns: AsyncIterator[Turn],
    notice: FaultNotice,
) -> None:
    account.opened(held.conversation, await held.open())
    number = 0
    async for turn in turns:
        number += 1
        taken = await take_turn(held, clock, turn, number)
        if sentence := notice.of(taken.model_fault):
            print(f"handrail: {sentence}", file=sys.stderr, flush=True)
        account.turn(held.conversation, taken)
        if held.conversation.closed:
            break
    held.conversation.hang_up()
    account.ended(held.conversation)
