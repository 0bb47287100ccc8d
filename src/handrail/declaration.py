"""The checks of a workflow's declaration, made when its class body ends.

Each check raises one error that names the workflow, the step and the mend.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from .history import Keep, Summary, Window
from .kinds.base import Fact, Kind
from .kinds.task import TaskResult
from .plan import ConditionPlan, Confirm, Plan, StepPlan
from .step import Condition, Step

if TYPE_CHECKING:
    from .workflow import Workflow

__all__ = ["DeclarationError", "plan_of"]

_RESERVED = frozenset(
    {
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


class DeclarationError(TypeError):
    """A workflow that cannot be run as declared; the message says where and how to mend it."""


def plan_of(
    workflow: type[Workflow], *, name: str | None, summary: bool, escalates: bool
) -> tuple[Mapping[str, Step[Any]], Plan]:
    """Collect a class's steps and make its plan.

    Raises:
        DeclarationError: For the first fault found.
    """
    steps = _collect(workflow)
    _check_something_to_complete(workflow, steps)
    _check_types(workflow, steps)
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
                    raise _fault(
                        workflow,
                        name,
                        "is a step of a base class, replaced by something else",
                        "give it another name",
                    )
                continue
            if name in _RESERVED or name.startswith("_"):
                raise _fault(workflow, name, "has a name that workflows use", "rename the step")
            if value.name != name or value.owner is not base:
                of_other = "" if value.owner in {base, None} else f"{value.owner.__name__}."
                raise _fault(
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


def _check_types(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    """What is of the wrong type would otherwise fail in a call, or never be asked."""
    if isinstance(workflow.asks_for, str):
        msg = f"{workflow.__name__}.asks_for is one string: write a tuple of phrases"
        raise DeclarationError(msg)
    for name, step in steps.items():
        faults = (
            (not isinstance(step.kind, Kind), "has a kind that is no Kind", "write Phone(), say"),
            (
                not isinstance(step.confirm, Confirm),
                f"has the unknown policy {step.confirm!r}",
                "use one of Confirm",
            ),
            (
                not all(isinstance(other, Step) for other in step.needs),
                "needs something that is no step",
                "name the Step itself, not a string",
            ),
            (
                step.when is not None and not isinstance(step.when, Condition),
                "has a when= that is no condition",
                "make one with @condition(...)",
            ),
            (
                step.prefill is not None and not isinstance(step.prefill, Fact),
                "has a prefill= that is no fact",
                "name a Fact",
            ),
            *_model_faults(step),
        )
        for wrong, what, mend in faults:
            if wrong:
                raise _fault(workflow, name, what, mend)
        if step.when is not None:
            _check_condition(workflow, name, step.when)
        if isinstance(step.kind, TaskResult):
            _check_task(workflow, name, step.kind)


def _check_task(workflow: type[Workflow], name: str, kind: TaskResult[Any]) -> None:
    """Whether a task can be made each time the step is asked; LiveKit is not imported for it."""
    factory = kind.factory
    if not callable(factory):
        raise _fault(
            workflow,
            name,
            "is made from something that makes no AgentTask",
            "give the task's class, or a function without arguments: lambda: GetEmailTask()",
        )
    bases = {(base.__module__.partition(".")[0], base.__name__) for base in _bases(factory)}
    if bases and ("livekit", "AgentTask") not in bases:
        raise _fault(
            workflow,
            name,
            f"is made from {getattr(factory, '__name__', 'a class')}, which is no AgentTask",
            "give a subclass of LiveKit's AgentTask, or a function that makes one",
        )
    try:
        inspect.signature(factory).bind()
    except ValueError:  # a built-in one shows none
        return
    except TypeError:
        raise _fault(
            workflow,
            name,
            "is made from something that takes arguments",
            "write lambda: ... around it, with the arguments",
        ) from None


def _bases(factory: object) -> tuple[type, ...]:
    return factory.__mro__ if isinstance(factory, type) else ()


def _model_faults(step: Step[Any]) -> tuple[tuple[bool, str, str], ...]:
    names = [getattr(tool, "id", None) for tool in step.tools]
    return (
        (
            not isinstance(step.instructions, str),
            "has instructions= that are no text",
            "write what a model is told as one string",
        ),
        (
            not all(map(_is_tool, step.tools)),
            "has something among its tools= that is no LiveKit tool of your own",
            "decorate a function with livekit.agents.function_tool",
        ),
        (
            len(set(names)) < len(names),
            "has two tools= of one name",
            "name one of them differently",
        ),
        (
            not isinstance(step.context, Keep | Window | Summary | None),
            "has a context= that is no history policy",
            "use Keep(), Window(...) or Summary(...)",
        ),
    )


def _is_tool(tool: object) -> bool:
    """Whether it can be a function tool or a toolset; LiveKit is not imported to look."""
    has_name = isinstance(getattr(tool, "id", None), str) and not isinstance(tool, type)
    return has_name and (callable(tool) or hasattr(tool, "tools"))


def _check_condition(workflow: type[Workflow], name: str, condition: Condition) -> None:
    if not all(isinstance(read, Step | Fact) for read in condition.reads):
        raise _fault(
            workflow,
            name,
            f"has the condition {condition.name!r} read something that is no step or fact",
            "name the Step or the Fact itself, not a string",
        )
    try:
        signature = inspect.signature(condition.test)
    except ValueError:  # a built-in one, such as `bool`, shows none
        return
    try:
        signature.bind(*condition.reads)
    except TypeError:
        raise _fault(
            workflow,
            name,
            f"has the condition {condition.name!r} take other values than it reads",
            f"give it {len(condition.reads)} parameter(s), in the order of @condition(...)",
        ) from None


def _check_known(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    for step in steps.values():
        for other in (*step.needs, *_read_steps(step.when)):
            found = steps.get(other.name)
            if found is None or not _same_place(workflow, other):
                raise _fault(
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
        raise _fault(
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
                    raise _fault(
                        workflow,
                        step.name,
                        f"{verb}= reads {other.name!r}, which is asked later",
                        f"declare {other.name!r} before {step.name!r}",
                    )


def _conditions(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> dict[str, Any]:
    found: dict[str, Condition] = {}
    for step in steps.values():
        if step.when is not None and found.setdefault(step.when.name, step.when) != step.when:
            raise _fault(
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


def _fault(workflow: type[Workflow], step: str, what: str, mend: str) -> DeclarationError:
    return DeclarationError(f"{workflow.__name__}.{step} {what}: {mend}")
