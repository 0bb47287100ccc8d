"""Effects: what the engine asks its host to do. Plain data; the host owns all waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .events import News
from .state import Outcome, Prompt

__all__ = ["Ask", "Check", "Commit", "Effect", "Escalate", "Finish", "Say"]


@dataclass(frozen=True, slots=True)
class Effect:
    """Something for the host to do. The base of all effects."""


@dataclass(frozen=True, slots=True)
class Check(Effect):
    """Check a value, a part or alternatives, and report `Checked` with this revision."""

    step: str
    revision: int
    value: Any = None
    partial: Any = None
    alternatives: tuple[Any, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    """The values the check may rely on."""


@dataclass(frozen=True, slots=True)
class Say(Effect):
    """Say something that asks nothing new: the prompt stands as it was."""

    what: Literal["wait"]


@dataclass(frozen=True, slots=True)
class Ask(Effect):
    """Speak the prompt, the news first, and report `Played` with the prompt's revision."""

    prompt: Prompt
    news: tuple[News, ...] = ()
    """What the caller has not heard yet, oldest first, the newest of each step only."""


@dataclass(frozen=True, slots=True)
class Commit(Effect):
    """Write the result once under the run's key, and report `Committed` or `CommitFailed`."""

    run: str
    revision: int
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finish(Effect):
    """The run is over: speak the news, and go on without it."""

    outcome: Outcome
    cause: str
    news: tuple[News, ...] = ()
    result: Mapping[str, Any] | None = None
    receipt: Any = None
    switch_to: str | None = None
    reason: str = ""
    """Why it ended early, as a spoken sentence without an end mark, if it has to be said."""


@dataclass(frozen=True, slots=True)
class Escalate(Finish):
    """The run is over: a person takes the call or calls back."""
