"""Faults: of input, as the command line and the pages report them; of code, as the log does."""

from __future__ import annotations

import logging
import traceback

__all__ = ["BadInput", "log_fault"]


class BadInput(Exception):  # noqa: N818 - it is the input that is at fault, not the program
    """Input that cannot be used; the message is one sentence that says what to do."""


def log_fault(logger: logging.Logger, what: str, fault: Exception, **known: object) -> None:
    """Log a fault by its type and where it arose, but not its message: that may quote a caller.

    Args:
        logger: Where to.
        what: What failed, and in which step or workflow.
        fault: The fault.
        known: What else the record bears; no personal data.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    at = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else None
    kind = type(fault).__name__
    logger.error("%s, %s at %s", what, kind, at, extra={**known, "error": kind, "at": at})
