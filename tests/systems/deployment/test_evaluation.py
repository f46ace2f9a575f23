"""Two periods compared by zone and class (B7): intervals held against binomial tails and against drawn counts."""

import numpy as np
import pytest
from scipy.stats import binom

from systems.deployment.evaluation import Period, evaluate, ratio_interval
from systems.deployment.standing import Standing
from tests.zoning.drawn import county, plan

YEARS = Period("甲", 1.0), Period("乙", 0.5)
ZONES = Standing(plan("AD", "BE", "CF"), ("一", "二", "三"))


@pytest.mark.parametrize(("first", "second", "years", "later"), [(12, 7, 1, 1), (100, 140, 1, 0.5), (3, 1, 2, 1)])
def test_b7_at_the_ends_of_an_interval_the_count_is_in_the_tail_of_2_5_per_cent(
    first: int, second: int, years: float, later: float
) -> None:
    low, high = ratio_interval(first, second, years, later)
    shares = [ratio * later / (years + ratio * later) for ratio in (low, high)]
    assert binom.sf(second - 1, first + second, shares[0]) == pytest.approx(0.025)
    assert binom.cdf(second, first + second, shares[1]) == pytest.approx(0.025)


def test_b7_periods_exchanged_give_the_reciprocal_and_a_longer_period_a_smaller_rate() -> None:
    low, high = ratio_interval(30, 45)
    other = ratio_interval(45, 30)
    assert (1 / other[1], 1 / other[0]) == pytest.approx((low, high))
    assert ratio_interval(30, 45, 1, 2) == pytest.approx((low / 2, high / 2))


def test_b7_without_incidents_before_there_is_no_upper_bound_and_without_any_after_no_lower() -> None:
    assert ratio_interval(0, 5)[1] == np.inf
    assert ratio_interval(5, 0)[0] == 0
    assert ratio_interval(0, 0) == (0, np.inf)


def test_b7_intervals_hold_the_ratio_at_least_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    for mean, ratio in ((4.0, 1.0), (30.0, 0.8), (200.0, 1.3)):
        pairs = zip(rng.poisson(mean, 600).tolist(), rng.poisson(mean * ratio, 600).tolist(), strict=True)
        inside = [low <= ratio <= high for low, high in (ratio_interval(*pair) for pair in pairs)]
        assert np.mean(inside) >= 0.94


def test_b7_every_zone_and_class_is_compared_by_its_rates() -> None:
    given = county()
    before, after = given.counts, given.counts / 2 * np.array([1.0, 0.2])  # half a year: rates stay, or fall to a fifth
    found = evaluate(given, ZONES, *YEARS, before, after)
    assert len(found.changes) == 4 * 3
    rows = {(change.zone, change.key): change for change in found.changes}
    assert rows[None, "dispute"].before == rows[None, "dispute"].after == before[:, 0].sum()
    assert rows["一", "dispute"].before == before[0, 0] + before[3, 0]
    assert rows["二", "criminal"].change == pytest.approx(-0.8)
    assert rows[None, "criminal"].verdict == "fewer"
    assert rows[None, "dispute"].verdict == "open"
    low, high = ratio_interval(30, 3, 1, 0.5)
    assert (rows[None, "criminal"].low, rows[None, "criminal"].high) == pytest.approx((low - 1, high - 1))
    total = rows[None, None]
    assert (total.before, total.after) == pytest.approx((before.sum(), after.sum() / 0.5))


def test_b7_more_is_told_where_the_whole_interval_is_above_no_change() -> None:
    given = county()
    found = evaluate(given, ZONES, Period("甲", 1), Period("乙", 1), given.counts, given.counts * 3)
    assert found.changes[0].verdict == "more"
    none = evaluate(given, ZONES, Period("甲", 1), Period("乙", 1), given.counts * 0, given.counts)
    assert (none.changes[0].change, none.changes[0].high, none.changes[0].verdict) == (None, None, "more")
    with pytest.raises(ValueError, match="years"):
        evaluate(given, ZONES, Period("甲", 1), Period("乙", 0), given.counts, given.counts)
