"""Polygons that should share their borders: slivers and narrow gaps between them closed, and what is left over told.

Neighbours are often drawn twice, so that their polygons overlap by slivers or leave gaps a few metres wide. Up to a
tolerance both are closed by GEOS' coverage cleaner: points nearer to each other than the tolerance become one, and what
is left over goes to the neighbour with the longer border. Ground that two stations claim in earnest, wider than the
tolerance, stays with both. What it may get wrong: where anything is closed, a detail of the drawing that is finer than
the tolerance is lost everywhere in the layer; a layer without slivers and gaps stays as it is to the bit.

References
----------
GEOS 3.14, ``CoverageCleaner``; the tests for a coverage are those of its ``CoverageValidator``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from zoning.model.county import Floats

Ints = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]
LEAST_M2 = 1.0
"""A smaller piece is neither counted nor told."""
MOST_FACES = 500
"""With more ground claimed twice the layer is another one than was meant, and nothing is closed."""
SAME_M = 1e-6
"""What is nearer than this touches."""


@dataclass(frozen=True)
class Coverage:
    """Polygons with their borders closed, and what was found on the way; areas in m².

    Parameters
    ----------
    shapes : (n,) the polygons, in the order they were given
    moved : how many of them changed by a square metre or more; none when nothing was closed, and all are as they were
    slivers, gaps : areas of the overlaps and of the gaps that were closed; where none of them moved, of the overlaps
        that could not be
    holes : areas of what is enclosed by the polygons and belongs to none of them
    claimed : row, row and area of ground that two polygons share
    """

    shapes: Shapes
    moved: int = 0
    slivers: tuple[float, ...] = ()
    gaps: tuple[float, ...] = ()
    holes: tuple[float, ...] = ()
    claimed: tuple[tuple[int, int, float], ...] = ()


def closed(polygons: list[BaseGeometry], close_m: float) -> Coverage:
    """Close slivers and gaps narrower than ``close_m`` between valid polygons in metres; 0 closes nothing."""
    shapes = np.array(polygons, dtype=object)
    if shapely.coverage_is_valid(shapes, gap_width=close_m):
        return Coverage(shapes, holes=_holes(shapely.coverage_union_all(shapes)))
    i, j, pieces = _overlaps(shapes)
    wide = _wider(pieces, close_m)
    claims, slivers = _claims(i[wide], j[wide], pieces[wide]), _areas(pieces[~wide])
    cleaned = _cleaned(shapes, i[wide], j[wide], pieces[wide], close_m) if close_m > 0 else None
    if cleaned is None:
        return Coverage(shapes, slivers=slivers, holes=_holes(shapely.union_all(shapes)), claimed=claims)
    result, moved_m2 = cleaned
    holes = _holes(shapely.union_all(result) if claims else shapely.coverage_union_all(result))
    gaps = _areas(_gained(shapes, result))
    if not slivers and not gaps:
        return Coverage(shapes, holes=holes, claimed=claims)
    return Coverage(result, int((moved_m2 >= LEAST_M2).sum()), slivers, gaps, holes, claims)


def _overlaps(shapes: Shapes) -> tuple[Ints, Ints, Shapes]:
    """Row, row and piece of everything that two polygons share, in order of the rows."""
    i, j = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    order = np.lexsort((j, i))
    i, j = i[order][i[order] < j[order]], j[order][i[order] < j[order]]
    pieces, pair = shapely.get_parts(shapely.intersection(shapes[i], shapes[j]), return_index=True)
    keep = shapely.area(pieces) >= LEAST_M2
    return i[pair[keep]], j[pair[keep]], pieces[keep]


def _claims(i: Ints, j: Ints, pieces: Shapes) -> tuple[tuple[int, int, float], ...]:
    """The ground that every pair shares, all pieces together."""
    total: dict[tuple[int, int], float] = {}
    for a, b, area in zip(i.tolist(), j.tolist(), shapely.area(pieces).tolist(), strict=True):
        total[a, b] = total.get((a, b), 0.0) + area
    return tuple((a, b, area) for (a, b), area in total.items())


def _wider(pieces: Shapes, width_m: float) -> npt.NDArray[np.bool_]:
    """Whether a circle of that width fits into each piece."""
    wider: npt.NDArray[np.bool_] = ~shapely.is_empty(shapely.buffer(pieces, -width_m / 2))
    return wider


def _cleaned(shapes: Shapes, i: Ints, j: Ints, claimed: Shapes, close_m: float) -> tuple[Shapes, Floats] | None:
    """The polygons as a coverage, and the m² by which each changed; ``None`` where that fails.

    What two of them claim is left to both: such pieces are polygons of their own while the cleaner works, so that its
    borders are theirs as well. It knows a face by one point within; slits inside a polygon are filled before, lest that
    point fall into one.
    """
    faces, belong = _faces(i, j, claimed)
    if faces is None:
        return None
    alone = _without_slits(shapes, close_m)
    for row, owned in belong.items():
        alone[row] = shapely.difference(alone[row], shapely.union_all([faces[face] for face in owned]))
    parts = np.array([*alone, *faces], dtype=object)
    for snap_m in (close_m, -1.0):  # a sliver closed without snapping leaves spikes, which is better than leaving it
        cleaned = _coverage(parts, close_m, snap_m)
        if cleaned is None:
            continue
        result = cleaned[: len(shapes)].copy()
        for row, owned in belong.items():
            result[row] = shapely.union_all([result[row], *(cleaned[len(shapes) + face] for face in owned)])
        moved_m2 = shapely.area(shapely.symmetric_difference(result, shapes))
        sound = shapely.is_valid(result) & ~shapely.is_empty(result) & (moved_m2 <= close_m * shapely.length(shapes))
        if sound.all():
            return result, moved_m2
    return None


def _coverage(parts: Shapes, close_m: float, snap_m: float) -> Shapes | None:
    """The parts as the cleaner leaves them, ``None`` where it gives up; what is empty stays so."""
    filled = ~shapely.is_empty(parts)
    result = parts.copy()
    try:
        result[filled] = shapely.coverage_clean(parts[filled], gap_width=close_m, snapping_distance=snap_m)  # type: ignore[attr-defined]
    except GEOSException:
        return None
    return result


def _without_slits(shapes: Shapes, width_m: float) -> Shapes:
    """The polygons without their holes narrower than ``width_m``."""
    result = shapes.copy()
    for row in np.flatnonzero([len(shapely.get_rings(shape)) > shapely.get_num_geometries(shape) for shape in shapes]):
        parts = []
        for part in shapely.get_parts(shapes[row]):
            outer, *holes = shapely.get_rings(part)
            kept = [hole for hole in holes if _wider(shapely.polygons([hole]), width_m)[0]]
            parts.append(shapely.polygons(outer, holes=kept or None))
        result[row] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return result


def _faces(i: Ints, j: Ints, claimed: Shapes) -> tuple[list[BaseGeometry] | None, dict[int, list[int]]]:
    """(f,) faces: the pieces claimed by two rows each, cut until none overlaps, and the faces each row claims.

    ``None`` where there would be more than :data:`MOST_FACES`.
    """
    if len(claimed) > MOST_FACES:
        return None, {}
    faces: list[tuple[BaseGeometry, set[int]]] = []
    for a, b, piece in zip(i.tolist(), j.tolist(), claimed, strict=True):
        rest = piece
        for at in np.flatnonzero(shapely.intersects([face for face, _ in faces], piece)).tolist():
            face, belong = faces[at]
            common = _polygonal(shapely.intersection(face, rest))
            if common is None:
                continue
            outer = _polygonal(shapely.difference(face, common))
            faces[at] = (common, belong | {a, b})
            faces += [] if outer is None else [(outer, belong)]
            rest = shapely.difference(rest, common)
        left = _polygonal(rest)
        faces += [] if left is None else [(left, {a, b})]
        if len(faces) > MOST_FACES:
            return None, {}
    owned: dict[int, list[int]] = {}
    for at, (_, belong) in enumerate(faces):
        for row in sorted(belong):
            owned.setdefault(row, []).append(at)
    return [face for face, _ in faces], owned


def _polygonal(shape: BaseGeometry) -> BaseGeometry | None:
    """The polygons of a shape that are worth counting, ``None`` without any."""
    parts = [part for part in shapely.get_parts(shape) if shapely.area(part) >= LEAST_M2]
    return shapely.union_all(parts) if parts else None


def _gained(shapes: Shapes, cleaned: Shapes) -> Shapes:
    """What polygons gained that was nobody's: between two of them or inside one, not where the outer edge moved."""
    parts, row = shapely.get_parts(shapely.difference(cleaned, shapes), return_index=True)
    parts, row = parts[shapely.area(parts) >= LEAST_M2], row[shapely.area(parts) >= LEAST_M2]
    tree = shapely.STRtree(shapes)
    owned, _ = tree.query(shapely.point_on_surface(parts), predicate="intersects")
    beside, _ = tree.query(parts, predicate="dwithin", distance=SAME_M)
    taken, touched = (np.bincount(part, minlength=len(parts)) for part in (owned, beside))
    inside = ~shapely.dwithin(parts, shapely.boundary(cleaned)[row], SAME_M)
    gained: Shapes = parts[(taken == 0) & ((touched > 1) | inside)]
    return gained


def _holes(whole: BaseGeometry) -> tuple[float, ...]:
    """The areas enclosed by a union that are not part of it."""
    rings = [ring for part in shapely.get_parts(whole) for ring in shapely.get_rings(part)[1:]]
    return _areas(shapely.polygons(rings)) if rings else ()


def _areas(pieces: Shapes) -> tuple[float, ...]:
    areas = shapely.area(pieces)
    return tuple(areas[areas >= LEAST_M2].tolist())
