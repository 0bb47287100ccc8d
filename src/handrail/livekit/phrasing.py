"""Wordings: a line in a model's own words, and whether it may be spoken instead of the line.

The engine counts on what a line says: a yes confirms the values that were read back, "the second
one" is that of the offer, an answer is taken for what was asked. So a wording is spoken only if
nothing of that has changed as far as can be told from the words; otherwise the line is. It is
better to say the phrasebook's line once too often.

- Every value that the line marks is in it, and in the line's order.
- All numbers, dates and times are the line's, in its order; names and spelled letters, too.
- It denies where the line denies, and says that something is done where the line says so: "You're
  all set!" before the commit is the classic fault.
- It asks what the line asks. A question that is answered by yes or no stays as it is: "Is anything
  wrong with that?" for "Is that right?" would turn the answer round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ..engine.state import Prompt
from ..kinds.name.lists import is_everyday, is_family, is_given
from ..speaking import Line
from ..step import Step

__all__ = ["Wording", "request_for", "wording_of"]

_LONGER: Final = 1.5
_ROOM: Final = 30
"""A wording may have this many times the line's characters, and these more."""

_NUMBERS: Final = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred thousand million dozen couple half quarter double triple first second third fourth "
    "fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
_TIMES: Final = frozenset(
    "today tonight tomorrow yesterday noon midday midnight morning afternoon evening weekend "
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays january february april june july august september "
    "october november december oclock".split()
)
_CAPITAL_TIMES: Final = frozenset({"March", "May", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
_TOKEN: Final = re.compile(
    r"\d+(?:[.:,/]\d+)*|(?P<half>\b[ap]\.\s?m\b|(?<=\d)\s?[ap]m\b)"
    r"|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[@$\u00a3\u20ac%]"
)
_AS_IT_STANDS: Final = re.compile(
    r"\b[A-Z0-9](?:[ ,.-]+[A-Z0-9]\b)+"  # spelled: "K 7 M 4"
    r"|\b(?=[^\W\d_]*\d)(?=\d*[^\W\d_])\w+\b"  # a code: "K7M4"
    r"|\b\w+(?:[.@]\w+)+"  # an address: "millane.com"
)
_SENTENCE: Final = re.compile(r"(?<![ap]\.m\.)(?<=[.?!])\s+")
_WH: Final = re.compile(r"\b(?:what|which|who|whose|whom|when|where|how|why)\b", re.IGNORECASE)
_UNSPEAKABLE: Final = re.compile(r"[*#`_{}\[\]<>|\\~\u2600-\u27bf\U0001f000-\U0001faff]|https?:")
_POLITE: Final = re.compile(r"\bno (?:problem|rush|worries|trouble)\b", re.IGNORECASE)
_DENIES: Final = re.compile(
    r"\b(?:no|not|none|never|nothing|nobody|cannot|without|unable|unfortunately|afraid|taken|closed"
    r"|full|unavailable|[a-z]+n['\u2019]t)\b",
    re.IGNORECASE,
)
_CLAIMS: Final = re.compile(
    r"\b(?:booked|reserved|confirmed|scheduled|cancell?ed|done|all set|sorted|arranged|saved|sent"
    r"|paid|charged|refunded|refund|free|discount|guaranteed?|moved|changed|available|updated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is spoken for a line."""

    text: str
    line: Line
    reached: tuple[tuple[int, int], ...] | None = None
    """Where the same is said in both, for the marked values and the question: heard up to the first
    number in the wording, the line counts as heard up to the second. None: it is the line."""

    def heard_of_line(self, heard: str) -> str:
        """Return the words of the line that were heard, given those of the wording."""
        if self.reached is None:
            return heard
        upto = len(heard.rstrip().rstrip(".,?!-"))
        reached = max((of for at, of in self.reached if at <= upto), default=0)
        # "What number can we call you four on?": the question is begun, its value not yet heard.
        missed = min((of for at, of in self.reached if at > upto), default=len(self.line.text) + 1)
        return self.line.text[: min(reached, missed - 1)]


def request_for(line: Line, prompt: Prompt | None) -> str | None:
    """Return what a model is told, to put a line in its own words; None where it should not.

    An offer is said as it stands, for its order counts, and so is a line that is all one question
    to be answered by yes or no.

    Args:
        line: The line.
        prompt: What it asks for.
    """
    asks, question = _question(line.text)
    kept = "" if _may_ask_freely(question, prompt) else question
    odd = "?" in line.text and not (asks and line.text.count("?") == 1)
    if not line.text or odd or kept == line.text or (prompt and prompt.act == "offer"):
        return None
    end = "Ask the same question, at the end" if asks else "Ask nothing"
    if kept:
        end = f'End with the question as it stands: "{kept}"'
    return (
        "Say to the caller what stands below, in your own words and about as briefly. Keep every "
        "number, date, time, name and spelled letter as it stands, in this order. Add nothing, "
        f"promise nothing, call no tool. {end}.\n{line.text}"
    )


def wording_of(
    line: Line, text: str, prompt: Prompt | None, steps: Iterable[Step[Any]]
) -> Wording | None:
    """Return a model's words as the wording of a line, or None if they are not that.

    Args:
        line: The line; one that `request_for` lets a model word.
        text: The model's words.
        prompt: What the line asks for.
        steps: The steps of the workflow: none but that of the line may be asked for.
    """
    text = " ".join(text.split()).strip('"\u201c\u201d ')
    asks, question = _question(line.text)
    asks_too, asked = _question(text)
    sound = (
        text
        and len(text) <= _LONGER * len(line.text) + _ROOM
        and not _UNSPEAKABLE.search(text)
        and asks_too == asks
        and text.count("?") == line.text.count("?")
        and _hard(text) == _hard(line.text)
        and _same_names(line.text, text)
        and all(run in text for run in _AS_IT_STANDS.findall(line.text))
        and _denies(text) == _denies(line.text)
        and _claims_alike(line.text, text)
    )
    if not sound:
        return None
    if _may_ask_freely(question, prompt):
        same = _asks_the_same(line.text, text, prompt, steps)
    else:
        same = asked.casefold().endswith(question.casefold())
        asked = asked[len(asked) - len(question) :]
    reached = _marks(line, text) if same else None
    if reached is None:
        return None
    if asks:
        reached = (*reached, (len(text) - len(asked) + 1, len(line.text) - len(question) + 1))
    return Wording(text, line, reached)


def _question(text: str) -> tuple[bool, str]:
    """Return whether a text ends in a question, and that."""
    last = _SENTENCE.split(text)[-1]
    return (True, last) if last.endswith("?") else (False, "")


def _may_ask_freely(question: str, prompt: Prompt | None) -> bool:
    is_ask = prompt is not None and prompt.act in {"ask", "change"}
    return not question or (is_ask and bool(_WH.search(question)))


def _hard(text: str) -> list[str]:
    """Return the numbers, dates and times of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        token = match.group().strip()
        low = token.lower().replace("\u2019", "").replace("'", "")
        begins = _begins_sentence(text, match.start())  # "May I ...?" is no month
        if match["half"]:
            found.append(low[0] + "m")
        elif (
            not token[0].isalpha()
            or low in _NUMBERS
            or low in _TIMES
            or (token in _CAPITAL_TIMES and not begins)
        ):
            found.append(low)
    return found


def _same_names(line: str, text: str) -> bool:
    """Whether both have the same names, as far as capitals and the lists of names tell."""
    words, words_of_line = _words(text), _words(line)
    if not _capitalised(text) <= words_of_line or not _capitalised(line) <= words:
        return False
    for match in _TOKEN.finditer(text):
        word = match.group().casefold()
        if word in words_of_line or not _begins_sentence(text, match.start()):
            continue
        # At the start of a sentence a capital tells nothing: "Will, what number ...?"
        called = text[match.end() :].startswith(",") and is_given(word)
        if called or ((is_given(word) or is_family(word)) and not is_everyday(word)):
            return False
    return True


def _words(text: str) -> set[str]:
    return {match.group().casefold() for match in _TOKEN.finditer(text)}


def _capitalised(text: str) -> set[str]:
    return {
        match.group().casefold()
        for match in _TOKEN.finditer(text)
        if match.group()[0].isupper()
        and not re.match(r"(?:I\b|OK$|Okay$)", match.group())
        and not _begins_sentence(text, match.start())
    }


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'\u201c\u2018")
    return not before or before[-1] in ".?!:"


def _denies(text: str) -> bool:
    return bool(_DENIES.search(_POLITE.sub("", text)))


def _claims_alike(line: str, text: str) -> bool:
    claims, claimed = ({claim.lower() for claim in _CLAIMS.findall(said)} for said in (line, text))
    return claimed <= claims and bool(claimed) == bool(claims)


def _asks_the_same(line: str, text: str, prompt: Prompt | None, steps: Iterable[Step[Any]]) -> bool:
    """Whether a free wording names the step that the line asks for, and none that it does not."""
    for step in steps:
        named, named_too = (
            any(re.search(rf"\b{re.escape(word)}s?\b", said, re.IGNORECASE) for word in step.words)
            for said in (line, text)
        )
        is_asked = prompt is not None and step.name == prompt.step
        if (is_asked and named and not named_too) or (named_too and not named and not is_asked):
            return False
    return True


def _marks(line: Line, text: str) -> tuple[tuple[int, int], ...] | None:
    """Find the marked values one after the other; None if one is missing."""
    reached = []
    begin = 0
    for mark in sorted(line.marks, key=lambda mark: mark.start):
        value = line.text[mark.start : mark.end]
        found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text[begin:], re.IGNORECASE)
        if found is None:
            return None
        begin += found.end()
        reached.append((begin, mark.end))
    return tuple(reached)
