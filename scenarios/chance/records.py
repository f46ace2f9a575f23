"""The replicates of a stress test, and what they say: regret, intervals of figures, stations that share a zone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from scenarios.chance.redraw import Rates
from scenarios.compare.changes import Together, together
from systems.series.variation import PARTS, Variation
from zoning.judge.score import Score
from zoning.model.county import Bools, Floats
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem

ZONE_KEYS = (
    *("incidents", "workload", "workload_per_officer", "incidents_per_officer", "incidents_per_km2"),
    *("incidents_per_1000", "mean_minutes", "p90_minutes"),
)
"""Figures of a zone that depend on incidents."""
INTERVAL = (5.0, 50.0, 95.0)
"""Percentiles of an interval: its ends and its median."""
REGRET = (50.0, 90.0, 100.0)
"""Percentiles by which regret is told."""
Spread = Mapping[str, float]
"""Numbers by ``given``, ``mean`` and ``p5``, ``p50`` … for percentiles; NaN where unknown."""


@dataclass(frozen=True, eq=False)
class Replicate(ByValue):
    """One draw: ``points`` of the plan, whether it ``keeps`` the rules, and the optimum with its points ``best``.

    Both are ``None`` when no plan keeps the rules (``infeasible``) or the search met its limit (``unsettled``).
    ``figures`` are the plan's, ``zones`` (z, :data:`ZONE_KEYS`) the zones'.
    """

    index: int
    points: int
    keeps: bool
    status: Literal["settled", "infeasible", "unsettled"]
    best: int | None
    optimum: Plan | None
    figures: dict[str, float]
    zones: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, eq=False)
class Draws(ByValue):
    """r replicates in the order of their numbers, for a plan of z zones, and what they were drawn from."""

    rates: Rates
    variation: Variation
    replicates: tuple[Replicate, ...]

    @cached_property
    def best(self) -> Floats:
        """(r,) points of the optimum, NaN without a known one."""
        return np.array([np.nan if r.best is None else r.best for r in self.replicates], dtype=np.float64)

    @cached_property
    def keeps(self) -> Bools:
        """(r,) whether the plan keeps all hard rules."""
        return np.array([r.keeps for r in self.replicates], dtype=bool)

    @cached_property
    def regret(self) -> Floats:
        """(r,) points of the plan above the optimum, NaN without a known optimum or where the plan breaks rules."""
        points = np.array([r.points for r in self.replicates], dtype=np.float64)
        return np.where(self.keeps, points - self.best, np.nan)

    @property
    def judged(self) -> int:
        """Replicates with a known optimum."""
        return int(np.isfinite(self.best).sum())

    @property
    def optimal(self) -> int:
        """Replicates in which the plan is among the best."""
        return int((self.regret == 0).sum())

    def count(self, status: str) -> int:
        """Replicates of a status."""
        return sum(r.status == status for r in self.replicates)

    @cached_property
    def optima(self) -> tuple[tuple[Plan, int], ...]:
        """Optima and their numbers of replicates, the most frequent first."""
        times = Counter(r.optimum for r in self.replicates if r.optimum is not None)
        return tuple(sorted(times.items(), key=lambda entry: (-entry[1], entry[0])))

    @cached_property
    def together(self) -> Together | None:
        """In how many optima pairs of stations share a zone; ``None`` without an optimum."""
        plans, times = zip(*self.optima, strict=True) if self.optima else ((), ())
        return together(plans, times) if plans else None

    def figure(self, key: str) -> Floats:
        """(r,) a measure, a figure or the points of the plan."""
        return np.array([r.figures[key] for r in self.replicates], dtype=np.float64)

    def zone_figure(self, key: str, zone: int) -> Floats:
        """(r,) a figure of one zone."""
        at = ZONE_KEYS.index(key)
        return np.array([r.zones[zone][at] for r in self.replicates], dtype=np.float64)


@dataclass(frozen=True)
class Spreads:
    """Spread of sizes, beside area and officers, and of mixes as standard deviations of log-rates; the reach in km."""

    size_spread: float
    mix_spread: float
    reach_km: float


@dataclass(frozen=True)
class Varied:
    """Variation of rates beyond chance, as standard deviations of their logarithms, and its interval of 90 %.

    ``years`` of the county, of a class, of a station and of a class at a station; ``spread`` is of all together,
    between ``low`` and ``high``. ``periods`` are those it was estimated from, 0 where it is assumed.
    """

    periods: int
    spread: float
    low: float
    high: float
    years: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Stress(ByValue):
    """What ``replicates`` draws, of ``asked``, say of a plan of z zones.

    ``judged`` draws have a known optimum, in ``optimal`` of them the plan is among the best, in ``keeps`` it keeps the
    rules; ``infeasible`` and ``unsettled`` ones have no optimum. ``regret`` is in points, ``regret_share`` of the
    optimum. ``given`` is the plan's score on the counts as they are; ``figures`` are the plan's, ``zones`` (z,) the
    zones', by key. ``optima`` has each optimum with its number of draws, the most frequent first, ``together`` in how
    many of them pairs of stations share a zone. ``seconds`` is wall time to the millisecond. ``draws`` are the
    replicates themselves, ``None`` where the record was read from a file; they do not count in comparisons.
    """

    problem: Problem
    given: Score
    seed: int
    asked: int
    replicates: int
    judged: int
    optimal: int
    keeps: int
    infeasible: int
    unsettled: int
    regret: Spread
    regret_share: Spread
    rates: Spreads
    variation: Varied | None
    figures: Mapping[str, Spread]
    zones: tuple[Mapping[str, Spread], ...]
    optima: tuple[tuple[Plan, int], ...]
    together: Together | None
    jobs: int
    seconds: float
    draws: Draws | None = field(default=None, compare=False, repr=False)

    @property
    def plan(self) -> Plan:
        return self.given.plan

    @property
    def per_second(self) -> float:
        """Draws a second, NaN where no time was taken."""
        return round(self.replicates / self.seconds, 2) if self.seconds > 0 else float("nan")


def summed(problem: Problem, given: Score, draws: Draws, *, seed: int, asked: int, jobs: int, seconds: float) -> Stress:
    """What the draws say of the plan."""
    rates = draws.rates
    return Stress(
        problem,
        given,
        seed,
        asked,
        replicates=len(draws.replicates),
        judged=draws.judged,
        optimal=draws.optimal,
        keeps=int(draws.keeps.sum()),
        infeasible=draws.count("infeasible"),
        unsettled=draws.count("unsettled"),
        regret=_regret(draws.regret),
        regret_share=_regret(draws.regret / np.maximum(draws.best, 1)),
        rates=Spreads(rates.size_spread, rates.mix_spread, rates.reach_km),
        variation=varied(draws.variation),
        figures={key: _interval(value, draws.figure(key)) for key, value in plan_figures(given).items()},
        zones=tuple(
            {key: _interval(zone.figures[key], draws.zone_figure(key, z)) for key in ZONE_KEYS}
            for z, zone in enumerate(given.zones)
        ),
        optima=draws.optima,
        together=draws.together,
        jobs=jobs,
        seconds=round(seconds, 3),
        draws=draws,
    )


def varied(years: Variation) -> Varied:
    """What is told of a variation."""
    low, high = years.bounds
    parts = dict(zip(PARTS, np.sqrt(years.v).tolist(), strict=True))
    return Varied(years.periods, years.spread, low, high, parts)


def _regret(values: Floats) -> Spread:
    return {"mean": mean(values), **percentiles(values, REGRET)}


def _interval(given: float, drawn: Floats) -> Spread:
    return {"given": given, **percentiles(drawn, INTERVAL)}


def mean(values: Floats) -> float:
    """Mean of the finite values, NaN without any."""
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")


def percentiles(values: Floats, at: Sequence[float]) -> dict[str, float]:
    """Percentiles of the finite values by ``p5``, ``p50`` …, as inverses of the empirical distribution."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return {f"p{p:g}": float("nan") for p in at}
    found = np.percentile(finite, at, method="inverted_cdf")
    return {f"p{p:g}": float(x) for p, x in zip(at, found, strict=True)}


def plan_figures(judged: Score) -> dict[str, float]:
    """Points, measures and figures of a plan, by key."""
    return {"points": float(judged.points), **judged.measures, **judged.figures}
