"""Made-up counties of any size: seats at random, Voronoi areas, incidents that vary smoothly over the land.

All numbers are drawn from the seed and mean no real place. Minutes are straight-line minutes with the usual detour.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zoning.model.county import County, Floats
from zoning.model.stations import Border, Kind, Station

KM2_A_STATION = 100.0
LON, LAT = 107.0, 30.0
"""South-west corner, in degrees; a degree is taken as 100 km, which no figure depends on."""
SPEED_KMH, DETOUR = 40.0, 1.35


def county(n: int, seed: int) -> County:
    """A county of n stations; the one with the most incidents is its county seat."""
    rng = np.random.default_rng([seed, n])
    side = np.sqrt(n * KM2_A_STATION)
    seats = _seats(n, side, rng)
    cells = cells_of(seats, side)
    incidents = _incidents(seats, side, rng)
    total = incidents.sum(axis=1)
    officers = np.maximum(4, np.rint(total / total.sum() * 12 * n * rng.uniform(0.6, 1.4, n))).astype(int)
    way = np.linalg.norm(seats[:, None] - seats[None, :], axis=2)
    return County(
        code="000000",
        name=f"虚构{n}所县",
        stations=tuple(
            _station(i, seats[i], cells[i].area, int(officers[i]), "county_seat" if i == total.argmax() else "town")
            for i in range(n)
        ),
        counts=incidents,
        minutes=60 * DETOUR * way / SPEED_KMH,
        borders=tuple(borders_of(cells)),
        speed_kmh=SPEED_KMH,
        detour=DETOUR,
        notice="虚构数据",
        borders_from="voronoi",
    )


def _seats(n: int, side: float, rng: np.random.Generator) -> Floats:
    """(n, 2) km: each seat is the one of twenty random points farthest from those before it."""
    seats = [rng.uniform(0, side, 2)]
    while len(seats) < n:
        tries = rng.uniform(0, side, (20, 2))
        away = np.linalg.norm(tries[:, None] - np.array(seats)[None, :], axis=2).min(axis=1)
        seats.append(tries[away.argmax()])
    return np.array(seats)


def cells_of(seats: Floats, side: float) -> list[BaseGeometry]:
    """The Voronoi cell of each seat inside the square."""
    square = shapely.box(0, 0, side, side)
    drawn = list(shapely.voronoi_polygons(shapely.MultiPoint(seats), extend_to=square).geoms)
    cell, seat = shapely.STRtree([shapely.Point(seat) for seat in seats]).query(drawn, predicate="contains")
    inside = dict(zip(seat.tolist(), cell.tolist(), strict=True))
    return [drawn[inside[i]].intersection(square) for i in range(len(seats))]


def borders_of(cells: list[BaseGeometry]) -> list[Border]:
    """Where cells touch along a line."""
    pairs = zip(*shapely.STRtree(cells).query(cells, predicate="intersects"), strict=True)
    lengths = [(i, j, cells[i].intersection(cells[j]).length) for i, j in sorted(pairs) if i > j]
    return [Border(_code(j), _code(i), round(km, 3)) for i, j, km in lengths if km > 0.01]


def _incidents(seats: Floats, side: float, rng: np.random.Generator) -> Floats:
    """(n, c) incidents a year of the default classes: a few hills over a plain for each, and Poisson chance."""
    shares = np.array([0.06, 0.10, 0.22, 0.24, 0.18, 0.08, 0.02, 0.10])
    fields = []
    for share in shares:
        tops, heights = rng.uniform(0, side, (3, 2)), rng.uniform(1, 4, 3)
        away = np.linalg.norm(seats[:, None] - tops[None, :], axis=2)
        fields.append(share * (1 + (heights * np.exp(-((away / (side / 4)) ** 2))).sum(axis=1)))
    return rng.poisson(300 * np.array(fields).T).astype(np.float64)


def _station(i: int, seat: Floats, area_km2: float, officers: int, kind: Kind) -> Station:
    return Station(
        code=_code(i),
        name=f"虚构{i + 1}所",
        kind=kind,
        lon=round(LON + float(seat[0]) / 100, 6),
        lat=round(LAT + float(seat[1]) / 100, 6),
        area_km2=area_km2,
        officers=officers,
        has_case_area=i % 2 == 0,
        is_seat=kind == "county_seat",
    )


def _code(i: int) -> str:
    return f"{i + 1:03d}"
