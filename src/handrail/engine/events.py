"""Events: what the engine decided, as past-tense, frozen facts. The state is a fold over them.

`News` are the events a caller is to hear of; they stay owed until a prompt that told them is heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .moves import Evidence
from .state import Answer, Candidate, Manner, Offer, Outcome, Prompt

__all__ = [
    "Accepted",
    "Answered",
    "Apologised",
    "Began",
    "CheckFailed",
    "CheckPassed",
    "CheckRequested",
    "Cleared",
    "Closed",
    "CommitRequested",
    "Confirmed",
    "Declined",
    "Digressed",
    "Event",
    "Explained",
    "Heard",
    "HumanOffered",
    "HumanRefused",
    "Kept",
    "News",
    "NotWritten",
    "Noted",
    "OfferWithdrawn",
    "Offered",
    "Outdated",
    "PartHeard",
    "Parting",
    "PromptHeard",
    "Prompted",
    "Reasked",
    "Reconsidered",
    "Refusal",
    "Refused",
    "Rejected",
    "Restarted",
    "Resumed",
    "RevisitQueued",
    "RevisitSettled",
    "Silent",
    "TurnBegan",
    "Unchecked",
    "Waited",
    "Written",
]

Refusal: TypeAlias = Literal[
    "closed",  # the run has ended
    "committing",  # the booking is being written
    "unknown_step",
    "hosted",  # its own task asks for it, and nobody else answers it
    "unknown_workflow",
    "no_evidence",  # a model's move that quotes nothing the caller said
    "not_plain",  # a model's move that the quoted words do not plainly say
    "does_not_apply",  # the step is not needed in this case
    "required",  # the step cannot be declined
    "nothing_to_confirm",  # no question that a yes or no answers
    "not_heard",  # the value was not heard before the yes
    "no_offer",  # nothing to choose from, or not that many
    "nothing_to_revisit",
    "no_person",  # nobody to hand over to
]


@dataclass(frozen=True, slots=True)
class Event:
    """Something the engine decided. The base of all events."""


@dataclass(frozen=True, slots=True)
class News(Event):
    """An event that the caller is to hear of."""


@dataclass(frozen=True, slots=True)
class Began(Event):
    """A run began, with the call's facts and the answers known before it."""

    run: str
    plan: str
    fingerprint: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TurnBegan(Event):
    """The caller began a turn."""


@dataclass(frozen=True, slots=True)
class Heard(Event):
    """A value (or a part, or alternatives) was taken up and waits for its check."""

    step: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class CheckRequested(Event):
    """The host was asked to check a step's candidate."""

    step: str


@dataclass(frozen=True, slots=True)
class Outdated(Event):
    """Something that an answer needs has changed, so the answer is to be checked again."""

    step: str


@dataclass(frozen=True, slots=True)
class CheckPassed(Event):
    """A part or the alternatives of a step passed their check; there is nothing else to do."""

    step: str


@dataclass(frozen=True, slots=True)
class Unchecked(Event):
    """A check could not be made, so the new value is not taken up."""

    step: str


@dataclass(frozen=True, slots=True)
class CheckFailed(News):
    """A new value or a part did not pass its check; what the step held before is kept."""

    step: str
    wanted: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Answered(News):
    """A step has a value: its first, or a new one in the place of `old`."""

    step: str
    answer: Answer
    old: Any = None


@dataclass(frozen=True, slots=True)
class Kept(Event):
    """An answer was checked again and still holds."""

    step: str
    ends: str | None = None
    """As in the answer."""


