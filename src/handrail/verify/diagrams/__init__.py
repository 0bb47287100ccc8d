"""Pictures of a plan: Mermaid, DOT, SVG, and a plain table, all from one intermediate form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handrail.plan import Plan

from .dot import to_dot
from .form import Counts, Drawing, drawing_of
from .mermaid import to_mermaid
from .svg import to_svg
from .table import to_table

__all__ = ["FORMATS", "Counts", "diagram"]

_RENDERERS: Mapping[str, Callable[[Drawing], str]] = {
    "mermaid": to_mermaid,
    "dot": to_dot,
    "svg": to_svg,
    "table": to_table,
}

FORMATS = tuple(_RENDERERS)
"""What a diagram can be."""


def diagram(plan: Plan, *, format: str, counts: Mapping[str, Counts] | None = None) -> str:  # noqa: A002
    """Draw a plan: its steps in order, what each needs, and under which condition each applies.

    Args:
        plan: The plan.
        format: One of `FORMATS`. SVG is a whole document with a title and a description for those
            who do not see it; all text is escaped.
        counts: What happened at each step in a number of calls, by the step's name.

    Raises:
        ValueError: If there is no such format, or the counts name an unknown step.
    """
    if format not in _RENDERERS:
        raise ValueError(f"A diagram is one of {', '.join(FORMATS)}, not {format!r}.")
    if unknown := sorted((counts or {}).keys() - plan.by_name.keys()):
        raise ValueError(f"The plan {plan.name!r} has no step {unknown[0]!r}.")
    return _RENDERERS[format](drawing_of(plan, counts or {}))
