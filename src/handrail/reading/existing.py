"""What callers say of something that exists: that they have one, that it is to be changed."""

from __future__ import annotations

import re

from ..kinds.base import Span
from ..kinds.heard import phrase

__all__ = [
    "about_existing",
    "amends_what_was_done",
    "has_existing",
    "held_in",
    "holds_one",
    "may_amend",
    "tells_of_one",
    "told_of_one",
]

_THE_BOOKING = r"""(?:my|our|the|this|that|an?|his|her|another)(?: existing)?(?: [\w']+)? ?
    (?:appointments?|bookings?|reservations?)"""
_TO_EXISTING = re.compile(
    phrase(
        rf"""
        (?:cancel|reschedule|re book|rebook|postpone|rearrange|push back|bring forward
        |(?:check|confirm|double check)(?: on)?) {_THE_BOOKING}
        |(?:move|change|amend|shift|switch|swap|alter) (?:my|our|the|an existing|this|that)
        (?: existing)?(?: [\w']+)? ?(?:appointments?|bookings?|reservations?)
        |(?:need|want|like|have|trying|calling|ringing|hoping|wanted
        |is it possible) to (?:reschedule
        |rebook|cancel|postpone)|(?:can|could|may) (?:i|we|you) (?:please )?(?:reschedule|rebook
        |cancel|postpone)(?: (?:it|that|please))?
        (?! (?:up|before|if|within|any|at|on|with|without|later|for|and)(?![\w]))
        |reschedule|rescheduling
        |(?:i'm|i am|we're|i'll be|i will be|i might be|i'm going to be|i'm gonna be)(?: just)?
        (?: running)?(?: a (?:bit|little)| about [\w]+(?: minutes)?)? late (?:for|to) {_THE_BOOKING}
        |(?:i'm|i am|we're) running(?: a (?:bit|little))? late
        |(?:when|what time|what day)(?:'s| is| was| are)? {_THE_BOOKING}
        |can(?:'t|not) (?:make|come to|get to|attend) (?:it|{_THE_BOOKING})
        |(?:actually )?cancel (?:it|that|this)"""
    )
)
_HAS_ONE = re.compile(
    phrase(
        """
        (?:already )?(?:have|got|made|booked) (?:one|an? (?:[\\w']+ )?(?:appointment|booking
        |reservation)) .*(?:move|change|cancel|reschedule|can't make|cannot make|rearrange)
        .*"""
    )
)


def has_existing(plain: str) -> bool:
    """Tell whether the caller says that they have a booking, which something is to be done with."""
    return _HAS_ONE.search(plain) is not None


def about_existing(plain: str) -> Span | None:
    """Find a wish about a booking that exists: to cancel, move or confirm it, or "i'm late".

    Where no workflow does that, it takes a person: it is no wish for a new booking, and there is
    nothing here to be dropped.
    """
    match = _TO_EXISTING.search(plain) or _HAS_ONE.search(plain)
    return match.span() if match else None


_HOLDS = re.compile(
    r"(?<!can )(?<!could )(?<!may )(?<!might )(?<!shall )(?<!should )(?<!must )"
    + phrase(
        """
        (?:i|we|he|she|they|(?:my|our) [\\w']+)(?: (?:already|just|also|actually))*
        (?:(?:'ve| have| has| had)(?: (?:already|just|also|actually))*
        (?: (?:got|had|made|booked))?
        |(?: (?:already|just|also|actually))* (?:got|made|booked))(?: already)?
        (?:(?: (?:an?|one|my|our|the))*(?: (?!to )[\\w']+){0,2}? (?:appointments?|bookings?
        |reservations?)(?! (?:i (?:want|need)|to (?:book|make|schedule)))
        |(?: (?:an?|my|our|the))(?: (?!to )[\\w']+){1,3} (?:booked|scheduled|arranged|tomorrow
        |today|tonight|(?:on|at|for|this|next) \\S+|\\w+day))
        |(?:i'm|we're|i am|we are)(?: already| all)? (?:booked|scheduled)(?: in)? (?:for|at|on|with)
        """
    )
)


def held_in(plain: str) -> list[Span]:
    """Find where the caller says that something is theirs already.

    Args:
        plain: The utterance in heard form.
    """
    return [match.span() for match in _HOLDS.finditer(plain)]


def holds_one(plain: str) -> bool:
    """Tell whether the caller says that a booking exists, and not what is to be done with it.

    "I have an appointment tomorrow at three" wishes for none, and its time is no answer.
    """
    return _HOLDS.search(" ".join(plain.split())) is not None


