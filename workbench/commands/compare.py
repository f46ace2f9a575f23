"""``zoning compare``: plan files side by side under every policy they were made with, or the results of scenarios."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from scenarios.compare.changes import Change
from scenarios.compare.compare import Case, Comparison, compare, gathered, sentences
from scenarios.runs.files import RESULTS
from scenarios.runs.record import Record
from scenarios.runs.results import read
from scenarios.spec.scenario import BASE
from workbench.line.screen import BROKEN_RULE, DONE, Misused, Screen
from workbench.line.sources import Source
from workbench.line.speech import number, percent
from workbench.tables.figures import PLAN_FIGURES, plan_values
from workbench.tables.plan_view import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.plan_file import PlanFile, read_plan

GENERIC = "plan"
"""The name that every plan file is written under, and that therefore tells none of them apart."""
LISTED = 12
"""Pairs of stations shown at most."""


def compare_plans(screen: Screen, source: Source, paths: Sequence[Path]) -> int:
    """Judge every plan file under the policies of all of them; exit code 6 when each breaks rules under each.

    Without a plan file the county may be the folder of results of ``zoning scenarios``: all plans under all scenarios.
    """
    folder = Path(source.county)
    if not paths and (folder / RESULTS).is_file():
        found = of_results(folder)
        return _told(screen, found, _base_named(found, screen.say("workbench.scenarios.base")))
    if len(paths) < 2:
        raise Misused([mistake("workbench.compare.too_few", table="PLAN")])
    built = source.read()
    triples = _read(built.county, paths)
    cases, candidates = gathered(triples)
    compared = compare(_named(cases), candidates)
    return _told(screen, compared, compared)


def of_results(folder: Path) -> Comparison:
    """Every scenario's plan under every scenario that could be applied; stations merged in one follow in the others.

    Raises
    ------
    InputError
        When it is no folder of results, or no scenario has a plan.
    """
    records = read(folder).records
    if not any(record.score for record in records):
        raise InputError([mistake("workbench.compare.no_plan", table=str(folder))])
    return of_records(records)


def of_records(records: Sequence[Record]) -> Comparison:
    """The same of records, of which one has a plan."""
    cases = [Case(record.name, record.problem) for record in records if record.problem is not None]
    planned = [(r.name, r.problem, r.score.plan) for r in records if r.problem is not None and r.score is not None]
    merged = {record.name: dict(record.merged) for record in records}
    _, candidates = gathered(planned)
    return compare(cases, [replace(candidate, follows=merged[candidate.name]) for candidate in candidates])


def _base_named(c: Comparison, name: str) -> Comparison:
    """The comparison with its base called so, as planners read it; in files and for programs it has its key."""

    def called(key: str) -> str:
        return name if key == BASE else key

    cases = tuple(replace(case, name=called(case.name)) for case in c.cases)
    candidates = tuple(
        replace(plan, name=called(plan.name), also=tuple(called(key) for key in plan.also)) for plan in c.candidates
    )
    return replace(c, cases=cases, candidates=candidates)


def _told(screen: Screen, comparison: Comparison, shown: Comparison) -> int:
    code = DONE if comparison.robust is not None else BROKEN_RULE
    screen.emit(comparison.document(), code)
    show(screen, shown)
    return code


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


def _read(county: County, paths: Sequence[Path]) -> list[tuple[str, Problem, Plan]]:
    """(name, problem, plan) of every file, or every mistake of all of them."""
    found: list[Mistake] = []
    triples = []
    for name, path in zip(plan_names(paths), paths, strict=True):
        try:
            claim = read_plan(path)
            triples.append((name, _problem(county, claim), claim.plan))
        except InputError as error:
            found += error.mistakes
    if found:
        raise InputError(found)
    return triples


def _problem(county: County, claim: PlanFile) -> Problem:
    """The county under the policy of the file; its plan of today counts where it is one of this county."""
    today = {code for zone in claim.document.current or [] for code in zone}
    return claim.problem(county) if today == set(county.codes) else Problem(county, claim.policy)


def plan_names(paths: Sequence[Path]) -> list[str]:
    """What to call plan files: as they are called, or as their folder where that tells nothing, or as typed."""
    names = [path.absolute().parent.name if path.stem == GENERIC else path.stem for path in paths]
    return [name if name and names.count(name) == 1 else str(path) for name, path in zip(names, paths, strict=True)]


def _named(cases: Sequence[Case]) -> list[Case]:
    """The cases called by their policies, and by their first plan, too, where policies share a name."""
    policies = [case.problem.policy.name for case in cases]
    return [
        Case(policy if policies.count(policy) == 1 else f"{policy} · {case.name}", case.problem)
        for policy, case in zip(policies, cases, strict=True)
    ]


def _show_same(screen: Screen, c: Comparison) -> None:
    for candidate in c.candidates:
        if candidate.also:
            names = [candidate.name, *candidate.also]
            screen.show(indented("* " + screen.say("workbench.compare.same", names=names), screen.width))


def _show_cross(screen: Screen, c: Comparison) -> None:
    """Cases by plans: the points of the best known, and what each plan costs more."""
    columns = [
        Column(screen.say("workbench.compare.case"), right=False),
        Column(screen.say("workbench.compare.best"), screen.say("workbench.unit.points")),
        *(Column(_name(c, p), screen.say("workbench.unit.points")) for p in range(len(c.candidates))),
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
        Column(screen.say(f"workbench.compare.{key}"), screen.say(f"workbench.unit.{unit}") if unit else "")
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
        Column(screen.say(f"workbench.figure.{key}"), screen.say(f"workbench.unit.{unit}"))
        for key, unit in (("stations", "stations"), ("officers", "officers"), ("population", "residents"))
    ]
    columns += [
        Column(screen.say("workbench.figure.workload"), screen.say("workbench.unit.hours")),
        Column(screen.say("workbench.compare.share")),
        Column(screen.say("workbench.compare.information"), screen.say("workbench.unit.nats")),
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
