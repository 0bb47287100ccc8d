"""Wordings and rules that a story tells already and the product does not keep yet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.places import PLACES

__all__ = ["awaited", "places", "said"]


def places(finding: str, *names: str) -> Any:
    """Make parameters of all places, those marked that a finding stands against."""
    return [
        pytest.param(each, marks=[awaited(finding)] if each.name in names else [], id=each.name)
        for each in PLACES
    ]


def awaited(finding: str) -> pytest.MarkDecorator:
    """Mark a story that a finding stands against."""
    return pytest.mark.xfail(reason=f"finding {finding}", strict=True)


def said(
    text: str,
    *values: Any,
    id: str | None = None,  # noqa: A002 - pytest's name
    finding: str | None = None,
) -> Any:
    """Make a parameter of what is said, marked if a finding stands against it."""
    marks = [awaited(finding)] if finding else []
    return pytest.param(*values, text, marks=marks, id=id or text)
