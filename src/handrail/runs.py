"""Runs: one start of a workflow within a call, and what passes from one run to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from . import engine
from .engine.events import Event
from .engine.state import Answer, State
from .kinds.base import Context, Fact, InvalidValue
from .plan import Plan
from .reading import CallerTurn
from .workflow import Workflow

__all__ = ["Known", "Run", "kept"]

Known: TypeAlias = Mapping[str, tuple[type[Workflow], Answer]]
"""What the caller has said to an earlier workflow of the call: by step, where and what."""


class Run:
    """One start of a workflow.

    Args:
        workflow: The workflow.
        run: Its id: the key under which it commits once.
        context: The call's, for prefills and facts.
        known: What the caller has said to earlier workflows.
    """

    def __init__(self, workflow: type[Workflow], run: str, context: Context, known: Known) -> None:
        self.id = run
        self.workflow = workflow
        self.turns: list[CallerTurn] = []
        """The caller's turns: `Evidence.turn` counts them from 1."""
        self.undecided: tuple[Event, ...] = ()
        """What was decided since the last conclusion."""
        self.state = State()
        facts = {
            read.name: read.of(context.facts)
            for step in workflow.steps.values()
            if step.when
            for read in step.when.reads
            if isinstance(read, Fact)
        }
        answers = _beginning(workflow, context, known)
        self.take(*engine.start(self.plan, run=run, facts=facts, answers=answers))

    @property
    def plan(self) -> Plan:
        """The workflow's plan."""
        return self.workflow.plan

    def take(self, events: tuple[Event, ...], state: State) -> None:
        """Take over what the engine decided."""
        self.undecided += events
        self.state = state

    def begin_turn(self, text: str, now: datetime) -> None:
        """Begin a caller turn.

        Args:
            text: What the caller said.
            now: The moment it was said, with a time zone.
        """
        prompt = self.state.prompt
        self.turns.append(CallerTurn(text, now, prompt.step if prompt else None))
        self.take(*engine.begin_turn(self.state))


def kept(run: Run, *, everything: bool) -> Known:
    """Return what the next workflow may carry over.

    Args:
        run: The run that has ended.
        everything: As after a switch. Otherwise only what says who the caller is, not what was
            booked.
    """
    return {
        name: (run.workflow, answer)
        for name, answer in run.state.answers.items()
        if everything or run.workflow.steps[name].kind.about_caller
    }


def _beginning(workflow: type[Workflow], context: Context, known: Known) -> Mapping[str, Answer]:
    """What a run begins with: the only choice, what the caller said before, what is likely."""
    answers: dict[str, Answer] = {}
    for name, step in workflow.steps.items():
        only = step.kind.only(context)
        source, said = known.get(name, (None, None))
        if only is not None:
            answers[name] = Answer(only, "prefilled", settled=True)
        elif source and said and source.steps[name].kind == step.kind:
            # A read-back that was talked past is made once more: what follows may have no summary
            # to name the number in, and a call-back to a wrong one reaches nobody.
            answers[name] = replace(said, read_back=False)
        elif step.prefill and (raw := step.prefill.of(context.facts)) is not None:
            try:
                answers[name] = Answer(step.kind.parse(raw, context), "prefilled")
            except InvalidValue:
                continue  # a withheld or broken number prefills nothing
    return answers
