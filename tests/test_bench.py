"""The harness of `make bench`; the measurements themselves are run by CI."""

from __future__ import annotations

import pytest

from bench.__main__ import main
from bench.table import Part, Row, percentile, render, sized


def test_a_row_says_whether_its_aim_is_met() -> None:
    assert Row("p50", 1.2, "ms", aim="<= 1.5").met is True
    assert Row("exact", 96.8, "%", aim=">= 97").met is False
    assert Row("p50", 1.2, "ms").met is None
    assert Row("p50", None, "ms", aim="< 3").met is None


def test_an_aim_that_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="'exact' must be like"):
        Row("exact", 97, "%", aim="most of them")


def test_the_table_is_aligned_and_shows_what_was_missed() -> None:
    part = Part(
        "The reader.",
        (
            Row("read exactly", 96.8, "%", aim=">= 97", count=691),
            Row("move", 31, "us", aim="< 50", count=20_000),
            Row("another library", None, note="not installed"),
        ),
    )
    assert render([part]).splitlines() == [
        "  what             figure  unit  aim             count",
        "",
        "The reader.",
        "  read exactly      96.80  %     >= 97  MISSED     691",
        "  move                 31  us    < 50   ok      20,000",
        "  another library       -                               not installed",
    ]


def test_percentiles_are_by_nearest_rank() -> None:
    values = list(range(1, 101))
    assert [percentile(values, share) for share in (0, 0.5, 0.99, 1)] == [1, 50, 99, 100]
    assert percentile([7], 0.99) == 7
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 0.5)


def test_repetitions_are_fewer_in_ci_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDRAIL_PROFILE", "ci")
    assert sized(1000, ci=10) == 10
    monkeypatch.delenv("HANDRAIL_PROFILE")
    assert sized(1000, ci=10) == 1000


def test_an_unknown_measurement_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pkgutil.iter_modules", lambda _paths: iter(()))
    assert main(["nonsense"]) == 2
    assert capsys.readouterr().err == "no measurement is called 'nonsense'\n"
