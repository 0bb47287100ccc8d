"""How much a long test does: all of it in `make soak`, less where a run must end soon."""

from __future__ import annotations

import os

__all__ = ["sized"]


def sized(full: int, *, reduced: int) -> int:
    """Return `full` while `HANDRAIL_PROFILE` is `soak`, `reduced` otherwise."""
    return full if os.environ.get("HANDRAIL_PROFILE") == "soak" else reduced
