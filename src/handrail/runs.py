"""Runs: one start of a workflow within a call, and what passes from one run to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Self, TypeAlias

from . import engine
from .engine import effects as f
from .engine import events as e
from .engine import moves as m
from .engine.direct import direct
from .engine.state import Answer, State
from .entries import LOST, Decided, Entry, Said
from .kinds.base import Context, Fact, InvalidValue, Kind
from .kinds.task import TaskResult, is_kept
from .plan import Plan
from .reading import CallerTurn
from .step import Step
from .workflow import Workflow

__all__ = ["Known", "Run", "kept", "said_of", "told", "values_of"]

Known: TypeAlias = Mapping[str, tuple[Kind[Any] | None, Answer]]
"""What the caller has said to an earlier workflow of the call: by step, of which kind and what. The
kind is None where another value told it (see `Kind.tells`)."""

Note: TypeAlias = Callable[[Entry, type[Workflow]], None]
"""Takes down an entry and the workflow in whose run it was made."""


class Run:
    """One start of a workflow; begin it with `begin`, or fill it with `relive`.

    Args:
        workflow: The workflow.
        run: Its id: the key under which it commits once.
        note: Takes down what the caller said and what was decided, in order.
    """

    def __init__(self, workflow: type[Workflow], run: str, note: Note) -> None:
        self.id = run
        self.workflow = workflow
        self.turns: list[CallerTurn] = []
        """The caller's turns: `Evidence.turn` counts them from 1."""
        self.undecided: tuple[e.Event, ...] = ()
        """What was decided since the last conclusion."""
        self.state = State()
        self.in_doubt = False
        """Whether a commit may have been done, though its answer was lost."""
        self._note = note
        self._written_on = self.plan.fingerprint

    @property
    def plan(self) -> Plan:
        """The workflow's plan."""
        return self.workflow.plan

    def begin(self, context: Context, known: Known) -> Self:
        """Begin with what is known before the caller speaks.

        Args:
            context: The call's, for prefills and facts.
            known: What the caller has said to earlier workflows.
        """
        self.begin_with(context, _beginning(self.workflow, context, known))
        earlier = said_of(known)
        for name, step in self.workflow.steps.items():
            if name not in self.state.answers:
                partial = step.kind.gather(earlier, context)
                if partial is not None:
                    self.apply(m.Record(step=name, partial=partial))
        return self

    def begin_with(self, context: Context, answers: Mapping[str, Answer]) -> Self:
        """Begin with just these answers."""
        facts = _facts(self.workflow, context)
        self._take(*engine.start(self.plan, run=self.id, facts=facts, answers=answers))
        return self

    @property
    def is_private(self) -> bool:
        """Whether what is asked for is not to be kept: a card's number."""
        asked = self.state.prompt.step if self.state.prompt else None
        return asked is not None and not is_kept(self.workflow.steps[asked].kind)

    def begin_turn(self, text: str, now: datetime, *, private: bool = False) -> None:
        """Begin a caller turn.

        Args:
            text: What the caller said.
            now: The moment it was said, with a time zone.
            private: Whether the words must not be kept.
        """
        asked = self.state.prompt.step if self.state.prompt else None
        self.turns.append(CallerTurn(text, now, asked))
        self._note(Said(text, now, asked, private or self.is_private), self.workflow)
        self._take(*engine.begin_turn(self.state))

    def apply(self, said: m.Move | m.Report) -> tuple[e.Event, ...]:
        """Decide a move or a report, and return what was decided."""
        self.in_doubt = self.in_doubt or (isinstance(said, m.CommitFailed) and said.is_unknown)
        events, state = engine.apply(self.plan, self.state, said)
        self._take(events, state)
        return events

    def played(self, report: m.Played) -> None:
        """Take in what was heard of a prompt; nothing is to be concluded from it."""
        events, self.state = engine.apply(self.plan, self.state, report)
        self._note_down(events)

    def conclude(self) -> tuple[f.Effect, ...]:
        """Decide what comes next, and return what the host must do."""
        advance = engine.conclude(self.plan, self.state, self.undecided)
        self._note_down(advance.events[len(self.undecided) :])
        self.undecided, self.state = (), advance.state
        return advance.effects

    def _take(self, events: tuple[e.Event, ...], state: State) -> None:
        self._note_down(events)
        self.undecided += events
        self.state = state

    def _note_down(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            self._note(Decided(event), self.workflow)

    # As it was written down

    def relive(self, entry: Said | Decided, context: Context) -> tuple[f.Effect, ...]:
        """Take in what was written down, without deciding anything anew.

        Returns:
            With the event that the run ended, how it ended.
        """
        if isinstance(entry, Said):
            self.turns.append(CallerTurn(entry.text, entry.at, entry.asked))
            return ()
        event = entry.event
        if isinstance(event, e.Began):
            self._written_on = event.fingerprint
            event = replace(event, facts={**_facts(self.workflow, context), **event.facts})
        self.state = engine.replay(self.state, [event])
        # A refusal is written down like a commit of which nothing is known.
        self.in_doubt = self.in_doubt or isinstance(event, e.CommitRequested | e.NotWritten)
        if isinstance(event, e.CommitRequested):
            self.undecided = (event,)  # if nothing follows, nobody knows whether it was done
        elif not isinstance(event, e.Refused):
            asked = (step for step, c in self.state.candidates.items() if c.revision is not None)
            self.undecided = tuple(map(e.CheckRequested, asked))  # nobody knows what came of them
        return direct(self.plan, self.state, [event]) if isinstance(event, e.Closed) else ()

    @property
    def is_outdated(self) -> bool:
        """Whether it was written down on another plan, or holds a value that is lost."""
        return self._written_on != self.plan.fingerprint or _holds_lost(self.state)

    def renewed(self, context: Context) -> Run:
        """Return the run begun anew on the plan as it is now, under the same id.

        What the caller has answered is kept for the steps that still exist, if it still passes the
        step's parsing, and then its check.
        """
        answers = {**_beginning(self.workflow, context, {}), **_still_good(self, context)}
        run = Run(self.workflow, self.id, self._note)
        run.in_doubt = self.in_doubt
        return run.begin_with(context, answers)


def kept(run: Run, *, everything: bool) -> Known:
    """Return what the next workflow may carry over.

    Args:
        run: The run that has ended.
        everything: As after a switch. Otherwise only what says who the caller is, not what was
            booked.
    """
    return {
        name: (run.workflow.steps[name].kind, answer)
        for name, answer in run.state.answers.items()
        if everything or run.workflow.steps[name].kind.about_caller
    }


def told(workflow: type[Workflow], state: State, context: Context) -> Known:
    """Return what the values of a run tell of the caller (see `Kind.tells`).

    What was found out is sure; what was only said on the way to it is as heard.
    """
    found = dict[str, tuple[None, Answer]]()
    for name, step in workflow.steps.items():
        offer = state.offer_of(name)
        partial = offer.wanted.partial if offer else state.partials.get(name)
        if partial is not None:
            said = step.kind.tells(partial, context)
            found |= {about: (None, Answer(value, "heard")) for about, value in said.items()}
        if (answer := state.answers.get(name)) is not None and answer.value is not None:
            said = step.kind.tells(answer.value, context)
            found |= {
                about: (None, Answer(value, "declined" if value is None else "confirmed"))
                for about, value in said.items()
            }
    return found


def values_of(known: Known) -> Mapping[str, Any]:
    """Return the values of what the caller is known to have said, by step.

    What a model may have made up is none of it before the caller agrees to it.
    """
    return {
        name: said.value
        for name, (_, said) in known.items()
        if said.value is not None and (said.status == "confirmed" or not said.doubtful)
    }


def said_of(known: Known) -> Mapping[str, Any]:
    """Return what the caller has said, by step: of `values_of` only what rests on their own words.

    What a booking that was found told of the caller proves nothing of who they are.
    """
    return {
        name: value
        for name, value in values_of(known).items()
        if known[name][1].evidence is not None
        or (known[name][0] is None and known[name][1].status == "heard")
    }


def _beginning(workflow: type[Workflow], context: Context, known: Known) -> Mapping[str, Answer]:
    """What a run begins with: the only choice, what the caller said before, what is likely."""
    answers: dict[str, Answer] = {}
    for name, step in workflow.steps.items():
        only = step.kind.only(context)
        said = _carried(step, known.get(name), context)
        if only is not None:
            answers[name] = Answer(only, "prefilled", settled=True)
        elif said is not None:
            # A read-back that was talked past is made once more: what follows may have no summary
            # to name the number in, and a call-back to a wrong one reaches nobody.
            answers[name] = replace(said, read_back=False)
        elif step.prefill and (raw := step.prefill.of(context.facts)) is not None:
            try:
                answers[name] = Answer(step.kind.parse(raw, context), "prefilled")
            except InvalidValue:
                continue  # a withheld or broken number prefills nothing
    return answers


def _carried(
    step: Step[Any], known: tuple[Kind[Any] | None, Answer] | None, context: Context
) -> Answer | None:
    """Return what was said to an earlier workflow as an answer to a step, if it is one."""
    if known is None or not step.carried:
        return None
    kind, said = known
    if kind is not None:
        return said if kind == step.kind else None
    if said.value is None:
        return said
    try:
        return replace(said, value=step.kind.parse(said.value, context))
    except InvalidValue:
        return None


def _facts(workflow: type[Workflow], context: Context) -> Mapping[str, Any]:
    """The call facts that the workflow's conditions read."""
    return {
        read.name: read.of(context.facts)
        for step in workflow.steps.values()
        if step.when
        for read in step.when.reads
        if isinstance(read, Fact)
    }


def _still_good(run: Run, context: Context) -> Mapping[str, Answer]:
    """What was answered and, of the steps that still exist, can still be parsed.

    A value that waits for its check counts as an answer: it is checked again in any case.
    """
    waiting = {
        name: Answer(wanted.value, "heard", wanted.evidence, wanted.doubtful, wanted.spelled)
        for name, wanted in run.state.candidates.items()
        if wanted.value is not None and wanted.partial is None
    }
    good: dict[str, Answer] = {}
    for name, answer in {**run.state.answers, **waiting}.items():
        step = run.workflow.steps.get(name)
        if step is None or answer.value is LOST:
            continue
        value = answer.value
        if value is not None and not isinstance(step.kind, TaskResult):
            try:
                value = step.kind.parse(step.kind.dump(value), context)
            except InvalidValue:
                continue
        good[name] = replace(answer, value=value, read_back=False)
    return good


def _holds_lost(thing: object) -> bool:
    """Tell whether a value that is lost is anywhere in a state."""
    if isinstance(thing, Mapping):
        return any(map(_holds_lost, thing.values()))
    if isinstance(thing, tuple):
        return any(map(_holds_lost, thing))
    if is_dataclass(thing):
        return any(_holds_lost(getattr(thing, each.name)) for each in fields(thing))
    return thing is LOST
