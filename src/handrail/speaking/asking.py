"""The prompt into words: one question, in the manner the engine asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..engine import events as e
from ..engine.state import Offer, Prompt
from ..kinds.base import join_options
from ..kinds.when import WhenPart
from ..plan import Confirm
from ..step import Step
from .phrase import Phrase
from .speech import Speech
from .summary import summary

__all__ = ["ask"]

_MOST_OPTIONS = 3
"""Options that are said at once: a longer list is forgotten before it ends."""

_BOTH = 2

_SORRY = re.compile(r"^(?:I'm )?sorry[,.]? ", re.IGNORECASE)
_GOING_ON = ("And ", "So, ", "So ", "Now, ", "Then ")


def ask(speech: Speech, prompt: Prompt, news: Sequence[e.News]) -> Phrase:
    """Say a prompt; empty when it is one of silence.

    Args:
        speech: The line in the making.
        prompt: What is asked.
        news: The news of the same line: what the question itself takes up ("Of course. It's
            Tuesday now.") is said here.
    """
    if prompt.manner == "listen":
        return Phrase()
    if prompt.manner == "nudge":
        return speech.say("nudge")
    step = speech.workflow.steps.get(prompt.step or "")
    if step is not None:
        return _about_step(speech, prompt, step, news)
    match prompt.act:
        case "summary":
            return summary(speech, prompt)
        case "change":
            return _change(speech, prompt)
        case _:
            return _human(speech, news)


def _about_step(speech: Speech, prompt: Prompt, step: Step[Any], news: Sequence[e.News]) -> Phrase:
    if prompt.act == "read_back":
        return _read_back(speech, prompt, step)
    if speech.workflow.plan.by_name[step.name].hosted and prompt.act == "ask":
        return _hand_over(speech, prompt, step, news)
    if prompt.act == "offer" and speech.state.offer is not None:
        return _offer(speech, prompt, speech.state.offer, step, news)
    about = tuple(item for item in news if getattr(item, "step", None) == step.name)
    if any(isinstance(item, e.Cleared) and item.cause == "denied" for item in about):
        if not speech.memory.prefilled:
            return speech.say("denied", step)
        return _with_question(speech, "denied_prefilled", step, _wording(speech, step))
    if prompt.manner in {"first", "again", "revisit"} and about:
        return _after_news(speech, prompt, step, about, news)
    return _ask(speech, prompt, step, news)


def _hand_over(speech: Speech, prompt: Prompt, step: Step[Any], news: Sequence[e.News]) -> Phrase:
    """Lead over to the task that asks for a step: the question itself is the task's."""
    if prompt.manner == "required":
        return speech.say("hosted_required", step)
    if prompt.manner in {"rephrase", "help"}:
        return speech.say("hosted_rephrase", step)
    if any(isinstance(item, e.RevisitQueued) and item.step == step.name for item in news):
        return speech.say("hosted_revisit", step)
    return Phrase()


def _after_news(
    speech: Speech,
    prompt: Prompt,
    step: Step[Any],
    about: Sequence[e.News],
    news: Sequence[e.News],
) -> Phrase:
    """Ask for a step of which the same line has told something."""
    if any(isinstance(item, (e.CheckFailed, e.Cleared)) for item in about):
        return speech.say("other", step)
    if any(isinstance(item, e.RevisitQueued) for item in about):
        return _revisit(speech, step, news)
    return _ask(speech, prompt, step, news)


def _said_before(speech: Speech, prompt: Prompt) -> bool:
    """Whether the last question was this very one, about the same values.

    The engine's manner `again` says only that the step was asked for before.
    """
    before = speech.memory.prompt
    if before is None or (before.act, before.step) != (prompt.act, prompt.step):
        return False
    return before.values == prompt.values and speech.memory.offer == speech.state.offer


# --- asking for a step ------------------------------------------------------------------------


def _ask(speech: Speech, prompt: Prompt, step: Step[Any], news: Sequence[e.News]) -> Phrase:
    revisited = step.name in speech.state.revisits
    match prompt.manner:
        case "revisit":
            return _revisit(speech, step, news)
        case "rephrase" | "again" | "return" | "repeat" | "plain" if revisited:
            place = "revisit_rephrase" if prompt.manner == "rephrase" else "revisit_again"
        case "again" | "return" | "repeat" | "plain":
            question = _open_half(speech, step) or _wording(speech, step, _other_words(step))
            return _with_question(speech, "return", step, question)
        case "invite" | "other" | "required":
            place = prompt.manner
        case "rest":
            return _rest(speech, step, news)
        case "rephrase":
            return _rephrase(speech, step)
        case "help":
            return _help(speech, step)
        case _:
            return _wording(speech, step)
    return speech.say(place, step)


def _wording(speech: Speech, step: Step[Any], more: Sequence[str] = ()) -> Phrase:
    """Say the step's question, in the wording that is next in turn."""
    name = f"{speech.workflow.plan.name}.{step.name}.ask"
    own = speech.questions(step)
    question = speech.word(name, own or (*step.ask, *more), step)
    # Wordings that name another step's value can only be used once it is known.
    return question or Phrase(f"What's the {step.label}?")


def _with_question(speech: Speech, place: str, step: Step[Any], question: Phrase) -> Phrase:
    question = question.sentence()
    if place == "return" and question.text.startswith(_GOING_ON):
        return question
    return speech.say(place, step, question=question.lowered(), Question=question)


def _rephrase(speech: Speech, step: Step[Any]) -> Phrase:
    """Ask in other words; sorry is said here, and "I didn't catch that" at most once running.

    Of a date and time only the half that is missing is asked.
    """
    if (rest := _open_half(speech, step)) is not None:
        place = "rephrase_again" if speech.memory.apologised else "rephrase"
        return _with_question(speech, place, step, rest)
    name = f"{speech.workflow.plan.name}.{step.name}.rephrase"
    other = speech.word(name, _other_words(step), step) if step.rephrase else None
    if speech.memory.apologised:
        place = "rephrase_again"
    elif other is None and speech.lobby:
        return speech.say("lobby_rephrase")
    else:
        place = "rephrase" if other else "rephrase_same"
    return _with_question(speech, place, step, other or _wording(speech, step))


def _other_words(step: Step[Any]) -> tuple[str, ...]:
    """Return the developer's other wordings of a question, without their "Sorry, "."""
    return tuple(_SORRY.sub("", wording.strip()) for wording in step.rephrase)


def _rest(speech: Speech, step: Step[Any], news: Sequence[e.News]) -> Phrase:
    """Ask for what is missing: of a date and time it is plain which half."""
    partial = speech.state.partials.get(step.name)
    if speech.questions(step):
        return _wording(speech, step)
    if not isinstance(partial, WhenPart):
        return speech.say("rest", step)
    if partial.clock or not (partial.date or partial.dates):
        return speech.say("rest_day", step)
    told = any(isinstance(item, e.PartHeard) and item.step == step.name for item in news)
    return speech.say("rest_time", step, part=None if told else speech.part(step, partial))


def _open_half(speech: Speech, step: Step[Any]) -> Phrase | None:
    """Ask for the half of a date and time that is missing, after other words; None without one."""
    partial = speech.state.partials.get(step.name)
    if not isinstance(partial, WhenPart):
        return None
    if partial.clock or not (partial.date or partial.dates):
        return speech.say("half_day", step)
    days = WhenPart(date=partial.date, dates=partial.dates)
    return speech.say("half_time", step, part=speech.part(step, days))


def _help(speech: Speech, step: Step[Any]) -> Phrase:
    """Say what would be understood."""
    name = f"{speech.workflow.plan.name}.{step.name}.help"
    said = speech.word(name, step.help, step) if step.help else None
    if said is not None and said.sentence().text == speech.memory.last:
        # The only help there is was no help: the question may be.
        return _with_question(speech, "return", step, _wording(speech, step, _other_words(step)))
    if said is not None:
        return said
    if speech.lobby:
        return speech.say("lobby_help")
    said = speech.say("help", step, examples=_examples(speech, step))
    said = said or speech.say("help", label=step.label)  # a choice that has nothing to show
    return said.sentence() + " " + speech.say("help_optional", step) if step.optional else said


def _examples(speech: Speech, step: Step[Any]) -> Phrase:
    """Name a few of the values that a choice has."""
    if step.kind.name != "choice":
        return Phrase()
    values = step.kind.schema(speech.context).get("enum", ())
    return speech.options(step, values[:_MOST_OPTIONS])


# --- going back to a step ---------------------------------------------------------------------


def _revisit(speech: Speech, step: Step[Any], news: Sequence[e.News]) -> Phrase:
    """Take the caller back to a step: say what it holds and ask what it should be."""
    queued = [item.step for item in news if isinstance(item, e.RevisitQueued) and item.announced]
    value = speech.about(step)
    if not queued:
        before = speech.memory.prompt
        again = before is not None and before.step == step.name and before.manner == "revisit"
        return speech.say("revisit_again" if again else "revisit_next", step)
    if step.name not in queued:
        return speech.say(
            "revisit_all" if len(speech.state.revisits) > _BOTH else "revisit_both", step
        )
    if not value or speech.is_long(step, value):
        return _with_question(speech, "revisit_blank", step, _wording(speech, step))
    if speech.takes_article(step):
        value = value.with_article()
    return speech.say("revisit_several" if len(queued) > 1 else "revisit", step, value=value)


# --- reading back -----------------------------------------------------------------------------


def _read_back(speech: Speech, prompt: Prompt, step: Step[Any]) -> Phrase:
    answer = speech.known(step)
    value = prompt.values.get(step.name, answer.value if answer else None)
    if value is None:
        return _wording(speech, step)
    spelled = step.confirm is Confirm.SPELL or (answer is not None and answer.spelled)
    said = speech.value(step, value, spelled=spelled)
    if speech.takes_article(step):
        said = said.with_article()
    prefilled = answer is not None and answer.status == "prefilled"
    if prompt.manner == "help":
        place = "read_back_help"
    elif prefilled and step.kind.name == "phone" and _is_calling_number(step):
        rephrased = prompt.manner == "rephrase"
        place = "prefilled_caller_rephrase" if rephrased else "prefilled_caller"
        said = speech.ending(step, value)
    elif prompt.manner == "rephrase":
        place = "read_back_rephrase"
    elif prefilled:
        place = "prefilled"
    else:
        place = "read_back_again" if _said_before(speech, prompt) else "read_back"
    if step.read_back and place in {"read_back", "read_back_again"}:
        own = speech.word(f"read_back@{step.name}", step.read_back, step, value=said)
        if own is not None:
            return own
    return speech.say(place, step, value=said, ending=said)


def _is_calling_number(step: Step[Any]) -> bool:
    """Whether a prefilled number is the one the call comes from: the caller knows how it ends."""
    return step.prefill is not None and "call" in step.prefill.name


# --- offering ---------------------------------------------------------------------------------


def _offer(
    speech: Speech, prompt: Prompt, offer: Offer, step: Step[Any], news: Sequence[e.News]
) -> Phrase:
    options = speech.options(step, offer.options[:_MOST_OPTIONS], wanted=offer.wanted.value)
    one = "_one" if len(offer.options) == 1 else ""
    refused = any(
        isinstance(item, (e.CheckFailed, e.Cleared)) and item.step == step.name for item in news
    )
    going_on = prompt.manner in {"return", "repeat", "plain"} or (
        prompt.manner == "again" and _said_before(speech, prompt)
    )
    if prompt.manner == "help":
        place = "offer_help"
    elif prompt.manner == "rephrase":
        place = f"offer_rephrase{one}"
    elif prompt.manner == "which":
        place = "offer_which"
    elif refused:
        place = f"offer_instead{one}"
    elif going_on:
        place = f"offer_again{one}"
    elif offer.wanted.alternatives and not one:
        place = "offer_meant"
    else:
        place = f"offer{one}"
    return speech.say(place, step, options=options)


# --- what is about no step --------------------------------------------------------------------


def _human(speech: Speech, news: Sequence[e.News]) -> Phrase:
    before = speech.memory.prompt
    if before is not None and before.act == "human":
        return speech.say("human_again")
    failed = any(isinstance(item, e.Apologised) for item in news)
    return speech.say("human_failed" if failed else "human")


def _change(speech: Speech, prompt: Prompt) -> Phrase:
    """Ask what to change, or name two or three things that can be."""
    if prompt.manner != "help":
        return speech.say("change_rephrase" if prompt.manner == "rephrase" else "change")
    labels = [
        f'"the {step.label}"'
        for step in speech.workflow.steps.values()
        if (answer := speech.known(step)) is not None and not answer.settled
    ]
    parts = join_options(labels[:_MOST_OPTIONS])
    return speech.say("change_help", parts=parts) or speech.say("change")
