"""What a workflow's words are made into is ready before the first caller speaks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from handrail.kinds.phone import Phone
from handrail.kinds.when import When
from handrail.reading import prepare, understand
from handrail.step import Step
from handrail.workflow import Workflow
from tests.reading.sample import scene


class Viewing(Workflow):
    asks_for = ("see a flat", "book a viewing")
    start = Step(When())
    phone = Step(Phone())


def test_the_first_turn_makes_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    first = replace(scene("start", workflow=Viewing), workflows=(Viewing,))
    prepare(first)
    made: list[str] = []
    compile_it = re.compile

    def counted(pattern: Any, *more: Any, **flags: Any) -> Any:
        made.append(str(pattern))
        return compile_it(pattern, *more, **flags)

    monkeypatch.setattr(re, "compile", counted)
    understand("i'd like to book a viewing on tuesday, how much is it", first)
    assert made == []
    other = replace(first, topics={"parking": ("parking",)})
    understand("is there parking", other)
    assert made
