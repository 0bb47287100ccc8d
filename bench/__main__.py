"""Run the measurements and print one table: `python -m bench [NAME or GROUP ...]`."""

from __future__ import annotations

import argparse
import pkgutil
import sys
import traceback
from pathlib import Path

from .measure import apart
from .table import Part, render

__all__ = ["main"]

_HARNESS = {"__main__", "measure", "table"}


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
            part = apart(module.name, wanted)
        except Exception:  # noqa: BLE001 - one broken measurement leaves the rest of the table
            traceback.print_exc()
            part = Part(f"{module.name}: failed, see above", ())
            broken = True
        if part is not None:
            parts.append(part)
    if wanted and not parts:
        print(f"no measurement is called {' or '.join(sorted(wanted))!r}", file=sys.stderr)
        return 2

    print(render(parts))
    missed = any(row.met is False for part in parts for row in part.rows)
    return int(broken or (missed and options.check))


if __name__ == "__main__":
    sys.exit(main())
