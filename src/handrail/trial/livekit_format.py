"""LiveKit's own scenario files: `scenarios:` with labels, instructions and expectations.

They tell a model how to play the caller, so they run with one; see `ModelCaller`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .scenario import CLOCK, CallerGoal, End, Scenario
from .schema import hold_to
from .source import Part

__all__ = ["is_livekits", "livekit_scenarios"]

_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["scenarios"],
    "properties": {
        "name": {"type": "string", "description": "what the file is about."},
        "scenarios": {
            "type": "array",
            "description": "the scenarios.",
            "items": {
                "type": "object",
                "required": ["label", "instructions"],
                "properties": {
                    "label": {"type": "string", "description": "the scenario's name."},
                    "instructions": {
                        "type": "string",
                        "description": "who the caller is and what they want.",
                    },
                    "agent_expectations": {
                        "type": "string",
                        "description": "what a model that judges looks for.",
                    },
                    "userdata": {"type": ["object", "null"], "description": "your own data."},
                    "tags": {"type": ["object", "array", "null"], "description": "your own tags."},
                },
            },
        },
    },
}


def is_livekits(part: Part) -> bool:
    """Tell whether a document is in LiveKit's format."""
    return isinstance(part.value, dict) and "scenarios" in part.value


def livekit_scenarios(part: Part) -> list[tuple[Scenario, Part]]:
    """Return the scenarios of a document in LiveKit's format, each with its part.

    The clock is `now` in `userdata`, and `database` there is filled in as ours is; the rest of
    `userdata` is the application's own and is left alone.

    Raises:
        BadInput: When it is not in that format.
    """
    hold_to(_SCHEMA, part)
    found = []
    for each in part.at("scenarios"):
        given = each.value
        userdata = given.get("userdata") or {}
        scenario = Scenario(
            name=given["label"],
            caller=CallerGoal(instructions=given["instructions"]),
            end=End(expectations=given.get("agent_expectations", "")),
            clock=str(userdata.get("now", CLOCK)),
            path=part.name,
            line=each.line,
        )
        found.append((scenario, each))
    return found
