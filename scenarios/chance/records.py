"""The replicates of a stress test: regret of the plan, intervals of its figures, stations that share a zone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from scenarios.chance.redraw import Rates
from scenarios.compare.changes import Together, together
from zoning.judge.score import Score
from zoning.model.county import Bools, Floats
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import known

SCHEMA = "zoning.stress/1"
ZONE_KEYS = (
    *("incidents", "workload", "workload_per_officer", "incidents_per_officer", "incidents_per_km2"),
    *("incidents_per_1000", "mean_minutes", "p90_minutes"),
)
"""Figures of a zone that depend on incidents."""
INTERVAL = (5.0, 50.0, 95.0)
"""Percentiles of an interval: its ends and its median."""


@dataclass(frozen=True)
class Replicate:
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
class Stress:
    """r replicates of ``asked``, in the order of their numbers, for a plan of z zones.

    ``given`` is the plan's score on the counts as they are, ``seconds`` wall time.
    """

    problem: Problem
    plan: Plan
    rates: Rates
    given: Score
    seed: int
    asked: int
    replicates: tuple[Replicate, ...]
    jobs: int
    seconds: float

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

    def zone_figure(self, key: str) -> Floats:
        """(r, z) a figure of every zone."""
        at = ZONE_KEYS.index(key)
        return np.array([[zone[at] for zone in r.zones] for r in self.replicates], dtype=np.float64)

    def document(self) -> dict[str, Any]:
        """Everything as plain values for JSON."""
        given = plan_figures(self.given)
        return {
            "schema": SCHEMA,
            "seed": self.seed,
            "asked": self.asked,
            "replicates": len(self.replicates),
            "judged": self.judged,
            "optimal": self.optimal,
            "keeps": int(self.keeps.sum()),
            "infeasible": self.count("infeasible"),
            "unsettled": self.count("unsettled"),
            "regret": known({"mean": mean(self.regret), **percentiles(self.regret, (50.0, 90.0, 100.0))}),
            "rates": {
                "size_spread": self.rates.size_spread,
                "mix_spread": self.rates.mix_spread,
                "reach_km": self.rates.reach_km,
            },
            "figures": {
                key: known({"given": value, **percentiles(self.figure(key), INTERVAL)}) for key, value in given.items()
            },
            "zones": [
                {
                    "stations": list(zone.stations),
                    "figures": {
                        key: known({"given": zone.figures[key], **percentiles(self.zone_figure(key)[:, z], INTERVAL)})
                        for key in ZONE_KEYS
                    },
                }
                for z, zone in enumerate(self.given.zones)
            ],
            "optima": [{"times": times, "zones": [list(zone) for zone in plan.zones]} for plan, times in self.optima],
            "together": None
            if self.together is None
            else {"codes": list(self.together.codes), "counts": self.together.counts.tolist()},
            "jobs": self.jobs,
            "seconds": round(self.seconds, 3),
            "per_second": round(len(self.replicates) / self.seconds, 2) if self.seconds > 0 else None,
        }


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
