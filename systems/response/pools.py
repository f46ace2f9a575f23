"""A pool of units and the calls it answers, and what a run of it call by call counts: a :class:`Tally`.

Units answer a call one at a time, the nearest free one goes, and a call that finds none free waits, first come first
served. A pool that cannot keep up is not run: its queue grows without end, which is known beforehand. Waiting calls
come to a unit whatever its base, so a unit of base b is busy for τ_b = Σ_j λ_j τ_jb / λ minutes a call when calls wait,
and the pool keeps up exactly if its utilisation λ / Σ_b (units_b / τ_b) is below 1. At the limit, from 98 % on, a queue
remembers ten thousand calls and more, often those of years: there is a share that waits, but no mean is given.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from systems.response.queue import EDGES, STEPS, run
from zoning.model.county import Bools, Floats, Ints

BATCHES = 20
"""Parts of a run, as good as independent, by which chance is measured."""
LEAST, MOST = 50_000, 4
"""Calls of a run at the least, and at the most in runs as long as is asked for."""
LONG = 20
"""A part of a run is so many times as long as the pool remembers that many calls came at once."""
SELDOM = 2e-4
"""A station has at least this share of the calls of its pool, so that something is known of it."""
LIMIT = 0.98
"""Utilisation from which on waiting has no mean that a run, or a year, would show."""
Method = Literal["simulation", "limit", "overload", "reserve"]


@dataclass(frozen=True, eq=False)
class Pool:
    """m stations whose calls are answered from b bases.

    ``rates`` (m,) calls a minute; ``way`` (m, b) mean minutes from a base to a call; ``seat`` (m, b) those to the
    seat, round which calls lie in a disc of ``radius`` (m,) minutes; ``service`` (m, b) mean minutes a unit is busy;
    ``order`` (m, b) the bases by nearness; ``units`` (b,) of each; ``home`` (b,) row of the station of each.
    """

    rows: Ints
    rates: Floats
    way: Floats
    seat: Floats
    radius: Floats
    service: Floats
    order: Ints
    units: Ints
    home: Ints

    @property
    def utilisation(self) -> float:
        """Calls that come over calls that all units can answer; infinite without units."""
        total = float(self.rates.sum())
        if not len(self.units):
            return float("inf")
        hours = self.rates @ self.service / total if total > 0 else np.zeros(len(self.units))
        return 0.0 if not hours.any() else total / float((self.units / hours).sum())


@dataclass(frozen=True, eq=False)
class Tally:
    """What was counted, by batch (B,): ``calls`` and ``minutes`` (B, m), ``within`` (B, m, t), ``steps`` (B, m, STEPS).

    ``found_none`` (B,) is the share of the pool's calls that found no unit free. ``answers`` (m, b) is the share of the
    calls of a station that units of each base answer, ``busy`` (b,) the share of time that these are busy.
    """

    pool: Pool
    method: Method
    calls: Floats
    minutes: Floats
    within: Floats
    steps: Ints
    found_none: Floats
    answers: Floats
    busy: Floats

    @property
    def grows(self) -> bool:
        """Whether the queue grows without end, or stands at the limit."""
        return self.method in ("limit", "overload")

    def to_reserve(self) -> "Tally":
        """The same with all calls answered by the reserve: none found a unit free, and all are late."""
        late, none = np.zeros_like(self.within), np.ones_like(self.found_none)
        return replace(self, method="reserve", within=late, found_none=none)


def length(pool: Pool, calls: int, share: float) -> int:
    """Calls of a run: its share of all, and enough for the pool to forget a batch in the next.

    After ρ / (1 − √ρ)² calls little is left of what was (ρ the utilisation): the relaxation of a queue M/M/1.
    """
    rho = pool.utilisation
    forgets = rho / (1 - np.sqrt(min(rho, LIMIT))) ** 2
    wanted = min(max(min(LEAST, calls), calls * share, LONG * BATCHES * forgets), MOST * calls)
    return BATCHES * int(-(-wanted // BATCHES))


def tally(pool: Pool, targets: Floats, seed: int, calls: int) -> Tally:
    """The pool with so many calls after a tenth as many; one that cannot keep up is not run."""
    if pool.utilisation >= 1:
        return _overloaded(pool, len(targets))
    total = float(pool.rates.sum())
    shares = np.maximum(pool.rates / total if total > 0 else 1.0, SELDOM)
    upto = np.cumsum(shares) / shares.sum()
    upto[-1] = 1.0
    size = calls // BATCHES
    service = pool.service if total > 0 else np.zeros_like(pool.service)
    counts, span = run(
        _streams(seed, int(pool.rows[0])),
        total if total > 0 else 1.0,
        upto,
        pool.order,
        (pool.way, pool.seat, pool.radius, service),
        pool.units,
        targets,
        (calls // 10, BATCHES, size),
    )
    number, minutes, within, steps, answers, waits, worked = counts
    answers /= np.maximum(number.sum(axis=0), 1)[:, None]
    busy = worked.sum(axis=0) / span.sum() / pool.units
    method: Method = "simulation" if pool.utilisation < LIMIT else "limit"
    if method == "limit":
        steps = _beyond(number)
    return Tally(pool, method, number, minutes, within, steps, waits / size, answers, busy)


def _overloaded(pool: Pool, targets: int) -> Tally:
    """All calls wait for ever; units, always busy, answer as many as they can, wherever they come from."""
    m = len(pool.rows)
    each = pool.units / (pool.rates @ pool.service)
    answers = np.tile(each / each.sum(), (m, 1))
    ones = np.ones((BATCHES, m))
    within = np.zeros((BATCHES, m, targets))
    return Tally(pool, "overload", ones, ones, within, _beyond(ones), ones[:, 0], answers, np.ones(len(pool.units)))


def _beyond(calls: Floats) -> Ints:
    """(B, m, STEPS) with all the calls (B, m) beyond the last step that has an end."""
    steps = np.zeros((*calls.shape, STEPS), dtype=np.int64)
    steps[:, :, -1] = calls
    return steps


def _streams(seed: int, row: int) -> Floats:
    """(4,) states of the streams of a pool, by its first station: a pool has the same calls in every mode."""
    words = np.random.SeedSequence([seed, row]).generate_state(4, np.uint64)
    return np.asarray(words)


def quantile(steps: Floats, share: float) -> float:
    """Minutes within which a share of calls lies, from shares of calls by step; NaN beyond the last step."""
    upto = np.cumsum(steps)
    k = int(np.searchsorted(upto, share - 1e-12))
    if k >= STEPS - 1:
        return float("nan")
    before = upto[k - 1] if k else 0.0
    part = (share - before) / steps[k] if steps[k] > 0 else 0.0
    return float(EDGES[k] + part * (EDGES[k + 1] - EDGES[k]))


def below(steps: Floats, minutes: float) -> Floats:
    """(…,) calls reached within so many minutes, from calls by step (…, STEPS)."""
    k = int(np.searchsorted(EDGES, minutes, side="right")) - 1
    part = (minutes - EDGES[k]) / (EDGES[k + 1] - EDGES[k])
    return np.asarray(steps[..., :k].sum(axis=-1) + part * steps[..., k])


def masked(tally: Tally, inside: Bools) -> Bools:
    """(m,) which stations of a pool are among ``inside`` (n,)."""
    return np.asarray(inside[tally.pool.rows])
