"""Every connected set of stations, each exactly once a root, grown in chunks of bounded memory.

The state of a growing set is three masks: the set, its undecided neighbours and the stations excluded for good. One
step takes the lowest undecided neighbour of every state in a chunk and branches: into the set, or excluded. Every
connected set that holds the root is reached by exactly one sequence of choices, and each choice yields exactly one set.

Sets may be grown in several *views* at once. A view is an order of the stations: a bit of a state's masks is a position
in that order, so that each view branches on its own first station (the nearest to a centre, say).

What keeps the number of sets small are :class:`Tally` rows: a running total that rises when a station is included or
excluded, and a ceiling above which no larger set can be of use. The workload cap, the workload a zone must still be
able to reach, and lower bounds on reduced cost are all tallies, so none of them is special to the growth.

Memory: a chunk of :data:`CHUNK` states yields at most as many more, and no branch is longer than 2 n, so the stack
holds at most 2 n · CHUNK states of 50 bytes and 16 a tally: 0.5 GB at 64 stations and four tallies; in practice some
MB.

References
----------
D. Avis, K. Fukuda, Reverse search for enumeration, Discrete Applied Mathematics 65 (1996). S. Wernicke, Efficient
detection of network motifs, IEEE/ACM Trans. Computational Biology and Bioinformatics 3 (2006), algorithm ESU.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solvers.masks import Bits, pack
from zoning.county import Bools, Floats, Ints

CHUNK = 1 << 15
"""States branched on at a time."""
ONE = np.uint64(1)


@dataclass(frozen=True)
class Field:
    """Where sets grow, in v views of n stations: all by position in the view.

    ``stations`` (v, n) is the row of the station at each position, ``neighbours`` (v, n) the mask of its neighbours and
    ``rivals`` (v, n) the mask of those that may not share a set with it.
    """

    stations: Ints
    neighbours: Bits
    rivals: Bits

    @classmethod
    def of(cls, adjacent: Bools, rivals: Bools, stations: Ints) -> "Field":
        """The field of (n, n) symmetric relations, in the orders (v, n) ``stations``."""
        views = [pack(relation[np.ix_(order, order)]) for order in stations for relation in (adjacent, rivals)]
        return cls(stations, np.array(views[::2]), np.array(views[1::2]))


@dataclass(frozen=True)
class Tally:
    """A running total that only rises and the ceiling it must not pass.

    ``include`` and ``exclude`` (v, n), both ≥ 0, by position, are added when a station joins the set or is excluded;
    ``start`` (v,) is the total of the empty set; ``floored`` adds the growth's ``floor`` of the set to it. A set counts
    as a zone when its total keeps below the ceiling with every station outside it excluded.
    """

    include: Floats
    exclude: Floats
    ceiling: float
    start: Floats
    floored: bool = False


@dataclass
class _States:
    """Growing sets: masks by position, the same set by station rows, its view, its totals and its floor.

    ``closed`` are the totals if the set is a zone as it stands, with all other stations excluded.
    """

    inside: Bits
    open: Bits
    shut: Bits
    grown: Bits
    view: Ints
    totals: list[Floats]
    closed: list[Floats]
    floor: Floats

    def __len__(self) -> int:
        return len(self.inside)

    def __getitem__(self, which: Any) -> "_States":
        totals, closed = ([total[which] for total in each] for each in (self.totals, self.closed))
        inside, open_, shut, grown = (part[which] for part in (self.inside, self.open, self.shut, self.grown))
        return _States(inside, open_, shut, grown, self.view[which], totals, closed, self.floor[which])

    def within(self, tallies: Sequence[Tally]) -> "_States":
        """Those whose totals keep below every ceiling."""
        keep = self._below(self.totals, tallies)
        return self if keep.all() else self[keep]

    def zones(self, tallies: Sequence[Tally]) -> Bits:
        """By station row, the sets that keep below every ceiling as they stand."""
        return self.grown[self._below(self.closed, tallies)]

    def _below(self, totals: Sequence[Floats], tallies: Sequence[Tally]) -> Bools:
        keep = np.ones(len(self), dtype=bool)
        for total, tally in zip(totals, tallies, strict=True):
            keep &= (total + self.floor if tally.floored else total) <= tally.ceiling
        return keep


def grow(
    field: Field,
    roots: Sequence[tuple[int, int, int]],
    tallies: Sequence[Tally] = (),
    floor: Callable[[Bits], Floats] | None = None,
) -> Iterator[tuple[int, Bits]]:
    """Yield (sets grown, those that count as zones), in chunks: masks by station row, each connected set once a root.

    Parameters
    ----------
    field : the neighbours of each station
    roots : (view, position of the root, mask of the positions that its sets may not hold)
    tallies : what may not be exceeded, by a set or by anything that can still grow from it
    floor : a lower bound on what a set and all larger ones cost, given masks by station row
    """
    states = _seeds(field, roots, tallies, floor)
    if len(states):
        yield len(states), states.zones(tallies)
    stack = [states[states.open != 0]]
    while stack:
        states = stack.pop()
        while stack and len(states) + len(stack[-1]) <= CHUNK:
            states = _joined(states, stack.pop())
        if len(states) > CHUNK:
            stack.append(states[: len(states) - CHUNK])
            states = states[len(states) - CHUNK :]
        lowest = states.open & (~states.open + ONE)
        # Where a state stands in the flattened (v, n) tables: its view and the position of its lowest open neighbour.
        at = states.view * field.stations.shape[1] + np.bitwise_count(lowest - ONE)
        excluded = _exclude(states, lowest, at, tallies)
        included = _include(states, lowest, at, field, tallies, floor)
        if len(included):
            yield len(included), included.zones(tallies)
        for children in (excluded, included):
            alive = children[children.open != 0]
            if len(alive):
                stack.append(alive)


def _seeds(
    field: Field,
    roots: Sequence[tuple[int, int, int]],
    tallies: Sequence[Tally],
    floor: Callable[[Bits], Floats] | None,
) -> _States:
    n = field.stations.shape[1]
    view = np.array([v for v, _, _ in roots], dtype=np.int64)
    at = view * n + np.array([position for _, position, _ in roots], dtype=np.int64)
    inside = np.array([1 << position for _, position, _ in roots], dtype=np.uint64)
    shut = np.array([barred for _, _, barred in roots], dtype=np.uint64) | field.rivals.ravel()[at]
    excluded = (shut[:, None] >> np.arange(n, dtype=np.uint64)) & ONE == 1
    totals = [t.start[view] + t.include.ravel()[at] + (excluded * t.exclude[view]).sum(axis=1) for t in tallies]
    closed = [t.start[view] + t.exclude[view].sum(axis=1) + (t.include - t.exclude).ravel()[at] for t in tallies]
    grown = ONE << field.stations.ravel()[at].astype(np.uint64)
    states = _States(inside, field.neighbours.ravel()[at] & ~shut, shut, grown, view, totals, closed, np.zeros(len(at)))
    states = states.within(tallies)
    return _floored(states, tallies, floor)


def _exclude(states: _States, lowest: Bits, at: Ints, tallies: Sequence[Tally]) -> _States:
    totals = [total + t.exclude.ravel()[at] for total, t in zip(states.totals, tallies, strict=True)]
    open_, shut = states.open ^ lowest, states.shut | lowest
    children = _States(states.inside, open_, shut, states.grown, states.view, totals, states.closed, states.floor)
    return children.within(tallies)


def _include(
    states: _States,
    lowest: Bits,
    at: Ints,
    field: Field,
    tallies: Sequence[Tally],
    floor: Callable[[Bits], Floats] | None,
) -> _States:
    rivals = field.rivals.ravel()[at]
    totals = [total + t.include.ravel()[at] for total, t in zip(states.totals, tallies, strict=True)]
    closed = [total + (t.include - t.exclude).ravel()[at] for total, t in zip(states.closed, tallies, strict=True)]
    if rivals.any():
        # A station barred by a rival is excluded as if by choice: totals must not depend on the path taken.
        _charge(totals, rivals & ~states.shut, states.view, tallies)
    inside, shut = states.inside | lowest, states.shut | rivals
    neighbours = (states.open | field.neighbours.ravel()[at]) & ~inside & ~shut
    grown = states.grown | (ONE << field.stations.ravel()[at].astype(np.uint64))
    children = _States(inside, neighbours, shut, grown, states.view, totals, closed, states.floor)
    return _floored(children.within(tallies), tallies, floor)


def _floored(states: _States, tallies: Sequence[Tally], floor: Callable[[Bits], Floats] | None) -> _States:
    if floor is None or not len(states):
        return states
    states.floor = floor(states.grown)
    return states.within(tallies)


def _charge(totals: list[Floats], newly_shut: Bits, view: Ints, tallies: Sequence[Tally]) -> None:
    for i in range(tallies[0].exclude.shape[1] if tallies else 0):
        barred = (newly_shut >> np.uint64(i)) & ONE == 1
        for total, tally in zip(totals, tallies, strict=True):
            total[barred] += tally.exclude[view[barred], i]


def _joined(a: _States, b: _States) -> _States:
    totals, closed = (
        [np.concatenate(pair) for pair in zip(*each, strict=True)]
        for each in ((a.totals, b.totals), (a.closed, b.closed))
    )
    inside, open_, shut, grown = (
        np.concatenate(pair) for pair in ((a.inside, b.inside), (a.open, b.open), (a.shut, b.shut), (a.grown, b.grown))
    )
    view, floor = np.concatenate((a.view, b.view)), np.concatenate((a.floor, b.floor))
    return _States(inside, open_, shut, grown, view, totals, closed, floor)
