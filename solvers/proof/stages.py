"""Prove the steps of a mode again: each step's plan has what is stated, and no plan within the steps before has fewer.

Every step is a problem of its own, whose limits are what the steps before it allow; its certificates are checked like
those of the weighted sum (``solvers.proof.verify``).
"""

from collections.abc import Iterator, Sequence

from solvers.exact.instance import Instance, Limit, only
from solvers.exact.search import Search
from solvers.objectives.modes import largest_bound, value
from solvers.proof.certificates import disproved
from solvers.stop import Watch
from zoning.judge.rules import violations
from zoning.model.errors import Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.certificates import certificates
from zoning.result.plan_file import ModeClaim, PlanFile, StageClaim
from zoning.result.solution import Certificate, allowance

Allowed = Sequence[tuple[str, int]]
"""Points that objectives may have at the most."""


def restaged(problem: Problem, claim: PlanFile, watch: Watch) -> tuple[list[Mistake], bool]:
    """What is false of the steps, and whether all that are wanted were proved again."""
    mode = claim.document.mode
    assert mode is not None  # asked for files with a mode only
    found, complete = list(_steps(claim, mode)), claim.document.proof.status == "optimal"
    allowed = list(mode.within.items())
    for k, stage in enumerate(mode.stages):
        column = f"mode.stages.{k}"
        false = list(_plan(problem, stage, allowed, claim.name, column))
        stated = {c.zones: c for c in certificates(stage.certificates, problem.county)}
        instance, proved = _ground(problem, stage, allowed, tuple(stated.values()))
        search = Search(instance, watch, seed=0)
        wanted = [subproblem.zones for subproblem in search.subproblems]
        false += [
            mistake("solvers.verify.no_certificate", table=claim.name, column=column, zones=zones)
            for zones in wanted
            if zones not in stated
        ]
        wrong, decided = disproved(search, stated, claim.name, column)
        false += wrong
        if not false and proved < stage.points:
            false.append(
                mistake("solvers.verify.bound", table=claim.name, column=column, value=stage.points, bound=proved)
            )
        found += false
        complete = complete and decided
        allowed.append((stage.objective, stage.allowed))
    return found, complete


def _steps(claim: PlanFile, mode: ModeClaim) -> Iterator[Mistake]:
    """Steps that are not those wanted, allow more or less than the slack says, or end with another plan."""
    for k, (stage, wanted) in enumerate(zip(mode.stages, mode.wanted, strict=False)):
        allowed = allowance(stage.points, wanted.slack)
        if stage.allowed != allowed:
            column = f"mode.stages.{k}.allowed"
            yield mistake("solvers.verify.figure", table=claim.name, column=column, value=stage.allowed, actual=allowed)
    decided, wished = [s.objective for s in mode.stages], [w.objective for w in mode.wanted]
    if claim.document.proof.status == "optimal":
        if decided != wished:
            yield mistake("solvers.verify.steps", table=claim.name, column="mode", decided=decided, wanted=wished)
        elif Plan.of(mode.stages[-1].zones) != claim.plan:
            yield mistake("solvers.verify.last", table=claim.name, column="zones")
    elif decided != wished[: len(decided)]:
        yield mistake("solvers.verify.steps", table=claim.name, column="mode", decided=decided, wanted=wished)


def _plan(problem: Problem, stage: StageClaim, allowed: Allowed, table: str, column: str) -> Iterator[Mistake]:
    """A plan of a step that has other points than stated, or is none that the step may have."""
    plan = Plan.of(stage.zones)
    actual = value(problem, stage.objective, plan)
    if actual != stage.points:
        yield mistake(
            "solvers.verify.figure", table=table, column=f"{column}.points", value=stage.points, actual=actual
        )
    if violations(problem, plan) or any(value(problem, key, plan) > most for key, most in allowed):
        yield mistake("solvers.verify.breaks", table=table, column=f"{column}.zones")


def _ground(
    problem: Problem, stage: StageClaim, allowed: Allowed, stated: tuple[Certificate, ...]
) -> tuple[Instance, int]:
    """The problem of a step, and the points that its certificates prove to be its least, if they hold."""
    bounds = [c.bound for c in stated if c.bound is not None]
    if stage.objective == "largest":
        plain = Instance(problem)
        if bounds and (least := largest_bound(plain, stated)) >= stage.points:
            return plain, least
        return Instance(problem, cap=stage.points - 1), stage.points if not bounds else 0
    limits = tuple(
        Limit(problem if key == "weighted" else only(problem, key), most) for key, most in allowed if key != "largest"
    )
    sought = problem if stage.objective == "weighted" else only(problem, stage.objective)
    return Instance(sought, limits, dict(allowed).get("largest")), min(bounds, default=0)
