"""The phrasebook: what the desk says in each place, several wordings for each.

A place is a situation of the dialogue ("offer", "read_back"). `place:kind` holds the wordings for
one kind of value and `place@step` those for one step; they come before the place's own. What a
developer declares on a step or a workflow comes before all of these.

A wording is a template (see `phrase`). Its fields: `{value}` and `{a value}` (the value as spoken),
`{spelled}`, `{given}` (a given name), `{label}` (what the value is called), `{options}`,
`{question}` (as it stands inside a sentence) and `{Question}`, and those its place has of its own.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from ..wording import Words, fields_in, wordings

__all__ = ["PHRASES", "Phrasebook"]

PHRASES: Mapping[str, tuple[str, ...]] = {
    # --- the call ---
    "greeting": ("{business}, good {daytime}.",),
    "welcome_back": ("{business}, welcome back.",),
    "who": ("To be sure it's you, what {label} did you give me?",),
    "who:name": ("To be sure it's you, what's your name?",),
    "who:phone": ("To be sure it's you, which number did you leave with me?",),
    "resume": ("We weren't done yet: shall we go on where we stopped?",),
    "stopped": ("I'm sorry, I have to end our call here. Goodbye.",),
    "stopped_callback": (
        "I'm sorry, I have to end our call here. A colleague can take it from there.",
    ),
    "in_doubt": (
        "I'm sorry, I can't tell whether that went through. Please check with us again later.",
    ),
    "in_doubt_callback": (
        "I'm sorry, I can't tell whether that went through. Someone will look into it.",
    ),
    "not_resumed": ("I'm sorry, I can't go on with that just now.",),
    "lobby_rephrase": ("Sorry, what can I do for you?", "Sorry, what would you like to do?"),
    "lobby_help": (
        "Just tell me what you'd like to do.",
        "Say what you'd like, in your own words.",
    ),
    "goodbye": ("Thank you, goodbye.",),
    "goodbye_silence": ("I can't hear you, so I'll hang up now. Goodbye.",),
    "goodbye_unserved": ("I'm sorry I couldn't help. Please try again later. Goodbye.",),
    "disqualified": ("Thank you, that was all I needed.",),
    "begin": ("Sure.", "Of course.", "Happy to."),
    "transfer": ("One moment, I'll put you through.",),
    "transferred": ("You're through now. Goodbye.",),
    "transfer_failed": (
        "I couldn't reach anyone just now, but someone can call you back.",
        "Nobody could take the call just now, but someone can call you back.",
    ),
    "called_back": ("Someone will call you back.",),
    "escalated": ("Of course.", "Sure."),
    # --- what has happened ---
    "echo": ("{value}.", "Right, {value}.", "{value}, fine."),
    "echo:choice": ("{value}, sure.", "{value}.", "{value}, fine."),
    "echo:when": ("{value}.", "{value}, good.", "Right, {value}."),
    "echo:name": ("Thanks, {given}.", "Thank you, {given}."),
    "echo:phone": ("{value}, thanks.", "{value}."),
    "echo:email": ("{value}, thanks.", "{value}."),
    "echo:number": ("{value}, all right.", "{value}."),
    "echo:yes_no": ("All right.", "OK.", "Fine."),
    "echo:text": ("{value}, noted.", "{value}, thanks."),
    "echo_free": ("{value}, that's free.", "{value} is free.", "{value} works."),
    "echo_unsaid": ("Thanks, noted.", "Noted, thank you."),
    "echo_again": ("{value}.",),
    "echo_several": ("{values}.", "{values}, good.", "Right, {values}."),
    "echo_several_free": ("{values}, that works.", "{values}: that time's free."),
    "changed": ("{value}, sure.", "{value}, then.", "Sure, {value}."),
    "affirmed": ("", "Thanks.", "Good."),
    "declined": ("No problem.", "That's fine.", "All right."),
    "unchanged": ("Good.", "Fine.", "All right."),
    "restarted": ("Of course, from the start.", "Sure, let's start over."),
    "check_failed": (
        "{value} won't work, I'm afraid.",
        "I can't do {value}, sorry.",
    ),
    "check_failed_part": ("That won't work, I'm afraid.", "I can't do that, sorry."),
    "failed": ("Sorry, I couldn't do that just now.", "Sorry, that didn't go through."),
    "no_answer": (
        "I can't say, I'm afraid.",
        "I don't know that, sorry.",
        "I'm afraid I can't answer that.",
    ),
    "too_late": ("That came just too late.", "I'm afraid that was too late."),
    "one_moment": ("One moment, please.",),
    "wait": ("Take your time.", "No rush.", "Of course, take your time."),
    # --- asking ---
    "return": ("So, {question}", "And {question}", "Now, {question}"),
    "rephrase": ("Sorry, {question}",),
    "rephrase_same": (
        "Sorry, I didn't catch that. {Question}",
        "Sorry, I missed that. {Question}",
    ),
    "rephrase_again": ("Once more: {question}", "Let me ask again: {question}"),
    "rest": ("And the rest?", "What comes next?"),
    "rest_day": ("Which day?", "What day?", "And which day?"),
    "rest_time": (
        "What time[ on {part}]?",
        "At what time[ on {part}]?",
        "And what time[ on {part}]?",
    ),
    "half_day": ("which day?", "what day would suit you?"),
    "half_time": ("what time on {part}?", "what time would suit you on {part}?"),
    "denied": ("Sorry. What's the right {label}?", "My mistake. What should the {label} be?"),
    "denied_prefilled": ("No problem. {Question}", "Sure. {Question}"),
    "invite": ("Go ahead.", "Please, go ahead."),
    "other": ("What would you like instead?", "What else would do?"),
    "other:when": ("What would suit you better?", "When would suit you instead?"),
    "required": (
        "I do need {a label} to go on. What can I put down?",
        "I can't go on without {a label}. What can I put down?",
    ),
    "required:when": ("I do need a time to go on. What would suit you?",),
    "required:choice": ("I do need to know that to go on. What would you like?",),
    "nudge": ("Still there?", "Are you still there?"),
    "revisit": (
        "Of course. It's {value} now. What should it be?",
        "Sure. I have {value} now. What should it be instead?",
    ),
    "revisit:name": (
        "Of course. I have {value}. What name should it be?",
        "Sure. I have {value} now. What name should it be instead?",
    ),
    "revisit:when": (
        "Of course. It's set for {value}. What would you like instead?",
        "Sure. I have {value}. What would suit you better?",
    ),
    "revisit:choice": (
        "Of course. It's {value} now. What would you like instead?",
        "Sure. I have {value} now. What should it be instead?",
    ),
    "hosted_required": (
        "I do need your {label} to go on.",
        "I can't go on without your {label}, I'm afraid.",
    ),
    "hosted_rephrase": ("Sorry, I didn't catch that.", "I'm sorry, I still didn't get that."),
    "hosted_revisit": ("Of course.", "Sure."),
    "revisit_blank": ("Of course. {Question}", "Sure. {Question}"),
    "revisit_several": (
        "Of course. First the {label}: it's {value} now. What should it be?",
        "Sure. First the {label}, which is {value} now: what should it be?",
    ),
    "revisit_several:when": (
        "Of course. First the {label}: it's set for {value}. What would suit you better?",
    ),
    "revisit_both": (
        "Then let's do both. First the {label}: what should it be?",
        "We'll do both, then. First the {label}: what should it be?",
    ),
    "revisit_both:when": (
        "Then let's do both. First the {label}: what suits you?",
        "We'll do both, then. First the {label}: what would suit you?",
    ),
    "revisit_all": ("Then let's do them all. First the {label}: what should it be?",),
    "revisit_later": ("Of course, the {label} next.", "Sure, we'll get to the {label} next."),
    "revisit_next": ("And the right {label}?", "Now the {label}: what should it be?"),
    "revisit_next:when": ("And the {label}: what would suit you?", "Now the {label}: what suits?"),
    "revisit_again": ("So, what should the {label} be?", "What should the {label} be instead?"),
    "revisit_rephrase": ("Sorry, what should the {label} be?",),
    # --- reading back ---
    "read_back": ("{value}: is that right?", "I have {value}, right?", "{value}, is that right?"),
    "read_back:phone": (
        "{value}: have I got that right?",
        "{value}, right?",
        "I have {value}, is that right?",
    ),
    "read_back_again": ("So, that's {value}, right?", "So, I have {value}. Is that right?"),
    "read_back_rephrase": ("Sorry, I have {value}. Is that right?",),
    "prefilled": ("Is it still {value}?", "I have {value}. Is that still right?"),
    "prefilled:phone": ("Is {value} still the best number for you?",),
    "prefilled_caller": (
        "Is the number you're calling from, {ending}, the best one?",
        "Shall I use the number you're calling from, {ending}?",
    ),
    "prefilled_caller_rephrase": ("Sorry, shall I use the number {ending}?",),
    "read_back_help": (
        "Just say yes if {value} is right, or tell me the right {label}.",
        "If it's {value}, say yes. If not, tell me the right {label}.",
    ),
    # --- offering ---
    "offer": (
        "I have {options}. Which would you like?",
        "There's {options}. Which would you like?",
    ),
    "offer:when": (
        "I have {options}. Which suits you?",
        "There's {options}. Which suits you best?",
    ),
    "offer_one": (
        "{options} is possible. Shall I take that?",
        "I can do {options}. Would that do?",
    ),
    "offer_one:when": (
        "{options} is free. Shall I take that?",
        "I have {options}. Shall I take it?",
    ),
    "offer_instead": ("{options}?", "Would {options} do?"),
    "offer_instead:when": ("{options}?", "Would {options} suit you?"),
    "offer_instead_one": ("Would {options} do instead?", "Shall I take {options} instead?"),
    "offer_instead_one:when": (
        "{options} is free. Shall I take that?",
        "I have {options}. Would that do?",
    ),
    "offer_meant": ("Is that {options}?", "Do you mean {options}?"),
    "offer_again": ("So, {options}?", "That was {options}. Which would you like?"),
    "offer_again_one": ("So, shall I take {options}?", "That was {options}. Shall I take it?"),
    "offer_which": ("Which one: {options}?", "Which of them: {options}?"),
    "offer_rephrase": ("Sorry, {options}: which would you like?",),
    "offer_rephrase_one": ("Sorry, shall I take {options}?",),
    "offer_help": (
        "You can say the one you want, {options}, or ask for something else.",
        "Just pick one, {options}, or tell me what you'd like instead.",
    ),
    # --- agreeing ---
    "summary_changed": ("{values}, then.", "So, {values}.", "{values}."),
    "summary_rephrase": ("Sorry. {Question}", "Sorry, once more. {Question}"),
    "summary_again": ("So, {question}", "Then {question}"),
    "summary_parting": (
        "One moment before you go. {Question}",
        "Before you go, one thing. {Question}",
    ),
    "summary_help": (
        "Say yes and it's done, or tell me what to change.",
        "If it's all right, just say yes. If not, tell me what to change.",
    ),
    "change": ("What should I change?", "Which part should I change?"),
    "change_rephrase": ("Sorry, which part should I change?",),
    "change_help": ("You can say something like {parts}.",),
    "human": ("I'm having trouble here. Shall I have someone call you back?",),
    "human_failed": ("Shall I have someone call you back?",),
    "human_again": (
        "So, shall I have someone call you back?",
        "Would you like someone to call you back?",
    ),
    # --- what would be understood ---
    "keys_yes_no": ("You can also press 1 for yes or 2 for no.",),
    "keys_option": ("You can also press its number.",),
    "keys_digits": ("You can also key it in.",),
    "help": ("Just tell me the {label} in your own words.",),
    "help:choice": ("You can say {examples}.", "It can be {examples}."),
    "help:when": (
        'You can say something like "Tuesday at three" or "any morning next week".',
        'Something like "tomorrow at ten" or "Friday afternoon" will do.',
    ),
    "help:phone": (
        "Just say the digits, one after the other, area code first.",
        "Say the number digit by digit, starting with the area code.",
    ),
    "help:email": (
        'You can say it like "maria dot lopez at example dot com", or spell it.',
        'Spell it if you like, with "at" and "dot" in their places.',
    ),
    "help:name": (
        "Your first and last name, please. You can spell them.",
        "Just say your name, or spell it letter by letter.",
    ),
    "help:number": ('Just a number will do, like "two".', 'You can say a number, "three" say.'),
    "help:yes_no": ("Just say yes or no.", "A yes or a no will do."),
    "help_optional": ("If you'd rather not, just say no.",),
}
"""The built-in wordings by place."""

_FIELDS = frozenset().union(
    *(fields_in(wording) for variants in PHRASES.values() for wording in variants),
    {"spelled"},
)


@dataclass(frozen=True)
class Phrasebook:
    """Wordings by place. Immutable: `replace` returns another one."""

    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: PHRASES)

    def replace(self, phrases: Mapping[str, Words] | None = None, /, **places: Words) -> Phrasebook:
        """Return a phrasebook with other wordings in some places.

        Args:
            phrases: Wordings by place, `place:kind` or `place@step`.
            places: The same for plain places, by keyword.

        Raises:
            ValueError: For a place or a field that there is none of, or a place without wordings.
        """
        changed: dict[str, tuple[str, ...]] = {}
        for place, words in {**(phrases or {}), **places}.items():
            plain = place.partition(":")[0].partition("@")[0]
            if plain not in PHRASES:
                raise ValueError(f"the phrasebook has no place {plain!r}")
            variants = wordings(words)
            if not variants:
                raise ValueError(f"the phrasebook's {place!r} needs at least one wording")
            if unknown := sorted(set().union(*map(fields_in, variants)) - _FIELDS):
                raise ValueError(f"the phrasebook's {place!r} has no field {unknown[0]!r}")
            changed[place] = variants
        # Over the others, and not a copy of them: each call has one for each of its workflows.
        return Phrasebook(ChainMap(changed, cast("dict[str, tuple[str, ...]]", self.phrases)))

    def find(self, place: str, *, step: str = "", kind: str = "") -> tuple[str, tuple[str, ...]]:
        """Return the most particular place that has wordings, and its wordings.

        Raises:
            KeyError: For a place that there is none of.
        """
        for key in (f"{place}@{step}", f"{place}:{kind}"):
            if key in self.phrases:
                return key, self.phrases[key]
        return place, self.phrases[place]
