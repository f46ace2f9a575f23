"""The hypercube queueing model of a pool of units: who answers a call, how often all are busy.

Larson's approximation, with service times that depend on unit and call as in Jarvis. Calls are Poisson; each goes to
the first free unit of its preference list; a call that finds all units busy is lost to the pool. docs/response.md has a
derivation. What it may get wrong: service times enter by their means only, and given the number of busy units every set
of so many is equally likely; ``python -m benchmarks.response`` measures the error.

References
----------
R. C. Larson, Approximating the performance of urban emergency service systems, Operations Research 23 (1975). J. P.
Jarvis, Approximating the equilibrium behavior of multi-server loss systems, Management Science 31 (1985).
"""

from dataclasses import dataclass

import numpy as np

from zoning.model.county import Floats, Ints
from zoning.model.errors import ClaimError

TOLERANCE, ROUNDS = 1e-10, 10_000
"""Largest change of a busy fraction in the last iteration, and the most iterations."""
TINY = 1e-280
"""Probability below which a correction factor is set to 0."""


@dataclass(frozen=True, eq=False)
class Pool:
    """u units and m kinds of calls: ``answers`` (m, u) is the share of calls of a kind answered by a unit.

    ``lost`` is the probability that all units are busy; every row of ``answers`` sums to 1 − ``lost``. ``busy`` (u,) is
    the share of time that a unit is busy.
    """

    answers: Floats
    lost: float
    busy: Floats


def pooled(rates: Floats, hours: Floats, order: Ints) -> Pool:
    """The stationary state of a pool of units.

    Parameters
    ----------
    rates : (m,) calls an hour
    hours : (m, u) mean service time of a call of kind m by unit u, the way there and back included
    order : (m, u) preference list of every kind of call

    Raises
    ------
    ClaimError
        When the iteration does not converge, which is a fault of the program.
    """
    m, u = order.shape
    if u == 0 or not rates.any():
        answers = np.zeros((m, u))
        if u:
            answers[np.arange(m), order[:, 0]] = 1.0
        return Pool(answers, 0.0 if u else 1.0, np.zeros(u))
    sent = np.take_along_axis(hours, order, axis=1)
    share = rates / rates.sum()
    load = float(rates @ sent[:, 0])
    busy = np.full(u, load / (load + u))
    for _ in range(ROUNDS):
        factors, lost = corrections(u, load)
        asked = factors * np.cumprod(np.hstack([np.ones((m, 1)), busy[order[:, :-1]]]), axis=1)
        work = np.bincount(order.ravel(), (rates[:, None] * sent * asked).ravel(), u)
        answers = asked * (1 - busy[order])
        answers *= (1 - lost) / answers.sum(axis=1, keepdims=True)
        load = float(rates.sum() * (share @ (answers * sent).sum(axis=1)) / (1 - lost))
        before, busy = busy, work / (1 + work)
        if np.abs(busy - before).max() < TOLERANCE:
            break
    else:
        raise ClaimError(f"busy fractions of {u} units did not converge")
    carried = np.bincount(order.ravel(), (rates[:, None] * answers * sent).ravel(), u)
    by_unit = np.zeros((m, u))
    np.put_along_axis(by_unit, order, answers, axis=1)
    return Pool(by_unit, lost, np.asarray(carried, dtype=np.float64))


def corrections(units: int, load: float) -> tuple[Floats, float]:
    """Larson's correction factors (u,) Q_k = P(first k of a list busy, next free) / [r^k (1 − r)], and P(all busy).

    ``load`` is the offered load in units; r = load · (1 − P(all busy)) / u. With j of u units busy, every set of j
    equally likely, the first k are busy and the next is free with probability [j / u · (j−1) / (u−1) ⋯] ·
    (u−j) / (u−k); j follows Erlang's loss formula.
    """
    j = np.arange(units + 1)
    logs = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(j[1:]))])
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    lost = float(chance[-1])
    k = np.arange(units)
    steps = np.maximum(j[:, None] - k[:-1], 0) / (units - k[:-1])
    busy_first = np.cumprod(np.hstack([np.ones((units + 1, 1)), steps]), axis=1)
    exact = (chance[:, None] * busy_first * (units - j[:, None]) / (units - k)).sum(axis=0)
    mean = load * (1 - lost) / units
    plain = mean**k * (1 - mean)
    return np.where(plain > TINY, exact / np.maximum(plain, TINY), 0.0), lost
