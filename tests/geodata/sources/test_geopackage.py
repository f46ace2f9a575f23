"""A county as one GeoPackage: nothing lost, and other programs read it."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

import geodata
from geodata.sources.geopackage import read_geopackage
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Feature, Layer, Tables
from tests.geodata.drawn import CODES, draw
from tests.geodata.everything import ODD
from tests.geodata.sources.packages import BOX, edited, packed, through
from zoning.result.digest import digest


@pytest.mark.parametrize("name", geodata.sample_names())
def test_every_sample_comes_back_equal(name: str, tmp_path: Path) -> None:
    tables = geodata.read_source(f"sample:{name}")
    again = through(tables, tmp_path)
    assert again == tables
    assert again.unread == ()
    assert digest(geodata.build(again).county) == digest(geodata.build(tables).county)


def test_a_county_with_everything_comes_back_equal(full: Tables, tmp_path: Path) -> None:
    again = through(full, tmp_path)
    assert again == full
    assert geodata.build(again).county == geodata.build(full).county
    assert again.areas is not None
    assert again.areas.crs == "urn:ogc:def:crs:EPSG::4490"
    assert repr(again.areas.features) == repr(full.areas.features if full.areas else ())
    assert [again.tables["stations"].rows[i].cells[14] for i in range(9)] == ODD
    assert again.tables["villages"].header == ("名目", "Floor", "floor", "", "fid", "geom", "说明")


def test_the_same_tables_give_the_same_bytes(full: Tables) -> None:
    assert render_geopackage(full) == render_geopackage(full)


def test_tables_made_of_a_county_come_back_equal(tmp_path: Path) -> None:
    built = geodata.read(draw(tmp_path / "drawn"))
    tables = geodata.tables_of(built.county, built.areas)
    assert through(tables, tmp_path) == tables
    assert geodata.build(through(tables, tmp_path)).county == built.county


@pytest.mark.parametrize(
    ("crs", "county", "name"),
    [
        (None, 4490, "EPSG:4490"),
        (None, "EPSG:4545", "EPSG:4545"),
        ("EPSG:4545", 4490, "EPSG:4545"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4490, "EPSG:4326"),
        ("mars", 4490, None),
    ],
)
def test_a_layer_stands_in_its_system_and_keeps_the_name_of_it(
    crs: str | None, county: int | str, name: str | None, tmp_path: Path
) -> None:
    layer = Layer("areas", (Feature({"code": "1"}, BOX),), crs)
    tables = Tables({"code": "1", "name": "x", "crs": county}, {}, layer, layer)
    path = packed(tables, tmp_path / "county.gpkg")
    assert read_geopackage(path) == tables
    for part in ("areas", "roads"):
        found = pyogrio.read_info(path, layer=part)["crs"]
        assert found == name if name else "Undefined" in found


def test_a_layer_moved_by_another_program_is_believed_more_than_its_old_name(tmp_path: Path) -> None:
    layer = Layer("areas", (Feature({"code": "1"}, BOX),), "urn:ogc:def:crs:EPSG::4490")
    path = packed(Tables({}, {}, layer, replace(layer, crs=None)), tmp_path / "county.gpkg")
    row = pyogrio.read_info(path, layer="roads")
    assert row["crs"] == "EPSG:4326"
    moved = [f"UPDATE {table} SET srs_id = 4326 WHERE table_name = 'areas'" for table in ("gpkg_geometry_columns",)]
    other = "UPDATE gpkg_geometry_columns SET srs_id = 4490 WHERE table_name = 'roads'"
    again = read_geopackage(edited(path, *moved, other))
    assert again.areas is not None
    assert again.roads is not None
    assert (again.areas.crs, again.roads.crs) == ("EPSG:4326", "EPSG:4490")


@pytest.mark.parametrize(
    "shape",
    [
        None,
        shapely.Polygon(),
        shapely.MultiPolygon([BOX, shapely.box(108, 30, 109, 31)]),
        shapely.Polygon([(0, 0, 1), (1, 0, 2), (1, 1, 3)]),
        shapely.LineString([(1 / 3, -1e-7), (2, 3)]),
        shapely.GeometryCollection([BOX, shapely.Point(1, 2)]),
    ],
)
def test_every_geometry_comes_back_to_the_bit(shape: Any, tmp_path: Path) -> None:
    layer = Layer("areas", (Feature({"code": "1"}, shape), Feature({"code": "2"}, BOX)), "EPSG:4490")
    again = through(Tables({}, {}, layer), tmp_path).areas
    assert again == layer
    assert again is not None
    assert shapely.to_wkb(again.features[0].geometry) == shapely.to_wkb(shape)
    assert len(pyogrio.read_dataframe(tmp_path / "county.gpkg", layer="areas")) == 2


@pytest.mark.parametrize(
    "values",
    [
        ["a", "", None],
        [1, -5, None],
        [1.5, 2, None],
        [True, False, None],
        [None, None, None],
        [2**70, 1, None],
        [2**60, 0.5, None],
        [float("inf"), 1.0, 2.0],
        [True, 1, "1"],
        [{"a": []}, [None], "x"],
        ["a\x00b", "\ud800", "c"],
        ["12", "{}", "null"],
    ],
)
def test_every_kind_of_attribute_comes_back(values: list[Any], tmp_path: Path) -> None:
    features = tuple(Feature({"v": value, "FID": i, "Geom": "g", "V": ""}, BOX) for i, value in enumerate(values))
    layer = Layer("areas", (*features, Feature({"V": "w", "some": 1}, BOX)), None)
    every = Layer("roads", features, None)
    again = through(Tables({}, {}, layer, every), tmp_path)
    assert (again.areas, again.roads) == (layer, every)
    kinds = [[type(f.properties["v"]) for f in part.features[:3]] for part in (again.areas, again.roads) if part]
    whole = {int, float} <= {type(value) for value in values} and 2**60 not in values
    assert kinds[0] == [type(value) for value in values]
    assert kinds[1] == ([float, float, type(None)] if whole else kinds[0])


def test_other_programs_find_tables_and_layers(full: Tables, tmp_path: Path) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    listed = dict(pyogrio.list_layers(path).tolist())
    assert listed == {"areas": "Unknown", "roads": "Unknown"} | dict.fromkeys(["settings", "classes", *full.tables])
    areas = pyogrio.read_dataframe(path, layer="areas")
    assert areas.crs.to_epsg() == 4490
    assert areas.code.tolist() == CODES
    assert areas["公里"].tolist() == [i / 4 for i in range(9)]
    assert areas.open.dtype == np.bool_
    assert [str(kind) for kind in areas.dtypes[["count", "names"]]] == ["int64", "str"]
    assert full.areas is not None
    assert areas.geometry.tolist() == [feature.geometry for feature in full.areas.features]
    stations = pyogrio.read_dataframe(path, layer="stations")
    assert stations.code.tolist() == CODES
    assert stations["楼层"].tolist() == ODD
    assert stations.current_zone.isna().all(), "blank is unknown"


def test_the_package_keeps_the_rules_of_its_format(full: Tables, tmp_path: Path) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    data = path.read_bytes()
    assert (data[68:72], int.from_bytes(data[60:64], "big")) == (b"GPKG", 10300)
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    contents = database.execute("SELECT table_name, data_type, identifier, last_change, srs_id FROM gpkg_contents")
    kinds = {name: (kind, title, when, number) for name, kind, title, when, number in contents}
    assert kinds["areas"] == ("features", "辖区", "2000-01-01T00:00:00.000Z", 4490)
    assert kinds["stations"] == ("attributes", "派出所", "2000-01-01T00:00:00.000Z", None)
    assert set(database.execute("SELECT srs_id, organization FROM gpkg_spatial_ref_sys")) == {
        (-1, "NONE"),
        (0, "NONE"),
        (4326, "EPSG"),
        (4490, "EPSG"),
    }
    shapes = database.execute("SELECT table_name, geometry_type_name, srs_id, z FROM gpkg_geometry_columns").fetchall()
    assert shapes == [("areas", "GEOMETRY", 4490, 0), ("roads", "GEOMETRY", 4490, 0)]
    described = {name for (name,) in database.execute("SELECT table_name FROM gpkg_data_columns")}
    assert described == {"villages", "areas"}
    database.close()
