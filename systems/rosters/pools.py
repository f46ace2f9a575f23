"""Tasks of a county: a roster a station, and one for the nights of the small stations of a zone together (H30).

Groups have ``crew`` persons, one of them an officer: a station has as many as its officers lead and its officers and
auxiliaries fill. What it may get wrong: unknown auxiliaries count as none, and leave is nobody's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from systems.deployment.standing import Standing
from systems.rosters.demand import even, needed, profiles
from systems.rosters.records import Month, Rules, Shift, Task
from zoning.model.county import County, Floats
from zoning.model.stations import Station

SHIFTS = (Shift(8.0, 18.0), Shift(18.0, 8.0))
"""N8: 8时至18时, and the night."""
MONTH, RULES = Month(), Rules()


@dataclass(frozen=True)
class Wanted:
    """What is asked of the rosters of a county.

    ``crew`` persons a group, at least ``least`` groups on duty, more where a share ``wait`` of calls would find all
    busy. ``groups`` and ``on_duty`` are given numbers by station: groups there are, groups on duty in every shift.
    Stations with fewer than ``small`` officers link their nights.
    """

    month: Month = MONTH
    shifts: tuple[Shift, ...] = SHIFTS
    rules: Rules = RULES
    crew: int = 2
    wait: float = 0.2
    least: int = 1
    small: int = 10
    groups: tuple[tuple[str, int], ...] = ()
    on_duty: tuple[tuple[str, int], ...] = ()


def groups_of(station: Station, crew: int) -> int:
    """Groups that a station's people make."""
    return min(station.officers, (station.officers + (station.auxiliaries or 0)) // max(1, crew))


def persons_short(station: Station, groups: int, crew: int) -> tuple[int, int]:
    """Persons that so many groups lack at a station, and officers among them."""
    officers = max(0, groups - station.officers)
    return max(officers, groups * crew - station.officers - (station.auxiliaries or 0), 0), officers


def units_on_duty(county: County, code: str, shift: Shift) -> int:
    """Units of the table of units, based at the station itself, that are on duty throughout a shift (N3, N8)."""
    held = 0
    for unit in county.bureau.units:
        if unit.base == code:
            length = (unit.end_hour - unit.start_hour) % 24 or 24.0
            held += (shift.start_hour - unit.start_hour) % 24 + shift.hours <= length
    return held


def needs(county: County, wanted: Wanted, counts: Floats | None) -> dict[str, tuple[tuple[int, ...], ...]]:
    """(d, s) groups on duty by station: from calls, from the table of units, or as given."""
    shares = np.broadcast_to(even(), (len(county), 7, 24)) if counts is None else profiles(county, counts)
    given = dict(wanted.on_duty)
    found = {}
    for i, code in enumerate(county.codes):
        if code in given:
            found[code] = ((given[code],) * len(wanted.shifts),) * wanted.month.days
            continue
        asked = _needed(wanted, float(county.workload[i]), shares[i])
        units = [units_on_duty(county, code, shift) for shift in wanted.shifts]
        found[code] = tuple(tuple(max(pair) for pair in zip(day, units, strict=True)) for day in asked)
    return found


def _needed(wanted: Wanted, hours: float, profile: Floats) -> tuple[tuple[int, ...], ...]:
    return needed(wanted.month, wanted.shifts, hours, profile, wanted.crew, wanted.wait, wanted.least)


def held_groups(county: County, wanted: Wanted) -> dict[str, int]:
    """Groups by station: those given, else what its people make."""
    given = dict(wanted.groups)
    return {one.code: given.get(one.code, groups_of(one, wanted.crew)) for one in county.stations}


def station_task(wanted: Wanted, groups: int, need: tuple[tuple[int, ...], ...]) -> Task:
    """The roster of one station by itself."""
    return Task(wanted.month, wanted.shifts, wanted.rules, (groups,), (need,))


def linked_zones(county: County, standing: Standing, wanted: Wanted) -> list[tuple[str, tuple[str, ...]]]:
    """Name and small stations of every zone in which several link their nights."""
    found = []
    for name, zone in zip(standing.names, standing.plan.zones, strict=True):
        small = tuple(code for code in zone if county.stations[county.index[code]].officers < wanted.small)
        if len(small) > 1:
            found.append((name, small))
    return found


def zone_task(
    county: County,
    wanted: Wanted,
    stations: Sequence[str],
    groups: Mapping[str, int],
    need: Mapping[str, tuple[tuple[int, ...], ...]],
    counts: Floats | None,
) -> Task:
    """The roster of stations that link their nights: as many groups at night as all their calls together need.

    The number stands with the first station; any group of any of them may be on that duty.
    """
    nights = tuple(s for s, shift in enumerate(wanted.shifts) if shift.night)
    rows = [county.index[code] for code in stations]
    work = county.workload[rows]
    shares = np.broadcast_to(even(), (len(county), 7, 24)) if counts is None else profiles(county, counts)
    profile = np.einsum("i,idh->dh", work, shares[rows]) / work.sum() if work.sum() > 0 else even()
    together = _needed(wanted, float(work.sum()), profile)
    days = range(wanted.month.days)
    homes = tuple(
        tuple(
            tuple(
                (together[day][s] if home == 0 else 0) if s in nights else need[code][day][s]
                for s in range(len(wanted.shifts))
            )
            for day in days
        )
        for home, code in enumerate(stations)
    )
    return Task(wanted.month, wanted.shifts, wanted.rules, tuple(groups[code] for code in stations), homes, nights)


def night_way(county: County, stations: Sequence[str]) -> tuple[str, float]:
    """Where a night crew of these stations stands, and its mean minutes to their calls: the 1-median by workload."""
    rows = [county.index[code] for code in stations]
    work = county.workload[rows]
    share = work / work.sum() if work.sum() > 0 else np.full(len(rows), 1 / len(rows))
    ways = county.minutes[np.ix_(rows, rows)] @ share
    best = int(ways.argmin())
    return stations[best], float(ways[best])
