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

Ints = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]
LEAST_M2 = 1.0
"""A smaller piece is neither counted nor told."""
MOST_FACES = 500
"""With more ground claimed twice the layer is another one than was meant, and nothing is closed."""
SAME_M = 1e-6
"""A polygon whose points moved by less is taken as it was."""


@dataclass(frozen=True)
class Coverage:
    """Polygons with their borders closed, and what was found on the way; areas in m².

    Parameters
    ----------
    shapes : (n,) the polygons, in the order they were given
    moved : how many of them changed; none when nothing was closed, and all are as they were to the bit
    slivers, gaps : areas of the overlaps and of the gaps that were closed
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
    wide = ~shapely.is_empty(shapely.buffer(pieces, -close_m / 2))
    claims = _claims(i[wide], j[wide], pieces[wide])
    cleaned = _cleaned(shapes, i[wide], j[wide], pieces[wide], close_m) if close_m > 0 else None
    if cleaned is None:
        return Coverage(shapes, holes=_holes(shapely.union_all(shapes)), claimed=claims)
    holes = _holes(shapely.union_all(cleaned) if claims else shapely.coverage_union_all(cleaned))
    slivers, gaps = _areas(pieces[~wide]), _areas(_gained(shapes, cleaned))
    if not slivers and not gaps:
        return Coverage(shapes, holes=holes, claimed=claims)
    still = shapely.equals_exact(shapes, cleaned, SAME_M, normalize=True)
    return Coverage(cleaned, int((~still).sum()), slivers, gaps, holes, claims)


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


def _cleaned(shapes: Shapes, i: Ints, j: Ints, claimed: Shapes, close_m: float) -> Shapes | None:
    """The polygons as a coverage, those pieces that two of them claim left to both; ``None`` where that fails.

    Claimed pieces are polygons of their own while the cleaner works, so that its borders are theirs as well.
    """
    faces, belong = _faces(i, j, claimed)
    if faces is None:
        return None
    alone = shapes.copy()
    for row, owned in belong.items():
        alone[row] = shapely.difference(shapes[row], shapely.union_all([faces[face] for face in owned]))
    parts = np.array([*alone, *faces], dtype=object)
    filled = ~shapely.is_empty(parts)
    try:
        cleaned = shapely.coverage_clean(parts[filled], gap_width=close_m, snapping_distance=close_m)  # type: ignore[attr-defined]
    except GEOSException:
        return None
    parts[filled] = cleaned
    n = len(shapes)
    result = parts[:n].copy()
    for row, owned in belong.items():
        result[row] = shapely.union_all([parts[row], *(parts[n + face] for face in owned)])
    sound = shapely.is_valid(result) & ~shapely.is_empty(result)
    return result if sound.all() else None


def _faces(i: Ints, j: Ints, claimed: Shapes) -> tuple[list[BaseGeometry] | None, dict[int, list[int]]]:
    """Claimed pieces cut so that none overlaps another, and those that each row owns; ``None`` when there are many."""
    faces: list[tuple[BaseGeometry, set[int]]] = []
    for a, b, piece in zip(i.tolist(), j.tolist(), claimed, strict=True):
        rest = piece
        for at in range(len(faces)):
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
    """What polygons gained that was nobody's and lies between two of them; not what moved at the outer edge."""
    parts = shapely.get_parts(shapely.difference(cleaned, shapes))
    parts = parts[shapely.area(parts) >= LEAST_M2]
    tree = shapely.STRtree(shapes)
    owned, _ = tree.query(shapely.point_on_surface(parts), predicate="intersects")
    beside, _ = tree.query(parts, predicate="dwithin", distance=SAME_M)
    taken, touched = (np.bincount(part, minlength=len(parts)) for part in (owned, beside))
    gained: Shapes = parts[(taken == 0) & (touched > 1)]
    return gained


def _holes(whole: BaseGeometry) -> tuple[float, ...]:
    """The areas enclosed by a union that are not part of it."""
    rings = [ring for part in shapely.get_parts(whole) for ring in shapely.get_rings(part)[1:]]
    return _areas(shapely.polygons(rings)) if rings else ()


def _areas(pieces: Shapes) -> tuple[float, ...]:
    areas = shapely.area(pieces)
    return tuple(areas[areas >= LEAST_M2].tolist())
