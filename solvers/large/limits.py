"""How far the items of a mask, taken as one zone, are from keeping the rules, compiled.

A mask has a bit for each item (``solvers.large.items``).
"""

from typing import Any

import numpy as np

from solvers.compiled import compiled
from solvers.forms.rules import ANCHORED, APART, TOGETHER

STEP = 0.02
"""A broken limit counts at least as so much of it."""
CLOSE = 5e-10
"""Relative room in workload and minutes: half of the judge's, so that what is kept here is kept there."""


@compiled(error_model="numpy")
def farthest(side: Any, cost: Any, chosen: Any, at: Any, far: Any) -> Any:
    """Most minutes to the items of a mask from its office: the first chosen, or the first of least weighted minutes."""
    best, office, picked = np.inf, 0, False
    for o in range(len(cost)):
        if picked or not (side >> at[o]) & 1:
            continue
        if chosen[o]:
            office, picked = o, True
            continue
        total = 0.0  # added up anew: what adding and taking away leaves behind would break ties
        for k in range(cost.shape[1]):
            if (side >> k) & 1:
                total += cost[o, k]
        if total < best * (1.0 - 2.0 * CLOSE):
            best, office = total, o
    most = 0.0
    for k in range(far.shape[1]):
        if (side >> k) & 1:
            most = max(most, far[office, k])
    return most


@compiled(error_model="numpy")
def unmet(side: Any, kind: Any, need: Any, whole: Any, inside: Any, anchor: Any) -> Any:
    """Stations by which the items of a mask miss what is wanted of groups; ``inside`` (g, m) are their members."""
    total = 0.0
    for g in range(len(kind)):
        held = 0.0
        for k in range(inside.shape[1]):
            if (side >> k) & 1:
                held += inside[g, k]
        if kind[g] == TOGETHER and held > 0.0:
            total += whole[g] - held
        elif kind[g] == APART:
            total += max(0.0, held - 1.0)
        elif kind[g] == ANCHORED and anchor[g] >= 0 and (side >> anchor[g]) & 1:
            total += max(0.0, need[g] - held)
    return total


@compiled(error_model="numpy")
def beyond(sums: Any, less: Any, column: Any, ranges: Any) -> Any:
    """By how much of their limits the sums of features ``sums`` − ``less`` lie outside their ``ranges`` (r, 7).

    A range is (least and most that keep it, low, high, what counts as the whole, what any breach counts, –); its sums
    stand in the columns from ``column`` on.
    """
    total = 0.0
    for r in range(len(ranges)):
        value = sums[column + r] - less[column + r]
        if value < ranges[r, 0]:
            total += (ranges[r, 2] - value) / ranges[r, 4] + ranges[r, 5]
        elif value > ranges[r, 1]:
            total += (value - ranges[r, 3]) / ranges[r, 4] + ranges[r, 5]
    return total
