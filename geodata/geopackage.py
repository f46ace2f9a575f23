"""A county from one GeoPackage, whoever wrote it, to :class:`~geodata.table.Tables`.

Tables are found by their English or Chinese name, registered or not. What it may get wrong: in a package of other
programs, numbers become the shortest text that means them, rows count from 1 in the order of their keys, and of tables
that are no layers here geometries are not used.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pyproj import CRS

from geodata import gpkg, guard
from geodata.columns import AREA_CODE, Column, find, missing, plain, recognise
from geodata.crs import parse
from geodata.findings import Findings
from geodata.flat import CLASSES, SETTINGS, read_flat
from geodata.flat_layer import SHOWN
from geodata.gpkg import quoted
from geodata.packing import COUNTYS, EXACT, JSON, LAYERS, PLAIN_KINDS, WRITTEN
from geodata.table import Feature, Layer, Row, Table, Tables
from zoning.errors import InputError, Mistake, mistake
from zoning.texts import Message

SERVING = re.compile(r"(?i)(gpkg|rtree|sqlite|idx)_.*|layer_styles|qgis_projects")
"""Tables that serve the format itself, or the look of a map."""
NAMES = {plain(word): kind.key for kind in PLAIN_KINDS.values() for word in (kind.key, kind.name)}
NAMES |= {plain(word): key for key, chinese in LAYERS.items() for word in (key, chinese)}
"""What a table is by its plain name."""
DAMAGE = (sqlite3.Error, UnicodeDecodeError, MemoryError)
"""What a damaged database makes of the library: its complaints may quote it, or an absurd size that it states."""
T = TypeVar("T")


def read_geopackage(path: Path | str) -> Tables:
    """All the tables of a county in one GeoPackage; what is wrong inside them is in ``mistakes`` of the result.

    Raises
    ------
    InputError
        When the file is no GeoPackage, or one that must not be opened.
    """
    path, found = Path(path), Findings()
    data = guard.load(path, found, ".gpkg")
    if data is None:
        raise InputError(found.mistakes)
    try:
        with gpkg.opened(data) as database:
            return _tables(database, path.name, found)
    except DAMAGE as error:
        raise InputError([_broken(error, path.name)]) from error


def _broken(error: Exception, table: str) -> Mistake:
    """The mistake behind what the database says of itself."""
    endless = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return mistake(
        f"geodata.package.{'endless' if endless else 'broken'}",
        table=table,
        reason=f"{type(error).__name__}: {error}"[:SHOWN],
    )


def _tables(database: sqlite3.Connection, file: str, found: Findings) -> Tables:
    """The county behind an open package."""
    listed = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND sql NOT LIKE 'CREATE VIRTUAL%'"
    names = [str(name) for (name,) in database.execute(f"{listed} ORDER BY rowid")]
    if "gpkg_contents" not in names:
        raise InputError([mistake("geodata.package.foreign", table=file)])
    places: dict[str, str] = {}
    for name in names:
        key = NAMES.get(plain(name))
        if key in places:
            found.wrong(Message("geodata.file.twice", {"other": places[key]}), name)
        elif key is not None:
            places[key] = name
    tables, layers = {}, {}
    for key, name in places.items():
        if key not in LAYERS and (table := _guarded(partial(_read_table, database, key, name, found), name, found)):
            tables[key] = table
    content, _ = read_flat(tables.pop(SETTINGS.key, None), tables.pop(CLASSES.key, None), found)
    for key, name in places.items():
        if key in LAYERS and (layer := _guarded(partial(_read_layer, database, name, content, found), name, found)):
            layers[key] = layer
    failed = {key for key in places if key not in {**tables, **layers} and key not in (SETTINGS.key, CLASSES.key)}
    return Tables(
        content,
        tables,
        layers.get("areas"),
        layers.get("roads"),
        settings_file=places.get(SETTINGS.key, SETTINGS.key),
        failed=frozenset(failed | ({"county"} if content is None and SETTINGS.key in places else set())),
        unread=tuple(name for name in names if name not in places.values() and not SERVING.fullmatch(name)),
        mistakes=tuple(found.mistakes),
        notices=tuple(found.notices),
        naming="{key}",
    )


def _guarded(read: Callable[[], T | None], name: str, found: Findings) -> T | None:
    """What is read, or ``None`` with the mistake where the database breaks off."""
    try:
        return read()
    except DAMAGE as error:
        found.mistakes.append(_broken(error, name))
        return None


@dataclass(frozen=True)
class _Records:
    """What a table of a package holds: headings as written, types as declared, rows of values, its geometries."""

    headings: list[str]
    types: list[str]
    rows: list[tuple[Any, ...]]
    geometries: list[Any] | None


def _records(database: sqlite3.Connection, name: str, columns: tuple[Column, ...], found: Findings) -> _Records | None:
    """The records of a table, without the key that only numbers them and without binary values."""
    own = _rows_of(database, "gpkg_data_columns", "column_name, title, description, mime_type", name)
    titles = {column: title or "" for column, title, says, _ in own if says == gpkg.AS_WRITTEN}
    mimes = {column: mime for column, _, _, mime in own if mime}
    shapes = [column for (column,) in _rows_of(database, "gpkg_geometry_columns", "column_name", name)]
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
    binary = {i for row in rows for i, value in enumerate(row[: len(kept)]) if isinstance(value, bytes)}
    if binary:
        found.note("geodata.notice.binary_columns", table=name, columns=[kept[i][0] for i in sorted(binary)])
    left = [i for i in range(len(kept)) if i not in binary]
    return _Records(
        [titles.get(kept[i][0], kept[i][0]) for i in left],
        [kept[i][1] for i in left],
        [tuple(row[i] for i in left) for row in rows],
        geometries,
    )


def _rows_of(database: sqlite3.Connection, table: str, columns: str, name: str) -> list[tuple[Any, ...]]:
    """What one of the format's own tables says of a table; nothing when the package does without it."""
    if database.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is None:
        return []
    return database.execute(f"SELECT {columns} FROM {table} WHERE table_name = ? COLLATE NOCASE", (name,)).fetchall()


