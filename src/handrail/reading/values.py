"""The values an utterance holds, and the step that each of them answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..engine.state import Answer, State
from ..kinds.base import Context, Kind, Reading, Span
from ..kinds.heard import heard, phrase
from ..step import Step
from ..workflow import Workflow
from .changes import change_of_time, spells_a_name
from .fillers import left_in
from .scene import Scene
from .tape import Tape
from .targets import BARE_AFTER_A_CUE, Target, named_target, target_of
from .yes_or_no import answering

__all__ = ["Value", "read_values"]

# Kinds with the surest marks first: what they claim is not read as something else. A name has
# hardly any mark, so it is read from what is left.
_ORDER: Mapping[str, int] = {"email": 0, "phone": 1, "when": 2, "number": 3, "choice": 4, "name": 9}
_OTHERS = 5
_TAKEN_WHOLE = "text"  # any words would fit it, so `understand` takes the utterance or nothing
_MENDED_IN_PART = frozenset({"email", "phone"})
_SMALL_CHANGE = re.compile(
    phrase(
        r"""
        (?:(?:make|change|move) (?:it|that)(?: to| from)?
        |(?:can|could) (?:we|i|you) (?:do|have|say|make it)|let's (?:do|say|make it)|call it
        |(?:how|what) about)(?: at)?
        (?: (?:half past|quarter (?:past|to)))? (?:\d{1,2}|one|two|three|four|five|six|seven|eight
        |nine|ten|eleven|twelve)"""
    )
    + r"(?! +(?:\d|oh|zero|one|two|three|four|five|six|seven|eight|nine)|\d)"
)
_CLOCK_TIME = re.compile(
    phrase(r"[ap] ?m|o'clock|in the (?:morning|afternoon|evening)|half past|quarter (?:past|to)")
    + r"|\d[ap]m\b"
)
_DIGIT = re.compile(phrase("oh|zero|one|two|three|four|five|six|seven|eight|nine") + r"|\d")
_DIGITS_OF_A_TIME = 4
_PART_OF_DAY = re.compile(phrase("(?:morning|afternoon|evening)s?|after lunch|lunch ?times?"))
# "No, it's 0143": four digits that no clock shows when anybody is open.
_END_OF_A_NUMBER = re.compile(
    phrase(
        r"(?:oh|zero)(?: (?:oh|zero|one|two|three|four|five|six|seven|eight|nine)){3}|0[0-5]\d\d"
    )
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was read, and the step it answers."""

    step: str
    reading: Reading[Any]
    refused: bool = False
    """Half of it was kept from a value that was refused, not from an answer."""
    known: bool = False
    """The step holds this value already, and nothing says that it should change."""


def read_values(
    tape: Tape,
    scene: Scene,
    *,
    workflow: type[Workflow],
    named: Collection[str] = (),
    revisited: Collection[str] = (),
    echoed: Collection[str] = (),
    cued: bool = False,
    ahead: Sequence[Span] = (),
    beside: bool = False,
    agreed: bool = False,
    unread: Collection[str] = (),
) -> tuple[Value, ...]:
    """Read every value of a workflow's kinds, and claim its words.

    Args:
        tape: The utterance; phrases to the dialogue are claimed already.
        scene: What was asked, and what is known.
        workflow: The workflow whose steps are read: the running one, or the one asked for.
        named: Steps that the caller named: their answers may be replaced.
        revisited: Steps named as to be changed: their bare values are read too.
        echoed: Steps whose answers the caller has just heard, and may correct at once.
        cued: Whether a correction was cued ("make it", "instead", "no").
        ahead: Where cues of correction lead up to a value. Numbers and addresses, of which a part
            may be corrected, are read with them ("sorry, 0143"), the others without.
        beside: Whether something else was said than values, such as a question.
        agreed: Whether the one thing on offer is taken, or not spoken of. To "is that the one?"
            what is said then is of something else: "yes, Friday at ten".
        unread: Steps that nothing is said of.
    """
    running = workflow is scene.workflow
    state = scene.state if running else State(facts=scene.state.facts)
    kinds: dict[Kind[Any], list[str]] = {}
    for name in (each for each in workflow.steps if each not in unread):
        kinds.setdefault(workflow.steps[name].kind, []).append(name)
    # "Make it four" changes a time, even while a phone number is asked for or read back.
    order = {**_ORDER, "when": -1} if _is_surely_a_time(tape.plain) else _ORDER
    echoing = _repeats_a_time(tape, scene, workflow)
    context = replace(scene.context, nouns=_nouns(workflow))
    found: list[Value] = []
    choices = [kind for kind in kinds if kind.name == "choice"]
    reach = {}
    if len(choices) > 1:
        reach = {kind: _reach(tape, context, state, kind, kinds[kind]) for kind in choices}
    # Of two choices the longer one comes first: "Castle Motors of Dover" is a garage and no town,
    # and "San Bruno" is a town though a garage in San Jose is on offer.
    first = [
        kind
        for kind, steps in kinds.items()
        if kind.takes_words_first and any(name not in state.answers for name in steps)
    ]
    for kind, steps in sorted(
        kinds.items(),
        key=lambda each: (
            each[0] not in first,
            order.get(each[0].name, _OTHERS),
            -reach.get(each[0], 0),
        ),
    ):
        if kind.name not in _MENDED_IN_PART:
            tape.claim(*ahead, governing=True)
        if (echoing and kind.name in _MENDED_IN_PART | {"number"}) or (
            kind.name == "email" and spells_a_name(tape, context, state, workflow, echoed)
        ):
            continue  # "yeah, three": the time just heard, and no digit of a number
        target = target_of(
            workflow,
            state,
            steps,
            kind,
            named=named,
            revisited=revisited,
            cued=cued,
            mornings=_PART_OF_DAY.search(tape.plain) is not None,
        )
        if target is None:
            continue
        if kind.name == "when" and target.step in state.answers:
            summed_up = state.prompt is not None and state.prompt.act == "summary"
            counts = any(step.kind.name == "number" for step in workflow.steps.values())
            change = change_of_time(
                tape, context, kind, beside=beside, summed_up=summed_up and not counts
            )
            target = replace(
                target, cued=target.cued or change != "", asked=target.asked or change == "against"
            )
        if kind.name == "name":
            target = named_target(target, tape, state, workflow, found=found, echoed=echoed)
        if kind.name == _TAKEN_WHOLE or (kind.name == "yes_no" and not target.asked):
            continue
        part = None
        if kind.name == "yes_no":
            others = beside or bool(found) or any(step != target.step for step in revisited)
            spans = [span for value in found for span in value.reading.spans]
            part = answering(tape, spans, beside=others)
        value = _read(tape, context, state, kind, target, workflow=workflow, part=part)
        if (
            value is not None
            and not (agreed and kind in first and _is_another(state, value))
            and not _is_leavings(tape, value, found, kind, begun=value.step in state.partials)
        ):
            tape.claim(*value.reading.spans)
            found.append(value)
    return tuple(found)


