"""The least share of a measure, whatever the zones: bounds for counties of any size.

Each is a share that no division of the stations ``free`` (rows) into at most k zones goes below, whether or not the
zones hang together or keep a rule. ``tick`` is called often; what it raises ends the computation.

- travel: a p-median problem, bounded by its Lagrangian dual, the multipliers found by subgradient steps;
- density_loss: the best classes of the stations by density alone, one dimension, by dynamic programming with a
  Lagrange multiplier for the number of classes;
- mismatch, overload: 0, for every free station may be as loaded as the others;
- border_cut, change: what is cut at the alone zones;
- unsupported: stations that no other free one supports;
- mix_loss: 0.

References
----------
P. Mirchandani, R. Francis (eds.), Discrete Location Theory (1990), chapter 2 (p-median, Lagrangian relaxation).
H. Wang, M. Song, Ckmeans.1d.dp: optimal k-means clustering in one dimension, The R Journal 3 (2011).
"""

from collections.abc import Callable, Iterator

import numpy as np

from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem

ROUNDING = 1e-9
"""Share of a bound that is given up for what sums of floating-point numbers may lose."""
ROUNDS = 200
"""Subgradient steps for travel, and halvings of the range of the multiplier for density."""
OFTEN = 256
"""Stations after which ``tick`` is called."""
NEAREST = 240
"""Offices a station may have in the Lagrangian; its multiplier never exceeds the cost of the next one."""


def travel(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """Share of travel to the best k offices."""
    total = problem.county.travel_total
    if total == 0:
        return 0.0
    return p_median(problem.county.weighted_minutes[np.ix_(free, free)], k, tick) / total


def density_loss(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """Share of the difference in density that lies inside the best k classes."""
    total = problem.county.density_total
    if total == 0:
        return 0.0
    return classes(np.sort(problem.county.log_density[free]), k, tick) / total


def even(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """0: zones may be quite even; of mismatch and overload."""
    return 0.0


def border_cut(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """The free side of the borders with alone stations."""
    km = problem.county.border_km
    return float(km[np.ix_(free, np.flatnonzero(problem.alone))].sum() / 2 / (km.sum() / 2)) if km.any() else 0.0


def change(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """The free side of the pairs of today with alone stations."""
    n = len(problem)
    if problem.current is None or n < 2:
        return 0.0
    pairs = problem.together_today[np.ix_(free, np.flatnonzero(problem.alone))].sum()
    return float(pairs / 2 / (n * (n - 1) / 2))


def unsupported(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """Share of workload of the free stations that no other free one supports."""
    work = problem.county.workload
    lonely = ~problem.county.near[np.ix_(free, free)].any(axis=1)
    return float(work[free][lonely].sum() / work.sum()) if work.any() else 0.0


def mix_loss(problem: Problem, free: Ints, k: int, tick: Callable[[], None]) -> float:
    """0: what zones lose comes from having to hang together."""
    return 0.0


def p_median(cost: Floats, medians: int, tick: Callable[[], None] = lambda: None) -> float:
    """A bound on Σ_i min_{o chosen} ``cost[i, o]`` over every choice of at most ``medians`` offices."""
    return max((bound for _, _, bound in p_median_steps(cost, medians, tick)), default=0.0)


def p_median_steps(
    cost: Floats, medians: int, tick: Callable[[], None] = lambda: None
) -> Iterator[tuple[Floats, Floats, float]]:
    """Multipliers u (n,), step by step, r (n,) = Σ_i min(0, cost[i, o] − u_i) of every office o, and their bound.

    For any u the bound is Σ u_i + Σ over the ``medians`` lowest r.
    """
    n = len(cost)
    kept = min(n, NEAREST)
    near = np.empty((n, kept), dtype=np.int64)
    for row in range(n):
        if row % OFTEN == 0:
            tick()
        near[row] = np.sort(np.argpartition(cost[row], kept - 1)[:kept])
    way = np.take_along_axis(cost, near, axis=1)
    ceiling = np.full(n, np.inf) if kept == n else way.max(axis=1)  # what is further has no part in any reduced cost
    u = np.minimum(np.partition(way, min(1, kept - 1), axis=1)[:, min(1, kept - 1)], ceiling)
    best, step, stale = 0.0, 1.0, 0
    goal = np.inf
    for _ in range(ROUNDS):
        tick()
        gain = np.minimum(way - u[:, None], 0.0)
        reduced = np.bincount(near.ravel(), weights=gain.ravel(), minlength=n).astype(np.float64)
        chosen = np.argsort(reduced, kind="stable")[:medians]
        chosen = chosen[reduced[chosen] < 0]
        bound = float(u.sum() + reduced[chosen].sum())
        if len(chosen):
            goal = min(goal, float(cost[:, chosen].min(axis=1).sum()))
        stale = 0 if bound > best else stale + 1
        best = max(best, bound)
        yield u, reduced, bound
        if stale >= 12:
            step, stale = step / 2, 0
        served = (np.isin(near, chosen) & (gain < 0)).sum(axis=1)
        slope = 1.0 - served
        steep = float((slope**2).sum())
        if steep == 0 or not np.isfinite(goal) or goal - bound <= ROUNDING * goal:
            if steep == 0 or np.isfinite(goal):
                break
            u = np.minimum(u * 1.5 + ROUNDING, ceiling)
            continue
        u = np.clip(u + step * max(goal - bound, 0.0) / steep * slope, 0.0, ceiling)


def classes(x: Floats, most: int, tick: Callable[[], None] = lambda: None) -> float:
    """A bound on the squares about their means of the sorted values ``x`` (n,) in at most ``most`` classes.

    For any multiplier λ ≥ 0: the least of squares + λ · classes, less λ · ``most``; the best λ is found by
    halving. Squares are convex in the number of classes, so the bound is all but exact.
    """
    if most >= len(x):
        return 0.0
    x = x - x.mean()
    low, high, best = 0.0, float((x**2).sum()), 0.0
    for _ in range(min(ROUNDS, 48)):
        multiplier = (low + high) / 2
        least, used = _penalised(x, multiplier, tick)
        best = max(best, least - multiplier * most)
        low, high = (multiplier, high) if used > most else (low, multiplier)
        if used == most or high - low <= ROUNDING * high:
            break
    return best


def _penalised(x: Floats, multiplier: float, tick: Callable[[], None]) -> tuple[float, int]:
    """The least of squares and ``multiplier`` a class, and the classes that are used."""
    n = len(x)
    sums, squares = np.concatenate([[0.0], np.cumsum(x)]), np.concatenate([[0.0], np.cumsum(x**2)])
    least, used = np.zeros(n + 1), np.zeros(n + 1, dtype=np.int64)
    for j in range(1, n + 1):
        if j % OFTEN == 1:
            tick()
        inside = squares[j] - squares[:j] - (sums[j] - sums[:j]) ** 2 / np.arange(j, 0, -1)
        whole = least[:j] + np.maximum(inside, 0.0)
        i = int(whole.argmin())
        least[j], used[j] = whole[i] + multiplier, used[i] + 1
    return float(least[n]), int(used[n])
