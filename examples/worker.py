"""A table booked by telephone: the smallest worker that answers calls in LiveKit.

With LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET set:

    python -m livekit.agents start examples/worker.py
"""

from __future__ import annotations

from livekit.agents import AgentServer, AgentSession, JobContext

from handrail import Confirm, Fact, Number, Phone, Reception, Step, Workflow
from handrail.livekit import Receptionist, caller_number

CALLER: Fact[str] = Fact("caller_number")


class Table(Workflow):
    party = Step(Number(min=1, max=12), ask="For how many people?", label="party")
    phone = Step(Phone(), prefill=CALLER, ask="What number can we call?", confirm=Confirm.READ_BACK)

    asks_for = ("book a table", "a table")


server = AgentServer()


@server.rtc_session()
async def answer(job: JobContext) -> None:
    await job.connect()
    caller = await job.wait_for_participant()
    receptionist = Receptionist(
        [Table],
        reception=Reception(business="Mill Lane"),
        facts={CALLER.name: caller_number(caller)},
    )
    session: AgentSession[None] = AgentSession(
        stt="deepgram/nova-3:en", tts="cartesia/sonic-3", llm="openai/gpt-4.1-mini"
    )
    await session.start(receptionist, room=job.room)
