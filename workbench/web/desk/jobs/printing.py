"""Jobs that write: the report of a plan in several formats, and its files."""

from dataclasses import fields, replace
from typing import get_args

from workbench.report.files import contents
from workbench.report.issue import Issue
from workbench.report.material import COUNTY, PLAN, Material, by_hand
from workbench.report.renderers import FORMATS
from workbench.report.sections import build
from workbench.web.desk.kinds import Result
from workbench.web.desk.work import Work
from workbench.web.editing.answers import solution_of
from workbench.web.editing.problems import problem_of
from zoning.model.errors import InputError, mistake
from zoning.result.documents import from_document
from zoning.result.solution import Solution
from zoning.texts import Language

ISSUED = tuple(field.name for field in fields(Issue))
"""What a request says of who issues the report."""


def report(work: Work) -> Result:
    """The plan as a report in the formats of the request; its proof, where an answer is given, is checked again."""
    from solvers.explain.decisions import STATES
    from solvers.proof.verify import verify
    from solvers.stop import Stop
    from workbench.web.editing.repair import drafted

    wanted, language, solution = work.request.get("formats", ["docx"]), _language(work), _solution(work)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            [mistake("workbench.report.format", table="formats", value=", ".join(unknown), formats=list(FORMATS))]
        )
    judged = solution.score
    assert judged is not None  # a content has a plan
    proved = solution.proof.bound is not None and verify(solution.problem, solution, stop=work.stop).proved
    if not proved:
        solution = solution_of(solution.problem, judged.plan)
    issue = Issue(**{name: work.request[name] for name in ISSUED if name in work.request})
    drawn = by_hand(solution, proved=proved)
    material = Material(language, work.held.built, solution, judged, proved, (COUNTY, PLAN), issue=issue, drawn=drawn)
    if material.wants_draft:
        stop = Stop(states=STATES, asked=work.stop.requested)
        material = replace(material, draft=drafted(material.problem, judged.plan, stop))
    work.report("report", 0.0)
    made = build(material)
    files = {f"report.{name}": FORMATS[name](made, material) for name in wanted if not work.stop.requested()}
    return {"files": list(files), "notices": list(made.lost), "proved": proved}, files


def files(work: Work) -> Result:
    """Everything that ``zoning solve --out`` writes of the plan."""
    made = contents(_solution(work), work.held.built, work.held.tables, _language(work))
    notices = [remark.text(_language(work)) for remark in made.remarks]
    return {"files": list(made.files), "notices": notices}, made.files


def _solution(work: Work) -> Solution:
    """The plan with the proof of the answer of the request, where that is one to its problem under all locks."""
    document = work.request.get("answer")
    if document is not None:
        answer: Solution = from_document(document, county=work.county)
        locked = problem_of(work.county, work.policy, work.content, locks=True)
        if answer.problem.policy == locked.policy:
            return solution_of(locked, work.content.plan, answer)
    return solution_of(work.problem, work.content.plan)


def _language(work: Work) -> Language:
    wanted: Language = work.request.get("language", "zh")
    if wanted not in get_args(Language):
        raise InputError([mistake("zoning.value.choice", table="language", value=wanted, wanted=get_args(Language))])
    return wanted
