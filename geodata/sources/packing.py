"""A whole county packed as one GeoPackage: attribute tables of text, areas and roads as layers.

Headings stay as written: one that cannot name a column (blank, given twice, ``fid``) is kept as the title of a column
with a makeshift name. Attributes of layers keep their types; a mixed one becomes JSON and says so. The same tables give
the same bytes. What it may get wrong: a whole number among fractions comes back as a fraction of the same value.
"""

import math
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import NoneType
from typing import Any

import numpy as np
import shapely
from pyproj import CRS

from geodata.coordinates.crs import parse
from geodata.formats import gpkg
from geodata.formats.gpkg import quoted
from geodata.sources import attached
from geodata.sources.flat import CLASSES, SETTINGS, classes_table, settings_table
from geodata.sources.flat_layer import dumped
from geodata.tables.kinds import KINDS
from geodata.tables.table import Layer, Table, Tables
from zoning.model.errors import InputError, mistake

PLAIN_KINDS = {kind.key: kind for kind in (SETTINGS, CLASSES, *KINDS.values())}
JSON = "application/json"
EXACT = 2**53
"""Whole numbers beyond it are not all kept by a column of fractions."""
WRITTEN = "crs as written: "
"""Begins the description of a layer whose system is called otherwise than its number in the package."""
COUNTYS = "crs of the county"
"""Description of a layer that names no system of its own."""


def render_geopackage(tables: Tables) -> bytes:
    """The bytes of the package; the same tables give the same bytes.

    Raises
    ------
    InputError
        When a table is more than the format can hold.
    """
    with gpkg.created() as database:
        flat: dict[str, Table | None] = dict(tables.tables)
        settings = attached.settings_inside(tables)
        if tables.settings is not None:
            flat = {SETTINGS.key: settings_table(settings), CLASSES.key: classes_table(settings)} | flat
        for name, part in (*flat.items(), *((kind.key, getattr(tables, kind.key)) for kind in attached.KINDS)):
            try:
                if isinstance(part, Table):
                    _write_table(database, name, part)
                elif part is not None:
                    _write_layer(database, name, part, stated(settings, name))
            except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
                raise InputError([mistake("geodata.package.cannot_hold", table=name, reason=str(error))]) from error
        return database.serialize()


def _write_table(database: sqlite3.Connection, name: str, table: Table) -> None:
    names = gpkg.column_names(table.header, ["fid"])
    _create(database, name, "attributes", PLAIN_KINDS[name].name, [f"{quoted(column)} TEXT" for column in names])
    _describe(database, name, names, table.header)
    _insert(database, name, names, ([cell or None for cell in row.cells] for row in table.rows))


def stated(settings: Mapping[str, Any] | None, layer: str) -> CRS | None:
    """The system that the settings state for a layer which names none of its own."""
    section = (settings or {}).get(layer)
    own = section.get("crs") if isinstance(section, Mapping) else None
    crs = parse((settings or {}).get("crs", 4326) if own is None else own)
    return crs if isinstance(crs, CRS) else None


def _write_layer(database: sqlite3.Connection, name: str, layer: Layer, county: CRS | None) -> None:
    """A layer with its geometries; its system is the county's where it states none."""
    title = next(kind.name for kind in attached.KINDS if kind.key == name)
    attributes = list(dict.fromkeys(key for feature in layer.features for key in feature.properties))
    names = gpkg.column_names(attributes, ["fid", "geom"])
    kinds = [_type([feature.properties for feature in layer.features], key) for key in attributes]
    shapes = [feature.geometry for feature in layer.features]
    own = county if layer.crs is None else parse(layer.crs)
    bounds = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    degrees = not any(abs(value) > 360 for value in bounds)
    number = gpkg.reference(database, own if isinstance(own, CRS) else None, degrees)
    says = COUNTYS if layer.crs is None else ""
    if layer.crs is not None and gpkg.system(database, number) != layer.crs:
        says = WRITTEN + layer.crs
    box = [value if math.isfinite(value) else None for value in bounds]
    columns = [
        f"{quoted(column)} {kind if kind != JSON else 'TEXT'}" for column, kind in zip(names, kinds, strict=True)
    ]
    types = {shape.geom_type.upper() for shape in shapes if shape is not None}
    geometry = types.pop() if len(types) == 1 else "GEOMETRY"
    _create(database, name, "features", title, [f"geom {geometry}", *columns], says, box, number)
    high = any(shape is not None and shape.has_z for shape in shapes)
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, ?, 0)", (name, geometry, number, 2 if high else 0)
    )
    _describe(database, name, names, attributes, kinds)
    rows = (
        [
            gpkg.blob(f.geometry, number),
            *(_stored(f.properties, key, kind) for key, kind in zip(attributes, kinds, strict=True)),
        ]
        for f in layer.features
    )
    _insert(database, name, ["geom", *names], rows)


def _create(
    database: sqlite3.Connection,
    name: str,
    kind: str,
    title: str,
    columns: Sequence[str],
    says: str = "",
    box: Sequence[float | None] = (None,) * 4,
    system: int | None = None,
) -> None:
    database.execute(f"CREATE TABLE {quoted(name)} ({', '.join(['fid INTEGER PRIMARY KEY NOT NULL', *columns])})")
    row = (name, kind, title, says, gpkg.DATE, *box, system)
    database.execute("INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _describe(
    database: sqlite3.Connection, name: str, names: Sequence[str], headings: Sequence[str], kinds: Sequence[str] = ()
) -> None:
    """Enter the headings that cannot name a column, and the columns that hold JSON."""
    for i, (column, heading) in enumerate(zip(names, headings, strict=True)):
        title, says = (None, None) if column == heading else (heading, gpkg.AS_WRITTEN)
        mime = JSON if kinds and kinds[i] == JSON else None
        if says or mime:
            row = (name, column, None, title, says, mime, None)
            database.execute("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _insert(database: sqlite3.Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(columns))
    database.execute("BEGIN")
    database.executemany(f"INSERT INTO {quoted(name)} ({', '.join(map(quoted, columns))}) VALUES ({marks})", rows)
    database.execute("COMMIT")


def _is_text(value: str) -> bool:
    """Whether every program keeps the text: it is Unicode and does not end before its end."""
    return "\x00" not in value and value == value.encode("utf-8", "ignore").decode()


TYPES: tuple[tuple[str, set[type], Callable[[Any], bool]], ...] = (
    ("TEXT", {str}, _is_text),
    ("BOOLEAN", {bool}, lambda _: True),
    ("INTEGER", {int}, lambda value: -(2**63) <= value < 2**63),
    ("REAL", {int, float}, lambda value: math.isfinite(value) and (isinstance(value, float) or abs(value) <= EXACT)),
)
"""Type of a column, the types of its values, and whether it keeps one of them."""


def _type(records: Sequence[Mapping[str, Any]], key: str) -> str:
    """The type of column that keeps every value of an attribute; JSON where none does, or some lack the attribute."""
    values = [record[key] for record in records if key in record]
    kinds, known = {type(value) for value in values}, [value for value in values if value is not None]
    whole = len(values) == len(records)
    fitting = (name for name, types, fits in TYPES if whole and kinds <= types | {NoneType} and all(map(fits, known)))
    return next(fitting, JSON)


def _stored(record: Mapping[str, Any], key: str, kind: str) -> Any:
    return (dumped(record[key]) if key in record else None) if kind == JSON else record[key]
