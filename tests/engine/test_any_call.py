"""Whatever callers, models and hosts do, in any order: what holds of every call.

The machine keeps books of its own: which values anyone ever said or offered, and which the caller
has heard. At the end of a run they are held against its result.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from handrail import engine
from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.agenda import applies
from handrail.engine.decide import decide
from handrail.engine.state import State
from tests.engine.worlds import World, cooperative, moves, unhelpful, worlds

TURNS_TO_COMPLETE = 80
TURNS_TO_AN_END = 400  # far more than thirteen prompts a step, and as many for a person


class AnyCall(RuleBasedStateMachine):
    """A call in which anything may happen next."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.events: list[e.Event] = []
        self.pending: list[m.Report] = []
        self.effects: tuple[f.Effect, ...] = ()
        self.said: dict[str, set[Any]] = defaultdict(set)
        self.heard: set[tuple[str, Any]] = set()
        self.finish: f.Finish | None = None

    @initialize(world=worlds())
    def start(self, world: World) -> None:
        self.world = world
        for name, answer in world.known.items():
            self.said[name].add(answer.value)
            if answer.status == "confirmed" or answer.settled:
                self.heard.add((name, answer.value))
        events, self.state = engine.start(
            world.plan, run="run", facts=world.facts, answers=world.known
        )
        assert engine.replay(State(), events) == self.state
        self._conclude(events)

    # --- what may happen

    @rule(data=st.data())
    def a_turn(self, data: st.DataObject) -> None:
        said = data.draw(st.lists(moves(self.world.plan.names), min_size=1, max_size=3))
        events, self.state = engine.begin_turn(self.state)
        self._conclude((*events, *(event for move in said for event in self._apply(move))))

    @rule()
    def a_cooperative_turn(self) -> None:
        if self.state.phase == "open" and self.state.prompt is not None:
            self._hear(None, complete=True)
            move = cooperative(self.world, self.state)
            events, self.state = engine.begin_turn(self.state)
            self._conclude((*events, *self._apply(move)))

    @rule()
    def a_silence(self) -> None:
        self._conclude(self._apply(m.Silence()))

    @precondition(lambda self: self.state.prompt is not None)
    @rule(data=st.data(), complete=st.booleans())
    def a_prompt_is_heard(self, data: st.DataObject, complete: bool) -> None:
        values = st.sets(st.sampled_from([*self.world.plan.names]))
        heard = None if data.draw(st.booleans()) else frozenset(data.draw(values))
        self._hear(heard, complete=complete)

    @precondition(lambda self: self.pending)
    @rule(data=st.data(), broken=st.sampled_from([False, False, False, True]))
    def a_report_comes_in(self, data: st.DataObject, broken: bool) -> None:
        report = self.pending.pop(data.draw(st.integers(0, len(self.pending) - 1)))
        if broken and isinstance(report, m.Checked):
            report = replace(report, ok=False, options=(), failed=True)
        self._conclude(self._apply(report))

    @precondition(lambda self: _asks_a_task(self.world, self.state))
    @rule()
    def a_task_fails(self) -> None:
        assert self.state.prompt is not None
        self._conclude(self._apply(m.TaskFailed(self.state.prompt.revision)))

    @precondition(lambda self: self.state.phase == "open" and not self.pending)
    @rule()
    def the_caller_is_back_after_a_while(self) -> None:
        self._conclude(self._apply(m.Resumed(self.state.revision)))

    @rule(
        data=st.data(),
        kind=st.sampled_from([m.Checked, m.Played, m.Committed, m.CommitFailed, m.TaskFailed]),
    )
    def a_report_on_something_long_past(self, data: st.DataObject, kind: type[m.Report]) -> None:
        revision = data.draw(st.integers(-1, self.state.revision + 3))
        if revision in _awaited(self.state):
            return
        step = data.draw(st.sampled_from(self.world.plan.names))
        report = m.Checked(revision, step, ok=True) if kind is m.Checked else kind(revision)
        advance = engine.advance(self.world.plan, self.state, [report])
        assert advance == engine.Advance((), self.state, ())

    # --- what always holds

    @invariant()
    def everyone_is_where_the_events_lead(self) -> None:
        assert engine.replay(State(), self.events) == self.state

    @invariant()
    def at_most_one_thing_is_asked_and_never_beside_something_else(self) -> None:
        spoken = [each for each in self.effects if isinstance(each, f.Ask | f.Say | f.Finish)]
        assert not spoken or len(self.effects) == 1
        assert sum(isinstance(each, f.Commit) for each in self.effects) <= 1

    @invariant()
    def nothing_is_asked_about_that_does_not_apply(self) -> None:
        for effect in self.effects:
            if isinstance(effect, f.Ask) and effect.prompt.step is not None:
                step = self.world.plan.by_name[effect.prompt.step]
                assert applies(self.world.plan, self.state, step)

    @invariant()
    def something_is_always_awaited(self) -> None:
        if self.state.phase == "open":
            assert self.state.prompt or self.pending or f.Say("wait") in self.effects

    @invariant()
    def a_completed_run_holds_only_what_was_said_passes_and_was_agreed_to(self) -> None:
        if self.state.outcome == "completed":
            assert self.finish is not None
            self._judge(self.finish.result)

    def teardown(self) -> None:
        if self.state.run and self.state.phase != "closed":
            self._can_be_abandoned()
            self._can_be_completed()

    # --- how

    def _judge(self, result: Any) -> None:
        plan = self.world.plan
        assert set(result) == set(plan.names)
        for step in plan.steps:
            value = result[step.name]
            if not applies(plan, self.state, step):
                assert value is None
                continue
            answer = self.state.answers[step.name]
            assert value == answer.value
            if value is None:
                assert answer.status == "declined"
                assert step.optional
                continue
            assert value in self.said[step.name]
            assert not step.checked or self.world.passes(step.name, value, result)
            if plan.summary:
                assert answer.status == "confirmed" or answer.settled
                assert (step.name, value) in self.heard

    def _apply(self, said: m.Move | m.Report) -> tuple[e.Event, ...]:
        before, plan = self.state, self.world.plan
        events, after = engine.apply(plan, before, said)
        assert (events, after) == decide(plan, before, said)
        assert engine.replay(before, events) == after
        refused = [event for event in events if isinstance(event, e.Refused)]
        if refused:
            counted = before.refusals + (said.by == "model" if isinstance(said, m.Move) else 0)
            assert (events, after) == (tuple(refused), replace(before, refusals=counted))
        else:
            assert after.revision == before.revision + len(events)
        if isinstance(said, m.Record) and _says_nothing_new(before, said):
            assert refused or after == before
        self._note(said, refused=bool(refused))
        self.state = after
        return events

    def _note(self, said: m.Move | m.Report, *, refused: bool) -> None:
        if isinstance(said, m.Record) and not refused:
            assert said.by != "model" or said.evidence is not None
            assert said.by == "task" or not self.world.plan.by_name[said.step].hosted
            self.said[said.step] |= {said.value, *said.alternatives}
        if isinstance(said, m.Checked):
            self.said[said.step] |= set(said.options)
        if isinstance(said, m.CommitFailed) and said.step:
            self.said[said.step] |= set(said.options)

    def _hear(self, heard: frozenset[str] | None, *, complete: bool) -> None:
        prompt = self.state.prompt
        if prompt is not None:
            if prompt.act in {"read_back", "summary"}:
                values = prompt.values.items()
                self.heard |= {(name, v) for name, v in values if heard is None or name in heard}
            report = m.Played(prompt.revision, heard, complete)
            advance = engine.advance(self.world.plan, self.state, [report])
            assert advance.effects == ()
            self.events += advance.events
            self.state = advance.state

    def _conclude(self, events: tuple[e.Event, ...]) -> None:
        advance = engine.conclude(self.world.plan, self.state, events)
        assert advance == engine.conclude(self.world.plan, self.state, events)
        self.events += advance.events
        self.state, self.effects = advance.state, advance.effects
        for effect in advance.effects:
            match effect:
                case f.Check():
                    self.pending.append(self.world.checked(effect))
                case f.Commit():
                    self.pending.append(m.Committed(effect.revision, "receipt"))
                    assert set(effect.result) == set(self.world.plan.names)
                case f.Finish():
                    self.finish = effect

    def _can_be_abandoned(self) -> None:
        if self.state.phase == "open":
            advance = engine.advance(self.world.plan, self.state, [m.Abandon()], new_turn=True)
            assert advance.state.outcome == "abandoned"

    def _can_be_completed(self) -> None:
        for _ in range(TURNS_TO_COMPLETE):
            while self.pending:
                self._conclude(self._apply(self.pending.pop(0)))
            if self.state.phase == "closed":
                break
            self._hear(None, complete=True)
            move = cooperative(self.world, self.state)
            events, self.state = engine.begin_turn(self.state)
            self._conclude((*events, *self._apply(move)))
        assert self.state.outcome == "completed"
        self._judge(self.finish.result if self.finish else None)


