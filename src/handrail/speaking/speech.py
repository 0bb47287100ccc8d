"""A line in the making: the wordings it can use and the values it can name.

`Memory` is what a speaker keeps of a call: which wording was used last in each place, and what the
last line told. `Speech` binds it to one workflow's state for the length of one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from ..engine.agenda import OPEN, standing
from ..engine.events import News
from ..engine.state import Answer, Offer, Prompt, State
from ..kinds.base import Context, join_options
from ..kinds.name import given as given_name
from ..kinds.phone import ending as ending_of
from ..kinds.when import WhenPart
from ..step import Step
from ..workflow import Workflow
from .line import Line
from .phrase import Fields, Phrase, fill, in_sentence, spoken_text
from .phrasebook import Phrasebook

__all__ = ["Answerer", "Memory", "Speech"]

Answerer: TypeAlias = Callable[[str | None], str | None]
"""Answers a caller's question about a topic (None: about nothing the host knows) in one sentence;
None when it cannot."""

_LONGEST_ECHO = 8
"""Words of a free text that are said back; more of the caller's own words would be a recital."""


@dataclass(slots=True)
class Memory:
    """What a speaker keeps of a call."""

    used: dict[str, str] = field(default_factory=dict)
    """The wording used last, by place."""
    run: str | None = None
    """The run of the last line."""
    prompt: Prompt | None = None
    """The prompt of the last line that asked something of its own (not "Still there?")."""
    offer: Offer | None = None
    """The offer it made."""
    line: Line = field(default_factory=Line)
    """That line, to be repeated."""
    last: str = ""
    """The text of the last line of all."""
    told: tuple[News, ...] = ()
    """The news in the last line: told again only if it was not heard, and then in short."""
    apologised: bool = False
    """Whether the last line said that the caller was not understood."""
    spelled: list[tuple[str, Any]] = field(default_factory=list)
    """The values that were spelled back, with their steps."""
    prefilled: bool = False
    """Whether the last prompt read back a value that the caller had not said."""

    def word(self, place: str, variants: Sequence[str], fields: Fields) -> Phrase | None:
        """Fill the wording of a place that is next in turn; None when none can be filled."""
        used = self.used.get(place)
        after = variants.index(used) + 1 if used in variants else 0
        for variant in (*variants[after:], *variants[:after]):
            phrase = fill(" ".join(variant.split()), fields)
            if phrase is not None:
                self.used[place] = variant
                return phrase
        return None


