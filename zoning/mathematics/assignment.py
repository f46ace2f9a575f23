"""The heaviest matching between rows and columns, in whole numbers of any size.

The judge carries the names of today's zones over with it at every score, so it takes milliseconds and no library. What
it may get wrong: of several heaviest matchings it finds any one.
"""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

Weights = Mapping[tuple[int, int], int]


def heaviest(weights: Weights) -> dict[int, int]:
    """Row -> column of the matching of greatest total ``weights[row, column]``; a row may stay without a column.

    One row after the other is matched along the shortest path of reduced costs −w(a, b) − u(a) − v(b) ≥ 0.

    References
    ----------
    R. Jonker, A. Volgenant, A shortest augmenting path algorithm for dense and sparse linear assignment problems,
    Computing 38 (1987).
    """
    matching = _Matching(weights)
    for a, b in sorted(weights):
        matching.beside.setdefault(a, []).append(b)
    for row in matching.beside:
        matching.add(row)
    return dict(sorted(matching.column.items()))


@dataclass
class _Matching:
    """A heaviest matching of the rows added so far, and the potentials u of rows and v of columns that prove it."""

    weights: Weights
    beside: dict[int, list[int]] = field(default_factory=dict)
    column: dict[int, int] = field(default_factory=dict)
    row: dict[int, int] = field(default_factory=dict)
    u: dict[int, int] = field(default_factory=dict)
    v: dict[int, int] = field(default_factory=dict)

    def cost(self, a: int, b: int) -> int:
        return -self.weights[a, b] - self.v.get(b, 0)

    def add(self, root: int) -> None:
        """Match one row more along a shortest augmenting path; an earlier row may change or lose its column."""
        self.u[root] = min(0, *(self.cost(root, b) for b in self.beside[root]))
        rows, columns = {root: 0}, dict[int, int]()  # in the tree of shortest paths, with their distances
        came: dict[int, int] = {}
        queue: list[tuple[int, int, int]] = []
        last = root
        while True:
            away = rows[last] - self.u[last]
            heapq.heappush(queue, (away, -1, last))  # the row stays without a column
            for b in self.beside[last]:
                if b not in columns:
                    heapq.heappush(queue, (away + self.cost(last, b), b, last))
            nearest, b, a = heapq.heappop(queue)
            while b in columns:
                nearest, b, a = heapq.heappop(queue)
            if b not in self.row:
                break
            columns[b], came[b], last = nearest, a, self.row[b]
            rows[last] = nearest
        self.u |= {row: self.u[row] + nearest - distance for row, distance in rows.items()}
        self.v |= {column: self.v.get(column, 0) - nearest + distance for column, distance in columns.items()}
        self._along(came, a, b, root)

    def _along(self, came: dict[int, int], a: int, b: int, root: int) -> None:
        """Give row a the column b (−1: none), the column it held to the row before it, and so on up to the root."""
        while True:
            held = self.column.pop(a, -1)
            if b >= 0:
                self.column[a], self.row[b] = b, a
            if a == root:
                return
            a, b = came[held], held
