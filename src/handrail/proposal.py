"""Proposals: what the caller's words are read as, before anything is changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .engine import moves as m
from .reading import PutOff, Scene, Understanding, best_effort, understand
from .runs import Run
from .workflow import Workflow

__all__ = ["Proposal", "propose"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was read in the caller's words, made on one revision of the conversation."""

    revision: int
    moves: tuple[m.Move, ...]
    covered: bool
    """Whether the whole of the words is accounted for. If not, a model may be asked; without one
    the moves are the best that can be acted on (none: it was not understood)."""
    later: tuple[PutOff, ...] = ()
    """What of the words is to be read later on."""


def propose(
    texts: Sequence[str], scene: Scene, revision: int, *, lobby: type[Workflow] | None = None
) -> Proposal:
    """Read the caller's words.

    Args:
        texts: What the caller said since the last turn, in order; blank is silence.
        scene: The light in which they are read.
        revision: The conversation's.
        lobby: The reception's own workflow, where the caller may not care for what they are asked
            (who they are, to go on with a dropped call) and just say what they want.
    """
    text = " ".join(texts)
    found = understand(text, scene)
    if lobby is not None and not found.covered:
        found = _wanted(text, scene, lobby) or _yes_and_more(text, scene) or found
    moves = found.moves if found.covered else best_effort(text, found, scene)
    return Proposal(revision, moves, found.covered, found.later)


def _wanted(text: str, scene: Scene, lobby: type[Workflow]) -> Understanding | None:
    """Read what a caller wants as at a reception; None unless they want something."""
    run = Run(lobby, "", lambda *_: None).begin(scene.context, {})
    run.conclude()
    state = replace(run.state, turn=scene.state.turn)
    found = understand(
        text, replace(scene, workflow=lobby, state=state, reception=True, first=True)
    )
    wants = found.covered and any(isinstance(move, m.Switch) for move in found.moves)
    return found if wants else None


def _yes_and_more(text: str, scene: Scene) -> Understanding | None:
    """Take "yes, but make it four" for a yes to going on; the rest is read in that call."""
    more = _YES_AND.fullmatch(text)
    agreed = understand(more["yes"], scene) if more is not None else None
    if more is None or agreed is None or not agreed.covered:
        return None
    for move in agreed.moves:
        yes = isinstance(move, m.Affirm) or (isinstance(move, m.Record) and move.value is True)
        if not yes:
            return None
    return Understanding(agreed.moves, later=(PutOff(more["more"], "resumed"),))


_YES_AND = re.compile(
    r"\s*(?P<yes>(?:yes|yeah|yep|sure|ok|okay)(?: please)?)[,\s]+(?:but|and|only|just)\s+"
    r"(?P<more>.+)",
    re.IGNORECASE,
)
