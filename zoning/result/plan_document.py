"""The object of ``plan.json``: everything needed to judge the plan again and to check its proof.

It holds the policy as applied, the zones, the measures, the certificates with their duals, and what the plan was made
from.
"""

from importlib import metadata
from typing import Any

from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.model.county import County
from zoning.model.problem import Problem
from zoning.result.certificates import certificate_documents, duals_document
from zoning.result.codec import known, spoken
from zoning.result.digest import digest
from zoning.result.solution import Proof, Solution, Staged

SCHEMA = "zoning.plan/1"


def written(solution: Solution) -> dict[str, Any]:
    """The object of ``plan.json``: the plan, its measures and points, its proof, and what it was made from."""
    problem, score = solution.problem, solution.score
    county = problem.county
    return {
        "schema": SCHEMA,
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
        **(_scored(problem, score) if score else {"zones": [], "measures": {}, "points": None, "violations": []}),
        "proof": _proof(county, solution.proof, score),
        "solver": {
            "name": solution.run.name,
            "why": [spoken(why) for why in solution.run.why],
            "seconds": round(solution.run.seconds, 3),
            "seed": solution.run.seed,
            "version": metadata.version("zoning"),
            "zones_grown": solution.run.zones_grown,
            "candidates": solution.run.candidates,
            "stopped": solution.run.stopped or None,
        },
        "overrides": [{"what": o.what, "reason": o.reason} for o in problem.overrides],
        "alternatives": [[list(zone) for zone in plan.zones] for plan in solution.alternatives],
        "alternatives_complete": solution.alternatives_complete,
        **({"mode": _mode(county, solution.staged)} if solution.staged else {}),
    }


def _scored(problem: Problem, score: Score) -> dict[str, Any]:
    names = zone_names(problem, score)
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
            for name, zone in zip(names, score.zones, strict=True)
        ],
        "measures": score.measures,
        "points": score.points,
        "figures": known(score.figures),
        "violations": [
            {"rule": v.rule, "stations": list(v.stations), "amount": v.amount, **spoken(v.says)}
            for v in score.violations
        ],
    }


def _proof(county: County, proof: Proof, score: Score | None) -> dict[str, Any]:
    """The proof; ``duals`` and ``zone_dual`` are those of the plan's own number of zones, every other stands beside."""
    own = next((c for c in proof.certificates if score and c.zones == len(score.zones)), None)
    content: dict[str, Any] = {"status": proof.status, "bound": proof.bound, "gap": proof.gap}
    if own:
        content |= duals_document(county, own)
    if proof.reasons:
        content["reason"] = "；".join(reason.text("zh") for reason in proof.reasons)
        content["reasons"] = [spoken(reason) for reason in proof.reasons]
    content["certificates"] = certificate_documents(county, proof.certificates)
    return content


def _mode(county: County, staged: Staged) -> dict[str, Any]:
    """The steps wanted and those decided, each with the plan that has its least and the proof that none has fewer."""
    return {
        "name": staged.mode,
        "wanted": [{"objective": objective, "slack": slack} for objective, slack in staged.wanted],
        "within": dict(staged.within),
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
