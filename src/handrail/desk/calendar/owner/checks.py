"""Checks of single fields: what is wrong is gathered, so that a form shows all of it at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

import phonenumbers

from ..faults import Faulty, FieldFault

__all__ = ["Checks", "same"]


@dataclass(frozen=True, slots=True)
class Checks:
    """Gathers what is wrong with a draft. Each check returns the field's value made tidy."""

    at: str = ""
    """What stands before each field's name: "services.2."."""
    found: list[FieldFault] = field(default_factory=list)

    @classmethod
    def beginning(cls, found: Iterable[FieldFault]) -> Checks:
        """Return checks of what was typed, in which some fields could not even be read."""
        return cls(found=list(found))

    def within(self, at: str) -> Checks:
        """Return checks of a part, whose faults are gathered here too."""
        return replace(self, at=f"{self.at}{at}.")

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field; only its first fault is told."""
        where = f"{self.at}{name}".rstrip(".")  # without a name it is the whole part's
        if not any(each.field == where for each in self.found):
            self.found.append(FieldFault(where, sentence))

    def faults(self, *parts: str) -> bool:
        """Tell whether anything is wrong with some fields, or within parts of that name."""
        tops = tuple(f"{self.at}{part}." for part in parts)
        return any(f"{each.field}.".startswith(tops) for each in self.found)

    def settle(self) -> None:
        """End the checks.

        Raises:
            Faulty: When anything is wrong.
        """
        if self.found:
            raise Faulty(self.found)

    def text(self, name: str, value: str, what: str, *, longest: int, needed: bool = True) -> str:
        """Check a text of one line.

        Args:
            name: The field.
            value: What was given.
            what: What a person calls it: "a name".
            longest: In characters.
            needed: Whether it must say something.
        """
        tidy = " ".join(value.split())
        if any(unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} for each in tidy):
            # PostgreSQL keeps no NUL, UTF-8 no half of a surrogate pair, and no voice says either.
            self.fault(name, f"Write {what} in letters, digits and marks only.")
        elif len(tidy) > longest:
            self.fault(name, f"Shorten it to {longest} characters; it has {len(tidy)}.")
        elif needed and not any(each.isalnum() for each in tidy):
            self.fault(name, f"Give it {what}.")
        return tidy

    def words(
        self, name: str, values: Iterable[str], what: str, *, most: int, longest: int
    ) -> tuple[str, ...]:
        """Check a list of what callers say; empty ones and those said before are left out."""
        tidy: dict[str, str] = {}
        for value in values:
            said = self.text(name, value, what, longest=longest, needed=False)
            if said and not any(each.isalnum() for each in said):
                self.fault(name, f"Nobody can say {said!r}: write {what}.")
            elif said:
                tidy.setdefault(same(said), said)
        if len(tidy) > most:
            self.fault(name, f"Keep the {most} most used; there are {len(tidy)}.")
        return tuple(tidy.values())

    def whole(self, name: str, value: int | None, lowest: int, highest: int) -> None:
        """Check a whole number; None is in order."""
        if value is not None and not lowest <= value <= highest:
            self.fault(name, f"Give a number from {lowest:,} to {highest:,}.")

    def zone(self, name: str, value: str) -> str:
        """Check a time zone's IANA name."""
        tidy, names = value.strip(), _zones()
        asked = tidy.lower().replace(" ", "_")
        # A city's name will do: "london" is Europe/London.
        cities = [each for each in names if each.rpartition("/")[2] == asked]
        if asked in names or len(cities) == 1:
            return names[asked if asked in names else cities[0]]
        if not tidy:
            self.fault(name, "Give a time zone, like Europe/London.")
            return tidy
        # A city that is misspelt is nearer to its own name than to the whole zone's: "Lodnon".
        known = {**names, **{each.rpartition("/")[2]: names[each] for each in names}}
        close = cities or get_close_matches(asked[:64], known, n=1, cutoff=0.75)
        meant = f" Do you mean {known[close[0]]}?" if close else " Name it like Europe/London."
        self.fault(name, f"There is no time zone {tidy[:64]!r}.{meant}")
        return tidy

    def region(self, name: str, value: str) -> str:
        """Check a country by its ISO 3166 code of two letters."""
        tidy = value.strip().upper()
        if tidy not in phonenumbers.SUPPORTED_REGIONS:
            self.fault(
                name, f"There is no country {value.strip()[:20]!r}: give two letters such as US."
            )
        return tidy


def same(name: str) -> str:
    """Return what two names are compared by: callers hear no capitals."""
    return " ".join(name.casefold().split())


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """Return the zones that are places, and UTC, by their names in lower case."""
    return {each.lower(): each for each in sorted(available_timezones()) if _is_place(each)}


def _is_place(name: str) -> bool:
    return name == "UTC" or ("/" in name and not name.startswith(("Etc/", "SystemV/")))
