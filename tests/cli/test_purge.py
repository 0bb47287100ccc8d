"""`handrail purge`: what people have said and who they are goes; what was booked stays."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from handrail import Conversation, PlainCall
from handrail.desk.calendar import Calendar
from handrail.desk.call import answering
from tests.cli.running import NOW, invoke

MARIA = "+12125550142"
BOOKED = (
    "i'm maria lopez, a haircut on tuesday at three",
    "yes",
    "maria at example dot com",
    "yes",
    "yes",
)
PERSONAL = (b"Lopez", b"lopez", b"2125550142", b"maria@example.com", b"maria at example")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def call(db: Path, said: Sequence[str], *, caller: str | None = MARIA, now: str = NOW) -> None:
    """Hold a call up to a hang-up."""

    async def held() -> None:
        moment = datetime.fromisoformat(now)
        async with await Calendar.open(str(db)) as calendar:
            arguments = await answering(calendar, clock=lambda: moment, caller=caller)
            host = PlainCall(Conversation(**arguments))
            await host.open()
            for text in said:
                await host.say(text)
            host.conversation.hang_up()
            await host.conversation.keep()

    asyncio.run(held())


def left_in(db: Path) -> list[bytes]:
    """Return what of Maria is anywhere in the file or beside it."""
    every = b"".join(each.read_bytes() for each in db.parent.iterdir())
    return [each for each in PERSONAL if each in every]


def purge(db: Path, *options: str) -> dict[str, int]:
    ran = invoke("purge", "--db", db, "--json", *options)
    assert ran.status == 0, ran.err
    found: dict[str, int] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("person", [MARIA, "212 555 0142", "Maria@Example.com", "maria lopez"])
def test_a_person_is_purged_by_whatever_they_are_known(db: Path, person: str) -> None:
    call(db, BOOKED)
    assert left_in(db)
    found = purge(db, "--person", person, "--with-bookings")
    assert found["calls"] == found["customers"] == 1
    assert left_in(db) == []
    (booking,) = [
        json.loads(line) for line in invoke("bookings", "--db", db, "--json").out.splitlines()
    ]
    assert (booking["service"], booking["name"], booking["phone"]) == ("Haircut", "", "")


def test_bookings_ahead_are_not_left_without_a_person_by_the_way(db: Path) -> None:
    call(db, BOOKED, now="2099-06-12T09:00:00-04:00")
    ran = invoke("purge", "--db", db, "--person", MARIA)
    assert (ran.status, ran.out) == (2, "")
    assert "--with-bookings" in ran.err
    assert left_in(db)
    assert purge(db, "--person", MARIA, "--with-bookings")["bookings cancelled"] == 1
    assert '"cancelled"' in invoke("bookings", "--db", db, "--json").out


@pytest.mark.parametrize(
    ("said", "person"),
    [
        (
            ("a haircut", "tuesday at three", "no it's two one two", "five five five oh one four"),
            MARIA,
        ),
        (("a haircut", "tuesday at three", "no use 212 555 0142"), MARIA),
        (("can i leave something for maria lopez",), "Maria Lopez"),
        (("it's maria at example dot com",), "maria@example.com"),
    ],
)
def test_a_person_who_was_only_heard_is_found(db: Path, said: tuple[str, ...], person: str) -> None:
    call(db, said, caller="+12125550199")
    call(db, ("a colour", "my number is 646 555 0177"), caller="+16465550177")
    assert purge(db, "--person", person)["calls"] == 1


def test_what_is_old_goes_and_a_dry_run_only_counts(db: Path) -> None:
    call(db, BOOKED, now="2020-06-12T09:00:00-04:00")
    call(db, ("can i speak to a person", "yes"), now="2020-06-12T10:00:00-04:00")
    counted = purge(db, "--older-than", "90d", "--dry-run")
    told = invoke("purge", "--db", db, "--older-than", "90d", "--dry-run").out
    assert told == "Would be purged: 2 calls, 1 customer, 1 callback.\n"
    assert left_in(db)
    found = purge(db, "--older-than", "90d")
    assert {**counted, "dry_run": False} == found
    assert (found["calls"], found["customers"], found["callbacks"]) == (2, 1, 1)
    assert left_in(db) == []
    assert purge(db, "--older-than", "90d")["calls"] == 0
    assert invoke("purge", "--db", db, "--older-than", "90d").out == "Purged: nothing.\n"


def test_what_is_not_old_stays(db: Path) -> None:
    call(db, BOOKED, now="2099-06-12T09:00:00-04:00")
    found = purge(db, "--older-than", "1d")
    assert (found["calls"], found["customers"]) == (0, 0)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "either"),
        (("--older-than", "90d", "--person", MARIA), "either"),
        (("--older-than", "soon"), "90d"),
        (("--person", " "), "--person must be"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_sentence(
    db: Path, options: tuple[str, ...], sentence: str
) -> None:
    call(db, ["hello"])
    ran = invoke("purge", "--db", db, *options)
    assert ran.status == 2
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1


def test_no_calendar_is_begun_to_purge_it(db: Path) -> None:
    ran = invoke("purge", "--db", db, "--older-than", "90d")
    assert ran.status == 2
    assert not db.exists()
