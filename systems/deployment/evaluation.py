"""Two periods of incidents compared by zone and class (B7): by how much rates changed, with exact intervals.

Counts are taken for Poisson. Given their sum, the later count n₂ of n₁ + n₂ is binomial with the share
ρ y₂ / (y₁ + ρ y₂) of the ratio ρ of the rates over y₁ and y₂ years, so the interval of Clopper and Pearson for that
share is one for ρ. What it may get wrong: incidents come in clusters, then intervals are too narrow; and whatever else
changed between the periods is in the difference: it shows no cause.

References
----------
J. Przyborowski, H. Wilenski, Biometrika 31 (1940); C. Clopper, E. Pearson, Biometrika 26 (1934).
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from systems.deployment.standing import Standing
from zoning.model.county import County, Floats
from zoning.model.equality import ByValue

LEVEL = 0.95
"""Of the intervals."""
Verdict = Literal["fewer", "more", "open"]


@dataclass(frozen=True)
class Period:
    """A period by its name, and the years that it lasts."""

    name: str
    years: float


@dataclass(frozen=True)
class Change:
    """Incidents of a zone and class in both periods; ``zone`` and ``key`` are ``None`` for all of them.

    ``before`` and ``after`` are incidents a year. ``change`` is ρ − 1, ``None`` without incidents before; it lies
    between ``low`` and ``high``, ``None`` where there is no bound.
    """

    DERIVED: ClassVar = ("verdict",)
    zone: str | None
    key: str | None
    before: float
    after: float
    change: float | None
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict:
        """What the interval tells: ``open`` where it holds no change at all."""
        if self.high is not None and self.high < 0:
            return "fewer"
        return "more" if self.low is not None and self.low > 0 else "open"


@dataclass(frozen=True, eq=False)
class Evaluation(ByValue):
    """Two periods over the zones of a county: the county, its classes, every zone, and every class of a zone."""

    county: County
    standing: Standing
    before: Period
    after: Period
    changes: tuple[Change, ...]


def evaluate(
    county: County, standing: Standing, before: Period, after: Period, counts_before: Floats, counts_after: Floats
) -> Evaluation:
    """Compare two tables of counts (n, c), stations by classes.

    Raises
    ------
    ValueError
        When a period does not last.
    """
    if min(before.years, after.years) <= 0:
        raise ValueError(f"periods of {before.years} and {after.years} years")
    labels = standing.plan.labels(county.codes)
    everywhere = np.ones(len(county), dtype=bool)
    zones = [(name, labels == z) for z, name in enumerate(standing.names)]
    keys = [kind.key for kind in county.classes]
    found = []
    for name, rows in [(None, everywhere), *zones]:
        first, second = counts_before[rows].sum(axis=0), counts_after[rows].sum(axis=0)
        found.append(_change(name, None, float(first.sum()), float(second.sum()), before.years, after.years))
        for c, key in enumerate(keys):
            found.append(_change(name, key, float(first[c]), float(second[c]), before.years, after.years))
    return Evaluation(county, standing, before, after, tuple(found))


def _change(zone: str | None, key: str | None, first: float, second: float, years: float, later: float) -> Change:
    low, high = ratio_interval(first, second, years, later)
    ratio = (second / later) / (first / years) if first else None
    return Change(
        zone,
        key,
        first / years,
        second / later,
        None if ratio is None else ratio - 1,
        low - 1,
        None if np.isinf(high) else high - 1,
    )


def ratio_interval(
    first: float, second: float, years: float = 1.0, later: float = 1.0, level: float = LEVEL
) -> tuple[float, float]:
    """The interval of the ratio of two Poisson rates, counts ``second`` over ``later`` to ``first`` over ``years``.

    From 0 where there is no incident after, to infinity where there is none before.
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(second, first + 1, tail)) if second else 0.0
    high = float(betaincinv(second + 1, first, 1 - tail)) if first else 1.0
    scale = years / later
    return low / (1 - low) * scale, (high / (1 - high) * scale if high < 1 else float("inf"))
