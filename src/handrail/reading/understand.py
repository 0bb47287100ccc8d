"""Understand an utterance: what was said, in the light of what was asked, as moves.

The order of claims is the order of certainty: questions to the business, wishes, steps named,
phrases to the dialogue, then values, then yes and no, then filler. What nothing claims is left
over, and then the reader does not act: a wrong move costs more than a model call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..engine import moves as m
from ..engine.moves import Evidence
from ..kinds.agreement import Agreement, agreements
from ..kinds.base import Reading, Span
from ..kinds.heard import LONGEST_TURN, phrase
from ..kinds.places import place_in
from .asides import notes_in, people_in
from .composing import compose
from .cues import Cue, cues_in, whole_cue
from .fillers import left_in, stripped
from .hearing import Hearing
from .naming import mentions_in
from .questions import asked_in, is_request
from .scene import Scene, Understanding
from .tape import Tape
from .values import Value, read_values
from .wishes import (
    Wish,
    about_existing,
    asks_whether,
    has_existing,
    new_wish,
    running_wish,
    wishes_in,
)

__all__ = ["understand"]

# What is rejected in the same breath is no second value: "make it four instead of three".
_REJECTED = re.compile(
    phrase(
        r"""
        (?:instead of|rather than|and not|not the|but not) (?:(?!(?:make|can|could|please|i|and|but
        |let's|i'd|we)\b)[\w':]+ ?){1,4}"""
    )
)
# What is said of a booking that exists is no wish for a time: "i already have one on thursday".
_WITH = re.compile(
    r" *(?:on|at|for|this|next|tomorrow|today|booked)\b[^,.;?!]*?"
    r"(?=[,.;?!]|$| (?:can|could|so|and|but|i|would|do|is|may)\b)"
)
_BOOKING = re.compile(r"\b(?:booking|appointment|reservation)")
_NO_COMMA = re.compile(r"no\s*,", re.IGNORECASE)
_TO = re.compile(r" +to(?= )")
# "The time should be four" names the step; "in three days" and "any time" do not.
_WITH_ARTICLE = re.compile(
    r"(?:(?:it's|that's|change|just|for|use|with|to|on) +)?(?:the|my|your|our)\b"
)
# "Is three on Tuesday free?": what is asked begins after the verb.
_ASKS = re.compile(
    r" *(?:(?:so|and|um+|uh+|er+|oh|well|ok|okay) +)*(?:is|are|would|will|does)(?= )"
)
_SUITS = re.compile(
    r" +(?:work|suit|do|fit|be +(?:ok|okay|fine|possible|free|good|alright))"
    r"(?: +(?:for +)?(?:you|me|us))? *$"
)
_CHANGES = re.compile(
    r"cancel|mov(?:e|ing)|reschedul|chang|rebook|re book|postpone|confirm|check|rearrang|late|push"
    r"|bring"
)
_OF_A_NUMBER = re.compile(phrase("(?:please )?(?:use|put|take)"))
_GIVES = re.compile(
    r"@|(?:(?:\d|\b(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\b)\W*){5}"
)
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
    if len(text) > LONGEST_TURN:
        return Understanding(leftover=((0, len(text)),))
    tape = Tape(text)
    if not tape.plain.strip(" '"):
        if any(char.isprintable() and ord(char) > _LAST_ASCII for char in text):
            return Understanding(leftover=((0, len(text)),))  # an emoji is not silence
        return Understanding((m.Silence(evidence=Evidence(scene.state.turn + 1, ())),))
    hearing = Hearing(tape, scene)
    if hearing.asked_kind == "text" and (free := _free_text(text, scene)):
        return free
    _hear_questions(hearing)
    _hear_wishes(hearing)
    _hear_dialogue(hearing)
    _hear_values(hearing)
    _hear_rest(hearing)
    moves = compose(hearing)
    leftover = left_in(hearing.tape.rest(tape.plain))
    return Understanding(moves, leftover)


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
    if not topics:
        return
    asked = asked_in(tape.text, tape.plain, topics)
    if not asked:
        return
    clause = tape.plain[slice(*asked[0].span)]
    # A number or an address behind a question is not part of it, and must not go with it.
    if not is_request(clause) and not _GIVES.search(clause):
        hearing.questions = asked
        tape.claim(*(each.span for each in asked))


