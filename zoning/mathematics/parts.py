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


def falls_apart(neighbours: Sequence[Sequence[int]]) -> dict[int, list[list[int]]]:
    """What the connected part of a row falls into without it, for every row where that is more than one part.

    The rows (articulation points) stand in order, the rows of a part too, and the parts by their first rows.

    References
    ----------
    J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Comm. ACM 16 (1973).
    """
    apart: dict[int, list[list[int]]] = {}
    met: set[int] = set()
    for root in range(len(neighbours)):
        if root in met:
            continue
        order, branches = _branches(neighbours, root)
        met.update(order)
        for at, row in enumerate(order):
            inside = [order[begin:end] for begin, end in branches[at]]
            bounds = [0, at, at + 1, *(bound for branch in branches[at] for bound in branch), len(order)]
            outside = [row for begin, end in zip(bounds[::2], bounds[1::2], strict=True) for row in order[begin:end]]
            left = [part for part in (outside, *inside) if part]
            if len(left) > 1:
                apart[row] = sorted(map(sorted, left))
    return dict(sorted(apart.items()))


def _branches(neighbours: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[list[tuple[int, int]]]]:
    """The rows that hang together with ``root`` as a depth-first walk meets them, and where branches of each stand.

    A branch of a row is the run of rows first met by way of it that no other edge joins to the rows met before it.
    """
    met = {root: 0}
    order, low = [root], [0]
    branches: list[list[tuple[int, int]]] = [[]]
    path = [(0, iter(neighbours[root]))]
    while path:
        at, beside = path[-1]
        other = next(beside, None)
        if other is None:
            path.pop()
            if path:
                above = path[-1][0]
                low[above] = min(low[above], low[at])
                if low[at] >= above:
                    branches[above].append((at, len(order)))
        elif other in met:
            low[at] = min(low[at], met[other])
        else:
            met[other] = len(order)
            order.append(other)
            low.append(met[other])
            branches.append([])
            path.append((met[other], iter(neighbours[other])))
    return order, branches
