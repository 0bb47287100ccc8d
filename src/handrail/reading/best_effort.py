"""What to do without a model when an utterance is not wholly accounted for."""

from __future__ import annotations

import re
from dataclasses import replace

from ..engine import moves as m
from ..engine.moves import Evidence, Move
from ..kinds.heard import LONGEST_TURN, heard, is_question, phrase
from ..kinds.spoken import numeral_at, words_of
from ..kinds.word_lists import KIN, MONTHS
from .scene import Scene, Understanding

__all__ = ["best_effort"]

# Not "\w+n't": a phrase lets the apostrophe be missing, and "want" refuses nothing.
_NT = "(?:do|does|did|is|are|was|were|wo|would|ca|could|should|has|have|had|ai)n't"
# A word among the leftovers that may turn a value's meaning round, add a second one, or make it
# somebody else's.
_TELLING = re.compile(
    phrase(
        rf"not|no|never|nor|none|{_NT}|cannot|cant|dont|wont|except|unless|without|only|or|if|before|after|until|till|by|"
        r"between|from|than|instead|another|other|every|each|both|most|least|"
        r"mon(?:day)?s?|tues?(?:day)?s?|wed(?:nesday)?s?|thu(?:rs)?(?:day)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?|"
        r"today|tonight|tomorrow|yesterday|morning|afternoon|evening|night|noon|midday|midnight|week|weekend|month|year|"
        rf"{MONTHS}|"
        r"said|says|saying|told|thinks|wants|wanted|"
        r"dollars?|bucks?|pounds?|euros?|cents?|percent|price|cost|cheap|pay|"
        r"cancel|change|wrong|stop|wait|scratch|strike|forget|question|why|how|what|when|where|who|which"
    )
)
_OTHER_PEOPLE = re.compile(phrase(f"he|she|they|his|her|their|{KIN}"))
_MARKS = re.compile(r"[@$%&+#*\u00a3\u20ac]")


def best_effort(text: str, found: Understanding, scene: Scene) -> tuple[Move, ...]:
    """Return what a host without a model may do with an utterance the reader abstained on.

    Values found beside harmless words are acted on, as doubtful, so that they are read back: "my
    dog's birthday is coming so i'd like tuesday at three" is answered better by "Tuesday the 16th
    at 3, right?" than by "sorry?". That is: one value or part for each of one or two steps, and
    among the leftovers no negation, number, day, money, other person, step or question. An
    utterance that is nothing but a question is a `Question` about something unknown. All else is
    `Unclear`.

    Args:
        text: The utterance.
        found: What `understand` made of it.
        scene: The scene it was understood in.
    """
    if found.covered:
        return found.moves
    evidence = Evidence(scene.state.turn + 1, (text,) if text.strip() else ())
    unclear = m.Unclear(reason=_reason(text, scene), evidence=evidence)
    if len(text) > LONGEST_TURN:
        return (unclear,)
    if _WHY.fullmatch(heard(text).strip()):
        return (m.Help(evidence=unclear.evidence),)
    if not found.leftover:
        return (unclear,)
    if not found.moves:
        asks = is_question(text) and len(text.split()) >= _SHORTEST_QUESTION
        return (m.Question(None, evidence=unclear.evidence),) if asks else (unclear,)
    depends = _depends_on(text, found)
    left = " ".join(text[start:end] for start, end in found.leftover if start < depends)
    if _only_waits(text, found.moves) or _books_another_too(text, left, found, scene):
        return found.moves
    if answered := _answer_and_question(text, found, scene):
        return answered
    stands = not _agrees_to_all(found, scene) and _is_answered_with_more(text, left, found.moves)
    if stands or _only_begins(text, left, found):
        return found.moves
    if _is_plainly_wished(text, left, found.moves, scene):
        return _doubted(found.moves)
    if _changes_meaning(text, left) or not _is_modest(found.moves):
        return (unclear,)
    if _OTHER_PEOPLE.search(heard(left)) and any(
        isinstance(move, m.Record) and scene.workflow.steps[move.step].kind.name == "name"
        for move in found.moves
        if not isinstance(move, m.Switch) and getattr(move, "step", "") in scene.workflow.steps
    ):
        return (unclear,)  # whose name it is, is not known
    return _with_another_option(text, found, scene) or (unclear,)