@lru_cache(maxsize=64)
def _nouns(workflow: type[Workflow]) -> frozenset[str]:
    """Return the words by which a caller may refer to a workflow's steps."""
    return frozenset(
        word for step in workflow.steps.values() for noun in step.words for word in noun.split()
    )


def _reach(
    tape: Tape, context: Context, state: State, kind: Kind[Any], steps: Sequence[str]
) -> int:
    """Return how many characters a kind makes a value of, in what is not claimed yet."""
    asked = state.prompt is not None and state.prompt.step in steps
    offer = state.offer
    offered = offer.options if offer is not None and offer.step in steps else ()
    reading = kind.read(tape.rest(), replace(context, asked=asked, offered=offered, nbest=()))
    return 2 * sum(end - start for start, end in reading.spans) + asked


def _is_surely_a_time(plain: str) -> bool:
    """Whether the digits of an utterance are a time's: "no it should be 8 in the morning"."""
    if _SMALL_CHANGE.search(plain):
        return True
    few = len(_DIGIT.findall(plain)) <= _DIGITS_OF_A_TIME
    return few and "@" not in plain and _CLOCK_TIME.search(plain) is not None


def _read(
    tape: Tape,
    context: Context,
    state: State,
    kind: Kind[Any],
    target: Target,
    *,
    workflow: type[Workflow],
    part: str | None,
) -> Value | None:
    """Read one kind: from `part`, in which all else is blank, or from what is not claimed yet."""
    ends = kind.name == "phone" and _END_OF_A_NUMBER.search(tape.plain) is not None
    current, refused = _current(state, kind, target, ends=ends)
    step = workflow.steps[target.step]
    if current is None and target.cued:
        current = _present(state, step, context)
    offer = state.offer
    offered = offer.options if offer is not None and offer.step == target.step else ()
    around = tape.around() if kind.name == "when" or kind.takes_words_first else ""
    rest, places = tape.condensed()
    if part is not None or around:
        rest, places = tape.rest() if part is None else part, ()
    if target.sure:  # what was said around a name may leave its commas: ", Maria Lopez"
        rest = _EDGES.sub(lambda edge: " " * len(edge.group()), rest)
    context = replace(context, around=around)
    reading = kind.read(
        rest,
        replace(
            context,
            asked=target.asked,
            partial=state.partials.get(target.step),
            current=current,
            offered=offered,
            # The hypotheses are of the whole utterance: they do not fit what is left of it.
            nbest=context.nbest if target.asked and rest == tape.text else (),
        ),
    )
    if places:
        spans = tuple((places[start], places[end - 1] + 1) for start, end in reading.spans)
        reading = replace(reading, spans=spans)
    if reading.status == "none" or (not target.asked and _is_now(tape, reading)):
        return None
    if target.sure and (reading.doubtful or " " not in str(reading.value)):
        return None
    answer = state.answers.get(target.step)
    known = reading.status == "clear" and answer is not None and answer.value == reading.value
    if not target.cued and not known and kind.name == "when" and answer is not None:
        again = kind.read(rest, replace(context, asked=True, current=answer.value))
        known = again.status == "clear" and again.value == answer.value
        reading = replace(again, spans=reading.spans) if known else reading
    mends = target.amended and (reading.merged or _is_like(reading.value, answer))
    if not (target.cued or known or mends):
        return None
    return Value(target.step, reading, refused=refused and reading.merged, known=known)


