"""The state of a run: one frozen value, a fold over its events.

Values are opaque to the engine: it compares them and passes them on. Mappings are never changed in
place; `evolve` replaces them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .moves import Evidence

if TYPE_CHECKING:
    from .events import Event

__all__ = [
    "Act",
    "Answer",
    "Candidate",
    "Manner",
    "Offer",
    "Outcome",
    "Phase",
    "Prompt",
    "State",
    "Status",
]

Status: TypeAlias = Literal["heard", "confirmed", "prefilled", "declined"]
Phase: TypeAlias = Literal["open", "committing", "closed"]
Outcome: TypeAlias = Literal["completed", "abandoned", "disqualified", "escalated", "switched"]
Act: TypeAlias = Literal["ask", "read_back", "offer", "summary", "change", "human"]
"""What a prompt does. `change` is "What should I change?" after a refused summary; `human` offers
a person."""
Manner: TypeAlias = Literal[
    "first",  # asked for the first time
    "again",  # asked anew after something else was settled
    "rest",  # the other part of what was said in part
    "listen",  # a value is being given in parts: keep silent
    "revisit",  # the caller wants to change the value
    "invite",  # the caller said yes to being asked: go on
    "other",  # the offer was turned down: something else
    "which",  # a yes to an offer of several: which one
    "rephrase",  # not understood once: the same in other words
    "help",  # not understood twice, or asked for help: say what would be understood
    "required",  # declined, but the step cannot do without
    "return",  # after a digression: what was asked, in other words
    "repeat",  # the caller asked to hear it again
    "nudge",  # after a silence
    "parting",  # the caller took leave before it was agreed to
    "plain",  # one plain question, for a yes that only a model understood
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step holds."""

    value: Any
    status: Status
    evidence: Evidence | None = None
    doubtful: bool = False
    spelled: bool = False
    settled: bool = False
    """Prefilled with the only value there is: nobody is asked, nothing is read back."""
    read_back: bool = False
    """A read-back of this value was heard."""
    named: bool = False
    """A summary that named this value was heard."""
    ends: str | None = None
    """What the caller is told when the run ends with this value; None when it does not."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value, a part of one or several alternatives on their way through a check."""

    value: Any = None
    partial: Any = None
    alternatives: tuple[Any, ...] = ()
    evidence: Evidence | None = None
    doubtful: bool = False
    spelled: bool = False
    recheck: bool = False
    """It is the step's answer already, checked again because something it needs has changed."""
    revision: int | None = None
    """The revision at which the host was asked; None while the check cannot be made yet."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A numbered set of values the caller can pick from."""

    step: str
    options: tuple[Any, ...]
    wanted: Candidate
    """What the caller had asked for: half of it may be kept, and it is checked again when
    something that the step needs changes."""
    heard: bool = False
    """The caller has heard the options."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the desk waits for an answer to. There is never more than one."""

    act: Act
    step: str | None
    manner: Manner
    revision: int
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values it asks a yes for, by step: a yes covers these and no others. For an offer, the
    options."""
    heard: frozenset[str] = frozenset()
    """The steps whose values of this prompt were heard."""
    complete: bool = False
    """Whether it was heard to its end."""
    begun: bool = True
    """Whether any of it was heard: True until the host reports that nothing was. The caller spoke
    first then, and their yes or no was meant for something else."""

    def offers(self, offer: Offer) -> bool:
        """Tell whether it puts this very offer to the caller."""
        return self.act == "offer" and self.values.get(offer.step) == offer.options


@dataclass(frozen=True)  # without slots: `having` copies a state at once, not field by field
class State:
    """Everything the engine knows of one run."""

    run: str = ""
    revision: int = 0
    turn: int = 0
    phase: Phase = "open"
    outcome: Outcome | None = None
    switch_to: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Answer] = field(default_factory=dict)
    """The answers the run began with: what a restart goes back to."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    partials: Mapping[str, Any] = field(default_factory=dict)
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    outdated: frozenset[str] = frozenset()
    """The steps whose answers are to be checked again: something they need has changed. That
    waits while something newer is under way for the step."""
    refused: Mapping[str, Candidate] = field(default_factory=dict)
    """What a step was last answered and could not be: half of it may be kept ("then at four")."""
    replaced: Mapping[str, Any] = field(default_factory=dict)
    """What a step held before its last change, until the new value is confirmed: "no, keep it as
    it was" puts that back. No rule of the engine's reads it."""
    revisits: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    """The open offers, at most one of a step, the latest last. One made for another step leaves
    those before it as they are: they are made again at their step's turn."""
    picked: Offer | None = None
    """The offer that the last answer was picked from: "no, the second" picks from it once more. No
    rule of the engine's reads it."""
    prompt: Prompt | None = None
    talked_past: bool = False
    """Since the prompt the caller has talked of something else, or changed what it asks."""
    waiting: bool = False
    """Since the prompt the caller has asked for a moment, so that an "ok" may only tell that they
    are back."""
    accepted: bool = False
    """The summary was agreed to, and nothing has changed since."""
    rejected: bool = False
    """The summary was refused, and nothing has been changed since."""
    parting: bool = False
    """The caller has taken leave and was asked for the yes that is wanted, and nothing since has
    changed."""
    human: bool = False
    """A person is being offered."""
    human_refused: bool = False
    manner: tuple[str, Manner] | None = None
    """How a step (or act) is to be asked next, when it is not asked plainly."""
    tries: Mapping[str, int] = field(default_factory=dict)
    """Turns in which nothing came of a prompt, by step (or act, where there is no step)."""
    reasks: Mapping[str, int] = field(default_factory=dict)
    """How often each step was asked about ("" for what is about none) since another was answered,
    whatever came of it."""
    listened: int = 0
    """How many prompts in a row kept silent, since a value was being given in parts."""
    silences: int = 0
    refusals: int = 0
    """A model's moves refused in this turn."""
    asked: frozenset[str] = frozenset()
    """The steps that were asked for before."""
    owed: tuple[Event, ...] = ()
    """What was decided and the caller has not heard yet."""
    told: tuple[Event, ...] = ()
    """What of it the prompt tells: news that came later are not heard with it."""
    commit_revision: int | None = None
    """The revision at which the host was asked to commit."""
    receipt: Any = None

    def having(self, changes: Mapping[str, Any]) -> State:
        """Return a copy with these fields changed: `replace`, ten times as fast.

        A turn takes a dozen of them, and the verification of a plan takes millions.
        """
        copy = object.__new__(State)
        copy.__dict__.update(self.__dict__)
        copy.__dict__.update(changes)
        return copy

    @property
    def offer(self) -> Offer | None:
        """The offer that words are read against: of the step asked about, else the latest."""
        asked = self.prompt.step if self.prompt is not None else None
        latest = self.offers[-1] if self.offers else None
        return self.offer_of(asked) or latest

    def offer_of(self, step: str | None) -> Offer | None:
        """Return the open offer of a step."""
        return next((offer for offer in self.offers if offer.step == step), None)
