"""The summary: all that was agreed, in one sentence, and the question whether it is right."""

from __future__ import annotations

from typing import Any

from ..engine.state import Prompt
from ..step import Step, wordings
from .phrase import Phrase, fields_in, fill, joined
from .speech import Speech

__all__ = ["summary"]


def summary(speech: Speech, prompt: Prompt) -> Phrase:
    """Say the summary and its question; of one that was heard before, only what is new in it."""
    question = _question(speech)
    if prompt.manner == "help":
        return speech.say("summary_help")
    if prompt.manner == "plain":
        return question
    values = _values(speech, prompt)
    new = [step for step in values if not _named(speech, step)]
    if new and len(new) == len(values):
        return _whole(speech, values).sentence() + " " + question
    if new:
        changed = speech.say("summary_changed", values=_listed(speech, new))
        return changed.sentence() + " " + question
    if prompt.manner == "rephrase" and not speech.memory.apologised:
        return speech.say("rephrase", question=question.lowered(), Question=question)
    return speech.say("summary_again", question=question.lowered(), Question=question)


def _question(speech: Speech) -> Phrase:
    phrases = speech.workflow.phrases
    place = f"{speech.workflow.plan.name}.agree"
    return (speech.word(place, wordings(phrases.agree)) or Phrase("Is that right?")).sentence()


def _values(speech: Speech, prompt: Prompt) -> list[Step[Any]]:
    """Return the steps whose values the summary can name, in order."""
    return [
        step
        for name, step in speech.workflow.steps.items()
        if speech.known(step) is not None
        and (not prompt.values or name in prompt.values or _in_template(speech, step))
    ]


def _in_template(speech: Speech, step: Step[Any]) -> bool:
    return step.name in fields_in(speech.workflow.phrases.summary)


def _named(speech: Speech, step: Step[Any]) -> bool:
    """Whether a summary that named the value was heard, or need not be."""
    answer = speech.known(step)
    return answer is not None and answer.named


def _whole(speech: Speech, values: list[Step[Any]]) -> Phrase:
    template = speech.workflow.phrases.summary
    steps = {step.name: step for step in values}

    def field(name: str) -> Phrase | None:
        return speech.about(steps[name]) if name in steps else None

    said = fill(" ".join(template.split()), field) if template.strip() else None
    if said is None:  # no template, or one that cannot do without a value that was not needed
        return _listed(speech, values, labelled=True)
    spoken = {mark.step for mark in said.marks}
    unsaid = [
        step
        for step in values
        if step.name not in spoken
        and (answer := speech.known(step)) is not None
        and answer.status in {"heard", "prefilled"}
        and not answer.settled
    ]
    if not unsaid:
        return said
    return said.without_end() + ", " + _listed(speech, unsaid, labelled=True)


def _listed(speech: Speech, steps: list[Step[Any]], *, labelled: bool = False) -> Phrase:
    """Name values one after the other, with what they are called where that is not plain."""
    return joined(
        (
            Phrase(f"the {step.label} " if labelled else "") + (speech.about(step) or Phrase())
            for step in steps
        ),
        ", ",
        " and " if labelled else None,
    )
