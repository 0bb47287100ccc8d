"""How people say values: digits, dates, emails, names, drawn at random from the usual ways.

Nothing here is taken from the reader: what it understands and what callers say are two lists, so
that trials find what the first one lacks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from random import Random
from typing import Any, Final, TypeAlias

__all__ = ["SAID", "Saying", "day", "groups", "in_words", "time_of_day"]

Saying: TypeAlias = Callable[[Random, Any, datetime], str]
"""Says a value, given as JSON data, at this moment."""

_DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = tuple(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS: Final = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
_FIRST: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_MONTHS: Final = (
    "january february march april may june july august september october november december"
).split()
_NEAR: Final = 6
"""Days ahead within which a day is called by its name alone."""


def in_words(number: int) -> str:
    """Say a number below a thousand."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return _TEENS[number - 10]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f" {_DIGITS[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_DIGITS[hundreds]} hundred" + (f" {in_words(rest)}" if rest else "")


def day(random: Random, wanted: date, now: datetime) -> str:
    """Say a date, by its name alone only if no other is called so."""
    ahead = (wanted - now.date()).days
    name, month, th = _DAYS[wanted.weekday()], _MONTHS[wanted.month - 1], _th(wanted.day)
    ways = [f"{name} the {th}", f"{month} {th}", f"the {th} of {month}", f"{name} {month} {th}"]
    if ahead == 0:
        ways = ["today", "this " + ("morning" if now.hour < 9 else "day")][:1]
    elif ahead == 1:
        ways = ["tomorrow", "tomorrow", *ways[:1]]
    elif 0 < ahead <= _NEAR:
        ways = [name, name, f"on {name}", f"this {name}", *ways]
    return random.choice(ways)


def time_of_day(random: Random, at: datetime) -> str:
    """Say a time of day; half of it only where business hours tell the rest."""
    hour, minute = in_words(at.hour % 12 or 12), at.minute
    half = "a m" if at.hour < 12 else "p m"
    if at.hour == 12 and not minute:
        return random.choice(["noon", "twelve", "twelve noon", "midday"])
    whole = [hour, f"{hour} o'clock", f"{hour} {half}"]
    past = {
        0: whole,
        15: [f"quarter past {hour}", f"{hour} fifteen", f"a quarter past {hour}"],
        30: [f"half past {hour}", f"{hour} thirty", f"{hour} thirty {half}"],
        45: [f"{hour} forty five", f"quarter to {in_words((at.hour + 1) % 12 or 12)}"],
    }
    return random.choice(past.get(minute, [f"{hour} {_minute(minute)}"]))


def groups(random: Random, number: str) -> list[str]:
    """Say a telephone number, E.164, in the groups it is told in."""
    digits = number.removeprefix("+")
    if digits.startswith("1") and len(digits) == 11:
        parts = [digits[1:4], digits[4:7], digits[7:]]
    else:
        digits = "0" + digits[2:] if digits.startswith("44") else digits
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    oh = random.choice(["oh", "zero"])
    doubles = random.random() < 0.4
    figures = random.random() < 0.2
    return [part if figures else _digits(part, oh, doubles=doubles) for part in parts]


def _phone(random: Random, value: str, _now: datetime) -> str:
    return random.choice([" ", " ", ", "]).join(groups(random, value))


def _when(random: Random, value: str, now: datetime) -> str:
    at = datetime.fromisoformat(value)
    on, time = day(random, at.date(), now), time_of_day(random, at)
    ways = [f"{on} at {time}"] * 3
    if on.startswith(("the ", "on ")) or "p m" in time or "a m" in time or "past" in time:
        ways.append(f"{time} {on if on.startswith(('on ', 'to')) else 'on ' + on}")
    return random.choice(ways)


def _email(random: Random, value: str, _now: datetime) -> str:
    local, _, domain = value.partition("@")
    if random.random() < 0.15:
        return value
    said = " ".join(_letters_and_digits(piece) for piece in _pieces(local))
    if local.isalpha() and random.random() < 0.2:
        said = " ".join(local)
    return f"{said} at {' '.join(_pieces(domain))}"


def _name(random: Random, value: str, _now: datetime) -> str:
    said = value.lower()
    if random.random() < 0.15:
        last = said.split()[-1]
        return f"{said}, {' '.join(last)}" if last.isalpha() else said
    return said


def _number(random: Random, value: float, _now: datetime) -> str:
    if not isinstance(value, int) or not 0 <= value < 1000:
        return str(value)
    return random.choice([in_words(value), in_words(value), str(value)])


def _code(random: Random, value: str, _now: datetime) -> str:
    signs = [in_words(int(sign)) if sign.isdigit() else sign.lower() for sign in value]
    return random.choice([" ".join(signs), " ".join(value.lower())])


def _yes_no(random: Random, value: bool, _now: datetime) -> str:  # noqa: FBT001 - the value
    return random.choice(["yes", "yeah", "yes i do"] if value else ["no", "nope", "no i don't"])


def _plain(_random: Random, value: Any, _now: datetime) -> str:
    return str(value).lower()


SAID: Final[Mapping[str, Saying]] = {
    "phone": _phone,
    "when": _when,
    "email": _email,
    "name": _name,
    "number": _number,
    "yes_no": _yes_no,
    "code": _code,
    "choice": _plain,
    "text": _plain,
}
"""How a value is said, by the name of its kind."""


def _th(number: int) -> str:
    if number <= 20:
        return _FIRST[number - 1]
    return {30: "thirtieth"}.get(
        number
    ) or f"{in_words(number // 10 * 10)} {_FIRST[number % 10 - 1]}"


def _minute(minute: int) -> str:
    return f"oh {_DIGITS[minute]}" if minute < 10 else in_words(minute)


def _digits(text: str, oh: str, *, doubles: bool) -> str:
    said: list[str] = []
    at = 0
    while at < len(text):
        word = oh if text[at] == "0" else _DIGITS[int(text[at])]
        run = len(text) - at - len(text[at:].lstrip(text[at]))
        if doubles and run in {2, 3}:
            said.append(f"{'double' if run == 2 else 'triple'} {word}")
            at += run
        else:
            said.append(word)
            at += 1
    return " ".join(said)


_MARKS: Final = {".": "dot", "_": "underscore", "-": "dash", "+": "plus"}


def _pieces(text: str) -> list[str]:
    found = [""]
    for letter in text:
        if letter in _MARKS:
            found += [_MARKS[letter], ""]
        else:
            found[-1] += letter
    return [piece for piece in found if piece]


def _letters_and_digits(text: str) -> str:
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    return " ".join(filter(None, [letters, _digits(digits, "zero", doubles=False)]))
