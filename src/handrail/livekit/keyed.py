"""What keys mean: digits from a telephone's keypad, in the light of what was asked.

They are a caller turn like any other, a message in the history that says "keyed 2 1 2", so that a
model and a person who reads the transcript see what was done. For the reader it is put in the words
a caller would say: 1 is "yes" where a yes is waited for, and the first one where there is an offer.
So keys and speech may be mixed, also within one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from livekit.agents import llm

from ..conversation import Conversation, Proposal
from ..engine.moves import Evidence, Unclear
from ..kinds.base import Kind
from ..kinds.number import Number
from ..kinds.numbering import can_grow, known
from ..kinds.phone import PhonePart

__all__ = ["has_keys", "is_whole", "keyed_message", "propose"]

_KEY: Final = "handrail_keys"
_YES_NO: Final = {"1": "yes", "2": "no"}
_NUMBERED: Final = ("the first one", "the second one", "the third one")
_ONE_KEY: Final = 9
"""Options that one key can tell apart."""


def keyed_message(keys: str) -> llm.ChatMessage:
    """Return the caller message for keys that were pressed."""
    return llm.ChatMessage(role="user", content=[f"keyed {' '.join(keys)}"], extra={_KEY: keys})


def has_keys(messages: Sequence[llm.ChatMessage]) -> bool:
    """Whether any of these caller messages was keyed."""
    return any(_KEY in message.extra for message in messages)


def propose(conversation: Conversation[Any], messages: Sequence[llm.ChatMessage]) -> Proposal:
    """Read caller messages, some of them keyed; changes nothing.

    Every move's evidence are the messages as they are: what was keyed is not passed off as speech.
    """
    said = tuple(message.text_content or "" for message in messages)
    evidence = Evidence(len(conversation.texts) + 1, said)
    words = [
        _words(conversation, message.extra[_KEY]) if _KEY in message.extra else text
        for message, text in zip(messages, said, strict=True)
    ]
    told = [text for text in words if text is not None]
    if not told:  # keys where none were asked for: neither a value nor a silence
        return Proposal(conversation.revision, (Unclear(evidence=evidence),), covered=False)
    found = conversation.read(told)
    moves = tuple(replace(move, evidence=evidence) for move in found.moves)
    return replace(found, moves=moves)


def is_whole(conversation: Conversation[Any], keys: str) -> bool:
    """Whether keys answer what is asked to its end, so that no further one need be waited for."""
    state = conversation.state
    prompt = state.prompt
    if prompt is None or prompt.act in {"offer", "summary", "human"}:
        return prompt is not None
    kind = _kind(conversation)
    if kind is None:
        return False
    if kind.name == "phone":
        region = conversation.context().region
        held = state.partials.get(prompt.step or "")
        digits = (held.digits if isinstance(held, PhonePart) else "") + keys
        return known(digits, region) is not None and not can_grow(digits, region)
    if isinstance(kind, Number):
        return kind.max is not None and int(keys) * 10 > kind.max
    if prompt.act == "ask" and kind.name == "choice":
        return len(_options(conversation, kind)) <= _ONE_KEY
    return prompt.act != "ask" or kind.name == "yes_no"


def _words(conversation: Conversation[Any], keys: str) -> str | None:
    """Return what a caller would say for keys; None for keys that answer nothing."""
    prompt = conversation.state.prompt
    kind = _kind(conversation)
    act = prompt.act if prompt else None
    if act == "offer":
        offer = conversation.state.offer
        offered = len(offer.options) if offer else 0
        if offered == 1:
            return _YES_NO.get(keys)
        number = int(keys)
        return _NUMBERED[number - 1] if 1 <= number <= offered <= len(_NUMBERED) else None
    if act in {"read_back", "summary", "human"} and keys in _YES_NO:
        return _YES_NO[keys]
    match kind.name if kind else None:
        case "phone" | "number":
            return keys
        case "yes_no":
            return _YES_NO.get(keys)
        case "choice":
            assert kind is not None
            options = _options(conversation, kind)
            number = int(keys)
            return options[number - 1] if 1 <= number <= len(options) else None
    return None


def _kind(conversation: Conversation[Any]) -> Kind[Any] | None:
    """Return the kind of the step that is asked, if one is."""
    prompt = conversation.state.prompt
    step = conversation.workflow.steps.get(prompt.step or "") if prompt else None
    return step.kind if step else None


def _options(conversation: Conversation[Any], kind: Kind[Any]) -> Sequence[Any]:
    options: Sequence[Any] = kind.schema(conversation.context()).get("enum", ())
    return options
