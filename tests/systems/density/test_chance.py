"""What is more than chance: tails by hand and by trying, false finds held down, planted ones found, intervals."""

import numpy as np
import pytest
from scipy import stats

from systems.density.chance import adjusted, chances, dispersion, ratios
from systems.density.hot import even_trial, profile_trial
from tests.systems.density.calibration import HOT, measured


def test_the_chance_of_a_count_is_the_tail_of_what_its_share_of_the_total_may_be() -> None:
    found = chances(np.array([2.0, 0.0, 3.0]), np.array([3.0, 3.0, 3.0]), np.array([0.5, 0.1, 0.1]))
    assert found == pytest.approx([4 / 8, 1, 0.001])


def test_in_bunches_the_chance_is_that_of_negative_binomial_counts_given_their_sum() -> None:
    phi, shares, total = 2.5, np.array([0.2]), 12
    alpha, beta = 0.2 * total / (phi - 1), 0.8 * total / (phi - 1)
    for count in range(13):
        found = chances(np.array([float(count)]), np.array([float(total)]), shares, phi)[0]
        assert found == pytest.approx(stats.betabinom.sf(count - 1, total, alpha, beta))
    rng, p = np.random.default_rng(0), 1 / phi
    own = rng.negative_binomial(0.2 * total / (phi - 1), p, 400_000)
    rest = rng.negative_binomial(0.8 * total / (phi - 1), p, 400_000)
    given = own[own + rest == total]
    assert np.mean(given >= 6) == pytest.approx(
        chances(np.array([6.0]), np.array([12.0]), shares, phi)[0], rel=0.05
    )  # by trying


def test_far_out_in_a_large_total_nothing_of_the_tail_is_lost() -> None:
    count, total, share, phi = 5_300.0, 100_000.0, 0.05, 2.0
    found = chances(np.array([count]), np.array([total]), np.array([share]), phi)[0]
    alpha = share * total / (phi - 1)
    exact = stats.betabinom.sf(count - 1, int(total), alpha, total / (phi - 1) - alpha)
    assert found == pytest.approx(exact, rel=1e-6)


def test_a_ratio_is_the_rate_against_that_of_the_rest_and_its_interval_opens_without_either() -> None:
    ratio, low, high = ratios(
        np.array([30.0, 0.0, 4.0]), np.array([60.0, 9.0, 0.0]), np.array([0.2, 0.2, 0.2]), np.zeros(3), 1.0, 0.95
    )
    assert ratio[:2] == pytest.approx([30 / 60 * 4, 0])
    assert np.isnan(ratio[2])
    assert (low[1], np.isnan(high[2])) == (0, True)
    width = 1.959964 * (1 / 30.5 + 1 / 60.5) ** 0.5
    assert (low[0], high[0]) == pytest.approx(
        (30.5 / 60.5 * 4 * np.exp(-width), 30.5 / 60.5 * 4 * np.exp(width)), rel=1e-5
    )


def test_levels_are_those_of_benjamini_and_hochberg_by_hand() -> None:
    assert adjusted(np.array([0.01, 0.04, 0.03, 0.5])) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert len(adjusted(np.zeros(0))) == 0


def test_the_spread_of_months_is_one_of_poisson_counts_and_phi_of_bunches_of_equal_size() -> None:
    rng = np.random.default_rng(1)
    means = np.outer(rng.uniform(5, 40, 12), rng.uniform(0.6, 1.4, 24))
    error = 1 + (2 / (11 * 23)) ** 0.5
    assert 1 <= (dispersion(rng.poisson(means).astype(float)) or 0) < 1.3
    assert dispersion(3.0 * rng.poisson(means / 3)) == pytest.approx(3 * error, rel=0.15)
    table = np.array([[9.0, 1.0, 4.0], [2.0, 8.0, 6.0], [5.0, 5.0, 1.0]])
    squares = stats.chi2_contingency(table, correction=False).statistic
    assert dispersion(table) == pytest.approx(squares / 4 * (1 + 0.5**0.5))
    assert dispersion(np.array([[4.0, 5.0]])) is None
    assert dispersion(np.outer([1.0, 2, 3, 4], [1.0, 2, 3, 4])) == 1, "less than chance is chance"


def test_a_county_of_one_profile_is_held_against_itself() -> None:
    counts = np.outer([1, 2, 3], np.arange(1, 29)).astype(float) * 20
    trial = profile_trial(counts)
    assert all(one.q == 1 or one.q > 0.5 for one in trial.excesses(1.0, 3))
    assert [one.ratio for one in trial.excesses(1.0, 3)] == pytest.approx([1.0] * 84, rel=0.01)
    busy = even_trial(np.array([100.0] * 27 + [300.0])).excesses(1.0, 3)
    assert [k for k, one in enumerate(busy) if one.q <= 0.05] == [27]
    assert busy[27].ratio == pytest.approx(3)
    assert busy[27].expected == pytest.approx(100)


def test_counts_below_the_least_are_never_more_than_chance() -> None:
    counts = np.zeros(28)
    counts[3] = 4
    assert [one.q <= 0.05 for one in even_trial(counts).excesses(1.0, 3)].count(True) == 1
    assert not any(one.q <= 0.05 for one in even_trial(counts).excesses(1.0, 5))


@pytest.mark.parametrize(("kind", "phi"), [("villages", 1.0), ("villages", 2.0), ("hours", 1.0)])
def test_nothing_is_found_where_nothing_is_and_what_is_planted_is_found(kind: str, phi: float) -> None:
    """The whole of it: ``python -m tests.systems.density.calibration``."""
    none, planted = measured(kind, phi, 0, 60), measured(kind, phi, 6, 30)
    assert none.found <= 0.1  # 0.05 and what sixty runs may add
    assert planted.false <= 0.1
    assert planted.power >= 0.8, f"of ratio {HOT:g}"
    for held in (none, planted):
        assert held.cover == pytest.approx(0.95, abs=0.03)
