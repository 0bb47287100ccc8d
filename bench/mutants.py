"""Mutants: the engine's rules, each spoilt in one place, and which instrument notices.

    make mutants > mutants.md

The mutants are mutmut's, of `handrail/engine/decide` and `agenda.py`, and two kinds more: a call
left out, and a condition negated. mutmut's own runner tells whether any test notices; here each of
four instruments is tried on each mutant, in a process forked for it from one that has imported and
collected everything: the stories in tests/engine, the properties of any call there, the
verification of small plans, and a trial each of some scenarios.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import importlib
import multiprocessing
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import wait
from pathlib import Path
from types import FunctionType
from typing import Any, Final, TypeAlias

import pytest

from handrail.desk.trials.worlds import SCENARIOS, world_of
from handrail.plan import Confirm, Plan, StepPlan
from handrail.trial import load
from handrail.trial.holding import hold
from handrail.verify.driving import Scope, happenings, starts
from handrail.verify.exploring import Exploration
from handrail.verify.proofs import prove

ROOT: Final = Path(__file__).resolve().parents[1]
RULES: Final = ROOT / "src" / "handrail" / "engine"
CPU, PATIENCE = 60, 600
"""Seconds of work, and of waiting, after which what an instrument holds up has been noticed."""
SCENARIOS_TRIED: Final = 12


@dataclass(frozen=True)
class Mutant:
    """A module of the engine with one place spoilt."""

    module: str
    path: Path
    line: int
    before: str
    after: str
    source: str = field(repr=False)

    def put_in(self) -> None:
        """Let the functions of the module that is imported do what the mutant's do."""
        module = importlib.import_module(self.module)
        spoilt: dict[str, Any] = {"__name__": self.module, "__package__": module.__package__}
        exec(compile(self.source, ROOT / self.path, "exec"), spoilt)  # noqa: S102 - our own source
        for name, found in vars(module).items():
            if getattr(found, "__module__", None) == self.module:
                _do_as(found, spoilt[name])


def _do_as(function: Any, other: Any) -> None:
    if isinstance(function, FunctionType):
        function.__code__ = other.__code__
        function.__defaults__ = other.__defaults__
        function.__kwdefaults__ = other.__kwdefaults__
    elif isinstance(function, type):
        for name, method in vars(function).items():
            if isinstance(method, FunctionType):
                _do_as(method, vars(other)[name])


def every_mutant() -> list[Callable[[], Mutant]]:
    """Give what makes the mutants of all rules, in the order of the files."""
    paths = [*sorted((RULES / "decide").glob("*.py")), RULES / "agenda.py"]
    return [mutant for path in paths for mutant in _mutants_of(path)]


def _mutants_of(path: Path) -> Iterator[Callable[[], Mutant]]:
    import libcst as cst  # noqa: PLC0415 - only `make mutants` installs these
    from libcst.metadata import MetadataWrapper  # noqa: PLC0415
    from mutmut.mutation.file_mutation import MutationVisitor  # noqa: PLC0415
    from mutmut.mutation.mutators import mutation_operators  # noqa: PLC0415
    from mutmut.mutation.pragma_handling import get_ignored_lines  # noqa: PLC0415

    def left_out(node: Any) -> Iterator[Any]:
        if isinstance(node.value, cst.Call):
            yield node.with_changes(value=cst.Ellipsis())

    def negated(node: Any) -> Iterator[Any]:
        test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        space = cst.SimpleWhitespace(" ")
        yield node.with_changes(
            test=cst.UnaryOperation(cst.Not(), test), whitespace_before_test=space
        )

    original = path.read_text("utf-8")
    wrapped = MetadataWrapper(cst.parse_module(original))
    visitor = MutationVisitor(
        [*mutation_operators, (cst.Expr, left_out), (cst.If, negated)],
        get_ignored_lines(str(path), original, wrapped),
    )
    tree = wrapped.visit(visitor)
    where = path.relative_to(ROOT / "src").with_suffix("")
    module = ".".join(where.parts).removesuffix(".__init__")

    def made(mutation: Any) -> Mutant:
        source = tree.deep_replace(mutation.original_node, mutation.mutated_node).code
        return Mutant(module, path.relative_to(ROOT), *_changed(original, source), source)

    for mutation in visitor.mutations:
        if mutation.contained_by_top_level_function is not None:  # not the tables of a module
            yield functools.partial(made, mutation)


def _changed(original: str, spoilt: str) -> tuple[int, str, str]:
    """Return the first line that differs, and how it reads before and after."""
    both = zip(original.splitlines(), [*spoilt.splitlines(), ""], strict=False)
    return next((n, a.strip(), b.strip()) for n, (a, b) in enumerate(both, 1) if a != b)


# --- the instruments: each fails when it notices

Instrument: TypeAlias = Callable[[pytest.Session], None]


def stories(session: pytest.Session) -> None:
    _hold_tests(session, [item for item in session.items if item.path.stem != "test_any_call"])


def properties(session: pytest.Session) -> None:
    _hold_tests(session, [item for item in session.items if item.path.stem == "test_any_call"])


def _hold_tests(session: pytest.Session, items: Sequence[pytest.Item]) -> None:
    for item, following in pairwise([*items, None]):
        assert item is not None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        assert not session.testsfailed


