"""Questions about an explored graph: what leads where, and where one can go round for ever."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from .exploring import Edge

__all__ = ["components", "leading_to", "longest", "round_trip"]


def leading_to(ends: Iterable[int], edges: Iterable[Edge]) -> frozenset[int]:
    """Return the states from which one of these can be reached, themselves included."""
    before: defaultdict[int, list[int]] = defaultdict(list)
    for edge in edges:
        before[edge.target].append(edge.source)
    found = set(ends)
    waiting = deque(found)
    while waiting:
        for source in before[waiting.popleft()]:
            if source not in found:
                found.add(source)
                waiting.append(source)
    return frozenset(found)


def components(edges: Sequence[Edge]) -> Mapping[int, int]:
    """Return each state's strongly connected component, numbered in reverse order of the edges.

    Tarjan's algorithm, without recursion: a state's component has a higher number than those it
    leads to.
    """
    after: defaultdict[int, list[int]] = defaultdict(list)
    for edge in edges:
        after[edge.source].append(edge.target)
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    found: dict[int, int] = {}
    stack: list[int] = []
    count = 0
    for root in list(after):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work = [(root, iter(after[root]))]
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    work.append((target, iter(after.get(target, ()))))
                    break
                if target not in found:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    while True:
                        member = stack.pop()
                        found[member] = count
                        if member == node:
                            break
                    count += 1
    return found


def round_trip(edge: Edge, edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """Return a shortest circle that begins with an edge."""
    after: defaultdict[int, list[Edge]] = defaultdict(list)
    for each in edges:
        after[each.source].append(each)
    ways: dict[int, tuple[Edge, ...]] = {edge.target: (edge,)}
    waiting = deque([edge.target])
    while edge.source not in ways:
        node = waiting.popleft()
        for each in after[node]:
            if each.target not in ways:
                ways[each.target] = (*ways[node], each)
                waiting.append(each.target)
    return ways[edge.source]


def longest(edges: Sequence[Edge], parts: Mapping[int, int]) -> int:
    """Return how many turns a way along the edges can have at most; no turn may lie on a circle.

    Args:
        edges: The edges.
        parts: Their components.
    """
    after: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in edges:
        one, other = parts[edge.source], parts[edge.target]
        if one != other:
            after[one].append((other, int(edge.what.turn)))
    length: dict[int, int] = {}
    for part in sorted(set(parts.values())):  # what a part leads to has a lower number
        length[part] = max((turns + length[other] for other, turns in after[part]), default=0)
    return max(length.values(), default=0)
