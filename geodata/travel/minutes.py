"""Minutes of travel between stations: straight lines with a detour, a matrix as given, or the way over roads.

Over roads, minutes that stand in ``travel.csv`` win over those computed, pair by pair: a ferry, or all minutes computed
before. What it may get wrong: straight minutes know no river, ridge or road; the detour factor and the speed are one
number each for the whole county.
"""

import numpy as np
from pyproj import Geod

from geodata.coordinates.crs import UNSTATED, System
from geodata.coordinates.lonlat import lonlat
from geodata.coordinates.placing import system_of, unsaid
from geodata.tables.findings import Findings
from geodata.tables.settings import Settings
from geodata.tables.table import Layer, Tables
from geodata.travel.matrix import check_gaps, read_matrix
from geodata.travel.notes import note_minutes
from zoning.model.county import Floats
from zoning.model.stations import Station
from zoning.texts import Message

GRS80 = Geod(ellps="GRS80")
DECIMALS = 6
"""Of a minute, so that the last bits of a geodesic reach no result."""
SHOWN = 100
"""Lines looked at to guess the system of a layer that states none."""


def find_minutes(
    tables: Tables,
    settings: Settings | None,
    names: dict[str, str],
    stations: list[Station] | None,
    county: System | None,
    found: Findings,
) -> Floats | None:
    """(n, n) minutes from row to column in the order of ``names``; ``None`` when what they need is wrong.

    A matrix is read and checked whether it is used or not. ``county`` is the system of the county's coordinates, for
    roads whose layer has none of its own.
    """
    table = tables.tables.get("travel")
    given = None if table is None else read_matrix(table, names, found)
    if settings is None:
        return None
    mode, roads = settings.travel.mode, tables.roads
    needs = {"straight": set(), "matrix": {"travel"}, "roads": {"travel", "roads"}}[mode]
    present = {key for key, held in (("travel", table), ("roads", roads)) if held is not None}
    if needs and not needs & (present | tables.failed):
        found.wrong(Message(f"geodata.travel.no_{mode}"), tables.settings_file, None, "travel.mode", mode)
    if roads is not None and mode != "roads":
        found.note("geodata.notice.roads_unused", file=roads.file, mode=mode)
    filled = mode == "roads" and "roads" in present | tables.failed
    if table is not None and given is not None and not filled and not check_gaps(given, names, table.file, found):
        given = None
    if stations is None or len(stations) != len(names):
        return None
    minutes: Floats | None
    if mode == "straight":
        if table is not None:
            found.note("geodata.notice.matrix_unused", table=table.file)
        minutes = straight_minutes(*lonlat(stations), settings.travel.speed_kmh, settings.travel.detour)
    elif mode == "roads" and roads is not None:
        wrong = table is not None and given is None
        minutes = None if wrong else _driven(roads, given, tables, settings, stations, county, found)
    else:
        if mode == "roads" and table is not None:
            found.note("geodata.notice.roads_before", table=table.file)
        minutes = given
    if minutes is not None:
        note_minutes(minutes, mode, stations, settings, found)
    return minutes


def _driven(
    roads: Layer,
    given: Floats | None,
    tables: Tables,
    settings: Settings,
    stations: list[Station],
    county: System | None,
    found: Findings,
) -> Floats | None:
    """(n, n) minutes over the roads, but for the pairs whose minutes are given."""
    from geodata.travel.driving import road_minutes

    n = len(stations)
    known = np.eye(n, dtype=bool) if given is None else ~np.isnan(given)
    table = tables.tables.get("travel")
    count = int(known.sum()) - n
    if table is not None and count:
        found.note("geodata.notice.travel_over_roads", table=table.file, count=count, pairs=n * (n - 1))
    if given is not None and known.all():
        return given
    system = system_of(roads, settings.roads.crs, county, "roads", tables.settings_file, found)
    if settings.roads.crs is None and roads.crs == UNSTATED:
        shapes = {str(row): f.geometry for row, f in enumerate(roads.features[:SHOWN]) if f.geometry is not None}
        unsaid(roads, shapes, {s.code: (s.lon, s.lat) for s in stations}, "roads", found)
    if system is None:
        return None
    driven = road_minutes(roads, system, settings, stations, ~known, tables.tables["stations"], found)
    if driven is None:
        return None
    return np.round(driven if given is None else np.where(known, given, driven), DECIMALS)


def straight_minutes(lon: Floats, lat: Floats, speed_kmh: float, detour: float) -> Floats:
    """(n, n) minutes 60 · detour · geodesic km / speed between points in degrees, on the GRS80 ellipsoid."""
    n = len(lon)
    i, j = np.triu_indices(n, 1)
    _, _, metres = GRS80.inv(lon[i], lat[i], lon[j], lat[j])
    minutes = np.zeros((n, n))
    minutes[i, j] = minutes[j, i] = np.round(60 * detour * np.asarray(metres) / 1000 / speed_kmh, DECIMALS)
    return minutes
