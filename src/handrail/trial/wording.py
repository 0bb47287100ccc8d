"""What callers say around a value: how they answer, add, correct, and go back.

A `Wording` holds the ways of an application: how callers ask for each of its workflows, and what
they say for steps whose kind does not tell. The rest is the same everywhere, by kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Final

from ..step import Step
from .spoken import SAID

__all__ = ["CLUES", "StepWording", "Tongue", "Wording"]


@dataclass(frozen=True, slots=True)
class StepWording:
    """What callers say about one step; `{}` stands for the value as it is spoken."""

    answers: Sequence[str] = ("{}",)
    """To its question."""
    mentions: Sequence[str] = ("{}",)
    """As a part of a longer sentence, unasked."""
    fixes: Sequence[str] = ("actually {}", "sorry, {}")
    """To correct it, unasked."""
    labels: Sequence[str] = ()
    """What callers call it, after "the" or "my"; by default its step's label."""
    declines: Sequence[str] = ("no thanks", "no", "i'd rather not")
    """From those who have none."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How callers of an application talk."""

    openings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """How they ask for each workflow."""
    switches: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """How they change to it from another one."""
    steps: Mapping[str, StepWording] = field(default_factory=dict)
    """Of the steps about which callers talk in other ways than of their kind, by name, or by
    `workflow.step`."""
    values: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    """Other words for some values, by step and value."""


_BY_KIND: Final[Mapping[str, StepWording]] = {
    "phone": StepWording(
        ("{}", "it's {}", "sure, {}", "yeah it's {}", "my number is {}", "you can reach me on {}"),
        ("my number is {}", "my number's {}", "my phone number is {}"),
        (
            "my number is actually {}",
            "sorry, the number should be {}",
            "change my number to {}",
        ),
        ("number", "phone number", "number i gave you"),
    ),
    "name": StepWording(
        ("{}", "it's {}", "my name is {}", "{}", "that's {}", "sure, it's {}"),
        ("my name is {}", "this is {}", "my name's {}"),
        ("actually the name is {}", "sorry, the name should be {}", "change the name to {}"),
        ("name",),
    ),
    "email": StepWording(
        ("{}", "it's {}", "yes, {}", "my email is {}", "sure, it's {}"),
        ("my email is {}", "my email's {}"),
        (
            "actually the email is {}",
            "sorry, my email should be {}",
            "change the email to {}",
        ),
        ("email", "email address"),
        ("no thanks", "no", "i don't have one", "no email", "i'd rather not"),
    ),
    "when": StepWording(
        ("{}", "{} please", "how about {}", "{} would be good", "can i come {}", "um {}"),
        ("{}", "for {}"),
        (
            "actually make that {}",
            "can we change the time to {}",
            "sorry, {} instead",
        ),
        ("time", "appointment time"),
    ),
    "choice": StepWording(
        ("{}", "{} please", "i'd like {}", "{} i think"),
        ("{}",),
        ("actually make it {}", "change it to {}", "sorry, {} instead"),
    ),
    "number": StepWording(
        ("{}", "{}", "i'm {}", "it's {}", "um {}", "about {}"),
        ("{}",),
        ("actually {}", "sorry, {}"),
    ),
    "yes_no": StepWording(),
    "text": StepWording(),
}

_GO_BACKS: Final = (
    "can we change the {}",
    "wait, can we change the {}",
    "the {} is wrong",
    "hang on, the {} is wrong",
    "i need to change the {}",
)
_YES: Final = ("yes", "yes", "yeah", "yep", "yes please", "that's right", "correct", "right")
_NO: Final = ("no", "no", "nope", "no that's wrong", "no that's not right")
_AGREE: Final = ("yes", "yes please", "yeah", "sure", "go ahead", "please do", "yes book it")
_LEAVES: Final = ("no that's all", "no thanks", "that's all thanks", "no thank you, bye", "nope")
_HUMS: Final = ("um", "uh", "er", "well", "let me see", "so")
_MUMBLES: Final = (
    "the thing with the blue",
    "mm the whatsit",
    "sorry i was talking to the dog",
    "sorry the line is breaking up here",
    "mhm the the",
)
_MOMENTS: Final = (
    "hang on let me find it",
    "one second",
    "hold on",
    "just a moment",
    "give me a second",
)


