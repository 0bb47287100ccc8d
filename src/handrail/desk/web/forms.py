"""Forms: what a browser sends, read field by field; what is wrong stands beside its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from handrail.desk.calendar import Faulty, FieldFault
from handrail.desk.calendar.owner import spans_of

__all__ = ["Form", "form_of", "minutes_text", "money_text", "parts_of", "read_body"]

LARGEST_BYTES: Final = 200_000
_MOST_FIELDS: Final = 2_000
_LONGEST: Final = 5_000
_MOST_DIGITS: Final = 9
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
_UNITS: Final = {"": 1, "m": 1, "h": _HOUR, "d": _DAY}
_AMOUNT: Final = re.compile(
    r"\s*(\d{1,6})\s*(m|mins?|minutes?|h|hrs?|hours?|d|days?)?(?=[\s\d,]|and|$)(?:\s*(?:,|and))?",
    re.IGNORECASE | re.ASCII,
)


async def read_body(request: Request, largest: int = LARGEST_BYTES) -> bytes:
    """Return a request's body.

    Raises:
        HTTPException: 413, when it is too large; its rest is not read.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413, "That is more than this page takes.")
    return bytes(body)


async def form_of(request: Request) -> Form:
    """Read the form that a request brings. It is read once and kept with the request.

    Raises:
        HTTPException: 413 or 415, when it is too large or none that a browser sends.
    """
    kept = getattr(request.state, "form", None)
    if isinstance(kept, Form):
        return kept
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request)
    if body and kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Send the page's own form.")
    try:
        pairs = parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise HTTPException(413, "That form has too many fields.") from None
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.replace("\x00", "\ufffd"))
    request.state.form = Form(values)
    return request.state.form  # type: ignore[no-any-return] # a state holds anything


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent. Each reading of a field notes what is wrong with it, for `faults`."""

    values: Mapping[str, list[str]]
    found: list[FieldFault] = field(default_factory=list)

    def raw(self, name: str) -> str:
        """Return a field as it was sent, to show it again; "" when it is missing."""
        return self.values.get(name, [""])[-1]

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.found.append(FieldFault(name, sentence))

    def settle(self) -> None:
        """End the reading.

        Raises:
            Faulty: When anything was wrong.
        """
        if self.found:
            raise Faulty(self.found)

    def text(self, name: str) -> str:
        """Return a text, its ends trimmed."""
        text = self.raw(name).strip()
        if len(text) > _LONGEST:
            self.fault(name, f"Shorten it: it has {len(text)} characters.")
        return text[:_LONGEST]

    def list(self, name: str) -> tuple[str, ...]:
        """Return the parts of a text that commas or line ends part."""
        return parts_of(self.text(name))

    def several(self, name: str) -> tuple[str, ...]:
        """Return what was ticked, each once."""
        return tuple(dict.fromkeys(self.values.get(name, ())))

    def ticked(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return name in self.values

    def whole(self, name: str) -> int | None:
        """Return a whole number; None for an empty field."""
        text = self.text(name)
        if not text:
            return None
        if not re.fullmatch(rf"-?[0-9]{{1,{_MOST_DIGITS}}}", text):
            self.fault(name, "Give a whole number.")
            return None
        return int(text)

    def key(self, name: str) -> int:
        """Return the key of a row; 0, which none has, when it is none."""
        text = self.raw(name)
        return int(text) if re.fullmatch(rf"[0-9]{{1,{_MOST_DIGITS}}}", text) else 0

    def minutes(self, name: str, empty: int = 0) -> int:
        """Return a length of time in minutes: "45", "1 h 30", "2 days"."""
        text = self.text(name)
        if not text:
            return empty
        total, at = 0, 0
        while at < len(text):
            part = _AMOUNT.match(text, at)
            if part is None:
                self.fault(name, "Give a length of time such as 45 min, 1 h 30 min or 2 days.")
                return 1
            total += int(part[1]) * _UNITS[(part[2] or "")[:1].lower()]
            at = part.end()
        return total

    def cents(self, name: str) -> int | None:
        """Return an amount of money in hundredths: "45", "45.50"; None for an empty field."""
        text = self.text(name).replace(",", ".")
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not (amount.is_finite() and abs(amount) < 10**_MOST_DIGITS) or amount * 100 % 1:
            self.fault(name, "Give a price such as 45 or 45.50.")
            return None
        return int(amount * 100)

    def spans(self, name: str) -> tuple[tuple[int, int], ...]:
        """Return the openings of a day: "9:00-12:30, 14-18"; none for an empty field."""
        try:
            return spans_of(self.text(name))
        except ValueError as fault:
            self.fault(name, str(fault))
            return ()

    def day(self, name: str) -> date | None:
        """Return a date; None for an empty field."""
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.fault(name, "Give a date such as 2026-12-24.")
            return None

    def moment(self, name: str) -> datetime | None:
        """Return a wall-clock time, naive; None for an empty field."""
        text = self.text(name)
        try:
            return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
        except ValueError:
            self.fault(name, "Give a date and a time such as 2026-12-24 09:00.")
            return None


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a text that commas, semicolons or line ends part."""
    return tuple(each.strip() for each in re.split(r"[,;\n]", text) if each.strip())


def minutes_text(minutes: int | None) -> str:
    """Write a length of time as `Form.minutes` reads it."""
    if minutes is None:
        return ""
    days, rest = divmod(minutes, _DAY)
    hours, left = divmod(rest, _HOUR)
    parts = ((days, "day" if days == 1 else "days"), (hours, "h"), (left, "min"))
    said = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(said) or "0 min"


def money_text(cents: int | None) -> str:
    """Write an amount as `Form.cents` reads it."""
    if cents is None:
        return ""
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)
