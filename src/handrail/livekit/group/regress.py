"""The tool by which the model takes the caller back to earlier steps.

It has LiveKit's name and parameter, for prompts and evaluations that mention them. One tool serves
the whole run: all ids, in the order of declaration, so that its schema is the same in each step and
each process and a prompt cache can reuse it. What is possible at a moment the refusal says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from livekit.agents import FunctionTool, RunContext, function_tool
from livekit.agents.llm import ToolFlag
from pydantic import Field

from .course import GroupStep

__all__ = ["regress_tool"]

_DESCRIPTION = (
    "Take the user to other steps of this conversation: call it when they want to change or add "
    "to what another step collects. Name the ids of all steps they mean, in the order they "
    "mentioned them. {ahead} The present step goes on afterwards. The steps by id: {steps}"
)
_NOT_AHEAD = "Steps that have not been reached yet come by themselves: never name those."
_AHEAD = (
    "Steps that have not been reached yet come by themselves; only if the user brings them up "
    "may these be named before their turn: {ids}."
)


def regress_tool(
    steps: Mapping[str, GroupStep], go: Callable[[Sequence[str], RunContext[Any]], str | None]
) -> FunctionTool[..., Any]:
    """Return the tool.

    Args:
        steps: The group's steps in order of declaration.
        go: What is done with the named ids. It returns what the model is told, None if nothing is
            to be said in this step, or raises `ToolError`.
    """

    async def out_of_scope(task_ids: list[str], ctx: RunContext[Any]) -> str | None:
        return go(task_ids, ctx)

    ids = Field(
        description="The ids of the steps to go to",
        json_schema_extra={"items": {"type": "string", "enum": list(steps)}},
    )
    out_of_scope.__annotations__["task_ids"] = Annotated[list[str], ids]
    out_of_scope.__annotations__["ctx"] = RunContext
    ahead = [step.id for step in steps.values() if step.skip_ahead]
    description = _DESCRIPTION.format(
        ahead=_AHEAD.format(ids=", ".join(ahead)) if ahead else _NOT_AHEAD,
        steps=json.dumps({s.id: s.description for s in steps.values()}, ensure_ascii=False),
    )
    # Entering a step, the model would still see the wish that led there, and go there again.
    return function_tool(out_of_scope, description=description, flags=ToolFlag.IGNORE_ON_ENTER)
