"""What enters the engine: the caller's moves, and the host's reports.

A move is a proposal, by the reader or by a model; it says what the caller did, never what happens
next. A report says what the host found out or did, and names the revision it answers, so that one
that comes too late can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = [
    "Abandon",
    "Affirm",
    "AskHuman",
    "Checked",
    "Choose",
    "CommitFailed",
    "Committed",
    "Decline",
    "Deny",
    "Evidence",
    "Goodbye",
    "Help",
    "Move",
    "Played",
    "Question",
    "Record",
    "Repeat",
    "Report",
    "Restart",
    "Resumed",
    "Revisit",
    "Silence",
    "Source",
    "Switch",
    "TaskFailed",
    "Unclear",
    "Wait",
]

Source: TypeAlias = Literal["reader", "model", "task"]
"""Who proposed a move. What a model proposes is believed only with evidence; a task is the host's
own dialogue about a hosted step, and what it gives was agreed to there."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The caller's turn and words that a move came from."""

    turn: int
    """The caller turn within the run, from 1; of several pieces, the last one's."""
    said: tuple[str, ...]
    """The words, one or more pieces, as the caller said them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a caller did. The base of all moves."""

    by: Source = "reader"
    evidence: Evidence | None = None
    """The words that show it; None when they could not be found in what the caller said."""
    doubtful: bool = False
    """Whether the words may mean something else. A doubtful value is read back whatever the step's
    policy; see `believing` for the other moves."""


@dataclass(frozen=True, slots=True)
class Record(Move):
    """The caller answered a step: with a value, a part of one, or several it could be."""

    step: str
    value: Any = None
    partial: Any = None
    """What was said in part. With a value too, the value leaves room ("around three")."""
    alternatives: tuple[Any, ...] = ()
    """The values it could be, when that is open; they are offered."""
    spelled: bool = False
    """The caller gave letters, so the value is spelled back."""


@dataclass(frozen=True, slots=True)
class Revisit(Move):
    """The caller wants to go back to a step, without saying a new value yet."""

    step: str | None = None
    """The step; None for "go back", which is the answer given last."""


@dataclass(frozen=True, slots=True)
class Decline(Move):
    """The caller will not answer a step ("no email")."""

    step: str


@dataclass(frozen=True, slots=True)
class Affirm(Move):
    """The caller said yes to what was asked."""


@dataclass(frozen=True, slots=True)
class Deny(Move):
    """The caller said no to what was asked, and nothing else."""


@dataclass(frozen=True, slots=True)
class Choose(Move):
    """The caller picked from the offer by its number."""

    number: int
    """From 1, in the order the options were said."""


@dataclass(frozen=True, slots=True)
class Switch(Move):
    """The caller wants another workflow."""

    workflow: str


@dataclass(frozen=True, slots=True)
class Abandon(Move):
    """The caller drops what is being done ("never mind")."""


@dataclass(frozen=True, slots=True)
class AskHuman(Move):
    """The caller wants a person."""


@dataclass(frozen=True, slots=True)
class Repeat(Move):
    """The caller wants to hear the last words again."""


@dataclass(frozen=True, slots=True)
class Wait(Move):
    """The caller needs a moment."""


@dataclass(frozen=True, slots=True)
class Help(Move):
    """The caller asks what to say."""


@dataclass(frozen=True, slots=True)
class Question(Move):
    """The caller asks something; the step waits."""

    topic: str | None = None
    """The business fact it is about, as the host names it; None when it is not known."""
    answered: bool = False
    """Whether it was answered already (by a model, in its own words)."""


@dataclass(frozen=True, slots=True)
class Restart(Move):
    """The caller wants to begin the workflow anew."""


@dataclass(frozen=True, slots=True)
class Goodbye(Move):
    """The caller ends the call."""


@dataclass(frozen=True, slots=True)
class Silence(Move):
    """The caller said nothing for as long as the host waits."""


@dataclass(frozen=True, slots=True)
class Unclear(Move):
    """Nothing could be made of what the caller said."""

    reason: str = ""
    """Why not, as a spoken sentence without an end mark, where there is one: "June 10th has gone
    already"."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the host found out or did. The base of all reports."""

    revision: int
    """The revision of the state that asked for it; a report on another one is ignored."""


@dataclass(frozen=True, slots=True)
class Checked(Report):
    """A value, a part of one or several alternatives were checked."""

    step: str
    ok: bool
    reason: str = ""
    """Why not, as a spoken sentence without an end mark."""
    options: tuple[Any, ...] = ()
    """What would do instead; with `ok`, what fits a part that leaves room."""
    failed: bool = False
    """Nothing came of the check, and a person is offered: it could not be made, or the host can do
    no more."""
    ends: bool = False
    """With `ok`: the run ends with this value, for the reason."""
    value: Any = None
    """With `ok`: what was said comes to this value."""
    partial: Any = None
    """With `ok`: what was said, with what was known, comes to this part of a value."""


@dataclass(frozen=True, slots=True)
class TaskFailed(Report):
    """The task of the hosted step that is asked for could not be held: the fault is the host's."""


@dataclass(frozen=True, slots=True)
class Resumed(Report):
    """The caller is back after a while: what was found out before may not hold any more."""


@dataclass(frozen=True, slots=True)
class Played(Report):
    """A prompt was spoken, wholly or until the caller cut in."""

    heard: frozenset[str] | None = None
    """The steps whose values the caller heard; None for all of them."""
    complete: bool = True
    """Whether it was heard to its end."""
    begun: bool = True
    """Whether any of it was heard."""


@dataclass(frozen=True, slots=True)
class Committed(Report):
    """The commit was done, once."""

    receipt: Any = None
    """What it gave ("code": "K7M4"), as JSON data."""


@dataclass(frozen=True, slots=True)
class CommitFailed(Report):
    """The commit was not done; or nobody can tell, for its answer was lost."""

    step: str | None = None
    """The step whose value stands in the way; None when the fault is the host's."""
    reason: str = ""
    options: tuple[Any, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether the host cannot tell if it was done: a refusal has a step or a reason."""
        return self.step is None and not self.reason
