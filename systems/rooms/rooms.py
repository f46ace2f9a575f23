"""Police rooms for a whole county (G1-G9): every station's villages grouped, rooms staffed, coverage counted."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geodata.county.build import Built
from systems.apportion import apportion
from systems.rooms.grouping import Grouping, grouped
from systems.rooms.villages import village_county, villages_of
from zoning.judge.score import ZoneScore
from zoning.model.bureau import VillageKind
from zoning.model.county import County
from zoning.model.errors import InputError, mistake
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.model.stations import Station


@dataclass(frozen=True)
class Norms:
    """Parameters beside the sizes, which are the policy's.

    ``communities``: communities a room serves (G3). ``room_share``: of a station's officers, in rooms (G4).
    ``room_auxiliaries``: for each room (G5). ``room_hours``: of an officer in the room, a week (G6).
    ``minutes``: within which a village is near its room (G8).
    """

    communities: int = 4
    room_share: float = 0.4
    room_auxiliaries: int = 1
    room_hours: float = 20.0
    minutes: float = 15.0


NORMS = Norms()


@dataclass(frozen=True)
class Room:
    """A room: where it stands, whom it serves, their workload a year, mean and farthest minutes, and its officers.

    ``manned`` is the hours a week that these officers are to be in it (G6).
    ``off`` is by how many its group is too small or too large; ``near`` counts those within the minutes of the norms.
    """

    station: str
    kind: VillageKind
    village: str
    serves: tuple[str, ...]
    off: int
    hours: float
    minutes: float
    farthest: float
    near: int
    officers: int
    manned: float


@dataclass(frozen=True)
class Grouped:
    """The villages or communities of a station and their groups."""

    kind: VillageKind
    villages: County
    grouping: Grouping


@dataclass(frozen=True)
class StationRooms:
    """The rooms of a station and what it lacks for them.

    ``off`` is by how many villages the sizes of its groups are off in all (G1); ``officers_needed`` are those in rooms
    (G4) and ``unstaffed`` rooms without an officer; ``auxiliaries_short`` is ``None`` where their number is unknown.
    """

    station: str
    rooms: tuple[Room, ...]
    workstations: tuple[str, ...]
    off: int
    officers: int
    officers_needed: int
    unstaffed: int
    auxiliaries_short: int | None
    proportional: int

    @property
    def villages(self) -> int:
        return sum(len(room.serves) for room in self.rooms if room.kind == "village")


@dataclass(frozen=True)
class Coverage:
    """A share with the numbers it is a share of: ``key`` names both (G8)."""

    key: str
    count: float
    of: float

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else math.nan


@dataclass(frozen=True)
class Rooms:
    """All stations asked for, those without a village in the table, and the coverage."""

    stations: tuple[StationRooms, ...]
    without: tuple[str, ...]
    coverage: tuple[Coverage, ...]

    def document(self) -> dict[str, Any]:
        return {
            "rooms": [vars(room) | {"serves": list(room.serves)} for one in self.stations for room in one.rooms],
            "stations": [
                {
                    **{key: value for key, value in vars(one).items() if key != "rooms"},
                    "workstations": list(one.workstations),
                    "rooms": len(one.rooms),
                }
                for one in self.stations
            ],
            "without_villages": list(self.without),
            "coverage": [vars(kpi) | {"share": kpi.share} for kpi in self.coverage],
        }


def rooms_of(
    built: Built,
    policy: Policy,
    norms: Norms = NORMS,
    stations: Sequence[str] | None = None,
    tick: Callable[[int, int], None] | None = None,
) -> Rooms:
    """Group the villages and communities of these stations, or of all, and staff the rooms.

    Parameters
    ----------
    policy : ``zones.min_stations`` and ``zones.max_stations`` are the sizes of groups of villages (G1)
    tick : told how many stations are done, and of how many

    Raises
    ------
    InputError
        When none of the stations has a village in the table, or the least size is above the most.
    """
    county = built.county
    if (policy.zones.max_stations or math.inf) < policy.zones.min_stations:
        raise InputError([mistake("systems.beats.crossed", column="zones.max_stations", **policy.zones.model_dump())])
    asked = county.codes if stations is None else tuple(stations)
    proportional = dict(zip(county.codes, apportion(county.workload, int(county.officers.sum())).tolist(), strict=True))
    found, without = [], []
    for k, code in enumerate(asked):
        if tick is not None:
            tick(k, len(asked))
        kinds: tuple[tuple[VillageKind, Policy], ...] = (
            ("village", policy),
            ("community", _communities(built, code, policy, norms)),
        )
        groups = []
        for kind, sizes in kinds:
            villages = village_county(built, code, kind)
            if villages is not None:
                groups.append(Grouped(kind, villages, grouped(Problem(villages, sizes))))
        if groups:
            found.append(_staffed(county.stations[county.index[code]], groups, norms, proportional[code]))
        else:
            without.append(code)
    if not found:
        raise InputError([mistake("systems.beats.none", table="villages")])
    return Rooms(tuple(found), tuple(without), _coverage(built, found))


def _communities(built: Built, code: str, policy: Policy, norms: Norms) -> Policy:
    """G3: as few rooms as serve at most so many communities each, and as even as their number allows."""
    count = sum(village.kind == "community" for village in villages_of(built.county, code))
    rooms = max(1, -(-count // norms.communities))
    least = max(1, count // rooms)
    return policy.override({"zones.min_stations": least, "zones.max_stations": norms.communities, "zones.max": rooms})


def _staffed(station: Station, groups: Sequence[Grouped], norms: Norms, proportional: int) -> StationRooms:
    """Officers of the station's rooms in proportion to their workload (G9), one each where there are enough (G4)."""
    zones = [(group, zone) for group in groups for zone in group.grouping.score.zones]
    needed = math.ceil(round(norms.room_share * station.officers, 6))
    hours = np.array([zone.figures["workload"] for _, zone in zones])
    officers = apportion(hours, needed, int(needed >= len(zones))).tolist()
    rooms = tuple(
        _room(station, group, zone, norms, count) for (group, zone), count in zip(zones, officers, strict=True)
    )
    seats = {room.village for room in rooms}
    served = [code for room in rooms if room.kind == "village" for code in room.serves]
    short = None
    if station.auxiliaries is not None:
        short = max(0, norms.room_auxiliaries * len(rooms) - station.auxiliaries)
    return StationRooms(
        station.code,
        rooms,
        tuple(sorted(set(served) - seats)),
        sum(group.grouping.off for group in groups),
        station.officers,
        needed,
        officers.count(0),
        short,
        proportional,
    )


def _room(station: Station, group: Grouped, zone: ZoneScore, norms: Norms, officers: int) -> Room:
    county = group.villages
    away = county.minutes[county.index[zone.office], [county.index[code] for code in zone.stations]]
    off = sum(int(found.amount) for found in group.grouping.score.violations if found.stations == zone.stations)
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
        officers * norms.room_hours,
    )


def _coverage(built: Built, stations: Sequence[StationRooms]) -> tuple[Coverage, ...]:
    """Shares of villages with their denominators: those of the table, and those the stations state (G8)."""
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
