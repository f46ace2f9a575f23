"""The judge: what a plan is worth and which rules it breaks. No solver is asked and none is believed.

Scores come from plain membership and the formulas of the measures. ``Score - Score`` says measure by measure what a
change costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zoning.judge.kept import moved_since_today
from zoning.judge.measures import MEASURES, points
from zoning.judge.rules import Violation, violations
from zoning.judge.zones import MemberZones, Zones, offices, outside
from zoning.mathematics.ratios import ratio
from zoning.model.county import County, Floats, Ints
from zoning.model.equality import ByValue
from zoning.model.errors import expect
from zoning.model.plan import Plan, variation_of_information
from zoning.model.problem import Problem

MINUTES = ("diameter_minutes", "farthest_minutes", "mean_minutes", "p90_minutes")
"""Of a zone: longest way between two members; from the office the longest, weighted mean and 90th percentile."""


@dataclass(frozen=True, eq=False)
class ZoneScore(ByValue):
    """One zone as judged: member codes, office code, measures (shares), points, and the figures reported beside them.

    ``figures`` by key, NaN where unknown: stations, officers, population, area_km2, incidents, workload,
    workload_per_officer, incidents_per_officer, incidents_per_km2, incidents_per_1000, diameter_minutes,
    farthest_minutes, mean_minutes and p90_minutes (from the office, the last two workload-weighted), compactness
    (Polsby-Popper), moment_index.
    """

    stations: tuple[str, ...]
    office: str
    alone: bool
    measures: dict[str, float]
    points: int
    figures: dict[str, float]


@dataclass(frozen=True, eq=False)
class Score(ByValue):
    """A plan as judged: whole points, every measure weighted or not, the rules it breaks, and figures over zones.

    ``figures``: max_over_mean, gini, gini_corrected (Gini · k / (k−1)) and cv of workload per officer over the zones,
    mean_minutes and p90_minutes to the offices, and with a current plan moved_stations, moved_officers and
    variation_of_information.
    """

    plan: Plan
    points: int
    measures: dict[str, float]
    zones: tuple[ZoneScore, ...]
    violations: tuple[Violation, ...]
    figures: dict[str, float]

    def __sub__(self, other: "Score") -> "ScoreDifference":
        return ScoreDifference(
            self.points - other.points,
            {key: value - other.measures[key] for key, value in self.measures.items()},
            {key: value - other.figures[key] for key, value in self.figures.items() if key in other.figures},
        )


@dataclass(frozen=True, eq=False)
class ScoreDifference(ByValue):
    """What one plan costs more (positive) or less (negative) than another, in points and by measure."""

    points: int
    measures: dict[str, float]
    figures: dict[str, float]


def score(problem: Problem, plan: Plan) -> Score:
    """Judge a plan.

    Raises
    ------
    InputError
        When the plan leaves out a station of the county or names one that it does not have, or is no plan.
    """
    expect(problem=(problem, Problem), plan=(plan, Plan))
    return _scored(problem, plan, {})


def rescored(problem: Problem, before: Score, plan: Plan) -> Score:
    """The score of ``plan``, the same bits as :func:`score` gives, where ``before`` is another score of this problem.

    Zones that have the same stations in both plans are taken over and the others judged. What depends on the plan as a
    whole is always judged anew: its sums and figures, and which rules it breaks.

    Raises
    ------
    InputError
        As :func:`score`.
    """
    return _scored(problem, plan, {zone.stations: zone for zone in before.zones})


def _scored(problem: Problem, plan: Plan, known: Mapping[tuple[str, ...], ZoneScore]) -> Score:
    labels = plan.labels(problem.county.codes)
    fresh = [z for z, stations in enumerate(plan.zones) if stations not in known]
    judged = iter(_zone_scores(MemberZones(problem, labels == np.array(fresh, dtype=np.int64)[:, None])))
    zones = tuple(known[stations] if stations in known else next(judged) for stations in plan.zones)
    return Score(
        plan=plan,
        points=sum(zone.points for zone in zones),
        measures={m.key: float(np.array([zone.measures[m.key] for zone in zones]).sum()) for m in MEASURES},
        zones=zones,
        violations=violations(problem, plan),
        figures=_plan_figures(problem, plan, labels, zones),
    )


def _zone_scores(zones: MemberZones) -> list[ZoneScore]:
    codes = zones.problem.county.codes
    office, free, measured = offices(zones), outside(zones), {m.key: m.share(zones) for m in MEASURES}
    cost, shares = points(zones, measured), {key: share.tolist() for key, share in measured.items()}
    figures = {key: values.tolist() for key, values in _zone_figures(zones, office).items()}
    return [
        ZoneScore(
            stations=tuple(codes[i] for i in rows),
            office=codes[office[z]],
            alone=not free[z],
            measures={key: column[z] for key, column in shares.items()},
            points=int(cost[z]),
            figures={key: column[z] for key, column in figures.items()},
        )
        for z, rows in enumerate(zones.rows)
    ]


def evenness(workload: Floats, officers: Floats) -> dict[str, float]:
    """How even the workload per officer of k zones is: max over mean, Gini, Gini · k / (k−1), coefficient of variation.

    The mean is that of all zones together; Gini and coefficient count each zone once, and none without officers.
    """
    loads = ratio(workload, officers)
    x = loads[np.isfinite(loads)]
    k = len(x)
    if k == 0 or x.sum() == 0:
        return dict.fromkeys(("max_over_mean", "gini", "gini_corrected", "cv"), 0.0 if k else float("nan"))
    gini = float(np.abs(x[:, None] - x[None, :]).sum() / (2 * k * x.sum()))
    return {
        "max_over_mean": float(x.max() * officers.sum() / workload.sum()),
        "gini": gini,
        "gini_corrected": gini * k / (k - 1) if k > 1 else 0.0,
        "cv": float(x.std() / x.mean()),
    }


def _zone_figures(zones: MemberZones, office: Ints) -> dict[str, Floats]:
    county = zones.problem.county
    incidents = county.incidents.sum(axis=1)
    officers, area, work, events = (
        zones.sum(v) for v in (county.officers, county.area_km2, county.workload, incidents)
    )
    people = zones.sum(county.population)
    minutes = np.array([_minutes(county, rows, int(o)) for rows, o in zip(zones.rows, office, strict=True)])
    compact, moment = _compactness(zones)
    return {
        "stations": zones.sum(county.ones),
        "officers": officers,
        "population": people,
        "area_km2": area,
        "incidents": events,
        "workload": work,
        "workload_per_officer": ratio(work, officers),
        "incidents_per_officer": ratio(events, officers),
        "incidents_per_km2": ratio(events, area),
        "incidents_per_1000": 1000 * ratio(events, people),
        **dict(zip(MINUTES, minutes.reshape(-1, len(MINUTES)).T, strict=True)),
        "compactness": compact,
        "moment_index": moment,
    }


def _minutes(county: County, rows: Ints, office: int) -> tuple[float, float, float, float]:
    """:data:`MINUTES` of the zone of these stations."""
    way = county.minutes[office, rows]
    return (float(county.minutes[np.ix_(rows, rows)].max()), float(way.max()), *spread(way, county.workload[rows]))


def spread(minutes: Floats, weights: Floats) -> tuple[float, float]:
    """Weighted mean and weighted 90th percentile (the smallest value that nine tenths of the weight do not exceed)."""
    if weights.sum() == 0:
        weights = np.ones_like(minutes)
    order = np.argsort(minutes, kind="stable")
    reached = np.cumsum(weights[order]) >= 0.9 * weights.sum() * (1 - 1e-12)
    return float(np.average(minutes, weights=weights)), float(minutes[order][reached.argmax()])


def _compactness(zones: Zones) -> tuple[Floats, Floats]:
    """Polsby-Popper 4πA/P² and the moment-of-inertia index A²/(2πI), 1 for a disc; NaN without polygons.

    References
    ----------
    D. Polsby, R. Popper, The third criterion, Yale Law & Policy Review 9 (1991). W. Li, M. Goodchild, R. Church, An
    efficient measure of compactness for two-dimensional shapes, Int. J. Geographical Information Science 27 (2013).
    """
    county = zones.problem.county
    if county.outline is None:
        unknown = np.full(len(zones), np.nan)
        return unknown, unknown
    area, xy = county.area_km2, county.outline.centroid_km
    perimeter = zones.sum(county.outline.perimeter_km) - 2 * zones.pairs(county.touching_km)
    total = zones.sum(area)
    # The parallel-axis theorem, first about the county's centre and then about the zone's own.
    centre = zones.sum(area[:, None] * xy) / total[:, None]
    about_origin = zones.sum(county.outline.polar_km4 + area * (xy**2).sum(axis=1))
    inertia = about_origin - total * (centre**2).sum(axis=1)
    return 4 * np.pi * ratio(total, perimeter**2), ratio(total**2, 2 * np.pi * inertia)


def _plan_figures(problem: Problem, plan: Plan, labels: Ints, zones: Sequence[ZoneScore]) -> dict[str, float]:
    county = problem.county
    work, officers = (np.array([zone.figures[key] for zone in zones]) for key in ("workload", "officers"))
    office = np.array([county.index[zone.office] for zone in zones])
    mean, p90 = spread(county.minutes[office[labels], np.arange(len(county))], county.workload)
    figures = evenness(work, officers) | {"mean_minutes": mean, "p90_minutes": p90}
    if problem.current is not None:
        stations = moved_since_today(problem, plan)
        figures["moved_stations"] = float(len(stations))
        figures["moved_officers"] = float(sum(county.staff[code] for code in stations))
        figures["variation_of_information"] = variation_of_information(problem.current, plan)
    return figures
