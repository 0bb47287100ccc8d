"""A call in a terminal: the talk on the left, the step ladder beside it."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from handrail import view
from handrail.conversation import Conversation

from .account import TextAccount
from .models import FaultNotice
from .taking import take_turn
from .turns import Clock, Turn, turn_of

if TYPE_CHECKING:
    from handrail.livekit.text import TextCall

__all__ = ["converse"]

_SHOWN = 14
"""Lines of talk kept in sight."""
_MARKS = {"confirmed": ("✓", "green"), "prefilled": ("·", "cyan"), "declined": ("-", "dim")}


async def converse(held: TextCall, clock: Clock, business: str, notice: FaultNotice) -> None:
    """Hold the call with whoever sits at the terminal, until a goodbye or the end of input.

    Ctrl-C hangs up as well, and then cancels as it would anything else.
    """
    console = Console()
    try:
        await _talk(console, held, clock, business, notice)
    except asyncio.CancelledError:
        console.print()  # the terminal has written ^C into the line
        raise
    finally:
        held.conversation.hang_up()
        TextAccount().ended(held.conversation)


async def _talk(
    console: Console, held: TextCall, clock: Clock, business: str, notice: FaultNotice
) -> None:
    talk: list[Text] = [_said("Desk", await held.open(), "bold")]
    number = 0
    while True:
        console.clear()
        console.print(_screen(held.conversation, talk, business))
        if held.conversation.closed:
            break
        turn = await _ask(console)
        if turn is None:
            break
        number += 1
        taken = await take_turn(held, clock, turn, number)
        talk.append(_said("You", taken.caller or "(silence)", "cyan"))
        if sentence := notice.of(taken.model_fault):
            talk.append(Text(sentence, "yellow"))
        talk.append(_said("Desk", taken.desk or "(listens)", "bold"))


async def _ask(console: Console) -> Turn | None:
    """Read one turn; a line that is no turn is explained and asked again."""
    from handrail.faults import BadInput  # noqa: PLC0415

    while True:
        try:
            turn = turn_of(await _typed(console), "That line")
        except BadInput as fault:
            console.print(str(fault), style="yellow")
            continue
        except EOFError:
            return None
        if turn is not None:
            return turn


async def _typed(console: Console) -> str:
    """Read a line in a thread that nobody waits for.

    The event loop waits for the threads of `asyncio.to_thread` when it is closed, so after Ctrl-C
    the command would stay until Enter is pressed.

    Raises:
        EOFError: At the end of the input.
    """
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str | None] = loop.create_future()

    def give(line: str | None) -> None:
        if not typed.done():
            typed.set_result(line)

    def read() -> None:
        line = read_line()
        with suppress(RuntimeError):  # the call is over, and its loop closed
            loop.call_soon_threadsafe(give, line)

    console.print("[cyan]You: [/]", end="")
    threading.Thread(target=read, daemon=True).start()
    line = await typed
    if line is None:
        raise EOFError
    return line


def read_line() -> str | None:
    """Read what is typed up to Enter; None at the end of the input.

    Past `sys.stdin`, whose lock Python waits for when it ends, and ends with an abort.
    """
    line = b""
    while not line.endswith(b"\n"):
        try:
            piece = os.read(sys.stdin.fileno(), 4096)
        except OSError:  # the terminal is gone
            piece = b""
        if not piece:
            return line.decode(errors="replace") or None
        line += piece
    return line.decode(errors="replace").rstrip("\r\n")


def _said(who: str, text: str, style: str) -> Text:
    return Text.assemble((f"{who}: ", "dim"), (text, style))


def _screen(conversation: Conversation[Any], talk: list[Text], business: str) -> Table:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=3)
    grid.add_column(ratio=2, min_width=28)
    grid.add_row(
        Panel(Group(*talk[-_SHOWN:]), title=business, title_align="left"),
        Panel(_ladder(conversation), title=_title(conversation), title_align="left"),
    )
    return grid


def _title(conversation: Conversation[Any]) -> str:
    return (view.workflow(conversation) or "reception").capitalize()


def _ladder(conversation: Conversation[Any]) -> Table:
    """The steps in order: what is asked, what is known and how surely."""
    ladder = Table.grid(padding=(0, 1))
    asked = view.asking(conversation)
    known, partial = view.answers(conversation), view.partials(conversation)
    steps = () if conversation.receiving else conversation.workflow.steps
    for name in steps:
        answer = known.get(name)
        mark, style = ("▸", "yellow") if asked["step"] == name else (" ", "")
        text = f"{partial[name]} ..." if name in partial else ""
        if answer:
            text = _spoken(conversation, name)
            if asked["step"] != name:
                mark, style = _MARKS.get(answer["status"], ("•", "white"))
        ladder.add_row(Text(mark, style), Text(name, style or "dim"), Text(text))
    if asked["step"] is None and asked["act"] not in {"none", "ask"}:
        ladder.add_row(Text("▸", "yellow"), Text(asked["act"], "yellow"), Text(""))
    return ladder


def _spoken(conversation: Conversation[Any], name: str) -> str:
    state = conversation.state
    held = state.answers.get(name) or state.candidates.get(name)
    if held is None or held.value is None:
        return "declined"
    return conversation.workflow.steps[name].kind.speak(held.value, conversation.context())
