"""Norms of officers and what is said of a county by them, as records (C1-C13); ``staffing`` works it out."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from zoning.model.county import County
from zoning.model.errors import ClaimError
from zoning.model.stations import Kind
from zoning.result.codec import spoken
from zoning.result.digest import digest
from zoning.result.solution import Status
from zoning.texts import Message

SCHEMA = "zoning.staffing/1"
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Norms(BaseModel):
    """The norms, with the values of Chongqing 2020 where it gives one (docs/systems.md)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    station_share: Share = 0.45  # C1
    county_seat: Count = 20  # C2 城区20人
    urban: Count = 20  # C2
    town: Count = 10  # C2 建制镇10人
    township: Count = 5  # C2 建制乡5人
    auxiliaries_per_community: Count = 2  # C3 一区两辅
    auxiliaries_per_village: Count = 1  # C3 一村一辅
    group_officers: Count = 5  # C4-C6 不足5人
    group_stations: Annotated[int, Field(ge=2, le=64)] = 4  # C4-C6; no source
    two_teams_from: Count = 10  # C7; no source
    community_officers: Share = 0.4  # C9
    community_hours: Share = 0.8  # C9
    support_minutes: Annotated[float, Field(ge=0, le=10_000)] = 30.0  # C13; no source
    supports: Annotated[int, Field(ge=1, le=100)] = 2  # C13; no source

    def officers(self, kind: Kind) -> int:
        """Officers that a station of a kind should have (C2)."""
        value: int = getattr(self, kind)
        return value


@dataclass(frozen=True)
class Support:
    """A station that stands in for another, and its minutes to get there (C13)."""

    station: str
    minutes: float


@dataclass(frozen=True)
class StationStaff:
    """A station against the norms; auxiliaries are ``None`` where villages or communities are unknown (C2, C3, C7-C9).

    Workloads in officer-hours a year; ``capacity`` in officers who are in their communities all day.
    """

    station: str
    officers: int
    norm: int
    auxiliaries: int | None
    auxiliary_norm: int | None
    form: Literal["two_teams", "one_team"]
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
    """The sums of a zone, or of the county; auxiliaries short are those of the stations where they are known."""

    stations: tuple[str, ...]
    officers: int
    norm: int
    short: int
    auxiliaries_short: int
    community_hours: float
    case_hours: float
    capacity: float


@dataclass(frozen=True)
class Move:
    """Officers that would have to change station for the norms to be met (C2)."""

    origin: str
    target: str
    officers: int
    minutes: float


@dataclass(frozen=True)
class Group:
    """Stations that might share a centre station (C4-C6), their officers, and its mean minutes to them."""

    centre: str
    stations: tuple[str, ...]
    officers: int
    mean_minutes: float


@dataclass(frozen=True)
class Staffing:
    """Everything said of a county's officers; ``groups`` are ``None`` where no grouping was found, with its status.

    Moves and groups are advice: every station stands here with the officers it has (H29).
    """

    county: County
    norms: Norms
    stations: tuple[StationStaff, ...]
    zones: tuple[ZoneStaff, ...]
    total: ZoneStaff
    bureau_officers: int | None
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

    def document(self) -> dict[str, Any]:
        """The object of ``staffing.json``."""
        county = self.county
        return {
            "schema": SCHEMA,
            "county": {"code": county.code, "name": county.name, "digest": digest(county), "notice": county.notice},
            "norms": self.norms.model_dump(mode="json"),
            "bureau": {"officers": self.bureau_officers, "share": self.share},
            "total": asdict(self.total),
            "zones": [asdict(zone) for zone in self.zones],
            "stations": [
                {**asdict(s), "short": s.short, "spare": s.spare, "auxiliaries_short": s.auxiliaries_short}
                for s in self.stations
            ],
            "moves": [asdict(move) for move in self.moves],
            "groups": None if self.groups is None else [asdict(group) for group in self.groups],
            "groups_status": self.groups_status,
            "notes": [spoken(note) for note in self.notes],
        }
