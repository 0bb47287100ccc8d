"""A call is kept turn by turn, and taken up where it stood, whatever happened in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handrail import (
    Call,
    Choice,
    Conversation,
    Email,
    Number,
    PersonName,
    Phone,
    Phrases,
    PlainCall,
    Reception,
    Step,
    Text,
    Verdict,
    When,
    Workflow,
    view,
)
from handrail.engine import moves as m
from handrail.entries import LOST
from handrail.journal import (
    CallHeader,
    CallJournal,
    JournalUnavailable,
    Record,
    SqlStore,
    Store,
    UnreadableJournal,
)
from handrail.speaking import Line

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
CALLER = "+12125550142"


class Book:
    """What the workflows below write into, once for each run."""

    def __init__(self) -> None:
        self.written: dict[str, dict[str, Any]] = {}
        self.attempts = 0
        self.full: set[datetime] = set()
        self.during: Callable[[], None] = lambda: None

    async def write(self, run: str, values: dict[str, Any]) -> dict[str, Any]:
        self.attempts += 1
        self.written.setdefault(run, values)
        self.during()
        return {"code": "K7"}


def is_free(start: Any, call: Call[Book]) -> Verdict:
    if not isinstance(start, datetime):
        return Verdict.choose(*(datetime(2026, 6, 16, h, tzinfo=NEW_YORK) for h in (13, 14, 15)))
    if start in call.userdata.full:
        return Verdict.no("That's taken", start + timedelta(hours=1))
    return Verdict.yes()


class Booking(Workflow, name="booking"):
    service = Step(Choice(("Haircut", "Color")), ask="What would you like?")
    start = Step(When(), ask="When?", needs=[service], check=is_free)
    phone = Step(Phone(), ask="Which number?")
    name = Step(PersonName(), ask="Your name?")
    email = Step(Email(), ask="Your email?", optional=True)

    asks_for = ("an appointment",)
    phrases = Phrases(agree="Shall I book it?", done="Booked. Your code is {code}.")

    async def commit(self, call: Call[Book]) -> dict[str, Any]:
        return await call.userdata.write(call.run, self.values())


class CallBack(Workflow, name="callback", summary=False, escalates=False):
    phone = Step(Phone(), ask="Which number?")
    phrases = Phrases(done="We'll call you.")

    async def commit(self, call: Call[Book]) -> None:
        await call.userdata.write(call.run, self.values())


RECEPTION = Reception(business="Corner Salon", callback=CallBack)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with await SqlStore.open(":memory:") as opened:
        yield opened


@pytest.fixture
def book() -> Book:
    return Book()


def calling(
    book: Book,
    journal: CallJournal | None,
    *workflows: type[Workflow],
    reception: Reception | None = RECEPTION,
    **options: Any,
) -> Conversation[Book]:
    return Conversation(
        workflows or (Booking,),
        userdata=book,
        clock=lambda: NOW,
        reception=reception,
        journal=journal,
        **options,
    )


def stands(conversation: Conversation[Any]) -> dict[str, Any]:
    """Return all that a call is, but for what it says next."""
    course = conversation._course
    known = course.succession
    return {
        "state": conversation.state,
        "run": course.run.id,
        "turns": course.run.turns,
        "undecided": course.run.undecided,
        "workflow": conversation.workflow,
        "revision": conversation.revision,
        "closed": conversation.closed,
        "handed over": conversation.handed_over,
        "outcome": conversation.outcome,
        "reason": conversation.reason,
        "result": conversation.result,
        "receipt": conversation.receipt,
        "name": conversation.name,
        "known": known.known,
        "interrupted": known._interrupted,
        "endings": course.next._endings,
        "asking": view.asking(conversation),
        "answers": view.answers(conversation),
        "partials": view.partials(conversation),
    }


async def taken_up(
    book: Book, store: Store, journal: CallJournal, *workflows: type[Workflow], **options: Any
) -> Conversation[Book]:
    return calling(book, await CallJournal.reopen(store, journal.call), *workflows, **options)


# --- exactly ----------------------------------------------------------------------------------

STORIES: list[tuple[str, ...]] = [
    (
        "a haircut on Tuesday at three please",
        "212 555 0142",
        "my name is Maria Lopez",
        "no email",
        "yes",
        "no thanks",
    ),
    ("I'd like to book", "a haircut", "Tuesday", "afternoon", "the second one", "make it three"),
    ("book a color", "tuesday at", "three", "two one two", "five five five", "go back", "leave it"),
    ("maria dot lopez", "a haircut", "my email is maria", "at gmail dot com", "help", "", "", ""),
    ("a haircut", "I want to speak to a person", "212 555 0142", "yes"),
    ("a haircut", "a person please", "never mind", "Tuesday at three", "start over", "a color"),
    ("zorp", "zorp", "blue zorp", "yes", "212 555 0142"),
    ("a haircut", "never mind", "a haircut", "goodbye"),
    (
        "a haircut on Tuesday at one",
        "212 555 0142 and my name is Ann Lee",
        "no email",
        "no",
        "the time",
        "two",
        "yes",
        "book a color on Wednesday at two",
        "yes",
    ),
]


@pytest.mark.parametrize("said", STORIES, ids=[str(number) for number in range(len(STORIES))])
@pytest.mark.parametrize("cut", [False, True], ids=["heard", "cut"])
async def test_after_every_turn_the_journal_gives_exactly_the_call(
    store: Store, book: Book, said: Sequence[str], cut: bool
) -> None:
    book.full = {datetime(2026, 6, 16, 14, tzinfo=NEW_YORK)}
    journal = CallJournal(store, caller=CALLER)
    conversation = calling(book, journal)
    line = await conversation.open()
    for text in ("", *said):
        assert stands(await taken_up(book, store, journal)) == stands(conversation)
        conversation.played(line, heard=line.text[: len(line.text) // 2] if cut else None)
        await conversation.keep()
        assert stands(await taken_up(book, store, journal)) == stands(conversation)
        if conversation.closed:
            break
        conversation.begin_turn((text,))
        for move in conversation.read((text,)).moves or (m.Unclear(),):
            conversation.apply(move)
        line = await conversation.settle()
    found = await store.find(journal.call)
    assert found is not None
    assert found.ended == conversation.closed
    assert journal.durable


async def test_the_call_goes_on_where_it_stood(store: Store, book: Book) -> None:
    journal = CallJournal(store, caller=CALLER)
    before = PlainCall(calling(book, journal))
    await before.open()
    await before.say("a haircut on Tuesday at three")
    await before.say("212 555 0142")
    after = PlainCall(await taken_up(book, store, journal))
    heard = await after.say("my name is Maria Lopez")
    assert heard == "212, 555, 0142, thanks. Your email, Maria?"  # none knows what was heard
    await after.say("no email")
    assert "Booked. Your code is" in await after.say("yes")
    (written,) = book.written.values()
    assert written["start"] == datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)


async def test_a_call_without_a_reception_is_taken_up_too(store: Store, book: Book) -> None:
    journal = CallJournal(store)
    before = PlainCall(calling(book, journal, reception=None))
    await before.open()
    await before.say("a haircut on Tuesday at three")
    after = await taken_up(book, store, journal, reception=None)
    before.conversation.played(Line())
    assert stands(after)["answers"] == stands(before.conversation)["answers"]
    assert not after.receiving


async def test_a_hang_up_is_written_and_leaves_the_call_open(store: Store, book: Book) -> None:
    journal = CallJournal(store, caller=CALLER)
    call = PlainCall(calling(book, journal))
    await call.open()
    await call.say("a haircut")
    call.hang_up()
    await call.conversation.keep()
    assert [record.kind for record in await store.read(journal.call)][-1] == "HungUp"
    (found,) = await store.open_calls(CALLER, since=NOW)
    assert found.header.id == journal.call
    again = await taken_up(book, store, journal)
    assert not again.closed
    assert again.outcome is None
    assert view.asking(again) == {"step": "start", "act": "ask"}


async def test_a_person_who_took_the_call_has_it(store: Store, book: Book) -> None:
    async def transfer(_line: Line) -> bool:
        return True

    journal = CallJournal(store, caller=CALLER)
    call = PlainCall(calling(book, journal, transfer=transfer))
    await call.open()
    await call.say("a person please")
    again = await taken_up(book, store, journal, transfer=transfer)
    assert again.handed_over
    assert stands(again) == stands(call.conversation)
    assert await store.open_calls(CALLER, since=NOW) == ()


async def test_nobody_who_took_the_call_is_written_as_such(store: Store, book: Book) -> None:
    async def transfer(_line: Line) -> bool:
        return False

    journal = CallJournal(store, caller=CALLER)
    call = PlainCall(calling(book, journal, transfer=transfer))
    await call.open()
    await call.say("a person please")
    await call.conversation.keep()
    again = await taken_up(book, store, journal, transfer=transfer)
    assert stands(again) == stands(call.conversation)


# --- before it is spoken ----------------------------------------------------------------------


class Watched(Store):
    """A store whose appends can be watched, delayed or made to fail."""

    def __init__(self, inner: Store) -> None:
        self.inner = inner
        self.appended: list[int] = []
        self.before: Callable[[], Any] = lambda: None
        self.after: Callable[[], Any] = lambda: None

    async def append(
        self, call: CallHeader, records: Sequence[Record], *, after: int, **more: Any
    ) -> None:
        self.appended.append(len(records))
        await _waited(self.before())
        await self.inner.append(call, records, after=after, **more)
        await _waited(self.after())

    async def read(self, call: str) -> tuple[Record, ...]:
        return await self.inner.read(call)

    async def find(self, call: str) -> Any:
        return await self.inner.find(call)

    async def open_calls(self, caller: str, *, since: datetime) -> Any:
        return await self.inner.open_calls(caller, since=since)

    async def calls(self) -> Any:
        return await self.inner.calls()

    async def purge(self, calls: Collection[str]) -> int:
        return await self.inner.purge(calls)

    async def purge_before(self, moment: datetime) -> int:
        return await self.inner.purge_before(moment)

    async def purge_person(self, person: str) -> int:
        return await self.inner.purge_person(person)

    async def aclose(self) -> None:
        await self.inner.aclose()


async def _waited(given: Any) -> None:
    if given is not None:
        await given


def fails() -> None:
    raise JournalUnavailable("calls.db cannot be used: OperationalError")


async def test_a_turn_is_one_transaction_before_its_reply(store: Store, book: Book) -> None:
    watched = Watched(store)
    call = PlainCall(calling(book, CallJournal(watched)))
    await call.open()
    assert len(watched.appended) == 1
    await call.say("a haircut on Tuesday at three")
    assert len(watched.appended) == 3  # one more, for a run begins whose check may hold the time
    await call.say("my number is 212 555 0142")
    assert len(watched.appended) == 4
    await call.conversation.settle()  # nothing new was said: nothing is written
    assert len(watched.appended) == 5  # but what was heard of the line
    await call.conversation.settle()
    assert len(watched.appended) == 5


async def test_what_is_to_be_committed_is_written_before_it_is(store: Store, book: Book) -> None:
    """Else a crash after the commit loses its key, and the next attempt books twice."""
    journal = CallJournal(store)
    call = PlainCall(calling(book, journal))
    await call.open()
    await call.say("a haircut on Tuesday at three, my number is 212 555 0142")
    await call.say("Maria Lopez")
    await call.say("no email")

    def crash() -> None:
        raise KeyboardInterrupt

    book.during = crash
    with pytest.raises(KeyboardInterrupt):
        await call.say("yes")
    book.during = lambda: None
    assert len(book.written) == 1
    again = await taken_up(book, store, journal)
    assert again.is_writing
    line = await again.settle()
    assert line.text.startswith("Booked. Your code is")
    assert again.outcome == "completed"
    assert (book.attempts, len(book.written)) == (2, 1)


async def test_a_run_is_written_before_its_first_check(
    store: Store, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a time that the check held stands in the way of the very caller it is held for."""
    journal = CallJournal(store)
    call = PlainCall(calling(book, journal))
    await call.open()
    runs: list[str] = []

    def crash(_start: Any, about: Call[Book]) -> Verdict:
        runs.append(about.run)
        raise KeyboardInterrupt

    monkeypatch.setattr(Booking.steps["start"], "check", crash)
    with pytest.raises(KeyboardInterrupt):
        await call.say("a haircut on Tuesday at three")
    monkeypatch.undo()
    again = await taken_up(book, store, journal)
    assert again._course.run.id == runs[0]
    line = await again.settle()  # what the check would have told is told now
    assert line.text.startswith("Haircut on Tuesday the 16th at 3 p.m., that works.")
    assert again.values["start"] == datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)


