"""Officers against the norms (C1-C13): what is short, who could help, which stations might share a centre station.

All of it is advice. Nothing is applied: by H29 no station, headcount or rank changes, and what would change them is
said to do so. What it may get wrong: the norms are those of one reform; the minutes on scene behind the workloads are
assumptions of the county's classes.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from solvers.binding import class_hours
from solvers.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.transfers import transfers
from solvers.watch import Progress
from zoning.county import County, Kind, Station
from zoning.files import digest, spoken
from zoning.plan import Plan
from zoning.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.problem import Problem
from zoning.solution import Status
from zoning.texts import Message

SCHEMA = "zoning.staffing/1"
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Norms(BaseModel):
    """The norms, with the values of Chongqing 2020 where it gives one (docs/systems.md)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    station_share: Share = 0.45  # C1
    county_seat: Count = 20  # C2 城区20人
    urban: Count = 20  # C2
    town: Count = 10  # C2 建制镇10人
    township: Count = 5  # C2 建制乡5人
    auxiliaries_per_community: Count = 2  # C3 一区两辅
    auxiliaries_per_village: Count = 1  # C3 一村一辅
    group_officers: Count = 5  # C4-C6 不足5人
    group_stations: Annotated[int, Field(ge=2, le=64)] = 4  # C4-C6; no source
    two_teams_from: Count = 10  # C7; no source
    community_officers: Share = 0.4  # C9
    community_hours: Share = 0.8  # C9
    support_minutes: Annotated[float, Field(ge=0, le=10_000)] = 30.0  # C13; no source
    supports: Annotated[int, Field(ge=1, le=100)] = 2  # C13; no source

    def officers(self, kind: Kind) -> int:
        """Officers that a station of a kind should have (C2)."""
        value: int = getattr(self, kind)
        return value


@dataclass(frozen=True)
class Support:
    """A station that stands in for another, and its minutes to get there (C13)."""

    station: str
    minutes: float


@dataclass(frozen=True)
class StationStaff:
    """A station against the norms; auxiliaries are ``None`` where villages or communities are unknown (C2, C3, C7-C9).

    Workloads in officer-hours a year; ``capacity`` in officers who are in their communities all day.
    """

    station: str
    officers: int
    norm: int
    auxiliaries: int | None
    auxiliary_norm: int | None
    form: Literal["two_teams", "one_team"]
    community_hours: float
    case_hours: float
    capacity: float
    supports: tuple[Support, ...]

    @property
    def short(self) -> int:
        return max(0, self.norm - self.officers)

    @property
    def spare(self) -> int:
        return max(0, self.officers - self.norm)

    @property
    def auxiliaries_short(self) -> int | None:
        if self.auxiliaries is None or self.auxiliary_norm is None:
            return None
        return max(0, self.auxiliary_norm - self.auxiliaries)


@dataclass(frozen=True)
class ZoneStaff:
    """The sums of a zone, or of the county; auxiliaries short are those of the stations where they are known."""

    stations: tuple[str, ...]
    officers: int
    norm: int
    short: int
    auxiliaries_short: int
    community_hours: float
    case_hours: float
    capacity: float


@dataclass(frozen=True)
class Move:
    """Officers that would have to change station for the norms to be met (C2)."""

    origin: str
    target: str
    officers: int
    minutes: float


@dataclass(frozen=True)
class Group:
    """Stations that might share a centre station (C4-C6), their officers, and its mean minutes to them."""

    centre: str
    stations: tuple[str, ...]
    officers: int
    mean_minutes: float


@dataclass(frozen=True)
class Staffing:
    """Everything said of a county's officers; ``groups`` are ``None`` where no grouping was found, with its status."""

    county: County
    norms: Norms
    stations: tuple[StationStaff, ...]
    zones: tuple[ZoneStaff, ...]
    total: ZoneStaff
    bureau_officers: int | None
    moves: tuple[Move, ...]
    groups: tuple[Group, ...] | None
    groups_status: Status
    notes: tuple[Message, ...]

    @property
    def share(self) -> float | None:
        """The stations' share of the bureau's officers (C1)."""
        return self.total.officers / self.bureau_officers if self.bureau_officers else None

    def document(self) -> dict[str, Any]:
        """The object of ``staffing.json``."""
        county = self.county
        return {
            "schema": SCHEMA,
            "county": {"code": county.code, "name": county.name, "digest": digest(county), "notice": county.notice},
            "norms": self.norms.model_dump(mode="json"),
            "bureau": {"officers": self.bureau_officers, "share": self.share},
            "total": asdict(self.total),
            "zones": [asdict(zone) for zone in self.zones],
            "stations": [
                {**asdict(s), "short": s.short, "spare": s.spare, "auxiliaries_short": s.auxiliaries_short}
                for s in self.stations
            ],
            "moves": [asdict(move) for move in self.moves],
            "groups": None if self.groups is None else [asdict(group) for group in self.groups],
            "groups_status": self.groups_status,
            "notes": [spoken(note) for note in self.notes],
        }


