"""Cues: the words around a phrase of time that change what it means.

"After three" is an edge, "not Friday" no day, "I have a meeting at two" no appointment; "no" and
"sorry" correct what came before. All functions take lower-case text with single spaces.
"""

from __future__ import annotations

import re
from typing import Final

from .meaning import Shape
from .occasions import is_otherwise_taken

__all__ = [
    "adjoins",
    "arrives",
    "asks_the_clock",
    "corrects",
    "count_words",
    "counts_people",
    "denial",
    "excepts",
    "is_left",
    "is_none",
    "is_plain_no",
    "is_strict",
    "joins",
    "leaves_the_rest",
    "lists",
    "lists_none",
    "names_a_zone",
    "replaces",
    "shape_of",
    "words_behind",
]

_SOFTLY: Final = r"(?:(?:about|around|at|the|on|say|like|maybe) )*$"
_AFTER: Final = re.compile(
    r"\b(?:(?<!not )(?<!nothing )(?<!none )after|from|past|starting|commencing"
    r"|(?:not|nothing|none) (?:before|until|till)|beyond"
    r"|(?<!no )(?<!not )(?<!any )(?<!nothing )(?<!none )later than"
    r"|(?:no|not(?: any)?|nothing|none) (?:earlier|sooner) than"
    r"|(?:earliest|soonest) (?:i|we) \w+(?: \w+)? is) " + _SOFTLY
)
_BEFORE: Final = re.compile(
    r"\b(?:before|by|until|till|up to|prior to|(?:not|nothing|none) after"
    r"|(?<!no )(?<!not )(?<!any )(?<!nothing )(?<!none )(?:earlier|sooner) than"
    r"|(?:between|from) (?:right )?now (?:and|until|till|to)"
    r"|(?:no|not(?: any)?|nothing|none) later than|latest (?:i|we) \w+(?: \w+)? is) " + _SOFTLY
)
_STRICT: Final = re.compile(
    r"(?<!not )(?<!n't )(?<!no )(?<!any )\b(?:after|past|beyond|before|prior to"
    r"|(?:later|earlier) than) " + _SOFTLY
)
_AROUND: Final = re.compile(
    r"(?:\b(?:around|about|approximately|approx|roughly|circa|near|nearer|towards|close to)|~) "
    r"(?:(?:at|the|on) )*$"
)
_AROUND_BEHIND: Final = re.compile(r" ?-?(?:or so|ish|approximately|or thereabouts|roughly)\b")
_AFTER_BEHIND: Final = re.compile(r" (?:or|and) (?:later|after)\b| onwards?\b| at the earliest\b")
_BEFORE_BEHIND: Final = re.compile(r" (?:or|and) (?:earlier|before|sooner)\b| at the latest\b")

