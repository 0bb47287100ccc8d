"""What is counted of one call: how it ended, what it cost, and what happened at each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from handrail import engine
from handrail.engine import events as e
from handrail.engine.state import State
from handrail.journal import Turn
from handrail.reception import RECEPTION

from .callback import CallBack
from .replay import Replay

__all__ = ["CallFigures", "RunFigures", "StepFigures"]

_CALLBACK: Final = CallBack.plan.name
_LEFT: Final = frozenset({"goodbye", "silence", "not_understood"})
"""The causes with which a caller is gone before the end."""


@dataclass(slots=True)
class StepFigures:
    """What happened at one step."""

    answered: int = 0
    """Runs in which it was answered, or declined."""
    reasked: int = 0
    """Times that nothing came of asking."""
    corrected: int = 0
    """Times that its answer was changed."""
    dropped: int = 0
    """Runs that the caller left while it was asked."""


@dataclass(slots=True)
class RunFigures:
    """One start of a workflow."""

    workflow: str
    outcome: str = ""
    """As `State.outcome`; "" for one that was left in the middle."""
    steps: dict[str, StepFigures] = field(default_factory=dict)

    def step(self, name: str) -> StepFigures:
        """Return the figures of a step."""
        return self.steps.setdefault(name, StepFigures())


@dataclass(slots=True)
class CallFigures:
    """One call."""

    seconds: int = 0
    """From its first record to its last."""
    turns: int = 0
    """The caller's, silences left out."""
    by_rule: int = 0
    """Those of them in which no model was asked."""
    model_calls: int = 0
    model_characters: int = 0
    person: bool = False
    """Whether it took a person: one had the call, or is to call back."""
    hung_up: bool = False
    left_at: str = ""
    """The step that was asked when the caller was gone before the end, as `booking.phone`."""
    runs: list[RunFigures] = field(default_factory=list)
    """The reception and the call-back are none."""

    @property
    def workflow(self) -> str:
        """The workflow that was begun last; "" for none."""
        return self.runs[-1].workflow if self.runs else ""

    @property
    def outcome(self) -> str:
        """How it ended: `completed` if its last workflow was, `escalated`, `hung up`..."""
        last = self.runs[-1].outcome if self.runs else ""
        if last == "completed":
            return last
        if self.person:
            return "escalated"
        return last or ("hung up" if self.hung_up else "")

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave, of this version or an earlier one."""
        runs = [
            RunFigures(
                run["workflow"],
                run["outcome"],
                {step: StepFigures(**figures) for step, figures in run["steps"].items()},
            )
            for run in data["runs"]
        ]
        return cls(**{**data, "runs": runs})

    @classmethod
    def of(cls, replay: Replay, *, seconds: float) -> Self:
        """Count a call.

        Args:
            replay: The call.
            seconds: How long it was.
        """
        found = cls(seconds=round(seconds))
        for turn in replay.turns:
            found._add(turn)
        found.runs += _runs(replay.turns, found)
        return found

    def _add(self, turn: Turn) -> None:
        if turn.number and (turn.private or (turn.caller or "").strip()):
            self.turns += 1
            self.by_rule += not turn.model_calls
        self.model_calls += turn.model_calls
        self.model_characters += turn.model_characters
        self.person = self.person or turn.handed_over
        self.hung_up = turn.hung_up


def _runs(turns: Sequence[Turn], call: CallFigures) -> list[RunFigures]:
    runs: list[RunFigures] = []
    current: RunFigures | None = None
    state = State()
    for turn in turns:
        for decision in turn.decisions:
            workflow, event = decision.workflow.plan.name, decision.event
            if isinstance(event, e.Began):
                again = current is not None and state.run == event.run
                if not again:
                    current = None if workflow == RECEPTION else RunFigures(workflow)
                    runs += [current] if current and workflow != _CALLBACK else []
                state = State()
            asked = state.prompt.step if state.prompt is not None else None
            state = engine.replay(state, [event])
            if current is not None:
                _count(current, event, asked, call)
    if call.hung_up and current is not None and not current.outcome and state.prompt is not None:
        _left(current, state.prompt.step, call)
    return runs


def _count(run: RunFigures, event: e.Event, asked: str | None, call: CallFigures) -> None:
    match event:
        case e.Answered(step=step, old=None) | e.Declined(step=step) | e.Confirmed(step=step):
            run.step(step).answered = 1  # what was prefilled is so once it is confirmed
        case e.Answered(step=step):
            run.step(step).answered = 1
            run.step(step).corrected += 1
        case e.Reasked(about=about, counted=True) if about == asked:
            run.step(about).reasked += 1
        case e.Closed(outcome=outcome, cause=cause):
            run.outcome = outcome
            call.person = call.person or (run.workflow == _CALLBACK and outcome == "completed")
            if cause in _LEFT:
                _left(run, asked, call)


def _left(run: RunFigures, step: str | None, call: CallFigures) -> None:
    call.left_at = f"{run.workflow}.{step or 'summary'}"
    if step is not None:
        run.step(step).dropped = 1
