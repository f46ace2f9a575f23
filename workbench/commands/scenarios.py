"""``zoning scenarios``: what the library holds, or all scenarios of some files solved and shown, one row each."""

import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios.runs.run import Progress, run
from scenarios.spec.reading import library, read_file
from scenarios.spec.scenario import ScenarioFile
from scenarios.whatif.study import opened
from solvers.stop import Stop
from workbench.given.sources import Source
from workbench.given.stored import keep_county, keep_run, store_of
from workbench.line.options import Fleet, Keeping
from workbench.line.progress import interruptible, status
from workbench.line.saving import prepared
from workbench.line.screen import DONE, INTERRUPTED, Screen
from workbench.line.system import today
from workbench.report.whole_plans import of_records, refuse_nowhere, tell_whole, whole_plans
from workbench.tables.studies.scenarios import reason, show
from workbench.tables.table import Table
from workbench.tables.terminal import show_rows
from zoning.model.equality import ByValue
from zoning.model.errors import InputError, Mistake
from zoning.result.documents import to_document

EACH = 4
"""Scenarios for which another process is worth its start, where the number of processes is not given."""


@dataclass(frozen=True)
class Named:
    """A scenario and the question it asks."""

    name: str
    why: str


@dataclass(frozen=True)
class LibraryFile:
    """A file of the library."""

    name: str
    scenarios: tuple[Named, ...]


@dataclass(frozen=True, eq=False)
class Library(ByValue):
    """The scenarios that come with the project."""

    library: tuple[LibraryFile, ...]


def list_library(screen: Screen) -> int:
    """The scenarios that come with the project."""
    files = library()
    screen.emit(to_document(Library(tuple(LibraryFile(name, _named(file)) for name, file in files.items()))))
    rows = [
        [name if one.name == name else f"{name}: {one.name}", reason(one.why, screen.language)]
        for name, file in files.items()
        for one in file.scenarios
    ]
    table = Table.of("library", screen.language, ("called", "purpose"), rows)
    screen.sentence(table.title, "bold")
    show_rows(screen, table)
    return DONE


def _named(file: ScenarioFile) -> tuple[Named, ...]:
    return tuple(Named(one.name, one.why) for one in file.scenarios)


def run_scenarios(
    screen: Screen,
    names: Sequence[str],
    source: Source,
    policy: str | None,
    out: Path | None,
    fleet: Fleet,
    keeping: Keeping,
) -> int:
    """Solve every scenario of the files; a ``source`` without a county leaves the county to them.

    The exit code is 0, or 130 after Ctrl-C, with the scenarios that were solved by then.

    Raises
    ------
    InputError
        With every mistake of all files, or when ``out`` or the store cannot be written.
    """
    refuse_nowhere(fleet.whole_plans, out)
    files: list[ScenarioFile] = []
    found: list[Mistake] = []
    for name in names:
        try:
            files.append(read_file(name, found))
        except InputError as error:
            found += error.mistakes
    study = opened(files, county=source.county or None, policy=policy, settings=source.settings, mistakes=found)
    study = replace(study, made=today())
    folder = None if out is None else prepared(out)
    count = 1 + len(study.applied)
    jobs = fleet.jobs or min(os.cpu_count() or 1, max(1, count // EACH))
    starting, says = _running(screen, count), functools.partial(_running, screen, count)
    with interruptible() as asked, store_of(keeping) as store, status(screen, starting, says) as progress:
        outcome = run(
            study,
            folder,
            store=store,
            jobs=jobs,
            seed=fleet.seed,
            time_limit=fleet.time_limit,
            stop=Stop(asked=asked),
            on_progress=progress,
        )
        made: list[str] = []
        if folder is not None and fleet.whole_plans:
            made = whole_plans(screen, folder, of_records(study, outcome.records), asked)
        if store is not None:
            keep_county(store, study.built, study.tables, source.county)
            keep_run(store, "scenarios", {"names": list(names), "seed": fleet.seed, "time_limit": fleet.time_limit})
    code = INTERRUPTED if outcome.interrupted else DONE
    screen.emit(to_document(outcome), code)
    show(screen, study, outcome)
    tell_whole(screen, Path(), made)
    return code


def _running(screen: Screen, count: int, progress: Progress | None = None) -> str:
    """What is said of the scenarios solved so far."""
    done, name = (progress.done, progress.name) if progress else (0, "")
    return screen.say("workbench.scenarios.progress", done=done, count=count, name=name)
