"""Questions to the business: "how much is it by the way", "yes, and give me the address"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..kinds.agreement import TELLS_TO_BOOK
from ..kinds.base import Span
from ..kinds.heard import heard, is_question, phrase
from .facts_wanted import STILL, fetching, wanting, with_reason

__all__ = ["Asked", "asked_in", "goes_on_asking", "is_request", "own_questions"]


class Asked(NamedTuple):
    """A question about a topic, and the piece of the utterance that asks it."""

    topic: str
    span: Span
    wanted: Span | None = None
    """What is wanted, up to the topic's own word, if it was said like a wish ("i'd like the")."""


_ANSWER = re.compile(r" *(?:(?:yes|yeah|yep|yup|no|nope|nah|please|also)(?![\w']) *)+")
_LEAD = """
    (?:(?:um+|uh+|er+|well|oh|hi|hello|ok|okay|yes|yeah|yep|yup|no|nope|nah|also|sorry|by the way
    |quick question|one question|just|wait|hang on|hold on|excuse me|and|but|so|now|then|please
    |great|perfect|good|thanks|thank you|finally) )*"""
_ASKS = "(?:(?:how|what|when|where|which|who|why)(?:'s|'re)?|how come|whereabouts)"
_WONDERS = f"""
    tell me|may i ask|can i ask|remind me|any idea|let me know (?:if|whether|{_ASKS})
    |(?:please )?(?:find out|see|check)(?: (?:to see|and see))? (?:if|whether|{_ASKS})
    |i(?:'d| would)? {STILL}(?:was wondering|wonder|like to (?:ask|know|check)|wanted to (?:ask
    |know|check)|want to (?:ask|know|check)|need to (?:ask|know|check)|have a question)
    |i(?:'m| am) {STILL}wondering|i don't know|you know"""
_VERB = f"""
    (?:is|are|do|does|did|can|could|will|would|have|has|was) (?:i|you|we|they|he|she|it|that|this
    |there|the|your|their|his|her|its|a|an|any|parking|people|all)|have|{_WONDERS}"""
_QUESTION = re.compile(" *" + phrase(f"{_LEAD}(?:{_ASKS}|{_VERB})"))
# Behind a question "and if it's open on Sundays" asks too.
_WHETHER = re.compile(
    " *" + phrase("(?:and )?(?:also )?(?:if|whether) (?:it|they|you|he|she|there)(?:'s|'re)?")
)
_ASKING = re.compile(phrase(_ASKS))
_CLAUSE = re.compile(r", *|(?<![\w'])(?:and|but|so)(?![\w'])", re.IGNORECASE)
_END = re.compile(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?:[.?!;]+(?:\s|$)|[?!]+)", re.IGNORECASE
)
# "Is three on Tuesday free?" asks for that time; it is an answer in the form of a question.
_REQUEST = re.compile(
    phrase(
        r"""
        (?:what|how) about|(?:do you|have you|you) (?:have |got )?(?:have|got|anything|something
        |space|room|a slot|availability)|is there (?:anything|something|a slot|space|room|any
        |an opening)|any chance|(?:is|would|are)(?: \w+){1,6} (?:be )?(?:free|available|possible|ok
        |okay|alright|good|work)|(?:can|could|may) (?:i|we|you)(?: please)? (?:come|do|have|get|make
        |book|fit|squeeze|take|say|try|move|change|put|go|reserve|schedule)|would you have
        |(?:will|would|does|could|can)(?: \w+){1,6} (?:work|suit|do
        |be (?:ok|okay|fine|possible|alright))"""
    )
)
# A number or an address behind a question is not part of it, and must not go with it.
_GIVES = re.compile(
    r"@|(?:(?:\d|\b(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\b)\W*){5}"
)


_TAG = re.compile(
    phrase("(?:is|are|do|does|did|has|have|was|ai)n't (?:you|it|that|he|she|they|we|i)") + " *$"
)


# --- looked for, and not asked about --------------------------------------------------------------

_ONE = """
    (?:an?|any|another|some|one|someone|somebody|something|somewhere|anyone|anything|other|more|the)"""
_SEEKS = re.compile(
    phrase(
        f"""
        find(?! out)|(?:look|looking|search|searching) for|(?:look|looking|search|searching
        |recommend|suggest|book|show|see|visit|get|schedule)(?: (?:me|us|of|around|into))* {_ONE}
        |(?:i|we)(?:'d| would|'m| am)? {STILL}(?:need|want|like|prefer|after) (?:an?|another|some)
        |(?:is|are) there (?:another|(?:any|some) (?:other|more))"""
    )
)
_WHERE_TO_FIND = re.compile(
    phrase(
        f"""
        where (?:(?:can|could|do|should|might|would) (?:i|we)|(?:i|we) (?:can|could|should|might))
        (?: (?:find|get|see|go(?: to| for)*|book|look for|visit)) (?!the ){_ONE}"""
    )
)
_THERE_IS = re.compile(
    phrase("(?:(?:is|are) there|do you (?:have|know)|have you got) (?:an?|any|some)")
)
_IN_A_PLACE = re.compile(
    phrase("(?:in|near|around|at)")
    + r" +(?!(?:the|your|my|there|here|this|that|it|you|an?|front|back)\b)\w"
)
_FIND = re.compile(phrase("find"))
_RELATIVE = re.compile(r" *(?:which|who|that)(?![\w'])")


