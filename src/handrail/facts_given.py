"""Facts given: what a host knows of a call, held against what its workflows read.

A mistyped name would show in nothing but a choice without options, or a step that is never asked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from .kinds.base import Fact
from .workflow import Workflow

__all__ = ["facts_given"]

logger = logging.getLogger(__name__)


def facts_given(
    facts: Mapping[Any, Any] | None, workflows: Iterable[type[Workflow]]
) -> dict[str, Any]:
    """Return the facts by name, and warn of those that a choice or a condition will miss.

    Names alone are logged. One that no workflow reads is no fault by itself: a check may read it.

    Args:
        facts: By name, or by the `Fact` itself.
        workflows: All that may run in the call.
    """
    given = {
        key.name if isinstance(key, Fact) else key: fact for key, fact in (facts or {}).items()
    }
    needed: set[str] = set()
    known: set[str] = set()
    for step in (step for workflow in workflows for step in workflow.steps.values()):
        read = [*_settings(step.kind), *(step.when.reads if step.when else ())]
        named = [fact for fact in read if isinstance(fact, Fact)]
        needed |= {fact.name for fact in named if fact.default is None}
        known |= {fact.name for fact in (*named, step.prefill) if isinstance(fact, Fact)}
    missing, unread = sorted(needed - given.keys()), sorted(map(str, given.keys() - known))
    if missing:
        logger.warning(
            "facts that workflows read were not given: %s; given and read by none: %s",
            ", ".join(missing),
            ", ".join(unread) or "none",
        )
    return given


def _settings(kind: object) -> list[Any]:
    """Return what a kind was made with."""
    return [getattr(kind, field.name) for field in fields(kind)] if is_dataclass(kind) else []
