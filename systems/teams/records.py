"""Sites, teams, forces and ground of a zone, and its party branch, as records (H18-H27, H31)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from zoning.model.equality import ByValue

FORCES = ("officers", "auxiliaries", "village_police", "guards", "militia")
"""Kinds of force (H27): 民警、辅警、村警、保安、民兵."""


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
class Team:
    """A team of a zone (H19-H21, H23): its site, ``own`` officers of the station there, and secondments.

    ``officers`` < ``wanted`` where the zone cannot field them.
    """

    DERIVED: ClassVar = ("officers",)
    site: Site
    wanted: int
    own: int
    secondments: tuple[Secondment, ...]

    @property
    def officers(self) -> int:
        return self.own + sum(sent.officers for sent in self.secondments)


@dataclass(frozen=True)
class Cases:
    """Incidents a year of a zone (H22): its case team handles ``handled`` of the ``case_incidents``.

    The rest of them goes to the county's branches; ``incidents`` are those of all classes.
    """

    handled: float
    case_incidents: float
    incidents: float


@dataclass(frozen=True)
class Force:
    """A force of a zone (H27): ``persons`` of the stations where they are known, ``None`` where of none.

    ``share`` of them is on call, and turns out in ``turnout`` minutes; ``unknown`` are the other stations.
    """

    DERIVED: ClassVar = ("on_call",)
    kind: str
    persons: int | None
    unknown: tuple[str, ...]
    share: float
    turnout: float

    @property
    def on_call(self) -> int | None:
        """Whole persons on call: the share of the zone's, rounded down once."""
        return None if self.persons is None else int(self.share * self.persons + 1e-9)


@dataclass(frozen=True)
class Arrival:
    """Minutes until n persons stand at a station, by n; ``None`` where the zone has fewer on call (H27).

    ``by_force`` has the same for each force alone.
    """

    station: str
    minutes: Mapping[int, float | None]
    by_force: Mapping[str, Mapping[int, float | None]]


@dataclass(frozen=True)
class Member:
    """A post in a party branch: the head (所长) or the political instructor (教导员) of a station."""

    station: str
    post: Literal["head", "instructor"]


@dataclass(frozen=True)
class PartyBranch:
    """The party branch of a zone by posts (H18); ``secretary`` is the post of its leader, ``None`` without one."""

    secretary: str | None
    deputy: Member
    organiser: Member | None
    publicity: Member | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Point:
    """A point that the community team watches (H24): a police post or a key place, in the area of ``station``."""

    kind: Literal["post", "place"]
    name: str
    station: str


@dataclass(frozen=True)
class Ground:
    """What the community team answers for (H24): km² and residents, ``None`` where unknown, villages, points."""

    area_km2: float
    residents: int | None
    patches: tuple[str, ...]
    points: tuple[Point, ...]


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
