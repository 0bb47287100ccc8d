"""Lists page by page: each page says where the next one begins."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field

from handrail.desk.calendar import FieldFault
from handrail.desk.calendar.listing import LONGEST_PAGE

from .operation import Given
from .problem import Problem
from .values import Whole

__all__ = ["Cursor", "Next", "Paged", "cursor_of"]

_MOST_NUMBERS: Final = 2
_LARGEST: Final = 2**53
_SENTENCE: Final = "Give the `next` of the page before, as it was."


def cursor_of(*numbers: int) -> str:
    """Write where a page ended."""
    text = ".".join(str(each) for each in numbers)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _numbers(cursor: str) -> tuple[int, ...]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        numbers = tuple(int(each) for each in text.split("."))
    except (binascii.Error, ValueError):
        numbers = ()
    fit = 0 < len(numbers) <= _MOST_NUMBERS and all(0 <= each <= _LARGEST for each in numbers)
    if not fit or cursor_of(*numbers) != cursor:
        raise ValueError(_SENTENCE)
    return numbers


def _is_cursor(cursor: str) -> str:
    _numbers(cursor)
    return cursor


Cursor: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$"), AfterValidator(_is_cursor)
]
Next: TypeAlias = Annotated[
    str | None, Field(description="The `after` of the next page; null after the last.")
]


class Paged(Given):
    """A page of a list."""

    limit: Annotated[Whole, Field(ge=1, le=LONGEST_PAGE, description="At most so many.")] = 50
    after: Annotated[
        Cursor | None, Field(description="The `next` of the page before; none for the first.")
    ] = None

    def place(self, count: int) -> tuple[int, ...] | None:
        """Return where the page begins, as so many numbers; None for the first page.

        Raises:
            Problem: When it is the place of another list.
        """
        if self.after is None:
            return None
        found = _numbers(self.after)
        if len(found) != count:
            fault = FieldFault("after", _SENTENCE)
            raise Problem(422, _SENTENCE, faults=[fault])
        return found
