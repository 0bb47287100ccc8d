"""Errands: running the developer's checks and commits, and turning what they give into reports."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable
from typing import Any, cast

from .engine import effects as f
from .engine import moves as m
from .facts import Call, CommitRefused, Verdict
from .step import Check
from .workflow import Workflow

__all__ = ["run_check", "run_commit"]

logger = logging.getLogger(__name__)


async def run_check(workflow: type[Workflow], effect: f.Check, call: Call[Any]) -> m.Checked:
    """Run a step's check on a value, a part of one, or alternatives, of which the good ones stay.

    A check that raises is reported as failed: the caller hears an apology, and the call goes on.
    """
    check = cast("Check", workflow.steps[effect.step].check)
    try:
        if effect.alternatives:
            verdict = await _check_alternatives(check, effect.alternatives, call)
        else:
            verdict = await _judge(check, effect.partial or effect.value, call)
    except Exception as error:  # noqa: BLE001 - whatever the developer's code does, the call goes on
        _log("check", workflow, effect.step, error)
        return m.Checked(effect.revision, effect.step, ok=False, failed=True)
    return m.Checked(effect.revision, effect.step, verdict.ok, verdict.reason, verdict.options)


async def run_commit(
    workflow: type[Workflow], effect: f.Commit, call: Call[Any]
) -> m.Committed | m.CommitFailed:
    """Run a workflow's commit, once."""
    try:
        receipt = await workflow(**effect.result).commit(call)
    except CommitRefused as refused:
        verdict = refused.verdict
        return m.CommitFailed(effect.revision, refused.step, verdict.reason, verdict.options)
    except Exception as error:  # noqa: BLE001 - as above: nothing was written, and the call goes on
        _log("commit", workflow, None, error)
        return m.CommitFailed(effect.revision)
    return m.Committed(effect.revision, receipt)


async def _judge(check: Check, value: Any, call: Call[Any]) -> Verdict:
    verdict = check(value, call)
    return await cast("Awaitable[Verdict]", verdict) if inspect.isawaitable(verdict) else verdict


async def _check_alternatives(
    check: Check, alternatives: tuple[Any, ...], call: Call[Any]
) -> Verdict:
    verdicts = [await _judge(check, value, call) for value in alternatives]
    good = [value for value, verdict in zip(alternatives, verdicts, strict=True) if verdict.ok]
    return Verdict.choose(*good) if good else verdicts[0]


def _log(what: str, workflow: type[Workflow], step: str | None, error: Exception) -> None:
    """Name the fault but not its message, which may hold what the caller said."""
    logger.error(
        "a %s failed",
        what,
        extra={"workflow": workflow.plan.name, "step": step, "error": type(error).__name__},
    )
