"""The fault of a declaration: one error that names the workflow, the step and the mend."""

from __future__ import annotations

__all__ = ["DeclarationError", "fault"]


class DeclarationError(TypeError):
    """A workflow that cannot be run as declared; the message says where and how to mend it."""


def fault(workflow: type, step: str, what: str, mend: str) -> DeclarationError:
    """Return the error: "Booking.start has a kind that is no Kind: write Phone(), say"."""
    return DeclarationError(f"{workflow.__name__}.{step} {what}: {mend}")
