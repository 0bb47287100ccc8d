"""`handrail trial`: scenarios tried, counted, and reported."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handrail.desk.console.models import check_model, model_of
from handrail.faults import BadInput
from handrail.trial.loading import load
from handrail.trial.report_data import (
    compare,
    counted,
    figures,
    json_report,
    junit_report,
    read_report,
    tried_otherwise,
)
from handrail.trial.scenario import Scenario
from handrail.trial.source import Part
from handrail.trial.suite import Settings, Tried, try_all

from .worlds import SCENARIOS, world_of

__all__ = ["TrialOptions", "run_trials"]


@dataclass(frozen=True, slots=True)
class TrialOptions:
    """What the command was given."""

    paths: Sequence[Path] = ()
    k: int = 8
    seed: int = 0
    jobs: int | None = None
    noise: float = 0.0
    host: str = "both"
    llm: str = "none"
    caller_llm: str = "none"
    judge_llm: str = "none"
    json: Path | None = None
    junit: Path | None = None
    html: Path | None = None
    compare: Path | None = None
    verbose: bool = False


def run_trials(options: TrialOptions) -> bool:
    """Try scenarios, print what came of them, and tell whether all held.

    Raises:
        BadInput: For an option or a scenario that cannot be used.
    """
    settings = _settings(options)
    old = None
    if options.compare is not None:
        old = read_report(options.compare)
        if otherwise := tried_otherwise(old, settings):
            raise BadInput(
                f"{options.compare} tells of other calls: it was tried with {otherwise}. "
                "Try it so again, or compare with another report."
            )
    for path in (options.json, options.junit, options.html):
        if path is not None and not path.parent.is_dir():
            raise BadInput(f"There is no folder {path.parent} to write {path.name} into.")
    scenarios = load(options.paths or [SCENARIOS], world_of)
    jobs = options.jobs or min(os.cpu_count() or 1, len(scenarios))
    tried = _tried(scenarios, settings, jobs)
    _write(options, settings, tried)
    _print(options, settings, tried)
    if old is not None:
        changes = compare(old, tried)
        for change in changes:
            print(f"{'better' if change.better else 'worse'}: {change.scenario}: {change.text}")
        if not changes:
            print(f"Nothing is better or worse than in {options.compare}.")
    return all(each.held(settings) for each in tried)


def _settings(options: TrialOptions) -> Settings:
    if options.k < 1:
        raise BadInput("-k must be at least 1: how often each scenario is tried.")
    if not 0 <= options.noise <= 1:
        raise BadInput("--noise must be from 0 to 1: the share of words that are misheard.")
    if options.host not in {"plain", "session", "both"}:
        raise BadInput(f"--host must be plain, session or both, not {options.host[:20]!r}.")
    for name in (options.llm, options.caller_llm, options.judge_llm):
        check_model(name)
    desk, caller, judge = (
        None if name == "none" else partial(model_of, name)
        for name in (options.llm, options.caller_llm, options.judge_llm)
    )
    return Settings(
        k=options.k,
        seed=options.seed,
        noise=options.noise,
        plain=options.host != "session",
        session=options.host != "plain",
        model=desk,
        caller_model=caller,
        judge_model=judge,
    )


def _tried(
    scenarios: Sequence[tuple[Scenario, Part]], settings: Settings, jobs: int
) -> list[Tried]:
    found: dict[int, Tried] = {}
    with _progress(len(scenarios)) as advance:
        for place, tried in try_all(scenarios, world_of, settings, jobs=jobs):
            found[place] = tried
            advance()
    return [found[place] for place in sorted(found)]


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("trying", total=total)
        yield lambda: progress.advance(task)


def _write(options: TrialOptions, settings: Settings, tried: Sequence[Tried]) -> None:
    if options.json is not None:
        text = json.dumps(json_report(tried, settings), ensure_ascii=False, indent=1)
        _save(options.json, text)
    if options.junit is not None:
        _save(options.junit, junit_report(tried))
    if options.html is not None:
        from handrail.trial.report_page import page  # noqa: PLC0415 - only when asked for

        _save(options.html, page(tried, settings))


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None


def _print(options: TrialOptions, settings: Settings, tried: Sequence[Tried]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("Scenario", "Passed", "Turns", "Least", "First reason")
    for each in tried:
        record = next((record for record in each.records if record.faults), None)
        fault = record.faults[0] if record else None
        at = "" if fault is None or fault.turn is None else f" (turn {fault.turn})"
        passes = sum(one.passed for one in each.records)
        table.add_row(
            escape(each.scenario.name),
            "skipped" if each.skipped else f"{passes}/{len(each.records)}",
            "" if each.turns is None else f"{each.turns:.1f}",
            "" if each.least is None else str(each.least),
            escape(
                each.skipped or each.untried or (f"{fault.kind}: {fault.text}{at}" if fault else "")
            ),
        )
    console = Console()
    console.print(table)
    found = figures(tried, settings)
    share = "-" if found["pass^k"] is None else f"{found['pass^k']:.1%}"
    done = "-" if found["completed"] is None else f"{found['completed']:.1%}"
    inside = f" ({found['in_session']} of them in a LiveKit session)" if found["in_session"] else ""
    print(
        f"{counted(found['scenarios'], 'scenario')}, {counted(found['calls'], 'call')}{inside}: "
        f"{found['passed']} passed, {found['wrong']} wrong; pass^{settings.k} {share}; "
        f"{done} of those that should be were completed."
    )
    if options.verbose:
        for each in tried:
            for record in each.records:
                if not record.passed:
                    print("\n" + record.told())
