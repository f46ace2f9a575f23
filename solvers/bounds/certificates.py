"""Certificates of counties of any size: whole duals by which a bound is proved again, whatever search found them.

There is one, for the largest number of zones in range, and it holds for all: none of its duals is a zone's. With r_o
as in ``solvers.bounds.relaxed``, ``dual_bound`` is Σ π, and ``bound`` at most Σ π + Σ (the k least of min(0, r_o)),
less what rounding may hide. The duals of a zone that stands alone are its points, at its first station.
"""

from collections.abc import Callable

import numpy as np

from solvers.bounds.by_measure import alone_points
from solvers.bounds.lagrangian import proved
from solvers.bounds.relaxed import Relaxed
from zoning.model.county import Floats
from zoning.model.problem import Problem
from zoning.result.solution import Certificate

LARGEST = 600
"""Stations up to which duals are sought: more take longer than the search for a plan."""


def certified(relaxed: Relaxed, bound: int, duals: Floats) -> Certificate:
    """The certificate of whole duals (n,) of the free stations that prove ``bound`` points of the free zones."""
    problem = relaxed.problem
    every = np.zeros(len(problem), dtype=np.int64)
    every[relaxed.free] = duals.astype(np.int64)
    fixed = alone_points(problem)
    for zone, points in zip(problem.alone_zones, fixed, strict=True):
        every[zone[0]] = points
    zones = relaxed.k + len(fixed)
    return Certificate(zones, bound + sum(fixed), int(every.sum()), tuple(every.tolist()))


def confirmed(problem: Problem, k: int, certificate: Certificate, tick: Callable[[], None]) -> int:
    """Points that no plan of at most k free zones goes below, by the duals of a certificate; sought up to its bound.

    Parameters
    ----------
    tick : called often; what it raises ends the computation
    """
    relaxed, fixed = Relaxed(problem, k), sum(alone_points(problem))
    duals = np.array(certificate.duals, dtype=np.float64)[relaxed.free]
    goal = np.inf if certificate.bound is None else certificate.bound - fixed
    return fixed + proved(relaxed, duals, goal, tick)