_NEGATED: Final = re.compile(
    r"(?:\b(?:not|never|cannot|(?:ca|do|did|does|wo|would|could)nt|except|avoid|hate"
    r"|any ?\w* but|other than|apart from|instead of|(?:rather|better) than|unable"
    r"|unavailable|busy|away|nor"
    r"|on (?:holiday|vacation|leave|a trip)|out of town|abroad|travel+ing)\b|n't\b)"
    r"(?:(?!\b(?:how|what|but|so|then|let's|maybe|make|if)\b)[^,.;:!?]){0,30}$"
)
_OCCUPIED: Final = re.compile(
    r"\b(?:tied up|occupied|booked(?: up)?|working|teaching|asleep|at (?:work|school|the office)"
    r"|in (?:(?:a|an|my|the|another) )?(?:meetings?|class(?:es)?|school|lessons?|training|court"
    r"|surgery|bed|exam|call))(?: (?:all \w+|that day|then))?$"
)
"""Where the caller is till then, so that only what comes after will do."""
_NOT_NEGATED: Final = re.compile(
    r"\b(?:why not|if not|mind|not bad|can't wait|not only|why don't|why can't|not sure)\b"
)
_DENIED: Final = re.compile(
    r"(?:\b(?:any ?(?:time|day|thing)?|whenever|every ?day) (?:but|except|other than|apart from)"
    r"|(?:\b(?:i|we) )?(?:really )?(?:\b(?:not|never|except|avoid|instead of|rather than|cannot)"
    r"|\b(?:ca|do|wo|could|would)n't|\b(?:can|do|could) not))"
    r"(?: (?:really|do|make|come|be|manage|want|mean|say|on|at|the|in|it|for|this|next|any))* ?$"
)
"""A denial right before what it denies: its words belong to what is said of time."""
_REST: Final = re.compile(
    r"\b(?:any ?(?:time|day|thing)?|whenever|every ?day) (?:but|except|other than|apart from)\b"
)
_EXCEPTS: Final = re.compile(r"[\s,]*(?:but|bar|except(?: for)?)(?: on)?\s*")
_PLAIN_NO: Final = re.compile(r"(?<!\w)no $")
_NOTHING_MORE: Final = re.compile(r"[ .,!]*(?:please[ .!]*)?")
_NEGATED_BEHIND: Final = re.compile(
    r",? (?:i|we) (?:can't|cannot|won't|am not|'m not|don't)\b"
    r"|(?:'s| is| are| was| will be| would be| might be| really| just| a (?:bit|little)| much"
    r"| way)*"
    r" (?:not (?:good|great|possible|free|available|an option|going|ok|okay|convenient|ideal)"
    r"|isn't(?! it)|aren't|won't|doesn't|don't work|wouldn't|can't|no good|out\b|bad\b|impossible"
    r"|too (?:early|late|soon)|taken|full\b)"
)
_ASKED: Final = re.compile(
    r"\bwhat(?:'s| is) the (?:date|day|time)(?= (?:today|tomorrow|now)|\W*$)"
    r"|\b(?:what (?:date|day|time) is it|what(?:'s| is) today's date|is it (?:\w{3,6}day|today))\b"
    r"|\b(?:opening (?:times|hours)|(?:when|what time|until when|how late"
    r"|are you(?: guys| still| all)*|you|do you(?: guys)?|is it)"
    r"(?: (?:are|do|does|is|will|would) (?:you|it|they|the \w+)(?: guys)?)?"
    r" (?:open|close|closed|shut)(?! (?:at|for) \d))\b"
)
_ZONE: Final = re.compile(
    r" ?(?:(?:pacific|eastern|mountain)(?: standard| daylight)?(?: time)?|central(?: standard"
    r"| daylight)? time|[pecm][sd]t|gmt|utc|bst)\b"
)
_REPLACED: Final = re.compile(
    r" ?(?:(?:appointment|booking|reservation|table|slot|visit|one)s? )?(?:to|for|until) (?:the )?"
)
_LEFT: Final = re.compile(
    r"\b(?:it|that|this|one|appointments?|bookings?|reservations?|slot|visit"
    r"|(?<!any )(?:time|day|date)|move|change|switch|reschedule|rebook) from (?:the |my )?$"
)
_ARRIVING: Final = re.compile(r"(?<!or )(?<!and )\b(?:to|till|until) (?:the )?$")
_CORRECTED: Final = re.compile(
    r"\b(?:no|nope|nah|actually|sorry|i mean|i meant|make (?:that|it)|rather|scratch that|wait"
    r"|instead|correction|let's|better(?! than)|oops|hold on|change|prefer|or should i say"
    r"|(?:how|what) about)\b"
)
_JOINED: Final = re.compile(r"[\s,]*(?:to|till|until|through|thru|-)\s*(?:the |on )?")
_ALSO: Final = re.compile(
    r"(?i:[\s,]*(?:i (?:think|guess|suppose)[\s,]+)?(?:or|and|nor|/|,)[\s,]*"
    r"(?:on |the |in |at |(?:maybe|perhaps|possibly|even),? |else )*)"
)
_OR: Final = re.compile(r"\bor\b")
_NEITHER: Final = re.compile(r"[\s,]*(?:or|and|nor)[\s,]*(?:on |the |in |at )*")
_ADJOINING: Final = re.compile(r"\s*(?:(?:at|on|in|around|about) )?(?:the )?\s*")
_COUNTED: Final = re.compile(
    r"\b(?:people|persons?|guests?|adults?|kids|children|(?<!my )(?:kid|child)|members?|pax"
    r"|party of|group"
    r"|diners|covers|babies|friends)\b"
)


def shape_of(lead: str, behind: str) -> tuple[Shape, str]:
    """Return how the words around a phrase bound it, and the words before those.

    Args:
        lead: The words before the phrase.
        behind: The words after it.
    """
    lead = lead if lead.endswith(" ") or not lead else lead + " "
    if match := _AFTER.search(lead):
        return "after", lead[: match.start()]
    if match := _BEFORE.search(lead):
        rest = lead[: match.start()].rstrip()
        if match[0].startswith(("un", "till", "before")) and _NEGATED.search(rest):
            return "after", ""  # "I can't come until 4:30"
        if match[0].startswith(("un", "till")) and _OCCUPIED.search(rest):
            return "after", ""  # "I'm at work until five"
        return "before", rest
    if _AFTER_BEHIND.match(behind):
        return "after", lead
    if _BEFORE_BEHIND.match(behind):
        return "before", lead
    if _AROUND.search(lead) or _AROUND_BEHIND.match(behind):
        return "around", lead
    return "at", lead


