"""(plan, state, move or report) -> events: every rule of the dialogue lives here and nowhere else.

A rule never changes a state and never says a word: it appends events to a draft, which folds them
as it goes, so that a rule sees what it has just decided. Three things hold for all of them:

- An illegal move gives one `Refused` event and changes nothing.
- A rule decides only what its move means. What is asked next follows from the state (`agenda`), and
  is decided once, by `settle`, after all moves of a turn.
- When a rule has changed what a step stands at, everything that needs the step is checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ..plan import Plan, StepPlan
from . import events as e
from . import moves as m
from .agenda import OPEN, applies, ready, standing, upcoming
from .evolve import evolve
from .state import Answer, Candidate, Manner, Offer, Prompt, State

__all__ = ["begin", "decide", "settle"]

OFFERED_AT_MOST = 3
"""More options than this are not remembered by someone who only hears them."""
TRIES_BEFORE_HELP = 2
TRIES_BEFORE_A_PERSON = 3
SILENCES_BEFORE_THE_END = 3


class _Draft:
    """The events decided so far, and the state they lead to."""

    def __init__(self, plan: Plan, state: State) -> None:
        self.plan = plan
        self.state = state
        self.events: list[e.Event] = []

    def add(self, event: e.Event) -> None:
        self.events.append(event)
        self.state = evolve(self.state, event)

    def refuse(self, move: m.Move, reason: e.Refusal, step: str | None = None) -> None:
        self.add(e.Refused(type(move).__name__, reason, step, by_model=move.by == "model"))


def begin(
    plan: Plan, *, run: str, facts: Mapping[str, Any], answers: Mapping[str, Answer]
) -> tuple[e.Event, ...]:
    """Begin a run with what is known before it: prefilled answers, and those carried over.

    A carried answer that the host checks is checked again: it was good for another workflow.
    """
    draft = _Draft(plan, State())
    draft.add(e.Began(run, plan.name, plan.fingerprint, dict(facts), dict(answers)))
    _check_initial(draft)
    return tuple(draft.events)


def _check_initial(draft: _Draft) -> None:
    for name, answer in draft.state.initial.items():
        if draft.plan.by_name[name].checked and answer.status != "declined":
            draft.add(e.Heard(name, _recheck(answer)))


def decide(plan: Plan, state: State, said: m.Move | m.Report) -> tuple[e.Event, ...]:
    """Decide what a move or a report means."""
    draft = _Draft(plan, state)
    if isinstance(said, m.Report):
        _REPORTS[type(said)](draft, said)
    elif state.phase != "open":
        draft.refuse(said, "closed" if state.phase == "closed" else "committing")
    elif said.by == "model" and said.evidence is None and not isinstance(said, _HARMLESS):
        draft.refuse(said, "no_evidence", getattr(said, "step", None))
    else:
        _MOVES[type(said)](draft, said)
    _check_dependents(draft, state)
    return tuple(draft.events)


def settle(plan: Plan, state: State, *, waited: bool = False) -> tuple[e.Event, ...]:
    """Decide what the host must do next: check, ask, commit or finish.

    Args:
        waited: The caller asked for a moment, so what was asked stands and is not said again.
    """
    draft = _Draft(plan, state)
    if state.phase != "open":
        return ()
    for step in plan.steps:
        candidate = draft.state.candidates.get(step.name)
        if candidate and candidate.revision is None and ready(plan, draft.state, step):
            draft.add(e.CheckRequested(step.name))
    if any(candidate.revision is not None for candidate in draft.state.candidates.values()):
        return tuple(draft.events)  # nothing is asked before the reports are in
    if waited:
        return tuple(draft.events)
    coming = upcoming(plan, draft.state)
    if coming is not None:
        draft.add(e.Prompted(_prompt(draft.state, *coming)))
    elif plan.commits:
        draft.add(e.CommitRequested())
    else:
        draft.add(e.Closed("completed", "completed"))
    return tuple(draft.events)


def _prompt(state: State, act: Any, step: str | None) -> Prompt:
    values: Mapping[str, Any] = {}
    if act == "read_back":
        values = {str(step): state.answers[str(step)].value}
    elif act == "summary":
        values = {
            name: answer.value
            for name, answer in state.answers.items()
            if answer.status != "declined"
        }
    return Prompt(act, step, _manner(state, act, step), state.revision + 1, values)


def _manner(state: State, act: Any, step: str | None) -> Manner:
    if state.manner is not None and state.manner[0] == (step or act):
        return state.manner[1]
    if act == "ask" and step in state.revisits and step in state.answers:
        return "revisit"
    if act == "ask" and step in state.partials:
        return "rest"
    return "again" if step in state.asked else "first"


# What was recorded


def _record(draft: _Draft, move: m.Record) -> None:
    step = draft.plan.by_name.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
        return
    candidate = Candidate(
        value=move.value,
        partial=move.partial,
        alternatives=move.alternatives,
        evidence=move.evidence,
        doubtful=move.doubtful,
        spelled=move.spelled,
    )
    answer = draft.state.answers.get(step.name)
    if move.partial is None and _same(answer, move):
        _leave(draft, step.name)
    elif move.value is None and move.partial is not None:
        _record_part(draft, step, candidate)
    else:
        _take_up(draft, step, candidate)


def _same(answer: Answer | None, move: m.Record) -> bool:
    return answer is not None and move.value is not None and answer.value == move.value


def _leave(draft: _Draft, name: str) -> None:
    """A step's value stays as it is: whatever was under way to change it ends."""
    state = draft.state
    under_way = (
        name in state.revisits
        or name in state.candidates
        or name in state.partials
        or (state.offer is not None and state.offer.step == name)
    )
    if under_way:
        draft.add(e.RevisitSettled(name))


