"""What answers nothing and asks for nothing: hesitation, courtesies, and for whom it all is.

None of it is held against a caller: someone who says "great, thanks" has understood the desk well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..kinds.base import Span
from ..kinds.heard import phrase
from ..kinds.word_lists import KIN

__all__ = ["is_courtesy", "is_hesitation", "notes_in", "occasions_in", "people_in", "reasons_in"]

_HESITATING: Final = re.compile(
    phrase(
        """
        (?:um+|uh+m?|er+m?|hm+|ah+|oh|well|so|let's see|let me see|let me think|like|you know|now
        |right so|ok so|okay so|i don't know|(?:i'm )?not (?:quite |really |so )?sure(?: yet)?
        |good question|just|it's|the|a)"""
    )
)
_SOUND: Final = re.compile(
    phrase("um+|uh+m?|er+m?|hm+|well|let's see|good question|not (?:quite |really |so )?sure")
)
_POLITE: Final = re.compile(
    phrase(
        """
        (?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|morning|afternoon
        |evening)(?: (?:there|again|to you(?: too)?))*|how(?:'s it going|'s things| are you(?: doing
        |getting on)?(?: today| this morning)?| do you do)|(?:i'm |we're |i am )?(?:(?:very|doing
        |pretty|not too|really|just) )*(?:well|bad|fine|great|good)(?: thanks| thank you)?
        (?: and (?:you|yourself))?|nice to (?:meet|speak to|talk to|hear from) you
        |(?:many )?(?:thanks|thank you|thankyou|cheers|ta|much appreciated
        |i appreciate (?:it|that|your help))(?: (?:so much|very much|a lot|a million|again|anyway
        |though|then|indeed|dear|love|for (?:that|your help|everything|the help|asking|your time
        |calling back)))*|that's (?:very |so |really )?(?:kind|helpful|nice|sweet)(?: of you)?
        |(?:it's|what|isn't it) ?(?:a )?(?:such )?(?:a )?(?:lovely|nice|beautiful|horrible|terrible
        |awful|gorgeous|great|hot|cold|miserable) (?:weather|day|out|morning|afternoon)(?: today
        |out there|outside)?(?: (?:isn't|innit) ?(?:it)?)?|ok(?:ay|ey)?|okey dokey|right(?:o|y ho)?
        |alright|all right|all good|great|perfect|lovely|cool|brilliant|super|awesome|excellent
        |wonderful|fantastic|nice(?: one)?|fine|good|sure|sweet|fab|terrific|got it|i see|gotcha
        |understood|noted|makes sense|fair enough|no (?:worries|problem)|sounds? (?:good|great|fine
        |perfect|lovely)|that(?:'s| is| sounds| works| will work|'ll do| would be)(?: (?:great
        |good|fine|perfect|lovely|ok|okay|cool|brilliant|wonderful|excellent|for me|then|nice))*
        |(?:yes|yeah|yep|yup|mm+ ?hm+|mhm+|uh huh)|oh|ah|aha|wow|so|well|then|just|too|now|dear|and
        |very|um+|uh+|er+|really|listen|look
        |you(?:'re| are) closed(?: then)?|(?:what |that's )?a (?:shame|pity)|too bad|bummer
        |(?:i(?:'ll| will) )?see (?:you|ya)(?: (?:then|there|on|at|next|this|tomorrow|the|\\w+day
        |week|\\d+(?:st|nd|rd|th)))+
        |(?:i (?:have|'ve got|got)|(?:can|could|may) i ask(?: you)?)
        (?: just)? (?:a|one|another) (?:quick )?question|(?:can|could
        |may) i (?:just )?ask(?: you)? something(?: (?:first|quickly|else|please))*
        |sorry about (?:that|this|the noise)
        |i (?:was|am|'m) (?:just )?(?:wondering|calling to ask)(?: something)?
        |i was just (?:on the phone|talking|speaking)(?: (?:with|to) (?:you|someone|you guys))?"""
    )
)


def is_hesitation(plain: str) -> bool:
    """Tell whether an utterance is only the sound of someone thinking: "um", "well, let's see".

    Args:
        plain: The utterance in heard form.
    """
    return _SOUND.search(plain) is not None and not _HESITATING.sub("", plain).strip()


def is_courtesy(plain: str) -> bool:
    """Tell whether an utterance is nothing but greetings, thanks, small talk and "got it".

    Args:
        plain: The utterance in heard form.
    """
    return bool(plain.strip()) and not _POLITE.sub("", plain).strip(" '")


