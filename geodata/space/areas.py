"""The polygons of the stations: checked, keyed by code, in degrees on WGS 84, and in planes where they can be measured.

Nothing is mended in silence: what is repaired on request, merged because it has one code, or closed between neighbours
(:mod:`geodata.space.gaps`) is told with its size. What it may get wrong: two polygons with one code are taken for parts
of one station, such as an exclave, as long as no other station is left without any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import UNSTATED, WGS84, System, assumed, belt, datum, equal_area, move, on_wgs84
from geodata.coordinates.placing import Seats, elsewhere, note_datum, offset_hint, system_of, unsaid
from geodata.naming.matching import Owners, owners
from geodata.space.gaps import closed
from geodata.space.polygons import Polygons, placed, usable
from geodata.tables.findings import Findings
from geodata.tables.settings import AreaSettings
from geodata.tables.table import Layer
from zoning.model.county import County, Floats
from zoning.model.stations import Station
from zoning.texts import Message

DECIMALS = 6
"""Of a square kilometre: a square metre."""
SLIVER_M = 0.01
"""Of areas that are merged, points this close to each other become one."""
KM_PER_DEGREE = 111.0
"""Of latitude; of longitude there are fewer."""
FAR_KM = 5.0
"""A seat so far outside its area is told with the distance: that is no matter of drawing."""
AREA_TOLERANCE = 0.2
"""A stated area this far from its polygon's is worth a notice."""


@dataclass(frozen=True)
class Areas:
    """Polygons by station code, in degrees (WGS 84), and areas in km²; ``makeshift`` ones are cells around seats."""

    degrees: dict[str, BaseGeometry]
    km2: dict[str, float]
    makeshift: bool = False


def read_areas(
    layer: Layer,
    names: dict[str, str],
    settings: AreaSettings,
    county: System | None,
    seats: Seats,
    settings_file: str,
    found: Findings,
) -> Areas | None:
    """The polygon of every station, or ``None`` when any is missing or unusable. Rows count features, from 1.

    Parameters
    ----------
    names : the names of the stations by code
    settings : the section ``[areas]`` of the county's settings, which stand in ``settings_file``
    county : the coordinate system of the county, for a layer that has none of its own; ``None`` when it is not known
    seats : where stations stand, by which a layer in the wrong place is recognised
    """
    before = found.faults
    system = system_of(layer, settings.crs, county, "areas", settings_file, found)
    held = owners(layer, names, settings.code, settings_file, found)
    sound = held is not None and found.faults == before
    looked_at = [row for row, code in enumerate(held or [None] * len(layer.features), 1) if code or not sound]
    whose = {row: f"{code} {names[code]}".strip() for row, code in enumerate(held or [], 1) if code}
    polygons = usable(layer, looked_at, system, settings.repair, seats, found, whose)
    parts = _by_station(held or [], polygons)
    if settings.crs is None and layer.crs == UNSTATED:
        unsaid(layer, {code: polygons.shapes[rows[0]] for code, rows in parts.items()}, seats, "areas", found)
    _check_complete(layer, held or [], names, before, found)
    if found.faults > before or system is None:
        return None
    degrees = placed(polygons.shapes, system, layer, seats, found)
    if found.faults > before:
        return None
    united = {code: _united([degrees[row] for row in parts[code]]) for code in names}
    raw = {code: polygons.shapes[rows[0]] for code, rows in parts.items()}
    if elsewhere(layer, raw, united, seats, found):
        return None
    if county is not None and (datum(system) != datum(county) or assumed(system)):
        note_datum(system, layer.file, found)
    _note_merged(parts, names, found)
    _note_repaired(polygons, held or [], names, system, degrees, found)
    return _closed(united, names, settings.close_m, found)


def _by_station(held: Owners, polygons: Polygons) -> dict[str, list[int]]:
    """The rows of the usable polygons of every station that has any."""
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(held, start=1):
        if code is not None and row in polygons.shapes:
            rows.setdefault(code, []).append(row)
    return rows


def _check_complete(layer: Layer, held: Owners, names: dict[str, str], before: int, found: Findings) -> None:
    """Stations without a polygon; then a code that occurs twice is one of two that should differ."""
    without = [f"{code} {name}".strip() for code, name in names.items() if code not in held]
    first: dict[str, int] = {}
    for row, code in enumerate(held, start=1):
        if code is not None and first.setdefault(code, row) != row and without:
            says = Message("geodata.areas.duplicate", {"line": first[code], "stations": without})
            found.wrong(says, layer.file, row, "code", code)
    if held and without and found.faults == before:
        found.wrong(Message("geodata.areas.missing", {"stations": without, "count": len(without)}), layer.file)


