"""What happens at a time that is named and is no wish for it: "I have a meeting at two".

A meeting, a flight that lands, a birthday, a call back: the time is said by the way. All functions
take the lower-case words before a phrase of time, with single spaces.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_otherwise_taken", "words_of_occupation"]

_AT: Final = r"(?: (?:at|on|from|until|till|around|about|by|the|to))*$"
_NOT_ASKED: Final = r"(?<!can )(?<!could )(?<!shall )(?<!should )(?<!may )"
_WE: Final = r"\b(?:i|we|he|she|they|my \w+|our \w+)"
_PEOPLE: Final = (
    r"(?:(?:my|our|the|his|her|their) )?(?:\w+ )?(?:kids?|child(?:ren)?|sons?|daughters?|boys?"
    r"|girls?|bab(?:y|ies)|wife|husband|partner|m[ou]m|mother|dad|father|parents?|brother|sister"
    r"|friends?|him|her|them|grand\w+)"
)
_FETCH: Final = (
    rf"(?:(?:pick|picks|drop|drops)(?: up| off)? {_PEOPLE}(?: up| off)?"
    rf"|(?:collect|fetch|meet)s? {_PEOPLE})(?: (?:from|at|to) \w+)?"
)
_EVENT: Final = (
    r"(?:bus|train|flight|plane|meeting|class|shift|lesson|exam|lift|ride|game|match|show|concert"
    r"|ceremony|funeral|ferry)"
)
_OCCUPIED: Final = re.compile(
    rf"{_NOT_ASKED}\b(?:i|we|he|she|they|my \w+)(?: only)?"
    rf" (?:work|finish|start|leave|get off|get out)(?:e?s)?(?: work| school)?{_AT}"
    rf"|\b(?:my|the|our|his|her|their) {_EVENT}"
    rf"(?:'s| is| leaves| goes| starts| begins| ends| finishes| lands| arrives| gets in)?{_AT}"
    r"|(?:\bmy \w+ |\b(?:i|we|he|she|they) )?\bha(?:s|ve|d) (?:work|school|class|training|practice)"
    rf"{_AT}"
    rf"|{_NOT_ASKED}\b(?:i|we)(?:'ve| have|'d| had| got)+ (?:already |also )?(?:something|plans"
    r"|work|school|(?:a|an|another|my) (?:meeting|class|call|flight|shift|lesson|exam|thing|event"
    rf"|appointment|booking|reservation))(?: \w+)?{_AT}"
    rf"|{_NOT_ASKED}{_WE}(?:'m|'re|'s|'ll be| am| are| is| will be| only| (?:get|be)s?| getting)+"
    rf" back(?: (?:home|in|from \w+|to \w+))?{_AT}"
    rf"|{_NOT_ASKED}{_WE}(?: only)? (?:gets?|arrives?)(?: (?:back|home|in))?(?: home)?"
    rf"(?: from \w+)?(?<!get)(?<!gets){_AT}"
    rf"|{_NOT_ASKED}{_WE}(?:'ll| will)?(?: only)? (?:lands?|fl(?:y|ies) (?:in|out|back|home))"
    rf"(?: (?:in|at) \w+)?{_AT}"
    rf"|\b(?:have|has|had|got|'ve) to (?:go|leave|run|dash)(?: (?:for|to) \w+)?{_AT}"
    rf"|\b(?:gotta|must) (?:go|leave|run|dash)(?: (?:for|to) \w+)?{_AT}"
    rf"|\b(?:have to|has to|had to|got to|gotta|must|need to|needs to) (?:{_FETCH}"
    r"|be (?:back|home|at (?:work|school|the office))|get (?:back|home)|catch (?:a|my|the) \w+)"
    rf"{_AT}"
    rf"|{_NOT_ASKED}{_WE}(?:'m| am| are| is)? {_FETCH}{_AT}"
    rf"|{_NOT_ASKED}{_WE}(?:'m|'re|'s|'ll be| am| are| is| will be) (?:only |already |still )?"
    r"(?:busy|working|teaching|tied up|booked up|at (?:work|school|college|the office)"
    rf"|in (?:a |the )?(?:meeting|class|court|surgery|school|office))(?: all day)?{_AT}"
)
"""What the caller does at that time."""
_IDLE: Final = re.compile(
    r"\b(?:that(?:'s|'ll| is| was| will| would)? (?:be )?(?:all|it|everything)"
    r"(?: (?:that )?i(?:'ll)? need(?:ed)?)?(?: for)?|help(?: for)?"
    r"|how are (?:you|things)(?: doing)?|how(?:'s| is) it going|everything for"
    r"|happy|have an? (?:great|good|nice|lovely|wonderful|happy)|enjoy (?:your|the)"
    r"|thank (?:god|goodness) it's)$"
)
"""Talk that names a day and means nothing by it ("that's all for today", "happy Friday")."""
_ELSEWHERE: Final = re.compile(
    r"\b(?:call(?:ed|ing)?(?: you| me)?(?: back)?|ring(?: back)?|rang|visited|came"
    r"|birthday(?: is|'s)?"
    r"|my (?:wedding|anniversary|party|holiday|vacation|trip|interview)(?: is|'s| starts)?"
    r"|(?:was|were) (?:there|in)|(?:speak|talk) to you|see you|alarm"
    r"|you (?:did|were|gave)\b[^,.;:!?]{0,30}|did you (?:say|tell|mean)\b[^,.;:!?]{0,30}"
    r"|expires?|since)(?: earlier)?(?: (?:at|on|for|in|the|is))*$"
)
"""What happens at that time is no appointment: a call back, a birthday, a visit that is past."""
_POLICY: Final = re.compile(
    r"\b(?:do you(?: guys)? (?:take|accept|allow|need|require)(?: an?)?"
    r"|are(?= \w+ (?:need|requ|nece))) (?:reservations?|bookings?|appointments?|walk-?ins?)"
    r"(?: (?:needed|required|necessary))?(?: (?:at|on|for|in|this|the))*$"
)
"""A question of how the business works, which names a day by the way."""
_TABLE: Final = (_OCCUPIED, _IDLE, _ELSEWHERE, _POLICY)


def is_otherwise_taken(lead: str) -> bool:
    """Whether the words before a phrase say what happens then, or mean nothing by it."""
    return any(pattern.search(lead) for pattern in _TABLE)


def words_of_occupation(lead: str) -> str:
    """Return the words that say what the caller does then ("I have a meeting at"); "" for none."""
    match = _OCCUPIED.search(lead)
    return match[0] if match else ""
