"""Forms in which growth and two-zone recombination know a rule: one kept anyway, a range of a sum, links, groups.

A form is data. The search that reads it turns it into resources, masks or arrays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.judge.zones import TIE
from zoning.model.county import Bools, Floats
from zoning.model.problem import Problem

Rows = tuple[int, ...]


@dataclass(frozen=True)
class Kept:
    """Every zone that the search forms keeps the rule."""


@dataclass(frozen=True)
class Judged:
    """Nothing prunes by the rule: every zone that growth gives is judged."""


@dataclass(frozen=True)
class Range:
    """low ≤ Σ_{i∈z} v_i ≤ high, for every zone z or only for the free ones, which hold no alone station.

    ``values(problem)`` is v (n,); ``limits(problem, k)`` is (low, high) for k free zones, −∞ and ∞ where it is open.
    Sums that are not ``whole`` numbers are taken to be judged with the relative tolerance ``zoning.judge.zones.TIE``.
    """

    values: Callable[[Problem], Floats]
    limits: Callable[[Problem, int], tuple[float, float]]
    of_alone: bool
    whole: bool


@dataclass(frozen=True)
class Ratio:
    """(1 − b) · Σ_{i∈z} g_i ≤ Σ_{i∈z} v_i ≤ (1 + b) · Σ_{i∈z} g_i for every free zone z.

    ``values(problem)`` is v (n,) ≥ 0, ``due(problem)`` is g (n,) ≥ 0 and ``band(problem)`` is b.
    """

    values: Callable[[Problem], Floats]
    due: Callable[[Problem], Floats]
    band: Callable[[Problem], float]

    def sides(self, slack: float) -> tuple[Range, Range]:
        """Both limits as ranges of signed sums, each wider by the relative ``slack``."""

        def above(problem: Problem) -> Floats:
            return self.values(problem) - (1 + self.band(problem)) * (1 + slack) * self.due(problem)

        def below(problem: Problem) -> Floats:
            return self.values(problem) - (1 - self.band(problem)) * (1 - slack) * self.due(problem)

        high = Range(above, lambda *_: (-np.inf, 0.0), of_alone=False, whole=False)
        return high, Range(below, lambda *_: (0.0, np.inf), of_alone=False, whole=False)


@dataclass(frozen=True)
class MustLink:
    """Groups of stations, each of which shares one zone."""

    groups: Callable[[Problem], Sequence[Rows]]


@dataclass(frozen=True)
class Leaves:
    """Every free zone has two stations or more, so a station with one neighbour shares its zone."""


@dataclass(frozen=True)
class CannotLink:
    """(n, n) pairs of stations that share no zone."""

    pairs: Callable[[Problem], Bools]


@dataclass(frozen=True)
class Group:
    """Rows of a group: what is wanted of it, and the ``need`` members wanted in the zone of station ``anchor``."""

    kind: int
    rows: Rows
    need: int = 0
    anchor: int = -1


TOGETHER, APART, ANCHORED = range(3)
"""Kinds of groups: all members share a zone; no two do; ``need`` members are in the zone of the anchor."""


@dataclass(frozen=True)
class Groups:
    """What is wanted of groups of stations, for two-zone recombination."""

    groups: Callable[[Problem], list[Group]]


@dataclass(frozen=True)
class Farthest:
    """No station of a zone is farther from its office than so many minutes."""

    minutes: Callable[[Problem], float]


@dataclass(frozen=True)
class Names:
    """A zone carries on a zone of today at most; the stations under another name count as changed."""


def ones(problem: Problem) -> Floats:
    """(n,) one for each station."""
    return np.ones(len(problem))


def workload(problem: Problem) -> Floats:
    """(n,) officer-hours a year."""
    return problem.county.workload


def officers(problem: Problem) -> Floats:
    """(n,) officers."""
    return problem.county.officers.astype(np.float64)


def case_areas(problem: Problem) -> Floats:
    """(n,) 1 where a station has a case-handling area."""
    return np.array([float(station.has_case_area) for station in problem.county.stations])


def pairs_within(problem: Problem, groups: Sequence[Rows]) -> Bools:
    """(n, n) pairs within a group."""
    pairs = np.zeros((len(problem), len(problem)), dtype=bool)
    for group in groups:
        pairs[np.ix_(group, group)] = True
    np.fill_diagonal(pairs, False)
    return pairs


def beyond_minutes(problem: Problem) -> Bools:
    """(n, n) pairs of stations that no office is within ``max_minutes`` of both of."""
    limit = problem.policy.rules.max_minutes
    assert limit is not None  # asked where the rule is on
    near = (problem.county.minutes <= limit * (1 + TIE)).astype(np.float64)
    pairs = np.asarray(near.T @ near == 0)
    np.fill_diagonal(pairs, False)
    return pairs


def linked(problem: Problem) -> list[Group]:
    """Groups whose members share a zone."""
    return [Group(TOGETHER, rows) for rows in problem.together]


def parted(groups: Sequence[Rows]) -> list[Group]:
    """Groups no two members of which share a zone."""
    return [Group(APART, rows) for rows in groups if len(rows) > 1]


def anchored(problem: Problem) -> list[Group]:
    """Zones of today, more than half of which share the zone of a station pinned to them."""
    return [Group(ANCHORED, members, len(members) // 2 + 1, row) for row, members in problem.anchored]
