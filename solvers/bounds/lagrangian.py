"""Duals for a bound at any size: subgradient ascent from the duals of a plan, and the bound that duals prove.

Each dual begins as what its station costs in the best plan known; all zones of that plan then cost what their duals
are. A step goes against how often the relaxed zones of least value hold a station, with a momentum, and shrinks while
nothing is won. Boxes are split on the way where the relaxed zones lie.

What proves the bound are the duals alone, as whole numbers (:func:`proved`): boxes are split anew for them.

References
----------
B. Polyak, Minimization of unsmooth functionals, USSR Computational Mathematics 9 (1969). P. Camerini, L. Fratta,
F. Maffioli, On improving relaxation methods by modified gradient techniques, Mathematical Programming Study 3 (1975).
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from solvers.bounds.boxes import Boxes
from solvers.bounds.relaxed import Least, Relaxed
from zoning.model.county import Floats, Ints

STAGES = ((20, 1_000, 0.2), (80, 3_000, 0.2), (100, 6_000, 0.1), (100, 12_000, 0.05), (80, 20_000, 0.02))
"""Steps of the ascent, boxes of the proof after them, and the first step as a share of the gap; one row a stage."""
MOST_BOXES = STAGES[-1][1]
"""Boxes of one proof at the most."""
WIDE = 4
"""Offices whose boxes are split at a time, for each zone: those of least value."""
MOMENTUM, STALE, SHRINK = 0.6, 8, 0.7
"""Share of the last step in the next; steps that win nothing before they shrink, and by which factor."""
ROUNDING = 1.0
"""Points that a zone costs less than it seems at the most: half a point is rounded, the rest is for the last bits."""


def of_plan(relaxed: Relaxed, label: Ints) -> Floats:
    """(n,) points of each station in the zones ``label`` (n,) of a plan: its part of way, losses and borders."""
    duals = relaxed.linear.copy()
    first, neighbours, cut = relaxed.edges
    rows = np.repeat(np.arange(len(label)), np.diff(first))
    np.add.at(duals, rows, np.where(label[rows] != label[neighbours], cut, 0.0))
    for zone in np.unique(label):
        members = np.flatnonzero(label == zone)
        office = members[relaxed.way[np.ix_(members, members)].sum(axis=1).argmin()]
        line = relaxed.lines[relaxed.lines[:, members].sum(axis=1).argmax()]
        duals[members] += relaxed.way[office, members] + line[members] + relaxed.boxes.at_mean(members)
    return duals


def bounds(relaxed: Relaxed, duals: Floats, points: float, tick: Callable[[], None]) -> Iterator[tuple[int, Floats]]:
    """(bound, whole duals π (n,)) stage by stage, each better than the one before.

    The bound is of the points of all free zones.

    Parameters
    ----------
    duals : to begin with
    points : what a plan costs in its free zones
    tick : called often; what it raises ends the ascent
    """
    best = -math.inf
    for rounds, most, step in STAGES:
        duals = ascend(relaxed, duals, points, rounds, step, tick)
        whole, boxes = np.rint(duals), Boxes.of(relaxed.problem, relaxed.free)
        bound = proved(relaxed, whole, boxes, points, tick, most)
        if bound > best:
            best = bound
            yield bound, whole
        relaxed.boxes = boxes


def ascend(
    relaxed: Relaxed, duals: Floats, points: float, rounds: int, step: float, tick: Callable[[], None]
) -> Floats:
    """Better duals than these; parameters as in :func:`bounds`, ``step`` a share of the gap to ``points``."""
    best, kept, stale = -math.inf, duals, 0
    found: Least | None = None
    momentum = np.zeros(len(duals))
    for _ in range(rounds):
        tick()
        found = relaxed.least(duals, found)
        stale += 1
        if found.bound > best:
            best, kept, stale = found.bound, duals, 0
        if stale == STALE:
            step, stale, duals = step * SHRINK, 0, kept
        chosen = found.chosen(relaxed.k)
        momentum = 1.0 - found.members[chosen].sum(axis=0) + MOMENTUM * momentum
        for box, office in {int(found.box[o]): o for o in chosen}.items():
            relaxed.boxes.split(box, found.members[office])
        steep = float((momentum**2).sum())
        if steep == 0:
            break
        duals = duals + step * max(points - found.bound, 1.0) / steep * momentum
    return kept


def proved(
    relaxed: Relaxed, duals: Floats, boxes: Boxes, goal: float, tick: Callable[[], None], most: int = MOST_BOXES
) -> int:
    """Points that the free zones of no plan go below, by whole duals π (n,); proved until that is ``goal`` or more.

    ``boxes``, one at first, are split until they are ``most``, or until splits gain nothing. Duals stand still, so only
    boxes that are new have to be looked at.
    """
    base, width = relaxed.base(duals), WIDE * relaxed.k
    values = np.zeros((most + 2 * width + 2, len(duals)))
    values[:1] = relaxed.values(base, boxes.cost)
    while True:
        tick()
        known, before = values[: len(boxes)], len(boxes)
        box, value = known.argmin(axis=0), known.min(axis=0)
        bound = math.floor(relaxed.bound_by(duals, value) - ROUNDING * relaxed.k)
        if bound >= goal or before > most:
            return bound
        offices = np.argsort(value, kind="stable")[:width]
        for b, office in {int(box[o]): int(o) for o in offices[::-1] if value[o] < 0}.items():
            if boxes.split(b, relaxed.members(base, office, boxes.cost[b])):
                values[b] = 0.0
        if len(boxes) == before:
            return bound
        values[before : len(boxes)] = relaxed.values(base, boxes.cost[before:])
