"""Nondominated points of two measures: pairs of values that no plan improves in one without losing in the other.

Values are points of the measures, both to be small. The *local nadir* of two neighbouring points has the worse value of
each; a plan between the two that is worse than every local nadir is dominated.

References
----------
M. Ehrgott, Multicriteria Optimization (2005), chapter 2. I. Das, On characterizing the "knee" of the Pareto curve based
on normal-boundary intersection, Structural Optimization 18 (1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Staged

SAME = 1e-9
"""Shares no farther apart than this are equal."""
LAST = 1 << 62
"""Comes after every station row."""


@dataclass(frozen=True)
class Point:
    """An efficient plan and its two values, in millionths of a share.

    ``staged`` proves it: with no more of the first measure no plan has less of the second, and with no more of both
    none has less of the first.
    """

    plan: Plan
    first: int
    second: int
    staged: Staged | None = None

    def weighted(self, weights: tuple[int, int]) -> int:
        """The weighted sum of the two values."""
        return weights[0] * self.first + weights[1] * self.second


@dataclass
class Nondominated:
    """The points found so far, by rising first value; of plans with the same values the first of equal plans."""

    problem: Problem
    points: list[Point] = field(default_factory=list)

    def insert(self, new: Point) -> bool:
        """Add a point that no known one dominates, and drop the points it dominates; of equals the first plan stays."""
        for p in self.points:
            if p.first <= new.first and p.second <= new.second:
                same = (p.first, p.second) == (new.first, new.second)
                if not same or self._order(p.plan) <= self._order(new.plan):
                    return False
        kept = [p for p in self.points if p.first < new.first or p.second < new.second]
        self.points = sorted([*kept, new], key=lambda p: p.first)
        return True

    def drop(self, left: Point, right: Point) -> None:
        """Forget the points right of ``left`` up to ``right``."""
        self.points = [p for p in self.points if not left.first < p.first <= right.first]

    def worst_nadir(self, weights: tuple[int, int], left: Point, right: Point) -> int:
        """The largest weighted sum of a local nadir from ``left`` to ``right``: no new point between them has more."""
        begin = sum(p.first <= left.first for p in self.points) - 1
        between = [p for p in self.points[max(begin, 0) :] if p.first <= right.first]
        firsts = [*(p.first for p in between[1:]), right.first]
        return max(weights[0] * f + weights[1] * p.second for f, p in zip(firsts, between, strict=True))

    def _order(self, plan: Plan) -> tuple[int, list[list[int]]]:
        """Sorts equal plans as ``solvers.exact.cover`` does."""
        row = self.problem.county.index
        return len(plan.zones), sorted([*sorted(row[code] for code in zone), LAST] for zone in plan.zones)


def knee(points: Sequence[Point]) -> int:
    """The position of the point farthest below the line between the ends, both measures scaled to their range.

    It is −1 where no point lies below that line: then every other one costs more of one measure than it saves of the
    other.
    """
    values = np.array([(point.first, point.second) for point in points], dtype=np.float64)
    if len(points) < 3 or not np.ptp(values, axis=0).all():
        return -1
    scaled = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    lowest = int(np.argmin(scaled.sum(axis=1)))
    return lowest if 0 < lowest < len(points) - 1 else -1


def efficient(shares: Sequence[tuple[float, float]]) -> list[int]:
    """Positions of the pairs of shares that no other pair dominates.

    Points are rounded zone by zone, so plans of the same shares may differ by some and seem nondominated.
    """
    values = np.array(shares, dtype=np.float64).reshape(-1, 2)
    no_worse = (values[:, None] <= values[None] + SAME).all(axis=2)
    better = (values[:, None] < values[None] - SAME).any(axis=2)
    return [int(k) for k in np.flatnonzero(~(no_worse & better).any(axis=0))]
