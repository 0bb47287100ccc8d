"""A survey by telephone: sections, answers in any order, an early exit, results in a database.

In writing, without a key, a model or a server:

    python examples/survey.py                        # asks; results in survey.db
    python examples/survey.py --csv survey.csv       # and all results as CSV, afterwards

In LiveKit, with LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET set:

    python -m livekit.agents start examples/survey.py
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import re
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from livekit.agents import Agent, AgentServer, AgentSession, JobContext, llm

from handrail import (
    Call,
    Choice,
    Confirm,
    Conversation,
    Number,
    Option,
    Phrases,
    PlainCall,
    Step,
    Text,
    Verdict,
    Workflow,
    YesNo,
)
from handrail.livekit import WorkflowEnded

# --- the results ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Results:
    """The responses, one row for each interview, whatever came of it.

    Written without waiting: a caller who hangs up must not cancel what is being written.
    """

    path: Path

    def keep(self, run: str, outcome: str, answers: Mapping[str, Any], *, reason: str = "") -> None:
        """Write a response. The run is its key: a second attempt to write it finds the first."""
        with closing(self._open()) as database, database:
            database.execute(
                "INSERT INTO responses VALUES (?, ?, ?, ?, '{}') ON CONFLICT DO NOTHING",
                (run, outcome, reason, json.dumps(dict(answers))),
            )

    def add_summaries(self, run: str, summaries: Mapping[str, str]) -> None:
        """Put summaries beside the words they were made of, by step."""
        with closing(self._open()) as database, database:
            database.execute(
                "UPDATE responses SET summaries = ? WHERE run = ?",
                (json.dumps(dict(summaries)), run),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the responses in the order they were given, one column for each step."""
        with closing(self._open()) as database:
            found = database.execute(
                "SELECT outcome, reason, answers, summaries FROM responses ORDER BY rowid"
            ).fetchall()
        rows = []
        for outcome, reason, answers, summaries in found:
            columns = dict.fromkeys(Commute.steps) | json.loads(answers)
            columns |= {f"{name}_summary": json.loads(summaries).get(name) for name in FREE_TEXT}
            rows.append({"outcome": outcome, "reason": reason, **columns})
        return rows

    def write_csv(self, path: Path) -> None:
        """Write the responses as CSV (RFC 4180), with a head."""
        summaries = (f"{name}_summary" for name in FREE_TEXT)
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, ["outcome", "reason", *Commute.steps, *summaries])
            rows.writeheader()
            rows.writerows(self.rows())

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path)
        database.execute(
            "CREATE TABLE IF NOT EXISTS responses (run TEXT PRIMARY KEY, outcome TEXT NOT NULL,"
            " reason TEXT NOT NULL, answers TEXT NOT NULL, summaries TEXT NOT NULL)"
        )
        return database


# --- the interview: each section is a class of its own --------------------------------------------


def of_age(age: int, _call: Call[Results]) -> Verdict:
    if age < 16:
        return Verdict.end("Thank you, but this survey is for people from sixteen on")
    return Verdict.yes()


def goes_to_work(travels: bool, _call: Call[Results]) -> Verdict:  # noqa: FBT001 - the value
    if not travels:
        return Verdict.end("Then I have no more questions, this is about the way to work. Thanks")
    return Verdict.yes()


class Screening(Workflow):
    age = Step(
        Number(min=1, max=120, unit="years old"),
        ask="First of all, how old are you?",
        label="age",
        check=of_age,
    )
    travels = Step(
        YesNo(),
        ask="Do you travel to work at least once a week?",
        label="travelling to work",
        check=goes_to_work,
    )


class Trip(Workflow):
    """Asked about as a whole; what the answer leaves out is asked one by one, in any order."""

    by = Step(
        Choice(
            [
                Option("train", synonyms=("rail", "metro", "tube", "subway")),
                Option("bus", synonyms=("coach",)),
                Option("car", synonyms=("drive", "driving")),
                Option("bicycle", synonyms=("bike", "cycle", "cycling")),
                Option("on foot", synonyms=("walk", "walking")),
            ]
        ),
        ask=(
            "How do you get to work, how many minutes does it take, and how many days a week?",
            "And how do you get there?",
        ),
        rephrase="Do you go by train, bus, car or bicycle, or on foot?",
        label="way of travelling",
    )
    minutes = Step(
        Number(min=1, max=300, unit="minutes"), ask="How many minutes does it take?", label="time"
    )
    days = Step(
        Number(min=1, max=7, unit="days a week"),
        ask="On how many days a week?",
        label="number of days",
    )


class Opinion(Workflow):
    likes = Step(Text(), ask="Now your opinion. What do you like about it?", confirm=Confirm.NEVER)
    better = Step(Text(), ask="And what should be better?", confirm=Confirm.NEVER)


