"""A diagram as SVG, laid out by itself: a ladder of steps, needs on its right, conditions left.

Colours are given as classes with a style sheet for light and dark, so that a page that embeds the
picture may restyle it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from .form import Arrow, Box, Drawing

__all__ = ["to_svg"]

_BOX_WIDTH, _GAP, _MARGIN, _LANE = 320, 30, 24, 26
_LINE, _PADDING, _CHARACTER, _BOLD = 18, 14, 6.4, 10.4
"""The height of a line of text, the space around text, and the usual width of a letter, and of one
of a name; pixels."""

_LETTERS = int((_BOX_WIDTH - 2 * _PADDING) / _CHARACTER)
_NAME_LETTERS = int((_BOX_WIDTH - 2 * _PADDING) / _BOLD)

_STYLE = """\
.card{fill:#fff;stroke:#4a6a8a;stroke-width:1.5}
.optional{stroke-dasharray:6 4}
.after{fill:#eef3f8}
.name{font:600 15px system-ui,sans-serif;fill:#1c2733}
.mark{font:12px system-ui,sans-serif;fill:#4d5c6b}
.count{font:12px system-ui,sans-serif;font-variant-numeric:tabular-nums;fill:#23567d}
.label{font:11px system-ui,sans-serif}.label-needs{fill:#23567d}.label-when{fill:#7a4a00}
.order{stroke:#4a6a8a;stroke-width:1.5;fill:none}
.needs{stroke:#23567d;stroke-width:1.3;fill:none}
.when{stroke:#a86400;stroke-width:1.3;stroke-dasharray:4 3;fill:none}
.head{fill:#4a6a8a}.head-needs{fill:#23567d}.head-when{fill:#a86400}
@media (prefers-color-scheme:dark){
.card{fill:#1b2430;stroke:#7f9fbf}.after{fill:#243244}.name{fill:#eef3f8}.mark{fill:#b4c2d0}
.count,.label-needs{fill:#9cc9ee}.label-when{fill:#f0c078}.order{stroke:#7f9fbf}
.needs{stroke:#9cc9ee}
.when{stroke:#f0b050}.head{fill:#7f9fbf}.head-needs{fill:#9cc9ee}.head-when{fill:#f0b050}}"""


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    lines: tuple[tuple[str, str], ...]
    """Each line of text with its class."""
    top: int
    height: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def to_svg(drawing: Drawing) -> str:
    """Return an SVG document; it needs no other file and no font."""
    placed = {each.box.id: each for each in _placed(drawing)}
    sides = {
        "needs": _lanes([a for a in drawing.arrows if a.relation == "needs"], placed),
        "when": _lanes([a for a in drawing.arrows if a.relation == "when"], placed),
    }
    left = _MARGIN + _room(sides["when"])
    width = left + _BOX_WIDTH + _room(sides["needs"]) + _MARGIN
    last = max(placed.values(), key=lambda each: each.top)
    height = last.top + last.height + _MARGIN
    prefix = "h" + hashlib.sha256(drawing.told().encode()).hexdigest()[:8]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
            f' width="{width}" height="{height}" role="img"',
            f' aria-labelledby="{prefix}-title {prefix}-desc">',
            f'<title id="{prefix}-title">The steps of {_text(drawing.title)}</title>',
            f'<desc id="{prefix}-desc">{_text(drawing.told())}</desc>',
            f"<style>{_STYLE}</style>",
            *_order(list(placed.values()), left),
            *_curves(sides["needs"], placed, left + _BOX_WIDTH, 1),
            *_curves(sides["when"], placed, left, -1),
            *(line for each in placed.values() for line in _drawn(each, left)),
            "</svg>",
        ]
    )


def _placed(drawing: Drawing) -> Iterator[_Placed]:
    top = _MARGIN
    for box in drawing.boxes:
        lines = [(_cut(box.title, _NAME_LETTERS), "name")]
        lines += ((line, "mark") for line in _wrapped(", ".join(box.marks)))
        if box.counts is not None:
            lines += ((line, "count") for line in _wrapped(box.counts.told()))
        height = len(lines) * _LINE + 2 * _PADDING - 4
        yield _Placed(box, tuple(lines), top, height)
        top += height + _GAP


def _wrapped(text: str) -> Iterator[str]:
    """Break a text at its spaces into lines that fit; a word that does not fit is cut."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > _LETTERS:
            yield line
            line = ""
        line = _cut(f"{line} {word}".strip(), _LETTERS)
    if line:
        yield line


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}\N{HORIZONTAL ELLIPSIS}"


def _lanes(arrows: list[Arrow], placed: dict[str, _Placed]) -> list[tuple[Arrow, int]]:
    """Give each arrow a lane, short ones inside, so that no two share one side by side."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for arrow in sorted(arrows, key=lambda a: placed[a.target].top - placed[a.source].top):
        span = (placed[arrow.source].middle, placed[arrow.target].middle)
        free = [
            number
            for number, lane in enumerate(taken)
            if all(span[1] < low or high < span[0] for low, high in lane)
        ]
        if not free:
            free = [len(taken)]
            taken.append([])
        taken[free[0]].append(span)
        found.append((arrow, free[0]))
    return found


def _room(lanes: list[tuple[Arrow, int]]) -> int:
    """How much room the arrows of one side and their labels take."""
    if not lanes:
        return 0
    letters = max(len(_label(arrow)) for arrow, _lane in lanes)
    outermost = max(lane for _arrow, lane in lanes)
    return int((outermost + 1) * _LANE + letters * _CHARACTER + _PADDING)


def _label(arrow: Arrow) -> str:
    return "needs" if arrow.relation == "needs" else arrow.label[:32]


def _order(placed: list[_Placed], left: int) -> Iterator[str]:
    x = left + _BOX_WIDTH / 2
    for one, other in pairwise(placed):
        start, end = one.top + one.height, other.top
        yield f'<path class="order" d="M{x:g} {start}V{end - 6}"/>'
        yield f'<path class="head" d="M{x - 5:g} {end - 8}h10l-5 8z"/>'


def _curves(
    lanes: list[tuple[Arrow, int]], placed: dict[str, _Placed], edge: int, out: int
) -> Iterator[str]:
    """Draw the arrows of one side: out of the source's box, down the lane, into the target's.

    What is said of several arrows into one box stands at the outermost of them, and no line goes
    through it.
    """
    named = {(arrow.target, _label(arrow)): lane for arrow, lane in sorted(lanes, key=_by_lane)}
    for arrow, lane in lanes:
        start = placed[arrow.source].middle + 8
        end = placed[arrow.target].middle - 8
        far = edge + out * (lane + 1) * _LANE
        yield (
            f'<path class="{arrow.relation}" d="M{edge} {start:g}H{far - out * 8}'
            f"Q{far} {start:g} {far} {start + 8:g}V{end - 8:g}"
            f'Q{far} {end:g} {far - out * 8} {end:g}H{edge + out * 7}"/>'
        )
        yield f'<path class="head-{arrow.relation}" d="M{edge} {end:g}l{out * 8} -4v8z"/>'
        if named[arrow.target, _label(arrow)] == lane:
            middle = (start + end) / 2
            outermost = max(n for a, n in lanes if _passes(a, placed, middle))
            anchor, x = ("start" if out > 0 else "end"), edge + out * ((outermost + 1) * _LANE + 5)
            yield (
                f'<text class="label label-{arrow.relation}" x="{x}" y="{middle + 4:g}" '
                f'text-anchor="{anchor}">{_text(_label(arrow))}</text>'
            )


def _by_lane(arrow: tuple[Arrow, int]) -> int:
    return arrow[1]


def _passes(arrow: Arrow, placed: dict[str, _Placed], y: float) -> bool:
    """Tell whether an arrow's lane goes through a line of text at this height."""
    return placed[arrow.source].middle - _LINE <= y <= placed[arrow.target].middle + _LINE


def _drawn(placed: _Placed, left: int) -> Iterator[str]:
    box = placed.box
    classes = "card" + (" optional" if box.optional else "") + (" after" if box.after else "")
    yield (
        f'<rect class="{classes}" x="{left}" y="{placed.top}" width="{_BOX_WIDTH}" '
        f'height="{placed.height}" rx="{placed.height // 2 if box.after else 10}"/>'
    )
    x = left + _BOX_WIDTH / 2
    for number, (line, style) in enumerate(placed.lines):
        y = placed.top + _PADDING + 12 + number * _LINE
        yield f'<text class="{style}" x="{x:g}" y="{y}" text-anchor="middle">{_text(line)}</text>'


def _text(text: str) -> str:
    """Escape a text, and leave out what XML does not allow."""
    return escape("".join(c for c in text if c.isprintable()))
