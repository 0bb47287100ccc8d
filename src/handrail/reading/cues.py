"""What callers say to the dialogue itself: wait, again, start over, a person please.

A table of phrases, in the notation of `kinds.heard.phrase`: a space is any gap, apostrophes may be
missing. A phrase is a proposal; `understand` decides what it means where it was said ("leave it" is
a refusal while a change is asked for, and declines an email).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from ..kinds.base import Span
from ..kinds.heard import phrase

__all__ = ["Cue", "CueName", "cues_in", "whole_cue"]

CueName: TypeAlias = Literal[
    "human",
    "repeat",
    "wait",
    "help",
    "restart",
    "abandon",
    "goodbye",
    "enough",
    "decline",
    "back",
    "keep",
    "neither",
    "either",
    "later",
    "earlier",
    "existing",
    "correction",
    "greeting",
    "thanks",
]


class Cue(NamedTuple):
    """A phrase to the dialogue, and where it stands."""

    name: CueName
    span: Span


_MAY = (
    r"(?:(?:can|could|may|shall|should|might) (?:i|we|you)|i(?:'d| would)? (?:like|want|need|love|"
    r"prefer|wanted|rather|have) to|i(?:'d| would) rather|i wanna|i gotta|i'd better|let's|let me|"
    r"is it possible to|would it be possible to|please|just|maybe|i think (?:i|we) (?:should|need to)|"
    r"would you mind|can you|could you|is there any way to|am i able to) "
)
_PERSON = (
    r"(?:person|human|human being|someone|somebody|agent|operator|representative|rep|manager|"
    r"receptionist|member of (?:the )?staff|staff|colleague|advisor|adviser|assistant|owner|boss|"
    r"supervisor|customer service)"
)
_MOMENT = r"(?:secs?|seconds?|moments?|minutes?|mins?|mo|ticks?|tick|jiffy|bit)"
_THEM = r"(?:of (?:them|those|these|the (?:two|three|times|options)))"
_SUITS = (
    r"(?: (?:works?|suits?|is (?:fine|good|ok|okay)|are (?:fine|good|ok|okay)|will do|would do|do|"
    r"would work|will work|is good|fit|fits))?(?: for me| me| fine)*"
)

# (cue, phrases). Where several match, the one that begins first and is longest is taken.
_ANYWHERE: tuple[tuple[CueName, str], ...] = (
    (
        "human",
        rf"(?:{_MAY})*(?:speak|talk|chat|connect me|put me through|transfer me|get through)(?:ing)?"
        rf"(?: directly)?(?: (?:to|with))(?: (?:an?|the|some|your|my|real|actual|live|another))* "
        rf"{_PERSON}(?: (?:instead|there|else|real|human|please))*",
    ),
    (
        "human",
        rf"(?:{_MAY})*(?:get|give|find|call) me(?: (?:an?|the|real|actual|live))* {_PERSON}|"
        r"put me through|transfer me|(?:i want|i need|i'd like)(?: (?:an?|the|real|actual|live))+ "
        rf"{_PERSON}|is there (?:an? )?(?:real |actual )?{_PERSON}(?: there)?(?: i can (?:speak|talk) to)?|"
        r"real (?:person|human)|live (?:person|agent)",
    ),
    (
        "repeat",
        r"(?:(?:can|could|would|will) you )?(?:please )?(?:say|tell me|repeat|go over|read)"
        r"(?: (?:that|it|this|the question|the options|the times|those|them|what you said|it all|me))* "
        r"(?:again|once more|one more time|back)(?: (?:for me|please|to me))*|"
        r"(?:(?:can|could|would) you )?(?:please )?repeat(?: (?:that|it|the question|yourself|please|"
        r"those|them|the options|the times|what you said))*|what was that(?: again)?|"
        r"what did you (?:just )?say|what were (?:they|those|the options|the times)(?: again)?|"
        r"(?:i'm sorry |sorry )?i (?:didn't|did not|couldn't|could not|can't|cannot) (?:quite |really )?"
        r"(?:catch|hear|get|make out|make that out)(?: (?:what you said|that|you|any of that|it|the "
        r"question|a word))*|i missed that|i beg your pardon|pardon(?: me)?|come again|one more time|"
        r"say (?:that|it) again|what's that|you(?:'re| are) breaking up|you (?:cut|broke) (?:out|up)|"
        r"say what|what was (?:the|your) question|what (?:do|did) you (?:need|want|ask)(?: me)?(?: for)?|"
        r"are you (?:still )?there|can you hear me",
    ),
    (
        "wait",
        r"hang on(?: (?:there|then))?|hold on|hold up|hold the line|bear with(?: me)?|"
        rf"(?:just )?(?:give me|gimme|wait|hang on|hold on|i(?:'ll)? (?:just )?need|i'll be)(?: (?:just|an?|one|two|a few|another|half a))* "
        rf"{_MOMENT}|(?:just )?(?:an?|one|two|half a|a quick) (?:sec|secs|second|moment|minute|mo|tick|jiffy|min)|"
        r"let me (?:just |quickly )*(?:find|check|look|get|grab|see|think|fetch|dig|pull|have a (?:look|think))"
        r"(?: (?:it|that|them|one|out|up|here|for|in|on|at|about|my|the|a|what|which|is|number|diary|"
        r"calendar|phone|email|schedule|pen|bag|card|when|i'm|free|second))*|wait|"
        r"i(?:'m| am| was)? (?:just )?(?:looking|checking|getting|finding|thinking|searching)(?: (?:for|it|that|up|"
        r"my|the|number|diary|calendar|phone|about))*|i(?:'ll| will)? (?:just |need to |have to )+(?:check|look|find|get|think)"
        r"(?: (?:it|that|them|up|my|the|number|diary|calendar|phone|for|about))*|where (?:did i put it|is it)",
    ),
    (
        "help",
        r"what (?:can|could|should|do|must) i (?:say|do|ask|ask for|tell you)(?: (?:here|now))?|"
        r"what (?:are|were) (?:my|the) (?:options|choices|services|treatments)|what can you do|how does (?:this|it) work|"
        r"i (?:don't|do not) (?:know what to say|understand(?: (?:that|the question|you|it))?|get it|follow)|"
        r"i(?:'m| am) (?:confused|lost|not following)|"
        r"(?:can |could )?you help(?: me)?(?: out)?|i need (?:some |a little )?help|help me|"
        r"what (?:services|options|choices|treatments)(?: (?:do you (?:have|offer|do)|are there|have you got))?|"
        r"what (?:do you|can you) (?:do|offer|have)|what do you mean",
    ),
    (
        "restart",
        rf"(?:{_MAY})*(?:(?:re)?start(?: (?:it|this|everything|all))* (?:over|again|afresh|anew|from (?:the )?(?:very )?"
        r"(?:scratch|beginning|top|start))|start over|begin again|(?:go|take it|go all the way) "
        r"back to the (?:very )?(?:start|beginning)|restart|reset(?: everything)?|do (?:this|it) all over(?: again)?|"
        r"from (?:the )?(?:scratch|beginning|top))",
    ),
    (
        "abandon",
        rf"(?:{_MAY})*(?:never ?mind|forget (?:about )?(?:it|that|this|the whole thing|everything|i asked|"
        r"the booking|the appointment)|cancel (?:that|it|this|everything|all of it|the whole thing|"
        r"(?:my|this|the) (?:booking|appointment|reservation))|drop it|scrap (?:it|this|the whole thing)|stop(?: (?:this|it))?|give up)"
        r"(?: please)?|i (?:don't|do not) (?:want|need|wanna)(?: to| it| this| that| an?| the)*"
        r"(?: (?:book|booking|do|make|appointment|anything|bother))*"
        r"(?: (?:this|it|that|now|at all))* (?:any ?more|after all)|let's not(?: (?:bother|do it|do this))?|"
        r"(?:i'm )?not interested|it doesn't matter|i'll leave it(?: (?:for now|then|there|today))*|"
        r"leave it for (?:now|today)|i've decided not to|i won't (?:bother|book)(?: (?:it|then|now|after all))*",
    ),
    (
        "goodbye",
        r"(?:good ?)?bye(?: ?bye)?(?: (?:now|then|for now))*|bye bye|(?:i(?:'ll| will) )?see (?:you|ya)"
        r"(?: (?:later|soon|then|there|around|on|at|next|this|tomorrow|week|weekend|\w+day|the|\d+(?:st|nd|rd|th)))*|(?:talk|speak) (?:to you )?(?:later|soon|then)|"
        r"(?:and )?(?:you )?have a (?:very )?(?:good|great|nice|lovely|wonderful) (?:day|one|evening|weekend|afternoon|night|time|"
        r"morning|rest of your day)|take care|ta ta|cheerio|i(?:'ve got| have|'ve| really)* (?:to|gotta|must) (?:go|run|"
        r"dash|leave)(?: now)?|catch you later|so long|good ?night|farewell|"
        r"i(?:'ll| will) (?:call|ring|phone|try)(?: you)? (?:back|again)(?: (?:later|another time|tomorrow|"
        r"soon|then|sometime))*|i'm (?:going to|gonna) hang up|hanging up now",
    ),
    (
        "enough",
        r"(?:that's|that is|that was|thats|that'll be|that will be|it's) (?:all|it|everything|about it)(?: (?:i (?:need|needed|"
        r"wanted)|for (?:now|today|me)|from me|then|really|actually))*|nothing (?:else|more)|nothing|that's me(?: done)?|i'm done|we're done|"
        r"all (?:done|set|sorted)|i'm (?:all )?(?:good|set|sorted)(?: (?:for now|now|then))*|"
        r"i think (?:that's|that is) (?:all|it|everything)|you've been (?:very |so )?(?:helpful|great)",
    ),
    (
        "decline",
        r"skip(?: (?:it|that|this|that one|this one|the question))?|i(?:'d| would)? ?(?:rather|prefer) not(?: to)?"
        r"(?: (?:say|give|share|tell)(?: (?:it|that|you|one|out))*)?|"
        r"i (?:don't|do not|haven't|have not) (?:really |actually |currently )?(?:have|got|use|want|need|do)"
        r"(?: (?:one|any|it|that|those|to|to (?:give|share)(?: (?:it|that|one))?))?(?: (?:to hand|on me|at all|any ?more|yet|with me|sorry))*|"
        r"(?:that's |it's )?not (?:needed|necessary)|no need(?: for (?:that|it|one))?|don't (?:need|have|want) (?:one|it|any|that)|"
        r"leave (?:it|that) (?:out|blank|empty)|there isn't one|i can't give (?:you )?(?:one|it|that)|"
        r"without(?: (?:it|one))?(?: is fine)?|do (?:i|we) have to|not for me",
    ),
    (
        "back",
        rf"(?:{_MAY})*(?:go|step|jump|take me|get|move) back(?: (?:one|a|two|to the))*(?: (?:steps?|questions?|bit|previous(?: one| question| step)?|last one|last question))?(?: please)?|"
        r"(?:the )?previous (?:question|step|one)|back up(?: a (?:step|bit|second|sec))?|undo(?: that)?",
    ),
    (
        "keep",
        r"(?:(?:i'll|let's|just|please|you can|we can|actually|i'd rather) )*(?:leave|keep|stick with|stay with)"
        r" (?:it|that|them|everything|this|things|what we have|what i have|that one)(?: (?:as (?:it|they|that) (?:is|was|are|were)|as is|there|"
        r"the same|like (?:that|this|it is)|alone|how it (?:is|was)|be|the way it is|unchanged|at that|then))*|"
        r"(?:it's|that's|they're|it is|that is|is) (?:fine|ok|okay|good|alright|all right|perfect|great) "
        r"(?:as (?:it|they) (?:is|are|was)|as is|like (?:that|this|it is)|the way it is|how it is)|"
        r"(?:don't|do not|no need to|needn't|no) change(?:s)?(?: (?:it|that|anything|them))?|same as (?:before|it was)|"
        r"leave (?:it|that)|no change",
    ),
    (
        "neither",
        rf"(?:neither|none|nope to all)(?: {_THEM})?(?: (?:one|time))?{_SUITS}|not (?:either|any) {_THEM}|"
        r"(?:those|they|these|that) (?:don't|won't|do not|doesn't|dont) (?:really )?(?:work|suit|fit)(?: (?:for )?me)?|"
        r"i can't (?:do|make) (?:any|either)(?: of (?:those|them|these))?|i can't (?:do|make) (?:those|them|these|that)|"
        r"(?:do you have |have you got |is there |are there |got )?(?:something|anything|any|some) (?:else|other(?: (?:times?|options?|"
        r"ones?|days?|slots?))?)(?: (?:please|available|free|you have))*|what else(?: (?:do you have|is there|have you got))?|"
        r"(?:a )?different (?:one|option|slot)|(?:some )?other (?:times?|options?|slots?)",
    ),
    (
        "either",
        rf"either(?: (?:one|of (?:them|those|these|the two)))?{_SUITS}|any (?:one )?{_THEM}{_SUITS}|"
        r"i (?:really )?(?:don't|do not) (?:mind|care)(?: (?:which(?: one)?|either way|at all))*|whichever(?: (?:one|is easiest|you like|works|is best|you prefer))*|"
        r"(?:you|your) (?:choose|pick|decide|choice|call|pick one)|both (?:work|are (?:fine|good|ok|okay))(?: for me)?|"
        r"(?:i have )?no preference|they (?:all|both) work(?: for me)?|(?:it )?(?:doesn't|does not) matter(?: which(?: one)?)?|"
        r"(?:they're|they are) (?:all|both) (?:fine|good|ok)|all (?:fine|good)",
    ),
    ("later", r"the (?:later|latest|last)(?: (?:one|time|slot|option|of (?:the two|those|them)))?"),
    (
        "earlier",
        r"the (?:earlier|earliest|soonest|sooner)(?: (?:one|time|slot|option|of (?:the two|those|them)))?|"
        r"(?:as soon as possible|the first available)",
    ),
    (
        "correction",
        r"make (?:it|that|them|this)|(?:can|could) (?:you|we|i) (?:please )?(?:make|change|switch|move|do) (?:it|that|them|this)(?: to| for)?|"
        r"(?:can|could) (?:we|i|you) (?:do|say|make|try|go with|have)|let's (?:make it|say|do|go with|try)|"
        r"change (?:it|that|this)(?: (?:to|for|back to))?|(?:switch|swap|move|push|bump) (?:it|that|this)(?: (?:to|for))?|"
        r"(?:it |that |which )?(?:should|ought to) (?:have been|be|say|read)|(?:i|it)(?:'s)? (?:actually|really)|instead|scratch that|correction|"
        r"on second thoughts?|i (?:mean|meant)(?: to say)?|i(?:'d| would) (?:rather|prefer)(?: (?:do|have|go for|go with|come))?|"
        r"i(?:'ve| have)? changed my mind|i made a mistake|i misspoke|that's (?:a|my) mistake|my mistake|my bad|(?:how|what) about|"
        r"(?:better|rather) (?:make it|do)|(?:please )?(?:use|put|take)(?: down)?|actually|oops|whoops|i got that wrong|i said that wrong|"
        r"that(?:'s| is| was) (?:wrong|not right|incorrect)|more like",
    ),
    (
        "existing",
        r"(?:i|we)(?:'ve| have)?(?: already)? (?:have|got|had|made|booked)(?: already)? (?:one|an? (?:appointment|booking|reservation|"
        r"slot))(?: already)?|(?:i|we)(?:'m|'re| am| are)(?: already)? booked in",
    ),
    ("greeting", r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day))(?: (?:there|again))?"),
    (
        "thanks",
        r"(?:many |so much |ok |okay )?(?:thanks|thank you|thankyou|thank u|cheers|ta|much appreciated|i appreciate (?:it|that|your help))"
        r"(?: (?:so much|very much|a lot|a million|again|for (?:that|your help|everything|the help|asking|your time|all your help)|anyway|though|then|indeed))*|"
        r"that's (?:very |so )?(?:kind|helpful)(?: of you)?",
    ),
)

# Phrases that mean something only when they are all that was said.
_WHOLE: tuple[tuple[CueName, str], ...] = (
    ("human", rf"(?:(?:an?|the|real|live|actual) )*{_PERSON}"),
    ("repeat", r"what|sorry|huh|eh|say again|again|pardon|excuse me|sorry what|come again|what now|hello|hi|hey|hiya|i'm sorry"),
    ("help", r"help|options|help me|what|menu"),
    ("abandon", r"cancel|stop|quit|exit|never mind|forget it|cancel please"),
    ("decline", r"pass|none|next|skip|blank|i don't|i haven't|no one|nothing|not really|move on|don't have one|without"),
    ("back", r"back|go back|previous|undo|back please"),
    ("keep", r"the same|same|no change|as it is|as is|same time|same day|same as before"),
    ("either", r"any|anything|whatever|either|both|all of them|surprise me"),
    ("later", r"later one|latest"),
    ("earlier", r"earlier one|earliest|soonest"),
    ("enough", r"that's it|that's all|done|finished|i'm good|nothing|that is it|that is all|all good"),
)


def _compiled(table: tuple[tuple[CueName, str], ...]) -> tuple[tuple[CueName, re.Pattern[str]], ...]:
    return tuple((name, re.compile(phrase(words))) for name, words in table)


_ANYWHERE_COMPILED = _compiled(_ANYWHERE)
_WHOLE_COMPILED = _compiled(_WHOLE)


def cues_in(plain: str) -> Iterator[Cue]:
    """Yield the phrases found, in order and without overlap, the longest at each place."""
    found = [
        Cue(name, match.span())
        for name, pattern in _ANYWHERE_COMPILED
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
        plain: The utterance in heard form, without fillers around it.
    """
    said = plain.strip()
    return tuple(name for name, pattern in _WHOLE_COMPILED if pattern.fullmatch(said))
