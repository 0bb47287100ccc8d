"""The directive: what a model is told of this moment, in a few lines after the history.

It is the only part of a request that changes with the state, and it comes last and is never stored:
instructions, tools and history before it stay a prefix that a provider can cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from livekit.agents.llm.tool_context import get_fnc_tool_names

from ..conversation import Conversation
from ..engine.state import Act
from ..reception import Reception
from ..step import Step

__all__ = ["INSTRUCTIONS", "asked_step", "directive", "known_of"]

INSTRUCTIONS: Final = (
    "You understand callers for a desk that keeps the record and asks the questions. Call a tool "
    "for each thing the caller did; `said` quotes the caller, pieces joined with ' ... '. Never "
    "invent, complete or correct a value. Only if no tool fits, or the caller asked something, "
    "answer in one short sentence from what you were told here; never ask or promise anything."
)
"""What a model is told once, at the head of every request."""

_WAITING: Final[Mapping[Act, str]] = {
    "ask": "The desk asked for: {step}.",
    "read_back": "The desk read {step} back and waits for a yes.",
    "offer": "The desk made an offer for {step}: call choose for a pick from it.",
    "summary": "The desk summed everything up and waits for a yes, or for what to change.",
    "change": "The desk asked what should be changed.",
    "human": "The desk offered a person and waits for a yes.",
}


def known_of(reception: Reception | None) -> str:
    """Return what a model is told of the business, after the instructions; "" for nothing.

    It is the same for the whole call, so that it can be cached with them.
    """
    if reception is None or not reception.facts:
        return ""
    facts = "\n".join(f"- {name}: {fact}" for name, fact in reception.facts.items())
    return (
        f"Known of the business:\n{facts}\n"
        "What is not in this list you do not know: say so, and offer nothing instead."
    )


def directive(conversation: Conversation[Any]) -> str:
    """Return the directive for what is asked at this moment."""
    state = conversation.state
    lines = [f"It is {conversation.context().now:%A %H:%M}."]
    if conversation.receiving:
        lines.append("Nothing is under way yet: the desk asked what the caller would like.")
        return " ".join(lines)
    if conversation.resuming:
        lines.append("Before all else: whether they go on with a call that was cut off.")
    elif conversation.reception:
        lines.append(f"Under way: {conversation.workflow.plan.name}.")
    if state.prompt:
        lines.append(_WAITING[state.prompt.act].format(step=state.prompt.step))
    if state.answers:
        known = (_known(name, answer.status) for name, answer in state.answers.items())
        lines.append(f"On record: {', '.join(known)}.")
    step = asked_step(conversation)
    if step and step.tools:
        names = ", ".join(get_fnc_tool_names(step.tools))
        lines.append(f"While this is asked you may also call: {names}.")
    if step and step.instructions:
        lines.append(step.instructions)
    return " ".join(lines)


def asked_step(conversation: Conversation[Any]) -> Step[Any] | None:
    """Return the step the caller is asked for at this moment, if they are asked for one."""
    prompt = conversation.state.prompt
    return conversation.workflow.steps.get(prompt.step) if prompt and prompt.step else None


def _known(name: str, status: str) -> str:
    return name if status == "heard" else f"{name} ({status})"
