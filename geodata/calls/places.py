"""The station of each call: by its code or name, else by the point of the call and the areas of the stations.

A station that is named counts even where the point lies elsewhere, since the bureau assigned it; a point far from the
county then says no village. What it may get wrong: a point on a border belongs to one of the two.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.calls.points import LOOKED_AT, Box, Fit, located
from geodata.coordinates.crs import System
from geodata.county.build import Built
from geodata.listing.cells import Bools, Words
from geodata.listing.shaped import numbers
from geodata.naming.codes import Names
from geodata.naming.lengths import Lengths
from zoning.model.bureau import Village
from zoning.model.county import Floats

if TYPE_CHECKING:
    from geodata.calls.stream import Chunk

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]
UNKNOWN, OUTSIDE, BLANK = -1, -2, -3
"""Of a call: its station is none of the county's, its point lies in no area, it says neither."""


@dataclass(frozen=True)
class Placed:
    """(n,) row of the station of each call, or why it has none, and its (n, 2) point, NaN where it has none.

    ``far`` points lie outside the county's surroundings, ``turned`` ones had their numbers swapped.
    """

    rows: Rows
    points: Floats
    far: Bools
    turned: Bools


@dataclass(frozen=True)
class Places:
    """Stations by word and by point, and villages by point; ``met`` remembers what each word means.

    ``towns`` are words that are codes of another length, known by the digits of a town in front; ``fit`` is whether
    points lie where they belong.
    """

    built: Built
    system: System
    names: Names
    box: Box
    fit: Fit
    met: dict[str, int] = field(default_factory=dict)
    towns: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, built: Built, system: System) -> "Places":
        """The places of a county; points of calls are in ``system``."""
        names = Names({station.code: station.name for station in built.county.stations})
        return cls(built, system, names, Box.of(built), Fit(system))

    def stations(self, chunk: "Chunk", asked: Bools) -> Placed:
        """Where each call belongs; the points of those that are ``asked`` for tell which system they are on."""
        count = len(chunk.time)
        points, turned = np.full((count, 2), np.nan), np.zeros(count, dtype=bool)
        rows = np.full(count, BLANK, dtype=np.int64)
        if chunk.station is not None:
            rows = self._named(chunk.station)
        if chunk.lon is not None and chunk.lat is not None:
            given = np.column_stack([numbers(chunk.lon), numbers(chunk.lat)])
            points, turned = located(given, self.system, self.box)
            self._fitted(given, points, rows, asked)
            open_ = np.flatnonzero((rows < 0) & ~np.isnan(points[:, 0]))
            inside = self._within(points[open_])
            rows[open_] = np.where((inside < 0) & (rows[open_] == UNKNOWN), UNKNOWN, inside)
        return Placed(rows, points, self.box.far(points), turned)

    def _fitted(self, given: Floats, points: Floats, rows: Rows, asked: Bools) -> None:
        """Some of the points on other systems: a call belongs to the area of its station, else anywhere in the county.

        Those of stations that are none of the county's, and those that are far on any system, tell nothing.
        """
        known = asked & ~np.isnan(points[:, 0]) & ~self.box.far(points) & (rows != UNKNOWN)
        at = np.flatnonzero(known)[:LOOKED_AT] if self.built.areas and self.fit.others() else np.zeros(0, dtype=int)
        named = rows[at]
        if len(at):
            self.fit.add(given[at], points[at], lambda some: _belong(self._within(some), named))

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

    def _within(self, points: Floats) -> Rows:
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

    def villages(self, rows: Rows, points: Floats) -> Rows:
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


def _belong(rows: Rows, named: Rows) -> Bools:
    """Whether each call lies in the area of the station that it names, or in any where it names none."""
    found: Bools = np.where(named >= 0, rows == named, rows >= 0)
    return found


def _flat(village: Village, shrink: float) -> tuple[float, float]:
    return village.lon * shrink, village.lat
