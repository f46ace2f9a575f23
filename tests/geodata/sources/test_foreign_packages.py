"""GeoPackages of other programs: layers chosen and said, mistakes with table and row, nothing spoilt believed."""

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import pytest

import geodata
from geodata.sources.geopackage import read_geopackage
from geodata.tables.table import Feature, Tables
from tests.geodata.drawn import CODES, draw
from tests.geodata.sources.packages import BOX, edited, packed, through
from zoning.model.errors import InputError


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
        ("zoning.value.wrong_type", "settings", None, "travel.detour", "快"),
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
