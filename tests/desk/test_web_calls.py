"""Calls on the dashboard: listed, watched as they go on, replayed, ended and followed up."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from handrail.desk.calendar import Calendar
from handrail.desk.calendar.calls import end_call, follow_up, listed_calls, mark_of, pulse
from handrail.desk.figures import CallFigures
from handrail.desk.replay import Replayer
from handrail.desk.web.calls.live import Live, TooManyViewersError
from tests.desk.conftest import NOW, Opened
from tests.desk.web_browser import ADDRESS, Browser
from tests.stories.talk import Talk, talk


async def called(calendar: Calendar, *texts: str, caller: str | None = None) -> str:
    """Hold a call that the caller leaves, and return its id."""
    async with talk(calendar, caller=caller, manners=False) as caller_:
        await caller_.say(*texts)
        if not caller_.conversation.closed:
            await caller_.hangs_up().conversation.keep()
        return call_of(caller_)


def call_of(caller: Talk) -> str:
    journal: Any = caller.conversation._course.journal
    call: str = journal.call
    return call


@pytest.mark.on_postgresql
async def test_calls_are_listed_with_what_came_of_them(owner: Browser, calendar: Calendar) -> None:
    assert "No calls yet" in (await owner.get("/calls")).plain
    booked = await called(
        calendar,
        *("a haircut on tuesday at three", "maria lopez", "yes", "no email", "yes", "no thanks"),
        caller="+12125550142",
    )
    left = await called(calendar, "a colour on wednesday at two")
    seen = await owner.get("/calls")
    rows = re.findall(r"<tr>.*?</tr>", seen.text, re.DOTALL)[1:]
    by_call = {call: row for row in rows for call in (booked, left) if call in row}
    plain = {call: " ".join(re.sub("<[^>]*>", " ", row).split()) for call, row in by_call.items()}
    assert plain[booked] == "Fri 12 Jun, 09:00 +12125550142 ended booking completed 6 0:00"
    assert plain[left] == "Fri 12 Jun, 09:00 withheld hung up booking hung up 1 0:00"


async def test_the_list_has_pages(owner: Browser, calendar: Calendar) -> None:
    for _ in range(26):
        await called(calendar)
    seen = await owner.get("/calls")
    assert seen.text.count("<tr>") == 26
    older = await owner.get("/calls?page=2")
    assert (older.text.count("<tr>"), "Newer" in older.plain) == (2, True)
    assert "There are no more calls" in (await owner.get("/calls?page=99")).plain
    for hostile in ("-1", "x", "\u0663", "9" * 40, "1e9", "0"):
        assert (await owner.get(f"/calls?page={hostile}")).status == 200


async def test_a_call_is_replayed_turn_by_turn(owner: Browser, calendar: Calendar) -> None:
    call = await called(calendar, "a haircut on tuesday at three", "no, make it four")
    first = await owner.get(f"/calls/{call}?turn=1")
    assert "After turn 1 of 2" in first.plain
    assert ("make it four" in first.plain, "Tuesday the 16th at 3" in first.plain) == (False, True)
    assert "data-live" not in first.text
    second = await owner.get(f"/calls/{call}?turn=2")
    assert "Tuesday the 16th at 3 → Tuesday the 16th at 4" in second.plain
    assert re.search(r'<mark title="start">four</mark>', second.text)
    assert "The caller was gone" in second.plain
    assert (await owner.get(f"/calls/{call}?turn=77")).path == f"/calls/{call}"
    assert (await owner.get(f"/calls/{call}?turn=0")).plain.count("Caller") == 0


async def test_why_something_was_cleared_is_shown(owner: Browser, calendar: Calendar) -> None:
    call = await called(calendar, "a haircut", "sunday at five")
    seen = await owner.get(f"/calls/{call}")
    assert "cannot be: We're closed on Sundays" in seen.plain
    assert "Cleared: We're closed on Sundays" in seen.plain


@pytest.mark.on_postgresql
async def test_the_owner_ends_a_call(owner: Browser, calendar: Calendar) -> None:
    async with talk(calendar) as caller:
        await caller.say("a haircut on tuesday at three")
        call = call_of(caller)
        seen = await owner.send(f"/calls/{call}", f"/calls/{call}/end")
        assert "it ends at the caller's next turn" in seen.plain
        caller.does_not_hear("end our call")
        (await caller.say("maria lopez")).hears("end our call here")
        await caller.say("no thanks")
    token = await owner.token()
    seen = await owner.post(f"/calls/{call}/end", {"csrf": token})
    assert "was over already" in seen.plain


@pytest.mark.on_postgresql
async def test_the_owner_marks_a_call_for_follow_up(owner: Browser, calendar: Calendar) -> None:
    call = await called(calendar, "a haircut")
    await called(calendar, "a colour")
    action = f"/calls/{call}/follow-up"
    seen = await owner.send(f"/calls/{call}", action, note="ring <b>her</b>", wanted="1")
    assert (seen.path, "Marked for follow-up" in seen.plain) == (f"/calls/{call}", True)
    listed = await owner.get("/calls?follow=1")
    assert (listed.text.count("<tr>"), "ring &lt;b&gt;her&lt;/b&gt;" in listed.text) == (2, True)
    seen = await owner.send(f"/calls/{call}", action, note="x" * 1001, wanted="1")
    assert (seen.status, "1001" in (seen.fault("note") or "")) == (422, True)
    assert (await mark_of(calendar, call)).note == "ring <b>her</b>"
    await owner.send(f"/calls/{call}", action, wanted="0")
    assert "No call is marked" in (await owner.get("/calls?follow=1")).plain


@pytest.mark.on_postgresql
@pytest.mark.parametrize("path", ["/calls/nothing", "/calls/nothing/stream", "/calls/%00?turn=x"])
async def test_a_call_that_is_not_there(owner: Browser, path: str) -> None:
    assert (await owner.get(path)).status == 404
    for action in ("end", "follow-up"):
        token = await owner.token()
        assert (await owner.post(f"/calls/nothing/{action}", {"csrf": token})).status == 404


async def test_hostile_words_are_shown_as_they_are(owner: Browser, calendar: Calendar) -> None:
    words = "a haircut <img src=x onerror=alert(1)> </li></ol>\ndata: x\n\nevent: shown"
    call = await called(calendar, words)
    seen = await owner.get(f"/calls/{call}")
    assert "<img" not in seen.text
    assert "&lt;img src=x onerror=alert(1)&gt;" in seen.text


async def test_a_call_that_was_purged_is_gone(owner: Browser, calendar: Calendar) -> None:
    call = await called(calendar, "a haircut")
    await end_call(calendar, call, now=NOW)
    await owner.get("/calls")
    await calendar.journal().purge([call])
    assert (await owner.get(f"/calls/{call}")).status == 404


# --- live ------------------------------------------------------------------------------------


class Stream:
    """A browser's event stream."""

    def __init__(self) -> None:
        self.status = 0
        self.gone = asyncio.Event()
        self.parts: asyncio.Queue[bytes] = asyncio.Queue()

    async def event(self) -> str:
        """Return what is shown next, without the signs of life."""
        text = ""
        while "\n\n" not in text or text.startswith(":"):
            text = "" if text.startswith(":") and "\n\n" in text else text
            text += (await self.parts.get()).decode()
        return text


