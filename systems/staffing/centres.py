"""Stations round centre stations (C4-C6): zones of least travel, each with the officers of the norm.

The grouping is a districting problem of its own, solved by :func:`solvers.solve.solve` with its proof. What it may get
wrong: nothing of H29 is kept; a group is advice and would change the organisation of its stations.
"""

from solvers.sets.masks import MOST_STATIONS
from solvers.solve import solve
from solvers.stop import OnProgress, Stop
from systems.staffing.norms import Norms
from systems.staffing.records import Group
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
    if all(station.officers >= norms.group_officers for station in county.stations):
        return (), "optimal", ()
    if len(county) > MOST_STATIONS:
        too_many = Message("systems.staffing.too_many", {"count": len(county), "most": MOST_STATIONS})
        return None, "unknown", (too_many,)
    policy = Policy(
        name="centre_stations",
        zones=ZoneLimits(max=len(county), alone=(), min_stations=1, max_stations=norms.group_stations),
        rules=RuleLimits(min_officers=norms.group_officers),
        weights=Weights(travel=1),
    )
    solution = solve(Problem(county, policy), stop=stop, on_progress=on_progress)
    if solution.score is None:
        return None, solution.proof.status, solution.proof.reasons
    zones = [zone for zone in solution.score.zones if len(zone.stations) > 1]
    groups = tuple(
        Group(zone.office, zone.stations, round(zone.figures["officers"]), zone.figures["mean_minutes"])
        for zone in zones
    )
    return groups, solution.proof.status, ()
