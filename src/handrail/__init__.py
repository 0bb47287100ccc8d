"""Handrail guides a caller up and down the steps of a workflow, and never lets the call fall.

Declare a workflow once and run it in any LiveKit `AgentSession`:

    class Booking(Workflow):
        start = Step(When(), ask="When would you like to come in?")
        phone = Step(Phone(), confirm=Confirm.READ_BACK)
        email = Step(Email(), optional=True)

    booking = await Booking.task()
    booking.start  # a datetime

What needs LiveKit is in `handrail.livekit`. Names are imported when they are first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import lazily

if TYPE_CHECKING:
    from .conversation import Conversation, Proposal
    from .declaration import DeclarationError
    from .facts import Call, CommitRefused, Verdict
    from .history import Keep, Summary, Window
    from .kinds import (
        Choice,
        Context,
        Email,
        Fact,
        InvalidValue,
        Kind,
        Number,
        Option,
        PersonName,
        Phone,
        Reading,
        Text,
        WeeklyHours,
        When,
        YesNo,
    )
    from .plain import PlainCall
    from .plan import Confirm, Plan
    from .reception import Reception, Topic
    from .step import Condition, Step, condition
    from .workflow import Phrases, Workflow

__all__ = [
    "Call",
    "Choice",
    "CommitRefused",
    "Condition",
    "Confirm",
    "Context",
    "Conversation",
    "DeclarationError",
    "Email",
    "Fact",
    "InvalidValue",
    "Keep",
    "Kind",
    "Number",
    "Option",
    "PersonName",
    "Phone",
    "Phrases",
    "PlainCall",
    "Plan",
    "Proposal",
    "Reading",
    "Reception",
    "Step",
    "Summary",
    "Text",
    "Topic",
    "Verdict",
    "WeeklyHours",
    "When",
    "Window",
    "Workflow",
    "YesNo",
    "condition",
]

__getattr__ = lazily(
    __name__,
    {
        "conversation": ("Conversation", "Proposal"),
        "declaration": ("DeclarationError",),
        "facts": ("Call", "CommitRefused", "Verdict"),
        "history": ("Keep", "Summary", "Window"),
        "kinds": (
            "Choice",
            "Context",
            "Email",
            "Fact",
            "InvalidValue",
            "Kind",
            "Number",
            "Option",
            "PersonName",
            "Phone",
            "Reading",
            "Text",
            "WeeklyHours",
            "When",
            "YesNo",
        ),
        "plain": ("PlainCall",),
        "plan": ("Confirm", "Plan"),
        "reception": ("Reception", "Topic"),
        "step": ("Condition", "Step", "condition"),
        "workflow": ("Phrases", "Workflow"),
    },
)


def __dir__() -> list[str]:
    return __all__