def verification(_session: pytest.Session) -> None:
    checked = StepPlan("a", "text", checked=True)
    unsure = StepPlan("a", "text", confirm=Confirm.READ_BACK, optional=True, in_parts=True)
    needed, needing = StepPlan("a", "text"), StepPlan("b", "text", needs=("a",), checked=True)
    _explore(Plan("one", (checked,)), Scope(known=True, troubles=True))
    _explore(Plan("one", (unsure,)), Scope(models=True, parts=True, hearing=True, troubles=True))
    _explore(Plan("one", (unsure,)), Scope(bounds=True))
    _explore(Plan("two", (needed, needing)), Scope())


def _explore(plan: Plan, scope: Scope) -> None:
    explored = Exploration(plan, quiet=not scope.talk)
    explored.run(
        starts(plan, scope), lambda plan, state: happenings(plan, state, scope), to_a_fault=True
    )
    if not explored.faults:
        prove(explored, plan.names)
    assert not explored.faults, [fault.what for fault in explored.faults.values()]


def trials(_session: pytest.Session) -> None:
    found = load([SCENARIOS, ROOT / "examples" / "trials"], world_of)
    scenarios = [scenario for scenario, _part in found if scenario.model is None]

    async def held() -> None:
        for scenario in random.Random(0).sample(scenarios, SCENARIOS_TRIED):
            world = world_of(scenario.against, Path(scenario.path).parent)
            async with world.stage(scenario) as stage:
                await stage.reset()
                record = await hold(scenario, world, stage, seed=1)
            assert record.passed, record.told()

    asyncio.run(held())


INSTRUMENTS: Final[tuple[Instrument, ...]] = (stories, properties, verification, trials)


# --- a process for each


@dataclass(frozen=True)
class Task:
    """An instrument to try on a mutant; on the engine as it is, if there is none."""

    mutant: Mutant | None
    instrument: Instrument

    def run(self, session: pytest.Session, *, quiet: bool) -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
        if quiet:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.dup2(nowhere, sys.stderr.fileno())
        if self.mutant is not None:
            self.mutant.put_in()
        self.instrument(session)


def noticed(
    tasks: Iterable[Task], session: pytest.Session, *, jobs: int, quiet: bool = True
) -> Iterator[tuple[Task, bool]]:
    """Run tasks, several at once, and tell of each whether its instrument notices."""
    fork = multiprocessing.get_context("fork")
    waiting, running = iter(tasks), dict[Any, Any]()
    while True:
        while len(running) < jobs and (task := next(waiting, None)) is not None:
            process = fork.Process(target=task.run, args=(session,), kwargs={"quiet": quiet})
            process.start()
            running[process.sentinel] = (process, task, time.monotonic() + PATIENCE)
        if not running:
            return
        for sentinel in wait(list(running), timeout=1):
            assert isinstance(sentinel, int)
            process, task, _until = running.pop(sentinel)
            process.join()
            yield task, process.exitcode != 0
        for process, _task, until in running.values():
            if time.monotonic() > until:
                process.kill()


class Trying:
    """A plugin of pytest that, with the tests collected, tries the instruments on mutants."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Look for no simplest example: that one is found is enough."""
        from hypothesis import Phase, settings  # noqa: PLC0415 - pytest rewrites it, so it is first

        found_only = settings(settings.get_profile("dev"), phases=[Phase.generate])
        settings.register_profile("mutants", found_only)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        options, every = self.options, every_mutant()
        order = random.Random(options.seed).sample(every, len(every))
        if options.only is not None:
            mutant = order[options.only]()
            print(mutant)
            tasks = [Task(mutant, instrument) for instrument in INSTRUMENTS]
            for task, found in noticed(tasks, session, jobs=1, quiet=False):
                print(task.instrument.__name__, "notices" if found else "does not notice")
            return True
        unspoilt = [Task(None, instrument) for instrument in INSTRUMENTS]
        for task, found in noticed(unspoilt, session, jobs=options.jobs):
            if found:
                pytest.exit(f"{task.instrument.__name__} fails on the engine as it is", 1)
        some = [make() for make in order[: options.count]]
        killers: dict[Mutant, list[str]] = {mutant: [] for mutant in some}
        tasks = [Task(mutant, instrument) for mutant in some for instrument in INSTRUMENTS]
        for done, (task, found) in enumerate(noticed(tasks, session, jobs=options.jobs), 1):
            assert task.mutant is not None
            if found:
                killers[task.mutant].append(task.instrument.__name__)
            print(f"{done}/{len(tasks)}", end="\r", file=sys.stderr, flush=True)
        _tell(killers, f"{len(some)} mutants of {len(every)}, seed {options.seed}")
        return True


def _tell(killers: dict[Mutant, list[str]], heading: str) -> None:
    by = Counter(name for names in killers.values() for name in names)
    alone = Counter(names[0] for names in killers.values() if len(names) == 1)
    survivors = [(n, mutant) for n, (mutant, names) in enumerate(killers.items()) if not names]
    print(f"{heading}\n\n| instrument | notices | alone |\n|---|--:|--:|")
    for name in (instrument.__name__ for instrument in INSTRUMENTS):
        print(f"| {name} | {by[name]} | {alone[name]} |")
    print(f"| any | {len(killers) - len(survivors)} | |\n")
    for number, mutant in survivors:
        print(f"- {number}: {mutant.path.name}:{mutant.line}")
        print(f"  `{mutant.before}` became `{mutant.after}`")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int, help="run one, by its number, and show what notices")
    os.chdir(ROOT)
    arguments = ["tests/engine", "-q", "-s", "-p", "no:cacheprovider"]
    sys.exit(pytest.main(arguments, plugins=[Trying(parser.parse_args())]))


if __name__ == "__main__":
    main()
