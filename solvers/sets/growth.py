"""Every connected set of stations, each exactly once a root, by compiled walks over the cores of the machine.

What keeps the number of sets small are additive resources, each with a bound (:class:`Resource`): a total that rises
when a station is included or excluded, and above the bound no larger set is of use. The cap on workload, the workload
that a zone must still be able to reach, and lower bounds on reduced cost are all resources, so growth knows none of
them. Two costs are not additive and are added to the totals of resources ``with_monotone``: measures that only grow
with the set, and pairs of stations in border_cut, change and unsupported (``solvers.sets.costs``).

A walk knows stations by their places in one word. Where masks are longer (``solvers.sets.masks``), only those that the
sets of the root can hold have a place (``solvers.sets.reach``).

Roots are walked side by side and their sets come in the order of the roots, so that the number of workers changes no
result. Memory: the sets found, 8 bytes each, or some 50 where masks are longer than a word.

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
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from solvers.sets.costs import MonotoneCost, PairCost
from solvers.sets.masks import Bits, pack
from zoning.model.county import Floats, Ints

if TYPE_CHECKING:
    from solvers.sets.roots import WalkTables

SLICE = 300_000
"""States between two looks at whether to go on: some 50 ms."""
ROOM = 1 << 16
"""Sets a slice has room for."""
SHORT = 20_000
"""States that every walk may meet before the others go on in threads."""
FEW, MANY, LONG = 40, 4000, 1_000_000
"""Parts of the sets of a root at the most, where masks are long: the first while it ends before so many states."""
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
        When ``limit`` is passed, or the sets of a root cannot be parted so that a word has a place for all stations.
    """
    from solvers.sets.roots import WalkTables

    cost, linked = monotone or MonotoneCost.none(len(neighbours)), pairs or PairCost.none()
    wanted = np.zeros_like(neighbours) if must_link is None else must_link
    tables = WalkTables(neighbours, cannot_link, wanted, cost.features, cost.roots, cost.pull, linked)
    halt = threading.Event()
    walkers: list[_Walker[T]] = []
    short = SHORT if partial is None else min(SHORT, partial.states)
    for walker in _walkers(tables, roots, resources, cost, keep, limit, partial):
        tick()
        walkers.append(walker)
        walker.run(limit, halt, short)  # most walks are over before a thread would have begun
    yield from _walked(walkers, lambda walker: walker.run(limit, halt), limit, halt, tick, workers)


def _walked(
    walkers: "list[_Walker[T]]",
    run: "Callable[[_Walker[T]], None]",
    limit: int | None,
    halt: threading.Event,
    tick: Callable[[], None],
    workers: int | None,
) -> Iterator[Grown[T]]:
    """Run what is left of the walks in threads and yield what they gave, in their order."""
    states = 0
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as threads:
        try:
            going = {k: threads.submit(run, walker) for k, walker in enumerate(walkers) if not walker.ended}
            for k, walker in enumerate(walkers):
                if k in going:
                    tick()
                    while not wait((going[k],), timeout=0.05).done:
                        tick()
                    going[k].result()
                states += walker.states
                if limit is not None and states > limit:
                    raise TooMany
                yield Grown(walker.kept, walker.states, walker.depth < 0 and walker.whole)
        finally:
            halt.set()
            threads.shutdown(cancel_futures=True)


def _walkers(
    tables: "WalkTables",
    roots: Sequence[Root],
    resources: Sequence[Resource],
    monotone: MonotoneCost,
    keep: Callable[[Bits], T],
    limit: int | None,
    partial: Partial | None,
) -> "Iterator[_Walker[T]]":
    """A walk for every root, or several over the stations that its sets can hold where masks are longer than a word."""
    if tables.neighbours.dtype != object:
        for root in roots:
            yield _Walker(tables, root, (*resources, *root.resources), monotone, keep, partial)
        return
    from solvers.sets.reach import Reach  # not needed by small counties, and compiled

    reach, early = Reach(tables), partial is not None and partial.states < LONG
    most = FEW if early or (limit is not None and limit < LONG) else MANY
    for root in roots:
        walker = None
        try:
            for one in reach.narrowed(root, (*resources, *root.resources), most):
                kept = _composed(keep, one.masks)
                yield (walker := _Walker(one.tables, one.root, one.resources, monotone, kept, partial))
        except TooMany:
            if walker is None or not early:
                raise
            walker.whole = False  # as if it had ended early


