"""Maps as other programs hand them out: named for what they are, queries passed over, slipped figures named."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from shapely import Polygon, box

import geodata
from geodata.formats.layers import read_geojson
from geodata.tables.findings import Findings
from geodata.tables.settings import parse_toml
from tests.geodata.coordinates.placed import keys, mistakes
from tests.geodata.county.chinese import told
from tests.geodata.drawn import CODES, change, draw, put
from tests.geodata.layered import SQUARES, county, moved, save
from tests.geodata.space.drawn_areas import drawn
from tests.geodata.tables.told import INCIDENTS, STATIONS, notices

RINGS = [[[107, 30], [107.1, 30], [107.1, 30.1], [107, 30]]]
MAPS: dict[str, Any] = {
    "topojson": {"type": "Topology", "arcs": [], "objects": {"a": {}}},
    "esri_json": {"geometryType": "esriGeometryPolygon", "features": [{"attributes": {}}]},
    "echarts": {
        "type": "FeatureCollection",
        "UTF8Encoding": True,
        "features": [{"type": "Feature", "geometry": {"coordinates": ["@@"], "encodeOffsets": [[1, 2]]}}],
    },
    "overpass": {"version": 0.6, "generator": "Overpass API", "elements": []},
    "district": {"status": "1", "districts": [{"polyline": "107,30;108,31"}]},
    "single": {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": RINGS}},
}  # fmt: skip


@pytest.mark.parametrize("kind", MAPS)
def test_json_that_is_no_geojson_is_named_for_what_it_is(kind: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, "areas.geojson", json.dumps(MAPS[kind]))
    (mistake,) = mistakes(at)
    assert mistake.says.key == f"geodata.areas.{kind}"
    assert mistake.says.text("zh")
    assert mistake.says.text("en")


FEATURE = json.dumps(MAPS["single"])
TEXTS = {
    "script": f"var areas = {FEATURE};",
    "script ": f"callback({FEATURE})",
    "lines": f"{FEATURE}\n{FEATURE}\n",
    "lines ": f"\x1e{FEATURE}\r\n\x1e{FEATURE}",
    "nested": "[" * 100_000,
    "digits": '{"type": "FeatureCollection", "features": [], "n": ' + "1" * 5000 + "}",
    "broken": '{"type": "FeatureCollection", "features": [',
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_that_is_no_json_is_named_for_what_it_is(kind: str) -> None:
    found = Findings()
    assert read_geojson(TEXTS[kind], "areas.geojson", found) is None
    assert [m.says.key for m in found.mistakes] == [f"geodata.areas.{kind.strip()}"]


@pytest.mark.parametrize(
    ("text", "key"), [("x = " + "[" * 3000, "nested"), (f"x = {'1' * 5000}", "digits"), ("x = = 1", "at")]
)
def test_settings_that_are_none_say_why(text: str, key: str) -> None:
    found = Findings()
    assert parse_toml(text, "county.toml", found) is None
    (mistake,) = found.mistakes
    assert mistake.says.key == "geodata.settings.broken"
    assert mistake.says.values["reason"].key == f"zoning.syntax.{key}"


def with_view(at: Path) -> Path:
    """A layer and, beside it, a query on it that never ends."""
    path = save(at / "areas.gpkg")
    with sqlite3.connect(path) as database:
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, a.geom FROM n, areas a"
        )
        database.execute(f"CREATE VIEW v AS {endless}")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('v', 'features', 'v', 4490)"
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0)")
    return path


def test_a_query_beside_the_layer_is_passed_over_and_told(tmp_path: Path) -> None:
    at = county(tmp_path / "county", with_view)
    assert list(geodata.read(at).areas) == CODES
    assert "views" in told(at)
    assert list(geodata.read(at, {"areas.layer": "areas"}).areas) == CODES
    assert keys(at, layer="v") == ["layer.is_view"]


SLIPS = {
    (0.0, 30.05): "",
    (-1.0, 30.05): "",
    (10.71, 30.05): "107.1 30.05",
    (107.05, 3.005): "107.05 30.05",
    (1070.5, 30.05): "107.05 30.05",
    (107.05, 3005.0): "107.05 30.05",
    (30.05, 107.05): "107.05 30.05",
    (0.0, 0.0): "",
}
"""A vertex and what is said to be meant by it."""


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slipped_vertex_names_its_polygon(slip: tuple[float, float], tmp_path: Path) -> None:
    ring = [*list(SQUARES[4].exterior.coords)[:2], slip, *list(SQUARES[4].exterior.coords)[2:]]
    shapes = [*SQUARES[:4], Polygon(ring), *SQUARES[5:]]
    at = drawn(tmp_path, shapes, suffix="geojson")
    (mistake,) = mistakes(at)
    assert mistake.row == 5
    assert mistake.says.key == "geodata.areas.slipped"
    assert mistake.says.values["vertex"] == 3
    assert mistake.value == f"{CODES[4]} E"
    hint = mistake.says.values["hint"]
    assert SLIPS[slip] == (f"{hint.values['x']} {hint.values['y']}" if hint else "")


@pytest.mark.parametrize("lon", ["0", "-1", "10.70"])
def test_a_slipped_corner_that_leaves_the_ring_valid_is_one_too(lon: str, tmp_path: Path) -> None:
    ring = [(float(lon), 29.99), *list(SQUARES[0].exterior.coords)[1:4]]
    at = drawn(tmp_path, [Polygon(ring), *SQUARES[1:]], suffix="geojson")
    assert keys(at) == ["areas.slipped"]


def test_one_polygon_in_another_system_is_no_slip_of_a_vertex(tmp_path: Path) -> None:
    shapes = [*SQUARES[:8], *moved("EPSG:4545", [SQUARES[8]])]
    (mistake,) = mistakes(drawn(tmp_path, shapes, suffix="geojson"))
    assert (mistake.says.key, mistake.row) == ("geodata.areas.not_degrees", 9)


def test_a_large_station_among_small_ones_is_no_slip(tmp_path: Path) -> None:
    """Four small squares in a corner of one that is thirty times as long."""
    small = [box(107 + i / 100, 30, 107.01 + i / 100, 30.01) for i in range(8)]
    at = drawn(tmp_path, [*small, box(107, 30.01, 107.3, 30.3)])
    assert "areas.slipped" not in ([] if len(geodata.read(at).areas) == 9 else keys(at))


def test_a_county_without_incidents_or_officers_is_told(tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    put(at, INCIDENTS, "station,class,count\n" + "".join(f"{c},{k},0\n" for c in CODES for k in ("dispute", "traffic")))
    for i in range(9):
        change(at, STATIONS, f",{10000 + i},{10 + i},", f",{10000 + i},0,")
    assert {"no_incidents", "no_officers"} <= set(notices(at))


def test_queries_alone_are_no_layers(tmp_path: Path) -> None:
    at = county(tmp_path / "county", with_view)
    with sqlite3.connect(at / "areas.gpkg") as database:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"DELETE FROM {table} WHERE table_name = 'areas'")
    assert keys(at) == ["layer.query"]
