"""What was found in one utterance, before it is decided what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..engine.events import Answered
from ..engine.moves import Evidence
from ..engine.state import Offer, Prompt, State
from ..kinds.agreement import Agreement, verdict
from ..kinds.agreement_phrases import Says
from ..kinds.base import Span
from ..kinds.places import Place
from ..workflow import Workflow
from .cues import Cue, CueName
from .naming import Mention
from .questions import Asked
from .scene import Scene
from .tape import Tape
from .values import Value
from .wishes import Wish, finds_out_which

__all__ = ["Hearing"]


@dataclass(slots=True)
class Hearing:
    """The findings in one utterance."""

    tape: Tape
    scene: Scene
    wish: Wish | None = None
    wished_again: Sequence[Span] = ()
    """Where the workflow that is running already was asked for once more."""
    questions: list[Asked] = field(default_factory=list)
    unanswerable: list[Span] = field(default_factory=list)
    """Questions about the caller's own time: what they name is no answer, and none is known."""
    mentions: list[Mention] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    place: Place | None = None
    rejected: list[Span] = field(default_factory=list)
    """What was turned down in the same breath as a value ("instead of three")."""
    corrections_ahead: Sequence[Span] = ()
    """Cues of correction before anything else was said: no part of a value."""
    taken_by: type[Workflow] | None = None
    """In a reception: the workflow that the values were read for, though nobody named it."""

    amending: bool = False
    """That workflow changes what was just done, so its steps hold what was said for it."""

    repeats: bool = False
    """One more of what was just done is wished for."""

    @property
    def state(self) -> State:
        """The state of the run."""
        return self.scene.state

    @property
    def prompt(self) -> Prompt | None:
        """What was asked."""
        return self.scene.state.prompt

    @property
    def act(self) -> str:
        """What the question just asked does; "ask" before the first."""
        prompt = self.prompt
        return prompt.act if prompt else "ask"

    @property
    def picked_from(self) -> Offer | None:
        """What was on offer when the caller picked, and may be picked from again: "no, the first".

        Only while nothing else is on offer, or asked for.
        """
        began_another = self.wish is not None or self.taken_by is not None
        return None if self.act in {"offer", "human"} or began_another else self.state.picked

    @property
    def echoed(self) -> tuple[str, ...]:
        """The steps whose new answers the caller has just heard, inside the question."""
        return tuple(event.step for event in self.state.told if isinstance(event, Answered))

    @property
    def asked_kind(self) -> str:
        """The kind of the step that is plainly asked for; "" where another thing is asked."""
        prompt = self.prompt
        step = self.scene.workflow.steps.get(prompt.step or "") if prompt else None
        return step.kind.name if step and prompt and prompt.act == "ask" else ""

    @property
    def workflow(self) -> type[Workflow]:
        """The workflow whose steps are spoken of: the one asked for, or the running one."""
        return self.wish.workflow if self.wish else self.taken_by or self.scene.workflow

    @property
    def finds_out_which(self) -> bool:
        """Whether the workflow spoken of is about something that exists, and first finds it out."""
        return finds_out_which(self.workflow)

    @property
    def only_finds_out_which(self) -> bool:
        """Whether there is nothing else to it: who says no to its summary wants none of it."""
        return all(step.kind.takes_words_first for step in self.workflow.steps.values())

    def holds(self, step: str) -> bool:
        """Tell whether anything of a step is known that one could go back to."""
        state = self.state
        return any(step in held for held in (state.answers, state.partials, state.candidates))

    @property
    def nouns_offered(self) -> tuple[str, ...]:
        """What the values on offer are called; () when nothing is on offer."""
        offer = self.state.offer
        if offer is None or self.act != "offer" or offer.step not in self.scene.workflow.steps:
            return ()
        step = self.scene.workflow.steps[offer.step]
        ever = ("time", "day", "date", "slot") if step.kind.name == "when" else ()
        return (*step.words, offer.step.replace("_", " "), *ever)

    @property
    def says(self) -> Says | None:
        """What the agreements and refusals come to."""
        return verdict(self.agreements)

    @property
    def revisiting(self) -> bool:
        """Whether another value was asked for a step that has one."""
        prompt, state = self.prompt, self.state
        if prompt is None or prompt.act != "ask":
            return False
        # Asked in other words, too: "leave it" must not leave out an email that is there.
        return prompt.step in state.revisits and prompt.step in state.answers

    @property
    def declinable(self) -> bool:
        """Whether a no to the question just asked declines its step."""
        prompt = self.prompt
        if prompt is None or prompt.act != "ask" or self.scene.reception or self.revisiting:
            return False
        step = self.scene.workflow.plan.by_name.get(prompt.step or "")
        return step is not None and step.optional

    @property
    def calls_back(self) -> bool:
        """Whether a number to call back is being taken: nobody can ask for that workflow."""
        scene, plan = self.scene, self.scene.workflow.plan
        asked_for = not scene.workflows or scene.workflow in scene.workflows
        return not (scene.reception or asked_for or plan.escalates or plan.summary)

    @property
    def reads_back_an_optional_step(self) -> bool:
        """Whether what was read back could be left out altogether."""
        prompt = self.prompt
        if prompt is None or prompt.act != "read_back":
            return False
        step = self.scene.workflow.plan.by_name.get(prompt.step or "")
        return step is not None and step.optional

    @property
    def asks_what_can_be_left(self) -> bool:
        """Whether "leave it" answers the question just asked."""
        return self.revisiting or self.declinable

    def has(self, *names: CueName) -> bool:
        """Tell whether one of these phrases was said."""
        return any(cue.name in names for cue in self.cues)

    def spans_of(self, *names: CueName) -> tuple[Span, ...]:
        """Return where these phrases stand."""
        return tuple(cue.span for cue in self.cues if cue.name in names)

    def agreement_spans(self) -> tuple[Span, ...]:
        """Return where the caller agreed or refused."""
        return tuple(each.span for each in self.agreements)

    def mentioned(self, *hows: str) -> list[Mention]:
        """Return the mentions of steps made in one of these ways."""
        return [mention for mention in self.mentions if mention.how in hows]

    def evidence(self, *spans: Span) -> Evidence:
        """Return the evidence of some pieces, as said in the turn after those already taken in."""
        return Evidence(self.state.turn + 1, self.tape.said(spans or [(0, len(self.tape.text))]))
