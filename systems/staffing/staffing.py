"""Officers against the norms (C1-C13): what is short, who could help, which stations might share a centre station.

All of it is advice. Nothing is applied: by H29 no station, headcount or rank changes, and what would change them is
said to do so. What it may get wrong: the norms are those of one reform; the minutes on scene behind the workloads are
assumptions of the county's classes.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from solvers.exact.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import Progress
from systems.organisation.binding import class_hours
from systems.staffing.norms import Group, Move, Norms, Staffing, StationStaff, Support, ZoneStaff
from systems.staffing.transfers import transfers
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.model.stations import Station
from zoning.result.solution import Status
from zoning.texts import Message


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
    return Message(f"systems.staffing.{key}", values)
