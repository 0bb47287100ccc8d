"""The keys of a telephone, named where speech was of no use: on the second try, with the help."""

from __future__ import annotations

from ..engine.state import Prompt
from .phrase import Phrase
from .speech import Speech

__all__ = ["hint"]

_MOST_OPTIONS = 3
"""Options that the help has named in their order."""
_DIGITS = frozenset({"phone", "number"})


def hint(speech: Speech, prompt: Prompt) -> Phrase:
    """Say which keys answer a prompt; empty where there are none, or help is not what is said."""
    if prompt.manner != "help":
        return Phrase()
    step = speech.workflow.steps.get(prompt.step or "")
    kind = step.kind if step else None
    if prompt.act == "offer":
        several = speech.state.offer is not None and len(speech.state.offer.options) > 1
        return speech.say("keys_option" if several else "keys_yes_no")
    if prompt.act in {"read_back", "summary", "human"} or (kind and kind.name == "yes_no"):
        return speech.say("keys_yes_no")
    if kind and kind.name in _DIGITS:
        return speech.say("keys_digits", step)
    if kind and kind.name == "choice":
        options = kind.schema(speech.context).get("enum", ())
        return speech.say("keys_option") if len(options) <= _MOST_OPTIONS else Phrase()
    return Phrase()
