"""Where a fleet of units stands (B1), how many persons a beat gets (B3), and who handles which case (B4).

Units are busy a share q of the time. A station that k units reach in time has one of them free with probability
1 − q^k, so the k-th unit adds w · (1 − q) · q^(k−1) of its workload w: less with every unit. The sum of these over
all stations is *expected covered workload*, and the fleet that brings it to its most, every zone at its minimum, is
found exactly; a county of 23 stations (B2) takes a second. What it may get wrong: units are busy independently of each
other, and all equally.

References
----------
M. Daskin, A maximum expected covering location model, Transportation Science 17 (1983), equations 5-8.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from systems.apportion import apportion
from systems.integer import Impossible, least
from systems.organisation.binding import class_hours
from zoning.judge.measures import POINTS
from zoning.model.county import County, Ints
from zoning.model.plan import Plan
from zoning.texts import Message


@dataclass(frozen=True)
class Fleet:
    """What is deployed, and what every zone and station is to have.

    ``busy`` is the share of the time that a unit is not free; ``minutes`` the time within which it is of use;
    ``most`` the units one station has room for.
    """

    units: int = 48
    busy: float = 0.3
    minutes: float = 10.0
    zone_least: int = 1
    station_least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Deployment:
    """Units of every station, in county order, and the expected share of the workload that they cover.

    ``free`` is the chance, at every station, that one of the units in reach of it is free. ``points`` is the share
    covered in millionths, as the programme adds it up: whole points for every station and unit.
    """

    units: tuple[int, ...]
    free: tuple[float, ...]
    covered: float
    points: int

    def document(self, county: County) -> dict[str, Any]:
        return {
            "units": dict(zip(county.codes, self.units, strict=True)),
            "free": dict(zip(county.codes, self.free, strict=True)),
            "total": sum(self.units),
            "covered": self.covered,
            "points": self.points,
        }


def deploy(county: County, plan: Plan, fleet: Fleet) -> Deployment:
    """The fleet of most expected covered workload that keeps every minimum (B1), exactly.

    Of equal fleets that one is taken whose units stand at the stations of the lowest codes, as counted by rank.

    Raises
    ------
    Impossible
        When the minimums need more units than there are, or the stations have no room for all.
    """
    zones = plan.labels(county.codes)
    n, most = len(county), fleet.units if fleet.most is None else min(fleet.most, fleet.units)
    _check(county, zones, fleet, most)
    model = cp_model.CpModel()
    units = [model.new_int_var(fleet.station_least, most, f"units {i}") for i in range(n)]
    model.add(sum(units) == fleet.units)
    for zone in range(int(zones.max()) + 1):
        model.add(sum(units[i] for i in np.flatnonzero(zones == zone)) >= fleet.zone_least)
    gains = _gains(county, fleet)
    covered = []
    for i in range(n):
        levels = int((gains[i] > 0).sum())  # gains fall with every unit, so the first levels are filled first
        helped = [model.new_bool_var(f"{k + 1} units reach {i}") for k in range(levels)]
        model.add(sum(helped) <= sum(units[j] for j in np.flatnonzero(county.minutes[:, i] <= fleet.minutes)))
        covered += [int(gain) * one for gain, one in zip(gains[i], helped, strict=False)]
    solver, _ = least(model, [-sum(covered), sum(i * unit for i, unit in enumerate(units))])
    return judged(county, [solver.value(unit) for unit in units], fleet)


def judged(county: County, units: "list[int] | Ints", fleet: Fleet) -> Deployment:
    """What a fleet is worth, counted plainly: no model is asked."""
    stand = np.asarray(units, dtype=np.int64)
    reach = stand @ (county.minutes <= fleet.minutes)
    total = float(county.workload.sum())
    work = county.workload / total if total > 0 else county.workload
    gains = _gains(county, fleet)
    points = sum(int(gains[i, :k].sum()) for i, k in enumerate(reach.tolist()))
    free = 1 - fleet.busy ** reach.astype(np.float64)
    return Deployment(tuple(stand.tolist()), tuple(free.tolist()), float((work * free).sum()), points)


def in_proportion(county: County, fleet: Fleet) -> Deployment:
    """The same number of units shared out by officers alone: what the deployment is compared with."""
    return judged(county, apportion(county.officers, fleet.units), fleet)


def _gains(county: County, fleet: Fleet) -> Ints:
    """(n, units) points that the k-th unit in reach of a station adds: 10⁶ · w/W · (1 − q) · q^(k−1), rounded."""
    total = float(county.workload.sum())
    share = county.workload / total if total > 0 else np.zeros(len(county))
    levels = (1 - fleet.busy) * fleet.busy ** np.arange(fleet.units)
    return np.rint(POINTS * share[:, None] * levels).astype(np.int64)


def _check(county: County, zones: Ints, fleet: Fleet, most: int) -> None:
    """Minimums and room against the number of units."""
    sizes = np.bincount(zones)
    needed = int(np.maximum(fleet.zone_least, sizes * fleet.station_least).sum())
    reasons = []
    if needed > fleet.units:
        reasons.append(Message("systems.deploy.minimums", {"needed": needed, "total": fleet.units}))
    if most * len(county) < fleet.units:
        reasons.append(Message("systems.deploy.room", {"room": most * len(county), "total": fleet.units}))
    tight = [k for k, size in enumerate(sizes.tolist()) if size * most < fleet.zone_least]
    if fleet.station_least > most or tight:
        asked = max(fleet.station_least, fleet.zone_least)
        reasons.append(Message("systems.deploy.crowded", {"most": most, "least": asked}))
    if reasons:
        raise Impossible(*reasons)


@dataclass(frozen=True)
class Route:
    """Where the incidents of a class go (B4): the share of them and the officer-hours a year, county-wide.

    ``to`` is ``station``, ``case_team`` (of the zone) or ``branch``; ``branch`` names it where one has the speciality.
    """

    key: str
    to: str
    share: float
    incidents: float
    hours: float
    branch: str | None = None


def routes(county: County, plan: Plan, team_share: float) -> tuple[Route, ...]:
    """The routing table: community classes to the station, case classes to the zone's case team and to a branch.

    A zone without a case-handling area has no case team (H20); its cases all go to the branch.

    Parameters
    ----------
    team_share : of the criminal class, what the zone's case team settles (H22: cases whose cause is plain); the rest
        goes to the branch. The other case classes are administrative cases, all of them the team's.
    """
    hours = class_hours(county)
    area = np.array([station.has_case_area for station in county.stations])
    labels = plan.labels(county.codes)
    able = np.isin(labels, labels[area])
    found = []
    for c, kind in enumerate(county.classes):
        branch = next((b.name for b in county.bureau.branches if {kind.key, kind.name} & set(b.specialities)), None)
        team = able * (team_share if kind.key == "criminal" else 1.0)
        own = {"case_team": team, "branch": 1 - team} if kind.team == "case" else {"station": np.ones(len(county))}
        total = max(float(county.incidents[:, c].sum()), 1e-300)
        for to, share in own.items():
            count, work = (float(share @ values[:, c]) for values in (county.incidents, hours))
            if share.any():
                found.append(Route(kind.key, to, count / total, count, work, branch if to == "branch" else None))
    return tuple(found)
