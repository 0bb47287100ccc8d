"""Yes and no, in the many ways people say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from .agreement import Agreement, agreements, verdict
from .base import NOTHING, Context, InvalidValue, Kind, Reading

__all__ = ["YesNo"]

_NO_MORE = re.compile(r"\bno\s+(?P<next>[\w']+)", re.IGNORECASE)
_AFTER_NO = frozenset(
    "i i'm i'd i'll i've im it it's its that that's thats this these those the there there's my "
    "your our his her their we we're we'd you you're he she they not just thanks thank please "
    "sorry actually wait don't dont make change can could would let's but because a an on at in "
    "for to from if so um uh er well no nope nah yes yeah okay ok hang hold maybe is was are "
    "never nothing none only what how when where why who which and or with use try put".split()
)
"""What may follow a refusal; before anything else "no" says that there is none of it."""
_WRITTEN = {"yes": True, "true": True, "y": True, "no": False, "false": False, "n": False}


@dataclass(frozen=True)
class YesNo(Kind[bool]):
    """A yes or a no.

    Where the question was not just asked, only plain words count ("yes", but not "fine"). A
    half-hearted yes ("I guess so") is doubtful.
    """

    name: ClassVar[str] = "yes_no"
    label: ClassVar[str] = "answer"

    def schema(self, ctx: Context) -> dict[str, Any]:
        """Return a boolean schema."""
        del ctx
        return {"type": "boolean", "description": "Whether the caller said yes (true) or no."}

    def parse(self, raw: object, ctx: Context) -> bool:
        """Return the boolean, also from the words yes, no, true and false.

        Raises:
            InvalidValue: For anything else.
        """
        del ctx
        if isinstance(raw, bool):
            return raw
        value = _WRITTEN.get(raw.strip().lower()) if isinstance(raw, str) else None
        if value is None:
            raise InvalidValue("The answer must be true (yes) or false (no).")
        return value

    def read(self, text: str, ctx: Context) -> Reading[bool]:
        """Read a yes or a no; a question is neither."""
        found = [a for a in agreements(text) if ctx.asked or (a.plain and not _counts(text, a))]
        says = verdict(found)
        if says not in {"yes", "no", "guess"}:
            return NOTHING
        spans = tuple(a.span for a in found)
        return Reading("clear", says != "no", spans=spans, doubtful=says == "guess")

    def speak(self, value: bool, ctx: Context) -> str:  # noqa: FBT001 - the value is the boolean
        """Say "yes" or "no"."""
        del ctx
        return "yes" if value else "no"


def _counts(text: str, each: Agreement) -> bool:
    """Whether "no" is said of a thing, which answers nothing: "no parking nearby, is there"."""
    match = _NO_MORE.match(text, each.span[0])
    if match is None or match["next"].isdigit() or each.span[1] != each.span[0] + len("no"):
        return False
    return match["next"].lower().replace("\u2019", "'") not in _AFTER_NO
