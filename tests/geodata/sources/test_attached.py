"""Layers beside the tables: found by their name in any format, or named by the settings; never two for one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

import geodata
from tests.geodata import books
from tests.geodata.coordinates.placed import keys, mistakes, without_crs
from tests.geodata.county.chinese import told
from tests.geodata.drawn import CODES, draw, geojson, get, put
from tests.geodata.layered import SQUARES, county, parts, save, shapefile, zipped

LINES = [shapely.LineString([(107, 30), (107.3, 30.3)]), shapely.LineString([(107, 30.1), (107.3, 30.1)])]
WAYS: dict[str, Callable[[Path], Path]] = {
    "areas.gpkg": lambda at: save(at / "areas.gpkg"),
    "辖区.gpkg": lambda at: save(at / "辖区.gpkg"),
    "areas.shp": shapefile,
    "辖区.shp": lambda at: shapefile(at, "辖区"),
    "areas.zip": lambda at: packed(at, "areas.zip"),
    "辖区.zip": lambda at: packed(at, "辖区.zip"),
    "areas.geojson": lambda at: save(at / "areas.geojson"),
    "辖区.geojson": lambda at: save(at / "辖区.geojson"),
}


def packed(at: Path, name: str) -> Path:
    """A zipped Shapefile, whose parts are not left lying about."""
    inside = parts(shapefile(at, "x"))
    for part in inside:
        (at / part).unlink()
    return zipped(at / name, inside)


@pytest.mark.parametrize("name", WAYS)
def test_areas_are_found_by_their_name_in_every_format(name: str, tmp_path: Path) -> None:
    plain = geodata.read(draw(tmp_path / "plain", borders=False))
    at = county(tmp_path / "county", WAYS[name])
    assert geodata.read_county(at) == plain.county
    assert told(at) == ["borders_areas"], "no part of the layer is called unread"


@pytest.mark.parametrize("name", ["roads.gpkg", "道路.gpkg", "roads.geojson", "道路.shp", "roads.zip"])
def test_roads_are_found_by_their_name(name: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    attributes = {"speed_kmh": [40.0, 60.0]}
    if name.endswith(".zip"):
        shape = save(at / "x.shp", LINES, attributes)
        inside = parts(shape)
        for part in inside:
            (at / part).unlink()
        zipped(at / name, inside)
    else:
        save(at / name, LINES, attributes)
    roads = geodata.read_source(at).roads
    assert roads is not None
    assert [feature.geometry for feature in roads.features] == LINES
    assert [feature.properties["speed_kmh"] for feature in roads.features] == [40.0, 60.0]
    assert "unread" not in told(at)


def test_two_files_for_one_layer_are_one_too_many(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    save(at / "areas.gpkg")
    shapefile(at, "辖区")
    found = mistakes(at)
    assert [m.says.key for m in found] == ["geodata.file.twice"] * 2
    assert {m.table for m in found} == {"areas.gpkg", "辖区.shp"}


@pytest.mark.parametrize("where", ["file", "option"])
@pytest.mark.parametrize("inside", [True, False])
def test_the_settings_name_a_file_relative_to_the_county(where: str, inside: bool, tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False, borders=False)
    folder = at / "gis" if inside else tmp_path / "bureau"
    folder.mkdir()
    save(folder / "all.gpkg")
    named = "gis/all.gpkg" if inside else "../bureau/all.gpkg"
    if where == "file":
        put(at, "county.toml", get(at, "county.toml") + f'[areas]\nfile = "{named}"\n')
    built = geodata.read(at, {"areas.file": named} if where == "option" else {})
    assert list(built.areas) == CODES


def test_an_option_wins_over_the_settings_of_the_file(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False)
    save(at / "a.gpkg", attributes={"wrong": CODES})
    save(at / "b.gpkg", attributes={"code": CODES})
    put(at, "county.toml", get(at, "county.toml") + '[areas]\nfile = "a.gpkg"\ncode = "wrong"\n')
    source = geodata.read_source(at, {"areas.file": str(at / "b.gpkg"), "areas.code": "code"})
    assert source.areas is not None
    assert source.areas.file == "b.gpkg"
    assert source.settings is not None
    assert source.settings["areas"] == {"file": str(at / "b.gpkg"), "code": "code"}


def test_a_layer_passed_over_for_a_named_one_is_told(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    save(at / "new.gpkg")
    notices = {n.key: n.values for n in geodata.read(at, {"areas.file": "new.gpkg"}).notices}
    assert notices["geodata.notice.layer_unused"] == {
        "files": ["areas.geojson"],
        "key": "areas.file",
        "file": "new.gpkg",
    }
    assert "geodata.notice.unread" not in notices


@pytest.mark.parametrize("named", ["nowhere.gpkg", "x" * 400 + ".gpkg", "a\0b.gpkg"])
def test_a_named_file_that_is_not_there_is_a_mistake_of_the_settings(named: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False)
    found = mistakes(at, file=named)
    assert found[0].says.key == "geodata.layer.no_file"
    assert found[0].column == "areas.file"


def test_a_layer_that_cannot_be_read_leads_to_no_other_mistake(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False, borders=False)
    put(at, "areas.gpkg", b"no GeoPackage")
    assert keys(at) == ["file.other"]


def test_a_setting_of_the_wrong_type_is_left_to_its_check(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, "county.toml", get(at, "county.toml") + "[areas]\nfile = 3\nlayer = [1]\n")
    assert keys(at) == ["zoning.value.wrong_type", "zoning.value.wrong_type"]
    put(at, "county.toml", "areas = 5\n" + get(at, "county.toml").split("[areas]")[0])
    assert keys(at) == ["zoning.value.wrong_type"]


def test_a_wrong_layer_name_lists_what_there_is(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False)
    save(at / "areas.gpkg", layer="辖区")
    save(at / "areas.gpkg", LINES, {"name": ["a", "b"]}, layer="道路", append=True)
    (mistake,) = mistakes(at, layer="辖区面")
    assert "辖区、道路" in mistake.text("zh")
    assert geodata.read_source(at, {"areas.layer": "辖区"}).areas is not None


def test_the_layer_among_several_is_found_by_the_codes_of_the_stations(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False, borders=False)
    save(at / "areas.gpkg", SQUARES[:2], {"code": ["v1", "v2"]}, layer="村")
    save(at / "areas.gpkg", SQUARES, {"code": CODES}, layer="所", append=True)
    assert list(geodata.read(at).areas) == CODES
    assert told(at) == ["layer_chosen", "borders_areas"]


def test_a_county_written_with_layers_from_elsewhere_holds_them(tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False, borders=False)
    save(tmp_path / "bureau.gpkg", layer="辖区")
    save(tmp_path / "roads.gpkg", LINES, {"speed_kmh": [40.0, 60.0]})
    settings: dict[str, Any] = {
        "areas.file": str(tmp_path / "bureau.gpkg"),
        "areas.layer": "辖区",
        "areas.close_m": 2.0,
        "roads.file": "../roads.gpkg",
    }
    first = geodata.read_source(at, settings)
    geodata.write_county(first, tmp_path / "elsewhere" / "written")
    second = geodata.read_source(tmp_path / "elsewhere" / "written")
    assert second.areas == first.areas
    assert second.roads == first.roads
    assert second.settings is not None
    assert second.settings["areas"] == {"close_m": 2.0}
    assert "roads" not in second.settings
    assert geodata.build(second).county == geodata.build(first).county


def test_a_layer_of_a_package_that_does_not_say_its_system_is_not_taken_for_the_countys(tmp_path: Path) -> None:
    path = without_crs(tmp_path, SQUARES)
    areas = geodata.read_source(path).areas
    assert areas is not None
    assert areas.crs == "unknown"


@pytest.mark.parametrize(("name", "option"), [("areas.geojson", "--areas"), ("县界.geojson", "--outline")])
def test_a_layer_beside_a_workbook_is_told_with_the_option_that_reads_it(
    name: str, option: str, tmp_path: Path
) -> None:
    book = books.write(tmp_path / "县.xlsx")
    (tmp_path / name).write_text(geojson())
    (notice,) = [n for n in geodata.read(book).notices if n.key == "geodata.notice.layer_beside"]
    assert (notice.values["file"], notice.values["option"]) == (name, option)
    key = notice.values["key"]
    again = [n.key for n in geodata.read(book, {key: str(tmp_path / name)}).notices]
    assert "geodata.notice.layer_beside" not in again


def test_fields_of_one_name_in_a_dbf_are_all_kept(tmp_path: Path) -> None:
    """The code stands in the second of two fields that a .dbf cut to one name."""
    at = county(
        tmp_path / "county", lambda at: save(at / "areas.shp", SQUARES, {"FIELDNAME1": ["x"] * 9, "FIELDNAME2": CODES})
    )
    dbf = at / "areas.dbf"
    dbf.write_bytes(dbf.read_bytes().replace(b"FIELDNAME2", b"FIELDNAME1", 1))
    built = geodata.read(at)
    assert list(built.areas) == CODES
    (notice,) = [n for n in built.notices if n.key == "geodata.notice.equal_fields"]
    assert notice.values["fields"] == ["FIELDNAME1 → FIELDNAME1_1"]
