"""The options of a choice, and the words that each of them answers to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from .base import InvalidValue
from .heard import heard

__all__ = [
    "Option",
    "Options",
    "OptionsGiven",
    "bases_of",
    "is_small",
    "is_way",
    "key_of",
    "words_in",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose from.

    As JSON an option is a string (its name) or an object with these fields.
    """

    name: str
    """What it is called, and the value of the choice."""
    synonyms: tuple[str, ...] = ()
    """Other names callers use: "color", "dye"."""
    description: str = ""
    """What it is, in a few words; callers may choose by words only it has."""
    minutes: int | None = None
    """How long it takes, for "the half-hour one" and "the shorter"."""
    price: float | None = None
    """What it costs, in the business's currency, for "the cheaper" and "the free one"."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "synonyms", tuple(self.synonyms))

    @classmethod
    def of(cls, raw: object) -> Option:
        """Return an option from an option, its name or its JSON object.

        Raises:
            InvalidValue: If it is none of these or has no name.
        """
        if isinstance(raw, Option):
            return raw
        if isinstance(raw, str) and raw.strip():
            return cls(raw)
        if isinstance(raw, Mapping) and isinstance(raw.get("name"), str) and raw["name"].strip():
            return cls(**{key: raw[key] for key in cls.__slots__ if key in raw})
        raise InvalidValue(f"An option is a name or an object with a name, not {raw!r:.60}.")


OptionsGiven: TypeAlias = Sequence[Option] | Sequence[str] | Sequence[Mapping[str, Any]]


def key_of(words: Iterable[str]) -> str:
    """Return words as they are compared: joined ("hair cut" is "haircut"), in one spelling.

    British and American spellings meet: "colour" and "color", "centre" and "center". An "and"
    between others is not counted: "cut and colour" is how "Cut & Colour" is said.
    """
    said = [_SHORT.get(word, word) for word in words]
    inner = [word for word in said[1:-1] if word != "and"]
    joined = "".join([*said[:1], *inner, *said[1:][-1:]]).replace("'", "")
    for british, american in _AMERICAN:
        joined = joined.replace(british, american)
    return re.sub(r"our(?=$|s|e|i)", "or", joined)


_SHORT = {
    "doctor": "dr", "saint": "st", "ten": "10", "fifteen": "15", "twenty": "20", "thirty": "30",
    "forty": "40", "sixty": "60", "ninety": "90",
}  # fmt: skip
"""How words of a name are written short."""
_AMERICAN = (
    ("tre", "ter"), ("grey", "gray"), ("tyre", "tire"), ("moustache", "mustache"),
    ("jewellery", "jewelry"), ("programme", "program"),
)  # fmt: skip


_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
_SHORTEST = 3


def words_in(name: str) -> list[str]:
    """Return the words of a name as they are said, without its marks: "Dr. O'Neil (new)"."""
    return _WORD.findall(heard(name))


def bases_of(key: str) -> tuple[str, ...]:
    """Return a key and what it may be an inflection of: "haircuts" of "haircut"."""
    bases = [key]
    for ending, put in _ENDINGS:
        base = key.removesuffix(ending) + put
        if key.endswith(ending) and len(base) >= _SHORTEST:
            bases.append(base)
            if ending == "ing" and base[-2:-1] == base[-1:]:  # "cutting"
                bases.append(base[:-1])
    return tuple(bases)


# Words that say nothing of an option although they stand in its name.
_STOP = frozenset(
    {
        "a", "an", "the", "and", "or", "of", "for", "with", "in", "on", "at", "to", "my",
        "your", "our", "i", "it", "is", "it's", "this", "that", "one", "no", "not", "any",
        "some", "service", "session", "appointment", "booking", "treatment", "visit", "me",
        "please", "us", "by", "from", "per", "min", "mins", "minutes", "minute", "hour",
        "hours", "new", "get", "want", "need", "like", "first", "second", "third", "last",
        "next", "day", "time", "name", "number", "yes", "here", "there",
        "can", "just", "only", "about", "into", "over", "before", "after", "more", "most", "very",
        "all", "both", "each", "than", "then", "them", "they", "also", "have", "has", "will",
        "what", "when", "where", "who", "how", "be", "are", "do", "if", "as", "so", "her", "his",
        "she", "he", "we", "would", "could", "change", "fine", "good", "great", "ok", "okay",
        "right", "sure", "thanks", "thank", "well",
    }
)  # fmt: skip
_WAYS = frozenset({"phone", "email"})
_WORD = re.compile(r"[\w']+")


def is_way(word: str) -> bool:
    """Tell whether a word names a way to talk ("by phone") as often as a caller's own detail."""
    return word in _WAYS


