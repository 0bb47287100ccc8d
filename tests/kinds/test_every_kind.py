"""What holds for every kind alike, whatever its value: the contract of `handrail.kinds.base`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.kinds import Choice, Email, InvalidValue, Number, PersonName, Phone, Text, When, YesNo
from handrail.kinds.base import Context, Kind, Reading
from handrail.kinds.code import Code
from tests.patience import patience

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # whose clocks change by half an hour
NOW = datetime(2026, 6, 12, 9, tzinfo=NEW_YORK)
ASKED = Context(now=NOW, asked=True)
UNASKED = Context(now=NOW)
LONGEST = 10_000  # bytes
OPTIONS = ("Haircut", "Colour", "Consultation", "Beard trim")
WORDS = (
    "one two three double triple oh zero nine hundred fifty five at dot com underscore gmail as in "
    "oscar maria lopez mark no not yes tuesday next week half past quarter to monday the first or "
    "second after work morning it's um actually name number m a r i a 12 3pm 10/11 @ . , ? ! ' - "
    "haircut between and every other until if twenty thirty march may"
).split()


@dataclass(frozen=True)
class Sample:
    """A kind, and values of it that a caller may give."""

    kind: Kind[Any]
    values: st.SearchStrategy[Any]

    def __str__(self) -> str:
        return self.kind.name


def _phone(digits: int) -> str:
    return f"+1212{digits:07d}"


def _valid(number: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(number))


def _on_the_clock(at: datetime) -> bool:
    """Whether a wall clock shows this time: in March, an hour is skipped."""
    return at.astimezone(UTC).astimezone(NEW_YORK).hour == at.hour


_LATER = (
    st.integers(1, 4 * 24 * 300)
    .map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
    .filter(_on_the_clock)
)
_NAME = st.sampled_from(["Maria", "Oscar", "Grace", "Will", "Anne-Marie", "Siobhan", "Lee", "Ali"])
_FAMILY = st.sampled_from(
    [
        "Lopez",
        "O'Brien",
        "Okafor",
        "Smith-Jones",
        "Nguyen",
        "Mark",
        "Kaur",
        "van Dyke",
        "de la Cruz",
    ]
)
# Words that mean something in an address too: a local part may be any of them, or end in one.
_SPOKEN = st.sampled_from(
    "at dot dash underscore the my letter number double oh for to a o".split()
)
_PIECE = st.from_regex(r"[a-z]{1,8}", fullmatch=True) | _SPOKEN
_LOCAL = st.builds(
    "{}{}{}{}".format,
    _PIECE,
    st.sampled_from(["", ".", "_", "-", "+", "0", "42"]),
    _PIECE,
    st.from_regex(r"[0-9]{0,3}", fullmatch=True),
)
_DOMAIN = st.sampled_from(["gmail.com", "example.org", "yahoo.co.uk", "my-studio.net", "at.at"])

EVERY: Mapping[str, Sample] = {
    sample.kind.name: sample
    for sample in (
        Sample(When(), _LATER),
        Sample(Phone(), st.integers(2_000_000, 9_999_999).map(_phone).filter(_valid)),
        Sample(Email(), st.builds("{}@{}".format, _LOCAL, _DOMAIN)),
        Sample(PersonName(), st.builds("{} {}".format, _NAME, _FAMILY)),
        Sample(Choice(OPTIONS), st.sampled_from(OPTIONS)),
        Sample(YesNo(), st.booleans()),
        Sample(Number(), st.integers(0, 9_999)),
        Sample(Code(), st.from_regex(r"([A-Z][0-9]){2,3}", fullmatch=True)),
        Sample(
            Text(), st.lists(st.sampled_from(WORDS)).map(lambda words: " ".join(["Ünal", *words]))
        ),
    )
}
every = pytest.mark.parametrize("sample", EVERY.values(), ids=str)


def _texts() -> st.SearchStrategy[str]:
    """Texts of up to 10 kB: of callers' words, of digits and letters apart, of anything."""
    long = st.integers(1, LONGEST)
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
    apart = st.text("0123456789abcdefghijklmnopqrstuvwxyz.@-'", min_size=1).map(" ".join)
    some = st.one_of(
        words, apart, st.text(), st.text("0123456789 .,:/-+@'\"?!"), st.text("é🦑ß\u0301\u202e\0١")
    )
    return (
        st.builds(
            lambda text, size: _cut((text + " ") * (1 + size // (len(text) + 1)), size), some, long
        )
        | some
    )


def _cut(text: str, size: int) -> str:
    return text.encode(errors="replace")[:size].decode(errors="ignore")


@every
@given(data=st.data())
def test_what_is_spoken_is_read_back_as_the_same_value(sample: Sample, data: st.DataObject) -> None:
    kind, value = sample.kind, data.draw(sample.values)
    spoken = kind.speak(value, ASKED)
    reading = kind.read(spoken, ASKED)
    assert (reading.status, reading.value) == ("clear", value), spoken
    assert kind.supports(value, spoken, ASKED), spoken
    spelled = kind.spell(value, ASKED)
    # The letters of a name are those of its last part, the rest of it is known.
    known = replace(ASKED, current=value) if kind.name == "name" else ASKED
    assert kind.read(spelled, known).value == value, spelled


@every
@given(data=st.data())
def test_a_value_is_stored_as_json_and_comes_back(sample: Sample, data: st.DataObject) -> None:
    kind, value = sample.kind, data.draw(sample.values)
    assert kind.parse(json.loads(json.dumps(kind.dump(value))), ASKED) == value


@every
@given(text=_texts(), asked=st.booleans(), region=st.sampled_from(["US", "GB"]))
def test_whatever_is_said_is_read_fast_and_without_a_fault(
    sample: Sample, text: str, asked: bool, region: str
) -> None:
    context = Context(now=NOW, asked=asked, region=region)
    with patience(text):
        reading = sample.kind.read(text, context)
    _check(reading, text)


@every
@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "a ",
        "nine hundred ",
        "or ",
        "not ",
        "tuesday ",
        "dot ",
        "no, ",
        "m as in ",
        "double ",
        "'",
        "@",
    ],
)
def test_ten_thousand_bytes_of_one_thing_are_read_fast(sample: Sample, piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    with patience(text):
        _check(sample.kind.read(text, ASKED), text)


@every
def test_nothing_said_is_nothing_read(sample: Sample) -> None:
    for text in ("", " ", "...", "um", "?"):
        assert sample.kind.read(text, UNASKED) == Reading("none")


@every
@given(raw=st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.integers()))
def test_a_wrong_argument_is_refused_in_one_sentence(sample: Sample, raw: object) -> None:
    try:
        sample.kind.parse(raw, ASKED)
    except InvalidValue as fault:
        assert str(fault).endswith((".", "?"))  # noqa: PT017 - it may also be a good value


