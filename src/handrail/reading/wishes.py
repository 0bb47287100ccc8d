"""Which workflow the caller asks for: "I'd like to book", "can I move my appointment"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..kinds.base import Span
from ..kinds.heard import heard, phrase
from ..workflow import Workflow
from .existing import held_in, holds_one, tells_of_one
from .scene import Scene

__all__ = [
    "Wish",
    "asks_whether",
    "finds_out_which",
    "meant",
    "new_wish",
    "qualifiers_in",
    "refused_in",
    "running_wish",
    "wishes_in",
]


class Wish(NamedTuple):
    """A phrase that asks for a workflow."""

    workflow: type[Workflow]
    span: Span
    specific: bool
    """Whether it names what it is about ("cancel my appointment", not "cancel")."""


_LEAD = """
    (?:(?:(?:can|could|may|shall|might) (?:i|we|you)|i(?:'d| would)? (?:like|want|need|love|wanted
    |have|wish|hope)(?: you)? to|i(?:'m| am| was)? (?:looking|calling|ringing|hoping|wanting|trying
    |phoning|here) (?:to|about|for)|i wanna|i gotta|let's|let me|please|just|is it possible to
    |would it be possible to|i(?:'d| would) rather
    |(?:do you know )?where (?:(?:can|could|should) (?:i|we)|(?:i|we)(?: can| could))
    |i(?:'d| would)? (?:like|want|need|love)(?: (?:an?|the|some))?
    |help me(?: to)?|would you|it's about|about|for|go ahead and|(?:do|can) i (?:need to)?|need to
    |want to|like to) )*"""
_DETERMINER = (
    "(?:(?:an?|the|my|another|one|this|that|our|your|his|her|some|existing|new|good|nice|great"
    "|decent) )*"
)
_NOBODYS = "(?:(?:an?|the|another|one|this|that|some|new|good|nice|great|decent) )*"
_DETERMINERS = frozenset({"a", "an", "the", "my", "your", "our", "this", "that"})
_OBJECT = f"""
    (?: (?:{_DETERMINER}(?:appointments?|bookings?|reservations?|slot|visit|session)|the (?:one
    |time) i (?:have|had|made|booked)|an? new one|another one|one i (?:have|had|already have)
    |(?:my|the|our)(?: (?:other|first|second|third|last|next|old|\\w+day|\\w+day's))+ one
    |\\w+(?: \\w+)?'s (?:appointments?|bookings?|reservations?))
    (?: i (?:have|had|made|booked)(?: (?:already|with you))*)?)"""
_MANY_WORDS = 2


# "Don't cancel it" is no wish to cancel.
_REFUSED = re.compile(r"(?<![\w'])(?:don'?t|do not|not|rather than|instead of)(?: to)? +$")


# "My thursday appointment", "my colour appointment": what tells one from another is a value.
_QUALIFIED = re.compile(
    r"(?<![\w'])(?:my|our|the|that|this) +(?P<which>"
    r"(?:(?!(?:my|our|the|an?|of|for|on|at|to|other|another|existing|next|new|old|current|whole)\b)"
    r"[\w']+ +){1,3})(?=(?:appointment|booking|reservation|slot)\b)"
)


def qualifiers_in(plain: str) -> tuple[Span, ...]:
    """Find what stands between "my" and "appointment", which is none of a wish's words.

    Args:
        plain: The utterance in heard form.
    """
    return tuple(match.span("which") for match in _QUALIFIED.finditer(plain))


@lru_cache(maxsize=64)
def _pattern(workflow: type[Workflow]) -> re.Pattern[str] | None:
    asked = sorted(
        (words for said in workflow.asks_for if (words := heard(said).split())),
        key=len,
        reverse=True,
    )
    if not asked:
        return None
    phrases = "|".join(map(_loose, asked))
    return re.compile(phrase(rf"{_LEAD}(?P<asked>{phrases})(?P<object>{_OBJECT})?(?: instead)?"))


def _loose(words: list[str]) -> str:
    """Let any article stand where a phrase has one, and none where it has none.

    Where it begins with "a" or "an", nothing of the caller's own is meant: "about my appointment"
    does not ask for "an appointment".
    """
    parts: list[str] = []
    for word in words:
        if word in {"a", "an"} and not parts:
            parts.append(_NOBODYS)
        elif word in _DETERMINERS and len(parts) < len(words) - 1:  # "undo that" ends in none
            parts.append(f"(?:(?:me|us) )?{_DETERMINER}")
        else:
            parts.append(re.escape(word) + " ")
    return "".join(parts).rstrip()


def meant(wishes: Sequence[Wish]) -> Sequence[Wish]:
    """Of wishes for several workflows about the same thing, leave out those that only tell of it.

    "I'm calling about my appointment, I need to cancel it" wants it cancelled and not told.
    """
    doing = [wish for wish in wishes if wish.workflow.plan.summary]
    return [
        wish
        for wish in wishes
        if wish.workflow.plan.summary
        or not any(_shares(one.workflow, wish.workflow) for one in doing)
    ]


def wishes_in(plain: str, workflows: tuple[type[Workflow], ...]) -> tuple[Wish, ...]:
    """Find the wishes in an utterance; of those that overlap only the longest.

    Args:
        plain: The utterance in heard form.
        workflows: The workflows that can be asked for.
    """
    for start, end in qualifiers_in(plain):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    held = held_in(plain)
    found: list[Wish] = []
    for workflow in workflows:
        pattern = _pattern(workflow)
        for match in pattern.finditer(plain) if pattern else ():
            if _REFUSED.search(plain, 0, match.start()) or _is_held(match.span(), held):
                continue
            asked = match["asked"].split()
            named = len(asked) >= _MANY_WORDS and asked[-1] not in {"it", "that"}
            specific = bool(match["object"]) or named
            found.append(Wish(workflow, match.span(), specific))
    found.sort(key=lambda wish: wish.span[0] - wish.span[1])
    kept: list[Wish] = []
    for wish in found:
        if not any(wish.span[0] < k.span[1] and k.span[0] < wish.span[1] for k in kept):
            kept.append(wish)
    return tuple(sorted(kept, key=lambda wish: wish.span))


def _is_held(span: Span, held: Sequence[Span]) -> bool:
    """Whether it tells what there is: of "i have an appointment" the last words ask for none."""
    return any(start < span[0] and span[1] <= end for start, end in held)


def refused_in(plain: str, workflow: type[Workflow]) -> tuple[Span, ...]:
    """Find where the caller says not to do what is being done: "don't cancel it".

    Args:
        plain: The utterance in heard form.
        workflow: The running workflow.
    """
    pattern = _pattern(workflow)
    said = pattern.finditer(plain) if pattern else ()
    return tuple(m.span() for m in said if _REFUSED.search(plain, 0, m.start()))


_EXISTING = re.compile(
    phrase(
        """
        already (?:have|got|booked|made)|(?:have|got) (?:one|an appointment|a booking) already
        |(?:existing|other|old|current) (?:appointment|booking|reservation)
        |(?:want|need|like|have) to (?:cancel|move|reschedule|postpone|change|rearrange)
        (?: (?:my|an|the))(?: \\w+)? (?:appointment|booking|reservation)
        |reschedule (?:my|an|the) (?:appointment|booking)
        |(?:one|appointment|booking) i (?:have|made|booked)
        |(?:when|what time|what day)(?:'s| is) (?:my|the|our) (?:appointment|booking|reservation)
        |(?:cancel|move|reschedule|change) (?:my|our|the)
        (?: (?:other|old|\\w+day|\\w+day's))+ (?:one|appointment|booking|reservation)"""
    )
)


_GIVES_WAY = re.compile(
    r"(?:i )?(?:can'?t|cannot|won'?t|unable|not able|something|am not|i'm not)\b"
)


def running_wish(wishes: Sequence[Wish], plain: str, scene: Scene) -> bool:
    """Tell whether a wish for another workflow is meant while one is running.

    "Can we move it to four" corrects the time that was just agreed, though "move" asks for
    rescheduling. So a wish must name its object ("cancel my appointment"), and once there is a
    time that this could be, it must be about a booking that exists.
    """
    if any(_GIVES_WAY.match(plain, wish.span[0]) for wish in wishes):
        return False  # "I can't make Thursday" may turn down a day that is offered
    if finds_out_which(scene.workflow) and not any(finds_out_which(w.workflow) for w in wishes):
        # "Book a new one" moves none, and neither does "book a colour as well".
        return all(wish.specific or _OF_ITS_OWN.match(plain, wish.span[1]) for wish in wishes)
    if any(_is_of_another_kind(wish, plain, scene) for wish in wishes):
        return True
    if _EXISTING.search(plain) or all(_shares(wish.workflow, scene.workflow) for wish in wishes):
        return True
    times = [name for name, step in scene.workflow.steps.items() if step.kind.name == "when"]
    return all(wish.specific for wish in wishes) and not any(
        name in scene.state.answers for name in times
    )


def _is_of_another_kind(wish: Wish, plain: str, scene: Scene) -> bool:
    """Whether it is about something else than is being made: "cancel my haircut", of a colour."""
    mine = _MINE.match(plain, wish.span[1])
    if mine is None or not finds_out_which(wish.workflow):
        return False
    for name, step in scene.workflow.steps.items():
        answer = scene.state.answers.get(name)
        if step.kind.name == "choice" and answer is not None:
            reading = step.kind.read(plain[mine.end() :], scene.context)
            return reading.status == "clear" and reading.value != answer.value
    return False


_MINE = re.compile(r" +(?:my|our|the)(?= )")
_OF_ITS_OWN = re.compile(
    r" +(?:me +|us +)?(?:an?|another|one) +(?!(?:different|later|earlier|new|other|better)\b)\w+"
    r"(?<!time)(?<!day)(?<!date)(?<!slot)\b"
)


def finds_out_which(workflow: type[Workflow]) -> bool:
    """Whether a workflow is about something that exists, and first finds it out."""
    return any(step.kind.takes_words_first for step in workflow.steps.values())


def _shares(one: type[Workflow], other: type[Workflow]) -> bool:
    """Whether two workflows are about the same thing, which both first find out.

    Of a booking that is being moved, "cancel it" means the booking.
    """
    found = [
        {step.kind for step in each.steps.values() if step.kind.takes_words_first}
        for each in (one, other)
    ]
    return not found[0].isdisjoint(found[1])


_NEW = re.compile(
    phrase(
        f"""
        {_LEAD}(?:(?:make|get|have|set up|arrange|schedule|book) )?(?:(?:an?|one|some
        |new) )*(?:appointment|booking|reservation)"""
    )
)
_POSSESSED = re.compile(r"(?<![\w'])(?:my|the|this|that|our|existing|your) +(?:\w+ +)?$")


_ONE_MORE = re.compile(
    phrase(
        f"""
        {_LEAD}(?:also )?(?:(?:make|get|have|book|do|take) )?(?:me )?(?:(?:another(?: one)?|one more
        |a second one)|one(?= for (?:my|our|his|her|me|us|a) )|one(?= (?:too|as well|also))
        |(?:the )?same(?: (?:thing|again))?(?= for ))
        (?! (?:questions?|things?|times?|days?|numbers?|names?|e-?mails?|minutes?|moments?|seconds?
        |secs?|person|people|way|place|call))"""
    )
)


def new_wish(plain: str, workflow: type[Workflow], *, after_one: bool = False) -> Wish | None:
    """Take "an appointment please" for the first workflow: it speaks of one yet to be made.

    Args:
        plain: The utterance in heard form.
        workflow: The first workflow.
        after_one: Whether something was done in the call, so that "another one" is one of those.
    """
    told = tells_of_one(plain)
    match = None if holds_one(plain) else _NEW.search(plain)
    if match is None and told is not None:
        match = _ONE_MORE.search(plain, told[1])
    elif match is None and after_one and not holds_one(plain):
        match = _ONE_MORE.search(plain)
    if match is None or _POSSESSED.search(plain[: match.end()].rsplit(" ", 1)[0] + " "):
        return None
    return Wish(workflow, match.span(), specific=True)


_WHETHER = re.compile(phrase("(?:do|would|will|should) (?:i|we|you)(?: always)? (?:need|have to)"))


def asks_whether(plain: str) -> bool:
    """Tell whether the caller asks if something is needed, rather than for it."""
    return _WHETHER.search(plain) is not None
