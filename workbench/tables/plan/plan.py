"""A plan on the terminal: how good it is, its zones, what changes against today, other plans close to it."""

from collections.abc import Sequence

from rich.text import Text

from workbench.line.limits import applied_limits, applied_weights
from workbench.line.screen import Screen
from workbench.line.speech import mended
from workbench.tables.palette import slot
from workbench.tables.plan.stages import steps
from workbench.tables.tables import Cell, Column, fitted, indented, listed, natural_width, table
from zoning.judge.figures import CHANGE_FIGURES, PLAN_FIGURES, by_key
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.judge.values import plan_values, today, zone_values
from zoning.model.plan import moved
from zoning.model.problem import Problem
from zoning.result.solution import Solution
from zoning.texts import Language, Message, say
from zoning.texts.numbers import number, percent

NAMES_WIDTH = 26
"""Cells that a column of station names needs to be worth having."""
MOVES = 4
"""Names shown of the stations that change zone."""
ZONE_COLUMNS = by_key(
    "officers",
    "workload",
    "workload_per_officer",
    "deviation",
    "mean_minutes",
    "p90_minutes",
    "farthest_minutes",
    "points",
)


def verdict(solution: Solution, language: Language, *, timed: bool = True) -> str:
    """Status, gap and seconds in one sentence; without the seconds it is the same on every run."""
    proof, run = solution.proof, solution.run
    points = solution.score.points if solution.score else None
    key = "feasible_" + run.stopped if proof.status == "feasible" and run.stopped else proof.status
    closeness = ""
    if proof.status == "feasible" and points is not None:
        bounded = proof.bound is not None and proof.gap is not None
        closeness = say(
            "workbench.status.bound" if bounded else "workbench.status.no_bound",
            language,
            bound=number(proof.bound),
            gap=percent(proof.gap, 2),
        )
    seconds = say("workbench.status.seconds", language, seconds=number(run.seconds, 2)) if timed else ""
    if solution.staged and proof.status == "optimal":
        staged = solution.staged
        mode = steps(staged.mode, [wanted for wanted, _ in staged.wanted], language)
        return say(
            "workbench.status.optimal_staged",
            language,
            mode=mode,
            points=number(points),
            seconds=seconds,
        )
    return say(f"workbench.status.{key}", language, points=number(points), seconds=seconds, closeness=closeness)


def show_zones(screen: Screen, problem: Problem, judged: Score) -> None:
    """The table of zones; station names go below it where the screen is too narrow for a column of them."""
    names, county = zone_names(problem, judged), problem.county
    columns = [
        Column(screen.say("workbench.zones.zone"), right=False),
        Column(screen.say("workbench.zones.office"), right=False),
        *(Column(f.name(screen.language), f.unit_name(screen.language)) for f in ZONE_COLUMNS),
    ]
    rows: list[list[Cell]] = []
    for z, zone in enumerate(judged.zones):
        values = zone_values(problem, zone)
        rows.append(
            [_swatch(z, names[z]), shortened(county.names[zone.office]), *(f.text(values[f.key]) for f in ZONE_COLUMNS)]
        )
    members = [[shortened(county.names[code]) for code in zone.stations] for zone in judged.zones]
    screen.heading("workbench.zones.title", count=len(rows))
    room = screen.width - natural_width(columns, rows)
    if room >= NAMES_WIDTH:
        columns.insert(2, Column(screen.say("workbench.zones.stations"), right=False))
        for row, inside in zip(rows, members, strict=True):
            row.insert(2, listed(inside, room - 2, screen.say("workbench.list.separator")))
        screen.show(table(columns, rows))
        return
    screen.show(fitted(columns, rows, screen.width))
    for z, inside in enumerate(members):
        lines = listed(inside, max(screen.width - 4, 8), screen.say("workbench.list.separator")).split("\n")
        screen.show(_swatch(z, screen.say("workbench.zones.members", name=names[z], count=len(inside))))
        screen.show(*(indented(line, screen.width) for line in lines))


def show_comparison(screen: Screen, problem: Problem, judged: Score) -> None:
    """Every measure and figure today and under the plan."""
    before, after = plan_values(today(problem)), plan_values(judged)
    figures = [*PLAN_FIGURES, *(f for f in CHANGE_FIGURES if f.key in after)]
    columns = [
        Column(screen.say("workbench.comparison.figure"), right=False),
        Column(screen.say("workbench.comparison.today")),
        Column(screen.say("workbench.comparison.plan")),
        Column(screen.say("workbench.comparison.difference")),
    ]
    weights = problem.policy.weights.shares()
    rows: list[list[Cell]] = []
    for figure in figures:
        changes = figure in CHANGE_FIGURES
        was, now = before.get(figure.key, float("nan")), after[figure.key]
        label = figure.header(screen.language)
        if figure.key in weights and weights[figure.key] > 0:
            label += screen.say("workbench.comparison.weight", share=percent(weights[figure.key], 0))
        rows.append(
            [
                label,
                "" if changes else figure.text(was),
                figure.text(now),
                "" if changes else figure.text(now - was, signed=True),
            ]
        )
    screen.heading(
        "workbench.comparison.title" if problem.current is None else "workbench.comparison.title_zones",
        county=problem.county.name,
    )
    screen.show(fitted(columns, rows, screen.width))
    if problem.current is None:
        screen.show(indented(screen.say("workbench.comparison.note"), screen.width))


