"""What a step says of its model: instructions, tools, context; and how not to say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from livekit.agents import function_tool
from livekit.agents.llm import ProviderTool

from handrail import DeclarationError, Keep, Number, Step, Summary, Window, Workflow


@function_tool
async def free_tables() -> str:
    """Tell which tables are free."""
    return "two"


def declared(**model: Any) -> type[Workflow]:
    class Table(Workflow):
        party = Step(Number(), **model)

    return Table


def test_a_step_keeps_what_it_says_of_its_model() -> None:
    table = declared(
        instructions="A party is people.", tools=[free_tables], context=Window(turns=2)
    )
    party = table.steps["party"]
    assert party.instructions == "A party is people."
    assert party.tools == (free_tables,)
    assert party.context == Window(turns=2)


def test_a_step_says_nothing_of_its_model_by_default() -> None:
    party = declared().steps["party"]
    assert (party.instructions, party.tools, party.context) == ("", (), None)


def bare() -> None:
    """Do nothing: a function that nobody made a tool."""


@pytest.mark.parametrize(
    ("model", "what", "mend"),
    [
        ({"instructions": ("be brief",)}, "instructions= that are no text", "one string"),
        ({"tools": [bare]}, "no LiveKit tool", "function_tool"),
        ({"tools": "free_tables"}, "no LiveKit tool", "function_tool"),
        ({"tools": 7}, "no LiveKit tool", "function_tool"),
        ({"tools": [ProviderTool(id="web")]}, "no LiveKit tool of your own", "function_tool"),
        ({"tools": [free_tables, free_tables]}, "two tools= of one name", "differently"),
        ({"context": "window"}, "no history policy", "Window"),
        ({"context": Window}, "no history policy", "Window"),
    ],
)
def test_a_wrong_type_is_named_at_import(model: dict[str, Any], what: str, mend: str) -> None:
    with pytest.raises(DeclarationError, match=r"Table\.party has ") as caught:
        declared(**model)
    assert what in str(caught.value)
    assert mend in str(caught.value)


@pytest.mark.parametrize(
    ("policy", "fields"),
    [
        (Window, {"turns": 0}),
        (Window, {"turns": True}),
        (Window, {"turns": "6"}),
        (Summary, {"every": 0}),
        (Summary, {"words": -1}),
    ],
)
def test_a_policy_of_no_turns_is_refused(policy: Callable[..., Any], fields: Any) -> None:
    with pytest.raises(ValueError, match="give a whole number from 1"):
        policy(**fields)


def test_policies_are_equal_by_value() -> None:
    assert Keep() == Keep()
    assert {Window(turns=2): 1}[Window(turns=2)] == 1
    assert Window(turns=2) != Window(turns=3)
