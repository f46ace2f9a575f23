"""Units that are busy part of the time: which of them answers a call, how often none is free.

Larson's hypercube of free and busy units, by his approximation, with service times that depend on unit and call as in
Jarvis. Calls come at random (Poisson); each goes to the first free unit of its list; with all units busy it is lost to
this pool. A derivation stands in docs/response.md. What it may get wrong: service times enter by their means only, and
units are taken to be busy by chance given how many are; ``python -m benchmarks.response`` measures the error.

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
"""Change of every busy fraction below which the iteration has ended, and the rounds within which it must."""
TINY = 1e-280
"""Chance of so many units being busy below which nothing is asked about the units behind them."""


@dataclass(frozen=True, eq=False)
class Pool:
    """u units, m kinds of calls: ``answers`` (m, u) share of calls that a unit answers, ``lost`` with all units busy.

    ``busy`` (u,) is the share of time that a unit is busy; every row of ``answers`` sums to 1 − ``lost``.
    """

    answers: Floats
    lost: float
    busy: Floats


def pooled(rates: Floats, hours: Floats, order: Ints) -> Pool:
    """The long-run behaviour of a pool of units.

    Parameters
    ----------
    rates : (m,) calls an hour
    hours : (m, u) mean hours that unit u is busy with a call of m, the way there and back included
    order : (m, u) units in the order in which they are asked

    Raises
    ------
    ClaimError
        When the iteration does not settle, which is a fault of the program.
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
        raise ClaimError(f"busy fractions of {u} units did not settle")
    carried = np.bincount(order.ravel(), (rates[:, None] * answers * sent).ravel(), u)
    by_unit = np.zeros((m, u))
    np.put_along_axis(by_unit, order, answers, axis=1)
    return Pool(by_unit, lost, np.asarray(carried, dtype=np.float64))


def corrections(units: int, load: float) -> tuple[Floats, float]:
    """(u,) Q_k, what P(the first k units of a list are busy and the next is free) is over r^k (1 − r), and P(all busy).

    ``load`` is the mean number of units that would be busy if there were enough; r = load · (1 − P(all busy)) / u. With
    j of u units busy, each set of j as likely as the other, the first k are busy and the next is free with chance
    [j / u · (j−1) / (u−1) ⋯] · (u−j) / (u−k); j follows Erlang's loss formula.
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
