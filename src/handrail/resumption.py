"""Resumption: a caller whose call was dropped is offered to go on with it.

Nothing of the dropped call is spoken before it is sure that this is the same person. That they call
from the same number is one thing; they are asked for a second one that they had given. Then they
are asked whether they would like to go on. All of that is a workflow of two steps, so its rules are
the engine's own, and a caller who says what they want instead is served at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import new_class
from typing import Any, TypeAlias

from .course import Course
from .engine.state import State
from .entries import Journal
from .facts import Call, Verdict
from .kinds.base import Context
from .kinds.name import PersonName
from .kinds.phone import Phone
from .kinds.yes_no import YesNo
from .plan import Confirm
from .speaking import Speaker
from .step import Step, condition
from .workflow import Workflow

__all__ = ["Dropped", "Resumable", "Same", "answered", "resumable", "resumption"]

Same: TypeAlias = Callable[[str, Any, Any], bool]
"""Tells whether what a caller says now is what they had said: given a step's name and both."""

_GO_ON = "go_on"
_GIVEN = frozenset({"heard", "confirmed"})


def _same(_step: str, said: Any, held: Any) -> bool:
    if isinstance(said, str) and isinstance(held, str):
        return said.casefold() == held.casefold()
    return bool(said == held)


@dataclass(frozen=True, slots=True)
class Dropped:
    """The calls that a caller may have been cut off from, for `Conversation(dropped=...)`.

    `handrail.journal.dropped_calls` finds them.
    """

    journals: Sequence[Journal]
    """Their journals, the latest call first. Each is one of a call from this caller's number."""
    caller: str
    """The calling number (E.164), which is one of the two things by which a caller is known."""
    same: Same = _same
    """Compares the other one: what they had given, and what they say now. By default texts are the
    same but for case; a stranger must not pass it."""


@dataclass(frozen=True, slots=True)
class Resumable:
    """A dropped call that can be gone on with."""

    course: Course
    journal: Journal
    workflow: type[Workflow]
    state: State
    """The state of the run that is gone on with, or that was completed."""
    proof: str
    """The step whose value the caller is asked for, to be sure who they are."""
    done: bool
    """Whether it was completed, and only the caller does not know so."""


def resumable(course: Course, journal: Journal, context: Context, caller: str) -> Resumable | None:
    """Return how a dropped call can be gone on with; None if there is nothing to go on with.

    There must be something that tells who the caller is beside the number they call from, and
    something else that is worth keeping.

    Args:
        course: Its course, as it stood.
        journal: Its journal.
        context: The call's, at this moment.
        caller: The calling number (E.164).
    """
    run, done = course.run, course.next.done_unheard
    if course.closed or course.succession.is_callback(run.workflow):
        return None
    if course.receiving:
        if done is None:
            return None
        workflow, state = done.workflow, done.state
    else:
        shown = run.renewed(context) if run.is_outdated else run
        workflow, state = shown.workflow, shown.state
    given = {
        name: answer.value
        for name, answer in state.answers.items()
        if answer.status in _GIVEN and answer.value is not None
    }
    proof = _proof(workflow, given, caller)
    if proof is None or len(given) == 1:
        return None
    return Resumable(course, journal, workflow, state, proof, done=course.receiving)


def _proof(workflow: type[Workflow], given: Mapping[str, Any], caller: str) -> str | None:
    """Return the step that tells who a caller is: a name, or a number they do not call from.

    The number that a call comes from is no second thing: whoever can make a call appear to come
    from it knows it.
    """
    kinds = {name: workflow.steps[name].kind for name in given}
    names = [name for name, kind in kinds.items() if isinstance(kind, PersonName)]
    numbers = [
        name for name, kind in kinds.items() if isinstance(kind, Phone) and given[name] != caller
    ]
    return next(iter((*names, *numbers)), None)


def resumption(
    found: Resumable, same: Same, speaker: Speaker, context: Context, *, escalates: bool
) -> type[Workflow]:
    """Return the workflow that finds out whether a caller goes on with a dropped call.

    Args:
        found: The dropped call.
        same: Compares what the caller says with what was given.
        speaker: Puts the questions in words.
        context: The call's, at this moment.
        escalates: Whether a person can be had.
    """
    asked = found.workflow.steps[found.proof]
    held = found.state.answers[found.proof].value

    def check(said: Any, _call: Call[Any]) -> Verdict:
        return Verdict.yes() if same(asked.name, said, held) else Verdict.end("")

    who: Step[Any] = Step(
        asked.kind,
        optional=True,  # who would rather not say begins anew
        ask=_literal(speaker.who(asked)),
        label=asked.label,
        confirm=Confirm.NEVER,
        check=check,
    )

    @condition(who)
    def is_known(said: Any) -> bool:
        return said is not None

    steps: dict[str, Step[Any]] = {asked.name: who}
    if not found.done:
        offer = speaker.offer_to_resume(found.workflow, found.state, context)
        steps[_GO_ON] = Step(YesNo(), ask=_literal(offer), confirm=Confirm.NEVER, when=is_known)
    return new_class(
        "Resumption",
        (Workflow,),
        {"name": "(resumption)", "summary": False, "escalates": escalates},
        lambda body: body.update(steps),
    )


def answered(found: Resumable, result: Mapping[str, Any]) -> bool | None:
    """Tell whether a caller wants to go on; None if they would not say who they are."""
    return None if result[found.proof] is None else bool(result.get(_GO_ON, found.done))


def _literal(text: str) -> str:
    """Return a text as a wording without fields."""
    return text.translate({ord(mark): None for mark in "[]{}"})