def staffing(
    county: County,
    plan: Plan | None = None,
    norms: Norms | None = None,
    *,
    time_limit: float | None = 60,
    progress: Callable[[Progress], None] | None = None,
) -> Staffing:
    """A county's officers against the norms, and with a plan those of its zones.

    Parameters
    ----------
    time_limit, progress : of the search for centre stations, as in :func:`solvers.solve`
    """
    norms = norms or Norms()
    stations = tuple(_station(county, row, norms) for row in range(len(county)))
    by_code = {one.station: one for one in stations}
    zones = tuple(_sum([by_code[code] for code in zone]) for zone in (plan.zones if plan else ()))
    found = transfers([s.spare for s in stations], [s.short for s in stations], county.minutes)
    moves = tuple(Move(county.codes[t.origin], county.codes[t.target], t.officers, t.minutes) for t in found)
    groups, status, reasons = _groups(county, norms, time_limit, progress)
    bare = Staffing(
        county, norms, stations, zones, _sum(list(stations)), county.bureau.officers, moves, groups, status, ()
    )
    return replace(bare, notes=tuple(_notes(bare, reasons)))


def _station(county: County, row: int, norms: Norms) -> StationStaff:
    station = county.stations[row]
    hours = class_hours(county)[row]
    case = np.array([entry.team == "case" for entry in county.classes])
    return StationStaff(
        station=station.code,
        officers=station.officers,
        norm=norms.officers(station.kind),
        auxiliaries=station.auxiliaries,
        auxiliary_norm=_auxiliary_norm(station, norms),
        form="two_teams" if station.officers >= norms.two_teams_from else "one_team",
        community_hours=float(hours[~case].sum()),
        case_hours=float(hours[case].sum()),
        capacity=norms.community_officers * norms.community_hours * station.officers,
        supports=_supports(county, row, norms),
    )


def _auxiliary_norm(station: Station, norms: Norms) -> int | None:
    if station.villages is None or station.communities is None:
        return None
    return norms.auxiliaries_per_community * station.communities + norms.auxiliaries_per_village * station.villages


def _supports(county: County, row: int, norms: Norms) -> tuple[Support, ...]:
    """The nearest stations within reach, by their way here."""
    way = county.minutes[:, row]
    near = [j for j in range(len(county)) if j != row and way[j] <= norms.support_minutes]
    nearest = sorted(near, key=lambda j: (round(float(way[j]), 9), j))[: norms.supports]
    return tuple(Support(county.codes[j], float(way[j])) for j in nearest)


def _sum(stations: list[StationStaff]) -> ZoneStaff:
    return ZoneStaff(
        stations=tuple(s.station for s in stations),
        officers=sum(s.officers for s in stations),
        norm=sum(s.norm for s in stations),
        short=sum(s.short for s in stations),
        auxiliaries_short=sum(s.auxiliaries_short or 0 for s in stations),
        community_hours=sum(s.community_hours for s in stations),
        case_hours=sum(s.case_hours for s in stations),
        capacity=sum(s.capacity for s in stations),
    )


def _groups(
    county: County, norms: Norms, time_limit: float | None, progress: Callable[[Progress], None] | None
) -> tuple[tuple[Group, ...] | None, Status, tuple[Message, ...]]:
    """Stations round centre stations (C4-C6): zones of least travel, each with the officers of the norm."""
    if all(station.officers >= norms.group_officers for station in county.stations):
        return (), "optimal", ()
    if len(county) > MOST_STATIONS:
        return None, "unknown", (_say("too_many", count=len(county), most=MOST_STATIONS),)
    policy = Policy(
        name="centre_stations",
        zones=ZoneLimits(max=len(county), alone=(), min_stations=1, max_stations=norms.group_stations),
        rules=RuleLimits(min_officers=norms.group_officers),
        weights=Weights(travel=1),
    )
    solution = solve(Problem(county, policy), time_limit=time_limit, progress=progress)
    if solution.score is None:
        return None, solution.proof.status, solution.proof.reasons
    zones = [zone for zone in solution.score.zones if len(zone.stations) > 1]
    groups = tuple(
        Group(zone.office, zone.stations, round(zone.figures["officers"]), zone.figures["mean_minutes"])
        for zone in zones
    )
    return groups, solution.proof.status, ()


def _notes(found: Staffing, reasons: tuple[Message, ...]) -> Iterator[Message]:
    """What is lacking, what cannot be met, and which rules pull against each other."""
    norms, share = found.norms, found.share
    if share is None:
        yield _say("no_total")
    elif share < norms.station_share and found.bureau_officers:
        lacking = math.ceil(norms.station_share * found.bureau_officers - 1e-9) - found.total.officers
        yield _say("share", share=100 * share, wanted=100 * norms.station_share, officers=lacking)
    moved = sum(move.officers for move in found.moves)
    if found.total.short > moved:
        yield _say("short", short=found.total.short, moved=moved, left=found.total.short - moved)
    if found.moves:
        yield _say("moves", officers=moved)
    unknown = [found.county.names[s.station] for s in found.stations if s.auxiliaries_short is None]
    if unknown:
        yield _say("auxiliaries_unknown", stations=unknown)
    yield from reasons
    if found.groups:
        inside = sum(len(group.stations) for group in found.groups)
        yield _say("groups", stations=inside, centres=len(found.groups))
    if found.groups is None:
        yield _say("no_groups", officers=norms.group_officers)


def _say(key: str, **values: Any) -> Message:
    return Message(f"solvers.staffing.{key}", values)
