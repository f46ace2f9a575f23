"""How a map and its legend share a sheet: upright or across, and where the county leaves room for the legend.

Of both ways to lay the sheet, of the ways to arrange the parts of the legend and of its four corners that choice is
taken at which the county is largest; of equal ones the first. The legend never touches the county.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import shapely
from shapely.geometry.base import BaseGeometry

from workbench.draw.ground import Ground
from workbench.draw.labels import Box
from workbench.draw.mapping.legend import Part
from workbench.draw.mapping.sheet import Frame

Format = Literal["a4", "a3"]
FORMATS: dict[Format, tuple[float, float, float]] = {"a4": (297.0, 210.0, 1.0), "a3": (420.0, 297.0, 1.25)}
"""Length and width of a sheet in mm, and by how much its letters are larger than on A4."""
MARGIN, TITLE, FOOT = 8.0, 18.0, 20.0
"""Free at the edges, for the title at the top and for the small print at the foot, in mm of A4."""
BORDER, APART, BETWEEN = 3.0, 4.0, 4.0
"""From the county to the edge of the body, and to the legend, and between parts of the legend, in mm."""
SHRINK, SMALLEST = 0.97, 0.05
"""Scales are tried in such steps, from the largest at which the county fits down to this share of it."""
SHIFTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Places of the county between the middle of the body and its corner away from the legend."""
CORNERS = ((1, 1), (1, -1), (-1, 1), (-1, -1))
"""Right or left, upper or lower."""


@dataclass(frozen=True)
class Spread:
    """A sheet of ``width`` by ``height`` mm: the body, the county in it, and the parts of the legend with their places.

    ``scale`` is that of the letters; ``legend`` is the box of all parts together.
    """

    width: float
    height: float
    scale: float
    body: Box
    frame: Frame
    legend: Box
    places: tuple[tuple[float, float], ...]


def spread(ground: Ground, parts: Sequence[Part], size: Format) -> Spread:
    """The best way to lay out a sheet."""
    long, short, k = FORMATS[size]
    fine = max(_extent(ground)) / 500
    county = shapely.simplify(shapely.union_all(list(ground.areas)), fine)
    county = shapely.union(county, shapely.MultiPoint(ground.seats).buffer(5 * fine))
    shapely.prepare(county)
    best: Spread | None = None
    for width, height in ((long, short), (short, long)):
        body = Box(MARGIN * k, FOOT * k, width - MARGIN * k, height - TITLE * k)
        for block in _blocks(parts):
            for corner in CORNERS:
                found = _placed(ground, county, body, block, corner, best.frame.scale if best else 0.0)
                if found is not None:
                    frame, legend = found
                    places = tuple((legend.left + x, legend.top - y) for x, y in block.places)
                    best = Spread(width, height, k, body, frame, legend, places)
    assert best is not None, "a legend in a corner leaves room for a county of any shape, however small"
    return best


@dataclass(frozen=True)
class _Block:
    """Parts arranged: the size of them all, and the upper left corner of each from that of the block, down."""

    width: float
    height: float
    places: tuple[tuple[float, float], ...]


def _blocks(parts: Sequence[Part]) -> Iterator[_Block]:
    """All parts below each other; the first beside the others; all beside each other."""
    for columns in ([list(range(len(parts)))], [[0], list(range(1, len(parts)))], [[k] for k in range(len(parts))]):
        x, high, places = 0.0, 0.0, {}
        for column in columns:
            y = 0.0
            for k in column:
                places[k] = (x, y)
                y += parts[k].height + BETWEEN
            x += max((parts[k].width for k in column), default=0.0) + 2 * BETWEEN
            high = max(high, y - BETWEEN)
        yield _Block(x - 2 * BETWEEN, high, tuple(places[k] for k in range(len(parts))))


def _placed(
    ground: Ground, county: BaseGeometry, body: Box, block: _Block, corner: tuple[int, int], least: float
) -> tuple[Frame, Box] | None:
    """The largest county beside a legend in this corner, if it is larger than ``least`` mm a metre."""
    if block.width > body.width or block.height > body.height:
        return None
    right, upper = corner
    left = body.right - block.width if right > 0 else body.left
    top = body.top if upper > 0 else body.bottom + block.height
    legend = Box(left, top - block.height, left + block.width, top)
    whole = Frame.within(body, ground, BORDER)
    wide, high = _extent(ground)
    scale = whole.scale
    while scale > max(least * (1 + 1e-9), SMALLEST * whole.scale):
        spare = (body.width / 2 - BORDER - scale * wide / 2, body.height / 2 - BORDER - scale * high / 2)
        west, south, east, north = ground.box
        middle = (body.left + body.right) / 2, (body.bottom + body.top) / 2
        for shift in SHIFTS:
            x = middle[0] - scale * (west + east) / 2 - right * shift * spare[0]
            y = middle[1] - scale * (south + north) / 2 - upper * shift * spare[1]
            frame = Frame(scale, x, y)
            if not shapely.intersects(county, _on_ground(legend, frame)):
                return frame, legend
        scale *= SHRINK
    return None


def _on_ground(legend: Box, frame: Frame) -> BaseGeometry:
    """The legend with room round it, in metres of the ground."""
    return shapely.box(
        (legend.left - APART - frame.x) / frame.scale,
        (legend.bottom - APART - frame.y) / frame.scale,
        (legend.right + APART - frame.x) / frame.scale,
        (legend.top + APART - frame.y) / frame.scale,
    )


def _extent(ground: Ground) -> tuple[float, float]:
    west, south, east, north = ground.box
    return max(east - west, 1.0), max(north - south, 1.0)
