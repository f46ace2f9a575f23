"""A plan of the workbench as a solution: its score, and as much of a proof as an answer to the same problem allows."""

from dataclasses import replace

from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Run, Solution

BY_HAND = "workbench"
"""What a plan file says of how its plan was found."""


def solution_of(problem: Problem, plan: Plan, answer: Solution | None = None) -> Solution:
    """The plan as a solution of the problem.

    Parameters
    ----------
    answer : one to a problem of the same county; under another policy it says nothing of this plan

    Raises
    ------
    InputError
        When the plan is none of this county.
    """
    judged = score(problem, plan)
    bare = Solution(problem, Proof("feasible"), Run(BY_HAND, 0.0, 0), plan, judged)
    if judged.violations or answer is None or answer.proof.bound is None or answer.problem.policy != problem.policy:
        return bare
    if answer.plan == plan:
        return replace(answer, problem=problem)
    bound, certificates = answer.proof.bound, answer.proof.certificates
    if judged.points <= bound:
        return replace(bare, proof=Proof("optimal", bound, 0.0, certificates))
    return replace(bare, proof=Proof("feasible", bound, (judged.points - bound) / judged.points, certificates))
