"""Chats with the desk in the dashboard: the same desk, and its steps beside what is said."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.desk.calendar import Calendar, all_bookings
from handrail.desk.calendar.calls import end_call, listed_calls
from handrail.desk.web.calls.chats import IDLE, MOST_CHATS
from tests.desk.conftest import Opened
from tests.desk.web_browser import Browser, Seen


async def begun(owner: Browser, place: str = "desk", caller: str = "") -> str:
    seen = await owner.send("/try", place=place, caller=caller)
    assert re.fullmatch(r"/try/[0-9a-f]{32}", seen.path), seen.plain
    return seen.path


async def says(owner: Browser, chat: str, *texts: str) -> Seen:
    for text in texts:
        seen = await owner.send(chat, said=text)
    return seen


def rungs(seen: Seen) -> dict[str, str]:
    """Return what the ladder shows, by step."""
    found = re.findall(r'<li class="rung is-.*?</li>', seen.text, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]
    return {text.partition(" ")[0]: text.partition(" ")[2] for text in texts}


@pytest.mark.on_postgresql
async def test_a_whole_call_is_held_in_the_page_by_plain_forms(
    owner: Browser, calendar: Calendar, opened: Opened
) -> None:
    chat = await begun(owner, caller="+1 212 555 0142")
    seen = await says(owner, chat, "a haircut on tuesday at three", "no, make it four")
    assert rungs(seen)["time"] == "heard Tuesday the 16th at 4"
    assert rungs(seen)["number"] == "prefilled 212, 555, 0142"
    assert "time: Tuesday the 16th at 3 → Tuesday the 16th at 4" in seen.plain
    assert re.search(r'<mark title="start">four</mark>', seen.text)
    assert "no model" in seen.plain
    seen = await says(owner, chat, "yes", "maria lopez", "no email", "yes")
    (booking,) = await all_bookings(calendar)
    assert booking.code in seen.plain.replace(" ", "")
    assert "completed" in seen.plain
    (listed,) = await listed_calls(calendar, limit=9)
    assert (listed.id, listed.mark.tried) == (chat.rpartition("/")[2], True)
    seen = await says(owner, chat, "no thanks")
    assert "nothing else is wanted" in seen.plain
    assert "declined" not in seen.plain.partition("nothing else")[2]
    seen = await owner.send(chat, f"{chat}/end")
    assert (seen.path, opened.app.state.site.chats.all) == ("/try", ())


async def test_the_sample_business_is_called_in_memory(owner: Browser, calendar: Calendar) -> None:
    chat = await begun(owner, "sample")
    seen = await says(owner, chat, "a haircut on tuesday at three")
    assert "sample business" in seen.plain
    assert rungs(seen)["time"] == "heard Tuesday the 16th at 3"
    assert not await listed_calls(calendar, limit=9)


async def test_htmx_gets_the_call_alone(owner: Browser) -> None:
    chat = await begun(owner)
    fields = (await owner.get(chat)).fields(chat)
    seen = await owner.post(chat, {**fields, "said": "a haircut"}, **{"HX-Request": "true"})
    assert (seen.status, "<html" in seen.text) == (200, False)
    assert "Haircut" in rungs(seen).get("service", "")


async def test_several_chats_go_on_at_once(owner: Browser) -> None:
    one, other = await begun(owner), await begun(owner)
    await asyncio.gather(says(owner, one, "a haircut"), says(owner, other, "a colour"))
    assert "Haircut" in rungs(await owner.get(one))["service"]
    assert "Colour" in rungs(await owner.get(other))["service"]
    assert len(re.findall(r'href="/try/[0-9a-f]', (await owner.get("/try")).text)) == 2


async def test_there_is_a_limit_on_chats(owner: Browser, opened: Opened) -> None:
    chats = opened.app.state.site.chats
    for _ in range(MOST_CHATS):
        await chats.begin("sample", None)
    seen = await owner.send("/try", place="desk")
    assert (seen.status, "chats are open" in (seen.fault("place") or "")) == (422, True)


async def test_a_chat_that_was_left_is_closed(owner: Browser, opened: Opened) -> None:
    chat = await begun(owner)
    owner.now += IDLE / 2
    await says(owner, chat, "a haircut")
    owner.now += IDLE / 2 + timedelta(seconds=1)
    assert (await owner.get(chat)).path == chat
    owner.now += IDLE / 2
    seen = await owner.get(chat)
    assert (seen.path, "That chat is over" in seen.plain) == ("/try", True)
    assert not opened.app.state.site.chats.all


async def test_chats_are_closed_when_the_server_ends(owner: Browser, opened: Opened) -> None:
    await begun(owner)
    chat = opened.app.state.site.chats.all[0]
    async with opened.app.router.lifespan_context(opened.app):
        pass
    assert chat.held.conversation.closed
    assert not opened.app.state.site.chats.all


async def test_an_ended_call_says_so(owner: Browser, calendar: Calendar) -> None:
    chat = await begun(owner)
    await says(owner, chat, "a haircut on tuesday at three")
    await end_call(calendar, chat.rpartition("/")[2], now=owner.now)
    seen = await says(owner, chat, "maria lopez", "no thanks")
    assert "I have to end our call here" in seen.plain
    assert "The desk has ended this call" in seen.plain
    assert (await says(owner, chat, "hello?")).status == 200
    listed = await owner.get("/try")
    assert ("Put away" in listed.plain, "Hang up" in listed.plain) == (True, False)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"place": "moon"}, "place"), ({"place": None}, "place"), ({"caller": "my mobile"}, "caller")],
)
async def test_a_wrong_beginning_is_told(
    owner: Browser, opened: Opened, values: dict[str, str | None], field: str
) -> None:
    seen = await owner.send("/try", **{"place": "desk", **values})
    assert (seen.status, bool(seen.fault(field))) == (422, True)
    assert "Not begun yet: 1 thing needs your attention below." in seen.plain
    assert not opened.app.state.site.chats.all


async def test_nothing_is_said_in_a_chat_that_is_not_there(owner: Browser) -> None:
    token = await owner.token()
    for path in ("/try/nothing", "/try/nothing/end"):
        assert (await owner.post(path, {"csrf": token, "said": "hi"})).path == "/try"
    assert (await owner.get("/try/nothing")).path == "/try"


async def test_too_much_at_once_is_told_and_not_heard(owner: Browser) -> None:
    chat = await begun(owner)
    seen = await owner.send(chat, said="a haircut " * 200)
    assert (seen.status, bool(seen.fault("said"))) == (422, True)
    assert "service" not in rungs(seen)


async def test_hostile_words_are_shown_as_they_are(owner: Browser) -> None:
    chat = await begun(owner)
    words = "a haircut <script>alert(1)</script> \"'><img src=x onerror=alert(1)>"
    seen = await says(owner, chat, words)
    assert "<script>alert" not in seen.text
    assert "<img" not in seen.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen.text


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60))
async def test_whatever_is_said_is_answered_with_a_page(
    owner: Browser, opened: Opened, text: str
) -> None:
    chats = opened.app.state.site.chats
    chat = chats.all[0] if chats.all else await chats.begin("sample", None)
    fields = {"csrf": await owner.token(), "said": text.encode("utf-8", "replace").decode()}
    seen = await owner.post(f"/try/{chat.id}", fields)
    assert seen.status in {200, 422}
    if chat.is_over:
        await chats.close(chat.id)


async def test_a_caller_who_was_cut_off_reads_what_is_asked_before_it_is_written(
    owner: Browser,
) -> None:
    first = await begun(owner, caller="+1 212 555 0142")
    await says(owner, first, "a haircut on tuesday at three", "yes", "maria lopez")
    await owner.send(first, f"{first}/end")
    again = await begun(owner, caller="+1 212 555 0142")
    assert "what's your name" in (await owner.get(again)).plain.replace("&#39;", "'")
    seen = await says(owner, again, "maria lopez")
    assert "a haircut on Tuesday the 16th at 3" in seen.plain
    seen = await says(owner, again, "yes")
    assert rungs(seen)["name"] == "heard Maria Lopez", "the call that is taken up is shown whole"
    seen = await says(owner, again, "no email", "yes")
    assert "Booked" in seen.plain
