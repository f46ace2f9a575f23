"""Plans close to the best one: what each has of every measure, and which stations change zone."""

from collections.abc import Sequence

from workbench.tables.table import Column, Columns, Table, Value
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, by_key
from zoning.judge.score import Score
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.solution import Solution
from zoning.texts import Language, say

NAMED = 4
"""Stations named of those that change zone, where there is no room for all."""


def alternatives(solution: Solution, language: Language, named: int | None = None) -> Table:
    """The best plan and those within the gap, a row each: points, gap, zones, measures that weigh, stations moved.

    Of the stations ``named`` are told at the most, all where it is ``None``.
    """
    best, problem = solution.score, solution.problem
    assert best is not None
    weights = problem.policy.weights.shares()
    measures = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    rows: list[list[Value]] = []
    for k, judged in enumerate((best, *solution.alternative_scores)):
        gap = judged.points / best.points - 1 if best.points else 0.0
        says = (
            stations_moved(problem, best, judged, language, named) if k else say("workbench.field.this_plan", language)
        )
        shares = (judged.measures[figure.key] for figure in measures)
        rows.append([k + 1, judged.points, gap, len(judged.zones), *shares, says])
    columns: Columns = (
        *by_key("number", "points", "gap", "zones"),
        *measures,
        Column(FIGURES["moved_stations"].name(language)),
    )
    key = "alternatives" if solution.alternatives_complete else "alternatives_some"
    return Table.of(key, language, columns, rows, count=len(solution.alternatives))


def stations_moved(problem: Problem, before: Score, after: Score, language: Language, named: int | None) -> str:
    """How many stations change zone from one plan to another, and the names of the first of them."""
    names = [problem.county.short_names[code] for code in moved(before.plan, after.plan, problem.county.staff)]
    return differing(names, language, named)


def differing(names: Sequence[str], language: Language, named: int | None) -> str:
    """How many stations these are, and the first of their names."""
    first = say("workbench.list.separator", language).join(names[:named])
    more = "" if named is None or len(names) <= named else "…"
    return say("workbench.alternatives.stations", language, count=len(names), names=first, more=more)
