"""What an AgentTask gives: the value of a step that has a dialogue of its own.

Nobody reads or parses such a value: LiveKit's task asks for it, and what it ends with is the value.
This module knows no LiveKit; the adapter runs the task.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from .base import NOTHING, Context, InvalidValue, Kind, Reading

__all__ = ["TaskResult", "is_kept"]

T = TypeVar("T")


@dataclass(frozen=True)
class TaskResult(Kind[T]):
    """The result of a task, or what a developer makes of it. See `Step.from_task`."""

    factory: Callable[[], Any]
    """Makes the AgentTask, anew each time the step is begun."""
    value: Callable[[Any], T] | None = None
    """Gives the step's value from the task's result; by default they are the same."""
    spoken: Callable[[T], str] | None = None
    """Says the value."""
    kept: bool = False
    """Whether a journal may keep the value, which must then be JSON data."""

    name: ClassVar[str] = "task"
    label: ClassVar[str] = "answer"

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return no constraint: no model is offered to record such a value."""
        del ctx
        return {}

    def parse(self, raw: object, ctx: Context) -> T:
        """Refuse: only the task gives a value.

        Raises:
            InvalidValue: Always.
        """
        del raw, ctx
        raise InvalidValue("This is asked for separately, in its turn.")

    def load(self, data: Any, ctx: Context) -> T:
        """Return the value as it was stored: it is JSON data."""
        del ctx
        value: T = data
        return value

    def read(self, text: str, ctx: Context) -> Reading[T]:
        """Read nothing."""
        del text, ctx
        return NOTHING

    def speak(self, value: T, ctx: Context) -> str:
        """Say the value; a result of several fields (a card's) is not said by itself."""
        del ctx
        if self.spoken is not None:
            return self.spoken(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str | int | float):
            return str(value)
        if isinstance(value, date):
            return f"{value:%B} {value.day}, {value.year}"
        if is_dataclass(value) and len(fields(value)) == 1:
            only = getattr(value, fields(value)[0].name)
            return only if isinstance(only, str) else ""
        return ""


def is_kept(kind: Kind[Any]) -> bool:
    """Tell whether a journal may keep a kind's values, and the words in which they were given."""
    return not isinstance(kind, TaskResult) or kind.kept
