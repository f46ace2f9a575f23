"""Spoilt GeoPackages and Shapefiles, for :mod:`tests.geodata.mutants`: by SQL, by odd shapes, by other companions."""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyogrio.errors import DataSourceError, FieldError, GeometryError  # type: ignore[import-untyped]

import geodata
from geodata.formats.gpkg import quoted
from tests.geodata import layered
from tests.geodata.damage import spoil_bytes, spoil_zip
from tests.geodata.drawn import CODES, draw
from tests.geodata.everything import everything
from tests.geodata.odd import HEADINGS, Rng, cell, pick, times


@cache
def _package(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as within:
        source = Path(within) / "county"
        target = Path(within) / "county.gpkg"
        tables = geodata.read_source(draw(source) if name == "drawn" else everything(source))
        geodata.write_county(tables, target)
        return target.read_bytes()


def geopackage(at: Path, rng: Rng) -> Path:
    """A whole county as a GeoPackage, or its areas as one, spoilt by SQL or byte by byte."""
    whole = rng.random() < 0.75
    if whole:
        path = at / "县.gpkg"
        path.write_bytes(_package(pick(rng, ("drawn", "everything"))))
    else:
        path = layered.save(draw(at / "county", areas=False, borders=bool(rng.random() < 0.5)) / "areas.gpkg")
        with closing(sqlite3.connect(path)) as database:
            database.execute("UPDATE gpkg_contents SET last_change = '2024-01-01T00:00:00.000Z'")
            database.commit()
    if rng.random() < 0.65:
        for _ in times(rng):
            _alter(path, rng)
    else:
        path.write_bytes(spoil_bytes(path.read_bytes(), rng))
    return path if whole else path.parent


def _alter(path: Path, rng: Rng) -> None:
    """One change by SQL; one that the database itself refuses changes nothing."""
    with closing(sqlite3.connect(path)) as database, suppress(sqlite3.Error, UnicodeEncodeError):
        database.text_factory = bytes
        names = [
            name.decode("utf-8", "replace")
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        ]
        if not names:
            return
        table = quoted(pick(rng, names))
        columns = [row[1].decode("utf-8", "replace") for row in database.execute(f"PRAGMA table_info({table})")]
        column = quoted(pick(rng, columns)) if columns else '"x"'
        row = int(rng.integers(0, 10))
        value = pick(
            rng, (None, 0, -1, 2**62, 1e300, float("inf"), b"", b"GP\x00\x01", b"\xff" * 40, cell(rng, typed=False))
        )
        other = quoted(pick(rng, (*HEADINGS, "stations", "incidents", "areas", "派出所", "gpkg_contents")))
        statement, values = pick(
            rng,
            (
                (f"UPDATE {table} SET {column} = ? WHERE rowid % 10 = {row}", (value,)),
                (f"UPDATE {table} SET {column} = ?", (value,)),
                (f"UPDATE {table} SET {column} = CAST({column} AS BLOB)", ()),
                (f"UPDATE {table} SET {column} = substr({column}, 1, {row})", ()),
                (f"UPDATE {table} SET {column} = zeroblob({10**row})",
                ()) if row < 7 else (f"DELETE FROM {table} WHERE rowid = ?", (row,)),
                (f"DELETE FROM {table}", ()),
                (f"DROP TABLE {table}", ()),
                (f"ALTER TABLE {table} RENAME TO {other}", ()),
                (f"ALTER TABLE {table} RENAME COLUMN {column} TO {other}", ()),
                (f"ALTER TABLE {table} ADD COLUMN {other}", ()),
                (f"ALTER TABLE {table} DROP COLUMN {column}", ()),
                (f"CREATE VIEW {other} AS SELECT * FROM {table}, {table}", ()),
                (f"INSERT INTO {table} SELECT * FROM {table}", ()),
                (f"CREATE TABLE {other} AS SELECT * FROM {table}", ()),
            ),
        )  # fmt: skip
        database.execute(statement, values)
        database.commit()


# ----------------------------------------------------------------------------------------------------------- Shapefile
ENDINGS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
BESIDE = {
    ".prj": (b"", b"x", b'GEOGCS["Xian 1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140,298.257]]]',
    b"[" * 3000, "坐标".encode()),
    ".cpg": (b"", b"GBK", b"UTF-8", b"65001", b"OEM", b"\xff\xfe", b"utf-16", b"x" * 500, b"idna", b"rot13",
    b"base64", b"undefined"),
}  # fmt: skip
WRITING = (DataSourceError, FieldError, GeometryError, RuntimeError, ValueError, OverflowError, TypeError)


def shapefile(at: Path, rng: Rng) -> Path:
    """A folder whose areas are a Shapefile, loose or zipped, with odd shapes, attributes, companions or bytes."""
    folder = draw(at / "county", areas=False, borders=bool(rng.random() < 0.3))
    shapes: list[Any] = list(layered.SQUARES)
    held: dict[str, list[Any]] = {"code": list(CODES), "名称": list(layered.NAMES)}
    for _ in times(rng) if rng.random() < 0.6 else ():
        shapes[int(rng.integers(9))] = pick(rng, _ODD_SHAPES)(shapes[int(rng.integers(9))], rng)
        if rng.random() < 0.5:
            held[pick(rng, ("code", "名称", "Code", "所", "x" * 30))] = [
                cell(rng, typed=False)[:200].replace("\ufffe", "") for _ in CODES
            ]
    _save(folder, shapes, held, rng)
    for file in [folder / f"areas{end}" for end in ENDINGS if rng.random() < 0.12]:
        how = rng.random()
        if how < 0.2:
            file.unlink(missing_ok=True)
        elif how < 0.6 and file.suffix in BESIDE:
            file.write_bytes(pick(rng, BESIDE[file.suffix]))
        elif file.exists():
            file.write_bytes(spoil_bytes(file.read_bytes(), rng))
    if rng.random() < 0.3:
        parts = layered.parts(folder / "areas.shp", pick(rng, (None, "辖区", "a/b", "../x")))
        layered.zipped(folder / "areas.zip", parts)
        for file in folder.glob("areas.[!z]*"):
            file.unlink()
        if rng.random() < 0.4 and parts:
            file = folder / "areas.zip"
            spoil = spoil_zip if rng.random() < 0.5 else spoil_bytes
            file.write_bytes(spoil(file.read_bytes(), rng))
    return folder


def _save(folder: Path, shapes: list[Any], held: dict[str, list[Any]], rng: Rng) -> None:
    """The layer, or the one without mistakes where the driver cannot write the odd one."""
    options = {
        "encoding": pick(rng, ("GB18030", "UTF-8")),
        "cpg": bool(rng.random() < 0.7),
        "crs": pick(rng, ("EPSG:4490", "EPSG:4326", "EPSG:4214", None)),
        "DBF_DATE_LAST_UPDATE": "2024-01-01",
    }
    try:
        layered.shapefile(folder, geometries=shapes, attributes=held, geometry_type="Polygon", **options)
    except WRITING:
        for file in folder.glob("areas.*"):
            file.unlink()
        layered.shapefile(folder, DBF_DATE_LAST_UPDATE="2024-01-01")


_ODD_SHAPES: tuple[Callable[[Any, Rng], Any], ...] = (
    lambda _shape, _rng: None,
    lambda _shape, _rng: shapely.Polygon(),
    lambda shape, rng: shapely.transform(shape, lambda xy: xy * pick(rng, (-1, 1e5, 1e300))) if shape else None,
    lambda shape, rng: shapely.transform(shape, lambda xy: xy + rng.normal(0, 1e-5, 2)) if shape else None,
    lambda _shape, _rng: shapely.Polygon([(107, 30), (107.1, 30.1), (107.1, 30), (107, 30.1)]),
    lambda _shape, _rng: shapely.MultiPolygon([shapely.box(107, 30, 107.05, 30.05), shapely.box(108, 31, 108.1, 31.1)]),
    lambda _shape, _rng: shapely.Polygon(shapely.box(107, 30, 107.3, 30.3).exterior, [shapely.box(107.1, 30.1,
    107.2, 30.2).exterior.coords]),
    lambda _shape, _rng: shapely.Polygon([(107, 30), (np.inf, 30), (107, np.nan)]),
)  # fmt: skip
