"""Which step of a group is asked next, and what the results are. It knows no LiveKit session.

The rule is the engine's: visits the caller asked for come first, in the order they were named; then
the first step in order of declaration that applies and has no result. A step that was interrupted
needs no stack: it is simply still without one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from livekit.agents import AgentTask

__all__ = ["Condition", "Course", "GroupStep"]

Condition: TypeAlias = Callable[[Mapping[str, Any]], bool]
"""Whether a step applies, from the results so far, by id."""


@dataclass(frozen=True, kw_only=True)
class GroupStep:
    """One step as it was added to a group."""

    id: str
    description: str
    factory: Callable[[], AgentTask[Any]]
    when: Condition | None
    needs: frozenset[str]
    skip_ahead: bool


class Course:
    """The way through the steps of one group."""

    def __init__(self) -> None:
        self.steps: dict[str, GroupStep] = {}
        self._results: dict[str, Any] = {}
        self._known: dict[str, Any] = {}  # also what was taken back: to see whether it changed
        self._passed: set[str] = set()  # did not apply, by the present results
        self._visited: set[str] = set()
        self._visits: list[str] = []
        self._visiting: str | None = None

    @property
    def results(self) -> Mapping[str, Any]:
        """The results so far by id, read-only."""
        return MappingProxyType(self._results)

    def add(self, step: GroupStep) -> None:
        """Put a step at the end.

        Raises:
            ValueError: The id is taken, or a needed step is not there yet.
        """
        if step.id in self.steps:
            raise ValueError(
                f"The group already has a step with the id {step.id!r}: give each step its own id."
            )
        if missing := sorted(step.needs - self.steps.keys()):
            raise ValueError(
                f"The step {step.id!r} needs {', '.join(missing)}: add what it needs before it."
            )
        self.steps[step.id] = step

    def next(self) -> GroupStep | None:
        """Take the step to be asked now; None when all is done. Whether it applies is not asked."""
        self._visiting = self._visits.pop(0) if self._visits else None
        if self._visiting is not None:
            return self.steps[self._visiting]
        open_steps = self.steps.keys() - self._results.keys() - self._passed
        return next((step for id_, step in self.steps.items() if id_ in open_steps), None)

    def applies(self, step: GroupStep) -> bool:
        """Return whether the step's condition, if it has one, holds. What it raises is raised."""
        return step.when is None or bool(step.when(self.results))

    def pass_over(self, step_id: str) -> None:
        """Leave out a step until a result changes."""
        self._passed.add(step_id)

    def enter(self, step_id: str) -> None:
        """Note that the caller has come to this step: from now on they can come back."""
        self._visited.add(step_id)

    def settle(self, step_id: str, result: Any) -> frozenset[str]:
        """Keep a result; return the steps that need it and were asked on another one.

        They have no result any more, and are asked again in their order.
        """
        known = self._known
        same = step_id in known and _equal(known[step_id], result)
        known[step_id] = self._results[step_id] = result
        if same:
            return frozenset()
        self._passed.clear()
        stale = frozenset(s.id for s in self.steps.values() if step_id in s.needs)
        for other in stale:
            self._results.pop(other, None)
        return stale

    def give_up(self, reason: Exception) -> None:
        """Make this the result of all steps that have none: the call has ended."""
        for step_id in self.steps:
            self._results.setdefault(step_id, reason)

    def refusal(self, step_id: str) -> str | None:
        """Return why the caller cannot be taken to a step now, or None if they can."""
        step = self.steps.get(step_id)
        if step is None:
            return f"there is no step {step_id}; the steps are {', '.join(self.steps)}"
        if step_id not in self._visited:
            if not step.skip_ahead:
                return f"{step_id} has not been reached yet, and will be asked in its turn"
            if missing := sorted(step.needs - self._results.keys()):
                return f"{step_id} depends on {', '.join(missing)}, which must come first"
        if not self._seems_to_apply(step):
            return f"{step_id} is not needed in this case"
        return None

    def visit(self, step_ids: Sequence[str], *, interrupted: bool = False) -> None:
        """Ask these steps first, in this order, each once; then what was to be visited before.

        Args:
            step_ids: The ids.
            interrupted: Whether the present step is left for them. If it was a visit itself it is
                taken up after them; otherwise it comes in its order, after a step before it whose
                result a change has taken back.
        """
        again = [self._visiting] if interrupted and self._visiting is not None else []
        self._visits = list(dict.fromkeys([*step_ids, *again, *self._visits]))

    def outcome(self) -> dict[str, Any]:
        """Return the results of the steps that apply."""
        return {i: r for i, r in self._results.items() if self._seems_to_apply(self.steps[i])}

    def _seems_to_apply(self, step: GroupStep) -> bool:
        """Count a condition that raises as met: nothing that was said is dropped for its fault."""
        try:
            return self.applies(step)
        except Exception:  # noqa: BLE001 - a developer's own code; it is raised at the step's turn
            return True


def _equal(one: Any, other: Any) -> bool:
    """Compare results of any type; those that cannot be compared (arrays) count as changed."""
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 - a developer's own type
        return False
