"""The intermediate form of a diagram: what is drawn, before it is known how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from handrail.plan import Confirm, Plan, StepPlan

__all__ = ["Arrow", "Box", "Counts", "Drawing", "drawing_of"]

_CONFIRMED: Mapping[Confirm, str] = {
    Confirm.NEVER: "never read back",
    Confirm.UNSURE: "read back if unsure",
    Confirm.READ_BACK: "read back",
    Confirm.SPELL: "spelled back",
}

Relation: TypeAlias = Literal["order", "needs", "when"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What happened at a step in a number of calls."""

    answered: int = 0
    reasked: int = 0
    corrected: int = 0
    dropped: int = 0
    """Calls that ended while the step was asked."""

    def told(self) -> str:
        """Return the counts in words."""
        return (
            f"answered {self.answered}, re-asked {self.reasked}, "
            f"corrected {self.corrected}, dropped {self.dropped}"
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A step, or what comes after the last one."""

    id: str
    title: str
    marks: tuple[str, ...] = ()
    optional: bool = False
    counts: Counts | None = None
    after: bool = False
    """Whether it comes after the steps: the summary, the commit."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """Something that holds between two boxes, by their ids."""

    source: str
    target: str
    relation: Relation
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan as boxes, in order, and arrows."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    facts: tuple[tuple[str, str], ...]
    """Steps whose condition reads facts, each with the condition."""

    def told(self) -> str:
        """Return the drawing as a sentence a box, for those who do not see it."""
        sentences = []
        for number, box in enumerate(self.boxes, 1):
            about = [*box.marks]
            for arrow in self.arrows:
                if arrow.target == box.id and arrow.relation == "needs":
                    about.append(f"needs {arrow.source}")
                if arrow.target == box.id and arrow.relation == "when":
                    about.append(f"applies when {arrow.label} of {arrow.source}")
            if box.counts is not None:
                about.append(box.counts.told())
            sentences.append(f"{number}. {box.title}{': ' if about else ''}{', '.join(about)}.")
        return " ".join(sentences)


def drawing_of(plan: Plan, counts: Mapping[str, Counts]) -> Drawing:
    """Return what is to be drawn of a plan."""
    boxes = [
        Box(step.name, step.name, _marks(step), step.optional, counts.get(step.name))
        for step in plan.steps
    ]
    if plan.summary:
        boxes.append(Box("summary.", "summary", ("asks for a yes",), after=True))
    if plan.commits:
        boxes.append(Box("commit.", "commit", ("written once",), after=True))
    arrows = [Arrow(one.id, other.id, "order") for one, other in pairwise(boxes)]
    facts = []
    for step in plan.steps:
        arrows += (Arrow(need, step.name, "needs") for need in step.needs)
        for source, name in step.when.reads if step.when else ():
            condition = step.when.name if step.when else ""
            if source == "step":
                arrows.append(Arrow(name, step.name, "when", condition))
            else:
                facts.append((step.name, f"{condition} ({name})"))
    return Drawing(plan.name, tuple(boxes), tuple(arrows), tuple(facts))


def _marks(step: StepPlan) -> tuple[str, ...]:
    marks = [step.kind, _CONFIRMED[step.confirm]]
    marks += ["optional"] if step.optional else []
    marks += ["checked"] if step.checked else []
    marks += ["a task"] if step.hosted else []
    if step.when is not None and all(source == "fact" for source, _name in step.when.reads):
        marks.append(f"when {step.when.name}")
    return tuple(marks)
