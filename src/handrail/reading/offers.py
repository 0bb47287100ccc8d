"""What callers say of an offer: none of these, another one, whichever, I'll go with that one.

Phrases in the notation of `kinds.heard.phrase`. What is offered may be named by its noun; in the
light of an offer "that salon" is "that one" (see `as_one`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ..kinds.base import Span
from ..kinds.heard import heard, phrase

__all__ = ["EARLIER", "EITHER", "LATER", "NEITHER", "as_one", "is_noun", "sought_in", "taken_in"]

_THEM: Final = "(?:of (?:them|those|these|the (?:two|three|times|options)))"
_FITS: Final = """
    (?: (?:works?|suits?|(?:is|are) (?:fine|good|ok|okay)|will do|would do|do|would work|will work
    |fits?))?(?: for me| me| fine)*"""

# --- something else -------------------------------------------------------------------------------

_NOUN: Final = """
    (?:ones?|options?|choices?|suggestions?|recommendations?|possibilit(?:y|ies)|results?
    |alternatives?|places?|names?|match(?:es)?|times?|days?|dates?|slots?|ideas?)"""
# "Another" asks for one of these, unless it is something else that it counts.
_NOT_COUNTING: Final = """
    (?! (?:questions?|things?|appointments?|bookings?|reservations?|sessions?|services?|bit|little
    |person|people|reasons?|problems?|issues?)(?![\\w']))"""
_OTHER: Final = f"""
    (?:(?:some|any|no) ?(?:one|body|thing|where|place)(?: (?:else|different|other)(?: than)?)
    |(?:(?:an|any|some|the|one|many|a few) ?)?other(?: (?:good|nice|great
    |decent))?(?: {_NOUN})?{_NOT_COUNTING}
    |(?:(?:any|some|the|all|of) )*others
    |(?:(?:a|any|some|the|many|a few|a couple of|a couple) )*(?:different|more|new|additional
    |further|alternative|next) {_NOUN}|any ?more(?=\\s*$)|(?:any|some|the) alternatives?)"""
_WILL_YOU: Final = """
    (?:(?:(?:can|could|will|would|may|might|shall|should) (?:you|i|we)|i(?:'d| would)? (?:like|want
    |need|prefer|love|rather)(?: (?:you|for you))?(?: to)?|please|kindly|just|maybe|also|let's
    |let me|then|help me(?: to)?|try(?: to| and)?|go ahead and|keep|actually|instead) )*"""
_SEEK: Final = """
    (?:(?:find|search|look|get|show|give|check|try|see|suggest|recommend|locate|provide|tell|offer
    |hear|have|pull up|bring up|list|found|go|pick|choose)(?:ing)?(?: (?:me|us))?
    (?: (?:out|up|with|for|into|at|about|of|to))*)"""
_HAVE_YOU: Final = """
    (?:do you (?:have|know(?: of)?|see|offer|show)|have you got|you have|you got|is there|are there
    |isn't there|aren't there|did you (?:find|get|see)|have you found|got|(?:how|what) about|any
    |what(?:'s| is| are)|who(?:'s| is| are)|which|what|who|whether)"""
_YOU_HAVE: Final = """
    (?:(?:that )?you(?: (?:can|could|might|would))? ?(?:have|got|'ve got|'ve found|find|found
    |show(?: me)?|suggest|recommend|offer|give me|know of|know)|do you have|have you got
    |can you (?:find|suggest|recommend|offer|show(?: me)?|give me)|did you find|do i have
    |(?:are|is) there)"""
_FOUND: Final = f"""
    (?: (?:please|available|free|instead|then|actually|too|at all|as well|for (?:me|us)|{_YOU_HAVE}
    |to choose from|around(?: (?:there|here))?|there|here|near(?:by)?(?: (?:me|here|there))?
    |out there|(?:on|in) (?:the|your|that|this) (?:list|area|same area)
    |(?:who|that|which)(?:'s| is| are)(?: (?:located|based|also|available|free))*
    |(?:than|besides|except|but) (?:that|this|him|her|them)(?: one)?))*"""
# "Is there anything else I should know?" asks for no other offer.
_ASKED_OF_IT: Final = """
    (?! (?:(?:that )?(?:i|we|you) (?:should|must|have to|ought|(?:need|want) to)
    |to (?:know|do|bring|say)|about it))"""

NEITHER: Final = f"""
    (?:neither|none)(?: {_THEM})?(?: (?:one|time))?{_FITS}|not (?:either|any) {_THEM}
    |(?:(?:that|it|this)(?:'s| is)|(?:they|those|these|both)(?:'re| are)|all) (?:(?:all|both|a bit
    |a little|way|much|far|rather|just) )*too (?:early|late|soon|far off)(?: for me)?
    |(?:those|they|these|that) (?:don't|won't|do not|doesn't) (?:really )?(?:work|suit|fit)
    (?: (?:for )?me)?|i can't (?:do|make) (?:(?:any|either)(?: of (?:those|them|these))?|those
    |them|these|that)
    |{_WILL_YOU}(?:{_SEEK} |{_HAVE_YOU} )*(?:(?:some|all) of )?{_OTHER}{_ASKED_OF_IT}{_FOUND}
    |(?:what|who|where|which)(?:'s)? else{_ASKED_OF_IT}{_FOUND}|(?:a )?different (?:one|option|slot)
    |{_WILL_YOU}(?:(?:keep|continue) (?:on )?(?:looking|searching)|(?:search|look|try) again)"""
"""These are turned down, or others are asked for."""

EITHER: Final = f"""
    either(?: (?:one|of (?:them|those|these|the two)))?{_FITS}|any (?:one )?{_THEM}{_FITS}
    |i (?:really )?(?:don't|do not) (?:mind|care)(?: (?:which(?: one)?|either way|at all))*
    |whichever(?: (?:one|is easiest|you like|works|is best|you prefer))*
    |(?:you|your) (?:choose|pick|decide|choice|call|pick one)
    |both (?:work|are (?:fine|good|ok|okay))(?: for me)?|(?:i have )?no preference
    |they (?:all|both) work(?: for me)?|(?:it )?(?:doesn't|does not) matter(?: which(?: one)?)?
    |they(?:'re| are) (?:all|both) (?:fine|good|ok)|all (?:fine|good)
    |(?:whatever|whichever)(?:'s| is| comes| you have| you've got)?
    (?: (?:first|easiest|best|soonest|earliest))?(?: (?:works|is fine|for you))*"""
LATER: Final = "the (?:later|latest|last)(?: (?:one|time|slot|option|of (?:the two|those|them)))?"
EARLIER: Final = """
    the (?:earlier|earliest|soonest|sooner)(?: (?:one|time|slot|option
    |of (?:the two|those|them)))?|as soon as possible|the first available"""

_ONE: Final = "(?:ones?|some ?one|some ?body|something|somewhere|some ?place|anything|any ?one)"
_SEEKING: Final = re.compile(
    phrase(
        f"""
        {_WILL_YOU}(?:(?:find|search|look|looking|searching)(?: (?:me|us))?(?: (?:for|in|at|into))*
        |(?:is|are) there|do you (?:have|know)|(?:want|need|like|prefer) (?:an?(?: |$)|{_ONE})
        |i'm (?:also )?(?:looking for|interested in|after)|(?:how|what) about
        |(?:give|show|get) (?:me|us) (?:some |the )?(?:options?|ones|{_ONE})
        |help (?:me|us) with)(?: (?:also|too|an?|{_ONE}))*"""
    )
)


def sought_in(plain: str) -> tuple[Span, ...]:
    """Return where something is looked for, as "find one in York" does while one is on offer.

    With another value than is known it is a search for something else.

    Args:
        plain: The utterance in heard form.
    """
    return tuple(match.span() for match in _SEEKING.finditer(plain))


# --- that one, please -----------------------------------------------------------------------------

_I_WILL: Final = """
    (?:i(?:'ll| will|'d| would|'m| am)?|we(?:'ll| will|'d| would)?|let's|let me|please
    |(?:can|could|may) (?:i|we|you)|i can|yes)
    (?: (?:just|please|definitely|certainly|probably|also|then|really|gladly|happily|rather
    |going to|gonna|(?:like|love|want|wish|need|prefer|willing|happy) to))*"""
_TAKE: Final = """
    (?:go with|go for|go to|go and see|go see|take|choose|pick|select|have|book|try|use|visit|see
    |stick with|stay with|settle (?:on|for)|accept|want|like|love|prefer|interested in|check out
    |book with|(?:book|make|schedule|set up|get|arrange|reserve)(?: me)?(?: an?| the)?
    (?: (?:appointment|visit|reservation|booking|session|slot|time))?
    (?: (?:with|at|to see|to visit|for)))"""
_THIS: Final = "(?:(?:this|that) one|him|her|them|there)"
_AT_ALL: Final = "(?: (?:out|then|please|now|instead|actually|too|thanks|thank you))*"
_TAKEN: Final = re.compile(
    phrase(
        f"""
        {_I_WILL} {_TAKE} {_THIS}{_AT_ALL}|{_I_WILL} (?:go|like to go|want to go
        |book) there{_AT_ALL}
        |(?:he|she|they|(?:that|this) one)(?:'s|'ll| is| are| will| would| should| could)?
        (?: (?:just|be|sounds?|looks?|seems?|very|really|quite|pretty|so|all))* (?:good|great|fine
        |perfect|ok|okay|nice|lovely|excellent|wonderful|alright|all right|ideal|suitable|better
        |best|works?|do|suits? me|works? well)(?: (?:for|to|with) (?:me|us))?{_AT_ALL}
        |i like the (?:sound|look|sounds|looks) of (?:that|this|it|him|her|them)(?: one)?
        |that's (?:a )?(?:good|great|fine|nice) (?:one|choice|option)"""
    )
)
_UNSURE: Final = re.compile(
    phrase("(?:don't|do not|can't|won't|not|never|if|unless|whether|before|why|or)")
)


def taken_in(plain: str) -> tuple[Span, ...]:
    """Return where the one thing on offer is taken: "I'd like to go with that one".

    Args:
        plain: The utterance in heard form, its nouns put as `as_one` does.
    """
    return tuple(
        match.span()
        for match in _TAKEN.finditer(plain)
        if not _UNSURE.search(plain, 0, match.end())
    )


# --- nouns ----------------------------------------------------------------------------------------

_ALWAYS: Final = ("place", "office", "option", "choice", "suggestion", "spot")


@lru_cache(maxsize=64)
def _named(nouns: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted({" ".join(heard(noun).split()) for noun in (*nouns, *_ALWAYS)} - {""})
    words = [re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)]
    return re.compile(
        r"(?<![\w'])(?:this|that|another|other|others|different|new|more|next|additional) +"
        rf"(?P<noun>{'|'.join(w.replace(' ', ' +') for w in words)})(?P<many>s?)(?![\w'])"
    )


def as_one(text: str, nouns: Iterable[str]) -> str:
    """Put "one" for the noun of what is on offer: "this salon" is "this one".

    Args:
        text: The utterance, as said or in heard form.
        nouns: What the offered step's values are called; with none, nothing is on offer.

    Returns:
        The text, of the same length, every other character in its place.
    """
    said, named = text, tuple(nouns)
    if not named:
        return text
    for match in _named(named).finditer(heard(text)):
        start, end = match.start("noun"), match.end("many")
        one = "ones" if match["many"] else "one"
        if len(one) <= end - start:
            said = said[:start] + one.ljust(end - start) + said[end:]
    return said


def is_noun(said: str, nouns: Iterable[str]) -> bool:
    """Tell whether words are only what the offered things are called: "a salon", "doctors"."""
    words = [word for word in heard(said).split() if word not in _ARTICLES]
    known = {" ".join(heard(noun).split()) for noun in nouns}
    return " ".join(words).removesuffix("s") in {noun.removesuffix("s") for noun in known}


_ARTICLES: Final = frozenset({"a", "an", "the", "this", "that"})
