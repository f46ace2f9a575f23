"""The GeoPackage format itself: a database in memory written in one certain way, or opened without trusting it.

Written are bytes that depend on the content alone (and on the version of SQLite). A foreign database is read from its
bytes, never from its path: nothing it holds can write, load anything or run without end. What it may get wrong: curved
geometries are taken for missing ones. Reference: OGC 12-128r18, GeoPackage Encoding Standard 1.3.
"""

import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import numpy as np
import shapely
from pyproj import CRS
from pyproj.enums import WktVersion
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import name_of
from geodata.formats.guard import MAX_BYTES, MAX_SQL_STEPS

DATE = "2000-01-01T00:00:00.000Z"
"""Stands for the time of writing, so that equal counties give equal files."""
AS_WRITTEN = "heading as written"
"""Description of a column whose title is a heading that cannot be a name of a column."""
STEP = 1_000_000
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the envelope in front of a geometry, by its code."""
UNDEFINED = {-1: "Undefined Cartesian SRS", 0: "Undefined geographic SRS"}
OWN_IDS = 100_000
"""Systems that no authority numbers get numbers from here on."""
SCHEMA = """
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema',
   'read-write');
"""


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def created() -> Iterator[sqlite3.Connection]:
    """An empty GeoPackage in memory; ``serialize`` gives its bytes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(SCHEMA)
        for number, name in UNDEFINED.items():
            row = (name, number, "NONE", number, "undefined", None)
            database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)
        reference(database, CRS.from_epsg(4326))
        yield database


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """A foreign database in memory, to be read only and within limits.

    Everything done with it may raise :class:`sqlite3.Error`: damage shows where it is met.
    """
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += STEP
        return steps > MAX_SQL_STEPS

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.deserialize(data[:18] + b"\x01\x01" + data[20:])  # its journal, if it had one, has been asked for
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
        database.set_progress_handler(count, STEP)
        for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
            database.execute(f"PRAGMA {pragma}")
        database.text_factory = _text
        yield database


def _text(data: bytes) -> str:
    """Text of a database, which should be UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _other_text(data)


def _other_text(data: bytes) -> str:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def column_names(headings: Sequence[str], taken: Sequence[str]) -> list[str]:
    """A name for the column of each heading: the heading itself where it can be one, else ``column_3`` and the like."""
    used = {name.casefold() for name in taken}
    wanted = {heading.casefold() for heading in headings} | used
    names = []
    for number, heading in enumerate(headings, start=1):
        name = heading
        if not heading.strip() or not heading.isprintable() or heading.casefold() in used:
            name = next(
                n for i in range(len(wanted) + 1) if (n := f"column_{number}{'_' * i}").casefold() not in wanted
            )
        used.add(name.casefold())
        wanted.add(name.casefold())
        names.append(name)
    return names


def reference(database: sqlite3.Connection, crs: CRS | None, geographic: bool = True) -> int:
    """The number under which a coordinate system stands in the package, entered when it is new."""
    if crs is None:
        return 0 if geographic else -1
    known = number_of(database, crs)
    if known is not None:
        return known
    top = database.execute("SELECT max(srs_id) FROM gpkg_spatial_ref_sys").fetchone()[0]
    code = crs.to_epsg()
    number = code or max(OWN_IDS, top + 1)
    row = (crs.name, number, "EPSG" if code else "NONE", number, _definition(crs), None)
    database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)
    return number


def number_of(database: sqlite3.Connection, crs: CRS) -> int | None:
    """The number under which a coordinate system stands in the package already."""
    code = crs.to_epsg()
    column, value = ("definition", _definition(crs)) if code is None else ("organization_coordsys_id", code)
    sql = f"SELECT srs_id FROM gpkg_spatial_ref_sys WHERE {column} = ? AND (upper(organization) = 'EPSG' OR ?)"
    row = database.execute(sql, (value, code is None)).fetchone()
    return None if row is None else int(row[0])


def _definition(crs: CRS) -> str:
    """Well-known text of the first edition, which the format asks for, where the system can be said in it."""
    try:
        return str(crs.to_wkt(WktVersion.WKT1_GDAL))
    except CRSError:
        return str(crs.to_wkt())


def system(database: sqlite3.Connection, number: int | None) -> str | None:
    """The name of a coordinate system of the package, such as ``EPSG:4490``; ``None`` when it is undefined."""
    if number in UNDEFINED:
        return None
    sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?"
    row = database.execute(sql, (number,)).fetchone()
    if row is None:
        return None
    organization, code, definition = map(str, row)
    return f"EPSG:{code}" if organization.strip().upper() == "EPSG" else name_of(definition)


def blob(shape: BaseGeometry | None, number: int) -> bytes | None:
    """A geometry as the format stores it: a header with its envelope, then ISO well-known binary."""
    if shape is None:
        return None
    empty = bool(shape.is_empty)
    header = struct.pack("<2sBBi", b"GP", 0, 0b10001 if empty else 0b00011, number)
    if not empty:
        low_x, low_y, high_x, high_y = shape.bounds
        header += struct.pack("<4d", low_x, high_x, low_y, high_y)
    return header + bytes(shapely.to_wkb(shape, flavor="iso", byte_order=1))


def shapes(blobs: Sequence[Any]) -> list[BaseGeometry | None]:
    """The geometries behind their stored form, ``None`` where there is none or it cannot be read."""
    found = shapely.from_wkb(np.array([_binary(value) for value in blobs], dtype=object), on_invalid="ignore")
    return [None if shape is None or shapely.get_type_id(shape) > 7 else shape for shape in found.tolist()]


def _binary(value: Any) -> bytes | None:
    """The well-known binary behind the header of a stored geometry."""
    if not isinstance(value, bytes) or len(value) < 8 or not value.startswith(b"GP"):
        return None
    code = value[3] >> 1 & 0b111
    return value[8 + ENVELOPES[code] :] if code < len(ENVELOPES) and not value[3] & 0b100000 else None
