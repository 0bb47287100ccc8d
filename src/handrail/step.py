"""Step and condition: what one question of a workflow declares."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    Literal,
    TypeAlias,
    TypedDict,
    TypeVar,
    Unpack,
    overload,
)

from .facts import Call, Verdict
from .history import History
from .kinds.base import Context, Fact, Kind
from .kinds.task import TaskResult
from .plan import Confirm
from .wording import Words, wordings

if TYPE_CHECKING:
    from livekit.agents import AgentTask

__all__ = [
    "Check",
    "Condition",
    "Present",
    "Step",
    "TaskStepOptions",
    "Words",
    "condition",
    "wordings",
]

logger = logging.getLogger(__name__)

R = TypeVar("R")
T = TypeVar("T")
V = TypeVar("V")

Check: TypeAlias = Callable[[Any, Call[Any]], Verdict | Awaitable[Verdict]]
"""Is this value possible? Given the value (or the kind's partial, when the caller left room) and
the call; plain or async."""


Present: TypeAlias = Callable[[Mapping[str, Any], Context], Any]
"""Gives the value that stands before a step is answered; see `Step`."""


@dataclass(frozen=True)
class Condition:
    """A named condition on steps or call facts it declares to read. Made with `condition`."""

    name: str
    reads: tuple[Step[Any] | Fact[Any], ...]
    test: Callable[..., bool]

    def holds(self, *values: Any) -> bool:
        """Tell whether it holds for the values it reads; one whose test raises does not."""
        try:
            return bool(self.test(*values))
        except Exception as error:  # noqa: BLE001 - a fault of the test costs a step, not the call
            known = {"where": self.name, "error": type(error).__name__}
            logger.error("a condition failed", extra=known)  # noqa: TRY400 - it may hold values
            return False


def condition(*reads: Step[Any] | Fact[Any]) -> Callable[[Callable[..., bool]], Condition]:
    """Make a function of the values it reads into a condition for `Step(when=...)`.

    Args:
        reads: Earlier steps of the same workflow, or facts. The function gets their values in this
            order; a step that was declined or does not apply gives None.
    """

    def named(test: Callable[..., bool]) -> Condition:
        return Condition(test.__name__, reads, test)

    return named


class TaskStepOptions(TypedDict, total=False):
    """What `Step.from_task` takes as `Step` does, all of it optional."""

    echo: Words
    read_back: Words
    label: str | None
    words: Sequence[str]
    confirm: Confirm
    needs: Sequence[Step[Any]]
    check: Check | None
    kept: bool


class Step(Generic[V]):
    """One step of a workflow: collects one value of one kind.

    Args:
        kind: The kind of the value.
        ask: The question, one or several wordings. By default made from the kind's label.
        rephrase: The question in other words, for a caller who was not understood.
        help: What would be understood, with an example.
        echo: How the answer is acknowledged inside the next question: `{value}` and `{Value}` are
            the spoken value, `{a value}` has its article, `{given}` is a given name; a part in
            `[...]` is left out when a field in it is empty. By default as its kind is echoed.
        read_back: How the value is read back for a yes, with the fields of `echo`: "{A value},
            right?". By default as its kind is read back.
        label: What the value is called after "the" ("mobile number"). By default the kind's.
        words: Nouns by which a caller refers to the step. By default the kind's and the label.
        confirm: How the value is confirmed before the summary.
        optional: Whether the caller may decline; the result is then None.
        needs: Steps that the value depends on: when one of them changes it is checked again.
        when: The condition under which the step applies; otherwise the result is None.
        check: Is this value possible? See `Check`.
        prefill: The fact that holds a likely value, read back instead of asked.
        present: Gives the value that stands while the step holds none, as it does in what is to be
            changed: "half an hour later" is later than that. Given the values of the steps answered
            so far, by name, and the call's context; None where there is none.
        carried: Whether an answer to an earlier workflow's step of this name and kind holds for
            this one, too.
        instructions: What a model is told while this step is asked, beside all else.
        tools: A developer's own LiveKit tools that a model may call while this step is asked.
        context: What of the history a model is shown while this step is asked; by default as the
            host says.
    """

    @overload
    def __init__(
        self: Step[T | None],
        kind: Kind[T],
        *,
        optional: Literal[True],
        ask: Words = ...,
        rephrase: Words = ...,
        help: Words = ...,
        echo: Words = ...,
        read_back: Words = ...,
        label: str | None = ...,
        words: Sequence[str] = ...,
        confirm: Confirm = ...,
        needs: Sequence[Step[Any]] = ...,
        when: Condition | None = ...,
        check: Check | None = ...,
        prefill: Fact[Any] | None = ...,
        present: Present | None = ...,
        carried: bool = ...,
        instructions: str = ...,
        tools: Sequence[Any] = ...,
        context: History | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Step[T | None],
        kind: Kind[T],
        *,
        when: Condition,
        optional: bool = ...,
        ask: Words = ...,
        rephrase: Words = ...,
        help: Words = ...,
        echo: Words = ...,
        read_back: Words = ...,
        label: str | None = ...,
        words: Sequence[str] = ...,
        confirm: Confirm = ...,
        needs: Sequence[Step[Any]] = ...,
        check: Check | None = ...,
        prefill: Fact[Any] | None = ...,
        present: Present | None = ...,
        carried: bool = ...,
        instructions: str = ...,
        tools: Sequence[Any] = ...,
        context: History | None = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: Step[T],
        kind: Kind[T],
        *,
        ask: Words = ...,
        rephrase: Words = ...,
        help: Words = ...,
        echo: Words = ...,
        read_back: Words = ...,
        label: str | None = ...,
        words: Sequence[str] = ...,
        confirm: Confirm = ...,
        needs: Sequence[Step[Any]] = ...,
        check: Check | None = ...,
        prefill: Fact[Any] | None = ...,
        present: Present | None = ...,
        carried: bool = ...,
        instructions: str = ...,
        tools: Sequence[Any] = ...,
        context: History | None = ...,
    ) -> None: ...
    def __init__(
        self,
        kind: Kind[Any],
        *,
        ask: Words = (),
        rephrase: Words = (),
        help: Words = (),  # noqa: A002 - the word a developer would look for
        echo: Words = (),
        read_back: Words = (),
        label: str | None = None,
        words: Sequence[str] = (),
        confirm: Confirm = Confirm.UNSURE,
        optional: bool = False,
        needs: Sequence[Step[Any]] = (),
        when: Condition | None = None,
        check: Check | None = None,
        prefill: Fact[Any] | None = None,
        present: Present | None = None,
        carried: bool = True,
        instructions: str = "",
        tools: Sequence[Any] = (),
        context: History | None = None,
    ) -> None:
        self.name = ""
        self.owner: type | None = None
        self.kind: Kind[Any] = kind
        self.label: str = label or str(getattr(kind, "label", ""))
        self._is_labelled = label is not None
        self.ask = _tuple(ask) or _question(kind, self.label)
        self.rephrase = _tuple(rephrase)
        self.help = _tuple(help)
        self.echo = _tuple(echo)
        self.read_back = _tuple(read_back)
        self.words = tuple(dict.fromkeys((*_tuple(words), self.label, *getattr(kind, "words", ()))))
        self.confirm = confirm
        self.optional = optional
        self.needs = (needs,) if isinstance(needs, Step) else tuple(needs)
        self.when = when
        self.check = check
        self.prefill = prefill
        self.present = present
        self.carried = carried
        self.instructions = instructions
        self.tools: tuple[Any, ...] = _tuple(tools)
        self.context = context

    def stands_at(self, answers: Mapping[str, Any], context: Context) -> V | None:
        """Return the value that stands before the step is answered (`present=`), or None.

        One whose function raises is None: the caller then says the whole value.
        """
        if self.present is None:
            return None
        try:
            value: V | None = self.present(answers, context)
        except Exception as error:  # noqa: BLE001 - as for a condition: it costs a value, not a call
            known = {"where": self.name, "error": type(error).__name__}
            logger.error("a step's present value failed", extra=known)  # noqa: TRY400 - as above
            return None
        return value

    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[R]],
        *,
        optional: Literal[True],
        value: Callable[[R], T],
        when: Condition | None = ...,
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T | None]: ...
    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[T]],
        *,
        optional: Literal[True],
        when: Condition | None = ...,
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T | None]: ...
    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[R]],
        *,
        when: Condition,
        value: Callable[[R], T],
        optional: bool = ...,
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T | None]: ...
    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[T]],
        *,
        when: Condition,
        optional: bool = ...,
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T | None]: ...
    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[R]],
        *,
        value: Callable[[R], T],
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T]: ...
    @overload
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[T]],
        *,
        speak: Callable[[T], str] | None = ...,
        **options: Unpack[TaskStepOptions],
    ) -> Step[T]: ...
    @staticmethod
    def from_task(
        task: Callable[[], AgentTask[Any]],
        *,
        value: Callable[[Any], Any] | None = None,
        speak: Callable[[Any], str] | None = None,
        optional: bool = False,
        when: Condition | None = None,
        **options: Unpack[TaskStepOptions],
    ) -> Step[Any]:
        """Make a step of a LiveKit `AgentTask`: it asks, and its result is the step's value.

        It needs LiveKit and a model. By default the value is not read back, since the task sees to
        its own confirmation, and it is called what the step is ("card" for `card = ...`).

        Args:
            task: The task's class, or what makes one, anew each time the step is asked.
            value: Gives the step's value from the task's result; by default they are the same.
                mypy types it by a named function, not by a lambda.
            speak: Says the value in an echo and the summary. By default texts, numbers, dates and
                results of a single field are said as they are, and others only by their label.
            optional: Whether the caller may decline: the task then ends with a `ToolError`.
            when: As for `Step`.
            options: As for `Step`, and `kept`: whether a journal may keep the value, which must
                then be JSON data (texts, numbers, lists and dicts of them). By default it is
                never stored, nor what the caller said meanwhile: it may be a card's number. A
                call that is taken up again asks for it again.
        """
        kind: TaskResult[Any] = TaskResult(task, value, speak, options.pop("kept", False))
        more = {"confirm": Confirm.NEVER, **options}
        return Step(kind, optional=optional, when=when, **more)  # type: ignore[call-overload,no-any-return]

    def __set_name__(self, owner: type, name: str) -> None:
        if self.owner is not None:
            return  # used twice: the first name stays, and the declaration refuses the second
        self.owner, self.name = owner, name
        if isinstance(self.kind, TaskResult) and not self._is_labelled:
            label = name.replace("_", " ")
            self.words = tuple(label if word == self.label else word for word in self.words)
            self.label = label
            self.ask = _question(self.kind, label)

    @overload
    def __get__(self, instance: None, owner: type) -> Step[V]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> V: ...
    def __get__(self, instance: object | None, owner: type) -> Step[V] | V:
        if instance is None:
            return self
        value: V = vars(instance)[self.name]
        return value

    def __set__(self, instance: object, value: V) -> None:
        msg = f"a {type(instance).__name__} cannot be changed: {self.name} is what the caller said"
        raise AttributeError(msg)

    def __repr__(self) -> str:
        return f"Step({self.name or '?'}: {self.kind.name})"


def _question(kind: object, label: str) -> tuple[str, ...]:
    own = kind.question if isinstance(kind, Kind) and label == kind.label else ""
    return (own or f"What's the {label}?",)


def _tuple(given: Any) -> tuple[Any, ...]:
    """One where several may stand, and what is of no such type: the declaration says so."""
    return tuple(given) if isinstance(given, list | tuple) else (given,)