def _with_another_option(text: str, found: Understanding, scene: Scene) -> tuple[Move, ...]:
    """Return the moves, doubted, and with them what of a choice is said otherwise than before.

    "And a colour too" may be a second booking: then there is nothing to be done.
    """
    other = _another_option(text, found, scene)
    moves = (other, *found.moves) if other else found.moves
    is_second = other is not None and _ALSO.search(heard(text)) is not None
    return () if is_second or not _is_modest(moves) else _doubted(moves)


def _another_option(text: str, found: Understanding, scene: Scene) -> m.Record | None:
    """Find another option among the leftovers than a choice was answered with.

    "A colour on Friday at ten", where a haircut's time is asked, was Friday at ten for a haircut.
    """
    for step in scene.workflow.steps.values():
        answer = scene.state.answers.get(step.name)
        if step.kind.name != "choice" or answer is None:
            continue
        for start, end in found.leftover:
            reading = step.kind.read(text[start:end], replace(scene.context, asked=False, nbest=()))
            if reading.status == "clear" and reading.value != answer.value:
                evidence = Evidence(scene.state.turn + 1, (text[start:end].strip(),))
                return m.Record(step=step.name, value=reading.value, evidence=evidence)
    return None


def _reason(text: str, scene: Scene) -> str:
    """Return why what was said can be no value of the step that was asked; "" if there is none."""
    prompt = scene.state.prompt
    step = scene.workflow.steps.get(prompt.step or "") if prompt else None
    if step is None or is_question(text) or len(text) > LONGEST_TURN:
        return ""
    context = replace(scene.context, asked=True, partial=scene.state.partials.get(step.name))
    return step.kind.read(text, context).reason


# Who is not told why is told what to say.
_WHY = re.compile(
    phrase(
        """
        (?:but |and |sorry )?(?:why(?: (?:is that|that|so|do you (?:ask|(?:really )?(?:need|want)
        (?: (?:it|that|this|to know))?)))?|what(?:'s| is) (?:it|that) for
        |what do you need (?:it|that|this) for|what for
        |do you (?:really |actually )?(?:need|have to have|want)(?: to know)? (?:it|that|this
        |my (?:\\w+ )?\\w+)(?: for (?:this|that|it))?)"""
    )
)


