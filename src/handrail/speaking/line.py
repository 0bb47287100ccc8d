"""A line: what is spoken in one go, and where in it each step's value is said."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Line", "Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A step's value inside a line's text: it was heard when the text was heard up to `end`."""

    step: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is spoken in one go; empty when the desk rightly keeps silent."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    revision: int | None = None
    """The revision of the prompt it speaks, for the report `Played`; None when it asks nothing."""
    last: bool = False
    """Nothing follows: the call ends after it."""

    def heard(self, spoken: str) -> frozenset[str]:
        """Return the steps whose values lie wholly within what was spoken before it was cut."""
        reached = len(spoken.rstrip().rstrip(".,?!-"))
        return frozenset(mark.step for mark in self.marks if mark.end <= reached)