def _hear_wishes(hearing: Hearing) -> None:
    scene, tape = hearing.scene, hearing.tape
    others = tuple(w for w in scene.workflows if w is not scene.workflow)
    wishes = [w for w in wishes_in(tape.plain, others) if tape.is_free(w.span)]
    if not wishes and scene.reception and others and (wish := new_wish(tape.plain, others[0])):
        wishes = [wish]
    if asks_whether(tape.plain):
        return  # "do I need an appointment" is no wish for one
    if _is_for_a_person(hearing, wishes):
        hearing.cues.append(Cue("human", (0, len(tape.text))))
        tape.claim((0, len(tape.text)))
        return
    if not wishes or len({wish.workflow for wish in wishes}) > 1:
        return
    if not scene.reception and not running_wish(wishes, tape.plain, scene):
        return
    hearing.wish = wishes[0]
    tape.claim(*(wish.span for wish in wishes))


def _is_for_a_person(hearing: Hearing, wishes: Sequence[Wish]) -> bool:
    """Whether the wish is about a booking that exists, and nothing here can do that.

    While another one is being made only "I already have one, can I move that" surely is.
    """
    plain = hearing.tape.plain
    about = about_existing(plain)
    if about is None or any(_CHANGES.search(plain[slice(*wish.span)]) for wish in wishes):
        return False
    return hearing.scene.reception or (bool(hearing.scene.workflows) and has_existing(plain))


def _hear_dialogue(hearing: Hearing) -> None:
    """Hear what is said to the dialogue itself, and a yes that leads up to more."""
    _hear_rejected(hearing)
    if not hearing.scene.reception or hearing.wish:
        _hear_mentions(hearing)
    offer = hearing.state.offer
    if offer is not None and hearing.act == "offer":
        hearing.place = place_in(hearing.tape.rest(), len(offer.options))
        if hearing.place:
            hearing.tape.claim(hearing.place.span)
    found = agreements(hearing.tape.text)
    _hear_cues(hearing, found)
    _hear_agreements(hearing, found)


def _hear_rejected(hearing: Hearing) -> None:
    tape = hearing.tape
    for match in _REJECTED.finditer(tape.plain):
        if tape.is_free(match.span()):
            tape.claim(match.span())
            hearing.cues.append(Cue("correction", match.span()))


def _hear_mentions(hearing: Hearing) -> None:
    tape = hearing.tape
    for mention in mentions_in(tape.plain, hearing.workflow):
        start, end = mention.span
        if not tape.is_free(mention.span):
            continue
        if mention.how == "decline" and _NO_COMMA.match(tape.text, start):
            continue  # "no, email is fine" declines nothing
        hearing.mentions.append(mention)
        if mention.how != "plain":
            tape.claim(mention.span)
        if mention.how == "change" and (to := _TO.match(tape.plain, end)):
            tape.claim(to.span())  # "change my name to maria smith"


def _hear_cues(hearing: Hearing, found: Sequence[Agreement]) -> None:
    tape = hearing.tape
    for cue in cues_in(tape.plain):
        if not tape.is_free(cue.span) or not _fits(cue, hearing):
            continue
        if _agrees_instead(cue, found, hearing):
            continue
        span = _behind_agreement(cue.span, found) if cue.name == "thanks" else cue.span
        hearing.cues.append(Cue(cue.name, span))
        if cue.name != "correction":
            tape.claim(span)
            hearing.mentions = [
                each for each in hearing.mentions if each.how != "plain" or tape.is_free(each.span)
            ]
        if cue.name == "existing" and (about := _WITH.match(tape.plain, cue.span[1])):
            tape.claim(about.span())


def _behind_agreement(span: Span, found: Sequence[Agreement]) -> Span:
    """Leave to an agreement the thanks it ends in: "that's perfect thank you so much"."""
    ends = [a.span[1] for a in found if a.span[0] < span[0] < a.span[1]]
    return min(max([span[0], *ends]), span[1]), span[1]


def _hear_agreements(hearing: Hearing, found: Sequence[Agreement]) -> None:
    tape = hearing.tape
    hearing.agreements = [a for a in found if tape.is_free(a.span)]
    if hearing.asked_kind == "yes_no":
        return  # the words are the step's own value
    agreeing = [a.span for a in hearing.agreements if a.says != "no"]
    corrections = list(hearing.spans_of("correction"))
    hearing.corrections_ahead = _ahead(tape, [*agreeing, *corrections], claimed=agreeing)
    _behind(tape, agreeing)


def _ahead(tape: Tape, spans: list[Span], *, claimed: list[Span]) -> tuple[Span, ...]:
    """Claim the agreements that nothing but filler comes before; return the others of `spans`.

    They lead up to a value and are no part of it. Later ones may be: "Tuesday, sorry, Wednesday".
    """
    others: list[Span] = []
    for span in sorted(spans):
        before = list(tape.rest(tape.plain)[: span[0]])
        for start, end in others:
            before[start:end] = " " * (end - start)
        if left_in("".join(before)):
            break
        if span in claimed:
            tape.claim(span, _punctuation(tape, span[1]))
        else:
            others.append(span)
    return tuple(others)