def _is_another(state: State, value: Value) -> bool:
    """Whether a value is not the only one that is on offer for its step."""
    offer = state.offer_of(value.step)
    return offer is not None and len(offer.options) == 1 and value.reading.status != "clear"


_EDGES = re.compile(r"^[\s,.;]+|[\s,.;]+$")


def _present(state: State, step: Step[Any], context: Context) -> Any:
    """Return the value that stands before the step is answered, if any does."""
    answers = {name: answer.value for name, answer in state.answers.items()}
    return step.stands_at(answers, context)


def _is_like(value: Any, answer: Answer | None) -> bool:
    """Whether a name shares a part with the one that was heard ("it's Maria Lopez" of "Maria")."""
    if answer is None or not isinstance(value, str) or not isinstance(answer.value, str):
        return False
    return not set(value.lower().split()).isdisjoint(answer.value.lower().split())


def _repeats_a_time(tape: Tape, scene: Scene, workflow: type[Workflow]) -> bool:
    """Whether few digits beside a yes are the time agreed on: "yeah three", "great, see you at 3".

    They are no beginning of the number that is asked for, nor a correction of one.
    """
    state = scene.state
    if len(tape.plain) > _LONGEST_ECHO or not _ASSENTS.search(tape.plain):
        return False
    for name, step in workflow.steps.items():
        answer = state.answers.get(name)
        if step.kind.name == "when" and answer is not None and answer.value is not None:
            context = replace(scene.context, asked=True, current=answer.value)
            reading = step.kind.read(tape.rest(), context)
            return reading.status == "clear" and reading.value == answer.value
    return False


_LONGEST_ECHO = 60  # characters
_ASSENTS = re.compile(
    phrase("yes|yeah|yep|ok|okay|right|great|good|perfect|fine|lovely|cool|see you|works|sure")
)
_CLOCK = re.compile(
    r"\d *(?:[ap]\.? ?m\b|o'?clock)|\d[:.]\d\d\b|o'?clock|half past|quarter (?:past|to)",
    re.IGNORECASE,
)
_OF_AN_ADDRESS = re.compile(
    phrase("at|dot|point|underscore|dash|hyphen|minus|plus|spelled|capital|lower ?case|[a-z] [a-z]")
    + r"|[@.+_-]"
)


def _is_leavings(
    tape: Tape, value: Value, found: Sequence[Value], kind: Kind[Any], *, begun: bool
) -> bool:
    """Whether a reading is made of what another value left, or is plainly another's.

    "How about the 6:30 slot" holds no name, though "slot" could be one; "8 p.m." is no beginning
    of an email address, and "nine guests" neither.
    """
    said = " ".join(tape.said(value.reading.spans))
    if kind.name == "email" and value.reading.status == "partial" and not begun:
        return _CLOCK.search(said) is not None or _OF_AN_ADDRESS.search(heard(said)) is None
    return kind.name == "name" and bool(found) and not left_in(heard(said))


def _is_now(tape: Tape, reading: Reading[Any]) -> bool:
    """Whether a time is only a "now", which says little where no time is asked: "book it now"."""
    return " ".join(tape.said(reading.spans)).lower() in {"now", "right now", "just now"}


def _current(state: State, kind: Kind[Any], target: Target, *, ends: bool) -> tuple[Any, bool]:
    """Return the value of which half may be kept, and whether it was refused.

    `ends`: digits were said that can be nothing but the end of a number.
    """
    if target.amended:
        return state.answers[target.step].value, False
    if not target.cued or not (target.asked or ends or kind.name in BARE_AFTER_A_CUE):
        return None, False  # "make it four" corrects a time, not the last digit of a number
    offer = state.offer
    if offer is not None and offer.step == target.step:
        wanted = offer.wanted
        value = wanted.value if wanted.value is not None else next(iter(wanted.alternatives), None)
        if value is not None:
            return value, True
    answer, refused = state.answers.get(target.step), state.refused.get(target.step)
    asked_anew = state.prompt is not None and state.prompt.step == target.step
    if refused is not None and refused.value is not None and asked_anew and kind.name == "when":
        return refused.value, True  # "No, Wednesday", "That's when it is now", "at four"
    if answer is not None and answer.value is not None:
        return answer.value, False
    candidate = state.candidates.get(target.step)
    if candidate is not None:
        return candidate.value, True
    return (refused.value, kind.name == "when") if refused is not None else (None, False)
