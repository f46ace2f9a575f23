"""Coordinates: which system they are in, and planes in which lengths and areas are true.

Lengths are measured in the 3-degree Gauss–Krüger belt of the county, areas in an equal-area plane centred on it, both
on the GRS80 ellipsoid; never in degrees. x is always longitude or easting, whatever order the authority defines.
What it may get wrong: datums that need a grid to be shifted to WGS 84 (Beijing 1954, Xi'an 1980) are shifted with what
PROJ has at hand, to within some metres.
"""

import re

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from zoning.county import Floats
from zoning.texts import Message

WGS84 = CRS.from_epsg(4326)
SAME_AS_WGS84 = (WGS84, CRS.from_epsg(4490))
"""WGS 84 and CGCS2000 differ by centimetres, so their degrees are taken as they are."""
NAMES = {"wgs84": 4326, "cgcs2000": 4490, "crs84": 4326}
SHIFTED = ("gcj02", "bd09")
UNKNOWN = re.compile(r"(?i)undefined|unknown|unnamed|^local")
"""Names that programs write when they do not know the coordinate system."""
EPSG = re.compile(r"(?:urn:ogc:def:crs:)?epsg:(?:[0-9.]*:)?([0-9]{4,6})")


def parse(value: int | str) -> CRS | Message:
    """The coordinate system behind ``4490``, ``"EPSG:4490"`` or a GeoJSON name, or why there is none."""
    text = re.sub(r"[\s_-]", "", str(value)).casefold()
    if text in SHIFTED:
        return Message("geodata.crs.shifted")
    if text.startswith("urn:ogc:def:crs:ogc:") and text.endswith("crs84"):
        return WGS84
    match = EPSG.fullmatch(text)
    code = int(match[1]) if match else NAMES.get(text, int(text) if re.fullmatch(r"[0-9]{4,6}", text) else 0)
    try:
        crs = CRS.from_epsg(code)
    except CRSError:
        return Message("geodata.crs.unknown")
    return crs if crs.is_geographic or crs.is_projected else Message("geodata.crs.unknown")


def name_of(text: str | None) -> str | None:
    """The short name of a coordinate system given as well-known text, such as ``EPSG:4545``.

    The text itself where no authority knows it, and ``None`` where it says that the system is unknown.
    """
    if not text or not text.strip():
        return None
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return text
    if UNKNOWN.search(crs.name) or not (crs.is_geographic or crs.is_projected):
        return None
    authority = crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else text


def belt(lon: Floats) -> CRS:
    """The 3-degree Gauss–Krüger belt, on GRS80, that the middle of the longitudes lies in."""
    middle = 3 * round((float(np.min(lon)) + float(np.max(lon))) / 2 / 3)
    return CRS.from_proj4(f"+proj=tmerc +lat_0=0 +lon_0={middle} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m")


def equal_area(lon: Floats, lat: Floats) -> CRS:
    """Lambert's equal-area plane on GRS80, centred (to 0.01 degree) on the middle of the points."""
    centre = [round((float(np.min(part)) + float(np.max(part))) / 2, 2) for part in (lon, lat)]
    return CRS.from_proj4(f"+proj=laea +lon_0={centre[0]} +lat_0={centre[1]} +x_0=0 +y_0=0 +ellps=GRS80 +units=m")


def same(source: CRS, target: CRS) -> bool:
    """Whether coordinates need no change between the two."""
    return source == target or (source in SAME_AS_WGS84 and target in SAME_AS_WGS84)


def move(geometries: list[BaseGeometry], source: CRS, target: CRS) -> list[BaseGeometry]:
    """The geometries in another system, without heights; coordinates that have no place there become infinite."""
    flat = shapely.force_2d(np.array(geometries, dtype=object))
    if same(source, target):
        return list(flat)
    shift = Transformer.from_crs(source, target, always_xy=True)
    return list(shapely.transform(flat, lambda xy: np.column_stack(shift.transform(xy[:, 0], xy[:, 1]))))


def move_points(x: Floats, y: Floats, source: CRS, target: CRS) -> tuple[Floats, Floats]:
    """The points in another system."""
    if same(source, target):
        return x, y
    moved = Transformer.from_crs(source, target, always_xy=True).transform(x, y)
    return np.asarray(moved[0], dtype=np.float64), np.asarray(moved[1], dtype=np.float64)
