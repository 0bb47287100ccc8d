"""A call turn by turn, as its journal tells it: for those who look at a call, live or past.

    journal = await CallJournal.reopen(store, call)
    turns = turns_of(journal.recorded(workflows, context))
    turns[3].caller, turns[3].desk, turns[3].values

Nothing is decided anew: the states are a fold over what was decided then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .. import engine
from ..engine import events as e
from ..engine.moves import Evidence
from ..engine.state import State
from ..entries import Decided, Entry, HandedOver, HungUp, Said, Spoke
from ..workflow import Workflow
from .store import Record

__all__ = ["Decision", "Quote", "Turn", "turns_of", "words_of"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that was decided in a turn."""

    workflow: type[Workflow]
    event: e.Event


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the caller's that a step was answered by."""

    turn: int
    """The number of the turn they were said in."""
    said: tuple[str, ...]
    step: str


@dataclass(slots=True)
class Turn:
    """One turn: what the caller said, what was decided, and the line that answered it."""

    number: int
    """From 1; 0 is the desk's first line."""
    at: datetime | None = None
    """When the caller said it; None where they said nothing."""
    caller: str | None = None
    """What was said; "" for silence, and for words that were not to be kept. None before the
    caller spoke."""
    private: bool = False
    """Whether the words were not to be kept."""
    asked: str | None = None
    """The step that had been asked."""
    desk: str | None = None
    """What the desk answered; None while it has not, or where it kept silent."""
    model_calls: int = 0
    model_characters: int = 0
    milliseconds: int = 0
    decisions: list[Decision] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    workflow: type[Workflow] | None = None
    """The workflow in progress after it."""
    state: State = field(default_factory=State)
    """Where that workflow's run stood after it."""
    hung_up: bool = False
    """Whether the caller was gone after it."""
    handed_over: bool = False
    """Whether a person took the call after it."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What the workflow in progress had found out after it, by step."""
        return {} if self.workflow is None else engine.result(self.workflow.plan, self.state)


def turns_of(recorded: Iterable[tuple[type[Workflow], Entry]]) -> Sequence[Turn]:
    """Return the turns of a call, in order.

    Args:
        recorded: What was written down of it, as `CallJournal.recorded` gives it.
    """
    fold = _Fold()
    for workflow, entry in recorded:
        fold.take(workflow, entry)
    return fold.turns


def words_of(records: Iterable[Record]) -> Sequence[Turn]:
    """Return the turns of a call with nothing but what was said in them.

    For one that `CallJournal.recorded` cannot read: it is in a workflow that is gone, say.

    Args:
        records: The call's.
    """
    turns: list[Turn] = []
    for record in records:
        text = str(record.data.get("text", ""))
        last = turns[-1] if turns else None
        if record.kind == Said.__name__:
            if not (last and last.desk is None and last.caller == text):
                private = bool(record.data.get("private"))
                turns.append(Turn(len(turns), record.at, text, private))
        elif record.kind == Spoke.__name__:
            turns += [] if last else [Turn(0)]
            turns[-1].desk = f"{turns[-1].desk} {text}" if turns[-1].desk else text
    return turns


class _Fold:
    """Gathers entries into turns."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._state = State()
        self._said: list[int] = []  # the turns in which the caller spoke in this run

    def take(self, workflow: type[Workflow], entry: Entry) -> None:
        match entry:
            case Said():
                self._hear(entry)
            case Decided(event=event):
                self._decide(workflow, event)
            case Spoke():
                turn = self._open()
                turn.desk = f"{turn.desk} {entry.text}" if turn.desk else entry.text
                turn.model_calls += entry.model_calls
                turn.model_characters += entry.model_characters
                turn.milliseconds += entry.milliseconds
            case HungUp():
                self._open().hung_up = True
            case HandedOver():
                self._open().handed_over = True

    def _hear(self, said: Said) -> None:
        last = self.turns[-1] if self.turns else None
        # A workflow that is begun by a turn is told what was said in it: that is no turn more.
        if not (last and last.desk is None and last.caller == said.text):
            before = (None, State()) if last is None else (last.workflow, last.state)
            workflow, state = before
            self.turns.append(Turn(len(self.turns), said.at, workflow=workflow, state=state))
        turn = self.turns[-1]
        turn.caller, turn.private = said.text, said.private
        turn.asked = turn.asked or said.asked
        self._said.append(turn.number)

    def _decide(self, workflow: type[Workflow], event: e.Event) -> None:
        if isinstance(event, e.Began):
            self._state = State()
            self._said.clear()
        last = self.turns[-1] if self.turns else None
        if isinstance(event, e.Silent) and last is not None and last.desk is not None:
            self.turns.append(
                Turn(len(self.turns), caller="", workflow=last.workflow, state=last.state)
            )
        turn = self._open()
        self._state = engine.replay(self._state, [event])
        turn.workflow, turn.state = workflow, self._state
        turn.decisions.append(Decision(workflow, event))
        for step, evidence in _evidence_in(event):
            if 0 < evidence.turn <= len(self._said):
                turn.quotes.append(Quote(self._said[evidence.turn - 1], evidence.said, step))

    def _open(self) -> Turn:
        if not self.turns:
            self.turns.append(Turn(0))
        return self.turns[-1]


def _evidence_in(event: e.Event) -> Iterable[tuple[str, Evidence]]:
    match event:
        case e.Answered(step=step, answer=answer) if answer.evidence is not None:
            yield step, answer.evidence
        case e.Heard(step=step, candidate=candidate) if candidate.evidence is not None:
            yield step, candidate.evidence
        case e.Declined(step=step, evidence=evidence) if evidence is not None:
            yield step, evidence
