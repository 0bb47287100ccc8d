"""Kinds: the types of values that callers give, each owning its value both ways.

`base` is the contract; write your own by implementing it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail._lazy import lazily

if TYPE_CHECKING:
    from .base import Context, Fact, InvalidValue, Kind, Reading
    from .choice import Choice, Option
    from .email import Email
    from .name import PersonName
    from .number import Number
    from .phone import Phone
    from .text import Text
    from .when import WeeklyHours, When
    from .yes_no import YesNo

__all__ = [
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
]

__getattr__ = lazily(
    __name__,
    {
        "base": ("Context", "Fact", "InvalidValue", "Kind", "Reading"),
        "choice": ("Choice", "Option"),
        "email": ("Email",),
        "name": ("PersonName",),
        "number": ("Number",),
        "phone": ("Phone",),
        "text": ("Text",),
        "when": ("WeeklyHours", "When"),
        "yes_no": ("YesNo",),
    },
)


def __dir__() -> list[str]:
    return __all__
