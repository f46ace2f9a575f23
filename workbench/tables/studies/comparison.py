"""Plans side by side: the choice, the cross table, the figures of each, what changes, who stays together."""

import numpy as np

from scenarios.compare.changes import Change
from scenarios.compare.compare import Comparison, sentences
from workbench.line.screen import Screen
from workbench.tables.plan.plan import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import PLAN_FIGURES
from zoning.judge.values import plan_values
from zoning.texts.numbers import number, percent

LISTED = 12
"""Pairs of stations shown at most."""


def show(screen: Screen, comparison: Comparison) -> None:
    """The choice in words, the cross table, what each plan is like, what changes between them, who stays together."""
    first, *others = sentences(comparison)
    screen.sentence(first.text(screen.language), "bold yellow" if comparison.robust is None else "bold green")
    screen.show(*(indented(f"* {sentence.text(screen.language)}", screen.width) for sentence in others))
    _show_same(screen, comparison)
    _show_cross(screen, comparison)
    _show_summary(screen, comparison)
    _show_figures(screen, comparison)
    _show_changes(screen, comparison)
    _show_together(screen, comparison)
    _show_fitted(screen, comparison)


def _show_same(screen: Screen, c: Comparison) -> None:
    for candidate in c.candidates:
        if candidate.also:
            names = [candidate.name, *candidate.also]
            screen.show(indented("* " + screen.say("workbench.compare.same", names=names), screen.width))


def _show_cross(screen: Screen, c: Comparison) -> None:
    """Cases by plans: the points of the best known, and what each plan costs more."""
    columns = [
        Column(screen.say("workbench.compare.case"), right=False),
        Column(screen.say("workbench.compare.best"), screen.say("zoning.unit.points")),
        *(Column(_name(c, p), screen.say("zoning.unit.points")) for p in range(len(c.candidates))),
    ]
    rows: list[list[Cell]] = []
    for s, case in enumerate(c.cases):
        cells = [_regret(c, p, s) for p in range(len(c.candidates))]
        rows.append([case.name, number(float(c.best[s])), *cells])
    screen.heading("workbench.compare.cross")
    screen.show(fitted(columns, rows, screen.width))
    if not c.keeps.all():
        screen.show(indented(screen.say("workbench.compare.mark"), screen.width))


def _regret(c: Comparison, p: int, s: int) -> str:
    """What a plan costs more than the best known; its points where none is known; a mark where it breaks rules."""
    regret = float(c.regret[p, s])
    text = number(float(c.points[p, s])) if np.isnan(regret) else number(regret, signed=True)
    return text if c.keeps[p, s] else f"✗ {text}"


def _show_summary(screen: Screen, c: Comparison) -> None:
    """The worst and the mean of every plan over the cases."""
    if len(c.cases) < 2:
        return
    keys = ("worst_regret", "worst_case", "mean_regret", "worst_points", "broken")
    units = ("points", "", "points", "points", "")
    columns = [Column(screen.say("workbench.compare.plan"), right=False)]
    columns += [
        Column(screen.say(f"workbench.compare.{key}"), screen.say(f"zoning.unit.{unit}") if unit else "")
        for key, unit in zip(keys, units, strict=True)
    ]
    rows: list[list[Cell]] = []
    for p in range(len(c.candidates)):
        worst, where = c.worst(p)
        case = "–" if where is None or worst == 0 else c.cases[where].name
        figures = [number(worst, signed=True), case, number(c.mean(p), signed=True), number(float(c.points[p].max()))]
        rows.append([_name(c, p), *figures, number(len(c.broken(p)))])
    screen.heading("workbench.compare.summary", count=len(c.cases))
    screen.show(fitted(columns, rows, screen.width))


