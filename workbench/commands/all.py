"""``zoning all``: check, solve, compare with today, draw anew, organise and report in one go, in one folder.

One reading of the county, one watch over all steps, one bar. A step whose files are there, made of the same, is not
done again (``all.json`` says of what), so a run that was interrupted goes on where it ended. Choices made with
``zoning organise`` in the same folder are kept. What it may get wrong: how long the rest takes is guessed.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.county.build import Built
from geodata.tables.table import Tables
from workbench.commands.check import built_or_refused
from workbench.commands.report import formats_of
from workbench.commands.solve import (
    exit_code,
    made_today,
    new_engine,
    relaxations_of,
    solved,
    tell_stale,
    written,
)
from workbench.commands.solve import show as show_solution
from workbench.given.besides import Besides
from workbench.given.decisions import policy_of, problem_of
from workbench.given.ledger import FILE, Everything, Ledger, State, StepDone, base_key, hashed, key_of
from workbench.given.sources import Source
from workbench.line.options import Issued, Printing, Search, Together, Wishes
from workbench.line.progress import Bar, bar, interruptible, sentence
from workbench.line.saving import prepared, save
from workbench.line.screen import BAD_INPUT, BROKEN_RULE, INTERRUPTED, Screen
from workbench.report.issue import Issue
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.documents import load, rendered, to_document
from zoning.result.plan_document import solution_of
from zoning.result.plan_file import read_plan
from zoning.result.solution import Solution

if TYPE_CHECKING:
    from solvers.stop import Progress

PLAN, WORK, STRESS = "plan.json", "organisation.json", "stress.json"
HALF = 8.0
"""Seconds after which a search counts as half done on the bar; nobody knows how long it takes."""
WORTH = 25
"""Draws that a process should have, as in ``zoning stress``."""


@dataclass
class Job:
    """The county, what is wanted of it, and what is done so far; ``told`` are remarks for the end."""

    screen: Screen
    built: Built
    tables: Tables
    problem: Problem
    search: Search
    together: Together
    issued: Issued
    printing: Printing
    formats: Sequence[str]
    folder: Path
    asked: Callable[[], bool]
    bar: Bar
    done: list[StepDone] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """A step: its share of the work, what it depends on beside county and plan, and what it writes.

    ``make`` gives the files written, and whether it came to its end; an :class:`InputError` of it is the reason why the
    step is left out.
    """

    name: str
    weight: float
    key: Callable[[Job], object]
    make: Callable[[Job, Solution], tuple[Sequence[Path], bool]]


def do_all(
    screen: Screen,
    source: Source,
    wishes: Wishes,
    together: Together,
    issued: Issued,
    printing: Printing,
    out: Path,
) -> int:
    """Do every step, show what was found and list what was written.

    The exit code is 3 for mistakes, told all at once before anything is begun, 4 when no plan keeps the rules, 5 when
    none was found in time, 6 when a hard rule is broken, 130 after Ctrl-C, with every step that was done by then.

    Raises
    ------
    Misused
        When a format, a value or a decision does not have its form.
    InputError
        When the county cannot be read, the policy or a decision is wrong, or the folder cannot be written.
    """
    formats = formats_of(together.format_)
    Issue(issued.unit, issued.date, issued.secrecy, issued.number)  # a wrong date is told before anything is begun
    policy_of(wishes)
    tables = source.tables()
    built = built_or_refused(screen, source, tables)
    if built is None:
        return BAD_INPUT
    problem, folder = problem_of(built.county, wishes), prepared(out)
    search = Search(time_limit=together.time_limit, seed=together.seed)
    weights = {"solve": SOLVING, **{step.name: step.weight for step in STEPS}}
    with interruptible() as asked:
        with bar(screen, weights) as drawn:
            job = Job(screen, built, tables, problem, search, together, issued, printing, formats, folder, asked, drawn)
            ledger, base = Ledger.of(folder), base_key(problem, built, screen.language)
            solution = _solution(job, ledger, key_of(base, search.seed, search.time_limit, printing))
            if solution.score is not None:
                key = key_of(base, solution.score.plan)
                for step in STEPS:
                    _run(job, step, solution, ledger, key)
        if solution.score is None:
            relaxed = relaxations_of(solution, search, None, asked)
            return show_solution(screen, solution, built, [], search, Besides(relaxed))
    return _ended(job, solution)


def _solution(job: Job, ledger: Ledger, key: str) -> Solution:
    """The plan, as an earlier run left it or sought now; its files are written before anything else is begun."""
    names = ledger.holds("solve", key)
    if names is not None:
        job.bar.skip("solve")
        job.done.append(StepDone("solve", "kept", tuple(names)))
        return solution_of(read_plan(job.folder / PLAN), job.problem)
    job.bar.at("solve")

    def told(progress: "Progress") -> None:
        job.bar.at("solve", progress.seconds / (progress.seconds + HALF), sentence(job.screen, progress))

    solution = solved(job.problem, job.search, None, new_engine(), told, job.asked)
    solution = made_today(solution)
    job.bar.at("solve", 0.9)
    files = written(job.folder, solution, job.built, job.tables, job.screen, job.printing)
    finished = solution.run.stopped != "interrupt"
    if finished and solution.score is not None:
        ledger.note("solve", key, [path.name for path in files])
    state: State = "done" if finished else "unfinished"
    job.done.append(StepDone("solve", state, tuple(path.name for path in files)))
    return solution


def _run(job: Job, step: Step, solution: Solution, ledger: Ledger, key: str) -> None:
    """Do a step unless its files are there, made of the same, or Ctrl-C was pressed."""
    key = key_of(step.name, key, step.key(job))
    if (names := ledger.holds(step.name, key)) is not None:
        job.bar.skip(step.name)
        job.done.append(StepDone(step.name, "kept", tuple(names)))
        return
    if job.asked():
        job.done.append(StepDone(step.name, "unfinished"))
        return
    job.bar.at(step.name)
    try:
        files, whole = step.make(job, solution)
    except InputError as error:
        job.done.append(StepDone(step.name, "left_out", reasons=tuple(wrong.says for wrong in error.mistakes)))
        return
    names = [path.name for path in files]
    if whole:
        ledger.note(step.name, key, names)
    job.done.append(StepDone(step.name, "done" if whole else "unfinished", tuple(names)))


def _compare(job: Job, solution: Solution) -> tuple[Sequence[Path], bool]:
    """The plan beside the zones of today, under the same rules."""
    from scenarios.compare.compare import compare, gathered

    problem, plan = job.problem, solution.plan
    if problem.current is None or plan is None:
        raise InputError([mistake("workbench.all.no_today")])
    names = (job.screen.say("workbench.field.plan"), job.screen.say("workbench.field.today"))
    cases, candidates = gathered([(names[0], problem, plan), (names[1], problem.undecided, problem.current)])
    return save(job.folder, {"compare.json": rendered(compare(cases[:1], candidates))}), True


def _stress(job: Job, solution: Solution) -> tuple[Sequence[Path], bool]:
    """Incidents drawn anew; those that were done when it was interrupted are kept."""
    from scenarios.chance.stress import stress
    from solvers.stop import Stop
    from workbench.commands.stress import contents

    asked = job.together.replicates
    jobs = job.together.jobs or min(os.cpu_count() or 1, -(-asked // WORTH))
    found = stress(
        job.problem,
        _plan(solution),
        replicates=asked,
        seed=job.together.seed,
        jobs=jobs,
        stop=Stop(asked=job.asked),
        on_progress=lambda done: job.bar.at("stress", done / asked, f"{done}/{asked}"),
    )
    return (save(job.folder, contents(found)) if found.replicates else ()), found.replicates == asked


def _organise(job: Job, solution: Solution) -> tuple[Sequence[Path], bool]:
    """The plan put to work, with the choices that the folder holds."""
    from solvers.stop import Stop
    from systems.organisation.organise import organise
    from workbench.report.material import kept_work
    from workbench.report.scorecard_chart import scorecard_files
    from workbench.tables.systems.organised import workbook

    parameters, choices = kept_work(job.folder)
    found = organise(job.problem, _plan(solution), parameters, choices, stop=Stop(asked=job.asked))
    files = {WORK: rendered(found), "organisation.xlsx": workbook(found, job.screen.language)}
    return save(job.folder, files | scorecard_files(found, job.screen.language)), True


def _report(job: Job, _solution: Solution) -> tuple[Sequence[Path], bool]:
    """The report in every format that is asked for, of all that lies in the folder."""
    from workbench.draw.fonts import remarks
    from workbench.report.material import material_of
    from workbench.report.renderers import FORMATS
    from workbench.report.sections import build

    material, issued = material_of(job.folder, job.built, job.screen.language), job.issued
    day = issued.date or material.solution.run.made
    material = replace(material, issue=Issue(issued.unit, day, issued.secrecy, issued.number))
    report, made = build(material, lambda share: job.bar.at("report", CHAPTERS * share)), dict[str, bytes]()
    for k, suffix in enumerate(job.formats):
        job.bar.at("report", CHAPTERS + (1 - CHAPTERS) * k / len(job.formats), suffix)
        made[f"report.{suffix}"] = FORMATS[suffix](report, material)
    job.told += [*report.lost, *(remark.text(job.screen.language) for remark in remarks(report.texts()))]
    return save(job.folder, made), True


def _plan(solution: Solution) -> Plan:
    assert solution.plan is not None
    return solution.plan


def _beside(job: Job) -> object:
    """All that a report is made of: the documents in the folder and below it."""
    files = sorted(path for path in job.folder.rglob("*.json") if path.name != FILE)
    return [job.formats, job.issued, *((str(path.relative_to(job.folder)), hashed(path)) for path in files)]


def _kept(job: Job) -> object:
    from workbench.report.material import kept_work

    return kept_work(job.folder)


CHAPTERS = 0.6
"""Of the work of a report: its chapters; the rest is in its formats."""
SOLVING = 30.0
STEPS = (
    Step("compare", 1, lambda _: None, _compare),
    Step("stress", 40, lambda job: (job.together.replicates, job.together.seed), _stress),
    Step("organise", 4, _kept, _organise),
    Step("report", 25, _beside, _report),
)
"""The steps after solving, in order, with their usual share of the time."""


def _ended(job: Job, solution: Solution) -> int:
    """Show what was found and what was written; the exit code."""
    screen, folder = job.screen, job.folder
    code = exit_code(solution, require_proof=False)
    organised = load(folder / WORK, county=job.problem.county) if (folder / WORK).is_file() else None
    if solution.score is not None and (solution.score.violations or (organised is not None and organised.broken)):
        code = BROKEN_RULE
    if any(step.state == "unfinished" for step in job.done):
        code = INTERRUPTED
    screen.emit(to_document(Everything(folder, tuple(job.done))), code)
    if not screen.json:
        from workbench.tables.studies.everything import show_everything

        drawn = load(folder / STRESS, problem=job.problem) if (folder / STRESS).is_file() else None
        show_everything(screen, solution, drawn, organised, Everything(folder, tuple(job.done)))
        screen.note(*job.told)
    tell_stale(screen, folder)
    return code
