"""The summary: all that was agreed, in one sentence, and the question whether it is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.state import Prompt
from ..step import Step, wordings
from ..wording import fields_in
from .phrase import Phrase, fill, joined
from .speech import Speech

__all__ = ["summary"]


def summary(speech: Speech, prompt: Prompt) -> Phrase:
    """Say the summary and its question; of one that was heard before, only what is new in it."""
    question = _question(speech)
    if prompt.manner == "help":
        return speech.say("summary_help")
    if prompt.manner == "plain":
        return question
    told = _whole(speech)
    new = [
        name for name in dict.fromkeys(mark.step for mark in told.marks) if _is_new(speech, name)
    ]
    found = any(speech.workflow.steps[name].kind.takes_words_first for name in new)
    short = len(new) < len({mark.step for mark in told.marks}) and not found
    if short and not _makes_a_list(speech, new):
        told = _news(speech, [speech.workflow.steps[name] for name in new])
    told = told.sentence()
    if prompt.manner == "parting":
        return speech.say("summary_parting", Question=joined([told, question]))
    if told:
        return told + " " + question
    if prompt.manner == "rephrase" and not speech.memory.apologised:
        # Who was not understood may have asked for one of the values.
        whole = joined([_whole(speech).sentence(), question])
        return speech.say("summary_rephrase", question=whole.lowered(), Question=whole)
    return speech.say("summary_again", question=question.lowered(), Question=question)


def _question(speech: Speech) -> Phrase:
    place = f"{speech.workflow.plan.name}.agree"
    agree = speech.word(place, wordings(speech.workflow.phrases.agree))
    return (agree or Phrase("Is that right?")).sentence()


def _whole(speech: Speech) -> Phrase:
    """Say all that a yes is to cover: the developer's sentence, and what it leaves out.

    A value that is neither said here nor was read back cannot be agreed to, so each of those is
    named, with what it is called.
    """
    known = [step for step in speech.workflow.steps.values() if speech.known(step) is not None]
    template = " ".join(speech.workflow.phrases.summary.split())

    def field(name: str) -> Phrase | None:
        step = speech.workflow.steps.get(name)
        return speech.about(step) if step is not None else None

    said = fill(template, field) if template else None
    if said is None:  # no template, or one that cannot do without a value that was not needed
        return _listed(speech, known)
    spoken = {mark.step for mark in said.marks}
    unsaid = [step for step in known if step.name not in spoken and _is_open(speech, step)]
    return joined([said.without_end(), _listed(speech, unsaid)], ", ")


def _is_open(speech: Speech, step: Step[Any]) -> bool:
    """Whether nobody has said yes to a value yet."""
    answer = speech.known(step)
    return answer is not None and answer.status in {"heard", "prefilled"} and not answer.settled


def _makes_a_list(speech: Speech, names: Sequence[str]) -> bool:
    """Whether values that have their places in the summary would be said without them.

    "Wednesday the 17th at 4, Joanna, then" is no sentence; the whole summary is.
    """
    places = fields_in(speech.workflow.phrases.summary)
    return len(names) > 1 and places.issuperset(names)


def _is_new(speech: Speech, name: str) -> bool:
    """Whether no summary that named the value was heard."""
    answer = speech.known(speech.workflow.steps[name])
    return answer is not None and not answer.named


def _news(speech: Speech, steps: Sequence[Step[Any]]) -> Phrase:
    """Say what is new since the summary that was heard: "Wednesday the 17th at 4, then."."""
    if not steps:
        return Phrase()
    values = joined((_value(speech, step, articled=True) for step in steps), ", ")
    answers = [speech.known(step) for step in steps]
    if any(answer is not None and answer.spelled for answer in answers):
        return values
    return speech.say("summary_changed", values=values)


def _listed(speech: Speech, steps: Sequence[Step[Any]]) -> Phrase:
    """Name values with what they are called: "the number 212, 555, 0142 and the name Ann"."""
    return joined((_value(speech, step, labelled=True) for step in steps), ", ", " and ")


def _value(
    speech: Speech, step: Step[Any], *, labelled: bool = False, articled: bool = False
) -> Phrase:
    value = speech.about(step) or Phrase()
    if articled and speech.takes_article(step):
        value = value.with_article()
    if speech.is_long(step, value):
        # A long note is agreed to by its name: to recite it would lose the caller.
        return Phrase(f"your {step.label}").marked(step.name)
    return Phrase(f"the {step.label} ") + value if labelled else value
