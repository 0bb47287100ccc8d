"""News into sentences: what was understood, changed or refused since the caller last listened.

What the prompt itself will say is left out here: a value that is read back or summarised in the
same line is not echoed before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..engine import events as e
from ..engine.agenda import owes_read_back
from ..engine.state import Prompt
from ..kinds.when import WhenPart
from ..plan import Confirm
from ..step import Step
from .phrase import Phrase, fill, in_sentence, joined
from .speech import Speech

__all__ = ["Told", "tell"]


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences that tell the news, and the caller's name when it is better put elsewhere."""

    sentences: tuple[Phrase, ...] = ()
    vocative: Phrase | None = None
    """"Which suits you, Maria?": a name heard along with other answers closes the question."""


def tell(speech: Speech, news: Sequence[e.News], prompt: Prompt | None) -> Told:
    """Say the news before a prompt, or before nothing when the run is over."""
    reasons = list(_reasons(speech, news))
    echo, vocative = _echo(speech, news, prompt, reasons)
    answers = [speech.answer_to(item.topic) for item in news if isinstance(item, e.Digressed)]
    sentences = [*_acknowledgements(speech, news, prompt, echoed=bool(echo)), echo]
    sentences += [*reasons, *answers]
    return Told(tuple(each.sentence() for each in sentences if each), vocative)


def _acknowledgements(
    speech: Speech, news: Sequence[e.News], prompt: Prompt | None, *, echoed: bool
) -> Iterator[Phrase]:
    """Take note of what changed no value: at most one short word, none beside an echo."""
    for item in news:
        if isinstance(item, e.Restarted):
            yield speech.say("restarted")
            return
    for item in news:
        parting = prompt is not None and prompt.manner == "parting"
        if isinstance(item, e.Declined) and not (echoed or parting):
            yield speech.say("declined")
            return
        if isinstance(item, e.RevisitSettled) and not echoed:
            yield speech.say("unchanged")
            return
    for item in news:
        # Asked while something else is to be settled first; a revisit's question says so itself.
        if (
            isinstance(item, e.RevisitQueued)
            and item.announced
            and prompt is not None
            and prompt.step != item.step
            and prompt.manner != "revisit"
            and (step := speech.workflow.steps.get(item.step))
        ):
            yield speech.say("revisit_later", step)
            return


def _reasons(speech: Speech, news: Sequence[e.News]) -> Iterator[Phrase]:
    seen = set()
    for item in news:
        phrase = _reason(speech, item)
        if phrase and phrase.text not in seen:
            seen.add(phrase.text)
            yield phrase


def _reason(speech: Speech, item: e.News) -> Phrase | None:
    """Say why a value will not do, in the host's words where it gave any."""
    if isinstance(item, e.Explained):
        return in_sentence(item.reason)
    if isinstance(item, e.Apologised):
        return in_sentence(item.reason) or speech.say("failed")
    if not isinstance(item, (e.CheckFailed, e.Cleared)):
        return None
    if isinstance(item, e.Cleared) and item.cause == "denied":
        return None
    if item.reason.strip():
        return in_sentence(item.reason)
    step = speech.workflow.steps.get(item.step)
    wanted = item.wanted.value if isinstance(item, e.CheckFailed) else item.value
    if step is None or wanted is None:
        return speech.say("check_failed_part")
    return speech.say("check_failed", step, value=speech.value(step, wanted).unmarked())


# --- echoes -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heard:
    """An answer, or a part of one, to be echoed."""

    step: Step[Any]
    phrase: Phrase
    news: e.Answered | e.Noted | e.PartHeard


def _echo(
    speech: Speech, news: Sequence[e.News], prompt: Prompt | None, reasons: Sequence[Phrase]
) -> tuple[Phrase, Phrase | None]:
    heard = [
        each
        for each in _to_echo(speech, news, prompt)
        # "A colour takes an hour and a half, so ..." has named the colour.
        if not any(each.phrase.text.lower() in reason.text.lower() for reason in reasons)
    ]
    names = [each for each in heard if each.step.kind.name == "name"]
    others = [each for each in heard if each.step.kind.name != "name"]
    if len(names) != 1 or not others or not isinstance(names[0].news, e.Answered):
        return _echo_of(speech, heard), None
    told, answer = _echo_of(speech, others), names[0].news.answer
    if answer.spelled or prompt is None or prompt.act not in {"ask", "offer"}:
        return told.sentence() + " " + _echo_of(speech, names), None
    return told, speech.value(names[0].step, answer.value, given=True)


