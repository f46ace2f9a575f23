"""Units over stations (B1), persons over beats (B3), cases over teams (B4): against every other way of doing it."""

from dataclasses import replace
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systems.apportion import apportion
from systems.deployment.fleet import Fleet, deploy, in_proportion, judged, routes
from systems.integer import Impossible
from systems.organisation.binding import class_hours
from tests.zoning.drawn import changed, county, plan
from zoning.model.bureau import Branch, Bureau
from zoning.model.county import County

WHOLE = plan("ABCDEF")


def loaded(seed: int) -> County:
    """The six stations with drawn incidents and minutes."""
    rng = np.random.default_rng(seed)
    minutes = rng.integers(5, 60, (6, 6)).astype(float)
    np.fill_diagonal(minutes, 0)
    return county(counts=rng.integers(0, 60, (6, 2)).astype(float), minutes=minutes)


def every(units: int, stations: int) -> list[tuple[int, ...]]:
    bars = combinations_with_replacement(range(stations), units)
    return [tuple(where.count(i) for i in range(stations)) for where in bars]


@pytest.mark.parametrize("seed", range(12))
def test_b1_no_fleet_that_keeps_the_minimums_covers_more(seed: int) -> None:
    given, rng = loaded(seed), np.random.default_rng(seed)
    zones = plan("AD", "BE", "CF") if seed % 2 else WHOLE
    fleet = Fleet(4, float(rng.choice([0.0, 0.3, 0.6])), 30, zone_least=int(seed % 3 > 0), most=3 if seed % 4 else None)
    found = deploy(given, zones, fleet)
    rows = [[given.index[code] for code in zone] for zone in zones.zones]
    allowed = [
        units
        for units in every(4, 6)
        if all(sum(units[i] for i in zone) >= fleet.zone_least for zone in rows) and max(units) <= (fleet.most or 4)
    ]
    values = {units: judged(given, list(units), fleet).points for units in allowed}
    assert found.points == max(values.values())
    best = [units for units in allowed if values[units] == found.points]
    rank = {units: sum(i * k for i, k in enumerate(units)) for units in best}
    assert found.units in best
    assert rank[found.units] == min(rank.values())


def test_b1_expected_coverage_is_daskins_formula() -> None:
    given = county(counts=np.array([[10.0, 0.0]] * 6))
    fleet = Fleet(3, 0.5, minutes=20)
    worth = judged(given, [2, 1, 0, 0, 0, 0], fleet)  # A and B reach each other and D or C and E
    w = given.workload / given.workload.sum()
    reach = {"A": 3, "B": 3, "C": 1, "D": 2, "E": 1, "F": 0}
    assert worth.covered == pytest.approx(sum(w[given.index[c]] * (1 - 0.5**k) for c, k in reach.items()))
    assert worth.points == pytest.approx(1e6 * worth.covered, abs=20)


def test_b1_every_zone_keeps_its_minimum_at_a_price() -> None:
    busy = county(counts=np.array([[900.0, 0.0], *[[1.0, 0.0]] * 5]))
    free = deploy(busy, plan("ABDE", "CF"), Fleet(3, 0.5, 10, zone_least=0))
    bound = deploy(busy, plan("ABDE", "CF"), Fleet(3, 0.5, 10, zone_least=1))
    assert free.units == (3, 0, 0, 0, 0, 0)
    assert bound.units == (2, 0, 1, 0, 0, 0)
    assert bound.points < free.points


def test_b1_minimums_beyond_the_fleet_are_refused_with_numbers() -> None:
    with pytest.raises(Impossible) as found:
        deploy(county(), plan("AD", "BE", "CF"), Fleet(5, zone_least=2))
    assert found.value.reasons[0].values == {"needed": 6, "total": 5}
    with pytest.raises(Impossible) as found:
        deploy(county(), WHOLE, Fleet(9, most=1, zone_least=7))
    assert [reason.key.rpartition(".")[2] for reason in found.value.reasons] == ["room", "crowded"]
    assert all(reason.text("zh") for reason in found.value.reasons)


