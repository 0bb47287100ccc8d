"""Recalling a call: what was written down of it is taken in, and nothing is decided anew."""

from __future__ import annotations

from collections.abc import Sequence

from .course import Course
from .engine import events as e
from .entries import Decided, EndingsHeard, Entry, HandedOver, HungUp, Said, Spoke
from .kinds.base import Context
from .runs import Run
from .workflow import Workflow

__all__ = ["recall"]


def recall(
    course: Course,
    recorded: Sequence[tuple[type[Workflow], Entry]],
    context: Context,
    *,
    transfers: bool,
) -> None:
    """Bring a call's course to where it stood.

    Args:
        course: The course of a call that has just begun; what it does is not to be noted.
        recorded: What was written down, each with its workflow.
        context: The call's, at this moment.
        transfers: Whether callers who want a person can be put through to one.
    """
    for workflow, entry in recorded:
        _relive(course, workflow, entry, context, transfers=transfers)


def _relive(
    course: Course, workflow: type[Workflow], entry: Entry, context: Context, *, transfers: bool
) -> None:
    match entry:
        case Decided(event=e.Began(run=run)):
            if workflow.plan.name == course.run.workflow.plan.name:
                workflow = course.run.workflow  # of two receptions the one that is due
            course.relive(Run(workflow, run, course.note))
            course.run.relive(entry, context)
        case Said() | Decided():
            course.hung_up = course.hung_up and not isinstance(entry, Said)
            relived = course.run
            if effects := relived.relive(entry, context):
                course.succeed(relived, effects)
        case Spoke():
            if course.wants_person and transfers:
                course.next.not_put_through()  # or the call would be over
            course.wants_person = False
            course.ended.clear()  # what they kept was given up before
            course.next.spoken()
        case EndingsHeard():
            course.next.endings_heard()
        case HandedOver():
            course.hand_over()
        case HungUp():
            course.hung_up = True  # whoever takes the call up has the caller on the line again
