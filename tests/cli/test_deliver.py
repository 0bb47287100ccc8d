"""`handrail deliver`, `notifications` and `feed`: what leaves the desk."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from handrail.desk.console.delivering import delivering
from handrail.desk.notifications import NotificationSettings, settings_from
from tests.cli.running import invoke
from tests.cli.test_desk import served
from tests.desk.conftest import Desk, desk, file, where
from tests.desk.receivers import Receiver, a_receiver
from tests.desk.test_stores import THREE

__all__ = ["desk", "file", "where"]

BOOKS = """\
a haircut on tuesday at three
212 555 0142
yes
Maria Lopez
no email
yes
bye
"""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with a_receiver() as receiver:
        monkeypatch.setenv("HANDRAIL_WEBHOOK_URL", receiver.url)
        monkeypatch.setenv("HANDRAIL_WEBHOOK_SECRET", "a secret of the receiver")
        monkeypatch.setenv("HANDRAIL_WEBHOOK_PRIVATE", "1")
        yield receiver


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def hold_a_call(db: Path) -> None:
    script = db.with_name("call.txt")
    script.write_text(BOOKS, "utf-8")
    ran = invoke("call", "--db", db, "--now", "2026-06-12T09:00:00-04:00", "--script", script)
    assert "completed (booking)" in ran.out


def test_what_a_call_booked_is_told(db: Path, receiver: Receiver) -> None:
    hold_a_call(db)
    assert invoke("deliver", "--db", db, "--once").out == "Sent 1, put off 0, given up 0.\n"
    assert invoke("deliver", "--db", db, "--once").out == "Sent 0, put off 0, given up 0.\n"
    (posted,) = receiver.posted
    told = json.loads(posted.body)
    assert (told["event"], told["booking"]["name"]) == ("booked", "Maria Lopez")
    (line,) = invoke("notifications", "--db", db, "--json").out.splitlines()
    assert json.loads(line)["state"] == "sent"


def test_the_owner_sees_what_could_not_be_told(db: Path, receiver: Receiver) -> None:
    hold_a_call(db)
    receiver.answers = [(410, {})]
    assert invoke("deliver", "--db", db, "--once").out == "Sent 0, put off 0, given up 1.\n"
    table = invoke("notifications", "--db", db).out
    assert "failed" in table
    assert "Maria" not in table


def test_nothing_to_deliver_by_is_said(db: Path) -> None:
    ran = invoke("deliver", "--db", db, "--once")
    assert ran.status == 2
    assert ran.err == (
        "handrail: There is nothing to deliver by: set HANDRAIL_WEBHOOK_URL or HANDRAIL_SMTP_URL.\n"
    )


@pytest.mark.parametrize("command", ["call", "deliver", "worker", "desk"])
def test_settings_that_cannot_be_used_are_told_before_anything_begins(
    db: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    for name in ("URL", "API_KEY", "API_SECRET"):
        monkeypatch.setenv(f"LIVEKIT_{name}", "wss://example.com")
    monkeypatch.setenv("HANDRAIL_WEBHOOK_URL", "https://example.com")
    ran = invoke(command, "--db", db)
    assert ran.status == 2
    assert "HANDRAIL_WEBHOOK_SECRET" in ran.err
    assert not db.exists()


async def test_a_worker_tells_what_its_calls_book_while_it_runs(
    desk: Desk, receiver: Receiver
) -> None:
    settings = settings_from(os.environ)
    desk.calendar.channels = frozenset(settings.names)
    await desk.booked(THREE)
    async with delivering(desk.calendar, settings):
        assert await asyncio.to_thread(receiver.came.wait, 10)
    async with delivering(desk.calendar, NotificationSettings()):
        assert len(asyncio.all_tasks()) == 1, "with nothing to deliver by, nothing runs"


async def test_the_dashboard_tells_what_is_due_while_it_serves(
    desk: Desk, file: Path, receiver: Receiver
) -> None:
    desk.calendar.channels = frozenset(settings_from(os.environ).names)
    await desk.booked(THREE)
    with served("--db", str(file)):
        assert await asyncio.to_thread(receiver.came.wait, 10)


def test_a_calendar_feed_is_printed(db: Path) -> None:
    hold_a_call(db)
    ran = invoke("feed", "--db", db)
    assert ran.out.splitlines()[0] == "BEGIN:VCALENDAR"
    assert invoke("feed", "--db", db, "--resource", "chair").out == ran.out


def test_the_link_to_a_feed_stays_until_it_is_renewed(db: Path) -> None:
    first, again, renewed = (
        invoke("feed", "--db", db, *options).out
        for options in (["--link"], ["--link"], ["--link", "--renew"])
    )
    assert first == again != renewed
    assert first.startswith("/feeds/")
    assert first.endswith(".ics\n")


def test_a_feed_of_nobody_is_said(db: Path) -> None:
    ran = invoke("feed", "--db", db, "--resource", "Sofa")
    assert ran.status == 2
    assert ran.err == "handrail: --resource must be one of those there are: Chair.\n"
