"""Moves as tool calls, and back: the reader's moves look in LiveKit as a model's would.

Every move has a call, so that what happened can be seen in the history whoever proposed it. The way
back is for a model's calls alone: their arguments are parsed by the step's kind and their words
looked for in what the caller said. What the reader proposed is applied as it was read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from livekit.agents import llm, utils

from ..engine import moves as m
from ..kinds.base import Context, InvalidValue
from ..reading import find_evidence, negated
from ..step import Step

__all__ = ["ASIDES", "RECORD", "BadCall", "Moment", "ToolCall", "call_of", "move_of"]

RECORD: Final = "record_"
"""A step's tool is called this and the step's name."""

ASIDES: Final[Mapping[str, type[m.Move]]] = {
    "question": m.Question,
    "repeat": m.Repeat,
    "wait": m.Wait,
    "help": m.Help,
    "restart": m.Restart,
    "goodbye": m.Goodbye,
    "silence": m.Silence,
    "unclear": m.Unclear,
}
"""The moves that have no tool of their own, by what the tool `aside` calls them."""

_NAMES: Final[Mapping[type[m.Move], str]] = {move: act for act, move in ASIDES.items()}


class BadCall(ValueError):  # noqa: N818 - it is the call that is at fault, not the program
    """A call that is no move; the message is one sentence that a model can act on."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool's name and its arguments as JSON data."""

    name: str
    arguments: Mapping[str, Any]

    def for_livekit(self) -> llm.FunctionToolCall:
        """Return the call in LiveKit's form."""
        return llm.FunctionToolCall(
            name=self.name,
            arguments=json.dumps(self.arguments, ensure_ascii=False, default=str),
            call_id=utils.shortuuid("call_"),
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """What a model's call is understood by."""

    steps: Mapping[str, Step[Any]]
    """The running workflow's steps by name."""
    turns: Sequence[str]
    """The caller's turns of this run, oldest first: where the quoted words are looked for."""
    context: Context
    """For the step's kind."""
    asked: str | None = None
    """The step that was asked: bare words may answer it."""
    workflows: Sequence[str] = ()
    """The names of the workflows that can be switched to."""


def call_of(move: m.Move, steps: Mapping[str, Step[Any]]) -> ToolCall:
    """Return the call a model would make for a move.

    Args:
        move: The move.
        steps: The steps it may name, by name.
    """
    said = {"said": " ... ".join(move.evidence.said) if move.evidence else ""}
    match move:
        case m.Record(step=name, value=value):
            # A part of a value or a choice between several has no form in the tool's schema: the
            # caller's words stand for it.
            known = value is not None and name in steps
            shown = steps[name].kind.dump(value) if known else said["said"]
            return ToolCall(RECORD + name, {name: shown, **said})
        case m.Affirm() | m.Deny():
            return ToolCall("answer", {"yes": isinstance(move, m.Affirm), **said})
        case m.Choose(number=number):
            return ToolCall("choose", {"number": number, **said})
        case m.Revisit(step=step):
            return ToolCall("revisit", {"step": step, **said})
        case m.Decline(step=step):
            return ToolCall("decline", {"step": step, **said})
        case m.Switch(workflow=workflow):
            return ToolCall("switch", {"workflow": workflow, **said})
        case m.Abandon():
            return ToolCall("abandon", said)
        case m.AskHuman():
            return ToolCall("human", said)
        case m.Question(topic=topic):
            return ToolCall("aside", {"act": "question", "topic": topic, **said})
        case _:
            return ToolCall("aside", {"act": _NAMES[type(move)], "topic": None, **said})


def move_of(call: ToolCall, moment: Moment) -> m.Move:
    """Return the move that a model's call proposes.

    Args:
        call: The call, its arguments unchecked.
        moment: The moment at which it is made.

    Raises:
        BadCall: The call names nothing that exists, or its value cannot be accepted.
    """
    arguments = call.arguments
    said = str(arguments.get("said") or "")
    evidence = find_evidence(said, moment.turns)
    if call.name.startswith(RECORD):
        name = call.name.removeprefix(RECORD)
        if name not in moment.steps:
            raise BadCall(
                f"Nothing was recorded: {name} is not asked for in what is being done now. "
                "If the caller wants something else, call switch first."
            )
        return _record(moment.steps[name], arguments.get(name), evidence, moment, said)
    if call.name == "switch" and arguments.get("workflow") not in moment.workflows:
        names = ", ".join(moment.workflows) or "none"
        raise BadCall(f"Nothing was done: there is no such workflow. There are: {names}.")
    try:
        return _other(call.name, arguments, evidence)
    except (KeyError, TypeError, ValueError):
        raise BadCall(f"Nothing was done: {call.name} was called with wrong arguments.") from None


def _record(
    step: Step[Any], raw: object, evidence: m.Evidence | None, moment: Moment, said: str
) -> m.Record:
    ctx = replace(moment.context, asked=step.name == moment.asked)
    denied = evidence is not None and negated(said, moment.turns[evidence.turn - 1])
    try:
        value = step.kind.parse(raw, ctx)
    except InvalidValue as fault:
        raise BadCall(f"The {step.label} was not recorded: {fault}") from None
    return m.Record(
        step=step.name,
        value=value,
        doubtful=denied or not step.kind.supports(value, said, ctx),
        by="model",
        evidence=evidence,
    )


def _other(name: str, arguments: Mapping[str, Any], evidence: m.Evidence | None) -> m.Move:
    match name:
        case "answer":
            move = m.Affirm if arguments["yes"] else m.Deny
            return move(by="model", evidence=evidence)
        case "choose":
            return m.Choose(number=int(arguments["number"]), by="model", evidence=evidence)
        case "revisit":
            step = arguments.get("step")
            return m.Revisit(step=step and str(step), by="model", evidence=evidence)
        case "decline":
            return m.Decline(step=str(arguments["step"]), by="model", evidence=evidence)
        case "switch":
            return m.Switch(workflow=str(arguments["workflow"]), by="model", evidence=evidence)
        case "abandon":
            return m.Abandon(by="model", evidence=evidence)
        case "human":
            return m.AskHuman(by="model", evidence=evidence)
        case "aside" if arguments["act"] == "question":
            topic = arguments.get("topic")
            return m.Question(topic=topic and str(topic), by="model", evidence=evidence)
        case "aside":
            return ASIDES[arguments["act"]](by="model", evidence=evidence)
        case _:
            raise KeyError(name)
