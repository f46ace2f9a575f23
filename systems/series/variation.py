"""How much incidents vary from year to year beyond chance: four variances, by moments, and what a year may bring.

The rate of station i and class c in year t is its mean times exp(a_t + b_ct + d_it + e_ict): a year of the county, of a
class, of a station, and of a class at a station, independent and normal with the variances v (4,). Counts are Poisson.
Sums over the county, classes, stations and cells each vary by chance and by what of v is not averaged out in them:

    Σ_u (s²_u − m_u) / m_u  =  Σ_k v_k Σ_u (Σ m² over the parts of u that share a draw of k) / m_u,

four linear equations for the four variances, s² and m the variance and mean over the years. With few years they say
little, so they are weighed against :data:`USUAL`, all of it as many times as much as stations and cells turn out to
vary, of which years tell most, by the covariance that they have in simulated years (a linear Bayes estimate).
What it may get wrong: trends count as variation; years are taken to be independent; two or three years leave the
variance that is common to a county (a) nearly as it was supposed.

References
----------
P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed., Chapman and Hall (1989), sections 6.2 and 9.3 (moments);
M. Goldstein, D. Wooff, Bayes Linear Statistics, Wiley (2007).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from systems.series.series import years_of
from zoning.judge.slices import Slices
from zoning.model.county import Floats
from zoning.model.equality import ByValue

PARTS = ("county", "kind", "station", "cell")
"""What a year is good or bad for."""
USUAL = (0.05, 0.08, 0.10, 0.10)
"""Standard deviations of log-rates where no years tell; an assumption, and its variances may be off by half."""
DOUBT, LEAST = 0.7, 0.003
"""Standard deviation of the variances supposed, when years are weighed against them: so much of each, and so much."""
SIMULATED = 200
"""Simulated histories that the covariance of the equations is taken from."""


@dataclass(frozen=True, eq=False)
class Variation(ByValue):
    """Variances ``v`` (4,) of log-rates by :data:`PARTS`, with the variance ``of_v`` (4,) of each estimate.

    ``periods`` are those it was estimated from, ``length`` years each; 0 where it is assumed.
    """

    v: Floats
    of_v: Floats
    periods: int
    length: float = 1.0

    @property
    def spread(self) -> float:
        """Standard deviation of the log-rate of a class at a station from year to year."""
        return float(np.sqrt(self.v.sum()))

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Between what values ``spread`` lies, 90 %."""
        freedom = self._freedom
        drawn = np.sqrt((self._drawn(np.random.default_rng(0), 2000) * (freedom - 2) / freedom).sum(axis=1))
        low, high = np.percentile(drawn, [5, 95])
        return float(low), float(high)

    @property
    def _freedom(self) -> Floats:
        """Degrees of freedom at which an inverse χ² law has the mean and variance of each estimate."""
        return np.asarray(2 * self.v**2 / self.of_v + 4)

    def _drawn(self, rng: np.random.Generator, times: int) -> Floats:
        """(times, 4) variances as they may be: scaled inverse χ² laws, as wide about each as its variance says."""
        return np.asarray(self.v * self._freedom / rng.chisquare(self._freedom, (times, 4)))

    def luck(self, years: float) -> Floats:
        """(4,) variances by which a period of so many years, the mean of its years, deviates from what stays."""
        return np.asarray(self.v * self._part(years))

    def _part(self, years: float) -> float:
        return min(self.length / years, 1.0)

    def another(self, rng: np.random.Generator, shape: tuple[int, int], years: float) -> Floats:
        """(n, c) by what factor rates of another period, as long as the one seen, differ from what stays; one draw.

        Of the luck of the county and of a class nothing is known but that of the period seen, so what stays is at its
        level, and both deviate: the factor has twice that variance. Its median is 1.
        """
        v = self._drawn(rng, 1)[0] * self._part(years)
        return np.asarray(np.exp(shocks(rng, v * (2, 2, 1, 1), (1, *shape))[0]))


