"""A call in a terminal: the talk on the left, the step ladder beside it."""

from __future__ import annotations

import asyncio
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
    """Hold the call with whoever sits at the terminal, until a goodbye or the end of input."""
    console = Console()
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
    held.conversation.hang_up()
    TextAccount().ended(held.conversation)


async def _ask(console: Console) -> Turn | None:
    """Read one turn; a line that is no turn is explained and asked again."""
    from handrail.faults import BadInput  # noqa: PLC0415

    while True:
        try:
            turn = turn_of(await asyncio.to_thread(console.input, "[cyan]You: [/]"), "That line")
        except BadInput as fault:
            console.print(str(fault), style="yellow")
            continue
        except (EOFError, KeyboardInterrupt):
            return None
        if turn is not None:
            return turn


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
