"""A diagram as Mermaid's flowchart text."""

from __future__ import annotations

from .form import Arrow, Box, Drawing

__all__ = ["to_mermaid"]


def to_mermaid(drawing: Drawing) -> str:
    """Return Mermaid text: steps from top to bottom, dotted arrows for needs and conditions."""
    ids = {box.id: f"s{number}" for number, box in enumerate(drawing.boxes)}
    lines = ["flowchart TD", f"  accTitle: {_line(drawing.title)}"]
    lines += (f"  {ids[box.id]}{_shape(box)}" for box in drawing.boxes)
    lines += (f"  {_arrow(ids, arrow)}" for arrow in drawing.arrows)
    optional = [ids[box.id] for box in drawing.boxes if box.optional]
    if optional:
        lines.append("  classDef optional stroke-dasharray: 5 4")
        lines.append(f"  class {','.join(optional)} optional")
    return "\n".join(lines)


def _shape(box: Box) -> str:
    said = [f"<b>{_escaped(box.title)}</b>", _escaped(", ".join(box.marks))]
    if box.counts is not None:
        said.append(_escaped(box.counts.told()))
    label = "<br>".join(part for part in said if part)
    return f'(["{label}"])' if box.after else f'["{label}"]'


def _arrow(ids: dict[str, str], arrow: Arrow) -> str:
    source, target = ids[arrow.source], ids[arrow.target]
    if arrow.relation == "order":
        return f"{source} --> {target}"
    label = _escaped(f"when {arrow.label}" if arrow.relation == "when" else "needs")
    return f'{source} -. "{label}" .-> {target}'


def _escaped(text: str) -> str:
    """Write what Mermaid or its HTML labels would take for their own as character codes."""
    return "".join(c if c.isalnum() or c in " ,.-_()" else f"#{ord(c)};" for c in text)


def _line(text: str) -> str:
    return " ".join(text.split())
