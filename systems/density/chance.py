"""Which counts are more than chance: exact tails of counts that come in bunches, ratios with intervals, false finds.

A count X is part of a total m that would be shared out by what each has of something (residents, all incidents); its
share is s. Counts are Poisson, or, where calls come in bunches (one quarrel rings thrice), negative binomial with the
variance φ times the mean. Given m, X is then binomial, or beta-binomial with α = s A, β = (1 − s) A, A = m / (φ − 1).
The chance p is P(X ≥ x). Of many such chances those are taken at which Benjamini and Hochberg expect a share of false
finds below a level. What it may get wrong: the share s is taken as known and φ as equal everywhere; a place that
differs from others for a plain reason (a market, a school) is found, for it does differ.

References
----------
J. Przyborowski, H. Wilenski, Biometrika 31 (1940): the conditional test. P. McCullagh, J. A. Nelder, *Generalized
Linear Models* (1989), §6.2.3: φ = X² / df. B. Woolf, Annals of Human Genetics 19 (1955), J. B. S. Haldane, ibid. 20
(1956): the interval. Y. Benjamini, Y. Hochberg, JRSS B 57 (1995).
"""

import math

import numpy as np

from zoning.model.county import Floats

FAR = 40.0
"""Standard deviations beyond which a tail holds nothing."""
LEAST_DF = 3
"""Degrees of freedom below which φ is not known."""


def chances(counts: Floats, totals: Floats, shares: Floats, dispersion: float = 1.0) -> Floats:
    """p, (n,) P(X ≥ x) of counts (n,) out of ``totals`` (n,) for ``shares`` (n,) in (0, 1); φ is ``dispersion``."""
    from scipy import special, stats

    counts, totals, shares = np.broadcast_arrays(counts, totals, shares)
    if dispersion <= 1:
        return np.asarray(stats.binom.sf(counts - 1, totals, shares), dtype=np.float64)
    found = np.ones(len(counts))
    for place, (x, m, s) in enumerate(zip(counts, totals, shares, strict=True)):
        if x <= 0:
            continue
        a, b = s * m / (dispersion - 1), (1 - s) * m / (dispersion - 1)
        reach = max(x, s * m) + FAR * math.sqrt(dispersion * m * s * (1 - s)) + FAR
        k = np.arange(x, min(m, reach) + 1)
        logs = special.betaln(k + a, m - k + b) - special.betaln(a, b)
        logs -= special.betaln(k + 1, m - k + 1) + math.log(m + 1)
        found[place] = min(1.0, float(np.exp(logs).sum()))
    return found


def ratios(
    counts: Floats, rest: Floats, shares: Floats, noise: Floats, dispersion: float, level: float
) -> tuple[Floats, Floats, Floats]:
    """Ratio ρ, low and high, (n,) each: the rate of a count (n,) against that of the ``rest`` (n,) of its total.

    ρ = x / (m − x) · (1 − s) / s, NaN without a rest; the interval is that of Woolf for ln ρ with Haldane's halves, 0
    at the low end without a count and NaN at the high end without a rest. Its variance is φ times that of Poisson
    counts; ``noise`` (n,) is what the share adds to it, 0 for one that is known.
    """
    from scipy import stats

    odds = (1 - shares) / shares
    ratio = np.divide(counts, rest, out=np.full(len(counts), np.nan), where=rest > 0) * odds
    middle = np.log((counts + 0.5) / (rest + 0.5) * odds)
    width = stats.norm.ppf((1 + level) / 2) * np.sqrt(dispersion * (1 / (counts + 0.5) + 1 / (rest + 0.5) + noise))
    low = np.where(counts > 0, np.exp(middle - width), 0.0)
    high = np.where(rest > 0, np.exp(middle + width), np.nan)
    return ratio, np.asarray(low), np.asarray(high)


def adjusted(chances_: Floats) -> Floats:
    """q, (n,) the level of Benjamini and Hochberg from which on each chance counts as found."""
    from scipy import stats

    return np.asarray(stats.false_discovery_control(chances_)) if len(chances_) else chances_


def dispersion(counts: Floats) -> float | None:
    """φ ≥ 1 of counts (places, times): X² / df of Pearson, of what place and time together do not explain.

    Where it is above 1 it is taken one standard error higher, √(2 / df) of itself, since it is an estimate, too.
    ``None`` where there are too few of either to know.
    """
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    degrees = int((counts.shape[0] - 1) * (counts.shape[1] - 1))
    if degrees < LEAST_DF:
        return None
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    squares = float(((counts - expected) ** 2 / expected).sum())
    spread = squares / degrees
    return spread * (1 + math.sqrt(2 / degrees)) if spread > 1 else 1.0
