"""One request of `handrail read`: one value of one kind, judged by itself.

What else the text says does not change the status; only in a call does the rest of an utterance
have to be accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final
from unicodedata import combining, is_normalized, normalize
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import SUPPORTED_REGIONS

from ..kinds.base import NOTHING, Context, InvalidValue, Kind, Reading
from ..kinds.choice import Choice
from ..kinds.email import Email
from ..kinds.name import PersonName
from ..kinds.number import Number
from ..kinds.phone import Phone
from ..kinds.text import Text
from ..kinds.when import When, parts
from ..kinds.yes_no import YesNo

__all__ = ["MalformedRequest", "judge"]

_KINDS: Final[Mapping[str, Kind[Any]]] = {
    kind.name: kind for kind in (When(), Phone(), Email(), PersonName(), YesNo(), Number(), Text())
}
_NAMES = ", ".join([*_KINDS, Choice.name])
_YEARS: Final = range(1000, 9000)
"""Years of `now` from which every date that can be said is one that Python can hold."""


class MalformedRequest(ValueError):  # noqa: N818 - it is the request that is at fault
    """A request that cannot be judged; the message is one sentence that says why."""


def judge(request: object) -> dict[str, Any]:
    """Read one value out of one utterance.

    Args:
        request: An object with `text`, `kind` and `now` (ISO 8601; without an offset it is in
            `tz`), and perhaps `tz` (an IANA name, UTC by default), `asked`, `region` (an ISO 3166
            code, US by default), `options` (of a choice) and `nbest`. Others are passed over.

    Returns:
        `status`, `value`, `date`, `time`, `span` and `alternatives`, as JSON data.

    Raises:
        MalformedRequest: If a field is missing or cannot be what it should be.
    """
    if not isinstance(request, Mapping):
        raise MalformedRequest("The line is not a JSON object.")
    text = _field(request, "text", str, "a string")
    kind = _kind(request)
    context = Context(
        now=_now(request),
        region=_region(request),
        asked=_field(request, "asked", bool, "true or false", default=False),
        nbest=tuple(_composed(each)[0] for each in _strings(request, "nbest")),
    )
    composed, places = _composed(text)
    reading = kind.read(composed, context)
    if not isinstance(kind, (YesNo, Text)) and _is_taken_back(composed, reading):
        reading = NOTHING
    return _result(kind, reading, places)


_TAKEN_BACK = re.compile(
    r"[\s,.;]*(?:(?:oh|wait|no|um+|uh+|er+|sorry|actually|hang on|hold on)[\s,.]+)*"
    r"(?:(?:that's|that is|it's|that was)\s+(?:not\s+(?:right|it|correct|true)|wrong|incorrect"
    r"|a mistake|(?:my|the|our)\s+(?:old|wrong|previous|former)(?:\s+\w+)?)"
    r"|(?:scratch|forget|ignore)\s+(?:that|it)|that\s+(?:doesn't|won't|does not|will not) work)"
    r"[\s.!]*"
)


def _is_taken_back(text: str, reading: Reading[Any]) -> bool:
    """Whether nothing follows a value but that it is none: "..., no, wait, that's my old one"."""
    if reading.span is None:
        return False
    rest = text[reading.span[1] :].lower().replace("\u2019", "'")
    return _TAKEN_BACK.fullmatch(rest) is not None


def _result(kind: Kind[Any], reading: Reading[Any], places: Sequence[int]) -> dict[str, Any]:
    date, time = parts(reading) if isinstance(kind, When) else (None, None)
    return {
        "status": reading.status,
        "value": kind.dump(reading.value) if reading.status == "clear" else None,
        "date": date.isoformat() if date else None,
        "time": f"{time:%H:%M}" if time else None,
        "span": [places[at] for at in reading.span] if reading.span else None,
        "alternatives": [kind.dump(value) for value in reading.alternatives],
    }


def _kind(request: Mapping[str, Any]) -> Kind[Any]:
    name = _field(request, "kind", str, f"one of {_NAMES}")
    if name == Choice.name:
        try:
            return _choice(tuple(_strings(request, "options", required=True)))
        except InvalidValue as fault:
            raise MalformedRequest(str(fault)) from None
    if name not in _KINDS:
        raise MalformedRequest(f"The kind {name[:40]!r} is none of {_NAMES}.")
    return _KINDS[name]


@lru_cache(maxsize=64)
def _choice(options: tuple[str, ...]) -> Choice:
    return Choice(options)


def _now(request: Mapping[str, Any]) -> datetime:
    zone = _zone(_field(request, "tz", str, "the name of a time zone", default="UTC"))
    said = _field(request, "now", str, "an ISO 8601 date and time")
    try:
        now = datetime.fromisoformat(said)
        now = now.replace(tzinfo=zone) if now.tzinfo is None else now.astimezone(zone)
    except (ValueError, OverflowError):
        raise MalformedRequest(f"now is {said[:40]!r}, not an ISO 8601 date and time.") from None
    if now.year not in _YEARS:
        raise MalformedRequest(f"now is {said[:40]!r}, too far off: no date would lie ahead of it.")
    return now


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MalformedRequest(f"tz is {name[:40]!r}, not the name of a time zone.") from None


def _region(request: Mapping[str, Any]) -> str:
    region: str = _field(request, "region", str, "a country code", default="US").upper()
    region = "GB" if region == "UK" else region  # reserved for it in ISO 3166, and what many write
    if region not in SUPPORTED_REGIONS:
        raise MalformedRequest(f"region is {region[:40]!r}, not an ISO 3166 country code.")
    return region


def _strings(request: Mapping[str, Any], name: str, *, required: bool = False) -> list[str]:
    default: Any = _MISSING if required else []
    given: list[Any] = _field(request, name, list, "a list of strings", default=default)
    if not all(isinstance(each, str) for each in given):
        raise MalformedRequest(f"{name} must be a list of strings.")
    return given


_MISSING: Final = object()


def _field(
    request: Mapping[str, Any],
    name: str,
    kind: type,
    what: str,
    *,
    default: Any = _MISSING,
) -> Any:
    value = request.get(name)
    if value is None:
        if default is _MISSING:
            raise MalformedRequest(f"{name} is missing: it must be {what}.")
        return default
    if not isinstance(value, kind):
        raise MalformedRequest(f"{name} must be {what}.")
    return value


def _composed(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with letters and their accents in one, and where each character was in it.

    Halves of characters (lone surrogates) are marked: no output can hold them.
    """
    text = text.encode("utf-8", "replace").decode()
    if is_normalized("NFC", text):
        return text, range(len(text) + 1)
    starts = [at for at, char in enumerate(text) if not combining(char)]
    starts = sorted({0, *starts})
    pieces = [normalize("NFC", text[a:b]) for a, b in pairwise([*starts, len(text)])]
    places = [at for at, piece in zip(starts, pieces, strict=True) for _ in piece]
    return "".join(pieces), (*places, len(text))