def _composed(keep: Callable[[Bits], T], masks: Callable[[Bits], Bits]) -> Callable[[Bits], T]:
    """What is kept of the masks that are made of what is found."""
    return lambda found: keep(masks(found))


class _Walker(Generic[T]):
    """The stack and the tables of one walk, and what it has given so far; it goes on where it was left."""

    def __init__(
        self,
        tables: "WalkTables",
        root: Root,
        resources: Sequence[Resource],
        monotone: MonotoneCost,
        keep: Callable[[Bits], T],
        partial: Partial | None,
    ) -> None:
        from solvers.sets.roots import Stack, begin

        self.kept: list[T] = []
        self.keep, self.partial, self.whole = keep, partial, True
        self.states, self.cheap_sets = 1, 0
        self.depth, self.ended = -1, True
        if any(t.start + t.include[root.row] > t.bound for t in resources):
            return
        n, start, barred = len(tables.neighbours), root.row, root.barred
        self.stations, self.tables, self.monotone = np.arange(n), tables, monotone
        if root.order is not None:
            self.stations, start = root.order.astype(np.int64), 0
            self.tables = tables.placed(self.stations)
            barred = sum(1 << k for k, row in enumerate(self.stations.tolist()) if root.barred >> row & 1)
        # taken, not indexed: an index lays out two resources and more in another order, for which all is compiled anew
        self.include, self.exclude = (
            np.array(parts).reshape(-1, n).take(self.stations, axis=1)
            for parts in ([t.include for t in resources], [t.exclude for t in resources])
        )
        each = np.array([(t.bound, t.start, float(t.with_monotone)) for t in resources]).reshape(-1, 3)
        self.bound, empty, self.with_monotone = (column.copy() for column in each.T)
        self.cheap = self.bound - (partial.margin if partial else 0.0) * self.with_monotone
        earns = (self.exclude * self.with_monotone[:, None] > 0).any(axis=0)
        self.earning = pack(earns[None, :])[0]
        self.stack = Stack.of(n, len(self.bound), self.tables.features.shape[1:])
        resources_ = self.include, self.exclude, self.bound, self.with_monotone, empty
        losses = monotone.mix, monotone.scales
        goes, self.alone = begin(self.stack, self.tables, *resources_, start, root.row, np.uint64(barred), *losses)
        self.depth, self.ended = (0, False) if goes else (-1, True)

    def run(
        self,
        limit: int | None,
        halt: threading.Event,
        most: int | None = None,
    ) -> None:
        """Walk to the end, or as far as ``partial``, ``limit``, ``halt`` and ``most`` states from here allow."""
        from solvers.sets.walk import walk

        if self.ended:
            return
        found = np.zeros(ROOM, dtype=np.uint64)
        rooms = (
            np.zeros(len(self.bound)),
            np.zeros(len(self.bound)),
            np.zeros((len(self.monotone.mix), self.monotone.mix.shape[1] + 3)),
        )
        tables, monotone = self.tables, self.monotone
        if self.alone:
            self.kept.append(self.keep(self.stack.inside[:1].copy()))
            self.alone = False
        while self.depth >= 0 and not halt.is_set():
            self.depth, met, count, cheap = walk(
                self.depth, min(SLICE, most or SLICE), *self.stack,
                self.stations, tables.neighbours, tables.cannot_link, tables.must_link,
                self.include, self.exclude, self.bound, self.with_monotone, self.cheap,
                tables.features, monotone.mix, tables.roots, tables.pull, monotone.scales, self.earning,
                tables.cost, found, *rooms,
            )  # fmt: skip
            self.states, self.cheap_sets = self.states + met, self.cheap_sets + cheap
            if count:
                self.kept.append(self.keep(found[:count].copy()))
            if limit is not None and self.states > limit:
                break
            if (partial := self.partial) and (self.cheap_sets > partial.sets or self.states > partial.states):
                break
            if most is not None and self.depth >= 0:
                return
        self.ended = True
