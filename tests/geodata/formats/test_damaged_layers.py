"""Damaged and incomplete layers: what cannot be read is named with a remedy."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from geodata.formats.layers import read_layer
from geodata.tables.findings import Findings
from tests.geodata.drawn import CODES, change, draw, get
from tests.geodata.formats.reading_layers import cut, held, layer_of, read, refused
from tests.geodata.layered import NAMES, SQUARES, parts, save, shapefile, zipped
from zoning.model.errors import InputError


# --- damage
def without(path: Path, *suffixes: str) -> Path:
    for suffix in suffixes:
        path.with_suffix(suffix).unlink()
    return path


def foreign_table(at: Path) -> Path:
    """A Shapefile beside the table of another."""
    other = shapefile(at, "other", geometries=SQUARES[:4], attributes={"code": CODES[:4]})
    path = shapefile(at)
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    return path


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


DAMAGED: dict[str, tuple[Callable[[Path], Path], list[str]]] = {
    "no .dbf": (lambda at: without(shapefile(at), ".dbf"), ["layer.missing_parts"]),
    "no .shx": (lambda at: without(shapefile(at), ".shx"), ["layer.missing_parts"]),
    "a .shp alone": (lambda at: without(shapefile(at), ".shx", ".dbf", ".prj"), ["layer.missing_parts"]),
    "half a .shp": (lambda at: cut(shapefile(at), ".shp", 700), ["file.truncated"]),
    "half a .dbf": (lambda at: cut(shapefile(at), ".dbf", 200), ["file.truncated"]),
    "half a .shx": (lambda at: cut(shapefile(at), ".shx", 120), ["file.truncated"]),
    "an empty .shp": (lambda at: cut(shapefile(at), ".shp", 0), ["file.zero_bytes"]),
    "a .dbf that is text": (
        lambda at: put(shapefile(at).with_suffix(".dbf"), b"code\n101\n").with_suffix(".shp"),
        ["file.other"],
    ),
    "the table of another layer": (foreign_table, ["layer.parts_differ"]),
    "a zip without a Shapefile": (lambda at: zipped(at / "a.zip", {"readme.txt": b"x"}), ["layer.no_shapefile"]),
    "a zip without a .dbf": (
        lambda at: zipped(at / "a.zip", parts(without(shapefile(at), ".dbf"))),
        ["layer.missing_parts"],
    ),
    "a zip with half a .dbf": (
        lambda at: zipped(at / "a.zip", parts(cut(shapefile(at), ".dbf", 200))),
        ["file.truncated"],
    ),
    "a zip that climbs out": (lambda at: zipped(at / "a.zip", parts(shapefile(at), "../areas")), ["zip.path"]),
    "a zip with an absolute path": (lambda at: zipped(at / "a.zip", parts(shapefile(at), "/etc/areas")), ["zip.path"]),
    "half a zip": (
        lambda at: cut(zipped(at / "areas.zip", parts(shapefile(at))), ".zip", 300),
        ["zip.damaged"],
    ),
    "a zip called GeoPackage": (lambda at: zipped(at / "a.gpkg", parts(shapefile(at))), ["file.other"]),
    "half a GeoPackage": (lambda at: cut(save(at / "areas.gpkg"), ".gpkg", 50_000), ["file.truncated"]),
    "a GeoPackage of noise": (
        lambda at: put(at / "a.gpkg", b"SQLite format 3\0" + bytes(range(256)) * 9),
        ["layer.unreadable"],
    ),
    "a GeoPackage whose catalogue is gone": (
        lambda at: put(at / "a.gpkg", save(at / "areas.gpkg").read_bytes().replace(b"gpkg_contents", b"gpkg_continue")),
        ["layer.unreadable"],
    ),
    "no file": (lambda at: at / "areas.gpkg", ["layer.no_file"]),
    "a folder": (lambda at: (at / "areas.gpkg").mkdir() or at / "areas.gpkg", ["file.not_a_file"]),  # type: ignore[func-returns-value]
    "another format": (lambda at: put(at / "areas.dwg", b"AC1027"), ["layer.format"]),
    "broken GeoJSON": (lambda at: put(at / "areas.geojson", b"{"), ["areas.broken"]),
    "GeoJSON in UTF-16": (lambda at: put(at / "areas.geojson", '{"a": 1}'.encode("utf-16")), ["areas.no_collection"]),
    "GeoJSON in UTF-32": (lambda at: put(at / "areas.geojson", '{"a": 1}'.encode("utf-32")), ["file.nul"]),
    "no features": (lambda at: save(at / "areas.gpkg", [], {"code": []}, geometry_type="Polygon"), ["areas.empty"]),
    "an empty Shapefile": (
        lambda at: shapefile(at, geometries=[], attributes={"code": []}, geometry_type="Polygon"),
        ["areas.empty"],
    ),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_cannot_be_read_is_named_with_a_remedy(what: str, tmp_path: Path) -> None:
    make, expected = DAMAGED[what]
    path = make(tmp_path)
    assert refused(path) == expected
    for mistake in read(path)[1].mistakes:
        assert "；" in mistake.text("zh")
        assert ";" in mistake.text("en")


def test_missing_parts_are_named(tmp_path: Path) -> None:
    without(shapefile(tmp_path), ".shx", ".dbf")
    (mistake,) = read(tmp_path / "areas.shp")[1].mistakes
    assert ".shx、.dbf" in mistake.text("zh")


def test_every_damaged_part_is_named_at_once(tmp_path: Path) -> None:
    path = cut(cut(shapefile(tmp_path), ".shp", 700), ".dbf", 200)
    assert refused(path) == ["file.truncated", "file.truncated"]
    assert [mistake.table for mistake in read(path)[1].mistakes] == ["areas.shp", "areas.dbf"]


def test_a_geopackage_open_elsewhere_is_not_read_half(tmp_path: Path) -> None:
    path = save(tmp_path / "areas.gpkg")
    (tmp_path / "areas.gpkg-wal").write_bytes(b"x")
    assert refused(path) == ["file.open_elsewhere"]


def test_suffixes_may_be_in_capitals_and_a_stale_index_does_no_harm(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    for part in sorted(tmp_path.iterdir()):
        part.rename(part.with_suffix(part.suffix.upper()))
    (tmp_path / "areas.qix").write_bytes(b"nonsense")
    layer = layer_of(path.with_suffix(".SHP"))
    assert held(layer, "名称") == NAMES
    assert layer.crs == "EPSG:4490"


@pytest.mark.parametrize("name", ["a!b", "http:", "中文 目录", "a#b?c=d"])
def test_a_folder_may_have_any_name(name: str, tmp_path: Path) -> None:
    """The driver would take some of these for addresses of its own."""
    save(tmp_path / "areas.gpkg")
    shapefile(tmp_path)
    at = tmp_path / name
    at.mkdir()
    for file in sorted(tmp_path.glob("areas.*")):
        file.rename(at / file.name)
    assert held(layer_of(at / "areas.gpkg"), "code") == CODES
    assert held(layer_of(at / "areas.shp"), "名称") == NAMES


@pytest.mark.parametrize("figure", ["1" + "0" * 400, "1e400", "-1e999", "NaN", "Infinity"])
def test_a_figure_beyond_all_bounds_is_told_with_its_row(figure: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county")
    line = get(at, "areas.geojson").splitlines()[5]
    change(at, "areas.geojson", line, line.replace("[107.1, 30.1]", f"[{figure}, 30.1]", 1))
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    assert {mistake.row for mistake in caught.value.mistakes} == {5}


@pytest.mark.parametrize("claimed", [13_812_345_678, 2, 0, -1, "many", None])
def test_what_a_geopackage_says_of_the_number_of_its_features_is_not_believed(claimed: object, tmp_path: Path) -> None:
    """Room for thirteen milliards of them would be made, and of two no third be read."""
    path = save(tmp_path / "areas.gpkg", SQUARES, {"code": CODES})
    with contextlib.closing(sqlite3.connect(path)) as database:
        changed = database.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (claimed,))
        assert changed.rowcount == 1
        database.commit()
    layer = read_layer(path, found := Findings(), codes=CODES)
    assert found.mistakes == []
    assert layer is not None
    assert [feature.properties["code"] for feature in layer.features] == CODES


def test_triggers_of_a_geopackage_are_not_asked_when_queries_go(tmp_path: Path) -> None:
    path = save(tmp_path / "areas.gpkg", SQUARES, {"code": CODES})
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIEW q AS SELECT * FROM areas")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('q', 'features', 4326)")
        database.execute(f"CREATE TRIGGER t BEFORE DELETE ON gpkg_contents BEGIN {endless}; END")
        database.commit()
    assert read_layer(path, Findings(), codes=CODES) is not None
