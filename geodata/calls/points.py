"""Points of calls on WGS 84: swapped ones are turned, far ones told from near ones, and the system they fit is sought.

A point that lies far from the county, and would not with its two numbers exchanged, has them swapped. Which system
points are on is not in a list; where calls name their station, or all should lie in the county, the right one puts more
of them where they belong. What it may get wrong: a system is only said to fit better where this is no chance and holds
for three calls against one, so a small list, or areas far from the places of calls, may be on another one unsaid.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from geodata.coordinates.crs import WGS84, System, points_on_wgs84, same
from geodata.coordinates.shifted import Shifted
from geodata.county.build import Built
from geodata.listing.cells import Bools
from zoning.model.county import Floats

NEAR = 1e-8
"""Degrees, a millimetre: no point of a call is known so well."""
AROUND = 0.1
"""Degrees, some 10 km: further out of the box of a county a point is none of it."""
LOOKED_AT = 2_000
"""Points of a chunk that are tried on other systems."""
CANDIDATES: dict[str, System] = {"wgs84": WGS84, "gcj02": Shifted("gcj02"), "bd09": Shifted("bd09")}
"""Systems that points in degrees may be on, as ``--points`` names them."""
SURE, TIMES = 3.0, 3
"""Standard errors, and how often a better place has to be met for every worse one, before a system is said to fit."""


@dataclass(frozen=True)
class Box:
    """West, south, east and north of a county and some kilometres around it, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, built: Built) -> "Box":
        """Round the areas, the seats and the villages."""
        county = built.county
        seats = [(one.lon, one.lat) * 2 for one in county.stations]
        seats += [(one.lon, one.lat) * 2 for one in county.bureau.villages]
        corners = np.array([*seats, *(area.bounds for area in built.areas.values())])
        west, south = corners[:, :2].min(axis=0) - AROUND
        east, north = corners[:, 2:].max(axis=0) + AROUND
        return cls(float(west), float(south), float(east), float(north))

    def far(self, points: Floats) -> Bools:
        """(n,) whether each of (n, 2) points is one and lies outside."""
        x, y = points.T
        inside = (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)
        found: Bools = ~np.isnan(x) & ~inside
        return found


def located(given: Floats, system: System, box: Box) -> tuple[Floats, Bools]:
    """(n, 2) points in degrees on WGS 84, NaN where ``given`` has none, and which were swapped; ``given`` is mended."""
    points = np.full(given.shape, np.nan)
    fine = np.isfinite(given).all(axis=1) & given.any(axis=1)
    points[fine] = on_wgs84(given[fine], system)
    swapped = np.flatnonzero(box.far(points))
    turned: Bools = np.zeros(len(given), dtype=bool)
    if len(swapped):
        other = on_wgs84(given[swapped][:, ::-1], system)
        meant = np.isfinite(other).all(axis=1) & ~box.far(other)
        at = swapped[meant]
        points[at], given[at], turned[at] = other[meant], given[at][:, ::-1], True
    return points, turned


def on_wgs84(given: Floats, system: System) -> Floats:
    """(n, 2) points in degrees on WGS 84."""
    if not len(given):
        return given
    return np.column_stack(points_on_wgs84(given[:, 0].copy(), given[:, 1].copy(), system, NEAR))


@dataclass
class Fit:
    """Of ``looked`` calls, how many lie where they belong on the system that is taken, and on others.

    ``better`` and ``worse`` are calls by system that lie there on that one alone, and on the one taken alone.
    """

    system: System
    looked: int = 0
    hits: int = 0
    better: Counter[str] = field(default_factory=Counter)
    worse: Counter[str] = field(default_factory=Counter)

    def others(self) -> dict[str, System]:
        """The other systems that the points may be on; none where they are in metres, or on a datum of old."""
        if isinstance(self.system, Shifted):
            return {name: one for name, one in CANDIDATES.items() if one != self.system}
        return {n: one for n, one in CANDIDATES.items() if one is not WGS84} if same(self.system, WGS84) else {}

    def add(self, given: Floats, points: Floats, belong: Callable[[Floats], Bools]) -> None:
        """Try points that are ``given`` so, and are taken for these ``points``, on the other systems."""
        own = belong(points)
        self.looked += len(own)
        self.hits += int(np.count_nonzero(own))
        for name, system in self.others().items():
            other = belong(on_wgs84(given, system))
            self.better[name] += int(np.count_nonzero(other & ~own))
            self.worse[name] += int(np.count_nonzero(own & ~other))

    def likely(self) -> tuple[str, int] | None:
        """The system that fits better beyond chance, and how many calls lie where they belong on it."""
        gains = {name: self.better[name] - self.worse[name] for name in self.others()}
        for name in sorted(gains, key=lambda one: -gains[one]):
            better, worse = self.better[name], self.worse[name]
            if better >= TIMES * max(1, worse) and gains[name] >= SURE * (better + worse) ** 0.5:
                return name, self.hits + gains[name]
        return None
