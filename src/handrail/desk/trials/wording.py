"""How the desk's callers talk: how they ask for each workflow, and what they call its values."""

from __future__ import annotations

from typing import Final

from handrail.trial import StepWording, Wording

__all__ = ["WORDING"]

_A_HAIRCUT: Final = ("a haircut", "a haircut", "haircut")
_A_COLOUR: Final = ("a colour", "a colour", "colour")
_A_CONSULTATION: Final = ("a consultation", "consultation")

WORDING: Final = Wording(
    openings={
        "booking": (
            "hi, i'd like to make an appointment",
            "i want to book something",
            "can i book an appointment",
            "i'd like to book {service}",
            "hi i need {service}",
            "can i get {service}",
            "i'd like {service} please",
            "hello, i'd like to book {service} {start}",
            "i need {service} {start}",
            "can i book {service} {start}",
        ),
        "rescheduling": (
            "i need to move my appointment",
            "i'd like to reschedule",
            "can i change the time of my appointment",
            "i have to reschedule my booking",
        ),
        "cancelling": (
            "i need to cancel my appointment",
            "i'd like to cancel",
            "can you cancel my booking",
            "please cancel my appointment",
        ),
    },
    switches={
        "booking": ("actually i'd like to book a new appointment", "can i book something instead"),
        "rescheduling": (
            "you know what, i already have one, can i just move that",
            "actually i have an appointment already, can i move that one",
        ),
        "cancelling": (
            "actually i want to cancel my appointment",
            "you know what, just cancel my booking",
        ),
    },
    steps={
        "rescheduling.start": StepWording(
            ("{}", "{} please", "how about {}", "{} would be better", "can i come {}", "um {}"),
            ("to {}",),
            ("actually make that {}", "sorry, {} instead", "can we make it {} instead"),
            ("time", "new time"),
        ),
        "service": StepWording(
            ("{}", "{} please", "i'd like {}", "just {}"),
            ("{}", "i'd like {}"),
            ("actually make it {}", "change it to {}", "sorry, i'd like {} instead"),
            ("service",),
        ),
    },
    values={
        "service": {
            "Haircut": _A_HAIRCUT,
            "Colour": _A_COLOUR,
            "Consultation": _A_CONSULTATION,
        }
    },
)
