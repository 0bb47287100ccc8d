"""Run one measurement in a process of its own."""

from __future__ import annotations

import importlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from .table import Grid, Part, Row

__all__ = ["apart"]


def apart(name: str, wanted: frozenset[str]) -> Part | None:
    """Measure in a fresh process, so that memory and caches are this measurement's own.

    Args:
        name: The module's name within `bench`.
        wanted: Names of modules and groups to run; empty for all.

    Returns:
        What it measured; None when it is no measurement or not a wanted one.
    """
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as process:
        return process.submit(_measure, name, wanted).result()


def _measure(name: str, wanted: frozenset[str]) -> Part | None:
    module = importlib.import_module(f"bench.{name}")
    names = {name, getattr(module, "GROUP", name)}
    if not hasattr(module, "rows") or (wanted and wanted.isdisjoint(names)):
        return None
    print(f"measuring {name} ...", file=sys.stderr, flush=True)
    heading = (module.__doc__ or name).strip().splitlines()[0]
    measured = tuple(module.rows())
    return Part(
        heading,
        tuple(one for one in measured if isinstance(one, Row)),
        tuple(one for one in measured if isinstance(one, Grid)),
    )
