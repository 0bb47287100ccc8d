"""The parts of a name: titles, particles, hyphens and initials, and how a name is written.

Recognisers write in lower case, or capitalise words at will, so a name is cased anew: "maria van
der berg" is Maria van der Berg, "o brien" O'Brien, "mcdonald" McDonald. A capital within a word
("DeShawn") is kept, for no recogniser puts it there by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..spoken import Word, numeral_at
from . import lists

__all__ = ["FUNCTION_WORDS", "PARTICLES", "TITLES", "NameFound", "cased", "hyphenated", "name_at"]

TITLES = frozenset(
    "dr doctor mr mister mrs missus ms miss mx sir madam professor prof reverend rev".split()
)
PARTICLES = frozenset(
    "van der den de la le du di da del della dos das do von zu zum bin ibn al el ter ten y".split()
)
"""Small words within a family name, which are written small."""
_SUFFIXES = {
    "jr": "Jr", "junior": "Jr", "sr": "Sr", "senior": "Sr", "ii": "II", "iii": "III", "iv": "IV",
}  # fmt: skip
_IRISH = frozenset(
    "brien connor neill neil neal connell reilly donnell hara keefe malley sullivan shea leary "
    "dwyer donoghue donovan grady rourke callaghan toole flaherty halloran hagan meara hanlon "
    "dowd driscoll mahony mahoney kane gorman farrell doherty riordan sheas regan carroll hare "
    "dea dell day".split()
)
_JOINED_IRISH = _IRISH - {"dell", "day", "dea", "hare", "kane", "hara"}
_MACS = frozenset(
    "donald leod kenzie arthur gregor dougall intyre intosh kay lean millan pherson lachlan kinnon"
    " farlane duff aulay neil".split()
)
FUNCTION_WORDS = frozenset(
    "a an the this that these those some any every each no not none i me my mine myself you your "
    "yours he him his she her hers it its we us our they them their who whom whose which what "
    "when where why how here there then than am is are was were be been do does did done have has "
    "had would shall should can could might must and or but nor so if because as of at by for "
    "with about to from up in out on off over again yes yeah yep nope nah okay ok please thanks "
    "thank hello hi hey bye sorry um uh er erm hmm ah oh wow i'm i've i'll i'd you're it's that's "
    "there's what's let's don't can't won't didn't isn't just only too very really also now never "
    "always well sure right like see san santa monday tuesday wednesday thursday friday saturday "
    "sunday today tomorrow one thing comma".split()
)
"""Words that are no part of a name, whatever a census lists, but where they are particles."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name, or what may be one, in an utterance."""

    parts: tuple[str, ...]
    """In lower case, particles with their name ("van der berg" is one part)."""
    value: str
    start: int
    """Index of its first word, a title included."""
    end: int

    @property
    def given(self) -> str:
        """The given name, in lower case."""
        return self.parts[0]

    @property
    def family(self) -> str:
        """The family name without its particles, in lower case; empty if there is none."""
        return self.parts[-1].split()[-1] if len(self.parts) > 1 else ""


def cased(part: str, raw: str = "") -> str:
    """Write one word of a name as it is written on an envelope.

    Args:
        part: In lower case.
        raw: As the recogniser wrote it, whose inner capitals are kept.
    """
    if raw and any(c.isupper() for c in raw[1:]) and any(c.islower() for c in raw[1:]):
        return raw[0].upper() + raw[1:]
    if "-" in part:
        return "-".join(cased(piece) for piece in part.split("-"))
    if part in _SUFFIXES:
        return _SUFFIXES[part]
    if part.startswith(("o'", "d'", "l'")) and len(part) > 2:
        return part[:2].upper() + part[2:].capitalize()
    if part.startswith("o") and part[1:] in _JOINED_IRISH and not lists.is_given(part):
        return "O'" + part[1:].capitalize()
    if part.startswith("mc") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    if part.startswith("mac") and part[3:] in _MACS:
        return "Mac" + part[3:].capitalize()
    return part[:1].upper() + part[1:]


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""


def _is_name_word(text: str) -> bool:
    plain = text.replace("'", "")
    return (
        len(text) > 1
        and plain.isalpha()
        and text not in FUNCTION_WORDS
        and text not in TITLES
        and not text.endswith(("n't", "'ll", "'ve", "'re", "'d", "'m", "'s", "s'"))
    )


