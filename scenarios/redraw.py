"""Incidents as they might have been: counts are chance, so they are drawn anew from the rates that they suggest.

A station has a size, the incidents to be expected of it in such a period, and a mix, their shares by class. Its total
n_i is Poisson about its size, its counts n_ic are a draw from its mix. Sizes come from a gamma distribution with the
mean of the county's stations, mixes from a Dirichlet distribution about the county's mix, both as wide as the county
itself shows (empirical Bayes by moments). Then, given the counts,

    size T_i ~ Gamma(n_i + a, scale 1 / (1 + a / mean size)),  mix ∝ g_i,  g_ic ~ Gamma(n_ic + A π_c, 1),

the rate of a class is λ_ic = T_i g_ic / Σ_c g_ic and a new count is Poisson(λ_ic). A zero can thus become a one, and a
single odd month is not taken for a law. What it may get wrong: stations are drawn independently, so a bad year for all
of them is not in it, nor is anything that will change.

References
----------
D. Clayton, J. Kaldor, Empirical Bayes estimates of age-standardized relative risks, Biometrics 43 (1987), section 3
(Poisson and gamma). J. E. Mosimann, On the compound multinomial distribution, Biometrika 49 (1962).
"""

from dataclasses import dataclass, replace

import numpy as np

from zoning.county import County, Floats

CERTAIN = 1e6
"""Weight of a prior where the county shows no more spread than chance: sizes or mixes are then all alike."""


@dataclass(frozen=True, eq=False)
class Prior:
    """What the county says of its stations: mean size and mix (c,), and how many incidents that knowledge is worth."""

    size: float
    size_weight: float
    mix: Floats
    mix_weight: float


def prior(counts: Floats) -> Prior:
    """What counts (n, c) say, weights by the method of moments: spread of the stations beyond what chance gives.

    Of sizes, negative binomial: variance = m + m² / a. Of mixes, Dirichlet-multinomial: Pearson's χ² of a station has
    the mean (c − 1) (n_i + A) / (1 + A); the county's mix being estimated, one station in all is lost.
    """
    totals, by_class = counts.sum(axis=1), counts.sum(axis=0)
    stations, whole = len(totals), float(totals.sum())
    mean = whole / stations
    beyond = float(totals.var(ddof=1)) - mean if stations > 1 else 0.0
    size_weight = min(mean**2 / beyond, CERTAIN) if beyond > 0 else CERTAIN
    mix = by_class / whole if whole > 0 else np.full(len(by_class), 1 / len(by_class))
    return Prior(mean, size_weight, mix, _mix_weight(counts, mix))


def _mix_weight(counts: Floats, mix: Floats) -> float:
    busy, seen = counts[counts.sum(axis=1) > 0], mix > 0
    stations, classes = len(busy), int(seen.sum())
    if stations < 2 or classes < 2:
        return CERTAIN
    totals = busy.sum(axis=1, keepdims=True)
    expected = totals * mix[seen]
    spread = float(((busy[:, seen] - expected) ** 2 / expected).sum()) / (classes - 1) * stations / (stations - 1)
    if spread <= stations:
        return CERTAIN
    return float(np.clip((totals.sum() - spread) / (spread - stations), 1 / CERTAIN, CERTAIN))


def rates(counts: Floats, known: Prior, rng: np.random.Generator) -> Floats:
    """(n, c) incidents to be expected in a period like that of the counts, one draw of what they may be."""
    totals = counts.sum(axis=1)
    if known.size == 0:
        return np.zeros_like(counts)
    size = rng.gamma(totals + known.size_weight, 1 / (1 + known.size_weight / known.size))
    parts = rng.gamma(counts + known.mix_weight * known.mix)
    shares = parts / np.maximum(parts.sum(axis=1, keepdims=True), np.finfo(np.float64).tiny)
    return np.asarray(size[:, None] * shares)


def redrawn(county: County, known: Prior, rng: np.random.Generator) -> County:
    """The county with the incidents of another period like its own."""
    return replace(county, counts=rng.poisson(rates(county.counts, known, rng)).astype(np.float64))
