"""Every plan of a study as a folder like that of ``zoning solve``: with its map, its tables and the county."""

from collections.abc import Callable
from pathlib import Path

from geodata.county.build import Built
from geodata.tables.table import Tables
from workbench.line.saving import kept, outdated, prepared, save_plan
from workbench.line.screen import Screen
from workbench.report.files import contents
from zoning.model.problem import Problem
from zoning.result.documents import rendered
from zoning.result.plan_document import solution_of
from zoning.result.plan_file import read_plan

FOLDER = "plans"


def whole_plans(
    screen: Screen, folder: Path, problem: Problem, built: Built, tables: Tables, asked: Callable[[], bool]
) -> None:
    """Make a folder ``plans/plan-N`` of every ``plan-N.json`` of a folder, until ``asked`` to stop.

    What an earlier study left there of other plans is marked as out of date.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    paths = sorted(path for path in folder.glob("plan-*.json") if path.stem.removeprefix("plan-").isdecimal())
    known = {path.stem for path in paths}
    for old in folder.glob(f"{FOLDER}/plan-*"):
        if old.is_dir() and old.name not in known:
            outdated(old)
    for path in paths:
        if asked():
            return
        solution, target = solution_of(read_plan(path), problem), prepared(folder / FOLDER / path.stem)
        with kept(target, rendered(solution)):
            save_plan(target, contents(solution, built, tables, screen.language).files)
