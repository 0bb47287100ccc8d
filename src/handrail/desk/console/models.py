"""The model a call may use, by the name given on the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from handrail.faults import BadInput

if TYPE_CHECKING:
    from livekit.agents.llm import LLM

__all__ = ["check_model", "model_of"]

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


def model_of(name: str) -> LLM[Any] | None:
    """Return the model of a checked name; None for `none`.

    `OPENAI_BASE_URL` names any compatible endpoint.

    Raises:
        BadInput: When the extra it needs is not installed.
    """
    if name == "none":
        return None
    try:
        from livekit.plugins import openai  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        msg = "--llm openai/MODEL needs the extra 'openai': pip install 'handrail[openai]'."
        raise BadInput(msg) from None
    model: LLM[Any] = openai.LLM(model=name.removeprefix(_OPENAI))
    return model
