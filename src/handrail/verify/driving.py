"""What may happen in a state: all that callers, models and hosts can do, as far as rules see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from handrail import engine
from handrail.engine import moves as m
from handrail.engine.state import State
from handrail.plan import Plan, StepPlan

from .abstraction import FIRST, SECOND

__all__ = ["Happening", "Scope", "happenings", "heard_fully", "starts"]

Said: TypeAlias = m.Move | m.Report

_PARTS = ("part", "another part")
_QUOTED = m.Evidence(1, ("words",))
_AGREEING = (m.Affirm, m.Deny, m.Choose, m.Decline)
"""Moves for which it matters how much of the prompt was heard."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How much may happen.

    Attributes:
        models: Whether a model proposes moves, too, doubtful ones and ones without a quote.
        parts: Whether values come in parts, and as one of several.
        talk: Whether the caller may speak while a check is under way.
        hearing: Whether prompts may be cut short or missed.
        bounds: Whether moves are tried with the counters at their bounds, too.
        known: Whether runs begin with each thing known before, too.
        troubles: Whether checks and commits break, nobody is understood, and every way out is
            tried, not just one.
    """

    models: bool = False
    parts: bool = False
    talk: bool = False
    hearing: bool = False
    bounds: bool = False
    known: bool = False
    troubles: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens: what was heard of the prompt, and a caller's turn or a report."""

    said: tuple[Said, ...]
    turn: bool = False
    """Whether it is a caller's turn."""
    played: m.Played | None = None
    """What was heard before it; None for a prompt cut at once."""
    counters: Mapping[str, Any] | None = None
    """The counters as they stand, where they stand at their bounds."""

    def told(self) -> str:
        """Return it as a line that a person can follow."""
        who = "the caller" if self.turn else "the host"
        if isinstance(self.said[0], m.Silence):
            who = "nobody"
        said = ", then ".join(_told(each) for each in self.said)
        heard = _told_hearing(self.played) if self.turn else ""
        bound = " (for the last time that is counted)" if self.counters else ""
        return f"{who}: {said}{heard}{bound}"


def heard_fully() -> m.Played:
    """Return the report that all of a prompt was heard."""
    return m.Played(0)


def starts(plan: Plan, scope: Scope) -> Iterator[State]:
    """Give the states that runs begin in: with nothing known, and with each thing known before."""
    known: list[Mapping[str, engine.Answer]] = [{}]
    for step in plan.steps if scope.known else ():
        answers = [
            engine.Answer(FIRST, "prefilled"),
            engine.Answer(FIRST, "prefilled", settled=True),
            engine.Answer(FIRST, "heard", doubtful=True),
        ]
        known += [{step.name: each} for each in answers]
    everything = {name: engine.Answer(FIRST, "prefilled") for name in plan.names}
    for answers_known in [*known, everything]:
        events, state = engine.start(plan, run="run", answers=answers_known)
        yield engine.conclude(plan, state, events).state


def happenings(plan: Plan, state: State, scope: Scope) -> Iterator[Happening]:
    """Give all that may happen in an open state or one in which the host is writing."""
    reports = list(_reports(plan, state, scope))
    yield from (Happening((each,)) for each in reports)
    if state.phase != "open" or (reports and not scope.talk):
        return
    for said in _turns(plan, state, scope):
        for played in _hearings(state, said, scope):
            turn = not isinstance(said[0], m.Silence)
            yield Happening(said, turn=turn, played=played)
            if scope.bounds and played == heard_fully():
                for counters in _at_bounds(plan, said):
                    yield Happening(said, turn=turn, played=played, counters=counters)


def _reports(plan: Plan, state: State, scope: Scope) -> Iterator[m.Report]:
    for name, candidate in state.candidates.items():
        if candidate.revision is None:
            continue
        other = (FIRST if candidate.value == SECOND else SECOND,)
        yield m.Checked(0, name, ok=True)
        yield m.Checked(0, name, ok=False, reason="taken")
        yield m.Checked(0, name, ok=False, reason="taken", options=other)
        if scope.troubles:
            yield m.Checked(0, name, ok=False, failed=True)
        if scope.parts:
            yield m.Checked(0, name, ok=False, reason="taken", options=(FIRST, SECOND))
            yield m.Checked(0, name, ok=True, reason="the end", ends=True)
            yield m.Checked(0, name, ok=True, value=SECOND)
            yield m.Checked(0, name, ok=True, partial=_PARTS[1], reason="the day is missing")
            if candidate.partial is not None or candidate.alternatives:
                yield m.Checked(0, name, ok=True, options=(FIRST, SECOND))
    if state.phase == "committing":
        yield m.Committed(0)
        if scope.troubles:
            yield m.CommitFailed(0)
        yield from (m.CommitFailed(0, name, "taken") for name in plan.names)
    prompt = state.prompt
    if prompt is not None and prompt.act == "ask" and plan.by_name[str(prompt.step)].hosted:
        yield m.TaskFailed(0)


