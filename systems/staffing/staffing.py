"""The main function, :func:`staffing`: officers against the norms, who should come or move, centre stations (C1-C13).

All of it is advice: by H29 no station, headcount or rank changes, and every result says what it would change. What it
may get wrong: the norms are those of one reform; the minutes on scene behind the workloads are assumptions of the
county's classes.
"""

from dataclasses import replace

from solvers.stop import OnProgress, Stop
from systems.apportion import at_least
from systems.staffing.centres import centres
from systems.staffing.newcomers import lacking, newcomers
from systems.staffing.norms import RURAL, Norms
from systems.staffing.notes import notes
from systems.staffing.records import Move, Newcomers, Staffing, StationStaff, Support, ZoneStaff
from systems.staffing.transfers import can_give, transfers
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.stations import Station

SECONDS = 60.0
"""How long centre stations are looked for."""


def staffing(
    county: County,
    plan: Plan | None = None,
    norms: Norms | None = None,
    *,
    stop: Stop | None = None,
    on_progress: OnProgress | None = None,
) -> Staffing:
    """A county's officers against the norms, and with a plan those of its zones.

    Parameters
    ----------
    stop, on_progress : of the search for centre stations, as for ``solve``; it ends after :data:`SECONDS`
        unless another ``stop`` is given
    """
    norms = norms or Norms()
    stations = tuple(_station(county, row, norms) for row in range(len(county)))
    by_code = {one.station: one for one in stations}
    zones = tuple(_sum([by_code[code] for code in zone]) for zone in (plan.zones if plan else ()))
    found = transfers([s.can_give for s in stations], [s.short for s in stations], county.minutes)
    moves = tuple(Move(county.codes[t.origin], county.codes[t.target], t.officers, t.minutes) for t in found)
    groups, status, reasons = centres(county, norms, stop or Stop(SECONDS), on_progress)
    total = _sum(list(stations))
    missing = lacking(norms.station_share, total.officers, county.bureau.officers)
    given = newcomers([s.officers for s in stations], [s.norm for s in stations], county.workload, missing)
    new = tuple(Newcomers(code, count) for code, count in zip(county.codes, given, strict=True) if count)
    bare = Staffing(county, norms, stations, zones, total, county.bureau.officers, new, moves, groups, status, notes=())
    return replace(bare, notes=tuple(notes(bare, reasons)))


def _station(county: County, row: int, norms: Norms) -> StationStaff:
    station = county.stations[row]
    hours, case = county.class_workload[row], county.case_classes
    return StationStaff(
        station=station.code,
        officers=station.officers,
        norm=(norm := norms.officers(station.kind)),
        can_give=can_give(station.officers, norm, float(county.workload[row]), county.mean_load),
        auxiliaries=station.auxiliaries,
        auxiliary_norm=_auxiliary_norm(station, norms),
        form="two_teams" if station.officers >= norms.two_teams_from else "posts",
        community_staff=at_least(norms.community_officers, station.officers),
        community_hours=float(hours[~case].sum()),
        case_hours=float(hours[case].sum()),
        capacity=norms.community_officers * norms.community_hours * station.officers,
        supports=_supports(county, row, norms),
    )


def _auxiliary_norm(station: Station, norms: Norms) -> int | None:
    """Auxiliaries by the communities of an urban station, by the villages of a rural one (C3)."""
    rural = station.kind in RURAL
    beats = station.villages if rural else station.communities
    each = norms.auxiliaries_per_village if rural else norms.auxiliaries_per_community
    return None if beats is None else each * beats


def _supports(county: County, row: int, norms: Norms) -> tuple[Support, ...]:
    """The nearest stations within ``norms.support_minutes``, by minutes from them (C13)."""
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
        community_staff=sum(s.community_staff for s in stations),
        community_hours=sum(s.community_hours for s in stations),
        case_hours=sum(s.case_hours for s in stations),
        capacity=sum(s.capacity for s in stations),
    )
