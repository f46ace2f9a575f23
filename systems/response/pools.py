"""How soon help is there (N2, H30): minutes to an incident when units come from one station, one zone or the county.

Every station has units; an incident is answered by one. Under ``own`` only the station's own units are asked, under
``zone`` all units of its zone, under ``county`` all there are, each time the nearest free one. With all of them busy
the call is an overflow: it goes to the county's reserve, which is taken to be always free and to come from the county's
seat, and it counts as late. Which unit is free is :mod:`systems.response.hypercube`'s to say. The module stands on this
floor because it answers questions on a problem and a plan with arrays alone, so that siting of units and what-ifs may
both ask it; the judge's ground is no place for it, for the judge is exact and this is a model.

Incidents of a station lie anywhere in its area, taken as a disc round the seat, and minutes behave like a plane: from a
seat d minutes away the mean way is that to a random point of the disc. What it may get wrong: incidents come at the
same rate day and night, units are on duty round the clock, and a unit that was sent comes back before it is free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from systems.response.hypercube import pooled
from zoning.model.county import Bools, County, Floats, Ints
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import known

ModeKey = Literal["own", "zone", "county"]
MODES: tuple[ModeKey, ...] = ("own", "zone", "county")
TARGETS = (10.0, 15.0)
"""Minutes within which help should be there, unless others are asked for."""
HOURS = 8760.0
"""Hours of a year."""
RINGS, SECTORS = 24, 48
"""Points of a disc at which the way is taken for its mean."""


@dataclass(frozen=True)
class Summary:
    """Means over incidents: minutes, share within each target, share that overflows; ``busy`` is over the units.

    Minutes are of all incidents, those of the reserve among them; what overflows is within no target.
    """

    minutes: float
    within: tuple[float, ...]
    overflow: float
    busy: float


@dataclass(frozen=True, eq=False)
class Mode:
    """One way of sending units, n stations and t targets.

    ``answers`` (n, n) share of the incidents of a row's station that a unit of the column's answers; ``overflow`` (n,)
    share left to the reserve; ``minutes`` (n,) with those of the reserve; ``within`` (n, t) by units; ``busy`` (n,)
    share of time that a unit of a station is busy, NaN without units.
    """

    key: ModeKey
    answers: Floats
    overflow: Floats
    minutes: Floats
    within: Floats
    busy: Floats
    zones: tuple[Summary, ...]
    county: Summary


@dataclass(frozen=True, eq=False)
class ResponseReport:
    """A plan's response under each mode; ``units`` (n,) a station, ``reserve`` the code of the reserve's station."""

    problem: Problem
    plan: Plan
    units: Ints
    targets: tuple[float, ...]
    reserve: str
    modes: tuple[Mode, ...]

    def mode(self, key: ModeKey) -> Mode:
        """``own``, ``zone`` or ``county``."""
        return self.modes[MODES.index(key)]

    def document(self) -> dict[str, Any]:
        """Everything as plain values for JSON."""
        codes = self.problem.county.codes
        return {
            "targets": list(self.targets),
            "reserve": self.reserve,
            "units": dict(zip(codes, self.units.tolist(), strict=True)),
            "zones": [list(zone) for zone in self.plan.zones],
            "modes": {mode.key: _document(mode, codes, self.targets) for mode in self.modes},
        }


def response(
    problem: Problem,
    plan: Plan,
    *,
    units: int | Sequence[int] | Ints = 1,
    target_minutes: Sequence[float] = TARGETS,
) -> ResponseReport:
    """Expected response of a plan.

    Parameters
    ----------
    units : of every station, or (n,) in the order of the county's stations
    target_minutes : minutes within which help should be there

    Raises
    ------
    InputError
        When the plan is none of this county, units are below 0 or not one number a station, or a target is not above 0.
    """
    county = problem.county
    given = np.asarray(units)
    placed = np.broadcast_to(given, given.shape or (len(county),)).astype(np.int64)
    found = []
    if placed.shape != (len(county),) or (placed < 0).any() or (placed != given).any():
        found.append(mistake("systems.response.units", table="units", stations=len(county)))
    if not target_minutes or min(target_minutes) <= 0:
        found.append(mistake("systems.response.targets", table="targets"))
    if found:
        raise InputError(found)
    labels, targets = plan.labels(county.codes), tuple(float(t) for t in target_minutes)
    way = ways(county, targets)
    reserve = _reserve(county)
    pools = {"own": np.arange(len(county)), "zone": labels, "county": np.zeros_like(labels)}
    modes = []
    for key in MODES:
        answers, busy = _answers(county, pools[key], placed, way[0])
        overflow = np.maximum(1 - answers.sum(axis=1), 0)
        mean = (answers * way[0].T).sum(axis=1) + overflow * way[0][reserve]
        within = (answers[:, :, None] * way[1].transpose(1, 0, 2)).sum(axis=1)
        sets = [labels == z for z in range(len(plan.zones))] + [np.ones(len(county), dtype=bool)]
        *zones, whole = (_summary(county, inside, placed, (mean, within, overflow, busy)) for inside in sets)
        modes.append(Mode(key, answers, overflow, mean, within, busy, tuple(zones), whole))
    return ResponseReport(problem, plan, placed, targets, county.codes[reserve], tuple(modes))


def ways(county: County, targets: Sequence[float]) -> tuple[Floats, Floats]:
    """(n, n) mean minutes from row's seat to an incident of column's station, (n, n, t) share within each target.

    The disc of a station has the radius 1.5 r_i, so that from its own seat the mean is r_i (docs/measures.md). The
    share within a target is that of the disc that lies within a circle of so many minutes round the other seat.
    """
    radius = 1.5 * county.inside_minutes
    nodes, weights = np.polynomial.legendre.leggauss(RINGS)
    along, weight = (nodes + 1) / 2, weights * (nodes + 1) / 2  # the further out, the more area a ring has
    turn = np.cos(np.pi * (np.arange(SECTORS) + 0.5) / SECTORS)
    ring = along[:, None] * radius  # (rings, n)
    minutes = np.empty_like(county.minutes)
    for i, way in enumerate(county.minutes):
        square = way**2 + ring[:, None, :] ** 2 + 2 * way * ring[:, None, :] * turn[None, :, None]
        minutes[i] = weight @ np.sqrt(np.maximum(square, 0)).mean(axis=1)
    shares = [_shared(county.minutes, np.broadcast_to(radius, county.minutes.shape), target) for target in targets]
    return minutes, np.stack(shares, axis=2)


def _shared(way: Floats, radius: Floats, target: float) -> Floats:
    """Share of a disc of ``radius`` that lies within ``target`` of a point ``way`` from its centre: a lens."""
    apart, inside = way >= radius + target, way <= np.abs(target - radius)
    d = np.where(apart | inside, radius + target, way)
    far = (d**2 + radius**2 - target**2) / (2 * d * radius)
    near = (d**2 + target**2 - radius**2) / (2 * d * target)
    kite = (radius + target - d) * (d + radius - target) * (d - radius + target) * (d + radius + target)
    lens = radius**2 * np.arccos(np.clip(far, -1, 1)) + target**2 * np.arccos(np.clip(near, -1, 1))
    share = (lens - np.sqrt(np.maximum(kite, 0)) / 2) / (np.pi * radius**2)
    return np.where(apart, 0.0, np.where(inside, np.minimum(1.0, (target / radius) ** 2), share))


def on_scene(county: County) -> Floats:
    """(n,) mean minutes on scene by the incident mix of a station; of the county where a station has no incident."""
    minutes = np.array([c.minutes for c in county.classes])
    counts, whole = county.incidents, county.incidents.sum(axis=0)
    mix = np.where(counts.sum(axis=1, keepdims=True) > 0, counts, whole if whole.any() else np.ones_like(whole))
    return np.asarray(mix @ minutes / mix.sum(axis=1))


def _reserve(county: County) -> int:
    """Row of the county's seat; without one the station from which the whole county is nearest by workload."""
    seats = [i for i, station in enumerate(county.stations) if station.is_seat]
    return seats[0] if seats else int(county.weighted_minutes.sum(axis=0).argmin())


