"""Beats on three levels (H28): officers' areas over auxiliaries' villages over points, and villages nobody covers.

An area is what a room serves, and its officers answer for it (社区民警管片). A village or community is an auxiliary's
where the table of villages names one (专职辅警管村). Points are the key places and posts of the bureau, each with the
area of the nearest village (警务团队管点). A village that has neither an officer, its own or its area's, nor an
auxiliary is covered by nobody; blank is unknown and covers nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from systems.rooms.records import Room
from zoning.model.bureau import Place, Post, Village
from zoning.model.county import County


@dataclass(frozen=True)
class Area:
    """An area by the ``village`` of its room: its ``officers``, the ``auxiliaries`` known in its villages, its points.

    ``without_auxiliary`` are its villages without one, or of which that is unknown; ``uncovered`` those that nobody
    covers.
    """

    station: str
    village: str
    officers: int
    villages: int
    auxiliaries: int
    without_auxiliary: tuple[str, ...]
    points: tuple[str, ...]
    uncovered: tuple[str, ...]


def areas(county: County, rooms: Sequence[Room]) -> tuple[Area, ...]:
    """An area a room, in the order of the rooms."""
    villages = {village.code: village for village in county.bureau.villages}
    points = _points(county)
    return tuple(_area(room, [villages[code] for code in room.serves], points) for room in rooms)


def _area(room: Room, served: Sequence[Village], points: Mapping[str, Sequence[str]]) -> Area:
    without = tuple(village.code for village in served if not village.auxiliaries)
    alone = [village.code for village in served if not village.officers and not room.officers]
    return Area(
        room.station,
        room.village,
        room.officers,
        len(served),
        sum(village.auxiliaries or 0 for village in served),
        without,
        tuple(name for village in served for name in points.get(village.code, ())),
        tuple(code for code in alone if code in without),
    )


def _points(county: County) -> dict[str, list[str]]:
    """Names of key places and posts by the code of the nearest village."""
    villages = county.bureau.villages
    points: list[Place | Post] = [*county.bureau.places, *county.bureau.posts]
    if not villages or not points:
        return {}
    minutes = straight_minutes(*lonlat([*points, *villages]), county.speed_kmh, county.detour)
    found: dict[str, list[str]] = {}
    for point, row in zip(points, minutes[: len(points), len(points) :].argmin(axis=1).tolist(), strict=True):
        found.setdefault(villages[row].code, []).append(point.name)
    return found
