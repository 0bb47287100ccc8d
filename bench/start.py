"""Cold start: processes from nothing, the best of several runs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .table import Row, sized

__all__ = ["rows"]


def rows() -> Iterator[Row]:
    """Time the commands a person waits for."""
    count = sized(7, ci=2)
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "bench.db")
        python = _seconds(count, "-c", "pass")
        helped = _seconds(count, "-m", "handrail.cli", "--help")
        imported = _seconds(count, "-c", "import handrail")
        prompted = _seconds(count, "-m", "handrail.cli", "call", "--json", "--db", database)
    yield Row("python itself, for comparison", python, "s", count=count)
    yield Row("handrail --help", helped, "s", aim="< 0.3", count=count)
    yield Row("import handrail", imported, "s", count=count)
    yield Row("handrail call, to the first prompt", prompted, "s", count=count)


def _seconds(count: int, *arguments: str) -> float:
    return min(_to_first_line(arguments) for _ in range(count))


def _to_first_line(arguments: tuple[str, ...]) -> float:
    """Return how long a command takes to print its first line, or to end without one."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        took = time.perf_counter() - began
        _, complaint = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {complaint.decode(errors='replace')}")
    return took
