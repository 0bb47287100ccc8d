"""Judging a call by what it leaves: the database, the result, and what happened on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .caller import Caller
from .comparing import Difference, difference, same, unexpected
from .heard import Heard
from .manners import manners
from .record import Fault, TurnRecord
from .scenario import Row, Scenario
from .world import World

__all__ = ["Held", "judge"]


@dataclass(frozen=True)
class Held:
    """A call that is over."""

    turns: Sequence[TurnRecord]
    heard: Sequence[Heard]
    told: Sequence[frozenset[str]]
    """The steps whose values the caller said in full in each turn."""
    caller: Caller
    outcome: str | None
    workflow: str | None
    result: Mapping[str, Any] | None
    before: Mapping[str, Sequence[Row]]
    after: Mapping[str, Sequence[Row]]
    model_calls: int
    noise: float

    @property
    def written(self) -> Difference:
        """The rows that are new or changed."""
        return difference(self.before, self.after)[0]


def judge(scenario: Scenario, world: World, held: Held, broken: Sequence[str] = ()) -> list[Fault]:
    """Return what is wrong with a call.

    Args:
        scenario: What it was to be.
        world: Where.
        held: The call.
        broken: What must never be true of the database and is.
    """
    lenient = held.noise > 0 or scenario.model is not None
    return [
        *(Fault("wrong", text) for text in broken),
        *_rows(scenario, world, held),
        *_ending(scenario, held),
        *_never(scenario, held),
        *_limits(scenario, held),
        *([] if lenient else _said_and_asked(scenario, held)),
        *([] if lenient else _invented(held)),
        *manners(held.turns, held.heard),
    ]


def _rows(scenario: Scenario, world: World, held: Held) -> Iterator[Fault]:
    if scenario.end.rows is None:
        return
    came, went = difference(held.before, held.after)
    for table, rows in came.items():
        wanted = scenario.end.rows.get(table, ())
        if not wanted and not (table in world.tables and world.tables[table].watched):
            continue
        missing, left = unexpected(wanted, rows)
        for row in left:
            yield Fault("wrong", f"{table} has a row that nobody wanted: {_shown(row)}")
        for row in missing:
            yield Fault("end", f"{table} lacks the row {_shown(row)}")
    for table, rows in went.items():
        if table in world.tables and world.tables[table].watched:
            for row in list(rows)[len(came.get(table, ())) :]:
                yield Fault("wrong", f"{table} has lost a row: {_shown(row)}")


def _ending(scenario: Scenario, held: Held) -> Iterator[Fault]:
    end = scenario.end
    if end.outcome is not None and held.outcome != end.outcome:
        yield Fault("end", f"the call ended {held.outcome}, not {end.outcome}")
    if end.workflow is not None and held.workflow != end.workflow:
        yield Fault("end", f"the last workflow was {held.workflow}, not {end.workflow}")
    if end.no_result and held.result is not None:
        yield Fault("wrong", f"there is a result: {_shown(held.result)}")
    for name, value in (end.result or {}).items():
        found = (held.result or {}).get(name)
        if not same(value, found):
            text = f"{name} is {found!r} in the result, not {value!r}"
            yield Fault("end" if held.result is None else "wrong", text)


def _never(scenario: Scenario, held: Held) -> Iterator[Fault]:
    never = scenario.never
    for turn in held.turns:
        for words in never.says:
            if words.lower() in turn.desk.lower():
                yield Fault("never", f"the desk said {words!r}", turn.number)
        if turn.asking["act"] == "ask" and turn.asking["step"] in never.asks:
            yield Fault("never", f"{turn.asking['step']} was asked for", turn.number)
        for step, values in never.knows.items():
            if step in turn.values and any(same(each, turn.values[step]) for each in values):
                yield Fault("never", f"{step} was {turn.values[step]!r}", turn.number)


def _limits(scenario: Scenario, held: Held) -> Iterator[Fault]:
    turns, limits = len(held.turns) - 1, scenario.limits
    if turns > limits.turns:
        yield Fault("limit", f"the call took {turns} turns, not {limits.turns}", turns)
    if limits.model_calls is not None and held.model_calls > limits.model_calls:
        text = f"the desk asked its model {held.model_calls} times, not {limits.model_calls}"
        yield Fault("limit", text)


def _said_and_asked(scenario: Scenario, held: Held) -> Iterator[Fault]:
    """Nobody is asked for what they said in full, unless it was known and had to go since."""
    ignored: dict[str, int] = {}
    for number, (heard, told) in enumerate(zip(held.heard, held.told, strict=True)):
        ignored |= dict.fromkeys(told - scenario.caller.accepts.keys(), number)
        for step in [
            *heard.values,
            *heard.revisited,
            *([heard.step] if heard.act != "ask" else []),
        ]:
            ignored.pop(str(step), None)
        if heard.act == "ask" and heard.text and heard.step in ignored:
            said = ignored.pop(heard.step)
            text = f"{heard.step} was said in turn {said}, and is asked for"
            yield Fault("manners", text, number)


def _invented(held: Held) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for number, heard in enumerate(held.heard):
        for step, value in heard.values.items():
            if value is None or (step, str(value)) in seen:
                continue
            seen.add((step, str(value)))
            if not held.caller.may_mean(step, value):
                yield Fault("manners", f"{step} was taken as {value!r}, which nobody said", number)


def _shown(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{column} {value!r}" for column, value in row.items())