@asynccontextmanager
async def streaming(opened: Opened, owner: Browser, path: str) -> AsyncIterator[Stream]:
    """Open a stream: the test's usual transport waits for the end of a response."""
    stream = Stream()
    cookie = "; ".join(f"{each.name}={each.value}" for each in owner.client.cookies.jar)
    host = ADDRESS.partition("//")[2]
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(b"host", host.encode()), (b"cookie", cookie.encode())],
        "client": ("test", 1),
        "server": (host, 80),
        "asgi": {"version": "3.0", "spec_version": "2.3"},
    }

    async def receive() -> dict[str, Any]:
        await stream.gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            stream.status = message["status"]
        else:
            stream.parts.put_nowait(message.get("body", b""))

    task = asyncio.create_task(opened.app(scope, receive, send))
    try:
        yield stream
    finally:
        stream.gone.set()
        await asyncio.wait_for(task, 5)


@pytest.mark.on_postgresql
async def test_a_call_is_watched_as_it_goes_on(
    owner: Browser, opened: Opened, calendar: Calendar
) -> None:
    live: Live = opened.app.state.site.live
    async with talk(calendar) as caller:
        await caller.say("a haircut on tuesday at three")
        path = f"/calls/{call_of(caller)}/stream"
        async with streaming(opened, owner, path) as one, streaming(opened, owner, path) as two:
            first = await one.event()
            assert first.startswith("event: shown\ndata: ")
            assert "Tuesday the 16th at 3" in first
            assert "· 1 turn" in first
            assert await two.event() == first
            await caller.say("no, make it four")
            await live.look()
            second = await one.event()
            assert "Tuesday the 16th at 4" in second
            assert "· 2 turns" in second
            assert await two.event() == second
            assert live.viewers == 2
        assert live.viewers == 0, "who is gone is no viewer any more"


async def test_the_list_shows_a_new_call_by_itself(
    owner: Browser, opened: Opened, calendar: Calendar
) -> None:
    async with streaming(opened, owner, "/calls/stream") as stream:
        assert "No calls yet" in await stream.event()
        async with talk(calendar, caller="+12125550142") as caller:
            await opened.app.state.site.live.look()
            assert "+12125550142" in await stream.event()
            await caller.say("hello")


async def test_streams_end_when_the_server_does(
    owner: Browser, opened: Opened, calendar: Calendar
) -> None:
    call = await called(calendar, "a haircut")
    async with streaming(opened, owner, f"/calls/{call}/stream") as stream:
        await stream.event()
        await opened.app.state.site.live.close()
        while await asyncio.wait_for(stream.parts.get(), 5):
            pass  # the empty part is the end


