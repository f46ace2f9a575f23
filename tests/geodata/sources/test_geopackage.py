"""A county as one GeoPackage: nothing lost, other programs read it, and no package is a trap."""

import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

import geodata
from geodata.formats import guard
from geodata.sources.geopackage import read_geopackage
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Feature, Layer, Row, Table, Tables
from tests.geodata.drawn import CODES, draw
from tests.geodata.everything import ODD, everything
from zoning.model.errors import InputError, Mistake
from zoning.result.digest import digest

BOX = shapely.box(107, 30, 107.1, 30.1)


@pytest.fixture
def full(tmp_path: Path) -> Tables:
    return geodata.read_source(everything(tmp_path / "full"))


def packed(tables: Tables, path: Path) -> Path:
    path.write_bytes(render_geopackage(tables))
    return path


def through(tables: Tables, at: Path) -> Tables:
    return read_geopackage(packed(tables, at / "county.gpkg"))


def edited(path: Path, *statements: str) -> Path:
    """The package after some SQL of somebody else."""
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return path


def keys(path: Path) -> list[tuple[str, str | None]]:
    """What is wrong with a package, from its bytes to its county."""
    with pytest.raises(InputError) as caught:
        geodata.build(read_geopackage(path))
    assert all(mistake.text(language) for mistake in caught.value.mistakes for language in ("zh", "en"))
    return [(mistake.says.key.removeprefix("geodata."), mistake.table) for mistake in caught.value.mistakes]


# ------------------------------------------------------------------------------------------------------ nothing is lost


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


# ----------------------------------------------------------------------------------------------- other programs read it


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


# --------------------------------------------------------------------------------------------------- packages of others


def foreign(path: Path, tables: Tables, names: dict[str, str]) -> Path:
    """The county as GDAL writes it: numbers as numbers, tables under other names."""
    areas = tables.areas
    assert areas is not None
    frame = geopandas.GeoDataFrame(
        {"code": [f.properties["code"] for f in areas.features]},
        geometry=[f.geometry for f in areas.features],
        crs=4490,
    ).to_crs(4545)
    pyogrio.write_dataframe(frame, path, layer=names.get("areas", "areas"))
    parts: dict[str, pd.DataFrame] = {
        key: pd.DataFrame([row.cells for row in table.rows], columns=list(table.header)).replace("", None)
        for key, table in tables.tables.items()
    }
    for column in ("population", "officers", "lon", "lat", "area_km2"):
        parts["stations"][column] = pd.to_numeric(parts["stations"][column])
    parts["stations"]["officers"] = parts["stations"]["officers"].astype(float)
    parts["settings"] = pd.DataFrame({"key": ["code", "name", "years"], "value": ["100100", "九宫县", "1"]})
    settings = tables.settings or {}
    parts["classes"] = pd.DataFrame(settings["classes"])
    for key, part in parts.items():
        pyogrio.write_dataframe(part, path, layer=names.get(key, key), append=True)
    return path


@pytest.mark.parametrize(
    "names",
    [{}, {"stations": "派出所", "settings": "参数", "classes": "警情类别", "areas": "辖区", "incidents": "INCIDENTS"}],
)
def test_a_package_of_another_program_is_read(names: dict[str, str], tmp_path: Path) -> None:
    drawn = geodata.read_source(draw(tmp_path / "drawn"))
    tables = read_geopackage(foreign(tmp_path / "county.gpkg", drawn, names))
    assert tables.mistakes == ()
    assert tables.tables["stations"].cell(tables.tables["stations"].rows[0], "officers") == "10"
    assert tables.areas is not None
    assert tables.areas.crs == "EPSG:4545"
    again, first = geodata.build(tables).county, geodata.build(drawn).county
    assert again.stations == first.stations
    assert np.array_equal(again.counts, first.counts)


@pytest.fixture
def bureaus(tmp_path: Path) -> Path:
    """The drawn county in one package whose polygons are called otherwise."""
    return foreign(tmp_path / "county.gpkg", geodata.read_source(draw(tmp_path / "drawn")), {"areas": "辖区面2025"})


def noted(tables: Tables) -> dict[str, Any]:
    return {notice.key.removeprefix("geodata.notice."): notice.values for notice in tables.notices}


def test_the_only_layer_of_polygons_is_taken_and_said(bureaus: Path) -> None:
    tables = read_geopackage(bureaus)
    assert tables.areas is not None
    assert tables.unread == ()
    assert noted(tables)["layer_chosen"]["layer"] == "辖区面2025"
    assert geodata.build(tables).areas.keys() == set(CODES)


