"""A county in (Geo)DataFrames, to :class:`~geodata.tables.table.Tables`: the headings and cells of a file.

Neither pandas nor geopandas is imported here. Records count from 1 in mistakes, as those of a GeoPackage do; a named
index is a column like others. What it may get wrong: a number becomes the shortest text that means it, so a code that
begins with a zero must be text.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import UNSTATED, WGS84, name_of, on_wgs84, parse
from geodata.tables.cells import as_cell
from geodata.tables.columns import check_columns, find, recognise
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS, Kind
from geodata.tables.settings import overlaid
from geodata.tables.table import Feature, Layer, Row, Table, Tables
from zoning.model.errors import InputError, unlike
from zoning.texts import Message

if TYPE_CHECKING:
    from pandas import DataFrame, Series

SETTINGS = "settings"
UNNAMED = {"code": "0", "name": "县"}
"""What a county is called whose settings do not say it."""
SEATS = (("stations", "lon"), ("stations", "lat"))
DECIMALS = 9
"""Of a degree that was moved here: a tenth of a millimetre."""


def tables_from_frames(
    frames: "Mapping[str, DataFrame | None]", layers: "Mapping[str, DataFrame | None]", settings: Mapping[str, Any]
) -> Tables:
    """The tables of a county.

    Parameters
    ----------
    frames : the tables by key; seats may be the points of a GeoDataFrame in the place of ``lon`` and ``lat``
    layers : ``areas`` and ``roads``, with geometries
    settings : those of ``county.toml``, nested as there or by dotted key

    Raises
    ------
    TypeError
        When a key is that of no table.
    InputError
        When something is no frame.
    """
    unknown = [key for key in frames if key not in KINDS]
    if unknown:
        raise TypeError(f"no table of a county is called {', '.join(unknown)}; there are {', '.join(KINDS)}")
    given = {key: frame for key, frame in frames.items() if frame is not None}
    strange = {key: one for key, one in {**given, **layers}.items() if one is not None and not hasattr(one, "iloc")}
    if strange:
        raise InputError([unlike(key, one, "DataFrame") for key, one in strange.items()])
    found = Findings()
    content = overlaid(UNNAMED, settings)
    unplaced = None
    if "stations" in given:
        given["stations"], unplaced = _with_seats(given["stations"], content)
    tables = {key: _table(KINDS[key], frame, found) for key, frame in given.items()}
    if unplaced is not None:  # in the place of two columns said to be missing
        found.mistakes = [one for one in found.mistakes if (one.table, one.column) not in SEATS]
        found.wrong(unplaced, "stations", column="geometry")
    read = {key: _layer(key, frame, found) for key, frame in layers.items() if frame is not None}
    return Tables(
        content,
        tables,
        read.get("areas"),
        read.get("roads"),
        settings_file=SETTINGS,
        failed=frozenset(key for key, layer in read.items() if layer is None),
        mistakes=tuple(found.mistakes),
        notices=tuple(found.notices),
        naming="{key}",
    )


def _table(kind: Kind, frame: "DataFrame", found: Findings) -> Table:
    """A frame as a table of text; its geometries are left out."""
    flat = _with_index(frame)
    kept = [at for at, dtype in enumerate(flat.dtypes) if str(dtype) != "geometry"]
    header = tuple(str(flat.columns[at]).strip() for at in kept)
    keys = recognise(kind, header, kind.key, found, None)
    check_columns(kind, keys, kind.key, None, found)
    cells = zip(*(_texts(flat.iloc[:, at]) for at in kept), strict=True)
    rows = tuple(Row(texts, line) for line, texts in enumerate(cells, start=1) if any(texts))
    if not rows and kind.required:
        found.wrong(Message("geodata.table.no_rows"), kind.key)
    return Table(kind.key, header, keys, rows, line=None)


def _texts(column: "Series[Any]") -> list[str]:
    """The cells of a column; what pandas calls missing is blank."""
    blank = column.isna().tolist()
    return ["" if gone else as_cell(value) for value, gone in zip(column.tolist(), blank, strict=True)]


def _with_index(frame: "DataFrame") -> "DataFrame":
    """The frame with its named index as columns, unless columns have these names already."""
    names = list(frame.index.names)
    return frame if None in names or set(names) & set(frame.columns) else frame.reset_index()


def _with_seats(frame: "DataFrame", settings: Mapping[str, Any]) -> "tuple[DataFrame, Message | None]":
    """The stations with the points of a GeoDataFrame as columns, and why the points cannot be taken, if they cannot.

    Columns ``lon`` or ``lat`` come first: with either of them, and in a frame without points, nothing is taken. Points
    are taken in a county on WGS 84, as it is unless its settings say otherwise.
    """
    columns = KINDS["stations"].columns
    told = {column.key for name in _with_index(frame).columns if (column := find(str(name).strip(), columns)[0])}
    shapes, system = _shapes(frame) or [], parse(_system(frame))
    points = [shape for shape in shapes if shape is not None and shape.geom_type == "Point" and not shape.is_empty]
    if told & {"lon", "lat"} or not points:
        return frame, None
    if len(points) < len(frame):
        return frame, Message("geodata.frames.no_point", {"count": len(frame) - len(points)})
    if isinstance(system, Message):
        return frame, Message("geodata.frames.no_system")
    if parse(settings.get("crs", 4326)) != WGS84:
        return frame, Message("geodata.frames.other_system", {"crs": settings["crs"]})
    degrees = shapely.get_coordinates(on_wgs84(points, system)).round(DECIMALS)
    return frame.assign(lon=degrees[:, 0], lat=degrees[:, 1]), None


def _layer(key: str, frame: "DataFrame", found: Findings) -> Layer | None:
    """A frame with geometries as a layer, or ``None`` with the mistake in ``found``."""
    shapes, flat = _shapes(frame), _with_index(frame)
    if shapes is None:
        found.wrong(Message("geodata.frames.no_geometry"), key)
        return None
    if not shapes:
        found.wrong(Message("geodata.areas.empty"), key)
        return None
    kept = [at for at, dtype in enumerate(flat.dtypes) if str(dtype) != "geometry"]
    names = [str(flat.columns[at]) for at in kept]
    columns = [_plain(flat.iloc[:, at]) for at in kept]
    records = zip(*columns, strict=True) if columns else ((),) * len(shapes)
    features = (Feature(dict(zip(names, row, strict=True)), s) for row, s in zip(records, shapes, strict=True))
    return Layer(key, tuple(features), _system(frame))


def _shapes(frame: "DataFrame") -> list[BaseGeometry | None] | None:
    """The active geometries of a GeoDataFrame, without heights; ``None`` for a frame that has none."""
    column = getattr(frame, "geometry", None)
    if column is None or str(getattr(column, "dtype", "")) != "geometry":
        return None
    flat: list[BaseGeometry | None] = shapely.force_2d(np.array(column.tolist(), dtype=object)).tolist()
    return flat


def _system(frame: "DataFrame") -> str:
    """The name of a frame's coordinate system."""
    crs: Any = getattr(frame, "crs", None)
    return UNSTATED if crs is None else name_of(crs.to_wkt()) or UNSTATED


def _plain(column: "Series[Any]") -> list[Any]:
    """The attributes of a column as text, numbers, truth values or ``None``."""
    blank = column.isna().tolist()
    values = zip(column.tolist(), blank, strict=True)
    return [None if gone else value if isinstance(value, (bool, int, float)) else str(value) for value, gone in values]
