"""A judged plan as frames: a record a zone, a record a station, on the map where the county has areas.

Columns are the keys of the figures (``zoning.judge.figures``); degrees are those of WGS 84. geopandas is imported where
it is needed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, belt, move
from geodata.coordinates.lonlat import lonlat
from geodata.space.areas import merged, polygons_of
from zoning.judge.figures import STATION_FIGURES, ZONE_FIGURES
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.judge.values import office_minutes, station_values, zone_values
from zoning.model.county import County
from zoning.model.errors import expect
from zoning.model.problem import Problem
from zoning.model.stations import Station

WHOLE = ("stations", "officers", "points")
"""Figures that count and are never unknown."""
Record = dict[str, object]


def zones_frame(problem: Problem, score: Score) -> Any:
    """A record a zone, in the order of ``score.zones``.

    Columns are ``number`` (from 1), ``zone`` (its name), ``office`` and ``office_name``, ``members`` (a tuple of
    codes), then every figure of a zone and, where the county has areas, ``geometry``, their union.

    Returns
    -------
    a GeoDataFrame in EPSG:4326 where the county has areas, else a DataFrame
    """
    expect(problem=(problem, Problem), score=(score, Score))
    names, stations = zone_names(problem, score), problem.county.names
    records: list[Record] = []
    for z, zone in enumerate(score.zones):
        texts: Record = {
            "number": z + 1,
            "zone": names[z],
            "office": zone.office,
            "office_name": stations[zone.office],
            "members": zone.stations,
        }
        records.append({**texts, **_figures([f.key for f in ZONE_FIGURES], zone_values(problem, zone))})
    return _frame(records, _zone_shapes(problem.county, score))


def stations_frame(problem: Problem, score: Score) -> Any:
    """A record a station, in county order.

    Columns are ``code``, ``name``, ``kind``, ``lon``, ``lat``, ``number`` and ``zone`` (those of its zone), ``office``,
    ``is_office``, ``current_zone``, ``office_minutes``, then every figure of a station and ``geometry``: its area, or
    its seat where the county has no areas.

    Returns
    -------
    a GeoDataFrame in EPSG:4326
    """
    expect(problem=(problem, Problem), score=(score, Score))
    county, names = problem.county, zone_names(problem, score)
    records: list[Record] = []
    for station, values, z, office, minutes in in_zones(problem, score):
        texts: Record = {key: getattr(station, key) for key in ("code", "name", "kind", "lon", "lat")}
        texts |= {"number": z + 1, "zone": names[z], "office": office, "is_office": office == station.code}
        texts["current_zone"] = station.current_zone
        texts["office_minutes"] = minutes
        records.append({**texts, **_figures([f.key for f in STATION_FIGURES], values)})
    seats: list[BaseGeometry] = [shapely.Point(station.lon, station.lat) for station in county.stations]
    return _frame(records, list(polygons_of(county).values()) or seats)


def in_zones(problem: Problem, score: Score) -> Iterator[tuple[Station, dict[str, float], int, str, float]]:
    """Every station in county order: its values, position and office of its zone, minutes from that office."""
    county = problem.county
    zone_of = {code: z for z, zone in enumerate(score.zones) for code in zone.stations}
    minutes = office_minutes(county, score)
    for station, values in zip(county.stations, station_values(county), strict=True):
        z = zone_of[station.code]
        yield station, values, z, score.zones[z].office, minutes[station.code]


def _figures(keys: Sequence[str], values: dict[str, float]) -> Record:
    return {key: int(values[key]) if key in WHOLE else values[key] for key in keys}


def _zone_shapes(county: County, score: Score) -> list[BaseGeometry] | None:
    """The areas of each zone as one, in degrees; ``None`` without areas."""
    areas = polygons_of(county)
    if not areas:
        return None
    plane = belt(lonlat(county.stations)[0])
    flat = dict(zip(areas, shapely.make_valid(np.array(move(list(areas.values()), WGS84, plane))), strict=True))
    return move([merged([flat[code] for code in zone.stations]) for zone in score.zones], plane, WGS84)


def _frame(records: list[Record], shapes: list[BaseGeometry] | None) -> Any:
    """The records with their shapes, where there are any."""
    if shapes is None:
        from pandas import DataFrame

        return DataFrame(records)
    from geopandas import GeoDataFrame  # type: ignore[import-untyped]

    return GeoDataFrame(records, geometry=shapes, crs="EPSG:4326")
