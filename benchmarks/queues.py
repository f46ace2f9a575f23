"""A pool of units by other means than :mod:`systems.response`: SimPy, call by call, with NumPy's random numbers."""

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import simpy

from systems.response.pools import Pool
from zoning.model.county import Floats


@dataclass(frozen=True, eq=False)
class Seen:
    """What became of the calls: ``minutes`` until a unit was there, whether one ``waited``; how the queue grew.

    ``growth`` is calls a day by which the queue grew over the second half of the run.
    """

    minutes: Floats
    waited: Floats
    growth: float


def simulated(pool: Pool, calls: int, seed: int) -> Seen:
    """So many calls after a fifth as many to warm up; the nearest free unit goes, those that find none wait in line."""
    rng = np.random.default_rng(seed)
    warm, total = calls // 5, calls + calls // 5
    gaps = rng.exponential(1 / pool.rates.sum(), total)
    kinds = rng.choice(len(pool.rates), total, p=pool.rates / pool.rates.sum())
    stretch, out, turn = rng.exponential(1.0, total), np.sqrt(rng.uniform(size=total)), rng.uniform(0, 2 * np.pi, total)
    free, line = pool.units.tolist(), deque[int]()
    came, minutes, waited = np.cumsum(gaps), np.full(total, np.nan), np.zeros(total)
    lengths = np.zeros(total)
    environment = simpy.Environment()

    def serve(base: int, call: int) -> Generator[Any, Any, None]:
        while True:
            kind = kinds[call]
            x, y = out[call] * np.cos(turn[call]), out[call] * np.sin(turn[call])
            way = np.hypot(pool.seat[kind, base] + pool.radius[kind] * x, pool.radius[kind] * y)
            minutes[call] = environment.now - came[call] + way
            yield environment.timeout(stretch[call] * pool.service[kind, base])
            if not line:
                break
            call = line.popleft()
        free[base] += 1

    def arrive() -> Generator[Any, Any, None]:
        for call, kind in enumerate(kinds):
            yield environment.timeout(came[call] - environment.now)
            base = next((b for b in pool.order[kind] if free[b]), None)
            if base is None:
                line.append(call)
                waited[call] = 1
            else:
                free[base] -= 1
                environment.process(serve(int(base), call))
            lengths[call] = len(line)

    environment.run(environment.process(arrive()))
    environment.run() if len(line) < calls // 100 else None  # those still in line are served
    half = total // 2
    growth = 24 * 60 * (lengths[-1] - lengths[half]) / (came[-1] - came[half])
    return Seen(minutes[warm:], waited[warm:], float(growth))
