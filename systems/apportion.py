"""Whole persons: a share of some (C1, C9, G4), or in proportion to workload with minimums kept (B3, G9, C1)."""

import math

import numpy as np
import numpy.typing as npt

from systems.errors import Impossible
from zoning.model.county import Floats, Ints
from zoning.texts import Message

DECIMALS = 9
"""Of a person; shortfalls equal to so many decimals are ties, and the first row is served."""


def at_least(share: float, persons: int) -> int:
    """The fewest whole persons that are no less than a share of some: ⌈share · persons⌉ (C1, C9, G4)."""
    return math.ceil(round(share * persons, DECIMALS))


def apportion(weights: Floats, total: int, minimum: npt.ArrayLike = 0) -> Ints:
    """(n,) whole numbers x that add up to ``total``, none below its minimum, of least Σ (x_i − total · w_i / W)².

    Without minimums this is the method of largest remainders. With them the greedy choice is optimal: one person at a
    time to the row of the greatest shortfall.

    Parameters
    ----------
    weights : w, (n,) ≥ 0; equal shares where all are 0
    minimum : one number or (n,)

    Raises
    ------
    Impossible
        When the minimums add up to more than the total, or there is a total and no row.

    References
    ----------
    T. Ibaraki, N. Katoh, Resource Allocation Problems (1988), chapter 4: greedy is exact for separable convex costs.
    """
    least = np.broadcast_to(np.asarray(minimum, dtype=np.int64), np.shape(weights))
    if least.sum() > total or (total > 0 and not len(weights)):
        raise Impossible(Message("systems.deployment.minimums", {"needed": int(least.sum()), "total": total}))
    shares = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / max(len(weights), 1))
    given = np.maximum(np.floor(np.round(total * shares, DECIMALS)).astype(np.int64), least)
    while given.sum() > total:  # minimums lifted some: taken back where most is left over the proportion
        over = np.where(given > least, np.round(given - total * shares, DECIMALS), -np.inf)
        given[len(over) - 1 - int(over[::-1].argmax())] -= 1
    while given.sum() < total:
        given[int(np.round(total * shares - given, DECIMALS).argmax())] += 1
    return given
