"""Walks of a root over the stations that its sets can hold, so that one word has a bit for each.

A set that holds station v has a path from the root to v. So the total of each resource is at least what the stations of
some such path include, and what all stations that cannot join exclude. The first are shortest paths; what they rule out
raises the second, and so on, until no station is ruled out. Stations that must share a set join together or not at all.

Where more are left than a word has bits, the sets are parted: those with the farthest station, which leaves hardly room
for others, and those without it, and so on. For a set that holds the root and some station x the paths to v become the
least trees that join v with both, which are least paths again, from where one to x branches off.

What it may get wrong: sums are 64-bit floating point in another order than in the walk, so bounds are raised by
:data:`SLACK`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from solvers.compiled import compiled
from solvers.sets.costs import PairCost
from solvers.sets.growth import Resource, Root, TooMany
from solvers.sets.masks import MOST_STATIONS, Bits, bits, pack, unpack
from solvers.sets.roots import WalkTables
from zoning.model.county import Bools, Floats, Ints

SLACK = 1e-9
"""Share of bounds that rounding may lose, at the most."""


@dataclass(frozen=True)
class Narrowed:
    """A walk over the stations ``rows`` (p,) of n, by place in ``rows``; all others are excluded."""

    n: int
    rows: Ints
    tables: WalkTables
    root: Root
    resources: list[Resource]

    def masks(self, found: Bits) -> Bits:
        """(m,) masks of the n stations of masks (m,) by place."""
        member = np.zeros((len(found), self.n), dtype=bool)
        member[:, self.rows] = unpack(found, len(self.rows))
        return pack(member).astype(object)


@dataclass(frozen=True)
class Reach:
    """What walks look up, by station row, with masks longer than a word; a walk has so many ``places``."""

    tables: WalkTables
    places: int = MOST_STATIONS

    @property
    def n(self) -> int:
        return len(self.tables.neighbours)

    @cached_property
    def pairs(self) -> tuple[Bools, Bools, Bools]:
        """(n, n) pairs of neighbours, of stations that cannot and that must share a set."""
        neighbours, cannot_link, must_link = (unpack(masks, self.n) for masks in self.tables[:3])
        return neighbours, cannot_link, must_link

    @cached_property
    def edges(self) -> tuple[Ints, Ints]:
        """first (n + 1,) and beside: the neighbours of station i are ``beside[first[i]:first[i + 1]]``."""
        rows, beside = np.nonzero(self.pairs[0])
        return np.searchsorted(rows, np.arange(self.n + 1)), beside

    def narrowed(self, root: Root, resources: Sequence[Resource], most: int) -> Iterator[Narrowed]:
        """Walks that find every set of the root once, those near to it first; none after ``most`` are looked at.

        Raises
        ------
        TooMany
            When there are more, or stations that must share a set are more than places.
        """
        sums = [t.include for t in resources], [t.exclude for t in resources]
        include, exclude = (np.array(parts).reshape(-1, self.n) for parts in sums)
        room = np.array([t.bound - t.start for t in resources])
        order = np.arange(self.n) if root.order is None else root.order
        barred = unpack(bits([root.barred], self.n), self.n)[0] | self.pairs[1][root.row]
        barred[root.row] = False
        waiting: list[tuple[Bools, tuple[int, ...]]] = [(barred, (root.row,))]
        for _ in range(most):
            if not waiting:
                return
            barred, wanted = waiting.pop()
            used = self.used(wanted, barred, include, exclude, room)
            closed, held = np.isinf(used), list(wanted)
            if closed[held].any():
                continue
            rows = order[~closed[order]]
            if len(rows) <= self.places:
                yield self._of(rows, wanted, root, resources)
                continue
            used[closed], used[held] = -1.0, -1.0
            far = int(used.argmax())
            if used[far] < 0:
                break  # a set that has no place
            without = closed | (np.arange(self.n) == far)
            waiting += [(closed | self.pairs[1][far], (*wanted, far)), (without, wanted)]
        raise TooMany

    def _of(self, rows: Ints, wanted: Sequence[int], root: Root, resources: Sequence[Resource]) -> Narrowed:
        """The walk over the sets of ``rows`` with the stations ``wanted``, the root first.

        All other stations are excluded, and the pairs cut from them cost what they do.
        """
        gone = np.setdiff1d(np.arange(self.n), rows)
        tables, pairs, p = self.tables, self.tables.cost, len(rows)
        cut, joined = (
            part[np.ix_(rows, rows)] if len(part) else np.zeros((p, p)) for part in (pairs.cut, pairs.joined)
        )
        outside = np.maximum(pairs.degree[rows] - cut.sum(axis=1), 0.0) if len(pairs.cut) else 0.0
        lonely, near = np.zeros(p), np.zeros((p, p), dtype=bool)
        if len(pairs.near):
            lonely, near = pairs.lonely[rows], unpack(pairs.near[rows], self.n)[:, rows]
        narrow = [
            replace(
                t,
                include=t.include[rows] + outside * t.with_monotone,
                exclude=t.exclude[rows],
                start=t.start + float(t.exclude[gone].sum()),
            )
            for t in resources
        ]
        neighbours, cannot_link, must_link = (part[np.ix_(rows, rows)] for part in self.pairs)
        at, *more = (int(np.flatnonzero(rows == row)[0]) for row in wanted)
        must_link[at] |= np.isin(np.arange(p), more) | must_link[more].any(axis=0)
        must_link[at, at] = False
        narrow_tables = WalkTables(
            pack(neighbours),
            pack(cannot_link),
            pack(must_link),
            tables.features[rows],
            tables.roots[rows],
            tables.pull.take(rows, 1),
            PairCost.of(cut, joined, lonely, near),
        )
        return Narrowed(self.n, rows, narrow_tables, replace(root, row=at, barred=0, resources=(), order=None), narrow)

    def used(self, wanted: Sequence[int], barred: Bools, include: Floats, exclude: Floats, room: Floats) -> Floats:
        """(n,) share of the room of a resource that a set uses up to hold each station; infinite where none can.

        Parameters
        ----------
        wanted : stations of every set, the root first
        barred : (n,) stations that no set may hold
        include, exclude, room : (t, n), (t, n), (t,): as in ``growth.Resource``, and bounds less totals at the start
        """
        share, held = np.where(barred, np.inf, 0.0), np.array(wanted, dtype=np.int64)
        left = room - exclude[:, barred].sum(axis=1)
        while True:
            closed = np.isinf(share)
            ruled_out(held, share, left, *self.edges, include, exclude)
            without = ~np.isinf(share) & (self.pairs[2] & np.isinf(share)).any(axis=1)
            left = left - exclude[:, without].sum(axis=1)
            share[without] = np.inf
            if np.array_equal(closed, np.isinf(share)):
                return share


@compiled
def ruled_out(wanted: Any, share: Any, room: Any, first: Any, beside: Any, include: Any, exclude: Any) -> None:
    """Set finite values of ``share`` (n,) as in :meth:`Reach.used`, and lower ``room`` by what is ruled out."""
    n = len(share)
    least, other, ways = np.empty(n), np.empty(n), np.empty(n)
    changed = True
    while changed:
        changed = False
        for t in range(len(room)):
            length, have, slack = include[t], room[t], SLACK * (1.0 + abs(room[t]))
            least[:] = np.inf
            least[wanted[0]] = length[wanted[0]]
            shortest(least, share, length, first, beside)
            ways[:], whole = least, 0.0
            for x in wanted:
                whole += length[x]
            for v in range(n):
                least[v] = max(least[v], whole + length[v])
            for x in wanted:
                least[x] = max(ways[x], whole)
            for x in wanted[1:]:
                other[:] = np.inf
                other[x] = length[x]
                shortest(other, share, length, first, beside)
                for v in range(n):  # the least tree that joins the root and x at v
                    other[v] += ways[v] - length[v]
                shortest(other, share, length, first, beside)
                for v in range(n):
                    least[v] = max(least[v], other[v])
            for v in range(n):
                if share[v] < np.inf and least[v] > have + slack:
                    share[v] = np.inf
                    changed = True
                    for s in range(len(room)):
                        room[s] -= exclude[s, v]
                elif share[v] < np.inf and have > 0.0:
                    share[v] = max(share[v], least[v] / have)


@compiled
def shortest(least: Any, share: Any, length: Any, first: Any, beside: Any) -> None:
    """Lower ``least`` (n,) to the least of any station's and the sum of ``length`` (n,) ≥ 0 over a path from there.

    The path's first station does not count again. Stations of infinite ``share`` (n,) lie on no path.
    """
    n = len(length)
    waiting, queued = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.bool_)
    begin, many = 0, 0
    for v in range(n):
        if least[v] < np.inf:
            waiting[many], queued[v] = v, True
            many += 1
    while many > 0:
        i = waiting[begin]
        begin, many, queued[i] = (begin + 1) % n, many - 1, False
        for e in range(first[i], first[i + 1]):
            j = beside[e]
            if share[j] < np.inf and least[i] + length[j] < least[j]:
                least[j] = least[i] + length[j]
                if not queued[j]:
                    waiting[(begin + many) % n], queued[j] = j, True
                    many += 1
