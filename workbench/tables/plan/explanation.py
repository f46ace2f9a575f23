"""Prices of moves and rules, and contributions, on the terminal: tables, and each move in words."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.line.screen import Screen
from workbench.tables.plan.limits import phrase
from workbench.tables.table import Amount, Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_rows, show_table
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, Figure
from zoning.judge.figures import POINTS as POINTS_FIGURE
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.rules import Violation, worsened
from zoning.judge.score import Score, score
from zoning.model.plan import moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from solvers.explain.explanation import PlanExplanation, StationExplanation
    from solvers.explain.moves import Move

MOST = 5
"""Stations shown of those that contribute most."""
NAMED = 6
"""Stations named of those that move."""


@dataclass(frozen=True)
class MoveView:
    """A move, the zone it leads to, the names of the other stations that change zone when it is re-optimised.

    ``broken`` are the rules that the move alone breaks, or breaks by more than the plan does without it.
    """

    move: "Move"
    zone: str
    others: tuple[str, ...]
    broken: tuple[Violation, ...]


def show_station(screen: Screen, found: "StationExplanation") -> None:
    """The price of a station in every zone, as a table and in words."""
    county, names, code = found.problem.county, zone_names(found.problem, found.judged, screen.language), found.station
    views = []
    for move in found.moves:
        others = () if move.optimum is None else moved(found.judged.plan, move.optimum, county.staff)
        to = f"{move.zone + 1} {names[move.zone]}"
        views.append(MoveView(move, to, tuple(county.short_names[c] for c in others if c != code), broken(found, move)))
    where = f"{found.zone + 1} {names[found.zone]}"
    key = "station" if views else "station_only"
    title = screen.say(f"workbench.explain.{key}", station=county.short_names[code], zone=where, count=len(views))
    screen.sentence(title, "bold")
    show_prices(screen, found.problem, views)
    for view in views:
        show_move(screen, found.problem, found.judged, county.short_names[code], where, view)


def broken(found: "StationExplanation", move: "Move") -> tuple[Violation, ...]:
    """What a move alone breaks, or breaks by more than the plan does as it is."""
    return worsened(found.problem, found.judged.violations, move.violations, {found.station})


def show_plan(screen: Screen, found: "PlanExplanation") -> None:
    """What the constraints of a plan cost, and what its zones and stations contribute."""
    judged = found.judged
    title = screen.say("workbench.explain.plan", points=f"{judged.points:,}", zones=len(judged.zones))
    screen.sentence(title, "bold")
    show_constraints(screen, found)
    show_contributions(screen, found.problem, judged, found.contributions)


def show_prices(screen: Screen, problem: Problem, views: Sequence[MoveView]) -> None:
    """Every zone with what the move costs, or that there is none."""
    if not views:
        screen.show(screen.say("workbench.explain.no_neighbours"))
        return
    screen.show("")
    show_rows(screen, prices(problem, views, screen.language))


def prices(problem: Problem, views: Sequence[MoveView], language: Language) -> Table:
    """Two rows a zone, the move alone and re-optimised: points by measure and in all; unknown where not finished.

    A move that a rule forbids has no price, however many points fewer its plan would have.
    """
    weights = problem.policy.weights.shares()
    keys = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    rows: list[list[Value]] = []
    for view in views:
        move = view.move
        for how, difference, forbidden in (
            ("alone", move.difference, bool(view.broken)),
            ("best", move.price, bool(move.reasons)),
        ):
            label = say(f"workbench.explain.{how}", language, zone=view.zone)
            if forbidden:
                rows.append([label, *([""] * len(keys)), say("workbench.explain.forbidden", language)])
                continue
            parts = [POINTS * weights[f.key] * difference.measures[f.key] if difference else math.nan for f in keys]
            parts.append(difference.points if difference else math.nan)
            rows.append([label, *(Amount(POINTS_FIGURE, part, signed=True) for part in parts)])
    titles = [*(figure.name(language) for figure in keys), say("workbench.field.sum", language)]
    columns: Columns = ("move_to", *(Column.of(POINTS_FIGURE, language, title) for title in titles))
    return Table.of("prices", language, columns, rows)


def show_move(screen: Screen, problem: Problem, judged: Score, station: str, where: str, view: MoveView) -> None:
    """One move out of the plan as ``judged`` in words: its cost, what forbids it, the best plan with it."""
    move = view.move
    screen.show("")
    told = screen.say("workbench.explain.move", station=station, zone=where, to=view.zone)
    forbidden = screen.say("workbench.explain.forbidden") if view.broken else ""
    after = score(problem, move.plan)
    screen.sentence(told + (forbidden or in_words(problem, judged, after, screen.language)), "bold")
    for violation in view.broken:
        says = screen.say("workbench.explain.broken", says=violation.says.text(screen.language))
        screen.show(indented(says, screen.width, "red"))
    if move.optimum is not None:
        names = list(view.others)
        key = "others" if names else "no_others"
        sentence = screen.say(
            f"workbench.explain.{key}",
            says=in_words(problem, judged, score(problem, move.optimum), screen.language),
            count=len(names),
            names=names[:NAMED],
            more="…" if len(names) > NAMED else "",
        )
        screen.show(indented(sentence, screen.width))
    for reason in move.reasons:
        told = screen.say("workbench.explain.impossible", reason=reason.text(screen.language))
        screen.show(indented(told, screen.width, "red"))
    if not move.finished:
        screen.show(indented(screen.say("workbench.explain.pending"), screen.width, "yellow"))


def in_words(
    problem: Problem, before: Score, after: Score, language: Language, only: Collection[str] | None = None
) -> str:
    """What changes by measure, the heaviest first, in percentage points of the shares as they are shown, and in points.

    ``only`` are the keys of the measures that are told, and whose points are added up; all unless given.
    """
    weights, less = problem.policy.weights.shares(), after - before
    told = sorted(
        visible(problem, before, after), key=lambda figure: -abs(weights[figure.key] * less.measures[figure.key])
    )
    parts = [
        f"{figure.name(language)} {figure.change(before.measures[figure.key], after.measures[figure.key], language)}"
        for figure in told
        if only is None or figure.key in only
    ]
    points = less.points if only is None else round(POINTS * sum(weights[key] * less.measures[key] for key in only))
    key = "difference" if parts else "nothing"
    return say(f"workbench.explain.{key}", language, changes=parts, points=number(points, signed=True))


def visible(problem: Problem, before: Score, after: Score) -> list[Figure]:
    """The measures with a weight whose shares differ as they are shown."""
    weights = problem.policy.weights.shares()
    return [
        figure
        for figure in MEASURE_FIGURES
        if weights[figure.key] > 0
        and figure.rounded(before.measures[figure.key]) != figure.rounded(after.measures[figure.key])
    ]


def show_constraints(screen: Screen, found: "PlanExplanation") -> None:
    """The most expensive constraints: what the best plan without each costs less, and what becomes of the plan."""
    from solvers.explain.explanation import COSTLIEST
    from solvers.explain.moves import judged_without

    problem, judged = found.problem, found.judged
    screen.heading("workbench.explain.constraints", most=COSTLIEST)
    if found.unfinished is None:
        screen.show(indented(screen.say("workbench.explain.nothing_priced"), screen.width, "yellow"))
        return
    if not found.constraints:
        screen.show(indented(screen.say("workbench.explain.free"), screen.width))
    for k, saving in enumerate(found.constraints):
        assert saving.plan is not None  # those that were priced
        names = [problem.county.short_names[code] for code in moved(judged.plan, saving.plan, problem.county.staff)]
        before, after = judged_without(problem, saving.key, judged, saving.plan)
        sentence = screen.say(
            f"workbench.explain.{'constraint' if names else 'constraint_stays'}",
            rank=k + 1,
            constraint=constraint(screen, problem, saving.key),
            points=number(saving.points),
            zones=len(saving.plan.zones),
            changes=in_words(problem, before, after, screen.language),
            counted=counted(problem, judged, before, after, screen.language),
            count=len(names),
            names=names[:NAMED],
            more="…" if len(names) > NAMED else "",
        )
        screen.show(indented(sentence, screen.width))
    left = [constraint(screen, problem, key) for key in found.unfinished]
    if left:
        screen.show(indented(screen.say("workbench.explain.not_priced", constraints=left), screen.width, "yellow"))


def counted(problem: Problem, judged: Score, before: Score, after: Score, language: Language) -> str:
    """Shares that are others without a constraint than where the plan is shown: of both plans, and why; else empty."""
    other = visible(problem, judged, before)
    pairs = [(f.name(language), *(f.text(one.measures[f.key]) for one in (before, after))) for f in other]
    shares = [f"{name} {was} → {now}" for name, was, now in pairs]
    return say("workbench.explain.counted", language, shares=shares) if shares else ""


def constraint(screen: Screen, problem: Problem, key: str) -> str:
    """A constraint as a person reads it; ``pins.together: A, B`` names the stations of one decision."""
    key, _, codes = key.partition(": ")
    value = tuple(codes.split(", ")) if codes else policy_value(problem.policy, key)
    return phrase(key, value, screen.language, problem.county.short_names)


def by_zone(problem: Problem, judged: Score, language: Language) -> Table:
    """Every zone with its points in all and by measure, the costliest first."""
    names, weights = zone_names(problem, judged, language), problem.policy.weights.shares()
    keys = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    rows: list[list[Value]] = []
    for z, zone in sorted(enumerate(judged.zones), key=lambda entry: (-entry[1].points, entry[0])):
        share = zone.points / judged.points if judged.points else 0.0
        parts = (POINTS * weights[figure.key] * zone.measures[figure.key] for figure in keys)
        rows.append([f"{z + 1} {names[z]}", zone.points, share, *parts])
    measures = (Column.of(POINTS_FIGURE, language, figure.name(language)) for figure in keys)
    columns: Columns = ("zone", POINTS_FIGURE, FIGURES["share"], *measures)
    return Table.of("points_of_zones", language, columns, rows)


def by_station(problem: Problem, judged: Score, stations: Mapping[str, int], language: Language) -> Table:
    """The stations that add most points to those of their zone."""
    names = zone_names(problem, judged, language)
    at = {code: z for z, zone in enumerate(judged.zones) for code in zone.stations}
    costliest = sorted(stations.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
    rows: list[list[Value]] = [
        [problem.county.short_names[code], f"{at[code] + 1} {names[at[code]]}", points] for code, points in costliest
    ]
    return Table.of("points_of_stations", language, ("name", "zone", POINTS_FIGURE), rows, most=len(rows))


def show_contributions(screen: Screen, problem: Problem, judged: Score, stations: Mapping[str, int]) -> None:
    """Every zone with its points by measure, then the stations that add most to theirs."""
    show_table(screen, by_zone(problem, judged, screen.language))
    show_table(screen, by_station(problem, judged, stations, screen.language))
