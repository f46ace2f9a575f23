"""The main function, :func:`rosters_report`: a duty roster a station, linked nights a zone, a rota a room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from solvers.stop import Stop
from systems.deployment.standing import Standing
from systems.rooms.records import Rooms
from systems.rosters.changes import Manned, manned
from systems.rosters.checking import uncovered_hours
from systems.rosters.pools import (
    Wanted,
    held_groups,
    linked_zones,
    needs,
    night_way,
    persons_short,
    station_task,
    zone_task,
)
from systems.rosters.records import OFF, Task
from systems.rosters.rota import RoomRota, rotas
from zoning.model.county import County, Floats
from zoning.model.equality import ByValue


@dataclass(frozen=True, eq=False)
class Hours(ByValue):
    """Calls (n, c, 7, 24) by class, day of the week and hour, of a ``file``; spread evenly without."""

    counts: Floats | None = None
    file: str = ""


EVEN = Hours()


@dataclass(frozen=True)
class DutyRoster:
    """The roster of one station, or of several that link their nights.

    ``persons_short`` and ``officers_short`` are what the groups that were asked for lack of people.
    """

    DERIVED: ClassVar = ("works",)
    name: str
    stations: tuple[str, ...]
    task: Task
    manned: Manned
    persons_short: int = 0
    officers_short: int = 0

    @property
    def works(self) -> bool:
        """Whether every demand is met, by people who are there."""
        return (
            self.manned.roster.status in ("optimal", "feasible") and not self.manned.shortage and not self.persons_short
        )

    @property
    def undecided(self) -> bool:
        """Whether nobody knows if every demand can be met, while the people for the groups are there."""
        return self.manned.roster.status == "unknown" and not self.persons_short

    @property
    def nights(self) -> tuple[int, int, float]:
        """The fewest and the most nights of a group, and the mean; zeros where there is no roster."""
        shifts = self.task.shifts
        counts = [sum(s != OFF and shifts[s].night for s in row) for row in self.manned.roster.duties]
        return (min(counts), max(counts), sum(counts) / len(counts)) if counts else (0, 0, 0.0)

    @property
    def open_hours(self) -> float | None:
        """Group hours of demand in the month that nobody covers; ``None`` where it is not known."""
        duties = self.manned.roster.duties
        return None if len(duties) < sum(self.task.groups) else uncovered_hours(self.task, duties)


@dataclass(frozen=True)
class LinkedNights:
    """The small stations of a zone that link their nights (H30), beside each of them by itself.

    Its night crew stands at the station ``base``, ``minutes`` from the calls in the mean. ``crews_apart`` and
    ``crews`` are crews in a night together, ``nights_apart`` and ``nights`` those of a group in the mean;
    ``works_apart`` counts the stations that can be manned by themselves, ``open_apart`` is what they leave open,
    ``None`` where it is not known.
    """

    base: str
    minutes: float
    crews_apart: float
    crews: float
    nights_apart: float
    nights: float
    works_apart: int
    open_apart: float | None
    roster: DutyRoster


@dataclass(frozen=True, eq=False)
class RostersReport(ByValue):
    """The rosters of a county: of every station, of linked nights, and the rotas of rooms.

    ``hours_file`` names the table of hours, empty where the calls were spread evenly; ``hours_calls`` (n,) are its
    calls by station.
    """

    county: County
    wanted: Wanted
    hours_file: str
    hours_calls: tuple[int, ...]
    stations: tuple[DutyRoster, ...]
    linked: tuple[LinkedNights, ...]
    rotas: tuple[RoomRota, ...]

    @property
    def final(self) -> tuple[DutyRoster, ...]:
        """The rosters to work by: those of zones for the stations that link their nights, else those of stations."""
        joined = {code for one in self.linked for code in one.roster.stations}
        own = [one for one in self.stations if one.stations[0] not in joined]
        return (*own, *(one.roster for one in self.linked))

    @property
    def works(self) -> bool:
        """Whether all of these can be manned, and every room can work its hours."""
        return all(one.works for one in self.final) and not self.short_rooms

    @property
    def short_rooms(self) -> tuple[RoomRota, ...]:
        """The rooms that cannot work their hours."""
        return tuple(room for room in self.rotas if room.rota.short)


def rosters_report(
    county: County,
    standing: Standing,
    wanted: Wanted,
    hours: Hours = EVEN,
    *,
    stations: Sequence[str] | None = None,
    rooms: Rooms | None = None,
    tick: Callable[[int, int], None] | None = None,
    stop: Stop | None = None,
) -> RostersReport:
    """The duty rosters of a county's stations over a month, and the weekly rotas of ``rooms``.

    Parameters
    ----------
    standing : the zones, whose small stations link their nights
    stations : those to be rostered, all without; nights are then linked among them
    tick : called with the number of rosters done and their total
    stop : when to end; rosters not yet made are ``unknown``
    """
    asked = tuple(county.codes if stations is None else stations)
    need, groups = needs(county, wanted, hours.counts), held_groups(county, wanted)
    known: dict[Task, Manned] = {}
    small = [(name, tuple(c for c in zone if c in asked)) for name, zone in linked_zones(county, standing, wanted)]
    zones = [(name, codes) for name, codes in small if len(codes) > 1]
    steps = iter(range(len(asked) + len(zones)))

    def made(name: str, codes: tuple[str, ...], task: Task) -> DutyRoster:
        if tick is not None:
            tick(next(steps), len(asked) + len(zones))
        if task not in known:
            known[task] = manned(task, stop)
        short = [persons_short(county.stations[county.index[c]], groups[c], wanted.crew) for c in codes]
        return DutyRoster(name, codes, task, known[task], sum(p for p, _ in short), sum(o for _, o in short))

    names = county.short_names
    alone = tuple(made(names[code], (code,), station_task(wanted, groups[code], need[code])) for code in asked)
    by_code = {one.stations[0]: one for one in alone}
    linked = []
    for name, codes in zones:
        joint = made(name, codes, zone_task(county, wanted, codes, groups, need, hours.counts))
        linked.append(_beside(county, [by_code[code] for code in codes], joint))
    calls = () if hours.counts is None else tuple(int(one) for one in hours.counts.sum(axis=(1, 2, 3)))
    return RostersReport(county, wanted, hours.file, calls, alone, tuple(linked), () if rooms is None else rotas(rooms))


def _beside(county: County, apart: Sequence[DutyRoster], roster: DutyRoster) -> LinkedNights:
    """A zone's linked nights beside its stations by themselves."""
    base, minutes = night_way(county, roster.stations)
    days, groups = roster.task.month.days, max(1, sum(roster.task.groups))
    before = sum(_nights_asked(one.task) for one in apart)
    after = _nights_asked(roster.task)
    return LinkedNights(
        base,
        minutes,
        before / days,
        after / days,
        before / groups,
        after / groups,
        sum(one.works for one in apart),
        None if any(one.open_hours is None for one in apart) else sum(one.open_hours or 0.0 for one in apart),
        roster,
    )


def _nights_asked(task: Task) -> int:
    """Duties at night that a task asks for."""
    return sum(one.count for one in task.demands if task.shifts[one.shift].night)
