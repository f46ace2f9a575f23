"""A lower bound for counties of any size: every measure at the least it can be by itself, for so many zones.

Zones that stand alone cost what they cost. The others need not hang together here, nor keep any rule but their number.
Every bound of ``solvers.coverage`` holds for every plan of at most k free zones, so their sum does, less half a point a
zone for rounding. It is weak where mix_loss or density_loss weigh much: what they cost comes from zones having to hang
together.
"""

from collections.abc import Callable

import numpy as np

from solvers.coverage import MEASURES
from solvers.forms.bounds import ROUNDING
from zoning.judge.measures import POINTS, points
from zoning.judge.zones import MemberZones
from zoning.model.problem import Problem


def lower_bound(problem: Problem, k: int, tick: Callable[[], None] = lambda: None) -> int:
    """Points that no plan of at most k free zones goes below.

    Parameters
    ----------
    tick : called often; what it raises ends the computation
    """
    fixed = sum(alone_points(problem))
    free = np.flatnonzero(~problem.alone)
    if not len(free):
        return fixed
    shares, least = problem.policy.weights.shares(), 0.0
    for measure in MEASURES:
        if shares[measure.key] > 0 and measure.bound is not None:
            least += shares[measure.key] * measure.bound(problem, free, k, tick)
    return fixed + max(0, int(np.floor(POINTS * least * (1 - ROUNDING) - k / 2)))


def alone_points(problem: Problem) -> list[int]:
    """Points of the zones that stand alone, in the order of ``Problem.alone_zones``."""
    member = np.array([np.isin(np.arange(len(problem)), zone) for zone in problem.alone_zones])
    return [int(one) for one in points(MemberZones(problem, member))] if len(member) else []
