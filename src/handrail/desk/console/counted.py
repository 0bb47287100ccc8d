"""Counts as people write them: "1 call", "2 bookings cancelled"."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, things: str) -> str:
    """Return a count and what is counted, named in the plural by its first word."""
    noun, _, rest = things.partition(" ")
    return f"{count} {noun.removesuffix('s') if count == 1 else noun} {rest}".rstrip()
