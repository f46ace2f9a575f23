"""Values that could be right but probably are not: units mixed up, coordinates exchanged.

What the numbers alone can prove is a mistake; the rest is a notice, so that an unusual county can still be planned.
What it may get wrong: every threshold below, which is why each is named and says where it comes from.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from pyproj import Geod

from geodata.coordinates.angles import CHINA
from geodata.coordinates.typed import SLIPPED, away_of, reach_of
from geodata.tables.findings import Findings
from geodata.tables.table import Table
from zoning.model.stations import Station
from zoning.texts import Message

RESIDENTS_PER_OFFICER = 10
"""Fewer are not policed by one officer anywhere: counties have 300 to 1,000. Residents in ten thousands are below."""
AREA_UNITS = {"亩": 1_500.0, "公顷": 100.0, "平方米": 1_000_000.0}
"""How many make a square kilometre."""
SAME_RATIO = 0.25
"""Stated areas are off by one factor when all are within this share of it: drawn and stated areas differ by less."""
ENOUGH = 3
"""So many stations have to agree before a unit is called mixed up."""
HULL_MOST, HULL_LEAST = 30.0, 0.1
"""Areas of all stations together over the area that their seats enclose: 1 to 5 in the sample counties, and up to 10 in
a county along one road. 公顷 would be a hundred times that."""
MOST_SEATS, APART_DEGREES = 0.75, 0.5
"""Share of the stations that say how far the county reaches, and the least distance of one that stands apart."""
GRS80 = Geod(ellps="GRS80")


def swapped(lon: float, lat: float) -> str | None:
    """Which sentence says that longitude and latitude are exchanged, or ``None`` when they need not be."""
    if abs(lon) <= 90 < abs(lat) <= 180:
        return "geodata.stations.swapped"
    return "geodata.stations.swapped_china" if _in_china(lat, lon) and not _in_china(lon, lat) else None


def _in_china(lon: float, lat: float) -> bool:
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north


def check_area_unit(stated: Mapping[str, float], drawn_km2: Mapping[str, float], table: Table, found: Findings) -> None:
    """A mistake where all stated areas are the drawn ones in another unit."""
    ratios = [stated[code] / drawn_km2[code] for code in stated if drawn_km2.get(code)]
    for unit, factor in AREA_UNITS.items():
        if len(ratios) >= ENOUGH and all(abs(ratio / factor - 1) <= SAME_RATIO for ratio in ratios):
            says = Message("geodata.stations.area_unit", {"unit": unit, "factor": factor})
            found.wrong(says, table.file, table.line, table.label("area_km2"))


def note_implausible(stations: Sequence[Station], found: Findings) -> None:
    """Residents in ten thousands, areas in another unit."""
    few = [s.name for s in stations if s.population is not None and s.population < RESIDENTS_PER_OFFICER * s.officers]
    if few:
        found.note("geodata.notice.few_residents", stations=few, count=len(few), least=RESIDENTS_PER_OFFICER)
    near = _near(stations, found)
    hull = _hull_km2(near)
    total = sum(s.area_km2 for s in near)
    if hull and not HULL_LEAST <= total / hull <= HULL_MOST:
        found.note("geodata.notice.area_total", total=total, hull=hull)


def _near(stations: Sequence[Station], found: Findings) -> list[Station]:
    """The stations without those that stand many times as far from the middle as most, which are told."""
    xy = np.array([(s.lon, s.lat) for s in stations])
    if len(stations) <= ENOUGH:
        return list(stations)
    away = away_of(xy)
    far = away > max(APART_DEGREES, SLIPPED * reach_of(away, MOST_SEATS))
    if far.any():
        middle = np.sort(xy, axis=0)[len(xy) // 2]
        km = [GRS80.inv(float(middle[0]), float(middle[1]), s.lon, s.lat)[2] / 1000 for s in stations]
        told = [f"{s.name} {km[k]:.0f} km" for k, s in enumerate(stations) if far[k]]
        found.note("geodata.notice.seat_far", stations=told, count=len(told))
    return [s for k, s in enumerate(stations) if not far[k]]


def _hull_km2(stations: Sequence[Station]) -> float:
    """Square kilometres that the seats enclose; 0 where they are too few to enclose anything."""
    if len(stations) <= ENOUGH:
        return 0.0
    seats = shapely.multipoints(np.array([(s.lon, s.lat) for s in stations]))
    return abs(float(GRS80.geometry_area_perimeter(shapely.convex_hull(seats))[0])) / 1e6
