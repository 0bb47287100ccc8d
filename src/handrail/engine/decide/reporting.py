"""Rules of reports: what the host found out or did."""

from __future__ import annotations

from dataclasses import replace

from .. import events as e
from .. import moves as m
from ..agenda import applies
from ..state import Candidate
from .draft import Draft
from .faltering import offer_a_person
from .recording import accept, check_again, leave, offer, put_on_agenda, recheck

__all__ = ["checked", "commit_failed", "committed", "played", "resumed", "task_failed"]


def checked(draft: Draft, report: m.Checked) -> None:
    """A value that will do is taken up; of one that will not, what the step held is kept.

    A report on anything but the latest request is ignored.
    """
    candidate = draft.state.candidates.get(report.step)
    if candidate is None or candidate.revision != report.revision:
        return
    if report.failed:
        _check_not_made(draft, report, candidate)
    elif candidate.recheck:
        _rechecked(draft, report, candidate)
    elif not report.ok:
        draft.add(e.CheckFailed(report.step, candidate, report.reason))
        if report.options:
            offer(draft, report.step, report.options, candidate)
        else:
            put_on_agenda(draft, report.step)
    elif options := report.options or candidate.alternatives:
        offer(draft, report.step, options, candidate)
    elif report.partial is not None:
        _known_in_part(draft, report)
    elif report.value is not None:
        found = replace(candidate, value=report.value, partial=None)
        accept(draft, report.step, found, ends=_ends(report))
    elif candidate.value is not None:
        accept(draft, report.step, candidate, ends=_ends(report))
    else:
        draft.add(e.CheckPassed(report.step))


def _known_in_part(draft: Draft, report: m.Checked) -> None:
    """What was said is only a part of a value: it stays, and the rest is asked."""
    draft.add(e.PartHeard(report.step, report.partial))
    if report.reason:
        draft.add(e.Explained(report.reason))
    put_on_agenda(draft, report.step)


def _check_not_made(draft: Draft, report: m.Checked, candidate: Candidate) -> None:
    """A check that broke proves nothing: the value does not count, and the host is to blame."""
    if candidate.recheck:
        draft.add(e.Cleared(report.step, candidate.value, "stale"))
    else:
        draft.add(e.Unchecked(report.step))
    _apologise(draft, report.reason)


def _ends(report: m.Checked) -> str | None:
    return report.reason if report.ends else None


def _rechecked(draft: Draft, report: m.Checked, candidate: Candidate) -> None:
    """An answer that still passes is kept and nothing is said; else it goes, with the reason."""
    if report.ok:
        draft.add(e.Kept(report.step, _ends(report)))
        return
    draft.add(e.Cleared(report.step, candidate.value, "stale", report.reason))
    if report.options:
        offer(draft, report.step, report.options, replace(candidate, recheck=False))


def task_failed(draft: Draft, report: m.TaskFailed) -> None:
    """A hosted step that cannot be asked is left out if it may be; else a person is offered.

    A value that it was to change stays.
    """
    state = draft.state
    prompt = state.prompt
    if prompt is None or prompt.revision != report.revision or prompt.act != "ask":
        return
    step = draft.plan.by_name[str(prompt.step)]
    if not step.hosted:
        return
    if step.name not in state.answers and step.optional:
        draft.add(e.Declined(step.name))
        return
    leave(draft, step.name)
    _apologise(draft, "")


def played(draft: Draft, report: m.Played) -> None:
    """What was heard of the prompt that stands; of an earlier one it no longer matters."""
    prompt = draft.state.prompt
    if prompt is None or prompt.revision != report.revision:
        return
    heard = report.heard
    if heard is None:
        news = (getattr(each, "step", None) for each in draft.state.told)
        heard = frozenset(prompt.values) | {step for step in news if step is not None}
    draft.add(e.PromptHeard(heard, report.complete, report.begun))


def committed(draft: Draft, report: m.Committed) -> None:
    """The commit was done: the run is complete."""
    if draft.state.commit_revision == report.revision:
        draft.add(e.Written(report.receipt))
        draft.add(e.Closed("completed", "completed"))


def commit_failed(draft: Draft, report: m.CommitFailed) -> None:
    """The step whose value stands in the way is asked again, with the reason.

    "Three on Tuesday has just been taken": everything else stays, and is summarised once more.
    """
    if draft.state.commit_revision != report.revision:
        return
    draft.add(e.NotWritten())
    step = draft.plan.by_name.get(report.step or "")
    answer = draft.state.answers.get(report.step or "")
    if step is None or answer is None or not applies(draft.plan, draft.state, step):
        _apologise(draft, report.reason)
        return
    draft.add(e.Cleared(step.name, answer.value, "stale", report.reason))
    if report.options:
        offer(draft, step.name, report.options, replace(recheck(answer), recheck=False))


def _apologise(draft: Draft, reason: str) -> None:
    """A fault of the host's is no fault of the caller's: a person is offered."""
    draft.add(e.Apologised(reason))
    offer_a_person(draft, "failed")


def resumed(draft: Draft, _report: m.Resumed) -> None:
    """What the host checked before may not hold any more: it is all checked again.

    A commit that was under way is left to report; the caller's yes stands.
    """
    draft.add(e.Resumed())
    if draft.state.phase == "open":
        for step in draft.plan.steps:
            if step.checked:
                check_again(draft, step.name)
