"""A diagram as a plain table, for terminals and for those who do not see pictures."""

from __future__ import annotations

from .form import Box, Drawing

__all__ = ["to_table"]


def to_table(drawing: Drawing) -> str:
    """Return a table: a row for each step, aligned by spaces."""
    counted = any(box.counts is not None for box in drawing.boxes)
    head = ["step", "is", "needs", "applies when"]
    head += ["answered", "re-asked", "corrected", "dropped"] if counted else []
    rows = [head]
    for box in drawing.boxes:
        row = [box.title, ", ".join(box.marks), _needs(drawing, box), _when(drawing, box)]
        rows.append(row + (_counts(box) if counted else []))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _needs(drawing: Drawing, box: Box) -> str:
    arrows = (a for a in drawing.arrows if a.target == box.id and a.relation == "needs")
    return ", ".join(arrow.source for arrow in arrows)


def _when(drawing: Drawing, box: Box) -> str:
    arrows = [a for a in drawing.arrows if a.target == box.id and a.relation == "when"]
    said = [f"{arrow.label} ({arrow.source})" for arrow in arrows]
    return ", ".join([*said, *(what for step, what in drawing.facts if step == box.id)])


def _counts(box: Box) -> list[str]:
    if box.counts is None:
        return [""] * 4
    counts = box.counts
    return [str(n) for n in (counts.answered, counts.reasked, counts.corrected, counts.dropped)]
