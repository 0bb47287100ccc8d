"""Errands: running the developer's own code, whatever it does: checks, commits and answers.

What a check or a commit gives becomes a report; one that raises is logged, and the call goes on.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, cast

from .engine import effects as f
from .engine import moves as m
from .facts import Call, CommitRefused, Verdict
from .step import Check
from .workflow import Workflow

__all__ = ["answer_question", "run_errand", "unfinished"]

Answering: TypeAlias = Callable[[Call[Any], str], str | Awaitable[str | None] | None]
"""A topic's answer, given the call so far and the caller's words; plain or async."""

logger = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds a check may take: nobody waits longer on the phone. A commit is not cut off, since
nobody could tell whether it was done."""


async def run_errand(
    workflow: type[Workflow], effect: f.Check | f.Commit, call: Call[Any]
) -> m.Report:
    """Run a step's check or a workflow's commit, and report what came of it."""
    if isinstance(effect, f.Check):
        return await _check(workflow, effect, call)
    return await _commit(workflow, effect, call)


def unfinished(effect: f.Check | f.Commit) -> m.Report:
    """Return the report on an errand of which nobody knows how it ended.

    A commit may have been done then; the next attempt has the same key and finds it.
    """
    if isinstance(effect, f.Check):
        return m.Checked(effect.revision, effect.step, ok=False, failed=True)
    return m.CommitFailed(effect.revision)


async def answer_question(
    answer: Answering, call: Call[Any], said: str, *, topic: str
) -> str | None:
    """Return what the business answers to the caller's words; None when it cannot say."""
    try:
        given = answer(call, said)
        if inspect.isawaitable(given):
            async with asyncio.timeout(PATIENCE):
                given = await given
        return given if given is None else str(given)
    except Exception as error:  # noqa: BLE001 - as for a check: the caller is told it is not known
        _log("topic", topic, None, error)
        return None


async def _check(workflow: type[Workflow], effect: f.Check, call: Call[Any]) -> m.Report:
    """Run a step's check on a value, a part of one, or alternatives, of which the good ones stay.

    A check that raises is reported as failed: the caller hears an apology, and the call goes on.
    """
    check = cast("Check", workflow.steps[effect.step].check)
    try:
        if effect.alternatives:
            verdict = await _check_alternatives(check, effect.alternatives, call)
        else:
            asked = effect.value if effect.partial is None else effect.partial
            verdict = await _judge(check, asked, call)
    except Exception as error:  # noqa: BLE001 - whatever the developer's code does, the call goes on
        _log("check", workflow.plan.name, effect.step, error)
        return unfinished(effect)
    return m.Checked(
        effect.revision,
        effect.step,
        verdict.ok,
        verdict.reason,
        verdict.options,
        ends=verdict.ends,
    )


async def _commit(workflow: type[Workflow], effect: f.Commit, call: Call[Any]) -> m.Report:
    """Run a workflow's commit, once."""
    try:
        committed: Any = workflow(**effect.result).commit(call)
        receipt = await committed if inspect.isawaitable(committed) else committed
    except CommitRefused as refused:
        verdict = refused.verdict
        if refused.step not in workflow.steps:
            _log(
                "refusal for a step that does not exist", workflow.plan.name, refused.step, refused
            )
        return m.CommitFailed(effect.revision, refused.step, verdict.reason, verdict.options)
    except Exception as error:  # noqa: BLE001 - as above: nothing was written, and the call goes on
        _log("commit", workflow.plan.name, None, error)
        return unfinished(effect)
    return m.Committed(effect.revision, receipt)


async def _judge(check: Check, value: Any, call: Call[Any]) -> Verdict:
    verdict = check(value, call)
    if inspect.isawaitable(verdict):
        async with asyncio.timeout(PATIENCE):
            verdict = await verdict
    if not isinstance(verdict, Verdict):
        msg = f"a check must give a Verdict, not {type(verdict).__name__}"
        raise TypeError(msg)
    return verdict


async def _check_alternatives(
    check: Check, alternatives: tuple[Any, ...], call: Call[Any]
) -> Verdict:
    verdicts = [await _judge(check, value, call) for value in alternatives]
    good = [value for value, verdict in zip(alternatives, verdicts, strict=True) if verdict.ok]
    return Verdict.choose(*good) if good else verdicts[0]


def _log(what: str, where: str, step: str | None, error: Exception) -> None:
    """Name the fault and where it arose, but not its message: it may hold what the caller said."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
    known = {"where": where, "step": step, "error": type(error).__name__, "at": at}
    place = f"{where}.{step}" if step else where
    logger.error("a %s failed: %s, %s at %s", what, place, known["error"], at, extra=known)
