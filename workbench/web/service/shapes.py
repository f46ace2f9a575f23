"""A county as shapes of a drawing: station areas and their shared borders on a plane of whole numbers.

Borders are simplified together (``shapely.coverage_simplify``), so that neighbours keep one line between them and no
sliver opens. Where a county has no areas the Voronoi cells of its seats stand in for them, as on printed maps, and
``ground`` says so. What it may get wrong: neighbours whose areas in the file do not meet have no shared line; the edge
of one along the other is then drawn in its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from workbench.draw.ground import ground
from zoning.model.county import County, Floats
from zoning.model.policy import Policy
from zoning.model.problem import Problem

WIDE = 4000
"""Units of the longer side of the plane."""
MARGIN = 40
"""Units left free on every side."""
TOLERANCE = 4.0
"""Units by which a simplified border may leave the given one, about: the area of a bend that goes is its square."""
NEAR = 12.0
"""Units within which an edge runs along a neighbour that it does not meet."""
NAMED = 120
"""Stations up to which names are given a place."""
Point = tuple[int, int]
Line = list[Point]


@dataclass(frozen=True)
class Plane:
    """Where things stand: polygons and seats (n, 2) in units, x to the right and y down; width and height of it all."""

    areas: tuple[BaseGeometry, ...]
    seats: Floats
    width: int
    height: int
    given: bool


def shapes(county: County, policy: Policy) -> dict[str, Any]:
    """The drawing of a county: what ``GET /api/counties/D/shapes`` answers."""
    plane = plane_of(county)
    rings = [_rings(area) for area in plane.areas]
    lines, outline = borders(county, plane, rings)
    pairs = sorted(lines)
    return {
        "size": [plane.width, plane.height],
        "codes": list(county.codes),
        "names": list(county.short_names.values()),
        "kinds": [station.kind for station in county.stations],
        "officers": [station.officers for station in county.stations],
        "is_seat": [station.is_seat for station in county.stations],
        "alone": Problem(county, policy).alone.tolist(),
        "ground": "areas" if plane.given else "cells",
        "paths": [path(ring, closed=True) for ring in rings],
        "at": [[round(float(x)), round(float(y))] for x, y in plane.seats],
        "named": _places(plane) if len(county) <= NAMED else None,
        "pairs": [list(pair) for pair in pairs],
        "lines": [path(lines[pair], closed=False) for pair in pairs],
        "outline": path(outline, closed=False),
        "neighbours": [list(rows) for rows in county.neighbours],
        "current": _current(county),
    }


def areas_of(county: County) -> dict[str, BaseGeometry] | None:
    """The polygon of each station in degrees, of several parts where it was merged; ``None`` without areas."""
    areas = {code: shapely.union_all(shapely.from_wkb(list(parts))) for code, parts in county.areas.items()}
    return areas or None


def plane_of(county: County) -> Plane:
    """The county's areas, or the cells of its seats, in units."""
    known = ground(county, areas_of(county))
    west, south, east, north = known.box
    scale = (WIDE - 2 * MARGIN) / max(east - west, north - south, 1.0)

    def placed(xy: Floats) -> Floats:
        return np.column_stack(((xy[:, 0] - west) * scale + MARGIN, (north - xy[:, 1]) * scale + MARGIN))

    drawn = shapely.transform(np.array(known.areas, dtype=object), placed)
    if known.given:
        drawn = shapely.coverage_simplify(shapely.make_valid(drawn, method="structure"), TOLERANCE)
    size = ((east - west) * scale + 2 * MARGIN, (north - south) * scale + 2 * MARGIN)
    return Plane(tuple(drawn), placed(known.seats), round(size[0]), round(size[1]), known.given)


