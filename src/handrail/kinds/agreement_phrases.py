"""The phrases of agreement and refusal, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

__all__ = ["ALONE", "IF_LAST", "NO_BOUND", "PLAIN", "WHEN_ASKED", "Says"]

Says: TypeAlias = Literal["yes", "no", "guess", "unknown", "neither"]
"""What a phrase says. `guess` is a half-hearted yes; `unknown` spoils any answer ("maybe");
`neither` only looks like an answer ("good morning", "no idea" is `unknown`)."""

NO_BOUND = "(?! (?:before|after|earlier|later|sooner|until|till))"
"""Keeps "nothing" and "none" from refusing where they bound a time: "nothing before three"."""

_QUITE = r"(?:(?:just|all|quite|very|really|so|pretty|absolutely|perfectly|totally|still|also) )*"
_THAT = r"(?:(?:that|this)(?: one)?|it|everything|all of (?:that|it)|that all|it all|all)"
_IS = r"(?:'s| is| was| looks| sounds| seems)"
_GOOD = """
    (?:right|correct|fine|good|great|perfect|lovely|ok|okay|okey dokey|alright|all right|cool
    |brilliant|super|superb|awesome|excellent|wonderful|fantastic|fabulous|ideal|amazing|grand
    |splendid|smashing|nice|true|accurate|acceptable|convenient|confirmed|terrific|sweet)"""
_BAD = f"""
    (?:(?:not|never) (?:quite |really |at all |all that |very |exactly )?(?:{_GOOD}|it|me|mine
    |the (?:right |correct )?(?:one|name|number|time|day|address)
    |what i (?:said|want|wanted|meant|asked for)|going to work|gonna work)|not quite|wrong
    |incorrect|false|bad|no good|inaccurate|off|a mistake|mistaken)"""
_WELL = rf"""
    (?:{_GOOD}|better|best|promising|suitable|reasonable|agreeable|doable|to work
    |like (?:it|that|this) (?:will|would|could|should) work
    |like (?:an? )?{_QUITE}(?:{_GOOD} )?(?:plan|idea|choice|option|fit|match|place|one))"""
# Who puts it off says no for now, and gives no time: none of it leads up to a day or an hour.
_PERHAPS = "(?:maybe|may be|perhaps|possibly|probably|better)"
_SOME_TIME = "(?:at )?(?:(?:some )?other|another|a later|some) (?:time|date|day|occasion)"
_SEE_TO = """
    (?:do|decide|book|take care of|see|think about|ask|call|schedule|make|arrange|get to
    |worry about|come back to)"""
_PUT_OFF = f"""
    {_PERHAPS}(?: (?:do|book|make|schedule) (?:it|that|one))? later(?: on)?|later {_PERHAPS}
    |{_PERHAPS} {_SOME_TIME}|{_SOME_TIME}(?: {_PERHAPS})?
    |(?:(?:i|we)(?:'ll| will| can|'d rather| want to|'d like to)|let's|will)(?: (?:just|probably))?
    (?: {_SEE_TO})(?: (?:it|that|this|them|one|of it|of that|about it|about that|an appointment
    |on it|on that))* (?:later(?: on)?|{_SOME_TIME})
    |(?:i (?:think|guess) i(?:'ll| will)|i(?:'d| would) (?:rather|prefer to)|no i(?:'ll| will))
    (?: just)? wait(?: (?:for now|a bit|a while|until later|on that|on it|and see))*
    |(?:(?:i(?:'ll| will)|let's|let me) )?hold off(?: on (?:it|that|this))?(?: (?:for now
    |a bit))*"""
_YET = "(?: (?:yet|now|right now|for now|today|at the moment|at this time|at all))*"
_DO = (
    r"(?:book|do|make|take|add|send|confirm|move|use|save|keep|go with|schedule|reserve|try|check)"
)
_IT = r"(?:it|that|this|them|so|both|one|that one|this one|that time)"
_ME = r"(?: (?:to|by|with|for) (?:me|us))?"
_FINELY = r"(?: (?:just |out )?(?:nicely|fine|well|perfectly|great|good|for me|for us|with me))*"
_THEN = rf"(?: (?:then|now|please(?! (?:go|carry|proceed|{_DO}))|thanks|thank you))*"

# A phrase that matches at the same place as a longer one gives way to it, so that "no problem" is
# no refusal and "that's not right" no agreement.
PLAIN: tuple[tuple[str, Says], ...] = (
    (
        """
        yes|yeah|yep|yup|yea|ya|yah|yess+|yes ?sir|yes ma'am|yes indeed|aye|uh huh|mm+ ?hm+|mhm+
        |oh yes|oh yeah|hell yes|hell yeah|yes yes|yeah yeah|yep yep|yes yeah|yes of course""",
        "yes",
    ),
    (
        r"no|nope|nah|nay|no sir|no ma'am|no+ no|no no no|nuh uh|uh uh|no way|oh no|hell no|god no",
        "no",
    ),
    (r"no (?:thanks|thank you|ta|cheers)(?: (?:very|so) much)?", "no"),
    (r"no (?:muchas )?gracias|non merci|nein(?: danke)?", "no"),
    # Of two next to each other the last word counts: "yeah no" refuses, "no yeah" agrees.
    (r"(?:yeah|yes|yep|ok|okay|right|sure|well) (?:no|nah|nope)", "no"),
    (r"(?:no|nah) (?:yeah|yes|yep)", "yes"),
    (r"(?:yes|yeah) (?:and|or|but) no", "unknown"),
    (
        r"no (?:idea|clue|preferences?|opinion)|no i don't know|yes it's (?:wrong|not right)",
        "unknown",
    ),
    # What was not said is no answer: "I didn't say yes", "I wouldn't say no".
    (
        r"""
        (?:(?:did|do|would|can|could)(?:n't| not)|can't|cannot|never) (?:really |ever )?(?:say|said
        |mean|meant) (?:yes|no|yeah|yep|nope|nah)""",
        "unknown",
    ),
    (
        r"no (?:rush|hurry|one|matter|wonder|longer|sooner|later|earlier|more than|less than)",
        "neither",
    ),
)
WHEN_ASKED: tuple[tuple[str, Says], ...] = (
    (
        f"""
        {_QUITE}{_GOOD}{_ME}|sure(?: thing)?|surely|certainly|definitely|absolutely|indeed|exactly
        |precisely|totally|affirmative|agreed|naturally|very much so|bingo|spot on|bang on
        |you bet|roger|righto
        |by all means|(?:of )?course(?: it is)?|sold|deal|gladly|happily|with pleasure|(?:a
        |one) hundred percent|hundred percent|100 ?%|100 percent""",
        "yes",
    ),
    (rf"{_THAT}{_IS} {_QUITE}(?:{_GOOD}|the one|me|mine|a deal|a yes|a plan){_ME}{_THEN}", "yes"),
    (
        f"""
        (?:this|that) (?:one|number){_IS}? {_QUITE}{_GOOD}{_ME}{_THEN}|(?:this|that) (?:one|number)
        (?:'ll| will| would)? (?:works?|do){_FINELY}|(?:just |please |you can |yes )*use (?:this
        |that)(?: (?:number|one|phone))?{_THEN}""",
        "yes",
    ),
    (
        rf"(?:{_THAT} )?(?:sounds?|looks?|seems?|sounding|looking) {_QUITE}{_WELL}{_ME}{_THEN}",
        "yes",
    ),
    (
        f"""
        {_THAT}(?:'ll| will| would|'d| should| does| can)? (?:works?|do|suits?(?: (?:me|us))?|fits?
        |be {_QUITE}{_GOOD}){_FINELY}{_THEN}""",
        "yes",
    ),
    (rf"(?:works|suits (?:me|us)|fits|would work|will work|that works){_FINELY}{_THEN}", "yes"),
    (
        f"""
        please do|do please|(?:please |you can |just )?(?:(?:go|carry|crack) (?:ahead|for (?:it
        |that))
        |(?:go|carry|crack) on(?! (?:the|an?|my|this|that|next|\\w+day|\\d+)(?![\\w'])))
        (?: and {_DO} {_IT}| with {_IT})?{_THEN}|why not|(?:please )?proceed|be my guest
        |let's go""",
        "yes",
    ),
    (
        """
        you(?:'ve| have)? got (?:it|that)(?: right)?|you have (?:it|that) right|got it|you(?:'re
        | are) (?:right|correct|good)|(?:that|this)(?:'s| is| was| sounds like)(?: (?:exactly|just
        |precisely))? (?:what|how) (?:i|we)(?:'m|'re| am| are|'d| would| was| had)? (?:said|want
        |wanted|meant|like|looking for|hoping for|after|in mind)
        |i (?:confirm|agree|approve)|i can confirm(?: that)?""",
        "yes",
    ),
    (
        r"""
        happy with (?:that|it)|i don't mind if i do
        |(?:i )?(?:don't|do not|can't|cannot) see (?:any reason )?why not""",
        "yes",
    ),
    (r"no (?:problem|worries|objections?|doubt|issues?)(?: at all)?|not a problem", "yes"),
    (r"(?:there's )?no (?:doubt|question)(?: at all)? about (?:it|that)", "yes"),
    # A refusal refused is at best half an agreement.
    (
        f"""
        (?:{_THAT}{_IS} )?(?:not|never) (?:so |too |that |half |all that )?(?:bad|wrong|incorrect
        |inaccurate|false|a mistake|mistaken)|(?:there's |there is )?nothing(?:'s| is)? (?:wrong|bad
        |incorrect)(?: (?:with|about) {_IT})?""",
        "guess",
    ),
    (
        """
        i(?:'d| would)? (?:guess|suppose|think|believe|reckon|hope|imagine|say) so
        |if you (?:like|want|must|insist|would|could|don't mind)(?: please)?
        |(?:it )?should be (?:fine|ok|okay)|as far as i know|pretty much|more or less
        |i'm pretty sure|fair enough""",
        "guess",
    ),
    (
        f"""
        (?:almost|nearly|close) but (?:no|not quite)|not (?:really|at all|today|now|yet|right now
        |just yet|for now|this time|exactly|quite
        |necessary|needed|necessarily|particularly|especially|a chance|thanks
        |(?:right )?(?:at )?(?:this|the) (?:time|moment|point|stage)|in the mood)|not (?:that
        |as far as) (?:i|we) know(?: of)?
        |(?:nobody|no one|none of us) (?:does|do|has|have|is|are)(?: any| one)?
        |nobody|none of us
        |(?:of course|absolutely|definitely|certainly|probably|apparently|better|rather
        |i think|i guess|i'm afraid|afraid|unfortunately|sadly|regrettably|i'd rather|i would rather
        |i'd prefer
        |i would prefer) not(?: to)?|never|negative|by no means|hardly|don't bother|(?:that
        |it) (?:won't|will not) be (?:necessary|needed|required)|no need|no chance
        |(?:nothing|none){NO_BOUND}""",
        "no",
    ),
    (
        f"""
        i (?:really )?(?:don't|do not) (?:think so|believe so|agree)|i disagree|i'll pass
        |let's not|not even close|not for (?:me|us)
        |(?:no|nah) you're {_QUITE}(?:alright|all right|fine|ok|okay)""",
        "no",
    ),
    (r"(?:maybe|perhaps|probably) not(?= ?$)", "no"),
    (
        """
        (?:that|this|it)(?:'s| is| was) (?:my|an?|the) old (?:one|number|phone|email|address
        |name)""",
        "no",
    ),
    (rf"{_THAT}{_IS} {_QUITE}{_BAD}|(?:that|it) isn't {_QUITE}(?:{_GOOD}|it|me|the one)", "no"),
    (rf"(?:(?:all|completely|totally|still) )?{_BAD}|not (?:that|this) one|not (?:him|her)", "no"),
    (
        """
        (?:that|it|this) (?:won't|doesn't|does not|will not|wouldn't|can't)(?: (?:quite|really))?
        (?: (?:work|do|suit(?: me)?|fit))(?: for me)?|(?:won't|doesn't) (?:work|suit)
        (?: (?:for )?me)?""",
        "no",
    ),
    (rf"(?:don't|do not) (?:{_DO}|change|cancel) (?:{_IT}|anything)", "no"),
    # "No, I'm good" turns an offer down. In doubt a no is the cheaper mistake: it is asked again.
    (
        f"""
        no (?:i'm|we're|i am|it's|that's|it is|that is|that'll be|that will be) {_QUITE}(?:good
        |fine|ok|okay|alright|all right|all|it|everything|all set)(?: (?:thanks|thank you
        |for now))*""",
        "no",
    ),
    (
        """
        (?:i'm|we're) (?:all )?(?:good|fine|ok|okay|all right|alright|set)(?: (?:thanks|thank you
        |for now))*|(?:that's|that is|that'll be|that will be) (?:all|everything)(?: for now)?
        |no (?:nothing(?: else)?|more)|nothing else""",
        "no",
    ),
    # "No, that's right" may refuse a suspected mistake or be a slip; nobody can tell.
    (
        f"""
        no (?:that's|it's|that is|it is|you're) {_QUITE}(?:right|correct|perfect|true|great
        |lovely)""",
        "unknown",
    ),
    (
        """
        (?:i don't|i do not) (?:know|remember)|(?:(?:i'm|i am|probably|honestly|really) )?
        not (?:so |too |very )?(?:sure|certain)|maybe|perhaps|possibly|(?:it )?depends|couldn't say
        |hard to say|i can't remember
        |who knows|i wonder|(?:it )?(?:might|could|may) be|i'd have to check|let me (?:think|check
        |see)|i forget""",
        "unknown",
    ),
    (
        r"""
        right (?:now|away|after|before|there)|good (?:morning|afternoon|evening|day|bye|night)
        |fine print|never mind|nice (?:day|to)|have a (?:good|great|nice|lovely) \w+
        |(?:please )?(?:can|could|would) you(?: please)?|so good|all right so|okay so|that(?:'s| is
        | was) it|what(?:'s| is) (?:right|good|nice|best)
        |(?:the|an?) (?:right|correct|good|great|nice|perfect|fine|best)""",
        "neither",
    ),
)
# These few words begin many sentences ("make it Tuesday", "I want a colour"): they answer only
# where nothing of the kind follows.
IF_LAST: tuple[tuple[str, Says], ...] = (
    (rf"please(?: {_DO}(?: {_IT})?)?|confirm|(?:let's |please |just )?{_DO} {_IT}{_THEN}", "yes"),
    (
        r"(?:please |you can |have (?:someone|somebody|them) )?(?:call|ring|phone) me(?: back)?",
        "yes",
    ),
    (
        f"""
        (?:i|we)(?:'d| would) (?:love|like) (?:to|that|it)|i(?:'d be|'m| am
        | would be) {_QUITE}(?:fine
        |happy|ok|okay|good|glad) (?:to|with (?:that|it|this))|i (?:like|love|want|accept) (?:that
        |it|this)(?: one)?|i accept|(?:he|she) (?:is|does|would|will)|it is|they are|we are|i am
        |i do|i would|i will|we do|we would|it does|they do|it was""",
        "yes",
    ),
    (_PUT_OFF, "no"),
    (
        """
        i (?:guess|suppose|think|believe|reckon)|probably|most likely|presumably
        |it should(?: be)?""",
        "guess",
    ),
    (
        f"""
        i (?:really )?(?:don't|do not) (?:wish|care|want|need|like|have)(?: to)?(?: (?:do|book|go
        |make))?(?: (?:that|it|this|one|any|there|(?:that|this) one|an appointment))?{_YET}
        |(?:i|we) (?:won't|will not|can't|cannot) (?:do|book|make) (?:it|that|this|one){_YET}
        |(?:please )?(?:don't|do not) (?:book|make|schedule|do) (?:it|that|this|one|anything){_YET}
        |(?:i|we) (?:don't|do not|won't|will not|wouldn't|would not|can't|cannot|didn't|haven't)
        |(?:i'm|i am|it's|it is|that's|that is|they're|we're) not|(?:it|that|they
        |this) (?:isn't|wasn't|doesn't|does not|aren't|won't)|(?:please )?(?:don't|do not)""",
        "no",
    ),
)
# Typed answers of a letter or two, which are something else beside other words ("m a r y").
ALONE: Mapping[str, Says] = {
    "y": "yes", "k": "yes", "kk": "yes", "okey": "yes", "si": "yes", "s\u00ed": "yes", "oui": "yes",
    "n": "no", "non": "no",
}  # fmt: skip
