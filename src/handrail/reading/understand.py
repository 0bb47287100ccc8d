"""Understand an utterance: what was said, in the light of what was asked, as moves.

The order of claims is the order of certainty: questions to the business, wishes, steps named,
phrases to the dialogue, then values, then yes and no, then filler. What nothing claims is left
over, and then the reader does not act: a wrong move costs more than a model call.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ..engine import moves as m
from ..engine.events import Digressed
from ..engine.moves import Evidence
from ..kinds.base import Span
from ..kinds.heard import LONGEST_TURN, phrase
from ..workflow import Workflow
from .asides import notes_in, occasions_in
from .calling_from import calling_from
from .composing import compose
from .cues import Cue
from .denying import hear_denials
from .dialogue import hear_dialogue, hear_mentions
from .existing import holds_one, may_amend
from .fillers import left_in
from .hearing import Hearing
from .offers import sought_in
from .put_back import put_back
from .putting_off import in_turn
from .questions import Asked, asked_in, goes_on_asking, is_request, own_questions
from .remainder import hear_rest
from .repeating import carry_over
from .scene import Scene, Understanding
from .tape import Tape
from .values import Value, read_values
from .wished import amended, hear_wishes
from .wishes import (
    finds_out_which,
    wishes_in,
)

__all__ = ["understand"]

# "The time should be four" names the step; "in three days" and "any time" do not.
_WITH_ARTICLE = re.compile(
    r"(?:(?:it's|that's|change|just|for|use|with|to|on) +)?(?:the|my|your|our)\b"
)
# "Is three on Tuesday free?": what is asked begins after the verb.
_ASKS = re.compile(
    r" *(?:(?:so|and|um+|uh+|er+|oh|well|ok|okay) +)*(?:is|are|would|will|does)(?= )"
)
# "What's the next available haircut?" asks for that haircut, at the first free time.
_ASKS_FOR_THE_NEXT = re.compile(
    r" *(?:(?:so|and|um+|uh+|er+|oh|well|ok|okay|hi|hello|hey) +)*(?:what|when)(?:'s| is| are)"
    r"(?= +(?:the|your) +(?:next|first|earliest|soonest|nearest) )"
)
_SUITS = re.compile(
    r" +(?:work|suit|do|fit|be +(?:ok|okay|fine|possible|free|good|alright))"
    r"(?: +(?:for +)?(?:you|me|us))? *$"
)
# What was to be changed is said, and to what was lost on the line.
_CUT_OFF = re.compile(
    r"(?<![\w'])(?:(?:(?:make|change|move|switch|push) +(?:it|that)|change)(?: +(?:to|for|into))?"
    r"(?: +(?:an?|the|on|at|my))*"
    r"|but(?: +(?:actually|sorry|wait|i'?d?|would|like|want|need|an?|the|make|it|instead))*) *$"
)
_OF_A_NUMBER = re.compile(phrase("(?:please )?(?:use|put|take)"))
_LAST_ASCII = 127


def understand(text: str, scene: Scene) -> Understanding:
    """Understand one utterance. Pure and deterministic; never raises, whatever the text.

    Args:
        text: What the caller said; several messages of one turn joined by spaces.
        scene: What was asked, what is on offer, what is known.

    Returns:
        The moves, with the caller turn after `scene.state.turn` and the exact words as evidence,
        and the pieces of the text that nothing accounts for. Only with none is it `covered`.
    """
    found = _at_once(text, scene)
    return in_turn(text, scene, _at_once) or found


def _at_once(text: str, scene: Scene) -> Understanding:
    """Understand an utterance as a whole."""
    if len(text) > LONGEST_TURN:
        return Understanding(leftover=((0, len(text)),))
    tape = Tape(text)
    if not tape.plain.strip(" '"):
        if any(char.isprintable() and ord(char) > _LAST_ASCII for char in text):
            return Understanding(leftover=((0, len(text)),))  # an emoji is not silence
        return Understanding((m.Silence(evidence=Evidence(scene.state.turn + 1, ())),))
    if whole := put_back(tape, scene) or calling_from(tape, scene):
        return whole
    hearing = Hearing(tape, scene)
    if hearing.asked_kind == "text" and (free := _free_text(text, scene)):
        return free
    _hear_questions(hearing)
    hear_wishes(hearing)
    hear_dialogue(hearing)
    _hear_values(hearing)
    carry_over(hearing)
    hear_denials(hearing)
    hear_rest(hearing)
    moves = compose(hearing)
    if _CUT_OFF.search(tape.plain) and any(isinstance(move, m.Affirm) for move in moves):
        # "Yes but make it a", of which the colour was not heard, booked the haircut.
        return Understanding(leftover=((0, len(text)),))
    if _agrees_and_wishes(hearing, moves):
        return Understanding(leftover=((0, len(text)),))
    leftover = (*left_in(hearing.tape.rest(tape.plain)), *hearing.unanswerable)
    if hearing.rejected and not (hearing.values or hearing.place):
        leftover = (*leftover, *hearing.rejected)  # "yes but not there" turns nothing down
    return Understanding(moves, leftover)


def _agrees_and_wishes(hearing: Hearing, moves: Sequence[m.Move]) -> bool:
    """Whether a yes to the summary goes on to another wish: "and book me a colour".

    Of what is being summed up that is no change, and the yes is not to be lost over it.
    """
    if hearing.act != "summary" or not any(isinstance(move, m.Affirm) for move in moves):
        return False
    scene = hearing.scene
    others = tuple(each for each in scene.workflows if each is not scene.workflow)
    return bool(hearing.values and wishes_in(hearing.tape.plain, others))


def _free_text(text: str, scene: Scene) -> Understanding | None:
    """Take the whole utterance as the text that was asked for.

    Unless all of it is something else: a phrase to the dialogue, a yes or a no, a step to change.
    """
    prompt = scene.state.prompt
    if prompt is None or prompt.step is None:
        return None
    others = understand(
        text, replace(scene, state=replace(scene.state, prompt=replace(prompt, step=None)))
    )
    plain = [
        move for move in others.moves if not isinstance(move, m.Record | m.Question | m.Repeat)
    ]
    if others.covered and len(plain) == len(others.moves):
        return None
    kind = scene.workflow.steps[prompt.step].kind
    reading = kind.read(text, replace(scene.context, asked=True))
    if reading.status != "clear":
        return None
    evidence = Evidence(scene.state.turn + 1, (" ".join(text.split()),))
    return Understanding((m.Record(step=prompt.step, value=reading.value, evidence=evidence),))


def _hear_questions(hearing: Hearing) -> None:
    tape, topics = hearing.tape, hearing.scene.topics
    for span in own_questions(tape.text, tape.plain):
        hearing.unanswerable.append(span)
        tape.claim(span)
    asked = asked_in(tape.text, tape.plain, topics) if topics else ()
    if not asked and (topic := _asked_before(hearing)) in topics and goes_on_asking(tape.plain):
        asked = (Asked(str(topic), (0, len(tape.text))),)
    asked = tuple(each for each in asked if not _names_an_option(hearing, each.wanted))
    for each in asked:
        if all(each.topic != other.topic for other in hearing.questions):
            hearing.questions.append(each)
    tape.claim(*(each.span for each in asked))


def _asked_before(hearing: Hearing) -> str | None:
    """The topic that was told last, where nothing is being done that "and a colour" may change."""
    told = [event.topic for event in hearing.state.told if isinstance(event, Digressed)]
    return told[-1] if told and hearing.scene.reception else None


def _names_an_option(hearing: Hearing, wanted: Span | None) -> bool:
    """Whether what is wanted is a choice that is open: "i'd like the downtown location"."""
    if wanted is None:
        return False
    scene, prompt = hearing.scene, hearing.prompt
    asked = [scene.workflow.steps[prompt.step]] if prompt and prompt.step else []
    if scene.reception:
        asked = [step for workflow in scene.workflows for step in workflow.steps.values()]
    said, context = hearing.tape.text[slice(*wanted)], replace(scene.context, nbest=())
    return any(
        step.kind.name == "choice" and step.kind.read(said, context).status != "none"
        for step in asked
    )


def _hear_values(hearing: Hearing) -> None:
    scene, tape = hearing.scene, hearing.tape
    changes = scene.done and hearing.wish is None and may_amend(tape.plain)
    if changes and not hearing.has("human") and (found := amended(hearing)) is not None:
        hearing.taken_by, hearing.amending = found.taken_by, True
        hearing.tape, hearing.values, hearing.mentions = found.tape, found.values, found.mentions
        return
    revisited = {step for mention in hearing.mentioned("change") for step in mention.steps}
    named = {
        step
        for mention in hearing.mentions
        for step in mention.steps
        if mention.how != "plain" or _WITH_ARTICLE.match(tape.plain, mention.span[0])
    }
    if hearing.act in {"summary", "change", "read_back"}:
        revisited = named
    cued = hearing.has("neither") or any(a.says == "no" for a in hearing.agreements)
    # "Mornings, use 646 555 0199" corrects no time: what is used or put down is a number.
    cued = cued or any(
        not _OF_A_NUMBER.match(tape.plain, span[0]) for span in hearing.spans_of("correction")
    )
    if is_request(tape.plain) and (asks := _ASKS.match(tape.plain)):
        tape.claim(asks.span())
        if (suits := _SUITS.search(tape.plain)) and tape.is_free(suits.span()):
            tape.claim(suits.span())
    if asks := _ASKS_FOR_THE_NEXT.match(tape.plain):
        tape.claim(asks.span())
    told = _without_remarks(tape)
    if scene.reception and not (hearing.wish or hearing.has("human")) and holds_one(told):
        hearing.unanswerable.append((0, len(tape.text)))
        return
    if scene.reception and hearing.wish is None:
        _hear_values_without_a_wish(hearing)
        return
    read = partial(
        read_values,
        scene=scene,
        workflow=hearing.workflow,
        named=named,
        revisited=revisited,
        echoed=hearing.echoed,
        ahead=hearing.corrections_ahead,
        beside=bool(hearing.questions),
        agreed=_speaks_of_more(hearing),
    )
    if hearing.act == "offer" and (sought := sought_in(tape.plain)):
        searched = tape.copy()
        searched.claim(*sought)
        values = read(searched, cued=True)
        if any(_is_for_another_option(hearing, value) for value in values):
            hearing.tape, hearing.values = searched, list(values)
            hearing.cues.append(Cue("neither", sought[0]))
            return
    hearing.values = list(read(tape, cued=cued))
    if hearing.calls_back and not hearing.values and not hearing.wish:
        _hear_values_without_a_wish(hearing, only="choice")


def _speaks_of_more(hearing: Hearing) -> bool:
    """Whether what is said to "is that the one?" is of when it is to be instead."""
    steps = hearing.workflow.steps.values()
    if hearing.act != "offer" or not any(step.kind.name == "when" for step in steps):
        return False
    refers = _REFERS.search(hearing.tape.plain) is not None
    return hearing.says == "yes" or (hearing.says is None and not refers)


_REFERS = re.compile(
    phrase("ones?|no|not|it|it's|that's|this|my|mine|the|other|appointment|booking|under|i have")
)


def _without_remarks(tape: Tape) -> str:
    """Keep what is only told from being read as a value, and return what else was said."""
    tape.claim(*notes_in(tape.plain))
    plain = tape.plain
    for start, end in occasions_in(tape.plain, tape.text):
        if left_in(plain[:start] + plain[end:]):  # otherwise it is all that was said
            tape.claim((start, end))
            plain = plain[:start] + " " * (end - start) + plain[end:]
    return plain


def _is_for_another_option(hearing: Hearing, value: Value) -> bool:
    """Whether a value is not what the offer was made for: "find one in York" of one in Leeds."""
    offer = hearing.state.offer
    return (
        offer is not None
        and value.step != offer.step
        and value.step in hearing.state.answers
        and not value.known
    )


def _changes_something(workflow: type[Workflow]) -> bool:
    """Whether a workflow does something to what exists, which nobody wants unasked.

    "My code is K7M4" does not say that it is to be moved; one that only tells of it does no harm.
    """
    return finds_out_which(workflow) and workflow.plan.summary


def _hear_values_without_a_wish(hearing: Hearing, only: str = "") -> None:
    """In a reception, "a haircut tomorrow at ten" is for the first workflow that can take it.

    Args:
        hearing: The utterance.
        only: The one kind that tells that something else is wanted than what was asked; "" for
            any.
    """
    scene = hearing.scene
    for workflow in scene.workflows:
        if workflow is scene.workflow or _changes_something(workflow):
            continue
        tape = hearing.tape.copy()
        values = read_values(tape, scene, workflow=workflow)
        kinds = {workflow.steps[value.step].kind.name for value in values}
        if only and only not in kinds:
            return
        if not scene.first and all(workflow.steps[v.step].kind.about_caller for v in values):
            return  # "the phone is 212 ...", behind a booking: it is of that one, and begins none
        if kinds == {"when"} and hearing.agreements and not is_request(hearing.tape.plain):
            return  # "yes, Tuesday" and "three is perfect" speak of a time agreed already
        if values:
            hearing.tape = tape
            hearing.values = list(values)
            hearing.taken_by = workflow
            hear_mentions(hearing)  # "..., no email"
            return
