"""What a caller hears: the desk's words, and what the public view shows of the call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import view
from ..conversation import Conversation

__all__ = ["Heard", "hear", "plain"]


@dataclass(frozen=True, slots=True)
class Heard:
    """The desk's turn, as the caller takes it in."""

    text: str
    """The desk's words; empty where it keeps silent."""
    step: str | None
    act: str
    """What the desk waits for, as `view.asking` tells it."""
    workflow: str | None
    """The workflow in progress."""
    receiving: bool = False
    """Whether none is: the caller is asked what they would like."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What is known, by step, as JSON data; None: declined."""
    named: frozenset[str] = frozenset()
    """The steps whose values are in the words."""
    partial: Mapping[str, str] = field(default_factory=dict)
    offers: Sequence[Any] = ()
    """What can be picked from, as JSON data, in the order it was said."""
    outcome: str | None = None
    """How the last workflow ended; None while it runs or before the first."""
    closed: bool = False
    ladder: Sequence[Mapping[str, str]] = ()
    """The steps in order, as `view.ladder` tells them."""
    revisited: frozenset[str] = frozenset()
    """The steps that are gone back to."""


def hear(conversation: Conversation[Any], text: str) -> Heard:
    """Return what a caller hears who is told these words."""
    asking = view.asking(conversation)
    ladder = view.ladder(conversation)
    said = plain(text)
    return Heard(
        text=text,
        step=asking["step"],
        act=asking["act"],
        workflow=view.workflow(conversation),
        receiving=conversation.receiving,
        values={name: one["value"] for name, one in view.answers(conversation).items()},
        named=frozenset(
            rung["step"] for rung in ladder if rung["text"] and plain(rung["text"]) in said
        ),
        partial=view.partials(conversation),
        offers=view.offers(conversation),
        outcome=conversation.outcome,
        closed=conversation.closed,
        ladder=ladder,
        revisited=frozenset(conversation.state.revisits),
    )


def plain(text: str) -> str:
    """Return words without marks, or the spaces between spelled letters."""
    return re.sub(r"[^a-z0-9@]", "", text.lower().replace(" at ", "@").replace(" dot ", ""))
