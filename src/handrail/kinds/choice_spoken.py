"""Which option an utterance means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .base import NOTHING, Context, Reading, Span
from .choice_measures import compared, measured
from .heard import LONGEST_TURN, heard, phrase
from .options import Options, bases_of, is_small, is_way, key_of
from .places import place_in

__all__ = ["Mentions"]


class _Word(NamedTuple):
    text: str
    start: int
    end: int


class _Mention(NamedTuple):
    options: frozenset[int]
    span: Span


_WORD = re.compile(r"[\w']+")
# What is asked about an option does not choose it ("how much is a colour").
_ABOUT = re.compile(
    r"\s*"
    + phrase(
        r"(?:(?:and|so|but|um+|uh+|well|oh|sorry|ok|okay|hi|hello) )*(?:how (?:much|long|often|"
        r"many|is|are|do|does|come)|what(?:'s| is| are| does| do|'re)|why|when(?:'s| is)|where|"
        r"who|is there|are there|do i need|does|is an?|which is)"
    )
)
_ARTICLE = re.compile(r"(?<!\w)(?:an?|the|my|your|some|just|one|another|quick|same) +$")
_REFUSED = re.compile(
    r"(?:(?<![\w'])(?:not|never|without|except|besides|instead +of|rather +than|other +than|"
    r"any(?:thing|one|body|where|time)? +(?:but|except)|forget|skip|never +said|cancel|"
    r"(?:do|does|did|would|could|is|was|are|wo|ca)n'?t)(?![\w']))(?: +(?:an?|the|any|my|your|want|"
    r"wanting|need|book|booking|do|doing|for|getting|get|have|having|another|that|say|mean|ask|to|"
    r"like|really|just|said|about))* +$"
)
_WRONG = re.compile(r" +(?:is|was|'?s) +(?:wrong|incorrect|not +right|not +correct|a +mistake)")
# "I love the colour of your logo", "my hair color is brown": talk about a thing, not a wish for it.
_REMARK = re.compile(
    r"(?<![\w'])(?:i +(?:really +|just +|also +)?(?:love|loved|like|liked|hate|hated|had|got)|"
    r"(?:my|his|her|their|the) +(?:last|previous|old|current|natural))"
    r"(?: +(?:an?|the|my|your|that|this|last|hair))* +$"
)
_REMARKED = re.compile(
    r" +(?:of +(?:your|his|her|their|its|our)|last +(?:week|month|year|time|spring|summer"
    r"|autumn|fall|winter)|(?:is|was|looks|looked|turned +out)(?! +(?:fine|good|great|perfect"
    r"|what|the +one|ok|okay|it|best|better|for|on|at|please|right|correct))) *"
)
_WAIT = re.compile(r"(?<![\w'])(?:actually|wait|sorry|oh|hang on|hold on) +$")
_NO = re.compile(r"(?<![\w'])no +$")
_CORRECTED = re.compile(
    phrase(
        "no|nope|sorry|actually|i mean|i meant|wait|or rather|rather|make (?:it|that)|scratch that|"
        "correction|instead|change (?:it|that) to|not"
    )
)
# Where no choice is asked for, a part is a noun that nothing follows but what may follow a wish:
# "a cut on Friday", and not "a great day" or "the full moon" or "a change to my booking".
_AFTER_A_PART = frozenset(
    "please thanks thank for on at and or but with by around today tonight tomorrow next this "
    "some if when as then instead too also maybe after before appointment booking session slot "
    "i i'd i'm my we can could is would sometime soon um uh sorry no not "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_LEAST_FUZZY = 5  # letters: shorter names sound like too many other words
_LEAST_UNASKED = 7
_HANDFUL = 5  # options that an ambiguous reading may hold: more of them were not told apart


class Mentions:
    """The options that an utterance mentions, in the light of what was asked.

    Args:
        text: The utterance.
        ctx: Whether the choice was asked for, and what is on offer.
        options: What there is to choose from.
    """

    def __init__(self, text: str, ctx: Context, options: Options) -> None:
        self.text = text
        self.plain = heard(text) if len(text) <= LONGEST_TURN else ""
        self.words = [_Word(m.group(), *m.span()) for m in _WORD.finditer(self.plain)]
        self.options = options
        names = [option.name for option in options.all]
        offered = [names.index(name) for name in ctx.offered if name in names]
        self.order = offered or list(range(len(options.all)))
        self.expected = ctx.asked or bool(offered)
        self.nouns = {base for noun in ctx.nouns for base in bases_of(key_of([noun]))}
        self.names = {name: name for name in options.names if len(name) >= _LEAST_FUZZY}
        self.sounds = {name: _sound_of(name) for name in self.names}

    def reading(self) -> Reading[str]:
        """Return which option is meant, or the few it may be."""
        if not self.words or not self.options.all or _ABOUT.match(self.plain):
            return NOTHING
        named = list(self._by(self._named))
        mentions = self._with_parts(named)
        if mentions:
            reading = self._judged(mentions)
            if named or reading.status != "ambiguous" or not self.expected:
                return reading
            alike = self._alike()  # "hare cut" has a part of two names, and sounds like one
            more = alike.span is not None and alike.span != reading.span
            return alike if more and alike.value in reading.alternatives else reading
        if self.expected and (described := self._described()):
            return self._judged([described])
        return self._alike()

    def _alike(self) -> Reading[str]:
        """Return the one option whose name sounds like what was said, to be read back."""
        sounding = list(self._by(self._sounding))
        reading = self._judged(sounding) if sounding else NOTHING
        if reading.status != "clear":
            return NOTHING  # two that only sound alike are not worth an offer
        return Reading("clear", reading.value, spans=reading.spans, doubtful=True)

    def _with_parts(self, named: list[_Mention]) -> list[_Mention]:
        """Add the options that only a part of their name stands for: "haircut, no, the shave"."""
        whole = frozenset().union(*(mention.options for mention in named))
        parts = [
            part
            for part in self._by(self._part)
            if whole.isdisjoint(part.options)
            and not any(part.span[0] < n.span[1] and n.span[0] < part.span[1] for n in named)
        ]
        return sorted([*named, *parts], key=lambda mention: mention.span)

    # --- finding ------------------------------------------------------------------------------

    def _by(self, find: Callable[[int, int], frozenset[int]]) -> Iterator[_Mention]:
        """Find mentions from left to right, the longest at each place."""
        at = 0
        while at < len(self.words):
            for size in range(min(self.options.longest + 1, len(self.words) - at), 0, -1):
                if found := find(at, at + size):
                    yield _Mention(found, (self.words[at].start, self.words[at + size - 1].end))
                    at += size
                    break
            else:
                at += 1

    def _key(self, start: int, end: int) -> str:
        return key_of(word.text.removesuffix("'s") for word in self.words[start:end])

    def _named(self, start: int, end: int) -> frozenset[int]:
        return _first(
            self.options.names.get(base, frozenset()) for base in bases_of(self._key(start, end))
        )

    def _part(self, start: int, end: int) -> frozenset[int]:
        if end - start > 1 or not (found := self._part_at(start)):
            return frozenset()
        first, last, narrowed = self._run(start, found)
        if not any(self._tells(at) for at in range(first, last + 1)):
            return frozenset()
        if self.expected:
            return found
        return narrowed if len(narrowed) == 1 and self._is_a_thing(first, last) else frozenset()

    def _part_at(self, at: int) -> frozenset[int]:
        """Return the options of which the word at a place is a part."""
        bases = bases_of(self._key(at, at + 1))
        found = _first(map(self.options.part, bases))
        return found or (_first(map(self.options.clipped, bases)) if self.expected else found)

    def _tells(self, at: int) -> bool:
        """Whether a part is more than a letter ("6 a.m.") or the step's noun ("that salon")."""
        key = self._key(at, at + 1)
        if is_way(key) and not (self.expected and self._is_no_detail(at)):
            return False
        return len(key) > 1 and self.nouns.isdisjoint(bases_of(key))

    def _is_no_detail(self, at: int) -> bool:
        """Whether "phone" is a way to talk and not what the caller is reached by."""
        own = self.words[at - 1].text in {"my", "your"} if at else False
        after = self.words[at + 1].text if at + 1 < len(self.words) else ""
        return not own and after not in {"number", "address", "is", "me"}

    def _run(self, at: int, options: frozenset[int]) -> tuple[int, int, frozenset[int]]:
        """Return the first and last of parts that stand together, and the options of all."""
        first = last = at
        longest = self.options.longest
        while first > max(0, at - longest) and (both := self._part_at(first - 1) & options):
            first, options = first - 1, both
        end = min(len(self.words), at + longest)
        while last + 1 < end and (both := self._part_at(last + 1) & options):
            last, options = last + 1, both
        return first, last, options

    def _is_a_thing(self, first: int, last: int) -> bool:
        """Whether words stand after an article and before no other noun."""
        if not _ARTICLE.search(self.plain[: self.words[first].start]):
            return False
        after = self.words[last + 1].text if last + 1 < len(self.words) else "please"
        return after in _AFTER_A_PART or after[0].isdigit()

    def _sounding(self, start: int, end: int) -> frozenset[int]:
        said = self._key(start, end)
        if len(said) < (_LEAST_FUZZY if self.expected else _LEAST_UNASKED):
            return frozenset()
        if any(is_small(word.text) for word in self.words[start:end]):
            return frozenset()  # "a place called Oak and Pastor" is not in Oakland
        enough = 84 if self.expected else 91
        scores: dict[str, float] = {}
        for base in bases_of(said):
            # By letters, and by sound: "markus" is Marcus.
            for said_as, names in ((base, self.names), (_sound_of(base), self.sounds)):
                for _, score, name in process.extract(
                    said_as, names, scorer=fuzz.ratio, score_cutoff=enough - 10, limit=None
                ):
                    scores[name] = max(score, scores.get(name, 0))
        if not scores:
            return frozenset()
        best = max(scores, key=lambda name: scores[name])
        found = self.options.names[best]
        rivals = (
            score > scores[best] - 10
            for name, score in scores.items()
            if self.options.names[name] != found
        )
        return found if scores[best] >= enough and not any(rivals) else frozenset()

    # --- describing ---------------------------------------------------------------------------

    def _described(self) -> _Mention | None:
        if place := place_in(self.text, len(self.order)):
            return _Mention(frozenset({self.order[place.number - 1]}), place.span)
        # "The hour long one" is an hour long, and not the longest.
        for told in (measured, compared):
            if found := told(self.plain, self.options.all, self.order):
                return _Mention(*found)
        return self._detailed()

    def _detailed(self) -> _Mention | None:
        found: set[int] = set()
        spans: list[Span] = []
        for word in self.words:
            for base in bases_of(key_of([word.text])):
                if about := self.options.details.get(base, frozenset()) & set(self.order):
                    found = found & about if found else set(about)
                    spans.append((word.start, word.end))
                    break
        if len(found) != 1:
            return None
        return _Mention(frozenset(found), (spans[0][0], spans[-1][1]))

    # --- judging ------------------------------------------------------------------------------

    def _judged(self, mentions: list[_Mention]) -> Reading[str]:
        """Weigh refusals and corrections among the mentions."""
        meant: list[_Mention] = []
        for mention in mentions:
            if self._refused(mention):
                continue
            between = self.plain[meant[-1].span[1] : mention.span[0]] if meant else ""
            if meant and _CORRECTED.search(between):
                meant = []
            meant.append(mention)
        if not meant:
            return NOTHING
        found = frozenset.intersection(*(m.options for m in meant))
        spans = tuple(m.span for m in meant)
        if len(found) == 1:
            (option,) = found
            spans = tuple(sorted((*spans, *self._about(option, spans))))
            return Reading("clear", self.options.all[option].name, spans=spans)
        either = sorted(found or frozenset.union(*(m.options for m in meant)))
        if len(either) > _HANDFUL:
            return NOTHING
        names = tuple(self.options.all[index].name for index in either)
        return Reading("ambiguous", spans=spans, alternatives=names)

    def _about(self, option: int, spans: tuple[Span, ...]) -> Iterator[Span]:
        """Yield the words that only describe what was chosen: the "hair" to be dyed."""
        for word in self.words:
            taken = any(start < word.end and word.start < end for start, end in spans)
            if not taken and self.options.tells_of(key_of([word.text]), option):
                yield word.start, word.end

    def _refused(self, mention: _Mention) -> bool:
        before, after = self.plain[: mention.span[0]], self.plain[mention.span[1] :]
        if _REFUSED.search(before) or _WRONG.match(after):
            return True
        if _REMARK.search(before) or _REMARKED.match(after):
            return True
        # "no colour" refuses it; "no, colour" and "no a colour" correct something else.
        no = _NO.search(before)
        if no and _WAIT.search(before[: no.start()]):
            return False  # "standard, actually no, junior"
        return no is not None and not self.text[no.start() : mention.span[0]].strip().endswith(",")


@lru_cache(maxsize=4096)
def _sound_of(name: str) -> str:
    name = re.sub(r"ck|c(?![eiyh])|q", "k", name.replace("ph", "f"))
    return re.sub(r"(.)\1", r"\1", name.replace("y", "i").replace("z", "s"))


def _first(found: Iterable[frozenset[int]]) -> frozenset[int]:
    return next(filter(None, found), frozenset())
