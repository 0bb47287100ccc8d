"""Steps named by the caller: "the number was wrong", "can we change the day", "no email"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from ..kinds.base import Span
from ..kinds.heard import heard, phrase
from ..workflow import Workflow

__all__ = ["Mention", "mentions_in"]

How: TypeAlias = Literal["change", "decline", "keep", "plain"]


class Mention(NamedTuple):
    """Steps that the caller named, and how."""

    how: How
    steps: tuple[str, ...]
    """In the order named; more than one only for "my name and my number are wrong"."""
    span: Span


_DET = r"(?:(?:the|my|your|that|this|a|an|our|whole|first|old) )*"
_LEAD = (
    r"(?:(?:can|could|may|should|might|shall) (?:i|we|you)(?: please)?|i(?:'d| would)? (?:also |really |just )?"
    r"(?:like|want|need|wanted|have|love) to|i(?:'ve)? (?:got|have) to|i wanna|i gotta|i'd better|let's|let me|"
    r"is it possible to|would it be possible to|please|just|actually|quickly|wanna|do i get to|am i able to|"
    r"is there (?:any|a) way to|would you|also|maybe|mind if (?:i|we)|do you mind if (?:i|we)) "
)
_CHANGE = (
    r"(?:change|correct|fix|amend|edit|redo|re do|update|switch|alter|revise|modify|adjust|move|swap|"
    r"reconsider|(?:go|get|come|jump|move|step|take me) back to|back to|return to|go to|look at|"
    r"do|give you|use|have|try|pick|choose|rethink|check)"
)
_SURELY = (  # "use my mobile" or "do the time" alone change nothing
    r"(?:change|correct|fix|amend|edit|redo|re do|update|switch|alter|revise|modify|adjust|swap|"
    r"reconsider|(?:go|get|come|jump|move|step|take me) back to|back to|return to|rethink)"
)
_WRONG = (
    r"(?:wrong|incorrect|not (?:quite )?right|not correct|off|a mistake|mistaken|messed up|outdated|"
    r"not mine|spelled wrong|spelt wrong|misspelled|(?:has|have) changed|"
    r"needs? (?:changing|to (?:be )?changed?|correcting|fixing|to be corrected))"
)
_BE = r"(?:'s| is| was| are|'re| were|s| isn't| seems| looks| sounds)?"
_TAIL = r"(?: (?:again|please|too|as well|also|first|instead|i gave(?: you)?|back|for me|actually|thing|now|quickly|you (?:have|got)))*"
_ADV = r"(?: (?:also|all|actually|both|just|still|a bit|completely|totally))*"
_REGARDLESS = r"(?: (?:address|for (?:that|me|you|now)|please|either|at all|any ?more))*"


class _Naming:
    """The patterns of one workflow's nouns."""

    def __init__(self, workflow: type[Workflow]) -> None:
        self.steps: dict[str, list[str]] = {}
        for name, step in workflow.steps.items():
            for word in (*step.words, name.replace("_", " ")):
                owners = self.steps.setdefault(" ".join(heard(word).split()), [])
                if name not in owners:
                    owners.append(name)
        nouns = sorted(filter(None, self.steps), key=len, reverse=True)
        noun = rf"(?:{'|'.join(re.escape(n).replace(chr(92) + ' ', ' ') for n in nouns)})s?"
        if not nouns:
            noun = "(?!)"
        listed = rf"(?P<nouns>{_DET}{noun}(?:(?: (?:and|plus|also|or)| ) ?{_DET}{noun})*)"
        self.noun = re.compile(phrase(rf"{noun}(?:'s)?"))
        self.patterns: tuple[tuple[How, re.Pattern[str]], ...] = tuple(
            (how, re.compile(phrase(words)))
            for how, words in (
                ("change", rf"(?:{_LEAD})*{_SURELY}(?: (?:to|back to|about))* {listed}{_TAIL}"),
                ("change", rf"(?:{_LEAD})*(?:{_CHANGE} )?(?:another|a (?:different|new)|some other|any other) {listed}{_TAIL}"),
                ("change", rf"{listed}{_TAIL}{_BE}{_ADV} {_WRONG}{_TAIL}"),
                (
                    "change",
                    r"(?:i (?:think |might have |may have )?(?:i )?(?:gave|given|told|said|put|have given)(?: you)?|you(?:'ve| have)? (?:got|have)|"
                    rf"(?:that|it)(?:'s| is| was)|i(?:'ve| have)? (?:got|given)(?: you)?)?(?: ?(?:the|an?|my))? ?(?:wrong|incorrect) {listed}{_TAIL}",
                ),
                (
                    "change",
                    r"(?:(?:i think )?i(?:'ve| have)? (?:made|make) (?:a|some) (?:mistakes?|errors?)|there(?:'s| is) (?:a|an) (?:mistake|error|problem)|"
                    rf"i(?:'ve| have)? (?:messed up|got|screwed up|mixed up)|something(?:'s| is) wrong|there's something wrong) (?:with |in |on |about )?{listed}(?: wrong)?{_TAIL}",
                ),
                (
                    "change",
                    rf"(?:what|which|when) {listed} (?:(?:did|have|had) (?:we|i|you)|do you have (?:me )?(?:down|there|for me)|"
                    r"(?:was|is|were) (?:it|that))(?: (?:say|said|have|got|put|book|booked|give|given|pick|choose|"
                    r"agree|agreed on|down|again|you|for|me))*",
                ),
                (
                    "change",
                    rf"(?:what|when)(?:'s| is| was| are) {listed}(?: (?:again|i gave(?: you)?|you have(?: for me)?|we (?:said|agreed|have)))+",
                ),
                ("change", rf"(?:not (?:so )?sure about|unsure about|about|regarding) {listed}(?: any ?more)?"),
                (
                    "decline",
                    r"(?:(?:sorry )?i (?:don't|do not|haven't|have not|won't|wouldn't|can't|ain't) "
                    r"(?:really |actually |currently |even |ever )*(?:have|got|use|do|want to (?:give|"
                    r"share|leave|use)|wanna give|give(?: out)?|need|like to give|like giving|share|"
                    r"check|remember)?|skip|i(?:'d| would)(?: really)? (?:rather|prefer) not (?:to )?"
                    r"(?:give|share|say|leave|use|tell you)|(?:don't|do not) (?:need|want|use|have|"
                    r"ask for|bother with)|forget(?: about)?|leave out|i'm not (?:giving|sharing)|"
                    r"never mind(?: about)?)(?: (?:out|you|any|an))* "
                    rf"(?P<nouns>{_DET}{noun}){_REGARDLESS}",
                ),
                (
                    "decline",
                    # "No the email is ..." is no refusal of it, "no email" is.
                    rf"(?:no|without(?: an?)?|there(?:'s| is) no) (?P<nouns>{noun}){_REGARDLESS}",
                ),
                (
                    "keep",
                    rf"(?:leave|keep|stick with|stay with|don't change|do not change) {listed}"
                    r"(?: (?:as (?:it|they) (?:is|was|are)|as is|the same|alone|how it is|like that|"
                    r"(?:that )?we have))*",
                ),
                (
                    "keep",
                    rf"{listed}(?:'s| is| are| was) (?:fine|ok|okay|good|right|correct|alright|"
                    r"all right)(?: (?:as (?:it|they) (?:is|was|are)|as is|like that|now|actually|"
                    r"after all))*",
                ),
                ("plain", rf"(?:(?:it's|it is|that's|change|just|for|use|with|to|on) )?{listed}(?: (?:please|too|as well))*"),
            )
        )

    def named(self, text: str) -> tuple[str, ...]:
        """Return the steps that a list of nouns names; () when one of them could be several."""
        found: dict[str, None] = {}
        for match in self.noun.finditer(text):
            said = " ".join(match.group().removesuffix("'s").split())
            owners = self.steps.get(said) or self.steps.get(said.removesuffix("s")) or ()
            if len(owners) != 1:
                return ()
            found[owners[0]] = None
        return tuple(found)


@lru_cache(maxsize=64)
def _naming(workflow: type[Workflow]) -> _Naming:
    return _Naming(workflow)


def mentions_in(plain: str, workflow: type[Workflow]) -> Iterator[Mention]:
    """Yield the places where steps of a workflow are named, without overlap."""
    naming = _naming(workflow)
    if naming.noun.search(plain) is None:
        return
    found: list[tuple[int, int, How, str]] = []
    for how, pattern in naming.patterns:
        for match in pattern.finditer(plain):
            found.append((*match.span(), how, match["nouns"]))
    found.sort(key=lambda f: (f[2] == "plain", f[0] - f[1]))
    taken: list[Span] = []
    kept: list[Mention] = []
    for start, end, how, nouns in found:
        if any(start < e and s < end for s, e in taken):
            continue
        if steps := naming.named(nouns):
            kept.append(Mention(how, steps, (start, end)))
            taken.append((start, end))
    yield from sorted(kept, key=lambda mention: mention.span)