def test_a_layer_inside_may_be_named(bureaus: Path) -> None:
    frame = geopandas.GeoDataFrame({"code": ["1"]}, geometry=[BOX], crs=4490)
    pyogrio.write_dataframe(frame, bureaus, layer="areas", append=True)
    assert len(read_areas(bureaus)) == 1
    tables = geodata.read_source(bureaus, {"areas.layer": "辖区面2025"})
    assert tables.areas is not None
    assert (len(tables.areas.features), tables.unread, noted(tables)) == (9, ("areas",), {})
    wrong = geodata.read_source(bureaus, {"areas.layer": "辖区面2026"})
    assert [(m.says.key, m.table, m.column) for m in wrong.mistakes] == [
        ("geodata.layer.unknown", "settings", "areas.layer")
    ]
    assert "辖区面2025" in wrong.mistakes[0].text("zh")


def read_areas(path: Path) -> tuple[Feature, ...]:
    areas = read_geopackage(path).areas
    assert areas is not None
    return areas.features


def test_a_layer_of_another_file_wins(tmp_path: Path) -> None:
    inside = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "inside.gpkg")
    for name in ("drawn/areas.geojson", str(tmp_path / "drawn" / "areas.geojson")):
        tables = geodata.read_source(inside, {"areas.file": name, "years": 2})
        assert noted(tables)["layer_unused"]["files"] == ["areas"]
        assert geodata.build(tables).county.years == 2
        again = through(tables, tmp_path)
        assert again.areas == tables.areas
        assert again.settings is not None
        assert "areas" not in again.settings, "the polygons are in the package now"
    tables = geodata.read_source(inside, {"areas.file": "nowhere.gpkg"})
    assert tables.failed == {"areas"}
    assert [m.says.key for m in tables.mistakes] == ["geodata.layer.no_file"]


def test_mistakes_name_the_table_and_the_row(full: Tables, tmp_path: Path) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    edited(
        path,
        "UPDATE stations SET officers = '十二' WHERE fid = 3",
        "UPDATE settings SET value = '快' WHERE key = 'travel.speed_kmh' OR key = 'travel.detour'",
        "UPDATE areas SET code = '999' WHERE fid = 2",
        "UPDATE areas SET geom = x'4750' WHERE fid = 4",
        "INSERT INTO settings (key, value) VALUES ('colour', 'red')",
    )
    with pytest.raises(InputError) as caught:
        geodata.build(read_geopackage(path))
    told = {(m.says.key.removeprefix("geodata."), m.table, m.row, m.column, m.value) for m in caught.value.mistakes}
    assert told == {
        ("slip.numeral", "stations", 3, "officers", "十二"),
        ("field.number", "settings", None, "travel.detour", "快"),
        ("settings.unknown_key", "settings", None, "colour", None),
        ("areas.unknown_code", "areas", 2, "code", "999"),
        ("areas.no_geometry", "areas", 4, "geometry", None),
    }


def test_what_is_not_read_is_said(full: Tables, tmp_path: Path) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    edited(
        path,
        "CREATE TABLE other (a)",
        "CREATE TABLE layer_styles (a)",
        "ALTER TABLE stations ADD COLUMN photo BLOB",
        "UPDATE stations SET photo = x'00ff'",
        "UPDATE areas SET nested = 'not json' WHERE fid = 1",
    )
    tables = read_geopackage(path)
    assert tables.unread == ("other",)
    assert [(n.key, n.values) for n in tables.notices] == [
        ("geodata.notice.binary_columns", {"table": "stations", "columns": ["photo"]})
    ]
    assert tables.tables == full.tables
    assert tables.areas is not None
    assert tables.areas.features[0].properties["nested"] == "not json"


def dropped(*names: str) -> Callable[[Path], Path]:
    return lambda path: edited(path, *(f"DROP TABLE {name}" for name in names))


