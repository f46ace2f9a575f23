"""The station of each call: by its code or name, else by the point of the call and the areas of the stations.

A station that is named counts even where the point lies elsewhere, since the bureau assigned it. What it may get wrong:
a point on a border belongs to one of the two.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.coordinates.crs import System, points_on_wgs84
from geodata.county.build import Built
from geodata.listing.cells import Words
from geodata.listing.shaped import numbers
from geodata.naming.codes import Names
from geodata.naming.lengths import Lengths
from zoning.model.bureau import Village
from zoning.model.county import Floats

if TYPE_CHECKING:
    from geodata.calls.stream import Chunk

NEAR = 1e-8
"""Degrees, a millimetre: no point of a call is known so well."""
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
UNKNOWN, OUTSIDE, BLANK = -1, -2, -3
"""Of a call: its station is none of the county's, its point lies in no area, it says neither."""


@dataclass(frozen=True)
class Places:
    """Stations by word and by point, and villages by point; ``met`` remembers what each word means.

    ``towns`` are words that are codes of another length, known by the digits of a town in front.
    """

    built: Built
    system: System
    names: Names
    met: dict[str, int] = field(default_factory=dict)
    towns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, built: Built, system: System) -> "Places":
        """The places of a county; points of calls are in ``system``."""
        return cls(built, system, Names({station.code: station.name for station in built.county.stations}))

    def stations(self, chunk: "Chunk") -> tuple[Rows, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
        """(n,) row of the station of each call, or why it has none, and its (n, 2) point, NaN where it has none."""
        count = len(chunk.time)
        points = np.full((count, 2), np.nan)
        rows = np.full(count, BLANK, dtype=np.int64)
        if chunk.station is not None:
            rows = self._named(chunk.station)
        if chunk.lon is not None and chunk.lat is not None:
            points = self._points(numbers(chunk.lon), numbers(chunk.lat))
            open_ = np.flatnonzero((rows < 0) & ~np.isnan(points[:, 0]))
            inside = self._within(points[open_])
            rows[open_] = np.where((inside < 0) & (rows[open_] == UNKNOWN), UNKNOWN, inside)
        return rows, points

    def _named(self, texts: Words) -> Rows:
        """Rows of the stations that texts name."""
        index = {code: row for row, code in enumerate(self.names)}
        lengths = Lengths(self.names)
        for word in texts.words:
            if word not in self.met:
                text = word.lstrip("'").removesuffix(".0")
                code = text if text in index else self.names.called(text)
                if code is None and len(text) not in lengths.sizes:
                    code = lengths.by_town(text)
                    self.towns.update([word] if code is not None else ())
                self.met[word] = BLANK if not text else UNKNOWN if code is None else index[code]
        return np.array([self.met[word] for word in texts.words], dtype=np.int64)[texts.places]

    def _points(self, x: Floats, y: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        """Degrees on WGS 84; what is no number, and 0, 0, is no point."""
        fine = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
        points = np.full((len(x), 2), np.nan)
        if fine.any():
            points[fine] = np.column_stack(points_on_wgs84(x[fine], y[fine], self.system, NEAR))
        return points

    def _within(self, points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Rows:
        """Row of the station in whose area each point lies, the first where two touch."""
        rows = np.full(len(points), OUTSIDE, dtype=np.int64)
        x, y = points.T
        for row, code in enumerate(self.names):
            area = self.built.areas.get(code)
            if area is not None:
                west, south, east, north = area.bounds
                left = np.flatnonzero((rows == OUTSIDE) & (x >= west) & (x <= east) & (y >= south) & (y <= north))
                shapely.prepare(area)  # a tree of areas would test every point against every edge
                rows[left[shapely.intersects_xy(area, x[left], y[left])]] = row
        return rows

    def villages(self, rows: Rows, points: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Rows:
        """Row of the nearest village of the same station, -1 where the station has none or the call no point."""
        from scipy.spatial import cKDTree

        villages = self.built.county.bureau.villages
        found = np.full(len(rows), -1, dtype=np.int64)
        for row, code in enumerate(self.names):
            own = [at for at, village in enumerate(villages) if village.station == code]
            asked = np.flatnonzero((rows == row) & ~np.isnan(points[:, 0]))
            if own and len(asked):
                seats = [villages[at] for at in own]
                shrink = np.cos(np.radians(np.mean([village.lat for village in seats])))
                tree = cKDTree([_flat(village, shrink) for village in seats])
                _, nearest = tree.query(points[asked] * [shrink, 1.0])
                found[asked] = np.array(own)[nearest]
        return found


def _flat(village: Village, shrink: float) -> tuple[float, float]:
    return village.lon * shrink, village.lat
