"""The main function, :func:`response`: expected minutes to an incident by mode of dispatch (N2, H30).

Each incident is answered by one unit, the nearest free one: under ``own`` of the station's own units, under ``zone`` of
its zone's, under ``county`` of all. With all of them busy the call overflows to the county's reserve, always free and
based at the county's seat, and counts as late. Busy units follow :mod:`systems.response.hypercube`, ways
:mod:`systems.response.travel`.

What it may get wrong: incidents come at the same rate day and night, units are on duty round the clock, and a unit
returns to its base before it is free.
"""

from collections.abc import Sequence

import numpy as np

from systems.response.hypercube import pooled
from systems.response.records import MODES, Mode, ResponseReport, Summary
from systems.response.travel import ways
from zoning.model.county import Bools, County, Floats, Ints
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

TARGETS = (10.0, 15.0)
"""Minutes within which a unit should be there, unless others are given."""
HOURS = 8760.0
"""Hours of a year."""


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
    units : one number for every station, or (n,)
    target_minutes : minutes within which a unit should be there

    Raises
    ------
    InputError
        When the plan is none of this county, units are below 0 or not one number a station, or a target is not above 0.
    """
    county = problem.county
    placed = _checked(county, units, target_minutes)
    labels, targets = plan.labels(county.codes), tuple(float(t) for t in target_minutes)
    to_scene, in_time = ways(county, targets)
    reserve = _reserve(county)
    sets = [labels == z for z in range(len(plan.zones))] + [np.ones(len(county), dtype=bool)]
    pools = {"own": np.arange(len(county)), "zone": labels, "county": np.zeros_like(labels)}
    modes = []
    for key in MODES:
        answers, busy = _answers(county, pools[key], placed, to_scene)
        overflow = np.maximum(1 - answers.sum(axis=1), 0)
        minutes = (answers * to_scene.T).sum(axis=1) + overflow * to_scene[reserve]
        within = (answers[:, :, None] * in_time.transpose(1, 0, 2)).sum(axis=1)
        *zones, whole = (_summary(county, inside, placed, (minutes, within, overflow, busy)) for inside in sets)
        modes.append(Mode(key, answers, overflow, minutes, within, busy, tuple(zones), whole))
    return ResponseReport(problem, plan, placed, targets, county.codes[reserve], tuple(modes))


def _checked(county: County, units: int | Sequence[int] | Ints, targets: Sequence[float]) -> Ints:
    """(n,) units of every station; raises InputError as :func:`response`."""
    given = np.asarray(units)
    placed = np.broadcast_to(given, given.shape or (len(county),)).astype(np.int64)
    found = []
    if placed.shape != (len(county),) or (placed < 0).any() or (placed != given).any():
        found.append(mistake("systems.response.units", table="units", stations=len(county)))
    if not targets or min(targets) <= 0:
        found.append(mistake("systems.response.targets", table="targets"))
    if found:
        raise InputError(found)
    return placed


def on_scene(county: County) -> Floats:
    """(n,) mean minutes on scene by the incident mix of a station; of the county where a station has no incident."""
    minutes = np.array([c.minutes for c in county.classes])
    counts, whole = county.incidents, county.incidents.sum(axis=0)
    mix = np.where(counts.sum(axis=1, keepdims=True) > 0, counts, whole if whole.any() else np.ones_like(whole))
    return np.asarray(mix @ minutes / mix.sum(axis=1))


def _reserve(county: County) -> int:
    """Row of the county's seat; without one the 1-median of the county by workload."""
    seats = [i for i, station in enumerate(county.stations) if station.is_seat]
    return seats[0] if seats else int(county.weighted_minutes.sum(axis=0).argmin())


def _answers(county: County, pools: Ints, units: Ints, minutes: Floats) -> tuple[Floats, Floats]:
    """(n, n) share of incidents at row i answered from column j, and (n,) the busy share of a station's units.

    Parameters
    ----------
    pools : (n,) number of the pool of each station
    units : (n,) of each station
    minutes : (n, n) mean minutes from seat i to an incident at station j
    """
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
