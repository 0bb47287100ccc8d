"""Accounts of a call: what is printed of each turn, for people or for programs."""

from __future__ import annotations

import json
from typing import Any, Protocol

from handrail import view
from handrail.conversation import Conversation

from .taking import TurnTaken

__all__ = ["Account", "JsonAccount", "TextAccount"]


class Account(Protocol):
    """Prints a call as it goes on."""

    def opened(self, conversation: Conversation[Any], desk: str) -> None:
        """The desk said its first words."""

    def turn(self, conversation: Conversation[Any], taken: TurnTaken) -> None:
        """The caller said something, and the desk answered."""

    def ended(self, conversation: Conversation[Any]) -> None:
        """The call is over."""


class JsonAccount:
    """One JSON object a line, flushed at once so that a program can answer turn by turn."""

    def opened(self, conversation: Conversation[Any], desk: str) -> None:
        """Print the greeting."""
        self._print({"desk": desk, "asking": view.asking(conversation)})

    def turn(self, conversation: Conversation[Any], taken: TurnTaken) -> None:
        """Print one turn."""
        shown = {
            "turn": taken.number,
            "caller": taken.caller,
            "desk": taken.desk,
            "workflow": view.workflow(conversation),
            "asking": view.asking(conversation),
            "answers": view.answers(conversation),
        }
        if partial := view.partials(conversation):
            shown["partial"] = partial
        shown |= {
            "moves": view.moves(conversation),
            "model_calls": taken.model_calls,
            "ms": round(taken.ms, 2),
        }
        self._print(shown)

    def ended(self, conversation: Conversation[Any]) -> None:
        """Print the outcome."""
        self._print(view.ending(conversation))

    @staticmethod
    def _print(data: dict[str, Any]) -> None:
        print(json.dumps(data, ensure_ascii=False), flush=True)


class TextAccount:
    """The talk as a person would write it down, and at the end what came of it."""

    def opened(self, conversation: Conversation[Any], desk: str) -> None:
        """Print the greeting."""
        del conversation
        print(f"Desk:   {desk}", flush=True)

    def turn(self, conversation: Conversation[Any], taken: TurnTaken) -> None:
        """Print one turn."""
        del conversation
        print(f"Caller: {taken.caller or '(silence)'}")
        print(f"Desk:   {taken.desk or '(listens)'}", flush=True)

    def ended(self, conversation: Conversation[Any]) -> None:
        """Print the outcome, and the booking if there is one."""
        ending = view.ending(conversation)
        of = f" ({ending['workflow']})" if ending["workflow"] else ""
        print(f"\nThe call ended: {ending['outcome'].replace('_', ' ')}{of}.")
        for name, value in (ending["result"] or {}).items():
            if value is not None:
                print(f"  {name}: {value}")
