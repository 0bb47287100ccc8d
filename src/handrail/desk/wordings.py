"""What is said where a booking is looked for: the same in rescheduling and cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handrail.wording import Words

__all__ = ["PLACES"]

PLACES: Final[Mapping[str, Words]] = {
    "offer_one@booking": (
        "I see {options}: is that the one?",
        "I have {options}. Is that the one?",
    ),
    "offer_instead_one@booking": (
        "I do see {options}: is that the one?",
        "There is {options}. Is that it?",
    ),
    "offer_again_one@booking": ("So, {options}: is that the one?", "Is it {options}?"),
    "offer_rephrase_one@booking": ("Sorry, is it {options}?",),
    "offer@booking": ("I see {options}. Which one is it?", "There's {options}. Which one is it?"),
    "offer_instead@booking": ("I do see {options}. Is it one of those?", "Is it {options}?"),
    "offer_again@booking": ("So, is it {options}?", "Which one: {options}?"),
    "offer_which@booking": ("Which one: {options}?", "Which of them: {options}?"),
    "offer_rephrase@booking": ("Sorry, {options}: which one is it?",),
    "offer_help@booking": (
        'You can say "the first one", or the day it is on: {options}.',
        "Just say which one, {options}, or tell me more about it.",
    ),
    "other@booking": (
        "Which one is it, then? The day or the booking code would help.",
        "What day is yours on? Or tell me the booking code.",
    ),
    "denied@booking": ("Sorry. Which one is it?", "My mistake. Which one is it?"),
    "required@booking": (
        "I do need to know which one it is. What name and number is it under?",
        "Without the name and number I can't find it. What are they?",
    ),
    "help@booking": (
        "Tell me the name and the phone number it was booked with, or the booking code.",
        'You can say something like "Maria Lopez, 212 555 0142", or the booking code.',
    ),
    "revisit@booking": ("Of course. Which booking is it, then?", "Sure. Which one is it?"),
    "revisit_again@booking": ("So, which booking is it?", "Which booking is it, then?"),
    "change": (
        "What would suit you better, or shall I leave it as it is?",
        "Which day and time would be better, or is it to stay as it is?",
    ),
    "rest@booking": ("And the rest?", "What comes next?"),
}
"""Wordings by place of the phrasebook."""
