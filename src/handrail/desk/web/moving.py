"""Moving one of a list up or down, by a button."""

from __future__ import annotations

from collections.abc import Sequence

from handrail.desk.calendar import Outdated

__all__ = ["moved"]


def moved(keys: Sequence[int], key: str, to: str) -> list[int]:
    """Return keys with one of them a place further up or down; at an end it stays.

    Args:
        keys: In order.
        key: The one to move, as a form sends it.
        to: "up" or "down".

    Raises:
        Outdated: When it is not among them any more.
    """
    order = list(keys)
    at = next((number for number, each in enumerate(order) if str(each) == key), None)
    if at is None:
        raise Outdated
    other = min(max(at + (1 if to == "down" else -1), 0), len(order) - 1)
    order[at], order[other] = order[other], order[at]
    return order
