"""Where a walk begins: its tables by position, and the first row of its stack.

A walk has some thirty small tables, and most walks are over after some hundred states: what is made here in Python, one
by one, would take longer than the walks, so masks are reordered together and the row is compiled.
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.compiled import compiled
from solvers.sets.costs import PairCost
from solvers.sets.kernel import NONE, ONE, lonely, loss, over, reached
from solvers.sets.masks import Bits
from zoning.model.county import Floats, Ints


class WalkTables(NamedTuple):
    """What all walks of a growth look up; see ``walk.walk``. By station row, or by position once :meth:`placed`."""

    neighbours: Bits
    cannot_link: Bits
    must_link: Bits
    features: Floats
    roots: Floats
    pull: Floats
    cost: PairCost

    def placed(self, rows: Ints) -> "WalkTables":
        """The tables by position; ``rows`` (n,) is the station row at each."""
        n, cost = len(rows), self.cost
        words = np.concatenate((*self[:3], cost.apart, cost.near))
        reorder(words, rows, moved := np.empty_like(words))
        several = 4 * n if len(cost.apart) else 3 * n
        apart, near = moved[3 * n : several], moved[several:]
        cut, joined = (part.take(rows, 0).take(rows, 1) if len(part) else part for part in (cost.cut, cost.joined))
        degree, lonely_ = (part.take(rows) if len(part) else part for part in (cost.degree, cost.lonely))
        return WalkTables(
            moved[:n],
            moved[n : 2 * n],
            moved[2 * n : 3 * n],
            self.features.take(rows, 0),
            self.roots.take(rows, 0),
            self.pull.take(rows, 1),
            PairCost(cut, joined, apart, degree, lonely_, near),
        )


class Stack(NamedTuple):
    """The rows of a walk, in the order in which ``walk.walk`` takes them."""

    inside: Bits
    front: Bits
    undecided: Bits
    wanted: Bits
    totals: Floats
    closed: Floats
    sums: Floats
    monotone: Floats
    members: Bits
    touched: Bits
    pairs: Floats
    floor: Floats

    @classmethod
    def of(cls, n: int, resources: int, features: tuple[int, ...]) -> "Stack":
        """An empty stack; ``features`` is the shape of those of a station."""
        inside, front, undecided, wanted, members, touched = np.zeros((6, n + 1), dtype=np.uint64)
        totals, closed = np.zeros((2, n + 1, resources))
        monotone, floor = np.zeros((2, n + 1))
        sums, pairs = np.zeros((n + 1, *features)), np.zeros((n + 1, 2))
        return cls(inside, front, undecided, wanted, totals, closed, sums, monotone, members, touched, pairs, floor)


@compiled(_nrt=False)
def reorder(words: Any, rows: Any, moved: Any) -> None:
    """Set ``moved`` (b · n,) to words by position, of b times n words by station row; ``rows`` (n,): row by position.

    A bit of a word is a station, too.
    """
    n = len(rows)
    for at in range(len(words)):
        word, found = words[at - at % n + rows[at % n]], NONE
        for k in range(n):
            found |= ((word >> np.uint64(rows[k])) & ONE) << np.uint64(k)
        moved[at] = found


@compiled(_nrt=False)
def begin(  # noqa: PLR0913, PLR0917 - compiled
    s: Any,
    tables: Any,
    include: Any,
    exclude: Any,
    bound: Any,
    with_monotone: Any,
    empty: Any,
    start: Any,
    row: Any,
    barred: Any,
    mix: Any,
    scales: Any,
) -> Any:
    """Set the first row of a :class:`Stack` of zeros to the set of the root alone.

    Parameters
    ----------
    tables : :class:`WalkTables` by position
    include, exclude, bound, with_monotone, mix, scales : as in ``walk.walk``
    empty : (t,) totals of the empty set, with no station excluded
    start, row : the position and the station row of the root
    barred : mask of the positions that no set may hold

    Returns
    -------
    goes, found
        whether larger sets may be of use, and whether the root by itself is a set that is found
    """
    n, bit, cost = len(tables.neighbours), ONE << np.uint64(start), tables.cost
    free = (~NONE >> np.uint64(64 - n)) & ~barred & ~tables.cannot_link[start] & ~bit
    s.inside[0], s.wanted[0] = ONE << np.uint64(row), tables.must_link[start]
    s.front[0] = free & tables.neighbours[start]
    s.undecided[0] = left = reached(s.front[0], free, tables.neighbours)
    for p in range(tables.features.shape[1]):
        for c in range(tables.features.shape[2]):
            s.sums[0, p, c] = tables.features[start, p, c]
        s.monotone[0] += loss(s.sums[0, p], 1.0, mix[p], scales[p])
    floor = closing = s.monotone[0]
    if len(cost.cut) > 0:
        s.members[0], s.touched[0] = bit, cost.apart[start]
        s.pairs[0, 0], s.pairs[0, 1] = over(cost.cut[start], cost.apart[start] & ~left), cost.degree[start]
        floor += s.pairs[0, 0]
        closing += s.pairs[0, 1]
        if len(cost.near) > 0:
            floor += lonely(cost.lonely, cost.near, bit, left)
            closing += cost.lonely[start]
    s.floor[0] = floor
    goes, found = s.wanted[0] & ~left == NONE, s.wanted[0] == NONE
    for t in range(len(bound)):
        total = closed = empty[t] + include[t, start]
        for v in range(n):
            if v != start:
                closed += exclude[t, v]
                if (left >> np.uint64(v)) & ONE == NONE:
                    total += exclude[t, v]
        s.totals[0, t], s.closed[0, t] = total, closed
        goes &= total + with_monotone[t] * floor <= bound[t]
        found &= closed + with_monotone[t] * closing <= bound[t]
    return goes, goes and found
