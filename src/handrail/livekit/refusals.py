"""Why a move was refused, in words that make sense alone: a model reads them as a tool's error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..engine.events import Refusal, Refused

__all__ = ["REASONS", "STALE", "UNSURE", "reason"]

STALE: Final = (
    "Nothing was done yet: the conversation has moved on since. "
    "Decide again from what the caller said last."
)
"""The output of a call that was proposed on an older state."""

UNSURE: Final = (
    "Nothing was confirmed: another call beside this yes was refused. "
    "Make that call again, or leave it, and then confirm."
)
"""The output of a yes that came with something that could not be understood."""

REASONS: Final[Mapping[Refusal, str]] = {
    "closed": "Nothing was done: this is finished already. Answer in words, or leave it.",
    "committing": (
        "Nothing was changed: it is being written at this moment. "
        "Leave it until the caller says it again."
    ),
    "unknown_step": (
        "Nothing was done: {step} is not asked for in what is being done now. "
        "Go by what else the caller said, or call aside with unclear."
    ),
    "unknown_workflow": (
        "Nothing was begun: there is no such workflow here. "
        "Name one of those that `switch` lists, or leave it."
    ),
    "hosted": (
        "Nothing was recorded: {step} is asked for separately, in its turn. Leave it until then."
    ),
    "no_evidence": (
        "Nothing was recorded: the caller said no such words. "
        "Quote in `said` what the caller said, word for word, or leave it."
    ),
    "not_plain": (
        "Nothing was done: the caller's words do not plainly say that. If they gave a value, "
        "record it; else call aside with unclear."
    ),
    "does_not_apply": (
        "Nothing was recorded: {step} is not needed in this case. "
        "Leave it, and go by what else the caller said."
    ),
    "required": (
        "Nothing was done: {step} cannot be left out. "
        "Record what the caller gave, or call aside with unclear: it is asked for again."
    ),
    "nothing_to_confirm": (
        "Nothing was confirmed: the caller was not asked for a yes or no. "
        "Record what they gave, or call aside with unclear."
    ),
    "not_heard": (
        "Nothing was confirmed: the caller had not heard the value before this yes. "
        "Leave it: the value will be said again."
    ),
    "no_offer": (
        "Nothing was chosen: the offer has no such number, or there is none. "
        "Record the value that the caller named, or call aside with unclear."
    ),
    "nothing_to_revisit": (
        "Nothing was done: there is no answer yet to go back to. "
        "Record what the caller gave, or leave it."
    ),
    "no_person": (
        "Nothing was done: there is no person to hand over to. "
        "Leave it, or call aside with unclear if the caller did nothing else."
    ),
}


def reason(refused: Refused) -> str:
    """Return the reason as one or two sentences."""
    return REASONS[refused.reason].format(step=refused.step or "that")
