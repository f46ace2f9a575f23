"""Better duals before zones are priced: a search that is stopped has a bound near that of its linear programme.

The stations' duals π come from the relaxed zones of any size (``solvers.bounds``): from what the stations cost in a
plan known, by subgradient steps. Under them no zone costs less than Σ_{i∈z} π_i and the least relaxed value, and that
is a first μ. It is far too low, as relaxed zones need not hang together nor keep rules; so μ is raised as far as
growth, given few states, shows that no zone has a negative reduced cost. Whoever checks needs as few. Growth
takes long for the duals of a master, even with a far lower μ; so between both (:func:`between`) a bound is better.
"""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from solvers.bounds.by_measure import alone_points
from solvers.bounds.lagrangian import ascend, means_of, of_plan, proofs
from solvers.bounds.relaxed import Relaxed
from solvers.exact.pricing import BoundedGrowth
from solvers.exact.root import SLACK, with_alone
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import TooMany
from solvers.stop import Watch
from zoning.model.plan import Plan

ROUNDS, STEP = 80, 0.2
"""Subgradient steps, and the first one as a share of the gap."""
PARTS = (0.45, 0.55)
"""Of the losses; growth sees less of them than relaxed zones do, and duals that need all of them would take it long."""
BOXES = 60
"""Boxes for each station, for the first μ."""
STATES = 100_000
"""States up to which zones are grown for one μ, as many as a check of these duals may meet at first."""
LAST_STATES, SHARE = 400_000, 0.35
"""The same of a search that is stopped, and the share that a master's duals have in its last ones. With more than this
share counties of 60 stations cannot be shown anything by so few states; with less there is less to be shown."""
HALVINGS = 7
"""Times that the range of μ is halved."""


def early_duals(subproblems: Sequence[Subproblem], plan: Plan, points: int, watch: Watch) -> dict[int, Duals]:
    """By k, whole duals under which no zone of the subproblem has a negative reduced cost.

    Parameters
    ----------
    subproblems : of one instance, the largest k first
    plan, points : one that keeps the rules, and what it costs

    Raises
    ------
    Stopped
        When ``watch`` says so.
    """
    if not subproblems or not subproblems[0].k:
        return {}
    found = [_early(subproblems, plan, points, part, watch) for part in PARTS]
    return {one.k: max((duals[one.k] for duals in found), key=one.bound) for one in subproblems}


def _early(subproblems: Sequence[Subproblem], plan: Plan, points: int, part: float, watch: Watch) -> dict[int, Duals]:
    """As :func:`early_duals`, from relaxed zones of whose losses a ``part`` counts."""
    problem, instance = subproblems[0].problem, subproblems[0].instance
    relaxed = Relaxed(problem, subproblems[0].k, part)
    label = plan.labels(problem.county.codes)[relaxed.free]
    goal = points - sum(alone_points(problem))
    begun, means = of_plan(relaxed, label), means_of(relaxed, label)
    best = np.rint(ascend(relaxed, begun, means, goal, ROUNDS, STEP, watch.tick))
    trees = relaxed.branching(best, BOXES * len(best))
    deque(proofs(relaxed, best, trees, watch.tick), maxlen=0)
    stations, least = np.zeros(len(problem)), math.floor(trees.value.min()) - SLACK
    stations[relaxed.free] = best
    labels, limits = np.zeros(len(instance.change.labels)), np.zeros(len(instance.limits))
    begin = Duals(stations, float(least), 0.0, labels, limits)
    return {one.k: with_alone(one, _raised(one, begin, 0.0, STATES, watch)) for one in subproblems}


def later_duals(
    subproblems: Sequence[Subproblem], source: object, early: Mapping[int, Duals], points: int
) -> dict[int, Duals]:
    """By k, early duals or better ones, of a search that was stopped while it grew from ``source``."""
    if not isinstance(source, BoundedGrowth) or source.last is None or source.subproblem.k not in early:
        return dict(early)
    solved = source.subproblem
    duals = between(solved, early[solved.k], source.last, points)
    fewer = [one for one in subproblems if one.k == solved.k or one.narrows(solved)]
    return {**early, **{one.k: max(early[one.k], duals, key=one.bound) for one in fewer}}


def between(subproblem: Subproblem, early: Duals, last: Duals, points: int) -> Duals:
    """Whole duals under which no zone has a negative reduced cost, :data:`SHARE` of the way from ``early`` to ``last``.

    Parameters
    ----------
    last : those of a master that misses columns, of which nothing is proved
    points : above which no bound is of use
    """
    instance = subproblem.instance
    duals = early.towards(last, SHARE).rounded()
    duals = replace(duals, stations=instance.balanced(duals.stations))
    high = duals.zone + (points - subproblem.dual_value(with_alone(subproblem, duals))) / subproblem.k
    least = BoundedGrowth(subproblem, 0, Watch(), instance.none).root_bounds(duals).min()
    begin = duals.lowered(min(0.0, math.floor(least) - SLACK))
    return with_alone(subproblem, _raised(subproblem, begin, high, LAST_STATES, Watch()))


def _raised(subproblem: Subproblem, begin: Duals, high: float, states: int, watch: Watch) -> Duals:
    """These duals with the highest μ that growth of so few states shows to be one, found by halving the range."""
    proved, low = begin, begin.zone
    for _ in range(HALVINGS):
        duals = replace(begin, zone=float(np.rint((low + high) / 2)))
        try:
            found = BoundedGrowth(subproblem, states, watch, subproblem.instance.none).columns_below(duals, -1.0)
        except TooMany:
            high = duals.zone
            continue
        low, lowest = duals.zone, math.floor(found.reduced.min(initial=0.0))
        proved = max(proved, duals.lowered(lowest), key=lambda known: known.zone)
        if lowest < 0:
            break
    return proved