def _united(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Several polygons as one; a single one stays as it is, point for point."""
    united: BaseGeometry = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    return united


def _note_merged(parts: Mapping[str, list[int]], names: dict[str, str], found: Findings) -> None:
    merged = [f"{names[code]} {len(rows)}" for code, rows in parts.items() if len(rows) > 1]
    if merged:
        found.note("geodata.notice.areas_merged", stations=merged, count=len(merged))


def _note_repaired(
    polygons: Polygons,
    held: Owners,
    names: dict[str, str],
    system: System,
    degrees: Mapping[int, BaseGeometry],
    found: Findings,
) -> None:
    """Which polygons were repaired, and by how many km² their areas changed."""
    rows = list(polygons.repaired)
    if rows:
        old = km2_of(on_wgs84([polygons.repaired[row] for row in rows], system))
        new = km2_of([degrees[row] for row in rows])
        told = [f"{names[held[row - 1] or '']} {b - a:+.3f}" for row, a, b in zip(rows, old, new, strict=True)]
        found.note("geodata.notice.areas_repaired", stations=told, count=len(told))


def _closed(drawn: dict[str, BaseGeometry], names: dict[str, str], close_m: float, found: Findings) -> Areas:
    """The polygons with slivers and narrow gaps closed, and what that and their union tell."""
    lon = shapely.get_coordinates(list(drawn.values()))[:, 0]
    plane = belt(lon)
    coverage = closed(move(list(drawn.values()), WGS84, plane), close_m)
    codes = list(drawn)
    degrees = drawn
    if coverage.moved:  # then all are moved back, so that neighbours keep the same points to the last bit
        degrees = dict(zip(codes, move(list(coverage.shapes), plane, WGS84), strict=True))
    if coverage.slivers and not coverage.moved:
        km2 = sum(coverage.slivers) / 1e6
        found.note("geodata.notice.areas_unclosed", count=len(coverage.slivers), km2=km2, close_m=close_m)
    if coverage.moved:
        found.note(
            "geodata.notice.areas_closed",
            gaps=len(coverage.gaps),
            gaps_km2=sum(coverage.gaps) / 1e6,
            slivers=len(coverage.slivers),
            slivers_km2=sum(coverage.slivers) / 1e6,
            close_m=close_m,
            count=coverage.moved,
        )
    if coverage.claimed:
        pairs = sorted(coverage.claimed, key=lambda claim: -claim[2])
        told = [f"{names[codes[i]]}–{names[codes[j]]} {area / 1e6:.3f} km²" for i, j, area in pairs]
        found.note("geodata.notice.areas_overlap", pairs=told, count=len(told))
    if coverage.holes:
        km2 = sum(coverage.holes) / 1e6
        found.note("geodata.notice.areas_holes", count=len(coverage.holes), km2=km2, most=max(coverage.holes) / 1e6)
    return Areas(degrees, dict(zip(degrees, km2_of(list(degrees.values())), strict=True)))


def km2_of(degrees: list[BaseGeometry]) -> list[float]:
    """Square kilometres of polygons in degrees, in an equal-area plane centred on all of them."""
    lon, lat = shapely.get_coordinates(degrees).T
    flat = np.array(move(degrees, WGS84, equal_area(lon, lat)), dtype=object)
    km2: list[float] = np.round(shapely.area(flat) / 1e6, DECIMALS).tolist()
    return km2


def as_bytes(degrees: Mapping[str, BaseGeometry]) -> dict[str, tuple[bytes, ...]]:
    """Polygons in degrees as a county keeps them."""
    return {code: (bytes(shapely.to_wkb(shape)),) for code, shape in degrees.items()}


def polygons_of(county: County) -> dict[str, BaseGeometry]:
    """The polygons of a county in degrees (WGS 84) by station code, in county order; empty where any is missing."""
    if not set(county.codes) <= set(county.areas):
        return {}
    return {code: _united(list(shapely.from_wkb(county.areas[code]))) for code in county.codes}


def merged(polygons: Sequence[BaseGeometry]) -> BaseGeometry:
    """One shape of polygons in a plane of metres, slivers between neighbours closed."""
    shape: BaseGeometry = shapely.union_all(list(polygons), grid_size=SLIVER_M)
    return shape


def in_belt(degrees: list[BaseGeometry], lon: Floats) -> list[BaseGeometry]:
    """The polygons in metres, in the belt of the stations' longitudes."""
    return move(degrees, WGS84, belt(lon))


def note_areas(areas: Areas, stations: list[Station], found: Findings) -> None:
    """Where the polygons and the table of stations disagree."""
    differ = [
        f"{s.name} {s.area_km2:g} / {areas.km2[s.code]:.1f}"
        for s in stations
        if abs(areas.km2[s.code] - s.area_km2) > AREA_TOLERANCE * s.area_km2
    ]
    if differ and not areas.makeshift:
        percent = round(100 * AREA_TOLERANCE)
        found.note("geodata.notice.areas_differ", stations=differ, count=len(differ), percent=percent)
    outside = [
        _with_km(s, areas.degrees[s.code])
        for s in stations
        if not shapely.intersects_xy(areas.degrees[s.code], s.lon, s.lat)
    ]
    if outside:
        hint = offset_hint(areas.degrees, {s.code: (s.lon, s.lat) for s in stations})
        found.note("geodata.notice.seat_outside", stations=outside, count=len(outside), hint=hint)


def _with_km(station: Station, area: BaseGeometry) -> str:
    """The name of a station, with how far it stands from its area where that is no matter of drawing."""
    km = KM_PER_DEGREE * float(shapely.distance(area, shapely.Point(station.lon, station.lat)))
    return f"{station.name} {km:.0f} km" if km >= FAR_KM else station.name
