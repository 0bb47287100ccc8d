"""Holds a part of a YAML file to a JSON Schema, with a sentence and a line for what is wrong.

It knows the words of JSON Schema (2020-12) that the schema of scenarios uses, no more: so the
schema that editors complete from is the one that files are held to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Final

from .source import Part

__all__ = ["hold_to", "nearest", "scenario_schema"]

_CALLED: Final[Mapping[str, str]] = {
    "object": "a mapping of keys",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


@cache
def scenario_schema() -> Mapping[str, Any]:
    """Return the JSON Schema of a scenario file's documents."""
    text = (files(__package__) / "scenario.schema.json").read_text("utf-8")
    schema: Mapping[str, Any] = json.loads(text)
    return schema


def hold_to(schema: Mapping[str, Any], part: Part, root: Mapping[str, Any] | None = None) -> None:
    """Check that a part is as its schema says.

    Raises:
        BadInput: When it is not: with the line, and what to write instead.
    """
    root = root or schema
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    wanted = schema.get("type")
    if wanted is not None:
        _check_type([wanted] if isinstance(wanted, str) else wanted, part)
    if "enum" in schema and not isinstance(part.value, list | dict):
        _check_one_of(schema["enum"], part)
    if isinstance(part.value, bool):
        return
    if "minimum" in schema and isinstance(part.value, int) and part.value < schema["minimum"]:
        part.fail(f"{_what(part)} must be at least {schema['minimum']}, not {part.value}.")
    if isinstance(part.value, list):
        for each in part:
            hold_to(schema.get("items", {}), each, root)
    elif isinstance(part.value, dict):
        _check_keys(schema, part, root)


def nearest(word: str, known: list[str]) -> str:
    """Say which of the known words was meant, or which there are: the mend of a sentence."""
    close = get_close_matches(word, known, 1, 0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are: {', '.join(known)}." if known else "there are none."


def _check_type(wanted: list[str], part: Part) -> None:
    for each in wanted:
        if isinstance(part.value, bool) and each != "boolean":
            continue
        if isinstance(part.value, _TYPES[each]):
            return
    called = " or ".join(_CALLED[each] for each in wanted if each != "null")
    part.fail(f"{_what(part)} must be {called}, not {_shown(part.value)}.")


def _check_one_of(known: list[Any], part: Part) -> None:
    if part.value not in known:
        words = [str(each) for each in known]
        part.fail(
            f"{_what(part)} cannot be {_shown(part.value)}: {nearest(str(part.value), words)}"
        )


def _check_keys(schema: Mapping[str, Any], part: Part, root: Mapping[str, Any]) -> None:
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for key, value in part.items():
        if key in properties:
            hold_to(properties[key], value, root)
        elif others is False:
            value.fail(f"there is no key {key!r} here: {nearest(key, list(properties))}")
        elif isinstance(others, dict):
            hold_to(others, value, root)
    for key in schema.get("required", ()):
        if key not in part.value:
            part.fail(f"{_what(part)} needs the key {key!r}: {properties[key]['description']}")


def _what(part: Part) -> str:
    keys = [each for each in part.path if isinstance(each, str)]
    return repr(keys[-1]) if keys else "a scenario"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(str(value)[:40]) if value is not None else "nothing"
