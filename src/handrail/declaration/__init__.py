"""The checks of a workflow's declaration, made when its class body ends.

Each check raises one error that names the workflow, the step and the mend.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from ..kinds.base import Fact
from ..kinds.task import TaskResult
from ..plan import ConditionPlan, Plan, StepPlan
from ..step import Condition, Step
from .fault import DeclarationError, fault
from .given import check_given
from .templates import check_templates

if TYPE_CHECKING:
    from ..workflow import Workflow

__all__ = ["DeclarationError", "plan_of"]

_RESERVED = frozenset(
    {
        "amends",
        "asks_for",
        "change",  # this and the next are what a prompt without a step is counted under
        "human",
        "summary",
        "commit",
        "dropped",
        "phrases",
        "plan",
        "steps",
        "task",
        "values",
    }
)


def plan_of(
    workflow: type[Workflow], *, name: str | None, summary: bool, escalates: bool
) -> tuple[Mapping[str, Step[Any]], Plan]:
    """Collect a class's steps and make its plan.

    Raises:
        DeclarationError: For the first fault found.
    """
    steps = _collect(workflow)
    _check_something_to_complete(workflow, steps)
    check_given(workflow, steps)
    check_templates(workflow, steps)
    _check_known(workflow, steps)
    _check_no_cycle(workflow, steps)
    _check_order(workflow, steps)
    tests = _conditions(workflow, steps)
    plan = Plan(
        name=name or re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", workflow.__name__).lower(),
        steps=tuple(_step_plan(step) for step in steps.values()),
        summary=summary,
        commits=_overrides_commit(workflow),
        escalates=escalates,
        tests=tests,
    )
    return steps, plan


def _collect(workflow: type[Workflow]) -> dict[str, Step[Any]]:
    steps: dict[str, Step[Any]] = {}
    for base in reversed(workflow.__mro__):
        for name, value in vars(base).items():
            if not isinstance(value, Step):
                if name in steps and base is not workflow.__mro__[-1]:
                    raise fault(
                        workflow,
                        name,
                        "is a step of a base class, replaced by something else",
                        "give it another name",
                    )
                continue
            if name in _RESERVED or name.startswith("_"):
                raise fault(workflow, name, "has a name that workflows use", "rename the step")
            if value.name != name or value.owner is not base:
                of_other = "" if value.owner in {base, None} else f"{value.owner.__name__}."
                raise fault(
                    workflow,
                    name,
                    f"is the same Step object as {of_other + value.name!r}",
                    "make a Step for each, or give both workflows one base class that has it",
                )
            steps[name] = value
    return {name: steps[name] for name in _in_order(workflow) if name in steps}


def _in_order(workflow: type) -> dict[str, None]:
    """Return the names in a class body, those of its bases first, from left to right.

    So `class Interview(Screening, Trip, Opinion)` asks in this order; Python's own order of
    resolution would begin with the last.
    """
    names: dict[str, None] = {}
    for base in workflow.__bases__:
        names |= _in_order(base)
    return names | dict.fromkeys(vars(workflow))


def _check_something_to_complete(workflow: type[Workflow], steps: Mapping[str, Any]) -> None:
    if not steps:
        msg = f"{workflow.__name__} has nothing to complete: give it at least one Step"
        raise DeclarationError(msg)


def _check_known(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    for step in steps.values():
        for other in (*step.needs, *_read_steps(step.when)):
            found = steps.get(other.name)
            if found is None or not _same_place(workflow, other):
                raise fault(
                    workflow,
                    step.name,
                    f"refers to {other.name or 'a step'!r}, which is not a step of this workflow",
                    "name a step declared in this class or its bases",
                )


def _same_place(workflow: type[Workflow], step: Step[Any]) -> bool:
    """Whether a step object stands under its name in the class or a base (it may be overridden)."""
    return any(vars(base).get(step.name) is step for base in workflow.__mro__)


def _check_no_cycle(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    graph = {
        name: {other.name for other in (*step.needs, *_read_steps(step.when))}
        for name, step in steps.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = list(reversed(error.args[1]))
        raise fault(
            workflow,
            cycle[0],
            f"can never be reached: it waits for itself ({' > '.join(cycle)})",
            f"take {cycle[1]!r} out of its needs= or when=",
        ) from None


def _check_order(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    order = list(steps)
    for step in steps.values():
        for verb, others in (("needs", step.needs), ("when", _read_steps(step.when))):
            for other in others:
                if order.index(other.name) > order.index(step.name):
                    raise fault(
                        workflow,
                        step.name,
                        f"{verb}= reads {other.name!r}, which is asked later",
                        f"declare {other.name!r} before {step.name!r}",
                    )


def _conditions(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> dict[str, Any]:
    found: dict[str, Condition] = {}
    for step in steps.values():
        if step.when is not None and found.setdefault(step.when.name, step.when) != step.when:
            raise fault(
                workflow,
                step.name,
                f"has a condition named {step.when.name!r}, as another has",
                "name the two conditions differently",
            )
    return {name: condition.holds for name, condition in found.items()}


def _read_steps(condition: Condition | None) -> tuple[Step[Any], ...]:
    reads = condition.reads if condition else ()
    return tuple(read for read in reads if not isinstance(read, Fact))


def _step_plan(step: Step[Any]) -> StepPlan:
    when = None
    if step.when is not None:
        reads = step.when.reads
        when = ConditionPlan(
            step.when.name,
            tuple(("fact" if isinstance(read, Fact) else "step", read.name) for read in reads),
        )
    return StepPlan(
        name=step.name,
        kind=step.kind.name,
        confirm=step.confirm,
        optional=step.optional,
        needs=tuple(other.name for other in step.needs),
        when=when,
        checked=step.check is not None,
        in_parts=step.kind.in_parts,
        hosted=isinstance(step.kind, TaskResult),
    )


def _overrides_commit(workflow: type[Workflow]) -> bool:
    base = workflow.__mro__[
        -2
    ]  # Workflow itself: every workflow derives from it and it from object
    return workflow.commit is not vars(base)["commit"]