def _turns(plan: Plan, state: State, scope: Scope) -> Iterator[tuple[m.Move, ...]]:
    yield from ((each,) for each in _moves(plan, state, scope))
    for step in plan.steps:
        new = _record(step, _other(state, step.name))
        yield m.Affirm(), new  # "yes, but make it four"
        if scope.troubles:
            yield new, m.Affirm()
            yield m.Deny(), new
            yield m.Revisit(step.name), new
    for one, other in zip(plan.names, plan.names[1:], strict=False):
        yield m.Revisit(other), m.Revisit(one)
        yield tuple(_record(plan.by_name[n], FIRST) for n in (one, other))


def _moves(plan: Plan, state: State, scope: Scope) -> Iterator[m.Move]:
    for step in plan.steps:
        name = step.name
        for value in (FIRST, SECOND):
            yield _record(step, value)
            if scope.models:
                yield replace(_record(step, value), doubtful=True)
                yield m.Record(name, value, by="model", evidence=_QUOTED)
        yield m.Decline(name)
        yield m.Revisit(name)
        if scope.parts:
            yield from (m.Record(name, partial=part, by=_by(step)) for part in _PARTS)
            yield m.Record(name, FIRST, _PARTS[0], by=_by(step))
            yield m.Record(name, alternatives=(FIRST, SECOND), by=_by(step))
    yield from (m.Affirm(), m.Deny(), m.Revisit(), m.Question(), m.Restart(), m.Abandon())
    if scope.troubles:
        yield from (m.Unclear(), m.Silence(), m.Wait())
        yield from (m.Goodbye(), m.AskHuman(), m.Switch("other"), m.Switch(plan.name))
    if state.offers:
        yield from (m.Choose(1), m.Choose(2))
    if scope.models:
        yield from (m.Help(), m.Repeat(), m.Unclear("that is past"), m.Choose(9))
        for name in (*plan.names, "nowhere"):
            yield m.Decline(name, by="model", evidence=_QUOTED)
            yield m.Revisit(name, by="model", evidence=_QUOTED, doubtful=True)
        yield m.Abandon(by="model", evidence=_QUOTED, doubtful=True)
        yield m.Goodbye(by="model", evidence=_QUOTED, doubtful=True)
        yield m.Record("nowhere", FIRST)
        yield m.Record(plan.names[0], FIRST, by="model")  # it quotes nothing
        for doubtful in (False, True):
            yield m.Affirm(by="model", evidence=_QUOTED, doubtful=doubtful)
            yield m.Deny(by="model", evidence=_QUOTED, doubtful=doubtful)


def _record(step: StepPlan, value: str) -> m.Record:
    return m.Record(step.name, value, by=_by(step), evidence=_QUOTED)


def _by(step: StepPlan) -> m.Source:
    return "task" if step.hosted else "reader"


def _other(state: State, name: str) -> str:
    answer = state.answers.get(name)
    return SECOND if answer is not None and answer.value == FIRST else FIRST


def _hearings(state: State, said: tuple[m.Move, ...], scope: Scope) -> Iterator[m.Played | None]:
    """What may have been heard of the prompt: all of it; nothing; only the beginning."""
    yield heard_fully()
    prompt, about = state.prompt, said[0]
    if (
        len(said) > 1
        or prompt is None
        or not scope.hearing
        or not isinstance(about, (*_AGREEING, m.Question))
    ):
        return
    yield None
    if not isinstance(about, m.Question):
        yield m.Played(0, frozenset(), complete=False, begun=False)
    if prompt.act == "summary" and len(prompt.values) > 1 and not isinstance(about, m.Choose):
        yield from (m.Played(0, frozenset({name}), complete=False) for name in prompt.values)


def _at_bounds(plan: Plan, said: tuple[m.Move, ...]) -> Iterator[Mapping[str, Any]]:
    """The counters at their bounds: each alone, since they are looked at one after the other."""
    abouts = (*plan.names, "", "summary", "change", "human")
    if isinstance(said[0], m.Silence):
        yield {"silences": 2}
    elif isinstance(said[0], m.Unclear | m.Affirm | m.Deny | m.Decline):
        yield {"tries": dict.fromkeys(abouts, 2)}
        yield {"tries": dict.fromkeys(abouts, 2), "human_refused": True}
    if isinstance(said[0], m.Question | m.Record | m.Revisit):
        yield {"reasks": dict.fromkeys(abouts, 12)}
        yield {"reasks": dict.fromkeys(abouts, 12), "human_refused": True}
    if isinstance(said[0], m.Record):
        yield {"reasks": dict.fromkeys(abouts, 24)}


def _told(said: Said) -> str:
    words = [type(said).__name__]
    for name in ("step", "value", "partial", "alternatives", "number", "options", "reason"):
        value = getattr(said, name, None)
        if value is not None and value not in ("", ()):
            words.append(str(value) if not isinstance(value, tuple) else " or ".join(value))
    if isinstance(said, m.Checked):
        words.append("broke" if said.failed else "ok" if said.ok else "refused")
    if isinstance(said, m.Move):
        words += ["doubtful"] if said.doubtful else []
        words += [f"by the {said.by}"] if said.by != "reader" else []
    return " ".join(words)


def _told_hearing(played: m.Played | None) -> str:
    if played is None:
        return " (cutting in at once)"
    if played.complete:
        return ""
    if not played.begun:
        return " (having heard nothing)"
    return f" (having heard only {', '.join(sorted(played.heard or ()))})"