def _punctuation(tape: Tape, start: int) -> Span:
    """The commas and stops after a claimed phrase, which part it from what follows."""
    match = _STOPS.match(tape.text, start)
    return match.span() if match else (start, start)


_STOPS = re.compile(r" *[,.;!]+")


def _behind(tape: Tape, spans: list[Span]) -> None:
    """Claim the agreements that nothing but filler comes after: "at three, that works"."""
    for span in sorted(spans, reverse=True):
        if left_in(" " * span[1] + tape.rest(tape.plain)[span[1] :]):
            return
        tape.claim(span)


_OF_AN_OFFER = frozenset({"neither", "either", "later", "earlier"})


def _fits(cue: Cue, hearing: Hearing) -> bool:
    """Whether a phrase can mean anything where it was said."""
    if cue.name in _OF_AN_OFFER:
        return hearing.act == "offer"
    if cue.name == "existing":
        return hearing.wish is not None
    if cue.name == "change":
        return hearing.act == "summary"
    said = hearing.tape.plain[slice(*cue.span)]
    if cue.name == "goodbye" and "number" in said:
        return hearing.scene.reception  # elsewhere it is the caller's own that is wrong
    if cue.name == "decline" and _OF_SOMETHING.search(said):
        # "I don't want colour" is about a colour, not about what was asked.
        return _NAMED_NEXT.match(hearing.tape.plain, cue.span[1]) is None
    if cue.name == "abandon" and hearing.scene.reception:
        # Nothing is being done that could be dropped: it is about a booking that was made.
        return "cancel" not in hearing.tape.plain[slice(*cue.span)]
    if cue.name == "abandon" and _BOOKING.search(hearing.tape.plain[slice(*cue.span)]):
        # "Cancel the reservation under Lopez" is about another one than is being made.
        start, end = cue.span
        rest = hearing.tape.rest(hearing.tape.plain)
        return not left_in(rest[:start] + " " * (end - start) + rest[end:])
    if cue.name == "keep":
        return hearing.act == "change" or hearing.asks_what_can_be_left
    return True


_OF_SOMETHING = re.compile(
    r"(?:don't|dont|do not|haven't|have not) +(?:\w+ +)?(?:want|need|have|use|do)$"
)
_NAMED_NEXT = re.compile(
    r" +(?!(?:and|so|but|thanks|thank|sorry|please|either|anyway|no|then|now|because|i|dear|love|it"
    r"|one|any)\b)\w"
)


def _agrees_instead(cue: Cue, found: Sequence[Agreement], hearing: Hearing) -> bool:
    """Whether a phrase is better taken as the yes or no that it also is, or is part of."""
    if cue.name not in {"decline", "enough", "thanks", "correction"}:
        return False
    return any(
        a.span[0] <= cue.span[0]
        and cue.span[1] <= a.span[1]
        and (
            a.span != cue.span
            or hearing.act in {"read_back", "summary", "human"}
            or (hearing.declinable and cue.name == "enough")
        )
        for a in found
    )


def _hear_values(hearing: Hearing) -> None:
    scene, tape = hearing.scene, hearing.tape
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
    for note in notes_in(tape.plain) if hearing.asked_kind == "phone" else ():
        tape.claim(note)
    if scene.reception and hearing.wish is None:
        _hear_values_without_a_wish(hearing)
        return
    hearing.values = list(
        read_values(
            tape,
            scene,
            workflow=hearing.workflow,
            named=named,
            revisited=revisited,
            echoed=hearing.echoed,
            cued=cued,
            ahead=hearing.corrections_ahead,
        )
    )


def _hear_values_without_a_wish(hearing: Hearing) -> None:
    """In a reception, "a haircut tomorrow at ten" is for the first workflow that can take it."""
    scene = hearing.scene
    for workflow in scene.workflows:
        if workflow is scene.workflow:
            continue
        tape = hearing.tape.copy()
        values = read_values(tape, scene, workflow=workflow)
        if values:
            hearing.tape = tape
            hearing.values = list(values)
            hearing.taken_by = workflow
            _hear_mentions(hearing)  # "..., no email"
            return


