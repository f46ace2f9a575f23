"""The next periods foretold: updates by hand, seasons, what is lent, intervals, and ways held against each other."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import nbinom

from systems.series.forecast import _lent, _states, growth_of, learnt, seasons_of
from systems.series.forecasting import forecast
from systems.series.holdout import foretell, origins_of
from tests.zoning.drawn import county
from zoning.model.bureau import Bureau, Period
from zoning.model.county import County, Floats
from zoning.model.errors import InputError
from zoning.result.documents import from_document, to_document


def test_what_lies_back_counts_ever_less_by_hand() -> None:
    """8 then 5 incidents, a half forgotten: a = 8 / 2 + 5, b = 1 / 2 + 1."""
    counts = np.array([[[8.0]], [[5.0]]])
    states = _states(counts, np.ones((2, 1)), 0.5)
    assert [(float(a[0, 0]), float(b[0, 0])) for a, b in states] == [(0, 0), (8, 1), (9, 1.5)]


def test_a_cell_is_lent_what_station_and_class_lead_to_expect() -> None:
    """Rates 9, 1 and 3, 7: the first is lent two periods of 10 · 12 / 20 = 6."""
    a, b = _lent(np.array([[9.0, 1.0], [3.0, 7.0]]), np.ones((2, 2)), 2.0)
    assert a[0, 0] == pytest.approx(9 + 2 * 6)
    assert (b == 3).all()
    assert (a / b).sum() == pytest.approx(20)


def test_seasons_are_factors_about_the_year_and_need_two_years() -> None:
    year = np.array([10.0, 20.0, 30.0, 40.0])
    counts = np.tile(100 * year, 3)[:, None, None]
    factors = seasons_of(counts, 4, 1)[:, 0]
    assert np.roll(factors, -1) == pytest.approx((300 * year + 50) / (7500 + 50)), "the first period is part 1 of 4"
    assert (seasons_of(counts[:7], 4, 0) == 1).all()
    assert (seasons_of(counts, 1, 0) == 1).all()


def test_the_interval_is_that_of_the_negative_binomial() -> None:
    counts = np.random.default_rng(1).poisson(20, (8, 2, 2)).astype(float)
    known = learnt(counts, 1, 0)
    ahead = known.ahead(2)
    assert ahead.mean[0] == pytest.approx(known.a / known.b)
    law = nbinom(known.a[1, 0], known.b[1, 0] / (known.b[1, 0] + 1))
    assert (ahead.low[1, 1, 0], ahead.high[1, 1, 0]) == (law.ppf(0.05), law.ppf(0.95))


def drawn(rng: np.random.Generator, season: float, trend: float, periods: int = 36) -> Floats:
    """(p, 6, 2) months of stations of 4 to 60 incidents."""
    month = np.arange(periods)
    factor = (1 + season * np.sin(2 * np.pi * month / 12)) * (1 + trend) ** month
    mean = np.outer([4.0, 8, 15, 25, 40, 60], [1.0, 0.5])
    return rng.poisson(factor[:, None, None] * mean).astype(float)


def test_seasons_and_trends_are_foretold_better_than_by_naive_ways_and_nine_of_ten_intervals_hold() -> None:
    found = foretell(drawn(np.random.default_rng(2), 0.5, 0.01, 48), 12, 0, 1)
    assert found.way == "trend"
    errors = {trial.way: trial.error for trial in found.trials}
    assert errors["trend"] < errors["model"] < 0.9 * min(errors[way] for way in ("last", "year_ago", "mean"))
    assert next(trial for trial in found.trials if trial.way == "trend").covered == pytest.approx(0.9, abs=0.05)
    assert found.origins == 12


@pytest.mark.parametrize("season", [0.0, 0.5])
def test_growth_is_found_whatever_the_season_and_fades_ahead(season: float) -> None:
    """Counts of 1.03 to the month, exactly: γ = log 1.03, and two months ahead γ (φ + φ²) on the rate of the last."""
    month = np.arange(24)
    size = 1e7 * 1.03**month * (1 + season * np.sin(2 * np.pi * month / 12))
    counts = np.stack([size, np.full(24, 1e7)], axis=1)[:, None, :]
    assert growth_of(counts, 12)[0] == pytest.approx(np.log(1.03), abs=1e-5)
    if season == 0:
        assert growth_of(counts, 12)[1] == pytest.approx(0, abs=1e-9)
        grown = learnt(counts, 12, 0, trend=True).ahead(2).mean[1, 0]
        assert grown == pytest.approx([size[-1] * 1.03 ** (0.95 + 0.95**2), 1e7], rel=0.02)


def test_counts_that_grow_are_foretold_without_lag_and_counts_that_stay_without_growth() -> None:
    found = foretell(drawn(np.random.default_rng(2), 0.3, 0.03), 12, 0, 1)
    by = {trial.way: trial for trial in found.trials}
    assert found.way == "trend"
    assert by["model"].bias < -10
    assert abs(by["trend"].bias) < 1
    assert by["trend"].covered == pytest.approx(0.9, abs=0.05)
    assert foretell(drawn(np.random.default_rng(2), 0.0, 0.0, 18), 12, 0, 1).way != "trend"


def test_where_a_naive_way_did_better_it_is_used_with_an_interval_of_its_own_errors() -> None:
    """Counts that repeat themselves exactly after four quarters, but not alike at all stations."""
    year = np.random.default_rng(3).integers(1, 60, (4, 6, 2)).astype(float)
    found = foretell(np.tile(year, (4, 1, 1)), 4, 0, 3)
    assert found.way == "year_ago"
    assert np.array_equal(found.ahead.mean, year[:3])
    assert np.array_equal(found.ahead.low, year[:3])
    assert np.array_equal(found.ahead.high, year[:3])


def test_every_trial_knows_only_what_came_before_its_origin() -> None:
    """Errors of naive ways by hand: last value 1, 2, 3 … misses by one; the mean of k by (k + 1) / 2."""
    counts = np.arange(1.0, 10.0)[:, None, None]
    found = foretell(counts, 1, 0, 1)
    assert found.origins == 6
    by = {trial.way: trial for trial in found.trials}
    assert (by["last"].error, by["last"].bias) == (1, -1)
    assert by["mean"].missed == pytest.approx(np.mean([(k + 1) / 2 for k in range(3, 9)]))


def test_origins_leave_a_year_before_them_where_they_can() -> None:
    assert origins_of(36, 12, 3) == list(range(22, 34))
    assert origins_of(12, 12, 1) == list(range(3, 12))
    assert origins_of(5, 1, 3) == []


def monthly(periods: list[str]) -> County:
    rng, base = np.random.default_rng(0), county()
    rows = tuple(
        Period(name=name, station=code, counts=tuple(rng.poisson(20, 2).astype(float)))
        for name in periods
        for code in base.codes
    )
    return replace(base, bureau=Bureau(periods=rows))


def test_the_forecast_of_a_county_names_what_comes_and_is_read_again() -> None:
    given = monthly([f"2024年{month}月" for month in range(4, 13)])
    found = forecast(given, 2)
    assert (found.periods, found.years) == (("2025-01", "2025-02"), 2 / 12)
    assert found.mean.shape == (2, 6, 2)
    assert from_document(to_document(found), county=given) == found
    again = to_document(found)
    again["cells"] = again["cells"][1:]
    with pytest.raises(InputError):
        from_document(again, county=given)


@pytest.mark.parametrize(
    ("periods", "says"),
    [
        ([], "no_periods"),
        (["上半年", "下半年"], "no_calendar"),
        (["2024-01", "2024-02", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08"], "gaps"),
        (["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"], "too_few"),
    ],
)
def test_periods_that_do_not_tell_what_comes_are_refused(periods: list[str], says: str) -> None:
    with pytest.raises(InputError) as refused:
        forecast(monthly(periods), 1)
    assert refused.value.mistakes[0].says.key == f"systems.series.{says}"
