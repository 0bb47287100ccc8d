"""What a caller says while one agent leaves and the next one comes: docs/architecture.md."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from livekit.agents import Agent, RunContext, function_tool, stt

from tests.livekit.scripted import Reply, Scripted
from tests.livekit.voice import Voices, until


class Talking(Agent):
    """Says something in its tool, and may hand the caller on."""

    def __init__(self, following: Agent | None) -> None:
        super().__init__(instructions="")
        self._following = following

    @function_tool
    async def go_on(self, ctx: RunContext[Any]) -> Agent | None:
        """Go on."""
        ctx.session.say("Very good, one moment.")
        return self._following


@pytest.mark.parametrize("hands_off", [True, False])
async def test_who_speaks_over_the_last_words_of_an_agent_that_hands_off_is_not_heard(
    hands_off: bool,
) -> None:
    following = Agent(instructions="") if hands_off else None
    voices = Voices(llm=Scripted(Reply(calls=[("go_on", {})]), Reply(text="Happy birthday.")))
    await voices.start(Talking(following))
    voices.loudspeaker.held = True
    await voices.say("a haircut please")
    await voices.loudspeaker.playing.wait()
    voices.ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, "oh and it is my birthday")
    voices.ear.hears(stt.SpeechEventType.END_OF_SPEECH)
    await until(voices.ear.events.empty)
    for _ in range(50):  # nothing tells that words were skipped
        await asyncio.sleep(0)
    voices.loudspeaker.held = False
    if voices.loudspeaker.playing.is_set():
        voices.loudspeaker.finish()
    await voices.quiet()
    said = [i.text_content for i in voices.session.history.items if i.type == "message"]
    assert "a haircut please" in said
    assert ("oh and it is my birthday" in said) is not hands_off
    await voices.session.aclose()
