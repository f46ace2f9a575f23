"""The words of a scenario for stations and borders of any county.

====================  ==================================================================================
``CODE``, name        that station; the name with or without 派出所
``least KEY``         the station with the smallest value of one of :data:`RANKED`, of equals the first code
``most KEY``          the same with the largest
``*``                 every station
a kind                every station of that kind: ``county_seat``, ``urban``, ``town``, ``township``
``longest border``    the longest shared border of two stations outside alone zones (H2)
====================  ==================================================================================

All refer to the base, before any override.
"""

import re
from typing import get_args

import numpy as np

from zoning.judge.names import station_called
from zoning.model.county import County, Floats
from zoning.model.problem import Problem
from zoning.model.stations import Kind
from zoning.texts import Message

RANKED = (
    "officers",
    "population",
    "area_km2",
    "incidents",
    "incidents_per_km2",
    "incidents_per_1000",
    "incidents_per_officer",
    "workload",
    "workload_per_officer",
)
"""Figures for ``least`` and ``most``."""
KINDS: tuple[str, ...] = get_args(Kind)
LONGEST = "longest border"
RANK = re.compile(r"(least|most) +(\w+)")


def station(county: County, word: str) -> str | Message:
    """The code of the one station of a word, or why there is none."""
    rank = RANK.fullmatch(word)
    if rank and rank[2] in RANKED:
        return _ranked(county, rank[1] == "most", rank[2])
    if rank:
        return Message("scenarios.target.rank", {"known": RANKED})
    return station_called(county, word)


def stations(county: County, word: str) -> tuple[str, ...] | Message:
    """The codes of the stations of a word; none for a kind that the county lacks."""
    if word == "*":
        return county.codes
    if word in KINDS:
        return tuple(s.code for s in county.stations if s.kind == word)
    one = station(county, word)
    return one if isinstance(one, Message) else (one,)


def classes(county: County, word: str) -> tuple[int, ...] | Message:
    """The columns of the incident classes of a word: a key, a name, or ``*``."""
    if word == "*":
        return tuple(range(len(county.classes)))
    columns = tuple(j for j, entry in enumerate(county.classes) if word in (entry.key, entry.name))
    return columns or Message("scenarios.target.no_class", {"known": [entry.key for entry in county.classes]})


def longest(problem: Problem) -> tuple[str, str] | Message:
    """The two stations of the longest shared border, of equals the first in the order of codes."""
    county, free = problem.county, ~problem.alone
    shared = [
        border
        for border in county.borders
        if border.kind == "shared" and free[county.index[border.a]] and free[county.index[border.b]]
    ]
    if not shared:
        return Message("scenarios.target.no_border")
    border = max(shared, key=lambda one: one.km)
    return border.a, border.b


def _ranked(county: County, most: bool, key: str) -> str | Message:
    figures: dict[str, Floats] = {
        **county.derived(),
        "officers": county.officers,
        "area_km2": county.area_km2,
        "population": county.population,
    }
    values = figures[key]
    if not np.isfinite(values).any():
        return Message("scenarios.target.unknown_figure", {"key": key})
    return county.codes[int(np.nanargmax(values) if most else np.nanargmin(values))]
