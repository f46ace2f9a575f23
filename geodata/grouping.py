"""A grouping drawn by hand: which station is to be in which zone, from a table of two columns or a county's own.

A CSV or a sheet with a column of stations, by code or by unambiguous name, and one of zones; or the stations table of
a county with a column 新防区. Where a table has 新防区 and 防区, the first is meant; of several sheets, the one that
has every station, so that the workbook of a plan is a plan. What it may get wrong: of two sheets that have them all,
neither is taken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from geodata.formats import guard
from geodata.formats.delimited import decode, read_table
from geodata.naming.codes import Names, meant, unknown_code
from geodata.naming.labels import one_label
from geodata.reading import read_source
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS, Column, Kind
from geodata.tables.table import Row, Table
from geodata.tables.totals import is_total
from geodata.workbook.headers import find_header
from geodata.workbook.reading import SUFFIXES, table_of
from geodata.workbook.sheet_kinds import Taken
from geodata.workbook.sheets import read_sheets
from zoning.model.errors import InputError
from zoning.texts import Message

STATIONS = {column.key: column for column in KINDS["stations"].columns}
LISTS = (
    "所辖派出所", "下辖派出所", "管辖派出所", "包含派出所", "包括派出所", "组成派出所", "所含派出所", "派出所名单",
    "所辖单位", "成员单位", "辖所", "成员", "组成", "stations", "members",
)  # fmt: skip
"""Headings over cells that name all the stations of a zone."""
GROUPING = Kind(
    "grouping",
    "防区划分",
    (
        replace(STATIONS["code"], required=False),
        replace(STATIONS["name"], required=False, aliases=(*STATIONS["name"].aliases, *LISTS)),
        STATIONS["new_zone"],
        Column("zone", ("防区", "防区名称", "所属防区", "划入防区", "编入防区", "zone name", "group")),
    ),
    free=True,
)
DELIMITED = (".csv", ".txt", ".tsv")
COUNTIES = (".gpkg", ".zip")
APART = re.compile(r"[、，,。；;/|｜+＋\s]+|(?<=[\u4e00-\u9fff])(?:和|及|与)(?=[\u4e00-\u9fff])")
"""Between stations of one cell."""
Grouping = tuple[tuple[str, tuple[str, ...]], ...]
"""Zones in the order they first occur: the label of each and the codes of its stations."""


def is_grouping(path: Path) -> bool:
    """Whether a file or folder may hold a grouping, by its name."""
    return path.is_dir() or path.suffix.lower() in (*DELIMITED, *SUFFIXES, *COUNTIES)


def read_grouping(path: Path, names: Mapping[str, str]) -> Grouping:
    """The zones of a grouping drawn by hand.

    Parameters
    ----------
    names : name of every station of the county by its code

    Raises
    ------
    InputError
        With every mistake: no such table, unknown stations, stations twice, in no zone or not named at all.
    """
    found = Findings()
    known = Names(names)
    table = _table(path, known, found)
    if table is None:
        raise InputError(found.mistakes)
    zone = "new_zone" if table.has("new_zone") else "zone"
    zones: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    labels = one_label(label for row in table.rows if (label := table.cell(row, zone)))
    for row, code in _placed(table, known, found):
        label = labels.get(table.cell(row, zone), "")
        if not label:
            found.wrong(Message("geodata.grouping.no_zone"), table.file, row.line, table.label(zone))
        if code in lines:
            says = Message("geodata.grouping.twice", {"station": names[code], "line": lines[code]})
            found.wrong(says, table.file, row.line, value=code)
        elif code:
            lines[code] = row.line
            zones.setdefault(label, []).append(code)
    missing = [f"{code} {name}" for code, name in names.items() if code not in lines]
    unknown = sum(wrong.says.key.startswith("geodata.code.") for wrong in found.mistakes)
    if len(missing) > unknown:  # else these are the very ones
        found.wrong(Message("geodata.grouping.missing", {"stations": missing, "count": len(missing)}), table.file)
    if found.mistakes:
        raise InputError([table.place(mistake) for mistake in found.mistakes])
    return tuple((label, tuple(codes)) for label, codes in zones.items())


def _placed(table: Table, names: Names, found: Findings) -> Iterator[tuple[Row, str]]:
    """Rows with the code of their station; a row may name several of them, and one of totals names none."""
    for row in table.rows:
        parts = _parts(table, row, names)
        if parts:
            heading = table.label("name" if table.has("name") else "code")
            yield from ((row, _told(part, heading, table, row, names, found)) for part in parts)
        elif not is_total(row):
            yield row, _station(table, row, names, found)


def _parts(table: Table, row: Row, names: Names) -> list[str]:
    """The stations that a cell lists; none where it names a single one, or nothing in it is a station."""
    for key in ("code", "name"):
        cell = table.cell(row, key)
        parts = [part for part in APART.split(cell) if part]
        if len(parts) > 1 and _meant(cell, names) is None and any(_meant(part, names) for part in parts):
            return parts
    return []


def _told(part: str, heading: str, table: Table, row: Row, names: Names, found: Findings) -> str:
    """The code of a station of a list, blank with a mistake where it is none."""
    code = _meant(part, names)
    if code is None:
        found.wrong(unknown_code(part, names, found), table.file, row.line, heading, part)
    return code or ""


def _meant(cell: str, names: Names) -> str | None:
    """The code that a cell stands for, if any."""
    if cell in names:
        return cell
    spoilt = meant(cell, names)
    return names.called(cell) or (spoilt[0] if spoilt is not None else None)


def _station(table: Table, row: Row, names: Names, found: Findings) -> str:
    """The code of the station of a row, blank with a mistake where it is none."""
    written = [(key, cell) for key in ("code", "name") if (cell := table.cell(row, key))]
    for _, cell in written:
        if (code := _meant(cell, names)) is not None:
            return code
    key, cell = written[0] if written else ("name" if table.has("name") else "code", "")
    found.wrong(unknown_code(cell, names, found), table.file, row.line, table.label(key), cell)
    return ""


def _stations(table: Table, names: Names) -> set[str]:
    """The stations that the rows of a table name."""
    return {code for _, code in _placed(table, names, Findings())}


def _table(path: Path, names: Names, found: Findings) -> Table | None:
    """The table with stations and zones, ``None`` with a mistake where there is none."""
    suffix = path.suffix.lower()
    if suffix in DELIMITED:
        data = guard.load(path, found)
        text = None if data is None else decode(data)
        if isinstance(text, Message):
            found.wrong(text, path.name)
        table = read_table(GROUPING, text, path.name, found) if isinstance(text, str) else None
        tables = [] if table is None else [table]
    elif suffix in SUFFIXES:
        data = guard.load(path, found, ".xlsx")
        sheets = None if data is None else read_sheets(data, path.name, found)
        taken = [Taken(GROUPING, sheet, find_header(sheet, GROUPING)) for sheet in sheets or () if sheet.rows]
        fit = [one for one in taken if one.header is not None and _fits(one.header.keys)]
        fit = [one for one in fit if not one.sheet.hidden] or fit  # nobody sees what an older draft left hidden
        tables = [table for one in fit if (table := table_of(one, found)) is not None]
    else:
        stations = read_source(path).tables.get("stations")
        tables = [] if stations is None else [stations]
    if found.mistakes:
        return None
    tables = [table for table in tables if _fits(table.keys)]
    if len(tables) > 1:
        tables = [table for table in tables if _stations(table, names) >= set(names)] or tables
        rowwise = [table for table in tables if not any(_parts(table, row, names) for row in table.rows)]
        tables = rowwise or tables  # the workbook of a plan also lists the stations of each zone
    tables = [table for table in tables if table.has("new_zone")] or tables
    if len(tables) == 1 and tables[0].rows:
        return tables[0]
    key = "several" if len(tables) > 1 else "folder" if path.is_dir() else "none"
    found.wrong(Message(f"geodata.grouping.{key}", {"sheets": [table.file for table in tables]}), path.name)
    return None


def _fits(keys: "tuple[str | None, ...] | frozenset[str]") -> bool:
    """Whether there are a column of stations and one of zones."""
    return bool({"code", "name"} & set(keys)) and bool({"new_zone", "zone"} & set(keys))
