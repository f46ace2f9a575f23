"""What is said of density: rates of places by part, villages and hours with their chances, and a smoothed grid."""

from dataclasses import dataclass
from typing import Literal

from geodata.density.parts import Part
from zoning.model.equality import ByValue

INTERVAL = 0.95
"""Of the intervals of ratios."""
Kind = Literal["county", "zone", "station", "village"]
Base = Literal["residents", "households", "area"]


@dataclass(frozen=True)
class Place:
    """The county, a zone, a station or a village, by its code (that of a zone is its number) and name."""

    kind: Kind
    code: str
    name: str


@dataclass(frozen=True)
class Rate:
    """A part of a place's incidents: the ``count``, incidents a year, and these per km² and per 1,000 residents.

    All are ``None`` where the count is small and not shown; rates, too, where area or residents are not known.
    """

    place: Place
    part: Part
    count: int | None
    incidents: float | None
    per_km2: float | None
    per_1000: float | None


@dataclass(frozen=True)
class Excess:
    """A count held against what was expected: the ratio, its interval, the chance p and its level q among all tested.

    ``expected`` is what the rest would lead to. There is no ``ratio`` without a rest, and no ``high`` end.
    """

    count: int
    expected: float
    ratio: float | None
    low: float
    high: float | None
    p: float
    q: float


@dataclass(frozen=True)
class HotVillage:
    """A village and its station; ``base`` is what the station's incidents were shared out by."""

    place: Place
    station: str
    base: Base
    excess: Excess


@dataclass(frozen=True)
class HotHours:
    """A weekday (1 is Monday) and band of hours at a place."""

    place: Place
    weekday: int
    band: str
    excess: Excess


@dataclass(frozen=True)
class Tested:
    """How many were tested: villages, and those that could not be; hours of the county, of zones and of stations."""

    villages: int
    villages_untested: int
    county_hours: int
    zone_hours: int
    station_hours: int


@dataclass(frozen=True)
class Square:
    """A cell by its middle in degrees: incidents in it, ``None`` where they are few, and their smoothed density."""

    lon: float
    lat: float
    count: int | None
    per_km2: float


@dataclass(frozen=True)
class Smoothed:
    """Squares of ``cell_m`` metres in which enough incidents stand behind a density of this bandwidth."""

    cell_m: float
    bandwidth_m: float
    squares: tuple[Square, ...]


@dataclass(frozen=True, eq=False)
class Density(ByValue):
    """Density of a county's incidents; ``part`` is what villages, hours and grid are of.

    Counts below ``least`` are not shown. ``dispersion`` is φ, ``None`` where it could not be known and was taken for 1.
    ``villages`` and ``hours`` are those found where at most a ``false_share`` of finds may be false.
    """

    county: Place
    notice: str
    part: Part
    years: float
    least: int
    false_share: float
    dispersion: float | None
    densities: tuple[Rate, ...]
    tested: Tested
    villages: tuple[HotVillage, ...]
    hours: tuple[HotHours, ...]
    grid: Smoothed | None