def show_alternatives(screen: Screen, solution: Solution) -> None:
    """Other plans within the gap: points, gap, stations that change zone against the best, measures."""
    if solution.score is None or solution.plan is None or not solution.alternatives:
        return
    best, problem = solution.score, solution.problem
    measures = [f for f in PLAN_FIGURES if f.key in best.measures and problem.policy.weights.shares()[f.key] > 0]
    columns = [
        Column("#"),
        *(Column(screen.say(f"workbench.alternatives.{key}")) for key in ("points", "gap", "zones")),
    ]
    columns += [Column(f.name(screen.language)) for f in measures]
    columns.append(Column(screen.say("workbench.alternatives.moved"), right=False))
    shown = [f.text(best.measures[f.key]) for f in measures]
    first = ["1", number(best.points), percent(0.0, 2), str(len(best.zones)), *shown]
    rows: list[list[Cell]] = [[*first, screen.say("workbench.alternatives.best")]]
    for i, plan in enumerate(solution.alternatives):
        difference = score(problem, plan) - best
        shown = [f.text(difference.measures[f.key], signed=True) for f in measures]
        gap = difference.points / best.points if best.points else 0.0
        figures = [str(i + 2), number(best.points + difference.points), percent(gap, 2), str(len(plan.zones)), *shown]
        rows.append([*figures, _moves(screen, problem, moved(solution.plan, plan))])
    key = "workbench.alternatives.all" if solution.alternatives_complete else "workbench.alternatives.some"
    screen.heading(key, count=len(solution.alternatives))
    screen.show(fitted(columns, rows, screen.width))


def _moves(screen: Screen, problem: Problem, codes: Sequence[str]) -> str:
    """How many stations change zone, and the first of their names."""
    names = [shortened(problem.county.names[code]) for code in codes]
    more = "…" if len(names) > MOVES else ""
    return screen.say("workbench.alternatives.stations", count=len(names), names=names[:MOVES], more=more)


def show_applied(screen: Screen, problem: Problem, notices: Sequence[Message]) -> None:
    """What was applied: policy, decisions, how borders and minutes came about, and what else has to be known."""
    screen.heading("workbench.applied.title")
    screen.show(*(indented(line, screen.width) for line in applied(problem, notices, screen.language)))


def applied(problem: Problem, notices: Sequence[Message], language: Language) -> list[str]:
    """The same as plain lines."""
    policy = problem.policy
    apart = say("workbench.list.clause", language)
    lines = [
        say(
            "workbench.applied.policy",
            language,
            name=policy.name,
            source=f"（{policy.source}）" if policy.source else "",
        ),
        say("workbench.applied.rules", language, rules=apart.join(applied_limits(policy, language))),
        say("workbench.applied.weights", language, weights=apart.join(applied_weights(policy, language))),
    ]
    return lines + circumstances(problem, notices, language)


def circumstances(problem: Problem, notices: Sequence[Message], language: Language) -> list[str]:
    """What was found or decided for this county: minutes, borders, the planner's decisions, notices."""
    county = problem.county
    lines = [
        say(
            f"workbench.applied.travel_{county.travel}",
            language,
            speed=f"{county.speed_kmh:g}",
            detour=f"{county.detour:g}",
        ),
        say(f"workbench.map.borders_{county.borders_from}", language),
    ]
    for override in problem.overrides:
        reason = say("workbench.applied.reason", language, reason=override.reason) if override.reason else ""
        lines.append(say("workbench.applied.override", language, what=override.what, reason=reason))
    if county.notice:
        lines.append(say("workbench.applied.notice", language, notice=county.notice))
    return lines + [notice.text(language) for notice in notices]


def show_violations(screen: Screen, judged: Score) -> None:
    """Every hard rule that the plan breaks, or that it breaks none."""
    if not judged.violations:
        screen.show("", Text(screen.say("workbench.violations.none"), style="green"))
        return
    screen.heading("workbench.violations.title", count=len(judged.violations))
    screen.show(*(indented(f"* {v.says.text(screen.language)}", screen.width, "red") for v in judged.violations))


def _swatch(zone: int, name: str) -> Text:
    return Text.assemble(("██", slot(zone).colour), mended(f" {zone + 1} {name}"))


def shortened(name: str) -> str:
    """The name of a station without the word station."""
    return name.removesuffix("派出所") or name
