"""What is written on a map and where: numbers and names of zones, names of stations, placed before anything is drawn.

The rule, in this order. No label meets another, the mark of a seat, the scale bar or the arrow. The label of a zone
lies wholly in its zone, clear of its border: its number and name where there is room, else its number alone; where a
zone has not even room for that, its number stands in the county, with a leader line. The name of a station lies beside
its mark, wholly in its zone or wholly off the county, where such a place is free; else it may lie across a border, and
further off it has a leader line. In a crowded county stations have no names and only offices keep labels off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel

from workbench.draw.fonts import MM_PER_POINT, measured
from workbench.draw.labels import RINGS, Box, Label, Place, Placing, box_of
from workbench.draw.mapping.sheet import INK, MANY, RED, Frame, Sheet
from zoning.model.stations import Station

ROOM, FRAMED = 0.4, 1.6
"""Free round a label, and round one in a frame, in mm, of both sides together."""
EDGE = 0.5
"""A label lies this far from a border, in mm."""
FINE = 0.1
"""Borders are taken to so many mm when room is looked for."""
STAR, RING, DOT, SMALL = 9.5, 11.0, 3.6, 0.6
"""Sizes of the marks of an office, of the seat of the county and of a station, in points; of small marks, a share."""
WIDE = 120.0
"""Zones of a map narrower than this, in mm, have smaller letters."""


@dataclass(frozen=True)
class Laid:
    """Words at their place; those of a zone are ``framed``."""

    words: str
    size: float
    framed: bool
    colour: str
    label: Label
    place: Place

    @property
    def box(self) -> Box:
        return box_of(self.label, self.place)


def laid(sheet: Sheet, frame: Frame, taken: Sequence[Box] = (), *, named: bool = True) -> list[Laid]:
    """All labels of a map, zones first; a small map is not ``named``: zones have numbers, stations only if marked."""
    shapes = [shapely.simplify(shape, FINE) for shape in zone_shapes(sheet, frame)]
    placing = Placing(sheet.frame, [*seat_boxes(sheet, frame, named=named), *taken])
    stations = list(_stations(sheet, frame, shapes, named=named))
    spare = [Box.around(one.x + one.gap + one.width / 2, one.y, one.width, one.height) for _, one in stations]
    found = list(_zones(sheet, shapes, placing, spare, named=named))
    for station, label in stations:
        colour = RED if station.code in sheet.marked else "black"
        name = sheet.problem.county.short_names[station.code]
        found.append(Laid(name, _small(sheet), False, colour, label, placing.put(label)))
    return found


def seat_boxes(sheet: Sheet, frame: Frame, *, named: bool = True) -> list[Box]:
    """What the marks cover that no label may lie upon."""
    offices = {zone.office for zone in sheet.score.zones}
    size = mark_scale(sheet, named=named)
    found = []
    for station, (x, y) in zip(sheet.problem.county.stations, frame(sheet.ground.seats), strict=True):
        points = RING if station.is_seat else STAR if station.code in offices else 0.0 if sheet.crowded else DOT
        if points:
            wide = points * size * MM_PER_POINT + ROOM
            found.append(Box.around(float(x), float(y), wide, wide))
    return found


def mark_scale(sheet: Sheet, *, named: bool) -> float:
    """By how much marks are smaller or larger than on a sheet of A4."""
    return (1.0 if named and not sheet.crowded else SMALL) * sheet.scale


def zone_shapes(sheet: Sheet, frame: Frame) -> list[BaseGeometry]:
    """The zones on the page."""
    index = sheet.problem.county.index
    return [
        shapely.transform(sheet.ground.merged([index[code] for code in zone.stations]), frame)
        for zone in sheet.score.zones
    ]


def _zones(
    sheet: Sheet, shapes: Sequence[BaseGeometry], placing: Placing, spare: Sequence[Box], *, named: bool
) -> Iterator[Laid]:
    """The labels of the zones: the whole name, off the usual places of the names of stations if need be not."""
    land = shapely.union_all([shapely.buffer(shape, EDGE) for shape in shapes])
    size = (9.5 if sheet.frame.width > WIDE else 8.0 if named else 7.0) * sheet.scale
    full = sheet.called(named=named and len(shapes) <= MANY)
    for words, at, shape in zip(full, sheet.numbers, shapes, strict=True):
        home = shapely.buffer(shape, -EDGE)
        middle = _middle(home if not home.is_empty else shape)
        short = words if sheet.names and not sheet.slots else str(at + 1)
        long, brief = (_label(text, size, middle, home) for text in (words, short))
        place = placing.at_home(long, spare=spare) or placing.at_home(long)
        if place is not None:
            yield Laid(words, size, True, INK, long, place)
            continue
        place = placing.at_home(brief, spare=spare) or placing.at_home(brief)
        if place is None:
            placed = placing.at_home(replace(brief, home=land))
            place = replace(placed, leader=True) if placed is not None else placing.anywhere(brief)
        yield Laid(short, size, True, INK, brief, place)


def _label(words: str, size: float, middle: tuple[float, float], home: BaseGeometry) -> Label:
    shapely.prepare(home)
    width, height = measured(words, size)
    return Label(*middle, width + FRAMED, height + FRAMED, 0.0, home, RINGS)


def _stations(
    sheet: Sheet, frame: Frame, shapes: Sequence[BaseGeometry], *, named: bool
) -> Iterator[tuple[Station, Label]]:
    """The stations that have a name on the map, each with its label."""
    county, every = sheet.problem.county, named and not sheet.crowded
    zone_of = {code: z for z, zone in enumerate(sheet.score.zones) for code in zone.stations}
    page = shapely.box(sheet.frame.left, sheet.frame.bottom, sheet.frame.right, sheet.frame.top)
    off = shapely.difference(page, shapely.buffer(shapely.union_all(shapes), EDGE))
    homes = [shapely.union(shapely.buffer(shape, -EDGE), off) for shape in shapes]
    for home in homes:
        shapely.prepare(home)
    offices = {zone.office for zone in sheet.score.zones}
    for station, (x, y) in zip(county.stations, frame(sheet.ground.seats), strict=True):
        if every or station.code in sheet.marked:
            width, height = measured(sheet.problem.county.short_names[station.code], _small(sheet))
            points = RING if station.is_seat else STAR if station.code in offices else DOT
            gap = (0.4 + points * MM_PER_POINT / 2) * mark_scale(sheet, named=named)
            home = homes[zone_of[station.code]]
            yield station, Label(float(x), float(y), width + ROOM, height + ROOM, gap, home)


def _small(sheet: Sheet) -> float:
    """Points of the names of stations."""
    return 7.0 * sheet.scale


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """The point of the largest part that is furthest from its edge."""
    largest = max(shapely.get_parts(shape).tolist(), key=lambda part: part.area)
    if largest.geom_type != "Polygon" or largest.is_empty:
        point = shapely.point_on_surface(shape)
    else:
        point = polylabel(largest, tolerance=max(largest.area, 1e-9) ** 0.5 / 50)
    x, y = shapely.get_coordinates(point)[0].tolist()
    return x, y