async def test_a_store_that_fails_costs_durability_and_not_the_call(
    store: Store, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    watched = Watched(store)
    journal = CallJournal(watched, caller=CALLER)
    call = PlainCall(calling(book, journal))
    silent = PlainCall(calling(book, None))
    assert await call.open() == await silent.open()
    watched.before = fails
    for text in ("a haircut on Tuesday at three", "212 555 0142", "Maria Lopez"):
        assert await call.say(text) == await silent.say(text)
    assert not journal.durable
    assert "could not be written" in caplog.text
    assert not any(word in caplog.text for word in ("Maria", "0142", "haircut", "Tuesday"))
    watched.before = lambda: None
    assert await call.say("no email") == await silent.say("no email")
    assert journal.durable  # what had waited is written, too
    await call.conversation.keep()
    assert stands(await taken_up(book, store, journal)) == stands(call.conversation)


async def test_a_turn_that_was_written_after_all_is_not_written_twice(
    store: Store, book: Book
) -> None:
    watched = Watched(store)
    journal = CallJournal(watched)
    call = PlainCall(calling(book, journal))
    await call.open()
    watched.after = fails  # the answer of the database is lost
    await call.say("a haircut")
    watched.after = lambda: None
    await call.say("Tuesday at three")
    await call.conversation.keep()
    assert journal.durable
    assert stands(await taken_up(book, store, journal)) == stands(call.conversation)


async def test_a_store_that_hangs_is_not_waited_for(
    store: Store, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.journal.call.PATIENCE", 0.0)
    monkeypatch.setattr("handrail.journal.call.PATIENCE_AFTER_A_FAILURE", 0.0)
    watched = Watched(store)
    back = asyncio.Event()
    watched.before = back.wait
    journal = CallJournal(watched)
    call = PlainCall(calling(book, journal))
    assert "Corner Salon" in await call.open()
    await call.say("a color")
    assert not journal.durable
    assert len(watched.appended) == 1  # the one that takes long is not called off

    back.set()
    monkeypatch.setattr("handrail.journal.call.PATIENCE_AFTER_A_FAILURE", 10.0)
    await call.conversation.keep()
    assert journal.durable
    taken = await taken_up(book, store, journal)
    assert taken.state == call.conversation.state


async def test_of_two_workers_with_one_call_the_later_writes_no_more(
    store: Store, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    journal = CallJournal(store)
    first = PlainCall(calling(book, journal))
    await first.open()
    await first.conversation.keep()
    second = PlainCall(await taken_up(book, store, journal))
    await second.say("a color")
    await second.conversation.keep()
    kept = await store.read(journal.call)
    await first.say("a haircut")
    await first.say("Tuesday at three")
    assert view.answers(first.conversation)["start"]["value"].startswith("2026-06-16T15")
    assert await store.read(journal.call) == kept
    assert not journal.durable
    assert "another worker" in caplog.text


# --- who is named -----------------------------------------------------------------------------


async def test_a_call_is_purged_by_whom_it_names(store: Store, book: Book) -> None:
    call = PlainCall(calling(book, CallJournal(store, caller="+12125550199")))
    await call.open()
    await call.say("a haircut, my number is 212 555 0142")
    assert await store.purge_person("+12125550199x") == 0
    assert await store.purge_person(CALLER) == 1
    await call.say("Tuesday at three")  # the call goes on, unwritten
    assert view.asking(call.conversation)["step"] == "name"


async def test_a_call_that_was_purged_cannot_be_taken_up(store: Store, book: Book) -> None:
    journal = CallJournal(store)
    await calling(book, journal).open()
    await store.purge_before(NOW + timedelta(days=1))
    with pytest.raises(UnreadableJournal, match="no such call"):
        await CallJournal.reopen(store, journal.call)


# --- another version --------------------------------------------------------------------------


class Changed(Workflow, name="booking"):
    """Color is no longer done, there is a step more, and the phone is now a text."""

    service = Step(Choice(("Haircut", "Beard trim")), ask="What would you like?")
    people = Step(Number(), ask="For how many?")
    start = Step(When(), ask="When?", needs=[service], check=is_free)
    name = Step(PersonName(), ask="Your name?")
    phone = Step(Text(), ask="How can we reach you?")

    asks_for = ("book",)


async def told_before(store: Store, book: Book, *said: str) -> CallJournal:
    journal = CallJournal(store)
    call = PlainCall(calling(book, journal))
    await call.open()
    for text in said:
        await call.say(text)
    await call.conversation.keep()
    return journal


async def test_another_version_keeps_the_answers_that_still_pass(store: Store, book: Book) -> None:
    journal = await told_before(
        store, book, "a haircut on Tuesday at three", "212 555 0142", "my name is Maria Lopez"
    )
    again = await taken_up(book, store, journal, Changed)
    line = await again.settle()
    assert line.text.endswith("For how many?")
    known = view.answers(again)
    assert {step: known[step]["value"] for step in known} == {
        "service": "Haircut",
        "start": "2026-06-16T15:00:00-04:00",
        "name": "Maria Lopez",
        "phone": CALLER,
    }
    again.played(line)
    await again.keep()
    assert stands(await taken_up(book, store, journal, Changed)) == stands(again)


async def test_another_version_asks_again_for_what_no_longer_passes(
    store: Store, book: Book
) -> None:
    journal = await told_before(store, book, "a color on Tuesday at three")
    book.full = {datetime(2026, 6, 16, 15, tzinfo=NEW_YORK)}  # meanwhile
    again = PlainCall(await taken_up(book, store, journal, Changed))
    await again.conversation.settle()
    assert view.asking(again.conversation) == {"step": "service", "act": "ask"}
    assert "taken" in await again.say("a haircut")
    assert view.answers(again.conversation).keys() == {"service"}


async def test_the_run_keeps_its_key_in_another_version(store: Store, book: Book) -> None:
    journal = await told_before(store, book, "a haircut on Tuesday at three")
    same, changed = [await taken_up(book, store, journal, w) for w in (Booking, Changed)]
    assert same._course.run.id == changed._course.run.id


async def test_a_workflow_that_is_gone_is_said_so(store: Store, book: Book) -> None:
    journal = await told_before(store, book, "a haircut on Tuesday at three")
    with pytest.raises(UnreadableJournal, match="not among those"):
        await taken_up(book, store, journal, CallBack, reception=None)


# --- what is not kept -------------------------------------------------------------------------


def _no_task() -> Any:
    """Stand for what makes an AgentTask: the tests give its result themselves."""


class Deposit(Workflow, name="deposit", summary=False):
    name = Step(PersonName(), ask="Your name?")
    card = Step.from_task(_no_task)
    email = Step(Email(), ask="Your email?")

    async def commit(self, call: Call[Book]) -> dict[str, Any]:
        return await call.userdata.write(call.run, self.values())


async def test_a_card_is_not_kept_and_asked_for_again(store: Store, book: Book) -> None:
    journal = CallJournal(store)
    conversation = calling(book, journal, Deposit, reception=None)
    conversation.hosts_tasks = True
    await conversation.open()
    for text, move in (
        ("Maria Lopez", m.Record("name", "Maria Lopez")),
        ("4242 4242", m.Record("card", {"number": "42424242"}, by="task")),
    ):
        conversation.begin_turn((text,))
        conversation.apply(move)
        conversation.played(await conversation.settle())
    await conversation.keep()
    assert conversation.state.answers["card"].value == {"number": "42424242"}
    assert "4242" not in repr(await store.read(journal.call))
    again = await taken_up(book, store, journal, Deposit, reception=None)
    again.hosts_tasks = True
    await again.settle()
    assert view.asking(again) == {"step": "card", "act": "ask"}
    assert again.values["name"] == "Maria Lopez"
    assert LOST not in again.values.values()


async def test_what_is_said_while_a_card_is_asked_for_is_not_kept_with_what_follows(
    store: Store, book: Book
) -> None:
    journal = CallJournal(store)
    conversation = calling(book, journal, Deposit)
    conversation.hosts_tasks = True
    await conversation.open()
    for text, move in (
        ("a deposit", m.Switch("deposit")),
        ("Maria Lopez", m.Record("name", "Maria Lopez")),
        ("4242 4242, no, forget it", m.Abandon()),
    ):
        conversation.begin_turn((text,))
        conversation.apply(move)
        conversation.played(await conversation.settle())
    assert conversation.receiving
    assert conversation.texts == ("4242 4242, no, forget it",)
    assert "4242" not in repr(await store.read(journal.call))


async def test_a_call_that_is_over_waits_for_a_store_that_is_slow_or_away(
    store: Store, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.conversation._BETWEEN_TRIES", 0.0)
    watched = Watched(store)
    journal = CallJournal(watched)
    call = PlainCall(calling(book, journal))
    await call.open()
    tries = 0

    async def away_at_first() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise JournalUnavailable("it is away")

    watched.before = away_at_first
    await call.say("a color")
    call.hang_up()
    assert not journal.durable
    await call.conversation.finish()
    assert journal.durable
    assert (await taken_up(book, store, journal)).values == call.conversation.values


async def test_a_call_that_is_over_waits_for_no_journal_that_is_another_s(
    store: Store, book: Book
) -> None:
    journal = CallJournal(store)
    first = PlainCall(calling(book, journal))
    await first.open()
    await first.conversation.keep()
    second = PlainCall(await taken_up(book, store, journal))
    await second.say("a color")
    await first.say("a haircut")
    async with asyncio.timeout(2):
        await first.conversation.finish()
    assert journal.lost
