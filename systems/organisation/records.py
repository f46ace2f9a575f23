"""The organisation of a plan as records and as ``organisation.json``: leaders, sites, teams, branches of every zone.

A planner's own :class:`Choice` names a zone by its stations, so that it finds the zone again in a new plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from systems.assignment.specialities import Role
from systems.organisation.checklists import ListItem
from systems.organisation.scorecard import Card, Task
from systems.teams.records import (
    Arrival,
    Cases,
    Coverage,
    Force,
    Ground,
    PartyBranch,
    Secondment,
    Site,
    Team,
)
from zoning.model.county import County
from zoning.model.equality import ByValue
from zoning.model.errors import ClaimError, InputError
from zoning.model.validation import mistakes_of
from zoning.result.documents import read_json
from zoning.texts import Message

Subject = Literal["name", "office", "command_room", "case_team", "community_team", "leader", "branch"]
SUBJECTS: tuple[Subject, ...] = ("name", "office", "command_room", "case_team", "community_team", "leader", "branch")


class Choice(BaseModel):
    """A planner's own choice for the zone with most of ``stations`` (H9): subject, value and reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: Subject
    value: str = Field(min_length=1, max_length=120)
    stations: tuple[str, ...] = Field(min_length=1)
    reason: str = ""


@dataclass(frozen=True)
class Bound:
    """A branch bound to a zone (H15) and its role there (H16); ``fit`` is the share of workload in its specialities."""

    branch: str
    officers: int | None
    role: Role
    fit: float
    chosen: bool = False


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
    command_room: Team
    case_team: Team
    community_team: Team
    cases: Cases
    ground: Ground
    leader: str | None
    leader_fit: float
    leader_chosen: bool
    branches: tuple[Bound, ...]
    officers: int
    branch_officers: int | None
    workload: float
    shares: Mapping[str, float]
    forces: tuple[Force, ...]
    arrivals: tuple[Arrival, ...]
    coverage: Coverage
    party: PartyBranch

    @property
    def mode(self) -> Literal["standard", "linked"]:
        """Duty mode (H11): a county-seat zone is on duty by the standard model, the others are linked."""
        return "standard" if self.alone else "linked"

    @property
    def teams(self) -> dict[str, Team]:
        """The teams by key."""
        return {"command_room": self.command_room, "case_team": self.case_team, "community_team": self.community_team}

    @property
    def secondments(self) -> tuple[Secondment, ...]:
        """Officers of one station on a team at another, of all teams (H31)."""
        return tuple(sent for team in self.teams.values() for sent in team.secondments)

    def on_teams(self, code: str) -> int:
        """Officers of a station on all teams."""
        own = sum(team.own for team in self.teams.values() if team.site.station == code)
        return own + sum(sent.officers for sent in self.secondments if sent.station == code)


@dataclass(frozen=True, eq=False)
class Organisation(ByValue):
    """The zones at work, leaders without a zone, notes for the planner, and hard rules that are ``broken``.

    ``binding_gap`` is the share by which the binding of branches may be off the best, 0 where it is proved (H15).
    Cards and tasks name a zone by its number from 0 (H17).
    """

    county: County
    zones: tuple[ZoneWork, ...]
    surplus: tuple[str, ...]
    notes: tuple[Message, ...]
    broken: tuple[Message, ...]
    choices: tuple[Choice, ...]
    binding_gap: float
    scorecard: tuple[Card, ...]
    tasks: tuple[Task, ...]
    checklists: tuple[ListItem, ...]
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
        for code in zone.stations:
            if (on_teams := zone.on_teams(code)) > county.stations[county.index[code]].officers:
                raise ClaimError(f"H29: {code} has fewer than the {on_teams} officers that are on teams")
        for sent in zone.secondments:
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
