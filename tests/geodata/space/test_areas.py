"""Areas of stations: whose they are, and parts put together."""

from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.naming.matching import by_number, code_of
from tests.geodata.coordinates.placed import keys, mistakes
from tests.geodata.county.chinese import told
from tests.geodata.drawn import CODES, change, get, put
from tests.geodata.drawn import NAMES as CALLED
from tests.geodata.layered import SQUARES
from tests.geodata.space.drawn_areas import drawn, notice, shifted

# --- whose
NUMBERS = [630222001 + i for i in range(9)]


def renamed(at: Path, codes: list[str], names: list[str] | None = None) -> Path:
    """The drawn county under other codes, and other names."""
    for name in ("stations.csv", "incidents.csv"):
        lines = get(at, name).splitlines()
        new = [lines[0]]
        for line in lines[1:]:
            cells = line.split(",")
            i = CODES.index(cells[0])
            cells[0] = codes[i]
            if names is not None and name == "stations.csv":
                cells[1] = names[i]
            new.append(",".join(cells))
        put(at, name, "\n".join(new) + "\n")
    return at


@pytest.mark.parametrize(
    "values",
    [
        NUMBERS,
        [float(number) for number in NUMBERS],
        [f"{number}.0" for number in NUMBERS],
        [f" {number} " for number in NUMBERS],
    ],
    ids=["whole numbers", "numbers with a point", "text with a point", "text with spaces"],
)
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_a_code_is_the_same_as_number_and_as_text(values: list[Any], suffix: str, tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, suffix=suffix, code=values), [str(number) for number in NUMBERS])
    assert list(geodata.read(at).areas) == [str(number) for number in NUMBERS]


def test_a_number_may_have_lost_its_leading_zeros(tmp_path: Path) -> None:
    codes = [f"00{i}" for i in range(1, 10)]
    at = renamed(drawn(tmp_path, code=list(range(1, 10))), codes)
    assert list(geodata.read(at).areas) == codes


def test_codes_that_differ_in_zeros_alone_are_not_mixed_up() -> None:
    codes = ["01", "1", "2"]
    assert by_number(codes) == {2: "2"}
    assert [code_of(value, codes, by_number(codes)) for value in (1, 2.0, "01", True, None)] == ["1", "2", "01", "", ""]


@pytest.mark.parametrize("name", ["code", "代码", "派出所编码", "机构代码", "Station_Code"])
def test_a_column_of_a_known_name_is_no_guess(name: str, tmp_path: Path) -> None:
    assert told(drawn(tmp_path, **{"fid_1": list(range(9)), name: CODES})) == ["borders_areas"]


def test_the_column_that_holds_the_codes_is_guessed_and_told(tmp_path: Path) -> None:
    at = drawn(tmp_path, OBJECTID=list(range(9)), code=[f"x{i}" for i in range(9)], XZQDM=CODES)
    found = notice(at, "column_code")
    assert (found.values["column"], found.values["count"]) == ("XZQDM", 9)


def test_the_column_may_be_asked_for(tmp_path: Path) -> None:
    at = drawn(tmp_path, code=[*CODES[1:], "101"], right=CODES)
    assert geodata.read(at).areas["101"].equals(SQUARES[8]), "the column of the known name"
    assert geodata.read(at, {"areas.code": "right"}).areas["101"].equals(SQUARES[0])
    put(at, "county.toml", get(at, "county.toml") + '[areas]\ncode = "RIGHT"\n')
    assert geodata.read(at).areas["101"].equals(SQUARES[0])
    assert told(at) == ["seat_outside", "borders_areas"][1:]


def test_a_column_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=CODES, XZQDM=CODES), code="XZQMD")
    assert (mistake.says.key, mistake.place("zh"), mistake.value) == ("geodata.areas.no_column", "areas.code", "XZQMD")
    assert "did you mean XZQDM?" in mistake.text("en")
    assert "code, XZQDM" in mistake.text("en")


def test_names_serve_where_no_column_holds_codes(tmp_path: Path) -> None:
    towns = ["三合街道", "名山街道", "虎威镇", "社坛镇", "三元镇", "许明寺镇", "董家镇", "树人镇", "十直镇"]
    at = drawn(tmp_path, OBJECTID=list(range(50, 59)), NAME=[f"{town}派出所" for town in towns])
    renamed(at, CODES, towns)
    found = notice(at, "column_name")
    assert (found.values["column"], found.values["count"]) == ("NAME", 9)
    assert geodata.read(at).areas["105"].equals(SQUARES[4])


def test_a_name_that_two_stations_share_is_nobodys(tmp_path: Path) -> None:
    at = renamed(drawn(tmp_path, NAME=["甲", "甲", *"丙丁戊己庚辛壬"]), CODES, ["甲", "甲", *"丙丁戊己庚辛壬"])
    assert keys(at) == ["areas.unknown_code", "areas.unknown_code"]


def test_a_layer_without_codes_or_names_is_named_once(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, OBJECTID=list(range(9)), area=[1.5] * 9))
    assert (mistake.says.key, mistake.row) == ("geodata.areas.no_codes", None)
    assert "OBJECTID、area" in mistake.text("zh")


