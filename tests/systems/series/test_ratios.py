"""Ratios of rates: intervals against binomial tails, dispersion by hand, coverage by full sums and by drawn periods."""

import numpy as np
import pytest
from scipy.stats import binom, poisson, t

from systems.series.ratios import (
    CHANCE,
    Excess,
    excess_of,
    holm,
    ratio_interval,
    ratio_p,
    relative_excess,
    relative_interval,
)


@pytest.mark.parametrize(("first", "second", "years", "later"), [(12, 7, 1, 1), (100, 140, 1, 0.5), (3, 1, 2, 1)])
def test_at_the_ends_of_an_interval_half_of_the_count_itself_is_in_the_tail(
    first: int, second: int, years: float, later: float
) -> None:
    low, high = ratio_interval(first, second, years, later)
    shares = [ratio * later / (years + ratio * later) for ratio in (low, high)]
    n, here = first + second, [binom.pmf(second, first + second, share) / 2 for share in shares]
    assert binom.sf(second, n, shares[0]) + here[0] == pytest.approx(0.025)
    assert binom.cdf(second - 1, n, shares[1]) + here[1] == pytest.approx(0.025)


def test_periods_exchanged_give_the_reciprocal_and_a_longer_period_a_smaller_rate() -> None:
    low, high = ratio_interval(30, 45)
    other = ratio_interval(45, 30)
    assert (1 / other[1], 1 / other[0]) == pytest.approx((low, high))
    assert ratio_interval(30, 45, 1, 2) == pytest.approx((low / 2, high / 2))


def test_without_incidents_before_there_is_no_upper_bound_and_without_any_after_no_lower() -> None:
    assert ratio_interval(0, 5)[1] == np.inf
    assert ratio_interval(5, 0)[0] == 0
    assert ratio_interval(0, 0) == (0, np.inf)
    assert ratio_interval(5, 0)[1] == pytest.approx(0.05**-0.2 - 1), (
        "½ (1 − p)⁵ = 0.025, so the share is 1 − 0.05^(1/5)"
    )


def test_p_is_five_per_cent_where_an_end_of_the_interval_is_no_change() -> None:
    for excess in (CHANCE, Excess(2.5, 4)):
        low, high = ratio_interval(40, 70, 1, 1, excess=excess)
        for end in (low, high):
            assert ratio_p(40, 70, 1, end, excess) == pytest.approx(0.05, abs=1e-9)
    assert ratio_p(0, 0) == 1
    assert ratio_p(30, 30) == pytest.approx(1)


def test_dispersion_widens_an_interval_by_its_root_and_by_students_t() -> None:
    wide, close = (np.log(ratio_interval(40_000, 40_000, excess=e)) for e in (Excess(4.0, 6), CHANCE))
    assert wide[1] / close[1] == pytest.approx(2 * t.ppf(0.975, 6) / 1.959964, rel=1e-3)


def test_dispersion_by_hand() -> None:
    """Sides (8, 12) about 10 and (15, 25) about 20: (4 + 4) / 10 + (25 + 25) / 20 = 3.3 over two degrees of freedom."""
    found = excess_of(np.array([8.0, 12.0]), np.array([15.0, 25.0]))
    assert (found.phi, found.freedom) == (pytest.approx(1.65), 2)
    assert excess_of(np.array([9.0]), np.array([4.0])) == CHANCE
    assert excess_of(np.array([10.0, 10.0]), np.array([10.0, 10.0])).phi == 1


def test_seasons_that_both_sides_share_are_no_dispersion() -> None:
    """Twice as many in the second half of either year: nothing is left beyond seasons, but much without them."""
    before, after = np.array([100.0, 200.0]), np.array([50.0, 100.0])
    assert (excess_of(before, after, 2).phi, excess_of(before, after, 2).freedom) == (1.0, 1)
    assert excess_of(before, after).phi > 10
    crossed = excess_of(np.array([100.0, 200.0]), np.array([100.0, 50.0]), 2)
    squares = sum((y - e) ** 2 / e for y, e in ((100, 400 / 3), (200, 500 / 3), (100, 200 / 3), (50, 250 / 3)))
    assert crossed.phi == pytest.approx(squares)


def test_a_ratio_of_ratios_by_hand() -> None:
    """From 100 to 80 elsewhere and 50 to 30 here: 0.6 / 0.8, on the log scale ± 1.96 roots of the four 1 / n."""
    low, high = relative_interval((99.5, 79.5, 49.5, 29.5))
    reach = 1.959964 * np.sqrt(1 / 100 + 1 / 80 + 1 / 50 + 1 / 30)
    assert (low, high) == pytest.approx((0.75 * np.exp(-reach), 0.75 * np.exp(reach)))


def test_dispersion_of_shares_by_hand_is_blind_to_what_happens_to_all() -> None:
    """A third of 30 and of 300: no dispersion. 5 and 15 of 20 about a half: 2 · 25 / 5 = 10 over two."""
    even = np.array([[10.0, 100.0], [20.0, 200.0]])
    assert relative_excess(even, even).phi == 1
    assert relative_excess(np.array([[5.0, 15.0], [15.0, 5.0]]), even).phi == pytest.approx(10 / 2)


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


@pytest.mark.parametrize(("mean", "ratio"), [(3.0, 1.0), (6.0, 1.5), (15.0, 0.8)])
def test_intervals_of_chance_alone_hold_the_ratio_as_often_as_they_say(mean: float, ratio: float) -> None:
    """All pairs of counts that are at all likely, each with its probability; an interval holds it where p is ≥ 5 %."""
    first, second = (np.arange(int(m + 6 * m**0.5 + 6)) for m in (mean, mean * ratio))
    p = np.outer(poisson.pmf(first, mean), poisson.pmf(second, mean * ratio))
    likely = zip(*np.nonzero(p > 1e-6), strict=True)
    held = sum(p[i, j] for i, j in likely if ratio_p(float(i), float(j), 1, ratio) >= 0.05)
    assert held == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3])
def test_intervals_hold_the_ratio_when_periods_vary_beyond_chance(spread: float) -> None:
    """Four years a side of 150 incidents each, the rate of a year off by ``spread``; the ratio is 0.8.

    ``python -m benchmarks.evaluate`` measures it with more draws.
    """
    rng, held = np.random.default_rng(1), np.zeros(2)
    for _ in range(400):
        years = 150 * rng.gamma(1 / spread**2, spread**2, (2, 4)) if spread else np.full((2, 4), 150.0)
        years[1] *= 0.8
        here, other = (rng.poisson(x).astype(float) for x in (years, np.full((2, 4), 300.0)))
        low, high = ratio_interval(float(here[0].sum()), float(here[1].sum()), excess=excess_of(here[0], here[1]))
        held[0] += low <= 0.8 <= high
        beside = relative_excess(np.stack([here[0], other[0]]), np.stack([here[1], other[1]]))
        low, high = relative_interval((*other.sum(axis=1), *here.sum(axis=1)), excess=beside)
        held[1] += low <= 0.8 <= high
    assert held / 400 == pytest.approx([0.95, 0.95], abs=0.035)
