"""Mutants: the engine's rules, each spoilt in one place, and which instrument notices.

    make mutants > mutants.md

Each mutant is one change in `handrail/engine/decide` or `agenda.py` (a comparison, a boolean, a
constant, a condition negated, a call left out), in a copy of the sources. The instruments run in
this order, each told apart: the stories in tests/engine, the properties of any call there, and the
verification of small plans.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RULES = Path("src/handrail/engine")
LIMIT = 120
"""Seconds after which an instrument that does not end has found something."""

VERIFY = """
from handrail.plan import Confirm, Plan, StepPlan
from handrail.verify.driving import Scope, happenings, starts
from handrail.verify.exploring import Exploration
from handrail.verify.proofs import prove
step = lambda name, *needs, **more: StepPlan(name, "text", needs=needs, **more)
one = lambda **more: Plan("one", (step("a", **more),))
plain = Scope()
for plan, scope in (
    (one(confirm=Confirm.READ_BACK, optional=True, in_parts=True),
     Scope(models=True, hearing=True, bounds=True, known=True, troubles=True)),
    (one(checked=True), Scope(parts=True, known=True, troubles=True)),
    (Plan("two", (step("a"), step("b", confirm=Confirm.READ_BACK))), Scope(hearing=True)),
    (Plan("two", (step("a"), step("b", "a", checked=True))), plain),
):
    explored = Exploration(plan, quiet=not scope.talk)
    explored.run(starts(plan, scope), lambda p, s: happenings(p, s, scope), to_a_fault=True)
    if not explored.faults:
        prove(explored, plan.names)
    for fault in explored.faults.values():
        raise SystemExit(fault.what)
"""

PROPERTIES = """
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.engine.test_any_call import AnyCall
run_state_machine_as_test(AnyCall, settings=settings(
    max_examples=60, stateful_step_count=30, deadline=None, derandomize=True, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck)))
"""

INSTRUMENTS = {
    "stories": ["-m", "pytest", "-qx", "-p", "no:cacheprovider", "tests/engine",
                "--ignore=tests/engine/test_any_call.py"],
    "properties": ["-c", PROPERTIES],
    "verification": ["-c", VERIFY],
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    path: Path
    line: int
    what: str
    source: str


class _Spoil(ast.NodeTransformer):
    """Change one place, counted in the order they are visited; -1 only counts them."""

    def __init__(self, at: int) -> None:
        self.at, self.seen, self.line, self.what = at, 0, 0, ""

    def _is_it(self, node: ast.expr | ast.stmt, what: str) -> bool:
        self.seen += 1
        if self.seen - 1 != self.at:
            return False
        self.line, self.what = node.lineno, what
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        swapped = {
            ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
            ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Lt: ast.LtE, ast.GtE: ast.Gt,
        }  # fmt: skip
        kind = swapped.get(type(node.ops[0]))
        if kind is not None and self._is_it(node, "another comparison"):
            node.ops[0] = kind()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._is_it(node, "and for or"):
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        spoilt = isinstance(node.op, ast.Not) and self._is_it(node, "not left out")
        return node.operand if spoilt else node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool) and self._is_it(node, "the other boolean"):
            return ast.copy_location(ast.Constant(not node.value), node)
        if type(node.value) is int and self._is_it(node, "one more"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        spoilt = isinstance(node.value, ast.Call) and self._is_it(node, "a call left out")
        return ast.copy_location(ast.Pass(), node) if spoilt else node


def every_mutant() -> Iterator[Mutant]:
    """Give the mutants of all rules, in the order of the files."""
    for path in [*sorted((ROOT / RULES / "decide").glob("*.py")), ROOT / RULES / "agenda.py"]:
        tree = ast.parse(path.read_text("utf-8"))
        counting = _Spoil(-1)
        counting.visit(copy.deepcopy(tree))
        for number in range(counting.seen):
            spoil = _Spoil(number)
            spoilt = ast.fix_missing_locations(spoil.visit(copy.deepcopy(tree)))
            where = path.relative_to(ROOT)
            yield Mutant(where, spoil.line, spoil.what, ast.unparse(spoilt))


def killers(mutant: Mutant, folder: Path) -> list[str]:
    """Return the instruments that notice the mutant, each tried on it."""
    target = folder / mutant.path
    original = target.read_text("utf-8")
    target.write_text(mutant.source, "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(folder / "src"), str(folder)]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        return [name for name, run in INSTRUMENTS.items() if _notices(run, folder, environment)]
    finally:
        target.write_text(original, "utf-8")


def _notices(run: list[str], folder: Path, environment: dict[str, str]) -> bool:
    try:
        done = subprocess.run(
            [sys.executable, *run],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=6)
    chosen = options.parse_args()
    every = list(every_mutant())
    some = random.Random(chosen.seed).sample(every, min(chosen.count, len(every)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("src", "tests", "pyproject.toml"):
            source = ROOT / part
            copying = shutil.copytree if source.is_dir() else shutil.copy
            copying(source, folder / part)
        killed: Counter[str] = Counter()
        alone: Counter[str] = Counter()
        survivors = []
        for number, mutant in enumerate(some, 1):
            by = killers(mutant, folder)
            killed.update(by)
            alone.update(by if len(by) == 1 else ())
            if not by:
                survivors.append(mutant)
            print(f"{number}/{len(some)} {mutant.path.name}:{mutant.line} {by}", file=sys.stderr)
    print(f"{len(some)} mutants of {len(every)}, seed {chosen.seed}\n")
    print("| instrument | killed | alone |\n|---|--:|--:|")
    for instrument in INSTRUMENTS:
        print(f"| {instrument} | {killed[instrument]} | {alone[instrument]} |")
    print(f"| any | {len(some) - len(survivors)} | |\n")
    for mutant in survivors:
        print(f"- {mutant.path.as_posix()}:{mutant.line}, {mutant.what}")


if __name__ == "__main__":
    main()