def _doubted(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    return tuple(
        replace(move, doubtful=True) if isinstance(move, m.Record) else move for move in moves
    )


_TURNED_DOWN = re.compile(
    phrase(
        rf"not|no|never|nor|{_NT}|cannot|except|unless|without|or|if|cancel|change|wrong|stop|instead|"
        r"had|was|were|price|cost|how|what|why|who|where|complaint|complain|refund|problem|terrible"
    )
)
_WISHES = re.compile(
    phrase(
        r"want|wants|need|needs|like|book|about an?|get|have|looking for|after an?|calling for|two|"
        r"an?|for"
    )
)


def _is_plainly_wished(text: str, left: str, moves: tuple[Move, ...], scene: Scene) -> bool:
    """Whether a chatty opening holds one thing that is wished for, and nothing against it.

    "My husband told me to ring you lot about a haircut": it is read back, which loses nothing.
    """
    records = [move for move in moves if isinstance(move, m.Record)]
    if not scene.reception or len(records) != 1 or text.rstrip().endswith("?"):
        return False
    (record,) = records
    workflow = next(
        (
            w
            for w in scene.workflows
            if any(isinstance(move, m.Switch) and move.workflow == w.plan.name for move in moves)
        ),
        None,
    )
    if workflow is None or len(moves) != _WITH_ITS_WISH or record.value is None:
        return False
    return (
        workflow.steps[record.step].kind.name == "choice"
        and _TURNED_DOWN.search(heard(text)) is None
        and _WISHES.search(heard(text)) is not None
        and _MARKS.search(left) is None
    )


def _only_waits(text: str, moves: tuple[Move, ...]) -> bool:
    """Whether a moment is asked for, whatever for: "hold on, the dog is barking".

    "Wait" alone may as well lead up to an objection.
    """
    said = {word.lower() for move in moves if move.evidence for word in move.evidence.said}
    return (
        len(text.split()) <= _LONGEST_WAIT
        and all(isinstance(move, m.Wait) for move in moves)
        and said != {"wait"}
        and not is_question(text)
    )


_LONGEST_WAIT = 8  # words


def _depends_on(text: str, found: Understanding) -> int:
    """Return where a last clause begins that makes a time depend on what the desk cannot know.

    "Thursday would be nice if the bus is running": Thursday is asked for all the same. With
    another time or an alternative in it, it is part of the answer.
    """
    plain = heard(text)
    clause = _IF.search(plain)
    if clause is None or any(not isinstance(move, m.Record | m.Switch) for move in found.moves):
        return len(text)
    words = [word for move in found.moves if move.evidence for word in move.evidence.said]
    said_before = all(heard(word).strip() in plain[: clause.start()] for word in words)
    rest = text[clause.end() :]
    stands = said_before and not (_OTHERWISE.search(heard(rest)) or _changes_meaning(text, rest))
    return clause.start() if stands else len(text)


_IF = re.compile(r"(?<![\w'])(?:if|as +long +as|provided)(?![\w'])")
_OTHERWISE = re.compile(phrase("you|then|otherwise|else|rather|available|free|open|possible|it"))
_WITH_ITS_WISH = 2  # moves: the workflow, and its one value
_SHORTEST_QUESTION = 3  # words
_MOST_VALUES = 2


def _answer_and_question(text: str, found: Understanding, scene: Scene) -> tuple[Move, ...]:
    """Take "yes. what's their rating?" for a yes and a question nobody can answer.

    But not at the summary: what hangs on the question may be whether to book at all.
    """
    prompt = scene.state.prompt
    at_summary = prompt is not None and prompt.act == "summary"
    start = found.leftover[0][0]
    yes = _YES_THEN.match(text) if at_summary else None
    sentence = max(text.rfind(mark, 0, start) for mark in ".?!") + 1
    if yes and yes.end() <= start and not _REQUESTS.match(heard(text), yes.end()):
        sentence = max(sentence, yes.end())
    answers = (m.Affirm, m.Deny, m.Decline, m.Choose)
    if not all(isinstance(move, answers) for move in found.moves) or not is_question(
        text[sentence:]
    ):
        return ()
    question = m.Question(None, evidence=Evidence(scene.state.turn + 1, (text[sentence:].strip(),)))
    if at_summary:
        return (question,)
    return (*found.moves, question) if text[:sentence].strip() else ()


_YES_THEN = re.compile(
    r"\s*(?:(?:oh|um+|well)[,\s]+)*(?:yes|yeah|yep|yup|ok|okay|sure|right|great)\b(?:[,\s]+please\b)?"
    r"[,\s]+(?:(?:but|and|so|just)\s+)*",
    re.IGNORECASE,
)
"""What a question may stand behind without a stop: "sure, who am I seeing"."""
_REQUESTS = re.compile(r" *(?:can|could|would|will) +you(?![\w'])")


def _only_begins(text: str, left: str, found: Understanding) -> bool:
    """Whether nothing but a booking is wished for, and the rest is unknown.

    "I want make appointment for cut hair": what for is asked, which loses nothing.
    """
    begins = all(isinstance(move, m.Switch) for move in found.moves)
    return begins and not _changes_meaning(text, left)


_ANOTHER_TOO = re.compile(
    phrase(
        """
        (?:yes|yeah|yep|yup|sure|please)(?: please)? and (?:then )?(?:(?:can|could|may) (?:i|we|you)
        |i(?:'d| would)? (?:like|want|need)(?: to)?)(?: (?:also|book|make|have|get|do|an?|another
        |one|more|appointment|booking|as well|too|for|my|\\w+))*"""
    )
)
_ALSO = re.compile(phrase("also|another|as well|too|one more"))


def _books_another_too(text: str, left: str, found: Understanding, scene: Scene) -> bool:
    """Whether a yes to the summary stands beside the wish for a second booking.

    "Yes, and can I also book for my son": that one begins when this one is done.
    """
    prompt, plain = scene.state.prompt, heard(text).strip()
    return (
        prompt is not None
        and prompt.act == "summary"
        and [type(move) for move in found.moves] == [m.Affirm]
        and _ANOTHER_TOO.fullmatch(plain) is not None
        and _ALSO.search(plain) is not None
        and _TURNED_DOWN.search(plain) is None
        and _MARKS.search(left) is None
    )


_TURNED = re.compile(
    phrase(
        rf"but|though|although|unless|except|however|only|provided|long as|if|or|not|{_NT}|cannot|"
        r"wait|wrong|change|instead|no|another|other|rather|cancel|stop|first|before"
    )
)
_REFUSES = re.compile(phrase("no|not|never|none|rather|without|skip|(?:do|have|ca|wo)n't|text me"))
_YES_FIRST = re.compile(
    r" *(?:(?:oh|um+|uh+|er+|ah|well|ok|okay) +)*(?:yes|yeah|yep|yup|correct|exactly|absolutely"
    r"|definitely|certainly|that'?s +(?:right|correct|it|the +one))(?![\w'])"
)
_TO_SOMEBODY_ELSE = re.compile(
    phrase(
        r"honey|hon|sweetie|sweetheart|darling|babe|baby|mum|mom|mummy|mommy|dad|daddy|kids|"
        r"on the phone|talking to|screaming|doorbell|dog|quiet"
    )
)
_LONGEST_REMARK = 6  # words


def _is_answered_with_more(text: str, left: str, moves: tuple[Move, ...]) -> bool:
    """Whether a yes, a pick or a refusal to give something stands, whatever came with it.

    "Yes for god's sake", "I'm eighty-two dear, I don't have one of those". A yes may have nothing
    beside it that could turn it or change a value.
    """
    if len(moves) != 1 or text.rstrip().endswith("?"):
        return False
    (move,) = moves
    if isinstance(move, m.Decline) and _REFUSES.search(heard(text)) is None:
        return False  # "just a trim, nothing fancy" refuses nothing
    if isinstance(move, m.Decline | m.AskHuman):
        return _MARKS.search(left) is None and _TURNED.search(heard(left)) is None
    if isinstance(move, m.Affirm) and _YES_FIRST.match(heard(text)) is None:
        return False  # "last time was great" agrees to nothing
    if isinstance(move, m.Affirm | m.Choose):
        return (
            len(left.split()) <= _LONGEST_REMARK
            and _TURNED.search(heard(text)) is None
            and _TO_SOMEBODY_ELSE.search(heard(text)) is None
            and _OTHER_PEOPLE.search(heard(left)) is None  # "yes, for me and my husband"
            and not _changes_meaning(text, left)
        )
    return False


def _agrees_to_all(found: Understanding, scene: Scene) -> bool:
    """Whether it would be a yes to the summary: there what is not understood may be a change.

    "Yes butchange it to a caller" booked the haircut.
    """
    prompt = scene.state.prompt
    at_summary = prompt is not None and prompt.act == "summary"
    return at_summary and any(isinstance(move, m.Affirm) for move in found.moves)


def _changes_meaning(text: str, left: str) -> bool:
    plain = heard(left)
    words = words_of(left)
    return (
        text.rstrip().endswith("?")
        or _TELLING.search(plain) is not None
        or _MARKS.search(left) is not None
        or any(numeral_at(words, at) for at in range(len(words)) if not words[at].is_mark)
    )


def _is_modest(moves: tuple[Move, ...]) -> bool:
    records = [move for move in moves if isinstance(move, m.Record)]
    others = [move for move in moves if not isinstance(move, m.Record | m.Switch)]
    steps = {record.step for record in records}
    return (
        0 < len(records) == len(steps) <= _MOST_VALUES
        and not others
        and not any(record.alternatives for record in records)
    )
