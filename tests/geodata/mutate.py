"""Ways to spoil a county whose parts are still plain values: tables of cells, settings, GeoJSON.

Every function draws from the generator it is given and changes its argument in place, so that a seed is a case. What it
may get wrong: a change may by chance leave the meaning as it was, and such a county is rightly accepted.
"""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.geodata.odd import CRS, HEADINGS, JSON, KEYS, SETTINGS, Rng, cell, fresh, pick

Grid = list[list[Any]]
Grids = dict[str, Grid]


# ------------------------------------------------------------------------------------------------------------- tables
def spoil_tables(grids: Grids, rng: Rng, typed: bool) -> None:
    """One change of one table, or of what the tables are called."""
    if not grids or rng.random() < 0.08:
        pick(rng, TABLES)(grids, rng)
        return
    grid = grids[pick(rng, list(grids))]
    if not grid:
        grid.append([cell(rng, typed)])
    pick(rng, GRIDS)(grid, rng, typed)


def _cells(grid: Grid, rng: Rng, typed: bool) -> None:
    for _ in range(int(rng.integers(1, 4))):
        row = pick(rng, grid)
        if row:
            row[int(rng.integers(len(row)))] = cell(rng, typed)


def _column_of_one_value(grid: Grid, rng: Rng, typed: bool) -> None:
    column, value = int(rng.integers(len(grid[0]) or 1)), cell(rng, typed)
    for row in grid[1:]:
        if column < len(row):
            row[column] = value


def _scaled_column(grid: Grid, rng: Rng, _typed: bool) -> None:
    column, factor = int(rng.integers(len(grid[0]) or 1)), pick(rng, (1e-4, 1e4, 1500, 1e6, -1, 1e300))
    for row in grid[1:]:
        if column < len(row):
            try:
                row[column] = (
                    float(row[column]) * factor if not isinstance(row[column], str) else _scaled(row, column, factor)
                )
            except (TypeError, ValueError):
                continue  # no figure: stays


def _scaled(row: list[Any], column: int, factor: float) -> str:
    return repr(float(row[column]) * factor)


def _column(grid: Grid, rng: Rng, _typed: bool) -> None:
    width = len(grid[0]) or 1
    a, b, how = int(rng.integers(width)), int(rng.integers(width)), int(rng.integers(3))
    for row in grid:
        if max(a, b) < len(row):
            if how == 0:
                del row[a]
            elif how == 1:
                row.insert(b, row[a])
            else:
                row[a], row[b] = row[b], row[a]


def _heading(grid: Grid, rng: Rng, typed: bool) -> None:
    if grid[0]:
        word = pick(rng, HEADINGS) if rng.random() < 0.7 else cell(rng, typed)
        grid[0][int(rng.integers(len(grid[0])))] = word


def _new_column(grid: Grid, rng: Rng, typed: bool) -> None:
    grid[0].append(pick(rng, HEADINGS))
    for row in grid[1:]:
        row.append(cell(rng, typed))


