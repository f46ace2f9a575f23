"""The settings and the incident classes of a county as plain tables, to ``county.toml`` and back.

A setting is a row: its dotted key or Chinese name, its value, and words for people. A blank value is a key that is not
there. Text in double quotes is taken literally, as TOML would; everything else by the type of its key, so that what
a table cannot be read as is said by the very checks of ``county.toml``, at its place in the sheet. What it may get
wrong: names and notes beside a setting are for people and are not kept, like comments in ``county.toml``.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from geodata.tables.cells import boolean, decimal, simple
from geodata.tables.columns import find
from geodata.tables.findings import Findings
from geodata.tables.kinds import NOTE, PEOPLE, Column, Kind
from geodata.tables.settings import WORDS, Settings, toml_key, toml_value
from geodata.tables.table import Row, Table
from zoning.model.stations import IncidentClass
from zoning.texts import Language, Message

SETTINGS = Kind(
    "settings",
    "参数",
    (
        Column("key", ("项目键", "键", "设置键", "item")),
        Column("name", ("名称", "项目", "项目名称", "参数", "参数名称")),
        Column("value", ("值", "取值", "内容", "填写"), required=True),
        NOTE,
    ),
    required=True,
)
CLASSES = Kind(
    "classes",
    "警情类别",
    (
        Column("key", ("键", "类别键", "代码", "编码"), required=True),
        Column("name", ("名称", "类别", "类别名称", "警情类别"), required=True),
        Column("minutes", ("处置分钟", "处置分钟数", "处置时间", "现场分钟"), ("分钟", "分", "min"), required=True),
        Column("officers", ("出警人数", "出警民警", "出警警力"), ("人", "名"), required=True),
        Column("team", ("承办", "承办队", "办理", "办理队伍", "队伍"), required=True),
        NOTE,
    ),
)
NAMES = (
    Column("code", ("县代码", "代码", "区划代码", "行政区划代码")),
    Column("name", ("县名", "县名称", "名称")),
    Column("crs", ("坐标系", "坐标参考系")),
    Column("years", ("警情年数", "年数", "警情期间"), ("年",)),
    Column("notice", ("声明", "提示", "提示语")),
    Column("travel.mode", ("出行方式", "出行时间来源")),
    Column("travel.speed_kmh", ("车速", "平均车速", "速度"), ("公里/小时", "千米/小时", "km/h", "kmh")),
    Column("travel.detour", ("绕行系数",)),
    Column("borders.from", ("边界来源", "共界来源")),
    Column("borders.min_m", ("最短共界", "最短边界"), ("米", "m")),
    Column("borders.tolerance_m", ("边界容差", "共界容差"), ("米", "m")),
    Column("areas.file", ("辖区面文件", "辖区文件")),
    Column("areas.outline", ("县界文件", "县域文件")),
    Column("areas.layer", ("辖区面图层", "辖区图层")),
    Column("areas.code", ("辖区面代码列", "辖区代码列")),
    Column("areas.crs", ("辖区面坐标系", "辖区坐标系")),
    Column("areas.repair", ("修复辖区面", "修复无效面")),
    Column("areas.close_m", ("缝隙容差", "缝隙重叠容差"), ("米", "m")),
    Column("roads.file", ("道路文件", "路网文件")),
    Column("roads.layer", ("道路图层", "路网图层")),
    Column("roads.crs", ("道路坐标系", "路网坐标系")),
    Column("roads.speed_kmh", ("道路默认车速", "默认车速"), ("公里/小时", "千米/小时", "km/h", "kmh")),
    Column("roads.speed_column", ("道路车速列", "车速列")),
    Column("roads.one_way_column", ("道路单行列", "单行列")),
    Column("roads.access_kmh", ("驻地到道路车速", "到路车速"), ("公里/小时", "千米/小时", "km/h", "kmh")),
    Column("roads.snap_m", ("驻地离道路最远", "离路最远"), ("米", "m")),
    Column("roads.join_m", ("道路端点容差", "端点容差"), ("米", "m")),
    Column("roads.crossings", ("相交即路口", "道路相交即路口")),
    Column("bureau.officers", ("全局民警数", "全局民警", "县局民警数"), PEOPLE),
)
"""Chinese names of the settings; the first is written, the others are read; then the units allowed behind it."""
TRUE, FALSE = {"zh": "是", "en": "true"}, {"zh": "否", "en": "false"}
BARE, QUOTED = "[A-Za-z0-9_-]+", r'"(?:[^"\\\x00-\x1f\x7f]|\\(?:["\\bfnrt]|u[0-9a-f]{4}|U[0-9a-f]{8}))*"'
DOTTED = re.compile(rf"(?:{BARE}|{QUOTED})(?:\.(?:{BARE}|{QUOTED}))*")
"""A key as TOML writes it."""
WHOLE, BEGINNINGS = re.compile("0|[1-9][0-9]{0,17}"), (*"\"'[{+-0123456789tfin \t",)
"""Whole numbers as TOML reads them, and what else its values begin with."""
Places = dict[str, tuple[str, str]]
"""Sheet and cell of every setting by its dotted key."""


def settings_table(content: Mapping[str, Any], file: str = "settings", language: Language = "en") -> Table:
    """Every setting as a row; the classes only where :func:`classes_table` cannot hold them."""
    plain = content if _class_rows(content) is None else {key: v for key, v in content.items() if key != "classes"}
    rows = []
    for path, value in leaves(plain):
        key = ".".join(path)
        name = next((column.aliases[0] for column in NAMES if column.key == key), "")
        rows.append((_escaped(".".join(map(toml_key, path))), name, _encoded(value, path, language)))
    return _table(SETTINGS, ("key", "name", "value"), rows, file, language)


def classes_table(content: Mapping[str, Any], file: str = "classes", language: Language = "en") -> Table | None:
    """The incident classes as rows, ``None`` when there are none or they are no plain list."""
    entries = _class_rows(content)
    if entries is None:
        return None
    known = list(IncidentClass.model_fields)
    keys = known + [key for key in dict.fromkeys(key for entry in entries for key in entry) if key not in known]
    rows = [[_encoded(e[key], ("classes", key), language) if key in e else "" for key in keys] for e in entries]
    return _table(CLASSES, keys, rows, file, language)


def read_flat(settings: Table | None, classes: Table | None, found: Findings) -> tuple[dict[str, Any] | None, Places]:
    """The content of ``county.toml`` behind its tables, and the place of every setting; what it means is not judged.

    ``None`` without a table of settings.
    """
    if settings is None:
        return None, {}
    content: dict[str, Any] = {}
    places: Places = {}
    for row in settings.rows:
        _read_setting(row, settings, content, places, found)
    if classes is not None and classes.rows:
        if "classes" in content:
            found.wrong(Message("geodata.settings.repeated", {"key": "classes"}), classes.file)
        content["classes"] = [
            _read_class(row, number, classes, places) for number, row in enumerate(classes.rows, start=1)
        ]
        _place(places, "classes", classes, classes.line, classes.label("key"))
    return content, places


def _read_setting(row: Row, table: Table, content: dict[str, Any], places: Places, found: Findings) -> None:
    """Put one row where its key says; a key given twice, and a value without a key, are mistakes."""
    written, text = table.cell(row, "key") or table.cell(row, "name"), table.cell(row, "value")
    path = _path(written)
    key = ".".join(path)
    if not text:
        if written and key not in places:
            _place(places, key, table, row.line, table.label("value"))
        return
    if not written:
        found.wrong(Message("geodata.settings.no_key"), table.file, row.line, table.label("key"))
        return
    inner: Any = content
    for part in path[:-1]:
        inner = inner.setdefault(part, {}) if isinstance(inner, dict) else {}
    if not isinstance(inner, dict) or path[-1] in inner:
        found.wrong(Message("geodata.settings.repeated", {"key": key}), table.file, row.line, table.label("key"), key)
        return
    inner[path[-1]] = _decoded(text, path)
    _place(places, key, table, row.line, table.label("value"))


def _read_class(row: Row, number: int, table: Table, places: Places) -> dict[str, Any]:
    """One class; unknown columns are unknown keys, notes are left out."""
    entry: dict[str, Any] = {}
    for heading, column, text in zip(table.header, table.keys, row.cells, strict=True):
        key = column or heading
        if key == NOTE.key:
            continue
        if text:
            entry[key] = _decoded(text, ("classes", key))
        _place(places, f"classes[{number}].{key}", table, row.line, heading)
    return entry


def _place(places: Places, key: str, table: Table, line: int | None, heading: str) -> None:
    """Remember the cell of a setting, where the table is a sheet."""
    if table.letters and heading in table.header:
        places[key] = (table.file, f"{table.letters[table.header.index(heading)]}{line}")


def _table(kind: Kind, keys: Iterable[str], rows: Iterable[Iterable[str]], file: str, language: Language) -> Table:
    columns = {column.key: column for column in kind.columns}
    keys = list(keys)
    header = [columns[k].aliases[0] if language == "zh" and k in columns else k for k in keys]
    filled = (Row(tuple(cells), line) for line, cells in enumerate(rows, start=2))
    return Table(file, tuple(header), tuple(k if k in columns else None for k in keys), tuple(filled))


def _class_rows(content: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """The classes when they are a list of records, which is what a table can hold."""
    entries = content.get("classes")
    if not isinstance(entries, list) or not entries or not all(isinstance(e, Mapping) and e for e in entries):
        return None
    return None if any(NOTE.key in entry for entry in entries) else entries


def leaves(content: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    """Every value with its path; an empty table is a value."""
    for key, value in content.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _path(written: str) -> tuple[str, ...]:
    """The parts of a dotted key, or of the setting a Chinese name means."""
    column, _ = find(written, NAMES)
    if column is not None:
        return tuple(column.key.split("."))
    if not DOTTED.fullmatch(written):
        return tuple(part.strip() for part in written.split("."))
    part: Any = tomllib.loads(f"{written} = 0")
    path: list[str] = []
    while isinstance(part, dict):
        path += part
        part = part[path[-1]]
    return tuple(path)


def _encoded(value: Any, path: tuple[str, ...], language: Language) -> str:
    """The value as a cell: the plainest text that reads back as the same value, else as TOML writes it."""
    words = WORDS.get(_vocabulary(path), {}) if language == "zh" else {}
    if isinstance(value, bool):
        plain = (TRUE if value else FALSE)[language]
    elif isinstance(value, str):
        plain = words[value][0] if value in words else value
    else:
        plain = toml_value(value)
    again = _decoded(plain, path) if plain and plain == plain.strip() and _printable(plain) else None
    return plain if again == value and type(again) is type(value) else _escaped(toml_value(value))


def _printable(text: str) -> bool:
    """Whether a cell keeps the text as it is."""
    return all(c.isprintable() or c == "\n" for c in text)


def _escaped(literal: str) -> str:
    """What TOML writes, without the characters that a cell may lose."""
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if c < "\U00010000" else f"\\U{ord(c):08x}" for c in literal
    )


def _decoded(text: str, path: tuple[str, ...]) -> Any:
    """What a cell says, by the type of its key; text where it is none of that type, for the checks to say so."""
    literal = _literal(text)
    if isinstance(literal, str):
        return literal
    wanted = _types(path)
    if bool in wanted and not isinstance(value := boolean(text), Message):
        return value
    if {int, float} & wanted and not isinstance(number := decimal(text), Message):
        return int(simple(text)) if simple(text).lstrip("+-").isdecimal() else number
    if str in wanted or literal is None:
        words = WORDS.get(_vocabulary(path), {})
        return next((key for key, known in words.items() if simple(text) in (key, *known)), text)
    return literal


def _literal(text: str) -> Any:
    """The value that TOML reads in a text, ``None`` when it reads none."""
    if WHOLE.fullmatch(text):
        return int(text)
    if not text.startswith(BEGINNINGS):
        return None
    try:
        return tomllib.loads(f"value = {text}")["value"] if "\n" not in text else None
    except (ValueError, RecursionError, KeyError):
        return None


def _vocabulary(path: tuple[str, ...]) -> str:
    return "team" if path[0] == "classes" and path[-1] == "team" else ".".join(path)


@lru_cache(maxsize=1024)
def _types(path: tuple[str, ...]) -> frozenset[object]:
    """The plain types a setting may have; none for one that nobody knows."""
    model: Any = IncidentClass if path[0] == "classes" and len(path) > 1 else Settings
    for part in path[1:] if model is IncidentClass else path:
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return frozenset()
        fields = {info.alias or name: info.annotation for name, info in model.model_fields.items()}
        model = fields.get(part)
    return frozenset(_plain_types(model))


def _plain_types(annotation: Any) -> set[object]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _plain_types(inner[0])
    if origin in (Union, UnionType):
        return set().union(*map(_plain_types, inner))
    if origin is Literal:
        return {type(value) for value in inner}
    return {annotation} & {bool, int, float, str}
