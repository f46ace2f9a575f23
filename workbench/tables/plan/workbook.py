"""A plan as a workbook: zones, stations, measures, before and after, alternatives, and what was applied."""

from collections.abc import Sequence

from workbench.tables.book import Book
from workbench.tables.plan.alternatives import alternatives
from workbench.tables.plan.measures import before_and_after, indices, measures
from workbench.tables.plan.stages import periods
from workbench.tables.plan.words import verdict
from workbench.tables.plan.zones import FIRST, FURTHER, changes, means, station_figures, stations, zones
from zoning.judge.kept import moved_since_today
from zoning.judge.score import Score
from zoning.result.digest import digest
from zoning.result.solution import Solution
from zoning.texts import Language, say

LISTS = ("measures", "comparison", "alternatives", "changes", "indices", "periods")
"""Tables with one column that stays in sight; the others have two."""


def workbook(
    solution: Solution, judged: Score, lines: Sequence[str], language: Language, picture: bytes | None = None
) -> bytes:
    """The sheets of a plan, the last with notes; ``lines`` say what was applied, ``picture`` is a map as PNG."""
    book, problem = Book(language, problem_title(solution, language)), solution.problem
    further = zones(problem, judged, language, FURTHER, members=False, codes=True)
    tables = {
        "zones": zones(problem, judged, language, FIRST, codes=True, offices=False),
        "stations": stations(problem, judged, language),
        "zone_figures": further,
        "station_figures": station_figures(problem.county, language),
        "measures": measures(problem, judged, language, by_zone=True),
        "comparison": before_and_after(problem, judged, language),
    }
    if problem.current is not None and moved_since_today(problem, judged.plan):
        tables["changes"] = changes(problem, judged, problem.current, language)
    if solution.alternatives:
        tables["alternatives"] = alternatives(solution, language)
    if solution.staged is not None and solution.staged.mode == "worst_period":
        tables["periods"] = periods(problem, judged.plan, None, language)
    tables["indices"] = indices(problem, judged, language)
    for key, table in tables.items():
        book.add(table, say(f"workbench.tab.{key}", language), frozen=1 if key in LISTS else 2)
        if key == "stations" and picture is not None:
            book.picture(say("workbench.tab.map", language), picture)
    book.notes(_notes(solution, lines, language))
    return book.done()


def problem_title(solution: Solution, language: Language) -> str:
    """What stands at the head of every printed page."""
    county = solution.problem.county
    return say("workbench.map.title", language, county=county.name, code=county.code)


def _notes(solution: Solution, lines: Sequence[str], language: Language) -> list[tuple[str, str]]:
    """Proof, what units and points mean, what was applied line by line, and how the county is known again."""
    problem, run = solution.problem, solution.run
    said = {
        "proof": verdict(solution, language, timed=False),
        "units": say("workbench.book.units_say", language),
        "points": say("workbench.book.points_say", language),
    }
    if solution.score is not None:
        said["means"] = means(problem, solution.score, language)
    rows = [(say("workbench.field.county", language), f"{problem.county.name} {problem.county.code}")]
    rows += [(say(f"workbench.book.{key}", language), words) for key, words in said.items()]
    title = say("workbench.applied.title", language)
    rows += [(title if k == 0 else "", line) for k, line in enumerate(lines)]
    solver = say("workbench.book.solver_says", language, name=run.name, seed=run.seed)
    rows.append((say("workbench.book.solver", language), solver))
    rows.append((say("workbench.book.digest", language), digest(problem.county)))
    return rows
