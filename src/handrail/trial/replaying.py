"""Holding a real call again: the caller's own words, against the workflow as it is now.

A call that is in the journal is compared with itself held anew, turn by turn. What is compared is
what was known, what was asked and how it ended; not the wording, which may vary.

From the first turn that differs, the caller answers questions that were not asked: later turns tell
how the call would end if they went on so, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any, Final, Literal

from ..conversation import Conversation
from ..engine import events as e
from ..engine.moves import Unclear
from ..entries import LOST
from ..journal import Turn
from ..speaking import Line

__all__ = ["Difference", "ReplayedCall", "compare_call", "last_turn", "say_again"]

_LOST: Final = "(not kept, or not to be had any more)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was after a turn."""

    what: Literal["workflow", "answer", "question", "outcome"]
    was: Any
    """JSON data; None: nothing."""
    now: Any
    step: str | None = None
    """The step that is answered differently."""

    def __str__(self) -> str:
        of = f" of {self.step}" if self.step else ""
        return f"{self.what}{of}: {_shown(self.was)} -> {_shown(self.now)}"


@dataclass(frozen=True, slots=True)
class ReplayedCall:
    """A call, and what would be different in it."""

    call: str
    """Its id in the journal."""
    turns: int = 0
    """How many of the caller's turns were compared."""
    turn: int | None = None
    """The number of the first that differs; None where none does, 0 for the desk's first line."""
    caller: str | None = None
    """What the caller said in it."""
    was: str | None = None
    """What the desk answered."""
    now: str | None = None
    """What it would answer."""
    differences: tuple[Difference, ...] = ()
    """What differs after that turn."""
    outcome_was: str | None = None
    """How the last workflow that ended did end; None where none had."""
    outcome_now: str | None = None
    reworded: int = 0
    """How many turns before it are answered in other words, to the same effect."""
    stopped: str = ""
    """Why it was not compared to its end; "" if it was."""

    @property
    def differs(self) -> bool:
        """Whether any turn does."""
        return self.turn is not None

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {**asdict(self), "differs": self.differs}


def last_turn(turns: Sequence[Turn]) -> tuple[int, str]:
    """Return how many turns of a call can be held again, and why not all of them.

    What a model made of the caller's words is not in them, and words that were not to be kept are
    gone.
    """
    for turn in turns:
        if turn.model_calls:
            return turn.number, f"a model helped in turn {turn.number}"
        if turn.private:
            return turn.number, f"what was said in turn {turn.number} was not kept"
        if turn.handed_over:
            return turn.number, f"a person took the call in turn {turn.number}"
        if turn.desk is None and not turn.hung_up and turn.number < len(turns) - 1:
            return turn.number, f"turn {turn.number} was not answered"
        if turn.hung_up:
            rest = len(turns) - turn.number - 1
            return turn.number + 1, "it was taken up again after it was dropped" if rest else ""
    return len(turns), ""


async def say_again(
    conversation: Conversation[Any], turns: Sequence[Turn], at: Callable[[datetime], None]
) -> None:
    """Say in a new call what was said in another one, on the plain host, and hang up.

    Prompts that were cut in on are cut at the same place; the words of a call that is over are not
    said.

    Args:
        conversation: The new call, not yet opened.
        turns: Those of the other one.
        at: Sets the new call's clock.
    """
    for turn in turns:
        if turn.at is not None:
            at(turn.at)
        if turn.caller is None:
            line = await conversation.open()
        elif conversation.closed:
            break
        else:
            proposal = conversation.read((turn.caller,))
            conversation.begin_turn((turn.caller,))
            for move in proposal.moves or (Unclear(),):
                conversation.apply(move)
            line = await conversation.settle()
        conversation.played(line, _heard(line, turn))
    conversation.hang_up()
    await conversation.keep()


def _heard(line: Line, turn: Turn) -> str | None:
    """Return what was heard of a line, by what was heard of the one in its place; None: all."""
    heard = [each.event for each in turn.decisions if isinstance(each.event, e.PromptHeard)]
    if not heard or heard[-1].complete:
        return None
    if not heard[-1].begun:
        return ""
    ends = [mark.end for mark in line.marks if mark.step not in heard[-1].heard]
    return line.text[: min(ends, default=len(line.text)) - 1]


def compare_call(
    call: str, was: Sequence[Turn], now: Sequence[Turn], *, stopped: str = ""
) -> ReplayedCall:
    """Compare a call with the same one held again.

    Args:
        call: Its id.
        was: Its turns, as far as they were said again.
        now: Those of the new call.
        stopped: Why they are not all.
    """
    reworded = 0
    found = ReplayedCall(
        call,
        turns=max(len(was) - 1, 0),
        outcome_was=_outcome(was),
        outcome_now=_outcome(now),
        stopped=stopped,
    )
    for number, (before, after) in enumerate(zip_longest(was, now)):
        if differences := tuple(_differences(before, after)):
            return replace(
                found,
                turn=number,
                caller=before.caller if before else None,
                was=before.desk if before else None,
                now=after.desk if after else None,
                differences=differences,
                reworded=reworded,
            )
        reworded += before is not None and after is not None and before.desk != after.desk
    return replace(found, reworded=reworded)


def _differences(was: Turn | None, now: Turn | None) -> Iterator[Difference]:
    before, after = _after(was), _after(now)
    if before["workflow"] != after["workflow"]:
        yield Difference("workflow", before["workflow"], after["workflow"])
    old, new = before["answers"], after["answers"]
    for step in {**old, **new}:
        one, other = old.get(step), new.get(step)
        # What cannot be had again is compared with nothing but that there is nothing.
        if one != other and (None in (one, other) or _LOST not in (one, other)):
            yield Difference("answer", one, other, step)
    if before["asks"] != after["asks"]:
        yield Difference("question", before["asks"], after["asks"])
    if before["ended"] != after["ended"]:
        yield Difference("outcome", before["ended"], after["ended"])


def _after(turn: Turn | None) -> Mapping[str, Any]:
    """Return what is compared of a turn."""
    if turn is None or turn.workflow is None:
        return {"workflow": None, "answers": {}, "asks": None, "ended": None}
    prompt = None if turn.state.phase == "closed" else turn.state.prompt
    answers = {
        name: _LOST if answer.value is LOST else _dump(turn, name, answer.value)
        for name, answer in turn.state.answers.items()
        if answer.value is not None or answer.status == "declined"
    }
    return {
        "workflow": turn.workflow.plan.name,
        "answers": answers,
        "asks": f"{prompt.step or '-'}/{prompt.act}" if prompt else None,
        "ended": _outcome([turn]),
    }


def _dump(turn: Turn, step: str, value: Any) -> Any:
    if value is None or turn.workflow is None:
        return "declined"
    return turn.workflow.steps[step].kind.dump(value)


def _outcome(turns: Sequence[Turn]) -> str | None:
    """Return how the last workflow ended that ended in these turns."""
    return next(
        (
            f"{each.workflow.plan.name} {each.event.outcome}"
            for turn in reversed(turns)
            for each in reversed(turn.decisions)
            if isinstance(each.event, e.Closed) and each.event.outcome != "switched"
        ),
        None,
    )


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)
