"""Words that carry nothing in a booking call, and what is left when they are taken away.

A word stands here only if no sentence's meaning hangs on it: "not", "or", "before", "if", "only"
and "except" do not, whatever else was understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..kinds.base import Span
from ..kinds.heard import phrase

__all__ = ["left_in", "stripped"]

_WORDS: Final = """
um umm ummm uh uhh uhm er err erm ah ahh eh hm hmm hmmm mm mmm oh ooh aha ha haha
please thanks thank you ta cheers kindly thankyou
hi hello hey hiya there dear mate love sir madam ma'am folks team guys
so well now then like okay ok alright right actually basically just also too really maybe perhaps
anyway anyways again look listen see yeah yes yep yup sure fine great good perfect lovely cool super
brilliant excellent wonderful wow gosh awesome nice absolutely definitely certainly sorry apologies
a an the my your our me i we us it its that this these those they them
is are was be been being am isnt will would could can may might shall should do does did done
have has had having got get getting go going gonna wanna let lets
i'm i'd i'll i've im id ill ive it's it'd it'll that's that'd that'll thats there's here's here
you're you'd you'll we're we'd we'll let's what's
to for on at in of with as and but
want wants wanted need needs needed like liked love loved prefer best better hope hoping wish think
thinking guess believe suppose say said mean meant book booking booked reserve schedule make making
made take taking come coming visit pop drop give giving put use set arrange
appointment appointments booking reservation slot slots session time times service
possible possibly available availability free space opening ideally preferably hopefully probably
some something anything any bit little quick quickly kind sort
name's names called spelled spelt number's
ugh argh phew oof aw yikes
know time's way ask desperately urgently badly damn damned fucking bloody freaking goddamn effing
opening openings asking wondering wonder calling ringing phoning
""".split()
_PHRASES: Final = """
    (?:that|this|the|another|an?) one|by the way|you know(?: what)?|let me see|let's see
    |i'm calling (?:to|about|because)|i was (?:wondering|hoping|thinking)(?: (?:if|whether|about))?
    |if (?:i|we|you) (?:can|could|may|have (?:it|that|one|anything)|don't mind|do|would|like)
    |if (?:that|it)(?:'s| is| would be| works)(?: (?:ok|okay|possible|alright|all right|fine|free
    |available|not too much trouble|works?|good))*(?: (?:for|with) you)?|if possible|no problem
    |no worries|(?:(?:check|see|find out|tell me) )?(?:if|whether) (?:i|we|you|they
    |(?:it|there|that)(?:'s| is))(?: (?:can|could|have|got|get|is|are|would be|might be|possible
    |any(?:thing)?|something|free|available|open|an?|slots?|opening))*
    |(?:aim|aiming|shoot|shooting|try|trying) (?:for|to get)|try(?= )|is when(?: i'd| i)?
    (?: (?:like|want|need|can|could|would|to|come|go|be))*|be seen|set (?:it |me |that )?up
    |to be exact|more precisely|for the hour|come in|pop in|drop in|come by|fit me in|squeeze me in
    |pencil me in|put me (?:down|in)|sign me up|do you have(?: (?:anything|something|any|a slot
    |space|time|an opening))*(?: (?:free|available|open|going))?|have you got(?: (?:anything
    |something|any|a slot|space))*(?: (?:free|available|open|going))?|is there (?:anything
    |something|a slot|space|any|an opening|availability)(?: (?:free|available|open|going|chance
    |availability))*|any chance(?: (?:of|you have|i could|for))*|(?:what|how) about|how's|how is
    |would (?:that )?be (?:ok|okay|good|great|best|fine|possible|nice|perfect)
    |(?:works?|is (?:best|good|better|great|fine|perfect|ideal)|suits me|would (?:be|suit)|'s good)
    (?: (?:best|better|well|fine|great|for me|perfectly|good|(?:the )?most|(?:more )?convenient
    |comfortable|suitable|the easiest|ideal))*
    |(?:is )?my (?:first|preferred|top) choice|most likely
    |(?:more )?specifically|to be (?:more )?specific|in particular|i was (?:talking|thinking)
    (?: (?:about|of))?|place an? (?:reservation|booking|appointment)
    |(?:i'm |i am )?wanting|as well|at all|of course
    |in that case|after all|first of all|to be honest|looking (?:for|to)|sounds good
    |i(?:'m| am) (?:looking|after|interested)(?: (?:for|in|to|at))*|that's it|that is it
    |there you go|here you go|here it is|you(?:'re| are) welcome|not at all
    |(?:the (?:one|number) )?(?:that )?i'm (?:calling|ringing|phoning)(?: you)? (?:from|on)
    |my (?:name|number|email|phone)(?:'s| is)|how are you(?: (?:doing|today))*
    |i(?:'m| am) (?:good|fine|well)|nice to (?:meet|speak to|talk to) you|at the moment|for me
    |for you|right now|don't worry|no no|on the phone|can you hear me|are you ready|ready
    |got a pen|oh my(?: (?:gosh|god|goodness))?|gosh|wow|h+m+|u+m+|no rush|take your time|you can
    |if you want|i(?:'d| would) go (?:for|with)
    |go(?:ing)? (?:for|with)"""
_WORD = "|".join(sorted({re.escape(w) for w in _WORDS}, key=len, reverse=True))
_FILLER = re.compile(phrase(f"{_PHRASES}|{_WORD}"))
_EDGE = re.compile(
    phrase(
        """
        um+|uh+|er+m?|ah+|hm+|oh|so|well|please|ok|okay|alright|right|yeah|yes|and|but|like|just
        |now|then|thanks|thank you|you know(?: what)?|sorry|actually|hey|hi|hello|i think|i guess
        |maybe|no|by the way"""
    )
)
_ANY_WORD = re.compile(r"[^\W_](?:[\w']*[^\W_])?|[@$%&+#*\u00a3\u20ac]")


def left_in(plain: str) -> tuple[Span, ...]:
    """Return the pieces of an utterance's rest that are more than filler.

    Args:
        plain: The heard form, with spaces for everything that is accounted for.
    """
    if not plain.strip():
        return ()
    kept = _FILLER.sub(lambda match: " " * len(match.group()), plain)
    return tuple(_joined(kept, (match.span() for match in _ANY_WORD.finditer(kept))))


def _joined(plain: str, spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and not plain[joined[-1][1] : start].strip() and start - joined[-1][1] <= 1:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def stripped(plain: str) -> Span:
    """Return what of an utterance is left without the sounds and politeness at both ends."""
    start, end = 0, len(plain)
    while match := _EDGE.match(plain, start + _gap(plain[start:end])):
        if match.end() > end:
            break
        start = match.end()
    start += _gap(plain[start:end])
    for match in reversed(list(_EDGE.finditer(plain, start, end))):
        if plain[match.end() : end].strip():
            break
        end = match.start()
    end = start + len(plain[start:end].rstrip())
    return start, max(start, end)


def _gap(text: str) -> int:
    return len(text) - len(text.lstrip())