_PERSON: Final = f"(?:{KIN}|little (?:boy|girl|one))"
_OWN: Final = f"(?:my|our|the) (?:(?:eldest|youngest|older|younger|oldest|little|other) )?{_PERSON}"
_NUMBER: Final = """
    (?:\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen
    |fifteen|sixteen|seventeen|eighteen)"""
_FOR_WHOM: Final = re.compile(
    phrase(
        f"""
        (?:for|on behalf of) {_OWN}(?: (?:and|&) {_OWN})*(?: too)?
        |(?:i'm |i am )?(?:calling|ringing|phoning|booking|it's) (?:for|on behalf of) {_OWN}
        |(?:can|could|would|will) {_OWN}(?= (?:come|have|get|book|be|see|make))
        |{_OWN} (?:would like|wants?|needs?|is looking for|is after|has to have)(?: to (?:have|get
        |come in for|book|come for))?
        |(?:he|she|they) (?:would like|wants?|needs?|is looking for|is after)(?: to (?:have|get
        |come in for|book|come for))?
        |(?:he|she|they|{_OWN}) (?:says|said|thinks|reckons)(?= \\w)
        |(?:he|she|they)(?:'s| is|'re| are)(?: (?:only|just|nearly|almost|about|turning))*
        (?: {_NUMBER})
        (?: (?:years? old|months? old|now))?|for (?:him|her|them)"""
    )
)


def people_in(plain: str) -> Iterator[Span]:
    """Yield the phrases that say for whom something is: "for my daughter, she's seven".

    Whoever it is, the service and the time asked for are the same; only a name is not.

    Args:
        plain: The utterance in heard form.
    """
    for match in _FOR_WHOM.finditer(plain):
        yield match.span()


_LATELY: Final = """
    (?: (?:like anything|lately|recently|so much|a lot|again|badly|today|right now|since yesterday
    |for (?:a|some|two|three|several) (?:while|days?|weeks?|time)|so|and))*"""
_SOMEWHAT: Final = """
    (?: (?:a|an|this|some|the|very|so|too|really|just|bad|severe|serious|terrible|horrible|awful
    |nasty|slight|little|bit|of|sort|kind|been|also|all))*"""
_COMPLAINT: Final = re.compile(
    phrase(
        f"""
        (?:my|our) [\\w']+(?: [\\w']+)?(?:'s| is| are| has been| have been| keeps?| started)?
        {_SOMEWHAT} (?:aches?|aching|hurts?|hurting|killing me|sore|swollen|broken|broke down|broke
        |leaking|leaks|bleeding|(?:in )?(?:a )?(?:complete |total |real )?mess){_LATELY}
        |(?:i|we)(?:'ve| have|'m| am)?(?: (?:got|had|have|having))*{_SOMEWHAT}
        (?: (?:\\w+ache|(?:tooth|head|stomach|ear|back) ?ache|rash|pain|cold|cough|fever
        |sore throat|infection|leak|puncture|flat tyre|flat tire)){_LATELY}
        |(?:i|we)(?:'m| am|'ve been| have been| think i might be| might be| feel)?(?: not)?
        (?: (?:feel|feeling))?{_SOMEWHAT} (?:ill|sick|unwell|poorly|under the weather){_LATELY}
        |(?:i|we)(?:(?:'m| am|'ve| have)(?: been)? not(?: been)? feeling| don't feel| haven't felt)
        {_SOMEWHAT} (?:well|good|great|right|myself){_LATELY}"""
    )
)


def reasons_in(plain: str) -> Iterator[Span]:
    """Yield what is said of the trouble that a booking is wished for: "my tooth is aching".

    The visit is the answer to it. Only complaints that ask for nothing else: who was in an
    accident, or needs a certain thing done, is left to a model.

    Args:
        plain: The utterance in heard form.
    """
    for match in _COMPLAINT.finditer(plain):
        yield match.span()


_OCCASION: Final = """
    (?:weddings?|party|birthday|anniversary|funeral|interviews?|meetings?|holiday|vacation|trip
    |flight|date|dinner|concert|graduation|prom|christening|exams?|show|event|game|reunion|do
    |photo ?shoot|photos?)"""
