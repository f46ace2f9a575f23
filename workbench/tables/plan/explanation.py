"""Prices of moves and rules, and contributions, on the terminal: tables, and each move in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.line.screen import Screen
from workbench.tables.plan.limits import phrase
from workbench.tables.table import Amount, Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_rows, show_table
from zoning.judge.figures import FIGURES, MEASURE_FIGURES
from zoning.judge.figures import POINTS as POINTS_FIGURE
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.rules import Violation
from zoning.judge.score import Score, ScoreDifference
from zoning.model.plan import moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent

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
        others = () if move.optimum is None else moved(found.judged.plan, move.optimum)
        to = f"{move.zone + 1} {names[move.zone]}"
        views.append(MoveView(move, to, tuple(county.short_names[c] for c in others if c != code), broken(found, move)))
    where = f"{found.zone + 1} {names[found.zone]}"
    key = "station" if views else "station_only"
    title = screen.say(f"workbench.explain.{key}", station=county.short_names[code], zone=where, count=len(views))
    screen.sentence(title, "bold")
    show_prices(screen, found.problem, views)
    for view in views:
        show_move(screen, found.problem, county.short_names[code], where, view)


def broken(found: "StationExplanation", move: "Move") -> tuple[Violation, ...]:
    """What a move alone breaks, or breaks by more than the plan does as it is."""

    def place(one: Violation) -> tuple[str, frozenset[str]]:
        return one.rule, frozenset(one.stations) - {found.station}

    before = {place(one): one.amount for one in found.judged.violations}
    return tuple(one for one in move.violations if one.amount > before.get(place(one), 0.0))


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


def show_move(screen: Screen, problem: Problem, station: str, where: str, view: MoveView) -> None:
    """One move in words: what it costs, what forbids it, and what the best plan with it would be."""
    move = view.move
    screen.show("")
    told = screen.say("workbench.explain.move", station=station, zone=where, to=view.zone)
    forbidden = screen.say("workbench.explain.forbidden") if view.broken else ""
    screen.sentence(told + (forbidden or in_words(problem, move.difference, screen.language)), "bold")
    for violation in view.broken:
        says = screen.say("workbench.explain.broken", says=violation.says.text(screen.language))
        screen.show(indented(says, screen.width, "red"))
    if move.price is not None:
        names = list(view.others)
        key = "others" if names else "no_others"
        sentence = screen.say(
            f"workbench.explain.{key}",
            says=in_words(problem, move.price, screen.language),
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


def in_words(problem: Problem, difference: ScoreDifference, language: Language) -> str:
    """A difference measure by measure in percentage points, the heaviest first, and in all in points."""
    weights = problem.policy.weights.shares()
    changes = sorted(
        (
            (abs(weights[f.key] * difference.measures[f.key]), k, f)
            for k, f in enumerate(MEASURE_FIGURES)
            if weights[f.key] > 0 and round(1000 * difference.measures[f.key])
        ),
        key=lambda change: (-change[0], change[1]),
    )
    parts = [
        f"{figure.name(language)} {figure.change(0.0, difference.measures[figure.key], language)}"
        for _, _, figure in changes
    ]
    key = "difference" if parts else "nothing"
    points = number(difference.points, signed=True)
    return say(f"workbench.explain.{key}", language, changes=parts, points=points)


def show_constraints(screen: Screen, found: "PlanExplanation") -> None:
    """The most expensive constraints: what the best plan without each costs less, and what becomes of the plan."""
    from solvers.explain.explanation import COSTLIEST
    from solvers.explain.moves import change_without

    problem, judged = found.problem, found.judged
    screen.heading("workbench.explain.constraints", most=COSTLIEST)
    if found.unfinished is None:
        screen.show(indented(screen.say("workbench.explain.nothing_priced"), screen.width, "yellow"))
        return
    if not found.constraints:
        screen.show(indented(screen.say("workbench.explain.free"), screen.width))
    for k, saving in enumerate(found.constraints):
        assert saving.plan is not None  # those that were priced
        names = [problem.county.short_names[code] for code in moved(judged.plan, saving.plan)]
        sentence = screen.say(
            "workbench.explain.constraint",
            rank=k + 1,
            constraint=constraint(screen, problem, saving.key),
            points=number(saving.points),
            share=percent((saving.points or 0) / judged.points if judged.points else 0, 1),
            zones=len(saving.plan.zones),
            changes=in_words(problem, change_without(problem, saving.key, judged, saving.plan), screen.language),
            count=len(names),
            names=names[:NAMED],
            more="…" if len(names) > NAMED else "",
        )
        screen.show(indented(sentence, screen.width))
    left = [constraint(screen, problem, key) for key in found.unfinished]
    if left:
        screen.show(indented(screen.say("workbench.explain.not_priced", constraints=left), screen.width, "yellow"))


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