def _show_figures(screen: Screen, c: Comparison) -> None:
    """Every figure of every plan under the first case."""
    weights = c.cases[0].problem.policy.weights.shares()
    columns = [Column(screen.say("workbench.comparison.figure"), right=False)]
    columns += [Column(_name(c, p)) for p in range(len(c.candidates))]
    values = [plan_values(row[0].score) for row in c.cells]
    rows: list[list[Cell]] = []
    for figure in PLAN_FIGURES:
        label = figure.header(screen.language)
        if weights.get(figure.key, 0) > 0:
            label += screen.say("workbench.comparison.weight", share=percent(weights[figure.key], 0))
        rows.append([label, *(figure.text(value[figure.key]) for value in values)])
    screen.heading("workbench.compare.figures", case=c.cases[0].name)
    screen.show(fitted(columns, rows, screen.width))


def _show_changes(screen: Screen, c: Comparison) -> None:
    """What changes zone from each plan to each other."""
    if not c.changes:
        return
    columns = [Column(screen.say("workbench.compare.pair"), right=False)]
    columns += [
        Column(screen.say(f"zoning.figure.{key}"), screen.say(f"zoning.unit.{unit}"))
        for key, unit in (("stations", "stations"), ("officers", "officers"), ("population", "residents"))
    ]
    columns += [
        Column(screen.say("zoning.figure.workload"), screen.say("zoning.unit.hours")),
        Column(screen.say("workbench.compare.share")),
        Column(screen.say("workbench.compare.information"), screen.say("zoning.unit.nats")),
        Column(screen.say("workbench.compare.which"), right=False),
    ]
    screen.heading("workbench.compare.changes")
    screen.show(fitted(columns, [_change(c, change) for change in c.changes], screen.width))


def _change(c: Comparison, change: Change) -> list[Cell]:
    names = _station_names(c)
    stations = [shortened(names[code]) for code in change.stations]
    shown = "、".join(stations[:4]) + ("…" if len(stations) > 4 else "")
    return [
        f"{_name(c, change.before)} → {_name(c, change.after)}",
        number(len(stations)),
        number(change.officers),
        number(change.residents),
        number(change.workload),
        percent(change.workload_share),
        number(change.variation_of_information, 2),
        shown or "–",
    ]


def _show_together(screen: Screen, c: Comparison) -> None:
    """Stations that share a zone in all good plans, in some, in none."""
    found = c.together
    if found is None or found.plans < 2:
        return
    names = _station_names(c)
    good = [_name(c, p) for p in c.good]
    screen.heading("workbench.compare.together", count=found.plans, plans=good)
    screen.show(indented(screen.say("workbench.compare.tally", **found.tally), screen.width))
    for group in found.always:
        stations = screen.say("workbench.list.separator").join(shortened(names[code]) for code in group)
        screen.show(indented(screen.say("workbench.compare.always", stations=stations), screen.width))
    pairs = [f"{shortened(names[a])}–{shortened(names[b])} {k}/{found.plans}" for a, b, k in found.sometimes]
    if pairs:
        shown = screen.say("workbench.list.separator").join(pairs[:LISTED]) + (" …" if len(pairs) > LISTED else "")
        screen.show(indented(screen.say("workbench.compare.sometimes", pairs=shown), screen.width))


def _show_fitted(screen: Screen, c: Comparison) -> None:
    """Where a plan did not fit the stations of a case, and what was done."""
    names = _station_names(c)
    lines = []
    for candidate, row in zip(c.candidates, c.cells, strict=True):
        for case, cell in zip(c.cases, row, strict=True):
            out = [shortened(names.get(code, code)) for code in cell.fitted.left_out]
            placed = [f"{shortened(names[a])} → {shortened(names[b])}" for a, b in cell.fitted.placed]
            values = {"plan": candidate.name, "case": case.name}
            lines += [screen.say("workbench.compare.left_out", stations=out, **values)] if out else []
            lines += [screen.say("workbench.compare.placed", stations=placed, **values)] if placed else []
    if lines:
        screen.heading("workbench.compare.fitted")
        screen.show(*(indented(f"* {line}", screen.width) for line in lines))


def _name(c: Comparison, p: int) -> str:
    candidate = c.candidates[p]
    more = f" (+{len(candidate.also)})" if candidate.also else ""
    return candidate.name + more + (" ★" if p == c.robust else "")


def _station_names(c: Comparison) -> dict[str, str]:
    names: dict[str, str] = {}
    for case in c.cases:
        names = {**case.problem.county.names, **names}
    return names
