"""Variation of incidents from year to year: equations against drawn years, estimates of known variances, coverage."""

import numpy as np
import pytest

from systems.series.variation import (
    USUAL,
    _equations,
    _excess,
    assumed,
    estimated,
    shocks,
    variation,
)
from zoning.judge.slices import Slices
from zoning.model.county import Floats

MEAN = np.outer([30.0, 60.0, 90.0, 120.0, 200.0, 50.0], [4.0, 2.0, 1.0])


def history(seed: int, sd: tuple[float, ...], years: int, mean: Floats = MEAN) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.poisson(mean * np.exp(shocks(rng, np.square(sd), (years, *mean.shape)))).astype(float)


@pytest.mark.parametrize("part", range(4))
def test_what_a_variance_adds_to_the_sums_is_what_drawn_years_vary_by(part: int) -> None:
    """2,000 years with a single source of 5 %: the left sides are the column of the equations times 0.0025."""
    sd = [0.0] * 4
    sd[part] = 0.05
    found = _excess(history(part, tuple(sd), 2000)[None])[0]
    assert found == pytest.approx(_equations(MEAN, 10**9)[:, part] * 0.0025, rel=0.12, abs=0.3)


def test_the_excess_of_two_years_by_hand() -> None:
    """Counts 8 and 12 of one station and class: variance 8, mean 10, excess (8 − 10) / 10 on every level."""
    assert _excess(np.array([[[[8.0]], [[12.0]]]]))[0].tolist() == pytest.approx([-0.2] * 4)
    assert _equations(np.array([[10.0]]), 2) == pytest.approx(np.full((4, 4), (100 - 5) / 10))


def test_known_variances_are_found_in_long_histories() -> None:
    found = [estimated(history(seed, (0.1, 0.15, 0.05, 0.2), 30)) for seed in range(30)]
    assert np.sqrt(np.mean([one.v for one in found], axis=0)) == pytest.approx([0.1, 0.15, 0.05, 0.2], abs=0.03)
    truth = np.sqrt(0.01 + 0.0225 + 0.0025 + 0.04)
    assert 25 <= sum(one.bounds[0] < truth < one.bounds[1] for one in found) <= 29  # 90 % of 30
    assert found[0].bounds[1] - found[0].bounds[0] < 0.12


def test_years_that_differ_by_chance_alone_vary_little_and_wild_ones_much() -> None:
    calm, wild = estimated(history(1, (0, 0, 0, 0), 6)), estimated(history(1, (0.1, 0.3, 0.3, 0.3), 6))
    assert calm.spread < 0.08
    assert wild.spread > 0.35
    assert np.array_equal(estimated(history(1, (0, 0, 0, 0), 6)).v, calm.v), "no chance is left in it"


def test_without_two_whole_years_the_usual_is_assumed() -> None:
    months = tuple(f"2024-{month:02d}" for month in range(1, 13))
    for slices in (None, Slices(months, np.ones((6, 3, 12)))):
        known = variation(slices)
        assert (known.periods, known.v.tolist()) == (0, np.square(USUAL).tolist())
        assert known.bounds[0] < known.spread < known.bounds[1]
    both = Slices(months + tuple(f"2025-{month:02d}" for month in range(1, 13)), np.ones((6, 3, 24)))
    assert variation(both).periods == 2


def test_longer_periods_differ_less_and_the_luck_of_two_counts_for_the_county_and_of_one_for_a_station() -> None:
    rng, known = np.random.default_rng(0), assumed()
    year, three = (np.log([known.another(rng, (6, 3), years) for _ in range(6000)]) for years in (1.0, 3.0))
    twice = known.v * (2, 2, 1, 1)
    assert year.std() == pytest.approx(np.sqrt(twice.sum()), rel=0.15)
    assert three.std() == pytest.approx(year.std() / np.sqrt(3), rel=0.05)
    assert year.mean(axis=(1, 2)).std() == pytest.approx(np.sqrt(twice @ (1, 1 / 3, 1 / 6, 1 / 18)), rel=0.15), (
        "of the means of 6 stations and 3 classes"
    )
    assert year.mean() == pytest.approx(0, abs=0.01)
    assert known.luck(1.0).tolist() == known.v.tolist()
    assert known.luck(4.0).tolist() == (known.v / 4).tolist()
