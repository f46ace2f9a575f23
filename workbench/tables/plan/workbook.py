"""A plan as a workbook: zones, stations, measures, before and after, alternatives, and what was applied."""

from collections.abc import Sequence

from workbench.tables.book import Book
from workbench.tables.plan.alternatives import alternatives
from workbench.tables.plan.measures import before_and_after, measures
from workbench.tables.plan.words import verdict
from workbench.tables.plan.zones import WHOLE, stations, zones
from zoning.judge.score import Score
from zoning.result.digest import digest
from zoning.result.solution import Solution
from zoning.texts import Language, say


def workbook(solution: Solution, judged: Score, lines: Sequence[str], language: Language) -> bytes:
    """The sheets of a plan, the last with notes; ``lines`` say what was applied."""
    book, problem = Book(language), solution.problem
    tables = {
        "zones": zones(problem, judged, language, WHOLE, codes=True),
        "stations": stations(problem, judged, language),
        "measures": measures(problem, judged, language, by_zone=True),
        "comparison": before_and_after(problem, judged, language),
    }
    if solution.alternatives:
        tables["alternatives"] = alternatives(solution, language)
    for key, table in tables.items():
        book.add(table, say(f"workbench.tab.{key}", language), frozen=2 if key in ("zones", "stations") else 1)
    book.notes(_notes(solution, lines, language))
    return book.done()


def _notes(solution: Solution, lines: Sequence[str], language: Language) -> list[tuple[str, str]]:
    """Proof, policy as applied, digest, notices, and what units and points mean."""
    problem, run = solution.problem, solution.run
    said = {
        "proof": verdict(solution, language, timed=False),
        "solver": say("workbench.book.solver_says", language, name=run.name, seed=run.seed),
        "digest": digest(problem.county),
        "units": say("workbench.book.units_say", language),
        "points": say("workbench.book.points_say", language),
    }
    rows = [(say("workbench.field.county", language), f"{problem.county.name} {problem.county.code}")]
    rows += [(say(f"workbench.book.{key}", language), words) for key, words in said.items()]
    rows.append((say("workbench.applied.title", language), "\n".join(lines)))
    policy = problem.policy.model_dump(mode="json")
    for section in ("zones", "rules", "weights", "pins"):
        rows += [(f"{section}.{key}", "" if value is None else str(value)) for key, value in policy[section].items()]
    return rows
