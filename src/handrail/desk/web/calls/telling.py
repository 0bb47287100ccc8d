"""What was decided in a call, in words for those who look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from handrail.engine import events as e
from handrail.engine.state import Candidate
from handrail.entries import LOST
from handrail.journal import Decision, Turn
from handrail.kinds.base import Context
from handrail.reception import RECEPTION
from handrail.workflow import Workflow

from .shown import Told

__all__ = ["told_of"]

_REFUSALS: Final = "refused"


def told_of(turn: Turn, context: Context) -> Iterator[Told]:
    """Tell what was decided in a turn, in order; what only prepares something else is left out.

    Args:
        turn: The turn.
        context: By which values are spoken.
    """
    at = context if turn.at is None else replace(context, now=turn.at)
    for decision in turn.decisions:
        told = _told(decision, at)
        if told is not None:
            yield told


def _told(decision: Decision, context: Context) -> Told | None:  # noqa: C901, PLR0912 - one case each
    workflow, event = decision.workflow, decision.event
    at_reception = workflow.plan.name == RECEPTION

    def label(step: str | None) -> str:
        found = workflow.steps.get(step or "")
        return found.label if found else (step or "")

    def spoken(step: str, value: Any) -> str:
        return _spoken(workflow, step, value, context)

    match event:
        case e.Began() if not at_reception:
            return Told("begins", f"begins {workflow.plan.name}")
        case e.Answered(step=step, answer=answer, old=None):
            return Told("known", f"{label(step)}: {spoken(step, answer.value)} ({answer.status})")
        case e.Answered(step=step, answer=answer, old=old):
            return Told(
                "corrected", f"{label(step)}: {spoken(step, old)} → {spoken(step, answer.value)}"
            )
        case e.Confirmed(step=step):
            return Told("known", f"{label(step)}: confirmed")
        case e.Declined() if at_reception:
            return Told("known", "nothing else is wanted")
        case e.Declined(step=step):
            return Told("known", f"{label(step)}: declined")
        case e.PartHeard(step=step, partial=partial):
            part = "" if partial is LOST else _part(workflow, step, partial, context)
            return Told("known", f"{label(step)}: {part or 'a part'} (in part)")
        case e.Noted(step=step, value=value):
            return Told("known", f"{label(step)}: {spoken(step, value)}, to be checked later")
        case e.Cleared(step=step, value=value, cause=cause, reason=reason):
            why = reason or ("it is wrong" if cause == "denied" else "no longer possible")
            return Told("cleared", f"{label(step)}: {spoken(step, value)} cleared: {why}")
        case e.CheckFailed(step=step, wanted=wanted, reason=reason):
            value = _wanted(workflow, step, wanted, context)
            return Told("cleared", f"{label(step)}: {value} cannot be: {reason}".rstrip(": "))
        case e.Unchecked(step=step):
            return Told("cleared", f"{label(step)}: could not be checked")
        case e.Offered(offer=offer):
            options = ", ".join(spoken(offer.step, each) for each in offer.options)
            return Told("offers", f"{label(offer.step)}: offers {options}")
        case e.RevisitQueued(step=step):
            return Told("back", f"back to {label(step)}")
        case e.RevisitSettled(step=step):
            return Told("back", f"{label(step)} stays as it was")
        case e.Reasked(about=about, manner=manner, counted=True):
            return Told("again", f"asks again for {label(about)} ({manner})")
        case e.Digressed(topic=topic):
            return Told("aside", f"asked about {topic or 'something else'}")
        case e.Explained(reason=reason) | e.Apologised(reason=reason):
            return Told("aside", reason)
        case e.Refused(move=move, reason=reason, step=step, by_model=by_model):
            of = f" for {label(step)}" if step else ""
            who = "the model's " if by_model else ""
            return Told(_REFUSALS, f"{who}{move}{of} refused: {reason.replace('_', ' ')}")
    return _told_of_course(event, workflow, at_reception=at_reception)


def _told_of_course(event: e.Event, workflow: type[Workflow], *, at_reception: bool) -> Told | None:
    """Tell of what concerns the run as a whole."""
    match event:
        case e.Accepted():
            return Told("known", "agreed to the summary")
        case e.Rejected():
            return Told("again", "refused the summary")
        case e.Restarted():
            return Told("back", "begins again from the start")
        case e.HumanOffered():
            return Told("aside", "offers a person")
        case e.Waited():
            return Told("aside", "asked for a moment")
        case e.Written():
            return Told("done", f"{workflow.plan.name}: written")
        case e.NotWritten():
            return Told(_REFUSALS, f"{workflow.plan.name}: not written")
        case e.Closed(outcome=outcome, cause=cause) if not at_reception:
            why = "" if cause in {outcome, "switched"} else f" ({cause.replace('_', ' ')})"
            return Told("done", f"{workflow.plan.name} is {outcome}{why}")
    return None


def _wanted(workflow: type[Workflow], step: str, wanted: Candidate, context: Context) -> str:
    if wanted.value is not None:
        return _spoken(workflow, step, wanted.value, context)
    if wanted.partial is not None and wanted.partial is not LOST:
        return _part(workflow, step, wanted.partial, context) or "a part"
    return ", ".join(_spoken(workflow, step, each, context) for each in wanted.alternatives)


def _part(workflow: type[Workflow], step: str, partial: Any, context: Context) -> str:
    return (
        workflow.steps[step].kind.speak_partial(partial, context) if step in workflow.steps else ""
    )


def _spoken(workflow: type[Workflow], step: str, value: Any, context: Context) -> str:
    if value is LOST:
        return "(not kept)"
    if value is None:
        return "nothing"
    return workflow.steps[step].kind.speak(value, context)
