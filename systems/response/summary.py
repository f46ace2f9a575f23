"""Tallies of pools and bands put together: means, quantiles and shares over the incidents of stations, with intervals.

A figure is Σ_T W_T R_T / Σ W_T over tallies T, W_T the incidents of these stations in its hours and R_T a ratio of two
sums of its run. Intervals come from the batches: a ratio's spread is that of Σ_T W_T (x_T − R_T y_T) / ȳ_T over them,
and an interval of a quantile is that of the share below it, turned into minutes (Woodruff). What it may get wrong: with
a utilisation near 98 % a batch is hardly long enough to be independent of the next.

References
----------
R. S. Woodruff, Confidence intervals for medians and other position measures, JASA 47 (1952). A. M. Law, Simulation
modeling and analysis, 5th ed. (2015), 9.5.3: batch means.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from systems.response.pools import BATCHES, Tally, below, masked, quantile
from systems.response.records import Interval, Summary
from zoning.model.county import Bools, Floats

STUDENT = 2.093
"""97.5 % of Student's distribution with BATCHES − 1 degrees of freedom."""
NINETY = 0.9


@dataclass(frozen=True, eq=False)
class Part:
    """A tally with the hours of the day for which it stands."""

    tally: Tally
    hours: float


def summary(parts: Sequence[Part], inside: Bools, incidents: Floats, targets: int) -> Summary:
    """Figures over the incidents (n,) of the stations ``inside`` (n,), each counted once where they have none."""
    counted = inside & (incidents > 0) if (inside & (incidents > 0)).any() else inside
    weights = np.where(incidents > 0, incidents, 0.0) if (incidents[counted] > 0).any() else np.ones(len(incidents))
    used = [(part, rows) for part in parts if (rows := masked(part.tally, counted)).any()]
    called = any((incidents[part.tally.pool.rows] > 0).any() for part, _ in used)
    if called and not (incidents[counted] > 0).any():  # the few calls of a pool that come from there say nothing
        return _unknown(targets, _busy(parts, inside))
    weight = np.array([part.hours * weights[part.tally.pool.rows[rows]].sum() for part, rows in used])
    weight = weight / weight.sum()
    growing = float(sum(w for w, (part, _) in zip(weight, used, strict=True) if part.tally.grows))
    calls = [part.tally.calls[:, rows].sum(axis=1) for part, rows in used]
    minutes, minutes_interval = _ratio(weight, [p.tally.minutes[:, rows].sum(axis=1) for p, rows in used], calls)
    none, none_interval = _ratio(weight, [p.tally.found_none for p, _ in used], [np.ones(BATCHES) for _ in used])
    steps = [part.tally.steps[:, rows].sum(axis=1) for part, rows in used]
    p90, p90_interval = _quantile(weight, steps, calls)
    within = [
        _ratio(weight, [p.tally.within[:, rows, t].sum(axis=1) for p, rows in used], calls)[0] for t in range(targets)
    ]
    unknown = (float("nan"), float("nan"))
    return Summary(
        minutes if growing == 0 else float("nan"),
        minutes_interval if growing == 0 else unknown,
        p90,
        p90_interval,
        tuple(within),
        none,
        (max(none_interval[0], 0.0), min(none_interval[1], 1.0)),
        growing,
        _busy(parts, inside),
    )


def _unknown(targets: int, busy: float) -> Summary:
    """The figures of stations that nobody calls."""
    none, ends = float("nan"), (float("nan"), float("nan"))
    return Summary(none, ends, none, ends, (none,) * targets, none, ends, 0.0, busy)


def _ratio(weight: Floats, sums: Sequence[Floats], counts: Sequence[Floats]) -> tuple[float, Interval]:
    """Weighted mean of ratios of sums (B,), with its interval."""
    ratios = [float(x.sum() / max(y.sum(), 1)) for x, y in zip(sums, counts, strict=True)]
    value = float(weight @ ratios)
    spread = sum(
        w * (x - r * y) / max(y.mean(), 1 / BATCHES) for w, r, x, y in zip(weight, ratios, sums, counts, strict=True)
    )
    half = STUDENT * float(np.sqrt((np.asarray(spread) ** 2).sum() / (BATCHES - 1) / BATCHES))
    return value, (max(value - half, 0.0), value + half)


def _quantile(weight: Floats, steps: Sequence[Floats], counts: Sequence[Floats]) -> tuple[float, Interval]:
    """Minutes within which nine tenths of the calls are reached, with their interval."""
    mixed = sum(w * s.sum(axis=0) / max(y.sum(), 1) for w, s, y in zip(weight, steps, counts, strict=True))
    shares = np.asarray(mixed)
    value = quantile(shares, NINETY)
    if np.isnan(value):
        return value, (value, value)
    share, (low, high) = _ratio(weight, [below(s, value) for s in steps], counts)
    ends = (quantile(shares, NINETY + low - share), quantile(shares, min(NINETY + high - share, 1.0)))
    return value, ends


def _busy(parts: Sequence[Part], inside: Bools) -> float:
    """Share of their hours on duty that units of the stations are busy; NaN without units."""
    time = busy = 0.0
    for part in parts:
        pool = part.tally.pool
        own = inside[pool.home] if part.tally.method != "reserve" else np.zeros(len(pool.home), dtype=bool)
        time += part.hours * float(pool.units[own].sum())
        busy += part.hours * float((pool.units * part.tally.busy)[own].sum())
    return busy / time if time > 0 else float("nan")
