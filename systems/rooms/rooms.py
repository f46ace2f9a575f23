"""The main function, :func:`rooms_of`: villages of every station grouped, rooms staffed, coverage counted (G1-G9).

What it may get wrong: a room's officers follow workload alone; nothing is known of buildings. Hours are those of a week
without leave; a weekly rota is none of this.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from geodata.county.build import Built
from solvers.stop import Stop
from systems.apportion import apportion, at_least
from systems.rooms.grouping import Grouping, grouped
from systems.rooms.records import NORMS, Coverage, Norms, Room, Rooms, StationRooms
from systems.rooms.villages import village_county, villages_of
from zoning.judge.score import ZoneScore
from zoning.model.bureau import VillageKind
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import InputError, mistake
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.model.stations import Station

DAYS = 7
"""Days of a week on which rooms are open."""


@dataclass(frozen=True)
class Grouped:
    """The villages or communities of a station and their groups."""

    kind: VillageKind
    villages: County
    grouping: Grouping


def rooms_of(
    built: Built,
    policy: Policy,
    norms: Norms = NORMS,
    stations: Sequence[str] | None = None,
    tick: Callable[[int, int], None] | None = None,
    stop: Stop | None = None,
) -> Rooms:
    """Group the villages and communities of these stations, or of all, and staff the rooms.

    Parameters
    ----------
    policy : ``zones.min_stations`` and ``zones.max_stations`` are the sizes of groups of villages (G1)
    tick : called with the number of stations done and their total
    stop : when to end without an answer

    Raises
    ------
    Stopped
        When ``stop`` says so.
    InputError
        When none of the stations has a village in the table, or the least size is above the most.
    """
    county = built.county
    if (policy.zones.max_stations or math.inf) < policy.zones.min_stations:
        raise InputError([mistake("systems.rooms.crossed", column="zones.max_stations", **policy.zones.model_dump())])
    asked = county.codes if stations is None else tuple(stations)
    proportional = dict(zip(county.codes, _proportional(county).tolist(), strict=True))
    found, without = [], []
    for k, code in enumerate(asked):
        if tick is not None:
            tick(k, len(asked))
        if groups := _groups(built, code, policy, norms, stop):
            found.append(_staffed(county.stations[county.index[code]], groups, norms, proportional[code]))
        else:
            without.append(code)
    if not found:
        raise InputError([mistake("systems.rooms.none", table="villages")])
    sizes = policy.zones.min_stations, policy.zones.max_stations
    return Rooms(county, sizes, norms, tuple(found), tuple(without), _coverage(built, found))


def _proportional(county: County) -> Ints:
    """(n,) the officers of all stations in proportion to workload, at least one a station as far as they go (G9)."""
    officers = int(county.officers.sum())
    return apportion(county.workload, officers, int(officers >= len(county)))


def _groups(built: Built, code: str, policy: Policy, norms: Norms, stop: Stop | None) -> list[Grouped]:
    """The villages of a station in groups (G1), and its communities (G3); empty without either."""
    kinds: tuple[tuple[VillageKind, Policy], ...] = (
        ("village", policy),
        ("community", _communities(built, code, policy, norms)),
    )
    groups = []
    for kind, sizes in kinds:
        villages = village_county(built, code, kind)
        if villages is not None:
            groups.append(Grouped(kind, villages, grouped(Problem(villages, sizes), stop=stop)))
    return groups


def _communities(built: Built, code: str, policy: Policy, norms: Norms) -> Policy:
    """Sizes of groups of communities (G3): ⌈count / norm⌉ rooms, sizes as even as possible."""
    count = sum(village.kind == "community" for village in villages_of(built.county, code))
    rooms = max(1, -(-count // norms.communities))
    least = max(1, count // rooms)
    return policy.override({"zones.min_stations": least, "zones.max_stations": norms.communities, "zones.max": rooms})


def _staffed(station: Station, groups: Sequence[Grouped], norms: Norms, proportional: int) -> StationRooms:
    """The rooms of a station, officers in proportion to workload (G9), one a room where there are enough (G4)."""
    zones = [(group, zone) for group in groups for zone in group.grouping.score.zones]
    needed = at_least(norms.room_share, station.officers)
    hours = np.array([zone.figures["workload"] for _, zone in zones])
    officers = apportion(hours, needed, int(needed >= len(zones))).tolist()
    helpers = _auxiliaries(station, hours, norms)
    rooms = tuple(
        _room(station, group, zone, norms, count, aided)
        for (group, zone), count, aided in zip(zones, officers, helpers, strict=True)
    )
    short = None
    if station.auxiliaries is not None:
        short = max(0, norms.room_auxiliaries * len(rooms) - station.auxiliaries)
    return StationRooms(
        station.code,
        rooms,
        tuple(sorted(code for room in rooms for code in room.workstations)),
        sum(group.grouping.off for group in groups),
        station.officers,
        needed,
        officers.count(0),
        short,
        proportional,
    )


def _auxiliaries(station: Station, hours: Floats, norms: Norms) -> list[int | None]:
    """The auxiliaries of every room: as many as the norm asks for, the rooms of most workload first (G5)."""
    if station.auxiliaries is None:
        return [None] * len(hours)
    rank = np.argsort(np.argsort(-hours, kind="stable"), kind="stable")
    left = station.auxiliaries - norms.room_auxiliaries * rank
    return [int(count) for count in np.clip(left, 0, norms.room_auxiliaries)]


def _room(
    station: Station, group: Grouped, zone: ZoneScore, norms: Norms, officers: int, auxiliaries: int | None
) -> Room:
    county = group.villages
    away = county.minutes[county.index[zone.office], [county.index[code] for code in zone.stations]]
    off = sum(int(found.amount) for found in group.grouping.score.violations if found.stations == zone.stations)
    workstations = len(zone.stations) - 1 if group.kind == "village" else 0
    visits = norms.workstation_hours * workstations
    return Room(
        station.code,
        group.kind,
        zone.office,
        zone.stations,
        off,
        zone.figures["workload"],
        zone.figures["mean_minutes"],
        zone.figures["farthest_minutes"],
        int((away <= norms.minutes).sum()),
        officers,
        auxiliaries,
        officers * norms.room_hours,
        visits,
        max(0.0, visits - officers * max(0.0, norms.week_hours - norms.room_hours)),
        _open_short(officers, auxiliaries, norms),
    )


def _open_short(officers: int, auxiliaries: int | None, norms: Norms) -> float | None:
    """Hours a week that a room stays shut although it should be open, one person being enough to open it (G6)."""
    left = DAYS * norms.open_hours - officers * norms.room_hours
    if left <= 0:
        return 0.0
    return None if auxiliaries is None else max(0.0, left - auxiliaries * norms.week_hours)


def _coverage(built: Built, stations: Sequence[StationRooms]) -> tuple[Coverage, ...]:
    """Coverage figures (G8): out of the villages of the table, and these out of the numbers that stations state."""
    county = built.county
    chosen = {one.station for one in stations}
    villages = [v for v in county.bureau.villages if v.station in chosen and v.kind == "village"]
    stated = float(sum(s.villages or 0 for s in county.stations if s.code in chosen))
    rooms = [room for one in stations for room in one.rooms if room.kind == "village"]
    near = sum(room.near for room in rooms)
    workstations = sum(len(one.workstations) for one in stations)
    listed = float(len(villages))
    rows = [
        Coverage("rooms_today", float(sum(v.is_room for v in villages)), listed),
        Coverage("rooms", float(len(rooms)), listed),
        Coverage("rooms_or_workstations", float(len(rooms) + workstations), listed),
        Coverage("near_room", float(near), listed),
        Coverage("listed", listed, stated),
    ]
    return tuple(row for row in rows if row.of)
