"""The agenda: what a plan and a state imply, and so what is asked next. Nobody else decides that.

Three questions about a step, on which all rules rest:

- Does it *apply*? Its condition may be true, false, or open while it reads something unanswered.
- What does it *stand at*? A value, None (declined, or it does not apply), or `OPEN`.
- Does its answer *owe a read-back*?

There is no stack of questions: a step that was interrupted is simply still unanswered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Final, Literal, TypeAlias

from ..plan import Confirm, Plan, StepPlan
from .state import Act, Answer, State

__all__ = [
    "OPEN",
    "applies",
    "early_end",
    "owes_read_back",
    "ready",
    "result",
    "standing",
    "upcoming",
]


class _Open(Enum):
    OPEN = "open"


OPEN: Final = _Open.OPEN
Standing: TypeAlias = Any | Literal[_Open.OPEN]


def applies(plan: Plan, state: State, step: StepPlan) -> bool | None:
    """Tell whether a step applies; None while its condition reads something unanswered."""
    if step.when is None:
        return True
    values = []
    for source, name in step.when.reads:
        value = state.facts.get(name) if source == "fact" else standing(plan, state, name)
        if value is OPEN:
            return None
        values.append(value)
    return bool(plan.tests[step.when.name](*values))


def standing(plan: Plan, state: State, name: str) -> Standing:
    """Return what a step counts as: its value, None if declined or not applicable, or `OPEN`."""
    applicable = applies(plan, state, plan.by_name[name])
    if applicable is None:
        return OPEN
    if not applicable:
        return None
    answer = state.answers.get(name)
    return OPEN if answer is None else answer.value


def result(plan: Plan, state: State) -> Mapping[str, Any]:
    """Return every step's standing but the open ones, by name: the result, once none is open."""
    found = {name: standing(plan, state, name) for name in plan.names}
    return {name: value for name, value in found.items() if value is not OPEN}


def ready(plan: Plan, state: State, step: StepPlan) -> bool:
    """Tell whether a candidate of a step can be checked: it applies, and what it needs is known."""
    return applies(plan, state, step) is True and all(
        _known(plan, state, plan.by_name[need]) for need in step.needs
    )


def _known(plan: Plan, state: State, step: StepPlan) -> bool:
    """Tell whether a step stands at something for now, and no check of it is under way."""
    applicable = applies(plan, state, step)
    if not applicable:
        return applicable is False  # a dormant answer may wait for its check for ever
    under_way = step.name in state.candidates or step.name in state.outdated
    return step.name in state.answers and not under_way


def owes_read_back(plan: Plan, step: StepPlan, answer: Answer) -> bool:
    """Tell whether a value is still to be read back, once, before it counts as agreed.

    A doubtful one always, unless its step never is: then the summary names it, if there is one.
    """
    if answer.read_back or answer.settled or answer.status in {"confirmed", "declined"}:
        return False
    if answer.status == "prefilled" or step.confirm in {Confirm.READ_BACK, Confirm.SPELL}:
        return True
    return answer.doubtful and (step.confirm is not Confirm.NEVER or not plan.summary)


def upcoming(plan: Plan, state: State) -> tuple[Act, str | None] | None:
    """Return what to ask next and about which step; None when everything is agreed.

    In this order: a person, where one is offered; queued revisits, the first named first; the
    first applicable step that is unanswered or owes a read-back; the summary.
    """
    if state.human:
        return "human", None
    for name in state.revisits:
        if applies(plan, state, plan.by_name[name]) and not _waits(state, name):
            return _ask(state, name), name
    for step in plan.steps:
        if not applies(plan, state, step):
            continue
        answer = state.answers.get(step.name)
        if answer is None:
            return _ask(state, step.name), step.name
        if owes_read_back(plan, step, answer) or _stands_read_back(state, step, answer):
            return "read_back", step.name
    if plan.summary and not state.accepted:
        return ("change" if state.rejected else "summary"), None
    return None


def early_end(plan: Plan, state: State) -> str | None:
    """Return why there is nothing more to ask, if an answer ends the run; None when it goes on.

    Only an answer that is sure ends it. One that is to be read back needs its yes: a "no" that was
    misheard must not send a caller away.
    """
    is_over = upcoming(plan, state) is None  # all is agreed: what was talked past counts, too
    for step in plan.steps:
        answer = state.answers.get(step.name)
        if answer is None or answer.ends is None or step.name in state.revisits:
            continue
        sure = is_over or not owes_read_back(plan, step, replace(answer, read_back=False))
        if sure and applies(plan, state, step):
            return answer.ends
    return None


def _waits(state: State, name: str) -> bool:
    """Tell whether a new value is known already and only waits for what its check needs.

    "Three o'clock; no, four" before a service is known: the service is asked, not the time again.
    """
    candidate = state.candidates.get(name)
    return candidate is not None and (candidate.value is not None or bool(candidate.alternatives))


def _stands_read_back(state: State, step: StepPlan, answer: Answer) -> bool:
    """Tell whether a read-back that was heard still waits for its yes or no.

    A question, a silence or a word nobody understood leaves it; talking of something else does
    not: then the value stays as it is, and the summary names it.
    """
    prompt = state.prompt
    return (
        prompt is not None
        and prompt.act == "read_back"
        and prompt.step == step.name
        and not state.talked_past
        and answer.status in {"heard", "prefilled"}
    )


def _ask(state: State, name: str) -> Act:
    return "ask" if state.offer_of(name) is None else "offer"