def test_areas_beyond_the_county_are_told_and_left_out(tmp_path: Path) -> None:
    shapes = [*SQUARES, box(108, 30, 108.1, 30.1), Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])]
    at = drawn(tmp_path, shapes, code=[*CODES, "201", "202"])
    assert notice(at, "areas_beyond").values["areas"] == ["201", "202"]
    assert list(geodata.read(at).areas) == CODES


def test_an_unknown_code_is_a_mistake_where_a_station_has_no_area(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=["110", *CODES[1:]]))
    assert (mistake.says.key, mistake.row, mistake.value) == ("geodata.areas.unknown_code", 1, "110")


# --- parts
def test_areas_are_read_beside_a_table_of_stations_without_places(tmp_path: Path) -> None:
    at = drawn(tmp_path)
    change(at, "stations.csv", "lon,lat", "east,north")
    assert {mistake.says.key for mistake in mistakes(at)} == {"geodata.table.missing_column"}


def test_several_polygons_of_one_station_become_one(tmp_path: Path) -> None:
    """An exclave of 101 lies within 109, and its own ground is drawn in two halves."""
    exclave = box(107.24, 30.24, 107.26, 30.26)
    shapes = [*halves(SQUARES[0]), *SQUARES[1:8], SQUARES[8].difference(exclave), exclave]
    at = drawn(tmp_path, shapes, code=["101", *CODES, "101"])
    built = geodata.read(at)
    assert built.areas["101"].geom_type == "MultiPolygon"
    assert shapely.area(built.areas["101"]) == pytest.approx(shapely.area(SQUARES[0]) + 0.0004)
    assert built.areas["101"].geoms[0].is_valid
    assert {("101", "109"), ("101", "102")} <= {(b.a, b.b) for b in built.county.borders}
    assert notice(at, "areas_merged").values["stations"] == ["A 3"]


def halves(square: BaseGeometry) -> list[BaseGeometry]:
    west, south, east, north = square.bounds
    middle = (west + east) / 2
    return [box(west, south, middle, north), box(middle, south, east, north)]


def test_the_same_polygon_twice_counts_once(tmp_path: Path) -> None:
    at = drawn(tmp_path, [*SQUARES, SQUARES[0]], code=[*CODES, "101"])
    assert geodata.read(at).areas["101"].equals(SQUARES[0])


def test_a_code_given_twice_while_another_station_has_none_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = mistakes(drawn(tmp_path, code=["101", "101", *CODES[2:]]))
    assert (mistake.says.key, mistake.row, mistake.value) == ("geodata.areas.duplicate", 2, "101")
    assert "102 B" in mistake.text("zh")


def test_a_station_may_lie_within_another(tmp_path: Path) -> None:
    """105 keeps a small middle of its square; the rest is 104's, which so surrounds it."""
    middle = box(107.13, 30.13, 107.17, 30.17)
    shapes = [*SQUARES[:3], SQUARES[3].union(SQUARES[4]).difference(middle), middle, *SQUARES[5:]]
    at = drawn(tmp_path, shapes)
    borders = {(b.a, b.b): b.km for b in geodata.read_county(at).borders}
    assert [pair for pair in borders if "105" in pair] == [("104", "105")]
    assert borders["104", "105"] == pytest.approx(2 * (0.04 * 110.86 + 0.04 * 96.4), abs=0.02)
    assert "areas_holes" not in told(at)


@pytest.mark.parametrize("way", ["closed", "named"])
def test_the_settings_of_areas_may_stand_in_the_file(way: str, tmp_path: Path) -> None:
    at = drawn(tmp_path, shifted(4, 8.0))
    put(at, "county.toml", get(at, "county.toml") + f"[areas]\nclose_m = {10.0 if way == 'closed' else 5.0}\n")
    assert ("areas_holes" in told(at)) == (way == "named")


SETTINGS: dict[str, tuple[str, str]] = {
    "a tolerance below zero": ("close_m = -1.0", "zoning.value.out_of_range"),
    "a tolerance of kilometres": ("close_m = 5000.0", "zoning.value.out_of_range"),
    "a repair in words": ('repair = "yes"', "zoning.value.wrong_type"),
    "a file that is a number": ("file = 3", "zoning.value.wrong_type"),
    "a blank file": ('file = " "', "field.blank"),
    "an unknown key": ('datei = "x"', "settings.unknown_key"),
}


@pytest.mark.parametrize("what", SETTINGS)
def test_settings_of_areas_are_checked(what: str, tmp_path: Path) -> None:
    line, key = SETTINGS[what]
    at = drawn(tmp_path)
    put(at, "county.toml", get(at, "county.toml") + f"[areas]\n{line}\n")
    (mistake,) = mistakes(at)
    assert mistake.says.key.removeprefix("geodata.") == key
    assert mistake.place("zh").startswith("county.toml areas.")


def test_names_of_the_drawn_stations_are_letters() -> None:
    """What the notices above call the stations by."""
    assert list(CALLED.values()) == list("ABCDEFGHI")
