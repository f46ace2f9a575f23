"""The main function, :func:`response`: minutes to an incident by mode of dispatch (N2, H30), by hours of the day (N8).

Each incident is answered by one unit, the nearest free one: under ``own`` of the station's own units, under ``zone`` of
its zone's, under ``county`` of all. With all of them busy the call waits, first come first served. With none of them on
duty the county's reserve goes, always free and based at the county's seat; the call counts as one that found no unit
free, and as late. Pools are run call by call (:mod:`systems.response.queue`), ways are those of
:mod:`systems.response.travel`.

What it may get wrong: incidents come at the same rate at every hour; every band of hours is looked at as if it lasted;
a unit returns to its base before it is free; the time it is busy is exponential.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from systems.response.crews import Band, Crew, bands, base_minutes, crews_of, round_the_clock
from systems.response.pools import LIMIT, Pool, Tally, length, tally
from systems.response.records import MODES, Mode, ModeKey, PoolState, ResponseReport
from systems.response.summary import Part, summary
from systems.response.travel import disc_radius, mean_ways
from zoning.model.county import Bools, County, Floats, Ints
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem

TARGETS = (10.0, 15.0)
"""Minutes within which a unit should be there, unless others are given."""
CALLS = 1_000_000
"""Calls simulated of every mode and band, unless others are given; more where queues are long."""
MINUTES = 8760.0 * 60
"""Minutes of a year."""


def response(
    problem: Problem,
    plan: Plan,
    *,
    units: int | Sequence[int] | Ints | None = None,
    crews: Sequence[Crew] | None = None,
    target_minutes: Sequence[float] = TARGETS,
    seed: int = 0,
    calls: int = CALLS,
) -> ResponseReport:
    """Response of a plan.

    Parameters
    ----------
    units : one number for every station, or (n,), on duty round the clock
    crews : units with base and shift, in place of ``units``; with neither, those of the county's table, and one at
        every station that it does not name
    target_minutes : minutes within which a unit should be there
    seed : of the simulation
    calls : simulated of every mode and band

    Raises
    ------
    InputError
        When the plan is none of this county, units are below 0 or not one number a station, or a target is not above 0.
    """
    county = problem.county
    placed = _checked(county, units, target_minutes)
    crews = tuple(crews if crews is not None else crews_of(county) if placed is None else placed)
    labels, targets = plan.labels(county.codes), tuple(float(t) for t in target_minutes)
    day = bands(crews)
    runs = Runs(county, crews, np.array(targets), seed, calls)
    pools = {"own": np.arange(len(county)), "zone": labels, "county": np.zeros_like(labels)}
    modes = tuple(_mode(key, county, runs, (labels, pools[key]), day) for key in MODES)
    hours = tuple(band for band, _ in day)
    return ResponseReport(problem, plan, crews, hours, targets, county.codes[runs.reserve], seed, modes)


def _checked(
    county: County, units: int | Sequence[int] | Ints | None, targets: Sequence[float]
) -> tuple[Crew, ...] | None:
    """Units round the clock, where they are given; raises InputError as :func:`response`."""
    found: list[Mistake] = []
    given = np.asarray(0 if units is None else units)
    placed = np.broadcast_to(given, given.shape or (len(county),))
    if placed.shape != (len(county),) or (placed < 0).any() or (placed != placed.astype(np.int64)).any():
        found.append(mistake("systems.response.units", table="units", stations=len(county)))
    if not targets or min(targets) <= 0:
        found.append(mistake("systems.response.targets", table="targets"))
    if found:
        raise InputError(found)
    return None if units is None else round_the_clock(county, placed.astype(np.int64))


class Runs:
    """Tallies of pools, each run once for whatever modes and bands have it."""

    def __init__(self, county: County, crews: tuple[Crew, ...], targets: Floats, seed: int, calls: int) -> None:
        self.county, self.crews, self.targets, self.seed, self.calls = county, crews, targets, seed, calls
        self.rates = county.incidents.sum(axis=1) / MINUTES
        self.reserve = reserve_row(county)
        self.seats = np.vstack([base_minutes(county, crews), county.minutes[[self.reserve]]])
        self.ways = mean_ways(self.seats, disc_radius(county))
        self.homes = np.array([*(county.index[crew.station] for crew in crews), self.reserve], dtype=np.int64)
        self.units = np.array([*(crew.units for crew in crews), 1], dtype=np.int64)
        self.known: dict[tuple[bytes, bytes], Tally] = {}

    def of(self, rows: Ints, on: Bools) -> Tally:
        """The tally of these stations with the crews (b,) on duty, or the reserve's with none."""
        bases = np.flatnonzero(on & np.isin(self.homes[:-1], rows))
        key = rows.tobytes(), bases.tobytes()
        if key not in self.known:
            self.known[key] = self._run(rows, bases)
        return self.known[key]

    def _run(self, rows: Ints, bases: Ints) -> Tally:
        if len(bases):
            pool = self._pool(rows, bases)
            total = self.rates.sum()
            share = float(pool.rates.sum() / total) if total > 0 else 1.0
            return tally(pool, self.targets, self.seed, length(pool, self.calls, share))
        pool = self._pool(rows, np.array([len(self.crews)]), busy=False)
        found = tally(pool, self.targets, self.seed, length(pool, self.calls, 0.0))
        return found.to_reserve()

    def _pool(self, rows: Ints, bases: Ints, *, busy: bool = True) -> Pool:
        way = self.ways[np.ix_(bases, rows)].T
        other = self.homes[bases] != rows[:, None]
        order = np.lexsort((np.broadcast_to(bases, way.shape), other, way), axis=1)
        service = on_scene(self.county)[rows, None] + 2 * way if busy else np.zeros_like(way)
        return Pool(
            rows,
            self.rates[rows],
            np.ascontiguousarray(way),
            np.ascontiguousarray(self.seats[np.ix_(bases, rows)].T),
            disc_radius(self.county)[rows],
            service,
            order,
            self.units[bases],
            self.homes[bases],
        )


