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
from ..kinds.base import InvalidValue
from ..reading import Quote, Transcript, evidence_of, find_quotes
from ..step import Step

__all__ = ["ASIDES", "COLLECT", "RECORD", "BadCall", "Moment", "ToolCall", "call_of", "move_of"]

RECORD: Final = "record_"
"""A step's tool is called this and the step's name."""

COLLECT: Final = "collect"
"""The tool in whose body the AgentTask of a hosted step is held."""

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

    transcript: Transcript
    """What the caller has said in this run, and how it stands."""
    workflows: Sequence[str] = ()
    """The names of the workflows that can be switched to."""
    others: Sequence[ToolCall] = ()
    """The other calls of the same reply: what they quote is no part of this one's value."""
    unwritten: bool = False
    """Whether nobody but the model has the caller's words, so that whatever it records is in
    doubt."""

    @property
    def steps(self) -> Mapping[str, Step[Any]]:
        """The running workflow's steps by name."""
        return self.transcript.scene.workflow.steps

    def quotes(self, call: ToolCall) -> tuple[Quote, ...]:
        """Return the places of what a call quotes; none for words nobody said."""
        return find_quotes(str(call.arguments.get("said") or ""), self.texts)

    @property
    def texts(self) -> list[str]:
        """The caller's turns, oldest first: where the quoted words are looked for."""
        return [turn.text for turn in self.transcript.turns]


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
    if call.name.startswith(RECORD):
        return _record(call, moment)
    workflow = call.arguments.get("workflow")
    if call.name == "switch" and workflow not in moment.workflows:
        names = ", ".join(moment.workflows) or "none"
        raise BadCall(f"Nothing was done: there is no such workflow. There are: {names}.")
    try:
        return _other(call.name, call.arguments, moment, moment.quotes(call))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise BadCall(
            f"Nothing was done: {call.name} was called with wrong arguments. "
            "Call it as it is described, or leave it."
        ) from None


def _record(call: ToolCall, moment: Moment) -> m.Record:
    name = call.name.removeprefix(RECORD)
    step = moment.steps.get(name)
    if step is None:
        raise BadCall(
            f"Nothing was recorded: {name} is not asked for in what is being done now. "
            "If the caller wants something else, call switch first."
        )
    scene = moment.transcript.scene
    asked = scene.state.prompt is not None and scene.state.prompt.step == name
    try:
        value = step.kind.parse(call.arguments.get(name), replace(scene.context, asked=asked))
    except InvalidValue as fault:
        raise BadCall(f"The {step.label} was not recorded: {fault}") from None
    quotes = moment.quotes(call)
    beside = [
        quote
        for other in moment.others
        if other.name.startswith(RECORD) and other.name != call.name
        for quote in moment.quotes(other)
        if quote not in quotes
    ]
    evidence = evidence_of(quotes, moment.texts)
    doubtful = moment.unwritten or not moment.transcript.supports(step, value, quotes, beside)
    if step.kind.must_be_said and doubtful and evidence is not None:
        raise BadCall(
            f"The {step.label} was not recorded: the caller's words do not say all of that. "
            "Record only what they said in this turn, or call aside with unclear."
        )
    return m.Record(step=name, value=value, doubtful=doubtful, by="model", evidence=evidence)


def _other(
    name: str, arguments: Mapping[str, Any], moment: Moment, quotes: Sequence[Quote]
) -> m.Move:
    evidence, heard = evidence_of(quotes, moment.texts), moment.transcript
    by: m.Source = "model"
    match name:
        case "answer" if _is_true(arguments["yes"]):
            return m.Affirm(by=by, evidence=evidence, doubtful=not heard.is_yes(quotes))
        case "answer":
            return m.Deny(by=by, evidence=evidence, doubtful=not heard.is_no(quotes))
        case "choose":
            number = int(arguments["number"])
            picked = heard.picks(number, quotes)
            return m.Choose(number=number, by=by, evidence=evidence, doubtful=not picked)
        case "revisit":
            step = arguments.get("step")
            doubtful = not heard.is_return(moment.steps.get(str(step)), quotes)
            return m.Revisit(step=step and str(step), by=by, evidence=evidence, doubtful=doubtful)
        case "decline":
            doubtful = not heard.is_no(quotes)
            return m.Decline(
                step=str(arguments["step"]), by=by, evidence=evidence, doubtful=doubtful
            )
        case "switch":
            workflow = str(arguments["workflow"])
            running = heard.scene.workflow.plan.name == workflow  # which changes nothing
            lost = not (running or heard.scene.reception)  # what is under way
            doubtful = lost and not heard.is_wish(workflow, quotes)
            return m.Switch(workflow=workflow, by=by, evidence=evidence, doubtful=doubtful)
        case "abandon":
            return m.Abandon(by=by, evidence=evidence, doubtful=not heard.is_leaving(quotes))
        case "human":
            return m.AskHuman(by=by, evidence=evidence)
        case "aside" if arguments["act"] == "question":
            topic = arguments.get("topic")
            return m.Question(topic=topic and str(topic), by=by, evidence=evidence)
        case "aside":
            is_plain = heard.is_restart if arguments["act"] == "restart" else heard.is_leaving
            doubtful = not (heard.scene.reception or is_plain(quotes))
            return ASIDES[arguments["act"]](by=by, evidence=evidence, doubtful=doubtful)
        case _:
            raise KeyError(name)


def _is_true(raw: object) -> bool:
    """Return a boolean, also as some models write it.

    Raises:
        ValueError: For anything else: "false" is a text, and so true to Python.
    """
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw.strip().lower() in {"true", "false"}:
        return raw.strip().lower() == "true"
    raise ValueError("neither true nor false")
