"""One request of `handrail read`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.reading.read import MalformedRequest, judge

NOW = "2026-06-12T09:00:00"
NEW_YORK = {"now": NOW, "tz": "America/New_York", "asked": True}


def test_a_time_has_its_date_and_clock() -> None:
    answer = judge({"text": "um next tuesday at three", "kind": "when", **NEW_YORK})
    assert (answer["status"], answer["date"], answer["time"]) == ("clear", "2026-06-16", "15:00")
    assert answer["span"] == [3, 24]


def test_a_part_of_a_time_has_what_was_said() -> None:
    answer = judge({"text": "tuesday", "kind": "when", **NEW_YORK})
    assert (answer["status"], answer["date"], answer["time"]) == ("partial", "2026-06-16", None)
    assert answer["value"] is None


@pytest.mark.parametrize(
    ("kind", "said", "more", "value"),
    [
        ("phone", "two one two five five five oh one four two", {}, "+12125550142"),
        ("phone", "oh two oh, seven nine four six oh nine five eight", {"region": "gb"}, None),
        ("phone", "oh two oh, seven nine four six oh nine five eight", {"region": "UK"}, None),
        ("email", "maria at example dot com", {}, "maria@example.com"),
        ("name", "maria lopez", {}, "Maria Lopez"),
        ("yes_no", "yep", {}, True),
        ("number", "two people", {}, 2),
        ("choice", "the colour", {"options": ["Haircut", "Colour"]}, "Colour"),
        ("text", "by the door", {}, "by the door"),
    ],
)
def test_every_other_kind_has_a_value(kind: str, said: str, more: Any, value: Any) -> None:
    answer = judge({"text": said, "kind": kind, **NEW_YORK, **more})
    assert answer["status"] == "clear"
    assert (answer["date"], answer["time"]) == (None, None)
    assert answer["value"] == value or (value is None and answer["value"].startswith("+44"))


def test_what_else_is_said_does_not_matter() -> None:
    answer = judge({"text": "yes but what about my dog", "kind": "yes_no", **NEW_YORK})
    assert (answer["status"], answer["value"]) == ("clear", True)


def test_alternatives_are_given() -> None:
    request = {"text": "a or b", "kind": "choice", "options": ["A", "B"], **NEW_YORK}
    assert judge(request)["alternatives"] == ["A", "B"]


def test_a_time_without_an_offset_is_in_the_zone() -> None:
    said = {"text": "tomorrow at noon", "kind": "when", "asked": True}
    late = {"now": "2026-06-12T23:30:00-04:00", "tz": "UTC"}
    assert judge({**said, **late})["date"] == "2026-06-14"
    assert judge({**said, "now": "2026-06-12T23:30:00"})["date"] == "2026-06-13"


def test_a_span_is_of_the_text_as_it_came() -> None:
    """Letters and accents may come apart, and an emoji is one character."""
    for text in ("caf\u00e9 tomorrow", "cafe\u0301 tomorrow", "\U0001f600 \ud83d tomorrow"):
        start, end = judge({"text": text, "kind": "when", **NEW_YORK})["span"]
        assert text[start:end] == "tomorrow"
    apart = judge({"text": "it's jose\u0301 garci\u0301a", "kind": "name", **NEW_YORK})
    assert (apart["value"], apart["span"]) == ("Jos\u00e9 Garc\u00eda", [0, 18])


@pytest.mark.parametrize(
    ("request_", "part"),
    [
        (3, "object"),
        ([], "object"),
        (None, "object"),
        ({}, "text"),
        ({"text": 3, "kind": "when", "now": NOW}, "text"),
        ({"text": "x", "kind": "when"}, "now"),
        ({"text": "x", "now": NOW}, "kind"),
        ({"text": "x", "kind": "shoe", "now": NOW}, "shoe"),
        ({"text": "x", "kind": "when", "now": "noon"}, "now"),
        ({"text": "x", "kind": "when", "now": NOW, "tz": "Mars/Base"}, "tz"),
        ({"text": "x", "kind": "when", "now": NOW, "tz": "../../etc"}, "tz"),
        ({"text": "x", "kind": "when", "now": "0001-01-01T00:00+14:00", "tz": "UTC"}, "now"),
        ({"text": "x", "kind": "when", "now": "9999-12-31T23:00"}, "now"),
        ({"text": "x", "kind": "when", "now": NOW, "asked": "yes"}, "asked"),
        ({"text": "x", "kind": "phone", "now": NOW, "region": "XX"}, "region"),
        ({"text": "x", "kind": "choice", "now": NOW}, "options"),
        ({"text": "x", "kind": "choice", "now": NOW, "options": "A"}, "options"),
        ({"text": "x", "kind": "choice", "now": NOW, "options": [3]}, "options"),
        ({"text": "x", "kind": "choice", "now": NOW, "options": [" "]}, "option"),
        ({"text": "x", "kind": "name", "now": NOW, "nbest": [None]}, "nbest"),
    ],
)
def test_a_malformed_request_is_refused_in_one_sentence(request_: object, part: str) -> None:
    with pytest.raises(MalformedRequest, match=part) as refused:
        judge(request_)
    assert "\n" not in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
FIELDS = ("text", "kind", "now", "tz", "asked", "region", "options", "nbest")
KINDS = st.sampled_from(["when", "phone", "email", "name", "yes_no", "number", "choice", "text"])


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), KINDS, st.text(max_size=60), st.booleans())
def test_no_request_breaks_it(given_: dict[str, Any], kind: str, text: str, good: bool) -> None:
    request = {**given_, "text": text, "kind": kind, "now": NOW} if good else given_
    try:
        answer = judge(request)
    except MalformedRequest as refused:
        assert str(refused)  # noqa: PT017 - either outcome is right
    else:
        assert answer["status"] in {"clear", "partial", "ambiguous", "none"}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("phone", "two one two five five five oh one four two, wait, no, that's my old one"),
        ("email", "bob at example dot com, no, that's wrong"),
        ("name", "john smith, sorry, that's not right"),
        ("number", "four, no, scratch that"),
        ("when", "tuesday at three, no, that doesn't work"),
    ],
)
def test_a_value_that_is_taken_back_at_once_is_none(kind: str, said: str) -> None:
    assert judge({"text": said, "kind": kind, **NEW_YORK})["status"] == "none"
    kept = judge({"text": said.partition(",")[0], "kind": kind, **NEW_YORK})
    assert kept["status"] == "clear"
