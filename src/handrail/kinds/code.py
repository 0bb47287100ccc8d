"""A reference code of letters and digits in turn: "K 7 M 4", "kilo seven mike four"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from .base import NOTHING, Context, InvalidValue, Kind, Reading
from .letters import letter_at
from .spoken import Word, span_of, words_of

__all__ = ["Code"]

_DIGITS: Final = {
    "oh": "0", "zero": "0", "one": "1", "won": "1", "two": "2", "to": "2", "too": "2", "three": "3",
    "four": "4", "for": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "ate": "8",
    "nine": "9",
}  # fmt: skip
_GLUED: Final = re.compile(r"(?:[a-z]\d)+[a-z]?", re.IGNORECASE)
_PAUSES: Final = frozenset({",", ".", "-", "then", "and", "uh", "um"})
_CUE: Final = re.compile(
    r"(?:(?:my|the|it's|its|it is|that's|booking|reference|confirmation|code|number|is|was|:) *)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Code(Kind[str]):
    """A code in which letters and digits alternate, a letter first; its value has no spaces.

    Args:
        pairs: The fewest letters with their digits: two for "K7M4".
    """

    name: ClassVar[str] = "code"
    label: ClassVar[str] = "code"
    question: ClassVar[str] = "What's the code?"
    words: ClassVar[tuple[str, ...]] = ("code", "booking code", "confirmation code", "reference")

    pairs: int = 2

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Describe the value to a model."""
        del ctx
        return {"type": "string", "description": "Letters and digits in turn, like K7M4."}

    def parse(self, raw: object, ctx: Context) -> str:
        """Return the code in capitals, without spaces.

        Raises:
            InvalidValue: If it is no such code.
        """
        del ctx
        code = re.sub(r"[\s-]", "", raw).upper() if isinstance(raw, str) else ""
        if not re.fullmatch(rf"(?:[A-Z]\d){{{self.pairs},}}", code):
            raise InvalidValue(f"{str(raw)[:40]!r} is no code: letters and digits in turn, K7M4.")
        return code

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Read a code, said sign by sign, by spelling words or in one piece."""
        del ctx
        words = words_of(text)
        found: list[Reading[str]] = []
        at = 0
        while at < len(words):
            signs, end = self._signs(words, at)
            if len(signs) >= 2 * self.pairs and len(signs) % 2 == 0:
                start, stop = span_of(words, at, end)
                cue = _CUE.search(text[:start])
                found.append(
                    Reading("clear", signs.upper(), ((cue.start() if cue else start, stop),))
                )
                at = end
            else:
                at += 1
        codes = tuple(dict.fromkeys(str(each.value) for each in found))
        if not codes:
            return NOTHING
        spans = tuple(span for each in found for span in each.spans)
        if len(codes) > 1:
            return Reading("ambiguous", spans=spans, alternatives=codes)
        return Reading("clear", codes[0], spans)

    def speak(self, value: str, ctx: Context) -> str:
        """Say it sign by sign: "K 7 M 4"."""
        del ctx
        return " ".join(value)

    def _signs(self, words: list[Word], start: int) -> tuple[str, int]:
        """Return the letters and digits in turn from a word on, and the word after them."""
        signs, at, end = "", start, start
        while at < len(words):
            text = words[at].text
            if signs and text in _PAUSES:
                at += 1
                continue
            wants_letter = len(signs) % 2 == 0
            if wants_letter and _GLUED.fullmatch(text):
                signs, at = signs + text, at + 1
            elif wants_letter and (letter := letter_at(words, at, among_letters=True)):
                if len(letter[0]) != 1:
                    break
                signs, at = signs + letter[0], letter[1]
            elif not wants_letter and (digit := _digit(text)):
                signs, at = signs + digit, at + 1
            else:
                break
            end = at
        return signs, end


def _digit(text: str) -> str:
    return text if len(text) == 1 and text.isdigit() else _DIGITS.get(text, "")
