"""What callers say to the dialogue itself: wait, again, start over, a person please.

A table of phrases, in the notation of `kinds.heard.phrase`. A phrase is a proposal; `composing`
decides what it means where it was said ("leave it" is a refusal while a change is asked for, and
declines an email).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from ..kinds.base import Span
from ..kinds.heard import phrase
from .closing import ENOUGH, THANKS
from .offers import EARLIER, EITHER, LATER, NEITHER

__all__ = ["OF_AN_OFFER", "Cue", "CueName", "cues_in", "whole_cue"]

CueName: TypeAlias = Literal[
    "human",
    "repeat",
    "wait",
    "help",
    "restart",
    "abandon",
    "goodbye",
    "enough",  # that is all
    "decline",
    "back",
    "keep",  # leave it as it is
    "neither",
    "either",
    "later",  # the later one
    "earlier",
    "resume",  # let's go on with the booking
    "existing",  # i already have one
    "correction",  # make it ...
    "change",  # i'd like to change something
    "greeting",
    "thanks",
]


OF_AN_OFFER: Final = frozenset[CueName]({"neither", "either", "later", "earlier"})
"""Phrases that mean something only while something is on offer."""


class Cue(NamedTuple):
    """A phrase to the dialogue, and where it stands."""

    name: CueName
    span: Span


_MAY = """
    (?:(?:can|could|may|shall|should|might) (?:i|we|you)|i(?:'d| would)? (?:like|want|need|love
    |prefer|wanted|rather|have) to|i(?:'d| would) rather|i wanna|i gotta|i'd better|let's|let me
    |is it possible to|would it be possible to|please|just|maybe|i think (?:i|we) (?:should|need to)
    |would you mind|is there any way to|am i able to) """
_PERSON = """
    (?:person|human|human being|someone|somebody|agent|operator|representative|rep|manager
    |receptionist|member of (?:the )?staff|staff|colleague|advisor|adviser|assistant|owner|boss
    |supervisor|customer service)"""
_REAL = "(?: (?:an?|the|some|your|my|real|actual|live|another))*"
# "Find me someone in Oakland" looks for a doctor there, and for no person to talk to.
_NO_OTHER = """
    (?! (?:in|near|nearby|around|at|by|like|from|with|who (?!can help)|else|good|new|closer|cheaper
    |instead)(?![\\w']))"""
_WHO_HELPS = "(?: (?:(?:i can|to) (?:speak|talk) to|who can help(?: me)?))?"
_MOMENT = "(?:secs?|seconds?|moments?|minutes?|mins?|mo|ticks?|jiffy|bit)"
_IT = "(?:it|that|this)"
_SLOWLY = "(?:(?: (?:a (?:bit|little)|more))*(?: (?:slower|slowly|louder)))?"
_COURSE = "(?: (?:please|for me|to me|again|once more|one more time|back))*"

# Where several phrases match, the one that begins first is taken, of those the longest.
_ANYWHERE: Final[tuple[tuple[CueName, str], ...]] = (
    (
        "human",
        f"""
        (?:{_MAY})*(?:speak|talk|chat|connect me|put me through|transfer me|get through)(?:ing)?
        (?: directly)? (?:to|with){_REAL} {_PERSON}(?: (?:instead|there|else|please|real|human))*
        |(?:{_MAY})*(?:get|give|find) me{_REAL} {_PERSON}{_NO_OTHER}{_WHO_HELPS}(?: please)?
        |put me through|transfer me
        |(?:i want|i need|i'd like) (?:an?|the) (?:real |actual |live )?{_PERSON}
        |(?:{_MAY})*(?:have|get|ask) (?:someone|somebody|a person|them)(?: (?:to|there))?
        (?: please)? (?:call|ring|phone) me(?: (?:back|please|up))*
        |(?:can|could|would|will) (?:someone|somebody|a person|anyone)(?: please)?
        (?: (?:call|ring|phone) me(?: (?:back|please|up))*| help me(?: please)?)
        |(?:please )?(?:call|ring|phone) me back(?: please)?
        |is there (?:an? )?(?:real |actual )?{_PERSON}{_NO_OTHER}(?: there)?{_WHO_HELPS}
        |real (?:person|human)|live (?:person|agent)""",
    ),
    (
        "repeat",
        f"""
        (?:(?:can|could|would|will) you )?(?:please )?(?:say|tell me|repeat|go over|read)
        (?: (?:{_IT}|the question|the options|the times|those|them|what you said|it all|me))*
        (?: (?:again|once more|one more time|back)){_COURSE}{_SLOWLY}
        |(?:(?:can|could|would) you )?(?:please )?(?:speak|say (?:it|that)|go)
        (?: (?:a (?:bit|little)|more))*(?: (?:slower|slowly|louder|up)){_COURSE}
        |(?:(?:can|could|would) you )?(?:please )?repeat(?: (?:{_IT}|the question|yourself|those
        |them|the options|the times|what you said))*{_COURSE}
        |what was that(?: again)?|what did you (?:just )?say|say what|what's that|come again
        |what were (?:they|those|the options|the times)(?: again)?|one more time
        |(?:i'm )?(?:sorry )?i (?:didn't|did not|couldn't|could not|can't|cannot)
        (?: (?:quite|really))? (?:catch|hear|get|make out)(?: (?:what you said|that|you|it|out
        |any of that|the question|a word))*|i missed that|i beg your pardon|pardon(?: me)?
        |say (?:that|it) again|you(?:'re| are) breaking up|you (?:cut|broke) (?:out|up)
        |what (?:was|is) (?:the|your) question|what (?:do|did) you (?:want|ask)(?: me)?
        |are you (?:still )?there|can you hear me""",
    ),
    (
        "wait",
        f"""
        hang on(?: (?:there|then))?|hold on|hold up|hold the line|bear with(?: me)?|wait
        |(?:just )?(?:give me|gimme|wait|hang on|hold on|i(?:'ll)? (?:just )?need|i'll be)
        (?: (?:just|an?|one|two|a few|another|half a))* {_MOMENT}
        |(?:just )?(?:an?|one|two|half a|a quick) (?:secs?|second|moment|minute|mo|tick|jiffy|min)
        |(?:(?:just )?(?:let me|i(?:'ll| will| have to|'ll have to| need to|'d better)) )(?:just
        |quickly )*(?:ask|talk to|speak to|check with) (?:my|the|our|him|her|them)(?: \\w+)?
        (?: (?:first|about (?:it|that)|quickly))*
        |let me (?:just |quickly )*(?:find|check|look|get|grab|see|think|fetch|dig|pull
        |have a (?:look|think))(?: (?:it|that|them|one|out|up|here|for|in|on|at|about|my|the|a|what
        |which|is|number|diary|calendar|phone|email|schedule|pen|bag|card|when|i'm|free|second))*
        |i(?:'m| am| was)? (?:just )?(?:looking|checking|getting|finding|thinking|searching)
        (?: (?:for|it|that|up|my|the|number|diary|calendar|phone|about))*
        |i(?:'ll| will)? (?:just |need to |have to )+(?:check|look|find|get|think)
        (?: (?:it|that|them|up|my|the|number|diary|calendar|phone|for|about))*
        |where (?:did i put it|is it)""",
    ),
    (
        "help",
        """
        what (?:can|could|should|do|must) i (?:say|do|ask|ask for|tell you)(?: (?:here|now))?
        |what (?:are|were) (?:my|the) (?:options|choices|services|treatments)|what can you do
        |how does (?:this|it) work|i (?:don't|do not) (?:know what to say|get it|follow
        |understand(?: (?:that|the question|you|it))?)|i(?:'m| am) (?:confused|lost|not following)
        |(?:i'm )?not sure what (?:you (?:have|do|offer|can do)|i (?:want|need)|there is)
        |(?:(?:can|could) )?you help(?: me)?(?: out)?|i need (?:some |a little )?help|help me
        |(?:what|which) (?:times?|days?|dates?|slots?) (?:do you have|have you got|can you do
        |are (?:there|free|available|open))(?: (?:free|available|left|open))*
        |when are you (?:free|available)|what(?:'s| is) (?:free|available)
        |what (?:services|options|choices|treatments)(?: (?:do you (?:have|offer|do)|are there
        |have you got))?|what (?:do you|can you) (?:do|offer|have)|what do you mean""",
    ),
    (
        "restart",
        f"""
        (?:{_MAY})*(?:(?:re)?start(?: (?:it|this|everything|all))* (?:over|again|afresh|anew
        |from (?:the )?(?:very )?(?:scratch|beginning|top|start))|begin again|restart
        |(?:go|take it|go all the way) back to the (?:very )?(?:start|beginning)
        |reset(?: everything)?|do (?:this|it) all over(?: again)?
        |from (?:the )?(?:scratch|beginning|top))""",
    ),
    (
        "abandon",
        f"""
        (?:{_MAY})*(?:never ?mind|forget (?:about )?(?:{_IT}|the whole thing|everything|i asked
        |the booking|the appointment)|cancel (?:{_IT}|everything|all of it|the whole thing
        |(?:my|this|the) (?:booking|appointment|reservation))|drop it
        |scrap (?:it|this|the whole thing)|stop (?:this|the|everything)(?: (?:booking|call|thing
        |whole thing))?|give up)(?: please)?
        |i(?:'ve| have)? changed my mind(?: (?:and|so))? i (?:don't|do not)(?: (?:really|actually))?
        (?: (?:want|need))(?: (?:it|this|that|to|an?|the|one|book|appointment|booking|anything))*
        |i (?:don't|do not) (?:want|need|wanna)(?: to| {_IT}| an?| the)*(?: (?:book|booking|do|make
        |appointment|anything|bother))*(?: (?:{_IT}|now|at all))* (?:any ?more|after all)
        |let's not(?: (?:bother|do it|do this))?|(?:i'm )?not interested|it doesn't matter
        |i'll leave it(?: (?:for now|then|there|today))*|leave it for (?:now|today)
        |i've decided not to|i won't (?:bother|book)(?: (?:it|then|now|after all))*""",
    ),
    (
        "goodbye",
        """
        (?:(?:oh )?whatever )?(?:good ?)?bye(?: ?bye)?(?: (?:now|then|for now))*
        |(?:i(?:'ll| will) )?see (?:you|ya)
        (?: (?:later|soon|then|there|around|on|at|next|this|tomorrow|week|weekend|the|\\w+day
        |\\d+(?:st|nd|rd|th)))*|(?:talk|speak) (?:to you )?(?:later|soon|then)
        |(?:and )?have a (?:very )?(?:good|great|nice|lovely|wonderful) (?:day|one|evening
        |weekend|afternoon|night|time|morning|rest of your day)|take care|ta ta|cheerio
        |(?:i(?:'ve got| have|'ve| really)* (?:to|gotta|must)|gotta|i've gotta) (?:go|run|dash
        |leave)
        (?: now)?
        |(?:sorry )?(?:i(?:'ve| have| think i(?:'ve| have)?)? (?:got|have|called|dialled|dialed) )?
        (?:the )?wrong number|catch you later|so long|good ?night|farewell|i'm (?:going to
        |gonna) hang up|hanging up now
        |i(?:'ll| will) (?:call|ring|phone|try)(?: you)? (?:back|again)(?: (?:later|another time
        |tomorrow|soon|then|sometime))*""",
    ),
    ("enough", ENOUGH),
    (
        "decline",
        """
        skip(?: (?:it|that|this|that one|this one|the question))?|not for me
        |i(?:'d| would)? (?:rather|prefer) not(?: to)?(?: (?:say|give|share|tell)
        (?: (?:it|that|you|one|out))*)?
        |i (?:don't|do not|haven't|have not) (?:(?:have|got|own|use)(?: (?:an?|any|the))* )+
        (?:computer|laptop|internet|smart ?phone)
        |i (?:don't|do not|haven't|have not)
        (?: (?:really|actually|currently))? (?:have|got|use|want|need|do)
        (?: (?:one|any|it|that|those|one of (?:those|them)|to|to (?:give|share)(?: (?:it|that
        |one))?))?
        (?: (?:to hand|on me|at all|any ?more|after all|yet|with me|sorry))*
        |(?:that's |it's )?not (?:needed|necessary)|no need(?: for (?:that|it|one))?
        |don't (?:need|have|want) (?:one|it|any|that)|leave (?:it|that) (?:out|blank|empty)
        |there isn't one|i can't give (?:you )?(?:one|it|that)|do (?:i|we) have to
        |(?:can|could) i (?:give|send|tell|do|text|email)(?: (?:it|that|one|you))*(?: to you)? later
        |without(?! (?:an?|the|any|two)(?![\\w']))(?: (?:it|one))?(?: is fine)?
        |i'd (?:rather|prefer) (?:you|if you) didn't
        |i can't (?:remember|recall)(?: (?:it|that|one))?|(?:i )?can't be bothered
        |(?:you can |just |please )*text me(?: instead)?|(?:a )?text is (?:fine|enough)
        |(?:prefer|rather) not(?: to)?(?: (?:say|give|share)(?: (?:it|that|one))?)?
        |none of your business""",
    ),
    (
        "back",
        f"""
        (?:{_MAY})*(?:go|step|jump|take me|get|move) back(?: (?:one|a|two|to the))*
        (?: (?:steps?|questions?|bit|previous(?: one| question| step)?|last one|last question))?
        (?: please)?|(?:the )?previous (?:question|step|one)|back up(?: a (?:step|bit|second|sec))?
        |undo(?: that)?""",
    ),
    (
        "keep",
        """
        (?:(?:i'll|let's|just|please|you can|we can|actually|i'd rather) )*(?:leave|keep|stick with
        |stay with) (?:it|that|them|everything|this|things|what (?:we|i) have|that one)
        (?: (?:as (?:it|they|that) (?:is|was|are|were)|as is|there|the same|like (?:that|this|it is)
        |alone|how it (?:is|was)|be|the way it is|unchanged|at that|then))*
        |(?:(?:it|that)(?:'s| is)|they're) (?:fine|ok|okay|good|alright|all right|perfect|great)
        (?: (?:as (?:it|they) (?:is|are|was)|as is|like (?:that|this|it is)|(?:the way|how) it is))
        |(?:don't|do not|no need to|needn't) (?:change|cancel|move|touch)
        (?: (?:it|that|anything|them))?
        |no changes?(?! (?:it|that|this|to|the|my)(?![\\w']))
        |same as (?:before|it was)|leave (?:it|that)""",
    ),
    ("neither", NEITHER),
    ("either", EITHER),
    ("later", LATER),
    ("earlier", EARLIER),
    (
        "correction",
        f"""
        make (?:{_IT}|them)|(?:can|could) (?:you|we|i) (?:please )?(?:make|change|switch|move|do)
        (?: (?:{_IT}|them))(?: (?:to|for))?|(?:can|could) (?:we|i|you) (?:do|say|make|try|go with
        |have)
        |let's (?:make it|say|do|go with|try)|change(?: {_IT}(?: (?:to|for|back to))?| to)
        |(?:switch|swap|move|push|bump) {_IT}(?: (?:to|for))?
        |(?:it |that |which )?(?:should|ought to) (?:have been|be|say|read)|it's (?:actually|really)
        |i(?: actually| really)? (?:mean|meant)(?: to say)?|i actually|instead|scratch that
        |scrap that|i (?:actually |really |already |only )?said|actually no|no actually|no wait
        |wait no
        |no sorry|sorry no|correction|strike that|on second thoughts?
        |(?:please )?(?:change|switch|move) to|i(?:'ve| have)? changed my mind
        |i made a mistake|i misspoke
        |i(?:'d| would) (?:rather|prefer)(?: (?:do|have|go for|go with|come))?|actually|more like
        |that's (?:a|my) mistake|my mistake|my bad|(?:how|what) about|(?:better|rather) (?:make it
        |do)
        |(?:please )?(?:use|put|take)(?! (?:me|it|us))(?: down)?|oops|whoops|i (?:got
        |said) that wrong
        |that(?:'s| is| was) (?:wrong|not right|incorrect)""",
    ),
    (
        "change",
        f"""
        (?:{_MAY})*(?:change|correct|fix|amend) (?:something|one thing|a (?:thing|detail)
        |a (?:few|couple of) (?:things|details)|some (?:things|details)|part of (?:it|that))
        (?: (?:first|please|there))*|one (?:more )?(?:change|correction)""",
    ),
    (
        "resume",
        """
        (?:(?:let's|can we|i'd rather|i want to|i'd like to|please|just) )*(?:go on|carry on
        |continue|keep going|keep (?:booking|on)|(?:finish|go back to|back to) (?:the|my|our)
        (?: booking| appointment)|book(?: it)? (?:here|with you|on here)|you can do (?:it|that))
        (?: (?:with (?:it|you|this|that|the booking|my booking)|then|here|instead))*""",
    ),
    (
        "existing",
        """
        (?:i|we)(?:'ve| have)?(?: already)? (?:have|got|had|made|booked)(?: already)? (?:one
        |an? (?:appointment|booking|reservation|slot))(?: already)?
        |(?:i|we)(?:'m|'re| am| are)(?: already)? booked in""",
    ),
    (
        "greeting",
        "(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day))(?: (?:there|again))?",
    ),
    ("thanks", THANKS),
)

# Phrases that mean something only when they are all that was said.
_WHOLE: Final[tuple[tuple[CueName, str], ...]] = (
    ("human", f"(?:(?:an?|the|real|live|actual) )*{_PERSON}"),
    (
        "repeat",
        """
        what|sorry|huh|eh|say again|again|pardon|excuse me|sorry what|come again|what now|i'm sorry
        |hello|hi|hey|hiya""",
    ),
    ("help", "help|options|menu"),
    ("change", f"(?:{_MAY})*(?:change|changes|change (?:it|that)|correct (?:it|that))"),
    ("abandon", "cancel|stop|quit|exit"),
    (
        "decline",
        """
        pass|none|next|blank|i don't|i haven't|no one|nothing|move on|don't have one|without
        |(?:maybe )?later(?: on)?""",
    ),
    ("back", "back|previous"),
    ("keep", "(?:the )?same(?: (?:time|day|as before))?|no change|as it is|as is"),
    ("either", "any|anything|whatever|either|surprise me"),
    ("later", "later one|latest"),
    ("earlier", "earlier one|earliest|soonest"),
    ("enough", "that's it|that is it|done|finished"),
)


def _compiled(
    table: tuple[tuple[CueName, str], ...],
) -> tuple[tuple[CueName, re.Pattern[str]], ...]:
    return tuple((name, re.compile(phrase(words))) for name, words in table)


_ANYWHERE_COMPILED = _compiled(_ANYWHERE)
_WHOLE_COMPILED = _compiled(_WHOLE)


def cues_in(plain: str, *, offered: bool) -> Iterator[Cue]:
    """Yield the phrases found, in order and without overlap, the longest at each place.

    Args:
        plain: The utterance in heard form.
        offered: Whether anything is on offer, so that "someone else" is not asked to the phone.
    """
    found = [
        Cue(name, match.span())
        for name, pattern in _ANYWHERE_COMPILED
        if offered or name not in OF_AN_OFFER
        for match in pattern.finditer(plain)
    ]
    found.sort(key=lambda cue: (cue.span[0], -cue.span[1]))
    end = 0
    for cue in found:
        if cue.span[0] >= end:
            yield cue
            end = cue.span[1]


def whole_cue(plain: str) -> tuple[CueName, ...]:
    """Return what an utterance means when there is nothing else in it.

    Args:
        plain: The utterance in heard form.
    """
    said = plain.strip()
    return tuple(name for name, pattern in _WHOLE_COMPILED if pattern.fullmatch(said))
