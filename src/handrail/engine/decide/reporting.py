"""Rules of reports: what the host found out or did."""

from __future__ import annotations

from dataclasses import replace

from .. import events as e
from .. import moves as m
from ..state import Candidate
from .draft import Draft
from .recording import accept, offer, put_on_agenda, recheck

__all__ = ["checked", "commit_failed", "committed", "played"]


def checked(draft: Draft, report: m.Checked) -> None:
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
            offer(draft, report.step, report.options, candidate)
        else:
            put_on_agenda(draft, report.step)
    elif report.options:
        offer(draft, report.step, report.options, candidate)
    elif candidate.value is not None:
        accept(draft, report.step, candidate)
    else:
        draft.add(e.CheckPassed(report.step))


def _rechecked(draft: Draft, report: m.Checked, candidate: Candidate) -> None:
    if report.ok:
        draft.add(e.Kept(report.step))
        return
    draft.add(e.Cleared(report.step, candidate.value, "stale", report.reason))
    if report.options:
        offer(draft, report.step, report.options, replace(candidate, recheck=False))


def played(draft: Draft, report: m.Played) -> None:
    prompt = draft.state.prompt
    if prompt is None or prompt.revision != report.revision:
        return
    told = frozenset(getattr(news, "step", None) or "" for news in draft.state.owed)
    heard = frozenset(prompt.values) | told if report.heard is None else report.heard
    draft.add(e.PromptHeard(heard, report.complete))


def committed(draft: Draft, report: m.Committed) -> None:
    if draft.state.commit_revision == report.revision:
        draft.add(e.Written(report.receipt))
        draft.add(e.Closed("completed", "completed"))


def commit_failed(draft: Draft, report: m.CommitFailed) -> None:
    if draft.state.commit_revision != report.revision:
        return
    draft.add(e.NotWritten())
    answer = draft.state.answers.get(report.step) if report.step else None
    if report.step and answer:
        draft.add(e.Cleared(report.step, answer.value, "stale", report.reason))
        if report.options:
            offer(draft, report.step, report.options, replace(recheck(answer), recheck=False))
        return
    _apologise(draft, report.reason)


def _apologise(draft: Draft, reason: str) -> None:
    draft.add(e.Apologised(reason))
    if draft.plan.escalates and not draft.state.human_refused:
        draft.add(e.HumanOffered())
    else:
        draft.add(e.Closed("abandoned", "failed"))
