"""Rates by hand, parts that make up the whole, small counts that cannot be worked out, hot villages and hours."""

from typing import Any

import numpy as np
import pytest

from geodata.density.kept import Cell, Kept, Squares
from geodata.density.parts import BANDS, SEASONS, Part
from systems.density.density import density, spread
from systems.density.records import Density
from systems.deployment.standing import Standing
from tests.systems.work import COUNTS, given
from tests.zoning.drawn import plan
from zoning.model.bureau import Period, Village
from zoning.model.county import County

EVERYTHING = Part()
ZONES = Standing(plan("A", "BC", "DEF"), ("一", "二", "三"))


def village(code: str, station: str, **more: Any) -> Village:
    return Village(code=code, name=f"{code}村", station=station, lon=107.0, lat=30.0, **more)


def rate(found: Density, kind: str, code: str, part: Part = EVERYTHING) -> Any:
    return next(one for one in found.densities if (one.place.kind, one.place.code, one.part) == (kind, code, part))


def months(county: County, counts: np.ndarray[Any, Any]) -> tuple[Period, ...]:
    """Periods of a year, (n, 12) incidents of the first class."""
    return tuple(
        Period(name=f"2023-{m + 1:02d}", station=code, counts=(float(counts[row, m]), 0.0))
        for row, code in enumerate(county.codes)
        for m in range(12)
    )


def test_rates_of_county_zone_and_station_are_those_of_a_hand() -> None:
    county = given()
    found = density(county, ZONES, Kept())
    area, people = county.area_km2, county.population
    assert rate(found, "station", "B").count == 85
    assert rate(found, "station", "B").per_km2 == pytest.approx(85 / area[1])
    assert rate(found, "station", "B").per_1000 == pytest.approx(85 / 30)
    crimes = Part("class", county.classes[1].key)
    assert rate(found, "zone", "2", crimes).incidents == COUNTS[1:3, 1].sum()
    assert rate(found, "zone", "2", crimes).per_km2 == pytest.approx(COUNTS[1:3, 1].sum() / area[1:3].sum())
    assert rate(found, "county", county.code).per_1000 == pytest.approx(1000 * COUNTS.sum() / people.sum())
    assert {one.part.by for one in found.densities} == {"all", "class"}, "hours and seasons are not known"


def test_bands_and_seasons_make_up_the_whole() -> None:
    county, rng = given(), np.random.default_rng(5)
    hours = rng.poisson(3.0, (6, 2, 7, 24)).astype(float)
    by_month = rng.poisson(20.0, (6, 12))
    county = given(periods=months(county, by_month))
    found = density(county, ZONES, Kept(hours=hours))
    for row, code in enumerate(county.codes):
        bands = [rate(found, "station", code, Part("band", key)).count for key in BANDS]
        assert bands == [hours[row, :, :, k : k + 6].sum() for k in (0, 6, 12, 18)]
        seasons = [rate(found, "station", code, Part("season", key)).incidents for key in SEASONS]
        assert seasons == [
            by_month[row, [m - 1 for m in of]].sum() for of in ((3, 4, 5), (6, 7, 8), (9, 10, 11), (12, 1, 2))
        ]
        assert sum(seasons) == by_month[row].sum()


def test_a_season_that_is_covered_in_part_stands_for_a_whole_one() -> None:
    county = given()
    counts = np.full((6, 12), 10)
    more = tuple(Period(name="2024-01", station=code, counts=(40.0, 0.0)) for code in county.codes)
    found = density(given(periods=(*months(county, counts), *more)), ZONES, Kept())
    winter = rate(found, "station", "A", Part("season", "winter"))
    assert (winter.count, winter.incidents) == (70, 70 / 4 * 3)
    assert rate(found, "station", "A", Part("season", "spring")).incidents == 30


def test_months_without_rows_were_not_counted() -> None:
    every = months(given(), np.full((6, 12), 10))
    gap = given(periods=tuple(one for one in every if one.name not in ("2023-04", "2023-05")))
    spring = rate(density(gap, ZONES, Kept()), "station", "A", Part("season", "spring"))
    assert (spring.count, spring.incidents) == (10, 30)