def borders(
    county: County, plane: Plane, rings: Sequence[Sequence[Line]]
) -> tuple[dict[tuple[int, int], list[Line]], list[Line]]:
    """The lines between each pair of stations (rows i < j) that touch, and those round the county."""
    owners: dict[tuple[Point, Point], list[int]] = {}
    for row, parts in enumerate(rings):
        for segment in _segments(parts):
            owners.setdefault(segment, []).append(row)
    shared: dict[tuple[int, int], list[tuple[Point, Point]]] = {}
    outer = []
    for segment, rows in owners.items():
        if len(set(rows)) > 1:
            shared.setdefault((min(rows), max(rows)), []).append(segment)
        else:
            outer.append(segment)
    lines = {pair: _joined(segments) for pair, segments in shared.items()}
    missing = [
        pair
        for border in county.borders
        if border.kind != "link" and (pair := (county.index[border.a], county.index[border.b])) not in lines
    ]
    lines |= {pair: along for pair in missing if (along := _along(plane.areas[pair[0]], plane.areas[pair[1]]))}
    return lines, _joined(outer)


def path(lines: Iterable[Line], *, closed: bool) -> str:
    """The lines as the path of an SVG; closed ones end where they began."""
    end = "Z" if closed else ""
    return "".join(
        "M" + "L".join(f"{x} {y}" for x, y in (line[:-1] if closed and line[0] == line[-1] else line)) + end
        for line in lines
    )


def _rings(area: BaseGeometry) -> list[Line]:
    """The outlines and holes of an area in whole units, each closed; what shrinks to nothing keeps a small square."""
    rings = []
    for polygon in shapely.get_parts(area):
        if polygon.geom_type == "Polygon":
            for ring in (polygon.exterior, *polygon.interiors):
                line = _whole(ring)
                if len(set(line)) > 2:
                    rings.append(line)
    if not rings:
        x, y = _whole(shapely.centroid(area))[0] if not area.is_empty else (MARGIN, MARGIN)
        rings.append([(x - 2, y - 2), (x + 2, y - 2), (x + 2, y + 2), (x - 2, y + 2), (x - 2, y - 2)])
    return rings


def _whole(geometry: BaseGeometry) -> Line:
    """The points of a line in whole units, none twice in a row."""
    points: Line = []
    for x, y in np.rint(shapely.get_coordinates(geometry)).astype(int).tolist():
        if not points or points[-1] != (x, y):
            points.append((x, y))
    return points


def _segments(rings: Iterable[Line]) -> Iterator[tuple[Point, Point]]:
    """The pieces of closed lines between two points, the lower point first."""
    for ring in rings:
        for a, b in pairwise(ring):
            yield (a, b) if a < b else (b, a)


def _joined(segments: Sequence[tuple[Point, Point]]) -> list[Line]:
    """Segments put together to as few lines as follow from walking along them."""
    ends: dict[Point, list[Point]] = {}
    for a, b in segments:
        ends.setdefault(a, []).append(b)
        ends.setdefault(b, []).append(a)
    lines = []
    for start in sorted(ends, key=lambda point: (len(ends[point]) != 1, point)):  # open ends first, then closed lines
        while ends[start]:
            line = [start]
            while ends[line[-1]]:
                here = line[-1]
                there = ends[here].pop()
                ends[there].remove(here)
                line.append(there)
            lines.append(line)
    return lines


def _along(area: BaseGeometry, other: BaseGeometry) -> list[Line]:
    """The edge of an area where it runs along another that it does not meet."""
    near = shapely.intersection(area.boundary, other.buffer(NEAR))
    merged = shapely.line_merge(near) if near.geom_type == "MultiLineString" else near
    lines = [_whole(part) for part in shapely.get_parts(merged) if part.geom_type == "LineString"]
    return [line for line in lines if len(line) > 1]


def _places(plane: Plane) -> list[list[int]]:
    """Where a name has most room within each area: the middle of the largest circle inside, and its radius."""
    found = []
    for area in plane.areas:
        parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
        if not parts:
            found.append([*_whole(shapely.centroid(area))[0], 0])
            continue
        radius = shapely.maximum_inscribed_circle(max(parts, key=shapely.area), tolerance=10.0)
        (x, y), _ = shapely.get_coordinates(radius).tolist()
        found.append([round(x), round(y), round(float(radius.length))])
    return found


def _current(county: County) -> list[int]:
    """The zone of today of each station, numbered in the order of their first stations; −1 for one without."""
    numbers: dict[str, int] = {}
    zones = [station.current_zone for station in county.stations]
    return [-1 if zone is None else numbers.setdefault(zone, len(numbers)) for zone in zones]
