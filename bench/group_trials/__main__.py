"""The same callers with Handrail's booking, LiveKit's TaskGroup and Handrail's: `make compare`.

The group is LiveKit's own tasks (`flow`), led by a model that follows rules and makes no mistake
(`model`); callers, seeds, calendar and judges are those of `handrail trial`.
"""

from __future__ import annotations

import argparse
import sys

from .comparing import compared, reasons, scenarios, table, totals


def main() -> int:
    """Hold the calls, and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m bench.group_trials", description=__doc__)
    parser.add_argument("-k", type=int, default=8, help="how often each scenario is tried")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--noise", type=float, default=0.0, help="the share of words misheard")
    parser.add_argument("--jobs", type=int, default=2, help="in how many processes")
    options = parser.parse_args()
    chosen, every = scenarios()
    seeds = range(options.seed, options.seed + options.k)
    found = compared(chosen, seeds, noise=options.noise, jobs=options.jobs)
    heading = f"{len(chosen)} of the desk's {every} scenarios concern nothing but a booking."
    parts = [heading, table(chosen, found), totals(found, options.k), *reasons(found)]
    print("\n\n".join(map(str, parts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