class Commute(Screening, Trip, Opinion, summary=False, escalates=False):
    """How people get to work."""

    phrases = Phrases(
        done="Thank you, those were all my questions.", dropped="No problem, we'll stop here."
    )

    async def commit(self, call: Call[Results]) -> Mapping[str, Any]:
        call.userdata.keep(call.run, "completed", self.values())
        return {"run": call.run}


FREE_TEXT = tuple(name for name, step in Commute.steps.items() if isinstance(step.kind, Text))

# --- summaries: made after the call, so nobody waits for them -------------------------------------

PATIENCE = 10.0
"""Seconds for one summary."""
_NEGATIONS = frozenset("no not nor never none nothing nobody without hardly cannot".split())
_FUNCTION_WORDS = frozenset(
    "a an the and or but of to in on at by for with from as is are was were be it its that this"
    " i my me you your they their he she we our so too very when because there".split()
)


async def summarise(model: llm.LLM[Any], words: str) -> str | None:
    """Have a caller's words shortened; None if the model fails or adds to what was said."""
    chat = llm.ChatContext.empty()
    chat.add_message(
        role="system",
        content="Shorten what the caller of a survey said to a few of the caller's own words. Add "
        "nothing, conclude nothing, keep every 'not'. Answer with these words only.",
    )
    chat.add_message(role="user", content=words)
    try:
        async with asyncio.timeout(PATIENCE):
            summary = (await model.chat(chat_ctx=chat).collect()).text.strip()
    except Exception as error:  # noqa: BLE001 - the words themselves are kept in any case
        print(f"no summary: {type(error).__name__}", file=sys.stderr)
        return None
    return summary if follows(summary, words) else None


def follows(summary: str, words: str) -> bool:
    """Tell whether a summary says what the words say, and nothing beside it.

    Its words that carry a meaning are all among those that were said, and neither a "not" nor a
    number is gone or new. That refuses good summaries, too: then the words stand alone.
    """
    said, told = _words(words), _words(summary)
    return (
        bool(told)
        and len(told) <= len(said)
        and {w for w in told if w not in _FUNCTION_WORDS} <= set(said)
        and _fixed(told) == _fixed(said)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.casefold().replace("\u2019", "'"))


def _fixed(words: list[str]) -> list[str]:
    """Return what a summary must keep as it is."""
    return sorted(w for w in words if w in _NEGATIONS or w.endswith("n't") or w.isdigit())


async def add_summaries(
    results: Results, run: str, response: Commute, model: llm.LLM[Any] | None
) -> None:
    """Put summaries beside the free answers of a response, where a model gives any."""
    if model is None:
        return
    answers = {name: response.values()[name] for name in FREE_TEXT}
    made = {name: await summarise(model, words) for name, words in answers.items()}
    results.add_summaries(run, {name: text for name, text in made.items() if text})


# --- in LiveKit -----------------------------------------------------------------------------------


class Interviewer(Agent):
    def __init__(self, results: Results) -> None:
        super().__init__(instructions="You interview people about their way to work.")
        self.results = results

    async def on_enter(self) -> None:
        interview = Commute.task(userdata=self.results)
        try:
            response = await interview
        except WorkflowEnded as ended:
            if ended.outcome != "unknown":  # else it may have been written
                self.results.keep(uuid4().hex, ended.outcome, ended.answers, reason=ended.reason)
        else:
            receipt = interview.conversation.receipt or {}
            model = self.session.llm
            text_model = model if isinstance(model, llm.LLM) else None
            await add_summaries(self.results, receipt["run"], response, text_model)
        self.session.shutdown()


server = AgentServer()


@server.rtc_session()
async def answer(job: JobContext) -> None:
    await job.connect()
    session: AgentSession[None] = AgentSession(
        stt="deepgram/nova-3:en", tts="cartesia/sonic-3", llm="openai/gpt-4.1-mini"
    )
    await session.start(Interviewer(Results(Path("survey.db"))), room=job.room)


# --- in writing -----------------------------------------------------------------------------------


async def interview_in_writing(results: Results) -> None:
    """Ask on standard output and read the answers from standard input, one a line."""
    conversation = Conversation(
        [Commute], userdata=results, clock=lambda: datetime.now().astimezone()
    )
    call = PlainCall(conversation)
    print(await call.open())
    while not conversation.closed:
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            call.hang_up()
            break
        print(await call.say(line.strip()))
    if conversation.outcome != "completed":
        results.keep(
            uuid4().hex,
            conversation.outcome or "hung_up",
            conversation.values,
            reason=conversation.reason,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="An interview about the way to work.")
    parser.add_argument("--db", type=Path, default=Path("survey.db"), help="where results are kept")
    parser.add_argument("--csv", type=Path, help="write all results to this file afterwards")
    options = parser.parse_args()
    results = Results(options.db)
    asyncio.run(interview_in_writing(results))
    if options.csv:
        results.write_csv(options.csv)


if __name__ == "__main__":
    main()