@dataclass(frozen=True, slots=True)
class Cleared(News):
    """An answer was taken out: a change made it impossible, or the caller said it is wrong."""

    step: str
    value: Any
    cause: Literal["denied", "stale"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Noted(News):
    """A value was said before what its check needs: it is kept, and checked when that is known."""

    step: str
    value: Any


@dataclass(frozen=True, slots=True)
class PartHeard(News):
    """A step was answered in part."""

    step: str
    partial: Any


@dataclass(frozen=True, slots=True)
class Declined(News):
    """The caller will not answer an optional step."""

    step: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """The caller said yes to a value they had heard."""

    step: str


@dataclass(frozen=True, slots=True)
class Offered(Event):
    """Values were put on offer."""

    offer: Offer


@dataclass(frozen=True, slots=True)
class OfferWithdrawn(Event):
    """The offer is no longer on the table."""

    step: str


@dataclass(frozen=True, slots=True)
class RevisitQueued(News):
    """The caller will be taken back to a step."""

    step: str
    first: bool = False
    """Before those already queued: the step's own change has just failed."""
    announced: bool = True
    """Whether the caller asked for it, so that it is acknowledged."""


@dataclass(frozen=True, slots=True)
class RevisitSettled(News):
    """A revisit ended and the step's value stayed as it was."""

    step: str


@dataclass(frozen=True, slots=True)
class Prompted(Event):
    """The desk asks for something and waits for the answer."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class PromptHeard(Event):
    """The caller heard the prompt, wholly or in part."""

    heard: frozenset[str]
    complete: bool
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Accepted(Event):
    """The caller agreed to the summary."""


@dataclass(frozen=True, slots=True)
class Rejected(Event):
    """The caller refused the summary without saying what to change."""


@dataclass(frozen=True, slots=True)
class Reconsidered(Event):
    """The caller, asked what to change in the summary, wants nothing changed."""


@dataclass(frozen=True, slots=True)
class Reasked(Event):
    """What is asked next is to be asked in this manner, if it is still about the same."""

    about: str
    """The step, or the act where there is no step."""
    manner: Manner
    counted: bool = False
    """Whether nothing came of the turn, so that it counts towards giving up."""


@dataclass(frozen=True, slots=True)
class Digressed(News):
    """The caller asked about something; it is answered, then the step is asked again."""

    topic: str | None


@dataclass(frozen=True, slots=True)
class Waited(Event):
    """The caller asked for a moment."""


@dataclass(frozen=True, slots=True)
class Resumed(Event):
    """The caller is back after a while; what they were asked is asked again."""


@dataclass(frozen=True, slots=True)
class Parting(Event):
    """The caller took leave when nothing but a yes was wanted, and is asked for it."""


@dataclass(frozen=True, slots=True)
class Silent(Event):
    """The caller said nothing."""


@dataclass(frozen=True, slots=True)
class HumanOffered(Event):
    """A person is offered, since nothing came of several turns."""


@dataclass(frozen=True, slots=True)
class HumanRefused(Event):
    """The caller does not want the person that was offered."""


@dataclass(frozen=True, slots=True)
class Restarted(News):
    """The run goes back to what it began with."""


@dataclass(frozen=True, slots=True)
class CommitRequested(Event):
    """The host was asked to commit."""


@dataclass(frozen=True, slots=True)
class Written(News):
    """The commit was done."""

    receipt: Any = None


@dataclass(frozen=True, slots=True)
class NotWritten(Event):
    """The commit was not done; or nobody can tell, for its answer was lost."""


@dataclass(frozen=True, slots=True)
class Explained(News):
    """What the caller said was understood, and can be no answer."""

    reason: str


@dataclass(frozen=True, slots=True)
class Apologised(News):
    """The host could not do its part, through no fault of a value."""

    reason: str


@dataclass(frozen=True, slots=True)
class Closed(News):
    """The run ended."""

    outcome: Outcome
    cause: Literal[
        "completed",
        "abandoned",
        "disqualified",
        "goodbye",
        "switched",
        "human",
        "not_understood",
        "silence",
        "failed",
    ]
    switch_to: str | None = None
    reason: str = ""
    """With `disqualified`: what the caller is told, in the host's words."""


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """A move was refused; nothing else changed."""

    move: str
    reason: Refusal
    step: str | None = None
    by_model: bool = False
