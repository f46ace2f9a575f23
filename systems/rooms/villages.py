"""The villages of a station as a county, so that the engine of zones groups villages, too.

Areas are Voronoi cells cut to the station's area, neighbours are cells with a common border, minutes are straight. The
station's incidents are spread over villages by their own incidents where all are known, else by residents, else
evenly. What it may get wrong: cells know no ridge and no river.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coordinates.crs import WGS84, belt, move_points
from geodata.coordinates.lonlat import lonlat
from geodata.county.build import Built
from geodata.space.areas import in_belt
from geodata.space.borders import shared_km, voronoi_cells
from geodata.travel.minutes import straight_minutes
from zoning.model.bureau import Village, VillageKind
from zoning.model.county import County, Floats
from zoning.model.stations import Border, Station

LEAST_KM2 = 0.001
NUDGE_M = 1.0
"""Metres by which villages on one spot are moved apart, each later one once more, for their cells."""


def villages_of(county: County, station: str) -> tuple[Village, ...]:
    """Villages and communities of a station, in the order of their codes."""
    return tuple(village for village in county.bureau.villages if village.station == station)


def village_county(built: Built, station: str, kind: VillageKind) -> County | None:
    """The villages, or the communities, of a station as a county; ``None`` where it has none in the table."""
    county = built.county
    everyone = villages_of(county, station)
    shares = village_shares(everyone)
    chosen = [k for k, village in enumerate(everyone) if village.kind == kind]
    villages = [everyone[k] for k in chosen]
    if not villages:
        return None
    row = county.index[station]
    lon, lat = lonlat(villages)
    cells = _cells(lon, lat, built.areas.get(station))
    return County(
        code=station,
        name=county.names[station],
        stations=tuple(
            _station(village, float(shapely.area(cell)) / 1e6) for village, cell in zip(villages, cells, strict=True)
        ),
        counts=county.counts[row] * shares[chosen][:, None],
        minutes=straight_minutes(lon, lat, county.speed_kmh, county.detour),
        borders=_borders(cells, [village.code for village in villages]),
        classes=county.classes,
        years=county.years,
        speed_kmh=county.speed_kmh,
        detour=county.detour,
        notice=county.notice,
        borders_from="voronoi",
    )


def village_shares(villages: tuple[Village, ...]) -> Floats:
    """(v,) share of each village in the incidents of its station."""
    for field in ("incidents", "population"):
        values = [getattr(village, field) for village in villages]
        if all(value is not None for value in values) and sum(values) > 0:
            return np.asarray(np.array(values, dtype=np.float64) / sum(values))
    return np.full(len(villages), 1 / max(len(villages), 1))


def _cells(lon: Floats, lat: Floats, area: BaseGeometry | None) -> list[BaseGeometry]:
    """Voronoi cells in metres, cut to the station's area unless it misses one of them."""
    x, y = move_points(lon, lat, WGS84, belt(lon))
    seen: set[tuple[float, float]] = set()
    for k in range(len(x)):
        while (round(float(x[k]), 1), round(float(y[k]), 1)) in seen:
            x[k] += NUDGE_M
        seen.add((round(float(x[k]), 1), round(float(y[k]), 1)))
    cells = voronoi_cells(x, y)
    if area is None:
        return cells
    (shape,) = in_belt([area], lon)
    cut = shapely.intersection(np.array(cells, dtype=object), shapely.make_valid(shape))
    return list(cut) if (shapely.area(cut) > 0).all() else cells


def _borders(cells: list[BaseGeometry], codes: list[str]) -> tuple[Border, ...]:
    if len(cells) < 2:
        return ()
    i, j, km = shared_km(cells)
    return tuple(
        Border(codes[a], codes[b], length) for a, b, length in zip(i.tolist(), j.tolist(), km.tolist(), strict=True)
    )


def _station(village: Village, km2: float) -> Station:
    return Station(
        code=village.code,
        name=village.name,
        kind="township",
        lon=village.lon,
        lat=village.lat,
        area_km2=max(village.area_km2 or km2, LEAST_KM2),
        population=village.population,
        officers=village.officers or 0,
    )
