"""Zones: a batch of candidate zones and the few things that may be asked of it.

Measures and rules are written once against :class:`Zones`. The judge answers them with :class:`MemberZones`, plain
membership and sums in station order; the solver answers the same questions with lookup tables over bit masks.
"""

from typing import Protocol

import numpy as np

from zoning.mathematics.parts import parts
from zoning.model.answering import STEPS, Steps
from zoning.model.county import Bools, Floats, Ints
from zoning.model.equality import frozen
from zoning.model.plan import Plan
from zoning.model.problem import Problem

TIE = 1e-9
"""Relative difference below which two values are the same and the lower station row decides."""


class Zones(Protocol):
    """m candidate zones of a problem with n stations."""

    problem: Problem

    def __len__(self) -> int: ...

    def sum(self, values: Floats) -> Floats:
        """(m,) sums over the members of ``values`` (n,), or (m, k) of (n, k)."""

    def costs(self, values: Floats) -> Floats:
        """(m, n) sums over the members i of ``values[i, o]`` for every member o, infinite where o is no member."""

    def pairs(self, values: Floats) -> Floats:
        """(m,) sums of the symmetric ``values`` (n, n) over the pairs of members."""

    def lonely(self, values: Floats, near: Bools) -> Floats:
        """(m,) sums of ``values`` (n,) over the members i that have no other member j with ``near[i, j]``."""

    def steps_alone(self, values: Floats, steps: Steps) -> Floats:
        """(m,) sums of ``lonely`` where near is ``steps <= k``, over k below ``STEPS``; no member helps itself."""

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        """(m,) largest ``values[origin, i]`` over the members i."""

    def connected(self) -> Bools:
        """(m,) whether the members hang together over the county's borders."""


class MemberZones:
    """Zones by plain membership ``member`` (m, n): sums over the members in station order, the same bits for any m."""

    def __init__(self, problem: Problem, member: Bools) -> None:
        self.problem = problem
        self.member = np.asarray(member, dtype=bool)
        self.rows = [np.flatnonzero(row) for row in self.member]
        self._costs: dict[int, tuple[Floats, Floats]] = {}
        self._zone, self._station = np.nonzero(self.member)  # of every membership, zone by zone, in station order

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> "MemberZones":
        """The zones of a plan, in its order."""
        labels = plan.labels(problem.county.codes)
        return cls(problem, labels[None, :] == np.arange(len(plan.zones))[:, None])

    def __len__(self) -> int:
        return len(self.member)

    def sum(self, values: Floats) -> Floats:
        return _sums(self._zone, values[self._station], len(self))

    def costs(self, values: Floats) -> Floats:
        if values.flags.writeable:
            return self._summed(values)
        if id(values) not in self._costs:  # the office and the way to it ask for the same; holding values keeps its id
            self._costs[id(values)] = values, frozen(self._summed(values))
        return self._costs[id(values)][1]

    def _summed(self, values: Floats) -> Floats:
        """(m, n) what :meth:`costs` says."""
        costs = np.full(self.member.shape, np.inf)
        for z, rows in enumerate(self.rows):
            total = np.zeros(len(rows))
            for served in values[np.ix_(rows, rows)]:
                total += served
            costs[z, rows] = total
        return costs

    def pairs(self, values: Floats) -> Floats:
        total = np.zeros(len(self))
        for z, rows in enumerate(self.rows):
            inside = values[np.ix_(rows, rows)]
            one, two = np.nonzero(inside)  # most pairs have nothing to add
            between = inside[one, two][one < two]
            total[z] = np.cumsum(between)[-1] if len(between) else 0.0  # added up in order
        return total

    def lonely(self, values: Floats, near: Bools) -> Floats:
        helped = [near[np.ix_(rows, rows)].any(axis=1) for rows in self.rows]
        alone = ~np.concatenate(helped) if helped else np.zeros(0, dtype=bool)
        return _sums(self._zone[alone], values[self._station[alone]], len(self))

    def steps_alone(self, values: Floats, steps: Steps) -> Floats:
        first = [steps[np.ix_(rows, rows)].min(axis=1, initial=STEPS) for rows in self.rows]  # of the nearest other
        away, total = np.concatenate(first) if first else np.zeros(0, dtype=np.int8), np.zeros(len(self))
        for k in range(STEPS):
            alone = away > k
            total += _sums(self._zone[alone], values[self._station[alone]], len(self))
        return total

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        away = (values[o, rows].max(initial=-np.inf) for o, rows in zip(origin, self.rows, strict=True))
        return np.fromiter(away, dtype=np.float64, count=len(self))

    def connected(self) -> Bools:
        beside = self.problem.county.neighbours
        return np.array([len(parts(beside, rows.tolist())) == 1 for rows in self.rows], dtype=bool)


def _sums(zone: Ints, values: Floats, zones: int) -> Floats:
    """(m,) sums of the values of each zone, added up one after the other, or (m, k) of values (…, k)."""
    total = np.zeros((zones, *values.shape[1:]))
    if values.ndim == 1:
        total[:] = np.bincount(zone, values, zones)
    else:
        for k, column in enumerate(values.T):
            total[:, k] = np.bincount(zone, column, zones)
    return total


def outside(zones: Zones) -> Bools:
    """(m,) zones that hold none of the alone stations: those that rules on size and workload speak of."""
    return np.asarray(zones.sum(zones.problem.alone_ones) == 0)


def offices(zones: Zones) -> Ints:
    """(m,) row of each zone's office (H8): the chosen one if the zone holds one, else the 1-median.

    The 1-median minimises the workload-weighted minutes to the members; of equal ones the lowest row is taken.
    """
    costs = zones.costs(zones.problem.county.weighted_minutes)
    best = costs.min(axis=1, keepdims=True)
    row = np.asarray((costs <= best * (1 + TIE)).argmax(axis=1), dtype=np.int64)
    for office in reversed(zones.problem.offices):
        row[np.isfinite(costs[:, office])] = office
    return row
