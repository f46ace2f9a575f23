"""Geometries of features checked: polygons with a place on earth, or a mistake each.

What it may get wrong: a repair keeps all that a crossing ring encloses; the author may have meant less.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import System, on_wgs84
from geodata.coordinates.placing import Seats, hint_of
from geodata.coordinates.typed import SLIPPED, away_of, likely, reach_of
from geodata.space.rings import POLYGONS, enclosed, is_line
from geodata.tables.findings import Findings
from geodata.tables.table import Layer
from zoning.texts import Message

REASON = re.compile(r"(.*?)\[(.*)\]", re.DOTALL)
REASONS = {
    "Self-intersection": "crossing",
    "Ring Self-intersection": "touching",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "holes_nested",
    "Interior is disconnected": "disconnected",
    "Nested shells": "shells_nested",
    "Duplicate Rings": "rings_twice",
    "Too few points in geometry component": "few_points",
}
"""What GEOS finds wrong with a polygon, as a word of ``[ring]`` in the texts."""
MOST_VERTICES = 0.9
"""Share of the vertices that say how far a layer reaches."""
MOST_CROSSINGS, EDGES = 20_000, 100
"""Crossings of the edges of a polygon that are repaired, and edges that are looked at together."""
BELT = 75.0
"""Degrees of longitude from the middle of a transverse Mercator belt; some ten further on nothing has a place in it."""
Shapes = Mapping[int, BaseGeometry]
"""Geometries by row: the number of the feature, from 1."""


@dataclass(frozen=True)
class Polygons:
    """The usable polygons of a layer by row, in its own coordinates; ``repaired`` as those were before."""

    shapes: dict[int, BaseGeometry] = field(default_factory=dict)
    repaired: dict[int, BaseGeometry] = field(default_factory=dict)


def usable(
    layer: Layer,
    rows: Iterable[int],
    system: System | None,
    repair: bool,
    seats: Seats,
    found: Findings,
    whose: Mapping[int, str] = MappingProxyType({}),
) -> Polygons:
    """The valid polygons among the features of these rows; every other one is a mistake, or repaired if so asked.

    Without a known ``system`` the size of the figures is not judged. ``whose`` names the stations of rows.
    """
    polygons = {row: shape for row in rows if (shape := _polygon(layer, row, found)) is not None}
    kinds = [shape.geom_type for row in polygons if (shape := layer.features[row - 1].geometry) is not None]
    if others := [kind for kind in kinds if kind not in POLYGONS]:
        found.note("geodata.notice.areas_enclosed", file=layer.file, count=len(others), kinds=sorted(set(others)))
    polygons = _without_slips(polygons, layer, whose, found)
    polygons = _of_right_size(polygons, layer, system, seats, found)
    result = Polygons()
    for row, shape in polygons.items():
        mended = shape if shape.is_valid else _repaired(shape) if repair else None
        if mended is None:
            _refuse(shape, layer, row, found)
        elif mended is not shape:
            result.repaired[row] = shape
        if mended is not None:
            result.shapes[row] = mended
    return result


def _polygon(layer: Layer, row: int, found: Findings) -> BaseGeometry | None:
    """The geometry of a feature when it is a polygon at all, or what its closed lines enclose."""
    shape = layer.features[row - 1].geometry
    if shape is None or shape.is_empty:
        found.wrong(Message("geodata.areas.no_geometry"), layer.file, row, "geometry")
        return None
    ground = shape if shape.geom_type in POLYGONS else enclosed(shape)
    if ground is None:
        key = "open_line" if is_line(shape) else "not_polygon"
        found.wrong(Message(f"geodata.areas.{key}"), layer.file, row, "geometry", shape.geom_type)
    return ground


def _of_right_size(
    polygons: Shapes, layer: Layer, system: System | None, seats: Seats, found: Findings
) -> dict[int, BaseGeometry]:
    """The polygons whose figures are degrees or metres as their system says; said once where all are the other."""
    degrees = {row: _in_degrees(shape) for row, shape in polygons.items()}
    if system is None:
        return dict(polygons)
    wrong = [row for row, is_degrees in degrees.items() if is_degrees != system.is_geographic]
    if not wrong:
        return dict(polygons)
    _misplaced(
        f"geodata.areas.not_{'degrees' if system.is_geographic else 'metres'}", wrong, polygons, layer, seats, found
    )
    return {row: shape for row, shape in polygons.items() if row not in set(wrong)}


def _misplaced(key: str, rows: list[int], shapes: Shapes, layer: Layer, seats: Seats, found: Findings) -> None:
    """The mistake of polygons that cannot be where their system says, with a guess; told once where that is all."""
    says = Message(key, {"hint": hint_of({str(row): shapes[row] for row in rows}, seats)})
    if len(rows) == len(shapes) > 1:
        found.wrong(says, layer.file, None, "geometry", _corner(shapes[rows[0]]))
    else:
        for row in rows:
            found.wrong(says, layer.file, row, "geometry", _corner(shapes[row]))


def _without_slips(
    polygons: Shapes, layer: Layer, whose: Mapping[int, str], found: Findings
) -> dict[int, BaseGeometry]:
    """The polygons without those that a single slipped figure stretches far beyond all others, a mistake each.

    A vertex is a slip where it lies many times as far from the middle of the layer as nine tenths of all vertices do,
    few vertices do, and most of those of its polygon do not.
    """
    if not polygons:
        return {}
    rows = list(polygons)
    xy, owner = shapely.get_coordinates(np.array([polygons[row] for row in rows], dtype=object), return_index=True)
    away = away_of(xy)
    far = ~(away <= SLIPPED * reach_of(away, MOST_VERTICES))
    if not far.any() or far.sum() > len(xy) * (1 - MOST_VERTICES):
        return dict(polygons)
    west_south, east_north = xy[~far].min(axis=0).tolist(), xy[~far].max(axis=0).tolist()
    kept = dict(polygons)
    for k in np.unique(owner[far]).tolist():
        own = np.flatnonzero(owner == k)
        slips = own[far[own]]
        if 2 * len(slips) > len(own):
            continue
        at, row = int(slips[0]), rows[k]
        del kept[row]
        place = f"{xy[at][0]:.10g} {xy[at][1]:.10g}"
        hint = likely(xy[at].tolist(), west_south, east_north)
        says = Message("geodata.areas.slipped", {"vertex": at - int(own[0]) + 1, "place": place, "hint": hint})
        found.wrong(says, layer.file, row, "geometry", whose.get(row) or words_of(layer, row))
    return kept


def words_of(layer: Layer, row: int) -> str:
    """The words of a feature, by which people know it."""
    words = [str(v) for v in layer.features[row - 1].properties.values() if isinstance(v, str) and v.strip()]
    return " ".join(words[:2]) or f"{row}"


def _in_degrees(shape: BaseGeometry) -> bool:
    x, y = shapely.get_coordinates(shape).T  # of holes as well, which the bounds of a polygon leave out
    return bool(x.min() >= -180 and x.max() <= 180 and y.min() >= -90 and y.max() <= 90)


def _corner(shape: BaseGeometry) -> str:
    x, y = shapely.get_coordinates(shape)[0]
    return f"{x:g} {y:g}"


def _refuse(shape: BaseGeometry, layer: Layer, row: int, found: Findings) -> None:
    """The mistake of an invalid polygon, with what is wrong and where."""
    reason, place = fault_of(shape)
    found.wrong(Message("geodata.areas.invalid", {"reason": reason}), layer.file, row, "geometry", place)


def fault_of(shape: BaseGeometry) -> tuple[Message, str]:
    """What is wrong with an invalid polygon, and where."""
    match = REASON.fullmatch(str(shapely.is_valid_reason(shape)))
    reason, place = (match[1], match[2]) if match else ("", _corner(shape))
    return Message(f"geodata.ring.{REASONS.get(reason, 'other')}"), place


def _repaired(shape: BaseGeometry) -> BaseGeometry | None:
    """A valid polygon of the ground that the rings enclose, ``None`` when they enclose none."""
    if _tangled(shape, MOST_CROSSINGS):
        return None
    made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(made) if part.geom_type == "Polygon" and not part.is_empty]
    return shapely.union_all(parts) if parts else None


def _tangled(shape: BaseGeometry, most: int) -> bool:
    """Whether edges cross each other in more places than slips of a hand do; repairing that would take minutes."""
    points, of = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = of[1:] == of[:-1]
    edges = shapely.get_parts(shapely.multilinestrings(np.stack([points[:-1][same], points[1:][same]], axis=1)))
    tree, crossings = shapely.STRtree(edges), 0
    for start in range(0, len(edges), EDGES):
        crossings += tree.query(edges[start : start + EDGES], predicate="crosses").shape[1] // 2
        if crossings > most:
            return True
    return False


def placed(shapes: Shapes, system: System, layer: Layer, seats: Seats, found: Findings) -> dict[int, BaseGeometry]:
    """The polygons in degrees on WGS 84; one that has no place there is a mistake and left out.

    Nor has one a place that reaches so far from the seats that it cannot be drawn in a plane with them.
    """
    moved = dict(zip(shapes, on_wgs84(list(shapes.values()), system), strict=True))
    middle = float(np.mean([lon for lon, _ in seats.values()])) if seats else None
    lost = [row for row, shape in moved.items() if not _in_reach(shape, middle)]
    if lost:
        _misplaced("geodata.areas.nowhere", lost, shapes, layer, seats, found)
    return {row: shape for row, shape in moved.items() if row not in lost}


def _in_reach(shape: BaseGeometry, middle: float | None) -> bool:
    """Whether all of a polygon in degrees lies on earth, and on the side of it that a belt there shows."""
    lon, lat = shapely.get_coordinates(shape).T
    near = np.abs(lon - middle) <= BELT if middle is not None else np.isfinite(lon)
    return bool((near & (np.abs(lat) <= 90)).all())