def _hear_rest(hearing: Hearing) -> None:
    """Account for what only means something beside what was found."""
    tape = hearing.tape
    hearing.agreements = [
        a
        for a in hearing.agreements
        if tape.is_free(a.span) or not any(_inside(a.span, v.reading.spans) for v in hearing.values)
    ]
    answered = {value.step for value in hearing.values}
    if hearing.prompt and hearing.prompt.step:
        answered.add(hearing.prompt.step)
    for mention in hearing.mentions:
        if mention.how == "plain" and tape.is_free(mention.span) and answered & set(mention.steps):
            tape.claim(mention.span)
    if hearing.values or hearing.place:
        corrections = hearing.spans_of("correction")
        hearing.agreements = [a for a in hearing.agreements if not _inside(a.span, corrections)]
    tape.claim(*(cue.span for cue in hearing.cues if cue.name == "correction"))
    if (hearing.values or hearing.place) and hearing.act == "offer":
        tape.claim(*(match.span() for match in _ONE.finditer(tape.rest(tape.plain))))
    if hearing.wish or hearing.taken_by:
        tape.claim(*(match.span() for match in _ANOTHER.finditer(tape.rest(tape.plain))))
    steps = hearing.workflow.steps
    if (hearing.values or hearing.wish) and all(
        steps[v.step].kind.name != "name" for v in hearing.values
    ):
        tape.claim(*(span for span in people_in(tape.plain) if tape.is_free(span)))
    for value in hearing.values:
        tape.claim(*_negations(tape, value.reading))
    _hear_a_bare_name(hearing)
    if hearing.says != "unknown":
        tape.claim(*hearing.agreement_spans())
    found = hearing.values or hearing.agreements or hearing.questions or hearing.place
    if not (found or hearing.wish or any(c.name not in _COURTESIES for c in hearing.cues)):
        _hear_whole(hearing)


_ONE = re.compile(phrase("(?:the )?one(?: please)?"))
_ANOTHER = re.compile(phrase("(?:another|one more|a second|second|a further)(?: one)?|one(?= for)"))


def _negations(tape: Tape, reading: Reading[Any]) -> Iterator[Span]:
    """The "not" between two pieces of one clear reading: "haircut, not colour"."""
    if reading.status != "clear":
        return
    pieces = reading.spans[1:] or (reading.spans if reading.merged or reading.doubtful else ())
    for start, _ in pieces:
        if (match := _NOT.search(tape.plain, 0, start)) and match.end() >= start - 1:
            yield match.span()


_NOT = re.compile(r"(?<![\w'])not +(?:(?:a|an|the) +)?$")


def _hear_a_bare_name(hearing: Hearing) -> None:
    """Take a full name beside what was asked for the one step it can answer: "Maria Lopez".

    Only a name whose both parts are known ones, and the only thing left to account for.
    """
    tape, state = hearing.tape, hearing.state
    if hearing.scene.reception and hearing.taken_by is None and hearing.wish is None:
        return
    running = hearing.workflow is hearing.scene.workflow
    asked = hearing.prompt.step if hearing.prompt and running else None
    steps = [name for name, s in hearing.workflow.steps.items() if s.kind.name == "name"]
    if len(steps) != 1 or asked == steps[0] or (running and steps[0] in state.answers):
        return
    if hearing.asked_kind in {"name", "text"} or any(v.step == steps[0] for v in hearing.values):
        return
    left = left_in(tape.rest(tape.plain))
    if len(left) != 1 or not _PARTS_OF_A_NAME.fullmatch(tape.plain[slice(*left[0])].strip()):
        return
    (start, end), kind = left[0], hearing.workflow.steps[steps[0]].kind
    reading = kind.read(tape.text[start:end], replace(hearing.scene.context, asked=True, nbest=()))
    if reading.status != "clear" or reading.doubtful or len(str(reading.value).split()) < _FULL:
        return
    tape.claim((start, end))
    beside = bool(hearing.values)
    reading = replace(reading, spans=((start, end),), doubtful=beside)
    hearing.values.append(Value(steps[0], reading))


_PARTS_OF_A_NAME = re.compile(r"[^\W\d_']+(?: +[^\W\d_]+){1,2}")
_FULL = 2  # words of a full name


def _hear_whole(hearing: Hearing) -> None:
    """Hear what means something only when it is all that was said ("sorry?", "pass")."""
    tape = hearing.tape
    if hearing.mentioned("change", "decline", "keep"):
        return
    rest = tape.rest(tape.plain)
    for start, end in ((0, len(rest)), stripped(tape.plain)):
        cues = [Cue(n, (start, end)) for n in whole_cue(rest[start:end])] if start < end else []
        if cues := [cue for cue in cues if _fits(cue, hearing)]:
            hearing.cues += cues
            tape.claim((start, end))
            return


_COURTESIES = frozenset({"greeting", "thanks", "correction"})


def _inside(span: tuple[int, int], spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
