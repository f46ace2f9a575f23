"""The drawn county of six stations with a bureau, and a plan of it at work.

D  E  F      20 minutes a step; A is the county seat and has the government
A  B  C
"""

from typing import Any

import numpy as np

from systems.organisation.organise import organise
from systems.organisation.records import Choice, Organisation, ZoneWork
from systems.teams.parameters import Parameters
from tests.zoning.drawn import changed, county, plan, problem
from zoning.model.bureau import Branch, Bureau, Leader
from zoning.model.county import County

HEAD = Leader(post="局长", is_head=True, specialities=("criminal",))
LEADERS = (HEAD, Leader(post="副局长A", specialities=("纠纷",)), Leader(post="副局长B", specialities=("criminal",)))
BRANCHES = (
    Branch(name="刑侦", officers=20, specialities=("criminal",)),
    Branch(name="治安", officers=10, specialities=("dispute",)),
    Branch(name="国保", officers=5),
)
FIGURES: dict[str, dict[str, Any]] = {
    "A": {"is_seat": True, "has_case_area": True, "communities": 4, "villages": 0},
    "B": {"population": 30_000, "communities": 1, "villages": 9, "officers": 2},
    "C": {"communities": 2, "villages": 3, "officers": 4},
    "D": {"communities": 0, "villages": 5, "has_case_area": True},
    "E": {"communities": 0, "villages": 8},
    "F": {"communities": 0, "villages": 8, "has_case_area": True, "officers": 30},
}
COUNTS = np.array([[10, 90], [80, 5], [60, 5], [5, 40], [5, 20], [5, 20]], dtype=float)
"""Disputes and crimes: A, D, E, F are a matter for detectives."""


def given(**bureau: Any) -> County:
    held = Bureau(**{"leaders": LEADERS, "branches": BRANCHES, **bureau})
    return county(stations=changed(**FIGURES), counts=COUNTS, bureau=held)


def at_work(*zones: str, choices: tuple[Choice, ...] = (), bureau: Any = None, **parameters: Any) -> Organisation:
    held = given(**(bureau or {}))
    return organise(problem(held), plan(*(zones or ("A", "BC", "DEF"))), Parameters(**parameters), choices)


def zone(found: Organisation, stations: str) -> ZoneWork:
    return next(one for one in found.zones if one.stations == tuple(stations))


def keys(found: Organisation) -> set[str]:
    return {note.key.removeprefix("systems.organisation.") for note in found.notes}
