"""A call told as a story: what the caller did, what the desk asked, what was known afterwards.

    story = Story(BOOKING)
    story.says(Record("service", "haircut"))
    story.asks("start")

Values are opaque to the engine, so these are plain words. The story's host answers checks and
commits at once (or when told to, after `slow`), and every prompt counts as heard to its end when
the caller's next turn comes, unless the caller cut in. On the way it holds what must hold of every
call: one prompt at a time, never beside a check, a commit or an end; and the state is the fold of
the events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from handrail import engine
from handrail.engine import effects as f
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.state import Answer, Prompt, State
from handrail.facts import Verdict
from handrail.plan import ConditionPlan, Confirm, Plan, StepPlan

__all__ = ["BOOKING", "Story", "booking", "plan_of", "quote", "step", "when"]

SAID = m.Evidence(1, ("what the caller said",))


NOW = 0
"""Stands for the turn in which a move is made."""


def quote(*said: str, turn: int = NOW) -> m.Evidence:
    """Give a model's move the caller's words, by default those of the same turn."""
    return m.Evidence(turn, said)


def when(name: str, *reads: str, facts: Iterable[str] = ()) -> ConditionPlan:
    """Name a condition on steps and facts; its test comes with `plan_of`."""
    steps = tuple(("step", read) for read in reads)
    return ConditionPlan(name, (*steps, *(("fact", fact) for fact in facts)))  # type: ignore[arg-type]


def step(name: str, *needs: str, **more: Any) -> StepPlan:
    """Write a step that needs others."""
    return StepPlan(name, "text", needs=needs, **more)


def plan_of(
    *steps: StepPlan, tests: Mapping[str, Callable[..., bool]] | None = None, **more: Any
) -> Plan:
    """Write a plan."""
    return Plan("booking", steps, tests=tests or {}, **more)


def booking(**more: Any) -> Plan:
    """Return the plan of a booking: the steps of the sample business."""
    return plan_of(
        step("service"),
        step("start", "service", checked=True),
        step("phone", confirm=Confirm.READ_BACK, in_parts=True),
        step("name"),
        step("email", optional=True, confirm=Confirm.SPELL),
        **more,
    )


BOOKING = booking()

Check = Callable[[f.Check], Verdict]


def _said_in(turn: int, move: m.Move) -> m.Move:
    if move.evidence is None or move.evidence.turn != NOW:
        return move
    return replace(move, evidence=replace(move.evidence, turn=turn))


class Story:
    """One run of a plan, from its first prompt on.

    Args:
        plan: The workflow's plan.
        known: Answers from before the call, by step: a value counts as prefilled.
        facts: The call's facts.
        check: What the host finds out; by default everything will do. `None` breaks.
        commits: What the commits report, one after the other; by default each is done.
        slow: Whether the host answers only when told to.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        known: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        check: Callable[[f.Check], Verdict | None] = lambda _check: Verdict.yes(),
        commits: Iterable[Callable[[f.Commit], m.Report]] = (),
        slow: bool = False,
    ) -> None:
        self.plan = plan
        self.check = check
        self.slow = slow
        self.checked: list[f.Check] = []
        self.committed: list[f.Commit] = []
        self.ask: f.Ask | None = None
        self.finish: f.Finish | None = None
        self.effects: tuple[f.Effect, ...] = ()
        self.events: list[e.Event] = []
        self.new: tuple[e.Event, ...] = ()
        self._commits = iter(commits)
        self._reports: list[m.Report] = []
        self._heard: int | None = None
        answers = {
            name: value if isinstance(value, Answer) else Answer(value, "prefilled")
            for name, value in (known or {}).items()
        }
        events, self.state = engine.start(plan, run="run-1", facts=facts, answers=answers)
        self._take(engine.conclude(plan, self.state, events), State())

    # What happens

    def says(self, *moves: m.Move) -> Story:
        """Take the caller's turn, the last prompt heard to its end."""
        self.listens()
        turn = self.state.turn + 1
        return self._enter(*(_said_in(turn, move) for move in moves), new_turn=True)

    def listens(self) -> Story:
        """Hear the prompt to its end, if it was not cut."""
        prompt = self.state.prompt
        if prompt is not None and self._heard != prompt.revision:
            self._hear(m.Played(prompt.revision))
        return self

    def cuts_in(self, *heard: str) -> Story:
        """Cut the prompt short, after the values of these steps; after none, at once."""
        self._hear(m.Played(self.prompt.revision, frozenset(heard), complete=False))
        return self

    def misses_it(self) -> Story:
        """Speak before any of the prompt could be heard."""
        report = m.Played(self.prompt.revision, frozenset(), complete=False, begun=False)
        self._hear(report)
        return self

    def is_silent(self) -> Story:
        """Let the host's patience run out."""
        self.listens()
        return self._enter(m.Silence())

    def reports(self, *reports: m.Report) -> Story:
        """Let the host report something by hand."""
        return self._enter(*reports)

    def host_answers(self) -> Story:
        """Let a slow host answer what it was asked."""
        while self._reports:
            self._enter(self._reports.pop(0))
        return self

    # What is known

    @property
    def prompt(self) -> Prompt:
        assert self.state.prompt is not None, "nothing is asked"
        return self.state.prompt

    @property
    def answers(self) -> dict[str, Any]:
        return {name: answer.value for name, answer in self.state.answers.items()}

    @property
    def result(self) -> Mapping[str, Any] | None:
        return self.finish.result if self.finish else None

    def status(self, name: str) -> str:
        return self.state.answers[name].status

    def news(self, kind: type[e.Event]) -> list[Any]:
        """Return the news of a sort that the last prompt (or the end) tells."""
        told = self.finish or self.ask
        return [news for news in told.news if isinstance(news, kind)] if told else []

    # What must be

    def asks(self, about: str, act: str = "ask", manner: str | None = None) -> Story:
        """Hold what the desk waits for now: a step, or an act that is about no step."""
        prompt = self.prompt
        if about in {"summary", "change", "human"}:
            assert (prompt.act, prompt.step) == (about, None)
        else:
            assert (prompt.act, prompt.step) == (act, about)
        assert manner is None or prompt.manner == manner, prompt.manner
        return self

    def reads_back(self, name: str, manner: str | None = None) -> Story:
        return self.asks(name, "read_back", manner)

    def offers(self, name: str, *options: Any) -> Story:
        self.asks(name, "offer")
        assert self.prompt.values == {name: options}
        return self

    def ends(self, outcome: str, cause: str) -> Story:
        assert self.finish is not None, "the run goes on"
        assert (self.finish.outcome, self.finish.cause) == (outcome, cause)
        assert (self.state.phase, self.state.outcome) == ("closed", outcome)
        return self

    def refuses(self, reason: str) -> Story:
        refused = [event.reason for event in self.new if isinstance(event, e.Refused)]
        assert refused == [reason]
        return self

    # The host

    def _hear(self, report: m.Played) -> None:
        self._heard = report.revision
        self._take(engine.advance(self.plan, self.state, [report]), self.state)

    def _enter(self, *said: m.Move | m.Report, new_turn: bool = False) -> Story:
        advance = engine.advance(self.plan, self.state, said, new_turn=new_turn)
        self._take(advance, self.state)
        if not self.slow:
            self.host_answers()
        return self

    def _take(self, advance: engine.Advance, before: State) -> None:
        assert engine.replay(before, advance.events) == advance.state
        self.events += advance.events
        self.new, self.state, self.effects = advance.events, advance.state, advance.effects
        spoken = [each for each in self.effects if isinstance(each, f.Ask | f.Say | f.Finish)]
        assert len(spoken) <= 1
        assert not spoken or len(self.effects) == 1
        for effect in self.effects:
            match effect:
                case f.Check():
                    self.checked.append(effect)
                    self._reports.append(self._verdict(effect))
                case f.Commit():
                    self.committed.append(effect)
                    report = next(self._commits, lambda done: m.Committed(done.revision))
                    self._reports.append(report(effect))
                case f.Ask():
                    self.ask = effect
                case f.Finish():
                    self.finish = effect
        if before.run == "" and not self.slow:
            self.host_answers()

    def _verdict(self, check: f.Check) -> m.Checked:
        verdict = self.check(check)
        if verdict is None:
            return m.Checked(check.revision, check.step, ok=False, failed=True)
        return m.Checked(
            check.revision,
            check.step,
            verdict.ok,
            verdict.reason,
            verdict.options,
            failed=verdict.stuck,
            ends=verdict.ends,
            value=verdict.value,
            partial=verdict.partial,
        )
