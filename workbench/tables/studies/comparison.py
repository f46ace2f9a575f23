"""Plans side by side: the choice, the cross table, the figures of each, what changes, who stays together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.compare.compare import Comparison, sentences
from workbench.line.screen import Screen
from workbench.tables.plan.alternatives import differing
from workbench.tables.plan.measures import weighed
from workbench.tables.table import Amount, Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_lines, show_table
from zoning.judge.figures import FIGURES, POINTS, SHOWN_FIGURES, by_key
from zoning.judge.values import plan_values
from zoning.texts import Language, say
from zoning.texts.numbers import UNKNOWN
from zoning.texts.stems import short_names

LISTED, MOVED = 12, 4
"""Pairs of stations, and stations that change zone, shown at most."""


@dataclass(frozen=True)
class Names:
    """What the plans and cases of a comparison are called, by their own names unless there are others."""

    comparison: Comparison
    cases: Callable[[str], str] = str
    plans: Callable[[str], str] = str

    def case(self, s: int) -> str:
        """Case number ``s``, with a mark where it has no say in the choice."""
        return self.cases(self.comparison.cases[s].name) + ("" if self.comparison.comparable[s] else " *")

    def plan(self, p: int) -> str:
        """Plan number ``p``, the robust choice with a star."""
        return self.plans(self.comparison.candidates[p].name) + (" ★" if p == self.comparison.robust else "")


def show(screen: Screen, comparison: Comparison) -> None:
    """The choice in words, the cross table, what each plan is like, what changes between them, who stays together."""
    first, *others = sentences(comparison)
    screen.sentence(first.text(screen.language), "bold yellow" if comparison.robust is None else "bold green")
    show_lines(screen, (f"* {sentence.text(screen.language)}" for sentence in others))
    names, language = Names(comparison), screen.language
    if len(comparison.cases) < 2:
        _show_same(screen, comparison)
    show_table(screen, cross(comparison, names, language))
    if len(comparison.cases) > 1:
        show_table(screen, robustness(comparison, names, language))
    show_table(screen, figures_of_plans(comparison, names, language))
    if comparison.changes:
        show_table(screen, changes(comparison, names, language))
    _show_together(screen, comparison)
    _show_fitted(screen, comparison)


def _show_same(screen: Screen, c: Comparison) -> None:
    for candidate in c.candidates:
        if candidate.also:
            names = [candidate.name, *candidate.also]
            screen.show(indented("* " + screen.say("workbench.compare.same", names=names), screen.width))


def cross(c: Comparison, names: Names, language: Language, plans: Sequence[int] | None = None) -> Table:
    """Cases by plans: the points of the best known plan, and by what share of them each plan is above.

    Where no plan keeps the rules there is no best, and the points of the plans stand instead. ``plans`` are the
    columns, all unless given.
    """
    chosen = range(len(c.candidates)) if plans is None else plans
    rows: list[list[Value]] = [
        [names.case(s), float(c.best[s]), *(_regret(c, p, s) for p in chosen)] for s in range(len(c.cases))
    ]
    best = Column.of(POINTS, language, say("workbench.field.best_known", language))
    columns: Columns = ("scenario", best, *(Column(names.plan(p), numeric=True) for p in chosen))
    marks = {"mark": c.keeps.all(), "unlike": c.comparable.all()}
    note = "".join(
        say(f"workbench.compare.{key}", language) for key in ("note", *(k for k, no in marks.items() if not no))
    )
    return Table.of("cross", language, columns, rows, note)


def _regret(c: Comparison, p: int, s: int) -> Amount:
    """What a plan costs more than the best known; its points where none is known; a mark where it breaks rules."""
    mark, regret = "" if c.keeps[p, s] else "× ", float(c.regret[p, s])
    if np.isnan(regret):
        return Amount(POINTS, float(c.points[p, s]), mark=mark)
    return Amount(FIGURES["regret"], regret / max(float(c.best[s]), 1.0), signed=True, mark=mark)


def robustness(c: Comparison, names: Names, language: Language) -> Table:
    """The worst and the mean of every plan over the comparable cases whose rules it keeps, and where it breaks them."""
    also, separator = any(candidate.also for candidate in c.candidates), say("workbench.list.separator", language)
    rows: list[list[Value]] = []
    for p, candidate in enumerate(c.candidates):
        worst, where = c.worst(p)
        case = UNKNOWN if where is None or worst == 0 else names.case(where)
        amounts = (Amount(POINTS, worst, signed=True), case, Amount(POINTS, c.mean(p), signed=True))
        same = [separator.join(map(names.plans, candidate.also))] if also else []
        rows.append([names.plan(p), *amounts, float(c.points[p][c.comparable].max()), len(c.broken(p)), *same])
    worst_, mean, most = (
        Column.of(POINTS, language, say(f"workbench.field.{key}", language))
        for key in ("worst_regret", "mean_regret", "worst_points")
    )
    columns: Columns = ("plan", worst_, "worst_case", mean, most, FIGURES["broken"], *(("also",) if also else ()))
    note = say("workbench.compare.robust_note", language)
    return Table.of("robustness", language, columns, rows, note, count=int(c.comparable.sum()))


def figures_of_plans(c: Comparison, names: Names, language: Language) -> Table:
    """Every figure of every plan under the first case."""
    weights = c.cases[0].problem.policy.weights.shares()
    values = [plan_values(row[0].score) for row in c.cells]
    rows: list[list[Value]] = []
    for figure in SHOWN_FIGURES:
        label = figure.header(language) + weighed(figure, weights, language)
        rows.append([label, *(Amount(figure, value[figure.key]) for value in values)])
    columns: Columns = ("figure", *(Column(names.plan(p), numeric=True) for p in range(len(values))))
    return Table.of("figures_of_plans", language, columns, rows, case=names.case(0))


def changes(c: Comparison, names: Names, language: Language) -> Table:
    """What changes zone from each plan to each other."""
    called = station_names(c)
    rows: list[list[Value]] = []
    for change in c.changes:
        stations = [called[code] for code in change.stations]
        amounts = [len(stations), change.officers, change.residents, change.workload, change.workload_share]
        says = differing(stations, language, MOVED) if stations else UNKNOWN
        pair = f"{names.plan(change.before)} → {names.plan(change.after)}"
        rows.append([pair, *amounts, says])
    figures = by_key("stations", "officers", "population", "workload", "workload_share")
    columns: Columns = ("pair", *figures, Column(FIGURES["moved_stations"].name(language)))
    return Table.of("changes_between", language, columns, rows)


def _show_together(screen: Screen, c: Comparison) -> None:
    """Stations that share a zone in all good plans, in some, in none."""
    found = c.together
    if found is None or found.plans < 2:
        return
    names = station_names(c)
    good = [Names(c).plan(p) for p in c.good]
    screen.heading("workbench.compare.together", count=found.plans, plans=good)
    screen.show(indented(screen.say("workbench.compare.tally", **found.tally), screen.width))
    for group in found.always:
        stations = screen.say("workbench.list.separator").join(names[code] for code in group)
        screen.show(indented(screen.say("workbench.compare.always", stations=stations), screen.width))
    pairs = [f"{names[a]}–{names[b]} {k}/{found.plans}" for a, b, k in found.sometimes]
    if pairs:
        shown = screen.say("workbench.list.separator").join(pairs[:LISTED]) + (" …" if len(pairs) > LISTED else "")
        screen.show(indented(screen.say("workbench.compare.sometimes", pairs=shown), screen.width))


def _show_fitted(screen: Screen, c: Comparison) -> None:
    """Where a plan did not fit the stations of a case, and what was done."""
    names = station_names(c)
    lines = []
    for candidate, row in zip(c.candidates, c.cells, strict=True):
        for case, cell in zip(c.cases, row, strict=True):
            out = [names.get(code, code) for code in cell.fitted.left_out]
            placed = [f"{names[a]} → {names[b]}" for a, b in cell.fitted.placed]
            values = {"plan": candidate.name, "case": case.name}
            lines += [screen.say("workbench.compare.left_out", stations=out, **values)] if out else []
            lines += [screen.say("workbench.compare.placed", stations=placed, **values)] if placed else []
    if lines:
        screen.heading("workbench.compare.fitted")
        show_lines(screen, (f"* {line}" for line in lines))


def station_names(c: Comparison) -> dict[str, str]:
    """Short names of stations by code, of all cases; the first case that has one names it."""
    names: dict[str, str] = {}
    for case in c.cases:
        names = {**case.problem.county.short_names, **names}
    return short_names(names)
