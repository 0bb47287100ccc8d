"""The contract between a measurement and the table that `make bench` prints.

A measurement is a module `bench/<name>.py` with

- a docstring, whose first line becomes the heading of its part of the table,
- `rows() -> Iterable[Row | Grid]`, which measures and yields one `Row` for each figure, or a `Grid`
  where the same figures of several things are compared,
- optionally `GROUP = "reader"`, for what `make bench-reader` runs too.

It is run in a process of its own, so a module may look at memory or at a cold cache. To run one
alone: `python -m bench <name>`. It takes development data from `shared_data()` and says how many
cases it used in `Row.count`; a loop with no natural size asks `sized()` for one, so that CI is
quick and `make bench` is exact.

    def rows() -> Iterator[Row]:
        yield Row("decide and evolve, per move", 31.2, "us", aim="< 50", count=20_000)
        yield Row("phrases read exactly", 97.8, "%", aim=">= 97", count=691)
        yield Row("ctparse, for comparison", None, note="not installed")
"""

from __future__ import annotations

import math
import operator
import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Grid", "Part", "Row", "percentile", "render", "shared_data", "sized"]

_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_AIM: Final = re.compile(r"(<=|>=|<|>) *(\d+(?:\.\d+)?)")
_HEADINGS: Final = ("what", "figure", "unit", "aim", "", "count")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    """What was measured, short enough for a table."""
    figure: float | str | None
    """The figure; None when it could not be measured here (then `note` says why)."""
    unit: str = ""
    """`%`, `us`, `ms`, `s`, `KiB`, `MiB` or a plural noun; empty for a bare number."""
    aim: str = ""
    """What the figure should be: `< 50`, `<= 0.3`, `>= 97`; empty when there is no aim."""
    count: int | None = None
    """How many cases, calls or repetitions the figure rests on."""
    note: str = ""
    """A few words beside the figure: what it includes, why it is missing."""

    def __post_init__(self) -> None:
        if self.aim and not _AIM.fullmatch(self.aim):
            message = f"the aim of {self.what!r} must be like '< 50' or '>= 97', not {self.aim!r}"
            raise ValueError(message)

    @property
    def met(self) -> bool | None:
        """Whether the figure is what it should be; None without an aim or a figure."""
        match = _AIM.fullmatch(self.aim)
        if match is None or not isinstance(self.figure, int | float):
            return None
        return _COMPARE[match[1]](self.figure, float(match[2]))


@dataclass(frozen=True, slots=True)
class Grid:
    """The same figures of several things, side by side beneath the rows."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    """As many cells each as there are headings; the first names the thing."""

    def __str__(self) -> str:
        table = (self.headings, *self.lines)
        widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
        return "\n".join(
            "  "
            + "  ".join(
                (first.ljust(widths[0]), *map(str.rjust, others, widths[1:])),
            )
            for first, *others in table
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one measurement under its heading."""

    heading: str
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...] = ()


def render(parts: Iterable[Part]) -> str:
    """Lay out the parts as one table with aligned columns."""
    parts = tuple(parts)
    cells = [[_cells(row) for row in part.rows] for part in parts]
    lines = [_HEADINGS, *(line for group in cells for line in group)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEADINGS))]
    out = [_line(_HEADINGS, widths, "")]
    for part, group in zip(parts, cells, strict=True):
        out += ["", part.heading]
        out += [_line(line, widths, row.note) for row, line in zip(part.rows, group, strict=True)]
        out += [f"\n{grid}" for grid in part.grids]
    return "\n".join(out)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the values do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        message = "there is no percentile of nothing"
        raise ValueError(message)
    ranked = sorted(values)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def sized(full: int, *, ci: int) -> int:
    """Return how often to repeat: `full`, or `ci` while `HANDRAIL_PROFILE` is `ci`."""
    return ci if os.environ.get("HANDRAIL_PROFILE") == "ci" else full


def shared_data(name: str) -> Path | None:
    """Return the path of a file of development data, or None where there is none.

    The data lie beside the checkout, in `../shared/data`, and are no part of the project.
    """
    path = Path(__file__).resolve().parents[2] / "shared" / "data" / name
    return path if path.is_file() else None


def _cells(row: Row) -> tuple[str, ...]:
    mark = {True: "ok", False: "MISSED", None: ""}[row.met]
    count = "" if row.count is None else f"{row.count:,}"
    return row.what, _figure(row.figure), row.unit, row.aim, mark, count


def _figure(figure: float | str | None) -> str:
    match figure:
        case None:
            return "-"
        case str():
            return figure
        case int():
            return f"{figure:,}"
        case _ if abs(figure) >= 100:
            return f"{figure:,.0f}"
        case _:
            return f"{figure:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int], note: str) -> str:
    what, figure, unit, aim, mark, count = cells
    line = "  ".join(
        (
            f"  {what:<{widths[0]}}",
            f"{figure:>{widths[1]}}",
            f"{unit:<{widths[2]}}",
            f"{aim:<{widths[3]}}",
            f"{mark:<{widths[4]}}",
            f"{count:>{widths[5]}}",
            note,
        )
    )
    return line.rstrip()
