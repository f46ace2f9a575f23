"""Settings and layers as plain tables: nothing is lost either way, and what is wrong has its place."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from shapely.geometry.base import BaseGeometry

import geodata
from geodata.sources.flat import CLASSES, NAMES, SETTINGS, classes_table, read_flat, settings_table
from geodata.sources.flat_layer import PIECE, layer_table, read_layer_table
from geodata.tables.columns import recognise
from geodata.tables.findings import Findings
from geodata.tables.settings import Settings, read_settings
from geodata.tables.table import Feature, Layer, Row, Table
from tests.geodata.sources.test_writing import VALUE
from zoning.texts import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
EXCEL = 32_767


def through(content: dict[str, Any], language: Language = "zh") -> Any:
    """The settings as they come back from their tables; every cell is one that a sheet keeps."""
    settings, classes = settings_table(content, language=language), classes_table(content, language=language)
    for table in (settings, classes):
        for row in table.rows if table else ():
            assert all(cell == cell.strip() and all(c.isprintable() or c == "\n" for c in cell) for cell in row.cells)
    found = Findings()
    again, places = read_flat(settings, classes, found)
    assert found.mistakes == []
    assert places == {}, "only cells of sheets are places"
    return again


def sheet(kind: Any, header: str, *rows: str) -> Table:
    """A table as it stands in a sheet whose second row is the header."""
    cells = header.split("|")
    keys = recognise(kind, cells, kind.name, Findings(), 2)
    lines = tuple(Row(tuple(row.split("|")), line) for line, row in enumerate(rows, start=3))
    return Table(kind.name, tuple(cells), keys, lines, tuple("BCDEFGH"[: len(cells)]), line=2)


FULL: dict[str, Any] = {
    "code": "0500230",
    "name": '丰都"县"',
    "crs": 4490,
    "years": 1.5,
    "notice": "第一行\n第二行",
    "travel": {"mode": "matrix", "speed_kmh": 40, "detour": 1.0},
    "borders": {"from": "areas", "min_m": 5.5, "tolerance_m": 1},
    "classes": [
        {"key": "a", "name": "甲", "minutes": 60, "officers": 2, "team": "case"},
        {"key": "2", "name": "是", "minutes": 0.5, "officers": 1.0, "team": "community"},
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"crs": "EPSG:4490"},
        {"crs": "4490"},
        {"notice": ""},
        {"notice": " leading, trailing "},
        {"notice": '"in quotes"'},
        {"notice": "'in others'"},
        {"notice": "=1+1"},
        {"notice": "\x01\ttab\r\n"},
        {"notice": "🚓 ＡＢＣ"},
        {"name": "是", "code": "true"},
        {"travel": {}},
        {"classes": []},
        {"classes": 3},
        {"classes": [{"key": "a", "minuts": 3, "list": [1, "b"]}, {"name": "甲", "minutes": True}]},
        {"classes": [{"note": "n"}]},
        {"colour": "red", "shade": 3, "dots": {"a.b": {"c d": [1, 2.5, "x"]}, "": False, "县名": "12"}},
    ],
)
def test_settings_come_back_as_they_were(changes: dict[str, Any], language: Language) -> None:
    content = FULL | changes
    again = through(content, language)
    assert again == content
    assert repr(sorted(again.items())) == repr(sorted(content.items())), "and the types too"


@given(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), VALUE, max_size=4).filter(
        lambda content: not {"classes", *Settings.model_fields} & set(content)
    )
)
def test_whatever_the_settings_are_nothing_is_lost(content: dict[str, Any]) -> None:
    assert through(content) == content


@pytest.mark.parametrize("name", geodata.sample_names())
def test_the_settings_of_the_samples_come_back(name: str) -> None:
    content = geodata.read_source(f"sample:{name}").settings
    assert content is not None
    assert through(dict(content)) == content


def test_in_chinese_every_heading_name_and_word_is_chinese() -> None:
    settings, classes = settings_table(FULL, "参数", "zh"), classes_table(FULL, "警情类别", "zh")
    assert classes is not None
    assert settings.header == ("项目键", "名称", "值")
    assert classes.header == ("键", "名称", "处置分钟", "出警人数", "承办")
    assert [row.cells for row in settings.rows][5:7] == [
        ("travel.mode", "出行方式", "矩阵"),
        ("travel.speed_kmh", "车速", "40"),
    ]
    assert classes.rows[0].cells == ("a", "甲", "60", "2", "执法办案")


def keys_of(model: type[BaseModel], before: str = "") -> list[str]:
    found = []
    for name, info in model.model_fields.items():
        key = f"{before}{info.alias or name}"
        inner = info.annotation
        below = isinstance(inner, type) and issubclass(inner, BaseModel)
        found += keys_of(inner, f"{key}.") if below else [key]  # type: ignore[arg-type]
    return found


def test_every_setting_has_a_chinese_name() -> None:
    assert {column.key for column in NAMES} == set(keys_of(Settings)) - {"classes"}
    for column in NAMES:
        assert not column.aliases[0].isascii()


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ("县名||丰都县", "name", "丰都县"),
        ("|县名|丰都县", "name", "丰都县"),
        ("ＮＡＭＥ||丰都县", "name", "丰都县"),
        ("travel.speed_kmh|车速|３５", "travel.speed_kmh", 35),
        ("|车速（公里/小时）|35.5", "travel.speed_kmh", 35.5),
        ("年数||2", "years", 2),
        ("县代码||0500230", "code", "0500230"),
        ("坐标系||4490", "crs", 4490),
        ("坐标系||EPSG:4490", "crs", "EPSG:4490"),
        ("出行方式||路网", "travel.mode", "roads"),
        ("出行方式||straight", "travel.mode", "straight"),
        ("边界来源||泰森多边形", "borders.from", "voronoi"),
        ("声明||123", "notice", "123"),
        ("车速||十二", "travel.speed_kmh", "十二"),
        ("colour||red", "colour", "red"),
        ('dots."a.b"||1', "dots.a.b", 1),
    ],
)
def test_a_row_says_what_it_looks_like(row: str, key: str, value: object) -> None:
    content, places = read_flat(sheet(SETTINGS, "项目键|名称|值", row), None, Findings())
    assert content is not None
    inner: Any = content
    for part in ["dots", "a.b"] if key.startswith("dots") else key.split("."):
        inner = inner[part]
    assert inner == value
    assert type(inner) is type(value)
    assert places == {key: ("参数", "D3")}


def test_a_blank_value_is_a_setting_that_is_not_there() -> None:
    table = sheet(SETTINGS, "项目键|名称|值|说明", "code|县代码||必填", "name||丰都县|", "||| 只有说明")
    content, places = read_flat(table, None, Findings())
    assert content == {"name": "丰都县"}
    assert places == {"code": ("参数", "D3"), "name": ("参数", "D4")}
    assert read_flat(None, None, Findings()) == (None, {})


def test_what_the_checks_of_the_settings_find_has_its_cell() -> None:
    settings = sheet(SETTINGS, "项目键|名称|值", "code||1", "|县名|甲县", "车速||十二", "colour||red", "travel.mod||x")
    classes = sheet(CLASSES, "键|名称|处置分钟|出警人数|承办|色", "a|甲|六十|2|执法办案|", "b|甲|1||户籍|红")
    found = Findings()
    content, places = read_flat(settings, classes, found)
    assert found.mistakes == []
    assert content is not None
    assert read_settings(content, "参数", found) is None
    tables = geodata.Tables(content, {}, settings_file="参数", places=places)
    placed = {(m.says.key.removeprefix("geodata."), m.table, m.cell, m.value) for m in tables.placed(found.mistakes)}
    assert placed == {
        ("slip.numeral", "参数", "D5", "十二"),
        ("settings.unknown_key", "参数", "D6", None),
        ("settings.unknown_key", "参数", "D7", None),
        ("slip.numeral", "警情类别", "D3", "六十"),
        ("field.blank", "警情类别", "E4", None),
        ("field.one_of", "警情类别", "F4", "户籍"),
        ("settings.unknown_key", "警情类别", "G4", None),
    }


def test_a_setting_given_twice_or_without_key_is_a_mistake() -> None:
    table = sheet(SETTINGS, "项目键|名称|值", "name||甲", "县名||乙", "travel||3", "travel.mode||x", "||7")
    classes = sheet(CLASSES, "键|名称|处置分钟|出警人数|承办", "a|甲|1|2|社区")
    found = Findings()
    read_flat(table, classes, found)
    read_flat(sheet(SETTINGS, "项目键|值", "classes|[]"), classes, found)
    assert [(m.says.key.removeprefix("geodata.settings."), m.row, m.column) for m in found.mistakes] == [
        ("repeated", 4, "项目键"),
        ("repeated", 6, "项目键"),
        ("no_key", 7, "项目键"),
        ("repeated", None, None),
    ]


# ------------------------------------------------------------------------------------------------------------- layers


def layer(*features: Feature, crs: str | None = "EPSG:4490") -> Layer:
    return Layer("areas", features, crs)


def both_ways(given: Layer, language: Language = "zh") -> Table:
    """The table of a layer that was found to come back the same, types included."""
    table, found = layer_table(given, "辖区", language), Findings()
    for row in table.rows:
        assert any(row.cells), "a blank row is lost in a sheet"
        assert all(cell == cell.strip() and cell.isprintable() and len(cell) < EXCEL for cell in row.cells)
    again = read_layer_table(table, found)
    assert found.mistakes == []
    assert again == given
    assert [repr(dict(f.properties)) for f in again.features] == [repr(dict(f.properties)) for f in given.features]
    for a, b in zip(again.features, given.features, strict=True):
        assert shapely.to_wkb(a.geometry) == shapely.to_wkb(b.geometry)
    return table


BOX = shapely.box(107.1, 30, 107.2, 30.3)
RING = shapely.Polygon(
    [(107 + 3 * math.cos(i / 700), 30 + math.sin(i / 700)) for i in range(4396)],
    [[(107, 30), (107.1, 30), (107, 30.1)]],
)
SHAPES: list[BaseGeometry | None] = [
    None,
    BOX,
    RING,
    shapely.MultiPolygon([BOX, RING]),
    shapely.Polygon(),
    shapely.MultiPolygon(),
    shapely.LineString([(-1e-7, 1 / 3), (2, 3)]),
    shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]),
    shapely.Polygon([(0, 0, 1), (1, 0, 2), (1, 1, 3)]),
    shapely.GeometryCollection([BOX, shapely.Point(1, 2)]),
    shapely.Point(float("inf"), 1e300),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_geometry_comes_back_to_the_bit(shape: BaseGeometry | None) -> None:
    both_ways(layer(Feature({"code": "101"}, shape)))
    both_ways(layer(Feature({}, shape), crs=None))


def test_a_long_geometry_is_cut_into_pieces_that_fit_a_cell() -> None:
    table = both_ways(layer(Feature({"code": "101"}, RING), Feature({"code": "102"}, BOX)))
    assert table.header == ("坐标系", "code", "几何1", "几何2", "几何3", "几何4", "几何5", "几何6")[: len(table.header)]
    lengths = [len(cell) for cell in table.rows[0].cells[2:]]
    assert len(lengths) > 3
    assert max(lengths) <= PIECE
    assert table.rows[1].cells[3:] == ("",) * (len(lengths) - 1)


@pytest.mark.parametrize(
    "values",
    [
        ["101", "0102", None],
        ["a", "", None],
        [1, 2, None],
        [1, 1.0, 2.5, 1e300, 2**70],
        [True, False, None],
        [1, True, "1", None],
        [" padded", "two\nlines", "\x07", "\u2028"],
        ["=1+1", "-3", "@x", "null", "{}", '"q"', "派出所", "🚓"],
        [{"a": [1, None]}, [], "x"],
    ],
)
def test_every_kind_of_attribute_comes_back(values: list[Any]) -> None:
    both_ways(layer(*(Feature({"code": str(i), "v": value}, BOX) for i, value in enumerate(values))))
    both_ways(layer(*(Feature({"v": value} if i else {}, BOX) for i, value in enumerate(values))))


@pytest.mark.parametrize(
    "name",
    ["crs", "坐标系", "geometry", "Geometry_2", "几何1", "WKT", "a {json}", '"q"', '"', "", " x ", "派出所代码", "\n"],
)
def test_every_name_of_an_attribute_comes_back(name: str) -> None:
    both_ways(layer(Feature({name: "1", "code": "2"}, BOX), Feature({name: "x", "code": "y"}, BOX)))
    both_ways(layer(Feature({name: 1}, BOX), Feature({}, BOX)), "en")


def test_plain_text_stays_plain() -> None:
    table = both_ways(
        layer(Feature({"code": "0101", "name": None}, BOX), Feature({"code": "0102", "name": "乙"}, None))
    )
    assert table.header == ("坐标系", "code", "name", "几何1")
    wkt = "POLYGON ((107.2 30,107.2 30.3,107.1 30.3,107.1 30,107.2 30))"
    assert [row.cells for row in table.rows] == [("EPSG:4490", "0101", "", wkt), ("EPSG:4490", "0102", "乙", "null")]


def test_what_cannot_be_a_layer_is_named() -> None:
    table = layer_table(layer(*(Feature({"code": str(i), "n": i}, BOX) for i in range(4))), "辖区")
    spoiled = [list(row.cells) for row in table.rows]
    spoiled[1][3], spoiled[2][2], spoiled[3][0] = "POLYGON ((1", "{", "EPSG:4326"
    rows = tuple(replace(row, cells=tuple(cells)) for row, cells in zip(table.rows, spoiled, strict=True))
    found = Findings()
    assert read_layer_table(replace(table, rows=rows), found) is None
    told = [(m.says.key.removeprefix("geodata.layer."), m.row, m.column, m.value) for m in found.mistakes]
    assert told == [
        ("not_geometry", 3, "geometry1", "POLYGON ((1"),
        ("not_json", 4, "n {json}", "{"),
        ("two_systems", 5, "crs", None),
    ]
    bare = Findings()
    assert read_layer_table(Table("辖区", ("code",), (None,), (Row(("1",), 2),)), bare) is None
    assert [m.says.key for m in bare.mistakes] == ["geodata.layer.no_column"]
    assert all(m.text(language) for m in (*found.mistakes, *bare.mistakes) for language in ("zh", "en"))


def test_figures_beyond_all_bounds_are_read_as_what_they_are() -> None:
    table = layer_table(layer(Feature({"code": "1"}, BOX)), "辖区")
    (row,) = table.rows
    cells = tuple("POLYGON ((1e400 30, 107 31, 108 31, 1e400 30))" if "POLYGON" in cell else cell for cell in row.cells)
    held = read_layer_table(replace(table, rows=(replace(row, cells=cells),)), Findings())
    assert held is not None
    assert held.features[0].geometry is not None
    assert not np.isfinite(held.features[0].geometry.bounds).all()


@pytest.mark.parametrize("name", geodata.sample_names())
def test_the_areas_of_the_samples_come_back(name: str) -> None:
    areas = geodata.read_source(f"sample:{name}").areas
    assert areas is not None
    both_ways(areas)
