"""An utterance with a note of which of its characters are accounted for, and by what."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..kinds.base import Span
from ..kinds.heard import heard

__all__ = ["Tape"]

_GAP = 2
_LONG_GAP = re.compile(r"[\s\x00-\x1f]{3,}")


class Tape:
    """One utterance, whose pieces are claimed one after the other.

    Args:
        text: The utterance as given.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = heard(text)
        """The utterance as phrases are looked for; of the same length."""
        self._free = bytearray(b"\x01") * len(text)
        self._governing: list[Span] = []

    def copy(self) -> Tape:
        """Return a tape with the same claims, to try something on."""
        tape = Tape(self.text)
        tape._free[:] = self._free
        tape._governing = list(self._governing)
        return tape

    def claim(self, *spans: Span, governing: bool = False) -> None:
        """Note that these pieces are accounted for.

        Args:
            spans: The pieces.
            governing: Whether they still bear on what is left: behind "can I move it", "from three
                to four" is no stretch of the day.
        """
        for start, end in spans:
            self._free[start:end] = bytes(end - start)
        if governing:
            self._governing += spans

    def is_free(self, span: Span) -> bool:
        """Tell whether no character of a piece is accounted for yet."""
        return 0 not in self._free[span[0] : span[1]]

    def rest(self, text: str | None = None) -> str:
        """Return the utterance (or its plain form, if given) with spaces for what is claimed."""
        text = self.text if text is None else text
        if 0 not in self._free:
            return text
        return "".join(char if free else " " for char, free in zip(text, self._free, strict=True))

    def around(self) -> str:
        """Return the rest with the claimed pieces that govern it; "" where there are none."""
        if not self._governing:
            return ""
        shown = list(self.rest())
        for start, end in self._governing:
            shown[start:end] = self.text[start:end]
        return "".join(shown)

    def condensed(self) -> tuple[str, tuple[int, ...]]:
        """Return the rest with its long gaps closed, and the place of each character in the text.

        A claimed piece leaves a gap as long as itself; kinds need not walk through it.
        """
        rest = self.rest()
        if _LONG_GAP.search(rest) is None:
            return rest, ()
        gaps = [match.span() for match in _LONG_GAP.finditer(rest)]
        starts = [0, *(end - _GAP for _, end in gaps)]
        ends = [*(start for start, _ in gaps), len(rest)]
        places = [at for s, e in zip(starts, ends, strict=True) for at in range(s, e)]
        return "".join(" " if rest[at].isspace() else rest[at] for at in places), tuple(places)

    def said(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the exact words of some pieces, those that touch joined."""
        joined: list[Span] = []
        for start, end in sorted(spans):
            if joined and not self.text[joined[-1][1] : start].strip():
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        words = (" ".join(self.text[start:end].split()) for start, end in joined)
        return tuple(word for word in words if word)
