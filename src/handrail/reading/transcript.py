"""Transcript: what the caller has said in a run, and whether a model's move follows from it.

A model quotes; that the words were said does not yet make its move true. "Tuesday" was said in "not
Tuesday", in "is Tuesday free?", in "Tuesday, no, Wednesday", and in an answer to something else. So
a value is sure only if it follows from all that was said around the quote, as a kind reads it; and
what cannot be undone (a yes, dropping everything) only from words that plainly say so. What is not
sure is read back, or asked again: a false doubt costs a turn, a false certainty a booking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from ..engine import moves as m
from ..kinds.agreement import agreements, verdict
from ..kinds.base import Context
from ..kinds.heard import heard, is_question, phrase
from ..step import Step
from .evidence import Quote, holds_a_value, negated
from .scene import Scene
from .understand import understand

__all__ = ["CallerTurn", "Transcript"]


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """What the caller said in one turn, and when."""

    text: str
    now: datetime
    """The moment it was said, with a time zone: "tomorrow" is the day after it."""
    asked: str | None = None
    """The step that had been asked, or read back."""


# What takes back the words before it.
_CORRECTS: Final = re.compile(
    phrase(
        """
        no|nope|nah|sorry|actually|wait|rather|instead|i mean|i meant|correction|scratch that
        |forget that|make (?:it|that)|change (?:it|that)|on second thoughts?|or (?:no|maybe|rather)
        |not that|strike that|hang on|hold on|never mind|but"""
    )
)
_CLAUSE: Final = re.compile(r"[.?!;,]+(?=\s|$)|(?<![\w'])(?:and|but|so|because|or)(?![\w'])")
# "Is Tuesday free": a reader takes it for a wish, from a model it is one word of a question.
_INVERTED: Final = re.compile(
    r" *(?:(?:so|and|um+|uh+|er+|well|ok|okay|oh|then|hi|hello|please) +)*"
    + phrase("is|are|do|does|did|can|could|would|will|might|may|have|has")
)
_ASKS: Final = re.compile(
    phrase("if|whether|wondering|wonder|what about|how about|what if|suppose|would it|is it|any")
)
# Of a yes: it is not all that was said.
_CONTRASTS: Final = re.compile(
    phrase(
        """
        but|though|although|except|only|instead|unless|if|rather|however|change|make it|wait
        |actually|sorry|or|not|one (?:thing|more)"""
    )
)
_YES_ABROAD: Final = re.compile(
    phrase("s\u00ed|si|oui|ja|jawohl|sim|da|hai|tak|ano|evet|igen|joo|kyll\u00e4")
)
_NO_ABROAD: Final = re.compile(phrase("non|nein|nee|nej|n\u00e3o|nie|nyet|hay\u0131r"))
_LONGEST_YES: Final = 8  # words
_NO: Final = re.compile(
    phrase(
        """
        no|not|nope|nah|none|nothing|never|without|skip|leave (?:it|that)(?: out)?|rather not|pass
        |(?:do|does|did|would|wo|ca|have|has)n'?t"""
    )
)
_LEAVES: Final = re.compile(
    phrase(
        """
        cancel|stop|forget|never ?mind|leave (?:it|this|that)|drop|quit|hang(?:ing)? up|bye|goodbye
        |good bye|(?:another|some other) (?:day|time)|changed my mind|not (?:today|now|any ?more)
        |(?:do|wo|ca)n'?t (?:want|need|book|bother|do this)|call (?:you )?back|no thanks|later
        |(?:got|have|need) to go|gotta go"""
    )
)
_BEGINS_ANEW: Final = re.compile(
    phrase(
        """
        (?:start|begin|try|do (?:it|this|that)) (?:(?:it|this|that|all) )*(?:again|over|afresh|anew)
        |from (?:the (?:start|beginning|top)|scratch)|restart|reset"""
    )
)
_RETURNS: Final = re.compile(
    phrase(
        """
        change|changing|back|again|wrong|not (?:right|correct|quite)|incorrect|different|another|fix
        |correct|mistake|redo|edit|update|that's not|that isn't|isn't right|other"""
    )
)
_AROUND: Final = 3  # words on either side of a quote that it is read with
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Transcript:
    """What the caller has said, in the light of how the run stands."""

    scene: Scene
    turns: Sequence[CallerTurn]
    """The caller's turns of the run, oldest first; the last is the one being answered."""

    def supports(
        self, step: Step[Any], value: Any, quotes: Sequence[Quote], beside: Sequence[Quote] = ()
    ) -> bool:
        """Tell whether a step's value follows from what was said around the quotes.

        Args:
            step: The step.
            value: The value that a model gives.
            quotes: What it quotes.
            beside: What it quotes for other values of the same reply.
        """
        if not quotes or max(quote.turn for quote in quotes) != len(self.turns):
            return False  # of an earlier turn nobody knows any more what it answered
        if self._has_rivals(step) and self.turns[-1].asked != step.name:
            return False
        if any(self._is_turned_down(quote) or self._is_asked(quote) for quote in quotes):
            return False
        first, last = min(quotes), max(quotes)
        if _CORRECTS.search(heard(self._text(last)), last.end):
            return False
        words = [turn.text for turn in self.turns[first.turn - 1 :]]
        words[-1] = _without(words[-1], [q for q in beside if q.turn == last.turn])
        whole = " ".join(words)
        contexts = [self._context(step, turn, alone=first.turn == last.turn) for turn in quotes]
        if all(step.kind.supports(value, whole, ctx) for ctx in contexts):
            return True
        corrected = _CORRECTS.search(heard(self._text(first)), first.end) is not None
        if corrected or len(words) > 1:
            return False
        if step.kind.read(whole, replace(contexts[0], asked=True)).status != "none":
            return False  # all of it says something else
        around = " ".join(self._around(quote) for quote in sorted(quotes))
        return all(step.kind.supports(value, around, ctx) for ctx in contexts)

    def is_yes(self, quotes: Sequence[Quote]) -> bool:
        """Tell whether the turn that is quoted plainly says yes, and nothing else that matters."""
        text = self._whole(quotes)
        if _CONTRASTS.search(heard(text)) or holds_a_value(text) or text.rstrip().endswith("?"):
            return False
        if verdict(agreements(text)) == "yes":
            return True
        return len(text.split()) <= _LONGEST_YES and _YES_ABROAD.search(heard(text)) is not None

    def is_no(self, quotes: Sequence[Quote]) -> bool:
        """Tell whether the turn that is quoted plainly refuses something."""
        plain = heard(self._whole(quotes))
        return any(pattern.search(plain) for pattern in (_NO, _NO_ABROAD))

    def is_leaving(self, quotes: Sequence[Quote]) -> bool:
        """Tell whether the quoted words speak of ending, or of dropping what is being done.

        "Cancel my appointment" asks for something, where a workflow is asked for by these words.
        """
        wishes = [heard(each) for one in self.scene.workflows for each in one.asks_for]
        longest_first = sorted((each for each in wishes if " " in each), key=len, reverse=True)
        asked_for = re.compile(phrase("|".join(map(re.escape, longest_first)) or r"(?!)"))
        for quote in quotes:
            rest = asked_for.sub(lambda wish: " " * len(wish.group()), heard(self._text(quote)))
            if _LEAVES.search(rest[quote.start : quote.end]):
                return True
        return False

    def is_restart(self, quotes: Sequence[Quote]) -> bool:
        """Tell whether the quoted words speak of beginning anew."""
        return any(_BEGINS_ANEW.search(heard(self._quoted(quote))) for quote in quotes)

    def is_return(self, step: Step[Any] | None, quotes: Sequence[Quote]) -> bool:
        """Tell whether the turn that is quoted speaks of going back, or of the step."""
        plain = heard(self._whole(quotes))
        nouns = map(re.escape, (step.label, *step.words) if step is not None else ())
        named = re.compile(phrase("|".join(nouns)) if step is not None else r"(?!)")
        return any(pattern.search(plain) for pattern in (named, _CORRECTS, _RETURNS))

    def is_wish(self, workflow: str, quotes: Sequence[Quote]) -> bool:
        """Tell whether the turn that is quoted asks for a workflow."""
        found = understand(self._whole(quotes), self.scene)
        return any(isinstance(move, m.Switch) and move.workflow == workflow for move in found.moves)

    def picks(self, number: int, quotes: Sequence[Quote]) -> bool:
        """Tell whether the turn that is quoted picks this option of the offer."""
        offer = self.scene.state.offer
        if offer is None or not 1 <= number <= len(offer.options):
            return False
        text = self._whole(quotes)
        option = offer.options[number - 1]
        found = understand(text, self.scene).moves
        read = [move for move in found if isinstance(move, m.Choose | m.Record)]
        if read:
            return all(
                move.number == number if isinstance(move, m.Choose) else move.value == option
                for move in read
            )
        step = self.scene.workflow.steps[offer.step]
        ctx = replace(self.scene.context, asked=True, offered=offer.options)
        return not self._is_asked(max(quotes)) and step.kind.supports(option, text, ctx)

    def _context(self, step: Step[Any], quote: Quote, *, alone: bool) -> Context:
        state, turn = self.scene.state, self.turns[quote.turn - 1]
        answer = state.answers.get(step.name) if alone else None
        offer = state.offer_of(step.name) if alone else None
        return replace(
            self.scene.context,
            now=turn.now,
            asked=self.turns[-1].asked == step.name,
            partial=state.partials.get(step.name) if alone else None,
            current=answer.value if answer else None,
            offered=offer.options if offer else (),
        )

    def _has_rivals(self, step: Step[Any]) -> bool:
        """Whether other steps take such a value, too: which one is meant, nobody can tell."""
        kinds = [each.kind.name for each in self.scene.workflow.steps.values()]
        return kinds.count(step.kind.name) > 1

    def _text(self, quote: Quote) -> str:
        return self.turns[quote.turn - 1].text

    def _quoted(self, quote: Quote) -> str:
        return self._text(quote)[quote.start : quote.end]

    def _whole(self, quotes: Sequence[Quote]) -> str:
        return self._text(max(quotes)) if quotes else ""

    def _around(self, quote: Quote) -> str:
        text = self._text(quote)
        before = [word.start() for word in _WORD.finditer(text, 0, quote.start)]
        after = [word.end() for word in _WORD.finditer(text, quote.end)]
        start = before[-_AROUND:][0] if before else quote.start
        return text[start : (after[:_AROUND] or [quote.end])[-1]]

    def _is_turned_down(self, quote: Quote) -> bool:
        return negated(self._quoted(quote), self._text(quote))

    def _is_asked(self, quote: Quote) -> bool:
        """Whether the words stand in a question."""
        text = self._text(quote)
        ends = [match.end() for match in _CLAUSE.finditer(text)]
        start = max((end for end in ends if end <= quote.start), default=0)
        end = min((end for end in ends if end >= quote.end), default=len(text))
        clause = text[start:end]
        asks = _ASKS.search(heard(clause[: quote.start - start]))
        inverted = _INVERTED.match(heard(clause))
        return asks is not None or inverted is not None or is_question(clause)


def _without(text: str, quotes: Sequence[Quote]) -> str:
    """Return a text with spaces for what is quoted."""
    chars = list(text)
    for quote in quotes:
        chars[quote.start : quote.end] = " " * (quote.end - quote.start)
    return "".join(chars)
