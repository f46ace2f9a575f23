"""Hatches as lines and dots within a shape, so that every program draws them: patterns of SVG are not known to all.

A hatch is named as in :mod:`workbench.tables.palette`. Lines of all shapes of a page lie on one grid, so that a zone in
several parts has one hatch.
"""

import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zoning.model.county import Floats

ANGLES = {"/": (45.0,), "\\": (135.0,), "-": (0.0,), "|": (90.0,), "x": (45.0, 135.0), "+": (0.0, 90.0)}
"""Directions of the lines of a hatch, in degrees from east."""
DOTS = {".": 1.0, "o": 2.6}
"""Diameters of the dots of a hatch in points; those of more than a point and a half are rings."""
APART = {1: 5.2, 2: 3.4, 3: 2.3}
"""Between lines or dots, in mm, by how often the letter of the hatch stands there."""


def lines(shape: BaseGeometry, hatch: str) -> list[Floats]:
    """The lines of a hatch within a shape, each (2, 2)."""
    step = APART.get(len(hatch), 1.0)
    parts = [
        part
        for angle in ANGLES.get(hatch[:1], ())
        for part in shapely.get_parts(shapely.intersection(shape, _across(shape, angle, step))).tolist()
    ]
    return [shapely.get_coordinates(part) for part in parts if part.geom_type == "LineString"]


def dots(shape: BaseGeometry, hatch: str) -> Floats:
    """(m, 2) The places of the dots of a hatch within a shape, those of every second row between the others."""
    if hatch[:1] not in DOTS or shape.is_empty:
        return np.empty((0, 2))
    step = APART[len(hatch)]
    west, south, east, north = shape.bounds
    columns = np.arange(math.floor(west / step), math.ceil(east / step) + 1)
    rows = np.arange(math.floor(south / step), math.ceil(north / step) + 1)
    x, y = np.meshgrid(columns * step, rows * step)
    x = x + (rows[:, None] % 2) * step / 2
    places = np.column_stack([x.ravel(), y.ravel()])
    shapely.prepare(shape)
    return np.asarray(places[shapely.contains_xy(shape, places)])


def _across(shape: BaseGeometry, angle: float, step: float) -> BaseGeometry:
    """Parallel lines in a direction that cover a shape."""
    along = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    aside = np.array([-along[1], along[0]])
    west, south, east, north = shape.bounds
    corners = np.array([(west, south), (west, north), (east, south), (east, north)])
    ends, levels = corners @ along, corners @ aside
    at = np.arange(math.floor(levels.min() / step), math.ceil(levels.max() / step) + 1) * step
    starts, stops = (along * end + np.outer(at, aside) for end in (ends.min(), ends.max()))
    return shapely.union_all(shapely.linestrings(np.stack([starts, stops], axis=1)))
