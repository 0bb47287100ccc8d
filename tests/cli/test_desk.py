"""`handrail desk` as a program: it says where it is, answers there, and ends when it is told to."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from handrail.cli import app
from handrail.desk.console import desk


@contextmanager
def served(*options: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Start the desk; give the process, its address and the second line it prints."""
    command = [sys.executable, "-m", "handrail", "desk", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            assert first.startswith("Desk: http://127.0.0.1:"), first
            yield process, first.removeprefix("Desk: ").strip(), process.stdout.readline()
        finally:
            process.kill()


def test_it_prints_its_address_answers_there_and_ends_when_told(tmp_path: Path) -> None:
    with served("--db", str(tmp_path / "desk.db")) as (process, address, invitation):
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:  # noqa: S310
            assert (answer.status, answer.read()) == (200, b"well\n")
        assert invitation.startswith(f"Set a password, once: {address}/first?key=")
        link = invitation.split(": ", 1)[1].strip()
        with urllib.request.urlopen(link, timeout=10) as answer:  # noqa: S310 - our own address
            assert b"Set a password" in answer.read()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def test_a_port_that_is_taken_is_told_of(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = ["desk", "--db", str(tmp_path / "desk.db"), "--port", port]
        result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert f"cannot listen at 127.0.0.1:{port} (Address already in use):" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("there", [False, True])
def test_without_a_password_it_stays_on_this_machine(tmp_path: Path, there: bool) -> None:
    db = tmp_path / "desk.db"
    if there:
        assert CliRunner().invoke(app, ["call", "--script", "-", "--db", str(db)]).exit_code == 0
    everywhere = "0.0.0.0"  # noqa: S104 - it is refused
    arguments = ["desk", "--db", str(db), "--host", everywhere, "--port", "0"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert f"reach the desk at {everywhere} before it has a password" in result.stderr
    assert db.exists() is there


@pytest.mark.parametrize("host", ["192.0.2.1", "desk.example.com", "127.0.0.1.x", ""])
def test_a_name_is_not_this_machine_by_looking_like_it(host: str) -> None:
    assert not desk._is_local(host)


@pytest.mark.parametrize(
    ("host", "sentence"),
    [
        ("192.0.2.1", "The desk cannot listen at 192.0.2.1:0 ("),
        (" ", "--host is empty: name an address such as 127.0.0.1."),
    ],
)
def test_a_host_that_is_none_of_ours_is_told_of(tmp_path: Path, host: str, sentence: str) -> None:
    db = tmp_path / "desk.db"
    result = CliRunner().invoke(app, ["desk", "--db", str(db), "--host", host, "--port", "0"])
    assert (result.exit_code, sentence in result.stderr) == (2, True)
    assert not db.exists()


def test_a_calendar_that_is_none_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    file.write_text("no database", "utf-8")
    result = CliRunner().invoke(app, ["desk", "--db", str(file)])
    assert (result.exit_code, "is not an SQLite database" in result.stderr) == (2, True)
    missing = tmp_path / "none" / "desk.db"
    result = CliRunner().invoke(app, ["desk", "--db", str(missing), "--port", "0"])
    assert result.stderr == f"handrail: There is no folder {missing.parent} for the calendar.\n"


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_NEEDED", ("no_such_library",))
    result = CliRunner().invoke(app, ["desk"])
    assert result.exit_code == 2
    assert "pip install 'handrail[desk]'" in result.stderr
