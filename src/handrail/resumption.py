"""Resumption: a caller whose call was dropped is offered to go on with it.

Nothing of the dropped call is spoken before it is sure that this is the same person. That they call
from the same number is one thing; they are asked for a second one that they had given. Then they
are asked whether they would like to go on. All of that is a workflow of two steps, so its rules are
the engine's own, and a caller who says what they want instead is served at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from .runs import Known, told, values_of
from .speaking import Speaker
from .step import Condition, Step
from .workflow import Workflow

__all__ = ["Dropped", "Resumable", "Same", "meant", "resumable", "resumption", "wants_it"]

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
    workflow: type[Workflow]
    state: State
    """The state of the run that is gone on with, or that was completed."""
    told: Known
    """What is known of the caller beside that run's answers."""
    proof: Step[Any]
    """The step whose value the caller is asked for, to be sure who they are."""
    held: Any
    """Its value."""
    done: bool
    """Whether it was completed, and only the caller does not know so."""

    def is_proven_as(self, other: Resumable) -> bool:
        """Tell whether the same question finds out who the caller is."""
        return (self.proof.name, self.proof.kind) == (other.proof.name, other.proof.kind)


def resumable(
    course: Course, workflows: Iterable[type[Workflow]], context: Context, caller: str
) -> Resumable | None:
    """Return how a dropped call can be gone on with; None if there is nothing to go on with.

    There must be something that tells who the caller is beside the number they call from, and
    something else that is worth keeping.

    Args:
        course: Its course, as it stood.
        workflows: Those that a caller can ask for: what one of them told of the caller (see
            `Kind.tells`) is asked for as another one asks for it.
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
    known = {**course.succession.known, **told(workflow, state, context)}
    proof = _proof({**values_of(known), **given}, _steps(workflow, workflows), caller)
    if proof is None or not (given.keys() - {proof.name} or state.partials or state.offers):
        return None
    held = given.get(proof.name, values_of(known).get(proof.name))
    return Resumable(course, workflow, state, known, proof, held, done=course.receiving)


def _steps(running: type[Workflow], workflows: Iterable[type[Workflow]]) -> dict[str, Step[Any]]:
    """Return the steps by name: those of the workflow in progress, and what only others ask for."""
    steps: dict[str, Step[Any]] = {}
    for workflow in (running, *workflows):
        steps = {**workflow.steps, **steps}
    return steps


def _proof(
    said: Mapping[str, Any], steps: Mapping[str, Step[Any]], caller: str
) -> Step[Any] | None:
    """Return the step that tells who a caller is: a name, or a number they do not call from.

    The number that a call comes from is no second thing: whoever can make a call appear to come
    from it knows it.
    """
    asked = [steps[name] for name in said if name in steps]
    names = [step for step in asked if isinstance(step.kind, PersonName)]
    numbers = [step for step in asked if isinstance(step.kind, Phone) and said[step.name] != caller]
    return next(iter((*names, *numbers)), None)


def resumption(
    found: Sequence[Resumable], same: Same, speaker: Speaker, context: Context, *, escalates: bool
) -> type[Workflow]:
    """Return the workflow that finds out whether a caller goes on with a dropped call.

    Args:
        found: The dropped calls, the latest first, all with the same proof. Several people may call
            from one number: the latest call of the one who calls is offered.
        same: Compares what the caller says with what was given.
        speaker: Puts the questions in words.
        context: The call's, at this moment.
        escalates: Whether a person can be had.
    """
    asked = found[0].proof

    def check(said: Any, _call: Call[Any]) -> Verdict:
        return Verdict.yes() if meant(found, said, same) else Verdict.end("")

    who: Step[Any] = Step(
        asked.kind,
        optional=True,  # who would rather not say begins anew
        ask=_literal(speaker.who(asked)),
        label=asked.label,
        confirm=Confirm.NEVER,
        check=check,
    )
    steps: dict[str, Step[Any]] = {asked.name: who}
    for number, each in enumerate(found):
        if not each.done:
            steps[f"{_GO_ON}_{number}"] = Step(
                YesNo(),
                ask=_literal(speaker.offer_to_resume(each.workflow, each.state, context)),
                confirm=Confirm.NEVER,
                when=Condition(
                    f"is_meant_{number}",
                    (who,),
                    lambda said, one=each: meant(found, said, same) is one,
                ),
            )
    return new_class(
        "Resumption",
        (Workflow,),
        {"name": "(resumption)", "summary": False, "escalates": escalates},
        lambda body: body.update(steps),
    )


def meant(found: Sequence[Resumable], said: Any, same: Same) -> Resumable | None:
    """Return the latest call of whoever says so who they are; None if it is nobody's."""
    if said is None:
        return None
    return next((each for each in found if same(each.proof.name, said, each.held)), None)


def wants_it(found: Sequence[Resumable], one: Resumable, result: Mapping[str, Any]) -> bool:
    """Tell whether a caller goes on with their call: the result of the resumption."""
    return one.done or bool(result.get(f"{_GO_ON}_{found.index(one)}"))


def _literal(text: str) -> str:
    """Return a text as a wording without fields."""
    return text.translate({ord(mark): None for mark in "[]{}"})
