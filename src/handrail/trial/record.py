"""What a trial leaves: the transcript with its ladders, the reasons it failed, and figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

__all__ = ["Fault", "FaultKind", "TrialRecord", "TurnRecord"]

FaultKind: TypeAlias = Literal["end", "wrong", "never", "manners", "limit", "crash", "judge"]
"""`wrong`: something was written that nobody wanted, the one kind no noise excuses."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why a trial failed."""

    kind: FaultKind
    text: str
    """In words."""
    turn: int | None = None
    """Where it went wrong, 0 being the greeting; None when that is at the end."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn: what was said, what the desk heard and answered, and how things stood then."""

    number: int
    """0 for the greeting."""
    caller: str | None
    """What the caller said; None for the greeting."""
    heard: str
    """What of it reached the desk: the same, but for noise."""
    desk: str
    asking: Mapping[str, Any]
    ladder: Sequence[Mapping[str, str]]
    values: Mapping[str, Any]
    moves: Sequence[str]


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One call, judged."""

    scenario: str
    path: str
    seed: int
    host: str
    turns: tuple[TurnRecord, ...]
    faults: tuple[Fault, ...]
    outcome: str | None = None
    workflow: str | None = None
    model_calls: int = 0
    seconds: float = 0.0
    noise: float = 0.0
    written: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """The rows that the call has made or changed, by table."""

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults

    @property
    def is_wrong(self) -> bool:
        """Whether something was written that nobody wanted, or the call broke."""
        return any(fault.kind in {"wrong", "crash"} for fault in self.faults)

    @property
    def caller_turns(self) -> int:
        """How many turns the caller took."""
        return len(self.turns) - 1

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {**asdict(self), "passed": self.passed}

    def told(self) -> str:
        """Return the reasons and the transcript, for a person."""
        lines = [f"{self.scenario}, seed {self.seed}, on the {self.host} host:"]
        for fault in self.faults:
            at = "" if fault.turn is None else f" (turn {fault.turn})"
            lines.append(f"  {fault.kind}: {fault.text}{at}")
        for turn in self.turns:
            if turn.caller is not None:
                misheard = f"   [heard: {turn.heard}]" if turn.heard != turn.caller else ""
                lines.append(f"{turn.number:>3} > {turn.caller or '(silence)'}{misheard}")
            asked = f"{turn.asking['step'] or '-'}/{turn.asking['act']}"
            lines.append(f"      {turn.desk or '(listens)'}   [{asked}]")
        return "\n".join(lines)
