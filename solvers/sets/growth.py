"""Every connected set of stations, each exactly once a root, by compiled walks over the cores of the machine.

What keeps the number of sets small are additive resources, each with a bound (:class:`Resource`): a total that rises
when a station is included or excluded, and above the bound no larger set is of use. The cap on workload, the workload
that a zone must still be able to reach, and lower bounds on reduced cost are all resources, so growth knows none of
them. Two costs are not additive and are added to the totals of resources ``with_monotone``: measures that only grow
with the set, and pairs of stations in border_cut, change and unsupported (``solvers.sets.costs``).

Roots are walked side by side and their sets come in the order of the roots, so that the number of workers changes no
result. Memory: the sets found, 8 bytes each.

References
----------
D. Avis, K. Fukuda, Reverse search for enumeration, Discrete Applied Mathematics 65 (1996). S. Wernicke, Efficient
detection of network motifs, IEEE/ACM Trans. Computational Biology and Bioinformatics 3 (2006), algorithm ESU.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from solvers.sets.costs import MonotoneCost, PairCost
from solvers.sets.masks import Bits, pack
from zoning.model.county import Floats, Ints

SLICE = 300_000
"""States between two looks at whether to go on: some 50 ms."""
ROOM = 1 << 16
"""Sets a slice has room for."""
SHORT = 20_000
"""States that every walk may meet before the others go on in threads."""
T = TypeVar("T")


class TooMany(Exception):
    """More sets were met than were allowed."""


@dataclass(frozen=True)
class Resource:
    """An additive resource with a bound: a set is found only if its total, all other stations excluded, keeps it.

    Parameters
    ----------
    include, exclude : (n,) ≥ 0, added to the total when a station joins the set or is excluded
    bound : what the total must not exceed
    start : total of the empty set, with no station excluded
    with_monotone : whether the monotone cost of the set and that of its pairs count in the total
    """

    include: Floats
    exclude: Floats
    bound: float
    start: float = 0.0
    with_monotone: bool = False


@dataclass(frozen=True)
class Root:
    """A walk over the connected sets that hold one station.

    Parameters
    ----------
    row : the station row of the root
    barred : mask of the station rows that its sets may not hold
    resources : those of this walk alone
    order : (n,) station rows in the order they are decided on, the root first; it changes no result, only the work
    """

    row: int
    barred: int
    resources: Sequence[Resource] = ()
    order: Ints | None = None


@dataclass(frozen=True)
class Partial:
    """When the walk of a root may end early: after so many ``states``, or so many ``sets`` that are cheap.

    A set is cheap if its total keeps ``margin`` below the bound of every resource with the monotone cost.
    """

    sets: int
    states: int
    margin: float = 0.0


@dataclass(frozen=True)
class Grown(Generic[T]):
    """What the walk of a root gave: ``keep`` of the sets found, the states met, and whether it came to its end."""

    kept: list[T]
    states: int
    complete: bool


def grow(  # noqa: PLR0913 - what is grown, and how far
    neighbours: Bits,
    cannot_link: Bits,
    roots: Sequence[Root],
    keep: Callable[[Bits], T],
    resources: Sequence[Resource] = (),
    monotone: MonotoneCost | None = None,
    pairs: PairCost | None = None,
    must_link: Bits | None = None,
    *,
    limit: int | None = None,
    partial: Partial | None = None,
    tick: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> Iterator[Grown[T]]:
    """Walk every root and yield what it gave, in their order.

    Parameters
    ----------
    neighbours, cannot_link, must_link : (n,) masks, a station each: its neighbours, the stations never in a set with
        it, and the stations always in a set with it
    keep : what is kept of found sets (m,); called in the thread of the walk
    resources : of all walks
    monotone, pairs : the costs that resources ``with_monotone`` count, none by default
    limit : states that all walks together may meet
    partial : when a walk may end early
    tick : called a few times a second while waiting; what it raises ends the growth
    workers : threads, by default as many as there are cores

    Raises
    ------
    TooMany
        When ``limit`` is passed.
    """
    costs = monotone or MonotoneCost.none(len(neighbours)), pairs or PairCost.none()
    fields = neighbours, cannot_link, np.zeros_like(neighbours) if must_link is None else must_link
    halt = threading.Event()
    walkers: list[_Walker[T]] = []
    short = SHORT if partial is None else min(SHORT, partial.states)
    for root in roots:
        tick()
        walkers.append(_Walker(fields, root, (*resources, *root.resources), costs, partial))
        walkers[-1].run(keep, limit, halt, short)  # most walks are over before a thread would have begun
    states = 0
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as threads:
        try:
            going = {k: threads.submit(w.run, keep, limit, halt) for k, w in enumerate(walkers) if not w.ended}
            for k, walker in enumerate(walkers):
                if k in going:
                    tick()
                    while not wait((going[k],), timeout=0.05).done:
                        tick()
                    going[k].result()
                states += walker.states
                if limit is not None and states > limit:
                    raise TooMany
                yield Grown(walker.kept, walker.states, walker.depth < 0)
        finally:
            halt.set()
            threads.shutdown(cancel_futures=True)


class _Walker(Generic[T]):
    """The stack and the tables of one walk, and what it has given so far; it goes on where it was left."""

    def __init__(
        self,
        fields: tuple[Bits, Bits, Bits],
        root: Root,
        resources: Sequence[Resource],
        costs: tuple[MonotoneCost, PairCost],
        partial: Partial | None,
    ) -> None:
        self.kept: list[T] = []
        self.partial = partial
        self.states, self.cheap_sets = 1, 0
        if any(t.start + t.include[root.row] > t.bound for t in resources):
            self.depth, self.ended = -1, True
            return
        self.start = 0 if root.order is not None else root.row
        barred = self._placed(fields, root, resources, costs)
        self._begun(root, barred, np.array([t.start for t in resources]))

    def _placed(
        self,
        fields: tuple[Bits, Bits, Bits],
        root: Root,
        resources: Sequence[Resource],
        costs: tuple[MonotoneCost, PairCost],
    ) -> int:
        """Set the tables by position; the mask of the barred positions."""
        from solvers.sets.kernel import reordered

        n = len(fields[0])
        rows = np.arange(n) if root.order is None else root.order
        self.stations = rows.astype(np.int64)
        words = np.concatenate((*fields, np.array([root.barred], dtype=np.uint64)))
        *placed, barred = np.split(reordered(words, self.stations), [n, 2 * n, 3 * n])
        self.neighbours, self.cannot_link, self.must_link = (part[rows] for part in placed)
        # taken, not indexed: an index lays out two resources and more in another order, for which all is compiled anew
        self.include, self.exclude = (
            np.array(parts).reshape(-1, n).take(rows, axis=1)
            for parts in ([t.include for t in resources], [t.exclude for t in resources])
        )
        self.bound = np.array([t.bound for t in resources])
        self.with_monotone = np.array([float(t.with_monotone) for t in resources])
        self.cheap = self.bound - (self.partial.margin if self.partial else 0.0) * self.with_monotone
        cost, pairs = costs
        self.cost = pairs.placed(self.stations)
        self.features, self.roots, self.pull = cost.features[rows], cost.roots[rows], cost.pull[rows]
        self.mix, self.scales = cost.mix, cost.scales
        earns = (self.exclude * self.with_monotone[:, None] > 0).any(axis=0)
        self.earning = pack(earns[None, :])[0]
        return int(barred[0])

    def _begun(self, root: Root, barred: int, begin: Floats) -> None:
        """Set the stack to the set of the root alone; ``begin`` (t,) are the totals of the empty set."""
        from solvers.sets.kernel import loss, reached

        n, start = len(self.stations), self.start
        free = ~barred & ((1 << n) - 1) & ~int(self.cannot_link[start]) & ~(1 << start)
        border = np.uint64(free & int(self.neighbours[start]))
        left = int(reached(border, np.uint64(free), self.neighbours))
        out = [k for k in range(n) if k != start and not left >> k & 1]
        self.inside, self.front, self.undecided, self.wanted = (np.zeros(n + 1, dtype=np.uint64) for _ in range(4))
        self.wanted[0] = self.must_link[start]
        self.totals, self.closed = (np.zeros((n + 1, len(begin))) for _ in range(2))
        self.sums, self.monotone = np.zeros((n + 1, self.features.shape[1])), np.zeros(n + 1)
        self.inside[0], self.front[0], self.undecided[0] = np.uint64(1 << root.row), border, np.uint64(left)
        begin = begin + self.include[:, start]
        self.totals[0] = begin + self.exclude[:, out].sum(axis=1)
        self.closed[0] = begin + self.exclude.sum(axis=1) - self.exclude[:, start]
        self.sums[0] = self.features[start]
        self.monotone[0] = loss(self.sums[0], 1.0, self.mix, self.scales)
        closing = self._paired(left)

        extra = self.with_monotone * self.floor[0]
        lost = int(self.wanted[0]) & ~left != 0
        self.depth = -1 if lost or (self.totals[0] + extra > self.bound).any() else 0
        self.ended = self.depth < 0
        fits = bool((self.closed[0] + self.with_monotone * closing <= self.bound).all())
        self.alone = not self.ended and self.wanted[0] == 0 and fits

    def _paired(self, left: int) -> float:
        """Set what pairs cost the root, where ``left`` is undecided; what it costs as a whole set."""
        from solvers.sets.kernel import lonely, over

        n, start, cost = len(self.stations), self.start, self.cost
        self.members, self.touched = np.zeros(n + 1, dtype=np.uint64), np.zeros(n + 1, dtype=np.uint64)
        self.pairs, self.floor = np.zeros((n + 1, 2)), self.monotone.copy()
        if not len(cost.cut):
            return float(self.monotone[0])
        self.members[0], self.touched[0] = np.uint64(1 << start), cost.apart[start]
        self.pairs[0] = over(cost.cut[start], cost.apart[start] & ~np.uint64(left)), cost.degree[start]
        self.floor[0], closing = self.monotone[0] + self.pairs[0]
        if len(cost.near):
            self.floor[0] += lonely(cost.lonely, cost.near, self.members[0], np.uint64(left))
            closing += cost.lonely[start]
        return float(closing)

    def run(
        self,
        keep: Callable[[Bits], T],
        limit: int | None,
        halt: threading.Event,
        most: int | None = None,
    ) -> None:
        """Walk to the end, or as far as ``partial``, ``limit``, ``halt`` and ``most`` states from here allow."""
        from solvers.sets.walk import walk

        if self.ended:
            return
        found = np.zeros(ROOM, dtype=np.uint64)
        rooms = np.zeros(len(self.bound)), np.zeros(len(self.bound)), np.zeros(len(self.mix))
        if self.alone:
            self.kept.append(keep(self.inside[:1].copy()))
            self.alone = False
        while self.depth >= 0 and not halt.is_set():
            self.depth, met, count, cheap = walk(
                self.depth, min(SLICE, most or SLICE),
                self.inside, self.front, self.undecided, self.wanted,
                self.totals, self.closed, self.sums, self.monotone,
                self.members, self.touched, self.pairs, self.floor,
                self.stations, self.neighbours, self.cannot_link, self.must_link,
                self.include, self.exclude, self.bound, self.with_monotone, self.cheap,
                self.features, self.mix, self.roots, self.pull, self.scales, self.earning,
                self.cost, found, *rooms,
            )  # fmt: skip
            self.states, self.cheap_sets = self.states + met, self.cheap_sets + cheap
            if count:
                self.kept.append(keep(found[:count].copy()))
            if limit is not None and self.states > limit:
                break
            if (partial := self.partial) and (self.cheap_sets > partial.sets or self.states > partial.states):
                break
            if most is not None and self.depth >= 0:
                return
        self.ended = True
