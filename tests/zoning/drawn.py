"""A drawn county of six stations, two rows of three, and plans of it.

D  E  F      10 km between neighbours, 20 minutes a step; codes A to F
A  B  C      A is the county seat; C has no current zone, the others are in 西 (A, D), 东 (B, E, F)
"""

from dataclasses import replace
from typing import Any

import numpy as np

from zoning.model.county import County
from zoning.model.outline import Outline
from zoning.model.plan import Plan
from zoning.model.policy import Policy, Weights, ZoneLimits
from zoning.model.problem import Problem
from zoning.model.stations import Border, IncidentClass, Station

CODES = "ABCDEF"
TODAY = {"A": "西", "D": "西", "B": "东", "E": "东", "F": "东", "C": None}
PAIRS = ("AB", "BC", "DE", "EF", "AD", "BE", "CF")
CLASSES = (
    IncidentClass(key="dispute", name="纠纷", minutes=60, officers=2, team="community"),
    IncidentClass(key="criminal", name="刑事", minutes=240, officers=2, team="case"),
)


def station(code: str, **changes: Any) -> Station:
    """A town with 10 officers on 100 km²; the county seat is A."""
    values: dict[str, Any] = {
        "code": code,
        "name": f"{code}镇派出所",
        "kind": "county_seat" if code == "A" else "town",
        "lon": 107 + "ABCDEF".index(code) % 3 / 10,
        "lat": 30 + "ABCDEF".index(code) // 3 / 10,
        "area_km2": 100,
        "population": 10_000,
        "officers": 10,
        "current_zone": TODAY[code],
    }
    return Station(**(values | changes))


def steps(a: str, b: str) -> int:
    i, j = CODES.index(a), CODES.index(b)
    return abs(i % 3 - j % 3) + abs(i // 3 - j // 3)


def county(**changes: Any) -> County:
    """The county, some of its values replaced."""
    values: dict[str, Any] = {
        "code": "100",
        "name": "六宫县",
        "stations": tuple(station(code) for code in CODES),
        "counts": np.array([[10.0 * (i + 1), 5.0] for i in range(6)]),
        "minutes": np.array([[20.0 * steps(a, b) for b in CODES] for a in CODES]),
        "borders": tuple(Border(pair[0], pair[1], 10.0) for pair in PAIRS),
        "classes": CLASSES,
        "travel": "matrix",
    }
    return County(**(values | changes))


def changed(**by_code: dict[str, Any]) -> tuple[Station, ...]:
    """The stations, those named with some values replaced."""
    return tuple(station(code, **by_code.get(code, {})) for code in CODES)


def policy(**overrides: Any) -> Policy:
    """No rules but those of every plan, weight on mismatch alone; then the overrides, ``__`` standing for the dot."""
    plain = Policy(zones=ZoneLimits(max=6, alone=(), min_stations=1), weights=Weights(mismatch=1))
    return plain.override({key.replace("__", "."): value for key, value in overrides.items()})


def problem(given: County | None = None, **overrides: Any) -> Problem:
    return Problem(given or county(), policy(**overrides))


def plan(*zones: str) -> Plan:
    """A plan by words: ``plan("AD", "BE", "CF")``."""
    return Plan.of(tuple(zone) for zone in zones)


def discs(given: County, *, radius_km: float) -> County:
    """Each station's polygon a disc of this radius, 100 km apart from the next."""
    n = len(given)
    area = np.pi * radius_km**2
    stations = tuple(s.model_copy(update={"area_km2": float(area)}) for s in given.stations)
    outline = Outline(
        perimeter_km=np.full(n, 2 * np.pi * radius_km),
        centroid_km=np.array([[100.0 * i, 0.0] for i in range(n)]),
        polar_km4=np.full(n, np.pi * radius_km**4 / 2),
    )
    return replace(given, stations=stations, outline=outline)
