"""A voice session without voices: it moves only when the test says so.

The caller talks in transcripts, and the loudspeaker stops where the test likes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from livekit import rtc
from livekit.agents import Agent, AgentSession, LanguageCode, stt, tts, utils
from livekit.agents.types import (
    DEFAULT_API_CONNECT_OPTIONS,
    NOT_GIVEN,
    APIConnectOptions,
    NotGivenOr,
)
from livekit.agents.voice import io

from handrail.livekit import Receptionist

RATE = 8000


class Ear(stt.STT[Any]):
    """Hears what the test says."""

    def __init__(self) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=True, interim_results=True))
        self.events: asyncio.Queue[stt.SpeechEvent] = asyncio.Queue()

    async def _recognize_impl(self, *_args: Any, **_options: Any) -> stt.SpeechEvent:
        raise NotImplementedError

    def stream(
        self,
        *,
        language: NotGivenOr[str] = NOT_GIVEN,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
    ) -> stt.RecognizeStream:
        del language
        return _Hearing(stt=self, conn_options=conn_options)

    def hears(self, kind: stt.SpeechEventType, text: str = "") -> None:
        data = [stt.SpeechData(language=LanguageCode("en"), text=text)] if text else []
        self.events.put_nowait(stt.SpeechEvent(type=kind, alternatives=data))


class _Hearing(stt.RecognizeStream):
    async def _run(self) -> None:
        ear = self._stt
        assert isinstance(ear, Ear)
        while True:
            self._event_ch.send_nowait(await ear.events.get())


class Mouth(tts.TTS[Any]):
    """Speaks a second of silence for any text."""

    def __init__(self) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=RATE, num_channels=1
        )
        self.texts: list[str] = []
        """What it was given to speak, also what is not stored yet."""

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        self.texts.append(text)
        return _Speaking(tts=self, input_text=text, conn_options=conn_options)


class _Speaking(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        output_emitter.initialize(
            request_id=utils.shortuuid(), sample_rate=RATE, num_channels=1, mime_type="audio/pcm"
        )
        output_emitter.push(bytes(RATE * 2))
        output_emitter.flush()


class Loudspeaker(io.AudioOutput):
    """Plays at once; or, while `held`, until the test or an interruption ends it."""

    def __init__(self, *, pauses: bool = False) -> None:
        super().__init__(
            label="loudspeaker",
            capabilities=io.AudioOutputCapabilities(pause=pauses),
            sample_rate=RATE,
        )
        self.paused = asyncio.Event()
        self.resumed = asyncio.Event()
        self.held = False
        self.cut_at: str | None = None
        """What was heard when the caller cuts in; None for nothing at all."""
        self.playing = asyncio.Event()
        self._open = False
        self._holding = False

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        await super().capture_frame(frame)
        if not self._open:
            self._open = True
            self._holding = self.held
            if not self.held or self.cut_at is not None:
                self.on_playback_started(created_at=time.time())
        self.playing.set()

    def flush(self) -> None:
        super().flush()
        if self._open and not self._holding:
            self.finish()

    def finish(self) -> None:
        self._open = False
        self.playing.clear()
        self.on_playback_finished(playback_position=1.0, interrupted=False)

    def pause(self) -> None:
        super().pause()
        self.resumed.clear()
        self.paused.set()

    def resume(self) -> None:
        super().resume()
        self.paused.clear()
        self.resumed.set()

    def clear_buffer(self) -> None:
        if not self._open:
            return
        self._open = False
        self.playing.clear()
        self.on_playback_finished(
            playback_position=0.5 if self.cut_at is not None else 0.0,
            interrupted=True,
            synchronized_transcript=self.cut_at,
        )


class Voices:
    """A session that hears and speaks.

    Args:
        resumes: Whether it pauses for a sound, and goes on when that was no speech.
        options: The session's.
    """

    def __init__(self, *, resumes: bool = False, **options: Any) -> None:
        self.ear = Ear()
        self.loudspeaker = Loudspeaker(pauses=resumes)
        self.mouth = Mouth()
        self.session: AgentSession[Any] = AgentSession(
            stt=self.ear,
            tts=self.mouth,
            vad=None,
            turn_handling={
                "turn_detection": "stt",
                "endpointing": {"min_delay": 0.0, "max_delay": 0.0},
                "interruption": {
                    "resume_false_interruption": resumes,
                    "false_interruption_timeout": 0.0,
                },
            },
            aec_warmup_duration=None,
            session_close_transcript_timeout=0.0,
            **options,
        )
        self.session.input.audio = _Silence()
        self.session.output.audio = self.loudspeaker

    async def start(self, agent: Agent) -> None:
        await self.session.start(agent, record=False)
        await self.quiet()

    async def say(self, text: str) -> None:
        """Say a turn, cutting in on what is being spoken."""
        self._speaks(text)
        said = asyncio.Event()

        def added(event: Any) -> None:
            if getattr(event.item, "role", "") == "user":
                said.set()

        self.session.on("conversation_item_added", added)
        await said.wait()
        self.session.off("conversation_item_added", added)

    async def hears(self, text: str) -> None:
        """Say a turn that LiveKit may drop."""
        done = asyncio.Event()

        def written(event: Any) -> None:
            if event.is_final:
                done.set()

        self.session.on("user_input_transcribed", written)
        self._speaks(text)
        await done.wait()
        await until(lambda: self.session.user_state == "listening")

    def _speaks(self, text: str) -> None:
        self.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
        self.ear.hears(stt.SpeechEventType.INTERIM_TRANSCRIPT, text)
        self.ear.hears(stt.SpeechEventType.FINAL_TRANSCRIPT, text)
        self.ear.hears(stt.SpeechEventType.END_OF_SPEECH)

    def coughs(self) -> None:
        """Make a sound that turns out to be no words."""
        self.ear.hears(stt.SpeechEventType.START_OF_SPEECH)
        self.ear.hears(stt.SpeechEventType.INTERIM_TRANSCRIPT, "hm")
        self.ear.hears(stt.SpeechEventType.END_OF_SPEECH)

    async def quiet(self) -> None:
        """Wait until the desk has said its line and listens."""
        await self.session.wait_for_idle()

    @staticmethod
    def reads(agent: Receptionist) -> Any:
        """What the turn loop read last: it changes with each run of the node that reads."""
        return next(reversed(agent.loop.proposals._generations), None)

    def spoken(self) -> list[str]:
        return [
            item.text_content or ""
            for item in self.session.history.items
            if item.type == "message" and item.role == "assistant"
        ]


async def until(holds: Callable[[], object]) -> None:
    """Let everything run until something holds that LiveKit has no event for."""
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0)


class _Silence(io.AudioInput):
    def __init__(self) -> None:
        super().__init__(label="silence")

    async def __anext__(self) -> rtc.AudioFrame:
        await asyncio.Event().wait()
        raise StopAsyncIteration
