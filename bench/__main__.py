"""Run the measurements and print one table: `python -m bench [NAME or GROUP ...]`."""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import pkgutil
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .table import Part, Row, render

__all__ = ["main"]

_HARNESS = {"__main__", "table"}


def main(argv: list[str] | None = None) -> int:
    """Measure, print the table, and return the exit status.

    It is 1 when a measurement failed or, with `--check`, missed an aim; 2 for an unknown name.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="modules or groups to run (default: all)")
    parser.add_argument("--check", action="store_true", help="exit 1 when an aim is missed")
    options = parser.parse_args(argv)
    wanted = frozenset(options.names)

    parts: list[Part] = []
    broken = False
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name in _HARNESS:
            continue
        try:
            part = _apart(module.name, wanted)
        except Exception:  # noqa: BLE001 - one broken measurement leaves the rest of the table
            traceback.print_exc()
            part = Part(f"{module.name}: failed, see above", ())
            broken = True
        if part is not None:
            parts.append(part)
    if not parts:
        print(f"no measurement is called {' or '.join(sorted(wanted))!r}", file=sys.stderr)
        return 2

    print(render(parts))
    missed = any(row.met is False for part in parts for row in part.rows)
    return int(broken or (missed and options.check))


def _apart(name: str, wanted: frozenset[str]) -> Part | None:
    """Measure in a fresh process, so that memory and caches are this measurement's own."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as process:
        return process.submit(_measure, name, wanted).result()


def _measure(name: str, wanted: frozenset[str]) -> Part | None:
    """Return what a module measured; None when it is no measurement or not a wanted one."""
    module = importlib.import_module(f"bench.{name}")
    names = {name, getattr(module, "GROUP", name)}
    if not hasattr(module, "rows") or (wanted and wanted.isdisjoint(names)):
        return None
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    heading = (module.__doc__ or name).strip().splitlines()[0]
    return Part(heading, tuple(module.rows()))


if __name__ == "__main__":
    sys.exit(main())
