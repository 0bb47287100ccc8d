"""The fixed tool list: one tool for each step, and one for each other move.

The list is made once for a call, in the order of the declaration, and never changes with what is
asked: so the prefix of every request to a model stays the same and can be cached. What a tool may
do at a moment is the engine's to say, in the refusal's words.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from livekit.agents import RunContext, llm

from ..kinds.base import Context
from ..step import Step
from ..workflow import Workflow
from .calls import ASIDES, RECORD

__all__ = ["Execute", "build_tools", "optional_steps"]

Execute: TypeAlias = Callable[[str, dict[str, Any], RunContext[Any]], Awaitable[object]]
"""What runs a call: given the tool's name, its arguments and LiveKit's context of the call."""

_SAID = {"type": "string"}  # what it is, is told once for all tools, in the instructions


def build_tools(
    workflows: Sequence[type[Workflow]],
    ctx: Context,
    execute: Execute,
    *,
    choices: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> list[llm.Tool | llm.Toolset]:
    """Return the tools for all moves within these workflows.

    Args:
        workflows: What can be done in the call, in the order of the tools.
        ctx: The call's context: the options of a choice may be among its facts.
        execute: What runs a call.
        choices: The names of the workflows a caller can ask for; empty where there is one only.
        topics: The names of the business facts that can be asked about.
    """
    names = list(dict.fromkeys(name for workflow in workflows for name in workflow.steps))
    schemas = [
        *_steps(workflows, ctx),
        _schema("answer", "Yes or no to what was asked.", yes={"type": "boolean"}),
        _schema(
            "choose",
            "The caller picked from the offer.",
            number={"type": "integer", "description": "From 1, as offered."},
        ),
        _schema("revisit", "Go back to a step; null is the last.", step=_one_of([*names, None])),
        _schema(
            "decline",
            "The caller will not answer a step.",
            step=_one_of(optional_steps(workflows) or names),
        ),
    ]
    if choices:
        schemas.append(_schema("switch", "The caller wants to do this.", workflow=_one_of(choices)))
    about = {"topic": _one_of([*topics, None])} if topics else {}
    schemas += [
        _schema("abandon", "The caller drops what is being done."),
        _schema("human", "The caller wants a person."),
        _schema(
            "aside",
            "Anything else the caller did.",
            act=_one_of(list(ASIDES)),
            **about,
        ),
    ]
    # Calls with the same options share their schemas: they are most of what the tools weigh.
    return [_tool(_shared(json.dumps(schema)), execute) for schema in schemas]


@lru_cache(maxsize=512)
def _shared(schema: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(schema)
    return parsed


def _steps(workflows: Sequence[type[Workflow]], ctx: Context) -> list[dict[str, Any]]:
    """One tool for each name of a step; workflows that share a step share its tool."""
    found: dict[str, list[Step[Any]]] = {}
    for workflow in workflows:
        for name, step in workflow.steps.items():
            if not workflow.plan.by_name[name].hosted:
                found.setdefault(name, []).append(step)
    schemas = []
    for name, steps in found.items():
        values: list[dict[str, Any]] = []
        for step in steps:
            value = step.kind.schema(ctx)
            if value not in values:
                values.append(value)
        value = values[0] if len(values) == 1 else {"anyOf": values}
        labels = " or ".join(dict.fromkeys(step.label for step in steps))
        schemas.append(_schema(RECORD + name, f"Record the {labels}.", **{name: value}))
    return schemas


def optional_steps(workflows: Sequence[type[Workflow]]) -> list[str]:
    """Return the names of the steps that a caller may decline."""
    steps = (step for workflow in workflows for step in workflow.steps.items())
    return list(dict.fromkeys(name for name, step in steps if step.optional))


def _one_of(values: Sequence[str | None]) -> dict[str, Any]:
    return {"type": ["string", "null"] if None in values else "string", "enum": list(values)}


def _schema(name: str, description: str, /, **parameters: dict[str, Any]) -> dict[str, Any]:
    properties = {**parameters, "said": _SAID}
    return {
        "name": name,
        "description": description,
        "parameters": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
        },
    }


def _tool(schema: dict[str, Any], execute: Execute) -> llm.RawFunctionTool[..., Any]:
    name: str = schema["name"]

    async def run(raw_arguments: dict[str, Any], ctx: RunContext[Any]) -> object:
        return await execute(name, raw_arguments, ctx)

    return llm.function_tool(run, raw_schema=schema)