def _read_table(database: sqlite3.Connection, key: str, name: str, found: Findings) -> Table | None:
    """A table of text; ``None`` when it has no columns."""
    kind = PLAIN_KINDS[key]
    records = _records(database, name, kind.columns, found)
    if records is None:
        return None
    if not records.headings:
        found.wrong(Message("geodata.table.empty"), name)
        return None
    header = [heading.strip() for heading in records.headings]
    keys = recognise(kind, header, name, found)
    for column in missing(kind, keys):
        says = Message("geodata.table.missing_column", {"aliases": [column.key, *column.aliases[:2]]})
        found.wrong(says, name, None, column.key)
    texts = (tuple(map(_text, row)) for row in records.rows)
    rows = tuple(Row(cells, line) for line, cells in enumerate(texts, start=1) if any(cells))
    if not rows and kind.required:
        found.wrong(Message("geodata.table.no_rows"), name)
    return Table(name, tuple(header), keys, rows)


def _text(value: Any) -> str:
    """A value as a cell: the shortest text that means it, blank for none."""
    if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT:
        return str(int(value))
    return "" if value is None else str(value).strip()


def _read_layer(
    database: sqlite3.Connection, name: str, settings: Mapping[str, Any] | None, found: Findings
) -> Layer | None:
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
    return Layer(name, features, _crs(database, name, settings))


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


def _crs(database: sqlite3.Connection, name: str, settings: Mapping[str, Any] | None) -> str | None:
    """The system of a layer under the name it was written with, as long as that still means the same."""
    numbers = _rows_of(database, "gpkg_geometry_columns", "srs_id", name)
    says = _rows_of(database, "gpkg_contents", "description", name)
    number, said = numbers[0][0] if numbers else None, str(says[0][0] or "") if says else ""
    known = gpkg.system(database, number)
    if said == COUNTYS:
        county = parse((settings or {}).get("crs", 4326))
        same = known is None or (isinstance(county, CRS) and gpkg.number_of(database, county) == number)
        return None if same else known
    if said.startswith(WRITTEN):
        written = said.removeprefix(WRITTEN)
        crs = parse(written)
        same = gpkg.number_of(database, crs) == number if isinstance(crs, CRS) else known is None
        return written if same else known
    return known
