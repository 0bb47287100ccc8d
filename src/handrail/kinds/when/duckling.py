"""Duckling, for the days our own grammar does not know: "Easter Monday", "the ides of March".

Duckling (Facebook's, in Haskell) comes as a compiled wheel for some platforms only. It is loaded
at its first use: that takes about a tenth of a second and 50 MiB, and most calls never need it
(`load` may be called early). Where there is no wheel, `day_in` finds nothing, and so the reader
abstains on such days.

What we measured decided how it is used. A sentence takes it 1 to 5 milliseconds, 70 characters
full of times a quarter of a second and a text of 10 kB seconds, so it is given a few words only;
and its own choice of what a bare number or "next Friday" means is not ours, so it is asked for
nothing but named days.
"""

from __future__ import annotations

import calendar
import ctypes
import datetime as dt
import json
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

__all__ = ["NamedDay", "day_in", "load"]

_LONGEST: Final = 80
"""Characters Duckling is given: its time grows much faster than their number."""
_LOCALES: Final = frozenset(
    ("AU", "BZ", "CA", "GB", "IN", "IE", "JM", "NZ", "PH", "ZA", "TT", "US")
)
_TAKEN: Final = tuple(
    number
    for name in ("SIGINT", "SIGQUIT", "SIGPIPE", "SIGTSTP")
    if (number := getattr(signal, name, None)) is not None
)
"""Signals for which the Haskell runtime installs handlers of its own as it starts."""
_FOREIGN: Final = re.compile(r"[^a-z0-9' ]")

Parse = Callable[[str, dt.date, str], list[dict[str, Any]]]


class NamedDay(NamedTuple):
    """A day that was found, and the characters of the text that name it."""

    date: dt.date
    start: int
    end: int


@lru_cache(maxsize=1)
def load() -> Parse | None:
    """Load Duckling and return the function that parses by it; None where there is no wheel."""
    try:
        with _signals_kept():
            import duckling  # noqa: PLC0415 - starts a Haskell runtime
    except ImportError:
        return None
    # Days are all that is asked for, so local time is given as if it were UTC: one zone is enough,
    # and no daylight saving can move a midnight.
    zones = duckling.load_time_zones(str(files("tzdata") / "zoneinfo" / "Etc"))
    english = duckling.default_locale_lang(duckling.parse_lang("EN"))
    dimensions = duckling.parse_dimensions(["time"])

    def parse(text: str, today: dt.date, region: str) -> list[dict[str, Any]]:
        moment = duckling.parse_ref_time(
            zones, "UTC", calendar.timegm((*today.timetuple()[:3], 0, 0, 0))
        )
        locale = duckling.parse_locale(f"EN_{region if region in _LOCALES else 'GB'}", english)
        found: list[dict[str, Any]] = json.loads(
            duckling.parse_text(text, duckling.Context(moment, locale), dimensions, False)  # noqa: FBT003
        )
        return found

    return parse


@lru_cache(maxsize=256)
def day_in(text: str, today: dt.date, region: str) -> NamedDay | None:
    """Return the day that a few words name by their longest phrase, if one does.

    Args:
        text: The words; beyond `_LONGEST` characters they are left out.
        today: The present day.
        region: Whose holidays are meant.
    """
    parse = load()
    if parse is None:
        return None
    # Anything but plain letters could upset Duckling's C strings and its counting of characters.
    plain = _FOREIGN.sub(" ", text.lower()[:_LONGEST])
    days = [
        NamedDay(dt.date.fromisoformat(one["value"]["value"][:10]), one["start"], one["end"])
        for one in parse(plain, today, region)
        if one["value"].get("type") == "value" and one["value"].get("grain") == "day"
    ]
    return max(days, key=lambda day: day.end - day.start, default=None)


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Put back the handlers of signals that the Haskell runtime takes over.

    `signal.signal` would not do: it works in the main thread only, and a reader may run in any.
    """
    get, put = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
    get.restype = put.restype = ctypes.c_void_p
    get.argtypes, put.argtypes = [ctypes.c_int], [ctypes.c_int, ctypes.c_void_p]
    handlers = [(number, get(number)) for number in _TAKEN]
    try:
        yield
    finally:
        for number, handler in handlers:
            put(number, handler)
