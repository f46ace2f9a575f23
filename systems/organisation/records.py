"""The organisation of a plan as records and as ``organisation.json``: leaders, sites, teams, branches of every zone.

A planner's own :class:`Choice` names a zone by its stations, so that it finds the zone again in a new plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.errors import ClaimError, InputError
from zoning.model.validation import mistakes_of
from zoning.result.documents import read_json
from zoning.texts import Message

Subject = Literal["name", "office", "command_room", "case_team", "community_team", "leader", "branch"]
SUBJECTS: tuple[Subject, ...] = ("name", "office", "command_room", "case_team", "community_team", "leader", "branch")
Role = Literal["case", "community"]


class Choice(BaseModel):
    """A planner's own choice for the zone with most of ``stations`` (H9): subject, value and reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: Subject
    value: str = Field(min_length=1, max_length=120)
    stations: tuple[str, ...] = Field(min_length=1)
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Candidate(ByValue):
    """A candidate station of a site: its score, higher is better, and the figures behind it, NaN where unknown."""

    station: str
    score: float
    figures: Mapping[str, float]


@dataclass(frozen=True)
class Site:
    """Where an office, a room or a team sits; ``None`` without a candidate.

    ``ranking`` has every candidate, best first; ``chosen`` is true where the planner decided.
    """

    station: str | None
    ranking: tuple[Candidate, ...]
    chosen: bool = False


@dataclass(frozen=True)
class Secondment:
    """Officers of ``station`` on a team at ``to``; they stay on the strength of their own station (H29, H31)."""

    station: str
    to: str
    officers: int
    minutes: float


@dataclass(frozen=True)
class CaseTeam:
    """The case team of a zone (H20-H22): its site, officers and secondments, and incidents a year.

    ``officers`` < ``wanted`` where the zone cannot field them. ``handled`` of the ``case_incidents`` are the team's,
    the rest goes to the county's branches; ``incidents`` are those of all classes.
    """

    site: Site
    wanted: int
    officers: int
    secondments: tuple[Secondment, ...]
    handled: float
    case_incidents: float
    incidents: float


@dataclass(frozen=True)
class Bound:
    """A branch bound to a zone (H15) and its role there (H16); ``fit`` is the share of workload in its specialities."""

    branch: str
    officers: int | None
    role: Role
    fit: float
    chosen: bool = False


@dataclass(frozen=True)
class Arrival:
    """Minutes until n officers stand at a station, by n; ``None`` where the zone has fewer on duty (H27)."""

    station: str
    minutes: Mapping[int, float | None]


@dataclass(frozen=True)
class Coverage:
    """The check-list 1+2+N of a zone's villages (H26): counts out of the ``known`` ones of all ``villages``."""

    villages: int
    known: int
    with_officer: int
    with_roles: int
    with_others: int
    complete: int
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class ZoneWork:
    """A zone at work. ``leader_fit`` is the share of its workload in the leader's specialities.

    ``officers`` is Σ over its stations and never changes (H29); ``branch_officers`` is Σ over its branches, ``None``
    where unknown (1+N, H25). ``workload`` is in officer-hours a year, ``shares`` of it by incident class.
    """

    DERIVED: ClassVar = ("mode",)
    stations: tuple[str, ...]
    name: str
    alone: bool
    office: Site
    command_room: Site
    case_team: CaseTeam
    community_team: Site
    leader: str | None
    leader_fit: float
    leader_chosen: bool
    branches: tuple[Bound, ...]
    officers: int
    branch_officers: int | None
    workload: float
    shares: Mapping[str, float]
    arrivals: tuple[Arrival, ...]
    coverage: Coverage

    @property
    def mode(self) -> Literal["standard", "linked"]:
        """Duty mode (H11): a county-seat zone is on duty by the standard model, the others are linked."""
        return "standard" if self.alone else "linked"

    @property
    def party_branch(self) -> dict[str, object]:
        """Posts in the zone's party branch (H17, H18)."""
        return {"secretary": self.leader, "deputy": self.office.station, "members": self.members}

    @property
    def members(self) -> tuple[str, ...]:
        """Stations whose heads are members of the zone's party branch (H18); the office's head is its deputy."""
        return tuple(code for code in self.stations if code != self.office.station)


@dataclass(frozen=True, eq=False)
class Organisation(ByValue):
    """The zones at work, leaders without a zone, notes for the planner, and hard rules that are ``broken``."""

    county: County
    zones: tuple[ZoneWork, ...]
    surplus: tuple[str, ...]
    notes: tuple[Message, ...]
    broken: tuple[Message, ...]
    choices: tuple[Choice, ...]
    parameters: Mapping[str, Any]

    def __post_init__(self) -> None:
        unchanged(self.county, self.zones)


def unchanged(county: County, zones: Sequence[ZoneWork]) -> None:
    """Assert H29: every station is in one zone and keeps its officers.

    Raises
    ------
    ClaimError
        When a station or an officer was lost, made or moved.
    """
    held = sorted(code for zone in zones for code in zone.stations)
    if held != list(county.codes):
        raise ClaimError("H29: the zones do not have every station exactly once")
    for zone in zones:
        own = sum(county.stations[county.index[code]].officers for code in zone.stations)
        if zone.officers != own:
            raise ClaimError(f"H29: {zone.name} has {zone.officers} officers, its stations {own}")
        for sent in zone.case_team.secondments:
            if sent.station not in zone.stations or sent.to not in zone.stations:
                raise ClaimError(f"H29: {sent.station} would second officers beyond its zone")


class Kept(BaseModel):
    """The part of an ``organisation.json`` that a later run takes over: choices and parameters."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    schema_: Literal["zoning.organisation/1"] = Field(alias="schema")
    choices: tuple[Choice, ...] = ()
    parameters: dict[str, Any] = {}


def read_kept(path: Path | str) -> Kept:
    """The choices and parameters of an earlier ``organisation.json``.

    Raises
    ------
    InputError
        When the file is not there or is none of ours.
    """
    try:
        return Kept.model_validate(read_json(path))
    except ValidationError as error:
        raise InputError(mistakes_of(error, Path(path).name)) from error
