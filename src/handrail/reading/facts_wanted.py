"""Facts asked for in so many words: "can I get their number and the address of the shop".

The patterns end where what is wanted ends, so that a value said behind it is read: "give me the
price, and book me for Tuesday".
"""

from __future__ import annotations

import re
from typing import Final

from ..kinds.heard import phrase

__all__ = ["STILL", "fetching", "wanting", "with_reason"]

STILL: Final = "(?:(?:also|just|still|really|only|now|please|maybe|possibly|kindly|quickly) )*"
"""Words that may stand between "can I" and "have", in the notation of `phrase`."""
_HAVE = "(?:have|get|know|see|hear|ask(?: you)?(?: (?:for|about))?|find out)"
_GIVE = "(?:give|tell|send|get|find|show|text|provide|fetch|share|inform|read)"
_ABOUT = "(?: (?:with|about|of))?"
_WHO = r"(?:they|you|he|she|it|we|(?:the|this|that|your|their) [^\W\d_]+)"
# "That's all I need to know about the price" and "if i need the number" ask for nothing.
_NOT_TOLD: Final = (
    r"(?<!all\s)(?<!what\s)(?<!everything\s)(?<!that\s)(?<!if\s)(?<!when\s)(?<!once\s)"
)
_WANTS: Final = f"""
    (?:can|could|may|might|shall|should) (?:i|we) {STILL}{_HAVE}(?: about)?
    |(?:can|could|would|will) (?:you|they) {STILL}(?:be able to )?(?:help me (?:to )?)?
    {_GIVE}(?: (?:me|us))?{_ABOUT}
    |(?:{_GIVE} (?:me|us)|send over|find out){_ABOUT}
    |{_NOT_TOLD}(?:i|we)(?:'ll|'d| will| would| do)? {STILL}(?:need|want|like|love)
    (?: to (?:know|have|get|hear|see|ask(?: you)?(?: (?:for|about))?|find out))?(?: about)?
    |let (?:me|us) (?:know|have)(?: about)?|(?:what|how)(?:'s)? about
    |(?:do|did|does|would) {_WHO} {STILL}(?:happen to )?(?:have|know|got|remember)
    |(?:have|has) (?:they|you|he|she)(?: got)?|(?:is|are) there(?= (?:an?|any|some) )"""
_DOES: Final = f"""
    (?:can|could|do|does|did|would|will) {_WHO} (?:(?:also|even|still) )*(?:do|offer|provide
    |perform|have|make|serve|take|accept|give|include|practi[cs]e|carry|sell)"""
_FETCH: Final = f"(?:(?:ok|okay|yes|then|and) )*{STILL}(?:get|find|send|provide|fetch)"

_THE = "(?:the|their|there|its|his|her|your|an?|any|this|that|some|both|all)"
# No words of what is wanted: "the same number" and "my number" are the caller's own.
_STOP = """
    (?:of|in|on|at|for|with|to|from|near|by|that|which|who|whom|whose|what|when|where|how|why|and|or
    |but|so|if|is|are|was|my|our|me|i|you|it|they|be|been|changed?|please|not|no|located|based|same
    |different|other|another|new|wrong|right|correct)"""
_WORD = rf"(?!{_STOP}(?![\w']))[^\W\d_]+(?:'s)?"
_SORT = "(?: (?:numbers?|info|information|details?|scores?|levels?|list|range))?"
_TO_CALL = """
    (?: (?:that |where )?(?:i|we) (?:can|could|should|may) (?:call|reach|contact|find|ring|use
    |visit)(?: (?:you|them|him|her|it|at|on))*)?"""
_AFTER = """
    (?= ?$| ?,| (?:and|or|but|so|please|too|also|as|plus|of|for|to|at|from|in ?case|if|there|here
    |then|now|first|before|thanks?|thank|because|when|again|by|available|nearby|near|on|just)
    (?![\\w']))"""
_THING = rf"(?!{_STOP}(?![\w']))[\w:]+(?:'s)?"
_OF = rf"""
    (?: (?:nearby|near you|near there)|(?: (?:of|for|to|at|from|on)(?: {_THE})? {_THING}
    (?: {_THING}){{0,3}}){{0,3}})"""
_ALSO = "(?: ?, ?(?:and |plus |or )?| and (?:also )?| or | plus | as well as | & )"


def _facts(topic: str) -> str:
    one = f"(?:{_THE} )?(?:{_WORD} ){{0,3}}(?:{topic}){_SORT}{_TO_CALL}{_AFTER}{_OF}"
    return f"{one}(?:{_ALSO}{one})*"


def wanting(topic: str) -> re.Pattern[str]:
    """Return the pattern of a request for facts, wherever it stands.

    Args:
        topic: What is said for the facts, in the notation of `phrase`.
    """
    done = f"(?:{_THE} )?(?:{_WORD} )?(?:{topic})(?: {_WORD})?{_AFTER}"
    there = f"""
        (?:is|are)(?: there)?(?: {_THE})? (?:{topic})(?: also)? (?:available|offered|included
        |provided)(?: (?:there|here|too))?"""
    return re.compile(phrase(f"(?:{_WANTS}) {_facts(topic)}|{_DOES} {done}|{there}"))


def fetching(topic: str) -> re.Pattern[str]:
    """Return the pattern of an order to fetch facts, to be matched where a clause begins.

    Elsewhere it may not be one: "when I get the address".

    Args:
        topic: What is said for the facts, in the notation of `phrase`.
    """
    return re.compile(" *" + phrase(f"{_FETCH} {_facts(topic)}"))


_REASON: Final = re.compile(
    r" *,? *(?:(?:just|please|too)(?![\w']),? *)*(?:by (?:any )?chance|to hand|in ?case|to decide"
    r"|if (?:i|we) (?:have|need|get|want)|so (?:that )?(?:i|we) (?:can|could|know|have)"
    r"|before (?:i|we)|for my)(?![\w'])[^,.?!;]*",
    re.IGNORECASE,
)
_TELLS: Final = re.compile(
    r"\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|noon|week|book)\b"
)


def with_reason(plain: str, start: int, end: int) -> int:
    """Return where a request that stops at `start` ends with its reason: "in case I get lost"."""
    reason = _REASON.match(plain, start, end)
    return reason.end() if reason and not _TELLS.search(reason.group()) else start
