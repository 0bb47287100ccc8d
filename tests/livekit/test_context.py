"""What a model is shown of the history: windows, summaries, and what neither may lose."""

from __future__ import annotations

import asyncio
from typing import Any

from livekit.agents import llm

from handrail import Keep, Number, Reception, Step, Summary, Window, Workflow
from handrail.livekit import Receptionist, TextCall
from handrail.livekit.context import Digest, shown
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.table import clock


def message(role: Any, text: str) -> llm.ChatMessage:
    return llm.ChatMessage(role=role, content=[text], id=text)


def call(name: str) -> llm.FunctionCall:
    return llm.FunctionCall(id=f"call {name}", call_id=name, name=name, arguments="{}")


def output(name: str) -> llm.FunctionCallOutput:
    return llm.FunctionCallOutput(
        id=f"output {name}", call_id=name, name=name, output="done", is_error=False
    )


HISTORY: list[llm.ChatItem] = [
    message("system", "the instructions"),
    message("assistant", "for how many?"),
    message("user", "four"),
    call("party"),
    output("party"),
    message("assistant", "what number?"),
    message("system", "a note of the developer's"),
    message("user", "one moment"),
    call("aside"),
    output("aside"),
    message("assistant", "take your time"),
    message("assistant", "still there?"),
    message("user", "yes it is"),
    message("user", "555 0142"),
]


def ids(items: list[llm.ChatItem]) -> list[str]:
    return [item.id for item in items]


def test_keep_shows_all() -> None:
    assert shown(HISTORY, Keep()) == HISTORY


def test_a_window_shows_the_last_turns_with_what_was_asked_and_what_always_stands() -> None:
    assert ids(shown(HISTORY, Window(turns=1))) == [
        "the instructions",
        "a note of the developer's",
        "take your time",
        "still there?",
        "yes it is",
        "555 0142",
    ]
    assert ids(shown(HISTORY, Window(turns=2)))[1:4] == [
        "what number?",
        "a note of the developer's",
        "one moment",
    ]


def test_a_window_wider_than_the_call_shows_all() -> None:
    assert shown(HISTORY, Window(turns=9)) == HISTORY


def test_a_window_never_parts_a_call_from_its_output() -> None:
    """A slow tool reports when the caller has gone on speaking."""
    late = [*HISTORY[:4], *HISTORY[5:13], output("party"), HISTORY[13]]
    seen = ids(shown(late, Window(turns=1)))
    assert seen.index("call party") < seen.index("output party")
    for size in range(1, 6):
        kept = shown(late, Window(turns=size))
        calls = {item.call_id for item in kept if isinstance(item, llm.FunctionCall)}
        outputs = {item.call_id for item in kept if isinstance(item, llm.FunctionCallOutput)}
        assert calls == outputs


def test_a_summary_stands_for_what_it_covers_after_the_instructions() -> None:
    digest = Digest("a table for four", frozenset(ids(HISTORY[1:5])))
    seen = shown(HISTORY, Summary(), digest)
    assert ids(seen)[0] == "the instructions"
    told = seen[1]
    assert isinstance(told, llm.ChatMessage)
    assert (told.role, told.text_content) == ("system", "Earlier in this call: a table for four")
    assert ids(seen)[2:] == ids(HISTORY[5:])


def test_a_summary_is_sent_as_a_user_where_a_server_wants_that() -> None:
    told = shown(HISTORY, Summary(), Digest("so far", frozenset()), role="user")[1]
    assert isinstance(told, llm.ChatMessage)
    assert told.role == "user"


def test_without_a_summary_yet_all_is_shown() -> None:
    assert shown(HISTORY, Summary(turns=1)) == HISTORY


# --- in a call ------------------------------------------------------------------------------------


class Table(Workflow):
    party = Step(Number(), ask="For how many people?", context=Summary(turns=1, every=2, words=40))

    asks_for = ("book a table",)


