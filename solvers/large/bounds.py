"""A lower bound for counties of any size: every measure at the least it can be by itself, for so many zones.

Zones that stand alone cost what they cost. The others need not hang together here, nor keep any rule but their number:

- travel: a p-median problem, bounded by its Lagrangian dual for prices found by subgradient steps;
- density_loss: the best classes of the stations by density alone, one dimension, by dynamic programming with a price
  for every class;
- mismatch: what the stations outside the alone zones are off by together;
- border_cut, change: what is cut at the alone zones;
- unsupported: stations that no other one outside the alone zones supports;
- mix_loss: 0.

Each holds for every plan of at most so many zones, so their sum does, less half a point a zone for rounding. It is
weak where mix_loss or density_loss weigh much: what they cost comes from zones having to hang together.

References
----------
P. Mirchandani, R. Francis (eds.), Discrete Location Theory (1990), chapter 2 (p-median, Lagrangian relaxation).
H. Wang, M. Song, Ckmeans.1d.dp: optimal k-means clustering in one dimension, The R Journal 3 (2011).
"""

from collections.abc import Callable

import numpy as np

from zoning.judge.measures import POINTS, points
from zoning.judge.zones import MemberZones
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem

ROUNDING = 1e-9
"""Share of a bound that is given up for what sums of floating-point numbers may lose."""
ROUNDS = 200
"""Subgradient steps for travel, and halvings of the price range for density."""
NEAREST = 240
"""Offices a station may have in the Lagrangian; its price never exceeds what the next one costs."""


def lower_bound(problem: Problem, others: int, tick: Callable[[], None] = lambda: None) -> int:
    """Points that no plan of at most ``others`` zones outside the alone ones goes below.

    Parameters
    ----------
    tick : called often; what it raises ends the computation
    """
    member = np.array([np.isin(np.arange(len(problem)), zone) for zone in problem.alone_zones])
    fixed = int(points(MemberZones(problem, member)).sum()) if len(member) else 0
    free = np.flatnonzero(~problem.alone)
    if not len(free):
        return fixed
    shares = problem.policy.weights.shares()
    least = sum(shares[key] * bound(problem, free, others, tick) for key, bound in BOUNDS if shares[key] > 0)
    return fixed + max(0, int(np.floor(POINTS * least * (1 - ROUNDING) - others / 2)))


