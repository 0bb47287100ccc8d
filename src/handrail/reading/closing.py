"""How callers come to an end: that is all, thank you for your help today.

Phrases in the notation of `kinds.heard.phrase`. "Today" and "for now" at their end are no time that
is wanted, and what was needed, asked for or told is nothing to be read.
"""

from __future__ import annotations

from typing import Final

from ..kinds.agreement_phrases import NO_BOUND

__all__ = ["ENOUGH", "THANKS"]

# "Thanks for your help, today at five please" wants a time, "... today" does not.
_TODAY: Final = """
    (?:today|tonight|now|right now|the moment|the day|this time)(?! (?:at|around|about|by|after
    |before|between|from|or|works?|would|is|\\d+))"""
_FOR_NOW: Final = f"""
    (?: (?:(?:for|at|as of|with) )?{_TODAY}| from (?:me|you|us)| with (?:that|this|everything)
    | for (?:me|us)| then| really| actually| at all)*"""
_HELP: Final = """
    (?:(?:the|your|all|of|any|more|further|that|this|kind|great|immense|much|very|so) )*(?:help
    |assistance|info|information|details?|service|support|time|effort|efforts|patience|trouble
    |answers?|recommendations?|suggestions?|tips?|advice)"""
_VERY: Final = "(?:(?:very|so|super|really|most|extremely|quite|more than|incredibly|truly) )*"
_MUCH: Final = """
    (?: (?:so much|very much|a lot|alot|lots|a ton|a bunch|a million|a bundle|once again|again
    |anyway|though|then|indeed|kindly|loads|(?:so|very) kindly))*"""
_DONE: Final = """
    (?:all|everything|what|exactly what|the only thing)(?: (?:that|of))?
    (?: (?:the )?(?:help|assistance|information|info|details?|things?))?"""
_NEEDED: Final = """
    i(?:'ll| will|'ve| have|'d| had)?(?: (?:really|ever|just))? (?:needed|need|wanted|want|required
    |require|was after|was looking for|got)(?: (?:to know|help with|from you|to do|to find out))*"""

ENOUGH: Final = f"""
    (?:that's|that is|that was|that'll be|that will be|that would be|that'd be|that should be|it's
    |it is|it was|this is|thats is|that's is) (?:{_DONE}(?: that)? {_NEEDED}|all|it|everything
    |about it){_FOR_NOW}
    |that(?:'s| is| was) (?:exactly |just )?what i needed{_FOR_NOW}
    |(?:that|this) (?:takes care of|covers|does|settles) (?:it|everything|it all)(?: {_NEEDED})?
    {_FOR_NOW}
    |(?:i|we) (?:do not|don't|won't|will not) (?:need|want|require|have)(?: (?:anything|any))
    (?: (?:else|more|further|other))(?: {_HELP})?(?: in mind)?{_FOR_NOW}
    |(?:there(?:'s| is)|i have|i've got) nothing (?:else|more)(?: to ask(?: you)?)?{_FOR_NOW}
    |(?:i(?:'ve| have)?|you(?:'ve| have)? (?:given|told) me)(?: got)? (?:all
    |everything)(?: (?:the )?
    (?:help|information|info|details))?(?: that)? {_NEEDED}{_FOR_NOW}
    |nothing(?: (?:else|more))?{NO_BOUND}{_FOR_NOW}|that's me(?: done)?|i'm done|we're done
    |all (?:done|set|sorted)
    |(?:i'm|i am|we're|we are) (?:all )?(?:good|set|sorted)(?: (?:for now|now|then|for today))*
    |(?:i'm|i am) (?:okay|ok|fine) (?:for (?:today|now)|then)
    |i think (?:that's|that is|that'll be|that will be|that would be) (?:all|it|everything)
    (?: {_NEEDED})?{_FOR_NOW}
    |you(?:'ve| have)? (?:(?:really|certainly|already) )?(?:been|were|are) {_VERY}(?:helpful|great
    |kind|wonderful|of great help|a great help)
    |you(?:'ve| have)? helped(?: me)?(?: (?:a lot|so much|very much|enough))"""
"""That is all."""

THANKS: Final = f"""
    (?:many )?(?:thanks|thx|thank you|thanks you|thankyou|cheers|ta|(?:muchas )?gracias|merci|danke
    |much appreciated
    |(?:i |we )?(?:do |really |truly |greatly )*appreciate (?:it|that|this|{_HELP})){_MUCH}
    (?: for (?:{_HELP}|that|this|it|everything|the same|asking|trying|checking|calling
    |all(?: of (?:that|it))?
    |helping(?: (?:me|us))?(?: out)?(?: with (?:that|this|it|everything|what i needed))?
    |doing (?:that|this|it)|letting me know|looking(?: (?:into|at) (?:it|that))?|all that|now
    |booking (?:it|that)|finding (?:it|that|them|one)))?{_MUCH}{_FOR_NOW}
    |that(?:'s| is| was) {_VERY}(?:kind|helpful)(?: of you)?|good job|great job|nice work
    |well done"""
"""Thanks, and praise."""