def _check(reading: Reading[Any], text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    assert list(reading.spans) == sorted(reading.spans)
    assert all(a[1] <= b[0] for a, b in zip(reading.spans, reading.spans[1:], strict=False))
    match reading.status:
        case "none":
            assert reading.value is None
            assert not reading.alternatives
        case "clear":
            assert reading.value is not None
            assert reading.spans
        case "partial":
            assert reading.value is None
            assert reading.partial is not None
        case "ambiguous":
            assert reading.value is None
            assert reading.alternatives or reading.partial is not None


# --- clocks that go forward and back --------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "said", "utc"),
    [
        # New York, 8 March 2026: 2:00 to 2:59 are skipped; 1 November: 1:00 to 1:59 come twice.
        (datetime(2026, 3, 7, 9, tzinfo=NEW_YORK), "tomorrow at 1:30 am", (8, 6, 30)),
        (datetime(2026, 3, 7, 9, tzinfo=NEW_YORK), "tomorrow at 3 am", (8, 7, 0)),
        (datetime(2026, 10, 31, 9, tzinfo=NEW_YORK), "tomorrow at 1:30 am", (1, 5, 30)),
        (datetime(2026, 10, 31, 9, tzinfo=NEW_YORK), "tomorrow at 3 am", (1, 8, 0)),
        # Lord Howe, 4 October 2026: 2:00 to 2:29 are skipped; 5 April: 1:30 to 1:59 come twice.
        (datetime(2026, 10, 3, 9, tzinfo=LORD_HOWE), "tomorrow at 1:45 am", (3, 15, 15)),
        (datetime(2026, 10, 3, 9, tzinfo=LORD_HOWE), "tomorrow at 2:45 am", (3, 15, 45)),
        (datetime(2026, 4, 4, 9, tzinfo=LORD_HOWE), "tomorrow at 1:45 am", (4, 14, 45)),
        (datetime(2026, 4, 4, 9, tzinfo=LORD_HOWE), "tomorrow at 2 am", (4, 15, 30)),
    ],
)
def test_a_time_is_the_wall_clocks_and_the_first_of_two(
    now: datetime, said: str, utc: tuple[int, int, int]
) -> None:
    kind, context = When(), Context(now=now, asked=True)
    reading = kind.read(said, context)
    assert reading.status == "clear"
    assert reading.value is not None
    there = reading.value.astimezone(UTC)
    assert (there.day, there.hour, there.minute) == utc
    stored = kind.parse(kind.dump(reading.value), context)
    assert stored.astimezone(UTC) == there


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 3, 7, 9, tzinfo=NEW_YORK), "tomorrow at 2:30 am"),
        (datetime(2026, 10, 3, 9, tzinfo=LORD_HOWE), "tomorrow at 2:15 am"),
    ],
)
def test_a_time_that_the_clocks_skip_is_never_taken(now: datetime, said: str) -> None:
    assert When().read(said, Context(now=now, asked=True)).status != "clear"