def travel(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """Share of travel to the best ``others`` offices."""
    total = problem.county.travel_total
    if total == 0:
        return 0.0
    return p_median(problem.county.weighted_minutes[np.ix_(free, free)], others, tick) / total


def density(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """Share of the difference in density that lies inside the best ``others`` classes."""
    total = problem.county.density_total
    if total == 0:
        return 0.0
    return classes(np.sort(problem.county.log_density[free]), others, tick) / total


def mismatch(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """Half the difference between the free stations' shares of workload and of officers."""
    work, staff = problem.county.workload, problem.county.officers
    if not (work.any() and staff.any()):
        return 0.0
    return float(abs(work[free].sum() / work.sum() - staff[free].sum() / staff.sum()) / 2)


def border_cut(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """The free side of the borders with alone stations."""
    km = problem.county.border_km
    return float(km[np.ix_(free, np.flatnonzero(problem.alone))].sum() / 2 / (km.sum() / 2)) if km.any() else 0.0


def change(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """The free side of the pairs of today with alone stations."""
    n = len(problem)
    if problem.current is None or n < 2:
        return 0.0
    pairs = problem.together_today[np.ix_(free, np.flatnonzero(problem.alone))].sum()
    return float(pairs / 2 / (n * (n - 1) / 2))


def unsupported(problem: Problem, free: Ints, others: int, tick: Callable[[], None]) -> float:
    """Workload of the free stations that no other free one supports."""
    work = problem.county.workload
    lonely = ~problem.county.near[np.ix_(free, free)].any(axis=1)
    return float(work[free][lonely].sum() / work.sum()) if work.any() else 0.0


BOUNDS = (
    ("travel", travel),
    ("density_loss", density),
    ("mismatch", mismatch),
    ("border_cut", border_cut),
    ("change", change),
    ("unsupported", unsupported),
)
"""Measures with a bound of more than 0: the least share of stations ``free`` in at most ``others`` zones."""


def p_median(cost: Floats, medians: int, tick: Callable[[], None] = lambda: None) -> float:
    """A bound on Σ_i min_{o chosen} ``cost[i, o]`` over every choice of at most ``medians`` offices.

    For any prices u of the stations it is Σ u_i + Σ over the cheapest offices of Σ_i min(0, cost[i, o] − u_i).
    """
    n = len(cost)
    kept = min(n, NEAREST)
    near = np.argpartition(cost, kept - 1, axis=1)[:, :kept]
    near = np.sort(near, axis=1)
    way = np.take_along_axis(cost, near, axis=1)
    ceiling = np.full(n, np.inf) if kept == n else way.max(axis=1)  # what is further has no part in any reduced cost
    price = np.minimum(np.partition(way, min(1, kept - 1), axis=1)[:, min(1, kept - 1)], ceiling)
    best, step, stale = 0.0, 1.0, 0
    goal = np.inf
    for _ in range(ROUNDS):
        tick()
        gain = np.minimum(way - price[:, None], 0.0)
        reduced = np.bincount(near.ravel(), weights=gain.ravel(), minlength=n)
        chosen = np.argsort(reduced, kind="stable")[:medians]
        chosen = chosen[reduced[chosen] < 0]
        bound = float(price.sum() + reduced[chosen].sum())
        if len(chosen):
            goal = min(goal, float(cost[:, chosen].min(axis=1).sum()))
        stale = 0 if bound > best else stale + 1
        best = max(best, bound)
        if stale >= 12:
            step, stale = step / 2, 0
        served = (np.isin(near, chosen) & (gain < 0)).sum(axis=1)
        slope = 1.0 - served
        steep = float((slope**2).sum())
        if steep == 0 or not np.isfinite(goal) or goal - bound <= ROUNDING * goal:
            if steep == 0 or np.isfinite(goal):
                break
            price = np.minimum(price * 1.5 + ROUNDING, ceiling)
            continue
        price = np.clip(price + step * max(goal - bound, 0.0) / steep * slope, 0.0, ceiling)
    return best


def classes(x: Floats, most: int, tick: Callable[[], None] = lambda: None) -> float:
    """A bound on the squares about their means of the sorted values ``x`` (n,) in at most ``most`` classes.

    For any price λ ≥ 0 of a class: the least of squares + λ · classes, less λ · ``most``; the best λ is found by
    halving. Squares are convex in the number of classes, so the bound is all but exact.
    """
    if most >= len(x):
        return 0.0
    x = x - x.mean()
    low, high, best = 0.0, float((x**2).sum()), 0.0
    for _ in range(min(ROUNDS, 48)):
        tick()
        price = (low + high) / 2
        least, used = _priced(x, price)
        best = max(best, least - price * most)
        low, high = (price, high) if used > most else (low, price)
        if used == most or high - low <= ROUNDING * high:
            break
    return best


def _priced(x: Floats, price: float) -> tuple[float, int]:
    """The least of squares and ``price`` a class, and the classes that are used."""
    n = len(x)
    sums, squares = np.concatenate([[0.0], np.cumsum(x)]), np.concatenate([[0.0], np.cumsum(x**2)])
    least, used = np.zeros(n + 1), np.zeros(n + 1, dtype=np.int64)
    for j in range(1, n + 1):
        inside = squares[j] - squares[:j] - (sums[j] - sums[:j]) ** 2 / np.arange(j, 0, -1)
        whole = least[:j] + np.maximum(inside, 0.0)
        i = int(whole.argmin())
        least[j], used[j] = whole[i] + price, used[i] + 1
    return float(least[n]), int(used[n])