def _answers(county: County, pools: Ints, units: Ints, minutes: Floats) -> tuple[Floats, Floats]:
    """(n, n) share of a row's incidents answered from a column's station, (n,) busy share of its units."""
    n = len(county)
    answers, busy = np.zeros((n, n)), np.full(n, np.nan)
    rates = county.incidents.sum(axis=1) / HOURS
    hours = (on_scene(county)[None, :] + 2 * minutes) / 60
    for pool in np.unique(pools):
        rows = np.flatnonzero(pools == pool)
        base = np.repeat(rows, units[rows])  # of each unit its station
        way = minutes[np.ix_(base, rows)].T
        order = np.lexsort((np.broadcast_to(base, way.shape), base != rows[:, None], way), axis=1)
        found = pooled(rates[rows], hours[np.ix_(base, rows)].T, order)
        for row in rows[units[rows] > 0]:
            mine = base == row
            answers[rows, row] = found.answers[:, mine].sum(axis=1)
            busy[row] = found.busy[mine].mean()
    return answers, busy


def _summary(county: County, inside: Bools, units: Ints, figures: tuple[Floats, Floats, Floats, Floats]) -> Summary:
    """Means over the incidents of some stations, each counted once where they have none, and over their units."""
    minutes, within, overflow, busy = figures
    weights = county.incidents.sum(axis=1) * inside
    weights = weights if weights.any() else inside.astype(np.float64)
    weights = weights / weights.sum()
    crews = units * inside
    used = float(np.nansum(busy * crews) / crews.sum()) if crews.any() else float("nan")
    return Summary(float(weights @ minutes), tuple((weights @ within).tolist()), float(weights @ overflow), used)


def _document(mode: Mode, codes: Sequence[str], targets: Sequence[float]) -> dict[str, Any]:
    def plain(summary: Summary) -> dict[str, Any]:
        figures = known({"minutes": summary.minutes, "overflow": summary.overflow, "busy": summary.busy})
        within = {f"{target:g}": share for target, share in zip(targets, summary.within, strict=True)}
        return {**figures, "within": within}

    rows = (
        Summary(float(mode.minutes[i]), tuple(mode.within[i].tolist()), float(mode.overflow[i]), float(mode.busy[i]))
        for i in range(len(codes))
    )
    return {
        "county": plain(mode.county),
        "zones": [plain(zone) for zone in mode.zones],
        "stations": {
            code: {
                **plain(row),
                "answered_by": {codes[j]: float(share) for j, share in enumerate(mode.answers[i]) if share > 0},
            }
            for i, (code, row) in enumerate(zip(codes, rows, strict=True))
        },
    }
