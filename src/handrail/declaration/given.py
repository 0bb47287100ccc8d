"""The checks of what a workflow and its steps were given: types and signatures.

What is of the wrong type would otherwise fail in a call, or never be asked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ..history import Keep, Summary, Window
from ..kinds.base import Fact, Kind
from ..kinds.choice import Choice
from ..kinds.number import Number
from ..kinds.options import Options
from ..kinds.task import TaskResult
from ..kinds.when import Hours, When
from ..plan import Confirm
from ..step import Condition, Step
from ..wording import Phrases
from .fault import DeclarationError, fault

if TYPE_CHECKING:
    from ..workflow import Workflow

__all__ = ["check_given"]


def check_given(workflow: type[Workflow], steps: Mapping[str, Step[Any]]) -> None:
    """Check the types and signatures of all that was given.

    Raises:
        DeclarationError: For the first that is wrong.
    """
    _check_words(workflow)
    if not _takes(workflow.commit, None, None):
        raise fault(
            workflow,
            "commit",
            "takes other arguments than it is given",
            "write async def commit(self, call)",
        )
    for name, step in steps.items():
        faults = (
            (
                step.present is not None and not _takes(step.present, {}, None),
                "has a present= that takes other arguments than it is given",
                "write def present(answers, context), outside of the class",
            ),
            (not isinstance(step.kind, Kind), "has a kind that is no Kind", "write Phone(), say"),
            *_text_faults(step),
            (
                not isinstance(step.optional, bool),
                "has an optional= that is neither True nor False",
                "write optional=True",
            ),
            (
                step.check is not None and not callable(step.check),
                "has a check= that is no function",
                "give a function of (value, call) that returns a Verdict",
            ),
            (
                callable(step.check) and not _takes(step.check, None, None),
                "has a check= that takes other arguments than it is given",
                "write def check(value, call), outside of the class",
            ),
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
            *_kind_faults(step.kind),
        )
        for wrong, what, mend in faults:
            if wrong:
                raise fault(workflow, name, what, mend)
        if step.when is not None:
            _check_condition(workflow, name, step.when)
        if isinstance(step.kind, TaskResult):
            _check_task(workflow, name, step.kind)


def _check_words(workflow: type[Workflow]) -> None:
    for name, many in (("asks_for", "phrases"), ("amends", "workflows' names")):
        if isinstance(getattr(workflow, name), str):
            msg = f"{workflow.__name__}.{name} is one string: write a tuple of {many}"
            raise DeclarationError(msg)
    if not isinstance(workflow.phrases, Phrases):
        raise fault(workflow, "phrases", "is no Phrases", "write phrases = Phrases(summary=...)")
    own = {field.name: getattr(workflow.phrases, field.name) for field in fields(Phrases)}
    places = own.pop("places")
    if not isinstance(places, Mapping):
        mend = 'write places={"offer_one@step": "..."}'
        raise fault(workflow, "phrases", "has places= that is no mapping", mend)
    for name, words in {**own, **places}.items():
        if not _is_words(words):
            what = f"has in {name}= what is no text"
            raise fault(workflow, "phrases", what, "write one string, or several in a tuple")


def _text_faults(step: Step[Any]) -> Iterator[tuple[bool, str, str]]:
    yield not isinstance(step.label, str), "has a label= that is no text", "write one string"
    for argument in ("ask", "rephrase", "help", "echo", "read_back", "words"):
        wrong = not _is_words(getattr(step, argument))
        yield wrong, f"has in {argument}= what is no text", "write one string, or several in a list"


def _is_words(words: object) -> bool:
    given = words if isinstance(words, list | tuple) else (words,)
    return all(isinstance(wording, str) for wording in given)


def _takes(function: Callable[..., Any], *arguments: object) -> bool:
    """Whether a function can be called with these arguments, in this order."""
    try:
        inspect.signature(function).bind(*arguments)
    except ValueError:  # a built-in one, such as `bool`, shows no signature
        return True
    except TypeError:
        return False
    return True


def _kind_faults(kind: Kind[Any]) -> Iterator[tuple[bool, str, str]]:
    """What a kind of ours was given, by which no answer could be understood."""
    if isinstance(kind, Number):
        limits = (kind.min, kind.min if kind.max is None else kind.max)
        whole = all(isinstance(limit, int) for limit in limits)
        yield not whole, "has a Number whose min= or max= is no whole number", "write Number(min=1)"
        yield (
            whole and limits[0] > limits[1],
            "has a Number whose min= is over its max=",
            "swap them",
        )
    if isinstance(kind, When):
        yield (
            not isinstance(kind.hours, Hours | Fact | None),
            "has a When whose hours= are no opening hours",
            'write WeeklyHours.of("Mon-Fri 09:00-17:00"), or name a Fact that holds them',
        )
    if isinstance(kind, Choice) and not isinstance(kind.options, Fact):
        names = [option.name for option in Options.of(kind.options).all]
        yield not names, "has a Choice without options", "name some, or a Fact that holds them"
        yield len(set(names)) < len(names), "has a Choice with an option twice", "leave one out"
    if isinstance(kind, TaskResult):
        functions: dict[str, Any] = {"value": kind.value, "speak": kind.spoken}
        for argument, function in functions.items():
            yield (
                function is not None and not (callable(function) and _takes(function, None)),
                f"has a {argument}= that is no function of one argument",
                "give a function of the task's result",
            )


def _check_task(workflow: type[Workflow], name: str, kind: TaskResult[Any]) -> None:
    """Whether a task can be made each time the step is asked; LiveKit is not imported for it."""
    factory = kind.factory
    if not callable(factory):
        raise fault(
            workflow,
            name,
            "is made from something that makes no AgentTask",
            "give the task's class, or a function without arguments: lambda: GetEmailTask()",
        )
    bases = {(base.__module__.partition(".")[0], base.__name__) for base in _bases(factory)}
    if bases and ("livekit", "AgentTask") not in bases:
        raise fault(
            workflow,
            name,
            f"is made from {getattr(factory, '__name__', 'a class')}, which is no AgentTask",
            "give a subclass of LiveKit's AgentTask, or a function that makes one",
        )
    if not _takes(factory):
        raise fault(
            workflow,
            name,
            "is made from something that takes arguments",
            "write lambda: ... around it, with the arguments",
        )


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
        raise fault(
            workflow,
            name,
            f"has the condition {condition.name!r} read something that is no step or fact",
            "name the Step or the Fact itself, not a string",
        )
    if inspect.iscoroutinefunction(condition.test):
        raise fault(
            workflow,
            name,
            f"has the condition {condition.name!r} made of an async function",
            "write def: a condition only looks at what it reads",
        )
    if not _takes(condition.test, *condition.reads):
        raise fault(
            workflow,
            name,
            f"has the condition {condition.name!r} take other values than it reads",
            f"give it {len(condition.reads)} parameter(s), in the order of @condition(...)",
        )
