"""Mistakes of a layer of roads: stations off the road, parts apart, speeds, directions and settings."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import LineString

import geodata
from geodata.coordinates.crs import WGS84
from geodata.tables.findings import Findings
from geodata.tables.settings import RoadSettings
from geodata.tables.table import Feature, Layer
from geodata.travel.roads import LETTERS, WORDS, _speed, _ways, read_roads
from tests.geodata.travel.laid import COMB, keys, km, laid, minutes, mistakes, road, seat, street


# ------------------------------------------------------------------------------------------------------------ mistakes
def test_a_station_too_far_from_any_road_is_named_with_the_distance_in_its_row(tmp_path: Path) -> None:
    """The middle street runs 3.3 km north of D, E and F."""
    roads = [*COMB[:2], road([(107.05, 30.18), (107.25, 30.18)]), COMB[3]]
    found = mistakes(laid(tmp_path / "far", roads))
    assert [(m.says.key, m.table, m.row, m.column) for m in found] == [
        ("geodata.roads.too_far", "stations.csv", row, "lon") for row in (6, 7)
    ]
    assert "105 E stands 3.3 km from the nearest road, and at most 2 km are allowed;" in found[0].text("en")
    assert len(geodata.read_county(laid(tmp_path / "near", roads, "snap_m = 3500"))) == 9


def test_stations_on_roads_that_lead_nowhere_are_named_with_the_gap(tmp_path: Path) -> None:
    """The northern street ends 0.0001 degrees, 9.6 m, east of the western one."""
    start = (107.0501, 30.25)
    roads = [*COMB[:3], road([start, seat("H"), seat("I")])]
    (found,) = mistakes(laid(tmp_path / "gap", roads))
    assert found.text("en") == (
        "roads.geojson: 2 stations stand on roads that lead to no others: 108 H, 109 I; the gap to the main roads is "
        "9.6 m: draw the missing road, raise roads.join_m above the gap, or give these pairs in the travel table"
    )
    county = geodata.read_county(laid(tmp_path / "joined", roads, "join_m = 10"))
    assert minutes(county, "HG") == pytest.approx(60 * km("HG") / 40, rel=0.001)


def test_every_group_apart_is_told(tmp_path: Path) -> None:
    found = mistakes(laid(tmp_path, [street("ABC"), street("DEF"), street("GH"), road([seat("I"), (107.26, 30.25)])]))
    assert [m.says.values["stations"] for m in found] == [["104 D", "105 E", "106 F"], ["107 G", "108 H"], ["109 I"]]


def test_roads_that_only_cross_are_told_with_the_setting_that_joins_them(tmp_path: Path) -> None:
    """The western street starts and ends half way between seats, so its vertices are those of no other street."""
    west = road([(107.0503, 30.0), (107.0503, 30.3)])
    roads = [street("ABC"), street("DEF"), street("GHI"), west]
    roads[0], roads[1], roads[2] = (road([(107.0, seat(n)[1]), *map(seat, n)]) for n in ("ABC", "DEF", "GHI"))
    found = mistakes(laid(tmp_path / "bridges", roads))
    assert keys(found) == ["roads.apart", "roads.apart"], "the stations of two streets lie 11 km from the third"
    county = geodata.read_county(laid(tmp_path / "junctions", roads, "crossings = true"))
    assert minutes(county, "AD") == pytest.approx(60 * km("AD") / 40, rel=0.01)


def test_two_streets_that_cross_as_bridges_do_are_told_so(tmp_path: Path) -> None:
    """All seats but B and H stand on one winding street; B and H on one that crosses it."""
    winding, straight = street("AC"), street("BH")
    roads = [winding, road([seat("C"), seat("F")]), street("FD"), street("DG"), street("GI"), straight]
    (found,) = mistakes(laid(tmp_path, roads))
    assert found.says.key == "geodata.roads.crossing"


def test_pairs_with_a_way_back_but_none_there_are_named(tmp_path: Path) -> None:
    roads = [street("ABC"), *COMB[1:3], street("GH"), street("HI", oneway="yes")]
    (found,) = mistakes(laid(tmp_path, roads))
    assert (found.says.key, found.says.values["count"]) == ("geodata.roads.no_way", 8)
    assert found.says.text("en").startswith("8 pairs have a way back but none there: I → A, I → B")


@pytest.mark.parametrize("value", [0, -5, 500, 0.5, "fast", True, "0"])
def test_a_speed_that_is_none_is_told_once_for_each_value(value: object, tmp_path: Path) -> None:
    roads = [COMB[0], street("ADG", speed_kmh=value), street("DEF", speed_kmh=value), street("GHI", speed_kmh=50)]
    (found,) = mistakes(laid(tmp_path, roads))
    assert (found.says.key, found.table, found.row, found.column) == (
        "geodata.roads.speed",
        "roads.geojson",
        2,
        "speed_kmh",
    )
    assert found.value == str(value)
    assert "(2 roads); write a number from 1 to 200, or leave it blank for 40 km/h" in found.text("en")


@pytest.mark.parametrize("value", [None, "", " ", "nan"])
def test_a_blank_speed_is_the_default(value: object, tmp_path: Path) -> None:
    county = geodata.read_county(laid(tmp_path, [street("ABC", speed_kmh=value), *COMB[1:]]))
    assert minutes(county, "AB") == pytest.approx(60 * km("AB") / 40, rel=0.001)


def test_a_direction_that_is_none_is_told(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", oneway="perhaps"), *COMB[1:]]))
    assert (found.says.key, found.row, found.column, found.value) == ("geodata.roads.one_way", 1, "oneway", "perhaps")


def test_a_speed_in_another_unit_is_told(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", **{"speed (mph)": 50}), *COMB[1:]]))
    assert (found.says.key, found.column) == ("geodata.table.unit", "speed (mph)")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, [street("ABC", speed=50), *COMB[1:]], 'speed_column = "sped"'))
    assert (found.says.key, found.value) == ("geodata.roads.no_column", "sped")
    assert "did you mean speed?" in found.text("en")


def test_what_is_no_line_is_told_once_for_each_kind(tmp_path: Path) -> None:
    dots = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [107, 30]}}] * 3
    (found,) = mistakes(laid(tmp_path, [*COMB, *dots]))
    assert (found.says.key, found.row, found.value) == ("geodata.roads.not_lines", 5, "Point")
    assert "is no line (3 features);" in found.text("en")


@pytest.mark.parametrize(
    ("roads", "settings", "key"),
    [
        ([road([(500_000, 3_300_000), (510_000, 3_300_000)])], "", "roads.not_degrees"),
        (COMB, 'crs = "EPSG:4545"', "roads.not_metres"),
        ([road([(1e12, 1e12), (2e12, 2e12)])], 'crs = "EPSG:4545"', "roads.nowhere"),
        ([road([(87, 43), (88, 44)])], "", "roads.elsewhere"),
        (COMB, 'crs = "EPSG:99999"', "crs.unknown"),
    ],
    ids=["metres for degrees", "degrees for metres", "off the earth", "another province", "no system"],
)
def test_coordinates_that_do_not_fit_are_told(
    roads: list[dict[str, Any]], settings: str, key: str, tmp_path: Path
) -> None:
    assert keys(mistakes(laid(tmp_path, roads, settings))) == [key]


@pytest.mark.parametrize(
    "line",
    [
        "speed_kmh = 0",
        "speed_kmh = 500",
        "access_kmh = 0",
        "snap_m = -1",
        "join_m = 5000",
        'crossings = "yes"',
        "sped = 3",
    ],
)
def test_a_setting_of_the_roads_out_of_its_range_is_told(line: str, tmp_path: Path) -> None:
    (found,) = mistakes(laid(tmp_path, COMB, line))
    assert found.column == f"roads.{line.split(' ', maxsplit=1)[0]}"


# ----------------------------------------------------------------------------------------------------------- attributes
@pytest.mark.parametrize(("value", "kmh"), [(60, 60.0), (60.0, 60.0), ("６０", 60.0), (" 60 ", 60.0), ("12.5", 12.5)])
def test_a_speed_is_read(value: object, kmh: float) -> None:
    assert _speed(value) == kmh


@pytest.mark.parametrize(
    ("values", "ways"),
    [
        (("yes", True, 1, 1.0, "1", "是", "单行", "FT", "true"), (True, False)),
        (("-1", -1, -1.0, "reverse", "TF", "逆向"), (False, True)),
        (("no", False, 0, 0.0, "否", "双向", "both"), (True, True)),
    ],
)
def test_a_direction_is_read(values: tuple[object, ...], ways: tuple[bool, bool]) -> None:
    assert {_ways(value, WORDS) for value in values} == {ways}


def test_letters_mean_directions_where_a_b_is_among_them_and_yes_or_no_elsewhere() -> None:
    seats = (np.array([107.05]), np.array([30.05]))

    def read(*letters: str) -> list[list[bool]]:
        features = tuple(Feature({"oneway": letter}, LineString([seat("A"), seat("B")])) for letter in letters)
        roads = read_roads(Layer("roads.shp", features), WGS84, RoadSettings(), 40.0, seats, Findings())
        assert roads is not None
        return roads.ways.tolist()

    assert read("B", "F", "T") == [[True, True], [True, False], [False, True]]
    assert read("F", "T") == [[True, True], [True, False]]
    assert set(LETTERS) == {"b", "f", "t"}
