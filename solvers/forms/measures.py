"""Forms in which searches know a measure: half a signed sum, weighted minutes to the best office, losses that grow.

A :class:`Term` is what two-zone recombination adds up of one measure.
"""

from collections.abc import Callable
from dataclasses import dataclass

from zoning.model.county import Floats
from zoning.model.problem import Problem


@dataclass(frozen=True)
class Signed:
    """The share of a zone is |Σ_{i∈z} u_i| / 2, u (n,) of any sign."""

    values: Callable[[Problem], Floats]


@dataclass(frozen=True)
class Median:
    """The share of a zone is min_{o∈z} Σ_{i∈z} c_io, c (n, n) at [station, office]; one measure may have it."""

    costs: Callable[[Problem], Floats]


@dataclass(frozen=True)
class Loss:
    """The share never falls when a station is added, and comes from sums over stations (``exact.kernel.loss``)."""


@dataclass(frozen=True)
class Zero:
    """The share is 0 or more, and no better bound is used."""


@dataclass(frozen=True)
class Term:
    """What a measure adds to the points of a zone in two-zone recombination, all of it in points.

    ``signed`` (n,): half the absolute value of the sum; ``linear`` (n,): the sum; ``bond`` (n, n): what a pair of
    neighbours saves in one zone; ``joined``: a pair of stations in one zone, and twice as much is saved by a pair of
    today; ``mix`` and ``density``: a share of 1 in these losses; ``travel``: one weighted minute to the best office;
    ``lonely`` (n,): a station without support.
    """

    signed: Floats | None = None
    linear: Floats | None = None
    bond: Floats | None = None
    joined: float = 0.0
    mix: float = 0.0
    density: float = 0.0
    travel: float = 0.0
    lonely: Floats | None = None


def travel_shares(problem: Problem) -> Floats:
    """(n, n) weighted minutes at [station, office], over those to one office for the county."""
    county = problem.county
    return county.weighted_minutes / county.travel_total if county.travel_total else 0 * county.minutes
