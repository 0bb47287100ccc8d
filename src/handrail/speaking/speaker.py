"""The speaker: the effects of one advance into the one line that is spoken.

One speaker per call. It remembers which wording was used last in each place, so that none is used
twice running, and what the last line said, so that it can be said again. It draws no lots: the same
call is worded the same way.

A call's line is often made of two runs: one ends and the next one asks.

    line = speaker.line(Booking, booking, finish, context)
    line = speaker.line(Lobby, lobby, ask, context, lobby=True, after=line)
    # "Booked. Your code is K 7 M 4. Anything else?"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..engine import effects as fx
from ..engine import events as e
from ..engine.state import Prompt, State
from ..kinds.base import Context
from ..step import Step, wordings
from ..workflow import Workflow
from .asking import ask
from .keys import hint
from .line import Line
from .news import tell
from .phrase import Phrase, fill, in_sentence, joined, spoken_text
from .phrasebook import Phrasebook
from .speech import Answerer, Memory, Speech

__all__ = ["Speaker"]

_NOON, _EVENING = 12, 18
"""Hours from which "good afternoon" and "good evening" are said."""


_LEAVES = {
    "goodbye": "goodbye",
    "silence": "goodbye_silence",
    "not_understood": "goodbye_unserved",
}
"""The causes that end the call, with what is said."""

_SENTENCES = re.compile(r"(?<=[.?!])\s+")


class Speaker:
    """Turns the effects of one call into lines.

    Args:
        phrasebook: The wordings; by default the built-in ones.
    """

    def __init__(self, phrasebook: Phrasebook | None = None) -> None:
        self.phrasebook = phrasebook or Phrasebook()
        self.keys = False
        """Whether the caller has the keys of a telephone, which the help may then name."""
        self._memory = Memory()
        self._books: dict[type[Workflow], Phrasebook] = {}

    def line(
        self,
        workflow: type[Workflow],
        state: State,
        effects: Sequence[fx.Effect],
        context: Context,
        *,
        answers_to_questions: Answerer | None = None,
        lobby: bool = False,
        after: Line | None = None,
        ending: str = "",
    ) -> Line:
        """Say what an advance has to say; empty when the desk rightly keeps silent.

        Args:
            workflow: The workflow of the run.
            state: Its state after the advance.
            effects: The advance's effects; those that are not spoken are passed over.
            context: The clock, region and facts of the call.
            answers_to_questions: Answers the questions of callers.
            lobby: Whether the run is the reception's own ("How can I help?", "Anything else?"):
                its end says nothing but goodbye, when nothing else is wanted.
            after: What is said before it in the same breath: the end of another run, a greeting.
            ending: The place whose wording tells of the run's end instead of the workflow's own,
                where the caller has dropped it.

        Returns:
            The line. Its marks and its revision are those of this run; those of `after` are kept
            only when this run says nothing.
        """
        speech = Speech(
            workflow,
            state,
            context,
            self._book(workflow),
            self._memory,
            answers_to_questions,
            lobby,
        )
        before = after or Line()
        for effect in effects:
            if isinstance(effect, fx.Ask):
                return self._asked(speech, effect, before)
            if isinstance(effect, fx.Finish):
                return self._finished(speech, effect, before, ending)
            if isinstance(effect, fx.Say):
                return self._remember(_then(before, Line(speech.say(effect.what).sentence().text)))
        return before

    def check(self, workflow: type[Workflow]) -> None:
        """Check a workflow's own wordings for places of the phrasebook.

        Raises:
            ValueError: For a place or a field that there is none of.
        """
        self._book(workflow)

    def _book(self, workflow: type[Workflow]) -> Phrasebook:
        """Return the phrasebook with a workflow's own wordings."""
        if workflow not in self._books:
            own = workflow.phrases.places
            self._books[workflow] = self.phrasebook.replace(own) if own else self.phrasebook
        return self._books[workflow]

    def greeting(self, business: str, context: Context, *, back: bool = False) -> Line:
        """Greet the caller, as in "Northside Studio, good morning".

        Args:
            business: The name the caller knows the business by.
            context: The clock, in the business's zone.
            back: Whether the call goes on where an earlier one was dropped.
        """
        hour = context.now.hour
        daytime = "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"
        return self.say("welcome_back" if back else "greeting", business=business, daytime=daytime)

    def who(self, step: Step[Any]) -> str:
        """Ask for what tells that a caller is who was cut off: their name, say."""
        key, variants = self.phrasebook.find("who", step=step.name, kind=step.kind.name)
        asked = self._memory.word(key, variants, {"label": Phrase(step.label)}.get)
        return (asked or Phrase()).text

    def offer_to_resume(self, workflow: type[Workflow], state: State, context: Context) -> str:
        """Offer to go on with a run: "We had a haircut on Tuesday at 3: shall we finish that?"."""
        speech = Speech(workflow, state, context, self.phrasebook, self._memory)
        own = speech.word(f"{workflow.plan.name}.resume", wordings(workflow.phrases.resume))
        return (own or speech.say("resume")).sentence().text

    def take_up(self, run: str) -> None:
        """A run is gone on with: nothing opens it, as it would one that the caller asked for."""
        self._memory.run = run

    def goodbye(self, *, after: Line | None = None) -> Line:
        """End the call."""
        return replace(self.say("goodbye", after=after), last=True)

    def say(self, place: str, *, after: Line | None = None, **fields: str) -> Line:
        """Say what the phrasebook has for a place, for what no run says ("transfer").

        Raises:
            KeyError: For a place that the phrasebook does not have.
        """
        key, variants = self.phrasebook.find(place)
        said = {name: Phrase(spoken_text(text)) for name, text in fields.items()}
        phrase = self._memory.word(key, variants, said.get) or Phrase()
        return self._remember(_then(after or Line(), Line(phrase.sentence().text)))

    # --- a prompt -------------------------------------------------------------------------------

    def _asked(self, speech: Speech, effect: fx.Ask, before: Line) -> Line:
        prompt, memory = effect.prompt, self._memory
        if prompt.manner == "repeat" and self._can_repeat(speech, prompt):
            return self._repeat(speech, effect, before)
        if prompt.manner in {"listen", "nudge"}:
            asked = ask(speech, prompt, ()).sentence()
            memory.apologised = False
            return self._remember(_then(before, Line(asked.text, (), prompt.revision)))
        told = tell(speech, effect.news, prompt)
        sentences = told.sentences
        if not sentences and not before.text:
            sentences = self._opening(speech)
        if not sentences:
            sentences = self._affirmed(speech, prompt)
        question = ask(speech, prompt, effect.news).sentence()
        if told.vocative is not None:
            question = _addressed(question, told.vocative)
        keys = hint(speech, prompt).sentence() if self.keys else Phrase()
        said = joined([_stated(sentences), question, keys])
        if said.text == memory.last:  # a developer's only wording, or a line that was not heard
            said = speech.say("return", question=said.lowered(), Question=said)
        line = _then(before, Line(said.text, said.marks, prompt.revision))
        answer = speech.state.answers.get(prompt.step or "")
        memory.prefilled = (
            prompt.act == "read_back" and answer is not None and answer.status == "prefilled"
        )
        memory.apologised = prompt.manner == "rephrase"
        memory.run, memory.prompt, memory.offer = speech.state.run, prompt, speech.state.offer
        memory.line, memory.told = line, effect.news
        memory.spelled += [
            (mark.step, answer.value)
            for mark in said.marks
            if (answer := speech.state.answers.get(mark.step)) is not None and answer.spelled
        ]
        return self._remember(line)

    def _can_repeat(self, speech: Speech, prompt: Prompt) -> bool:
        last = self._memory.prompt
        return (
            last is not None
            and self._memory.run == speech.state.run
            and (last.act, last.step) == (prompt.act, prompt.step)
            and bool(self._memory.line.text)
            and not self._memory.apologised  # who did not hear the sorry needs no second one
        )

    def _repeat(self, speech: Speech, effect: fx.Ask, before: Line) -> Line:
        """Say the very same again, after what has happened since."""
        memory = self._memory
        since = [item for item in effect.news if item not in memory.told]
        told = _stated(tell(speech, since, effect.prompt).sentences)
        said = joined([told, Phrase(memory.line.text, memory.line.marks)])
        return self._remember(_then(before, Line(said.text, said.marks, effect.prompt.revision)))

    def _opening(self, speech: Speech) -> tuple[Phrase, ...]:
        """Open a run that the caller asked for without saying more: "Sure."."""
        if speech.lobby or self._memory.run == speech.state.run:
            return ()
        phrases = speech.workflow.phrases
        begin = speech.word(f"{speech.workflow.plan.name}.begin", wordings(phrases.begin))
        if begin is None and self._memory.run is not None:
            begin = speech.say("begin")
        return (begin.sentence(),) if begin else ()

    def _affirmed(self, speech: Speech, prompt: Prompt) -> tuple[Phrase, ...]:
        """Thank, now and then, for a yes to a read-back: it leaves no news behind."""
        before = self._memory.prompt
        if (
            before is None
            or before.act != "read_back"
            or before.step == prompt.step
            or prompt.act not in {"ask", "read_back"}
            or prompt.manner not in {"first", "again"}
        ):
            return ()
        answer = speech.state.answers.get(before.step or "")
        if answer is None or answer.status != "confirmed":
            return ()
        return (speech.say("affirmed").sentence(),)

    # --- the end of a run -----------------------------------------------------------------------

    def _finished(self, speech: Speech, effect: fx.Finish, before: Line, ending: str) -> Line:
        memory = self._memory
        own = [speech.say(ending).sentence()] if ending else self._farewell(speech, effect)
        said = joined(own)
        leaves = _LEAVES.get(effect.cause)
        if speech.lobby and effect.cause in {"completed", "abandoned"}:
            leaves = "goodbye"
        if leaves is not None:
            said = joined([said, speech.say(leaves).sentence()])
        memory.told, memory.prompt, memory.apologised = (), None, False
        memory.run = speech.state.run
        last = leaves is not None
        return self._remember(_then(before, Line(said.text, said.marks, None, last)))

    def _farewell(self, speech: Speech, effect: fx.Finish) -> list[Phrase]:
        phrases, plan = speech.workflow.phrases, speech.workflow.plan
        if speech.lobby:
            return []
        if isinstance(effect, fx.Escalate):
            offered = self._memory.prompt is not None and self._memory.prompt.act == "human"
            return [] if offered else [speech.say("escalated").sentence()]
        if effect.cause == "abandoned" or (effect.cause == "goodbye" and _left_undone(speech)):
            dropped = speech.word(f"{plan.name}.dropped", wordings(phrases.dropped))
            return [dropped.sentence()] if dropped else []
        if effect.cause == "disqualified":
            return [(in_sentence(effect.reason) or speech.say("disqualified")).sentence()]
        if effect.cause not in {"completed", "failed"}:
            return []
        said = [_stated(tell(speech, effect.news, None).sentences)]
        if any(isinstance(item, e.Written) for item in effect.news):
            said.append(self._done(speech, effect))
        return said

    def _done(self, speech: Speech, effect: fx.Finish) -> Phrase:
        """Say that it is written, with what the receipt gives.

        A step's value is said only to a caller who has not just agreed to it: "someone will call
        you back on 212, 555, 0142", where the number was given for something else before.
        """
        variants = wordings(speech.workflow.phrases.done) or ("That's done.",)
        answers = speech.state.answers
        agreed = {name: None for name, each in answers.items() if each.read_back or each.named}
        receipt = speech.receipt(effect.receipt)
        fields = {**agreed, **receipt}
        done = speech.word(f"{speech.workflow.plan.name}.done", variants, None, **fields)
        if done is None:
            # A receipt without a code: "Booked." stands without "Your code is {code}."
            sentences = _SENTENCES.split(" ".join(variants[0].split()))
            done = joined(fill(each, receipt.get) or Phrase() for each in sentences)
        return done.sentence()

    def _remember(self, line: Line) -> Line:
        self._memory.last = line.text
        return line


def _left_undone(speech: Speech) -> bool:
    """Whether a caller who takes leave has begun something that is not done."""
    answers = speech.state.answers.values()
    return speech.workflow.plan.commits and any(
        answer.status in {"heard", "confirmed"} and not answer.settled for answer in answers
    )


def _then(before: Line, line: Line) -> Line:
    """Say a line after another one in the same breath."""
    if not line.text:
        return replace(before, last=line.last)
    if not before.text:
        return line
    whole = Phrase(before.text + " ") + Phrase(line.text, line.marks)
    return replace(line, text=whole.text, marks=whole.marks)


def _stated(told: Sequence[Phrase]) -> Phrase:
    """Join sentences of news, questions in a host's answer made statements.

    The desk asks one thing at a time, and a host's "Do you know the lot behind us?" is not it.
    """
    whole = joined(told)
    return Phrase(whole.text.replace("?", "."), whole.marks)


def _addressed(question: Phrase, name: Phrase) -> Phrase:
    """Close a question with the caller's name: "Which suits you, Maria?"."""
    if not question.text.endswith("?"):
        return joined([Phrase("Thanks, ") + name + ".", question])
    return Phrase(question.text[:-1], question.marks) + ", " + name + "?"
