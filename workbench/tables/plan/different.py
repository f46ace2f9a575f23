"""A few good plans that differ most, side by side: what each is better at, and which stations move."""

from collections.abc import Sequence

from rich.text import Text

from workbench.line.screen import Screen
from workbench.tables.plan.explanation import in_words
from workbench.tables.plan.plan import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import MEASURE_FIGURES
from zoning.judge.measures import POINTS
from zoning.judge.score import ScoreDifference, score
from zoning.model.plan import Plan, moved
from zoning.result.solution import Solution
from zoning.texts.numbers import number, percent

Chosen = Sequence[tuple[Plan, int]]
"""Plans in the order they were taken, with the pairs of stations by which each differs from the nearest before it."""
NAMED = 8
"""Stations named of those that move."""


def show_different(screen: Screen, solution: Solution, chosen: Chosen, among: int) -> None:
    """A column for every plan and a row for every measure, the least of each row marked; then each plan in words."""
    if solution.score is None or solution.plan is None:
        return
    problem, best = solution.problem, solution.score
    if not chosen:
        screen.heading("workbench.different.none")
        return
    scores = [best, *(score(problem, plan) for plan, _ in chosen)]
    weights = problem.policy.weights.shares()
    rows: list[list[Cell]] = [_row(screen, "points", [number(s.points) for s in scores])]
    rows.append(_row(screen, "gap", [percent(s.points / best.points - 1 if best.points else 0, 2) for s in scores]))
    rows.append(_row(screen, "zones", [str(len(s.zones)) for s in scores]))
    rows.append(_row(screen, "pairs", ["", *(str(distance) for _, distance in chosen)]))
    for figure in (f for f in MEASURE_FIGURES if weights[f.key] > 0):
        values = [judged.measures[figure.key] for judged in scores]
        least = min(values)
        cells = [Text(f"{'*' if v == least else ''}{figure.text(v)}", "bold" if v == least else "") for v in values]
        rows.append([figure.name(screen.language), *cells])
    titles = [screen.say("workbench.different.best"), *(str(k + 2) for k in range(len(chosen)))]
    screen.heading("workbench.different.title", among=among, count=len(chosen))
    columns = [Column("", right=False), *(Column(title) for title in titles)]
    screen.show(fitted(columns, rows, screen.width))
    for k, (plan, judged) in enumerate(zip((plan for plan, _ in chosen), scores[1:], strict=True)):
        screen.show("", *_words(screen, solution, k + 2, plan, judged - best))


def _row(screen: Screen, key: str, cells: list[str]) -> list[Cell]:
    return [screen.say(f"workbench.different.{key}"), *cells]


def _words(screen: Screen, solution: Solution, rank: int, plan: Plan, difference: ScoreDifference) -> list[Text]:
    """What a plan is better and worse at than the best one, and which stations change zone."""
    problem, before = solution.problem, solution.plan
    assert before is not None
    weights = problem.policy.weights.shares()
    changes = {
        key: value for key, value in difference.measures.items() if weights[key] > 0 and abs(value) * POINTS >= 500
    }
    parts = []
    for key, sign in (("better", -1), ("worse", 1)):
        some = {k: v if v * sign > 0 and k in changes else 0.0 for k, v in difference.measures.items()}
        if any(some.values()):
            points = round(POINTS * sum(weights[k] * v for k, v in some.items()))
            says = in_words(screen, problem, ScoreDifference(points, some, {}))
            parts.append(screen.say(f"workbench.different.{key}", says=says))
    names = [shortened(problem.county.names[code]) for code in moved(before, plan)]
    more = "…" if len(names) > NAMED else ""
    parts.append(screen.say("workbench.different.moved", count=len(names), names=names[:NAMED], more=more))
    heading = screen.say("workbench.different.plan", rank=rank, points=number(difference.points, signed=True))
    return [Text(heading, "bold"), *(indented(part, screen.width) for part in parts)]
