"""Call facts: what is known before the caller speaks, and what the host's checks answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .kinds.base import Context

__all__ = ["Call", "CommitRefused", "Verdict"]

UserdataT = TypeVar("UserdataT")


@dataclass(frozen=True)
class Call(Generic[UserdataT]):
    """What a check or a commit may know of the call: given to the functions a developer writes."""

    userdata: UserdataT
    """The developer's own object for this call (a database, a client), as in LiveKit's session."""
    context: Context
    """The clock (`context.now`, with the business's zone), region and facts."""
    answers: Mapping[str, Any]
    """The values of the steps answered so far, by step name; None for declined or not needed."""
    run: str = ""
    """The id of this start of the workflow: the idempotency key of its commit."""
    tentative: bool = False
    """Whether a check is about one of several values that may be meant, so that nothing is to be
    kept for it yet."""
    earlier: Mapping[str, Any] = field(default_factory=dict)
    """What the caller has said to earlier workflows of this call and still holds, by step name."""
    in_doubt: bool = False
    """Given to `Workflow.dropped`: whether a commit of this run may have been done, though its
    caller never heard so. It is to be taken back then."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: the value will do, it will not, or here is what would.

    Made with `yes`, `no`, `choose`, `found`, `more`, `person` or `end`.
    """

    ok: bool
    reason: str = ""
    """Why not, as one spoken sentence without an end mark: "Three on Tuesday is taken"."""
    options: tuple[Any, ...] = field(default=())
    """At most three values to offer instead (or, with `ok`, that fit what was said)."""
    ends: bool = False
    """Whether there is nothing more to ask with this value."""
    value: Any = None
    """With `ok`: the value that what was said comes to."""
    partial: Any = None
    """With `ok`: the part of a value that what was said comes to."""
    stuck: bool = False
    """Whether the check can do no more, so that a person is offered."""

    @classmethod
    def yes(cls) -> Verdict:
        """The value (or the part of it) will do."""
        return cls(ok=True)

    @classmethod
    def no(cls, reason: str, *options: Any) -> Verdict:
        """The value will not do, for this reason; these would."""
        return cls(ok=False, reason=reason, options=options)

    @classmethod
    def choose(cls, *options: Any) -> Verdict:
        """What was said leaves room ("Tuesday afternoon"): these values fit it."""
        return cls(ok=True, options=options)

    @classmethod
    def found(cls, value: Any) -> Verdict:
        """What was said comes to this value, which is taken in its place.

        So a check can look up what the caller only described: of "the one on Thursday", a part of
        a value, it makes the booking of that day.

        Args:
            value: A value that the step can hold.
        """
        return cls(ok=True, value=value)

    @classmethod
    def more(cls, partial: Any, reason: str = "") -> Verdict:
        """What was said is not enough yet: it is kept, and the rest is asked for.

        Args:
            partial: What is known of the value, as its kind holds it in part. It takes the place of
                what the kind had read.
            reason: What the caller is told before the question, as one spoken sentence without an
                end mark; "" for nothing.
        """
        return cls(ok=True, reason=reason, partial=partial)

    @classmethod
    def person(cls, reason: str) -> Verdict:
        """Nothing more can be done here with what was said: a person is offered.

        Args:
            reason: Why, as one spoken sentence without an end mark.
        """
        return cls(ok=False, reason=reason, stuck=True)

    @classmethod
    def end(cls, reason: str) -> Verdict:
        """The value is an answer, and there is nothing more to ask with it: the run ends early.

        The outcome is `disqualified`, and nothing is written. A value that is to be read back is
        first agreed to.

        Args:
            reason: What the caller is told, as one spoken sentence without an end mark: "This
                survey is for people who travel to work, so that was all".
        """
        return cls(ok=True, reason=reason, ends=True)


class CommitRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Raised by a commit when one value no longer holds: that step is asked again, with the reason.

    Args:
        step: The name of the step whose value stands in the way.
        verdict: The reason and what would do instead.
    """

    def __init__(self, step: str, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.step = step
        self.verdict = verdict