def _mode(
    key: ModeKey, county: County, runs: Runs, zones_and_pools: tuple[Ints, Ints], day: Sequence[tuple[Band, Bools]]
) -> Mode:
    """One mode of dispatch: every pool in every band, put together."""
    labels, pools = zones_and_pools
    groups = [np.flatnonzero(pools == pool) for pool in np.unique(pools)]
    by_band = [[Part(runs.of(rows, on), band.hours) for rows in groups] for band, on in day]
    every, n = [part for parts in by_band for part in parts], len(county)
    incidents, targets = county.incidents.sum(axis=1), len(runs.targets)
    whole = np.ones(n, dtype=bool)
    stations = (np.arange(n) == row for row in range(n))
    zones = (labels == z for z in range(labels.max() + 1))
    return Mode(
        key,
        _answers(every, n),
        tuple(summary(every, inside, incidents, targets) for inside in stations),
        tuple(summary(every, inside, incidents, targets) for inside in zones),
        tuple(summary(parts, whole, incidents, targets) for parts in by_band),
        summary(every, whole, incidents, targets),
        tuple(_states(county, by_band)),
    )


def _answers(parts: Sequence[Part], n: int) -> Floats:
    """(n, n) share of the calls of a row answered by units of the station of a column, over the hours of the day."""
    answers = np.zeros((n, n))
    for part in parts:
        if part.tally.method != "reserve":
            pool = part.tally.pool
            for b, home in enumerate(pool.home):
                answers[pool.rows, home] += part.hours / 24 * part.tally.answers[:, b]
    return answers


def _states(county: County, by_band: Sequence[Sequence[Part]]) -> Iterator[PoolState]:
    """How the figures of every pool in every band were found."""
    for band, parts in enumerate(by_band):
        for part in parts:
            found, pool = part.tally, part.tally.pool
            stations = tuple(county.codes[row] for row in pool.rows)
            units = 0 if found.method == "reserve" else int(pool.units.sum())
            load = pool.utilisation if units else float("nan")
            counted = 0 if found.method == "overload" else int(found.calls.sum())
            growth = max(24 * 60 * float(pool.rates.sum()) * (1 - 1 / load), 0.0) if found.grows else 0.0
            needed = int(units * load / LIMIT) + 1 if found.grows else units
            yield PoolState(stations, band, units, load, found.method, counted, growth, needed)


def on_scene(county: County) -> Floats:
    """(n,) mean minutes on scene by the incident mix of a station; of the county where a station has no incident."""
    minutes = np.array([c.minutes for c in county.classes])
    counts, whole = county.incidents, county.incidents.sum(axis=0)
    mix = np.where(counts.sum(axis=1, keepdims=True) > 0, counts, whole if whole.any() else np.ones_like(whole))
    return np.asarray(mix @ minutes / mix.sum(axis=1))


def reserve_row(county: County) -> int:
    """Row of the county's seat; without one the 1-median of the county by workload."""
    seats = [i for i, station in enumerate(county.stations) if station.is_seat]
    return seats[0] if seats else int(county.weighted_minutes.sum(axis=0).argmin())
