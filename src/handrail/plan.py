"""The plan: the frozen, serialisable form of a workflow, and all of it that the engine sees.

A plan knows the order of the steps, what each needs, under which condition each applies and how
each is confirmed. It holds no kinds, no phrases and no functions but the conditions' tests, which
are named: two plans are equal when their structure is, whatever the functions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

__all__ = ["ConditionPlan", "Confirm", "Plan", "StepPlan"]


class Confirm(StrEnum):
    """How a step's value is confirmed before the summary. A policy, not a prompt."""

    NEVER = "never"
    """Echoed inside the next question and named in the summary; never read back."""
    UNSURE = "unsure"
    """Read back only when the value is doubtful."""
    READ_BACK = "read_back"
    """Always read back once."""
    SPELL = "spell"
    """Always read back once, letter by letter."""


@dataclass(frozen=True, slots=True)
class ConditionPlan:
    """A named condition: which steps and call facts it reads. Its test is bound beside the plan."""

    name: str
    reads: tuple[tuple[Literal["step", "fact"], str], ...] = ()


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of a plan."""

    name: str
    kind: str
    confirm: Confirm = Confirm.UNSURE
    optional: bool = False
    needs: tuple[str, ...] = ()
    when: ConditionPlan | None = None
    checked: bool = False
    """Whether the host checks each value (is this time free?) before it counts."""
    in_parts: bool = False
    """Whether callers give the value in parts, during which the desk keeps silent."""
    hosted: bool = False
    """Whether a task of the host's asks for it: nobody else records a value."""


@dataclass(frozen=True)
class Plan:
    """A workflow's structure: what the engine decides by."""

    name: str
    steps: tuple[StepPlan, ...]
    summary: bool = True
    """Whether everything is summarised for a yes before the commit."""
    commits: bool = True
    """Whether finishing writes something; without, the last answer completes the run."""
    escalates: bool = True
    """Whether a person can be offered; without, a caller who is not understood is let go."""
    tests: Mapping[str, Callable[..., bool]] = field(
        default_factory=dict, compare=False, repr=False, hash=False
    )
    """The conditions' tests by name, given the values they read in the order they name them."""

    @cached_property
    def by_name(self) -> Mapping[str, StepPlan]:
        """The steps by name."""
        return {step.name: step for step in self.steps}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The steps' names in order."""
        return tuple(step.name for step in self.steps)

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """For each step, all the steps that need it, directly or through others, in order."""
        found: dict[str, tuple[str, ...]] = {}
        for source in self.names:
            reached = {source}
            for step in self.steps:  # needs name earlier steps only, so one pass reaches all
                if reached.intersection(step.needs):
                    reached.add(step.name)
            found[source] = tuple(n for n in self.names if n in reached and n != source)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON data."""
        data = asdict(self)
        del data["tests"]
        for step in data["steps"]:
            if not step["hosted"]:  # younger than the first journals, whose plans do not name it
                del step["hosted"]
        return data

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], tests: Mapping[str, Callable[..., bool]] | None = None
    ) -> Plan:
        """Return the plan that `to_dict` gave, its conditions bound to `tests`."""
        steps = tuple(
            StepPlan(
                **{
                    **step,
                    "confirm": Confirm(step["confirm"]),
                    "needs": tuple(step["needs"]),
                    "when": step["when"]
                    and ConditionPlan(
                        step["when"]["name"],
                        tuple((source, name) for source, name in step["when"]["reads"]),
                    ),
                }
            )
            for step in data["steps"]
        )
        return cls(**{**data, "steps": steps, "tests": dict(tests or {})})

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change whenever the structure does."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]
