"""Duals for a bound at any size: subgradient ascent from the duals of a plan, and the bound that duals prove.

Each dual begins as what its station costs in the best plan known; all zones of that plan then cost what their duals
are. A step goes against how often cheap zones of the offices hold a station, with a momentum, and shrinks while nothing
is won. These zones are found by members and mean in turn, from the means of those before: soon, but not for certain.

What proves the bound are the duals alone, as whole numbers (:func:`proved`): boxes are split for them. The means of the
zones met there are where the next stage of the ascent looks, too.

References
----------
B. Polyak, Minimization of unsmooth functionals, USSR Computational Mathematics 9 (1969). P. Camerini, L. Fratta,
F. Maffioli, On improving relaxation methods by modified gradient techniques, Mathematical Programming Study 3 (1975).
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from solvers.bounds.boxes import TINY, Traits, costs, mean_of
from solvers.bounds.branching import Branching
from solvers.bounds.relaxed import Relaxed
from zoning.model.county import Floats, Ints

STAGES = (
    (60, 60, 0.2),
    (60, 400, 0.2),
    (60, 1500, 0.1),
    (60, 1500, 0.1),
    (60, 3000, 0.05),
    (60, 3000, 0.05),
)
"""Steps of the ascent, boxes of the proof after them for each station, and the first step as a share of the gap."""
MOST_BOXES = 4000
"""Boxes of one proof for each station at the most: more than were needed, for last bits differ between machines."""
SPLITS, MORE = 200, 1.3
"""Leaves looked at between two looks at the clock, and how many times the boxes are more when a bound is told anew."""
SLOTS, LOOKS = 4, 8
"""Means kept of each office to begin with, and offices around it whose means are tried, too, one a step."""
NOTHING = -(1 << 53)
"""The bound before anything is known."""
MOMENTUM, STALE, SHRINK = 0.6, 8, 0.7
"""Share of the last step in the next; steps that win nothing before they shrink, and by which factor."""
ROUNDING = 1.0
"""Points that a zone costs less than it seems at the most: half a point is rounded, the rest is for the last bits."""


def of_plan(relaxed: Relaxed, label: Ints) -> Floats:
    """(n,) points of each station in the zones ``label`` (n,) of a plan: its part of way, losses and borders."""
    duals = relaxed.linear.copy()
    first, neighbours, cut = relaxed.borders
    rows = np.repeat(np.arange(len(label)), np.diff(first))
    np.add.at(duals, rows, np.where(label[rows] != label[neighbours], cut, 0.0))
    for zone in np.unique(label):
        members = np.flatnonzero(label == zone)
        office = members[relaxed.way[np.ix_(members, members)].sum(axis=1).argmin()]
        line = relaxed.lines[relaxed.lines[:, members].sum(axis=1).argmax()]
        duals[members] += relaxed.way[office, members] + line[members] + at_mean(relaxed.traits, members)
    return duals


def at_mean(traits: Traits, members: Ints) -> Floats:
    """(m,) points of the losses of each member of a zone."""
    mean = np.array([mean_of(traits, members, side) for side in range(traits.at.shape[1])])
    cost = np.zeros(len(traits.at))
    costs(traits, mean, mean, np.zeros(len(mean), dtype=np.bool_), members, cost)
    return cost[members]


def means_of(relaxed: Relaxed, label: Ints) -> Floats:
    """(s, n, 1 + c) the mean density and mix of the zone of each station in the zones ``label`` of a plan, s times."""
    at, _, unit = relaxed.traits
    means = np.zeros_like(at)
    for zone in np.unique(label):
        members = label == zone
        weight = unit[members] + TINY
        means[members] = (at[members] * weight).sum(axis=0) / weight.sum(axis=0)
    return np.repeat(means[None], SLOTS, axis=0)


def bounds(
    relaxed: Relaxed, duals: Floats, means: Floats, points: float, tick: Callable[[], None]
) -> Iterator[tuple[int, Floats]]:
    """(bound, whole duals π (n,)) stage by stage, each better than the one before.

    The bound is of the points of all free zones.

    Parameters
    ----------
    duals, means : of the plan, to begin with; the means change
    points : what a plan costs in its free zones
    tick : called often; what it raises ends the ascent
    """
    best = -math.inf
    for stage, (rounds, most, step) in enumerate(STAGES):
        duals = ascend(relaxed, duals, means, points, rounds, step, tick)
        whole, told = np.rint(duals), 0
        trees = relaxed.branching(whole, most * len(whole))
        for bound in proofs(relaxed, whole, trees, tick):
            if bound > best and (trees.done or trees.many > MORE * told):
                best, told = bound, trees.many
                yield bound, whole
            if bound >= points:
                return
        means[1 + stage % (SLOTS - 1)] = trees.means


def ascend(
    relaxed: Relaxed, duals: Floats, means: Floats, points: float, rounds: int, step: float, tick: Callable[[], None]
) -> Floats:
    """Better duals than these; parameters as in :func:`bounds`, ``step`` a share of the gap to ``points``."""
    best, kept, stale = -math.inf, duals, 0
    momentum = np.zeros(len(duals))
    for turn in range(rounds):
        tick()
        look = (turn // 2) % min(LOOKS, len(duals)) if turn % 2 else 0
        found = relaxed.near(duals, means, 0 if look else (turn // 2) % SLOTS, look)
        stale += 1
        if found.bound > best:
            best, kept, stale = found.bound, duals, 0
        if stale == STALE:
            step, stale, duals = step * SHRINK, 0, kept
        momentum = 1.0 - found.members[found.chosen(relaxed.k)].sum(axis=0) + MOMENTUM * momentum
        steep = float((momentum**2).sum())
        if steep == 0:
            break
        duals = duals + step * max(points - found.bound, 1.0) / steep * momentum
    return kept


def proofs(relaxed: Relaxed, duals: Floats, trees: Branching, tick: Callable[[], None]) -> Iterator[int]:
    """Points that the free zones of no plan go below, by whole duals π (n,), more and more as the trees are split."""
    while not trees.done:
        tick()
        trees.grow(SPLITS)
        bound = relaxed.bound_by(duals, trees.value) - ROUNDING * relaxed.k
        if math.isfinite(bound):
            yield math.floor(bound)


def proved(relaxed: Relaxed, duals: Floats, goal: float, tick: Callable[[], None], most: int = MOST_BOXES) -> int:
    """Points that whole duals π (n,) prove with ``most`` boxes a station, or with as many as show the ``goal``."""
    best = NOTHING
    for bound in proofs(relaxed, duals, relaxed.branching(duals, most * len(duals)), tick):
        best = max(best, bound)
        if best >= goal:
            break
    return best
