"""Which station's area holds a place, from the polygons of a county or, without them, from its distance to the seats.

Polygons are read from well-known binary with numpy alone. What it may get wrong: without polygons a place may lie as
far as :data:`REACH` times the radius of a disc of the station's area from the nearest seat and still counts as inside.

References
----------
OGC 06-103r4, Simple feature access, part 1 (2011), section 8: well-known binary. W. R. Franklin, PNPOLY (1970):
even-odd rule.
"""

import struct
from collections.abc import Iterator

import numpy as np

from zoning.model.county import County, Floats

REACH = 3.0
"""Radii of a disc of a station's area within which a place is taken to be inside."""
EARTH_KM = 6371.0
POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
"""Codes of geometries in well-known binary."""


def holders(county: County, lon: Floats, lat: Floats) -> tuple[int | None, ...]:
    """The row of the station that holds each place, ``None`` for a place outside the county.

    Parameters
    ----------
    lon, lat : (m,) degrees
    """
    if len(county.areas) == len(county):
        rings = [[ring for part in county.areas[code] for ring in rings_of(part)] for code in county.codes]
        return tuple(_inside(rings, x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    reach = REACH * np.sqrt(county.area_km2 / np.pi)
    found: list[int | None] = []
    for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
        away = seats_away(county, x, y)
        row = int(away.argmin())
        found.append(row if EARTH_KM * away[row] <= reach[row] else None)
    return tuple(found)


def seats_away(county: County, lon: float, lat: float) -> Floats:
    """(n,) radians between each seat and a place, along a great circle."""
    seats = np.radians([[station.lon, station.lat] for station in county.stations])
    dx, dy = seats[:, 0] - np.radians(lon), seats[:, 1] - np.radians(lat)
    half = np.sin(dy / 2) ** 2 + np.cos(seats[:, 1]) * np.cos(np.radians(lat)) * np.sin(dx / 2) ** 2
    return np.asarray(2 * np.arcsin(np.sqrt(half)))


def rings_of(binary: bytes) -> list[Floats]:
    """The rings (k, 2) of a polygon or of several, outer ones and holes alike."""
    return list(_geometry(binary, [0]))


def _geometry(binary: bytes, at: list[int]) -> Iterator[Floats]:
    """The rings of the geometry that begins at byte ``at[0]``, which is moved behind it."""
    order = "<" if binary[at[0]] else ">"
    (code,) = struct.unpack_from(order + "I", binary, at[0] + 1)
    at[0] += 5 + 4 * bool(code & 0x2000_0000)  # behind the number of its coordinate system
    kind, extra = code & 0xFFFF, bool(code & 0x8000_0000) + bool(code & 0x4000_0000)
    extra += (0, 1, 1, 2)[kind // 1000]
    (count,) = struct.unpack_from(order + "I", binary, at[0])
    at[0] += 4
    if kind % 1000 == POLYGON:
        for _ in range(count):
            (points,) = struct.unpack_from(order + "I", binary, at[0])
            wide = 2 + extra
            values = np.frombuffer(binary, np.dtype(order + "f8"), points * wide, at[0] + 4)
            at[0] += 4 + 8 * points * wide
            yield np.asarray(values.reshape(points, wide)[:, :2], dtype=np.float64)
    elif kind % 1000 in (MULTIPOLYGON, COLLECTION):
        for _ in range(count):
            yield from _geometry(binary, at)


def _inside(areas: list[list[Floats]], x: float, y: float) -> int | None:
    """The first area that holds a point by the even-odd rule over all its rings."""
    for row, rings in enumerate(areas):
        if sum(_crossings(ring, x, y) for ring in rings) % 2:
            return row
    return None


def _crossings(ring: Floats, x: float, y: float) -> int:
    """Edges of a closed ring that cross the ray from a point to the east."""
    if not len(ring) or x > ring[:, 0].max() or not ring[:, 1].min() <= y <= ring[:, 1].max():
        return 0
    a, b = ring[:-1], ring[1:]
    spans = (a[:, 1] > y) != (b[:, 1] > y)
    a, b = a[spans], b[spans]
    return int((x < (b[:, 0] - a[:, 0]) * (y - a[:, 1]) / (b[:, 1] - a[:, 1]) + a[:, 0]).sum())
