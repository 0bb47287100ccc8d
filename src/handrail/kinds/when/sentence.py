"""Sentences about time: which of the phrases in an utterance the caller means.

The grammar finds phrases; here they meet the words around them. "Not Friday" is no day and "after
three" is an edge.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from ..base import Span
from ..word_lists import WEEKDAYS
from . import cues
from .clocks import CLOCK_RULES
from .days import DAY_RULES
from .denials import deny, settle_denials
from .distances import DISTANCE_RULES
from .grammar import Found, Rule, World, search
from .joining import settle_halves, use
from .lexicon import CLASSES
from .meaning import Clock, Days, Meaning, Shape, Window
from .mentions import measured, resolved
from .named import named_day
from .occasions import words_of_occupation
from .preferences import preferences
from .stretches import STRETCH_RULES
from .tokens import Tokens, tokenize
from .understood import Understood

__all__ = ["understand"]

_RULES: Final[list[Rule]] = [*DAY_RULES, *DISTANCE_RULES, *STRETCH_RULES, *CLOCK_RULES]

_THE_DAY: Final = re.compile(rf"\b(?:the|that) {WEEKDAYS}\s*$", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")
_MOST: Final = 30
"""Phrases of time beyond which an utterance is no answer any more."""
_NEAR: Final = 80
"""Characters before and after a phrase in which its cues are looked for."""
_CLOSE: Final = 30
"""Characters between two phrases within which their words belong together."""
_CONNECTING: Final = frozenset(
    CLASSES[name]
    for name in (
        *("AT", "ON", "FOR", "AROUND", "ABOUT", "BY", "AFTER", "BEFORE", "FROM", "BETWEEN"),
        *("TILL", "THE", "ANY", "IN", "LATER", "EARLIER", "THAN"),
    )
)
"""Classes of words that connect a phrase with the sentence and belong to its span."""


_BOUNDS: Final = frozenset("before after later earlier sooner until till".split())
_NO: Final = frozenset("no not nothing none".split())


def understand(
    text: str, world: World, *, bare: bool, ordinals_choose: int = 0, around: str = ""
) -> Understood:
    """Find out what an utterance says of time.

    Args:
        text: The utterance.
        world: The present moment and the region.
        bare: Whether bare numbers may be times.
        ordinals_choose: How many offers the caller may mean by "the second"; such words are then
            no days of the month.
        around: The text with words used for something else, which may govern it; of its length.
    """
    tokens = tokenize(text, around)
    lower = tokens.text.lower()
    if cues.asks_the_clock(lower):
        return Understood()
    bare = bare and not cues.counts_people(lower)
    found = _phrases(tokens, world, bare=bare, ordinals_choose=ordinals_choose)
    sentence = _Sentence(tokens, world)
    ends = [*(one.start for one in found[1:]), len(tokens.classes) - 1]
    for one, following in zip(found, ends, strict=False):
        sentence.hear(one, following)
    sentence.take_the_day_of_what_happens()
    if sentence.left:
        return Understood()  # "can I move it from Tuesday": the new time is still to come
    settle_denials(sentence.said, world.today, bare=bare)
    settle_halves(sentence.said)
    return sentence.said


@dataclass(slots=True)
class _Sentence:
    """A sentence on the way to its meaning: what its phrases have said so far."""

    tokens: Tokens
    world: World
    said: Understood = field(default_factory=Understood)
    mentioned: list[Clock | Days] = field(default_factory=list)
    """Days and clock times, wanted or not, of which a later phrase may speak ("so after that")."""
    kept: Found | None = None
    """The last phrase that was used."""
    last: Found | None = None
    """The last phrase."""
    end: int = 0
    """The last token of the last phrase."""
    negated: bool = False
    """Whether the last phrase was said not to do."""
    occupied: bool = False
    """Whether it is when the caller does something else."""
    aside: Found | None = None
    """The day of that, where its clock time was said first."""
    left: bool = False
    """Whether it is what something is moved away from."""

    def hear(self, each: Found, following: int) -> None:
        """Add a phrase to what was said, with the words up to token `following`."""
        one = resolved(each, self.mentioned, self.said, self.world)
        if one is not None:
            self._add(one, _spaced(self.tokens.between(one.end - 1, following)[:_NEAR]))
        self.last, self.end = each, each.end - 1

    def take_the_day_of_what_happens(self) -> None:
        """Let a new time be on the day of what happens: "I finish at five on Tuesday, so six"."""
        if self.aside is not None and not self.said.days and (self.said.clocks or self.said.minute):
            self._use(self.aside, self.aside.meaning, "")

    def _add(self, one: Found, behind: str) -> None:
        tokens, lead = self.tokens, self._lead(one)
        gap = tokens.between(self.end, one.start)
        shape, before = self._bounds(one, lead, behind, gap)
        listed = self.negated and (
            cues.lists_none(lead)
            or (isinstance(one.meaning, (Window, Clock)) and cues.adjoins(lead))
            or (self.occupied and isinstance(one.meaning, Days) and cues.adjoins(lead))
        )
        negated = listed or cues.is_none(before, behind)
        if isinstance(one.meaning, (Clock, Days)):
            self.mentioned.append(one.meaning)
        if negated:
            bounding = cues.count_words(lead) - cues.count_words(before)  # "until" three
            head = _head(one, tokens) - (bounding if shape != "at" and before else 0)
            deny(self.said, one, head, (before, behind), tokens, listed=listed)
            if listed and self.occupied and isinstance(one.meaning, Days):
                self.aside = one
        elif one.meaning != Days():
            strict = cues.is_strict(_spaced(lead)[-_NEAR:])
            self._use(one, _shaped(one.meaning, shape, self.world.today, strict=strict), gap)
        self.occupied = negated and (listed or words_of_occupation(before.rstrip()) != "")
        self.negated = negated

    def _lead(self, one: Found) -> str:
        """Return the words before a phrase, as they bear on it."""
        lead = self.tokens.between(self.end, _head(one, self.tokens))
        if self.last is not None and _is_any(self.last, self.tokens) and cues.excepts(lead):
            return " any day but "  # "any afternoon but Monday"
        return lead

    def _bounds(self, one: Found, lead: str, behind: str, gap: str) -> tuple[Shape, str]:
        """Return how a phrase is bounded, and the words before those that bound it."""
        tokens = self.tokens
        shape, before = cues.shape_of(_spaced(lead)[-_NEAR:], behind)
        if cues.is_plain_no(before, behind) and tokens.word(one.end - 1).endswith("s"):
            before = "not "  # "no mornings", but "no, Monday morning"
        from_one_to_another = tokens.classes[one.start] == CLASSES["FROM"]
        if tokens.is_taken(one.start) and not from_one_to_another:
            self.left = cues.is_left(_spaced(lead)) or (self.left and not cues.arrives(gap))
        if self.left or from_one_to_another:
            shape = "at"  # the word "from" does not bound it
        return shape, before

    def _use(self, one: Found, meaning: Meaning, gap: str) -> None:
        said, tokens = self.said, self.tokens
        used = use(said, meaning, gap, tokens, self.kept)
        start, end = _span(one, tokens)
        if self.negated and said.denial_spans and len(gap) < _CLOSE:
            start = min(start, said.denial_spans[-1][1])
        if used and self.kept is not None and said.spans and len(gap) < _CLOSE:
            start = tokens.spans[self.end][1]  # the words of a correction are used too
        said.spans.append((start, end))
        self.kept = one


def _phrases(tokens: Tokens, world: World, *, bare: bool, ordinals_choose: int) -> list[Found]:
    """Return the phrases of time in an utterance in order; none where they are no answer."""
    found = [
        one
        for one in search(tokens, _RULES, world, bare=bare)
        if not (
            _chooses(one, tokens, ordinals_choose)
            or _is_of_a_zone(one, tokens)
            or _is_a_pronoun(one, tokens)
        )
    ]
    if not bare and any(isinstance(one.meaning, Clock) for one in found):
        found = _with_another_clock(found, tokens, world)
    named = named_day(tokens.text, world)
    if named is not None:
        if named.days is None:
            return []
        found = _with_named(found, named.days, named.span, tokens)
    found = _with_preferences(measured(found, world.today), tokens, bare=bare)
    return found if len(found) <= _MOST else []


def _with_another_clock(found: list[Found], tokens: Tokens, world: World) -> list[Found]:
    """Add a bare number that is the other of two times: "Friday at 10 or maybe 11"."""
    if "or" not in tokens.text.lower().split():
        return found
    known, places = [*found], {one.start for one in found}
    for one in search(tokens, _RULES, world, bare=True):
        before = next((each for each in reversed(known) if each.end <= one.start), None)
        if (
            one.start not in places
            and isinstance(one.meaning, Clock)
            and before is not None
            and isinstance(before.meaning, Clock)
            and cues.gives_another(tokens.between(before.end - 1, one.start))
        ):
            known = sorted([*known, one], key=lambda each: each.start)
    return known


def _with_preferences(found: list[Found], tokens: Tokens, *, bare: bool) -> list[Found]:
    """Add phrases that leave the choice to the desk, where no phrase of time is in their words."""
    added: list[Found] = []
    for span, meaning in preferences(tokens.text, bare=bare):
        covered = [
            i for i, (start, end) in enumerate(tokens.spans) if start < span[1] and end > span[0]
        ]
        first, last = covered[0], covered[-1] + 1
        if all(one.end <= first or one.start >= last for one in (*found, *added)):
            added.append(Found(first, last, meaning))
    return sorted([*found, *added], key=lambda one: one.start) if added else found


def _with_named(found: list[Found], days: Days, span: Span, tokens: Tokens) -> list[Found]:
    """Put a day known by its name in place of what the grammar found in the same words."""
    covered = [
        i for i, (start, end) in enumerate(tokens.spans) if start < span[1] and end > span[0]
    ]
    first, last = covered[0], covered[-1] + 1
    others = [one for one in found if one.end <= first or one.start >= last]
    return sorted([*others, Found(first, last, days)], key=lambda one: one.start)


def _chooses(one: Found, tokens: Tokens, offers: int) -> bool:
    meaning = one.meaning
    return (
        isinstance(meaning, Days)
        and meaning.monthday is not None
        and meaning.monthday <= offers
        and tokens.classes[one.end - 1] == CLASSES["ORDWORD"]
    )


def _is_a_pronoun(one: Found, tokens: Tokens) -> bool:
    """Whether "one" is no hour but the day's: "the Thursday one", "that Monday one"."""
    before = _THE_DAY.search(tokens.between(0, one.start))
    return (
        isinstance(one.meaning, Clock)
        and one.end - one.start == 1
        and tokens.word(one.start) == "one"
        and before is not None
    )


