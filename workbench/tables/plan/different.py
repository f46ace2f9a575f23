"""A few good plans that differ most, side by side: what each is better at, and which stations move."""

from collections.abc import Sequence

from rich.text import Text

from workbench.line.screen import Screen
from workbench.tables.plan.alternatives import stations_moved
from workbench.tables.plan.explanation import in_words
from workbench.tables.table import Amount, Column, Table, Value
from workbench.tables.terminal import indented, show_table
from zoning.judge.figures import FIGURES, MEASURE_FIGURES
from zoning.judge.measures import POINTS
from zoning.judge.score import Score
from zoning.result.solution import Solution
from zoning.texts import Language, say
from zoning.texts.numbers import number

NAMED = 8
"""Stations named of those that move."""
SMALL = 500
"""Points of a measure, each worth a millionth of a share, below which a difference is not told."""


def side_by_side(solution: Solution, distances: Sequence[int], among: int, language: Language) -> Table:
    """A column for every plan and a row for every measure, the least of each row marked.

    ``distances`` are the pairs of stations by which each plan differs from the nearest before it, ``among`` is the
    number of plans they were chosen from.
    """
    assert solution.score is not None
    best, scores = solution.score, (solution.score, *solution.alternative_scores)
    weights = solution.problem.policy.weights.shares()
    points, gap, count, pairs = (FIGURES[key] for key in ("points", "gap", "zones", "pairs"))
    rows: list[list[Value]] = [
        [points.header(language), *(Amount(points, judged.points) for judged in scores)],
        [gap.name(language), *(Amount(gap, s.points / best.points - 1 if best.points else 0) for s in scores)],
        [count.name(language), *(Amount(count, len(judged.zones)) for judged in scores)],
        [pairs.name(language), "", *(Amount(pairs, distance) for distance in distances)],
    ]
    strong = set()
    for figure in (f for f in MEASURE_FIGURES if weights[f.key] > 0):
        values = [judged.measures[figure.key] for judged in scores]
        least = [k for k, value in enumerate(values) if value == min(values)]
        strong |= {(len(rows), k + 1) for k in least}
        marked = (Amount(figure, value, mark="*" if k in least else "") for k, value in enumerate(values))
        rows.append([figure.name(language), *marked])
    titles = [say("workbench.different.best", language), *(str(k + 2) for k in range(len(distances)))]
    columns = (Column(""), *(Column(title, numeric=True) for title in titles))
    title = say("workbench.different.title", language, among=among, count=len(distances))
    return Table(title, columns, rows, language, strong=frozenset(strong))


def show_different(screen: Screen, solution: Solution, distances: Sequence[int], among: int) -> None:
    """The plans side by side, then each in words."""
    if solution.score is None:
        return
    if not distances:
        screen.heading("workbench.different.none")
        return
    show_table(screen, side_by_side(solution, distances, among, screen.language))
    for k, judged in enumerate(solution.alternative_scores):
        screen.show("", *_words(screen, solution, solution.score, judged, k + 2))


def _words(screen: Screen, solution: Solution, best: Score, judged: Score, rank: int) -> list[Text]:
    """What a plan is better and worse at than the best one, and which stations change zone."""
    problem, difference = solution.problem, judged - best
    weights = problem.policy.weights.shares()
    told = {k: v for k, v in difference.measures.items() if weights[k] > 0 and abs(v) * POINTS >= SMALL}
    parts = []
    for key, sign in (("better", -1), ("worse", 1)):
        some = [key for key, value in told.items() if value * sign > 0]
        if some:
            says = in_words(problem, best, judged, screen.language, some)
            parts.append(screen.say(f"workbench.different.{key}", says=says))
    stations = stations_moved(problem, best, judged, screen.language, NAMED)
    parts.append(screen.say("workbench.different.moved", stations=stations))
    heading = screen.say("workbench.different.plan", rank=rank, points=number(difference.points, signed=True))
    return [Text(heading, "bold"), *(indented(part, screen.width) for part in parts)]