def shocks(rng: np.random.Generator, v: Floats, shape: tuple[int, int, int]) -> Floats:
    """(t, n, c) a + b + d + e of t years: one draw."""
    years, stations, classes = shape
    parts = ((years, 1, 1), (years, 1, classes), (years, stations, 1), (years, stations, classes))
    drawn = [np.sqrt(one) * rng.standard_normal(part) for one, part in zip(v, parts, strict=True)]
    return np.asarray(drawn[0] + drawn[1] + drawn[2] + drawn[3])


def assumed() -> Variation:
    """What is taken where no years tell."""
    return Variation(np.square(USUAL), (np.square(USUAL) / 2) ** 2, 0)


def variation(slices: Slices | None) -> Variation:
    """The estimate from the whole years of the slices; the assumption where there are fewer than two."""
    years = None if slices is None else years_of(slices)
    return assumed() if years is None or len(years) < 2 else estimated(np.moveaxis(years.counts, 2, 0))


def estimated(counts: Floats, length: float = 1.0) -> Variation:
    """The estimate from (t, n, c) counts of t ≥ 2 periods of so many years."""
    usual, rng = np.square(USUAL), np.random.default_rng(0)
    found, mean = usual, counts.mean(axis=0)
    equations, excess = _equations(mean, len(counts)), _excess(counts[None])[0]
    for _ in range(3):
        prior = usual * found[2:].sum() / usual[2:].sum()
        before = np.diag((DOUBT * prior + LEAST) ** 2)
        supposed = np.maximum(found, prior)
        years = np.exp(np.stack([shocks(rng, supposed, counts.shape) for _ in range(SIMULATED)]))
        beside = np.atleast_2d(np.cov(_excess(rng.poisson(mean * years).astype(np.float64)), rowvar=False))
        reached = equations @ before @ equations.T + beside
        gain = before @ equations.T @ np.linalg.pinv(reached)
        value = prior + gain @ (excess - equations @ prior)
        left = np.diag(before - gain @ equations @ before)
        found = np.maximum(value, np.sqrt(np.maximum(left, 0.0)) / 4)
    return Variation(found, np.maximum(left, 1e-12), len(counts), length)


def _excess(counts: Floats) -> Floats:
    """(r, 4) left sides: variance beyond chance of the sums by :data:`PARTS`, from r histories (r, t, n, c)."""
    cells = counts.reshape(*counts.shape[:2], -1)
    found = []
    for held in (cells.sum(axis=2, keepdims=True), counts.sum(axis=2), counts.sum(axis=3), cells):
        mean, spread = held.mean(axis=1), held.var(axis=1, ddof=1)
        found.append(np.divide(spread - mean, mean, out=np.zeros_like(mean), where=mean > 0).sum(axis=1))
    return np.stack(found, axis=1)


def _equations(mean: Floats, years: int) -> Floats:
    """(4, 4) what each variance adds to each left side; squares of means are freed of their chance."""

    def square(values: Floats) -> Floats:
        return np.asarray(np.maximum(values**2 - values / years, 0.0))

    def over(upper: Floats, lower: Floats) -> float:
        return float(np.divide(upper, lower, out=np.zeros_like(lower), where=lower > 0).sum())

    cells, kinds, stations, whole = mean.ravel(), mean.sum(axis=0), mean.sum(axis=1), mean.sum(keepdims=True).ravel()
    each, by_kind, by_station = square(cells), square(mean).sum(axis=0), square(mean).sum(axis=1)
    same_kind, same_station = over(square(kinds), kinds), over(square(stations), stations)
    apart_kind, apart_station = over(by_kind, kinds), over(by_station, stations)
    alike = over(each, cells)
    return np.array(
        [
            [over(np.atleast_1d(square(part).sum()), whole) for part in (whole, kinds, stations, cells)],
            [same_kind, same_kind, apart_kind, apart_kind],
            [same_station, apart_station, same_station, apart_station],
            [alike, alike, alike, alike],
        ]
    )
