"""Free text: a note or a reason, taken as the caller says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from .base import NOTHING, Context, InvalidValue, Kind, Reading

__all__ = ["Text"]


@dataclass(frozen=True)
class Text(Kind[str]):
    """Free text as said; read only when it was asked for, since any words would fit.

    Args:
        longest: The most characters that are kept; a longer utterance is not understood.
    """

    name: ClassVar[str] = "text"
    label: ClassVar[str] = "note"
    question: ClassVar[str] = "What would you like to say?"
    words: ClassVar[tuple[str, ...]] = ("note", "message", "comment")

    longest: int = 1_000

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return a string schema."""
        del ctx
        return {
            "type": "string",
            "minLength": 1,
            "maxLength": self.longest,
            "description": "The caller's own words, unchanged.",
        }

    def parse(self, raw: object, ctx: Context) -> str:
        """Return the text with its white space tidied.

        Raises:
            InvalidValue: If it is no text, is empty, or is longer than `longest`.
        """
        del ctx
        if not isinstance(raw, str):
            raise InvalidValue("The text must be a string in the caller's own words.")
        text = _tidy(raw)
        if not text:
            raise InvalidValue("The text is empty: give what the caller said.")
        if len(text) > self.longest:
            raise InvalidValue(f"The text is longer than {self.longest} characters: shorten it.")
        return text

    def read(self, text: str, ctx: Context) -> Reading[str]:
        """Take the whole utterance, if it was asked for and has any word in it."""
        value = _tidy(text)
        if not ctx.asked or len(value) > self.longest or not any(map(str.isalnum, value)):
            return NOTHING
        start = len(text) - len(text.lstrip())
        return Reading("clear", value, spans=((start, len(text.rstrip())),))

    def speak(self, value: str, ctx: Context) -> str:
        """Return the text itself."""
        del ctx
        return value

    def supports(self, value: str, said: str, ctx: Context) -> bool:
        """Tell whether a text that was asked for was said, word for word and without a gap.

        A word left out may be the one that counts: "allergic to nuts but not to milk".
        """
        words, heard = _words(value), _words(said)
        starts = range(len(heard) - len(words) + 1)
        return ctx.asked and any(heard[at : at + len(words)] == words for at in starts)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("\u2019", ""))


def _tidy(text: str) -> str:
    """Join words by single spaces and drop control characters, which nobody can say."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
