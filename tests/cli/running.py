"""Running the command line as a user does, in a process of its own or in this one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from handrail.cli import app

NOW = "2026-06-12T09:00:00-04:00"


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str | Path, stdin: str | bytes = "") -> Ran:
    """Run the command in a process of its own."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "handrail", *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        timeout=50,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def invoke(*arguments: str | Path, stdin: str | bytes = "") -> Ran:
    """Run the command in this process, which is quicker."""
    done = CliRunner().invoke(app, list(map(str, arguments)), input=stdin)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


def call(db: Path, turns: Sequence[str], *options: str) -> list[dict[str, Any]]:
    """Hold a call with `--json` and return what it printed."""
    ran = invoke("call", "--json", "--db", db, "--now", NOW, *options, stdin="\n".join(turns))
    assert ran.status == 0, ran.err
    return ran.json
