"""What the model of the other desk makes of a caller's words: all that Handrail's reader does.

So what is compared is the flow, not who understands better. A model knows what was said because it
is shown the history; here that is kept from turn to turn. Only words that LiveKit shows are heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from handrail.conversation import Conversation
from handrail.desk.booking import Booking
from handrail.engine import moves as m
from handrail.engine.state import Act, Answer, Candidate, Offer, Prompt, State
from handrail.facts import Call
from handrail.kinds.base import Context
from handrail.proposal import propose
from handrail.reading import Scene

__all__ = ["Asked", "Ears"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk's last line waits for."""

    act: Act
    step: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    """The values it names, by step."""
    options: Sequence[Any] = ()
    receiving: bool = False
    """It is "how can I help?"."""


class Ears:
    """What is known of one call, by its words.

    Args:
        arguments: Those of a `Conversation` of Handrail's own desk: the same business and clock.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        kept = ("workflows", "userdata", "clock", "region", "facts", "reception")
        self._lobby = Conversation(**{name: arguments[name] for name in kept})
        self.asked = Asked("ask", receiving=True)
        """What the caller answers now."""
        self.values: dict[str, Any] = {}
        """What the caller has said, by step, as the kinds hold it; None: they have none."""
        self.partials: dict[str, Any] = {}
        self.offer: Offer | None = None
        self.reopened: list[str] = []
        """The steps that are to be changed, to nobody knows what yet, in the order named."""
        self.moves: tuple[m.Move, ...] = ()
        """What the caller did in the last turn."""
        self.said = ""
        """Their words in it."""
        self._refused: dict[str, Candidate] = {}
        self._turns = 0

    async def open(self) -> None:
        """Make ready to listen."""
        await self._lobby.open()

    def context(self) -> Context:
        """Return what kinds may know at this moment."""
        return self._lobby.context()

    def hear(self, text: str) -> None:
        """Take in what the caller said."""
        self.said = text
        self.moves = propose((text,), self._scene(), 0).moves
        self._turns += 1
        for move in self.moves:
            self._take(move)

    def refuse(self, step: str, options: Sequence[Any]) -> None:
        """Note that a step's value cannot be had, and what can."""
        wanted = Candidate(self.values.pop(step, None))
        self._refused[step] = wanted
        self.offer = Offer(step, tuple(options), wanted, heard=True) if options else None

    async def answer(self, topic: str) -> str:
        """Return what is known of the business; "" for nothing."""
        reception = self._lobby.reception
        found = reception.answers.get(topic) if reception else None
        if found is None:
            return ""
        call = Call(self._lobby.userdata, self.context(), self.values)
        told = found.answer(call, self.said)
        told = told if isinstance(told, str) or told is None else await told
        return f"{told}." if told else ""

    def speak(self, step: str, value: Any) -> str:
        """Say a value as the desk says it."""
        return Booking.steps[step].kind.speak(value, self.context())

    def dump(self, step: str, value: Any) -> Any:
        """Return a value as JSON data."""
        return None if value is None else Booking.steps[step].kind.dump(value)

    def moment(self, text: str) -> datetime:
        """Return a time as the calendar writes it, in the business's zone."""
        return datetime.fromisoformat(text).astimezone(self.context().now.tzinfo)

    def _scene(self) -> Scene:
        scene, asked = self._lobby.scene(), self.asked
        if asked.receiving:
            return scene
        values = {step: value for step, value in asked.values.items() if step in Booking.steps}
        if asked.act == "offer" and asked.step:
            values = {asked.step: tuple(asked.options)}
        state = State(
            turn=self._turns,
            facts=scene.state.facts,
            answers={
                step: Answer(value, "declined" if value is None else "heard")
                for step, value in self.values.items()
            },
            partials=self.partials,
            refused=self._refused,
            revisits=tuple(self.reopened),
            offers=(self.offer,) if self.offer is not None else (),
            prompt=Prompt(
                asked.act, asked.step, "first", 0, values, frozenset(values), complete=True
            ),
        )
        return replace(scene, workflow=Booking, state=state, reception=False, first=False)

    def _take(self, move: m.Move) -> None:
        match move:
            case m.Record(step=step, value=value) if value is not None:
                self._know(step, value)
            case m.Record(step=step, alternatives=options) if options:
                self.offer = Offer(step, options, Candidate(alternatives=options), heard=True)
            case m.Record(step=step, partial=partial):
                self.partials[step] = partial
            case m.Choose(number=number) if self.offer is not None:
                if number <= len(self.offer.options):
                    self._know(self.offer.step, self.offer.options[number - 1])
            case m.Affirm() if self.offer is not None and len(self.offer.options) == 1:
                self._know(self.offer.step, self.offer.options[0])
            case m.Decline(step=step):
                self._know(step, None)
            case m.Revisit(step=step) if step is not None and step not in self.reopened:
                self.reopened.append(step)

    def _know(self, step: str, value: Any) -> None:
        self.values[step] = value
        self.partials.pop(step, None)
        self._refused.pop(step, None)
        if step in self.reopened:
            self.reopened.remove(step)
        if self.offer is not None and self.offer.step == step:
            self.offer = None
