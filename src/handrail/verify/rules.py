"""What must hold of everything that happens: rules about one transition.

A rule is given a state, what happened in it, and what the engine made of it, and returns a sentence
if that breaks the rule. Rules are kept small, and lean on the `oracle`, not on the engine.

Together with what they say of a single step, some are induction steps: a value is marked as heard
only where a prompt that named it was heard, marks vanish with the value, and a yes needs the mark;
so in no call, however long, is anything confirmed that was not heard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from handrail import engine
from handrail.engine import events as e
from handrail.engine import moves as m
from handrail.engine.state import Answer, State
from handrail.plan import Plan

from .driving import Happening
from .oracle import UNKNOWN, applies, asks_in_turn, standings, underlying

__all__ = ["ENDS", "PROMPTS_IN_A_ROW", "RULES", "Rule", "Transition", "hearing_fault"]


@dataclass(frozen=True, slots=True)
class Transition:
    """What happened in a state, and what the engine made of it."""

    plan: Plan
    before: State
    what: Happening
    events: tuple[e.Event, ...]
    state: State
    kinds: frozenset[type[e.Event]]
    """The types of the events."""


Rule: TypeAlias = Callable[[Transition], str | None]

PROMPTS_IN_A_ROW = 12
"""How often a step is asked about at most without an answer; twice that where values and the
summary are put for a yes in turn (see `engine.decide.faltering`)."""

ENDS = (
    "a call without answers ends: "
    "a step is asked about twelve times in a row at most, 24 with read-backs"
)

_LEAVING: Mapping[type[m.Move], str] = {
    m.Abandon: "abandoned",
    m.Goodbye: "abandoned",
    m.AskHuman: "escalated",
    m.Switch: "switched",
}


def can_be_left(it: Transition) -> str | None:
    """Whoever wants to go, or wants a person, gets that at once."""
    move = it.what.said[-1]
    outcome = _LEAVING.get(type(move))  # type: ignore[arg-type]
    if isinstance(move, m.Switch) and move.workflow == it.plan.name:
        return None
    if outcome is None or it.before.phase != "open" or getattr(move, "doubtful", False):
        return None
    if outcome == "escalated" and not it.plan.escalates:
        return None
    if e.Parting in it.kinds and not it.before.parting:
        return None  # "bye", when all is known but the last yes: they are asked for it, once
    return None if it.state.outcome == outcome else f"the run is not {outcome}"


def asks_what_applies(it: Transition) -> str | None:
    """No step is asked that does not apply, and none before its turn."""
    plan, state = it.plan, it.state
    prompts = [each.prompt for each in it.events if isinstance(each, e.Prompted)]
    if len(prompts) > 1:
        return "two things are asked at once"
    for prompt in prompts:
        name = prompt.step
        if name is None:
            continue
        if not applies(plan, state, name):
            return f"{name} is asked although it does not apply"
        queued = name in state.revisits
        if prompt.act == "ask" and name in state.answers and not queued:
            return f"{name} is asked although it is answered"
        if not queued and not asks_in_turn(plan, state, name):
            return f"{name} is asked before its turn"
    return None


def awaits_something(it: Transition) -> str | None:
    """An open run waits for the caller or for a report: nobody is left in silence."""
    state = it.state
    checking = any(each.revision is not None for each in state.candidates.values())
    if state.phase == "open" and state.prompt is None and not checking:
        return "nothing is asked, and no report is awaited"
    return None


def confirms_what_was_heard(it: Transition) -> str | None:
    """Nothing is confirmed without a yes to it, and without having been heard."""
    before = it.before
    for event, state in _steps(it):
        if isinstance(event, e.Confirmed):
            answer = state.answers[event.step]
            held = before.answers.get(event.step)
            if held is not None and held.value == answer.value:
                answer = held  # "212, right?" - "0143; no, 212": it was heard before the turn
            if not _was_put(state, event.step, answer):
                return f"{event.step} is confirmed though it was not heard"
            if not _said_yes(it.what, event.step, answer):
                return f"{event.step} is confirmed without a yes"
    if e.Restarted in it.kinds:
        return None
    for name, answer in it.state.answers.items():
        old = before.answers.get(name)
        same = old is not None and old.value == answer.value
        marked = [
            (old.read_back if same and old else False),
            (old.named if same and old else False),
        ]
        now = [answer.read_back, answer.named]
        if any(new and not had for new, had in zip(now, marked, strict=True)):
            return f"{name} counts as heard though nothing was said since"
        agreed = same and old is not None and old.status == "confirmed"
        yes = e.Confirmed in it.kinds and e.Confirmed(name) in it.events
        if answer.status == "confirmed" and not agreed and not yes:
            return f"{name} became confirmed by itself"
    return None


def _was_put(state: State, name: str, answer: Answer) -> bool:
    prompt = state.prompt
    if prompt is None or prompt.values.get(name) != answer.value:
        return False
    return (
        answer.named if prompt.act == "summary" else prompt.act == "read_back" and answer.read_back
    )


def _said_yes(what: Happening, name: str, answer: Answer) -> bool:
    return any(
        isinstance(move, m.Affirm)
        or (isinstance(move, m.Record) and (move.step, move.value) == (name, answer.value))
        for move in what.said
    )


def hearing_fault(before: State, played: m.Played, after: State) -> str | None:
    """Hold that hearing a prompt marks what it named, where that was heard, and nothing else."""
    prompt = before.prompt
    for name, answer in after.answers.items():
        old = before.answers[name]
        if (old.read_back, old.named) == (answer.read_back, answer.named):
            continue
        heard = played.heard is None or name in played.heard
        if prompt is None or not heard or prompt.values.get(name) != answer.value:
            return f"{name} counts as heard though the prompt did not say it"
        if answer.read_back != old.read_back and prompt.act != "read_back":
            return f"{name} counts as read back though it was not"
        if answer.named != old.named and prompt.act != "summary":
            return f"{name} counts as summarised though it was not"
    return None


def commits_what_was_agreed(it: Transition) -> str | None:
    """Only after a yes to a summary that named all values is anything written, and it is all."""
    for event, state in _steps(it):
        if isinstance(event, e.Accepted):
            prompt = state.prompt
            if prompt is None or prompt.act != "summary" or not _affirms(it.what):
                return "the summary counts as agreed to without a yes to it"
        closes = isinstance(event, e.Closed) and event.outcome == "completed"
        if isinstance(event, e.CommitRequested) or (closes and not it.plan.commits):
            return _not_agreed(it.plan, state)
    return None


def _affirms(what: Happening) -> bool:
    return any(isinstance(move, m.Affirm) for move in what.said)


def _not_agreed(plan: Plan, state: State) -> str | None:
    if plan.summary and not state.accepted:
        return "it is written without a yes to the summary"
    for step in plan.steps:
        answer = state.answers.get(step.name)
        if not applies(plan, state, step.name):
            continue
        if answer is None:
            return f"it is written although {step.name} is unanswered"
        if step.name in state.outdated:
            return f"it is written although {step.name} is to be checked again"
        agreed = answer.settled or answer.status in {"confirmed", "declined"}
        if plan.summary and not agreed:
            return f"it is written although nobody said yes to {step.name}"
        if answer.status == "declined" and not step.optional:
            return f"it is written without {step.name}, which is required"
    return None


def keeps_the_yes_to_the_values(it: Transition) -> str | None:
    """A yes to the summary does not outlive a change of what it named."""
    if not (it.before.accepted and it.state.accepted):
        return None
    old = {name: answer.value for name, answer in it.before.answers.items()}
    new = {name: answer.value for name, answer in it.state.answers.items()}
    return None if old == new else "a value changed and the yes to the summary stayed"


def clears_by_need(it: Transition) -> str | None:
    """An answer is looked at again when what it needs changes, and goes only for a reason."""
    before, what, state = it.before, it.what, it.state
    if state.phase == "closed" or e.Restarted in it.kinds:
        return None
    cleared = {each.step: each.cause for each in it.events if isinstance(each, e.Cleared)}
    for name in before.answers.keys() - state.answers.keys():
        if name not in cleared:
            return f"the answer to {name} is gone, and nothing says why"
    for name, cause in cleared.items():
        if cause == "denied" and not _was_denied(before, what, name):
            return f"{name} is cleared as denied, and nobody said so"
        if cause == "stale" and not _was_refused(before, what, name):
            return f"{name} is cleared as stale, and no check refused it"
    return _wrongly_outdated(it)


def _was_denied(before: State, what: Happening, name: str) -> bool:
    prompt = before.prompt
    said = any(isinstance(move, m.Deny | m.Revisit) for move in what.said)
    return said and prompt is not None and (prompt.act, prompt.step) == ("read_back", name)


def _was_refused(before: State, what: Happening, name: str) -> bool:
    report, candidate = what.said[0], before.candidates.get(name)
    if isinstance(report, m.CommitFailed):
        return report.step == name
    refused = isinstance(report, m.Checked) and report.step == name
    return refused and candidate is not None and candidate.recheck


def _wrongly_outdated(it: Transition) -> str | None:
    plan, before, state = it.plan, it.before, it.state
    if before.answers is state.answers and before.outdated is state.outdated:
        return None
    old, new = standings(plan, before), standings(plan, state)
    changed = {name for name in new if new[name] not in {UNKNOWN, old[name]}}
    anew = {each.step for each in it.events if isinstance(each, e.Answered | e.Kept | e.Declined)}
    for step in plan.steps:
        needs_changed = bool(changed & underlying(plan, step.name))
        answer = state.answers.get(step.name)
        holds = answer is not None and answer.status != "declined" and step.name not in anew
        marked = step.name in state.outdated
        if step.checked and needs_changed and holds and not marked:
            return f"{step.name} needs what has changed and is not checked again"
        if marked and step.name not in before.outdated and not needs_changed:
            return f"{step.name} is checked again although nothing it needs has changed"
    return None


def refusal_changes_nothing(it: Transition) -> str | None:
    """A move that is refused changes no answer, and nothing that is under way."""
    if e.Refused not in it.kinds or len(it.what.said) != 1:
        return None
    held = ("answers", "partials", "offers", "revisits", "accepted", "rejected")
    changed = [name for name in held if getattr(it.before, name) != getattr(it.state, name)]
    return f"a refused move changed the {changed[0]}" if changed else None


def touches_only_its_own(it: Transition) -> str | None:
    """What is said about one step changes the answer of no other."""
    before, state = it.before, it.state
    if before.answers is state.answers or state.phase == "closed" or _affirms(it.what):
        return None
    named = {getattr(each, "step", None) for each in it.what.said}
    if e.Restarted in it.kinds or not named <= set(it.plan.names):
        return None
    for name in before.answers.keys() - named:
        old, new = before.answers[name], state.answers.get(name)
        if new is None or (old.value, old.status) != (new.value, new.status):
            return f"{name} changed although nobody spoke of it"
    return None


_LOOKED_AT = frozenset({e.Accepted, e.Closed, e.CommitRequested, e.Confirmed})


def _steps(it: Transition) -> Iterator[tuple[e.Event, State]]:
    """Give the events, each with the state it met, where one of them is looked at closely."""
    if not _LOOKED_AT.isdisjoint(it.kinds):
        state = it.before
        for event in it.events:
            yield event, state
            state = engine.replay(state, [event])


def gives_up_at_the_bounds(it: Transition) -> str | None:
    """Asked once more when all counters are at their bounds, a caller is let go or put through."""
    counters, after, prompt = it.what.counters, it.state, it.before.prompt
    if counters is None or after.phase != "open" or after.human or prompt is None:
        return None
    new = [each.prompt for each in it.events if isinstance(each, e.Prompted)]
    if not new or not it.kinds.isdisjoint({e.Answered, e.Declined}):
        return None
    if "silences" in counters:
        return "the third silence in a row is no end"
    got_on = new[0].act in {"read_back", "summary"} and new[0].act != prompt.act
    times = max(counters.get("reasks", {"": 0}).values())
    if times > PROMPTS_IN_A_ROW or (times and not got_on):
        return f"{new[0].step or new[0].act} is asked once more"
    counted = any(isinstance(each, e.Reasked) and each.counted for each in it.events)
    return "a fourth try is asked for" if "tries" in counters and counted else None


RULES: Mapping[str, tuple[Rule, ...]] = {
    "every state can be left: at a word the run is dropped, or a person called": (can_be_left,),
    "no step is asked that does not apply, or before its turn; something is always awaited": (
        asks_what_applies,
        awaits_something,
    ),
    "nothing is confirmed without a yes to it, and without having been heard": (
        confirms_what_was_heard,
    ),
    "nothing is written but after a yes to a summary that named every value": (
        commits_what_was_agreed,
        keeps_the_yes_to_the_values,
    ),
    ENDS: (gives_up_at_the_bounds,),
    "what is checked again or cleared is what `needs` says, and nothing else": (clears_by_need,),
    "a refused move changes nothing, and no move changes the answer of another step": (
        refusal_changes_nothing,
        touches_only_its_own,
    ),
}
"""What is proved of every transition, each with its rules."""