CHATTER = ("what weather", "and such a wind", "my hat flew off", "into the sea", "and sank at once")
SUMMED_UP = "The caller talks of the weather."


class Chatty(Scripted):
    """Answers the caller from one script and sums up from another."""

    def __init__(self, *summaries: Reply) -> None:
        super().__init__(*[Reply(text="Oh dear.")] * 9)
        self.summaries = list(summaries)
        self.summed: list[str] = []

    def chat(self, *, chat_ctx: llm.ChatContext, **options: Any) -> llm.LLMStream:
        if "Sum up" in str(chat_ctx.items[0]):
            self.summed.append(str(chat_ctx.items[-1].text_content))  # type: ignore[union-attr]
            self.script.insert(0, self.summaries.pop(0) if self.summaries else Reply(fails=True))
        return super().chat(chat_ctx=chat_ctx, **options)


async def settled() -> None:
    """Let what runs in the background run as far as it can."""
    for _ in range(50):
        await asyncio.sleep(0)


async def talk(model: Chatty) -> TextCall:
    agent = Receptionist([Table], reception=Reception(), clock=clock, ends_session=False)
    call = TextCall(agent, model=model)
    await call.open()
    await call.say("i'd like to book a table")
    for said in CHATTER:
        assert (await call.say(said)).desk
        await settled()
    return call


def requests(model: Chatty) -> list[str]:
    return [str(asked.messages) for asked in model.asked if "Sum up" not in str(asked.messages[0])]


async def test_what_is_further_back_is_summed_up_in_the_background() -> None:
    model = Chatty(Reply(text=SUMMED_UP), Reply(text=SUMMED_UP))
    call = await talk(model)
    last = requests(model)[-1]
    assert SUMMED_UP in last
    assert CHATTER[0] not in last
    assert CHATTER[-1] in last
    assert "Caller: what weather\nDesk: Oh dear." in model.summed[0]
    assert "at most 40 words" in str([a.messages for a in model.asked])
    assert SUMMED_UP in model.summed[1]  # what was summed up before goes on into the next
    assert SUMMED_UP not in str(call.session.history.items)
    await call.aclose()


async def test_requests_between_two_summaries_begin_alike() -> None:
    model = Chatty(*[Reply(text=f"Summary {number}.") for number in range(4)])
    call = await talk(model)
    first, second = [
        asked.messages
        for asked in model.asked
        if "Earlier in this call: Summary 0" in str(asked)
        and "Sum up" not in str(asked.messages[0])
    ]
    assert second[: len(first) - 1] == first[:-1]
    await call.aclose()


async def test_a_summary_that_fails_or_is_empty_loses_nothing() -> None:
    model = Chatty(Reply(fails=True), Reply(text=" "))
    call = await talk(model)
    last = requests(model)[-1]
    assert all(said in last for said in CHATTER)
    assert len(model.summed) == 2  # tried again only after as many turns more
    await call.say("four")
    assert call.conversation.state.answers["party"].value == 4
    await call.aclose()


async def test_nobody_waits_for_a_slow_summary() -> None:
    never = asyncio.Event()
    model = Chatty(Reply(text=SUMMED_UP, after=never))
    call = await talk(model)
    last = requests(model)[-1]
    assert all(said in last for said in CHATTER)
    assert len(model.summed) == 1
    await call.say("four")
    assert call.conversation.state.answers["party"].value == 4
    await call.aclose()
    await settled()
    assert not [task for task in asyncio.all_tasks() if "_write" in repr(task)]


async def test_where_the_reader_understands_all_nothing_is_summed_up() -> None:
    model = Chatty()
    agent = Receptionist(
        [Table], clock=clock, ends_session=False, context=Summary(turns=1, every=1)
    )
    call = TextCall(agent, model=model)
    await call.open()
    for said in ("i'd like to book a table", "one moment", "say that again", "four"):
        await call.say(said)
    await settled()
    assert model.asked == []
    await call.aclose()