def test_a_small_count_is_not_shown_and_cannot_be_worked_out() -> None:
    found = density(given(), ZONES, Kept(), least=6)
    shown = [rate(found, "station", "B", Part("class", key.key)).count for key in given().classes]
    assert shown == [None, None], "5 is hidden, and 80 is, since 85 − 80 is 5"
    assert rate(found, "station", "B").count == 85


def test_a_hot_village_is_held_against_the_others_of_its_station_and_kind() -> None:
    villages = [
        *(village(f"b{k}", "B", population=1000, incidents=20) for k in range(6)),
        village("hot", "B", population=1000, incidents=60),
        village("town", "B", kind="community", population=500, incidents=400),
        village("alone", "C", population=1000, incidents=300),
        *(village(f"e{k}", "E", area_km2=5.0, population=None if k else 9, incidents=10) for k in range(3)),
    ]
    found = density(given(villages=tuple(villages)), ZONES, Kept())
    assert [(one.place.code, one.base) for one in found.villages] == [("hot", "residents")]
    excess = found.villages[0].excess
    assert (excess.count, excess.expected, excess.ratio) == (60, pytest.approx(20), pytest.approx(3))
    assert (found.tested.villages, found.tested.villages_untested) == (10, 2)
    assert rate(found, "village", "hot").per_1000 == 60
    assert found.dispersion is None


def test_bunches_are_read_from_the_months_and_make_finds_rarer() -> None:
    county, rng = given(), np.random.default_rng(6)
    pure, bunched = rng.poisson(30.0, (6, 12)), 5 * rng.poisson(6.0, (6, 12))
    villages = (
        *(village(f"b{k}", "B", population=9, incidents=20) for k in range(6)),
        village("hot", "B", population=9, incidents=40),
    )
    calm = given(periods=months(county, pure), villages=villages)
    wild = given(periods=months(county, bunched), villages=villages)
    assert 1 <= (spread(calm) or 0) < 1.5
    assert spread(wild) == pytest.approx(6, rel=0.4)
    assert len(density(calm, ZONES, Kept()).villages) == 1
    assert density(wild, ZONES, Kept()).villages == ()
    merged = (*months(county, bunched), Period(name="合并", station="A", counts=(3.0, 0.0)))
    rest = given(periods=tuple(one for one in months(county, bunched) if one.station != "A"))
    assert spread(given(periods=merged)) == pytest.approx(spread(rest)), "a station with merged months is left out"


def test_hours_of_a_class_are_tested_for_county_zones_and_stations_and_the_grid_is_that_of_the_part() -> None:
    hours = np.full((6, 2, 7, 24), 4.0)
    hours[2, 1, 4, 18:] = 20.0  # crimes of C, Friday evening
    crimes = Part("class", given().classes[1].key)
    squares = Squares(250.0, 400.0, {Part(): [Cell(107.0, 30.0, 5, 9.0)], crimes: [Cell(107.0, 30.0, None, 3.0)]})
    found = density(given(), ZONES, Kept(hours=hours, villages={}, grid=squares), crimes)
    assert {(one.place.kind, one.place.code, one.weekday, one.band) for one in found.hours} == {
        ("county", given().code, 5, "evening"),
        ("zone", "2", 5, "evening"),
        ("station", "C", 5, "evening"),
    }
    station = found.hours[-1].excess
    assert (station.count, station.ratio) == (120, pytest.approx(5, rel=0.02))
    assert (found.tested.county_hours, found.tested.zone_hours, found.tested.station_hours) == (28, 84, 168)
    assert found.grid is not None
    assert [one.per_km2 for one in found.grid.squares] == [3.0]
    calm = density(given(), ZONES, Kept(hours=hours, villages={}, grid=squares), Part("class", given().classes[0].key))
    assert (calm.hours, calm.grid) == ((), None)
    night = density(given(), ZONES, Kept(hours=hours), Part("band", "night"))
    assert (night.hours, night.tested.county_hours) == ((), 0)
