"""Where in an utterance a name stands: after "my name is", "this is", "under", or by itself.

Cues differ in strength. After "my name is" hardly anything but a name follows, so names on no list
are read; "this is" and "I'm" are said of everything ("this is great", "I'm busy"), so only what
the lists know is read after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..word_lists import KIN

__all__ = [
    "Cue",
    "Strength",
    "change_in",
    "cue_after",
    "cues_in",
    "is_politeness",
    "is_reply",
    "leading_end",
    "part_cues",
]

LONGEST_REPLY = 2_000
"""Characters in which a reply shows itself."""

Strength = Literal["strong", "weak", "bare"]

_STRONG = re.compile(
    r"(?P<own>\b(?:my|the)\s+)?\b(?:(?:full|whole|first|last|given|family|second|christian)\s+|sur)?"
    r"names?(?:'s|s|\s+is|\s+was|\s+would be|\s+will be|\s+should be)?(?:\s*[,:])?\s+"
    r"(?:it's\s+|is\s+)?"
    r"(?!(?:of|on|for|in|to|and|was|wrong|please|again|number|change|should|isn't|not|dot"
    r"|underscore|at)\b)"
    r"|\b(?:under|in|by|on)\s+(?:the\s+|my\s+)?name\s+(?:of\s+)?"
    r"|\b(?:under|in)\s+(?:his|her|their)\s+name[\s,]+"
    r"|\b(?:you can |please |just |everyone |people |they )*call (?:me|be)\s+"
    r"|\bi go by\s+(?:the name\s+(?:of\s+)?)?|\bi(?:'m| am) called\s+"
    r"|\byou(?:'re| are)\s+(?:speaking|talking)\s+(?:to|with)\s+"
    r"|\b(?:put|book|write|mark|have)\s+(?:me|it|us|that|this)\s+down\s+(?:as|under)\s+"
)
_FOR_ANOTHER = re.compile(
    rf"\b(?:(?:(?:his|her|their)|(?:my|our)\s+{KIN}'?s)\s+(?:(?:full|first)\s+)?"
    r"name(?:'s|\s+is|\s+would be)\s+"
    rf"|(?:it's\s+|this is\s+)?(?:for\s+)?(?:my|our)\s+{KIN}(?:'s\s+called|\s+called"
    r"|\s+named)?\s*,?\s+)"
)
"""In answer to "what name": the booking is for somebody else, who is named."""
_KIN_OF = re.compile(rf"\b(?:i'm|i am|this is|it's)\s+[\w']+'s\s+{KIN}\s*,?\s+")
_WEAK = re.compile(
    r"\b(?:this is|i'm|i am|im|it's|it is|its|that's|that is|here is|here's|for|it'll be"
    r"|speaking is|it would be|that would be|it'd be|that'd be|that'll be|make (?:it|that)|under"
    r"|reservation for|appointment for)\s+"
)
_NAMERS = frozenset(
    {
        "",
        "and",
        "or",
        "yes",
        "yeah",
        "hi",
        "hello",
        "so",
        "um",
        "uh",
        "is",
        "a",
        "well",
        "sure",
        "okay",
        "ok",
        "no",
    }
)
"""What may stand before a bare "name is": after anything else it is the name of another ("the
salon's name is ...")."""
_AFTER = re.compile(
    r"(?<![\s,])[\s,]*\b(?:(?:that\s+)?is\s+(?:my|the)\s+(?:full\s+|whole\s+|first\s+|last\s+|family\s+)?"
    r"(?:sur)?name|speaking|calling)\b"
)
_PART = re.compile(
    r"\b(?:(?P<first>(?:first|given|christian)\s+name)|(?P<last>(?:last|family|second)\s+name|surname))"
    r"(?:'s|s|\s+is)?[\s,:]+(?:is\s+|it's\s+)?(?!(?:dot|underscore|at)\b)"
)
_NOT_FOR = re.compile(r"\b(?:look\w*|wait\w*|ask\w*|thank\w*|sorry|search\w*|pay\w*|time)\s+$")
_LEADING = re.compile(
    r"(?:(?:um+|uh+|er+m?|ah|hm+|oh|so|well|yes|yeah|yep|yup|sure|okay|ok|alright|right|of course"
    r"|certainly|hi|hello|hey|hi there|good (?:morning|afternoon|evening)|please|no|nope|sorry"
    r"|actually|it's|it is|that's|that is|that would be|it'll be|it would be|it'd be|that'd be"
    r"|that'll be|this is|i'm|i am"
    r"|my name is|my name's|the name's|the name is|name's|name is|it should be|as i said"
    r"|sure it's|just|put|use|say|here|thanks|thank you)(?![\w'])[\s,.!:]*)+"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where a name may begin."""

    start: int
    """In characters, of the cue's first word."""
    end: int
    """Where the name begins."""
    strength: Strength


def leading_end(lowered: str) -> int:
    """Return where an utterance really begins, after "um", "yes", "it's" and the like."""
    leading = _LEADING.match(lowered.lstrip())
    offset = len(lowered) - len(lowered.lstrip())
    return offset + leading.end() if leading else offset


def cues_in(lowered: str, *, asked: bool) -> Iterator[Cue]:
    """Yield the cues of an utterance, the strong ones first.

    Args:
        lowered: The utterance in lower case with typewriter apostrophes.
        asked: Whether a name was asked for, so that it may be that of a wife or a son.
    """
    for match in _STRONG.finditer(lowered):
        before = re.search(r"([\w']*)\s*$", lowered[max(0, match.start() - 40) : match.start()])
        bare_name = match.group().startswith("name") and not match.group("own")
        if not (bare_name and before and before.group(1) not in _NAMERS):
            yield Cue(match.start(), match.end(), "strong")
    for match in _FOR_ANOTHER.finditer(lowered) if asked else ():
        called = "name" in match.group() or "called" in match.group()
        yield Cue(match.start(), match.end(), "strong" if called else "weak")
    for match in _KIN_OF.finditer(lowered):
        yield Cue(match.start(), match.end(), "weak")
    for match in _WEAK.finditer(lowered):
        if not _NOT_FOR.search(lowered[: match.start()] if match.group().startswith("for") else ""):
            yield Cue(match.start(), match.end(), "weak")


_REPLY = re.compile(
    r"\b(?:yes|yeah|yep|yup|no|nope|nah|not|sure|ok|okay|what|when|where|why|how|which|who|hello|hi"
    r"|thanks?|please|change|cancel|book|reschedule|appointment|time|day|today|tomorrow|tonight"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|wait|hang|hold|sorry"
    r"|number|email|repeat|again|help|question|human|agent|person|speak|talk|want|need|like"
    r"|would|could|can|do|does|is|are|it|that|this|i|i'm|i'd|you|we|the|my)\b"
)


def is_reply(text: str) -> bool:
    """Whether an utterance has words of an answer, a question or a request, not of a name alone."""
    return _REPLY.search(text[:LONGEST_REPLY].lower().replace("\u2019", "'")) is not None


_CHANGE = re.compile(
    r"(?<![\s,.])[\s,.]+(?:(?:no|nope|sorry|actually|wait|i mean|i meant|i should say|or rather"
    r"|rather|make that|scratch that|correction|oops|um+|uh+|er+m?)(?![\w'])[\s,.]*)+"
)
_POLITENESS = re.compile(r"[\s,.!]*(?:(?:please|thanks|thank you)[\s,.!]*)?")


def change_in(text: str) -> tuple[int, int] | None:
    """Return where in an utterance the caller takes back what came before it: "..., no, ..."."""
    lowered = text[:LONGEST_REPLY].lower().replace("\u2019", "'")
    last = None
    for match in _CHANGE.finditer(lowered):
        if lowered[match.end() :].strip():
            last = match
    return last.span() if last else None


def is_politeness(rest: str) -> bool:
    """Whether nothing is said in the rest of an utterance but please and thank you."""
    return _POLITENESS.fullmatch(rest.lower()) is not None


def cue_after(lowered: str) -> Cue | None:
    """Return the cue that follows a name: "... is my name", "... speaking"."""
    match = _AFTER.search(lowered)
    return Cue(match.start(), match.end(), "strong") if match else None


def part_cues(lowered: str) -> tuple[Cue, Cue] | None:
    """Return the cues of "first name ... last name ...", in the order given then family."""
    first = next((m for m in _PART.finditer(lowered) if m.group("first")), None)
    last = next((m for m in _PART.finditer(lowered) if m.group("last")), None)
    if first is None or last is None:
        return None
    return Cue(first.start(), first.end(), "strong"), Cue(last.start(), last.end(), "strong")
