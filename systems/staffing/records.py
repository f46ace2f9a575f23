"""Stations and zones against the norms, moves and groups, as records (C1-C13)."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from systems.staffing.norms import Norms
from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.errors import ClaimError
from zoning.result.solution import Status
from zoning.texts import Message


@dataclass(frozen=True)
class Support:
    """A station that stands in for another, and its minutes to get there (C13)."""

    station: str
    minutes: float


@dataclass(frozen=True)
class StationStaff:
    """A station against the norms (C2, C3, C7-C9).

    ``norm`` is a floor (C2): of the ``spare`` officers above it the station can give ``can_give`` without more workload
    per officer than the county has on average (H10). ``auxiliary_norm`` counts communities of an urban station and
    villages of a rural one, ``None`` where their number is unknown. ``community_staff`` are whole persons. Workloads
    are in officer-hours a year; ``capacity`` is in full-time community officers.
    """

    DERIVED: ClassVar = ("short", "spare", "auxiliaries_short")
    station: str
    officers: int
    norm: int
    can_give: int
    auxiliaries: int | None
    auxiliary_norm: int | None
    form: Literal["two_teams", "posts"]
    community_staff: int
    community_hours: float
    case_hours: float
    capacity: float
    supports: tuple[Support, ...]

    @property
    def short(self) -> int:
        return max(0, self.norm - self.officers)

    @property
    def spare(self) -> int:
        return max(0, self.officers - self.norm)

    @property
    def auxiliaries_short(self) -> int | None:
        if self.auxiliaries is None or self.auxiliary_norm is None:
            return None
        return max(0, self.auxiliary_norm - self.auxiliaries)


@dataclass(frozen=True)
class ZoneStaff:
    """Sums over the stations of a zone, or of the county; an unknown ``auxiliaries_short`` counts as 0."""

    stations: tuple[str, ...]
    officers: int
    norm: int
    short: int
    auxiliaries_short: int
    community_staff: int
    community_hours: float
    case_hours: float
    capacity: float


@dataclass(frozen=True)
class Move:
    """Officers from ``origin`` to ``target``, ``minutes`` apart, towards the norms (C2): advice."""

    origin: str
    target: str
    officers: int
    minutes: float


@dataclass(frozen=True)
class Newcomers:
    """Officers that should come to a station from the bureau's offices (C1): advice."""

    station: str
    officers: int


@dataclass(frozen=True)
class Group:
    """Rural stations round a centre station (C4-C6): advice. ``mean_minutes`` from the centre, by workload.

    ``rooms`` are the weak stations with few residents and few incidents, which become police rooms of the centre;
    ``unjudged`` those of unknown residents.
    """

    centre: str
    stations: tuple[str, ...]
    officers: int
    mean_minutes: float
    rooms: tuple[str, ...]
    unjudged: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Staffing(ByValue):
    """A county's officers against the norms; ``groups`` is ``None`` where no grouping was found.

    Newcomers, moves and groups are advice: ``stations`` have the officers of the county (H29), or :class:`ClaimError`
    is raised.
    """

    county: County
    norms: Norms
    stations: tuple[StationStaff, ...]
    zones: tuple[ZoneStaff, ...]
    total: ZoneStaff
    bureau_officers: int | None
    newcomers: tuple[Newcomers, ...]
    moves: tuple[Move, ...]
    groups: tuple[Group, ...] | None
    groups_status: Status
    notes: tuple[Message, ...]

    def __post_init__(self) -> None:
        if [(s.station, s.officers) for s in self.stations] != [(s.code, s.officers) for s in self.county.stations]:
            raise ClaimError("H29: the stations are not those of the county, each with its own officers")

    @property
    def share(self) -> float | None:
        """The stations' share of the bureau's officers (C1)."""
        return self.total.officers / self.bureau_officers if self.bureau_officers else None
