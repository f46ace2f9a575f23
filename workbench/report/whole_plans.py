"""Every plan of a study as a folder like that of ``zoning solve``: with its map, its tables and the county.

What it may get wrong: a scenario's county is written from memory, so its file has no roads and no notes of the base's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.county.build import Built, build
from geodata.county.describe import tables_of
from geodata.tables.table import Tables
from scenarios.runs.record import Record
from scenarios.whatif.study import Study
from workbench.line.saving import kept, outdated, prepared, save_plan
from workbench.line.screen import Misused, Screen
from workbench.line.system import today
from zoning.judge.score import Score
from zoning.model.errors import mistake
from zoning.model.problem import Problem
from zoning.result.digest import digest
from zoning.result.documents import rendered
from zoning.result.plan_document import solution_of
from zoning.result.plan_file import read_plan
from zoning.result.solution import Proof, Run, Solution, Status

if TYPE_CHECKING:
    from scenarios.chance.records import Stress

FOLDER = "plans"


@dataclass(frozen=True)
class Whole:
    """A plan that gets a folder of this name, and the county that it is of."""

    name: str
    solution: Solution
    built: Built
    tables: Tables


def refuse_nowhere(wanted: bool, out: Path | None) -> None:
    """Plans with their maps need a folder to go to; raises :class:`Misused` where there is none."""
    if wanted and out is None:
        raise Misused([mistake("workbench.files.plans_nowhere", table="--plans")])


def whole_plans(screen: Screen, folder: Path, plans: Iterable[Whole], asked: Callable[[], bool]) -> list[str]:
    """Make a folder ``plans/NAME`` of every plan, until ``asked`` to stop; gives their names.

    What an earlier study left there of other plans is marked as out of date.

    Raises
    ------
    InputError
        When a file cannot be written.
    """
    from workbench.report.files import contents  # loads what writes workbooks

    there = {old.name: old for old in folder.glob(f"{FOLDER}/*") if (old / "plan.json").is_file()}
    made = []
    for whole in plans:
        there.pop(whole.name, None)
        made.append(whole.name)
        if asked():
            continue
        target = prepared(folder / FOLDER / whole.name)
        with kept(target, rendered(whole.solution)):
            save_plan(target, contents(whole.solution, whole.built, whole.tables, screen.language).files)
    for old in there.values():
        outdated(old)
    return made


def tell_whole(screen: Screen, folder: Path, made: Sequence[str]) -> None:
    """Say where the folders are."""
    if made:
        ends = " … ".join(dict.fromkeys((made[0], made[-1])))
        screen.show(f"  {(folder / FOLDER).as_posix()}/  {screen.say('workbench.files.whole_plans', plans=ends)}")


def of_files(folder: Path, problem: Problem, built: Built, tables: Tables) -> Iterator[Whole]:
    """The plans of the files ``plan-N.json`` in a folder."""
    for path in sorted(path for path in folder.glob("plan-*.json") if path.stem.removeprefix("plan-").isdecimal()):
        yield Whole(path.stem, solution_of(read_plan(path), problem), built, tables)


def of_alternatives(solution: Solution, built: Built, tables: Tables) -> Iterator[Whole]:
    """The other plans of a solution, numbered as they are shown; each has the bound that the best one was proved by."""
    count = len(str(len(solution.alternatives) + 1))
    for k, judged in enumerate(solution.alternative_scores, start=2):
        yield Whole(f"plan-{k:0{count}}", _lesser(solution, judged), built, tables)


def _lesser(solution: Solution, judged: Score) -> Solution:
    """Another plan of the same search: as cheap as the best one or not, under the same bound."""
    proof, bound = solution.proof, solution.proof.bound
    gap = None if bound is None else (judged.points - bound) / judged.points if judged.points else 0.0
    status: Status = "optimal" if proof.status == "optimal" and gap == 0 else "feasible"
    return Solution(solution.problem, replace(proof, status=status, gap=gap), solution.run, judged.plan, judged)


def of_records(study: Study, records: Sequence[Record]) -> Iterator[Whole]:
    """The best plan of every scenario, on its own county."""
    base = digest(study.base.county)
    for record in records:
        if record.plan is None or record.problem is None or record.score is None:
            continue
        problem, built, tables = record.problem, study.built, study.tables
        if digest(problem.county) != base:
            tables = tables_of(problem.county, areas_after(built.areas, record.merged))
            built = replace(build(tables), notices=built.notices)
            problem = replace(problem, county=built.county)  # figures of shapes are those of the file that is written
        yield Whole(record.name, solution_of(record.plan, problem), built, tables)


def of_draws(found: "Stress", built: Built, tables: Tables) -> Iterator[Whole]:
    """The plans that were best in some draw, the most frequent first, as they are under the data as given."""
    from zoning.judge.score import score

    count = len(str(len(found.optima)))
    for k, (plan, _) in enumerate(found.optima, start=1):
        solution = Solution(
            found.problem, Proof("feasible"), Run("stress", found.seconds, found.seed, made=today()), plan
        )
        yield Whole(f"plan-{k:0{count}}", replace(solution, score=score(found.problem, plan)), built, tables)


def areas_after(areas: Mapping[str, BaseGeometry], merged: Iterable[tuple[str, str]]) -> Mapping[str, BaseGeometry]:
    """Polygons of a scenario's stations: what was merged belongs to the station that took it over."""
    left = dict(areas)
    for code, into in merged:
        if code in left and into in left:
            left[into] = shapely.union(left[into], left.pop(code))
    return left
