"""`handrail read`, held to its contract."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOBase
from typing import Any, cast

import pytest

from handrail.reading.stream import read_stream
from tests.cli.running import invoke, run

FRIDAY = {"now": "2026-06-12T09:00:00", "asked": True}

READ: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"text": "next tuesday at three", "kind": "when", "tz": "America/New_York"},
        {"status": "clear", "date": "2026-06-16", "time": "15:00", "span": [0, 21]},
    ),
    (
        {"text": "tuesday", "kind": "when"},
        {"status": "partial", "date": "2026-06-16", "time": None},
    ),
    ({"text": "monday or tuesday", "kind": "when"}, {"status": "ambiguous", "date": None}),
    (
        {"text": "two one two five five five oh one four two", "kind": "phone"},
        {"status": "clear", "value": "+12125550142", "date": None, "time": None},
    ),
    (
        {"text": "020 7946 0958", "kind": "phone", "region": "GB"},
        {"status": "clear", "value": "+442079460958"},
    ),
    ({"text": "212", "kind": "phone"}, {"status": "partial"}),
    (
        {"text": "maria dot lopez at gmail dot com", "kind": "email"},
        {"status": "clear", "value": "maria.lopez@gmail.com"},
    ),
    ({"text": "maria lopez", "kind": "name"}, {"status": "clear", "value": "Maria Lopez"}),
    (
        {"text": "the second one", "kind": "choice", "options": ["Haircut", "Colour"]},
        {"status": "clear", "value": "Colour"},
    ),
    ({"text": "yep", "kind": "yes_no"}, {"status": "clear", "value": True}),
    ({"text": "a dozen", "kind": "number"}, {"status": "clear", "value": 12}),
    ({"text": "the thing with the blue", "kind": "when"}, {"status": "none", "span": None}),
]


@pytest.mark.parametrize(("request_", "expected"), READ, ids=lambda one: one.get("text"))
def test_a_value_is_read(request_: dict[str, Any], expected: dict[str, Any]) -> None:
    (answer,) = invoke("read", stdin=json.dumps(FRIDAY | request_)).json
    assert answer.keys() == {"status", "value", "date", "time", "span", "alternatives"}
    assert expected.items() <= answer.items()


BAD = [
    "not json",
    "[]",
    "{}",
    '{"text": 3}',
    json.dumps(FRIDAY | {"text": "x", "kind": "fish"}),
    json.dumps(FRIDAY | {"text": "x", "kind": "when", "now": "soon"}),
    json.dumps(FRIDAY | {"text": "x", "kind": "when", "tz": "Mars/Base"}),
    json.dumps(FRIDAY | {"text": "x", "kind": "choice", "options": "Haircut"}),
    "[" * 100_000,
    f'{{"text": "x", "kind": "when", "now": {"1" * 5_000}}}',
    json.dumps(FRIDAY | {"text": "in two weeks", "kind": "when", "now": "9999-12-31T09:00"}),
    json.dumps(FRIDAY | {"text": "x" * 9_000_000, "kind": "when"}),
    "caf\xe9".encode("latin-1"),
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_malformed_line_gets_a_sentence_and_the_rest_go_on(bad: str | bytes) -> None:
    good = json.dumps(FRIDAY | {"text": "yep", "kind": "yes_no"}).encode()
    line = bad if isinstance(bad, bytes) else bad.encode()
    ran = invoke("read", stdin=line + b"\n" + good + b"\n")
    fault, answer = ran.json
    assert ran.status == 0
    assert fault.keys() == {"error"}
    assert fault["error"].endswith(".")
    assert answer["value"] is True


def test_who_names_no_kind_is_told_the_kinds_and_shown_how() -> None:
    (fault,) = invoke("read", stdin='{"text": "tuesday"}').json
    assert fault["error"].startswith("kind is missing: it must be one of when, phone, email, ")
    assert '{"text": "tuesday at three", "kind": "when"' in invoke("read", "--help").out


def test_lines_are_answered_in_order_from_the_command_line() -> None:
    lines = [json.dumps(FRIDAY | request) for request, _ in READ]
    ran = run("read", stdin="\n".join(lines))
    assert ran.status == 0
    assert [answer["status"] for answer in ran.json] == [expected["status"] for _, expected in READ]


class _Endless(BytesIO):
    """Many lines, made as they are read."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        super().__init__()
        self._lines = lines

    def readline(self, size: int | None = -1, /) -> bytes:
        del size
        return next(self._lines, b"")


class _Nowhere(TextIOBase):
    lines = 0

    def write(self, text: str, /) -> int:
        self.lines += text.count("\n")
        return len(text)


def test_a_long_file_streams_in_constant_memory() -> None:
    def lines(count: int) -> Iterator[bytes]:
        for number in range(count):
            yield json.dumps(FRIDAY | {"text": f"{number}", "kind": "number"}).encode()

    out = _Nowhere()
    read_stream(_Endless(lines(200)), cast("StringIO", out))
    tracemalloc.start()
    read_stream(_Endless(lines(2_000)), cast("StringIO", out))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert out.lines == 2_200
    assert peak < 4_000_000
