"""Response by mode of dispatch, for stations, zones and the county, as records."""

from dataclasses import dataclass
from typing import Literal

from systems.response.crews import Band, Crew
from systems.response.pools import Method
from zoning.model.county import Floats
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem

ModeKey = Literal["own", "zone", "county"]
MODES: tuple[ModeKey, ...] = ("own", "zone", "county")
Interval = tuple[float, float]
"""Lower and upper end, between which the figure lies with a chance of 95 %."""


@dataclass(frozen=True, eq=False)
class Summary(ByValue):
    """Figures over incidents, all of them counted: those that wait, and those that the reserve answers.

    ``minutes`` is the mean, ``p90`` the minutes within which nine tenths are reached, ``within`` the share within each
    target, ``overflow`` the share that finds no unit free. ``growing`` is the share that comes to a pool whose queue
    grows or stands at the limit: with any, there is no mean, and with a tenth, no ``p90`` (NaN). ``busy`` is of units.
    """

    minutes: float
    minutes_interval: Interval
    p90: float
    p90_interval: Interval
    within: tuple[float, ...]
    overflow: float
    overflow_interval: Interval
    growing: float
    busy: float


@dataclass(frozen=True)
class PoolState:
    """A pool in a band of hours: its stations, units on duty, utilisation, and how its figures were found.

    ``calls`` is how many were simulated. ``growth`` is calls a day by which the queue of an overloaded pool grows,
    ``needed`` the units with which it would not, spread over the bases as they are.
    """

    stations: tuple[str, ...]
    band: int
    units: int
    utilisation: float
    method: Method
    calls: int
    growth: float
    needed: int


@dataclass(frozen=True, eq=False)
class Mode(ByValue):
    """One mode of dispatch over n stations; ``bands`` are the county's figures by band of hours.

    ``answers`` (n, n) is the share of incidents at row i answered by units of column j, those at its posts included.
    """

    key: ModeKey
    answers: Floats
    stations: tuple[Summary, ...]
    zones: tuple[Summary, ...]
    bands: tuple[Summary, ...]
    county: Summary
    pools: tuple[PoolState, ...]


@dataclass(frozen=True, eq=False)
class ResponseReport(ByValue):
    """A plan's response under each mode; ``reserve`` is the code of the reserve's station."""

    problem: Problem
    plan: Plan
    crews: tuple[Crew, ...]
    bands: tuple[Band, ...]
    targets: tuple[float, ...]
    reserve: str
    seed: int
    modes: tuple[Mode, ...]

    def mode(self, key: ModeKey) -> Mode:
        """``own``, ``zone`` or ``county``."""
        return self.modes[MODES.index(key)]
