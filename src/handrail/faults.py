"""Faults of input, as the command line and the pages report them."""

from __future__ import annotations

__all__ = ["BadInput"]


class BadInput(Exception):  # noqa: N818 - it is the input that is at fault, not the program
    """Input that cannot be used; the message is one sentence that says what to do."""
