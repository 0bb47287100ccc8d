"""The scene in which an utterance is read, and what is understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..engine.moves import Move
from ..engine.state import State
from ..kinds.base import Context, Span
from ..workflow import Workflow

__all__ = ["PutOff", "Scene", "Understanding"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the reader may know: the workflow, what was asked, what is on offer, what is known."""

    workflow: type[Workflow]
    state: State
    context: Context
    """The clock, region, facts and the recogniser's hypotheses of this utterance."""
    workflows: tuple[type[Workflow], ...] = ()
    """All workflows the caller may ask for. In a reception, values said without a wish ("a haircut
    tomorrow at ten") belong to the first that can take them."""
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Business facts the host can answer, by name, with the words that ask for them
    (`"price": ("how much", "price", "cost")`)."""
    reception: bool = False
    """Nothing is being done yet: the workflow is the receptionist's own, "How can I help?"."""
    done: str = ""
    """In a reception: the name of the workflow that was completed just before, if one was."""
    result: Mapping[str, Any] = field(default_factory=dict)
    """In a reception: the values of what was completed just before, by step."""
    first: bool = False
    """In a reception: nothing was done yet in this call, so that thanks are a courtesy and not the
    end of it."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """Words that can be read only when more is known."""

    text: str
    until: Literal["done", "asked", "offered", "resumed"]
    """What is waited for: that what is being done is over; that the time is asked for; that there
    is something to pick from; that a dropped call is gone on with."""
    otherwise: str = ""
    """What is read instead once that is over, if there was nothing to pick from."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The moves found in an utterance, and the pieces of it that nothing accounts for."""

    moves: tuple[Move, ...] = ()
    leftover: tuple[Span, ...] = ()
    later: tuple[PutOff, ...] = ()
    """What is to be read later on."""

    @property
    def covered(self) -> bool:
        """Whether the whole utterance is accounted for: only then the reader acts."""
        return bool(self.moves) and not self.leftover
