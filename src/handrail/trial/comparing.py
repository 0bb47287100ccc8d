"""Comparing what a scenario says with what there is: values as JSON data, and rows of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from .scenario import Row

__all__ = ["Difference", "difference", "fits", "same", "unexpected"]

Difference = Mapping[str, Sequence[Row]]
"""The rows that are new or changed, by table."""


def same(wanted: Any, found: Any) -> bool:
    """Tell whether a value is the wanted one.

    A wanted moment without an offset is the same wall-clock time; `{one_of: [...]}` is any of some
    values. Texts are compared as they are.
    """
    if isinstance(wanted, dict) and set(wanted) == {"one_of"}:
        return any(same(each, found) for each in wanted["one_of"])
    if wanted == found:
        return True
    if isinstance(wanted, str) and isinstance(found, str):
        a, b = _moment(wanted), _moment(found)
        if a is not None and b is not None:
            if a.tzinfo is None or b.tzinfo is None:
                return a.replace(tzinfo=None) == b.replace(tzinfo=None)
            return a == b
    return False


def fits(wanted: Row, found: Row) -> bool:
    """Tell whether a row has all the wanted values; what is not named may be anything."""
    return all(column in found and same(value, found[column]) for column, value in wanted.items())


def difference(
    before: Mapping[str, Sequence[Row]], after: Mapping[str, Sequence[Row]]
) -> tuple[Difference, Difference]:
    """Return the rows that are new or changed, and those that are gone or were so before."""
    came: dict[str, list[Row]] = {}
    went: dict[str, list[Row]] = {}
    for table in {**before, **after}:
        old, new = list(before.get(table, ())), list(after.get(table, ()))
        came[table] = [row for row in new if row not in old]
        went[table] = [row for row in old if row not in new]
    return came, went


def unexpected(wanted: Sequence[Row], found: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Pair wanted rows with those found; return the wanted and the found ones that are left."""
    left = list(found)
    missing = []
    for row in wanted:
        match = next((each for each in left if fits(row, each)), None)
        if match is None:
            missing.append(row)
        else:
            left.remove(match)
    return missing, left


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > 9 and text[:4].isdigit() else None
    except ValueError:
        return None
