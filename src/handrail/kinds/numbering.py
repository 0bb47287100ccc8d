"""Numbering plans: which digits make a phone number, where its groups end, what may still grow.

Asked of `phonenumbers` (Google's libphonenumber). Its tables lag behind the world, so numbers of
the right shape that they do not know (a new area code, the UK's 07700 900 numbers for drama) are
taken too, as doubtful: they are read back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from .dictation import Dictated

__all__ = [
    "MOST_DIGITS",
    "Known",
    "best_known",
    "can_grow",
    "groups_of",
    "is_local",
    "known",
    "likeliest_part",
    "longest_in",
]

MOST_DIGITS = 15
"""ITU-T E.164: a number has at most fifteen digits, its country code included."""
_STRADDLE = 0.7
"""The cost of a spoken group that lies across the end of a written one."""
_UNSURE = 0.6
_FAR = 1.0
"""A number that takes so much odder a grouping than an unfinished one was not yet finished."""
_NANP_GROUPS = (3, 6)
_NANP_LENGTH = 10


class Known(NamedTuple):
    """A complete number."""

    value: str
    """In E.164."""
    sure: bool
    """Whether the numbering plan knows it; otherwise only its shape is right."""


@lru_cache(maxsize=4096)
def known(digits: str, region: str) -> Known | None:
    """Return the complete number that digits make, dialled in a region or with a leading "+"."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phonenumbers.is_valid_number(number):
        return Known(value, sure=True)
    if re.match("00[1-9]", digits):
        # Dialled as in most countries, from one that dials abroad otherwise: "0044 20 7946 0958".
        abroad = known(f"+{digits[2:]}", region)
        return Known(abroad.value, sure=False) if abroad else None
    national = phonenumbers.national_significant_number(number)
    if number.country_code == 1:
        # No area code has a 9 in the middle, and N11 is a service in either place.
        shaped = re.fullmatch(r"[2-9](?!11)[0-8]\d[2-9](?!11)\d{6}", national)
        return Known(value, sure=False) if shaped else None
    # Other plans have numbers of several lengths, so a number not yet finished may look possible:
    # only one as long as a mobile number, with its trunk prefix or country code, is taken.
    home = phonenumbers.region_code_for_country_code(number.country_code or 0)
    whole = phonenumbers.is_possible_number(number) and len(national) == longest_in(home)
    return Known(value, sure=False) if whole and digits.startswith(("+", "0")) else None


def is_local(digits: str, region: str) -> bool:
    """Tell whether only neighbours could dial a number, as it lacks its area."""
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return False
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY)


@lru_cache(maxsize=512)
def longest_in(region: str) -> int:
    """Return how many digits a mobile number of the region has, without prefixes."""
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    return len(phonenumbers.national_significant_number(example)) if example else 10


def can_grow(digits: str, region: str) -> bool:
    """Whether more digits could still make a number of these."""
    if digits.startswith("+"):
        return len(digits) <= MOST_DIGITS - 4
    if digits.startswith(("00", "011")) and digits[2:3] != "0":
        return len(digits) < MOST_DIGITS
    if phonenumbers.country_code_for_region(region) == 1 and re.match("0|1[01]", digits):
        return "011".startswith(digits)  # no North American number begins so
    trunk = phonenumbers.ndd_prefix_for_region(region, True)  # noqa: FBT003 - its only way
    longest = longest_in(region) + (len(trunk) if trunk and digits.startswith(trunk) else 0)
    return len(digits) < longest


def groups_of(value: str, region: str) -> tuple[bool, list[str]]:
    """Return whether an E.164 number is of the region, and its groups as they are said there."""
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return True, re.findall(r"\d{1,3}", value)
    home = phonenumbers.country_code_for_region(region) == number.country_code
    style = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)
    return home, [part for group in re.findall(r"\d+", written) for part in _in_breaths(group)]


def _in_breaths(group: str) -> list[str]:
    """Split a written group that is too long for one breath: "900123" is said "900, 123"."""
    if len(group) <= 5:
        return [group]
    head = 4 if len(group) % 4 == 0 else 3
    return [group[:head], *_in_breaths(group[head:])]


def _straddles(breaks: Iterable[int], ends: Iterable[int]) -> float:
    """Return the cost of groups that were said across the ends of written ones."""
    said = set(breaks)
    return _STRADDLE * sum(end not in said for end in ends)


def _group_ends(value: str, digits: str, region: str) -> list[int]:
    """Return after how many of the digits each group of a number ends, but for the last.

    Only where every number is grouped alike and everybody says it so: in the North American plan.
    """
    if not value.startswith("+1"):
        return []
    home, groups = groups_of(value, region)
    if home and "".join(groups) != digits and value.endswith("".join(groups)):
        groups = [value[1 : -len("".join(groups))], *groups]  # said with the country code
    if "".join(groups) != digits:
        return []
    return [sum(map(len, groups[:at])) for at in range(1, len(groups))]


def best_known(
    heard: Iterable[Dictated], region: str, *, before: str = "", after: str = ""
) -> tuple[Known, str] | None:
    """Return the complete number that dictated digits make, and the digits that were meant.

    Of several, the one is taken whose spoken groups end where its written ones do: "five hundred
    seventy two hundred and sixteen" is 570, 216.

    Args:
        heard: What was said may stand for, likeliest first.
        region: Where the number is dialled.
        before: Digits that were said earlier, with "+" if a country code comes first.
        after: Digits that belong behind those heard ("area code 212", said last).
    """
    heard = list(heard)
    growing = [each.cost for each in heard if can_grow(before + each.digits + after, region)]
    plainest = min(growing, default=10.0)
    best: tuple[bool, float, Known, str] | None = None
    for each in heard:
        whole = before + each.digits + after
        if len(whole) > MOST_DIGITS + 3:
            continue
        found = known(whole, region)
        if found is None:
            continue
        if each.cost + (0.0 if found.sure else _UNSURE) >= plainest + _FAR:
            continue
        plain = whole.lstrip("+")
        offset = len(before.lstrip("+"))
        ends = [end for end in _group_ends(found.value, plain, region) if end > offset]
        cost = each.cost + _straddles((end + offset for end in each.breaks), ends)
        if best is None or (not found.sure, cost) < best[:2]:
            best = (not found.sure, cost, found, each.digits)
    return (best[2], best[3]) if best else None


def likeliest_part(heard: Iterable[Dictated], region: str, *, before: str = "") -> str | None:
    """Return the likeliest of the readings of an unfinished number."""
    code = phonenumbers.country_code_for_region(region)
    ends = _NANP_GROUPS if code == 1 and not before.startswith("+") else ()
    offset = len(before.lstrip("+"))
    best: tuple[float, str] | None = None
    for each in heard:
        if not each.digits or not can_grow(before + each.digits, region):
            continue
        whole = code == 1 and not before and len(each.digits) == _NANP_LENGTH
        if whole and each.breaks.issuperset(_NANP_GROUPS):
            continue  # "123, 456, 7890" is a whole number that is none: nothing more will come
        lead = 1 if code == 1 and (before + each.digits).startswith("1") else 0
        inside = [e + lead for e in ends if offset < e + lead < offset + len(each.digits)]
        cost = each.cost + _straddles((end + offset for end in each.breaks), inside)
        # A chunk ends where a group does.
        if ends and offset + len(each.digits) not in {e + lead for e in ends}:
            cost += _STRADDLE
        if best is None or cost < best[0]:
            best = (cost, each.digits)
    return best[1] if best else None
