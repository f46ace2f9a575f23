"""Who touches whom, and along how many kilometres.

Shared borders come from a table, else from the stations' polygons, else from the Voronoi cells of their seats; links
and bars made by hand lie over any of these. What it may get wrong: a border along a curve of two digitisations is as
long as the mean of the two; polygons further apart than the tolerance do not touch; Voronoi cells know no real
boundary.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.tables.settings import BorderSettings
from zoning.model.county import Floats
from zoning.model.stations import Border

Ints = npt.NDArray[np.int64]
DECIMALS = 6
"""Of a kilometre: a millimetre."""
OVERLAID = 10
"""Of polygons that lie upon each other, one edge of so many is compared."""
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
    Edges that two polygons have in common, vertex for vertex, are found by sorting and are as long as they are. Only
    what is left over is looked at with the tolerance: its length is that of either boundary within the tolerance of
    the other polygon, the mean of both. Where such a stretch runs on beyond the end of the border it stays within the
    tolerance for one more tolerance, which is taken off again; exactly so where it leaves at 90 degrees or more.
    """
    shapes = np.array(polygons, dtype=object)
    n = len(shapes)
    edges = _edges(shapes)
    left, right, metres, common = _in_common(edges)
    here, there, along = _alongside(shapes, *_runs(edges, ~common), tolerance_m)
    pairs = np.concatenate([left * n + right, np.minimum(here, there) * n + np.maximum(here, there)])
    pairs, place = np.unique(pairs, return_inverse=True)
    total = np.bincount(place, np.concatenate([metres, along / 2]), len(pairs))
    pairs, total = pairs[total >= max(min_m, 1e-9)], total[total >= max(min_m, 1e-9)]
    return pairs // n, pairs % n, np.round(total / 1000, DECIMALS)


@dataclass(frozen=True)
class _Edges:
    """The k edges of all polygons, ring by ring.

    ``xy`` (v, 2) are vertices, of which an edge joins ``start`` (k,) and the next; ``vertex`` (v,) is the same for
    vertices at one place; ``owner`` (k,) is the polygon of each edge.
    """

    xy: Floats
    vertex: Ints
    start: Ints
    owner: Ints


def _edges(shapes: npt.NDArray[np.object_]) -> _Edges:
    rings, polygon = shapely.get_parts(shapely.boundary(shapes), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    _, vertex = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    start = np.flatnonzero(ring[:-1] == ring[1:])
    return _Edges(xy, vertex, start, polygon[ring[start]])


def _in_common(edges: _Edges) -> tuple[Ints, Ints, Floats, npt.NDArray[np.bool_]]:
    """Edges common to two polygons: polygons i < j, metres, and a mask (k,) of those edges."""
    ends = np.sort(np.stack([edges.vertex[edges.start], edges.vertex[edges.start + 1]]), axis=0)
    key = ends[0] * len(edges.xy) + ends[1]
    order = np.argsort(key, kind="stable")
    metres = np.hypot(*(edges.xy[edges.start + 1] - edges.xy[edges.start]).T)
    common = np.zeros(len(key), dtype=bool)
    found: list[tuple[Ints, Ints]] = []
    for shift in range(1, OVERLAID):  # more than two polygons have an edge in common where they overlap
        same = np.flatnonzero(key[order[shift:]] == key[order[:-shift]])
        if not len(same):
            break
        one, other = order[same], order[same + shift]
        apart = edges.owner[one] != edges.owner[other]
        found.append((one[apart], other[apart]))
        common[one[apart]] = common[other[apart]] = True
    one, other = (np.concatenate(side) for side in zip(*found, strict=True)) if found else (order[:0], order[:0])
    owners = np.sort(np.stack([edges.owner[one], edges.owner[other]]), axis=0)
    return owners[0], owners[1], metres[one], common


def _runs(edges: _Edges, chosen: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.object_], Ints]:
    """The chosen edges as lines, consecutive ones joined, and the polygon that each line belongs to."""
    start = edges.start[chosen]
    if not len(start):
        return np.empty(0, dtype=object), start
    begins = np.concatenate([[True], np.diff(start) != 1])
    first = np.flatnonzero(begins)
    lengths = np.diff(np.append(first, len(start))) + 1  # in vertices: one more than edges
    run = np.repeat(np.arange(len(first)), lengths)
    vertex = np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + start[first][run]
    return shapely.linestrings(edges.xy[vertex], indices=run), edges.owner[chosen][begins]


