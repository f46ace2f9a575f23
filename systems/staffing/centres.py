"""Rural stations round centre stations (C4-C6): zones of least travel, each with the officers of the norm.

Weak stations of a group, other than its centre, that have few residents and few incidents become police rooms of it:
both at most ``quiet_share`` of the mean of the rural stations, residents where known. The grouping is a districting
problem of its own, solved by :func:`solvers.solve.solve` with its proof. What it may get wrong: nothing of H29 is kept;
a group is advice and would change the organisation of its stations.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solvers.sets.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import OnProgress, Stop
from systems.staffing.norms import RURAL, Norms
from systems.staffing.records import Group
from zoning.judge.score import ZoneScore
from zoning.model.bureau import Bureau
from zoning.model.county import County
from zoning.model.policy import Policy, RuleLimits, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.result.solution import Status
from zoning.texts import Message


def centres(
    county: County, norms: Norms, stop: Stop, on_progress: OnProgress | None
) -> tuple[tuple[Group, ...] | None, Status, tuple[Message, ...]]:
    """The groups of two stations or more, the status of the search, and the reasons where there is no grouping.

    Parameters
    ----------
    stop, on_progress : of the search, as in :func:`solvers.solve.solve`
    """
    rows = [row for row, station in enumerate(county.stations) if station.kind in RURAL]
    if all(county.stations[row].officers >= norms.group_officers for row in rows):
        return (), "optimal", ()
    if len(rows) > MOST_STATIONS:
        too_many = Message("systems.staffing.too_many", {"count": len(rows), "most": MOST_STATIONS})
        return None, "unknown", (too_many,)
    policy = Policy(
        name="centre_stations",
        zones=ZoneLimits(max=len(rows), alone=(), min_stations=1, max_stations=norms.group_stations),
        rules=RuleLimits(min_officers=norms.group_officers),
        weights=Weights(travel=1),
    )
    rural = _part(county, rows)
    solution = solve(Problem(rural, policy), stop=stop, on_progress=on_progress)
    if solution.score is None:
        return None, solution.proof.status, solution.proof.reasons
    zones = [zone for zone in solution.score.zones if len(zone.stations) > 1]
    return tuple(_group(rural, zone, norms) for zone in zones), solution.proof.status, ()


def _group(rural: County, zone: ZoneScore, norms: Norms) -> Group:
    """A group, and which of its weak stations become police rooms (C6)."""
    weak = [
        code
        for code in zone.stations
        if code != zone.office and rural.stations[rural.index[code]].officers < norms.group_officers
    ]
    residents, incidents = rural.population, rural.incidents.sum(axis=1)
    known = residents[np.isfinite(residents)]
    few = norms.quiet_share * float(known.mean()) if len(known) else math.nan
    quiet = norms.quiet_share * float(incidents.mean())
    calm = [code for code in weak if incidents[rural.index[code]] <= quiet]
    rooms = tuple(code for code in calm if residents[rural.index[code]] <= few)
    unjudged = tuple(code for code in calm if math.isnan(residents[rural.index[code]]))
    figures = round(zone.figures["officers"]), zone.figures["mean_minutes"]
    return Group(zone.office, zone.stations, *figures, rooms, unjudged)


def _part(county: County, rows: Sequence[int]) -> County:
    """The county of some of its stations alone, without bureau and areas; without incidents all are alike.

    Ways are weighed by workload, and where there is none every grouping would be as good.
    """
    counts = county.counts[list(rows)]
    stations = tuple(county.stations[row] for row in rows)
    codes = {station.code for station in stations}
    return replace(
        county,
        stations=stations,
        counts=counts if counts.any() else np.ones_like(counts),
        minutes=county.minutes[np.ix_(rows, rows)],
        borders=tuple(border for border in county.borders if {border.a, border.b} <= codes),
        outline=None,
        bureau=Bureau(),
        areas={},
    )
