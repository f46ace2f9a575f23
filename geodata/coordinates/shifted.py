"""GCJ-02 and BD-09: the shifted coordinates of Chinese web maps, to WGS 84 and back.

The shift of GCJ-02 is some 100 to 700 m and differs from place to place; BD-09 adds another 1 km or so on top. Both
formulas are published by practice only; the inverse is found by iteration to far below a millimetre. What it may get
wrong: GCJ-02 is WGS 84 outside a box far around China, and where the box ends a point may have been shifted or not;
it is taken as shifted. Those who publish maps may shift by other, secret amounts, which differ by a few metres.

References
----------
The code of "eviltransform" and "coordtransform", which agree: Krassovsky's ellipsoid and three sums of sines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from zoning.model.county import Floats

BOX = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of where GCJ-02 shifts, in degrees on WGS 84."""
AXIS_M, ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
TURN = 3000 * np.pi / 180
"""How fast the ripple of BD-09 turns, per degree."""
SLACK = 1e-9
"""Degrees by which a point that comes back may miss the box it left from."""
STEPS = 12
"""Each step leaves less than a fiftieth of the error: 1e-3 degrees become less than 1e-20."""
Pair = tuple[Floats, Floats]


@dataclass(frozen=True)
class Shifted:
    """Degrees of a shifted map; they are neither WGS 84 nor any system PROJ knows."""

    name: Literal["gcj02", "bd09"]
    is_geographic = True
    is_projected = False


def to_wgs84(lon: Floats, lat: Floats, system: Shifted, within: float = 0.0) -> Pair:
    """Degrees on WGS 84 of points given in shifted degrees; what are no degrees comes back as it is, or not finite.

    They may be off by ``within`` degrees, which is quicker.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        if system.name == "bd09":
            lon, lat = _undone(_ripple, lon, lat, within)
        at = _undone(_shift, lon, lat, within)
    inside = _inside(*at, SLACK)
    return np.where(inside, at[0], lon), np.where(inside, at[1], lat)


def from_wgs84(lon: Floats, lat: Floats, system: Shifted) -> Pair:
    """Shifted degrees of points given in degrees on WGS 84."""
    with np.errstate(over="ignore", invalid="ignore"):
        east, north = _shift(lon, lat)
        inside = _inside(lon, lat)
        lon, lat = lon + np.where(inside, east, 0.0), lat + np.where(inside, north, 0.0)
        if system.name == "bd09":
            east, north = _ripple(lon, lat)
            return lon + east, lat + north
    return lon, lat


def _inside(lon: Floats, lat: Floats, slack: float = 0.0) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    west, south, east, north = BOX
    return (lon >= west - slack) & (lon <= east + slack) & (lat >= south - slack) & (lat <= north + slack)


def _undone(offset: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats, within: float) -> Pair:
    """The points that the offset moves to the given ones, by fixed-point iteration of those that still move."""
    x, y = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    moving = np.ones(x.shape, dtype=bool)
    for _ in range(STEPS):
        before = x[moving], y[moving]
        east, north = offset(*before)
        x[moving], y[moving] = lon[moving] - east, lat[moving] - north
        moving[moving] = (np.abs(x[moving] - before[0]) > within) | (np.abs(y[moving] - before[1]) > within)
    return x, y


def _shift(lon: Floats, lat: Floats) -> Pair:
    """What GCJ-02 adds to a point on WGS 84, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    root = np.sqrt(np.abs(x))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * root
    north_m += (waves + 20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3)) * 2 / 3
    north_m += (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * root
    east_m += (waves + 20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3)) * 2 / 3
    east_m += (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)) * 2 / 3
    angle = np.radians(lat)
    square = 1 - ECCENTRICITY2 * np.sin(angle) ** 2
    meridian_m = AXIS_M * (1 - ECCENTRICITY2) / (square * np.sqrt(square))
    parallel_m = AXIS_M / np.sqrt(square) * np.cos(angle)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _ripple(lon: Floats, lat: Floats) -> Pair:
    """What BD-09 adds to a point on GCJ-02, in degrees."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * TURN)
    return radius * np.cos(angle) + 0.0065 - lon, radius * np.sin(angle) + 0.006 - lat
