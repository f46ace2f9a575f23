"""Sites of the office, the command room and the teams of a zone (H8, H19, H20, H23): every candidate ranked.

The planner's choice overrides the ranking. What it may get wrong: one station of unknown residents takes residents out
of the ranking of its zone.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from systems.teams.records import Candidate, Site
from zoning.model.county import County, Floats

DECIMALS = 9
"""Of a score; stations equal to so many decimals are ties, and the first code wins."""


def office(county: County, rows: Sequence[int], chosen: str | None, fixed: str) -> Site:
    """The office of a zone (H8). A score is minus the mean minutes to the stations of the zone, by workload.

    Parameters
    ----------
    fixed : the judge's 1-median, or the office fixed by the plan
    """
    minutes = _mean_minutes(county, rows, rows, county.workload)
    ranking = _ranked(county, {row: (-value, {"mean_minutes": value}) for row, value in minutes.items()})
    return Site(chosen or fixed, ranking, chosen is not None)


def command_room(county: County, rows: Sequence[int], weights: Mapping[str, float], chosen: str | None) -> Site:
    """The command room (H19). A score blends residents, area and case incidents, each over the zone's largest.

    Parameters
    ----------
    weights : of the parts, rescaled to the parts known of every station
    """
    parts = {
        "population": county.population[list(rows)],
        "area_km2": county.area_km2[list(rows)],
        "complexity": case_incidents(county)[list(rows)],
    }
    known = {key: values for key, values in parts.items() if np.isfinite(values).all() and weights[key] > 0}
    total = sum(weights[key] for key in known) or 1.0
    scores = np.zeros(len(rows))
    for key, values in known.items():
        scores += weights[key] / total * values / max(float(values.max()), 1e-300)
    figures = [{key: float(values[k]) for key, values in parts.items()} for k in range(len(rows))]
    ranking = _ranked(county, {row: (float(scores[k]), figures[k]) for k, row in enumerate(rows)})
    return Site(chosen or ranking[0].station, ranking, chosen is not None)


def case_site(county: County, rows: Sequence[int], chosen: str | None) -> Site:
    """The case team's site (H20), a station with a case area. A score is minus the mean minutes by case incidents.

    Parameters
    ----------
    chosen : a station with a case area
    """
    able = [row for row in rows if county.stations[row].has_case_area]
    minutes = _mean_minutes(county, able, rows, case_incidents(county))
    figures = {row: {"mean_minutes": minutes[row], "officers": float(county.officers[row])} for row in able}
    ranking = _ranked(county, {row: (-minutes[row], figures[row]) for row in able})
    return Site(chosen or (ranking[0].station if ranking else None), ranking, chosen is not None)


def community_site(county: County, rows: Sequence[int], chosen: str | None) -> Site:
    """The community team's site (H23): most communities, then most villages; unknown counts as 0."""
    counts = {row: (county.stations[row].communities, county.stations[row].villages) for row in rows}
    most = 1 + max((villages or 0) for _, villages in counts.values())
    scores = {row: (communities or 0) + (villages or 0) / most for row, (communities, villages) in counts.items()}
    figures = {
        row: {"communities": _known(communities), "villages": _known(villages)}
        for row, (communities, villages) in counts.items()
    }
    ranking = _ranked(county, {row: (scores[row], figures[row]) for row in rows})
    return Site(chosen or ranking[0].station, ranking, chosen is not None)


def case_incidents(county: County) -> Floats:
    """(n,) incidents a year of the case classes."""
    return np.asarray(county.incidents[:, county.case_classes].sum(axis=1), dtype=np.float64)


def _mean_minutes(county: County, origins: Sequence[int], rows: Sequence[int], loads: Floats) -> dict[int, float]:
    """Mean minutes from each origin to the stations ``rows``, weighted by ``loads`` (n,), evenly without any."""
    weights = loads[list(rows)]
    weights = weights if weights.sum() > 0 else np.ones(len(rows))
    return {row: float(np.average(county.minutes[row, list(rows)], weights=weights)) for row in origins}


def _ranked(county: County, scores: Mapping[int, tuple[float, Mapping[str, float]]]) -> tuple[Candidate, ...]:
    best = sorted(scores, key=lambda row: (-round(scores[row][0], DECIMALS), row))
    return tuple(Candidate(county.codes[row], *scores[row]) for row in best)


def _known(value: int | None) -> float:
    return float("nan") if value is None else float(value)
