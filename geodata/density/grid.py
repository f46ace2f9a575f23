"""A grid of squares over a county, in metres of its belt; points to cells, counts to a table that shows no single call.

Cells are 250 m wide, or 500, 1,000 … where that would be more than :data:`MOST`. Their edges are multiples of that
width in the plane, so the same county has the same grid. What it may get wrong: a square that meets the county counts
as a whole, so densities along the border are too low.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS

from geodata.coordinates.crs import WGS84, move_points
from geodata.density.kernel import bandwidth, contributing, smoothed
from geodata.density.parts import BAND_HOURS, By, Part, parts, season
from geodata.space.ground import Ground
from zoning.model.county import Bools, Floats, Ints

WIDTHS = (250.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0)
"""Metres of a cell."""
MOST = 15_000
"""Cells of a grid, unless even the widest are more."""
COLUMNS = ("lon", "lat", "cell_m", "bandwidth_m", "count")
"""Of the table of a grid: the middle of a cell, its width, how smooth, calls in it; then densities, a column a part."""
DIGITS = 3
"""Of a density that is written: nobody can undo the smoothing from so few."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Squares of ``cell`` metres from a corner (``west``, ``south``) of a plane; ``inside`` (r, c) meet the county."""

    crs: CRS
    cell: float
    west: float
    south: float
    inside: Bools

    def cells(self, points: Floats) -> Ints:
        """(n,) number of the cell of each point (n, 2) in degrees, -1 where it is in none of the county's."""
        rows, columns = self.inside.shape
        found: Ints = np.full(len(points), -1, dtype=np.int64)
        known = np.flatnonzero(np.isfinite(points).all(axis=1))
        x, y = move_points(points[known, 0], points[known, 1], WGS84, self.crs)
        column = np.floor((x - self.west) / self.cell).astype(np.int64)
        row = np.floor((y - self.south) / self.cell).astype(np.int64)
        on = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        at = row[on] * columns + column[on]
        found[known[on]] = np.where(self.inside.ravel()[at], at, -1)
        return found

    def middles(self) -> Floats:
        """(r · c, 2) The middles of the cells, in degrees."""
        rows, columns = self.inside.shape
        x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
        plane = (self.west + self.cell * x.ravel(), self.south + self.cell * y.ravel())
        return np.column_stack(move_points(*plane, self.crs, WGS84))


def grid_of(ground: Ground) -> Grid:
    """The grid of a county on its ground."""
    land = ground.merged(range(len(ground.areas)))
    west, south, east, north = land.bounds
    cell = next((w for w in WIDTHS if (east - west) * (north - south) <= MOST * w * w), WIDTHS[-1])
    left, bottom = np.floor(west / cell), np.floor(south / cell)
    columns, rows = int(np.floor(east / cell) - left) + 1, int(np.floor(north / cell) - bottom) + 1
    x, y = np.meshgrid(cell * (left + np.arange(columns)), cell * (bottom + np.arange(rows)))
    shapely.prepare(land)
    inside = shapely.intersects(land, shapely.box(x, y, x + cell, y + cell))
    return Grid(ground.crs, cell, float(cell * left), float(cell * bottom), inside)


def column(part: Part) -> str:
    """The heading of a part's densities: ``all``, ``class:traffic``, ``band:night``."""
    return f"{part.by}:{part.key}" if part.key else part.by


def table(grid: Grid, counts: Sequence[tuple[Part, Ints]], least: int, years: float) -> Iterator[tuple[object, ...]]:
    """Headings and rows for the parts with their ``counts`` (r · c,), the first being everything: incidents/km² a year.

    A density is written where ``least`` incidents stand behind it, a count where there are so many in the cell, and
    counts of everything only: what is left when parts are taken from each other would be single calls.
    """
    yield *COLUMNS, *(column(part) for part, _ in counts)
    shape, middles = grid.inside.shape, grid.middles().round(6).tolist()
    width = bandwidth(counts[0][1].reshape(shape).astype(np.float64), grid.inside, grid.cell)
    scale, cells = 1 / ((grid.cell / 1000) ** 2 * years), width / grid.cell
    shown = []
    for _, flat in counts:
        held = flat.reshape(shape).astype(np.float64)
        behind = contributing(held, cells) >= least
        shown.append(np.where(behind & grid.inside, smoothed(held, grid.inside, cells) * scale, np.nan).ravel())
    densities = np.array(shown)
    for at in np.flatnonzero(np.isfinite(densities).any(axis=0)).tolist():
        count = int(counts[0][1][at])
        texts = ("" if np.isnan(value) else float(f"{value:.{DIGITS}g}") for value in densities[:, at].tolist())
        yield *middles[at], grid.cell, round(width, 1), count if count >= least else "", *texts


class Gridded:
    """Calls counted on a grid by part, call by call; nothing but the counts is kept."""

    def __init__(self, grid: Grid, classes: Sequence[str]) -> None:
        self.grid = grid
        self.parts = parts(classes, hours=True, seasons=True)
        self.counts = np.zeros((len(self.parts), grid.inside.size), dtype=np.int64)

    def add(self, points: Floats, classes: Ints, months: Ints, hours: Ints, clocked: Bools) -> None:
        """Count calls at ``points`` (n, 2) in degrees; ``months`` (n,) from 1, ``hours`` (n,) if ``clocked``."""
        at = self.grid.cells(points)
        on = at >= 0
        self._count(np.zeros_like(at), at, on)
        self._count(self._first("class") + classes, at, on)
        self._count(self._first("band") + hours // BAND_HOURS, at, on & clocked)
        self._count(self._first("season") + season(months), at, on)

    def table(self, least: int, years: float) -> Iterator[tuple[object, ...]]:
        """Headings and rows of what was counted; see :func:`table`."""
        return table(self.grid, list(zip(self.parts, self.counts, strict=True)), least, years)

    def _first(self, by: By) -> int:
        return next(place for place, part in enumerate(self.parts) if part.by == by)

    def _count(self, place: Ints, at: Ints, asked: Bools) -> None:
        cells = (place * self.grid.inside.size + at)[asked]
        self.counts += np.bincount(cells, minlength=self.counts.size).reshape(self.counts.shape)
