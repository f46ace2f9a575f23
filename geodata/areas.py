"""The polygons of the stations: checked, keyed by code, in degrees on WGS 84, and in planes where they can be measured.

Nothing is repaired in silence: a polygon that crosses itself is named, with the place. What it may get wrong: whether
polygons overlap or leave gaps between them is not looked for.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geodata.columns import AREA_CODE, find
from geodata.crs import WGS84, belt, equal_area, move
from geodata.findings import Findings
from geodata.table import Feature, Layer
from zoning.county import Floats, Station
from zoning.texts import Message

DECIMALS = 6
"""Of a square kilometre: a square metre."""
AREA_TOLERANCE = 0.2
"""A stated area this far from its polygon's is worth a notice."""


@dataclass(frozen=True)
class Areas:
    """Polygons by station code, in degrees (WGS 84), and their areas in km²."""

    degrees: dict[str, BaseGeometry]
    km2: dict[str, float]


def read_areas(layer: Layer, names: dict[str, str], crs: CRS | None, found: Findings) -> Areas | None:
    """The polygon of every station, or ``None`` when any is missing or unusable. Rows count features, from 1.

    Without a known coordinate system they are only checked.
    """
    before = len(found.mistakes)
    rows: dict[str, int] = {}
    shapes: dict[str, BaseGeometry] = {}
    for row, feature in enumerate(layer.features, start=1):
        code = _code(feature, row, layer, names, rows, found)
        if (shape := _polygon(feature, row, layer, crs, found)) is not None and code is not None:
            shapes[code] = shape
    without = [f"{code} {name}".strip() for code, name in names.items() if code not in rows]
    if without and len(found.mistakes) == before:
        found.wrong(Message("geodata.areas.missing", {"stations": without, "count": len(without)}), layer.file)
    if len(found.mistakes) > before or crs is None or not shapes:
        return None
    return _measured(shapes, crs)


def _code(
    feature: Feature, row: int, layer: Layer, names: dict[str, str], rows: dict[str, int], found: Findings
) -> str | None:
    """The station a feature belongs to; text, though some programs write it as a number."""
    labels = [label for label in feature.properties if find(label, (AREA_CODE,))[0] is not None]
    value = feature.properties[labels[0]] if labels else None
    usable = isinstance(value, (str, int)) and not isinstance(value, bool)
    code = str(value).strip() if usable else ""
    if not code:
        found.wrong(Message("geodata.areas.no_code"), layer.file, row, labels[0] if labels else "code")
        return None
    if code not in names:
        says = Message("geodata.areas.unknown_code", {"hint": found.hint(code, "code", names)})
        found.wrong(says, layer.file, row, labels[0], code)
        return None
    if code in rows:
        found.wrong(Message("geodata.areas.duplicate", {"line": rows[code]}), layer.file, row, labels[0], code)
        return None
    rows[code] = row
    return code


def _polygon(feature: Feature, row: int, layer: Layer, crs: CRS | None, found: Findings) -> BaseGeometry | None:
    """The geometry of a feature when it is a valid polygon with a place on earth."""
    shape = feature.geometry
    if shape is None or shape.is_empty:
        found.wrong(Message("geodata.areas.no_geometry"), layer.file, row, "geometry")
    elif shape.geom_type not in ("Polygon", "MultiPolygon"):
        found.wrong(Message("geodata.areas.not_polygon"), layer.file, row, "geometry", shape.geom_type)
    elif crs is not None and crs.is_geographic and not _in_degrees(shape):
        found.wrong(Message("geodata.areas.not_degrees"), layer.file, row, "geometry", _corner(shape))
    elif crs is not None and crs.is_projected and _in_degrees(shape):
        found.wrong(Message("geodata.areas.not_metres"), layer.file, row, "geometry", _corner(shape))
    elif not shape.is_valid:
        found.wrong(Message("geodata.areas.invalid"), layer.file, row, "geometry", shapely.is_valid_reason(shape))
    elif crs is not None and not np.isfinite(shapely.get_coordinates(move([shape], crs, WGS84)[0])).all():
        found.wrong(Message("geodata.areas.nowhere"), layer.file, row, "geometry", _corner(shape))
    else:
        return shape
    return None


def _in_degrees(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


def _corner(shape: BaseGeometry) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:g} {y:g}"


def _measured(shapes: dict[str, BaseGeometry], crs: CRS) -> Areas:
    degrees = move(list(shapes.values()), crs, WGS84)
    lon, lat = shapely.get_coordinates(degrees).T
    flat = np.array(move(degrees, WGS84, equal_area(lon, lat)), dtype=object)
    km2 = np.round(shapely.area(flat) / 1e6, DECIMALS)
    return Areas(dict(zip(shapes, degrees, strict=True)), dict(zip(shapes, km2.tolist(), strict=True)))


def in_belt(degrees: list[BaseGeometry], lon: Floats) -> list[BaseGeometry]:
    """The polygons in metres, in the belt of the stations' longitudes."""
    return move(degrees, WGS84, belt(lon))


def note_areas(areas: Areas, stations: list[Station], found: Findings) -> None:
    """Where the polygons and the table of stations disagree."""
    differ = [
        f"{s.name} {s.area_km2:g} / {areas.km2[s.code]:.1f}"
        for s in stations
        if abs(areas.km2[s.code] - s.area_km2) > AREA_TOLERANCE * s.area_km2
    ]
    if differ:
        percent = round(100 * AREA_TOLERANCE)
        found.note("geodata.notice.areas_differ", stations=differ, count=len(differ), percent=percent)
    outside = [s.name for s in stations if not shapely.intersects_xy(areas.degrees[s.code], s.lon, s.lat)]
    if outside:
        found.note("geodata.notice.seat_outside", stations=outside, count=len(outside))
