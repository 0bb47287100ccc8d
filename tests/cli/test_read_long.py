"""`handrail read` on a file as long as they come."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pytest

from tests.sizes import sized

_GROWTH = 20_000  # kB, between the first tenth of the lines and the last


def _line(number: int) -> tuple[dict[str, Any], object]:
    """Return a request, of each kind in turn and mostly unlike all others, and what it holds."""
    day = date(2026, 1, 1) + timedelta(days=number // 8 % 9_000)
    options = [f"Room {number}", f"Suite {number}"]
    phone = f"212 {2 + number % 8}{number % 89 + 10} {number % 10_000:04d}"
    said: list[tuple[str, str, object]] = [
        ("when", "tomorrow at three", f"{day + timedelta(days=1)} 15:00"),
        ("phone", phone, "+1" + phone.replace(" ", "")),
        ("email", f"caller {number} at example dot com", f"caller{number}@example.com"),
        ("name", "maria lopez", "Maria Lopez"),
        ("choice", f"the suite {number} please", options[1]),
        ("yes_no", f"yes please number {number}", True),
        ("number", f"{number} people", number),
        ("text", f"by the door, {number}", f"by the door, {number}"),
    ]
    kind, text, value = said[number % len(said)]
    request = {"text": text, "kind": kind, "now": f"{day}T09:00:00", "asked": True}
    return request | ({"options": options} if kind == "choice" else {}), value


def _value(answer: dict[str, Any]) -> object:
    return f"{answer['date']} {answer['time']}" if answer["date"] else answer["value"]


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Return the memory a process holds, in kB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0])


def _feed(stdin: IO[bytes], count: int) -> None:
    with stdin:
        for number in range(count):
            stdin.write(json.dumps(_line(number)[0]).encode() + b"\n")


def _answers(stdout: IO[bytes]) -> Iterator[dict[str, Any]]:
    return map(json.loads, stdout)


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_hundred_thousand_lines_of_all_kinds_stream_in_order_and_in_constant_memory() -> None:
    count = sized(100_000, reduced=5_000)
    command = [sys.executable, "-m", "handrail", "read"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        feeding = Thread(target=_feed, args=(process.stdin, count), daemon=True)
        feeding.start()
        early = number = 0
        for number, answer in enumerate(_answers(process.stdout), 1):
            expected = _line(number - 1)[1]
            assert _value(answer) == expected, _line(number - 1)
            if number == count // 10:
                early = _resident(process)
            if number == count:
                assert _resident(process) - early < _GROWTH
        feeding.join()
    assert number == count
    assert process.returncode == 0
