"""The words that carry a value or a wish: "can you find me a good salon in ...".

Whoever says where, when or what they want mostly wraps it in a request for the thing itself. Where
the value was read these words add nothing: what is being booked is known, and at a dentist's it is
a dentist that is looked for. They are phrases and not single words, so that nothing else is passed
over with them: "did you find one in Fremont" asks about a search, "a salon with parking" wants
more, and "I'm seeing the dentist on Friday" tells of another visit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ..kinds.base import Span
from ..kinds.heard import heard, phrase
from ..workflow import Workflow

__all__ = ["carriers_in", "leading_up", "nouns_of", "that_day_in"]

_ANY: Final = """
    (?:ones?|something|anything|someone|somebody|anyone|somewhere|anywhere|someplace)"""
_ARTICLE: Final = "(?:an?|the|any|some|my|your|this|that|these|those)"
_FINE: Final = "(?:(?:really |very )?(?:good|nice|great|decent|excellent|reliable|new|right) )*"
_OFFICE: Final = "(?:office|practice|place|shop)"
_ACTIVITY: Final = f"""
    (?:(?:'?s)? (?:appointments?|appts?|bookings?|reservations?|visits?|slots?|sessions?
    |{_OFFICE}))?"""
# What is wanted: NOUN stands for what the workflow itself calls it.
_THING: Final = f"(?:{_ARTICLE} )*{_FINE}NOUN{_ACTIVITY}"
_FOR: Final = """
    (?: (?:for me|for us|there|here|around here|around there|nearby|near (?:me|here|us)|close by
    |in (?:the|this|my) area|please))*"""
_LOCATED: Final = """
    (?: (?:that|which|who)(?:'s| is| are| would be| should be)?)?
    (?: (?:located|based|situated|working|works|practicing|practices|to be))?"""
_HELP: Final = """
    (?:(?:help|assist|assistance|trying|hoping|interested|planning)(?: (?:me|us))?
    (?: (?:with|in|to|on))? (?:try to )?)?"""
_FIND: Final = f"""
    {_HELP}(?:find|finding|locate|locating|search|searching|look|looking|get|recommend|suggest
    |pull up|seek|seeking|show)(?: (?:me|us|for|up|out|into))*"""
_VISIT: Final = f"""
    {_HELP}(?:see|go see|visit|consult|meet|try|go|get|come|schedule|book|make|reserve|arrange
    |set up)(?: (?:me|us))?"""
_WANT: Final = """
    (?:i(?:'d| would)?(?: (?:really|also))? (?:like|want|need|prefer|love|rather have)(?: for)?
    |i'm (?:after|in need of|in search of|interested in|looking for)|(?:how|what) about|is there
    |are there|do you (?:have|know)(?: of)?|have you got)"""

_TABLE: Final = (
    f"{_FIND} (?:{_THING}|{_ANY}){_FOR}{_LOCATED}",
    f"{_VISIT}(?: (?:with|at|to|in|by|for))? {_THING}{_FOR}{_LOCATED}",
    f"{_VISIT} {_ANY}{_FOR}{_LOCATED}",
    f"(?:{_VISIT}|with|by)(?: (?:with|at|to|by))? (?:him|her|them)",
    f"{_WANT} (?:{_THING}|{_ANY}){_FOR}{_LOCATED}",
    f"(?:with|at|to|for|from|by) {_ARTICLE} {_FINE}NOUN(?! (?:before|who|that(?! day)|which))",
    "(?:with|at) NOUN",
    # "Search in Burlingame", "look for Thursday": what is looked for is the value.
    f"""
    {_HELP}(?:search|searching|look|looking|check|checking|find|finding|locate|locating|aim|aiming
    |shoot|consult|meet|recommend|suggest|pull up|try)
    (?: (?:for|in|around|at|on|it|them|me|into|availability|openings|with))*""",
    """
    (?:check|see|find out|tell me|let me know|look)(?: (?:to|and) see)? (?:if|whether)
    (?: (?:(?:i|we) (?:can|could)|you|they|he|she|him|her|there|it|that|an?|any|anything|something
    |any thing|appointments?|slots?|openings?|availability|is|are|'s|has|have|can|could|would be
    |might be|available|free|open|possible|to))*
    |(?:anything|something|any slots?|any space) (?:open|free|available)""",
    # "A dentist in Fremont" is a wish at the beginning of a clause, behind a stop or a comma.
    f"(?<![^ ].){_ARTICLE} {_FINE}NOUN{_FOR}{_LOCATED}(?= (?:in|near|around|at|please))",
    f"(?:{_ARTICLE} )?NOUN'?s?(?: office)? name(?:'s| is)(?: called)?",
    f"(?:the )?name of (?:the|my|your|that) (?:NOUN(?: {_OFFICE})?|{_OFFICE})(?:'s| is)?",
    "because (?:i|we)(?:'d| would)? (?:like|want|need|wanted)",
    # "I still want one", "I'd like to go on and book one".
    """
    (?:i )?still (?:want|need|would like)(?: to)?|(?:continue|proceed|go ahead)
    (?: (?:to|with|and))? (?:making|make|booking|book|scheduling|schedule|an?|the|that|this)""",
)
# Who asks whether something was done, or has to be, and who tells of it, wants nothing found.
_NO_REQUEST: Final = re.compile(
    phrase("(?:did|have|had|has) (?:i|you|we|they|it)|(?:do|will|am|should|must) (?:i|we)")
    + r" *$|(?<![\w'])(?<!can )(?<!could )(?<!may )(?<!might )(?<!shall )(?:i|we|they|you) *$"
)


def carriers_in(plain: str, workflow: type[Workflow]) -> Iterator[Span]:
    """Yield the phrases of a request that say nothing beside a value or a wish.

    Args:
        plain: The utterance in heard form.
        workflow: The workflow whose things may be asked for ("a salon", "the dentist").
    """
    for pattern in _patterns(workflow):
        for match in pattern.finditer(plain):
            if not _NO_REQUEST.search(plain, 0, match.start()):
                yield match.span()


@lru_cache(maxsize=64)
def _patterns(workflow: type[Workflow]) -> tuple[re.Pattern[str], ...]:
    noun = nouns_of(workflow)
    return tuple(re.compile(phrase(words.replace("NOUN", noun))) for words in _TABLE)


def nouns_of(workflow: type[Workflow]) -> str:
    """Return a pattern of the nouns for what a workflow books.

    They are those of what is chosen in it (the `words` of its choices), and of its wishes: "find a
    dentist" speaks of a dentist.
    """
    chosen = [step for step in workflow.steps.values() if step.kind.name == "choice"]
    said = {" ".join(heard(word).split()) for step in chosen for word in step.words}
    for words in workflow.asks_for:
        if match := _OBJECT.search(" ".join(heard(words).split())):
            said.add(match["noun"])
    nouns = sorted(filter(None, said), key=len, reverse=True)
    listed = "|".join(" ".join(map(re.escape, noun.split())) for noun in nouns)
    return f"(?:{listed or '(?!)'})s?"


_OBJECT: Final = re.compile(r"(?:^| )(?:an?|the|my) (?P<noun>[^ ].*)$")


def leading_up(plain: str, start: int) -> Span | None:
    """Find what leads up to a choice: "(somewhere near) Berkeley", "(his name is Dr) Khan".

    Args:
        plain: The utterance in heard form.
        start: Where the name of what was chosen begins.
    """
    match = _LEADS_UP.search(plain, 0, start)
    return match.span() if match else None


_LEADS_UP: Final = re.compile(
    r"(?<![\w'])(?:(?:one|ones|something|somewhere|anywhere|someplace|someone|anything|located|based"
    r"|situated|right|around) +)*(?:(?:in|at|near|around|close to|within|from|by) +)?"
    r"(?:(?:the|city of|town of) +)*(?:(?:(?:his|her|their|its|the) +)?name(?: +is|'s) +)?"
    r"(?:(?:dr|doctor|mr|mrs|ms|miss) +)?$"
)


def that_day_in(plain: str) -> Iterator[Span]:
    """Yield where a day is pointed at that was spoken of before: "a table for that day".

    Args:
        plain: The utterance in heard form.
    """
    for match in _THAT_DAY.finditer(plain):
        if match["on"] or not _BOUND.search(plain, 0, match.start()):
            yield match.span()


# Without "on" it has to end its clause: "that day doesn't work" and "after that day" say more.
_THAT_DAY: Final = re.compile(
    phrase(
        """
        (?:(?P<on>(?:on|for|during) (?:that|this|the same|the) (?:same )?day)
        |(?:that|the same|this)(?: same)? day(?= (?:at|around|in the|please|for|preferably|can|could
        |i|make|book)(?![\\w'])| ?$))"""
    )
)
_BOUND: Final = re.compile(
    r"(?<![\w'])(?:not|no|but|before|after|by|until|till|since|from|than|or) *$"
)