def _alongside(
    shapes: npt.NDArray[np.object_], runs: npt.NDArray[np.object_], owner: Ints, tolerance_m: float
) -> tuple[Ints, Ints, Floats]:
    """Polygons i, j and the metres of the runs of i within the tolerance of j, less one tolerance for a loose end."""
    n = len(shapes)
    there, run = shapely.STRtree(runs).query(shapes, predicate="dwithin", distance=tolerance_m)
    there, run = there[owner[run] != there], run[owner[run] != there]
    near = np.empty(n, dtype=object)
    close = np.unique(there)
    near[close] = shapely.buffer(shapes[close], tolerance_m)
    parts, pair = shapely.get_parts(shapely.intersection(runs[run], near[there]), return_index=True)
    # A buffer's arcs are drawn as chords, so what is just within the tolerance may not meet it: an empty line.
    lines = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    parts, pair = parts[lines], pair[lines]
    loose = _loose(parts, runs[run[pair]])
    metres = np.bincount(pair, shapely.length(parts) - tolerance_m * loose, len(run))
    pairs, place = np.unique(owner[run] * n + there, return_inverse=True)
    return pairs // n, pairs % n, np.maximum(np.bincount(place, metres, len(pairs)), 0.0)


def _loose(parts: npt.NDArray[np.object_], whole: npt.NDArray[np.object_]) -> Floats:
    """(k,) how many of the two ends of each part are not ends of the line it was cut from."""
    ends, kept = ([shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1)] for lines in (parts, whole))
    cut = [~np.any([(end == one).all(axis=1) for one in kept], axis=0) for end in ends]
    return np.asarray(np.sum(cut, axis=0), dtype=np.float64)


def voronoi_cells(x_m: Floats, y_m: Floats, within: BaseGeometry | None = None) -> list[BaseGeometry]:
    """The Voronoi cell of each of n points in a plane of metres, cut by a polygon or their buffered hull."""
    seats = shapely.multipoints(np.column_stack([x_m, y_m]))
    spread = max(float(np.ptp(x_m)), float(np.ptp(y_m)), 1000.0)
    hull: Any = shapely.buffer(shapely.convex_hull(seats), HULL_MARGIN * spread / np.sqrt(len(x_m)))
    ground = hull if within is None else within
    if len(x_m) == 1:
        return [ground]
    reach = shapely.union(shapely.envelope(hull), shapely.envelope(ground))
    cells = shapely.get_parts(shapely.voronoi_polygons(seats, extend_to=reach, ordered=True))
    return [_ground(piece) for piece in shapely.intersection(cells, ground)]


def _ground(piece: BaseGeometry) -> BaseGeometry:
    """The polygons of what a cut left, without points and lines where it only touched."""
    if piece.geom_type in ("Polygon", "MultiPolygon"):
        return piece
    return shapely.union_all([part for part in shapely.get_parts(piece) if part.geom_type == "Polygon"])


def derive(polygons: list[BaseGeometry], codes: list[str], rule: BorderSettings) -> list[Border]:
    """The shared borders of the polygons as rows."""
    i, j, km = shared_km(polygons, rule.tolerance_m, rule.min_m)
    rows = zip(i.tolist(), j.tolist(), km.tolist(), strict=True)
    return [Border(codes[a], codes[b], length) for a, b, length in rows]


def overlay(shared: list[Border], by_hand: list[Border]) -> list[Border]:
    """Shared borders with links and bars laid over them: a pair named by hand is as the hand says."""
    named = {frozenset((border.a, border.b)) for border in by_hand}
    return [border for border in shared if frozenset((border.a, border.b)) not in named] + by_hand
