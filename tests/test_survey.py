"""The survey of examples/: an interview in sections, with an early exit and free answers."""

from __future__ import annotations

import contextlib
import csv
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from livekit.agents import AgentSession

from examples.survey import (
    Commute,
    Interviewer,
    Opinion,
    Results,
    Screening,
    Trip,
    add_summaries,
    follows,
    summarise,
)
from handrail import Conversation, PlainCall
from handrail.livekit import WorkflowEnded
from tests.livekit.scripted import Reply, Scripted

SURVEY = Path(__file__).resolve().parents[1] / "examples" / "survey.py"
ANSWERS = (
    "thirty five",
    "yes",
    "by train, about forty minutes, four days a week",
    "i can read, and it is never late",
    "the seats are not clean",
)
TYPED = {
    "age": 35,
    "travels": True,
    "by": "train",
    "minutes": 40,
    "days": 4,
    "likes": "i can read, and it is never late",
    "better": "the seats are not clean",
}


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "survey.db")


class Interview:
    """One interview in writing: what was asked, and what is known."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.conversation = Conversation(
            [Commute], userdata=results, clock=lambda: datetime(2026, 6, 12, 9, tzinfo=UTC)
        )
        self.desk: list[str] = []

    async def hold(self, *turns: str) -> Interview:
        call = PlainCall(self.conversation)
        self.desk = [await call.open()]
        for said in turns:
            self.desk.append(await call.say(said))
        return self

    @property
    def typed(self) -> dict[str, Any]:
        assert isinstance(self.conversation.result, Commute)
        return self.conversation.result.values()


def test_the_sections_are_asked_in_order() -> None:
    sections = [list(section.steps) for section in (Screening, Trip, Opinion)]
    assert list(Commute.steps) == [name for names in sections for name in names]


async def test_a_section_is_answered_in_one_breath(results: Results) -> None:
    held = await Interview(results).hold(*ANSWERS)
    assert len(held.desk) == 6
    assert held.typed == TYPED
    assert held.conversation.outcome == "completed"
    assert "Thank you" in held.desk[-1]
    [row] = results.rows()
    assert row == {
        "outcome": "completed",
        "reason": "",
        **TYPED,
        "likes_summary": None,
        "better_summary": None,
    }


async def test_its_fields_come_in_any_order_and_one_by_one(results: Results) -> None:
    turns = ["35", "yes", "four days a week", "train", "40 minutes", *ANSWERS[3:]]
    held = await Interview(results).hold(*turns)
    assert held.typed == TYPED


async def test_what_was_said_before_its_section_is_not_asked_again(results: Results) -> None:
    said = "i'm thirty five years old, i take the train, forty minutes, four days a week"
    held = await Interview(results).hold(said, "yes", *ANSWERS[3:])
    assert held.typed == TYPED
    assert not any("minutes" in line or "days" in line for line in held.desk[2:])


async def test_an_answer_is_corrected_in_a_later_section(results: Results) -> None:
    turns = [*ANSWERS[:3], "can i change the time", "thirty minutes", *ANSWERS[3:]]
    held = await Interview(results).hold(*turns)
    assert held.typed == {**TYPED, "minutes": 30}


@pytest.mark.parametrize(
    ("turns", "known", "reason"),
    [
        (["fourteen"], {"age": 14}, "from sixteen on"),
        (["thirty", "no"], {"age": 30, "travels": False}, "no more questions"),
        (["i'm fourteen years old, by bus"], {"age": 14, "by": "bus"}, "from sixteen on"),
    ],
)
async def test_who_is_disqualified_hears_why_and_is_asked_no_more(
    turns: Sequence[str], known: dict[str, Any], reason: str, results: Results
) -> None:
    held = await Interview(results).hold(*turns)
    assert held.conversation.closed
    assert held.conversation.outcome == "disqualified"
    assert reason in held.desk[-1]
    assert "?" not in held.desk[-1]
    assert held.conversation.values == known
    assert held.conversation.result is None


async def test_a_slip_of_the_tongue_disqualifies_nobody(results: Results) -> None:
    held = await Interview(results).hold("fifteen, no, thirty five", *ANSWERS)
    assert held.typed == TYPED


# --- summaries ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("seats not clean", "well the seats are not clean you know"),
        ("Read on the train.", "i like that i can read on the train"),
        ("2 changes too many", "it is 2 changes, that's too many"),
    ],
)
def test_a_summary_in_the_callers_words_follows(summary: str, words: str) -> None:
    assert follows(summary, words)


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("seats are clean", "the seats are not clean"),
        ("not clean and never late", "the seats are not clean"),
        ("wants free tickets", "the seats are not clean"),
        ("3 changes", "it is 2 changes, that's too many"),
        ("like the noise", "i don't like the noise"),
        ("", "the seats are not clean"),
    ],
)
def test_a_summary_that_adds_or_turns_round_does_not(summary: str, words: str) -> None:
    assert not follows(summary, words)


async def test_summaries_stand_beside_the_words(results: Results) -> None:
    held = await Interview(results).hold(*ANSWERS)
    response = held.conversation.result
    assert isinstance(response, Commute)
    receipt = held.conversation.receipt
    assert receipt is not None
    model = Scripted(Reply("Read, never late."), Reply("Wants free tickets."))
    await add_summaries(results, receipt["run"], response, model)
    [row] = results.rows()
    assert row["likes_summary"] == "Read, never late."
    assert row["better_summary"] is None  # invented
    assert (row["likes"], row["better"]) == ANSWERS[3:]


async def test_a_model_that_fails_costs_only_the_summary() -> None:
    assert await summarise(Scripted(), "the seats are not clean") is None


# --- the hosts ------------------------------------------------------------------------------------


async def interviewed(results: Results, turns: Sequence[str], *replies: Reply) -> list[str]:
    """Hold an interview in LiveKit and return what the model was asked last, each time."""
    model = Scripted(*replies)
    session: AgentSession[None] = AgentSession(
        vad=None, llm=model, turn_handling={"turn_detection": None}
    )
    await session.start(Interviewer(results))
    for said in turns:
        with contextlib.suppress(WorkflowEnded):  # what ends a task in a run is the run's, too
            await session.run(user_input=said)
    await session.aclose()
    return [asked.last for asked in model.asked]


async def test_in_livekit_the_model_is_asked_for_summaries_only(results: Results) -> None:
    told = await interviewed(results, ANSWERS, Reply("never late"), Reply("seats not clean"))
    assert told == list(ANSWERS[3:])
    [row] = results.rows()
    assert (row["likes_summary"], row["better_summary"]) == ("never late", "seats not clean")


async def test_in_livekit_an_early_exit_is_recorded_with_its_reason(results: Results) -> None:
    assert await interviewed(results, ["fourteen"]) == []
    [row] = results.rows()
    assert (row["outcome"], row["age"]) == ("disqualified", 14)
    assert "from sixteen on" in row["reason"]


async def test_in_livekit_who_hangs_up_has_said_what_they_said(results: Results) -> None:
    await interviewed(results, ANSWERS[:2])
    [row] = results.rows()
    assert (row["outcome"], row["age"], row["likes"]) == ("hung_up", 35, None)


def test_in_writing_it_needs_nothing_but_python(tmp_path: Path) -> None:
    for turns in (ANSWERS, ["fourteen"], ["thirty"]):
        done = subprocess.run(
            [sys.executable, str(SURVEY), "--db", "survey.db", "--csv", "survey.csv"],
            input="\n".join(turns),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    with (tmp_path / "survey.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == ["completed", "disqualified", "hung_up"]
    assert rows[0]["better"] == ANSWERS[-1]
