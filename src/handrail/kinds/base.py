"""The contract of a kind: the type of a step's value, which owns that value both ways.

A kind turns a caller's words or a model's argument into one typed value (`read`, `parse`), and that
value back into words (`speak`, `spell`). It knows nothing of the dialogue: which step was asked,
what a correction means for other steps and what is said next belong to `reading`, `engine` and
`speaking`. Everything a kind needs to know of the call comes in through a `Context`.

Two rules hold for every kind:

- **Precision first.** `clear` means: sure enough to act on without asking. In doubt a reading is
  `ambiguous` (the caller may choose), `partial` (the rest is asked) or `none` (a model may try).
- **What `speak` says, `read` understands**: reading the spoken form of a value gives that value.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar

__all__ = [
    "NOTHING",
    "Context",
    "Fact",
    "InvalidValue",
    "Kind",
    "Reading",
    "ReadingStatus",
    "Span",
    "join_options",
]

T = TypeVar("T")

Span = tuple[int, int]
"""Start and end (exclusive) of a piece of an utterance, in characters of the text as given."""

ReadingStatus = Literal["clear", "partial", "ambiguous", "none"]


class InvalidValue(ValueError):  # noqa: N818 - it is the value that is at fault, not the program
    """A value that its kind cannot accept; the message is one sentence that a model can act on."""


@dataclass(frozen=True)  # slots and a subscripted generic do not go together on Python 3.11
class Fact(Generic[T]):
    """Something known before the caller speaks, named at declaration and supplied at call time.

    Options from a database, opening hours, the caller's number: a workflow names the fact, and
    whoever starts the workflow gives its value.
    """

    name: str
    default: T | None = None

    def of(self, facts: Mapping[str, Any]) -> T | None:
        """Return the fact's value for this call, or its default."""
        value: T | None = facts.get(self.name, self.default)
        return value


@dataclass(frozen=True, slots=True)
class Context:
    """What a kind may know of the call while it reads or speaks a value.

    Every field but `now` has a default, so a test can write `Context(now=...)`.
    """

    now: datetime
    """The present moment, with a time zone: the zone in which the caller means times."""
    region: str = "US"
    """ISO 3166 code of the country whose phone numbers and date order are meant."""
    asked: bool = False
    """Whether this kind's step was the question just asked (bare answers are then allowed)."""
    partial: Any = None
    """What the step already holds in part, as a reading of this kind gave it, or None."""
    current: Any = None
    """The step's present value, or the one last refused, of which half may be kept, or None."""
    offered: tuple[Any, ...] = ()
    """Values on offer to the caller for this step, in the order they were said."""
    nouns: frozenset[str] = frozenset()
    """Words by which callers refer to steps ("the dentist"): they name no value by themselves."""
    around: str = ""
    """The text with words before it that were used for something else, of the same length: "move it
    from" of "move it from three to four". They mean nothing more, but govern what is left; "" where
    there are none."""
    nbest: tuple[str, ...] = ()
    """A recogniser's hypotheses for the whole utterance, best first; empty if there is one."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Call facts by name (see `handrail.Fact`), for a kind whose options come at call time."""


@dataclass(frozen=True)
class Reading(Generic[T]):
    """The deterministic understanding of one value in one utterance."""

    status: ReadingStatus
    value: T | None = None
    """The value, when `clear`."""
    spans: tuple[Span, ...] = ()
    """The pieces of text the value came from, its own cue words included ("my name is ...")."""
    alternatives: tuple[T, ...] = ()
    """The values it could be, when `ambiguous`; at most a handful, likeliest first."""
    partial: Any = None
    """What was understood so far, when `partial`: a frozen value of the kind's own, hashable.

    On a `clear` reading it is set only when the caller left room ("around three"): the value is
    the middle of it, and the partial is the constraint from which times can be offered. On an
    `ambiguous` reading it is set when the candidates are halves only ("Monday or Tuesday", without
    a time): a call then records the partial, and asks on, as `alternatives` are no whole values.
    """
    doubtful: bool = False
    """Clear enough to record, but it should be read back before anything rests on it."""
    spelled: bool = False
    """The caller gave letters ("with a Z", "L O P E S") of what a kind's `spell` says, so it is
    spelled back."""
    merged: bool = False
    """Half of the value was not said now but kept from `Context.current`."""
    reason: str = ""
    """Where no value was read: why what was said can be none, as a sentence for the caller without
    an end mark ("June 10th has gone already"); "" where nothing like a value was said."""

    @property
    def span(self) -> Span | None:
        """The hull of `spans`, or None when nothing was read."""
        if not self.spans:
            return None
        return min(s for s, _ in self.spans), max(e for _, e in self.spans)


NOTHING: Reading[Any] = Reading("none")