TestAnyCall = AnyCall.TestCase


def _asks_a_task(world: World, state: State) -> bool:
    prompt = state.prompt
    step = world.plan.by_name.get(prompt.step or "") if prompt is not None else None
    return step is not None and step.hosted and prompt is not None and prompt.act == "ask"


def _awaited(state: State) -> set[int | None]:
    """The revisions on which a report is not stale."""
    awaited = {candidate.revision for candidate in state.candidates.values()}
    prompt = state.prompt.revision if state.prompt else None
    return awaited | {prompt, state.commit_revision if state.phase == "committing" else None}


def _says_nothing_new(state: State, move: m.Record) -> bool:
    answer, prompt = state.answers.get(move.step), state.prompt
    under_way = (
        move.step in state.revisits
        or move.step in state.partials
        or move.step in state.candidates
        or state.offer_of(move.step) is not None
        or (prompt is not None and prompt.act == "read_back" and prompt.step == move.step)
    )
    same = answer is not None and move.value is not None and answer.value == move.value
    return same and move.partial is None and not under_way


@given(world=worlds(), data=st.data())
def test_a_caller_who_brings_nothing_always_meets_an_end(world: World, data: st.DataObject) -> None:
    said = data.draw(st.lists(unhelpful(world.plan.names), min_size=1, max_size=4))
    plan = world.plan
    events, state = engine.start(plan, run="run", facts=world.facts, answers=world.known)
    advance = engine.conclude(plan, state, events)
    turns = iter(said * TURNS_TO_AN_END)
    while advance.state.phase != "closed":
        reports: list[m.Report] = []
        for effect in advance.effects:
            if isinstance(effect, f.Check):
                reports.append(world.checked(effect))
            if isinstance(effect, f.Commit):
                reports.append(m.CommitFailed(effect.revision))
        if reports:
            advance = engine.advance(plan, advance.state, reports)
            continue
        move = next(turns, None)
        assert move is not None, "the call never ends"
        prompt = advance.state.prompt
        heard = [m.Played(prompt.revision)] if prompt is not None else []
        advance = engine.advance(plan, advance.state, [*heard, move], new_turn=True)
