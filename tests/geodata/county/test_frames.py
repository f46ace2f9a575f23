"""A plan as frames: the judge's figures by key, on the map where the county has areas."""

import pickle
from dataclasses import replace
from math import nan

import numpy as np
import pandas as pd
import pytest
import shapely

import geodata
import zoning
from geodata.space.areas import polygons_of
from scenarios.whatif.merging import merged
from zoning.judge.figures import ZONE_FIGURES
from zoning.result.digest import digest


@pytest.fixture(scope="module")
def solution() -> zoning.Solution:
    return zoning.solve(zoning.Problem(zoning.read_county("sample:xunhua"), zoning.read_policy("haidong")))


def test_a_record_a_zone_holds_what_the_judge_says_on_the_union_of_its_areas(solution: zoning.Solution) -> None:
    assert solution.score is not None
    zones = solution.zones_frame()
    assert zones.crs == "EPSG:4326"
    assert zones["members"].tolist() == [zone.stations for zone in solution.score.zones]
    assert zones["office"].tolist() == [zone.office for zone in solution.score.zones]
    assert zones["zone"].is_unique
    assert {figure.key for figure in ZONE_FIGURES} <= set(zones.columns)
    assert zones["points"].sum() == solution.score.points
    assert zones["travel"].tolist() == [zone.measures["travel"] for zone in solution.score.zones]
    areas = polygons_of(solution.problem.county)
    for shape, members in zip(zones.geometry, zones["members"], strict=True):
        whole = shapely.union_all([areas[code] for code in members])
        assert shapely.hausdorff_distance(shape, whole) < 1e-6, "a tenth of a metre"
        assert shape.geom_type == "Polygon", "no slivers are left between neighbours"


def test_a_record_a_station_tells_its_zone_on_its_own_area(solution: zoning.Solution) -> None:
    stations, zones = solution.stations_frame(), solution.zones_frame()
    county = solution.problem.county
    assert stations["code"].tolist() == list(county.codes)
    assert dict(zip(stations["code"], stations.geometry, strict=True)) == polygons_of(county)
    for _, zone in zones.iterrows():
        held = stations[stations["zone"] == zone["zone"]]
        assert tuple(held["code"]) == zone["members"]
        assert held.loc[held["is_office"], "code"].tolist() == [zone["office"]]
        assert held["workload"].sum() == pytest.approx(zone["workload"])
        farthest = held["office_minutes"].max() if len(held) > 1 else nan
        assert held["office_minutes"].isna().all() == (len(held) == 1), "one alone has no way to its office"
        assert zone["farthest_minutes"] == pytest.approx(farthest, nan_ok=True)


def test_without_areas_zones_are_a_plain_table_and_stations_their_seats(solution: zoning.Solution) -> None:
    bare = replace(solution, problem=replace(solution.problem, county=replace(solution.problem.county, areas={})))
    zones, stations = bare.zones_frame(), bare.stations_frame()
    assert type(zones) is pd.DataFrame
    pd.testing.assert_frame_equal(zones, pd.DataFrame(solution.zones_frame()).drop(columns="geometry"))
    assert stations.geometry.x.tolist() == [station.lon for station in bare.problem.county.stations]


def test_areas_are_for_maps_alone_and_go_along_everywhere(solution: zoning.Solution) -> None:
    county = solution.problem.county
    bare = replace(county, areas={})
    assert bare == county
    assert digest(bare) == digest(county)
    assert pickle.loads(pickle.dumps(county)).areas == county.areas
    built = geodata.read("sample:xunhua")
    assert polygons_of(built.county) == built.areas
    assert polygons_of(replace(county, areas=dict(list(county.areas.items())[1:]))) == {}
    with pytest.raises(TypeError):
        county.areas["630225100"] = ()  # type: ignore[index]


def test_a_merged_station_has_both_areas(solution: zoning.Solution) -> None:
    county = solution.problem.county
    one, other = county.codes[0], county.codes[int(np.flatnonzero(county.adjacent[0])[0])]
    joined, before = merged(county, one, other), polygons_of(county)
    after = polygons_of(joined)
    assert list(after) == list(joined.codes)
    assert after[other].equals(before[one].union(before[other]))
    some = replace(county, areas={code: area for code, area in county.areas.items() if code != one})
    assert polygons_of(merged(some, one, other)) == {}


def test_without_a_plan_there_is_no_frame(solution: zoning.Solution) -> None:
    policy = solution.problem.policy.override({"rules.max_minutes": 0})
    none = zoning.solve(replace(solution.problem, policy=policy))
    with pytest.raises(ValueError, match="the problem is infeasible"):
        none.zones_frame()
