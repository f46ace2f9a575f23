"""GeoPackages written, edited as another program would, and read back."""

import sqlite3
from pathlib import Path

import shapely

from geodata.sources.geopackage import read_geopackage
from geodata.sources.packing import render_geopackage
from geodata.tables.table import Tables

BOX = shapely.box(107, 30, 107.1, 30.1)


def packed(tables: Tables, path: Path) -> Path:
    path.write_bytes(render_geopackage(tables))
    return path


def through(tables: Tables, at: Path) -> Tables:
    return read_geopackage(packed(tables, at / "county.gpkg"))


def edited(path: Path, *statements: str) -> Path:
    """The package after some SQL of somebody else."""
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return path
