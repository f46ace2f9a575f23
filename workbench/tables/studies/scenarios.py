"""Solved scenarios, a row each, what was changed in each, and why there is no plan where there is none."""

from collections.abc import Mapping, Sequence

from scenarios.runs.record import Record
from scenarios.runs.run import Outcome
from scenarios.runs.services import SERVICES
from scenarios.spec.scenario import BASE
from scenarios.whatif.study import Study
from workbench.line.screen import Screen
from workbench.tables.called import library_reasons, scenario_called
from workbench.tables.table import Amount, Column, Columns, Table, Value
from workbench.tables.terminal import indented, show_lines, show_rows, show_table
from zoning.judge.figures import FIGURES, MEASURE_FIGURES, Figure, by_key
from zoning.judge.values import plan_values
from zoning.texts import Language, say

SHOWN = 8
"""Overrides told of one scenario."""


def show(screen: Screen, study: Study, outcome: Outcome) -> None:
    """The table, what was changed in each scenario, and where the files are."""
    county = study.base.county
    values = {"county": county.name, "count": len(study.scenarios), "solved": outcome.solved, "kept": outcome.kept}
    screen.sentence(screen.say("workbench.scenarios.title", **values), "bold")
    weights = study.base.policy.weights.shares()
    measures = [figure for figure in MEASURE_FIGURES if weights[figure.key] > 0]
    called = {record.name: scenario_called(record.name, screen.language, record.why) for record in outcome.records}
    show_rows(screen, scenarios(outcome.records, called, measures, screen.language, timed=True))
    scales = [record.problem.policy.weights.shares() for record in outcome.records if record.problem is not None]
    if any(scale != weights for scale in scales):
        screen.show(indented(screen.say("workbench.scenarios.note"), screen.width))
    if table := services(outcome.records, called, screen.language):
        show_table(screen, table)
    _show_changes(screen, outcome.records)
    if outcome.files:
        folder = outcome.files[-1].parent
        screen.heading("workbench.files.title", folder=str(folder))
        names = [f"{p.name}/" if p.is_dir() else p.name for p in sorted(folder.iterdir()) if p.name[0] != "."]
        screen.show("  " + "  ".join(names))
    if outcome.interrupted:
        screen.note(screen.say("workbench.scenarios.interrupted", done=len(outcome.records)))


def scenarios(
    records: Sequence[Record],
    names: Mapping[str, str],
    figures: Sequence[Figure],
    language: Language,
    *,
    timed: bool = False,
) -> Table:
    """A row a scenario: zones and points of its best plan, figures, stations unlike the base, what became of it.

    ``names`` say what scenarios are called by their keys; where the table is ``timed`` it has the seconds, too.
    """
    rows: list[list[Value]] = []
    for record in records:
        values = plan_values(record.score) if record.score else {}
        shown = [values.get(figure.key) for figure in (*by_key("zones", "points"), *figures)]
        moved = None if record.moved is None or record.name == BASE else float(len(record.moved))
        seconds = [record.seconds if record.document else None] if timed else []
        status = say(f"workbench.scenarios.is_{record.status}", language)
        rows.append([names[record.name], *shown, moved, *seconds, status])
    timing = by_key("seconds") if timed else ()
    columns: Columns = (
        "scenario",
        *by_key("zones", "points"),
        *figures,
        *by_key("moved_against_base"),
        *timing,
        "status",
    )
    return Table.of("scenarios", language, columns, rows)


def services(records: Sequence[Record], names: Mapping[str, str], language: Language) -> Table | None:
    """A row a figure of the services that scenarios ask for, a column a scenario; ``None`` where none is asked for."""
    asking = [record for record in records if record.services.figures or record.services.reasons]
    keys = dict.fromkeys((s, key) for record in asking for s, held in record.services.figures.items() for key in held)
    called = {service: say(f"workbench.scenarios.asked_{service}", language) for service in SERVICES}
    rows: list[list[Value]] = []
    for service, key in keys:
        known = [record.services.figures.get(service, {}).get(key) for record in asking]
        values = [None if value is None else Amount(FIGURES[key], value) for value in known]
        rows.append([called[service], FIGURES[key].header(language), *values])
    notes = [
        say("workbench.scenarios.no_service", language, name=names[record.name], service=called[service], why=reason)
        for record in asking
        for service, reasons in record.services.reasons.items()
        for reason in reasons
    ]
    columns: Columns = ("service", "figure", *(Column(names[record.name], numeric=True) for record in asking))
    return Table.of("services", language, columns, rows, "".join(notes)) if asking else None


def _show_changes(screen: Screen, records: Sequence[Record]) -> None:
    """Why each scenario is there, what was changed, and why there is no plan where there is none."""
    screen.heading("workbench.scenarios.changes")
    for record in records:
        if record.name == BASE and not (record.why or record.reasons):
            continue
        why = reason(record.why, screen.language)
        line = screen.say(
            "workbench.scenarios.because", name=scenario_called(record.name, screen.language, record.why), why=why
        )
        screen.show(indented(line, screen.width, "bold"))
        said = [one.text(screen.language) for one in record.applied]
        lines = said[:SHOWN]
        if len(said) > SHOWN:
            lines.append(screen.say("workbench.scenarios.more", count=len(said) - SHOWN))
        show_lines(screen, (f"· {one}" for one in lines))
        show_lines(screen, (f"* {one.text(screen.language)}" for one in record.reasons), "red")


def reason(why: str, language: Language) -> str:
    """Why a scenario is there: those that come with the project say so in both languages, the Chinese first."""
    zh, between, en = why.partition("· ")
    return why if not between or why not in library_reasons() else zh.rstrip() if language == "zh" else en
