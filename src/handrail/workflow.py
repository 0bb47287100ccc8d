"""Workflow and Step: the class body a developer writes.

    class Booking(Workflow):
        service = Step(Choice(services), ask="What would you like to book?")
        start = Step(When(), needs=[service], check=is_free)
        email = Step(Email(), confirm=Confirm.SPELL, optional=True)

On the class, `Booking.start` is the step; on an instance, `booking.start` is its value: one class
declares a workflow and types its result. Faults of a declaration are raised when the class body
ends (see `declaration`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, Unpack

from .declaration import DeclarationError, plan_of
from .facts import Call
from .plan import Plan
from .step import Step
from .wording import Phrases

if TYPE_CHECKING:
    from .livekit import HostingOptions, WorkflowTask

__all__ = ["Phrases", "Workflow"]


class _Body(dict[str, Any]):
    """A class body in which a step's name can be used once."""

    def __setitem__(self, name: str, value: object) -> None:
        if isinstance(self.get(name), Step):
            msg = (
                f"{self.get('__qualname__')}.{name} is declared twice, and only the second would "
                "be asked: rename one of the two"
            )
            raise DeclarationError(msg)
        super().__setitem__(name, value)


class _WorkflowType(type):
    @classmethod
    def __prepare__(cls, _name: str, _bases: tuple[type, ...], /, **_keywords: Any) -> _Body:
        return _Body()


class Workflow(metaclass=_WorkflowType):
    """An ordered set of steps, declared as a class body; an instance holds their values.

    Class keywords:
        name: The workflow's name. By default the class's, in lower case with underscores.
        summary: Whether everything is summarised for a yes before the commit.
        escalates: Whether a person is offered to a caller who is not understood.

    Args:
        values: A value for every step, by name: what a completed run found out.

    Raises:
        DeclarationError: When the class body ends, for a fault in it.
    """

    plan: ClassVar[Plan]
    """The structure, which the engine decides by."""
    steps: ClassVar[Mapping[str, Step[Any]]]
    """The steps by name, in order, those of base classes first, from left to right."""
    asks_for: ClassVar[tuple[str, ...]] = ()
    """How callers ask for this workflow: "book", "make an appointment"."""
    amends: ClassVar[tuple[str, ...]] = ()
    """The names of the workflows whose result this one changes: right after one of them is done,
    "half an hour later" is read for this one."""
    phrases: ClassVar[Phrases] = Phrases()

    def __init_subclass__(
        cls, *, name: str | None = None, summary: bool = True, escalates: bool = True
    ) -> None:
        super().__init_subclass__()
        cls.steps, cls.plan = plan_of(cls, name=name, summary=summary, escalates=escalates)

    def __init__(self, **values: Any) -> None:
        if unknown := [name for name in values if name not in self.steps]:
            msg = f"{type(self).__name__} has no step {unknown[0]!r}"
            raise TypeError(msg)
        vars(self).update({name: values.get(name) for name in self.steps})

    def values(self) -> dict[str, Any]:
        """Return every step's value by name."""
        return {name: vars(self)[name] for name in self.steps}

    async def commit(self, call: Call[Any]) -> Mapping[str, Any] | None:
        """Write the result, once; override it. Without an override nothing is written.

        Args:
            call: The call; `call.run` is the key under which a second attempt must find the first.

        Returns:
            A receipt as JSON data, whose fields `Phrases.done` may name.

        Raises:
            CommitRefused: When a value no longer holds; its step is asked again with the reason.
        """
        del call
        return None

    async def dropped(self, call: Call[Any]) -> None:
        """Give up what checks have kept for a run that ended without a result; override it.

        It is called when the caller drops the workflow, goes over to another or to a person, or
        when it fails; not when the caller hangs up, since a dropped call may be taken up again.

        Args:
            call: The call, with what was answered; `call.run` is the run that ended. Where
                `call.in_doubt`, its commit may have been done all the same: it is undone here. If
                that raises, the caller is told that nobody can tell what became of it.
        """
        del call

    @classmethod
    def task(cls, **options: Unpack[HostingOptions]) -> WorkflowTask[Self]:
        """Return the workflow as a LiveKit task: `booking = await Booking.task()`.

        Await it directly in `on_enter`, `on_exit` or a tool's body; LiveKit raises RuntimeError
        elsewhere.

        Args:
            options: The keyword arguments of `handrail.livekit.WorkflowTask`, among them `clock`:
                without it times are meant in this machine's zone.

        Raises:
            WorkflowEnded: When awaited, if the caller dropped the workflow or is gone.
        """
        from .livekit import WorkflowTask  # noqa: PLC0415 - importing LiveKit takes a while

        return WorkflowTask(cls, **options)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    __hash__ = None  # type: ignore[assignment]  # equal by value, as a dataclass would be

    def __repr__(self) -> str:
        """Name the steps that hold a value, not the values: a repr ends up in logs."""
        known = ", ".join(name for name, value in self.values().items() if value is not None)
        return f"<{type(self).__name__}: {known}>"
