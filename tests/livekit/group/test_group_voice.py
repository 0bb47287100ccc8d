"""A group in a voice session: going back by voice, and callers who cut in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from livekit.agents import stt
from livekit.agents.beta import workflows as theirs

from handrail.livekit import TaskGroup
from tests.livekit.group.steps import BOTH, SESSIONS, GroupType, Host, does, filled, go, settled
from tests.livekit.scripted import Reply, Scripted
from tests.livekit.voice import Voices


class VoiceCall:
    def __init__(self, group: Any) -> None:
        async def work() -> Any:
            return await group

        self.model = Scripted()
        self.voices = Voices(llm=self.model)
        SESSIONS.append(self.voices.session)
        self.host = Host(work)

    async def open(self) -> None:
        await self.voices.start(self.host)
        await settled()
        await self.voices.quiet()

    async def say(self, text: str, *replies: Reply) -> None:
        self.model.script = list(replies)
        await self.voices.say(text)
        await settled()
        await self.voices.quiet()

    async def cut(self, text: str, reply: Reply) -> None:
        """Say one thing, and cut in on the reply after its first word.

        What is said then is lost, as all that arrives while LiveKit hands the caller over.
        """
        loudspeaker, ear = self.voices.loudspeaker, self.voices.ear
        loudspeaker.held, loudspeaker.cut_at = True, reply.text.split()[0]
        self.model.script = [reply]
        await self.voices.say(text)
        await loudspeaker.playing.wait()
        await settled()
        loudspeaker.held = False
        ear.hears(stt.SpeechEventType.START_OF_SPEECH)
        ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, "no no")
        ear.hears(stt.SpeechEventType.END_OF_SPEECH)
        await settled()
        await self.voices.quiet()


async def test_a_step_keeps_its_progress_while_the_caller_is_elsewhere_by_voice() -> None:
    call = VoiceCall(filled(TaskGroup(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.say("Ann", does("record", value="Ann"))
    await call.say("two one two", does("note", value="212"), Reply("And the rest?"))
    await call.say("my name is wrong", go("name"))
    await call.say("Anne", does("record", value="Anne"))
    await call.say("five five five", does("record", value="555"))
    assert call.host.got == theirs.TaskGroupResult({"name": "Anne", "phone": "212 555"})
    questions = ["name", "phone", "name", "phone"]
    assert [text for text in call.voices.spoken() if text != "And the rest?"] == [
        f"What is the {what}?" for what in questions
    ]


@pytest.mark.parametrize("group_type", BOTH)
async def test_a_caller_who_cuts_in_on_the_words_beside_a_wish_still_goes_there(
    group_type: GroupType,
) -> None:
    call = VoiceCall(filled(group_type(summarize_chat_ctx=False), "name", "phone"))
    await call.open()
    await call.say("Ann", does("record", value="Ann"))
    wish = replace(go("name"), text="Sure, let us go back to that.")
    await call.cut("my name is wrong", wish)
    await call.say("it is Anne", does("record", value="Anne"))
    await call.say("five five five", does("record", value="555"))
    assert call.host.got == theirs.TaskGroupResult({"name": "Anne", "phone": "555"})


async def test_a_caller_who_cuts_in_after_a_value_beside_a_wish_loses_neither() -> None:
    call = VoiceCall(filled(TaskGroup(summarize_chat_ctx=False), "name", "phone", "email"))
    await call.open()
    await call.say("Ann", does("record", value="Ann"))
    both = Reply("Sure, one moment.", calls=[*does("record", value="555").calls, *go("name").calls])
    await call.cut("555, and my name is wrong", both)
    await call.say("it is Anne", does("record", value="Anne"))
    await call.say("a at b", does("record", value="a@b.example"))
    got = {"name": "Anne", "phone": "555", "email": "a@b.example"}
    assert call.host.got == theirs.TaskGroupResult(got)
