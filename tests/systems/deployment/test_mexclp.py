"""Units over stations (B1, B2), against every other fleet."""

from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np
import pytest

from systems.deployment.crews import secondments
from systems.deployment.mexclp import Fleet, deploy, in_proportion, judged, usual
from systems.errors import Impossible
from tests.zoning.drawn import CODES, changed, county, plan
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


def missing(officers: list[int], units: tuple[int, ...], crew: int, share: float) -> int:
    """Officers that crews need from other stations, less those that these can send."""
    short = sum(max(0, crew * u - p) for p, u in zip(officers, units, strict=True))
    sent = sum(max(0, min(int(share * p + 1e-9), p - crew * u)) for p, u in zip(officers, units, strict=True))
    return short - sent


@pytest.mark.parametrize("seed", range(16))
def test_b1_no_fleet_that_keeps_the_minimums_and_is_crewed_covers_more(seed: int) -> None:
    given, rng = loaded(seed), np.random.default_rng(seed)
    crew, share = (2, 0.3) if seed % 3 else (3, 0.5)
    officers = rng.integers(0, 9, 6).tolist()
    officers[int(rng.integers(6))] += 14
    given = replace(given, stations=changed(**{c: {"officers": k} for c, k in zip(CODES, officers, strict=True)}))
    zones = plan("AD", "BE", "CF") if seed % 2 else WHOLE
    busy = float(rng.choice([0.0, 0.3, 0.6]))
    most = 3 if seed % 4 else None
    fleet = Fleet(4, busy, 30, zone_least=int(seed % 3 > 0), most=most, crew=crew, pooled_share=share)
    rows = [[given.index[code] for code in zone] for zone in zones.zones]
    allowed = [
        units
        for units in every(4, 6)
        if all(sum(units[i] for i in zone) >= fleet.zone_least for zone in rows)
        and max(units) <= (fleet.most or 4)
        and missing(officers, units, crew, share) <= 0
    ]
    if not allowed:
        with pytest.raises(Impossible):
            deploy(given, zones, fleet)
        return
    found = deploy(given, zones, fleet)
    values = {units: judged(given, list(units), fleet).points for units in allowed}
    assert found.points == max(values.values())
    best = [units for units in allowed if values[units] == found.points]
    rank = {units: sum(i * k for i, k in enumerate(units)) for units in best}
    assert found.units in best
    assert rank[found.units] == min(rank.values())


def test_b1_a_station_has_no_more_crew_than_officers_unless_others_send_them() -> None:
    """All work is at A, which has 5 officers; others send at most a third of theirs, 2 of 6."""
    busy = np.array([[900.0, 0.0], *[[0.0, 0.0]] * 5])
    officers = {code: {"officers": 6} for code in "BCDEF"}
    given = county(counts=busy, stations=changed(A={"officers": 5}, **officers))
    alone = deploy(given, WHOLE, Fleet(8, 0.5, 10, crew=2, pooled_share=0))
    assert alone.units[0] == 2
    helped = deploy(given, WHOLE, Fleet(8, 0.5, 10, crew=2, pooled_share=0.34))
    assert helped.units[0] == 7, "5 officers and 2 from each of the others"
    sent = secondments(given, helped.units, 2, 0.34)
    assert sum(one.officers for one in sent) == 2 * 7 - 5
    assert {one.target for one in sent} == {0}
    assert max(one.officers for one in sent) <= 2
    for one in sent:
        assert 6 - 2 * helped.units[one.origin] >= one.officers


def test_b1_too_few_officers_for_the_crews_are_told_with_numbers() -> None:
    given = county(stations=changed(**{code: {"officers": 2} for code in CODES}))
    with pytest.raises(Impossible) as found:
        deploy(given, WHOLE, Fleet(7, crew=2))
    assert found.value.reasons[0].key == "systems.deployment.crews"
    values = found.value.reasons[0].values
    assert (values["needed"], values["officers"], values["missing"]) == (14, 12, 2)
    assert usual(given) == 6
    assert usual(county()) == 30
    assert deploy(given, WHOLE, Fleet(usual(given))).units == (1,) * 6


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
