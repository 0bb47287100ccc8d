"""Why digits are no phone number, for whoever said them."""

from __future__ import annotations

import phonenumbers

from .numbering import groups_of, longest_in

__all__ = ["why_not"]


def why_not(digits: str, region: str) -> str:
    """Return what is wrong with digits, as a sentence without an end mark; "" if not known.

    Args:
        digits: Those that were said, with what was held of the number before. Of a number from
            abroad, with a leading "+" or "00", nothing is told.
        region: Where they are dialled.
    """
    if not digits.isdigit() or digits.startswith("00"):
        return ""
    trunk = phonenumbers.ndd_prefix_for_region(region, True)  # noqa: FBT003 - its only way
    most = longest_in(region)
    said = digits.removeprefix(trunk) if trunk and len(digits) > most else digits
    if len(said) == most + 1:
        return "That's one digit too many"
    if most + 1 < len(said) < 2 * most:
        return "That's more digits than a number has"
    if len(said) < most:
        return ""
    country = phonenumbers.country_code_for_region(region)
    _, groups = groups_of(f"+{country}{said}", region)
    return f"{', '.join(groups)} is no number that I can call" if len(said) == most else ""
