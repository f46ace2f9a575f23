"""What looks wrong about minutes of travel although nothing forbids it: speeds, detours, directions that differ.

Notices only: a planner may know better. What it may get wrong: a border checkpoint, a ferry or a pass can make the
strangest minutes true.
"""

from collections.abc import Callable

import numpy as np
from pyproj import Geod

from geodata.coordinates.lonlat import lonlat
from geodata.tables.findings import Findings
from geodata.tables.settings import Settings
from zoning.model.county import Bools, Floats
from zoning.model.stations import Station, Travel
from zoning.texts import LISTED

GRS80, EARTH_KM = Geod(ellps="GRS80"), 6371.0
SLOW_KMH, FAST_KMH = 5.0, 120.0
"""Nobody drives slower or faster than this as the crow flies."""
NEAR_KM = 1.0
"""Over shorter distances minutes are rounded too much to say anything of the speed."""
NONE = 1e-6
"""Minutes that are as good as none."""
PLACE_KM = 0.001
"""Stations closer than this stand at one place."""
DETOUR = 1.5
"""A way longer than the way by a third station by this factor is a slip in one of the three."""
TWICE = 2.0
"""One direction that takes so many times as long as the other."""
STEPS = 200_000_000
"""Comparisons of ways by a third station; beyond some 600 stations not every third one is tried."""


def note_minutes(minutes: Floats, mode: Travel, stations: list[Station], settings: Settings, found: Findings) -> None:
    """Notices of what is implausible about (n, n) minutes from row to column, the worst pairs of each kind named."""
    if mode == "straight":
        kmh = settings.travel.speed_kmh / settings.travel.detour
        if not SLOW_KMH <= kmh <= FAST_KMH:
            found.note("geodata.notice.straight_speed", kmh=f"{kmh:.1f}", slow=f"{SLOW_KMH:g}", fast=f"{FAST_KMH:g}")
        return
    names = [station.name for station in stations]
    _note_speeds(minutes, _apart_km(stations), names, found)
    _note_directions(minutes, names, found)
    _note_ways_round(minutes, names, found)


def _apart_km(stations: list[Station]) -> Floats:
    """(n, n) kilometres as the crow flies: along the great circle over the straight line through the ellipsoid.

    To within 0.01 % in a county, and 0.5 % round the world.
    """
    lon, lat = np.radians(lonlat(stations))
    across = GRS80.a / np.sqrt(1 - GRS80.es * np.sin(lat) ** 2)
    x, y, z = (
        across * np.cos(lat) * np.cos(lon),
        across * np.cos(lat) * np.sin(lon),
        across * (1 - GRS80.es) * np.sin(lat),
    )
    chord_m = np.sqrt(sum(np.subtract.outer(axis, axis) ** 2 for axis in (x, y, z)))
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(chord_m / 2000 / EARTH_KM, 1.0)), dtype=np.float64)


def _note_speeds(minutes: Floats, km: Floats, names: list[str], found: Findings) -> None:
    """No time at all between two places, or a speed as the crow flies that nobody drives."""
    kmh = np.divide(60 * km, minutes, out=np.zeros_like(km), where=minutes > NONE)

    def said(i: int, j: int) -> str:
        return f"{names[i]} → {names[j]} {km[i, j]:.1f} km {minutes[i, j]:.3g} min {kmh[i, j]:.0f} km/h"

    _tell(
        "no_time",
        (minutes <= NONE) & (km > PLACE_KM),
        km,
        lambda i, j: f"{names[i]} → {names[j]} {km[i, j]:.1f} km",
        found,
    )
    _tell("fast", kmh > FAST_KMH, kmh, said, found, limit=f"{FAST_KMH:g}")
    _tell("slow", (minutes > NONE) & (kmh < SLOW_KMH) & (km >= NEAR_KM), -kmh, said, found, limit=f"{SLOW_KMH:g}")


def _note_directions(minutes: Floats, names: list[str], found: Findings) -> None:
    """How much the two directions of a pair differ."""
    apart = np.triu(np.abs(minutes - minutes.T))

    def said(i: int, j: int) -> str:
        return f"{names[i]} → {names[j]} {minutes[i, j]:.3g} min, ← {minutes[j, i]:.3g} min"

    if (apart > 0).any():
        worst = np.unravel_index(apart.argmax(), apart.shape)
        most = said(int(worst[0]), int(worst[1]))
        found.note("geodata.notice.directions", count=int((apart > 0).sum()), most=most, minutes=f"{apart.max():.3g}")
    less, more = np.minimum(minutes, minutes.T), np.maximum(minutes, minutes.T)
    _tell("lopsided", (np.triu(more) > TWICE * less) & (less > NONE), apart, said, found, factor=f"{TWICE:g}")


def _note_ways_round(minutes: Floats, names: list[str], found: Findings) -> None:
    """Pairs that take much longer than the way by a third station."""
    n = len(minutes)
    best, via = minutes.copy(), np.zeros(minutes.shape, dtype=np.int32)
    for third in range(0, n, max(1, -(-(n**3) // STEPS))):
        way = np.add.outer(minutes[:, third], minutes[third])
        shorter = way < best
        best[shorter], via[shorter] = way[shorter], third
    excess = np.divide(minutes, best, out=np.ones_like(minutes), where=best > NONE)

    def said(i: int, j: int) -> str:
        third = names[via[i, j]]
        return (
            f"{names[i]} → {names[j]} {minutes[i, j]:.3g} min, {names[i]} → {third} → {names[j]} {best[i, j]:.3g} min"
        )

    _tell("way_round", excess > DETOUR, excess, said, found, percent=round(100 * (DETOUR - 1)))


def _tell(
    key: str, flawed: Bools, badness: Floats, said: Callable[[int, int], str], found: Findings, **values: object
) -> None:
    """A notice of the flawed pairs: how many there are, and the worst, each pair in its worse direction."""
    rows, columns = np.nonzero(flawed)
    if not len(rows):
        return
    pairs: dict[frozenset[int], str] = {}
    for at in np.argsort(-badness[rows, columns], kind="stable")[: 2 * LISTED]:
        i, j = int(rows[at]), int(columns[at])
        pairs.setdefault(frozenset((i, j)), said(i, j))
    found.note(f"geodata.notice.{key}", count=len(rows), pairs=list(pairs.values())[:LISTED], **values)
