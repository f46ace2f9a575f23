"""Which sheet of a workbook is which table: by its name, else by its headings, and what was taken for what is said.

A name counts without its number, its year and endings such as 表 or 统计. What it may get wrong: a sheet called by the
name of a table is taken for that table whatever it holds; of two sheets that fit equally neither is taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.sources.flat import CLASSES, NAMES, SETTINGS
from geodata.tables.columns import find, plain
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS, NOTE, Column, Kind
from geodata.tables.table import Table
from geodata.workbook.headers import Header, find_header
from geodata.workbook.sheets import Sheet
from zoning.model.stations import DEFAULT_CLASSES
from zoning.texts import Message

GEOMETRY = (Column("geometry", ("geometry1", "几何", "几何1"), required=True), Column("crs", ("坐标系",)))
LAYERS = {
    "areas": Kind("areas", "辖区", GEOMETRY, names=("辖区面", "area")),
    "roads": Kind("roads", "道路", GEOMETRY, names=("路网", "road")),
    "outline": Kind("outline", "县界", GEOMETRY, names=("县域", "县界线")),
}
"""Layers that were written into a workbook, one feature a row."""
BOOK_KINDS = {kind.key: kind for kind in (SETTINGS, CLASSES, *KINDS.values(), *LAYERS.values())}
OTHER_NAMES = {SETTINGS.key: ("设置", "县", "county", "parameters"), CLASSES.key: ("类别", "警情分类标准", "class")}
GUIDES = {plain(name) for name in ("填写说明", "说明", "guide", "readme", "下拉选项", "choices")}
"""Sheets for people, and the lists behind drop-downs, left alone without a word."""
NUMBERED = re.compile(r"(?:附?表|附件|sheet)?[0-9]{1,2}[.、:)]?|[一二三四五六七八九十]{1,3}[.、:)]|20[0-9]{2}年?")
ENDING = re.compile(
    r"(?:(?:信息|情况|统计|一览|明细|登记|数据|基本)?表|信息|情况|统计|一览|明细|清单|数据|基本"
    r"|20[0-9]{2}年?|[(][0-9]+[)]|[0-9]{1,2}|\.(?:csv|toml))$"
)
LEAST, LEAST_SQUARE = 2, 3
"""So many headings have to fit before a sheet is taken for a table by them alone; a border names two stations a row."""


@dataclass(frozen=True)
class Taken:
    """A sheet taken for a table, and the header it has as such."""

    kind: Kind
    sheet: Sheet
    header: Header | None


def is_guide(sheet: Sheet) -> bool:
    """Whether a sheet explains the others, or lists what may be chosen in them."""
    return plain(sheet.name) in GUIDES


def class_words(settings: Mapping[str, Any]) -> frozenset[str]:
    """Keys and names of the incident classes, as headings of a wide table may have them."""
    given = settings.get("classes")
    entries = given if isinstance(given, list) else [entry.model_dump() for entry in DEFAULT_CLASSES]
    words = (entry.get(key) for entry in entries if isinstance(entry, Mapping) for key in ("key", "name"))
    return frozenset(plain(word) + unit for word in words if isinstance(word, str) for unit in ("", "(起)", "(件)"))


def station_words(stations: Table | None) -> frozenset[str]:
    """Codes and names of the stations, as headings of a square of minutes have them."""
    if stations is None:
        return frozenset()
    words = (stations.cell(row, key) for row in stations.rows for key in ("code", "name"))
    return frozenset(plain(word) for word in words if word)


def by_name(sheets: Sequence[Sheet], found: Findings) -> dict[str, Taken]:
    """The sheets that carry the name of a table; two of one name are a mistake of the second."""
    taken: dict[str, Taken] = {}
    done: list[Sheet] = []
    for exact in (True, False):
        for sheet in sheets:
            key = None if any(one is sheet for one in done) else _key(sheet.name, exact)
            if key is None:
                continue
            if key in LAYERS and not _fits(_taken(BOOK_KINDS[key], sheet, frozenset()), least=1):
                continue
            done.append(sheet)
            if key in taken:
                found.wrong(Message("geodata.book.twice", {"other": taken[key].sheet.name}), sheet.name)
                continue
            taken[key] = _taken(BOOK_KINDS[key], sheet, frozenset())
            if not exact:
                found.note("geodata.notice.sheet_taken", sheet=sheet.name, zh=BOOK_KINDS[key].name)
    return taken


def _key(name: str, exact: bool) -> str | None:
    """The table a sheet is called after: by its key or Chinese name, or by any of its names when not ``exact``."""
    simple = plain(name)
    for kind in BOOK_KINDS.values():
        if simple in (kind.key, plain(kind.name)):
            return kind.key
    if exact:
        return None
    words = {plain(word): kind.key for kind in BOOK_KINDS.values() for word in _names(kind)}
    short = NUMBERED.sub("", simple, count=1) if NUMBERED.match(simple) else simple
    while short not in words and (cut := ENDING.sub("", short)) != short:
        short = cut
    return words.get(short)


def _names(kind: Kind) -> tuple[str, ...]:
    return (kind.key, kind.name, *kind.names, *OTHER_NAMES.get(kind.key, ()))


def by_headings(
    sheets: Sequence[Sheet],
    named: Mapping[str, Taken],
    kinds: Sequence[Kind],
    words: Mapping[str, frozenset[str]],
    found: Findings,
) -> dict[str, Taken]:
    """Tables of these kinds without a sheet of their name, by headings; and those with one, once more.

    ``words`` are what headings may be in a table of some kind besides its columns.
    """
    nothing: frozenset[str] = frozenset()
    known = [(kind, words.get(kind.key, nothing)) for kind in kinds]
    taken = {kind.key: _taken(kind, named[kind.key].sheet, also) for kind, also in known if kind.key in named}
    claims: dict[str, list[Taken]] = {}
    for sheet in sheets:
        if any(one.sheet is sheet for one in named.values()) or not sheet.rows or is_guide(sheet):
            continue
        options = [_taken(kind, sheet, also) for kind, also in known if kind.columns and not kind.free]
        fitting = sorted(filter(_fits, options), key=_known, reverse=True)
        best = [one for one in fitting if _known(one) == _known(fitting[0])]
        if len(best) > 1:
            names = [one.kind.name for one in best]
            found.wrong(Message("geodata.book.ambiguous", {"kinds": names}), sheet.name)
        elif best and best[0].kind.key not in named:
            claims.setdefault(best[0].kind.key, []).append(best[0])
    for key, rivals in claims.items():
        if len(rivals) > 1:
            others = [one.sheet.name for one in rivals]
            says = Message("geodata.book.rivals", {"sheets": others, "zh": BOOK_KINDS[key].name})
            found.wrong(says, rivals[0].sheet.name)
        else:
            taken[key] = rivals[0]
            found.note("geodata.notice.sheet_headings", sheet=rivals[0].sheet.name, zh=BOOK_KINDS[key].name)
    return taken


def _known(taken: Taken) -> int:
    return taken.header.known if taken.header else 0


def _fits(taken: Taken, least: int = LEAST) -> bool:
    """Whether the headings are those of the table: all that are needed, or all there are where none is needed."""
    if taken.header is None or taken.header.known < least:
        return False
    if taken.kind is SETTINGS:
        return len(_settings_in(taken.sheet, taken.header)) >= least
    kind, keys = taken.kind, taken.header.keys
    spread = any(key not in {column.key for column in kind.columns} for key in keys)
    if spread and kind.corner:
        return taken.header.known >= LEAST_SQUARE
    needed = [c.key for c in kind.columns if c.required and not (spread and c.key in kind.spread)]
    return set(needed or [column.key for column in kind.columns if column is not NOTE]) <= keys


def _settings_in(sheet: Sheet, header: Header) -> set[str]:
    """The settings that the rows below the header name."""
    words = (cell for row, cells in sheet.rows.items() if row > header.last for cell in cells)
    return {column.key for word in words if (column := find(word, NAMES)[0]) is not None}


def _taken(kind: Kind, sheet: Sheet, words: frozenset[str]) -> Taken:
    return Taken(kind, sheet, find_header(sheet, kind, words) if sheet.rows else None)
