"""Which workflow is wished for in an utterance, in the light of what is being done already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..kinds.base import Span
from ..workflow import Workflow
from .cues import Cue, cues_in
from .dialogue import hear_mentions
from .existing import about_existing, amends_what_was_done, has_existing, told_of_one
from .hearing import Hearing
from .tape import Tape
from .values import read_values
from .wishes import (
    Wish,
    asks_whether,
    finds_out_which,
    meant,
    new_wish,
    qualifiers_in,
    refused_in,
    running_wish,
    wishes_in,
)

__all__ = ["amended", "hear_wishes"]

_CHANGES = re.compile(
    r"cancel|mov(?:e|ing)|reschedul|chang|rebook|re book|postpone|confirm|check|rearrang|late|push"
    r"|bring"
)


def hear_wishes(hearing: Hearing) -> None:
    """Hear which workflow is asked for, or that only a person can do it."""
    scene, tape = hearing.scene, hearing.tape
    others = tuple(w for w in scene.workflows if w is not scene.workflow)
    found = [w for w in wishes_in(tape.plain, others) if tape.is_free(w.span)]
    wishes = meant(found)
    looked_up = _looked_up(tape, others) if scene.reception else None
    if looked_up and all(_overlaps(wish.span, looked_up.span) for wish in wishes):
        wishes = [looked_up]
    if not wishes and scene.reception and others:
        wish = new_wish(tape.plain, others[0], after_one=not scene.first)
        wishes = [wish] if wish else []
    if asks_whether(tape.plain):
        return  # "do I need an appointment" is no wish for one
    if not scene.reception:
        refused = refused_in(tape.plain, scene.workflow)
        # "Don't cancel it" does not want back what is not cancelled yet.
        wishes = [w for w in wishes if not any(_overlaps(w.span, span) for span in refused)]
        again = wishes_in(tape.plain, (scene.workflow,))
        hearing.wished_again = [
            w.span
            for w in again
            if (w.specific or hearing.finds_out_which) and tape.is_free(w.span)
        ]
    if _is_for_a_person(hearing, wishes):
        hearing.cues.append(Cue("human", (0, len(tape.text))))
        tape.claim((0, len(tape.text)))
        return
    if not wishes or len({wish.workflow for wish in wishes}) > 1:
        return
    # Who is only to be called back may still want to do it here: "I want to book a colour".
    begins = hearing.calls_back and all(_begins(tape.plain, wish) for wish in wishes)
    if not (scene.reception or begins or running_wish(wishes, tape.plain, scene)):
        return
    hearing.wish = wishes[0]
    which = qualifiers_in(tape.plain)
    tape.claim(*(piece for wish in wishes for piece in _without(wish.span, which)), governing=True)


def _looked_up(tape: Tape, workflows: Sequence[type[Workflow]]) -> Wish | None:
    """Take "I have an appointment on Tuesday" for the workflow that only tells of one."""
    told = told_of_one(tape.plain)
    telling = [w for w in workflows if not w.plan.summary and finds_out_which(w)]
    return Wish(telling[0], told, specific=True) if told and telling else None


def _without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """Return the pieces of a span around the holes, in order, that lie in it."""
    pieces, (start, stop) = [], span
    for left, right in holes:
        if start <= left and right <= stop:
            pieces.append((start, left))
            start = right
    return [*pieces, (start, stop)]


def _begins(plain: str, wish: Wish) -> bool:
    """Whether a wish is put as one, and not "move it to 0143" of the number that is being taken."""
    said = plain[slice(*wish.span)]
    return _CHANGES.search(said) is None and len(said.split()) > 1


def _is_for_a_person(hearing: Hearing, wishes: Sequence[Wish]) -> bool:
    """Whether the wish is about a booking that exists, and nothing here can do that.

    While another one is being made only "I already have one, can I move that" surely is.
    """
    plain, scene = hearing.tape.plain, hearing.scene
    if scene.reception and not scene.first and not wishes and amends_what_was_done(plain):
        return amended(hearing) is None
    about = about_existing(plain)
    if about is None or any(_overlaps(wish.span, about) for wish in wishes):
        return False
    if any(_CHANGES.search(plain[slice(*wish.span)]) for wish in wishes):
        return False
    return scene.reception or (bool(scene.workflows) and has_existing(plain))


def _overlaps(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def amended(hearing: Hearing) -> Hearing | None:
    """Hear an utterance for the workflow that changes what was just done.

    "Oh, could it be half an hour later?" is for the one that takes a time, "you got my name wrong"
    for one that takes a name.
    """
    scene = hearing.scene
    for workflow in scene.workflows:
        if not (scene.done and scene.done in workflow.amends):
            continue
        heard = Hearing(hearing.tape.copy(), scene, taken_by=workflow, amending=True)
        hear_mentions(heard)
        # "Could I make that three": the words that ask for it are no part of the time.
        cues = cues_in(heard.tape.plain, offered=False)
        asking = [cue.span for cue in cues if cue.name == "correction"]
        heard.tape.claim(*filter(heard.tape.is_free, asking), governing=True)
        wrong = {step for mention in heard.mentioned("change") for step in mention.steps}
        wrong |= {
            step
            for mention in heard.mentioned("plain")
            for step in mention.steps
            if workflow.steps[step].kind.about_caller  # "my name is spelled K Y M"
        }
        # Of "my number is wrong, use 212 ..." the number finds no booking: it is of this one.
        which = {name for name, step in workflow.steps.items() if step.kind.takes_words_first}
        values = read_values(
            heard.tape,
            scene,
            workflow=workflow,
            named=wrong,
            revisited=wrong,
            unread=which if wrong else (),
        )
        given = [v for v in values if not workflow.steps[v.step].kind.takes_words_first]
        if wrong or (given and len(given) == len(values)):
            heard.values = list(values)
            return heard
    return None
