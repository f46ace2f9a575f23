"""``zoning scenarios``: what the library holds, or all scenarios of some files solved and shown, one row each."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.text import Text

from scenarios.runs.record import Record
from scenarios.runs.run import Outcome, Progress, run
from scenarios.runs.writing import as_object
from scenarios.spec.reading import library, read_file
from scenarios.spec.scenario import BASE, ScenarioFile
from scenarios.whatif.study import Study, opened
from workbench.line.options import Fleet
from workbench.line.progress import interruptible
from workbench.line.saving import prepared
from workbench.line.screen import DONE, INTERRUPTED, Screen
from workbench.line.sources import Source
from workbench.line.speech import UNKNOWN, number
from workbench.tables.figures import MEASURE_FIGURES
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.model.errors import InputError, Mistake

EACH = 4
"""Scenarios for which another process is worth its start, where the number of processes is not given."""
SHOWN = 8
"""Overrides told of one scenario."""


def list_library(screen: Screen) -> int:
    """The scenarios that come with the project."""
    files = library()
    screen.emit({"library": [{"name": name, "scenarios": _named(file)} for name, file in files.items()]})
    columns = [Column(screen.say(f"workbench.scenarios.{key}"), right=False) for key in ("file", "why")]
    rows: list[list[Cell]] = []
    for name, file in files.items():
        rows += [[name if one.name == name else f"{name}: {one.name}", one.why] for one in file.scenarios]
    screen.show(screen.say("workbench.scenarios.library"))
    screen.show(fitted(columns, rows, screen.width))
    return DONE


def _named(file: ScenarioFile) -> list[dict[str, str]]:
    return [{"name": one.name, "why": one.why} for one in file.scenarios]


def run_scenarios(
    screen: Screen, names: Sequence[str], source: Source, policy: str | None, out: Path | None, fleet: Fleet
) -> int:
    """The whole command; ``source`` without a county leaves it to the files."""
    files: list[ScenarioFile] = []
    found: list[Mistake] = []
    for name in names:
        try:
            files.append(read_file(name, found))
        except InputError as error:
            found += error.mistakes
    study = opened(files, county=source.county or None, policy=policy, settings=source.settings, mistakes=found)
    folder = None if out is None else prepared(out)
    count = 1 + len(study.applied)
    jobs = fleet.jobs or min(os.cpu_count() or 1, max(1, count // EACH))
    with interruptible() as stop, _counted(screen, count) as progress:
        outcome = run(
            study, folder, jobs=jobs, seed=fleet.seed, time_limit=fleet.time_limit, progress=progress, stop=stop
        )
    return show(screen, study, outcome)


@contextlib.contextmanager
def _counted(screen: Screen, count: int) -> Iterator[Callable[[Progress], None] | None]:
    """A line on how many scenarios are solved, on a terminal only."""
    if not screen.err.is_terminal or screen.json:
        yield None
        return

    def line(done: int, name: str) -> Text:
        return Text(screen.say("workbench.scenarios.progress", done=done, count=count, name=name))

    with screen.err.status(line(0, "")) as status:
        yield lambda progress: status.update(line(progress.done, progress.name))


def show(screen: Screen, study: Study, outcome: Outcome) -> int:
    """The table, what was changed in each scenario, and where the files are; gives the exit code."""
    code = INTERRUPTED if outcome.interrupted else DONE
    county = study.base.county
    screen.emit(
        {
            "county": {"code": county.code, "name": county.name},
            "scenarios": [as_object(record) for record in outcome.records],
            "solved": outcome.solved,
            "kept": outcome.kept,
            "interrupted": outcome.interrupted,
            "files": [str(path) for path in outcome.files],
        },
        code,
    )
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
    return code


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
