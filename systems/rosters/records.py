"""Shifts, rules, tasks and rosters as records: groups by numbers, never persons by name (N7, N8).

A *task* is what a roster has to do: groups of one or several stations, called homes, and how many of them have to be on
duty in every shift of every day. In a shift that is ``linked`` any group of the task may stand in for any home (H30).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

DAY = 24.0
NIGHT = (22.0, 30.0)
"""From 22 to 6 of the next day: a shift that holds at least half of these hours is a night, one with more than half of
the others, too, a day and a night."""
OFF = -1
"""A day without duty."""
WEEK = 7

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
PART_KEYS = ("uncovered_hours", "night_range", "weekend_range", "busiest_week", "duty_range")
"""What is minimised, the most important first."""
OPEN_KEYS = ("uneven_gaps", *PART_KEYS)
"""The same where not every demand can be met: before all what is missing is spread over days and shifts."""
MOST_SCALE = 5040
"""The greatest scale of shares that is exact."""


@dataclass(frozen=True)
class Shift:
    """Hours of the day from ``start_hour`` to ``end_hour``, past midnight where the end is not after the start (N8)."""

    DERIVED: ClassVar = ("hours", "night")
    start_hour: float
    end_hour: float

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.end_hour - self.start_hour) % DAY or DAY

    @property
    def night(self) -> bool:
        """Whether it is a night."""
        return self._dark >= (NIGHT[1] - NIGHT[0]) / 2

    @property
    def day(self) -> bool:
        """Whether it is a day; one round the clock is both."""
        return not self.night or self.hours - self._dark > (DAY - NIGHT[1] + NIGHT[0]) / 2

    @property
    def _dark(self) -> float:
        """Hours of the night in it."""
        first, last = self.start_hour, self.start_hour + self.hours
        return sum(max(0.0, min(last, NIGHT[1] + back) - max(first, NIGHT[0] + back)) for back in (-DAY, 0.0, DAY))


@dataclass(frozen=True)
class Rules:
    """Rules of rest and of fairness.

    Between two duties of a group lie ``rest_hours``, after a night ``night_rest_hours``. With ``alternate`` the day
    after a duty (正班) is one in reserve (副班), never one on duty (N7). In ``most_in_row`` + 1 days a group has one
    without either. It has at most ``most_nights`` nights a month. Groups differ by at most ``fair`` nights, and those
    of a home by at most ``fair`` duties on weekends; ``None`` for any number.
    """

    rest_hours: float = 12.0
    night_rest_hours: float = 24.0
    alternate: bool = True
    most_in_row: int = 6
    most_nights: int = 8
    fair: int | None = 1


@dataclass(frozen=True)
class Month:
    """``days`` from a day of the week, 0 for Monday; ``name`` is YYYY-MM, or empty for four weeks from a Monday."""

    name: str = ""
    days: int = 28
    first_weekday: int = 0

    def weekday(self, day: int) -> int:
        """Day of the week of a day of the month, both from 0."""
        return (self.first_weekday + day) % WEEK

    def weekend(self, day: int) -> bool:
        """Whether it is a Saturday or a Sunday."""
        return self.weekday(day) >= 5


@dataclass(frozen=True)
class Task:
    """A roster to be made.

    ``groups`` (h,) of every home; ``need`` (h, d, s) groups on duty of every home in every shift of every day; a shift
    in ``linked`` asks for the sum of the needs of its day from the groups of all homes.
    """

    month: Month
    shifts: tuple[Shift, ...]
    rules: Rules
    groups: tuple[int, ...]
    need: tuple[tuple[tuple[int, ...], ...], ...]
    linked: tuple[int, ...] = ()

    @property
    def homes(self) -> tuple[int, ...]:
        """(g,) home of every group."""
        return tuple(home for home, count in enumerate(self.groups) for _ in range(count))

    @property
    def demands(self) -> tuple["Demand", ...]:
        """What has to be covered, in order of time; none of it is 0."""
        everybody = tuple(range(len(self.groups)))
        found = []
        for day in range(self.month.days):
            for s in range(len(self.shifts)):
                parts = [everybody] if s in self.linked else [(home,) for home in everybody]
                for part in parts:
                    count = sum(self.need[home][day][s] for home in part)
                    if count:
                        found.append(Demand(day, s, part, count))
        return tuple(found)

    @property
    def asked_by_day(self) -> tuple[int, ...]:
        """(d,) duties that every day asks for."""
        return tuple(sum(sum(home[day]) for home in self.need) for day in range(self.month.days))

    @property
    def scale(self) -> int:
        """What makes 1/n whole for every number n that a demand or a day asks for, or nearly so where it is great."""
        return min(MOST_SCALE, math.lcm(*{one.count for one in self.demands}, *{n for n in self.asked_by_day if n}))


@dataclass(frozen=True)
class Demand:
    """``count`` groups of these homes on duty in a shift of a day."""

    day: int
    shift: int
    homes: tuple[int, ...]
    count: int


@dataclass(frozen=True)
class Part:
    """A part of the objective: what the roster has, and less than ``bound`` no roster has."""

    key: str
    value: float
    bound: float


@dataclass(frozen=True)
class Gap:
    """A demand that is not met: so many ``missing`` groups of these homes."""

    day: int
    shift: int
    homes: tuple[int, ...]
    missing: int


@dataclass(frozen=True)
class Roster:
    """``duties`` (g, d): the shift of every group on every day, or :data:`OFF`.

    ``parts`` say how good it is, in the order in which they count. ``gaps`` are demands that it leaves open.
    """

    duties: tuple[tuple[int, ...], ...]
    status: Status
    parts: tuple[Part, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Loosening:
    """The least change of one rule, or of the groups ``on_duty``, alone under which every demand can be met.

    ``value`` is what the rule then is; ``None`` where no value of it is enough. Not ``proved`` means that a smaller
    change may do, or where there is none, that one may.
    """

    rule: str
    value: float | None
    proved: bool = True


@dataclass(frozen=True)
class Shortage:
    """Why a task cannot be done, by what changes least (each of these alone is enough).

    ``extra`` (h,) are groups that homes lack, ``None`` where no number was found; ``loosenings`` the rules, and before
    them the most groups on duty in a shift that can be manned, where some shift asks for several.
    """

    extra: tuple[int, ...] | None
    extra_proved: bool
    loosenings: tuple[Loosening, ...]


def duties_of(roster: Sequence[int], shift: int) -> list[int]:
    """Days on which a group has this shift."""
    return [day for day, one in enumerate(roster) if one == shift]
