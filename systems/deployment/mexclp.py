"""Units over stations by maximum expected covering location, MEXCLP (B1), exactly.

Units are busy a share q of the time. A station within reach of k units has a free one with probability 1 − q^k, so the
k-th unit adds w_i (1 − q) q^(k−1) of covered workload, less with every unit. The fleet of the greatest sum over all
stations i, every zone at its minimum and every unit crewed, is found exactly; a county of 23 stations (B2) takes a
second. What it may get wrong: units are busy independently of each other, and all equally.

References
----------
M. Daskin, A maximum expected covering location model, Transportation Science 17 (1983), equations 5-8.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from systems.apportion import apportion
from systems.deployment.crews import crewed
from systems.errors import Impossible
from systems.lexicographic import lexicographic
from zoning.judge.measures import POINTS
from zoning.model.county import County, Ints
from zoning.model.plan import Plan
from zoning.texts import Message

UNITS, CREW = 48, 2
"""Units of the source (48个实战单元), and officers of a unit, which no source names."""


@dataclass(frozen=True)
class Fleet:
    """The units to deploy, and the minimums of every zone and station.

    ``busy`` is q, the share of time that a unit is busy; ``minutes`` the reach of a unit; ``most`` the units that one
    station has room for, ``None`` without a limit. A unit has ``crew`` officers, those of its station and those that
    others send, each at most ``pooled_share`` of its own (H31).
    """

    units: int = UNITS
    busy: float = 0.3
    minutes: float = 10.0
    zone_least: int = 1
    station_least: int = 0
    most: int | None = None
    crew: int = CREW
    pooled_share: float = 0.3


@dataclass(frozen=True)
class Deployment:
    """``units`` (n,) of every station and the expected share of the workload ``covered``.

    ``free`` (n,) is 1 − q^k, the chance of a free unit within reach. ``points`` is the share covered in millionths,
    summed in whole points as the programme does.
    """

    units: tuple[int, ...]
    free: tuple[float, ...]
    covered: float
    points: int


def deploy(county: County, plan: Plan, fleet: Fleet) -> Deployment:
    """The fleet of greatest expected covered workload among all that keep every minimum (B1), exactly.

    Of equal fleets the one with the least sum of ranks in the order of codes is taken.

    Raises
    ------
    Impossible
        When the minimums need more units than there are, the stations have no room for all, or officers are missing.
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
    missing = crewed(model, units, county, fleet.crew, fleet.pooled_share)
    covered = []
    for i in range(n):
        levels = int((gains[i] > 0).sum())  # gains fall with every unit, so the first levels are filled first
        helped = [model.new_bool_var(f"{k + 1} units reach {i}") for k in range(levels)]
        model.add(sum(helped) <= sum(units[j] for j in np.flatnonzero(county.minutes[:, i] <= fleet.minutes)))
        covered += [int(gain) * one for gain, one in zip(gains[i], helped, strict=False)]
    _crew(county, model, missing, fleet)
    solver, _ = lexicographic(model, [-sum(covered), sum(i * unit for i, unit in enumerate(units))])
    return judged(county, [solver.value(unit) for unit in units], fleet)


def judged(county: County, units: Sequence[int] | Ints, fleet: Fleet) -> Deployment:
    """The deployment of units at every station (n,), evaluated without a solver."""
    stand = np.asarray(units, dtype=np.int64)
    reach = stand @ (county.minutes <= fleet.minutes)
    work = county.workload_share
    gains = _gains(county, fleet)
    points = sum(int(gains[i, :k].sum()) for i, k in enumerate(reach.tolist()))
    free = 1 - fleet.busy ** reach.astype(np.float64)
    return Deployment(tuple(stand.tolist()), tuple(free.tolist()), float((work * free).sum()), points)


def in_proportion(county: County, fleet: Fleet) -> Deployment:
    """The same number of units in proportion to officers, the base of comparison."""
    return judged(county, apportion(county.officers, fleet.units), fleet)


def _gains(county: County, fleet: Fleet) -> Ints:
    """(n, units) points that the k-th unit in reach of a station adds: 10⁶ · w/W · (1 − q) · q^(k−1), rounded."""
    share = county.workload_share
    levels = (1 - fleet.busy) * fleet.busy ** np.arange(fleet.units)
    return np.rint(POINTS * share[:, None] * levels).astype(np.int64)


def usual(county: County, crew: int = CREW) -> int:
    """The units to deploy where none are asked for: those of the source, or as many as the officers can crew."""
    return max(1, min(UNITS, int(county.officers.sum()) // crew if crew else UNITS))


def _crew(county: County, model: cp_model.CpModel, missing: cp_model.IntVar, fleet: Fleet) -> None:
    """Let no officer be missing; raises :class:`Impossible` where some are however the units stand."""
    lacking = lexicographic(model, [missing])[1][0]
    if lacking:
        values = {
            "units": fleet.units,
            "crew": fleet.crew,
            "needed": fleet.units * fleet.crew,
            "officers": int(county.officers.sum()),
            "missing": lacking,
            "share": f"{fleet.pooled_share:.0%}",
        }
        raise Impossible(Message("systems.deployment.crews", values))


def _check(county: County, zones: Ints, fleet: Fleet, most: int) -> None:
    """Minimums and room against the number of units."""
    sizes = np.bincount(zones)
    needed = int(np.maximum(fleet.zone_least, sizes * fleet.station_least).sum())
    reasons = []
    if needed > fleet.units:
        reasons.append(Message("systems.deployment.minimums", {"needed": needed, "total": fleet.units}))
    if most * len(county) < fleet.units:
        reasons.append(Message("systems.deployment.room", {"room": most * len(county), "total": fleet.units}))
    tight = [k for k, size in enumerate(sizes.tolist()) if size * most < fleet.zone_least]
    if fleet.station_least > most or tight:
        asked = max(fleet.station_least, fleet.zone_least)
        reasons.append(Message("systems.deployment.crowded", {"most": most, "least": asked}))
    if reasons:
        raise Impossible(*reasons)
