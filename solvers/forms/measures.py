"""Forms in which searches know a measure: half a signed sum, weighted minutes to the best office, losses, pairs.

A :class:`Term` is what two-zone recombination adds up of one measure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.model.county import Bools, Floats
from zoning.model.problem import Problem


@dataclass(frozen=True)
class Signed:
    """The share of a zone is max(0, |Σ_{i∈z} u_i| − Σ_{i∈z} g_i) / 2, u (n,) ``values`` of any sign, g (n,) ≥ 0.

    g is the ``allowance``, 0 where there is none.
    """

    values: Callable[[Problem], Floats]
    allowance: Callable[[Problem], Floats] | None = None

    def allowed(self, problem: Problem) -> Floats:
        """g, (n,)."""
        return np.zeros(len(problem)) if self.allowance is None else self.allowance(problem)


@dataclass(frozen=True)
class Median:
    """The share of a zone is min_{o∈z} Σ_{i∈z} c_io, c (n, n) at [station, office]; one measure may have it.

    Where the zone holds an office that the planner chose, o is that one.
    """

    costs: Callable[[Problem], Floats]


@dataclass(frozen=True)
class Loss:
    """The share never falls when a station is added, and comes from sums over stations (``exact.kernel.loss``)."""


@dataclass(frozen=True)
class Pairs:
    """The share of a zone is Σ_{i∈z, j∉z} cut_ij + Σ_{i<j∈z} joined_ij, both (n, n), 0 or more, symmetric."""

    cut: Callable[[Problem], Floats]
    joined: Callable[[Problem], Floats]


@dataclass(frozen=True)
class Lonely:
    """The share is Σ ``values`` (n,) over the stations i of a zone with no other j with ``near`` (n, n) at [i, j]."""

    values: Callable[[Problem], Floats]
    near: Callable[[Problem], Bools]


@dataclass(frozen=True)
class Term:
    """What a measure adds to the points of a zone in two-zone recombination, all of it in points.

    ``signed`` (n,): the absolute value of the sum, less the sum of ``allowance`` (n,) where there is one, if that is
    above 0; ``linear`` (n,): the sum; ``bond`` (n, n): what a pair of
    neighbours saves in one zone; ``joined``: a pair of stations in one zone, and twice as much is saved by a pair of
    today; ``mix`` and ``density``: a share of 1 in these losses; ``travel``: one weighted minute to the best office;
    ``lonely`` (n,): a station without support.
    """

    signed: Floats | None = None
    allowance: Floats | None = None
    linear: Floats | None = None
    bond: Floats | None = None
    joined: float = 0.0
    mix: float = 0.0
    density: float = 0.0
    travel: float = 0.0
    lonely: Floats | None = None


def mismatch_terms(problem: Problem) -> Floats:
    """(n,) what each station's share in the workload has above its share in the officers, outside alone zones."""
    return problem.mismatch_terms


def tolerated(problem: Problem) -> Floats:
    """(n,) the tolerance t of ``overload``, of each station's share in the officers outside alone zones."""
    return problem.policy.measures.tolerance * problem.officer_share


def travel_shares(problem: Problem) -> Floats:
    """(n, n) weighted minutes at [station, office], over those to one office for the county."""
    county = problem.county
    return county.weighted_minutes / county.travel_total if county.travel_total else 0 * county.minutes


def borders_cut(problem: Problem) -> Floats:
    """(n, n) half the share of the km between two stations in those of all inner borders."""
    county = problem.county
    total = county.inner_border_km
    return county.border_km / (2 * total) if total else 0 * county.border_km


def nothing_joined(problem: Problem) -> Floats:
    """(n, n) of zeros."""
    return np.zeros((len(problem), len(problem)))


def today_cut(problem: Problem) -> Floats:
    """(n, n) half a pair for two stations that share a zone today, over all pairs."""
    return _together(problem) / (2 * _pairs(problem))


def today_joined(problem: Problem) -> Floats:
    """(n, n) one pair for two stations that share no zone today, over all pairs; 0 without a plan of today."""
    if problem.current is None:
        return nothing_joined(problem)
    return (1 - _together(problem) - np.eye(len(problem))) / _pairs(problem)


def _together(problem: Problem) -> Floats:
    """(n, n) 1 for two different stations that share a zone today."""
    today = problem.in_zone_today
    return np.asarray(today @ today.T * (1 - np.eye(len(problem))))


def _pairs(problem: Problem) -> float:
    n = len(problem)
    return max(n * (n - 1) / 2, 1.0)


def workload_shares(problem: Problem) -> Floats:
    """(n,) shares of the stations in the workload of the county."""
    work = problem.county.workload
    total = float(work.sum())
    return work / total if total > 0 else 0 * work


def shared(costs: Sequence[Floats]) -> Floats:
    """(n, n) points at [office, station] that add up to no more than the least of each of ``costs`` (n, n) together.

    Each is the minutes to a station times what a minute of it costs. They are shared by the least share that a station
    has in those that count; which count, of 1, 2 … of the largest, is chosen by the largest sum.
    """
    order = sorted(((float(part.sum()), part) for part in costs if part.any()), key=lambda pair: -pair[0])
    found = np.zeros_like(costs[0])
    for many in range(1, len(order) + 1):
        least = np.min([part / total for total, part in order[:many]], axis=0)
        found = max(found, least * sum(total for total, _ in order[:many]), key=np.sum)
    return found