@dataclass
class Tongue:
    """One caller's way of talking.

    Args:
        random: What draws the words.
        wording: The application's.
        steps: The steps a caller may talk about, by name.
        now: When the call is.
        workflow: The one the caller wants.
    """

    random: Random
    wording: Wording
    steps: Mapping[str, Step[Any]]
    now: datetime
    workflow: str | None = None

    def steps_of(self, workflow: str) -> frozenset[str]:
        """Return the steps that openings of a workflow can name: all of the caller's own one."""
        if workflow == self.workflow:
            return frozenset(self.steps)
        ways = " ".join(self.wording.openings.get(workflow, ()))
        return frozenset(step for step in self.steps if f"{{{step}}}" in ways)

    def value(self, step: str, value: Any) -> str:
        """Say a value alone."""
        others = self.wording.values.get(step, {}).get(str(value))
        if others:
            return self.random.choice(list(others))
        return SAID.get(self.kind(step), SAID["text"])(self.random, value, self.now)

    def answer(self, step: str, value: Any) -> str:
        """Answer the step's question."""
        if value is None:
            return self._one(self._of(step).declines)
        if self.kind(step) == "text":
            return str(value)
        return self._one(self._of(step).answers).replace("{}", self.value(step, value))

    def mention(self, step: str, value: Any) -> str:
        """Say it unasked, as a part of a sentence."""
        return self._one(self._of(step).mentions).replace("{}", self.value(step, value))

    def clue(self, topic: str, value: Any) -> str:
        """Tell something of what the desk is to find: in what name it is, or when."""
        kind, ways = CLUES[topic]
        said = self.wording.values.get(topic, {}).get(str(value))
        spoken = self._one(said) if said else SAID[kind](self.random, value, self.now)
        return self._one(ways).replace("{}", spoken)

    def fix(self, step: str, value: Any) -> str:
        """Correct it."""
        return self._one(self._of(step).fixes).replace("{}", self.value(step, value))

    def go_back(self, step: str) -> str:
        """Want to change it, without saying to what."""
        return self._one(_GO_BACKS).format(self._label(step))

    def wrong(self, step: str, value: Any) -> str:
        """Answer "what should I change?"."""
        ways = [f"the {self._label(step)}, it's {self.value(step, value)}", self.fix(step, value)]
        return self._one(ways)

    def no_but(self, step: str, value: Any) -> str:
        """Refuse what was read back, with the right value."""
        return self._one(("no, it's {}", "no, {}", "no it's {}")).replace(
            "{}", self.value(step, value)
        )

    def opening(self, workflow: str, mentioned: Mapping[str, Any]) -> str:
        """Ask for a workflow, with what is said at once."""
        ways = self.wording.openings.get(workflow, (f"i'd like to do the {workflow}",))
        fitting = [way for way in ways if all(f"{{{s}}}" in way for s in _inline(ways, mentioned))]
        words = self._one(fitting or ways)
        rest = dict(mentioned)
        for step in mentioned:
            if f"{{{step}}}" in words:
                words = words.replace(f"{{{step}}}", self.value(step, rest.pop(step)))
        if "{" in words:  # it names a step that this caller keeps for later
            plain = [way for way in ways if "{" not in way]
            words, rest = self._one(plain), dict(mentioned)
        clauses = [self.mention(step, value) for step, value in rest.items()]
        self.random.shuffle(clauses)
        return self._one((", ", ", ", " ")).join([words, *clauses])

    def switch(self, workflow: str) -> str:
        """Change to another workflow."""
        ways = self.wording.switches.get(workflow) or self.wording.openings.get(workflow, ())
        return self._one([way for way in ways if "{" not in way])

    def yes(self) -> str:
        """Say yes to what was read back."""
        return self._one(_YES)

    def no(self) -> str:
        """Say no."""
        return self._one(_NO)

    def agree(self) -> str:
        """Say yes to a summary."""
        return self._one(_AGREE)

    def leave(self) -> str:
        """Want nothing else."""
        return self._one(_LEAVES)

    def hum(self) -> str:
        """Begin to speak."""
        return self._one(_HUMS)

    def mumble(self) -> str:
        """Say what nobody understands."""
        return self._one(_MUMBLES)

    def moment(self) -> str:
        """Ask for a moment."""
        return self._one(_MOMENTS)

    def _one(self, ways: Sequence[str]) -> str:
        return self.random.choice(list(ways))

    def _of(self, step: str) -> StepWording:
        steps = self.wording.steps
        own = steps.get(f"{self.workflow}.{step}") or steps.get(step)
        return own or _BY_KIND.get(self.kind(step), _PLAIN)

    def kind(self, step: str) -> str:
        """Return the name of a step's kind; "" for no step."""
        return self.steps[step].kind.name if step in self.steps else ""

    def _label(self, step: str) -> str:
        own = self._of(step).labels
        return self._one(own) if own else (self.steps[step].label if step in self.steps else step)


_PLAIN: Final = StepWording()

CLUES: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "name": ("name", ("{}", "it's under {}", "my name is {}", "the name is {}")),
    "phone": ("phone", ("{}", "my number is {}", "the number is {}")),
    "email": ("email", ("my email is {}", "it's {}")),
    "code": ("code", ("the code is {}", "{}", "my code's {}")),
    "start": ("when", ("it's {}", "the one {}", "{}")),
    "service": ("choice", ("it's {}", "{}")),
}
"""How callers tell of a booking, by what of it: the kind of the value, and the ways."""


def _inline(ways: Sequence[str], mentioned: Mapping[str, Any]) -> list[str]:
    """Return the mentioned steps that some opening has a place for."""
    return [step for step in mentioned if any(f"{{{step}}}" in way for way in ways)]