class Kind(ABC, Generic[T]):
    """The type of a step's value. A subclass is a frozen dataclass: equal settings, equal kind."""

    name: ClassVar[str]
    """The kind's name in plans, in `handrail read` and in messages: `phone`, `when`, ..."""
    label: ClassVar[str]
    """What a person calls such a value, after "the": `number`, `time`, `email address`."""
    question: ClassVar[str] = ""
    """How such a value is asked for, where a step has no wording of its own."""
    words: ClassVar[tuple[str, ...]] = ()
    """Nouns by which a caller refers to such a step ("the number was wrong")."""
    about_caller: ClassVar[bool] = False
    """Whether such a value says who is calling, so that it still holds for the next workflow."""
    in_parts: ClassVar[bool] = False
    """Whether callers give such a value in parts with pauses; the desk then waits in silence."""

    takes_words_first: ClassVar[bool] = False
    """Whether such a value is told by others (a name, a number, a day), so that as long as it is
    wanted, words are read for it before they are for steps of those kinds."""
    must_be_said: ClassVar[bool] = False
    """Whether a model's value that does not follow from the caller's words is refused, where other
    kinds have it read back. For what opens something that is not everybody's: a caller's yes to
    what a model made up does not make it theirs."""

    @abstractmethod
    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return the JSON schema of the value as a model must give it, with a description."""

    @abstractmethod
    def parse(self, raw: object, ctx: Context) -> T:
        """Turn a model's argument, a prefill or a stored value into a checked value.

        Raises:
            InvalidValue: with one sentence that says what is wrong and what is expected.
        """

    @abstractmethod
    def read(self, text: str, ctx: Context) -> Reading[T]:
        """Read one value out of an utterance. Never raises, whatever the text.

        With `ctx.partial` or `ctx.current` the reading is of the whole value after merging. A
        reader that has used a part of the text for something else passes spaces in its place.
        """

    @abstractmethod
    def speak(self, value: T, ctx: Context) -> str:
        """Say the value as a person would: "Tuesday the 16th at 3", "212, 555, 0142"."""

    def spell(self, value: T, ctx: Context) -> str:
        """Say the value letter by letter where that helps; by default as `speak` does."""
        return self.speak(value, ctx)

    def speak_partial(self, partial: Any, ctx: Context) -> str:  # noqa: ARG002 - part of the contract
        """Say what is known in part ("Tuesday the 16th"); empty when it is better not said."""
        return str(partial)

    def speak_options(self, values: Sequence[T], ctx: Context) -> str:
        """Say the values of an offer ("10, 10:30 or 11 tomorrow")."""
        return join_options([self.speak(value, ctx) for value in values])

    def dump(self, value: T) -> Any:
        """Return the value as JSON data: what `parse` turns back into the same value."""
        return value

    def load(self, data: Any, ctx: Context) -> T:
        """Turn what `dump` gave back into the same value, whether or not it would do today.

        A journal is read with it: an appointment that was possible when it was said may be past
        when it is read. By default as `parse` does.

        Raises:
            InvalidValue: If it cannot be the value any more: an option that has been withdrawn.
        """
        return self.parse(data, ctx)

    def dump_partial(self, partial: Any) -> Any:
        """Return what was heard in part as JSON data; by default it is that already."""
        return partial

    def load_partial(self, data: Any) -> Any:
        """Turn what `dump_partial` gave back into the same partial."""
        return data

    def supports(self, value: T, said: str, ctx: Context) -> bool:
        """Tell whether a value given by a model follows from what the caller said.

        Args:
            value: The value.
            said: The caller's own words, not the model's quote of them.
            ctx: As things stood when they were said.
        """
        reading = self.read(said, ctx)
        return reading.status == "clear" and reading.value == value and not reading.doubtful

    def questions(self, ctx: Context) -> Sequence[str]:  # noqa: ARG002 - part of the contract
        """Return how the value is asked for at this moment, in several wordings.

        For a kind whose question depends on what is known (`ctx.partial`, `ctx.facts`). By default
        there are none, and the step's own are used.
        """
        return ()

    def gather(self, earlier: Mapping[str, Any], ctx: Context) -> Any:  # noqa: ARG002 - as above
        """Return what is known of the value before the caller is asked, as a partial, or None.

        A step that is not answered when its workflow begins starts with it, so that its check can
        look the value up before anything is asked.

        Args:
            earlier: What the caller has said to earlier workflows, by step name.
            ctx: The call's.
        """
        return None

    def tells(self, value: Any, ctx: Context) -> Mapping[str, Any]:  # noqa: ARG002 - as above
        """Return what a value, or a part of one, tells of the caller, by the names of other steps.

        Who has picked a booking need not say again, in the next workflow, in which name it is.
        None tells that there is none, as if the caller had declined.
        """
        return {}

    def only(self, ctx: Context) -> T | None:  # noqa: ARG002 - part of the contract
        """Return the value when there is just one to choose from, so nobody is asked for it."""
        return None


def join_options(spoken: Sequence[str], last: str = "or") -> str:
    """Join spoken options as speech does: "a", "a or b", "a, b or c"."""
    if len(spoken) <= 1:
        return "".join(spoken)
    return f"{', '.join(spoken[:-1])} {last} {spoken[-1]}"