def test_b1_more_units_and_less_busy_ones_cover_more() -> None:
    given = loaded(3)
    worth = [deploy(given, WHOLE, Fleet(units, busy, 30)).covered for units, busy in ((3, 0.4), (6, 0.4), (6, 0.1))]
    assert worth == sorted(worth)
    assert deploy(given, WHOLE, Fleet(6, 0.3, 30)).covered >= in_proportion(given, Fleet(6, 0.3, 30)).covered


def test_b2_a_county_of_23_stations_is_an_ordinary_size() -> None:
    rng = np.random.default_rng(0)
    xy = rng.random((23, 2)) * 40
    base = county().stations[1]
    given = County(
        code="1",
        name="二十三所",
        stations=tuple(base.model_copy(update={"code": f"{i:02}", "name": f"{i}所"}) for i in range(23)),
        counts=rng.integers(0, 400, (23, 2)).astype(float),
        minutes=np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1)) * 2,
        borders=(),
        classes=county().classes,
    )
    found = deploy(given, type(WHOLE).from_labels(given.codes, [i // 5 for i in range(23)]), Fleet(48))
    assert sum(found.units) == 48
    assert found.points >= in_proportion(given, Fleet(48)).points


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4), st.integers(0, 9), st.lists(st.integers(0, 3), min_size=4))
def test_b3_g9_shares_are_the_nearest_whole_numbers_that_keep_the_minimums(
    weights: list[int], total: int, minimum: list[int]
) -> None:
    w, least = np.array(weights, dtype=float), np.array(minimum[: len(weights)])
    if least.sum() > total:
        with pytest.raises(Impossible):
            apportion(w, total, least)
        return
    exact = total * (w / w.sum() if w.sum() else np.full(len(w), 1 / len(w)))
    choices = [c for c in product(range(total + 1), repeat=len(w)) if sum(c) == total and (np.array(c) >= least).all()]
    found = apportion(w, total, least)
    assert tuple(found.tolist()) in choices
    off = [((np.array(c) - exact) ** 2).sum() for c in choices]
    assert ((found - exact) ** 2).sum() == pytest.approx(min(off))


def test_b3_a_textbook_case_of_largest_remainders() -> None:
    votes = np.array([47_000, 16_000, 15_900, 12_000, 6_000, 3_100], dtype=float)
    assert apportion(votes, 10).tolist() == [5, 2, 1, 1, 1, 0]
    assert apportion(votes, 10, 1).tolist() == [5, 1, 1, 1, 1, 1]


def test_b4_every_case_goes_somewhere_and_its_branch_is_named() -> None:
    bureau = Bureau(branches=(Branch(name="刑侦大队", specialities=("criminal",)), Branch(name="交警大队")))
    given = replace(county(stations=changed(A={"has_case_area": True})), bureau=bureau)
    found = {(route.key, route.to): route for route in routes(given, WHOLE, 0.6)}
    assert set(found) == {("dispute", "station"), ("criminal", "case_team"), ("criminal", "branch")}
    assert found["criminal", "branch"].branch == "刑侦大队"
    assert found["criminal", "branch"].share == pytest.approx(0.4)
    assert sum(route.incidents for route in found.values()) == pytest.approx(given.incidents.sum())
    assert sum(route.hours for route in found.values()) == pytest.approx(given.workload.sum())
    assert class_hours(given).sum(axis=1) == pytest.approx(given.workload)


def test_b4_a_zone_without_a_case_area_sends_its_cases_to_the_branch() -> None:
    given = county(stations=changed(A={"has_case_area": True}))
    zones = plan("AD", "BE", "CF")
    criminal = next(c for c, kind in enumerate(given.classes) if kind.key == "criminal")
    within = sum(float(given.incidents[given.index[code], criminal]) for code in "AD")
    found = {(route.key, route.to): route.incidents for route in routes(given, zones, 0.6)}
    assert found["criminal", "case_team"] == pytest.approx(0.6 * within)
    assert found["criminal", "branch"] == pytest.approx(given.incidents[:, criminal].sum() - 0.6 * within)
