"""Prices of moves and rules, and contributions, on the terminal: tables, and each move in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.line.limits import phrase
from workbench.line.screen import Screen
from workbench.tables.plan.plan import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import MEASURE_FIGURES
from zoning.judge.measures import POINTS
from zoning.judge.names import zone_names
from zoning.judge.score import Score, ScoreDifference, score
from zoning.model.plan import moved
from zoning.model.policy import policy_value
from zoning.model.problem import Problem
from zoning.texts.numbers import number, percent

if TYPE_CHECKING:
    from solvers.explain.moves import Move, Saving

MOST = 5
"""Stations shown of those that contribute most."""
NAMED = 6
"""Stations named of those that move."""


@dataclass(frozen=True)
class MoveView:
    """A move, the zone it leads to, and the names of the other stations that change zone when it is re-optimised."""

    move: "Move"
    zone: str
    others: tuple[str, ...]


def show_prices(screen: Screen, problem: Problem, views: Sequence[MoveView]) -> None:
    """Every zone with what the move costs, as it stands and re-optimised, by measure, in points."""
    if not views:
        screen.show(screen.say("workbench.explain.no_neighbours"))
        return
    weights = problem.policy.weights.shares()
    keys = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    columns = [Column(screen.say("workbench.explain.to"), right=False)]
    columns += [Column(figure.name(screen.language)) for figure in keys]
    columns.append(Column(screen.say("workbench.explain.sum")))
    rows: list[list[Cell]] = []
    for view in views:
        for how, difference in (("alone", view.move.difference), ("best", view.move.price)):
            cells = [_points(weights[f.key] * difference.measures[f.key]) if difference else "–" for f in keys]
            total = number(difference.points, signed=True) if difference else "–"
            rows.append([screen.say(f"workbench.explain.{how}", zone=view.zone), *cells, total])
    screen.show("", fitted(columns, rows, screen.width))


def _points(share: float) -> str:
    return number(POINTS * share, signed=True)


def show_move(screen: Screen, problem: Problem, station: str, where: str, view: MoveView) -> None:
    """One move in words: what it costs, what forbids it, and what the best plan with it would be."""
    move = view.move
    screen.show("")
    told = screen.say("workbench.explain.move", station=shortened(station), zone=where, to=view.zone)
    screen.sentence(told + in_words(screen, problem, move.difference), "bold")
    for violation in move.violations:
        broken = screen.say("workbench.explain.broken", says=violation.says.text(screen.language))
        screen.show(indented(broken, screen.width, "red"))
    if move.price is not None:
        names = [shortened(name) for name in view.others]
        key = "others" if names else "no_others"
        sentence = screen.say(
            f"workbench.explain.{key}",
            says=in_words(screen, problem, move.price),
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


def in_words(screen: Screen, problem: Problem, difference: ScoreDifference) -> str:
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
        screen.say(
            "workbench.explain.change",
            name=figure.name(screen.language),
            change=number(100 * difference.measures[figure.key], 1, signed=True),
        )
        for _, _, figure in changes
    ]
    key = "difference" if parts else "nothing"
    return screen.say(f"workbench.explain.{key}", changes=parts, points=number(difference.points, signed=True))


def show_constraints(
    screen: Screen, problem: Problem, judged: Score, saved: "Sequence[Saving] | None", most: int
) -> None:
    """The most expensive constraints: what the best plan without each costs less, and what becomes of the plan."""
    screen.heading("workbench.explain.constraints", most=most)
    if saved is None:
        screen.show(indented(screen.say("workbench.explain.nothing_priced"), screen.width, "yellow"))
        return
    priced = [saving for saving in saved if saving.plan is not None]
    if not priced:
        screen.show(indented(screen.say("workbench.explain.free"), screen.width))
    for k, saving in enumerate(priced[:most]):
        assert saving.plan is not None  # those that were priced
        names = [shortened(problem.county.names[code]) for code in moved(judged.plan, saving.plan)]
        sentence = screen.say(
            "workbench.explain.constraint",
            rank=k + 1,
            constraint=constraint(screen, problem, saving.key),
            points=number(saving.points),
            share=percent((saving.points or 0) / judged.points if judged.points else 0, 1),
            zones=len(saving.plan.zones),
            changes=in_words(screen, problem, score(problem, saving.plan) - judged),
            count=len(names),
            names=names[:NAMED],
            more="…" if len(names) > NAMED else "",
        )
        screen.show(indented(sentence, screen.width))
    left = [constraint(screen, problem, saving.key) for saving in saved if saving.plan is None]
    if left:
        screen.show(indented(screen.say("workbench.explain.not_priced", constraints=left), screen.width, "yellow"))


def constraint(screen: Screen, problem: Problem, key: str) -> str:
    """A constraint as a person reads it; ``pins.together: A, B`` names the stations of one decision."""
    key, _, codes = key.partition(": ")
    value = tuple(codes.split(", ")) if codes else policy_value(problem.policy, key)
    return phrase(key, value, screen.language, problem.county.names)


def show_contributions(screen: Screen, problem: Problem, judged: Score, stations: Mapping[str, int]) -> None:
    """Every zone with its points by measure, the dearest first, and the stations that add most to theirs."""
    names, weights = zone_names(problem, judged), problem.policy.weights.shares()
    keys = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    columns = [Column(screen.say("workbench.zones.zone"), right=False)]
    columns += [Column(screen.say(f"workbench.explain.{key}")) for key in ("points", "share")]
    columns += [Column(figure.name(screen.language)) for figure in keys]
    rows: list[list[Cell]] = []
    for z, zone in sorted(enumerate(judged.zones), key=lambda entry: (-entry[1].points, entry[0])):
        share = percent(zone.points / judged.points if judged.points else 0, 1)
        cells = [number(POINTS * weights[f.key] * zone.measures[f.key]) for f in keys]
        rows.append([f"{z + 1} {names[z]}", number(zone.points), share, *cells])
    screen.heading("workbench.explain.zones")
    screen.show(fitted(columns, rows, screen.width))
    at = {code: z for z, zone in enumerate(judged.zones) for code in zone.stations}
    dearest = sorted(stations.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST]
    columns = [
        Column(screen.say("workbench.explain.name"), right=False),
        Column(screen.say("workbench.zones.zone"), right=False),
        Column(screen.say("workbench.explain.points")),
    ]
    rows = [
        [shortened(problem.county.names[code]), f"{at[code] + 1} {names[at[code]]}", number(points)]
        for code, points in dearest
    ]
    screen.heading("workbench.explain.stations", most=len(rows))
    screen.show(fitted(columns, rows, screen.width))
