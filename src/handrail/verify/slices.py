"""Slices: the parts of a plan that are explored to the last state.

A rule of the engine looks at the step a move is about, the step that is asked, what the two need
and read, and otherwise only at whether a step is settled. So a plan is taken apart into every step
alone and every two steps, in their order and with what holds between them; a step that is not in
the slice counts as settled, or as not there. Slices that differ only in names are explored once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from handrail.plan import ConditionPlan, Confirm, Plan, StepPlan

from .abstraction import FIRST
from .oracle import underlying

__all__ = ["Slice", "slices"]


@dataclass(frozen=True)
class Slice:
    """A plan of one or two steps, and the steps of the whole plan that it stands for."""

    plan: Plan
    stands_for: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """The first of the steps (or pairs) it stands for, and how many more there are."""
        first, *more = self.stands_for
        return " and ".join(first) + (f" (and {len(more)} alike)" if more else "")


def slices(plan: Plan) -> Iterator[Slice]:
    """Give the slices of a plan that differ, single steps first."""
    for size in (1, 2):
        found: dict[Plan, list[tuple[str, ...]]] = {}
        for names in combinations(plan.names, size):
            found.setdefault(_sliced(plan, names), []).append(names)
        for part, stands_for in found.items():
            yield Slice(_bound(part), tuple(stands_for))


def _sliced(plan: Plan, names: tuple[str, ...]) -> Plan:
    """Keep these steps, called `a` and `b`, and what holds between them."""
    called: Mapping[str, str] = dict(zip(names, "ab", strict=False))
    steps = []
    for name in names:
        step = plan.by_name[name]
        reads = [("step", called[r]) for s, r in _reads(step) if s == "step" and r in called]
        steps.append(
            replace(
                step,
                name=called[name],
                kind="any",
                needs=tuple(called[n] for n in names if n in underlying(plan, name)),
                confirm=Confirm.READ_BACK if step.confirm is Confirm.SPELL else step.confirm,
                when=ConditionPlan("first", tuple(reads)) if reads else None,  # type: ignore[arg-type]
            )
        )
    return replace(plan, name="slice", steps=tuple(steps), tests={})


def _reads(step: StepPlan) -> tuple[tuple[str, str], ...]:
    return step.when.reads if step.when is not None else ()


def _bound(plan: Plan) -> Plan:
    """Bind the slice's condition, which is true of one of the two values."""
    return replace(plan, tests={"first": _is_first})


def _is_first(value: Any) -> bool:
    return bool(value == FIRST)
