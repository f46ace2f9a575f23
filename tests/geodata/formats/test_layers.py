"""Layers in every format and encoding, whole and damaged: what is read is what was drawn, and what is not is named."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import geodata
from geodata.formats.layers import read_layer
from geodata.tables.findings import Findings
from geodata.tables.table import Layer
from tests.geodata.drawn import CODES, change, draw, get
from tests.geodata.layered import NAMES, SQUARES, Attributes, parts, save, shapefile, zipped
from zoning.model.errors import InputError

LINES = [shapely.LineString([(107, 30), (107.3, 30.3)]), shapely.LineString([(107, 30.1), (107.3, 30.1)])]


def read(path: Path, **options: Any) -> tuple[Layer | None, Findings]:
    found = Findings()
    return read_layer(path, found, **options), found


def layer_of(path: Path, **options: Any) -> Layer:
    layer, found = read(path, **options)
    assert [str(mistake) for mistake in found.mistakes] == []
    assert layer is not None
    return layer


def refused(path: Path, **options: Any) -> list[str]:
    """Keys of the mistakes, each with a sentence in both languages."""
    layer, found = read(path, **options)
    assert layer is None
    assert all(mistake.text("zh") and mistake.text("en") for mistake in found.mistakes)
    return [mistake.says.key.removeprefix("geodata.") for mistake in found.mistakes]


def held(layer: Layer, name: str) -> list[Any]:
    return [feature.properties[name] for feature in layer.features]


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


def told(path: Path, **options: Any) -> dict[str, Any]:
    """The notices of a reading that succeeds: values by key."""
    layer, found = read(path, **options)
    assert layer is not None
    assert found.mistakes == []
    assert all(notice.text("zh") and notice.text("en") for notice in found.notices)
    return {notice.key.removeprefix("geodata.notice."): notice.values for notice in found.notices}


# --- encodings
def language(path: Path, byte: int) -> Path:
    """Set the language byte of the table beside a ``.shp``."""
    table = path.with_suffix(".dbf")
    data = bytearray(table.read_bytes())
    data[29] = byte
    table.write_bytes(data)
    return path


def says(path: Path, encoding: str | bytes) -> Path:
    path.with_suffix(".cpg").write_bytes(encoding if isinstance(encoding, bytes) else encoding.encode())
    return path


ENCODED: dict[str, tuple[Callable[[Path], Path], dict[str, Any]]] = {
    "what the .cpg says": (shapefile, {}),
    "what the .cpg says in figures": (lambda at: says(shapefile(at), "936"), {}),
    "what the .cpg says in Windows' words": (lambda at: says(shapefile(at), "ANSI 936"), {}),
    "UTF-8 with a byte order mark in the .cpg": (
        lambda at: says(shapefile(at, encoding="UTF-8"), b"\xef\xbb\xbfUTF-8\n"),
        {},
    ),
    "no .cpg": (lambda at: shapefile(at, cpg=False), {"encoding_guessed": "GB18030"}),
    "no .cpg, UTF-8": (lambda at: shapefile(at, encoding="UTF-8", cpg=False), {"encoding_guessed": "UTF-8"}),
    "a .cpg that cannot be right": (lambda at: says(shapefile(at), "UTF-8"), {"encoding_wrong": "GB18030"}),
    "a Western .cpg, which programs write unasked": (
        lambda at: says(shapefile(at), "ISO-8859-1"),
        {"encoding_wrong": "GB18030"},
    ),
    "a .cpg of nonsense": (lambda at: says(shapefile(at), "zlib"), {"encoding_guessed": "GB18030"}),
    "an empty .cpg": (lambda at: says(shapefile(at), b""), {"encoding_guessed": "GB18030"}),
    "a language byte that says Western": (
        lambda at: language(shapefile(at, cpg=False), 0x57),
        {"encoding_guessed": "GB18030"},
    ),
    "a language byte that says Chinese over UTF-8": (
        lambda at: language(shapefile(at, encoding="UTF-8", cpg=False), 0x4D),
        {"encoding_guessed": "UTF-8"},
    ),
}


@pytest.mark.parametrize("how", ENCODED)
def test_text_is_read_in_its_own_encoding(how: str, tmp_path: Path) -> None:
    make, expected = ENCODED[how]
    path = make(tmp_path)
    assert held(layer_of(path), "名称") == NAMES
    assert {key: values["encoding"] for key, values in told(path).items()} == expected


def test_big5_is_read_where_the_language_byte_says_so(tmp_path: Path) -> None:
    names = ["東勢派出所"] * 9
    path = language(shapefile(tmp_path, encoding="Big5", cpg=False, attributes={"code": CODES, "名": names}), 0x4F)
    assert held(layer_of(path), "名") == names
    assert told(path)["encoding_guessed"]["encoding"] == "CP950"


def test_western_text_is_western_where_nothing_else_fits(tmp_path: Path) -> None:
    path = shapefile(tmp_path, encoding="ISO-8859-1", attributes={"code": CODES, "name": ["Nordö"] * 9})
    assert held(layer_of(path), "name") == ["Nordö"] * 9
    assert told(path) == {}


def test_text_cut_within_a_character_loses_that_character_alone(tmp_path: Path) -> None:
    """A field of a ``.dbf`` is at most 254 bytes wide, whatever that does to its last character."""
    path = shapefile(tmp_path, encoding="UTF-8", attributes={"code": CODES, "note": ["县" * 84 + "ab"] * 9})
    table = path.with_suffix(".dbf")
    cut = table.read_bytes().replace("县".encode() * 84 + b"ab", b"a" + "县".encode() * 84 + b"\xe5")
    table.write_bytes(cut)
    assert held(layer_of(path), "note") == ["a" + "县" * 84] * 9


def test_ascii_needs_no_encoding(tmp_path: Path) -> None:
    path = shapefile(tmp_path, cpg=False, attributes={"code": CODES})
    assert held(layer_of(path), "code") == CODES
    assert told(path) == {}


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


# --- damage
def without(path: Path, *suffixes: str) -> Path:
    for suffix in suffixes:
        path.with_suffix(suffix).unlink()
    return path


def cut(path: Path, suffix: str, keep: int) -> Path:
    part = path.with_suffix(suffix)
    part.write_bytes(part.read_bytes()[:keep])
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


def with_query(at: Path) -> Path:
    """A GeoPackage with a layer that is a query without end."""

    path = save(at / "areas.gpkg")
    endless = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT x AS fid, NULL AS geom FROM t"
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE VIEW v AS {endless}")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('v', 'features', 4490)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('v', 'geom', 'POLYGON', 4490, 0, 0)")
    database.close()
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
    "a stored query": (with_query, ["layer.query"]),
    "no file": (lambda at: at / "areas.gpkg", ["layer.no_file"]),
    "a folder": (lambda at: (at / "areas.gpkg").mkdir() or at / "areas.gpkg", ["file.not_a_file"]),  # type: ignore[func-returns-value]
    "another format": (lambda at: put(at / "areas.dwg", b"AC1027"), ["layer.format"]),
    "broken GeoJSON": (lambda at: put(at / "areas.geojson", b"{"), ["areas.broken"]),
    "GeoJSON in UTF-16": (lambda at: put(at / "areas.geojson", '{"a": 1}'.encode("utf-16")), ["file.nul"]),
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
