"""The ground a map is drawn on: the station areas and seats in a plane, and the zones merged from them.

Where a county has no areas the Voronoi cells of the seats stand in for them, clipped to a margin round the seats; they
are no administrative boundaries and every map says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, belt, move, move_points
from geodata.coordinates.lonlat import lonlat
from geodata.space.areas import merged
from zoning.model.county import County, Floats

MARGIN = 0.12
"""Round the seats, as a share of the county's extent, where cells stand in for areas."""

Areas = Mapping[str, BaseGeometry]
"""Polygons in WGS 84 by station code."""


@dataclass(frozen=True)
class Ground:
    """Polygons and seats of the stations, in county order, in metres of ``crs``; ``given`` is false for cells."""

    crs: CRS
    areas: tuple[BaseGeometry, ...]
    seats: Floats
    given: bool

    def merged(self, rows: Sequence[int]) -> BaseGeometry:
        """One shape of these stations, slivers between neighbours closed."""
        return merged([self.areas[row] for row in rows])

    def degrees(self, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """The geometries in WGS 84."""
        return move(list(geometries), self.crs, WGS84)

    @property
    def meridian(self) -> float:
        """Longitude of the plane's middle line, where grid north is true north."""
        operation = self.crs.coordinate_operation
        named = {parameter.name: parameter.value for parameter in operation.params} if operation else {}
        return float(named.get("Longitude of natural origin", 0.0))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, seats included."""
        bounds = shapely.total_bounds(np.array([*self.areas, shapely.MultiPoint(self.seats)], dtype=object))
        return (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))


def ground(county: County, areas: Areas | None) -> Ground:
    """The ground of a county, from its areas or else from the seats alone."""
    lon, lat = lonlat(county.stations)
    plane = belt(lon)
    seats = np.column_stack(move_points(lon, lat, WGS84, plane))
    if areas is not None and all(code in areas for code in county.codes):
        moved = move([areas[code] for code in county.codes], WGS84, plane)
        return Ground(plane, tuple(shapely.make_valid(moved)), seats, given=True)
    return Ground(plane, tuple(cells(seats)), seats, given=False)


def cells(seats: Floats) -> list[BaseGeometry]:
    """The Voronoi cell of every seat; seats on one spot share a cell's place and the later ones get a small disc."""
    extent = max(float(np.ptp(seats, axis=0).max()), 1000.0)
    frame = shapely.MultiPoint(seats).convex_hull.buffer(MARGIN * extent)
    spots, first = np.unique(seats.round(1), axis=0, return_index=True)
    found: dict[int, BaseGeometry] = {}
    if len(spots) > 1:
        parts = shapely.voronoi_polygons(shapely.MultiPoint(spots), extend_to=frame)
        tree = shapely.STRtree(shapely.get_parts(parts))
        for row in first:
            at = tree.query(shapely.Point(seats[row].round(1)), predicate="intersects")
            found[int(row)] = shapely.intersection(tree.geometries[at[0]], frame)
    else:
        found[int(first[0])] = frame
    return [found[k] if k in found else shapely.Point(seat).buffer(0.01 * extent) for k, seat in enumerate(seats)]
