"""Sites of new posts (N10): maximal covering location, then the p-median among sites of equal coverage.

Demand is the workload of the beats and, beside it, the weights of key places, both in officer-hours a year; sites are
the beats. Coverage is the share of the demand within T minutes of a post. The median is Σ demand · min(whole minutes to
the nearest post, T). Points and minutes are whole numbers, so both optima are exact.

References
----------
R. Church, C. ReVelle, The maximal covering location problem, Papers of the Regional Science Association 32 (1974).
S. García, M. Labbé, A. Marín, Solving large p-median problems with a radius formulation, INFORMS J. Computing 23
(2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver import pywraplp

from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from systems.deployment.beats import Beats, beats_of
from systems.errors import Impossible
from zoning.judge.measures import POINTS
from zoning.model.bureau import Place
from zoning.model.county import County, Floats, Ints
from zoning.model.errors import ClaimError
from zoning.texts import Message


@dataclass(frozen=True)
class Siting:
    """Rows of the ``sites`` chosen, with the share of demand covered and mean minutes to a post before and after.

    ``points`` is the share covered in millionths, summed in whole points as the programme does. Minutes are infinite
    without a post.
    """

    sites: tuple[int, ...]
    covered_before: float
    covered: float
    minutes_before: float
    minutes: float
    points: int


@dataclass(frozen=True)
class Sites:
    """The beats of a county, both demand points and candidate sites, and the sites ``chosen`` of them.

    ``key_hours`` is the demand of key places beside that of the beats, officer-hours a year.
    """

    beats: Beats
    chosen: Siting
    key_hours: float


def new_posts(county: County, new: int, within: float) -> Sites:
    """The best sites of ``new`` posts beside the posts of the county; raises as :func:`site`."""
    beats, posts, keys = beats_of(county), county.bureau.posts, key_places(county)
    parts = zip(lonlat(posts), (beats.lon, beats.lat), lonlat(keys), strict=True)
    lon, lat = (np.concatenate(part) for part in parts)
    minutes = straight_minutes(lon, lat, county.speed_kmh, county.detour)[:, len(posts) :]
    from_posts, from_beats = minutes[: len(posts)], minutes[len(posts) : len(posts) + len(beats.codes)]
    weights = np.array([place.weight for place in keys], dtype=np.float64)
    now = from_posts.min(axis=0, initial=np.inf)
    chosen = site(np.append(beats.hours, weights), from_beats, now, new, within)
    return Sites(beats, chosen, float(weights.sum()))


def key_places(county: County) -> list[Place]:
    """The places that have a weight, key places and crossroads."""
    return [place for place in county.bureau.places if place.weight]


def site(workload: Floats, minutes: Floats, now: Floats, new: int, within: float) -> Siting:
    """The ``new`` sites of greatest coverage, then of least median, then of the least sum of rows.

    Parameters
    ----------
    workload : (d,) of the points to be served
    minutes : (s, d) from every candidate site to every point
    now : (d,) minutes from the nearest post of today, infinite without one
    within : T, minutes within which a point is covered

    Raises
    ------
    Impossible
        When there are fewer sites than posts.
    """
    sites = len(minutes)
    if new > sites:
        raise Impossible(Message("systems.posts.sites", {"new": new, "sites": sites}))
    programme = pywraplp.Solver.CreateSolver("SCIP")
    built = [programme.BoolVar(f"site {k}") for k in range(sites)]
    programme.Add(sum(built) == new)
    covered = _covered(programme, built, _points(workload), minutes, now, within)
    travel = _travel(programme, built, _points(workload), _whole(minutes), _whole(np.minimum(now, within)))
    rank = sum(k * one for k, one in enumerate(built))
    to_the_end = pywraplp.MPSolverParameters()
    to_the_end.SetDoubleParam(to_the_end.RELATIVE_MIP_GAP, 0.0)  # it stops at 1e-4 otherwise, a hundred points
    for objective in (-covered, travel, rank):
        programme.Minimize(objective)
        if programme.Solve(to_the_end) != pywraplp.Solver.OPTIMAL:
            raise ClaimError("a programme that has a solution by its making was not solved to its end")
        value = round(programme.Objective().Value())
        chosen = [k for k, one in enumerate(built) if one.solution_value() > 0.5]
        programme.Add(objective <= value + 0.5)  # whole numbers
    return judged(workload, minutes, now, chosen, within)


def judged(workload: Floats, minutes: Floats, now: Floats, chosen: list[int], within: float) -> Siting:
    """The coverage and minutes of a choice of sites, evaluated without a solver."""
    after = np.minimum(now, minutes[chosen].min(axis=0, initial=np.inf))
    total = float(workload.sum())
    share = workload / total if total > 0 else workload
    reached = after <= within
    return Siting(
        tuple(chosen),
        float(share[now <= within].sum()),
        float(share[reached].sum()),
        _mean(share, now),
        _mean(share, after),
        int(_points(workload)[reached].sum()),
    )


def near_travel(workload: Floats, minutes: Floats, now: Floats, chosen: list[int], within: float) -> int:
    """The median among equal coverage: Σ workload points · min(whole minutes to the nearest post, T)."""
    nearest = np.minimum(now, minutes[chosen].min(axis=0, initial=np.inf))
    return int((_points(workload) * _whole(np.minimum(nearest, within))).sum())


def _covered(programme: Any, built: Sequence[Any], gains: Ints, minutes: Floats, now: Floats, within: float) -> Any:
    """Points of the workload that new posts bring within reach."""
    terms = []
    for d in np.flatnonzero((now > within) & (gains > 0)).tolist():
        one = programme.NumVar(0, 1, f"covered {d}")
        programme.Add(sum(built[k] for k in np.flatnonzero(minutes[:, d] <= within).tolist()) >= one)
        terms.append(int(gains[d]) * one)
    return programme.Sum(terms)


def _travel(programme: Any, built: Sequence[Any], gains: Ints, away: Ints, far: Ints) -> Any:
    """Points times whole minutes to the nearest post; a variable per radius says that no post is within it."""
    terms = []
    for d in np.flatnonzero(gains > 0).tolist():
        radii = np.unique(np.append(away[away[:, d] < far[d], d], far[d]))
        for radius, beyond in zip(radii[:-1].tolist(), radii[1:].tolist(), strict=True):
            empty = programme.NumVar(0, 1, f"none within {radius} of {d}")
            programme.Add(empty + sum(built[k] for k in np.flatnonzero(away[:, d] <= radius).tolist()) >= 1)
            terms.append(int(gains[d]) * (beyond - radius) * empty)
    return programme.Sum(terms)


def _points(workload: Floats) -> Ints:
    total = float(workload.sum())
    return np.asarray(np.rint(POINTS * workload / total) if total > 0 else 0 * workload, dtype=np.int64)


def _whole(minutes: Floats) -> Ints:
    return np.asarray(np.ceil(np.round(minutes, 6)), dtype=np.int64)


def _mean(share: Floats, minutes: Floats) -> float:
    held = share > 0
    return float((share[held] * minutes[held]).sum())
