"""Phone numbers and email addresses with the many ways in which callers say them.

The generator shares no code with the reader: it knows how people speak, not how they are read. A
value is said by one of several habits a person keeps for the whole of it (digit by digit, in
pairs, with "double"), with hesitation and politeness around it, and partly in a recogniser's
spelling. Every form is one that a listener with a pencil would write down right.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers

__all__ = ["SpokenValue", "emails", "phones"]

_NAMES_OF_DIGITS = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@dataclass(frozen=True)
class SpokenValue:
    value: str
    said: str
    region: str = "US"
    turns: tuple[str, ...] = ()
    habit: str = ""


def phones(seed: int, count: int) -> Iterator[SpokenValue]:
    """Yield numbers of several countries, each as one utterance and as chunks over turns."""
    rng = random.Random(seed)
    while count:
        region, dialled, groups, value = _number(rng)
        habit = rng.choice(list(_GROUP_HABITS))
        say = _GROUP_HABITS[habit]
        spoken = [say(group, rng) for group in groups]
        if dialled.startswith("+"):
            spoken[0] = f"plus {spoken[0]}"
        pause = rng.choice([" ", " ", ", ", ", um, ", " uh ", " then ", " dash "])
        said = pause.join(spoken)
        cut = rng.randrange(1, len(spoken)) if len(spoken) > 1 else 1
        turns: tuple[str, ...] = (" ".join(spoken[:cut]), " ".join(spoken[cut:]))
        if dialled.startswith("+"):
            turns = ()  # other countries have short numbers, so half of one may be whole
        yield SpokenValue(value, _around(said, rng, _PHONE_CUES), region, turns, habit)
        count -= 1


def _number(rng: random.Random) -> tuple[str, str, list[str], str]:
    while True:
        region = rng.choice(["US"] * 6 + ["GB", "GB", "abroad", "abroad"])
        if region == "US":
            digits = f"{rng.randrange(201, 990)}{rng.randrange(200, 1000)}{rng.randrange(10**4):04}"
            groups = [digits[:3], digits[3:6], digits[6:]]
            if rng.random() < 0.1:
                groups.insert(0, "1")
            value, dialled = f"+1{digits}", digits
        elif region == "GB":
            digits = rng.choice(["7", "20", "161", "1273"])
            digits += "".join(rng.choices("0123456789", k=10 - len(digits)))
            groups = ["0" + digits[:4], digits[4:7], digits[7:]]
            value, dialled = f"+44{digits}", "0" + digits
        else:
            country = rng.choice(["44", "33", "49", "61", "34"])
            digits = rng.choice("234567") + "".join(rng.choices("0123456789", k=8))
            groups = [country, digits[:3], digits[3:6], digits[6:]]
            value = dialled = f"+{country}{digits}"
        home = "US" if region == "abroad" else region
        if phonenumbers.is_valid_number(phonenumbers.parse(value)):
            return home, dialled, groups, value


def _digit(digit: str, rng: random.Random) -> str:
    return rng.choice(["zero", "oh"]) if digit == "0" else _NAMES_OF_DIGITS[int(digit)]


def _one_by_one(group: str, rng: random.Random) -> str:
    zero = rng.choice(["zero", "oh", "oh"])
    return " ".join(zero if d == "0" else _NAMES_OF_DIGITS[int(d)] for d in group)


def _doubled(group: str, rng: random.Random) -> str:
    spoken, at = [], 0
    while at < len(group):
        run = len(group[at:]) - len(group[at:].lstrip(group[at]))
        run = min(run, 3)
        word = {1: "", 2: "double ", 3: rng.choice(["triple ", "treble "])}[run]
        spoken.append(word + _digit(group[at], rng))
        at += run
    return " ".join(spoken)


def _pair(pair: str, rng: random.Random) -> str:
    if pair[0] == "0":
        return f"{_digit('0', rng)} {_digit(pair[1], rng)}"
    if pair[0] == "1":
        return _TEENS[int(pair[1])]
    tens = _TENS[int(pair[0]) - 2]
    return (
        tens
        if pair[1] == "0"
        else f"{tens}{rng.choice([' ', '-'])}{_NAMES_OF_DIGITS[int(pair[1])]}"
    )


def _in_pairs(group: str, rng: random.Random) -> str:
    """Five fifty, oh one forty two; an odd group begins with one digit."""
    odd = len(group) % 2
    pairs = [_digit(group[0], rng)] if odd else []
    pairs += [_pair(group[at : at + 2], rng) for at in range(odd, len(group), 2)]
    return " ".join(pairs)


def _with_hundreds(group: str, rng: random.Random) -> str:
    """Nine hundred; five hundred [and] fifty five; the rest digit by digit."""
    if len(group) == 3 and group[0] != "0":
        head = f"{_NAMES_OF_DIGITS[int(group[0])]} hundred"
        if group[1:] == "00":
            return head
        if group[1] != "0":
            return f"{head} {rng.choice(['and ', ''])}{_pair(group[1:], rng)}"
        return f"{head} and {_NAMES_OF_DIGITS[int(group[2])]}"
    if len(group) == 4 and group.endswith("00") and group[0] != "0" and group[1] != "0":
        return f"{_pair(group[:2], rng)} hundred"
    if len(group) == 4 and group.endswith("000") and group[0] != "0":
        return f"{_NAMES_OF_DIGITS[int(group[0])]} thousand"
    return _one_by_one(group, rng)


def _written(group: str, rng: random.Random) -> str:
    return group if rng.random() < 0.8 else " ".join(group)


def _mixed(group: str, rng: random.Random) -> str:
    return rng.choice([_one_by_one, _doubled, _in_pairs, _written])(group, rng)


_GROUP_HABITS: dict[str, Callable[[str, random.Random], str]] = {
    "one by one": _one_by_one,
    "doubled": _doubled,
    "in pairs": _in_pairs,
    "hundreds": _with_hundreds,
    "written": _written,
    "mixed": _mixed,
}
_PHONE_CUES = [
    "", "", "", "it's ", "it's, um, ", "sure it's ", "yeah it's ", "my number is ",
    "my number's ", "you can reach me at ", "uh ", "okay so that's ", "the best number is ",
    "my cell is ", "so, ",
]  # fmt: skip
_ENDINGS = ["", "", "", "", " please", " thanks", ".", " okay", " thank you"]


def _around(said: str, rng: random.Random, cues: list[str]) -> str:
    text = rng.choice(cues) + said + rng.choice(_ENDINGS)
    return text[0].upper() + text[1:] if rng.random() < 0.2 else text


_GIVEN = "maria james aisha peter chloe ravi sofia daniel grace omar hannah luca zoe kevin".split()
_FAMILY = "lopez smith khan jones rossi patel obrien nguyen miller garcia weber novak".split()
_WORDS = "sunny river studio north coffee garden bright stone happy silver maple craft".split()
_PROVIDERS = [
    ("gmail.com", ["gmail dot com", "g mail dot com", "gmail.com", "Gmail dot com"]),
    ("hotmail.com", ["hotmail dot com", "hot mail dot com", "hotmail.com"]),
    ("yahoo.com", ["yahoo dot com", "yahoo.com", "Yahoo dot com"]),
    ("outlook.com", ["outlook dot com", "out look dot com", "outlook.com"]),
    ("icloud.com", ["icloud dot com", "i cloud dot com", "icloud.com"]),
    ("aol.com", ["a o l dot com", "aol dot com", "AOL.com", "A O L dot com"]),
    ("msn.com", ["m s n dot com", "msn dot com"]),
    ("yahoo.co.uk", ["yahoo dot co dot uk", "yahoo dot co dot u k", "yahoo.co.uk"]),
    ("btinternet.com", ["b t internet dot com", "btinternet dot com", "BT internet dot com"]),
]
_SIGNS = {
    ".": ["dot", "dot", "period", "point"],
    "_": ["underscore", "under score"],
    "-": ["dash", "hyphen"],
    "+": ["plus"],
}
_NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu"
).split()
_FOR = {
    "a": "apple", "b": "bob", "c": "cat", "d": "dog", "e": "edward", "f": "fred", "g": "george",
    "h": "harry", "i": "igloo", "j": "john", "k": "king", "l": "lemon", "m": "mother", "n": "nancy",
    "o": "oscar", "p": "peter", "q": "queen", "r": "robert", "s": "sugar", "t": "tom",
    "u": "umbrella", "v": "victor", "w": "william", "x": "xylophone", "y": "yellow", "z": "zebra",
}  # fmt: skip


def emails(seed: int, count: int) -> Iterator[SpokenValue]:
    """Yield email addresses, each said in one utterance."""
    rng = random.Random(seed)
    for _ in range(count):
        pieces = _local(rng)
        habit = rng.choice(["words", "words", "words", "letters", "alphabet", "as in", "mixed"])
        local = " ".join(_piece(piece, habit, rng) for piece in pieces)
        domain, said_domain = _domain(rng)
        said = f"{local} {rng.choice(['at', 'at', 'at', 'at sign'])} {said_domain}"
        said += rng.choice(["", "", "", " all lower case", " all one word", ", all lowercase"])
        if habit == "words" and rng.random() < 0.1:
            said = f"{''.join(pieces)} at {domain}"
        value = f"{''.join(pieces)}@{domain}"
        yield SpokenValue(value, _around(said, rng, _EMAIL_CUES), habit=habit)


_EMAIL_CUES = [
    "", "", "", "it's ", "yeah it's ", "my email is ", "my email address is ", "sure, it's ",
    "um, ",
    "that's ", "you can use ", "so it's ", "it is ",
]  # fmt: skip


def _local(rng: random.Random) -> list[str]:
    given, family = rng.choice(_GIVEN), rng.choice(_FAMILY)
    sign = rng.choice(list(_SIGNS))
    number = rng.choice([str(rng.randrange(2, 100)), str(rng.randrange(1950, 2020)), "007", "123"])
    return rng.choice(
        [
            [given, ".", family],
            [given, sign, family],
            [given, sign, family, number],
            [given, number],
            [given[0], family],
            [given[0], ".", family],
            [given, family],
            [given, family, number],
            [rng.choice(_WORDS), sign, rng.choice(_WORDS)],
            [family, sign, number],
        ]
    )


def _piece(piece: str, habit: str, rng: random.Random) -> str:
    if piece in _SIGNS:
        return rng.choice(_SIGNS[piece])
    if piece.isdigit():
        return _number_in_words(piece, rng)
    if len(piece) == 1:
        return rng.choice([piece, piece.upper()])
    if habit == "mixed":
        habit = rng.choice(["words", "letters", "alphabet"])
    if habit == "letters":
        return _lettered(piece, rng)
    if habit == "alphabet":
        return " ".join(_NATO[ord(letter) - ord("a")] for letter in piece)
    if habit == "as in":
        link = rng.choice([" as in ", " for ", ", as in "])
        return " ".join(
            f"{letter}{link}{_FOR[letter]}" if at < 2 else letter for at, letter in enumerate(piece)
        )
    return piece.capitalize() if rng.random() < 0.1 else piece


def _lettered(piece: str, rng: random.Random) -> str:
    case = rng.choice([str.upper, str.lower])
    spoken, at = [], 0
    while at < len(piece):
        if piece[at : at + 2] == piece[at] * 2 and rng.random() < 0.6:
            spoken.append(f"double {case(piece[at])}")
            at += 2
        else:
            spoken.append(case(piece[at]))
            at += 1
    return rng.choice([" ", " ", ", "]).join(spoken)


def _number_in_words(number: str, rng: random.Random) -> str:
    if rng.random() < 0.3:
        return number
    if number == "007" and rng.random() < 0.7:
        return "double oh seven"
    if len(number) == 2 and rng.random() < 0.6:
        return _pair(number, rng)
    if len(number) == 4 and number[2] != "0" and rng.random() < 0.6:
        return f"{_pair(number[:2], rng)} {_pair(number[2:], rng)}"
    return _one_by_one(number, rng)


def _domain(rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.7:
        domain, forms = rng.choice(_PROVIDERS)
        return domain, rng.choice(forms)
    first, second = rng.sample(_WORDS, 2)
    sign, said_sign = rng.choice([("", " "), ("", " "), ("-", " dash "), ("-", " hyphen ")])
    end, said_end = rng.choice(
        [(".com", "dot com"), (".org", "dot org"), (".co.uk", "dot co dot uk"), (".net", "dot net"),
         (".io", "dot i o"), (".edu", "dot e d u")]
    )  # fmt: skip
    return f"{first}{sign}{second}{end}", f"{first}{said_sign}{second} {said_end}"
