"""The values of the figures that are shown of a zone, a station and a plan, from what the judge found.

Nothing is judged here: the values are those of :mod:`zoning.judge.score` and of the county. A figure that is not known
is NaN.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zoning.judge.score import Score, ZoneScore, evenness, score
from zoning.mathematics.ratios import ratio
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem

WAYS = ("mean_minutes", "p90_minutes", "farthest_minutes", "diameter_minutes")
"""What a way between stations takes."""


def zone_values(problem: Problem, zone: ZoneScore) -> dict[str, float]:
    """Every figure of :data:`ZONE_FIGURES` for one zone; one of a single station has no ways between stations."""
    county = problem.county
    rows = [county.index[code] for code in zone.stations]
    mean = problem.mean_load
    per_officer = zone.figures["workload_per_officer"]
    return {
        **zone.figures,
        **zone.measures,
        "deviation": per_officer / mean - 1 if mean else np.nan,
        "farthest_minutes": float(county.minutes[county.index[zone.office], rows].max()),
        "points": float(zone.points),
        **(dict.fromkeys(WAYS, np.nan) if len(zone.stations) == 1 else {}),
    }


def office_minutes(county: County, score: Score) -> dict[str, float]:
    """Minutes to each station from its zone's office; NaN for one that is its zone: there is no way to go."""
    return {
        code: float(county.minutes[county.index[zone.office], county.index[code]]) if len(zone.stations) > 1 else np.nan
        for zone in score.zones
        for code in zone.stations
    }


def worst_deviation(problem: Problem, judged: Score) -> float:
    """The largest share by which the workload per officer of a zone that is not alone differs from their mean.

    It is the narrowest ``rules.officer_band`` that the plan keeps: 0 without such zones, infinite where one has work
    and no officers, NaN where none of them has officers.
    """
    mean = problem.mean_load
    if np.isnan(mean):
        return np.nan
    worst = 0.0
    for zone in judged.zones:
        work, due = zone.figures["workload"], mean * zone.figures["officers"]
        if not zone.alone and work != due:
            worst = max(worst, abs(work / due - 1) if due else np.inf)
    return worst


def station_values(county: County) -> list[dict[str, float]]:
    """Every figure of :data:`STATION_FIGURES`, one dictionary a station, in county order."""
    parts = {"officers": county.officers, "area_km2": county.area_km2, "population": county.population}
    columns = {**county.derived(), **parts}
    return [{key: float(values[i]) for key, values in columns.items()} for i in range(len(county))]


def plan_values(score: Score) -> dict[str, float]:
    """Every figure of :data:`PLAN_FIGURES` and, with a plan of today, of :data:`CHANGE_FIGURES`."""
    loads = np.array([zone.figures["workload_per_officer"] for zone in score.zones])
    known = loads[np.isfinite(loads)]
    most, least = (float(known.max()), float(known.min())) if known.size else (np.nan, np.nan)
    return {
        **score.figures,
        **score.measures,
        "zones": float(len(score.zones)),
        "most_loaded": most,
        "least_loaded": least,
        "range": most - least,
        "per_officer_ratio": _ratio([zone.figures["incidents_per_officer"] for zone in score.zones]),
        "points": float(score.points),
    }


def alone_values(county: County) -> dict[str, float]:
    """How even work is where every station is by itself: ``range``, and what :func:`evenness` gives."""
    loads = ratio(county.workload, county.officers)
    known = loads[np.isfinite(loads)]
    return evenness(county.workload, county.officers) | {"range": float(np.ptp(known)) if known.size else np.nan}


def _ratio(values: Sequence[float]) -> float:
    """How many times the highest of these is the lowest; NaN where one is not known or the lowest is 0."""
    known = np.asarray(values, dtype=float)
    return float(known.max() / known.min()) if np.isfinite(known).all() and known.min() > 0 else np.nan


def today(problem: Problem) -> Score:
    """The judged plan of today: the county's own zones, or every station by itself where it has none.

    Measures and limits are those of the policy; decisions made for another plan, such as where its offices are, and
    names given to its zones change nothing of today's.
    """
    plan = problem.current or Plan.of([code] for code in problem.county.codes)
    return score(replace(problem.undecided, names=()), plan)
