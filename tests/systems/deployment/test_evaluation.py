"""Two periods compared by zone and class (B7): rows, what tells the dispersion, comparison stations."""

from dataclasses import replace

import numpy as np
import pytest

from systems.deployment.evaluation import Change, Evaluation, Period, Side, evaluate
from systems.deployment.standing import Standing
from systems.series.ratios import excess_of, ratio_interval, ratio_p, relative_excess, relative_interval
from tests.zoning.drawn import county, plan
from zoning.judge.slices import Slices
from zoning.model.county import Floats

ZONES = Standing(plan("AD", "BE", "CF"), ("一", "二", "三"))


def side(name: str, years: float, counts: Floats, names: tuple[str, ...] = ()) -> Side:
    held = counts if counts.ndim == 3 else counts[:, :, None]
    return Side(Period(name, years, names), Slices(names or (name,), held))


def rows(found: Evaluation) -> dict[tuple[str | None, str | None], Change]:
    return {(change.zone, change.key): change for change in found.changes}


def test_b7_every_zone_and_class_is_compared_by_its_rates() -> None:
    given = county()
    before, after = given.counts, given.counts / 2 * np.array([1.0, 0.2])  # half a year: rates stay, or fall to a fifth
    found = evaluate(given, ZONES, side("甲", 1, before), side("乙", 0.5, after))
    assert (len(found.changes), found.basis, found.comparison) == (4 * 3, "chance", ())
    by = rows(found)
    assert by[None, "dispute"].before == by[None, "dispute"].after == before[:, 0].sum()
    assert by["一", "dispute"].before == before[0, 0] + before[3, 0]
    assert by["二", "criminal"].change == pytest.approx(-0.8)
    assert by[None, "criminal"].verdict == "fewer"
    assert by[None, "dispute"].verdict == "open"
    low, high = ratio_interval(30, 3, 1, 0.5)
    assert (by[None, "criminal"].low, by[None, "criminal"].high) == pytest.approx((low - 1, high - 1))
    assert by[None, "criminal"].p == pytest.approx(ratio_p(30, 3, 1, 0.5))
    total = by[None, None]
    assert (total.before, total.after) == pytest.approx((before.sum(), after.sum() / 0.5))


def test_b7_more_is_told_where_the_whole_interval_is_above_no_change() -> None:
    given = county()
    found = evaluate(given, ZONES, side("甲", 1, given.counts), side("乙", 1, given.counts * 3))
    assert found.changes[0].verdict == "more"
    none = evaluate(given, ZONES, side("甲", 1, given.counts * 0), side("乙", 1, given.counts))
    assert (none.changes[0].change, none.changes[0].high, none.changes[0].verdict) == (None, None, "more")
    with pytest.raises(ValueError, match="years"):
        evaluate(given, ZONES, side("甲", 1, given.counts), side("乙", 0, given.counts))


def test_b7_p_are_adjusted_among_zones_and_among_zones_and_classes() -> None:
    given = county()
    found = evaluate(given, ZONES, side("甲", 1, given.counts), side("乙", 1, given.counts * [1.3, 0.5]))
    for whole in (True, False):
        table = [change for change in found.changes if (change.key is None) == whole]
        least = min(table, key=lambda change: change.p)
        assert least.adjusted == pytest.approx(min(1.0, least.p * len(table)))
        assert all(change.adjusted >= change.p for change in table)


MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


@pytest.mark.parametrize(
    ("before", "after", "basis"),
    [
        (("2022", "2023"), ("2024", "2025"), "years"),
        (tuple(f"202{y}-{m}" for y in (1, 2) for m in MONTHS), ("2023-Q1", "2023-Q2"), "periods"),
        (tuple(f"202{y}-{m}" for y in (1, 2) for m in MONTHS), tuple(f"2023-{m}" for m in MONTHS), "seasons"),
        (
            tuple(f"202{y}-{m}" for y in (1, 2) for m in MONTHS),
            tuple(f"202{y}-{m}" for y in (3, 4) for m in MONTHS),
            "years",
        ),
        (("2022-01", "2022-02"), ("2023-02", "2023-01"), "seasons"),
        (("2022-01", "2022-02"), ("2023-02", "2023-03"), "periods"),
        (("2022", "2023"), ("2024",), "periods"),
        (("甲",), ("乙",), "chance"),
    ],
)
def test_b7_years_tell_the_dispersion_else_months_by_season_else_periods_as_they_are(
    before: tuple[str, ...], after: tuple[str, ...], basis: str
) -> None:
    rng, given = np.random.default_rng(0), county()
    first, second = (
        side(name, 1, rng.poisson(30, (6, 2, len(names))).astype(float), names)
        for name, names in (("甲", before), ("乙", after))
    )
    found = evaluate(given, ZONES, first, second)
    assert found.basis == basis
    sums = [one.slices.counts.sum(axis=(0, 1)) for one in (first, second)]
    if basis == "years":
        sums = [held.reshape(2, -1).sum(axis=1) for held in sums]
    if basis == "seasons" and len(after) == 2:
        sums[1] = sums[1][::-1]
    seasons = {"seasons": len({name[-2:] for name in before})}.get(basis, 1)
    assert found.changes[0].dispersion == pytest.approx(excess_of(sums[0], sums[1], seasons).phi)


def test_b7_changes_are_held_against_those_of_comparison_stations_which_count_in_no_zone() -> None:
    given, rng = county(), np.random.default_rng(3)
    names = ("2022", "2023")
    before, after = (rng.poisson(40, (6, 2, 2)).astype(float) for _ in range(2))
    found = evaluate(given, ZONES, side("甲", 2, before, names), side("乙", 2, after, names), ("C", "F", "D"))
    assert found.comparison == ("C", "D", "F")
    by = rows(found)
    assert ("三", None) not in by, "all its stations are beside"
    one = by["一", "dispute"]
    assert one.before == before[0, 0].sum() / 2, "A alone: D is beside"
    beside = [counts[[2, 3, 5], 0].sum(axis=0) for counts in (before, after)]
    sums = (beside[0].sum(), beside[1].sum(), before[0, 0].sum(), after[0, 0].sum())
    low, high = relative_interval(
        sums, excess=relative_excess(np.stack([before[0, 0], beside[0]]), np.stack([after[0, 0], beside[1]]))
    )
    assert (one.relative_low, one.relative_high) == pytest.approx((low - 1, high - 1))
    assert one.relative == pytest.approx((sums[3] + 0.5) / (sums[2] + 0.5) / ((sums[1] + 0.5) / (sums[0] + 0.5)) - 1)
    assert one.beside in ("fewer", "more", "open")
    assert by[None, None].relative is None
    everyone = replace(found, comparison=())
    assert everyone != found