# --- topics ---------------------------------------------------------------------------------------

# "My address" is the caller's own, and an email address nowhere to go to.
_NOT_OURS = re.compile(
    r"(?<![\w'])(?:my|e ?mail|web|website|cancell?ation|late|no ?show|booking|parking|delivery"
    r"|deposit) +$"
)
"""Nor does a cancellation fee tell what something costs."""
_LONGEST = 16  # characters of it


class _Topics(NamedTuple):
    """The words of a host's topics, as patterns."""

    names: tuple[tuple[str, re.Pattern[str]], ...]
    wanting: re.Pattern[str]
    fetching: re.Pattern[str]


@lru_cache(maxsize=64)
def _topics(topics: tuple[tuple[str, tuple[str, ...]], ...]) -> _Topics | None:
    named: list[tuple[str, re.Pattern[str]]] = []
    every: list[str] = []
    for name, words in topics:
        said = sorted((heard(word).split() for word in words), key=len, reverse=True)
        if phrases := [" ".join(map(re.escape, plain)) for plain in said if plain]:
            named.append((name, re.compile(phrase(f"(?:{'|'.join(phrases)})(?:s|'s)?"))))
            every += phrases
    if not every:
        return None
    any_of_them = f"(?:{'|'.join(every)})(?:s|'s)?"
    return _Topics(tuple(named), wanting(any_of_them), fetching(any_of_them))


def asked_in(text: str, plain: str, topics: Mapping[str, tuple[str, ...]]) -> tuple[Asked, ...]:
    """Find the questions about topics in an utterance, sentence by sentence.

    A topic's word asks nothing where something is looked for: "find me a salon located in Oakland".

    Args:
        text: The utterance as given.
        plain: Its heard form.
        topics: The words that callers use for each topic.

    Returns:
        Each topic asked about and the piece that asks, in the order they are named. One piece may
        ask about several, and one topic be asked about in several pieces.
    """
    patterns = _topics(tuple((name, tuple(words)) for name, words in topics.items()))
    if patterns is None:
        return ()
    named = sorted(
        (match.span(), name)
        for name, pattern in patterns.names
        for match in pattern.finditer(plain)
        if not _NOT_OURS.search(plain[: match.start()][-_LONGEST:])
    )
    # "How long do you stay open" asks for the hours: the "how long" in it is no other question.
    named = [
        (at, name)
        for at, name in named
        if not any(
            start <= at[0] and at[1] <= end and end - start > at[1] - at[0]
            for (start, end), _ in named
        )
    ]
    found: list[Asked] = []
    for span in _sentences(text) if named else ():
        inside = [(at, name) for at, name in named if span[0] <= at[0] < span[1]]
        if inside:
            found += _Sentence(text, plain, span, patterns).asks(inside)
    return tuple(found)


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