def is_strict(lead: str) -> bool:
    """Whether the bound itself is left out: "after the 16th", but not "from" or "not before"."""
    return _STRICT.search(lead) is not None


def is_none(lead: str, behind: str) -> bool:
    """Whether the words around a phrase say that this time is not wanted, or not for this."""
    lead = lead.rstrip()
    if _NEGATED.search(lead) and not _NOT_NEGATED.search(lead):
        return True
    if is_otherwise_taken(lead):
        return True
    return _NEGATED_BEHIND.match(behind) is not None


def denial(lead: str, behind: str) -> tuple[int, int] | None:
    """Return how many words before and behind a phrase deny it; None when it is not denied.

    Of a denial at some distance ("I can't come at all, not even ...") no words are counted.
    """
    lead = lead.rstrip()
    if match := _DENIED.search(lead):
        return count_words(match[0]), 0
    if match := _NEGATED_BEHIND.match(behind):
        return 0, count_words(match[0])
    return (0, 0) if _NEGATED.search(lead) and not _NOT_NEGATED.search(lead) else None


def is_plain_no(lead: str, behind: str) -> bool:
    """Whether "no" stands right before the last phrase ("no mornings please")."""
    return _PLAIN_NO.search(lead) is not None and _NOTHING_MORE.fullmatch(behind) is not None


def excepts(gap: str) -> bool:
    """Whether a phrase is taken out of "any ..." before it: "any afternoon but Monday"."""
    return _EXCEPTS.fullmatch(gap) is not None


def leaves_the_rest(lead: str) -> bool:
    """Whether all but what follows will do: "any day but ..."."""
    return _REST.search(lead) is not None


def words_behind(behind: str) -> int:
    """Return how many words behind a phrase only bound it: "or so", "or later"."""
    for bound in (_AROUND_BEHIND, _AFTER_BEHIND, _BEFORE_BEHIND):
        if match := bound.match(behind):
            return count_words(match[0])
    return 0


def count_words(words: str) -> int:
    """Return how many tokens some words are: the marks between them count too."""
    return len(re.findall(r"[\w'~]+|[,.-]", words))


def corrects(gap: str) -> bool:
    """Whether the words between two phrases make the second replace the first."""
    return _CORRECTED.search(gap) is not None


def joins(gap: str) -> bool:
    """Whether two phrases are the ends of a stretch ("Monday to Wednesday")."""
    return _JOINED.fullmatch(gap) is not None


def replaces(gap: str) -> bool:
    """Whether what is moved is moved to the second of two phrases ("my Tuesday one to Friday")."""
    return _REPLACED.fullmatch(gap) is not None


def is_left(lead: str) -> bool:
    """Whether what is moved is moved away from a phrase ("move it from Tuesday")."""
    return _LEFT.search(lead) is not None


def arrives(gap: str) -> bool:
    """Whether what is moved away from one phrase gets to the next: "at three to" Wednesday."""
    return _ARRIVING.search(gap) is not None


def lists(gap: str) -> bool:
    """Whether two phrases are a list ("Monday or Tuesday")."""
    return _ALSO.fullmatch(gap) is not None


def gives_another(gap: str) -> bool:
    """Whether the second of two phrases is said in the place of the first ("10 or maybe 11")."""
    return lists(gap) and _OR.search(gap) is not None


def adjoins(gap: str) -> bool:
    """Whether a time of day belongs to the day right before it: "Tuesday morning", "at three"."""
    return _ADJOINING.fullmatch(gap) is not None


def lists_none(gap: str) -> bool:
    """Whether what holds for the first of two phrases holds for the second ("not A or B")."""
    return _NEITHER.fullmatch(gap) is not None


def names_a_zone(behind: str) -> bool:
    """Whether a clock time is told by a zone ("3 pm Pacific"): here it may be another hour."""
    return _ZONE.match(behind.lower()) is not None


def asks_the_clock(text: str) -> bool:
    """Whether this asks for opening hours or the date: a question is never an answer."""
    return _ASKED.search(text) is not None


def counts_people(text: str) -> bool:
    """Whether this speaks of people, so that a bare number may be their number."""
    return _COUNTED.search(text) is not None
