"""Later: what a caller has said that could not be taken up at once, until it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .engine.agenda import upcoming
from .engine.moves import Move, Record
from .engine.state import Prompt
from .reading import PutOff, Scene, understand

__all__ = ["Later"]


class Later:
    """The words of a call that are put off."""

    def __init__(self) -> None:
        self._words: tuple[PutOff, ...] = ()

    def put_off(self, words: Sequence[PutOff]) -> None:
        """Keep words that were put off in this turn; they take the place of those before."""
        if words:
            self._words = tuple(words)

    def due(self, scene: Scene) -> tuple[Move, ...]:
        """Return the moves of what can be read by now, which is kept no longer.

        Args:
            scene: The light in which words are read, before the next question is asked.
        """
        if scene.reception and not scene.first:  # what was to be moved, say, is not any more
            over = (_once_over(each, completed=bool(scene.done)) for each in self._words)
            self._words = tuple(each for each in over if each is not None)
        if scene.reception:  # the dropped call is not gone on with, or there is nothing to do in it
            self._words = tuple(each for each in self._words if each.until != "resumed")
        for each in self._words:
            asked = _where_it_belongs(each, scene)
            if asked is None:
                continue
            self._words = tuple(other for other in self._words if other is not each)
            found = understand(each.text, asked)
            step = asked.state.prompt.step if asked.state.prompt is not None else None
            fits = each.until != "asked" or all(
                isinstance(move, Record) and move.step == step for move in found.moves
            )
            if found.covered and fits:
                self.put_off(found.later)
                return found.moves
        return ()


def _once_over(words: PutOff, *, completed: bool) -> PutOff | None:
    """Return what is left of words when what was being done is over."""
    if words.until == "done":
        return words
    return PutOff(words.otherwise, "done") if completed and words.otherwise else None


def _where_it_belongs(words: PutOff, scene: Scene) -> Scene | None:
    """Return the scene in which words are to be read; None if it is not come to yet."""
    if words.until == "done":
        return scene if scene.reception and not scene.first else None
    if words.until == "resumed":
        return scene if scene.workflow in scene.workflows and not scene.reception else None
    state = scene.state
    act, name = upcoming(scene.workflow.plan, state) or (None, None)
    if scene.reception or name is None or state.candidates:
        return None
    takes_time = scene.workflow.steps[name].kind.name == "when"
    if words.until == "asked" and act == "ask" and takes_time:
        prompt = Prompt("ask", name, "first", state.revision)
        return replace(scene, state=replace(state, prompt=prompt))
    offer = state.offer_of(name)
    if words.until == "offered" and act == "offer" and offer is not None:
        prompt = Prompt("offer", name, "first", state.revision, values={name: offer.options})
        return replace(scene, state=replace(state, prompt=prompt))
    return None
