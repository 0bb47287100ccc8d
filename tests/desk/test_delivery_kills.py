"""`handrail deliver` killed as it delivers: every message arrives, repeats under the same key."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest
from sqlalchemy import update

from handrail.desk.calendar import Calendar, ask_for_callback, notifications
from handrail.desk.calendar.outbox_tables import OutboxRow
from handrail.desk.notifications.delivery import _AT_ONCE
from tests.desk.conftest import NOW
from tests.desk.receivers import Receiver, a_receiver
from tests.desk.test_stores import PHONE, where
from tests.sizes import sized

__all__ = ["where"]

POSTS_BETWEEN = 7


def deliverer(where: str, receiver: Receiver, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "handrail", "deliver", "--db", where, *options],
        env={
            **os.environ,
            "HANDRAIL_WEBHOOK_URL": receiver.url,
            "HANDRAIL_WEBHOOK_SECRET": "a secret of the receiver",
            "HANDRAIL_WEBHOOK_PRIVATE": "1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_while_it_posts(where: str, receiver: Receiver) -> None:
    """Start delivering, and kill it with a message that has come and is not answered."""
    left = POSTS_BETWEEN
    running = deliverer(where, receiver)

    def count_down() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            running.kill()

    receiver.on_post = count_down
    running.wait()
    receiver.on_post = lambda: None


@pytest.mark.soak
async def test_every_message_arrives_however_often_the_deliverer_is_killed(where: str) -> None:
    kills = sized(50, reduced=2)
    with a_receiver() as receiver:
        async with await Calendar.open(where, channels=["webhook"]) as calendar:
            for each in range(kills * POSTS_BETWEEN):
                await ask_for_callback(calendar, PHONE, run=f"run-{each}", now=NOW)
            written = {each.key for each in await notifications(calendar)}
            for _ in range(kills):
                await asyncio.to_thread(kill_while_it_posts, where, receiver)
                async with calendar.writing() as session:  # the leases of who died end
                    await session.execute(
                        update(OutboxRow).where(OutboxRow.sent_at.is_(None)).values(due_at=NOW)
                    )
            assert await asyncio.to_thread(deliverer(where, receiver, "--once").wait) == 0
            assert {each.state for each in await notifications(calendar)} == {"sent"}
    assert set(receiver.taken) == written
    assert len(receiver.taken) - len(written) <= kills * _AT_ONCE
