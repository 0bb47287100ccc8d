"""The model a call may use, by the name given on the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from handrail.faults import BadInput

if TYPE_CHECKING:
    from livekit.agents.llm import LLM

__all__ = ["FaultNotice", "check_model", "model_of"]

_OPENAI = "openai/"


def check_model(name: str) -> None:
    """Check a model's name, before anything else is begun.

    Raises:
        BadInput: When it is neither `none` nor `openai/MODEL`, or its key is missing.
    """
    if name == "none":
        return
    if not name.startswith(_OPENAI) or not name.removeprefix(_OPENAI).strip():
        msg = f"--llm must be 'none' or 'openai/MODEL', not {name[:40]!r}."
        raise BadInput(msg)
    if not os.environ.get("OPENAI_API_KEY"):
        raise BadInput(f"--llm {name[:40]} needs a key: set OPENAI_API_KEY.")


class FaultNotice:
    """Tells once in a call that its model gives no answer, and why.

    Args:
        name: The model, as named on the command line.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_told = False

    def of(self, fault: Exception | None) -> str | None:
        """Return the sentence for the first fault, None for no fault and for all later ones."""
        if fault is None or self._is_told:
            return None
        self._is_told = True
        return f"{self._name[:40]}: {_why(fault)}; the call goes on by rule."


def _why(fault: Exception) -> str:
    """Say what is wrong; not in the endpoint's words, which may quote the caller's."""
    from livekit.agents import (  # noqa: PLC0415 - as below
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
    )

    # After its last try LiveKit raises an error of its own, from the endpoint's.
    cause = fault.__cause__
    last = cause if isinstance(cause, APIStatusError | APITimeoutError) else fault
    if isinstance(last, APIStatusError):
        usual = _REFUSALS.get(last.status_code, "the endpoint failed")
        return f"{usual} ({last.status_code})"
    if isinstance(last, APITimeoutError | TimeoutError):
        return "the endpoint does not answer in time"
    if isinstance(last, APIConnectionError):
        return "the endpoint cannot be reached at OPENAI_BASE_URL, or does not speak OpenAI's API"
    return "the endpoint gives no answer that can be used"


_REFUSALS = {
    400: "the endpoint refuses the request",
    401: "the endpoint refuses the key, check OPENAI_API_KEY",
    403: "the endpoint refuses the key, check OPENAI_API_KEY",
    404: "the endpoint has no such model or address, check its name and OPENAI_BASE_URL",
    429: "the endpoint has had too many requests",
}


def model_of(name: str) -> LLM[Any] | None:
    """Return the model of a checked name; None for `none`.

    `OPENAI_BASE_URL` names any compatible endpoint.

    Raises:
        BadInput: When the extra it needs is not installed.
    """
    if name == "none":
        return None
    try:
        from livekit.plugins.openai import llm as openai  # noqa: PLC0415 - an extra, and slow
    except ImportError:
        msg = "--llm openai/MODEL needs the extra 'openai': pip install 'handrail[openai]'."
        raise BadInput(msg) from None
    model: LLM[Any] = openai.LLM(model=name.removeprefix(_OPENAI))
    return model