ENDLESS = "CREATE VIEW stations AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
SPOILED: dict[str, tuple[Callable[[Path], Path], list[tuple[str, str | None]]]] = {
    "no package at all": (dropped("gpkg_contents"), [("package.foreign", "county.gpkg")]),
    "no settings": (dropped("settings"), [("settings.missing", "settings")]),
    "no stations": (dropped("stations"), [("table.missing", "stations")]),
    "two tables of stations": (
        lambda path: edited(path, "CREATE TABLE 派出所 (code TEXT)"),
        [("file.twice", "派出所")],
    ),
    "areas without geometries": (
        lambda path: edited(path, "DELETE FROM gpkg_geometry_columns"),
        [("package.no_geometry", "areas")],
    ),
    "no areas in the layer": (lambda path: edited(path, "DELETE FROM areas"), [("areas.empty", "areas")]),
    "a query without end": (
        lambda path: edited(path, "DROP TABLE stations", ENDLESS),
        [("package.endless", "stations")],
    ),
    "a view of nothing": (
        lambda path: edited(path, "DROP TABLE stations", "CREATE VIEW stations AS SELECT * FROM nowhere"),
        [("package.broken", "stations")],
    ),
    "a missing column": (
        lambda path: edited(path, "ALTER TABLE stations RENAME COLUMN officers TO 警员"),
        [("table.missing_column", "stations")],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_package_is_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_SQL_STEPS", 20_000_000)
    monkeypatch.setattr("geodata.formats.gpkg.MAX_SQL_STEPS", 20_000_000)
    spoil, expected = SPOILED[name]
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    assert keys(spoil(path)) == expected


METADATA = [
    ("gpkg_geometry_columns", ("column_name", "geometry_type_name", "srs_id")),
    ("gpkg_contents", ("data_type", "identifier", "description", "srs_id")),
    ("gpkg_data_columns", ("column_name", "name", "title", "description", "mime_type")),
    ("gpkg_spatial_ref_sys", ("srs_name", "organization", "organization_coordsys_id", "definition")),
]


@pytest.mark.parametrize("value", ["NULL", "CAST({0} AS BLOB)", "x'ff00'", "7", "0.5", "''", "'{{{{name}}}}'"])
@pytest.mark.parametrize(("table", "column"), [(table, column) for table, columns in METADATA for column in columns])
def test_what_the_package_says_of_itself_may_be_of_any_type(
    table: str, column: str, value: str, full: Tables, tmp_path: Path
) -> None:
    path = packed(full, tmp_path / "county.gpkg")
    edited(path, f"UPDATE OR IGNORE {table} SET {column} = {value.format(column)}")
    mistakes: tuple[Mistake, ...] = ()
    try:
        geodata.build(read_geopackage(path))
    except InputError as error:
        mistakes = error.mistakes
    assert all(mistake.text("zh") for mistake in mistakes)


def test_a_package_that_cannot_write_or_load_anything(tmp_path: Path) -> None:
    """Reading leaves the file as it is, and a trigger or a function in a view does nothing."""
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    edited(path, "CREATE VIEW posts AS SELECT load_extension('/tmp/x.so') AS code")
    before = path.read_bytes()
    assert ("package.broken", "posts") in keys(path)
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["county.gpkg", "drawn"]


def test_text_in_another_encoding_is_read(tmp_path: Path) -> None:
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    hexed = "城关所".encode("gbk").hex()
    edited(path, f"UPDATE stations SET name = CAST(x'{hexed}' AS TEXT) WHERE code = '105'")
    assert geodata.build(read_geopackage(path)).county.names["105"] == "城关所"


def test_whatever_stands_in_a_package_only_mistakes_come_of_it(tmp_path: Path) -> None:
    """Bytes changed, cut out or put in at random places, the headers of pages among them."""
    path = packed(geodata.read_source(draw(tmp_path / "drawn")), tmp_path / "county.gpkg")
    data, chance = path.read_bytes(), random.Random(3)
    for _ in range(400):
        spoiled = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            at = chance.choice([chance.randrange(len(data)), chance.randrange(25) * 4096 + chance.randrange(120)])
            if at < len(spoiled):
                spoiled[at : at + chance.choice([1, 1, 1, 8, 0])] = chance.randbytes(chance.choice([1, 1, 1, 8]))
        path.write_bytes(spoiled)
        try:
            told = [notice.text for notice in geodata.build(read_geopackage(path)).notices]
        except InputError as error:
            told = [mistake.text for mistake in error.mistakes]
            assert told
        assert all(say("zh") and say("en") for say in told)


def test_a_table_too_wide_for_the_format_is_named(tmp_path: Path) -> None:
    header = tuple(f"c{i}" for i in range(2100))
    wide = Table("villages", header, (None,) * 2100, (Row(("1",) * 2100),))
    with pytest.raises(InputError) as caught:
        render_geopackage(Tables({}, {"villages": wide}))
    assert [(m.says.key, m.table) for m in caught.value.mistakes] == [("geodata.package.cannot_hold", "villages")]
    with pytest.raises(InputError):
        read_geopackage(tmp_path / "nothing.gpkg")