_ONE_OF_THEIRS = "(?:appointment|booking|reservation)"
_TELLS_OF_ONE = re.compile(
    phrase(
        f"""
        (?:(?:hi|hello|hey|so|and|um+|uh+|well|yeah|ok|okay) )*
        (?:(?:it's|this is|i'm (?:calling|ringing|phoning)|i am calling|calling|ringing) )*
        (?:(?:about|regarding|concerning|there's|there is|to do with|in connection with) )*
        (?:i(?:'ve| have)?(?: already)? (?:have|got|had|made|booked)(?: already)?
        (?: (?:an?|my|the|one))? {_ONE_OF_THEIRS}|i have(?: (?:an?|my|the|one))? {_ONE_OF_THEIRS}
        |(?:an?|the|that|my) {_ONE_OF_THEIRS}(?: that)?
        (?: i(?:'ve| have)?(?: already)? (?:have|got|had|made|booked)|i have))
        (?: (?:already|with you(?: (?:guys|all))?|here|there|in|booked|yesterday
        |earlier|last week|the other day|(?:earlier )?(?:today|this week|this morning)))*"""
    )
)


def tells_of_one(plain: str) -> Span | None:
    """Find where the caller tells of a booking of theirs, whatever comes after.

    Args:
        plain: The utterance in heard form.
    """
    match = _TELLS_OF_ONE.match(plain)
    return match.span() if match else None


def told_of_one(plain: str) -> Span | None:
    """Find where the caller tells of a booking of theirs, and nothing of what is to be done.

    "It's about an appointment I've got" asks for no new one: it is looked up, and they go on.

    Args:
        plain: The utterance in heard form.
    """
    span = tells_of_one(plain)
    return span if span and not _ANEW.search(plain, span[1]) else None


_DETAIL = """
    (?:name|surname|last name|first name|number|phone|phone number|email|email address|time|day
    |date|service|details?)"""
_WRONG = "(?:wrong|not (?:quite )?right|incorrect|misspelled|misspelt|spelled wrong|spelt wrong)"
_LATER = """
    (?: (?:half an hour|an hour|an hour and a half|a (?:bit|little)|a day|a week|[\\w]+ (?:minutes
    |hours|days|weeks)))? (?:later|earlier|sooner)"""
_AMENDS = re.compile(
    phrase(
        f"""
        (?:can|could|may|might|should|would) (?:it|that|i|we|you)(?: please)?
        (?: (?:be|make it|make that|move it|move that|push it|push that|bring it|come|have it
        |do it))?(?: (?:back|forward))?{_LATER}
        |(?:make|move|push|bring|change) (?:it|that)(?: (?:back|forward))?{_LATER}
        |(?:can|could|may) (?:i|we|you)(?: please)? (?:move|change|push|make) (?:it|that)
        |(?:you|i)(?:'ve| have)? (?:got|put|have|had|spelled|spelt|took|gave you|gave)(?: down)?
        (?: (?:my|the)) {_DETAIL}(?: down)? {_WRONG}
        |(?:you|i)(?:'ve| have)? (?:got|put|have|had|gave you|gave)(?: down)? (?:the|a|my) wrong
        (?: {_DETAIL})
        |(?:my|the) {_DETAIL}(?:'s| is| was) {_WRONG}
        |(?:change|correct|fix|amend) (?:my|the) {_DETAIL}"""
    )
)
_TO_A_VALUE = re.compile(
    phrase(
        f"""
        (?:make|change|move|put) (?:it|that)|instead|i (?:meant|said)|(?:no|oh|sorry|wait)
        |(?:my|the) {_DETAIL}(?:'s| is| should be)|it's [\\w']+(?: [\\w']+)? not"""
    )
)


def may_amend(plain: str) -> bool:
    """Tell whether a value said now may change what was just done: "make it four", "no, at four".

    Args:
        plain: The utterance in heard form.
    """
    changes = amends_what_was_done(plain) or _TO_A_VALUE.search(plain) is not None
    return changes and _ANEW.search(plain) is None


_ANEW = re.compile(phrase("another|also|as well|too|new|one for|book|second"))


def amends_what_was_done(plain: str) -> bool:
    """Tell whether something just done is to be changed: "you got my name wrong", "an hour later".

    It is asked of whatever the caller was told of last, so it means this only after that.

    Args:
        plain: The utterance in heard form.
    """
    return _AMENDS.search(plain) is not None and _ANEW.search(plain) is None
