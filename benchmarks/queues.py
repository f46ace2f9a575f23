"""Pools of units by other means than :mod:`systems.response`: the exact chain of all states, and a simulation."""

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from scipy import sparse
from scipy.sparse.linalg import spsolve

from systems.response.hypercube import Pool
from zoning.model.county import Floats, Ints


def exact(rates: Floats, hours: Floats, order: Ints) -> Pool:
    """Larson's hypercube as it is: 2^u states, each unit's service time (u,) the same for all calls and exponential.

    References
    ----------
    R. C. Larson, A hypercube queuing model for facility location and redistricting in urban emergency services,
    Computers & Operations Research 1 (1974).
    """
    m, u = order.shape
    states = np.arange(2**u)
    source, target, flow = [], [], []
    answered = np.full((m, len(states)), -1)
    for call in range(m):
        for unit in order[call]:
            first = (answered[call] < 0) & (states >> unit & 1 == 0)
            answered[call, first] = unit
        free = states[answered[call] >= 0]
        source.append(free)
        target.append(free | 1 << answered[call, free])
        flow.append(np.full(len(free), rates[call]))
    for unit in range(u):
        working = states[states >> unit & 1 == 1]
        source.append(working)
        target.append(working & ~(1 << unit))
        flow.append(np.full(len(working), 1 / hours[unit]))
    rows, columns, values = np.concatenate(target), np.concatenate(source), np.concatenate(flow)
    into = sparse.coo_matrix((values, (rows, columns)), shape=(len(states), len(states))).tocsc()
    balance = (into - sparse.diags(np.asarray(into.sum(axis=0)).ravel())).tolil()
    balance[0, :] = 1.0  # one equation is redundant; chances sum to 1 instead
    chance = spsolve(balance.tocsc(), np.eye(1, len(states)).ravel())
    answers = np.array([[chance[answered[call] == unit].sum() for unit in range(u)] for call in range(m)])
    busy = np.array([chance[states >> unit & 1 == 1].sum() for unit in range(u)])
    return Pool(answers, float(chance[-1]), busy)


def simulated(rates: Floats, hours: Floats, order: Ints, calls: int, seed: int) -> Pool:
    """So many calls after a tenth as many to warm up, one by one; service times are exponential."""
    rng = np.random.default_rng(seed)
    m, u = order.shape
    warm = calls // 10
    gaps = rng.exponential(1 / rates.sum(), warm + calls)
    kinds = rng.choice(m, warm + calls, p=rates / rates.sum())
    stretch = rng.exponential(1.0, warm + calls)
    free, answers, worked = [True] * u, np.zeros((m, u)), np.zeros(u)
    environment = simpy.Environment()

    def serve(unit: int, time: float) -> Generator[Any, Any, None]:
        free[unit] = False
        yield environment.timeout(time)
        free[unit] = True

    def arrive() -> Generator[Any, Any, None]:
        for number, (gap, call, factor) in enumerate(zip(gaps, kinds, stretch, strict=True)):
            yield environment.timeout(gap)
            unit = next((x for x in order[call] if free[x]), None)
            if unit is not None:
                time = factor * hours[call, unit]
                environment.process(serve(unit, time))
                if number >= warm:
                    answers[call, unit] += 1
                    worked[unit] += time

    environment.run(environment.process(arrive()))
    counted = np.bincount(kinds[warm:], minlength=m)
    shares = answers / np.maximum(counted, 1)[:, None]
    return Pool(shares, 1 - answers.sum() / calls, worked / gaps[warm:].sum())
