"""What temperaments add to a call: moments, mumbling, questions, changes of mind, hanging up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from .comparing import same
from .heard import Heard

if TYPE_CHECKING:
    from .caller import SimulatedCaller

__all__ = ["Detours"]

_ANSWERABLE: Final = frozenset({"ask", "read_back", "offer"})


class Detours:
    """Takes one caller off the straight way, now and then.

    Args:
        caller: Whose.
    """

    def __init__(self, caller: SimulatedCaller) -> None:
        self._caller = caller
        self._took: set[tuple[str, str | None]] = set()
        self._asks = list(caller.goal.asks)
        self._going_back: str | None = None
        self._went_back = 0
        self._switched = 0
        self._in_turn: dict[str, Callable[[Heard], str | None]] = {
            "silent": self._silence,
            "switches": self._switch,
            "changes_mind": self._change_mind,
            "corrects": self._correct,
            "regresses": self._regress,
            "hesitates": self._hesitate,
            "asks_back": self._ask_back,
            "mumbles": self._mumble,
        }

    def hangs_up(self, heard: Heard) -> bool:
        """Tell whether the caller is gone now."""
        goal = self._caller.goal
        if "hangs_up" not in goal.temperament:
            return False
        if goal.leaves_at is None:
            return not heard.receiving and self._caller.random.random() < 0.4
        return goal.leaves_at in {heard.step, heard.act}

    def take(self, heard: Heard) -> str | None:
        """Return what is said instead of an answer; None for no detour."""
        if not heard.text:
            return None  # the desk listens on
        for temperament, detour in self._in_turn.items():
            if temperament in self._caller.goal.temperament:
                said = detour(heard)
                if said is not None:
                    return said
        return None

    def _silence(self, heard: Heard) -> str | None:
        if self._caller.goal.temperament == {"silent"}:
            return ""
        return "" if self._once("silent", heard, 0.3) else None

    def _switch(self, heard: Heard) -> str | None:
        goal = self._caller.goal
        if not goal.first_wants or heard.workflow != goal.first_wants:
            return None
        if not self._switched and (heard.act not in _ANSWERABLE or self._caller.turns < 3):
            return None
        self._caller.insist(self._switched)
        self._switched += 1
        return self._caller.tongue.switch(goal.wants or "")

    def _change_mind(self, heard: Heard) -> str | None:
        step = self._slip()
        if step is None or heard.act != "summary":
            return None
        self._mend(step)
        words = self._caller.fix(step)
        return self._caller.random.choice([words, f"yes but {words}", f"no, {words}"])

    def _correct(self, heard: Heard) -> str | None:
        step = self._slip()
        if step is None or not self._is_past(step, heard):
            return None
        self._mend(step)
        return self._caller.fix(step)

    def _regress(self, heard: Heard) -> str | None:
        step = self._going_back
        if step is not None:
            caller = self._caller
            # Asked for it, or told of the right value, they have been understood.
            if heard.step == step or same(caller.believes[step], heard.values.get(step)):
                self._going_back = None
                return None
        else:
            step = self._slip()
            if step is None or not self._is_past(step, heard):
                return None
            self._mend(step)
        self._caller.said.pop(step, None)
        self._caller.insist(self._went_back)
        self._went_back += 1
        self._going_back = step
        return self._caller.tongue.go_back(step)

    def _hesitate(self, heard: Heard) -> str | None:
        if heard.act == "ask" and heard.step and self._once("hesitates", heard, 0.3):
            return self._caller.tongue.moment()
        return None

    def _ask_back(self, heard: Heard) -> str | None:
        if heard.act != "ask" or not heard.step or not self._asks:
            return None
        return self._asks.pop(0) if self._once("asks_back", heard, 0.5) else None

    def _mumble(self, heard: Heard) -> str | None:
        if heard.act != "ask" or self._caller.tongue.kind(str(heard.step)) == "text":
            return None
        return self._caller.tongue.mumble() if self._once("mumbles", heard, 0.3) else None

    def _once(self, what: str, heard: Heard, chance: float) -> bool:
        """Draw whether to take a detour, at most once for a step."""
        at = (what, heard.step)
        if at in self._took or self._caller.random.random() >= chance:
            return False
        self._took.add(at)
        return True

    def _slip(self) -> str | None:
        """Return a step of which the caller said something wrong and has not corrected it."""
        caller = self._caller
        return next(
            (
                step
                for step in caller.goal.first_says
                if same(caller.believes[step], caller.goal.first_says[step])
            ),
            None,
        )

    def _is_past(self, step: str, heard: Heard) -> bool:
        """Tell whether the desk knows the step's value and asks for something else by now."""
        return (
            same(self._caller.believes[step], heard.values.get(step))
            and heard.act in _ANSWERABLE | {"summary"}
            and heard.step != step
            and self._caller.tongue.kind(str(heard.step)) != "text"  # it would be the answer
            and (self._is_last(heard) or self._caller.random.random() < 0.6)
        )

    def _is_last(self, heard: Heard) -> bool:
        """Tell whether there may be no later turn to correct anything in."""
        kind = self._caller.tongue.kind
        waiting = [rung for rung in heard.ladder if rung["status"] in {"open", "asked"}]
        return sum(kind(rung["step"]) != "text" for rung in waiting) <= 1

    def _mend(self, step: str) -> None:
        caller = self._caller
        caller.means(step, caller.goal.facts[step])
        caller.said[step] = caller.turns
