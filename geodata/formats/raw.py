"""What GDAL reads, as plain values: attributes as text and numbers, geometries as they are, without heights.

What it may get wrong: GDAL straightens curves, and a geometry it cannot make sense of is missing; the sentence that
names the feature comes from :mod:`geodata.space.areas`.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import UNSTATED, name_of
from geodata.tables.findings import Findings
from geodata.tables.table import Feature, Layer
from zoning.texts import Message

COUNTS = "gpkg_ogr_contents"
"""The table in which GDAL keeps how many features a layer has."""


@dataclass(frozen=True)
class Raw:
    """A layer as the driver gives it: names of the attributes, one column for each, geometries, coordinate system."""

    fields: list[str]
    columns: list[list[Any]]
    shapes: list[BaseGeometry | None]
    crs: str


def read_raw(data: bytes, layer: str | None, file: str, found: Findings, encoding: str | None = None) -> Raw | None:
    """What the driver reads, or ``None`` with the mistake in ``found``."""
    from pyogrio.raw import read  # type: ignore[import-untyped]

    taken = quietly(partial(read, data, layer=layer, encoding=encoding, force_2d=True, datetime_as_string=True))
    if taken is None:
        found.wrong(Message("geodata.layer.unreadable"), file)
        return None
    about, _, shapes, columns = taken
    kinds = [str(kind) for kind in about["dtypes"]]
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are named by whoever looks at the shape
        geometries = shapely.from_wkb(shapes, on_invalid="ignore").tolist()
    return Raw(
        [str(name) for name in about["fields"]],
        [[_plain(value, kind) for value in column.tolist()] for column, kind in zip(columns, kinds, strict=True)],
        geometries,
        name_of(about["crs"]) or UNSTATED,
    )


def quietly(action: Callable[[], Any]) -> Any:
    """What a driver gives, or ``None`` when it fails; its warnings are about names and journals, not about content."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            return action()
        except (RuntimeError, ValueError, IndexError):  # those of the driver are RuntimeErrors
            return None


def without_queries(data: bytes) -> tuple[bytes, list[str]] | None:
    """A GeoPackage without its stored queries and triggers, which may never end, and the names of queries as layers.

    What it says of the number of features goes as well: a driver that believes it makes room for as many. ``None`` when
    the file is broken, or one of the format's own tables is a query.
    """
    import sqlite3

    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.deserialize(data[:18] + b"\1\1" + data[20:])  # whatever its journal, which lies beside the file
        found = database.execute("SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchall()
        views = [name for kind, name in found if kind == "view"]
        if any(name.lower().startswith("gpkg_") for name in views):
            return None
        counts = database.execute("SELECT name FROM sqlite_master WHERE lower(name) = ? AND type = 'table'", (COUNTS,))
        gone = [("table", name) for (name,) in counts.fetchall()]
        if not views and not gone:
            return data, []
        listed = {name.lower() for (name,) in database.execute("SELECT table_name FROM gpkg_contents")} if views else ()
        for kind, name in sorted(found) + gone:  # triggers first, which are asked when rows go
            database.execute(f'DROP {kind} "' + name.replace('"', '""') + '"')
        for name in views:
            for table in ("gpkg_geometry_columns", "gpkg_contents"):
                database.execute(f"DELETE FROM {table} WHERE lower(table_name) = ?", (name.lower(),))
        return database.serialize(), [name for name in views if name.lower() in listed]
    except (sqlite3.Error, UnicodeDecodeError):  # the engine's own words may quote bytes that are no text
        return None
    finally:
        database.close()


def _plain(value: Any, kind: str) -> Any:
    """An attribute as text, number, truth value or ``None``."""
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if kind.startswith("int") else value
    return value if value is None or isinstance(value, (str, int)) else str(value)


def as_layer(raw: Raw, file: str, found: Findings) -> Layer | None:
    """The features behind the columns."""
    if not raw.shapes:
        found.wrong(Message("geodata.areas.empty"), file)
        return None
    fields = distinct(raw.fields)
    if fields != raw.fields:
        renamed = [f"{one} → {other}" for one, other in zip(raw.fields, fields, strict=True) if one != other]
        found.note("geodata.notice.equal_fields", file=file, fields=renamed, count=len(renamed))
    rows = zip(*raw.columns, strict=True) if raw.columns else ((),) * len(raw.shapes)
    features = (
        Feature(dict(zip(fields, row, strict=True)), shape) for row, shape in zip(rows, raw.shapes, strict=True)
    )
    return Layer(file, tuple(features), raw.crs)


def distinct(names: Sequence[str]) -> list[str]:
    """The names, those that are there already with a number behind: 派出所, 派出所_1."""
    taken: set[str] = set()
    made: list[str] = []
    for name in names:
        options = (name, *(f"{name}_{number}" for number in range(1, len(names) + 1)))
        made.append(next(one for one in options if one not in taken and (one == name or one not in names)))
        taken.add(made[-1])
    return made
