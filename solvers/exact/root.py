"""Duals before any zone is grown: they prove a bound at once, so that a search that is stopped has one for every k.

Leave out that zones hang together, what grows with a zone, and every rule. What is left of a zone z with office o is
Σ_{i∈z} c_io, and ½ |Σ_{i∈z} u_i| for each measure that is half an absolute sum, which is ½ θ Σ u_i or more for θ = ±1.
Let π_i = p_i + ½ θ u_i, p the multipliers of the p-median problem of c, θ the sign of Σ u over the free stations. No
zone then costs less than Σ_{i∈z} π_i plus the least bound that growth has at its roots, and that is μ.
"""

import math
from collections.abc import Callable

import numpy as np

from solvers.coverage import MEASURES
from solvers.exact.pricing import BoundedGrowth
from solvers.forms.bounds import p_median_steps
from solvers.forms.measures import Signed
from solvers.instances.duals import Duals
from solvers.instances.subproblem import Subproblem
from solvers.sets.masks import rows_of
from solvers.stop import Watch

SLACK = 2
"""Points by which μ lies below the least bound, which rounding may have raised: every root of growth is then pruned."""
EVEN = 1e-9
"""Share of Σ |u| up to which Σ u is rounding, and of no sign."""


def root_duals(subproblem: Subproblem, tick: Callable[[], None] = lambda: None) -> Duals:
    """Whole duals under which no zone has a negative reduced cost.

    Parameters
    ----------
    tick : called often; what it raises ends the computation
    """
    instance = subproblem.instance
    n, free = len(instance.problem), instance.free
    none = Duals(np.zeros(n), 0.0, 0.0, np.zeros(len(instance.change.labels)), np.zeros(len(instance.limits)))
    if not len(free):
        return with_alone(subproblem, none)
    growth = BoundedGrowth(subproblem, 0, Watch(), instance.none)
    weights, parts = instance.weights(none), instance.parts(none)
    uneven = np.zeros(n)
    for row in MEASURES:
        if isinstance(row.growth, Signed):
            values = weights[row.key] * row.growth.values(instance.problem)
            off, size = values[free].sum(), np.abs(values[free]).sum()
            uneven += np.sign(off) * values / 2 * (abs(off) > EVEN * size)
    costs = growth.to_centre(parts)
    best, multipliers = -math.inf, np.zeros(len(free))
    if costs is not None:
        for known, reduced, _ in p_median_steps(costs.T[np.ix_(free, free)], subproblem.k, tick):
            bound = float(known.sum()) + subproblem.k * float(reduced.min())
            if bound > best:
                best, multipliers = bound, known
    stations = np.zeros(n)
    stations[free] = np.rint(multipliers + uneven[free])
    duals = Duals(stations, 0.0, 0.0, none.labels, none.limits)
    found = with_alone(subproblem, duals.lowered(math.floor(growth.root_bounds(duals).min()) - SLACK))
    least = with_alone(subproblem, none)  # no zone costs less than nothing
    return max(found, least, key=subproblem.bound)


def with_alone(subproblem: Subproblem, duals: Duals) -> Duals:
    """These duals with a reduced cost of 0 for every zone that stands alone, by its first station."""
    instance, stations = subproblem.instance, duals.stations.copy()
    reduced = np.floor(instance.reduced(duals, instance.alone)).tolist()
    for mask, cost in zip(instance.alone.masks.tolist(), reduced, strict=True):
        stations[rows_of(mask)[0]] += cost
    return Duals(stations, duals.zone, duals.change, duals.labels, duals.limits)