class _Sentence:
    """One sentence, and where in it something may be asked, wanted or looked for."""

    def __init__(self, text: str, plain: str, span: Span, patterns: _Topics) -> None:
        self.text, self.plain = text, plain
        self.start, self.end = start, end = span
        clauses = [start, *(match.end() for match in _CLAUSE.finditer(text, start, end))]
        self.questions = [at for at in clauses if _QUESTION.match(plain, at, end)]
        self.conditions = [at for at in clauses if _WHETHER.match(plain, at, end)]
        self.words = [match.start() for match in _ASKING.finditer(plain, start, end)]
        self.wanted = self._wanted(patterns, clauses)
        self.looked_for = [match.span() for match in _SEEKS.finditer(plain, start, end)]
        # The "where" of "where can I find a dentist" is part of it.
        self.looked_for += [
            (match.start(), match.start()) for match in _WHERE_TO_FIND.finditer(plain, start, end)
        ]

    def asks(self, named: list[tuple[Span, str]]) -> Iterator[Asked]:
        """Yield the questions about the topics that are named in this sentence."""
        done = self.start
        for (first, _), _ in named:
            if first < done:
                continue
            piece = next((each for each in self.wanted if each[0] <= first < each[1]), None)
            wanted = piece is not None
            if piece is not None:
                piece = piece[0], with_reason(self.plain, piece[1], self.end)
            elif (start := self._asks_from(done, first)) is not None:
                ends = [p[0] for p in self.wanted if p[0] > first]
                if told := TELLS_TO_BOOK.search(self.plain, first, self.end):
                    ends.append(told.start())
                piece = start, min(ends, default=self.end)
                if start != first and is_request(self.plain[slice(*piece)]):
                    continue  # but "what services do you have" asks in the topic's own words
            if piece is None or _GIVES.search(self.plain, *piece):
                continue
            done = piece[1]
            for at, topic in named:
                if piece[0] <= at[0] < piece[1]:
                    yield Asked(topic, piece, (piece[0], at[1]) if wanted else None)

    def _wanted(self, patterns: _Topics, clauses: list[int]) -> list[Span]:
        """Return the pieces that ask for topics in so many words."""
        kept = zip(self.text, self.plain, strict=True)
        marked = "".join("," if char == "," else plain for char, plain in kept)
        end = len(marked[: self.end].rstrip())
        found = [match.span() for match in patterns.wanting.finditer(marked, self.start, end)]
        fetched = (patterns.fetching.match(marked, at, end) for at in clauses)
        found += [match.span() for match in fetched if match]
        return [
            (first, last)
            for first, last in found
            # "Can you find cosmetic services in Oakland": what is looked for is there.
            if not (
                _FIND.search(self.plain, first, last)
                and _IN_A_PLACE.match(self.plain, last + 1, end)
            )
        ]

    def _asks_from(self, done: int, first: int) -> int | None:
        """Return where the question begins that names a topic at `first`, None if nothing asks.

        "Do you" asks only at the beginning of a clause; "how" and "where" ask anywhere. Nothing
        before `done` has to do with it.
        """
        asking = [at for at in self.questions if done <= at <= first]
        if done > self.start:
            asking += [at for at in self.conditions if done <= at <= first]
            if _QUESTION.match(self.plain, done) or _WHETHER.match(self.plain, done):
                asking.append(done)
        if self._is_sought(done, first, asking):
            return None
        words = [at for at in self.words if done <= at <= first]
        if asking or words:
            begins = max(asking) if asking else words[-1]
        elif is_question(self.text[done : self.end]) or _TAG.search(self.plain, done, self.end):
            begins = done
        else:
            return None
        answer = _ANSWER.match(self.plain, begins, first)
        return answer.end() if answer else begins

    def _is_sought(self, done: int, first: int, asking: list[int]) -> bool:
        """Whether the word at `first` says what is looked for, and is no question of its own."""
        own = max((at for at in asking if not _RELATIVE.match(self.plain, at)), default=-1)
        if any(done <= start and own <= end <= first for start, end in self.looked_for):
            return True
        there = _THERE_IS.search(self.plain, done, first)
        return there is not None and _IN_A_PLACE.search(self.plain, first, self.end) is not None


def is_request(plain: str) -> bool:
    """Tell whether a question asks for a value ("is three on Tuesday free?")."""
    return _REQUEST.search(plain) is not None


_GOES_ON = re.compile(
    " *"
    + phrase("(?:(?:ok|okay|oh|um+|uh+) )?(?:and|(?:and )?(?:what|how) about)(?: for)?")
    + " +(?:an?|the)"
    + r" +[\w']+(?: +[\w']+)?[ ?]*"
)


def goes_on_asking(plain: str) -> bool:
    """Tell whether an utterance asks the last question of something else: "and a colour".

    Args:
        plain: The utterance in heard form.
    """
    return _GOES_ON.fullmatch(plain) is not None and not plain.rstrip().endswith("please")


# --- questions only the caller could answer -------------------------------------------------------

_OWN = re.compile(
    phrase(
        """
        (?:am i|are we|(?:if|whether) (?:i'm|i am|we're|we are)) (?:(?:also|still|even) )*(?:free
        |available|busy|booked)
        |(?:do|will|would) (?:i|we) (?:(?:also|still) )*(?:have|be)(?: (?:got|any|some|an?|my
        |the))*(?: (?:free|available|busy|open|empty|plans|time|availability|slots?|events?|anything
        |something))+
        |(?:what|how)(?:'s| is| does| about)? (?:my|our) (?:availability|schedule|calendar|diary
        |day)|is (?:my|our) (?:availability|schedule|calendar|diary|day)
        |(?:when|what time) (?:am i|are we|will i be|do i have)
        |what (?:do i have|have i got)|have i got (?:anything|something|any|plans)"""
    )
)

# "I have free time on Tuesday" is an answer until it is put as a question.
_HAS_TIME = re.compile(phrase("(?:i|we) have (?:any |some )?free (?:time|hours?|slots?)"))


def own_questions(text: str, plain: str) -> Iterator[Span]:
    """Yield the sentences that ask about the caller's own time: "am I free on the 2nd?".

    Nobody here can answer them, and what they name is no answer: "I'm free on the 6th" is one.

    Args:
        text: The utterance as given.
        plain: Its heard form.
    """
    asked = False
    for start, end in _sentences(text):
        match = _OWN.search(plain, start, end)
        marked = text[start:end].rstrip().endswith("?")
        if match is None and marked:
            match = _HAS_TIME.search(plain, start, end)
        # "Am I free then? On Saturday?" goes on asking.
        asked = match is not None or (asked and marked)
        if asked:
            yield (match.start() if match else start), end