@dataclass(frozen=True)
class Speech:
    """One line in the making."""

    workflow: type[Workflow]
    state: State
    context: Context
    book: Phrasebook
    memory: Memory
    answerer: Answerer | None = None
    lobby: bool = False

    # --- wordings -------------------------------------------------------------------------------

    def say(self, place: str, step: Step[Any] | None = None, **more: Phrase | str | None) -> Phrase:
        """Say what the phrasebook has for a place; empty when it has nothing that fits."""
        key, variants = self.book.find(
            place, step=step.name if step else "", kind=step.kind.name if step else ""
        )
        return self.word(key, variants, step, **more) or Phrase()

    def word(
        self,
        place: str,
        variants: Sequence[str],
        step: Step[Any] | None = None,
        **more: Phrase | str | None,
    ) -> Phrase | None:
        """Fill the wording that is next in turn; None when none of them can be filled.

        Args:
            place: Where it is said; no wording is used twice running in one place.
            variants: The wordings.
            step: The step that `{value}`, `{given}` and `{label}` are about.
            more: Further fields.
        """

        def fields(name: str) -> Phrase | None:
            if name in more:
                given = more[name]
                return Phrase(given) if isinstance(given, str) else given
            return self._field(name, step)

        return self.memory.word(place, variants, fields)

    def _field(self, name: str, step: Step[Any] | None) -> Phrase | None:
        if step is not None:
            if name == "label":
                return Phrase(step.label)
            if name in {"value", "spelled", "given"}:
                return self.about(step, spelled=name == "spelled", given=name == "given")
        other = self.workflow.steps.get(name)
        return self.about(other) if other is not None else None

    # --- values ---------------------------------------------------------------------------------

    def known(self, step: Step[Any]) -> Answer | None:
        """Return the answer of a step that applies and has a value."""
        answer = self.state.answers.get(step.name)
        if answer is None or answer.value is None:
            return None
        held = standing(self.workflow.plan, self.state, step.name)
        return None if held is OPEN or held is None else answer

    def is_known(self, name: str) -> bool:
        """Whether this is the name of a step that has a value."""
        step = self.workflow.steps.get(name)
        return step is not None and self.known(step) is not None

    def about(
        self, step: Step[Any], *, spelled: bool = False, given: bool = False
    ) -> Phrase | None:
        """Say the present value of a step, marked as its value."""
        answer = self.known(step)
        if answer is None:
            return None
        # What a caller spelled is spelled back once; after that the name alone will do.
        back = answer.spelled and (step.name, answer.value) not in self.memory.spelled
        return self.value(step, answer.value, spelled=spelled or back, given=given)

    def value(
        self, step: Step[Any], value: Any, *, spelled: bool = False, given: bool = False
    ) -> Phrase:
        """Say a value of a step, marked as its value."""
        kind = step.kind
        text = self._in_words(step, kind.speak(value, self.context))
        if given and kind.name == "name":
            text = given_name(text)
        elif spelled:
            letters = spoken_text(kind.spell(value, self.context))
            # A name is said, then spelled; an address or a number is said by its letters alone.
            alone = kind.name != "name" or letters.startswith(text)
            text = letters if alone else f"{text}, {letters}"
        return Phrase(text).marked(step.name)

    def changed(self, step: Step[Any], old: Any, new: Any) -> Phrase | None:
        """Say a time that was moved within its day in short: "4 on Tuesday"."""
        if not isinstance(old, datetime) or not isinstance(new, datetime):
            return None
        day = self.part(step, WhenPart(date=new.date())).text
        said = self.value(step, new).text
        if old.date() != new.date() or not said.startswith(f"{day} at "):
            return None
        return Phrase(f"{said.removeprefix(f'{day} at ')} on {day.split()[0]}").marked(step.name)

    def takes_article(self, step: Step[Any]) -> bool:
        """Whether the developer's own phrases put an article before the step's value."""
        templates = [*step.echo, self.workflow.phrases.summary]
        article = re.compile(
            rf"\{{an?[ _](?:value|{step.name})\}}|\ban? \{{(?:value|{step.name})\}}", re.IGNORECASE
        )
        return any(article.search(template) for template in templates)

    def is_long(self, step: Step[Any], phrase: Phrase) -> bool:
        """Whether a value is too long to be said back, or has no words at all."""
        if step.kind.name == "task":
            return not phrase.text
        return step.kind.name == "text" and len(phrase.text.split()) > _LONGEST_ECHO

    def part(self, step: Step[Any], partial: Any) -> Phrase:
        """Say what is known of a value in part."""
        return Phrase(spoken_text(step.kind.speak_partial(partial, self.context)))

    def questions(self, step: Step[Any]) -> Sequence[str]:
        """Return how the kind of a step asks for what is not known yet; () if it leaves that."""
        partial = self.state.partials.get(step.name)
        return step.kind.questions(replace(self.context, partial=partial))

    def options(self, step: Step[Any], values: Sequence[Any], *, wanted: Any = None) -> Phrase:
        """Say the values of an offer.

        Args:
            step: The step they are offered for.
            values: The values, in the order in which they can be picked.
            wanted: What the caller had asked for; a day they share with it is left out ("2:30 or
                3:30", where three was asked for).
        """
        if step.kind.name in {"choice", "name"}:  # two names to choose between may sound the same
            spelled = step.kind.name == "name" and len(values) > 1
            said = [self.value(step, value, spelled=spelled).text for value in values]
            return Phrase(join_options(said)).marked(step.name)
        text = spoken_text(step.kind.speak_options(values, self.context))
        if isinstance(wanted, datetime) and {wanted.date()} == {value.date() for value in values}:
            day = self.part(step, WhenPart(date=wanted.date())).text
            text = text.removeprefix(f"{day} at ").removesuffix(f" {day}")
        return Phrase(text).marked(step.name)

    def _in_words(self, step: Step[Any], text: str) -> str:
        """Return a spoken value as it stands in a sentence: an option is no title ("a haircut")."""
        text = spoken_text(text)
        plain = step.kind.name == "choice" and text[1:] == text[1:].lower()
        return text[:1].lower() + text[1:] if plain else text

    def ending(self, step: Step[Any], value: Any) -> Phrase:
        """Say how a phone number ends ("ending 0142"), for a caller who knows it."""
        return Phrase(ending_of(str(value))).marked(step.name)

    def receipt(self, receipt: Any) -> Mapping[str, Phrase]:
        """Return what the fields of a commit's receipt say; a step's value is said by its kind."""
        fields = receipt if isinstance(receipt, Mapping) else {}
        return {
            str(name): Phrase(_spoken_code(str(value)))
            for name, value in fields.items()
            if value is not None and not self.is_known(str(name))
        }

    def answer_to(self, topic: str | None) -> Phrase:
        """Answer a caller's question, or say that it cannot be answered."""
        answer = self.answerer(topic) if self.answerer else None
        return in_sentence(answer) if answer and answer.strip() else self.say("no_answer")


def _spoken_code(text: str) -> str:
    """Say a booking code letter by letter ("K7M4" as "K 7 M 4"), other text as it is."""
    return " ".join(text) if re.fullmatch(r"(?=.*\d)[A-Z0-9]{3,10}", text) else spoken_text(text)
