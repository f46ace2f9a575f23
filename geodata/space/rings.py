"""Closed lines as the ground that they enclose, for borders that were drawn or exported as lines.

What it may get wrong: a closed line within another one is ground as well, not a hole.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

LINES = ("LineString", "MultiLineString", "LinearRing")
POLYGONS = ("Polygon", "MultiPolygon")
FEWEST = 4
"""Points of a ring, the last of them its first."""


def is_line(shape: BaseGeometry | None) -> bool:
    """Whether a geometry is made of lines."""
    return shape is not None and shape.geom_type in LINES


def enclosed(shape: BaseGeometry) -> BaseGeometry | None:
    """The polygons of a collection, or those inside closed lines; ``None`` where there are none or a line is open.

    Lines that meet at their ends are one. The rings are taken as they are, so that one that crosses itself is told.
    """
    parts = shapely.get_parts(shape)
    if shape.geom_type == "GeometryCollection":
        polygons = [part for part in shapely.get_parts(parts) if part.geom_type in POLYGONS]
        return _together(polygons)
    if not is_line(shape):
        return None
    if not shapely.is_closed(parts).all():
        parts = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(list(parts))))
    closed = shapely.is_closed(parts) & (shapely.get_num_coordinates(parts) >= FEWEST)
    return _together([shapely.Polygon(part) for part in parts]) if closed.all() else None


def _together(polygons: list[BaseGeometry]) -> BaseGeometry | None:
    """One geometry of them, a single one as it is."""
    if not polygons:
        return None
    single = shapely.get_parts(np.array(polygons, dtype=object))
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(list(single))
