"""Ratios of two rates, and ratios of such ratios, with intervals: exact for chance alone, wider where periods say so.

Counts are taken for Poisson. Given their sum, the later count n₂ of n₁ + n₂ is binomial with the share
ρ y₂ / (y₁ + ρ y₂) of the ratio ρ of the rates over y₁ and y₂ years; the interval is that of the mid-p test of this
share. Where counts vary more than by chance, by φ as several periods tell with f degrees of freedom, n₁ / φ and n₂ / φ
stand for the counts, and the tails are those of Student's t with f degrees: the interval of quasi-likelihood, which is
the exact one where φ is 1. What it may get wrong: at means under two incidents it is wider than it says.

References
----------
H. O. Lancaster, JASA 56 (1961), and G. Berry, P. Armitage, The Statistician 44 (1995): mid-p. J. Przyborowski,
H. Wilenski, Biometrika 31 (1940): the conditional test. R. W. M. Wedderburn, Biometrika 61 (1974), and P. McCullagh,
J. A. Nelder, Generalized Linear Models (1989), section 9.3: quasi-likelihood, φ = X² / f. J. J. Gart, Biometrika 53
(1966), and A. Agresti, Biometrics 55 (1999): logarithms of ratios with a half added to every count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zoning.model.county import Floats

LEVEL = 0.95
"""Of the intervals."""
STEPS = 80
"""Halvings of the range in which an end is sought."""


@dataclass(frozen=True)
class Excess:
    """By what factor ``phi`` ≥ 1 counts vary more than by chance, and the degrees of freedom that tell it.

    Where it is 1 chance is all there is, and ``freedom`` does not count.
    """

    phi: float = 1.0
    freedom: int = 0

    @property
    def over(self) -> bool:
        return self.phi > 1 and self.freedom > 0

    def tail(self, level: float) -> float:
        """The tail of the normal law that reaches as far as that of Student's t does at a level."""
        from scipy.special import ndtr, stdtrit

        return float(ndtr(stdtrit(self.freedom, (1 - level) / 2))) if self.over else (1 - level) / 2

    def two_sided(self, tail: float) -> float:
        """The two-sided p of Student's t for a tail of the normal law."""
        from scipy.special import ndtri, stdtr

        return min(1.0, 2 * (float(stdtr(self.freedom, ndtri(tail))) if self.over else tail))


CHANCE = Excess()


def ratio_interval(
    first: float, second: float, years: float = 1.0, later: float = 1.0, level: float = LEVEL, excess: Excess = CHANCE
) -> tuple[float, float]:
    """The interval of the ratio of two rates, counts ``second`` over ``later`` to ``first`` over ``years``.

    From 0 where there is no incident after, to infinity where there is none before.
    """
    tail, (a, b) = excess.tail(level), (first / excess.phi, second / excess.phi)
    low = _share(a, b, 1 - tail) if second else 0.0
    high = _share(a, b, tail) if first else 1.0
    scale = years / later
    return low / (1 - low) * scale, (high / (1 - high) * scale if high < 1 else float("inf"))


def ratio_p(first: float, second: float, years: float = 1.0, later: float = 1.0, excess: Excess = CHANCE) -> float:
    """The two-sided mid-p of equal rates; below 1 − level where the interval of that level leaves 1 out."""
    if first + second == 0:
        return 1.0
    below = float(_below(first / excess.phi, second / excess.phi, later / (years + later)))
    return excess.two_sided(min(below, 1 - below))


def _below(first: float, second: float, share: float) -> float:
    """P(Y < second) + ½ P(Y = second) of a binomial Y of first + second and ``share``, in between by its functions."""
    from scipy.special import betainc

    less = 1 - betainc(second, first + 1, share) if second > 0 else 0.0
    upto = 1 - betainc(second + 1, first, share) if first > 0 else 1.0
    return float(less + upto) / 2


def _share(first: float, second: float, below: float) -> float:
    """The share at which so much of the binomial law lies below ``second``; it falls as the share grows."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(first, second, middle) > below else (low, middle)
    return (low + high) / 2


def relative_ratio(counts: Sequence[float]) -> float:
    """(d / c) / (b / a) for counts a, b before and after at one place, c, d at another, each plus one half."""
    a, b, c, d = (count + 0.5 for count in counts)
    return (d / c) / (b / a)


def relative_interval(counts: Sequence[float], level: float = LEVEL, excess: Excess = CHANCE) -> tuple[float, float]:
    """The interval of the same, symmetric about it on the scale of logarithms."""
    a, b, c, d = (count + 0.5 for count in counts)
    from scipy.special import ndtri

    reach = -float(ndtri(excess.tail(level))) * np.sqrt(excess.phi * (1 / a + 1 / b + 1 / c + 1 / d))
    middle = np.log(relative_ratio(counts))
    return float(np.exp(middle - reach)), float(np.exp(middle + reach))


def excess_of(before: Floats, after: Floats, seasons: int = 1) -> Excess:
    """By how much counts (k,) and (l,) of equal periods vary more than by chance, each side about its own rate.

    With ``seasons`` above 1 each side has whole rounds of so many periods, the first of both the same: every season
    has a rate of its own, which both sides share.
    """
    sides = [side.reshape(-1, seasons) for side in (before, after)]
    every, total = sum(side.sum(axis=0) for side in sides), float(before.sum() + after.sum())
    freedom = sum(side.size for side in sides) - seasons - 1
    if freedom < 1 or total == 0:
        return CHANCE
    squares = 0.0
    for side in sides:
        expected = every * (side.sum() / total) / len(side)
        squares += float(np.divide((side - expected) ** 2, expected, out=np.zeros_like(side), where=expected > 0).sum())
    return Excess(max(1.0, squares / freedom), freedom)


def relative_excess(before: Floats, after: Floats) -> Excess:
    """The same for shares of a place in counts (2, k) and (2, l) of a place and another; periods may differ in size."""
    squares, freedom = 0.0, before.shape[1] + after.shape[1] - 2
    for side in (before, after):
        sizes = side.sum(axis=0)
        share = float(side[0].sum()) / max(float(sizes.sum()), 1e-300)
        spread = sizes * share * (1 - share)
        gap = (side[0] - sizes * share) ** 2
        squares += float(np.divide(gap, spread, out=np.zeros_like(gap), where=spread > 0).sum())
    return Excess(max(1.0, squares / freedom), freedom) if freedom > 0 else CHANCE


def holm(p: Sequence[float]) -> list[float]:
    """p as they are when all stand together: the probability of even one false find is kept (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate([(len(p) - k) * p[i] for k, i in enumerate(order)]) if len(p) else np.zeros(0)
    found = np.empty(len(p))
    found[order] = np.minimum(steps, 1.0)
    return [float(one) for one in found]
