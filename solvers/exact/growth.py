"""Every connected set of stations, each exactly once a root, by compiled walks over the cores of the machine.

What keeps the number of sets small are :class:`Resource` rows: a running total that rises when a station is included or
excluded, and a ceiling above which no larger set can be of use. The workload cap, the workload a zone must still be
able to reach, and lower bounds on reduced cost are all resources, so none of them is special to the growth. What a set
costs in measures that only grow is its *floor*, added to the resources that ask for it.

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

from solvers.exact.masks import Bits, pack
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
    """A running total that only rises and the ceiling it must not pass.

    ``include`` and ``exclude`` (n,), both ≥ 0, are added when a station joins the set or is excluded; ``start`` is the
    total of the empty set; ``floored`` adds the floor of the set to it. A set is found when its total keeps below the
    ceiling with every station outside it excluded.
    """

    include: Floats
    exclude: Floats
    ceiling: float
    start: float = 0.0
    floored: bool = False


@dataclass(frozen=True)
class Root:
    """A walk: the station row it starts from, the mask of rows its sets may not hold, and resources of its own.

    ``order`` (n,) is the order in which stations are decided on, the root first; it changes no result, only the work.
    """

    row: int
    barred: int
    resources: Sequence[Resource] = ()
    order: Ints | None = None


@dataclass(frozen=True)
class MonotoneCost:
    """What a set costs at the least in measures that only grow, from sums over its stations.

    ``features`` (n, c + 4): incidents of each class, their sum, mix terms, squared and plain density; ``mix`` (c,) that
    of the county; ``roots`` (n, c) square roots of each station's mix. In points: ``scales`` (3,) for one of mix_loss,
    one of density_loss, and an incident's squared distance between such roots at the least, and ``pull`` (n,) for that
    of all incidents of a station. See ``kernel.loss`` and ``kernel.dear``.
    """

    features: Floats
    mix: Floats
    roots: Floats
    pull: Floats
    scales: Floats

    @classmethod
    def none(cls, n: int) -> "MonotoneCost":
        """A floor of 0."""
        return cls(np.zeros((n, 4)), np.zeros(0), np.zeros((n, 0)), np.zeros(n), np.zeros(3))


@dataclass(frozen=True)
class Grown(Generic[T]):
    """What the walk of a root gave: what was kept of the sets found, states met, and whether it came to its end."""

    kept: list[T]
    states: int
    complete: bool


def grow(  # noqa: PLR0913 - what is grown, and how far
    neighbours: Bits,
    cannot_link: Bits,
    roots: Sequence[Root],
    keep: Callable[[Bits], T],
    resources: Sequence[Resource] = (),
    floor: MonotoneCost | None = None,
    must_link: Bits | None = None,
    *,
    limit: int | None = None,
    enough: tuple[int, int] | None = None,
    margin: float = 0.0,
    tick: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> Iterator[Grown[T]]:
    """Walk every root and yield what it gave, in their order.

    Parameters
    ----------
    neighbours, cannot_link : (n,) masks: who borders each station, and who may not share a set with it
    must_link : (n,) masks of those that share a set with each station or are out of it together
    keep : what to do with found sets (m,), in a thread of its own
    resources : of all roots
    limit : states a root may meet, and all before and with it
    enough : a root's walk may end once it has found so many sets that keep ``margin`` below all floored ceilings, or
        has met so many states
    tick : called a few times a second while waiting; what it raises ends the growth

    Raises
    ------
    TooMany
        When ``limit`` is passed.
    """
    floor = floor or MonotoneCost.none(len(neighbours))
    fields = neighbours, cannot_link, np.zeros_like(neighbours) if must_link is None else must_link
    halt = threading.Event()
    walkers: list[_Walker[T]] = []
    for root in roots:
        tick()
        walkers.append(_Walker(fields, root, (*resources, *root.resources), floor, margin))
        walkers[-1].run(keep, limit, enough, halt, SHORT)  # most walks are over before a thread would have begun
    states = 0
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as threads:
        try:
            going = {k: threads.submit(w.run, keep, limit, enough, halt) for k, w in enumerate(walkers) if not w.ended}
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
        floor: MonotoneCost,
        margin: float,
    ) -> None:
        self.kept: list[T] = []
        self.states, self.bargains = 1, 0
        if any(t.start + t.include[root.row] > t.ceiling for t in resources):
            self.depth, self.ended = -1, True
            return
        from solvers.exact.kernel import loss, reached, reordered

        n = len(fields[0])
        rows = np.arange(n) if root.order is None else root.order
        start = 0 if root.order is not None else root.row
        self.stations = rows.astype(np.int64)
        words = np.concatenate((*fields, np.array([root.barred], dtype=np.uint64)))
        *placed, barred = np.split(reordered(words, self.stations), [n, 2 * n, 3 * n])
        self.neighbours, self.cannot_link, self.must_link = (part[rows] for part in placed)
        self.include = np.array([t.include for t in resources]).reshape(-1, n)[:, rows]
        self.exclude = np.array([t.exclude for t in resources]).reshape(-1, n)[:, rows]
        self.ceiling = np.array([t.ceiling for t in resources])
        self.floored = np.array([float(t.floored) for t in resources])
        self.cheap = self.ceiling - margin * self.floored
        self.features, self.roots, self.pull = floor.features[rows], floor.roots[rows], floor.pull[rows]
        self.mix, self.scales = floor.mix, floor.scales
        earns = (self.exclude * self.floored[:, None] > 0).any(axis=0)
        self.earning = pack(earns[None, :])[0]

        free = ~int(barred[0]) & ((1 << n) - 1) & ~int(self.cannot_link[start]) & ~(1 << start)
        border = np.uint64(free & int(self.neighbours[start]))
        left = int(reached(border, np.uint64(free), self.neighbours))
        out = [k for k in range(n) if k != start and not left >> k & 1]
        self.inside, self.front, self.undecided, self.wanted = (np.zeros(n + 1, dtype=np.uint64) for _ in range(4))
        self.wanted[0] = self.must_link[start]
        self.totals, self.closed = (np.zeros((n + 1, len(resources))) for _ in range(2))
        self.sums, self.floor = np.zeros((n + 1, self.features.shape[1])), np.zeros(n + 1)
        self.inside[0], self.front[0], self.undecided[0] = np.uint64(1 << root.row), border, np.uint64(left)
        begin = np.array([t.start for t in resources]) + self.include[:, start]
        self.totals[0] = begin + self.exclude[:, out].sum(axis=1)
        self.closed[0] = begin + self.exclude.sum(axis=1) - self.exclude[:, start]
        self.sums[0] = self.features[start]
        self.floor[0] = loss(self.sums[0], 1.0, self.mix, self.scales)

        extra = self.floored * self.floor[0]
        lost = int(self.wanted[0]) & ~left != 0
        self.depth = -1 if lost or (self.totals[0] + extra > self.ceiling).any() else 0
        self.ended = self.depth < 0
        self.alone = not self.ended and self.wanted[0] == 0 and bool((self.closed[0] + extra <= self.ceiling).all())

    def run(
        self,
        keep: Callable[[Bits], T],
        limit: int | None,
        enough: tuple[int, int] | None,
        halt: threading.Event,
        most: int | None = None,
    ) -> None:
        """Walk to the end, or until there is enough, too much, ``halt`` is set or ``most`` states were met."""
        from solvers.exact.kernel import walk

        if self.ended:
            return
        found = np.zeros(ROOM, dtype=np.uint64)
        if self.alone:
            self.kept.append(keep(self.inside[:1].copy()))
            self.alone = False
        while self.depth >= 0 and not halt.is_set():
            self.depth, met, count, cheap = walk(
                self.depth, min(SLICE, most or SLICE),
                self.inside, self.front, self.undecided, self.wanted,
                self.totals, self.closed, self.sums, self.floor,
                self.stations, self.neighbours, self.cannot_link, self.must_link,
                self.include, self.exclude, self.ceiling, self.floored, self.cheap,
                self.features, self.mix, self.roots, self.pull, self.scales, self.earning, found,
            )  # fmt: skip
            self.states, self.bargains = self.states + met, self.bargains + cheap
            if count:
                self.kept.append(keep(found[:count].copy()))
            if limit is not None and self.states > limit:
                break
            if enough is not None and (self.bargains > enough[0] or self.states > enough[1]):
                break
            if most is not None and self.depth >= 0:
                return
        self.ended = True
