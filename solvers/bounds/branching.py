"""Branch and bound over the boxes of each office: the least that its zones cost above their duals, compiled.

Every office has a tree of boxes of its own (``solvers.bounds.boxes``); its value is the least of its leaves. The
cheapest leaf of all is split at the mean of its cheapest zone, on the side where that zone costs most more at its own
mean than in the box, until the k offices of least value are exact but for :data:`GAIN` a side, or enough boxes are
there. The leaves are bounds at any time.
"""

from typing import Any

import numpy as np

from solvers.bounds.boxes import Traits, costs, mean_of, slack, weighed
from solvers.bounds.offices import Borders, cheapest, surrounding
from solvers.compiled import compiled
from zoning.model.county import Floats, Ints

GAIN = 10.0
"""Points that a split must promise: by so much the members of a zone cost more at their own mean than in the box."""
EDGE = 0.2
"""Share of its side that a split leaves on both sides."""
TURNS = 2
"""Times that chords are chosen anew for the zone found with those before."""


@compiled
def bounded(  # noqa: PLR0913, PLR0917 - compiled
    office: Any,
    own: Any,
    low: Any,
    high: Any,
    chords: Any,
    traits: Any,
    local: Any,
    place: Any,
    borders: Any,
    work: Any,
) -> Any:
    """(value, members) of a box, the best of some choices of ``chords`` (1 + c,), which is left there."""
    cost, w = work
    costs(traits, low, high, chords, local, cost)
    value, members = cheapest(office, own, cost, local, place, borders, w)
    for _ in range(TURNS):
        other = chords.copy()
        weighed(traits, members, low, high, other)
        if (other == chords).all():
            break
        costs(traits, low, high, other, local, cost)
        better, others = cheapest(office, own, cost, local, place, borders, w)
        if better <= value:
            break
        value, members, chords[:] = better, others, other
    return value, members


@compiled
def to_split(k: Any, worth: Any, exact: Any) -> Any:
    """The office of least value that is not exact; −1 where it has no value below 0, or k exact ones are no higher."""
    office, lower = -1, 0
    for o in range(len(worth)):
        if not exact[o] and worth[o] < 0.0 and (office < 0 or worth[o] < worth[office]):
            office = o
    for o in range(len(worth)):
        lower += office >= 0 and exact[o] and worth[o] <= worth[office]
    return office if lower < k else -1


@compiled
def cheapest_leaf(leaf: Any, value: Any, after: Any) -> Any:
    """(leaf, that before it): the one of least value from this leaf on, −1 where there is none."""
    best, before, last = leaf, -1, -1
    while leaf >= 0:
        if value[leaf] < value[best]:
            best, before = leaf, last
        last, leaf = leaf, after[leaf]
    return best, before


@compiled
def halved(leaf: Any, side: Any, mean: Any, many: Any, low: Any, high: Any) -> None:
    """Set the boxes ``many`` and ``many`` + 1 to the two parts of a leaf, cut on one side at a mean or near it."""
    width = high[leaf, side] - low[leaf, side]
    cut = min(max(mean, low[leaf, side] + EDGE * width), high[leaf, side] - EDGE * width)
    for child in range(many, many + 2):
        low[child], high[child] = low[leaf], high[leaf]
    high[many, side] = low[many + 1, side] = cut


@compiled
def split(  # noqa: PLR0913, PLR0917 - compiled
    many: Any, splits: Any, k: Any, base: Any, slacks: Any, traits: Any, order: Any, borders: Any, tree: Any
) -> Any:
    """(nodes, done) after so many looks at a leaf of a ``tree`` of ``many`` nodes, done where more would not help.

    Parameters
    ----------
    base : (t, n, n) ω at [line, office, station] but for losses; every line is a lower bound
    slacks : (n,) by how much losses may be below 0
    order : (n, n) at [office]: the stations in the order in which they flow
    tree : low, high, chords (m, 1 + c), value (m,), the next leaf of the same office (m,), −1 at the end; by office the
        first leaf, the value, and whether it is exact (n,); the mean of the zone last looked at (n, 1 + c)
    """
    low, high, chords, value, after, head, worth, exact, means = tree
    place = np.zeros(len(head), dtype=np.int64)
    work = np.zeros(len(head)), np.zeros(len(head))
    for _ in range(splits):
        o = to_split(k, worth, exact)
        if o < 0 or many + 2 > len(value):
            return many, True
        leaf, before = cheapest_leaf(head[o], value, after)
        own = base[:, o]
        local = surrounding(o, own, slacks, order[o], borders, place)
        now = chords[leaf].copy()
        found, members = bounded(o, own, low[leaf], high[leaf], now, traits, local, place, borders, work)
        for c in range(means.shape[1]):
            means[o, c] = mean_of(traits, members, c)
        side, gain, mean = weighed(traits, members, low[leaf], high[leaf], now)
        if gain < GAIN:
            raised = max(value[leaf], found)
            exact[o], value[leaf] = raised == value[leaf], raised
        else:
            halved(leaf, side, mean, many, low, high)
            if before < 0:
                head[o] = after[leaf]
            else:
                after[before] = after[leaf]
            for part in range(many, many + 2):
                weighed(traits, members, low[part], high[part], chords[part])
                here = chords[part]
                more, _ = bounded(o, own, low[part], high[part], here, traits, local, place, borders, work)
                value[part] = max(more, value[leaf], found)
                if value[part] < 0.0:
                    after[part], head[o] = head[o], part
            many += 2
        best, _ = cheapest_leaf(head[o], value, after)
        worth[o] = 0.0 if best < 0 else min(0.0, value[best])
    return many, False


class Branching:
    """The trees of all offices, which grow.

    Parameters
    ----------
    base, traits, order, borders : as in :func:`split`
    k : zones at the most
    most : boxes at the most
    """

    def __init__(self, base: Floats, traits: Traits, order: Ints, borders: Borders, k: int, most: int) -> None:
        n, sides = traits.at.shape
        room = most + n
        self.many, self.done, self._k = n, False, k
        self._given = base, slack(traits), traits, order, borders
        self.low, self.high = np.zeros((room, sides)), np.zeros((room, sides))
        self.low[:n], self.high[:n] = traits.at.min(axis=0), traits.at.max(axis=0)
        self._chords, self._leaf = np.zeros((room, sides), dtype=np.bool_), np.zeros(room)
        self._after, self._head = np.full(room, -1), np.arange(n)
        self.value, self.exact = np.full(n, -np.inf), np.zeros(n, dtype=np.bool_)
        self._leaf[:n] = -np.inf
        self.means = (self.low[:n] + self.high[:n]) / 2

    def grow(self, splits: int) -> None:
        """Split so many boxes, unless it is done before."""
        boxes = self.low, self.high, self._chords, self._leaf, self._after
        offices = self._head, self.value, self.exact, self.means
        self.many, self.done = split(self.many, splits, self._k, *self._given, (*boxes, *offices))
