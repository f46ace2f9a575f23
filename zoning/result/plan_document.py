"""The object of ``plan.json``: everything needed to judge the plan again and to check its proof.

It holds the policy as applied, the zones, the measures, the certificates with their duals, and what the plan was made
from. A reader judges the plan anew and takes its bounds as stated.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.judge.slices import periods_of, points_by_period
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.certificates import certificate_documents, certificates, duals_document
from zoning.result.codec import known, spoken
from zoning.result.digest import digest, refuse_other
from zoning.result.kinds import Shape
from zoning.result.solution import Certificate, Proof, Run, Solution, Stage, Staged

if TYPE_CHECKING:
    from zoning.result.plan_file import CertificateClaim, PlanFile


def written(solution: Solution) -> dict[str, Any]:
    """The object of ``plan.json``: the plan, its measures and points, its proof, and what it was made from."""
    problem, judged = solution.problem, solution.score
    county = problem.county
    return {
        "county": {
            "code": county.code,
            "name": county.name,
            "digest": digest(county),
            "travel": county.travel,
            "speed_kmh": county.speed_kmh,
            "detour": county.detour,
            "borders": county.borders_from,
            "notice": county.notice,
        },
        "policy": problem.policy.model_dump(mode="json"),
        "current": None if problem.current is None else [list(zone) for zone in problem.current.zones],
        **(_scored(problem, judged) if judged else {"zones": [], "measures": {}, "points": None, "violations": []}),
        "proof": _proof(county, solution.proof, judged),
        "solver": {
            "name": solution.run.name,
            "why": [spoken(why) for why in solution.run.why],
            "seconds": solution.run.seconds,
            "seed": solution.run.seed,
            "version": solution.run.version,
            "zones_grown": solution.run.zones_grown,
            "candidates": solution.run.candidates,
            "stopped": solution.run.stopped or None,
            "made": solution.run.made,
        },
        "overrides": [{"what": o.what, "reason": o.reason} for o in problem.overrides],
        "alternatives": [[list(zone) for zone in plan.zones] for plan in solution.alternatives],
        "alternatives_complete": solution.alternatives_complete,
        "alternatives_gap": solution.alternatives_gap,
        "alternatives_by": solution.alternatives_by,
        **({"mode": _mode(problem, solution.staged)} if solution.staged else {}),
    }


def _scored(problem: Problem, judged: Score) -> dict[str, Any]:
    names = zone_names(problem, judged)
    return {
        "zones": [
            {
                "name": name,
                "stations": list(zone.stations),
                "office": zone.office,
                "alone": zone.alone,
                "measures": zone.measures,
                "points": zone.points,
                "figures": known(zone.figures),
            }
            for name, zone in zip(names, judged.zones, strict=True)
        ],
        "measures": judged.measures,
        "points": judged.points,
        "figures": known(judged.figures),
        "violations": [
            {"rule": v.rule, "stations": list(v.stations), "amount": v.amount, **spoken(v.says)}
            for v in judged.violations
        ],
    }


def _proof(county: County, proof: Proof, judged: Score | None) -> dict[str, Any]:
    """The proof; ``duals`` and ``zone_dual`` are those of the plan's own number of zones, every other stands beside."""
    own = next((c for c in proof.certificates if judged and c.zones == len(judged.zones)), None)
    content: dict[str, Any] = {"status": proof.status, "bound": proof.bound, "gap": proof.gap}
    if own:
        content |= duals_document(county, own)
    if proof.reasons:
        content["reason"] = "；".join(reason.text("zh") for reason in proof.reasons)
        content["reasons"] = [spoken(reason) for reason in proof.reasons]
    content["certificates"] = certificate_documents(county, proof.certificates)
    return content


def _mode(problem: Problem, staged: Staged) -> dict[str, Any]:
    """The steps wanted, and the steps decided, each with an optimal plan of that step and its proof.

    Of the worst period also the points of the plan in each period.
    """
    county, periods = problem.county, {}
    if staged.mode == "worst_period" and staged.plan is not None:
        with suppress(InputError):  # a file may claim the mode of a county without periods
            periods = {"periods": points_by_period(periods_of(problem), staged.plan)}
    return {
        "name": staged.mode,
        "wanted": [{"objective": objective, "slack": slack} for objective, slack in staged.wanted],
        "within": dict(staged.within),
        **periods,
        "stages": [
            {
                "objective": stage.objective,
                "points": stage.points,
                "allowed": stage.allowed,
                "zones": [list(zone) for zone in stage.plan.zones],
                "certificates": certificate_documents(county, stage.certificates),
            }
            for stage in staged.stages
        ],
    }


def read(document: Mapping[str, Any], *, county: County) -> Solution:
    """The solution that the object of a plan file holds, its plan judged anew.

    Raises
    ------
    InputError
        With every mistake of the object, or when it was made for other data.
    """
    from zoning.result.plan_file import plan_file  # its models are built for readers alone

    file = plan_file(document, "plan.json")
    refuse_other(document, county)
    today = file.document.current
    problem = Problem(county, file.policy, None if today is None else Plan.of(today), file.overrides, file.names)
    return solution_of(file, problem)


def solution_of(file: "PlanFile", problem: Problem) -> Solution:
    """The solution that a plan file states for a problem; only its plan is judged anew."""
    stated, solver = file.document, file.document.solver
    plan = file.plan if stated.zones else None
    proof = stated.proof
    return Solution(
        problem,
        Proof(
            proof.status,
            proof.bound,
            proof.gap,
            _certificates(proof.certificates, problem.county),
            tuple(reason.message for reason in proof.reasons),
        ),
        Run(
            solver.name,
            solver.seconds,
            solver.seed,
            solver.zones_grown,
            solver.candidates,
            solver.stopped or "",
            tuple(why.message for why in solver.why),
            solver.version,
            solver.made,
        ),
        plan,
        None if plan is None else score(problem, plan),
        tuple(Plan.of(zones) for zones in stated.alternatives),
        stated.alternatives_complete,
        stated.alternatives_gap,
        stated.alternatives_by,
        _staged(file, problem.county, plan),
    )


def _staged(file: "PlanFile", county: County, plan: Plan | None) -> Staged | None:
    """The steps of a mode; the plan of a solution with steps is theirs."""
    mode = file.document.mode
    if mode is None:
        return None
    stages = tuple(
        Stage(s.objective, s.points, s.allowed, Plan.of(s.zones), _certificates(s.certificates, county))
        for s in mode.stages
    )
    wanted = tuple((step.objective, step.slack) for step in mode.wanted)
    return Staged(mode.name, wanted, stages, plan, mode.within)


def _certificates(claims: "list[CertificateClaim]", county: County) -> tuple[Certificate, ...]:
    """As stated: one without duals stays without."""
    read_ = zip(claims, certificates(claims, county), strict=True)
    return tuple(made if claim.duals else replace(made, duals=()) for claim, made in read_)


def claimed(document: object, name: str) -> "PlanFile":
    """The file itself, well formed and no more.

    Raises
    ------
    InputError
        With every mistake of the object.
    """
    from zoning.result.plan_file import plan_file

    return plan_file(document, name)


SHAPE = Shape(written, read, ("county",), claimed)
"""Of :class:`~zoning.result.solution.Solution`."""
