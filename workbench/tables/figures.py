"""The figures that are shown of a zone, a station and a plan: one row each, with its unit and its decimals.

Terminal, workbook, layers and map all read these rows, so a figure has one name, one unit and one rounding everywhere.
Nothing is judged here: the values are those of :mod:`zoning.judge.score`. A figure that is not known is NaN.
"""

from dataclasses import dataclass

import numpy as np

from workbench.line.speech import number, percent
from zoning.judge.measures import MEASURES
from zoning.judge.score import Score, ZoneScore, score
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.texts import Language, say


@dataclass(frozen=True)
class Figure:
    """A row: ``workbench.figure.<key>`` names it, ``workbench.unit.<unit>`` its unit; a share is shown in per cent.

    ``count`` is a number that the name has in it.
    """

    key: str
    unit: str = ""
    digits: int = 0
    share: bool = False
    signed: bool = False
    count: int = 0

    def name(self, language: Language) -> str:
        return say(f"workbench.figure.{self.key}", language, count=self.count)

    def unit_name(self, language: Language) -> str:
        return say(f"workbench.unit.{self.unit}", language) if self.unit else ""

    def header(self, language: Language) -> str:
        """Name and unit, e.g. ``工作量（警时/年）``."""
        unit = self.unit_name(language)
        return (
            say("workbench.figure.header", language, name=self.name(language), unit=unit)
            if unit
            else self.name(language)
        )

    @property
    def format(self) -> str:
        """The number format of a spreadsheet; a share is shown in per cent by it."""
        decimals = "." + "0" * self.digits if self.digits else ""
        return f"0{decimals}%" if self.share else f"#,##0{decimals}"

    def rounded(self, value: float) -> float:
        """The value that is shown: what is computed from shown numbers must agree with them."""
        return round(value, self.digits + 2 * self.share)

    def text(self, value: float, *, signed: bool = False) -> str:
        signed = signed or self.signed
        return percent(value, self.digits, signed=signed) if self.share else number(value, self.digits, signed=signed)


MEASURE_FIGURES = tuple(Figure(measure.key, digits=1, share=True) for measure in MEASURES)
POINTS = Figure("points", "points")

ZONE_FIGURES = (
    Figure("stations", "stations"),
    Figure("officers", "officers"),
    Figure("population", "residents"),
    Figure("area_km2", "km2", 1),
    Figure("incidents", "incidents"),
    Figure("workload", "hours"),
    Figure("workload_per_officer", "hours_per_officer"),
    Figure("deviation", digits=1, share=True, signed=True),
    Figure("incidents_per_officer", "per_officer", 1),
    Figure("incidents_per_km2", "per_km2", 2),
    Figure("incidents_per_1000", "per_1000", 1),
    Figure("mean_minutes", "minutes", 1),
    Figure("p90_minutes", "minutes", 1),
    Figure("farthest_minutes", "minutes", 1),
    Figure("diameter_minutes", "minutes", 1),
    Figure("compactness", digits=2),
    Figure("moment_index", digits=2),
    *MEASURE_FIGURES,
    POINTS,
)
STATION_FIGURES = (
    Figure("officers", "officers"),
    Figure("population", "residents"),
    Figure("area_km2", "km2", 1),
    Figure("incidents", "incidents"),
    Figure("incidents_per_km2", "per_km2", 2),
    Figure("incidents_per_1000", "per_1000", 1),
    Figure("incidents_per_officer", "per_officer", 1),
    Figure("workload", "hours"),
    Figure("workload_per_officer", "hours_per_officer"),
)
PLAN_FIGURES = (
    Figure("zones", "zones"),
    Figure("most_loaded", "hours_per_officer"),
    Figure("least_loaded", "hours_per_officer"),
    Figure("range", "hours_per_officer"),
    Figure("max_over_mean", digits=2),
    Figure("gini", digits=3),
    Figure("gini_corrected", digits=3),
    Figure("cv", digits=3),
    Figure("mean_minutes", "minutes", 1),
    Figure("p90_minutes", "minutes", 1),
    *MEASURE_FIGURES,
    POINTS,
)
CHANGE_FIGURES = (Figure("moved_stations", "stations"), Figure("moved_officers", "officers"))
"""What only a plan of today gives: stations and officers whose zone changes."""


def by_key(figures: tuple[Figure, ...], *keys: str) -> tuple[Figure, ...]:
    """The rows of these keys, in this order."""
    rows = {figure.key: figure for figure in figures}
    return tuple(rows[key] for key in keys)


def zone_values(problem: Problem, zone: ZoneScore) -> dict[str, float]:
    """Every figure of :data:`ZONE_FIGURES` for one zone."""
    county = problem.county
    rows = [county.index[code] for code in zone.stations]
    mean = county.mean_load
    per_officer = zone.figures["workload_per_officer"]
    return {
        **zone.figures,
        **zone.measures,
        "deviation": per_officer / mean - 1 if mean else np.nan,
        "farthest_minutes": float(county.minutes[county.index[zone.office], rows].max()),
        "points": float(zone.points),
    }


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
        "points": float(score.points),
    }


def today(problem: Problem) -> Score:
    """The judged plan of today: the county's own zones, or every station by itself where it has none."""
    plan = problem.current or Plan.of([code] for code in problem.county.codes)
    return score(problem, plan)