def _record_part(draft: _Draft, step: StepPlan, candidate: Candidate) -> None:
    draft.add(e.PartHeard(step.name, candidate.partial))
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
    if step.in_parts:
        draft.add(e.Reasked(step.name, "listen"))
    _put_on_agenda(draft, step.name)


def _take_up(draft: _Draft, step: StepPlan, candidate: Candidate) -> None:
    """Take up a value or alternatives: through the host's check, or at once where there is none."""
    if step.checked:
        draft.add(e.Heard(step.name, candidate))
    elif candidate.alternatives:
        _offer(draft, step.name, candidate.alternatives, candidate)
    else:
        _accept(draft, step.name, candidate)


def _accept(draft: _Draft, name: str, candidate: Candidate) -> None:
    old = draft.state.answers.get(name)
    answer = Answer(
        candidate.value,
        "heard",
        candidate.evidence,
        doubtful=candidate.doubtful,
        spelled=candidate.spelled,
    )
    draft.add(e.Answered(name, answer, old.value if old else None))


def _offer(
    draft: _Draft, name: str, options: tuple[Any, ...], wanted: Candidate
) -> None:
    draft.add(e.Offered(Offer(name, options[:OFFERED_AT_MOST], replace(wanted, revision=None))))
    _put_on_agenda(draft, name)


def _put_on_agenda(draft: _Draft, name: str) -> None:
    """See to it that a step is asked about although it still holds its old answer."""
    if name in draft.state.answers and name not in draft.state.revisits:
        draft.add(e.RevisitQueued(name, first=True, announced=False))


def _check_dependents(draft: _Draft, before: State) -> None:
    """Have everything checked again that needs a step which now stands at something else."""
    if before.answers is draft.state.answers or draft.state.phase != "open":
        return
    plan = draft.plan
    affected: dict[str, None] = {}
    for name in plan.names:
        now = standing(plan, draft.state, name)
        if now is not OPEN and now != standing(plan, before, name):
            affected.update(dict.fromkeys(plan.dependents[name]))
    for name in affected:
        if plan.by_name[name].checked:
            _check_again(draft, name)


def _check_again(draft: _Draft, name: str) -> None:
    state = draft.state
    answer, candidate, offer = state.answers.get(name), state.candidates.get(name), state.offer
    if candidate is not None:
        draft.add(e.Heard(name, replace(candidate, revision=None)))
    elif offer is not None and offer.step == name:
        draft.add(e.OfferWithdrawn(name))
        draft.add(e.Heard(name, offer.wanted))
    elif answer is not None and answer.status != "declined":
        draft.add(e.Heard(name, _recheck(answer)))


def _recheck(answer: Answer) -> Candidate:
    return Candidate(
        answer.value,
        evidence=answer.evidence,
        doubtful=answer.doubtful,
        spelled=answer.spelled,
        recheck=True,
    )


# Yes and no


def _affirm(draft: _Draft, move: m.Affirm) -> None:
    state, prompt = draft.state, draft.state.prompt
    if state.human:
        draft.add(e.Closed("escalated", "human"))
    elif prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif prompt.manner == "nudge":
        _ask_again(draft, "return")  # a yes to "Still there?" agrees to nothing else
    elif prompt.act == "offer":
        _affirm_offer(draft, move)
    elif prompt.act == "read_back":
        _affirm_read_back(draft, move, prompt)
    elif prompt.act == "summary":
        _affirm_summary(draft, move, prompt)
    elif prompt.act == "ask" and _leaves_room_for_yes(draft, prompt):
        draft.add(e.Reasked(str(prompt.step), "invite"))
    else:
        _nothing_came_of_it(draft, move)


