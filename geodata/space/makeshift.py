"""Cells around the seats in place of areas that nobody has drawn, cut by the county's outline where there is one.

Few bureaus have polygons of their stations, all have the border of the county. Each place goes to the nearest seat,
which gives areas, densities, borders and maps for a first plan. What it may get wrong: all of it, for no real boundary
is known; every output says that it is a makeshift.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import UNSTATED, WGS84, System, belt, move, move_points
from geodata.coordinates.placing import Seats, system_of, unsaid
from geodata.space.areas import Areas, km2_of
from geodata.space.borders import voronoi_cells
from geodata.space.polygons import fault_of, placed, usable, words_of
from geodata.space.rings import enclosed, is_line
from geodata.tables.findings import Findings
from geodata.tables.settings import AreaSettings, Settings
from geodata.tables.table import Layer
from zoning.texts import Message

LONGEST_TEXT = 60
"""Characters of an attribute that may be the name or the code of a county."""


def makeshift_areas(
    layer: Layer | None,
    names: Mapping[str, str],
    settings: Settings | None,
    county: System | None,
    seats: Seats,
    settings_file: str,
    found: Findings,
) -> Areas | None:
    """A cell for every station, ``None`` when a seat or the outline cannot be used; a mistake says why.

    Parameters
    ----------
    layer : the outline of the county; without one the cells end a buffer outside the seats
    names, seats : the stations by code, and where they stand (WGS 84)
    """
    if county is None or settings is None or len(seats) < len(names):
        return None
    outline = None if layer is None else _outline(layer, settings, county, seats, settings_file, found)
    if layer is not None and outline is None:
        return None
    codes = list(names)
    lon, lat = np.array([seats[code] for code in codes], dtype=np.float64).T
    plane = belt(lon)
    x, y = move_points(lon, lat, WGS84, plane)
    if not (np.isfinite(x).all() and np.isfinite(y).all()) or _twins(x, y):
        return None  # said where borders are looked for
    within = None if outline is None else move([outline], WGS84, plane)[0]
    cells = voronoi_cells(x, y, within)
    outside = [f"{code} {names[code]}".strip() for code, cell in zip(codes, cells, strict=True) if cell.is_empty]
    if layer is not None and outside:
        found.wrong(Message("geodata.areas.outside_outline", {"stations": outside, "count": len(outside)}), layer.file)
        return None
    degrees = dict(zip(codes, move(cells, plane, WGS84), strict=True))
    key = "hull" if layer is None else "outline"
    found.note(f"geodata.notice.makeshift_{key}", **({} if layer is None else {"file": layer.file}))
    return Areas(degrees, dict(zip(codes, km2_of(list(degrees.values())), strict=True)), makeshift=True)


def _twins(x: Any, y: Any) -> bool:
    """Whether two seats stand within a metre of each other, so that no cell can be drawn."""
    points: Any = shapely.points(np.column_stack([x, y]))
    pairs = shapely.STRtree(points).query(points, predicate="dwithin", distance=1.0)
    return bool((pairs[0] != pairs[1]).any())


def _outline(
    layer: Layer, settings: Settings, county: System, seats: Seats, settings_file: str, found: Findings
) -> BaseGeometry | None:
    """The ground of the county in degrees: its own feature where one is named like it, else all of the layer."""
    asked: AreaSettings = settings.areas
    before = found.faults
    system = system_of(layer, asked.crs, county, "areas", settings_file, found)
    own = [row for row, f in enumerate(layer.features, start=1) if _is_county(f.properties, settings)]
    rows = own or list(range(1, len(layer.features) + 1))
    layer, rows = _joined(layer, rows)
    polygons = usable(layer, rows, system, True, seats, found)
    if polygons.repaired:
        reason, place = fault_of(next(iter(polygons.repaired.values())))
        found.note("geodata.notice.outline_repaired", file=layer.file, reason=reason, place=place)
    if asked.crs is None and layer.crs == UNSTATED:
        unsaid(layer, {str(row): shape for row, shape in polygons.shapes.items()}, {}, "areas", found)
    if found.faults > before or system is None:
        return None
    degrees = placed(polygons.shapes, system, layer, seats, found)
    if found.faults > before:
        return None
    united = shapely.union_all(list(degrees.values()))
    inside = sum(bool(shapely.intersects_xy(united, lon, lat)) for lon, lat in seats.values())
    if not inside:
        found.wrong(Message("geodata.areas.outline_elsewhere"), layer.file)
        return None
    if len(layer.features) > 1:
        which = [words_of(layer, row) for row in rows]
        key = "outline_of" if own else "outline_all"
        found.note(f"geodata.notice.{key}", file=layer.file, count=len(rows), of=len(layer.features), which=which)
    return united


def _joined(layer: Layer, rows: list[int]) -> tuple[Layer, list[int]]:
    """The layer and these rows of it; where all of them are lines and one of them is open, all lines as one feature."""
    lines = [layer.features[row - 1].geometry for row in rows]
    if len(lines) < 2 or not all(map(is_line, lines)) or all(enclosed(line) for line in lines if line is not None):
        return layer, rows
    parts = shapely.get_parts(np.array(lines, dtype=object))
    feature = replace(layer.features[rows[0] - 1], geometry=shapely.MultiLineString(list(parts)))
    return replace(layer, features=(feature,)), [1]


def _is_county(properties: Mapping[str, Any], settings: Settings) -> bool:
    """Whether an attribute of a feature is the name or the code of the county."""
    words = {str(value).strip() for value in properties.values() if len(str(value)) <= LONGEST_TEXT}
    return settings.name in words or settings.code in words
