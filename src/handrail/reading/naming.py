"""Steps named by the caller: "the number was wrong", "can we change the day", "no email"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from ..kinds.base import Span
from ..kinds.heard import heard, phrase
from ..workflow import Workflow

__all__ = ["How", "Mention", "mentions_in"]

How: TypeAlias = Literal["change", "asked", "decline", "keep", "plain"]
"""`asked`: what a step holds was asked for ("what time did we say")."""


class Mention(NamedTuple):
    """Steps that the caller named, and how."""

    how: How
    steps: tuple[str, ...]
    """In the order named; more than one only for "my name and my number are wrong"."""
    span: Span


_LEAD = """
    (?:(?:can|could|may|should|might|shall) (?:i|we|you)(?: please)?
    |i(?:'d| would)? (?:also |really |just )?(?:like|want|need|wanted|have|love) to
    |i(?:'ve)? (?:got|have) to|i wanna|i gotta|i'd better|let's|let me|wanna|maybe|also|please|just
    |actually|quickly|is it possible to|would it be possible to|do i get to|am i able to
    |is there (?:any|a) way to|would you|(?:do you )?mind if (?:i|we)) """
_CHANGE = """
    (?:change|correct|fix|amend|edit|redo|re do|update|switch|alter|revise|modify|adjust|swap
    |reconsider|rethink|(?:go|get|come|jump|move|step|take me) back to|back to|return to)"""
_TRY = "(?:do|give you|use|have|try|pick|choose|look at|find|get|take) "
_WRONG = """
    (?:wrong|incorrect|not (?:quite )?right|not correct|off|a mistake|mistaken|messed up|outdated
    |not mine|spelled wrong|spelt wrong|misspelled|(?:has|have) changed
    |needs? (?:changing|to (?:be )?changed?|correcting|fixing|to be corrected))"""
_IS = "(?:'s| is| was| are|'re| were|s| seems| looks| sounds)?"
_STILL = "(?: (?:also|all|actually|both|just|still|a bit|completely|totally))*"
_AGAIN = """
    (?: (?:again|please|too|as well|also|first|instead|i gave(?: you)?|back|for me|actually|thing
    |now|quickly|you (?:have|got)))*"""
_AS_IT_IS = """
    (?: (?:as (?:it|they) (?:is|was|are)|as is|the same|alone|how it is|like that
    |(?:that )?we have|now|actually|after all))*"""
_REGARDLESS = "(?: (?:address|for (?:that|me|you|now)|please|either|at all|any ?more))*"

# NOUNS stands for one or more of the workflow's nouns with their articles, NOUN for one without.
_TABLE: Final[tuple[tuple[How, str], ...]] = (
    ("change", f"(?:{_LEAD})*{_CHANGE}(?: about)* NOUNS{_AGAIN}"),
    (
        "change",
        f"""
        (?:{_LEAD})*(?:{_CHANGE} |{_TRY})?(?:another|a (?:different|new)|(?:some
        |any|my) other) NOUNS{_AGAIN}""",
    ),
    # "Can you put my mobile instead": it is said of another one than was given.
    (
        "change",
        f"(?:{_LEAD})*(?:use|put|take|have|try)(?: down)? NOUNS(?: down)? instead(?! of)",
    ),
    ("change", "(?:i'd|i would) (?:rather|prefer)(?: (?:to|you|if you))* (?:use|used) NOUNS"),
    ("change", f"NOUNS{_AGAIN}{_IS}{_STILL} {_WRONG}{_AGAIN}"),
    (
        "change",
        f"""
        (?:i (?:think |might have |may have )?(?:i )?(?:gave|given|told|said|put)(?: you)?
        |you(?:'ve| have)? (?:got|have)|(?:that|it)(?:'s| is| was)
        |i(?:'ve| have)? (?:got|given)(?: you)?)?
        (?: ?(?:the|an?|my))? ?(?:wrong|incorrect) NOUNS{_AGAIN}""",
    ),
    (
        "change",
        f"""
        (?:(?:i think )?i(?:'ve| have)? (?:made|make) (?:a|some) (?:mistakes?|errors?)
        |there(?:'s| is) (?:a|an|something) (?:mistake|error|problem|wrong)
        |i(?:'ve| have)? (?:messed up|got|screwed up|mixed up)
        |something(?:'s| is) wrong)(?: (?:with|in|on|about))? NOUNS(?: wrong)?{_AGAIN}""",
    ),
    (
        "change",
        f"""
        you(?:'ve| have)? (?:got|have|put|spelled|spelt|heard|written|taken)(?: down)? NOUNS
        {_AGAIN}(?: down)? {_WRONG}""",
    ),
    # "What time did we say?" is said by someone who is not sure of it any more.
    (
        "asked",
        """
        (?:what|which|when) NOUNS (?:(?:did|have|had) (?:we|i|you)|(?:was|is|were) (?:it|that)
        |do you have (?:me )?(?:down|there|for me))
        (?: (?:say|said|have|got|put|book|booked|give|given|pick|choose|agree|agreed on|down|again
        |you|for|me))*""",
    ),
    (
        "asked",
        """
        (?:what|when)(?:'s| is| was| are) NOUNS(?: (?:again|i gave(?: you)?|you have(?: for me)?
        |we (?:said|agreed|have)))+""",
    ),
    ("asked", "(?:what(?:'s| is| was)|which is) (?:my|your record of my) NOUN(?: again)?"),
    ("change", "(?:not (?:so )?sure about|unsure about|about|regarding) NOUNS(?: any ?more)?"),
    (
        "decline",
        f"""
        (?:(?:sorry )?(?:i|we|he|she|they) (?:don't|doesn't|do not|no|haven't
        |hasn't|have not|won't|wouldn't|can't|ain't)
        (?: (?:really|actually|currently|even|ever))* ?(?:have|got|use|do|want to (?:give|share
        |leave|use)|wanna give|give(?: out)?|need|like to give|like giving|share|check|remember)?
        |skip|i(?:'d| would)(?: really)? (?:rather|prefer) not (?:to )?(?:give|share|say|leave|use
        |tell you)|(?:don't|do not) (?:need|want|use|have|ask for|bother with)|forget(?: about)?
        |leave out|i'm not (?:giving|sharing)|never mind(?: about)?)
        (?: (?:out|you|any|an))* NOUNS{_REGARDLESS}""",
    ),
    ("decline", f"(?:leave|take) NOUNS (?:out|off|away|blank){_REGARDLESS}"),
    # "No email" declines it, "no the email is ..." does not.
    ("decline", f"(?:no|without(?: an?)?|there(?:'s| is) no) NOUN{_REGARDLESS}"),
    (
        "keep",
        f"(?:leave|keep|stick with|stay with|don't change|do not change) NOUNS{_AS_IT_IS}",
    ),
    (
        "keep",
        f"""
        (?<!any\\s)NOUNS(?:'s| is| are| was) (?:fine|ok|okay|good|right|correct|alright
        |all right){_AS_IT_IS}""",
    ),
    (
        "plain",
        """
        (?:(?:it's|it is|that's|change|just|for|use|with|to|on) )?NOUNS(?: (?:please|too
        |as well))*""",
    ),
)
_ARTICLES = "(?:(?:the|my|your|that|this|a|an|our|whole|first|old) )*"


_IES = re.compile(r"ies$")


class _Naming:
    """The nouns of one workflow, and the patterns that they make of the table."""

    def __init__(self, workflow: type[Workflow]) -> None:
        self._steps: dict[str, list[str]] = {}
        for name, step in workflow.steps.items():
            for word in dict.fromkeys((*step.words, name.replace("_", " "))):
                noun = " ".join(heard(word).split())
                for form in dict.fromkeys((noun, _IES.sub("y", noun))):  # "no allergy"
                    owners = self._steps.setdefault(form, [])
                    if name not in owners:
                        owners.append(name)
        nouns = sorted(filter(None, self._steps), key=len, reverse=True)
        noun = "(?:" + "|".join(" ".join(map(re.escape, n.split())) for n in nouns) + ")s?"
        # At most six: "phone number" may be one noun or two, so each more doubles the ways.
        several = (
            f"(?P<nouns>{_ARTICLES}{noun}(?:(?: (?:and|plus|also|or))? {_ARTICLES}{noun}){{0,5}})"
        )
        self.noun = re.compile(phrase(f"{noun}(?:'s)?"))
        self.patterns = tuple(
            (
                how,
                re.compile(
                    phrase(words.replace("NOUNS", several).replace("NOUN", f"(?P<nouns>{noun})"))
                ),
            )
            for how, words in _TABLE
        )

    def named(self, text: str) -> tuple[str, ...]:
        """Return the steps that a list of nouns names; () when one of them could be several."""
        found: dict[str, None] = {}
        for match in self.noun.finditer(text):
            said = " ".join(match.group().removesuffix("'s").split())
            owners = self._steps.get(said) or self._steps.get(said.removesuffix("s")) or ()
            if len(owners) != 1:
                return ()
            found[owners[0]] = None
        return tuple(found)


@lru_cache(maxsize=64)
def _naming(workflow: type[Workflow]) -> _Naming:
    return _Naming(workflow)


def mentions_in(plain: str, workflow: type[Workflow]) -> Iterator[Mention]:
    """Yield the places where steps of a workflow are named, in order and without overlap.

    Args:
        plain: The utterance in heard form.
        workflow: The workflow whose steps' words are looked for.
    """
    naming = _naming(workflow)
    if naming.noun.search(plain) is None:
        return
    found = [
        (how, match.span(), match["nouns"])
        for how, pattern in naming.patterns
        for match in pattern.finditer(plain)
    ]
    # A bare noun is the weakest; otherwise the longest phrase says most.
    found.sort(key=lambda each: (each[0] == "plain", each[1][0] - each[1][1]))
    kept: list[Mention] = []
    for how, span, nouns in found:
        if any(span[0] < k.span[1] and k.span[0] < span[1] for k in kept):
            continue
        if steps := naming.named(nouns):
            kept.append(Mention(how, steps, span))
    yield from sorted(kept, key=lambda mention: mention.span)
