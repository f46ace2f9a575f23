"""What does not belong where it is put: in a cell, a heading, a setting, a member of a document.

Among it figures of every kind, and signs that mean something to some program.
"""

import copy
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import numpy as np

Rng = np.random.Generator
T = TypeVar("T")
DAY = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""In no time zone, as workbooks have it."""

TEXTS: tuple[str, ...] = (
    "", " ", "　", "0", "-1", "-0", "-0.0", "1e999", "1E+400", "NaN", "nan", "inf", "-inf", "Infinity", "1.2E+11",
    "5.00230104E+11", "十二", "两百三十", "一千零一万", "廿五", "〇", "１２", "１２．５", "12万", "1,234",
    "1.234,5", "12人",
    "3亩", "45%", "是", "否", "TRUE", "yes", "=1+1", "=A1", "+3", "-4", "@sum", "#N/A", "#DIV/0!", "#REF!",
    "2024-01-01",
    "2024/1/1", "1900-02-29", "12:30", "107°30′E", "E107.5", "9" * 400, "1" + "0" * 30, "9" * 5000, "x" * 40_000,
    "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "🚓", "ﷺ", "'", '"', 'a"b',
    "\\", "a,b;c\td",
    "一行\n二行", "\r", "../../x", "/etc/passwd", "${HOME}", "%s%n", "{0}", "{name}", "{", "[b]x[/b]", "[/]", ":smile:",
    "none", "null", "None", "٣", "²", "½", "Ⅻ", "1_000", "0x10", "1e5", "１e５", ".5", "5.", "--1", "1-2", "1e-320",
    "派出所", "A", "B", "101", " 105", "００１０１", "999", "county_seat", "城关", "dispute", "纠纷", "shared",
    "barred", "link",
    "合计", "小计", "备注", "107.15", "30.15", "4e9", "35405000", "110101199003074477", "13812345678", "张三",
)  # fmt: skip
"""What may stand in a cell; among them figures of every kind, signs that mean something to some program, and names."""
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 10**12, 10**25, 0.5, -2.5, 1e300, 1e-300, 5.00230104e11, DAY,
    DAY + timedelta(days=59.99999), date(1900, 3, 1), date(9999, 12, 31), time(8, 30),
    timedelta(days=400),
    "=SUM(A1:A9)", "=1/0", '=HYPERLINK("x")', "#VALUE!",
)  # fmt: skip
"""What else a cell of a workbook may hold."""
JSON: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, -1e308, math.nan, math.inf, -math.inf, 10**400, "", "x", "101", "Polygon",
    "GeometryCollection", "EPSG:4490", [], [[]], [[[]]], [1], [1, 2], [None, None], ["a", "b"], {},
    {"type": None}, {"a": 1},
    [[[107, 30], [108, 31]]], [[[107, 30]] * 5], {"type": "Point", "coordinates": [107, 30]}, "\ud800", "{name}",
)  # fmt: skip
"""What a member of a GeoJSON file may be."""
SETTINGS: tuple[Any, ...] = (
    True, False, 0, -1, 1, 3, 10**18, 10**30, 0.5, -2.5, 1e300, math.nan, math.inf, "", " ", "x", "{name}",
    "\x07", "roads",
    "matrix", "straight", "直线", "areas", "table", "voronoi", [], [1, "a"], [[]], {}, {"a": {"b": {"c": 1}}},
    [{"key": "x"}],
    DAY, date(2024, 1, 1), time(8, 30), "EPSG:4490", "EPSG:0", "EPSG:99999", 4326, 2381, 4507,
    4214, "gcj02",
    "BD09", "wgs84", "+proj=longlat", 'PROJCS["x"]', "areas.geojson", "county.toml", "stations.csv",
    "../../etc/passwd",
    "/etc/passwd", "/dev/zero", ".", "..", "a" * 5000, "no\nsuch", "code", "名称", "geometry", "fid", "九宫县",
)  # fmt: skip
"""What a setting may be."""
KEYS = (
    "code", "name", "crs", "years", "notice", "travel", "borders", "areas", "roads", "classes", "travel.mode",
    "travel.speed_kmh", "travel.detour", "borders.from", "borders.min_m", "borders.tolerance_m", "areas.file",
    "areas.layer", "areas.code", "areas.crs", "areas.repair", "areas.close_m", "roads.file", "roads.layer",
    "roads.crs",
    "roads.speed_kmh", "travel.other", "other", "中文 键",
)  # fmt: skip
HEADINGS = (
    "code", "name", "kind", "lon", "lat", "officers", "population", "station", "class", "count", "a", "b",
    "km", "from", "to",
    "minutes", "派出所代码", "名称", "经度", "纬度", "人口（万人）", "面积（亩）", "面积(平方米)", "民警",
    "警力（人）", "ＣＯＤＥ", " code ",
    "Code", "code\n", "姓名", "身份证号", "联系电话", "住址", "类别", "数量", "dispute", "纠纷", "101", "geom",
    "rowid", "备注",
)  # fmt: skip
CRS = (
    "EPSG:4490", "urn:ogc:def:crs:EPSG::4490", "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4544", "EPSG:2154",
    "EPSG:4214", "gcj02",
    "EPSG:99999999999", "urn:ogc:def:crs", "", "{0}", "EPSG:4979", "EPSG:5773", "x" * 3000,
)  # fmt: skip
"""What a layer may say of its coordinates."""


def pick(rng: Rng, options: Sequence[T]) -> T:
    return options[int(rng.integers(len(options)))]


def fresh(rng: Rng, options: Sequence[T]) -> T:
    """A copy of one of the options, which may then be spoilt itself."""
    return copy.deepcopy(pick(rng, options))


def cell(rng: Rng, typed: bool) -> Any:
    """A value that may not belong where it is put; ``typed`` where cells have types."""
    return pick(rng, VALUES if typed and rng.random() < 0.4 else TEXTS)


def times(rng: Rng) -> range:
    """How often something is done to one case."""
    return range(int(pick(rng, (1, 1, 1, 2, 2, 3, 6))))
