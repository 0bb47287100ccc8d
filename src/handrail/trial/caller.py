"""A caller who is simulated without a model: a goal, a temperament, and a way of talking.

The caller reacts to what the desk waits for, hears which values it says, corrects those that are
not the wanted ones, and picks from what is offered. What a temperament adds is in `detours`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Final, Protocol

from .comparing import same
from .detours import Detours
from .heard import Heard
from .scenario import CallerGoal
from .spoken import day, groups, time_of_day
from .wording import Tongue

__all__ = ["Caller", "SimulatedCaller"]

_PATIENCE = 2
"""How often a caller declines a person before they give up."""


class Caller(Protocol):
    """Whoever is on the line."""

    async def reply(self, heard: Heard) -> str | None:
        """Return what is said next, "" for silence; None to hang up."""

    def has_said(self, step: str) -> int | None:
        """Return the turn in which a step's value was said in full, if it was, from 1."""

    def may_mean(self, step: str, value: Any) -> bool:
        """Tell whether a value is one that the caller has said, or agreed to."""


@dataclass
class SimulatedCaller:
    """One caller in one call.

    Args:
        goal: What they know and want.
        tongue: How they talk.
        random: What draws what they do.
    """

    goal: CallerGoal
    tongue: Tongue
    random: Random
    turns: int = 0
    believes: dict[str, Any] = field(init=False)
    """What they would say of each step now."""
    clues: dict[str, Mapping[str, Any]] = field(init=False)
    """What they can tell of values that the desk has to find, by step and topic."""
    left: dict[str, list[str]] = field(init=False)
    """The topics of it they have not told yet."""
    said: dict[str, int] = field(default_factory=dict)
    """The turn in which each value was said last."""
    meant: dict[str, list[Any]] = field(default_factory=dict)
    """Every value they have said or agreed to."""
    pieces: dict[str, list[str]] = field(default_factory=dict)
    """What is still to be said of a value that is given in parts."""
    refused: str | None = None
    """What was wrong in a summary to which they have just said no, and nothing else."""
    openings: int = 0
    declined_people: int = 0
    noticed: set[str] = field(default_factory=set)
    """The steps of which something wrong was heard, as long as it stands."""
    fixing: dict[str, int] = field(default_factory=dict)
    """How often a correction was said that the desk has not shown to have heard, by step."""
    tries: dict[str, int] = field(default_factory=dict)
    """How often each step was answered."""

    def __post_init__(self) -> None:
        facts = {**self.goal.facts, **self.goal.first_says}
        self.clues = {step: value["tells"] for step, value in facts.items() if _is_found(value)}
        self.left = {step: list(tells) for step, tells in self.clues.items()}
        self.believes = {
            step: value["is"] if _is_found(value) else value for step, value in facts.items()
        }
        for step in self.believes:
            self.means(step, self.believes[step])
        self._detours = Detours(self)

    def has(self, *temperaments: str) -> bool:
        """Tell whether the caller is of one of these temperaments."""
        return not self.goal.temperament.isdisjoint(temperaments)

    def means(self, step: str, value: Any) -> None:
        """Note a value that is now the caller's own."""
        self.believes[step] = value
        self.meant.setdefault(step, []).append(value)

    def has_said(self, step: str) -> int | None:
        """Return the turn in which a step's value was said in full, if it was, from 1."""
        return self.said.get(step)

    def may_mean(self, step: str, value: Any) -> bool:
        """Tell whether a value is one that the caller has said, or agreed to."""
        if step == "phone" and same(self.goal.number, value):
            return True
        meant = self.meant.get(step, ())
        if any(same(each, value) for each in meant):
            return True
        # Half of a time may be kept from the one before: "Friday" of "Thursday at eleven".
        halves = {str(each)[:10] for each in meant if self.tongue.kind(step) == "when"}
        return str(value)[:10] in halves

    async def reply(self, heard: Heard) -> str | None:
        """Return what is said next, "" for silence; None to hang up."""
        self.turns += 1
        try:
            return self._reply(heard)
        except _GivesUpError:
            return None

    def _reply(self, heard: Heard) -> str | None:
        self.noticed |= set(self.wrong(heard))
        self.noticed = {
            step
            for step in self.noticed & heard.values.keys()
            if not same(self.believes[step], heard.values[step])
        }
        if heard.closed or self._detours.hangs_up(heard):
            return None
        if heard.act == "human":
            self.declined_people += 1
            return "no thanks" if self.declined_people <= _PATIENCE else None
        if heard.act == "resume":
            return self.tongue.yes()
        if (heard.receiving and heard.outcome == "completed") or heard.act == "none":
            return self._after(heard)
        if (said := self._fix_again(heard)) is not None:
            return said
        if (said := self._detours.take(heard)) is not None:
            return said
        if heard.receiving:
            return self._open()
        return self._answer(heard)

    def tell(self, step: str) -> str:
        """Mention a step's value, unasked."""
        self.said[step] = self.turns
        return self.tongue.mention(step, self.believes[step])

    def untold(self, heard: Heard) -> list[str]:
        """Return the steps whose values the caller has and has not said, in the desk's order."""
        return [
            rung["step"]
            for rung in heard.ladder
            if self.believes.get(rung["step"]) is not None
            and rung["step"] not in self.clues
            and rung["step"] not in self.said
            and rung["step"] not in heard.values
            and rung["status"] != "skipped"
        ]

    def wrong(self, heard: Heard) -> list[str]:
        """Return the steps of which something was said that the caller does not want."""
        return [
            step
            for step in sorted(heard.named)
            if step in self.believes and not same(self.believes[step], heard.values.get(step))
        ]

    # What is said

    def insist(self, times: int) -> None:
        """Say something again that the desk has not shown to have heard, or give up."""
        if times > _PATIENCE:
            raise _GivesUpError

    def fix(self, step: str) -> str:
        """Correct a value, and see to it that the correction is heard."""
        self.said[step] = self.turns
        self.fixing.setdefault(step, 0)
        return self.tongue.fix(step, self.believes[step])

    def _fix_again(self, heard: Heard) -> str | None:
        for step, times in list(self.fixing.items()):
            if step not in heard.values or same(self.believes[step], heard.values[step]):
                del self.fixing[step]
            elif heard.text and heard.step != step and self.refused is None:
                self.insist(times)
                self.fixing[step] += 1
                return self.fix(step)
        return None

    def _open(self) -> str | None:
        self.openings += 1
        if self.openings > _PATIENCE + 1:
            return None
        wanted = self.goal.first_wants or self.goal.wants or ""
        workflow = self.tongue.steps_of(wanted)
        known = {
            step: value
            for step, value in self.believes.items()
            if value is not None and step not in self.clues and step in workflow
        }
        if self.has("all_at_once") and self.openings == 1 and not self.goal.first_wants:
            mentioned = known
        elif self.has("out_of_order") and self.openings == 1 and not self.goal.first_wants:
            later = list(known)[1:] or list(known)
            chosen = self.random.sample(later, min(len(later), self.random.randint(1, 3)))
            mentioned = {step: known[step] for step in chosen}
        else:
            first = next((step for step in known if step != self.goal.leaves_at), None)
            mentioned = {first: known[first]} if first and self.random.random() < 0.6 else {}
        self.said |= dict.fromkeys(mentioned, self.turns)
        words = self.tongue.opening(wanted, mentioned)
        if not self.has("all_at_once", "out_of_order") or self.goal.first_wants:
            return words
        clues = [self._clue(step, "") for step in self.clues for _ in self.clues[step]]
        return ", ".join([words, *clues])

    def _after(self, heard: Heard) -> str | None:
        if heard.outcome == "completed" or self.openings > _PATIENCE or not heard.receiving:
            return self.tongue.leave()
        return self._open()

    def _answer(self, heard: Heard) -> str | None:
        wrong = self.wrong(heard)
        match heard.act:
            case "read_back" if heard.step is not None:
                return self._to_read_back(heard.step, heard)
            case "summary":
                return self._to_summary(sorted(self.noticed))
            case "offer" if heard.step is not None:
                return self._pick(heard.step, heard)
            case _ if wrong and heard.step not in wrong:
                return self._mend(wrong[0])
        return self._to_question(str(heard.step), heard)

    def _to_read_back(self, step: str, heard: Heard) -> str:
        if same(self.believes.get(step), heard.values.get(step)):
            return self.tongue.yes()
        self.said.pop(step, None)
        if self.believes.get(step) is None or self.random.random() < 0.4:
            return self.tongue.no()
        self.said[step] = self.turns
        return self.tongue.no_but(step, self.believes[step])

    def _to_summary(self, wrong: list[str]) -> str:
        if self.refused:
            step, self.refused = self.refused, None
            self.said[step] = self.turns
            return self.tongue.wrong(step, self.believes[step])
        if not wrong:
            return self.tongue.agree()
        if self.random.random() < 0.4:
            self.refused = wrong[0]
            return "no"
        return self._mend(wrong[0])

    def _mend(self, step: str) -> str:
        if self.believes[step] is None:
            return self.tongue.go_back(step)
        return self.fix(step)

    def _pick(self, step: str, heard: Heard) -> str:
        wanted = self.believes.get(step)
        for number, value in enumerate(heard.offers):
            if same(wanted, value):
                return self._choose(number, step, value, heard)
        accepted = self.goal.accepts.get(step, ())
        for number, value in enumerate(heard.offers):
            if accepted == "any" or any(same(each, value) for each in accepted):
                self.means(step, value)
                return self._choose(number, step, value, heard)
        self.said[step] = self.turns
        return f"no, {self.tongue.answer(step, wanted)}"

    def _choose(self, number: int, step: str, value: Any, heard: Heard) -> str:
        self.said[step] = self.turns
        if len(heard.offers) == 1:
            return self.tongue.yes()
        nth = ["the first one", "the second one", "the third one"][number]
        if step in self.clues:
            return nth
        spoken = self.tongue.value(step, value)
        return self.random.choice([nth, f"{spoken} please", spoken])

    def _to_question(self, step: str, heard: Heard) -> str:
        value = self.believes.get(step)
        self.tries[step] = self.tries.get(step, 0) + 1
        if step in self.clues:
            return self._clue(step, heard.text)
        if self.has("fragments") and value is not None:
            return self._piece(step, value)
        self.said[step] = self.turns
        if value is not None and self.tries[step] > 1:  # plainly, for a desk that did not get it
            return self.tongue.value(step, value)
        if self.tongue.kind(step) == "text":
            return self.tongue.answer(step, value)  # whatever is said to it is the answer
        words = self._with_others(step, self.tongue.answer(step, value), heard)
        if self.has("hesitates") and self.random.random() < 0.5:
            words = f"{self.tongue.hum()} {words}"
        return words

    def _clue(self, step: str, asked: str) -> str:
        """Tell something of what the desk is to find, if it can be what it asks for."""
        left = self.left[step] or list(self.clues[step])
        wanted = [topic for topic in left if _ASKED_BY[topic] in asked.lower()]
        topic = wanted[0] if wanted else left[0]
        self.left[step] = [each for each in left if each != topic]
        return self.tongue.clue(topic, self.clues[step][topic])

    def _with_others(self, step: str, words: str, heard: Heard) -> str:
        """Add what was not asked, as the temperament is."""
        others = [each for each in self.untold(heard) if each != step and self._can_add(each)]
        if others and self.has("over_answers") and self.random.random() < 0.7:
            return f"{words}, and {self.tell(others[0])}"
        if others and self.has("all_at_once") and not self.openings and self.turns == 1:
            return ", ".join([words, *map(self.tell, others)])
        return words

    def _can_add(self, step: str) -> bool:
        return self.tongue.kind(step) not in {"text", "yes_no"}

    def _piece(self, step: str, value: Any) -> str:
        if step not in self.pieces or (not self.pieces[step] and self.tries[step] > 3):
            self.pieces[step] = self._pieces(step, value)
        left = self.pieces[step]
        if not left:
            return "" if self.random.random() < 0.5 else self.tongue.value(step, value)
        words = left.pop(0)
        if not left:
            self.said[step] = self.turns
        return words

    def _pieces(self, step: str, value: Any) -> list[str]:
        kind = self.tongue.kind(step)
        if kind == "phone":
            return groups(self.random, value)
        if kind == "when":
            at = datetime.fromisoformat(value)
            return [
                day(self.random, at.date(), self.tongue.now),
                f"at {time_of_day(self.random, at)}",
            ]
        if kind == "email":
            local, sign, domain = self.tongue.value(step, value).partition(" at ")
            return [f"{local} at", domain] if sign else [local]
        return [self.tongue.answer(step, value)]


class _GivesUpError(Exception):
    """The caller is not understood, and hangs up rather than agree to something else."""


def _is_found(value: Any) -> bool:
    """Tell whether a fact is of what the desk has to find."""
    return isinstance(value, dict) and "tells" in value


_ASKED_BY: Final[Mapping[str, str]] = {
    "name": "name",
    "phone": "number",
    "email": "email",
    "code": "code",
    "start": "day",
    "service": "what was it",
}
"""The word by which a question asks for a topic."""
