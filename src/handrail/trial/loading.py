"""Scenario files: found, read, held to the schema and to the world they are against."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from ..faults import BadInput
from .livekit_format import is_livekits, livekit_scenarios
from .scenario import CLOCK, TURNS, CallerGoal, End, Limits, Never, Scenario, Temperament
from .schema import hold_to, nearest, scenario_schema
from .source import Part, read_documents
from .wording import CLUES
from .world import World

__all__ = ["Worlds", "files_of", "load"]

Worlds = Callable[[str, Path], World]
"""Finds the world a scenario names, given the folder of its file.

Raises:
    BadInput: When there is none.
"""

_SUFFIXES: Final = frozenset({".yaml", ".yml"})
_E164: Final = re.compile(r"\+[1-9]\d{6,14}")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the scenario files that paths name: themselves, or all in a folder.

    Raises:
        BadInput: For a path that is not there, or a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.suffix in _SUFFIXES)
            if not inside:
                raise BadInput(f"{path} has no scenario files: they end in .yaml.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise BadInput(f"{path} is not there: name a scenario file or a folder of them.")
    return list(dict.fromkeys(found))


def load(paths: Iterable[Path], worlds: Worlds) -> list[tuple[Scenario, Part]]:
    """Read scenarios, each with the part of the file it was read from.

    Raises:
        BadInput: For the first fault, with its line and the mend.
    """
    found: list[tuple[Scenario, Part]] = []
    names: dict[tuple[str, str], int] = {}
    for path in files_of(paths):
        documents = read_documents(path)
        if not documents:
            raise BadInput(f"{path} is empty: write a scenario into it.")
        for part in documents:
            if is_livekits(part):
                found += livekit_scenarios(part)
                continue
            hold_to(scenario_schema(), part)
            scenario = _scenario(part, worlds(part.value.get("against", "desk"), path.parent))
            if (key := (str(path), scenario.name)) in names:
                part.at("name").fail(
                    f"the scenario on line {names[key]} has this name too: give it another."
                )
            names[key] = part.line
            found.append((scenario, part))
    return found


def _scenario(part: Part, world: World) -> Scenario:
    caller, end = part.at("caller"), part.at("end")
    goal = _goal(caller, world)
    _check_clock(part)
    for name in ("database", "end"):
        tables = part.get(name) if name == "database" else end.get("rows")
        if tables is not None:
            _check_tables(tables, world, given=name == "database")
    _check_names(end.get("workflow"), [each.plan.name for each in world.workflows], "workflow")
    if (model := part.get("model")) is not None:
        from .hostile import HOSTILE  # noqa: PLC0415 - it imports LiveKit, which takes a while

        _check_names(model, list(HOSTILE), "hostile model")
    never = part.value.get("never", {})
    limits = part.value.get("limits", {})
    return Scenario(
        name=part.value["name"],
        caller=goal,
        end=End(
            outcome=end.value.get("outcome"),
            workflow=end.value.get("workflow"),
            result=end.value.get("result"),
            no_result="result" in end.value and end.value["result"] is None,
            rows=end.value.get("rows", {}),
        ),
        clock=part.value.get("clock", CLOCK),
        database=part.value.get("database", {}),
        never=Never(
            says=tuple(never.get("says", ())),
            asks=tuple(never.get("asks", ())),
            knows={
                step: values if isinstance(values, list) else [values]
                for step, values in never.get("knows", {}).items()
            },
        ),
        limits=Limits(limits.get("turns", TURNS), limits.get("model_calls")),
        model=part.value.get("model"),
        against=part.value.get("against", "desk"),
        path=part.name,
        line=part.line,
    )


def _goal(part: Part, world: World) -> CallerGoal:
    names = [each.plan.name for each in world.workflows]
    for key in ("wants", "first_wants"):
        _check_names(part.get(key), names, "workflow")
    given = part.value
    temperament = given.get("temperament", "in_order")
    known = scenario_schema()["$defs"]["temperament"]
    if isinstance(temperament, str):
        if "temperament" in given:
            hold_to(known, part.at("temperament"))
        temperament = [temperament]
    workflow = world.workflow(given.get("wants"))
    steps = dict(workflow.steps)
    if given.get("first_wants"):
        steps |= {**world.workflow(given["first_wants"]).steps, **steps}
    for key in ("facts", "first_says", "accepts"):
        for step, value in values.items() if (values := part.get(key)) else ():
            _check_names(value, list(steps), f"step of {workflow.plan.name}", name=step)
            if key != "accepts":
                _check_value(steps[step].kind.name, value)
            elif value.value != "any" and not isinstance(value.value, list):
                value.fail(f"{step!r} accepts 'any' or a list of values.")
    _check_facts(part, workflow)
    return CallerGoal(
        wants=workflow.plan.name,
        facts=given.get("facts", {}),
        first_wants=given.get("first_wants"),
        first_says=given.get("first_says", {}),
        accepts=given.get("accepts", {}),
        temperament=cast("frozenset[Temperament]", frozenset(temperament)),
        asks=tuple(given.get("asks", ())),
        leaves_at=given.get("leaves_at"),
        number=given.get("number"),
    )


def _check_facts(part: Part, workflow: Any) -> None:
    """A caller who corrects something must first say something else."""
    given = part.value
    facts = given.get("facts", {})
    for step, value in values.items() if (values := part.get("first_says")) else ():
        if step not in facts:
            value.fail(f"{step!r} is corrected to nothing: give its right value under 'facts'.")
    wants = set(given.get("temperament", ()) if isinstance(given.get("temperament"), list) else ())
    wants |= {given["temperament"]} if isinstance(given.get("temperament"), str) else set()
    for each in sorted(wants & {"corrects", "regresses", "changes_mind"}):
        if not given.get("first_says"):
            part.at("temperament").fail(
                f"a caller who {_DOES[each]} needs 'first_says': what is said at first, by step."
            )
    if "switches" in wants and not given.get("first_wants"):
        part.at("temperament").fail(
            "a caller who switches needs 'first_wants': the workflow asked for at first."
        )
    if not wants & {"hangs_up", "silent"}:
        for step in workflow.plan.steps:
            if step.name not in facts and not step.optional and step.when is None:
                part.fail(
                    f"this caller can never finish: {workflow.plan.name} asks for {step.name!r}, "
                    "so give it under 'facts'."
                )


_FOUND: Final[Mapping[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["is", "tells"],
    "properties": {
        "is": {"description": "the value that the desk is to find."},
        "tells": {
            "type": "object",
            "description": "what the caller tells of it.",
            "additionalProperties": False,
            "properties": {topic: {"type": "string"} for topic in CLUES},
        },
    },
}
_DOES: Final[Mapping[str, str]] = {
    "corrects": "corrects",
    "regresses": "regresses",
    "changes_mind": "changes their mind",
}


def _check_value(kind: str, part: Part) -> None:
    """Hold a caller's value to what its kind is given as."""
    value = part.value
    if value is None:
        return
    wanted = {"number": (int, float), "yes_no": bool}.get(kind, str)
    if isinstance(value, dict):
        hold_to(_FOUND, part)
        return
    if not isinstance(value, cast("Any", wanted)) or (kind == "number" and isinstance(value, bool)):
        called = {"number": "a number", "yes_no": "true or false"}.get(kind, "a text")
        part.fail(f"{part.path[-1]!r} must be {called}, or null for none.")
    if kind == "when" and _moment(value) is None:
        part.fail(f"{value!r} is no time: write it as 2026-06-16T15:00.")
    if kind == "phone" and not _E164.fullmatch(value):
        part.fail(f"{value!r} is no number as E.164 writes it: such as '+12125550142'.")


def _check_clock(part: Part) -> None:
    clock = part.get("clock")
    if clock is not None and _moment(clock.value) is None:
        clock.fail(f"{clock.value!r} is no time: write it as 2026-06-12T09:00.")


def _check_tables(part: Part, world: World, *, given: bool) -> None:
    known = [name for name, table in world.tables.items() if table.given or not given]
    for name, rows in part.items():
        if name not in known:
            rows.fail(f"there is no table {name!r}: {nearest(name, known)}")
        table = world.tables[name]
        for row in rows:
            for column, value in row.items():
                if column not in table.columns:
                    value.fail(
                        f"{name!r} has no column {column!r}: {nearest(column, list(table.columns))}"
                    )
            for column in table.required if given else ():
                if column not in row.value:
                    row.fail(f"a row of {name!r} needs the column {column!r}.")


def _check_names(
    part: Part | None, known: Sequence[str], what: str, *, name: str | None = None
) -> None:
    if part is not None:
        word = name if name is not None else str(part.value)
        if word not in known:
            part.fail(f"there is no {what} {word!r}: {nearest(word, list(known))}")


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)) if len(str(text)) > 9 else None
    except ValueError:
        return None
