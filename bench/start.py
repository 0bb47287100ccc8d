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
    handrail = str(Path(sys.executable).with_name("handrail"))
    python = _seconds(count, sys.executable, "-c", "print(1)")
    imported = _seconds(count, sys.executable, "-c", "import handrail; print(1)")
    helped = _seconds(count, handrail, "--help")
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "bench.db")
        prompted = _seconds(count, handrail, "call", "--json", "--db", database)
    yield Row("python itself, for comparison", python, "s", count=count)
    yield Row("import handrail", imported, "s", count=count)
    yield Row("handrail --help", helped, "s", aim="< 0.3", count=count)
    yield Row("handrail call, to the first prompt", prompted, "s", count=count)


def _seconds(count: int, *command: str) -> float:
    return min(_to_first_line(command) for _ in range(count))


def _to_first_line(command: tuple[str, ...]) -> float:
    """Return how long a command takes to print its first line.

    Raises:
        RuntimeError: It failed, or printed nothing: then there is nothing to measure.
    """
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        took = time.perf_counter() - began
        _, complaint = process.communicate()
    if process.returncode or not first:
        raise RuntimeError(f"{' '.join(command)}: {complaint.decode(errors='replace')}")
    return took
