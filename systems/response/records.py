"""Expected response by mode of dispatch, for stations, zones and the county, as records."""

from dataclasses import dataclass
from typing import Literal

from zoning.model.county import Floats, Ints
from zoning.model.equality import ByValue
from zoning.model.plan import Plan
from zoning.model.problem import Problem

ModeKey = Literal["own", "zone", "county"]
MODES: tuple[ModeKey, ...] = ("own", "zone", "county")


@dataclass(frozen=True, eq=False)
class Summary(ByValue):
    """Means over incidents: ``minutes``, share ``within`` each target, share ``overflow``; ``busy`` is over units.

    Minutes are of all incidents, the reserve's included. An overflow is within no target.
    """

    minutes: float
    within: tuple[float, ...]
    overflow: float
    busy: float


@dataclass(frozen=True, eq=False)
class Mode(ByValue):
    """One mode of dispatch over n stations and t targets.

    ``answers`` (n, n) is the share of incidents at row i answered by units of column j; ``overflow`` (n,) the share
    left to the reserve; ``minutes`` (n,) the mean, reserve included; ``within`` (n, t) the share answered by units
    within a target; ``busy`` (n,) the share of time that units of a station are busy, NaN without units.
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
class ResponseReport(ByValue):
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
