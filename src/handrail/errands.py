"""Errands: running the developer's own code, whatever it does: checks, commits and answers.

What a check or a commit gives becomes a report; one that raises is logged, and the call goes on.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias, cast

from .engine import effects as f
from .engine import moves as m
from .facts import Call, CommitRefused, Verdict
from .faults import log_fault
from .kinds.base import Context, InvalidValue
from .kinds.task import TaskResult
from .step import Check, Step
from .workflow import Workflow

__all__ = ["answer_question", "drop", "run_errand", "unfinished"]

Answering: TypeAlias = Callable[[Call[Any], str], str | Awaitable[str | None] | None]
"""A topic's answer, given the call so far and the caller's words; plain or async."""

logger = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds a check may take: nobody waits longer on the phone. A commit is not cut off, since
nobody could tell whether it was done."""


class _VerdictError(TypeError):
    """What a check gave that no call can go on with; the message says how to mend it.

    Unlike that of any other error it can be logged: it holds no value.
    """


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


async def drop(workflow: type[Workflow], call: Call[Any]) -> bool:
    """Tell a workflow that a run of it has ended without a result, whatever it does then.

    Returns:
        Whether it has given up all that it kept or wrote.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await workflow(**call.answers).dropped(call)
    except Exception as error:  # noqa: BLE001 - the caller has nothing to do with it
        _log("drop", workflow.plan.name, None, error)
        return False
    return True


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
    step = workflow.steps[effect.step]
    try:
        if effect.alternatives:
            verdict = await _check_alternatives(step, effect.alternatives, call)
        else:
            asked = effect.value if effect.partial is None else effect.partial
            verdict = await _judge(step, asked, call)
    except Exception as error:  # noqa: BLE001 - whatever the developer's code does, the call goes on
        _log("check", workflow.plan.name, effect.step, error)
        return unfinished(effect)
    return m.Checked(
        effect.revision,
        effect.step,
        verdict.ok,
        verdict.reason,
        verdict.options,
        failed=verdict.stuck,
        ends=verdict.ends,
        value=verdict.value,
        partial=verdict.partial,
    )


async def _commit(workflow: type[Workflow], effect: f.Commit, call: Call[Any]) -> m.Report:
    """Run a workflow's commit, once."""
    try:
        committed: Any = workflow(**effect.result).commit(call)
        receipt = await committed if inspect.isawaitable(committed) else committed
    except CommitRefused as refused:
        return _refusal(workflow, effect, refused, call.context)
    except Exception as error:  # noqa: BLE001 - as above: nothing was written, and the call goes on
        _log("commit", workflow.plan.name, None, error)
        return unfinished(effect)
    return m.Committed(effect.revision, receipt)


def _refusal(
    workflow: type[Workflow], effect: f.Commit, refused: CommitRefused, ctx: Context
) -> m.CommitFailed:
    """Report a refused commit; what it wrongly offers is left out, as its reason still holds."""
    verdict, step = refused.verdict, workflow.steps.get(refused.step)
    if verdict.stuck:  # no other value would help: a person is offered, as after such a check
        return m.CommitFailed(effect.revision, reason=verdict.reason)
    options = verdict.options
    if step is None:
        _log("refusal for a step that does not exist", workflow.plan.name, refused.step, refused)
    else:
        try:
            options = _options(step, verdict, ctx)
        except _VerdictError as error:
            _log("refusal", workflow.plan.name, step.name, error)
            options = ()
    return m.CommitFailed(effect.revision, refused.step, verdict.reason, options)


async def _judge(step: Step[Any], value: Any, call: Call[Any]) -> Verdict:
    check = cast("Check", step.check)  # the engine asks for one only where the plan has it
    verdict = check(value, call)
    if inspect.isawaitable(verdict):
        async with asyncio.timeout(PATIENCE):
            verdict = await verdict
    if not isinstance(verdict, Verdict):
        msg = f"a check must return a Verdict, such as Verdict.yes(), not {_type(verdict)}"
        raise _VerdictError(msg)
    if not isinstance(verdict.reason, str):
        msg = f"the reason of a Verdict is one spoken sentence, not {_type(verdict.reason)}"
        raise _VerdictError(msg)
    found = verdict.value
    if found is not None and not isinstance(step.kind, TaskResult):
        found = _option(step, found, call.context, "the value")
    return replace(verdict, options=_options(step, verdict, call.context), value=found)


def _options(step: Step[Any], verdict: Verdict, ctx: Context) -> tuple[Any, ...]:
    """Return a verdict's options as values of the step's kind: they are offered and recorded.

    Raises:
        _VerdictError: For one that the step cannot hold. A time without a zone is one of them: from
            a database that keeps UTC it would be offered hours off.
    """
    if isinstance(step.kind, TaskResult):  # whose values only the task can make
        return verdict.options
    return tuple(_option(step, raw, ctx) for raw in verdict.options)


def _option(step: Step[Any], raw: object, ctx: Context, what: str = "an option") -> Any:
    if isinstance(raw, datetime) and raw.tzinfo is None:
        msg = f"{what} of its Verdict is a datetime without a time zone: give it one"
        raise _VerdictError(msg)
    try:
        return step.kind.parse(raw, ctx)
    except InvalidValue:
        msg = (
            f"{what} of its Verdict is {_type(raw)} that a {step.kind.name!r} step cannot hold: "
            "give the values that the check itself is given"
        )
        raise _VerdictError(msg) from None


def _type(value: object) -> str:
    """Name a value by its type, for a log: the value itself may be what the caller said."""
    return "None" if value is None else f"a value of the type {type(value).__name__}"


async def _check_alternatives(
    step: Step[Any], alternatives: tuple[Any, ...], call: Call[Any]
) -> Verdict:
    tentatively = replace(call, tentative=True)
    verdicts = [await _judge(step, value, tentatively) for value in alternatives]
    good = [value for value, verdict in zip(alternatives, verdicts, strict=True) if verdict.ok]
    return Verdict.choose(*good) if good else verdicts[0]


def _log(what: str, where: str, step: str | None, error: Exception) -> None:
    place = f"a {what} failed: {where}.{step}" if step else f"a {what} failed: {where}"
    if isinstance(error, _VerdictError):  # its message is ours, and names the mend
        known = {"where": where, "step": step, "error": type(error).__name__}
        logger.error("%s, %s", place, error, extra=known)
    else:
        log_fault(logger, place, error, where=where, step=step)
