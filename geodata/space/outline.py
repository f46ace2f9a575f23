"""Perimeter, centroid and second moment of area of polygons, for the compactness figures.

What it may get wrong: it takes polygons as they are drawn, so a coast digitised in detail has a long perimeter.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.tables.cells import decimal
from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table
from zoning.model.county import Floats
from zoning.model.outline import Outline
from zoning.texts import Message

DECIMALS = 6
"""Of a kilometre: a millimetre, so that the last bits of a projection reach no result."""


def outline(polygons: list[BaseGeometry]) -> Outline:
    """The outline of (multi-)polygons in a plane of metres; holes count with their edge and without their area."""
    shapes = np.array(polygons, dtype=object)
    centres = shapely.centroid(shapes)
    centroid_km = np.column_stack([shapely.get_x(centres), shapely.get_y(centres)]) / 1000
    moments = [polar_moment(shape, at) for shape, at in zip(polygons, centroid_km * 1000, strict=True)]
    parts = (shapely.length(shapes) / 1000, centroid_km, np.array(moments) / 1e12)
    return Outline(*(np.round(part, DECIMALS) for part in parts))


def polar_moment(polygon: BaseGeometry, about: Floats) -> float:
    """∫ |x − about|² dA in m⁴, by Green's theorem: Σ cross · (x₀² + x₀x₁ + x₁² + y₀² + y₀y₁ + y₁²) / 12 by edge."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(polygon)))
    total = 0.0
    for ring in rings:
        x, y = (shapely.get_coordinates(ring) - about).T
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        squares = (x**2 + y**2)[:-1] + (x**2 + y**2)[1:] + x[:-1] * x[1:] + y[:-1] * y[1:]
        total += float((cross * squares).sum()) / 12
    return total


def read_outline(table: Table, names: dict[str, str], found: Findings) -> Outline | None:
    """The outline as a table gives it, for counties whose polygons are not at hand; ``None`` when any row is wrong."""
    before = found.faults
    rows: dict[str, list[float]] = {}
    for row in table.rows:
        code = table.cell(row, "code")
        if code not in names or code in rows:
            key = "geodata.outline.duplicate" if code in rows else "geodata.code.unknown"
            says = Message(key, {} if code in rows else {"hint": found.hint(code, "code", names)})
            found.wrong(says, table.file, row.line, table.label("code"), code)
            continue
        rows[code] = [_read_cell(row, table, key, found) for key in ("perimeter_km", "x_km", "y_km", "polar_km4")]
    without = [code for code in names if code not in rows]
    if without and found.faults == before:
        found.wrong(Message("geodata.outline.missing", {"stations": without, "count": len(without)}), table.file)
    if found.faults > before:
        return None
    values = np.array([rows[code] for code in names])
    return Outline(values[:, 0], values[:, 1:3], values[:, 3])


def _read_cell(row: Row, table: Table, key: str, found: Findings) -> float:
    text = table.cell(row, key)
    value = decimal(text) if text else Message("geodata.field.blank")
    if isinstance(value, float):
        return value
    found.wrong(value, table.file, row.line, table.label(key), text or None)
    return 0.0
