"""Who touches whom, and along how many kilometres.

Shared borders come from a table, else from the stations' polygons, else from the Voronoi cells of their seats; links
and bars made by hand lie over any of these. What it may get wrong: a border along a curve of two digitisations is as
long as the mean of the two; polygons further apart than the tolerance do not touch; Voronoi cells know no real
boundary.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from zoning.county import Border, Floats

Ints = npt.NDArray[np.int64]
DECIMALS = 6
"""Of a kilometre: a millimetre."""
HULL_MARGIN = 0.5
"""Voronoi cells end this many mean station distances outside the hull of the seats."""


def shared_km(polygons: list[BaseGeometry], tolerance_m: float = 1.0, min_m: float = 10.0) -> tuple[Ints, Ints, Floats]:
    """Pairs of polygons that share a border, and its length.

    Parameters
    ----------
    polygons : n valid polygons or multi-polygons, in a plane of metres
    tolerance_m : how far apart two drawings of one border may lie
    min_m : a shorter contact, such as a corner, is no border

    Returns
    -------
    i, j, km : row and column of each pair, i < j in order, and kilometres; the order of two polygons does not matter

    Notes
    -----
    A border's length is that of either boundary within the tolerance of the other polygon, the mean of both. At each
    end of such a stretch the boundary stays within the tolerance for one more tolerance, which is taken off again;
    exactly so where the border ends at an angle of 90 degrees or more.
    """
    shapes = np.array(polygons, dtype=object)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=tolerance_m)
    left, right = left[left < right], right[left < right]
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    near = shapely.buffer(shapes, tolerance_m)
    edges = shapely.boundary(shapes)
    metres = (_stretch(edges[left], near[right], tolerance_m) + _stretch(edges[right], near[left], tolerance_m)) / 2
    keep = metres >= max(min_m, 1e-9)
    return left[keep], right[keep], np.round(metres[keep] / 1000, DECIMALS)


def _stretch(edges: npt.NDArray[np.object_], near: npt.NDArray[np.object_], tolerance_m: float) -> Floats:
    """(k,) metres of each edge inside each polygon, less one tolerance for every loose end."""
    parts, pair = shapely.get_parts(shapely.intersection(edges, near), return_index=True)
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    metres = np.zeros(len(edges))
    np.add.at(metres, pair[lines], shapely.length(parts[lines]))
    # An end met twice joins two pieces of one stretch; shapely counts such points out of a boundary.
    owners, place = np.unique(pair[lines], return_inverse=True)
    joined = shapely.multilinestrings(parts[lines], indices=place)
    metres[owners] -= tolerance_m * shapely.get_num_coordinates(shapely.boundary(joined))
    return np.maximum(metres, 0.0)


def voronoi_cells(x_m: Floats, y_m: Floats) -> list[BaseGeometry]:
    """The Voronoi cell of each of n distinct points in a plane of metres, cut to the buffered hull of all."""
    seats = shapely.multipoints(np.column_stack([x_m, y_m]))
    spread = max(float(np.ptp(x_m)), float(np.ptp(y_m)), 1000.0)
    hull: Any = shapely.buffer(shapely.convex_hull(seats), HULL_MARGIN * spread / np.sqrt(len(x_m)))
    if len(x_m) == 1:
        return [hull]
    cells = shapely.get_parts(shapely.voronoi_polygons(seats, extend_to=hull, ordered=True))
    return list(shapely.intersection(cells, hull))


def derive(polygons: list[BaseGeometry], codes: list[str], tolerance_m: float, min_m: float) -> list[Border]:
    """The shared borders of the polygons as rows."""
    i, j, km = shared_km(polygons, tolerance_m, min_m)
    rows = zip(i.tolist(), j.tolist(), km.tolist(), strict=True)
    return [Border(codes[a], codes[b], length) for a, b, length in rows]


def overlay(shared: list[Border], by_hand: list[Border]) -> list[Border]:
    """Shared borders with links and bars laid over them: a pair named by hand is as the hand says."""
    named = {frozenset((border.a, border.b)) for border in by_hand}
    return [border for border in shared if frozenset((border.a, border.b)) not in named] + by_hand


def groups(codes: list[str], borders: list[Border]) -> list[list[str]]:
    """Codes that hang together over borders that are not barred, largest group first, then by first code."""
    group = {code: {code} for code in codes}
    for border in borders:
        if border.kind != "barred" and group[border.a] is not group[border.b]:
            small, large = sorted((group[border.a], group[border.b]), key=len)
            large |= small
            group.update(dict.fromkeys(small, large))
    parts = {id(part): part for part in group.values()}
    return sorted(map(sorted, parts.values()), key=lambda part: (-len(part), part[0]))
