"""What posts and patrols take on: part of the stations' incidents (N4, N5, N6), and hours of the day on duty (N3, N8).

A scenario, not a forecast: the shares are the user's. What it may get wrong: an incident is taken to cost a post what
it costs the station.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from systems.organisation.binding import class_hours
from zoning.model.bureau import Unit
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import InputError, mistake

HOURS = 24
DIVERTED: Mapping[str, float] = {"dispute": 0.5, "help": 0.5}
"""Share of each class that posts take in the scenario unless the user says otherwise: an assumption, no source's."""


@dataclass(frozen=True)
class Diversion:
    """Officer-hours and incidents a year, by station (n,), before and after posts take their share; by post (p,)."""

    shares: dict[str, float]
    hours_before: Floats
    hours_after: Floats
    incidents_before: Floats
    incidents_after: Floats
    post_hours: Floats
    post_incidents: Floats


def divert(county: County, post: Sequence[int], posts: int, shares: Mapping[str, float]) -> Diversion:
    """The workload that stays at the stations and what goes to the post each is bound to.

    Parameters
    ----------
    post : (n,) row of the post of every station
    shares : of each incident class by key, between 0 and 1

    Raises
    ------
    InputError
        For every class that the county does not have.
    """
    known = [kind.key for kind in county.classes]
    unknown = [key for key in shares if key not in known]
    if unknown:
        raise InputError([mistake("systems.posts.unknown_class", value=key, classes=known) for key in unknown])
    part = np.array([shares.get(key, 0.0) for key in known])
    hours, incidents = class_hours(county), county.incidents
    gone, moved = (hours * part).sum(axis=1), (incidents * part).sum(axis=1)
    before, counted = hours.sum(axis=1), incidents.sum(axis=1)
    return Diversion(
        dict(shares),
        before,
        before - gone,
        counted,
        counted - moved,
        np.asarray(np.bincount(post, gone, posts), dtype=np.float64),
        np.asarray(np.bincount(post, moved, posts), dtype=np.float64),
    )


@dataclass(frozen=True)
class Shifts:
    """Units and persons on duty in every hour of the day (24,), by length of the overlap."""

    units: Floats
    crew: Floats

    @property
    def empty(self) -> tuple[int, ...]:
        """Hours in which there is a time with nobody on duty for sure: less than one unit in all."""
        return tuple(int(hour) for hour in np.flatnonzero(self.units < 1 - 1e-9))


def shifts(units: Sequence[Unit]) -> Shifts:
    """Who is on duty when; a shift that ends before it starts goes on past midnight, equal hours are all day."""
    on_duty = [_overlap(unit) for unit in units]
    crew = [unit.crew * hours for unit, hours in zip(units, on_duty, strict=True)]
    nobody = np.zeros((1, HOURS))
    return Shifts(np.vstack([*on_duty, nobody]).sum(axis=0), np.vstack([*crew, nobody]).sum(axis=0))


def crews(county: County) -> Ints:
    """(n,) units on duty round the clock: those that the table has at each station, their hours over 24, rounded.

    A station has one at the least, its own people, whether or not patrols are based there.
    """
    units = county.bureau.units
    on_duty = [shifts([unit for unit in units if unit.base == code]).units.mean() for code in county.codes]
    return np.maximum(np.floor(np.array(on_duty) + 0.5), 1).astype(np.int64)


def _overlap(unit: Unit) -> Floats:
    """(24,) share of every hour that a unit is on duty."""
    start, end = unit.start_hour, unit.end_hour
    length = (end - start) % HOURS or HOURS
    hour = np.arange(2 * HOURS)
    inside = np.clip(np.minimum(hour + 1, start + length) - np.maximum(hour, start), 0, 1)
    return np.asarray(inside[:HOURS] + inside[HOURS:], dtype=np.float64)
