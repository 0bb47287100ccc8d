"""A call held at a terminal, and lists made for people."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from handrail.desk.console import terminal
from handrail.desk.console.models import FaultNotice
from handrail.desk.console.terminal import converse
from handrail.desk.console.turns import Clock
from handrail.livekit import Receptionist, TextCall
from tests.cli.running import NOW, call, invoke
from tests.stories.talk import NEW_YORK


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at the terminal, one line after the other; then the input ends."""
    lines: list[str] = []
    given: Iterator[str] = iter(lines)

    monkeypatch.setattr(terminal, "read_line", lambda: next(given, None))
    monkeypatch.setenv("COLUMNS", "120")
    return lines


async def at_the_terminal() -> None:
    async with await Calendar.open(":memory:") as calendar:
        clock = Clock(NOW, NEW_YORK)
        held = TextCall(Receptionist(**await answering(calendar, clock=clock), ends_session=False))
        try:
            await converse(held, clock, "Northside Studio", FaultNotice("none"))
        finally:
            await held.aclose()


async def test_the_ladder_stands_beside_the_talk(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["a haircut on tuesday at three", "212 555"]
    await at_the_terminal()
    screen = capsys.readouterr().out
    assert "You: a haircut on tuesday at three" in screen
    assert "Tuesday the 16th at 3" in screen
    assert "212, 555 ..." in screen
    assert "(listens)" in screen
    assert "The call ended: hung up" in screen


async def test_a_call_ends_with_its_goodbye(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["a haircut on tuesday at three", "212 555 0142", "yes", "maria lopez", "no thanks"]
    typed += ["yes", "no that's all", "is anybody there"]
    await at_the_terminal()
    screen = capsys.readouterr().out
    assert "declined" in screen
    assert "summary" in screen
    assert "is anybody there" not in screen
    assert "The call ended: completed (booking)." in screen
    assert "code: " in screen


async def test_a_line_that_is_no_turn_is_explained_and_asked_again(
    typed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    typed += ["@wait a bit", "# nothing", "@wait 10s", "a haircut please"]
    await at_the_terminal()
    screen = capsys.readouterr().out
    assert "write a wait as '@wait 90s'" in screen
    assert "(silence)" in screen
    assert "Haircut" in screen or "haircut" in screen


def test_a_real_terminal_gets_the_screen(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "handrail", "call", "--db", str(tmp_path / "d.db")]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        os.write(ours, b"a haircut please\n\x04")
        out, err = process.communicate(timeout=50)
        os.close(ours)
    assert process.returncode == 0, err
    assert "Northside Studio" in out.decode()
    assert "The call ended: hung up" in out.decode()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let a command heed Ctrl-C: what runs the tests in the background may have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_the_call_at_once(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "handrail", "call", "--db", str(tmp_path / "d.db")]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        os.close(theirs)
        shown = b""
        while b"You: " not in shown:
            shown += os.read(process.stdout.fileno(), 4096)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=50)
        os.close(ours)
    assert process.returncode == 130
    assert "The call ended: hung up" in out.decode()
    assert not err


def test_bookings_and_callbacks_are_listed_for_people(tmp_path: Path) -> None:
    db = tmp_path / "desk.db"
    assert invoke("bookings", "--db", db).out == "There are none.\n"
    book = ["a haircut on tuesday at three", "212 555 0142", "yes", "maria lopez", "no", "yes"]
    call(db, book)
    call(db, ["can i speak to a person", "212 555 0199", "yes"])
    bookings = invoke("bookings", "--db", db).out
    assert "Maria" in bookings
    assert "Haircut" in bookings
    assert "+12125550199" in invoke("callbacks", "--db", db).out
    (wanted,) = invoke("callbacks", "--json", "--db", db).json
    assert wanted == {"phone": "+12125550199", "asked_at": "2026-06-12T09:00:00-04:00"}


def test_a_model_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setitem(sys.modules, "livekit.plugins.openai", None)
    ran = invoke("call", "--db", tmp_path / "d.db", "--llm", "openai/some-model")
    assert ran.status == 2
    assert "handrail[openai]" in ran.err


def test_a_data_folder_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    ran = invoke("bookings")
    assert ran.status == 2
    assert "--db" in ran.err
