"""Values to JSON data and back, each by its step's kind.

A value stands in a list of one; an empty list is a value that is not kept. So nothing that a kind
makes of its values can be taken for anything else.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..entries import LOST
from ..kinds.base import Context
from ..kinds.task import is_kept
from ..step import Step

__all__ = ["Json", "Values", "is_json"]

Json: TypeAlias = Any
"""None, a boolean, a finite number, a text, or a list or dict of such."""

logger = logging.getLogger(__name__)


def is_json(data: object) -> bool:
    """Tell whether data is exactly the same after a journey through JSON: a tuple is not."""
    kind = type(data)
    if kind is float:
        return math.isfinite(data)  # type: ignore[arg-type]
    if kind is list:
        return all(is_json(one) for one in data)  # type: ignore[attr-defined]
    if kind is dict:
        items = data.items()  # type: ignore[attr-defined]
        return all(type(key) is str and is_json(one) for key, one in items)
    return data is None or kind in {bool, int, str}


@dataclass(frozen=True, slots=True)
class Values:
    """What the values of a workflow's steps are written and read by.

    Args:
        steps: The workflow's steps by name.
        context: The call's, at the moment that is written or read.
    """

    steps: Mapping[str, Step[Any]]
    context: Context

    def are_kept(self, step: str) -> bool:
        """Tell whether what a step is answered may be stored.

        What an AgentTask asks for may be a card's number: it is stored only if that was said.
        """
        return step not in self.steps or is_kept(self.steps[step].kind)

    def dump(self, step: str, value: Any) -> Json:
        """Return a step's value as JSON data."""
        return self._stored(step, value, "dump")

    def dump_partial(self, step: str, partial: Any) -> Json:
        """Return what was heard of a step in part as JSON data."""
        return self._stored(step, partial, "dump_partial")

    def load(self, step: str, data: Json) -> Any:
        """Return the value that `dump` wrote, or `LOST`."""
        return self._read(step, data, lambda kind, stored: kind.load(stored, self.context))

    def load_partial(self, step: str, data: Json) -> Any:
        """Return the part that `dump_partial` wrote, or `LOST`."""
        return self._read(step, data, lambda kind, stored: kind.load_partial(stored))

    def _stored(self, step: str, value: Any, how: str) -> Json:
        if value is None:
            return None
        if step not in self.steps or value is LOST or not self.are_kept(step):
            return []
        try:
            data = getattr(self.steps[step].kind, how)(value)
        except Exception as error:  # noqa: BLE001 - a fault of a developer's kind costs one value
            _log(step, how, type(error).__name__)
            return []
        if not is_json(data):
            _log(step, how, "it is no JSON data")
            return []
        return [data]

    def _read(self, step: str, data: Json, load: Callable[[Any, Any], Any]) -> Any:
        if data is None:
            return None
        if not data or step not in self.steps:
            return LOST
        try:
            return load(self.steps[step].kind, data[0])
        except Exception:  # noqa: BLE001 - a value of another version: it is asked for again
            return LOST


def _log(step: str, how: str, why: str) -> None:
    known = {"step": step, "how": how, "why": why}
    logger.error("a value of %s cannot be written to the journal: %s", step, why, extra=known)