def _leaves_room_for_yes(draft: _Draft, prompt: Prompt) -> bool:
    """ "Would you like another time?" and "Is there an email?" can be answered with a yes."""
    invited = prompt.manner == "invite"
    optional = draft.plan.by_name[str(prompt.step)].optional
    return not invited and (optional or prompt.manner == "revisit")


def _affirm_offer(draft: _Draft, move: m.Affirm) -> None:
    offer = draft.state.offer
    if offer is None:
        draft.refuse(move, "nothing_to_confirm")
    elif len(offer.options) == 1:
        _pick(draft, offer, 1, move)
    else:
        _nothing_came_of_it(draft, move, "which")


def _affirm_read_back(draft: _Draft, move: m.Affirm, prompt: Prompt) -> None:
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is None or answer.value != prompt.values[name]:
        return  # changed by an earlier move of this turn: the yes was meant for the old value
    if name not in prompt.heard:
        draft.refuse(move, "not_heard", name)
    else:
        draft.add(e.Confirmed(name))


def _affirm_summary(draft: _Draft, move: m.Affirm, prompt: Prompt) -> None:
    if move.by == "model" and prompt.manner != "plain":
        draft.add(e.Reasked("summary", "plain"))
        return
    before = draft.state
    for name, value in prompt.values.items():
        answer = before.answers.get(name)
        if answer is None or answer.value != value or answer.settled:
            continue
        if answer.status != "confirmed" and (name in prompt.heard or answer.named):
            draft.add(e.Confirmed(name))
    if _all_agreed(draft):
        draft.add(e.Accepted())
    elif draft.state is before:
        draft.refuse(move, "not_heard")


def _all_agreed(draft: _Draft) -> bool:
    state = draft.state
    return not state.candidates and all(
        answer.settled or answer.status in {"confirmed", "declined"}
        for name, answer in state.answers.items()
        if applies(draft.plan, state, draft.plan.by_name[name])
    )


def _deny(draft: _Draft, move: m.Deny) -> None:
    state, prompt = draft.state, draft.state.prompt
    if state.human:
        draft.add(e.HumanRefused())
        coming = upcoming(draft.plan, draft.state)
        if coming is not None:
            draft.add(e.Reasked(coming[1] or coming[0], "rephrase"))
    elif prompt is None:
        draft.refuse(move, "nothing_to_confirm")
    elif prompt.act == "offer" and state.offer is not None:
        draft.add(e.OfferWithdrawn(state.offer.step))
        draft.add(e.Reasked(state.offer.step, "other"))
    elif prompt.act == "read_back":
        _clear_denied(draft, prompt)
    elif prompt.act == "summary":
        draft.add(e.Rejected())
    elif prompt.act == "change":
        draft.add(e.Reconsidered())
    elif prompt.act == "ask":
        _deny_ask(draft, move, str(prompt.step))
    else:
        _nothing_came_of_it(draft, move)


def _clear_denied(draft: _Draft, prompt: Prompt) -> None:
    name = str(prompt.step)
    answer = draft.state.answers.get(name)
    if answer is not None and answer.value == prompt.values.get(name):
        draft.add(e.Cleared(name, answer.value, "denied"))


def _deny_ask(draft: _Draft, move: m.Deny, name: str) -> None:
    if name in draft.state.revisits and name in draft.state.answers:
        _leave(draft, name)
    elif draft.plan.by_name[name].optional:
        draft.add(e.Declined(name, move.evidence))
    else:
        _nothing_came_of_it(draft, move)


def _decline(draft: _Draft, move: m.Decline) -> None:
    step = draft.plan.by_name.get(move.step)
    answer = draft.state.answers.get(move.step)
    if step is None:
        draft.refuse(move, "unknown_step", move.step)
    elif answer is not None and answer.status == "declined":
        _leave(draft, step.name)
    elif step.optional:
        draft.add(e.Declined(step.name, move.evidence))
    elif move.by == "model":
        draft.refuse(move, "required", step.name)
    else:
        draft.add(e.Reasked(step.name, "required", counted=True))
        _give_up_after_tries(draft, step.name)


