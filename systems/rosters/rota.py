"""A weekly rota of a police room: who is in the room, who at a workstation, half a day at a time (G4-G6).

A day has two half days of four hours. Every officer is in the room ``room_hours`` a week at the least; every
workstation has an officer ``workstation_hours`` a week; the room is open ``open_hours`` a day, every day, with one
person in it, officer or auxiliary. Nobody works more than ``week_hours``, nor on all seven days. Hours are rounded up
to half days. Exact: fewest half days short, then weekends shared as evenly as can be, by
CP-SAT to its end.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from ortools.sat.python import cp_model

from systems.lexicographic import lexicographic
from systems.rooms.records import Norms, Room, Rooms
from systems.rosters.records import WEEK

HALF_DAY = 4.0
HALVES = 2 * WEEK
FREE, IN_ROOM = -1, 0
"""A half day without work here, one in the room; k stands for the k-th workstation."""
SHORT = ("presence", "visits", "opening")


@dataclass(frozen=True)
class Quota:
    """What a rota has to hold, in half days: persons, workstations, and how much of everything."""

    officers: int
    auxiliaries: int
    workstations: int
    presence: int
    visits: int
    opening: int
    most: int


@dataclass(frozen=True)
class Rota:
    """``halves`` (p, 14): where every person is, officers first; half days that are short, by kind.

    ``extra`` is the least number of auxiliaries, or of officers where these are short, with whom nothing is.
    """

    halves: tuple[tuple[int, ...], ...]
    presence: int
    visits: int
    opening: int
    extra_officers: int = 0
    extra_auxiliaries: int = 0

    @property
    def short(self) -> int:
        """Half days that nobody works although somebody should."""
        return self.presence + self.visits + self.opening


@dataclass(frozen=True)
class RoomRota:
    """The rota of a room."""

    DERIVED: ClassVar = ()
    station: str
    village: str
    quota: Quota
    workstations: tuple[str, ...]
    rota: Rota


def quota_of(room: Room, norms: Norms) -> Quota:
    """What a room's rota has to hold; unknown auxiliaries count as none."""

    def halves(hours: float) -> int:
        return math.ceil(hours / HALF_DAY - 1e-9)

    return Quota(
        room.officers,
        room.auxiliaries or 0,
        len(room.workstations),
        halves(norms.room_hours),
        halves(norms.workstation_hours),
        min(2, halves(norms.open_hours)),
        math.floor(norms.week_hours / HALF_DAY + 1e-9),
    )


def rotas(found: Rooms) -> tuple[RoomRota, ...]:
    """A rota for every room."""
    return tuple(
        RoomRota(room.station, room.village, quota, room.workstations, with_extra(quota))
        for one in found.stations
        for room in one.rooms
        for quota in (quota_of(room, found.norms),)
    )


@lru_cache(maxsize=1024)
def with_extra(quota: Quota) -> Rota:
    """The best rota, and the fewest persons more with whom nothing is short."""
    rota = best_rota(quota)
    if not rota.short:
        return rota
    for count in range(1, HALVES + quota.workstations * quota.visits + 2):
        for officers in range(count + 1):
            more = Quota(
                quota.officers + officers,
                quota.auxiliaries + count - officers,
                *(quota.workstations, quota.presence, quota.visits, quota.opening, quota.most),
            )
            if not best_rota(more).short:
                return Rota(rota.halves, rota.presence, rota.visits, rota.opening, officers, count - officers)
    return rota


@lru_cache(maxsize=1024)
def best_rota(quota: Quota) -> Rota:
    """Fewest half days short in all; then half days on weekends that differ least between persons."""
    people = quota.officers + quota.auxiliaries
    model = cp_model.CpModel()
    places = range(quota.workstations + 1)
    x = [
        [[model.new_bool_var("") for _ in (places if p < quota.officers else (0,))] for _ in range(HALVES)]
        for p in range(people)
    ]
    for p in range(people):
        for cells in x[p]:
            model.add_at_most_one(cells)
        model.add(sum(one for cells in x[p] for one in cells) <= quota.most)
        free = [model.new_bool_var("") for _ in range(WEEK)]
        for half, cells in enumerate(x[p]):
            for one in cells:
                model.add_implication(one, ~free[half // 2])
        model.add_bool_or(free)
    short = _short(model, x, quota)
    low, high = model.new_int_var(0, HALVES, ""), model.new_int_var(0, HALVES, "")
    for p in range(people):
        late = sum(one for half in range(10, HALVES) for one in x[p][half])
        model.add(late <= high)
        model.add(late >= low)
    solver, _ = lexicographic(model, [sum(sum(part) for part in short.values()), high - low], linear=True)
    halves = tuple(
        tuple(next((k for k, one in enumerate(cells) if solver.boolean_value(one)), FREE) for cells in row) for row in x
    )
    return Rota(halves, *(sum(solver.value(v) for v in short[key]) for key in SHORT))


def _short(
    model: cp_model.CpModel, x: list[list[list[cp_model.IntVar]]], quota: Quota
) -> dict[str, list[cp_model.IntVar]]:
    """Half days that are short, by kind, each a variable."""
    short: dict[str, list[cp_model.IntVar]] = {key: [] for key in SHORT}

    def at_least(key: str, held: list[cp_model.IntVar], wanted: int) -> None:
        missing = model.new_int_var(0, max(wanted, 0), "")
        short[key].append(missing)
        model.add(sum(held) + missing >= wanted)

    for p in range(quota.officers):
        at_least("presence", [cells[0] for cells in x[p]], quota.presence)
    for k in range(1, quota.workstations + 1):
        at_least("visits", [cells[k] for row in x[: quota.officers] for cells in row], quota.visits)
    for day in range(WEEK):
        opened = []
        for half in (2 * day, 2 * day + 1):
            one = model.new_bool_var("")
            model.add(sum(row[half][0] for row in x) >= one)
            opened.append(one)
        at_least("opening", opened, quota.opening)
    return short


def rota_broken(quota: Quota, rota: Rota) -> list[str]:
    """Rules that a rota breaks and figures of it that are wrong, by key, without the solver."""
    found = []
    if len(rota.halves) != quota.officers + quota.auxiliaries or any(len(row) != HALVES for row in rota.halves):
        return ["shape"]
    for p, row in enumerate(rota.halves):
        work = [half for half, place in enumerate(row) if place != FREE]
        if len(work) > quota.most or len({half // 2 for half in work}) == WEEK:
            found.append("most")
        if p >= quota.officers and any(place > IN_ROOM for place in row):
            found.append("auxiliary")
        if any(not FREE <= place <= quota.workstations for place in row):
            found.append("place")
    officers = rota.halves[: quota.officers]
    presence = sum(max(0, quota.presence - row.count(IN_ROOM)) for row in officers)
    visits = sum(max(0, quota.visits - sum(row.count(k) for row in officers)) for k in range(1, quota.workstations + 1))
    opened = [any(row[half] == IN_ROOM for row in rota.halves) for half in range(HALVES)]
    opening = sum(max(0, quota.opening - opened[2 * day] - opened[2 * day + 1]) for day in range(WEEK))
    for key, value in zip(SHORT, (presence, visits, opening), strict=True):
        if getattr(rota, key) != value:
            found.append(key)
    return found