def is_small(word: str) -> bool:
    """Tell whether a word says nothing of an option although it may stand in its name."""
    return word in _STOP


_LEAST = 3  # letters of a word that tells an option apart
_CLIP = 5  # letters of the beginning of a word that are enough: "consult" for "consultation"
# Words that end a compound: "a cut" is a haircut. Any other end of a word is none: "a ton" is no
# Atherton, "Mon" no San Ramon and "I'll" no Morgan Hill.
_HEADS = (
    "bath", "brow", "care", "check", "clean", "coat", "cut", "dry", "guard", "lash", "lift",
    "nail", "peel", "proof", "shave", "shine", "tan", "wash", "wax", "weave", "work",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """Options with every word they answer to. Made by `Options.of`, once for equal options."""

    all: tuple[Option, ...]
    names: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Keys of names and synonyms."""
    parts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Keys of words in names and synonyms that are not the whole name, heads of compounds too."""
    clips: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Beginnings of names of one word."""
    details: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Keys of words in descriptions."""
    about: frozenset[str] = frozenset()
    """Keys of all words in descriptions, also of those that tell no option apart."""
    longest: int = 1
    """Most words of a name."""

    @classmethod
    def of(cls, given: OptionsGiven) -> Options:
        """Index the options.

        Raises:
            InvalidValue: If one is no option.
        """
        return _indexed(tuple(Option.of(raw) for raw in given))

    def tells_of(self, key: str, option: int) -> bool:
        """Tell whether a word only says more of an option ("hair", of a haircut or of a dye)."""
        if len(key) < _LEAST or key in _STOP:
            return False
        if owners := self.parts.get(key) or self.details.get(key):
            return option in owners
        return key in self.about or any(name.startswith(key) for name in self.names)

    def part(self, key: str) -> frozenset[int]:
        """Return the options of which a word is a part: "trim" of "Beard trim", or "cut"."""
        return self.parts.get(key, frozenset())

    def clipped(self, key: str) -> frozenset[int]:
        """Return the options of whose name a word is the beginning: "consult" of a consultation."""
        return self.clips.get(key, frozenset()) if key not in _STOP else frozenset()


_BRACKETED = re.compile(r"\s*[(\[][^)\]]*[)\]]")


@lru_cache(maxsize=64)
def _indexed(options: tuple[Option, ...]) -> Options:
    names: defaultdict[str, set[int]] = defaultdict(set)
    parts: defaultdict[str, set[int]] = defaultdict(set)
    clips: defaultdict[str, set[int]] = defaultdict(set)
    details: defaultdict[str, set[int]] = defaultdict(set)
    longest = 1
    for index, option in enumerate(options):
        own = [word for word in words_in(option.description) if word not in _STOP]
        for word in own:
            if len(word) > _LEAST:
                details[key_of([word])].add(index)
        # "Follow-up (30 minutes)" is called a follow-up: what stands in brackets tells of it.
        bare = _BRACKETED.sub("", option.name).strip() or option.name
        for called in dict.fromkeys((option.name, bare, *option.synonyms)):
            words = words_in(called)
            longest = max(longest, len(words))
            plain = [word.removesuffix("'s") for word in words]  # "men's cut", said or written so
            if words:
                names[key_of(words)].add(index)
                names[key_of(plain)].add(index)
            if len(words) == 1:
                key = key_of(words)
                for head in {*_HEADS, *map(key_of, ([word] for word in own))}:
                    if key.endswith(head) and min(len(head), len(key) - len(head)) >= _LEAST:
                        parts[head].add(index)
                for size in range(_CLIP, len(key)):
                    clips[key[:size]].add(index)
                continue
            for word in {*words, *plain}:
                if word not in _STOP:
                    parts[key_of([word])].add(index)
    by_name = _frozen(names)
    return Options(
        options,
        by_name,
        _frozen(parts),
        _frozen(clips),
        {
            key: found
            for key, found in _frozen(details).items()
            # "Hair" in the description of one option is the beginning of another's name.
            if not any(key in name and not by <= found for name, by in by_name.items())
        },
        frozenset(details),
        longest,
    )


def _frozen(found: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {key: frozenset(options) for key, options in found.items()}
