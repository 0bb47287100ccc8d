"""What a scenario expects in words, judged by a model with LiveKit's own judge."""

from __future__ import annotations

from typing import Any

from livekit.agents import llm
from livekit.agents.evals import task_completion_judge

from .record import Fault, TrialRecord

__all__ = ["judged"]


async def judged(record: TrialRecord, expectations: str, model: llm.LLM[Any]) -> list[Fault]:
    """Return what a model holds against a call; one that is uncertain holds nothing.

    The judge measures an agent by its latest instructions: here, by what the scenario expects.
    """
    chat = llm.ChatContext.empty()
    chat.insert(llm.AgentConfigUpdate(instructions=expectations))
    for turn in record.turns:
        if turn.caller:
            chat.add_message(role="user", content=turn.heard)
        if turn.desk:
            chat.add_message(role="assistant", content=turn.desk)
    verdict = await task_completion_judge().evaluate(chat_ctx=chat, llm=model)
    return [Fault("judge", verdict.reasoning)] if verdict.failed else []
