"""Police rooms of a county and the norms they are judged by, as records (G1-G8)."""

import math
from dataclasses import dataclass
from typing import ClassVar

from zoning.model.bureau import VillageKind
from zoning.model.county import County
from zoning.model.equality import ByValue


@dataclass(frozen=True)
class Norms:
    """Parameters beside the sizes of groups, which the policy has.

    ``communities`` per room (G3); ``room_share`` of a station's officers in rooms (G4); ``room_auxiliaries`` per room
    (G5); ``room_hours`` a week of an officer in the room and ``workstation_hours`` at every workstation, ``open_hours``
    of a room a day, and ``week_hours`` of work a week of a person (G6); ``minutes`` within which a village is near
    (G8).
    """

    communities: int = 4
    room_share: float = 0.4
    room_auxiliaries: int = 1
    room_hours: float = 20.0
    workstation_hours: float = 8.0
    open_hours: float = 8.0
    week_hours: float = 40.0
    minutes: float = 15.0


NORMS = Norms()


@dataclass(frozen=True)
class Room:
    """A room in ``village`` for the villages or communities that it ``serves``.

    ``hours`` is their workload in officer-hours a year; ``minutes`` and ``farthest`` are the mean and the longest way;
    ``near`` counts the ways within the minutes of the norms. ``off`` is by how many the group is too small or too large
    (G1). ``auxiliaries`` are those of the station that the norm sends here, ``None`` where their number is unknown
    (G5). Hours a week (G6): ``manned`` in the room by its officers; ``workstation_hours`` at the workstations of its
    group, and what its officers cannot work of them, ``workstation_short``; ``open_short`` is what the people of the
    room cannot keep it open, ``None`` where that is unknown.
    """

    station: str
    kind: VillageKind
    village: str
    serves: tuple[str, ...]
    off: int
    hours: float
    minutes: float
    farthest: float
    near: int
    officers: int
    auxiliaries: int | None
    manned: float
    workstation_hours: float
    workstation_short: float
    open_short: float | None

    @property
    def workstations(self) -> tuple[str, ...]:
        """The villages with a workstation: those served but the room's own, and no community (G2)."""
        return tuple(code for code in self.serves if code != self.village) if self.kind == "village" else ()

    @property
    def can_be_worked(self) -> bool:
        """Whether no hour is known to be short (G6)."""
        return not self.workstation_short and not self.open_short


@dataclass(frozen=True)
class StationRooms:
    """The rooms and workstations of a station, and what it lacks for them.

    ``off`` sums the sizes off over its groups (G1). ``officers_needed`` is the officers that rooms need (G4),
    ``unstaffed`` counts rooms without one. ``auxiliaries_short`` is ``None`` where the station's number is unknown
    (G5). ``proportional`` is the station's officers in proportion to workload (G9).
    """

    station: str
    rooms: tuple[Room, ...]
    workstations: tuple[str, ...]
    off: int
    officers: int
    officers_needed: int
    unstaffed: int
    auxiliaries_short: int | None
    proportional: int

    @property
    def villages(self) -> int:
        return sum(len(room.serves) for room in self.rooms if room.kind == "village")


@dataclass(frozen=True)
class Coverage:
    """A coverage figure with its denominator: ``count`` of ``of`` (G8)."""

    DERIVED: ClassVar = ("share",)
    key: str
    count: float
    of: float

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else math.nan


@dataclass(frozen=True, eq=False)
class Rooms(ByValue):
    """The stations with their rooms, the stations ``without`` a village in the table, and the coverage.

    ``sizes`` are the least and the most villages of a group, ``None`` without a limit (G1).
    """

    county: County
    sizes: tuple[int, int | None]
    norms: Norms
    stations: tuple[StationRooms, ...]
    without: tuple[str, ...]
    coverage: tuple[Coverage, ...]
