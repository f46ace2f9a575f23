"""Coordinates: which system they are in, and planes in which lengths and areas are true.

Lengths are measured in the 3-degree Gauss–Krüger belt of the county, areas in an equal-area plane centred on it, both
on the GRS80 ellipsoid; never in degrees. x is always longitude or easting, whatever order the authority defines.

WGS 84 and CGCS2000 differ by centimetres and count as one. Beijing 1954, Xi'an 1980 and New Beijing lie some 10 to
150 m off, by amounts that are kept secret: their degrees are never shifted here, but taken as they are, which is right
as long as everything of a county is on the same one. What it may get wrong: other datums are shifted by what PROJ has
at hand, to within the metres that :func:`accuracy_m` tells.
"""

import re
from functools import cache, lru_cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from geodata.coordinates import shifted
from geodata.coordinates.shifted import Shifted
from zoning.model.county import Floats
from zoning.texts import Message

System = CRS | Shifted
WGS84 = CRS.from_epsg(4326)
SAME_AS_WGS84 = (WGS84, CRS.from_epsg(4490))
OLD_DATUMS = {4214: "Beijing 1954", 4610: "Xian 1980", 4555: "New Beijing"}
"""EPSG code and name of the geographic systems whose shift to WGS 84 is not public."""
OLD_NAMES = re.compile(r"(?i)(new[ _]*)?beijing|xi.?an[ _]*(19)?80")
NAMES = {"wgs84": 4326, "cgcs2000": 4490, "crs84": 4326}
SHIFTED = {"gcj02": Shifted("gcj02"), "bd09": Shifted("bd09"), "bd09ll": Shifted("bd09")}
UNSTATED = "unknown"
"""The system of a layer whose format can state one and whose file does not."""
UNDEFINED = re.compile(r"(?i)undefined")
"""How a GeoPackage calls what it knows nothing of; any other system is judged by its parameters, never by its name."""
UNNAMED = re.compile(r"(?i)^(?:gcs_|d_)?(?:unknown|unnamed|not[ _]specified)")
LIKE_WGS84 = ("GRS 1980", "GRS80", "WGS 84", "WGS84", "CGCS2000", "China_2000")
"""Ellipsoids of systems that lie within centimetres of WGS 84."""
CODE = re.compile(r"(?:urn:ogc:def:crs:)?(epsg|esri):(?:[0-9.]*:)?([0-9]{4,6})")


def parse(value: int | str) -> System | Message:
    """The coordinate system behind ``4490``, ``"EPSG:4490"``, ``"gcj02"``, a GeoJSON name or well-known text.

    A :class:`~zoning.texts.Message` says why there is none.
    """
    return _known(str(value))


@cache
def _known(value: str) -> System | Message:
    text = re.sub(r"[\s_-]", "", value).casefold()
    if text in SHIFTED:
        return SHIFTED[text]
    if text.startswith("urn:ogc:def:crs:ogc:") and text.endswith("crs84"):
        return WGS84
    match = CODE.fullmatch(text)
    code = f"{match[1]}:{match[2]}" if match else f"epsg:{NAMES.get(text, text)}"
    try:
        crs = CRS.from_user_input(value if "[" in text or text.startswith("+proj") else code)
    except CRSError:
        return Message("geodata.crs.unknown")
    return crs if (crs.is_geographic or crs.is_projected) and _on_earth(crs) else Message("geodata.crs.unknown")


def _on_earth(crs: CRS) -> bool:
    """Whether there is a way to WGS 84: none leads there from another planet, nor from a spoilt ``.prj``."""
    try:
        _between(crs, WGS84)
    except ProjError:
        return False
    return True


def name_of(text: str | None) -> str | None:
    """The short name of a coordinate system given as well-known text, such as ``EPSG:4545``.

    The text itself where no authority lists it, such as a county's own grid; ``None`` where it states no parameters.
    """
    if not text or not text.strip():
        return None
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return text
    if UNDEFINED.search(crs.name) or not (crs.is_geographic or crs.is_projected):
        return None
    authority = crs.to_authority(min_confidence=70)
    return ":".join(authority) if authority else text


def belt(lon: Floats) -> CRS:
    """The 3-degree Gauss–Krüger belt, on GRS80, that the middle of the longitudes lies in."""
    middle = 3 * round((float(np.min(lon)) + float(np.max(lon))) / 2 / 3)
    return _plane(f"+proj=tmerc +lat_0=0 +lon_0={middle} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m")


