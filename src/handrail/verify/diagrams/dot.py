"""A diagram in Graphviz's language."""

from __future__ import annotations

from .form import Arrow, Box, Drawing

__all__ = ["to_dot"]


def to_dot(drawing: Drawing) -> str:
    """Return DOT text: steps from top to bottom, dashed edges for needs and conditions."""
    lines = [
        f"digraph {_quoted(drawing.title)} {{",
        "  rankdir=TB;",
        '  node [shape=box, style="rounded", fontname="Helvetica"];',
        '  edge [fontname="Helvetica", fontsize=10];',
    ]
    lines += (f"  {_quoted(box.id)} [{_box(box)}];" for box in drawing.boxes)
    lines += (f"  {_quoted(a.source)} -> {_quoted(a.target)}{_style(a)};" for a in drawing.arrows)
    return "\n".join([*lines, "}"])


def _box(box: Box) -> str:
    said = [box.title, ", ".join(box.marks)]
    if box.counts is not None:
        said.append(box.counts.told())
    style = ', style="rounded,dashed"' if box.optional else ""
    shape = ", shape=ellipse" if box.after else ""
    return f"label={_quoted(chr(10).join(said))}{style}{shape}"


def _style(arrow: Arrow) -> str:
    if arrow.relation == "order":
        return ""
    label = f"when {arrow.label}" if arrow.relation == "when" else "needs"
    style = "dashed" if arrow.relation == "when" else "dotted"
    return f" [style={style}, constraint=false, label={_quoted(label)}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
