"""Boxes of the mean density and mix of incidents that a zone may have, and what each station costs in them, compiled.

With x_i the logarithmic density, p_i the shares of the classes in the ñ_i incidents of a station, and a convex G, both
losses of a zone are, side by side (density, and each class),

    Σ u_i [G(x_i) − G(x̄)],   x̄ the mean weighted with u_i ≥ 0;   G(x) = x² for density, x ln x for a class

So for a zone whose mean lies between l and u a side costs no less than either of two sums over its stations:

- *nearest*: what each costs at the value between l and u that is nearest to its own, above the tangent there. For any m
  Σ u_i [G(x_i) − G(x̄)] = min_m Σ u_i [G(x_i) − G(m) − G′(m) (x_i − m)];
- *chord*: Σ u_i [G(x_i) − α x_i − β], α x + β the chord of G from l to u, which is above G(x̄): exact at l and u.

The first is better in wide boxes, the second in narrow ones, where what it loses shrinks with the square of the width.

References
----------
A. Banerjee, S. Merugu, I. Dhillon, J. Ghosh, Clustering with Bregman divergences, Journal of Machine Learning Research
6 (2005): the mean is the least of every Bregman divergence. J. Falk, R. Soland, An algorithm for separable nonconvex
programming problems, Management Science 15 (1969): chords of concave terms over boxes that are split.
"""

from typing import Any, NamedTuple

import numpy as np

from solvers.compiled import compiled
from solvers.coverage import MEASURES
from solvers.forms.measures import Loss
from zoning.judge.measures import POINTS
from zoning.model.county import Floats, Ints
from zoning.model.problem import Problem

TINY = 1e-300
"""Stands for 0 under a logarithm."""
THIN = 1e-6
"""Width of a side below which a chord is not drawn."""


class Traits(NamedTuple):
    """(n, 1 + c) x_i, G(x_i) and u_i in points of the stations: density, and the share of each class of incidents."""

    at: Floats
    convex: Floats
    unit: Floats


def traits_of(problem: Problem, free: Ints) -> Traits:
    """Those of the stations ``free`` (rows)."""
    county, shares = problem.county, problem.policy.weights.shares()
    weights = {row.key: POINTS * shares[row.key] for row in MEASURES if isinstance(row.growth, Loss)}
    incidents = county.smoothed[free]
    total = incidents.sum(axis=1)
    mix = (incidents / np.maximum(total, TINY)[:, None])[:, incidents.any(axis=0)]
    divergence = weights["mix_loss"] / county.mix_total * total if county.mix_total else 0 * total
    square = weights["density_loss"] / county.density_total if county.density_total else 0.0
    density = county.log_density[free] - county.log_density[free].mean()
    at = np.column_stack([density, mix])
    unit = np.column_stack([np.full(len(free), square), np.repeat(divergence[:, None], mix.shape[1], axis=1)])
    return Traits(at, np.column_stack([density**2, mix * np.log(np.maximum(mix, TINY))]), unit)


@compiled
def curve(side: Any, x: Any) -> Any:
    """G(x) and G′(x) of a side, the first of which is density."""
    if side == 0:
        return x * x, 2 * x
    logarithm = np.log(max(x, TINY))
    return x * logarithm, logarithm + 1


@compiled
def costs(traits: Any, low: Any, high: Any, chords: Any, local: Any, cost: Any) -> None:
    """Set the points ``cost`` (n,) of the stations ``local`` in a box, by chords where ``chords`` (1 + c,) says so."""
    at, convex, unit = traits
    for j in local:
        cost[j] = 0.0
    for c in range(at.shape[1]):
        value, slope = curve(c, low[c])
        upper, steep = curve(c, high[c])
        if chords[c]:
            slope = (upper - value) / (high[c] - low[c])
        for j in local:
            x = at[j, c]
            if chords[c]:
                cost[j] += unit[j, c] * (convex[j, c] - value - slope * (x - low[c]))
            elif x < low[c]:
                cost[j] += unit[j, c] * max(0.0, convex[j, c] - value - slope * (x - low[c]))
            elif x > high[c]:
                cost[j] += unit[j, c] * max(0.0, convex[j, c] - upper - steep * (x - high[c]))


@compiled
def mean_of(traits: Any, rows: Any, side: Any) -> Any:
    """The mean of a side over stations, 0 where it weighs nothing."""
    total, weight = 0.0, 0.0
    for j in rows:
        total += traits.unit[j, side] * traits.at[j, side]
        weight += traits.unit[j, side]
    return total / weight if weight > 0.0 else 0.0


@compiled
def weighed(traits: Any, rows: Any, low: Any, high: Any, chords: Any) -> Any:
    """(side, gain, mean) of the side of a box where a zone of the stations ``rows`` costs most more at its own mean.

    The mean is that of the zone, or the end of the box nearest to it. Then sets ``chords`` to the better sums.
    """
    at, convex, unit = traits
    which, most, where = 0, -np.inf, 0.0
    for c in range(at.shape[1]):
        value, slope = curve(c, low[c])
        upper, steep = curve(c, high[c])
        drawn = high[c] - low[c] > THIN
        middle = min(max(mean_of(traits, rows, c), low[c]), high[c])
        least, tangent = curve(c, middle)
        secant = (upper - value) / max(high[c] - low[c], THIN)
        nearest, chord, own = 0.0, 0.0, 0.0
        for j in rows:
            x, u = at[j, c], unit[j, c]
            chord += u * (convex[j, c] - value - secant * (x - low[c]))
            own += u * (convex[j, c] - least - tangent * (x - middle))
            if x < low[c]:
                nearest += u * max(0.0, convex[j, c] - value - slope * (x - low[c]))
            elif x > high[c]:
                nearest += u * max(0.0, convex[j, c] - upper - steep * (x - high[c]))
        gain = own - (chord if chords[c] else nearest)
        chords[c] = drawn and chord > nearest
        if gain > most:
            which, most, where = c, gain, middle
    return which, most, where


def slack(traits: Traits) -> Floats:
    """(n,) points by which a station may fall below 0 at the most, in any box: what the widest chords lose."""
    low, high = traits.at.min(axis=0), traits.at.max(axis=0)
    lost = (high - low) ** 2 / 4
    width = np.maximum(high[1:] - low[1:], THIN)
    ends = [x * np.log(np.maximum(x, TINY)) for x in (low[1:], high[1:])]
    slope = (ends[1] - ends[0]) / width
    lost[1:] = ends[0] + slope * (np.exp(slope - 1) - low[1:]) - np.exp(slope - 1) * (slope - 1)
    return np.asarray((traits.unit * np.maximum(lost, 0.0)).sum(axis=1))
