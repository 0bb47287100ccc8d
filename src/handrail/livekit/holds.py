"""Holds: speech that a caller cannot cut short while a check or a commit runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from livekit.agents.voice import SpeechHandle

__all__ = ["Holds"]


class Holds:
    """Keeps speech from being interrupted, then leaves it as it was.

    Without one, LiveKit makes a caller who speaks during a slow check wait for it, and after five
    seconds goes on without its result. With one, the new turn is taken up meanwhile.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, bool]] = {}

    @property
    def held(self) -> bool:
        """Whether any speech is held: a check or a commit is under way."""
        return bool(self._held)

    @contextlib.contextmanager
    def on(self, speech: SpeechHandle) -> Iterator[None]:
        """Hold a speech; the calls of one reply hold it together, and the last one lets go."""
        count, before = self._held.get(speech.id, (0, speech.allow_interruptions))
        self._held[speech.id] = (count + 1, before)
        with contextlib.suppress(RuntimeError):  # it was cut already: there is nothing to hold
            speech.allow_interruptions = False
        try:
            yield
        finally:
            count, before = self._held.pop(speech.id)
            if count > 1:
                self._held[speech.id] = (count - 1, before)
            elif before:
                speech.allow_interruptions = True
