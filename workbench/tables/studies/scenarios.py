"""Solved scenarios, a row each, what was changed in each, and why there is no plan where there is none."""

from collections.abc import Sequence

from scenarios.runs.record import Record
from scenarios.runs.run import Outcome
from scenarios.spec.scenario import BASE
from scenarios.whatif.study import Study
from workbench.line.screen import Screen
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import MEASURE_FIGURES
from zoning.texts.numbers import UNKNOWN, number

SHOWN = 8
"""Overrides told of one scenario."""


def show(screen: Screen, study: Study, outcome: Outcome) -> None:
    """The table, what was changed in each scenario, and where the files are."""
    county = study.base.county
    values = {"county": county.name, "count": len(study.scenarios), "solved": outcome.solved, "kept": outcome.kept}
    screen.sentence(screen.say("workbench.scenarios.title", **values), "bold")
    weights = study.base.policy.weights.shares()
    measures = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    columns = [Column(screen.say("workbench.scenarios.scenario"), right=False)]
    columns += [Column(screen.say(f"workbench.scenarios.{key}")) for key in ("zones", "points")]
    columns += [Column(figure.name(screen.language)) for figure in measures]
    columns += [Column(screen.say("workbench.scenarios.moved")), Column(screen.say("workbench.scenarios.seconds"))]
    columns.append(Column(screen.say("workbench.scenarios.status"), right=False))
    rows: list[list[Cell]] = []
    for record in outcome.records:
        judged = record.score
        shares = [figure.text(judged.measures[figure.key]) if judged else UNKNOWN for figure in measures]
        sizes = [number(len(judged.zones)), number(judged.points)] if judged else [UNKNOWN, UNKNOWN]
        moved = UNKNOWN if record.moved is None or record.name == BASE else number(len(record.moved))
        seconds = number(record.seconds, 1) if record.document else UNKNOWN
        rows.append([_name(screen, record), *sizes, *shares, moved, seconds, _status(screen, record)])
    screen.show(fitted(columns, rows, screen.width))
    scales = [record.problem.policy.weights.shares() for record in outcome.records if record.problem is not None]
    if any(scale != weights for scale in scales):
        screen.show(indented(screen.say("workbench.scenarios.note"), screen.width))
    _show_changes(screen, outcome.records)
    if outcome.files:
        folder = outcome.files[-1].parent
        screen.heading("workbench.files.title", folder=str(folder))
        names = [f"{p.name}/" if p.is_dir() else p.name for p in sorted(folder.iterdir()) if p.name[0] != "."]
        screen.show("  " + "  ".join(names))
    if outcome.interrupted:
        screen.note(screen.say("workbench.scenarios.interrupted", done=len(outcome.records)))


def _show_changes(screen: Screen, records: Sequence[Record]) -> None:
    """Why each scenario is there, what was changed, and why there is no plan where there is none."""
    screen.heading("workbench.scenarios.changes")
    for record in records:
        if record.name == BASE and not (record.why or record.reasons):
            continue
        line = screen.say("workbench.scenarios.because", name=_name(screen, record), why=record.why)
        screen.show(indented(line, screen.width, "bold"))
        said = [one.text(screen.language) for one in record.applied]
        lines = said[:SHOWN]
        if len(said) > SHOWN:
            lines.append(screen.say("workbench.scenarios.more", count=len(said) - SHOWN))
        screen.show(*(indented(f"· {one}", screen.width) for one in lines))
        screen.show(*(indented(f"* {one.text(screen.language)}", screen.width, "red") for one in record.reasons))


def _name(screen: Screen, record: Record) -> str:
    return screen.say("workbench.scenarios.base") if record.name == BASE else record.name


def _status(screen: Screen, record: Record) -> str:
    return screen.say(f"workbench.scenarios.is_{record.status}")