def _row(grid: Grid, rng: Rng, typed: bool) -> None:
    a, b, how = int(rng.integers(len(grid))), int(rng.integers(len(grid))), int(rng.integers(7))
    if how == 0:
        del grid[a]
    elif how == 1:
        grid.insert(b, list(grid[a]))
    elif how == 2:
        grid[a], grid[b] = grid[b], grid[a]
    elif how == 3:
        grid.insert(a, pick(rng, ([], [""], [None] * 5, ["合计"], [cell(rng, typed)], ["说明：", "x", "y"])))
    elif how == 4:
        del grid[a][len(grid[a]) // 2 :]
    elif how == 5:
        grid[a] += [cell(rng, typed)] * int(rng.integers(1, 300))
    else:
        grid[:] = grid[:1] if rng.random() < 0.5 else grid + grid[1:] * int(rng.integers(1, 60))


def _turned(grid: Grid, _rng: Rng, _typed: bool) -> None:
    width = max(map(len, grid))
    grid[:] = [list(row) for row in zip(*(row + [None] * (width - len(row)) for row in grid), strict=True)]


def _another_name(grids: Grids, rng: Rng) -> None:
    if grids:
        name = pick(rng, list(grids))
        grids[
            pick(
                rng,
                (
                    "stations",
                    "incidents",
                    "borders",
                    "travel",
                    "派出所",
                    "警情",
                    "参数",
                    "x",
                    "填写说明",
                    "areas",
                    "辖区",
                ),
            )
        ] = grids.pop(name) if rng.random() < 0.5 else [list(row) for row in grids[name]]


def _lost(grids: Grids, rng: Rng) -> None:
    if grids:
        del grids[pick(rng, list(grids))]


def _exchanged(grids: Grids, rng: Rng) -> None:
    if grids:
        a, b = pick(rng, list(grids)), pick(rng, list(grids))
        grids[a], grids[b] = grids[b], grids[a]


def _emptied(grids: Grids, rng: Rng) -> None:
    grids[pick(rng, [*grids, "travel", "places"])] = []


TABLES: tuple[Callable[[Grids, Rng], None], ...] = (_another_name, _lost, _exchanged, _emptied)
GRIDS: tuple[Callable[[Grid, Rng, bool], None], ...] = (
    _cells, _cells, _cells, _cells, _column_of_one_value, _scaled_column, _column, _heading, _new_column, _row, _row,
    _turned,
)  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- settings
def spoil_settings(settings: dict[str, Any], rng: Rng) -> None:
    """One key added, changed or lost; sections may become what no section is."""
    section, _, name = pick(rng, KEYS).rpartition(".")
    held = settings.setdefault(section, {}) if section else settings
    if not isinstance(held, dict):
        return
    if rng.random() < 0.2:
        held.pop(name, None)
    elif name == "classes" and isinstance(held.get(name), list) and rng.random() < 0.8:
        entry = pick(rng, held[name]) if held[name] else {}
        if isinstance(entry, dict):
            entry[pick(rng, ("key", "name", "minutes", "officers", "team", "other"))] = fresh(rng, SETTINGS)
    else:
        held[name] = fresh(rng, SETTINGS)


# ------------------------------------------------------------------------------------------------------------ GeoJSON
LARGE = 1e300
"""A whole number may be larger, and no fraction is."""


def spoil_json(content: Any, rng: Rng) -> None:
    """One member somewhere in a document lost, doubled or replaced by what does not belong there."""
    node = content
    while isinstance(node, dict | list) and node:
        key = pick(rng, list(node) if isinstance(node, dict) else range(len(node)))
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or rng.random() < 0.25:
            how = rng.random()
            if how < 0.2:
                del node[key]
            elif how < 0.35 and isinstance(node, list):
                node.insert(key, inner)
            elif how < 0.5 and isinstance(inner, int | float) and abs(inner) < LARGE and not isinstance(inner, bool):
                node[key] = inner * pick(rng, (-1, 1e-9, 1.000001, 1e5, 1e150)) + pick(rng, (0, 1e-7, 0.05, 360))
            else:
                node[key] = fresh(rng, JSON)
            return
        node = inner


def spoil_shape(collection: Any, rng: Rng) -> None:
    """One feature of a collection with a geometry that is odd as a whole."""
    features = collection.get("features") if isinstance(collection, dict) else None
    feature = pick(rng, features) if isinstance(features, list) and features else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    rings = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(rings, list) and rings:
        feature["geometry"] = pick(rng, SHAPES)(geometry, rings, rng)


def _nested(geometry: Any, _rings: list[Any], rng: Rng) -> Any:
    for _ in range(int(pick(rng, (1, 3, 50, 400)))):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    return geometry


def _crossing(geometry: Any, rings: list[Any], rng: Rng) -> Any:
    ring = rings[0] if isinstance(rings[0], list) and len(rings[0]) > 3 else rings
    a, b = int(rng.integers(len(ring))), int(rng.integers(len(ring)))
    ring[a], ring[b] = ring[b], ring[a]
    return geometry


def _jagged(geometry: Any, rings: list[Any], rng: Rng) -> Any:
    spread, count = 10.0 ** -rng.integers(1, 8), int(rng.integers(3, 2000))
    points = np.round(rng.normal((107.1, 30.1), spread, (count, 2)), 9)
    rings[0] = [*points.tolist(), points[0].tolist()]
    return geometry


def _several(_geometry: Any, rings: list[Any], rng: Rng) -> Any:
    return {"type": "MultiPolygon", "coordinates": [copy.deepcopy(rings) for _ in range(int(rng.integers(0, 4)))]}


def _turned_around(geometry: Any, rings: list[Any], _rng: Rng) -> Any:
    for ring in rings:
        if isinstance(ring, list):
            ring[:] = [point[::-1] if isinstance(point, list) else point for point in ring]
    return geometry


def _another_type(geometry: Any, _rings: list[Any], rng: Rng) -> Any:
    words = ("Point", "LineString", "MultiLineString", "MultiPoint", "MultiPolygon", "Curve", "polygon", 3, None)
    return {**geometry, "type": pick(rng, words)}


def _with_hole(geometry: Any, rings: list[Any], rng: Rng) -> Any:
    rings.append(
        pick(rng, (rings[0], [], [[107, 30]], [[107.01, 30.01], [107.02, 30.01], [107.02, 30.02], [107.01, 30.01]]))
    )
    return geometry


SHAPES: tuple[Callable[[Any, list[Any], Rng], Any], ...] = (
    _nested, _crossing, _jagged, _several, _turned_around, _another_type, _with_hole,
)  # fmt: skip


def spoil_geojson(collection: Any, rng: Rng) -> None:
    """One change of a feature collection."""
    how = rng.random()
    if how < 0.12 and isinstance(collection, dict):
        collection["crs"] = {"type": "name", "properties": {"name": pick(rng, CRS)}}
    elif how < 0.5:
        spoil_shape(collection, rng)
    else:
        spoil_json(collection, rng)
