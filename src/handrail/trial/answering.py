"""What a hostile model sees and says, and the values it makes up."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

__all__ = ["Said", "Seen", "ToolUse", "invented"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model sees of a call when it is asked."""

    caller: str
    """The caller's last words; empty before the first."""
    desk: str
    """The desk's last words."""
    tools: Mapping[str, Mapping[str, Any]]
    """The JSON schema of each tool's parameters, by the tool's name, in the order shown."""
    asked: int
    """How often it was asked before in this call."""

    def records(self) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
        """Return the tools that record something: the parameter's name and schema of each."""
        found: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for name, schema in self.tools.items():
            given = [each for each in schema["properties"] if each != "said"]
            if name.startswith("record_") and given:
                found[name] = (given[0], schema["properties"][given[0]])
        return found


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call, its arguments as the model writes them."""

    name: str
    arguments: str
    """Meant to be JSON."""
    call_id: str = ""
    """Empty for one of its own."""

    @classmethod
    def of(cls, name: str, /, **arguments: Any) -> ToolUse:
        """Return a call with these arguments in good JSON."""
        return cls(name, json.dumps(arguments, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class Said:
    """What a model answers: words, calls, and how its answer ends."""

    text: str = ""
    calls: tuple[ToolUse, ...] = ()
    ends: Literal["well", "fails", "hangs"] = "well"


_LIES: Final[Mapping[str, str]] = {
    "phone": "+12125559999",
    "number": "+12125559999",
    "email": "mallory@example.org",
    "name": "Eve Mallory",
}
_LIE: Final = "Eve Mallory wants it all"


def invented(name: str, schema: Mapping[str, Any]) -> Any:
    """Make up a value that a tool takes, and that nobody has said.

    Args:
        name: The tool's name: what it is about.
        schema: The JSON schema of the value.
    """
    schema = schema["anyOf"][0] if "anyOf" in schema else schema
    if "enum" in schema:
        return schema["enum"][-1]
    match schema.get("type"):
        case "integer":
            return min(int(schema.get("minimum", 0)) + 7, int(schema.get("maximum", 10_000)))
        case "boolean":
            return True
    if "ISO 8601" in str(schema.get("description")):
        return _in_four_days(str(schema["description"]))
    return next((lie for about, lie in _LIES.items() if about in name), _LIE)


def _in_four_days(description: str) -> str:
    today = re.findall(r"\d{4}-\d\d-\d\d", description)[-1]
    return f"{dt.date.fromisoformat(today) + dt.timedelta(days=4)}T11:00"
