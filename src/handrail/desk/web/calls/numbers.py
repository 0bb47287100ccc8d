"""Numbers over many calls: what an owner, and whoever tunes the desk, wants to know of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from handrail.desk.figures import CallFigures, StepFigures

__all__ = ["Numbers", "WorkflowNumbers", "numbers_of"]


@dataclass(frozen=True, slots=True)
class WorkflowNumbers:
    """What came of one workflow."""

    name: str
    begun: int
    completed: int
    steps: Mapping[str, StepFigures]

    @property
    def share(self) -> float:
        """The share of its runs that were completed, from 0 to 1."""
        return self.completed / self.begun


@dataclass(frozen=True, slots=True)
class Numbers:
    """Sums over calls. Shares go from 0 to 1, and are None where there is nothing to share."""

    calls: int
    contained: float | None
    """The share of calls that took no person."""
    turns: float | None
    """The median of the caller's turns."""
    seconds: float | None
    """The median length."""
    by_rule: float | None
    """The share of turns in which no model was asked."""
    model_calls: int
    model_characters: int
    workflows: Sequence[WorkflowNumbers]
    left_at: Sequence[tuple[str, int]]
    """Where callers were gone before the end, by workflow and step, most first."""


def numbers_of(calls: Iterable[CallFigures]) -> Numbers:
    """Sum calls up."""
    every = list(calls)
    turns = sum(call.turns for call in every)
    return Numbers(
        calls=len(every),
        contained=_share(sum(not call.person for call in every), len(every)),
        turns=median(call.turns for call in every) if every else None,
        seconds=median(call.seconds for call in every) if every else None,
        by_rule=_share(sum(call.by_rule for call in every), turns),
        model_calls=sum(call.model_calls for call in every),
        model_characters=sum(call.model_characters for call in every),
        workflows=_workflows(every),
        left_at=Counter(call.left_at for call in every if call.left_at).most_common(),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _workflows(calls: Sequence[CallFigures]) -> list[WorkflowNumbers]:
    begun, completed = Counter[str](), Counter[str]()
    steps: dict[str, dict[str, StepFigures]] = {}
    for call in calls:
        for run in call.runs:
            begun[run.workflow] += 1
            completed[run.workflow] += run.outcome == "completed"
            sums = steps.setdefault(run.workflow, {})
            for name, found in run.steps.items():
                total = sums.setdefault(name, StepFigures())
                total.answered += found.answered
                total.reasked += found.reasked
                total.corrected += found.corrected
                total.dropped += found.dropped
    return [
        WorkflowNumbers(name, count, completed[name], steps[name])
        for name, count in begun.most_common()
    ]
