"""The manners every call keeps, whatever its story: checked at the end of each talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from handrail import view
from handrail.conversation import Conversation

__all__ = ["Turn", "booked", "faults", "turn_of"]

GREETING = "Northside Studio"
LONGEST_LINE = 40
"""Words. More is a speech, and a caller who only listens loses its beginning."""
_AGAIN = {"Repeat"}
_FIELDS = ("service", "start", "phone", "name", "email")


@dataclass(frozen=True)
class Turn:
    """One caller turn, what was said to it, and how things stand then."""

    caller: str | None
    """None for the opening of the call."""
    desk: str
    asking: Mapping[str, Any]
    known: Mapping[str, Mapping[str, Any]]
    revisited: Sequence[str]
    moves: Sequence[str]
    spoken: Mapping[str, str] = field(default_factory=dict)
    """The known values as they are said."""
    over: bool = False
    """Whether the call was over before the turn."""


def turn_of(
    conversation: Conversation[Any], caller: str | None, desk: str, *, over: bool = False
) -> Turn:
    """Take note of a turn that has just been played."""
    known = view.answers(conversation)
    state, context = conversation.state, conversation.context()
    steps = conversation.workflow.steps
    spoken = {
        name: steps[name].kind.speak(state.answers[name].value, context)
        for name in known
        if name in state.answers and state.answers[name].value is not None
    }
    moves = [move["move"] for move in view.moves(conversation)]
    asking = view.asking(conversation)
    return Turn(caller, desk, asking, known, tuple(state.revisits), moves, spoken, over)


def faults(turns: Sequence[Turn], *, closed: bool) -> list[str]:
    """Return what was wrong in a call, in words."""
    held = [turn for turn in turns if not turn.over]
    return [
        *_asked_for_the_known(held),
        *_said_twice(held),
        *_too_much_at_once(held),
        *_greeted_or_left_twice(held, closed=closed),
        *_booked_unheard(held),
    ]


def booked(turns: Sequence[Turn]) -> list[tuple[Any, ...]]:
    """Return what the bookings of a call must be: what was known when they were agreed to."""
    agreed = [before.known for before, turn in pairwise(turns) if _has_booked(before, turn)]
    return [tuple(known.get(name, {}).get("value") for name in _FIELDS) for known in agreed]


def _has_booked(before: Turn, turn: Turn) -> bool:
    return "booked. your code is" in turn.desk.lower() and before.asking["act"] == "summary"


def _asked_for_the_known(turns: Sequence[Turn]) -> list[str]:
    return [
        f"{turn.asking['step']} is known, and asked for: {turn.desk!r}"
        for turn in turns
        if turn.asking["act"] == "ask"
        and turn.asking["step"] in turn.known
        and turn.asking["step"] not in turn.revisited
    ]


def _said_twice(turns: Sequence[Turn]) -> list[str]:
    spoken = [turn for turn in turns if turn.desk]
    return [
        f"said twice running: {turn.desk!r}"
        for before, turn in pairwise(spoken)
        if turn.desk == before.desk and not _AGAIN & set(turn.moves)
    ]


def _too_much_at_once(turns: Sequence[Turn]) -> list[str]:
    found = []
    for turn in turns:
        if turn.desk.count("?") > 1:
            found.append(f"two questions at once: {turn.desk!r}")
        if len(turn.desk.split()) > LONGEST_LINE:
            found.append(f"too long: {turn.desk!r}")
    return found


def _greeted_or_left_twice(turns: Sequence[Turn], *, closed: bool) -> list[str]:
    greetings = sum(GREETING in turn.desk for turn in turns if not _AGAIN & set(turn.moves))
    goodbyes = [len(re.findall("goodbye", turn.desk, re.IGNORECASE)) for turn in turns]
    found = [] if greetings == 1 else [f"greeted {greetings} times"]
    if sum(goodbyes) != int(closed) or (closed and goodbyes[-1] != 1):
        found.append(f"goodbye is said {sum(goodbyes)} times, and the call is {closed=}")
    return found


def _booked_unheard(turns: Sequence[Turn]) -> list[str]:
    """A booking is what the caller heard: each value, since the call began, in the desk's words."""
    found = []
    for at, (before, turn) in enumerate(pairwise(turns)):
        if not _has_booked(before, turn):
            continue
        heard = _plain(" ".join(each.desk for each in turns[: at + 1]))
        found += [
            f"{name} was booked as {said!r}, which the caller never heard"
            for name, said in before.spoken.items()
            if name != "phone" and _plain(said) not in heard
        ]
        phone = before.known.get("phone", {})
        if phone.get("status") not in {"confirmed", "heard"}:
            found.append(f"the number was booked {phone.get('status')}")
    return found


def _plain(text: str) -> str:
    """Return words without articles, marks or the spaces between spelled letters."""
    return re.sub(r"[^a-z0-9]", "", text.lower())
