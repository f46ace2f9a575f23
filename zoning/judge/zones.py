"""Zones: a batch of candidate zones and the few things that may be asked of it.

Measures and rules are written once against :class:`Zones`. The judge answers them with :class:`MemberZones`, plain
membership and sums in station order; the solver answers the same questions with lookup tables over bit masks.
"""

from typing import Protocol

import numpy as np

from zoning.model.county import Bools, Floats, Ints
from zoning.model.parts import parts
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

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        """(m,) largest ``values[origin, i]`` over the members i."""

    def connected(self) -> Bools:
        """(m,) whether the members hang together over the county's borders."""


class MemberZones:
    """Zones by plain membership ``member`` (m, n): simple, sums in station order, the same bits for any m."""

    def __init__(self, problem: Problem, member: Bools) -> None:
        self.problem = problem
        self.member = np.asarray(member, dtype=bool)

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> "MemberZones":
        """The zones of a plan, in its order."""
        labels = plan.labels(problem.county.codes)
        return cls(problem, labels[None, :] == np.arange(len(plan.zones))[:, None])

    def __len__(self) -> int:
        return len(self.member)

    def sum(self, values: Floats) -> Floats:
        total = np.zeros((len(self), *values.shape[1:]))
        for i in range(len(values)):
            total[self.member[:, i]] += values[i]
        return total

    def costs(self, values: Floats) -> Floats:
        return np.where(self.member, self.sum(values), np.inf)

    def pairs(self, values: Floats) -> Floats:
        one, two = np.nonzero(values)  # most pairs of a large county have nothing to add
        one, two = one[one < two], two[one < two]
        between = values[one, two]
        inside = (between[row[one] & row[two]] for row in self.member)
        return np.array([np.cumsum(part)[-1] if len(part) else 0.0 for part in inside])  # added up in order

    def lonely(self, values: Floats, near: Bools) -> Floats:
        total = np.zeros(len(self))
        for i in range(len(values)):
            holding = np.flatnonzero(self.member[:, i])
            helped = (self.member[holding] & near[i]).any(axis=1)
            total[holding[~helped]] += values[i]
        return total

    def farthest(self, values: Floats, origin: Ints) -> Floats:
        return np.asarray(np.where(self.member, values[origin], -np.inf).max(axis=1, initial=-np.inf))

    def connected(self) -> Bools:
        beside = self.problem.county.neighbours
        return np.array([len(parts(beside, np.flatnonzero(row).tolist())) == 1 for row in self.member], dtype=bool)


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
