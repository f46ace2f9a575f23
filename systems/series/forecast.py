"""The next periods' incidents by station and class: gamma laws that forget, with seasons, lent from the county.

Every cell has a rate λ ~ Gamma(a, b) for a period of usual season. A period's count y with the season s updates it by
a ← δ a + y, b ← δ b + s: what lies back counts ever less, so the rate may drift (Harvey and Fernandes 1989). Beside its
own past a cell is lent κ periods of what its station and class would lead to expect were they independent, so that
small stations take after the county. A count to come is negative binomial: Poisson about a gamma rate. δ and κ are
those that foretell each period best from those before it (greatest predictive likelihood). Seasons are factors by
class, of the county as a whole, from two years on, drawn towards 1.

With a trend the counts of a class grow by the factor γ a period in the whole county (the likeliest one of a Poisson law
with a level a season, drawn towards none): it is taken out before rates are learnt and put on again, ever less by the
factor φ a period, as damped trends are.

What it may get wrong: a sudden break is followed only over several periods; holidays that move from month to month are
no season; cells are taken one by one, so sums have no interval here.

References
----------
A. C. Harvey, C. Fernandes, Time series models for count or qualitative observations, J. Business & Economic
Statistics 7 (1989). E. S. Gardner, E. McKenzie, Forecasting trends in time series, Management Science 31 (1985):
damped trends. A. Gelman et al., Bayesian Data Analysis, 3rd ed. (2013), section 2.6 (gamma and Poisson).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from zoning.model.county import Floats
from zoning.model.equality import ByValue

DISCOUNTS = (0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
LENT = (0.5, 2.0, 6.0, 20.0)
CALM = 50.0
"""Incidents of a usual season that a season's factor is drawn towards 1 by."""
LEVEL = 0.9
"""Of the intervals."""
DAMPED = 0.95
"""φ: what is left of a trend after every period."""
STEPS = 20
"""Steps of Newton's method, which four or five suffice for."""
STEEP = 0.25
"""Standard deviation of the law that γ is drawn towards 0 by, in logarithms a year."""


@dataclass(frozen=True, eq=False)
class Ahead(ByValue):
    """Expected counts of k periods to come, (k, n, c), and the ends of their intervals."""

    mean: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Learnt(ByValue):
    """What a history says: ``a``, ``b`` (n, c) of the rates, ``seasons`` (m, c), δ, κ, and the next part's number.

    Rates are those of the last period; ``growth`` (c,) is the logarithm of the factor γ a period, 0 without a trend.
    """

    a: Floats
    b: Floats
    seasons: Floats
    discount: float
    lent: float
    following: int
    growth: Floats

    def ahead(self, periods: int) -> Ahead:
        """The next periods; rates stay as they are known at the end of the history, but for a trend that is damped."""
        from scipy.stats import nbinom

        parts = [(self.following + k) % len(self.seasons) for k in range(periods)]
        grown = np.cumsum(DAMPED ** np.arange(1, periods + 1))[:, None] * self.growth
        season = (self.seasons[parts] * np.exp(grown))[:, None, :]
        share, tail = self.b / (self.b + season), (1 - LEVEL) / 2
        low, high = (nbinom.ppf(level, self.a, share) for level in (tail, 1 - tail))
        return Ahead(self.a / self.b * season, np.maximum(low, 0.0), high)


def learnt(counts: Floats, parts: int, first: int, *, trend: bool = False) -> Learnt:
    """What (p, n, c) counts say, ``parts`` of a year following on each other from number ``first``."""
    growth = growth_of(counts, parts) if trend else np.zeros(counts.shape[2])
    size = np.exp(np.arange(1 - len(counts), 1)[:, None] * growth)
    seasons = seasons_of(counts / size[:, None, :], parts, first)
    each = seasons[(first + np.arange(len(counts))) % parts] * size
    tried = [(_foretold(counts, each, *pair), pair) for pair in product(DISCOUNTS, LENT)]
    discount, lent = max(tried, key=lambda one: one[0])[1]
    a, b = _states(counts, each, discount)[-1]
    a, b = _lent(a, b, lent)
    return Learnt(a, b, seasons, discount, lent, (first + len(counts)) % parts, growth)


def growth_of(counts: Floats, parts: int) -> Floats:
    """(c,) logarithms of γ: given the sum of each season, its counts are multinomial with shares ∝ exp(γ t) (Newton).

    With fewer than two whole years all periods are one season.
    """
    from scipy.special import softmax

    time, growth = np.arange(len(counts), dtype=float), np.zeros(counts.shape[2])
    rounds = parts if len(counts) >= 2 * parts else 1
    seasons = [np.arange(part, len(counts), rounds) for part in range(rounds)]
    sums, calm = counts.sum(axis=1), (parts / STEEP) ** 2
    for _ in range(STEPS):
        slope, bend = -calm * growth, np.full_like(growth, calm)
        for rows in seasons:
            at, y = time[rows][:, None], sums[rows]
            share = softmax(at * growth, axis=0)
            mean = (share * at).sum(axis=0)
            slope += (y * at).sum(axis=0) - y.sum(axis=0) * mean
            bend += y.sum(axis=0) * (share * (at - mean) ** 2).sum(axis=0)
        growth = growth + np.clip(slope / bend, -1.0, 1.0)
    return np.asarray(growth)


def seasons_of(counts: Floats, parts: int, first: int) -> Floats:
    """(m, c) factors of the parts of a year; all 1 with fewer than two whole years."""
    if parts == 1 or len(counts) < 2 * parts:
        return np.ones((parts, counts.shape[2]))
    whole = counts[len(counts) % parts :].sum(axis=1)
    at = (first + len(counts) % parts + np.arange(len(whole))) % parts
    sums = np.stack([whole[at == part].sum(axis=0) for part in range(parts)])
    usual = sums.mean(axis=0)
    return np.asarray((sums + CALM) / (usual + CALM))


def _states(counts: Floats, each: Floats, discount: float) -> list[tuple[Floats, Floats]]:
    """a and b (n, c) before every period and after the last; nothing is known before the first."""
    a, b = np.zeros(counts.shape[1:]), np.zeros(counts.shape[1:])
    found = [(a, b)]
    for period, season in zip(counts, each, strict=True):
        a, b = discount * a + period, discount * b + season
        found.append((a, b))
    return found


def _lent(a: Floats, b: Floats, lent: float) -> tuple[Floats, Floats]:
    """The same with κ periods of what station and class lead to expect."""
    rates = a / np.maximum(b, 1e-300)
    expected = rates.sum(axis=1, keepdims=True) * rates.sum(axis=0) / max(float(rates.sum()), 1e-300)
    return a + lent * np.maximum(expected, 1e-3), b + lent


def _foretold(counts: Floats, each: Floats, discount: float, lent: float) -> float:
    """Logarithm of the predictive probability of all periods but the first few, each from those before it."""
    from scipy.special import gammaln

    total = 0.0
    start = min(3, len(counts) - 1)
    states = _states(counts, each, discount)
    for t in range(start, len(counts)):
        a, b = _lent(*states[t], lent)
        season, y = each[t], counts[t]
        total += float(
            (
                gammaln(a + y)
                - gammaln(a)
                - gammaln(y + 1)
                + a * np.log(b / (b + season))
                + y * np.log(season / (b + season))
            ).sum()
        )
    return total
