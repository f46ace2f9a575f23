"""Connected parts of an undirected graph of rows, and the rows that others depend on.

A graph is its neighbours: the rows beside each row, as a sequence or a mapping. Rows are visited in order, so no order
of edges reaches a result.
"""

from collections.abc import Iterable, Mapping, Sequence

Neighbours = Sequence[Iterable[int]] | Mapping[int, Iterable[int]]


def parts(neighbours: Neighbours, among: Iterable[int]) -> list[list[int]]:
    """The connected parts of the subgraph of the rows ``among``: each in order, by their first rows."""
    left = set(among)
    found = []
    for first in sorted(left):
        if first not in left:
            continue
        left.remove(first)
        part = [first]
        for row in part:  # grows while it is walked over
            fresh = [other for other in neighbours[row] if other in left]
            left.difference_update(fresh)
            part += dict.fromkeys(fresh)
        found.append(sorted(part))
    return found


def merged(groups: Iterable[Iterable[int]]) -> list[list[int]]:
    """The groups, those with a row in common made one: each in order, by their first rows."""
    beside: dict[int, list[int]] = {}
    for group in groups:
        first, *rest = group
        beside.setdefault(first, []).extend(rest)
        for row in rest:
            beside.setdefault(row, []).append(first)
    return parts(beside, beside)


def cut_rows(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """The articulation points, in order: rows without which their part falls apart.

    References
    ----------
    J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Comm. ACM 16 (1973).
    """
    depth: dict[int, int] = {}
    low: dict[int, int] = {}
    cut: set[int] = set()
    for root in range(len(neighbours)):
        if root in depth:
            continue
        depth[root] = low[root] = 0
        children = 0
        path = [(root, iter(neighbours[root]))]
        while path:
            row, beside = path[-1]
            other = next(beside, None)
            if other is not None and other not in depth:
                depth[other] = low[other] = len(path)
                path.append((other, iter(neighbours[other])))
            elif other is not None:
                low[row] = min(low[row], depth[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[row])
                    if above == root:
                        children += 1
                    elif low[row] >= depth[above]:
                        cut.add(above)
        if children > 1:
            cut.add(root)
    return sorted(cut)