def _to_echo(speech: Speech, news: Sequence[e.News], prompt: Prompt | None) -> Iterator[_Heard]:
    for item in news:
        if not isinstance(item, (e.Answered, e.Noted, e.PartHeard)):
            continue
        step = speech.workflow.steps.get(item.step)
        if step is None:
            continue
        if isinstance(item, e.PartHeard):
            # Half a number is never said back, and the times on offer say what was understood.
            offered = prompt is not None and prompt.act == "offer" and prompt.step == item.step
            said = not step.kind.in_parts and not offered
            if said and (phrase := speech.part(step, item.partial)):
                yield _Heard(step, phrase, item)
        elif isinstance(item, e.Noted):
            yield _Heard(step, speech.value(step, item.value), item)
        elif item.answer.value is not None and not _said_by(prompt, item.step):
            spelled = item.answer.spelled and step.confirm is not Confirm.NEVER
            yield _Heard(step, speech.value(step, item.answer.value, spelled=spelled), item)


def _said_by(prompt: Prompt | None, step: str) -> bool:
    """Whether the prompt itself says the step's value."""
    if prompt is None:
        return False
    if prompt.act == "summary":
        return prompt.manner != "plain" and (not prompt.values or step in prompt.values)
    return prompt.step == step and (prompt.act == "read_back" or prompt.manner == "revisit")


def _echo_of(speech: Speech, heard: Sequence[_Heard]) -> Phrase:
    short = [each for each in heard if not _is_left_out(speech, each)]
    if len(short) > 1:
        short.sort(key=_breath)
        free = _is_free(speech, short[-1]) and all(_breath(each) <= _WHEN for each in short)
        place = "echo_several_free" if free else "echo_several"
        return speech.say(place, values=_together(speech, short))
    if not heard:
        return Phrase()
    heard = short or heard
    step, phrase, item = heard[0].step, heard[0].phrase, heard[0].news
    if isinstance(item, (e.Noted, e.PartHeard)):
        return phrase
    if not short:
        return speech.say("echo_unsaid", step)
    given = speech.value(step, item.answer.value, given=True)
    if step.echo and item not in speech.memory.told:
        place = f"{speech.workflow.plan.name}.{step.name}.echo"
        worded = speech.word(place, step.echo, step, value=phrase, given=given)
        if worded is not None:
            return worded
    articled = phrase.with_article() if speech.takes_article(step) else phrase
    if item.old is not None:
        articled = speech.changed(step, item.old, item.answer.value) or articled
    return speech.say(_place_of(speech, heard[0], item), step, value=articled, given=given)


def _is_left_out(speech: Speech, heard: _Heard) -> bool:
    """Whether a value is not said back: a long text, or what is read back at its own turn."""
    owed = False
    if isinstance(heard.news, e.Answered):
        plan = speech.workflow.plan
        owed = owes_read_back(plan, plan.by_name[heard.step.name], heard.news.answer)
    return owed or speech.is_long(heard.step, heard.phrase)


def _place_of(speech: Speech, heard: _Heard, item: e.Answered) -> str:
    if item in speech.memory.told or item.answer.spelled:
        return "echo_again"
    if item.old is not None:
        return "changed"
    return "echo_free" if _is_free(speech, heard) else "echo"


def _together(speech: Speech, heard: Sequence[_Heard]) -> Phrase:
    """Say several values in one breath: "A haircut on Tuesday the 16th at 3, for two"."""
    whole = Phrase()
    for each in heard:
        value = each.phrase.with_article() if speech.takes_article(each.step) else each.phrase
        if whole and _names_day(each):
            whole = fill("{what} on {when}", {"what": whole, "when": value}.get) or whole
        else:
            whole = joined([whole, value], ", ")
    return whole


_WHAT, _WHEN, _REST = range(3)


def _names_day(heard: _Heard) -> bool:
    """Whether it can follow an "on": an exact day, with a time or without."""
    if isinstance(heard.news, e.PartHeard):
        return isinstance(heard.news.partial, WhenPart) and heard.news.partial.date is not None
    return heard.step.kind.name == "when"


def _breath(heard: _Heard) -> int:
    """What is wanted comes first, then when, then the rest in the order it was said."""
    return {"choice": _WHAT, "when": _WHEN}.get(heard.step.kind.name, _REST)


def _is_free(speech: Speech, heard: _Heard) -> bool:
    """Whether it is a time that passed its check, and was not the desk's own offer."""
    step, before = heard.step, speech.memory.prompt
    if step.kind.name != "when" or step.check is None or not isinstance(heard.news, e.Answered):
        return False
    return before is None or before.act != "offer" or before.step != step.name