_FOR_A_REASON: Final = re.compile(
    phrase(
        f"""
        (?:because|cause|cos|since|as|it's because) (?:i|we|there|my [\\w']+(?: [\\w']+)?)
        (?:'ve|'s|'m|'re)?(?: (?:have|has|got|had|is|are|am|going|to|attending|got to|need))*
        (?: (?:an?|my|our|the|his|her|this|some|to|on|for|be|go|at|look|good|\\w+'s)){{0,5}}
        (?: {_OCCASION})
        (?: (?:on|this|that|next|the|coming) (?:\\w+)(?: \\w+day)?
        | tomorrow| today| tonight| at the weekend| (?:that|the same|the next) day
        | (?:that|in the) (?:morning|afternoon|evening|night))*"""
    )
    + r"(?= *$| *[,.;!])"
)
_LONG: Final = """
    (?: (?:for|over|about|almost|nearly|many|all|so|ages|years|now|(?:a|\\d+|one|two|three|four|five
    |six|seven|eight|nine|ten|fifteen|twenty|thirty)(?= (?:years?|months?|long))|years?|months?|long
    |a long|time|since (?:\\d{4}|forever)|already|my life))+"""
_REGULAR: Final = re.compile(
    phrase(
        f"""
        (?:i|we)(?:'ve| have)? been (?:coming|going|a (?:client|customer|regular)|with you|clients
        |customers)(?: (?:here|there|to you|of yours|of yours too|with you|to this place|guys))*
        {_LONG}
        |(?:i'm|i am|we're) (?:an? )?(?:old |regular |long ?time |loyal )*(?:client|customer
        |regular)s?(?: (?:of yours|here|there))?"""
    )
)


_WHOSE: Final = re.compile(
    phrase(
        f"""
        (?:and )?(?:i'm|i am|this is|it's) (?:his|her|their) {_PERSON}(?: (?!and |but |so )[\\w']+)?
        |(?:and )?(?:he|she|that)(?:'s| is) my {_PERSON}"""
    )
    + r"(?= *$| *[,.;!])"
)
_TO_OTHERS: Final = re.compile(
    r"(?:^|(?<=[,.;!])) *"
    + phrase(
        """
        (?:no )?not you(?: [\\w']+)?
        |(?:no )?(?:[\\w']+ )?(?:(?:please )?(?:stop (?:it|that)|put (?:that|it) down|be quiet
        |leave (?:it|that|him|her) alone|get down|sit down|come here)|i'm on the phone)
        (?: (?:please|now|[\\w']+(?=[,.;!])))?"""
    )
    + r"(?= *$| *[,.;!])"
)


def occasions_in(plain: str, text: str) -> Iterator[Span]:
    """Yield what only tells the occasion or who calls: "because i have a wedding on saturday".

    And whose name it is ("she's my daughter"), and what is said to somebody in the room ("not you,
    Tommy").

    A day in it is not asked for, and the years of a regular are no number: "i've been a client
    for ten years". Anything beyond is left alone, since a reason may ask for something.

    Args:
        plain: The utterance in heard form.
        text: The utterance as given, whose stops tell where a clause ends.
    """
    clauses = "".join(b if b in ",.;!" else a for a, b in zip(plain, text, strict=True))
    for pattern in (_FOR_A_REASON, _REGULAR, _WHOSE, _TO_OTHERS):
        for match in pattern.finditer(clauses):
            if not _NUMBERS.search(match.group()):
                yield match.span()


_NOTE: Final = re.compile(
    phrase(
        """
        (?:(?:and|but|so|just|only|please) )*(?:(?:don't|do not|never) )?(?:call|ring|phone|text)
        (?: me)?(?: any ?time)? (?:before|after|until|between|in the|on|at|during)(?: [\\w':]+){1,4}
        |(?:(?:and|but|so|just|only|please) )*(?:texts?|calls?|mobile|voice ?mail) only
        |(?:(?:and|but|so|just|only|please) )*(?:only |just )text(?: me)?"""
    )
    + r"(?= *$)"
)


def notes_in(plain: str) -> Iterator[Span]:
    """Yield what is said, behind a number, of when and how to call it: "don't call before ten".

    It is no time for what is being booked. Nobody keeps it: the number alone is asked for.

    Args:
        plain: The utterance in heard form.
    """
    for match in _NOTE.finditer(plain):
        if not _NUMBERS.search(match.group()):
            yield match.span()


_NUMBERS: Final = re.compile(
    r"\d{3}|(?:(?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\W+){3}"
)