def _is_of_a_zone(one: Found, tokens: Tokens) -> bool:
    behind = tokens.between(one.end - 1, len(tokens.classes) - 1)[:_NEAR]
    return isinstance(one.meaning, Clock) and cues.names_a_zone(_spaced(behind))


def _head(one: Found, tokens: Tokens) -> int:
    """Return the first token of a phrase that is not a word before it ("at", "around")."""
    at = one.start
    while at < one.end - 1 and tokens.classes[at] in _CONNECTING:
        at += 1
    return at


def _is_any(one: Found, tokens: Tokens) -> bool:
    return CLASSES["ANY"] in tokens.classes[one.start - 1 : one.start + 1]


def _spaced(words: str) -> str:
    """Return words with typewriter apostrophes and single spaces, those at the ends kept."""
    return _SPACES.sub(" ", words.replace("\u2019", "'"))


def _shaped(meaning: Meaning, shape: Shape, today: dt.date, *, strict: bool) -> Meaning:
    """Return a phrase's meaning as bounded by the words around it.

    Args:
        meaning: What the phrase means alone.
        shape: How it is bounded.
        today: The present day, at which "by Friday" starts.
        strict: Whether the day itself is left out ("after the 16th").
    """
    if isinstance(meaning, Clock) and meaning.shape == "at":
        return meaning.shaped(shape)
    if not isinstance(meaning, Days) or shape not in ("after", "before"):
        return meaning
    first, last = meaning.exact or meaning.first, meaning.exact or meaning.last
    off = dt.timedelta(days=int(strict))
    if shape == "after":  # "from next week" begins with it, "after next week" does not
        edge = last if strict else first
        return Days((), edge + off, None) if edge is not None else meaning
    edge = first if strict else last
    if edge is None or meaning.weekdays:
        return meaning
    return Days((), today, edge - off) if edge - off >= today else Days()


def _span(one: Found, tokens: Tokens) -> Span:
    """Return the span of a phrase with the words that connect it ("on", "at", "around")."""
    start = one.start
    while start > 1 and tokens.classes[start - 1] in _CONNECTING:
        start -= 1
    if start > 1 and tokens.word(start) in _BOUNDS and tokens.word(start - 1) in _NO:
        start -= 1  # "no later than three", "nothing before three"
    end = one.end
    while end < len(tokens.classes) - 1 and tokens.classes[end] in (
        CLASSES["ISH"], CLASSES["ONWARDS"],
    ):  # fmt: skip
        end += 1
    if isinstance(one.meaning, Clock):
        behind = tokens.between(end - 1, len(tokens.classes) - 1)[:_NEAR]
        end = min(end + cues.words_behind(_spaced(behind)), len(tokens.classes) - 1)
    return tokens.spans[start][0], tokens.spans[end - 1][1]
