"""A scenario: what a trial is of, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

__all__ = [
    "CLOCK",
    "TEMPERAMENTS",
    "TURNS",
    "CallerGoal",
    "End",
    "Limits",
    "Never",
    "Row",
    "Scenario",
    "Temperament",
]

CLOCK: Final = "2026-06-12T09:00"
"""When a call comes in whose scenario does not say: a Friday."""
TURNS: Final = 40

Row: TypeAlias = Mapping[str, Any]
"""A row of a table as JSON data, by column; moments are ISO 8601 with offset."""

Temperament: TypeAlias = Literal[
    "in_order",
    "all_at_once",
    "out_of_order",
    "fragments",
    "over_answers",
    "corrects",
    "regresses",
    "hesitates",
    "asks_back",
    "mumbles",
    "changes_mind",
    "switches",
    "hangs_up",
    "silent",
]
"""How a caller talks. Several can be combined; `docs/trials.md` tells what each does."""

TEMPERAMENTS: Final[Mapping[Temperament, str]] = {
    "in_order": "answers what is asked",
    "all_at_once": "says everything in the first turn",
    "out_of_order": "begins with what is usually asked last",
    "fragments": "gives values in parts: a day, then a time; a number in groups",
    "over_answers": "adds to an answer what has not been asked yet",
    "corrects": "says something wrong, and corrects it a few turns later with the right value",
    "regresses": "says something wrong, and later wants to go back to it before giving a value",
    "hesitates": "hums, and asks for a moment to look something up",
    "asks_back": "asks a question before answering",
    "mumbles": "says something that nobody can understand, once in a while",
    "changes_mind": "says something else at the summary",
    "switches": "begins with another workflow",
    "hangs_up": "hangs up in the middle",
    "silent": "says nothing, once in a while; with nothing else, ever",
}
"""What each temperament does, in words."""


@dataclass(frozen=True, slots=True)
class CallerGoal:
    """Who calls, what they know and want, and how they talk."""

    wants: str | None = None
    """The workflow the caller wants; None for the first one."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What they know and want, by step, as JSON data; None: they have none, and decline. Of what
    the desk has to find, `{"is": value, "tells": {topic: value}}`: what it is, and what of it they
    tell."""
    first_wants: str | None = None
    first_says: Mapping[str, Any] = field(default_factory=dict)
    """What they say at first and correct later, by step."""
    accepts: Mapping[str, Sequence[Any] | Literal["any"]] = field(default_factory=dict)
    """Other values that will do when they are offered, by step."""
    temperament: frozenset[Temperament] = frozenset({"in_order"})
    asks: tuple[str, ...] = ()
    """Questions they ask in the middle of the call."""
    leaves_at: str | None = None
    """The step, or `summary`, at which a caller who hangs up does; None for any."""
    number: str | None = None
    """The number the call comes from, E.164; None when it is withheld."""
    instructions: str = ""
    """What a model that plays the caller is told; "" for callers without a model."""


@dataclass(frozen=True, slots=True)
class End:
    """What must be true at the end; what is None is not looked at."""

    outcome: str | None = None
    workflow: str | None = None
    result: Mapping[str, Any] | None = None
    no_result: bool = False
    """There must be none."""
    rows: Mapping[str, Sequence[Row]] | None = None
    """The rows that are new or changed, by table. In a table that is watched nothing else may be,
    unless this is None."""
    expectations: str = ""
    """What a model that judges is told to look for; "" for none."""


@dataclass(frozen=True, slots=True)
class Never:
    """What must never happen."""

    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    knows: Mapping[str, Sequence[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a call may take at most."""

    turns: int = TURNS
    """The caller's. One who is not done by then hangs up."""
    model_calls: int | None = None
    """None for as many as the desk allows itself."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One call to simulate, and what it is judged by."""

    name: str
    caller: CallerGoal
    end: End
    clock: str = CLOCK
    """When the call comes in, ISO 8601; without an offset in the business's zone."""
    database: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """What the database holds, by table; for the tables left out, the application's own."""
    never: Never = Never()
    limits: Limits = Limits()
    model: str | None = None
    """The hostile model the desk is given, by its name in `HOSTILE`."""
    against: str = "desk"
    path: str = ""
    """The file it was read from."""
    line: int = 0
    """The line it begins on."""
