"""A view of a conversation as JSON data: what is asked, what is known, what the caller did.

The form is that of the command line's contract; dashboards and journals show the same.
"""

from __future__ import annotations

from typing import Any

from .conversation import Conversation
from .engine import moves as m
from .engine.agenda import applies
from .engine.state import State
from .entries import LOST
from .kinds.base import Context
from .step import Step
from .workflow import Workflow

__all__ = [
    "answers",
    "asking",
    "ending",
    "ladder",
    "moves",
    "offers",
    "partials",
    "rungs",
    "workflow",
]

_NOTHING = {"step": None, "act": "none"}


def asking(conversation: Conversation[Any]) -> dict[str, Any]:
    """Return what the desk waits for: a step's name or None, and the act."""
    prompt = conversation.state.prompt
    if conversation.closed or prompt is None:
        return dict(_NOTHING)
    if prompt.act == "human":
        return {"step": None, "act": "human"}
    if conversation.resuming:
        return {"step": None, "act": "resume"}
    if conversation.receiving:
        return dict(_NOTHING) if conversation.name else {"step": None, "act": "ask"}
    if prompt.act == "change":
        return {"step": None, "act": "summary"}
    return {"step": prompt.step, "act": prompt.act}


def workflow(conversation: Conversation[Any]) -> str | None:
    """Return the name of the workflow in progress, or None while nothing is being done."""
    return None if _nothing_begun(conversation) else conversation.name


def answers(conversation: Conversation[Any]) -> dict[str, dict[str, Any]]:
    """Return the complete values of the workflow in progress, by step: value and status.

    A value that still waits for its check, because something it needs is not known yet, counts as
    heard. What was answered to a step that does not apply is left out.
    """
    if _nothing_begun(conversation):
        return {}
    return _answers(conversation.workflow, conversation.state)


def _answers(running: type[Workflow], state: State) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, step in running.steps.items():
        if applies(running.plan, state, running.plan.by_name[name]) is False:
            continue
        answer, candidate = state.answers.get(name), state.candidates.get(name)
        if answer is not None:
            found[name] = {"value": _dump(step, answer.value), "status": answer.status}
        elif candidate is not None and candidate.value is not None and candidate.partial is None:
            found[name] = {"value": _dump(step, candidate.value), "status": "heard"}
    return found


def partials(conversation: Conversation[Any]) -> dict[str, str]:
    """Return what was heard in part, in words, by step."""
    if _nothing_begun(conversation):
        return {}
    return _partials(conversation.workflow, conversation.state, conversation.context())


def _partials(running: type[Workflow], state: State, context: Context) -> dict[str, str]:
    said = {
        name: running.steps[name].kind.speak_partial(partial, context)
        for name, partial in state.partials.items()
    }
    return {name: words for name, words in said.items() if words}


def offers(conversation: Conversation[Any]) -> list[Any]:
    """Return the values the caller can pick from now, in the order they were said."""
    prompt = conversation.state.prompt
    if conversation.closed or prompt is None or prompt.act != "offer" or prompt.step is None:
        return []
    offer = conversation.state.offer_of(prompt.step)
    step = conversation.workflow.steps[prompt.step]
    return [_dump(step, value) for value in offer.options] if offer else []


def ladder(conversation: Conversation[Any]) -> list[dict[str, str]]:
    """Return the steps of the workflow in progress, in order: name, status, and what is known.

    The status is that of the answer; `skipped` where a step does not apply, `partial` where half of
    it is known, `asked` or `open` where nothing is. What is known is as it is spoken.
    """
    if conversation.receiving:
        return []
    return rungs(conversation.workflow, conversation.state, conversation.context())


def rungs(running: type[Workflow], state: State, context: Context) -> list[dict[str, str]]:
    """Return the ladder of a run at some moment, as `ladder` does that of a call as it is now.

    Args:
        running: The run's workflow.
        state: Where the run stood.
        context: How values are spoken: of the moment that is shown.
    """
    known, halves = _answers(running, state), _partials(running, state, context)
    asked = state.prompt.step if state.prompt is not None else None
    found = []
    for name, step in running.steps.items():
        status, text = "asked" if name == asked else "open", ""
        if applies(running.plan, state, running.plan.by_name[name]) is False:
            status = "skipped"
        elif name in known:
            status, value = known[name]["status"], known[name]["value"]
            text = "" if value is None else step.kind.speak(step.kind.load(value, context), context)
        elif name in halves:
            status, text = "partial", halves[name]
        found.append({"step": name, "label": step.label, "status": status, "text": text})
    return found


def moves(conversation: Conversation[Any]) -> list[dict[str, Any]]:
    """Return the moves of the caller's last turn, in the order they were applied."""
    return [_move(conversation, move) for move in conversation.moves]


def ending(conversation: Conversation[Any]) -> dict[str, Any]:
    """Return how the call ended: the outcome of the last workflow that was begun."""
    return {
        "outcome": conversation.outcome or "hung_up",
        "workflow": conversation.name,
        "result": conversation.receipt if conversation.outcome == "completed" else None,
    }


def _nothing_begun(conversation: Conversation[Any]) -> bool:
    """Whether no workflow that a caller can ask for is in progress."""
    return conversation.receiving or conversation.resuming


def _move(conversation: Conversation[Any], move: m.Move) -> dict[str, Any]:
    name = getattr(move, "step", None)
    value: Any = None
    match move:
        case m.Record(value=recorded) if recorded is not None:
            step = _step(conversation, name)
            value = _dump(step, recorded) if step else str(recorded)
        case m.Record(partial=partial) if partial is not None:
            step = _step(conversation, name)
            value = step.kind.speak_partial(partial, conversation.context()) if step else None
        case m.Record(alternatives=alternatives):
            step = _step(conversation, name)
            value = [_dump(step, one) if step else str(one) for one in alternatives]
        case m.Choose(number=number):
            value = number
        case m.Switch(workflow=wanted):
            value = wanted
        case m.Question(topic=topic):
            value = topic
    return {"move": type(move).__name__, "step": name, "value": value, "by": move.by}


def _step(conversation: Conversation[Any], name: str | None) -> Step[Any] | None:
    """Find a step of a move, which may be one of the workflow that has just ended."""
    for one in (conversation.workflow, *conversation.all_workflows):
        if name is not None and name in one.steps:
            return one.steps[name]
    return None


def _dump(step: Step[Any], value: Any) -> Any:
    return None if value is None or value is LOST else step.kind.dump(value)
