"""Choices as callers make them, and the memory of the whole reader.

The forms come from a generator that shares no code with the reader, seeded anew for every run; the
seed is in the table, so that a run can be had again: `python -m bench.choices SEED`.
"""

from __future__ import annotations

import random
import resource
import secrets
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.table import Part, Row, render, sized

__all__ = ["rows"]

GROUP = "reader"


class _Thing(NamedTuple):
    """Something on offer, with what a caller may call it by."""

    name: str
    synonyms: tuple[str, ...]
    parts: tuple[str, ...]
    heard_as: tuple[str, ...]
    """What a recogniser makes of it."""
    minutes: int
    price: int


_BUSINESSES: Final = (
    (
        _Thing("Haircut", ("trim",), ("cut",), ("heircut", "hair cart", "haircud"), 30, 45),
        _Thing("Colour", ("color", "dye"), (), ("culler", "colur"), 90, 120),
        _Thing("Consultation", ("chat",), ("consult",), ("consolation", "consultasion"), 15, 0),
        _Thing("Blow dry", (), ("blow",), ("blow try", "glow dry"), 40, 35),
    ),
    (
        _Thing("Oil change", (), ("oil",), ("oil chain", "oyl change"), 25, 60),
        _Thing("Full service", (), ("full",), ("full surface", "fool service"), 180, 240),
        _Thing("Tyre rotation", ("tire rotation",), ("rotation",), ("tyre rotatian",), 45, 50),
        _Thing("Brake check", ("brakes",), ("brake",), ("break check", "brake cheque"), 20, 0),
    ),
    (
        _Thing("Check-up", ("examination",), (), ("chek up", "checkup"), 20, 40),
        _Thing("Cleaning", ("scale and polish",), (), ("cleening", "cleanin"), 35, 75),
        _Thing("Root canal", (), ("canal", "root"), ("route canal", "root kanal"), 100, 600),
        _Thing("Whitening", ("bleaching",), (), ("whitenin", "widening"), 55, 200),
    ),
)  # fmt: skip
_ORDINALS: Final = ("first", "second", "third", "fourth")
_BEFORE: Final = (
    "", "", "um ", "i'd like ", "i'll have ", "can i get ", "let's do ", "i think ", "yeah ",
    "maybe ", "could i book ", "we'll go for ",
)  # fmt: skip
_AFTER: Final = ("", "", " please", " thanks", " i think", " would be great")


class _Said(NamedTuple):
    form: str
    text: str
    things: tuple[_Thing, ...]
    value: str


def _sayings(seed: int, count: int) -> Iterator[_Said]:
    """Yield `count` choices of every form, among three or four things in any order."""
    rng = random.Random(seed)
    for form, say in _FORMS.items():
        made = 0
        while made < count:
            business = rng.choice(_BUSINESSES)
            things = tuple(rng.sample(business, rng.randint(3, len(business))))
            meant = rng.choice(things)
            if words := say(meant, things, rng):
                made += 1
                text = f"{rng.choice(_BEFORE)}{words}{rng.choice(_AFTER)}"
                yield _Said(form, text, things, meant.name)


_Say = Callable[[_Thing, tuple[_Thing, ...], random.Random], str]


def _by_name(meant: _Thing, _: tuple[_Thing, ...], rng: random.Random) -> str:
    name = meant.name.lower().replace("-", rng.choice("- "))
    return f"{rng.choice(('', 'a ', 'the '))}{name}"


def _by_synonym(meant: _Thing, _: tuple[_Thing, ...], rng: random.Random) -> str:
    return f"{rng.choice(('', 'a ', 'the '))}{rng.choice(meant.synonyms)}" if meant.synonyms else ""


def _by_part(meant: _Thing, _: tuple[_Thing, ...], rng: random.Random) -> str:
    if not meant.parts:
        return ""
    part = rng.choice(meant.parts)
    return rng.choice((f"the {part}", f"a {part}", f"the {part} one", part))


def _by_place(meant: _Thing, things: tuple[_Thing, ...], rng: random.Random) -> str:
    at = things.index(meant)
    words = [f"the {_ORDINALS[at]} one", f"the {_ORDINALS[at]} option", f"number {at + 1}"]
    return rng.choice([*words, "the last one"] if meant is things[-1] else words)


def _by_description(meant: _Thing, things: tuple[_Thing, ...], rng: random.Random) -> str:
    words = [f"the {meant.minutes} minute one"]
    words += [f"the {meant.price} dollar one"] if meant.price else ["the free one"]
    for attribute, least, most in (
        ("price", "cheapest", "most expensive"),
        ("minutes", "shortest", "longest"),
    ):
        order = sorted(getattr(each, attribute) for each in things)
        if getattr(meant, attribute) == order[0]:
            words.append(f"the {least} one")
        if getattr(meant, attribute) == order[-1]:
            words.append(f"the {most} one")
    return rng.choice(words)


def _by_sound(meant: _Thing, _: tuple[_Thing, ...], rng: random.Random) -> str:
    return f"{rng.choice(('', 'a ', 'the '))}{rng.choice(meant.heard_as)}"


_FORMS: Final[dict[str, _Say]] = {
    "name": _by_name,
    "synonym": _by_synonym,
    "part": _by_part,
    "place": _by_place,
    "description": _by_description,
    "sound-alike": _by_sound,
}


def rows(seed: int | None = None) -> Iterator[Row]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # The reader is loaded here, so that what it takes is seen.
    from handrail.kinds.base import Context  # noqa: PLC0415
    from handrail.kinds.choice import Choice, Option  # noqa: PLC0415
    from handrail.reading.read import judge  # noqa: PLC0415

    for kind, text in _ONE_OF_EACH:
        judge({"text": text, "kind": kind, "now": "2026-06-12T09:00:00", "asked": True}
              | ({"options": ["Haircut"]} if kind == "choice" else {}))  # fmt: skip
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    yield Row("memory of the reader, every kind loaded", grown / 1024, "MiB")

    seed = secrets.randbelow(10**6) if seed is None else seed
    context = Context(now=datetime(2026, 6, 12, 9, tzinfo=UTC), asked=True)
    got: defaultdict[str, list[str]] = defaultdict(list)
    for said in _sayings(seed, sized(1_000, ci=100)):
        options = [
            Option(each.name, each.synonyms, minutes=each.minutes, price=each.price)
            for each in said.things
        ]
        reading = Choice(options).read(said.text, context)
        right = reading.value == said.value
        verdict = "right" if right else "wrong" if reading.status == "clear" else "not read"
        got[said.form].append(verdict)
    for form, verdicts in got.items():
        share = 100 * verdicts.count("right") / len(verdicts)
        note = f"{verdicts.count('wrong')} wrong, {verdicts.count('not read')} not read"
        yield Row(f"choices by {form}", share, "%", count=len(verdicts), note=note)
    everything = [verdict for verdicts in got.values() for verdict in verdicts]
    wrong = 100 * everything.count("wrong") / len(everything)
    yield Row("choices wrong", wrong, "%", count=len(everything), note=f"seed {seed}")


_ONE_OF_EACH: Final = (
    ("when", "easter monday at three"),
    ("phone", "two one two five five five oh one four two"),
    ("email", "maria at example dot com"),
    ("name", "maria lopez"),
    ("name", "k e r r y b a k e r"),
    ("choice", "a heircut"),
    ("yes_no", "yes"),
    ("number", "a dozen"),
)


if __name__ == "__main__":
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else None
    print(render([Part("choices", tuple(rows(chosen)))]))
