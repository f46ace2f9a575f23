"""Layers in every format: what is read is what was drawn, and of several the right one is taken."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from tests.geodata.drawn import CODES
from tests.geodata.formats.reading_layers import held, layer_of, read, refused, told
from tests.geodata.layered import NAMES, SQUARES, Attributes, parts, save, shapefile, zipped

LINES = [shapely.LineString([(107, 30), (107.3, 30.3)]), shapely.LineString([(107, 30.1), (107.3, 30.1)])]
WAYS: dict[str, Callable[[Path], Path]] = {
    "GeoPackage": lambda at: save(at / "areas.gpkg"),
    "GeoJSON": lambda at: save(at / "areas.geojson"),
    "Shapefile": shapefile,
    "Shapefile in UTF-8": lambda at: shapefile(at, encoding="UTF-8"),
    "Shapefile without .cpg": lambda at: shapefile(at, cpg=False),
    "Shapefile in UTF-8 without .cpg": lambda at: shapefile(at, encoding="UTF-8", cpg=False),
    "zip": lambda at: zipped(at / "areas.zip", parts(shapefile(at))),
    "zip with Chinese names": lambda at: zipped(at / "areas.zip", parts(shapefile(at), "数据/辖区"), gbk=True),
    "zip with backslashes": lambda at: zipped(at / "areas.zip", parts(shapefile(at), "data\\areas")),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_layer_is_read_as_it_was_drawn(way: str, tmp_path: Path) -> None:
    layer = layer_of(WAYS[way](tmp_path))
    assert held(layer, "code") == CODES
    assert held(layer, "名称") == NAMES
    assert [shapely.normalize(f.geometry) for f in layer.features] == [shapely.normalize(square) for square in SQUARES]
    assert layer.crs in ("EPSG:4490", "urn:ogc:def:crs:EPSG::4490")


# --- attributes
@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_attributes_come_as_plain_values(suffix: str, tmp_path: Path) -> None:
    attributes = {
        "code": CODES,
        "number": [*range(8), np.nan],
        "when": list(np.array(["2024-05-01"] * 9, dtype="datetime64[D]")),
        "note": [None, *"abcdefgh"],
    }
    layer = layer_of(save(tmp_path / f"areas.{suffix}", attributes=attributes))
    values = [feature.properties for feature in layer.features]
    assert all(v is None or type(v) in (str, int, float, bool) for each in values for v in each.values())
    assert (values[0]["note"], values[1]["note"], values[0]["number"], values[8]["number"]) == (None, "a", 0, None)
    assert str(values[0]["when"]).replace("/", "-") == "2024-05-01"


def test_whole_numbers_stay_whole_where_one_is_missing(tmp_path: Path) -> None:
    path = save(tmp_path / "areas.gpkg", attributes={"code": list(range(9))})

    with sqlite3.connect(path) as database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: 0)
        database.execute("UPDATE areas SET code = NULL WHERE code = 3")
    database.close()
    assert [repr(value) for value in held(layer_of(path), "code")] == ["0", "1", "2", "None", "4", "5", "6", "7", "8"]


def test_heights_are_left_out(tmp_path: Path) -> None:
    high = [shapely.force_3d(square, 5.0) for square in SQUARES]
    layer = layer_of(save(tmp_path / "areas.gpkg", high, geometry_type="Polygon Z"))
    assert not any(shapely.has_z(feature.geometry) for feature in layer.features)


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_roads_are_lines(suffix: str, tmp_path: Path) -> None:
    path = save(tmp_path / f"roads.{suffix}", LINES, {"speed_kmh": [40.0, 60.0]})
    layer = layer_of(path, shape="line", key="roads")
    assert [feature.geometry for feature in layer.features] == LINES
    assert held(layer, "speed_kmh") == [40.0, 60.0]


# --- coordinate systems
@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4545", "EPSG:4526", "EPSG:2436", "EPSG:2379", "EPSG:32648"])
def test_the_coordinate_system_is_named_shortly(suffix: str, crs: str, tmp_path: Path) -> None:
    assert layer_of(save(tmp_path / f"areas.{suffix}", crs=crs)).crs == crs


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_system_that_the_file_should_say_is_unknown_without(suffix: str, tmp_path: Path) -> None:
    assert layer_of(save(tmp_path / f"areas.{suffix}", crs=None)).crs == "unknown"


def test_geojson_without_a_system_has_that_of_the_county(tmp_path: Path) -> None:
    path = save(tmp_path / "areas.geojson", crs="EPSG:4326")
    text = path.read_text(encoding="utf-8")
    start = text.index('"crs"')
    path.write_text(text[:start] + text[text.index('"features"') :], encoding="utf-8")
    assert layer_of(path).crs is None


# --- several layers
def bureau(at: Path, *layers: tuple[str, list[Any], Attributes]) -> Path:
    for name, shapes, attributes in layers:
        save(at / "bureau.gpkg", shapes, attributes, layer=name, append=(at / "bureau.gpkg").exists())
    return at / "bureau.gpkg"


POLYGONS = ("辖区", SQUARES, {"code": CODES})
OTHERS = ("村界", SQUARES[:3], {"code": ["v1", "v2", "v3"]})
ROADS = ("道路", LINES, {"name": ["G5", "S2"]})


@pytest.mark.parametrize(
    ("layers", "options", "taken"),
    [
        ((POLYGONS,), {}, "bureau.gpkg"),
        ((ROADS, POLYGONS), {}, "bureau.gpkg:辖区"),
        ((POLYGONS, ROADS), {"shape": "line"}, "bureau.gpkg:道路"),
        ((OTHERS, POLYGONS, ROADS), {"codes": CODES}, "bureau.gpkg:辖区"),
        ((OTHERS, POLYGONS), {"layer": "村界"}, "bureau.gpkg:村界"),
        ((OTHERS, ("Areas", SQUARES, {"code": CODES})), {"layer": "areas"}, "bureau.gpkg:Areas"),
    ],
)
def test_of_several_layers_the_right_one_is_taken(
    layers: tuple[Any, ...], options: dict[str, Any], taken: str, tmp_path: Path
) -> None:
    path = bureau(tmp_path, *layers)
    assert layer_of(path, **options).file == taken
    guessed = len(layers) > 1 and "layer" not in options
    assert set(told(path, **options)) == ({"layer_chosen"} if guessed else set())


def test_a_choice_that_cannot_be_guessed_is_asked_for(tmp_path: Path) -> None:
    path = bureau(tmp_path, OTHERS, POLYGONS)
    assert refused(path) == ["layer.which"]
    ((mistake,), text) = (read(path)[1].mistakes, read(path)[1].mistakes[0].text("zh"))
    assert mistake.table == "bureau.gpkg"
    assert "村界、辖区" in text
    assert "areas.layer" in text


def test_a_layer_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    path = bureau(tmp_path, OTHERS, POLYGONS)
    assert refused(path, layer="辖区面") == ["layer.unknown"]
    (mistake,) = read(path, layer="辖区面")[1].mistakes
    assert (mistake.column, mistake.value) == ("areas.layer", "辖区面")
    assert "did you mean 辖区?" in mistake.text("en")
    assert "村界, 辖区" in mistake.text("en")


def test_a_zip_may_hold_several_layers_in_folders(tmp_path: Path) -> None:
    files = parts(shapefile(tmp_path, "a"), "资料/所/辖区") | parts(
        shapefile(tmp_path, "b", geometries=SQUARES[:2], attributes={"code": ["1", "2"]}), "资料/村/辖区"
    )
    path = zipped(tmp_path / "all.zip", files, gbk=True)
    assert refused(path) == ["layer.which"]
    assert layer_of(path, codes=CODES).file == "all.zip:资料/所/辖区"
    assert len(layer_of(path, layer="资料/村/辖区").features) == 2


def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    files = parts(shapefile(tmp_path, "areas"))
    ghosts = {f"__MACOSX/._{name}": b"\0\5\x16\7" for name in files} | {f"._{name}": b"\0\5\x16\7" for name in files}
    assert held(layer_of(zipped(tmp_path / "mac.zip", ghosts | files)), "code") == CODES