def equal_area(lon: Floats, lat: Floats) -> CRS:
    """Lambert's equal-area plane on GRS80, centred (to 0.01 degree) on the middle of the points."""
    centre = [round((float(np.min(part)) + float(np.max(part))) / 2, 2) for part in (lon, lat)]
    return _plane(f"+proj=laea +lon_0={centre[0]} +lat_0={centre[1]} +x_0=0 +y_0=0 +ellps=GRS80 +units=m")


@lru_cache(maxsize=256)
def _plane(definition: str) -> CRS:
    return CRS.from_proj4(definition)


def geographic(system: System) -> System:
    """The degrees under a projected system; a geographic one itself."""
    return system.geodetic_crs or system if isinstance(system, CRS) else system


@cache
def datum(system: System) -> str:
    """What coordinates are measured from: ``WGS 84`` for all that counts as it, else a name."""
    if isinstance(system, Shifted):
        return system.name
    base = system.geodetic_crs or system
    code = base.to_epsg(min_confidence=70)
    if code in OLD_DATUMS:
        return OLD_DATUMS[code]
    if base in SAME_AS_WGS84 or code in (4326, 4490) or assumed(system):
        return "WGS 84"
    return str(base.name)


def assumed(system: System) -> bool:
    """Whether a system names no datum, and its ellipsoid is that of WGS 84 or CGCS2000, so that it counts as these."""
    if isinstance(system, Shifted):
        return False
    base = system.geodetic_crs or system
    name = "" if base.datum is None else base.datum.name
    ellipsoid = None if base.ellipsoid is None else base.ellipsoid.name
    return UNNAMED.search(name) is not None and ellipsoid in LIKE_WGS84


def is_old(system: System) -> bool:
    """Whether nobody may shift its degrees to WGS 84 without the parameters of the place."""
    return datum(system) in OLD_DATUMS.values() or (
        isinstance(system, CRS) and OLD_NAMES.search(datum(system)) is not None
    )


def accuracy_m(system: System) -> float | None:
    """Metres within which degrees of another datum reach WGS 84; ``None`` where nothing is shifted, NaN if unknown."""
    if isinstance(system, Shifted) or datum(system) == "WGS 84" or is_old(system):
        return None
    metres = _between(geographic(system), WGS84).accuracy
    return metres if metres >= 0 else float("nan")


def on_wgs84(geometries: list[BaseGeometry], system: System) -> list[BaseGeometry]:
    """The geometries in degrees on WGS 84, without heights; coordinates that have no place there become infinite."""
    flat = shapely.force_2d(np.array(geometries, dtype=object))
    if isinstance(system, CRS) and same(system, WGS84):
        return list(flat)
    return list(shapely.transform(flat, lambda xy: np.column_stack(points_on_wgs84(xy[:, 0], xy[:, 1], system))))


def points_on_wgs84(x: Floats, y: Floats, system: System, within: float = 0.0) -> tuple[Floats, Floats]:
    """The points in degrees on WGS 84; shifted ones may be off by ``within`` degrees, which is quicker."""
    if isinstance(system, Shifted):
        return shifted.to_wgs84(x, y, system, within)
    if same(system, WGS84):
        return x, y
    if is_old(system):
        return move_points(x, y, system, system.geodetic_crs or system)
    return move_points(x, y, system, WGS84)


def same(source: CRS, target: CRS) -> bool:
    """Whether coordinates need no change between the two."""
    return source == target or (source in SAME_AS_WGS84 and target in SAME_AS_WGS84)


def move(geometries: list[BaseGeometry], source: CRS, target: CRS) -> list[BaseGeometry]:
    """The geometries in another system, without heights; coordinates that have no place there become infinite."""
    flat = shapely.force_2d(np.array(geometries, dtype=object))
    if same(source, target):
        return list(flat)
    return list(shapely.transform(flat, lambda xy: np.column_stack(move_points(xy[:, 0], xy[:, 1], source, target))))


@lru_cache(maxsize=64)
def _between(source: CRS, target: CRS) -> Transformer:
    """The way from one system to another, which takes long to find; raises ``ProjError`` where there is none."""
    return Transformer.from_crs(source, target, always_xy=True)


def move_points(x: Floats, y: Floats, source: CRS, target: CRS) -> tuple[Floats, Floats]:
    """The points in another system."""
    if same(source, target):
        return x, y
    moved = _between(source, target).transform(x, y)
    return np.asarray(moved[0], dtype=np.float64), np.asarray(moved[1], dtype=np.float64)