async def test_a_stranger_sees_no_stream(stranger: Browser) -> None:
    assert (await stranger.get("/calls/stream")).path == "/login"


async def test_what_many_watch_is_made_once(calendar: Calendar) -> None:
    call = await called(calendar, "a haircut")
    made = 0

    async def make() -> str:
        nonlocal made
        made += 1
        return "<p>a call</p>"

    live = Live(lambda watched: pulse(calendar, watched))
    streams = [live.stream(call, "a call", make) for _ in range(200)]
    seen = {await anext(stream) for stream in streams}
    assert (seen, made) == ({b"event: shown\ndata: <p>a call</p>\n\n"}, 1)
    await end_call(calendar, call, now=NOW)
    await live.look()
    assert {await anext(stream) for stream in streams} == {b": still there\n\n"}
    assert made == 2, "it was made once more, and was the same"
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined] # a generator's
    await live.close()


async def test_a_viewer_who_does_not_read_holds_up_nobody(calendar: Calendar) -> None:
    """The others see each change; who comes back sees how it is now, and nothing in between."""
    call = await called(calendar, "a haircut")
    made = 0

    async def make() -> str:
        nonlocal made
        made += 1
        return f"<p>{made}</p>"

    live = Live(lambda watched: pulse(calendar, watched))
    quick, slow = (live.stream(call, "a call", make) for _ in range(2))
    assert await anext(quick) == await anext(slow) == b"event: shown\ndata: <p>1</p>\n\n"
    for note in ("one", "two", "three"):
        await follow_up(calendar, call, wanted=note != "two", note=note)
        await live.look()
        seen = await anext(quick)
    assert await anext(slow) == seen == b"event: shown\ndata: <p>4</p>\n\n"
    for stream in (quick, slow):
        await stream.aclose()  # type: ignore[attr-defined] # a generator's
    await live.close()


async def test_many_viewers_are_told_a_few_at_a_time(calendar: Calendar) -> None:
    """What else goes on in this process comes in between."""
    call = await called(calendar, "a haircut")
    live = Live(lambda watched: pulse(calendar, watched))
    streams = [live.stream(call, "a call", lambda: asyncio.sleep(0, "")) for _ in range(50)]
    for stream in streams:
        await anext(stream)
    told: list[int] = []
    waiting = [asyncio.ensure_future(anext(stream)) for stream in streams]
    await follow_up(calendar, call, wanted=True, note="")
    looking = asyncio.create_task(live.look())
    while not looking.done():
        await asyncio.sleep(0)
        told.append(sum(each.done() for each in waiting))
    await asyncio.gather(*waiting)
    assert {0, 20, 40} <= set(told)
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined] # a generator's
    await live.close()


async def test_there_is_a_limit_on_viewers(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.desk.web.calls.live.MOST_VIEWERS", 0)
    live = Live(lambda watched: pulse(calendar, watched))
    with pytest.raises(TooManyViewersError):
        await anext(live.stream(None, "list", lambda: asyncio.sleep(0, "")))


# --- figures ----------------------------------------------------------------------------------


async def figures(calendar: Calendar, call: str) -> CallFigures:
    replayer = await Replayer.open(calendar, lambda: NOW)
    replay = await replayer.replay(call)
    assert replay is not None
    return CallFigures.of(replay, seconds=60.4)


async def test_a_call_is_counted(calendar: Calendar) -> None:
    call = await called(
        calendar, "a haircut on tuesday at three", "blue monkeys", "no, make it four", "maria lopez"
    )
    found = await figures(calendar, call)
    assert (found.seconds, found.turns, found.by_rule, found.model_calls) == (60, 4, 4, 0)
    assert (found.workflow, found.outcome, found.left_at) == ("booking", "hung up", "booking.phone")
    (run,) = found.runs
    counted = {
        name: (each.answered, each.reasked, each.corrected, each.dropped)
        for name, each in run.steps.items()
    }
    assert counted == {
        "service": (1, 0, 0, 0),
        "start": (1, 0, 1, 0),
        "phone": (0, 1, 0, 1),
        "name": (1, 0, 0, 0),
    }
    assert CallFigures.of_json(found.as_json()) == found


async def test_who_is_called_back_took_a_person(calendar: Calendar) -> None:
    call = await called(
        calendar, "a haircut", "can I talk to a human", "212 555 0142", "yes", "goodbye"
    )
    found = await figures(calendar, call)
    assert (found.person, found.outcome, found.workflow) == (True, "escalated", "booking")


@pytest.mark.on_postgresql
async def test_calls_are_counted_once(opened: Opened, owner: Browser, calendar: Calendar) -> None:
    call = await called(calendar, "a haircut", "goodbye")
    counting = opened.app.state.site.counting
    await counting.catch_up()
    (listed,) = await listed_calls(calendar, limit=2)
    assert (listed.id, listed.counted) == (call, listed.length)
    assert (await counting.of([listed]))[call] == CallFigures.of_json(listed.figures or {})
    del owner
