"""Jobs that study a plan: between two measures, under scenarios, under incidents drawn anew."""

import time
from dataclasses import replace

from scenarios.chance.stress import stress
from scenarios.runs.run import Progress, run
from scenarios.spec.reading import library, parsed
from scenarios.spec.scenario import ScenarioFile
from scenarios.whatif.study import studied
from solvers.objectives.tradeoff import trade_off
from workbench.web.desk.jobs.solving import within
from workbench.web.desk.kinds import Result
from workbench.web.desk.work import Work
from workbench.web.editing.content import Content
from workbench.web.editing.problems import problem_of
from zoning.judge.measures import MEASURES
from zoning.model.errors import InputError, mistake
from zoning.model.problem import Problem
from zoning.result.documents import to_document

BETWEEN = ("mismatch", "travel")
DRAWS, MOST_DRAWS = 200, 2_000
TABLES = ("incidents_table", "travel_table")
"""Overrides that name a file, of which there is none."""
FILE = "scenarios.toml"


def frontier(work: Work) -> Result:
    """Every efficient plan between the two measures of the request, under the locks, each as a content."""
    between = work.request.get("between", list(BETWEEN))
    known = [measure.key for measure in MEASURES]
    if not (isinstance(between, list) and len(between) == 2 and set(between) <= set(known)):
        raise InputError([mistake("workbench.desk.between", table="between", value=between, known=known)])
    first, second = between
    found = trade_off(_locked(work), (first, second), stop=within(work), on_progress=work.progress, engine=work.engine)
    contents = [replace(Content.started(found.problem, one.plan), policy=work.content.policy) for one in found.scores]
    return {"document": to_document(found), "contents": [one.document() for one in contents]}, {}


def scenarios(work: Work) -> Result:
    """The scenarios of the request, files of the library by name and a text of the planner's own, on this county.

    Raises
    ------
    InputError
        With every mistake of the text, or when there is nothing to solve.
    """
    files = _files(work)
    base = Problem(work.county, work.content.effective(work.policy))
    study = studied(files, base, work.held.built, work.held.tables, stop=work.stop)
    began = time.perf_counter()

    def progress(at: Progress) -> None:
        work.report("scenarios", time.perf_counter() - began, done=at.done, count=at.count)

    each = work.request.get("seconds")
    return {"document": to_document(run(study, time_limit=each, stop=work.stop, on_progress=progress))}, {}


def shaken(work: Work) -> Result:
    """How the plan fares when chance deals other incidents."""
    asked, began = work.request.get("replicates", DRAWS), time.perf_counter()
    if not (isinstance(asked, int) and 1 <= asked <= MOST_DRAWS):
        wanted = f"1–{MOST_DRAWS}"
        raise InputError([mistake("zoning.value.out_of_range", table="replicates", value=asked, wanted=wanted)])

    def progress(done: int) -> None:
        work.report("stress", time.perf_counter() - began, done=done, count=asked)

    seed = int(work.request.get("seed", 0))
    found = stress(work.problem, work.content.plan, replicates=asked, seed=seed, stop=work.stop, on_progress=progress)
    return {"document": to_document(found)}, {}


def _locked(work: Work) -> Problem:
    return problem_of(work.county, work.policy, work.content, locks=True)


def _files(work: Work) -> list[ScenarioFile]:
    """The scenarios asked for, those that would read a file refused."""
    names, text, known = work.request.get("files", []), work.request.get("toml", ""), library()
    found = [
        mistake("scenarios.spec.no_file", table=str(name), library=list(known)) for name in names if name not in known
    ]
    if not (names or text):
        found.append(mistake("workbench.desk.no_scenario", table="files"))
    if found:
        raise InputError(found)
    files = [known[name] for name in names]
    own = [parsed(text, FILE)] if text else []
    found = [
        mistake("workbench.desk.own_tables", table=FILE, value=one.name)
        for file in own
        for one in file.scenarios
        if any(one.find(kind) is not None for kind in TABLES)
    ]
    if found:
        raise InputError(found)
    return [*files, *own]
