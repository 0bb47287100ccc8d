from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_type

from handrail.kinds.base import Context, Fact, Kind, Reading


def a_kind_reads_values_of_its_own_type(kind: Kind[str]) -> None:
    ctx = Context(now=datetime(2026, 6, 12, 9, tzinfo=UTC))
    reading = kind.read("next tuesday at three", ctx)
    assert_type(reading, Reading[str])
    assert_type(reading.value, str | None)
    assert_type(kind.parse("...", ctx), str)
    kind.speak(3, ctx)  # type: ignore[arg-type]


def a_fact_may_be_missing(fact: Fact[int]) -> None:
    assert_type(fact.of({}), int | None)