def _choose(draft: _Draft, move: m.Choose) -> None:
    offer = draft.state.offer
    if offer is None or not 1 <= move.number <= len(offer.options):
        draft.refuse(move, "no_offer")
    else:
        _pick(draft, offer, move.number, move)


def _pick(draft: _Draft, offer: Offer, number: int, move: m.Move) -> None:
    value = offer.options[number - 1]
    answer = draft.state.answers.get(offer.step)
    if answer is not None and answer.value == value:
        _leave(draft, offer.step)
        return
    step = draft.plan.by_name[offer.step]
    _take_up(draft, step, Candidate(value, evidence=move.evidence or offer.wanted.evidence))


# Going back, and elsewhere


def _revisit(draft: _Draft, move: m.Revisit) -> None:
    state, prompt = draft.state, draft.state.prompt
    name = move.step if move.step is not None else _last_answered(draft)
    if name is None:
        draft.refuse(move, "nothing_to_revisit")
        return
    step = draft.plan.by_name.get(name)
    if step is None:
        draft.refuse(move, "unknown_step", name)
    elif not applies(draft.plan, state, step):
        draft.refuse(move, "does_not_apply", name)
    elif prompt is not None and prompt.act == "read_back" and prompt.step == name:
        _clear_denied(draft, prompt)  # "wait, that number is wrong" is a no
    else:
        if state.offer is not None:
            draft.add(e.OfferWithdrawn(state.offer.step))
        asked_already = prompt is not None and prompt.step == name and name not in state.answers
        if name not in state.revisits and not asked_already:
            draft.add(e.RevisitQueued(name))


def _last_answered(draft: _Draft) -> str | None:
    """The step before the one asked, among those the caller has answered; for "go back"."""
    state, names = draft.state, list(draft.plan.names)
    asked = state.prompt.step if state.prompt else None
    before = names[: names.index(asked)] if asked in names else names
    for name in reversed(before):
        answer = state.answers.get(name)
        if answer is not None and not answer.settled:
            return name
    return None


def _switch(draft: _Draft, move: m.Switch) -> None:
    if move.workflow != draft.plan.name:
        draft.add(e.Closed("switched", "switched", move.workflow))


def _abandon(draft: _Draft, _move: m.Abandon) -> None:
    draft.add(e.Closed("abandoned", "abandoned"))


def _goodbye(draft: _Draft, _move: m.Goodbye) -> None:
    draft.add(e.Closed("abandoned", "goodbye"))


def _ask_human(draft: _Draft, move: m.AskHuman) -> None:
    if draft.plan.escalates:
        draft.add(e.Closed("escalated", "human"))
    else:
        draft.refuse(move, "no_person")


def _restart(draft: _Draft, _move: m.Restart) -> None:
    draft.add(e.Restarted())
    _check_initial(draft)


# Turns that answer nothing


def _question(draft: _Draft, move: m.Question) -> None:
    if not move.answered:
        draft.add(e.Digressed(move.topic))
    _ask_again(draft, "return")


def _repeat(draft: _Draft, _move: m.Repeat) -> None:
    _ask_again(draft, "repeat")


def _help(draft: _Draft, _move: m.Help) -> None:
    _ask_again(draft, "help")


def _wait(draft: _Draft, _move: m.Wait) -> None:
    draft.add(e.Waited())


def _silence(draft: _Draft, _move: m.Silence) -> None:
    draft.add(e.Silent())
    state = draft.state
    if state.silences >= SILENCES_BEFORE_THE_END:
        draft.add(e.Closed("abandoned", "silence"))
        return
    if _about(draft) in state.partials:
        _ask_again(draft, "rest")
    else:
        _ask_again(draft, "nudge" if state.silences == 1 else "help")


def _unclear(draft: _Draft, move: m.Unclear) -> None:
    _nothing_came_of_it(draft, move)


def _about(draft: _Draft) -> str | None:
    """What the caller was asked: the step, or the act where there is no step."""
    prompt = draft.state.prompt
    if prompt is not None:
        return prompt.step or prompt.act
    coming = upcoming(draft.plan, draft.state)
    return coming and (coming[1] or coming[0])


def _ask_again(draft: _Draft, manner: Manner) -> None:
    about = _about(draft)
    if about is not None:
        draft.add(e.Reasked(about, manner))


