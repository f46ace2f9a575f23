"""The tables and layers of an open GeoPackage: records as text, features with the types they had.

What it may get wrong: binary values are not read, which is said; JSON that somebody edited into something else is
taken for the text it looks like.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyproj import CRS

from geodata.coordinates.crs import UNSTATED, parse
from geodata.formats import gpkg, guard
from geodata.formats.gpkg import quoted
from geodata.sources.packing import COUNTYS, JSON, PLAIN_KINDS, WRITTEN
from geodata.tables.cells import as_cell
from geodata.tables.columns import check_columns, find, recognise
from geodata.tables.findings import Findings
from geodata.tables.kinds import AREA_CODE, Column
from geodata.tables.table import Feature, Layer, Row, Table
from zoning.texts import Message

WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class _Records:
    """What a table of a package holds: headings as written, types as declared, rows of values, its geometries."""

    headings: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    geometries: list[Any] | None


def _records(database: sqlite3.Connection, name: str, columns: tuple[Column, ...], found: Findings) -> _Records | None:
    """The records of a table, without the key that only numbers them and without binary values."""
    own = rows_of(database, "gpkg_data_columns", "column_name, title, description, mime_type", name)
    titles = {column: title or "" for column, title, says, _ in own if says == gpkg.AS_WRITTEN}
    mimes = {column: mime for column, _, _, mime in own if mime}
    shapes = [column for (column,) in rows_of(database, "gpkg_geometry_columns", "column_name", name) if column]
    info = [row for row in database.execute(f"PRAGMA table_xinfo({quoted(name)})") if row[6] != 1]
    keys = [str(column) for _, column, kind, _, _, key, _ in info if key and "INT" in str(kind).upper()]
    kept = [
        (str(column), mimes.get(column, str(kind).upper()))
        for _, column, kind, *_ in info
        if column not in shapes and (keys != [column] or find(column, columns)[0] is not None)
    ]
    wanted = ", ".join(quoted(column) for column in [column for column, _ in kept] + shapes[:1])
    order = f" ORDER BY {quoted(keys[0])}" if len(keys) == 1 else ""
    if not kept:
        return _Records([], [], [], None)
    query = database.execute(f"SELECT {wanted} FROM {quoted(name)}{order} LIMIT {guard.MAX_ROWS + 1}")
    rows = query.fetchall()
    if len(rows) > guard.MAX_ROWS:
        found.wrong(Message("geodata.table.too_long", {"limit": guard.MAX_ROWS}), name)
        return None
    geometries = [row[-1] for row in rows] if shapes else None
    columns_ = list(zip(*rows, strict=True))[: len(kept)]
    binary = {i for i, values in enumerate(columns_) if bytes in map(type, values)}
    if binary:
        found.note("geodata.notice.binary_columns", table=name, columns=[kept[i][0] for i in sorted(binary)])
    left = [i for i in range(len(kept)) if i not in binary]
    return _Records(
        [titles.get(kept[i][0], kept[i][0]) for i in left],
        [kept[i][1] for i in left],
        [tuple(row[i] for i in left) for row in rows] if binary or shapes else rows,
        geometries,
    )


def rows_of(database: sqlite3.Connection, table: str, columns: str, name: str) -> list[tuple[str | None, ...]]:
    """What one of the format's own tables says of a table; nothing when the package does without it.

    All of it is text, of whatever type somebody stored it.
    """
    if not _there(database, table):
        return []
    query = f"SELECT {columns} FROM {table} WHERE table_name = ? COLLATE NOCASE"
    return [tuple(map(_stated, row)) for row in database.execute(query, (name,))]


def _there(database: sqlite3.Connection, table: str) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def geometry_types(database: sqlite3.Connection) -> dict[str, set[str]]:
    """The types of geometry, in upper case, that the package says its tables hold, by name in lower case."""
    found: dict[str, set[str]] = {}
    if _there(database, "gpkg_geometry_columns"):
        for row in database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"):
            name, kind = map(_stated, row)
            found.setdefault((name or "").lower(), set()).add(str(kind).upper())
    return found


def _stated(value: Any) -> str | None:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else None if value is None else str(value)


def read_table(database: sqlite3.Connection, key: str, name: str, found: Findings) -> Table | None:
    """A table of text; ``None`` when it has no columns."""
    kind = PLAIN_KINDS[key]
    records = _records(database, name, kind.columns, found)
    if records is None:
        return None
    if not records.headings:
        found.wrong(Message("geodata.table.empty"), name)
        return None
    header = [heading.strip() for heading in records.headings]
    keys = recognise(kind, header, name, found, None)
    check_columns(kind, keys, name, None, found)
    texts = (tuple(map(as_cell, row)) for row in records.rows)
    rows = tuple(Row(cells, line) for line, cells in enumerate(texts, start=1) if any(cells))
    if not rows and kind.required:
        found.wrong(Message("geodata.table.no_rows"), name)
    return Table(name, tuple(header), keys, rows, line=None)


def read_layer(database: sqlite3.Connection, name: str, county: CRS | None, found: Findings) -> Layer | None:
    """The features of a layer; ``None`` when it has none or is no layer."""
    records = _records(database, name, (AREA_CODE,), found)
    if records is None:
        return None
    if records.geometries is None:
        found.wrong(Message("geodata.package.no_geometry"), name)
        return None
    if not records.rows:
        found.wrong(Message("geodata.areas.empty"), name)
        return None
    shapes = gpkg.shapes(records.geometries)
    features = tuple(Feature(_properties(records, row), shape) for row, shape in zip(records.rows, shapes, strict=True))
    return Layer(name, features, _crs(database, name, county))


def _properties(records: _Records, row: Sequence[Any]) -> dict[str, Any]:
    """The attributes of a feature, JSON and truth values as they were before they were stored."""
    return {
        heading: _restored(value, kind)
        for heading, kind, value in zip(records.headings, records.types, row, strict=True)
        if value is not None or kind != JSON
    }


def _restored(value: Any, kind: str) -> Any:
    if kind == "BOOLEAN" and value in (0, 1):
        return bool(value)
    if kind == JSON and isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):  # edited by hand: it is the text it looks like
            return value
    return value


def _crs(database: sqlite3.Connection, name: str, county: CRS | None) -> str | None:
    """The system of a layer under the name it was written with, as long as that still means the same."""
    numbers = rows_of(database, "gpkg_geometry_columns", "srs_id", name)
    says = rows_of(database, "gpkg_contents", "description", name)
    stated = numbers[0][0] if numbers else None
    number = int(stated) if stated and WHOLE.fullmatch(stated) else None
    said = (says[0][0] or "") if says else ""
    known = gpkg.system(database, number)
    if said == COUNTYS:
        same = known is None or (county is not None and gpkg.number_of(database, county) == number)
        return None if same else known
    if said.startswith(WRITTEN):
        written = said.removeprefix(WRITTEN)
        crs = parse(written)
        same = gpkg.number_of(database, crs) == number if isinstance(crs, CRS) else known is None
        return written if same else known or UNSTATED
    return known or UNSTATED
