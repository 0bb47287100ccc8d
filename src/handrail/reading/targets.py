"""Which step a value of a kind answers, and in which light its words are read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..engine.agenda import applies
from ..engine.state import State
from ..kinds.base import Kind
from ..kinds.heard import phrase
from ..workflow import Workflow
from .tape import Tape

if TYPE_CHECKING:
    from .values import Value

__all__ = ["BARE_AFTER_A_CUE", "Target", "named_target", "target_of"]

# "Make it four" asks for the bare words that a plain answer may have; of names and addresses
# everyday words would be made.
BARE_AFTER_A_CUE = frozenset({"when", "number", "choice"})
_UNDER_CHANGE = frozenset({"summary", "change"})


@dataclass(frozen=True, slots=True)
class Target:
    """A step a kind is read for, and in which light."""

    step: str
    asked: bool
    cued: bool
    """Whether an answer may be replaced."""
    amended: bool = False
    """Whether the value may be the present one with a part of it changed, cue or none."""
    sure: bool = False
    """Whether nothing but a whole name that needs no reading back is taken."""


def target_of(
    workflow: type[Workflow],
    state: State,
    steps: Sequence[str],
    kind: Kind[Any],
    *,
    named: Collection[str],
    revisited: Collection[str],
    cued: bool,
    mornings: bool,
) -> Target | None:
    """Choose the step of one kind that a value would answer, or None where it is a tie.

    `mornings`: a part of the day was said, which is of a time and of nothing else.
    """
    prompt = state.prompt
    if chosen := [name for name in steps if name in revisited]:
        return Target(chosen[0], asked=True, cued=True) if len(chosen) == 1 else None
    if prompt is not None and prompt.step is not None and prompt.step in steps:
        # "Can I change the time to four" gives no digit of the number that was asked for.
        return Target(prompt.step, asked=not revisited, cued=True)
    if partly := [name for name in steps if name in state.partials]:
        # "Next week", and asked for what: "mornings" is still of the time.
        asked = kind.name == "when" and mornings and _asks_a_choice(workflow, state)
        return Target(partly[0], asked=asked, cued=True) if len(partly) == 1 else None
    if len(steps) > 1 and len(chosen := [name for name in steps if name in named]) == 1:
        return Target(chosen[0], asked=False, cued=True)
    open_steps = [
        name
        for name in steps
        if _is_open(state, name)
        and applies(workflow.plan, state, workflow.plan.by_name[name]) is not False
    ]
    bare = cued or (prompt is not None and prompt.act == "change")
    under_change = prompt is not None and prompt.act in _UNDER_CHANGE
    cued = cued or under_change or any(name in named for name in steps)
    if open_steps and not (cued and len(open_steps) < len(steps)):
        return Target(open_steps[0], asked=False, cued=True) if len(open_steps) == 1 else None
    if len(steps) != 1:
        return None
    return Target(steps[0], asked=bare and kind.name in BARE_AFTER_A_CUE, cued=cued)


def named_target(
    target: Target,
    tape: Tape,
    state: State,
    workflow: type[Workflow],
    *,
    found: Sequence[Value],
    echoed: Collection[str],
) -> Target:
    """Tell in which light a name is read: it has hardly any mark of its own.

    "Her name is Lucy" gives one at any time. A whole name that the lists know is one beside a
    number or an address, or instead of it: "Bob Hope" to "What's the best number?".
    """
    if target.step in state.answers:
        asked = target.asked or target.step in echoed or _names_another(tape, state)
        return replace(target, asked=asked, amended=True)
    if target.asked or _HIS_NAME.search(tape.plain):
        return replace(target, asked=True)
    kinds = {workflow.steps[value.step].kind.name for value in found}
    prompt = state.prompt
    step = workflow.steps.get(prompt.step or "") if prompt is not None else None
    instead = prompt is not None and prompt.act == "ask" and step is not None
    instead = instead and step is not None and step.kind.name in _OF_THE_CALLER and not found
    return replace(target, asked=True, sure=True) if instead or kinds & _OF_THE_CALLER else target


_OF_THE_CALLER = frozenset({"phone", "email"})


def _names_another(tape: Tape, state: State) -> bool:
    """Whether a summary is answered with the name of who it is for: "no, his name is John"."""
    under_change = state.prompt is not None and state.prompt.act in _UNDER_CHANGE
    return under_change and _HIS_NAME.search(tape.plain) is not None


_HIS_NAME = re.compile(
    phrase("(?:his|her|their) name(?:'s| is)|(?:under|in) (?:his|her|their) name")
)


def _asks_a_choice(workflow: type[Workflow], state: State) -> bool:
    prompt = state.prompt
    step = workflow.steps.get(prompt.step or "") if prompt is not None else None
    asks = prompt is not None and prompt.act == "ask"
    return asks and step is not None and step.kind.name == "choice"


def _is_open(state: State, name: str) -> bool:
    answer = state.answers.get(name)
    if name in state.revisits:
        return True  # named as to be changed a while ago, and not asked about yet
    if answer is None or answer.status == "declined":
        return True
    return answer.status == "prefilled" and not answer.settled