def _nothing_came_of_it(draft: _Draft, move: m.Move, manner: Manner | None = None) -> None:
    """Ask again in another way, and after a few tries offer a person or end politely.

    What a model makes of a turn is refused instead, so that it can try again.
    """
    about = _about(draft)
    if move.by == "model" and not isinstance(move, m.Unclear):
        draft.refuse(move, "nothing_to_confirm")
    elif about is not None:
        tries = draft.state.tries.get(about, 0) + 1
        usual: Manner = "help" if tries >= TRIES_BEFORE_HELP else "rephrase"
        draft.add(e.Reasked(about, manner or usual, counted=True))
        _give_up_after_tries(draft, about)


def _give_up_after_tries(draft: _Draft, about: str) -> None:
    tries = draft.state.tries.get(about, 0)
    if about == "human":
        if tries >= TRIES_BEFORE_HELP:
            draft.add(e.Closed("abandoned", "not_understood"))
    elif tries >= TRIES_BEFORE_A_PERSON:
        if draft.plan.escalates and not draft.state.human_refused:
            draft.add(e.HumanOffered())
        else:
            draft.add(e.Closed("abandoned", "not_understood"))


# Reports


def _checked(draft: _Draft, report: m.Checked) -> None:
    candidate = draft.state.candidates.get(report.step)
    if candidate is None or candidate.revision != report.revision:
        return
    if report.failed:
        if candidate.recheck:
            draft.add(e.Cleared(report.step, candidate.value, "stale"))
        else:
            draft.add(e.Unchecked(report.step))
        _apologise(draft, report.reason)
    elif candidate.recheck:
        _rechecked(draft, report, candidate)
    elif not report.ok:
        draft.add(e.CheckFailed(report.step, candidate, report.reason))
        if report.options:
            _offer(draft, report.step, report.options, candidate)
        else:
            _put_on_agenda(draft, report.step)
    elif report.options:
        _offer(draft, report.step, report.options, candidate)
    elif candidate.value is not None:
        _accept(draft, report.step, candidate)
    else:
        draft.add(e.CheckPassed(report.step))


def _rechecked(draft: _Draft, report: m.Checked, candidate: Candidate) -> None:
    if report.ok:
        draft.add(e.Kept(report.step))
        return
    draft.add(e.Cleared(report.step, candidate.value, "stale", report.reason))
    if report.options:
        _offer(draft, report.step, report.options, replace(candidate, recheck=False))


def _played(draft: _Draft, report: m.Played) -> None:
    prompt = draft.state.prompt
    if prompt is None or prompt.revision != report.revision:
        return
    told = frozenset(getattr(news, "step", None) or "" for news in draft.state.owed)
    heard = frozenset(prompt.values) | told if report.heard is None else report.heard
    draft.add(e.PromptHeard(heard, report.complete))


def _committed(draft: _Draft, report: m.Committed) -> None:
    if draft.state.commit_revision == report.revision:
        draft.add(e.Written(report.receipt))
        draft.add(e.Closed("completed", "completed"))


def _commit_failed(draft: _Draft, report: m.CommitFailed) -> None:
    if draft.state.commit_revision != report.revision:
        return
    draft.add(e.NotWritten())
    answer = draft.state.answers.get(report.step) if report.step else None
    if report.step and answer:
        draft.add(e.Cleared(report.step, answer.value, "stale", report.reason))
        if report.options:
            _offer(draft, report.step, report.options, replace(_recheck(answer), recheck=False))
        return
    _apologise(draft, report.reason)


def _apologise(draft: _Draft, reason: str) -> None:
    draft.add(e.Apologised(reason))
    if draft.plan.escalates and not draft.state.human_refused:
        draft.add(e.HumanOffered())
    else:
        draft.add(e.Closed("abandoned", "failed"))


_HARMLESS = (m.Help, m.Question, m.Repeat, m.Silence, m.Unclear, m.Wait)
"""Moves that change no answer: a model need not quote the caller for them."""

_MOVES: Mapping[type[m.Move], Callable[[_Draft, Any], None]] = {
    m.Abandon: _abandon,
    m.Affirm: _affirm,
    m.AskHuman: _ask_human,
    m.Choose: _choose,
    m.Decline: _decline,
    m.Deny: _deny,
    m.Goodbye: _goodbye,
    m.Help: _help,
    m.Question: _question,
    m.Record: _record,
    m.Repeat: _repeat,
    m.Restart: _restart,
    m.Revisit: _revisit,
    m.Silence: _silence,
    m.Switch: _switch,
    m.Unclear: _unclear,
    m.Wait: _wait,
}

_REPORTS: Mapping[type[m.Report], Callable[[_Draft, Any], None]] = {
    m.Checked: _checked,
    m.CommitFailed: _commit_failed,
    m.Committed: _committed,
    m.Played: _played,
}