def _element(words: Sequence[Word], at: int) -> tuple[str, str, int] | None:
    """Read one name word at `at`: in lower case, cased, and the index after it."""
    text = _text(words, at)
    following = _text(words, at + 1)
    if text in {"o", "oh"} and _is_name_word(following) and following in _IRISH:
        return f"o'{following}", f"O'{following.capitalize()}", at + 2
    if text in {"mc", "mac"} and _is_name_word(following) and len(following) > 2:
        joined = text + following
        return joined, text.capitalize() + following.capitalize(), at + 2
    if not _is_name_word(text):
        return None
    part, written, end = text, cased(text, words[at].raw), at + 1
    while _hyphen(words, end) and end + 1 < len(words) and _is_name_word(words[end + 1].text):
        part += "-" + words[end + 1].text
        written += "-" + cased(words[end + 1].text, words[end + 1].raw)
        end += 2
    return part, written, end


def _hyphen(words: Sequence[Word], at: int) -> bool:
    text = _text(words, at)
    if text in _HYPHENS:
        return True
    return (
        text in {"-", "\u2010", "\u2011"}
        and at + 1 < len(words)
        and words[at].start == words[at - 1].end
        and words[at + 1].start == words[at].end
    )


def _fits(part: str, *, first: bool) -> bool:
    """Whether a word may stand in a name: everyday words only where they are names too."""
    if not lists.is_everyday(part):
        return True
    return lists.is_given(part) if first else lists.is_family(part) or lists.is_given(part)


_MOST_PARTS = 5


def name_at(words: Sequence[Word], at: int) -> NameFound | None:
    """Read the longest name that begins at word `at`, with its title if there is one."""
    start = at
    while _text(words, at) in TITLES and _text(words, at + 1):
        at += 1 + (_text(words, at + 1) == ".")
    titled = at > start
    parts: list[str] = []
    written: list[str] = []
    particles: list[str] = []
    end = at
    while at < len(words) and len(parts) < _MOST_PARTS:
        text = words[at].text
        if parts and text == "will" and _text(words, at + 1) in {"do", "be"}:
            break  # "hannah will do"
        if parts and text in _SUFFIXES and (text != "senior" or len(parts) > 1):
            written.append(_SUFFIXES[text])
            end = at + 1
            break
        if parts and text in PARTICLES and not (text == "do" and not particles):
            particles.append(text)
            at += 1
            continue
        if len(text) == 1 and text.isalpha() and parts and text not in {"i", "a", "o"}:
            after = at + 1 + (_text(words, at + 1) == ".")
            follows = _element(words, after)
            if follows is None or not _fits(follows[0], first=False):
                break
            parts.append(text)
            written.append(text.upper())
            at = after
            continue
        counted = text not in {"o", "oh"} and numeral_at(words, at) is not None
        element = None if counted else _element(words, at)
        if element is None or not _fits(element[0], first=not parts and not titled):
            break
        part, spelled, at = element
        parts.append(" ".join([*particles, part]))
        written.extend([*particles, spelled])
        particles = []
        end = at
    if not parts:
        return None
    while len(parts[-1]) == 1:
        parts.pop()
        written.pop()
    return NameFound(tuple(parts), " ".join(written), start, end) if parts else None


def hyphenated(words: Sequence[Word]) -> list[Word]:
    """Put a hyphen where a caller says of a name that there is one.

    "Anne double barrelled smith jones", "smith jones hyphenated": the remark itself goes.
    """
    said = [word.text for word in words]
    for at, text in enumerate(said):
        begin = at - 1 - (said[at - 1] == "-") if text in _BARRELLED else at
        if text in _HYPHENATED or (text in _BARRELLED and begin >= 0 and said[begin] == "double"):
            while begin > 0 and said[begin - 1] in _LEAD_TO_IT:
                begin -= 1
            left, rest = list(words[:begin]), list(words[at + 1 :])
            before = all(word.is_mark or word.text in {"please", "thanks"} for word in rest)
            two = left[-2:] if before else rest[:2]
            if (
                len(two) == _BOTH
                and all(_is_name_word(word.text) for word in two)
                and (_HYPHENS.isdisjoint(said[at + 1 :]))
            ):
                joint = Word("hyphen", two[0].end, two[0].end, "")
                (left if before else rest).insert(-1 if before else 1, joint)
            return left + rest
    return list(words)


_BARRELLED = frozenset({"barrelled", "barreled"})
_HYPHENATED = frozenset({"hyphenated"})
_LEAD_TO_IT = frozenset({"it's", "that's", "its", "thats", "is", "with", "a", ","})
_HYPHENS = frozenset({"hyphen", "dash"})
_BOTH = 2
