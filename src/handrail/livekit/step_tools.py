"""Tools of one step: listed for the whole call, run only while their step is asked.

A list that changed with the step would cost a provider's cache of every request, and LiveKit gives
the rest of a turn the list it began with. So the list stays, and what comes too early or too late
is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from livekit.agents import ToolError, llm
from livekit.agents.llm.async_toolset import AsyncToolset
from livekit.agents.llm.tool_context import get_fnc_tool_names

from ..step import Step
from ..workflow import Workflow

__all__ = ["Asked", "build_step_tools", "check_names"]

Asked: TypeAlias = Callable[[], Step[Any] | None]
"""Gives the step that is asked at a moment."""

_FunctionTool: TypeAlias = llm.FunctionTool[..., Any] | llm.RawFunctionTool[..., Any]


def build_step_tools(
    workflows: Sequence[type[Workflow]], asked: Asked
) -> list[llm.Tool | llm.Toolset]:
    """Return the tools of all steps, in the order of the declarations, each once.

    Args:
        workflows: The workflows.
        asked: Gives the step that is asked when a tool is called.

    Raises:
        ValueError: For LiveKit's toolset of tools that run in the background: what it reports later
            belongs to no step.
    """
    steps: dict[int, list[Step[Any]]] = {}
    found: dict[int, llm.Tool | llm.Toolset] = {}
    for workflow in workflows:
        for step in workflow.steps.values():
            for tool in step.tools:
                found[id(tool)] = tool
                steps.setdefault(id(tool), []).append(step)
    return [_Gate(steps[key], asked).around(tool) for key, tool in found.items()]


def check_names(tools: Sequence[llm.Tool | llm.Toolset]) -> None:
    """Check that no two tools of an agent have one name; LiveKit would find that in the call.

    Raises:
        ValueError: For two tools of one name.
    """
    names = get_fnc_tool_names(tools)
    for name in names:
        if names.count(name) > 1:
            msg = f"two tools are named {name!r}: give one of yours another name"
            raise ValueError(msg)


class _Gate:
    """Lets a tool run while one of its steps is asked."""

    def __init__(self, steps: Sequence[Step[Any]], asked: Asked) -> None:
        self._steps = steps
        self._asked = asked

    def around(self, tool: Any) -> Any:
        if isinstance(tool, AsyncToolset):
            msg = (
                f"{tool.id} runs in the background, for no one step: give it to the agent's tools="
            )
            raise ValueError(msg)  # noqa: TRY004 - of the right type, in the wrong place
        if isinstance(tool, llm.Toolset):
            return _GatedToolset(tool, self)
        return self.function(tool)

    def function(self, tool: _FunctionTool) -> _FunctionTool:
        """Return a tool like this one: its name, parameters, flags and `RunContext`, gated."""

        @functools.wraps(tool)
        async def gated(*args: Any, **kwargs: Any) -> Any:
            self._check(tool.info.name)
            return await tool(*args, **kwargs)

        if isinstance(tool, llm.FunctionTool):
            return llm.FunctionTool(gated, tool.info)
        return llm.RawFunctionTool(gated, tool.info)

    def _check(self, name: str) -> None:
        asked = self._asked()
        if not any(step is asked for step in self._steps):
            labels = " or ".join(dict.fromkeys(step.label for step in self._steps))
            msg = (
                f"Nothing was done: {name} can be called only while the caller is asked for the "
                f"{labels}, which is not so now. Go by what the caller said, without it."
            )
            raise ToolError(msg)


class _GatedToolset(llm.Toolset):
    """A toolset whose tools are gated; it is set up and closed as the one it stands for."""

    def __init__(self, toolset: llm.Toolset, gate: _Gate) -> None:
        super().__init__(id=toolset.id)
        self._toolset = toolset
        self._gate = gate
        self._gated: dict[int, tuple[Any, Any]] = {}  # LiveKit compares tools by identity

    @property
    def tools(self) -> Sequence[llm.Tool | llm.Toolset]:
        for tool in self._toolset.tools:
            if id(tool) not in self._gated:
                self._gated[id(tool)] = (tool, self._gate.around(tool))
        return [self._gated[id(tool)][1] for tool in self._toolset.tools]

    async def setup(self) -> _GatedToolset:
        await self._toolset.setup()
        return self

    async def aclose(self) -> None:
        await self._toolset.aclose()
