"""Plan files of every kind, each a true one: what it answers, and its content."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from solvers.large.regroup import Regroup
from solvers.objectives.frontier import frontier
from solvers.objectives.modes import solve_in_stages
from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from solvers.stop import Watch
from tests.solvers.drawn import draw, problem_of, wide
from tests.solvers.periods_truth import parted, problem_with
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import plan_file
from zoning.result.solution import Proof, Run, Solution

Content = dict[str, Any]
GAP = 0.3
"""Share above the best plan up to which other plans are listed."""


@dataclass(frozen=True)
class File:
    """A true plan file: what it answers, and the text of its content."""

    problem: Problem
    text: str

    @property
    def content(self) -> Content:
        """A copy that may be altered."""
        content: Content = json.loads(self.text)
        return content


def written(solution: Solution) -> File:
    return File(solution.problem, dumps(to_document(solution)))


def checked(problem: Problem, content: Content) -> Verification:
    """What ``verify`` says of a file, read for this county."""
    claim = plan_file(content, "plan.json")
    return verify(claim.problem(problem.county), claim)


def drawn(seed: int) -> Problem:
    return problem_of(draw(seed, 5, 7))


def stopped(problem: Problem, keep: int) -> Solution:
    """As when a search is stopped: the duals' bounds only, for so many numbers of zones, and not the best plan."""
    solution = solve(problem, gap=GAP, most=1)
    kept = tuple(replace(c, bound=c.dual_bound) for c in solution.proof.certificates[:keep])
    whole = keep >= len(solution.proof.certificates)
    bound = min(c.dual_bound for c in kept if c.dual_bound is not None) if whole else None
    judged = score(problem, solution.alternatives[0])
    gap = None if bound is None else (judged.points - bound) / judged.points
    proof = Proof("feasible", bound, gap, kept)
    run = replace(solution.run, stopped="time")
    return Solution(problem, proof, run, judged.plan, judged)


def large() -> Solution:
    """More stations than have certificates, each a zone of its own, with the bound that is computed."""
    problem = problem_of(wide(3, 66))
    judged = score(problem, Plan.of([code] for code in problem.county.codes))
    bound = Regroup(problem, Watch(), seed=0).bound()
    assert bound is not None
    proof = Proof("feasible", bound, (judged.points - bound) / judged.points)
    others = sorted((score(problem, plan) for plan in _joined(problem)), key=lambda other: (other.points, other.plan))
    most = max(1.0, others[-1].points / judged.points - 1 + 1e-6)
    return Solution(
        problem, proof, Run("regroup", 1.0, 0), judged.plan, judged, tuple(o.plan for o in others), False, most
    )


def _joined(problem: Problem) -> list[Plan]:
    """Three plans in which two neighbours share a zone and all others have one of their own."""
    pairs = np.argwhere(np.triu(problem.county.adjacent))[:3].tolist()
    codes = problem.county.codes
    made = [Plan.of([[codes[i], codes[j]], *([c] for c in codes if c not in (codes[i], codes[j]))]) for i, j in pairs]
    return [one for one in made if not score(problem, one).violations]


def efficient(problem: Problem, measures: tuple[str, str]) -> Solution:
    """The plan in the middle of a frontier."""
    points = list(frontier(problem, measures))
    point = points[len(points) // 2]
    run = Run("frontier", 1.0, 0)
    return Solution(problem, Proof("optimal"), run, point.plan, score(problem, point.plan), staged=point.staged)


KINDS: dict[str, Callable[[], Solution]] = {
    "weighted": lambda: solve(drawn(80)),
    "alternatives": lambda: solve(drawn(62), gap=GAP),
    "some alternatives": lambda: solve(drawn(99), gap=GAP, most=4),
    "order": lambda: solve_in_stages(drawn(99), {"mismatch": 0.1, "travel": 0.0, "mix_loss": 0.2}),
    "minimax": lambda: solve_in_stages(drawn(99), None),
    "worst period": lambda: solve_in_stages(problem_with(*parted(draw(99, 5, 7), 99)), None, worst_period=True),
    "frontier": lambda: efficient(drawn(99), ("mismatch", "travel")),
    "infeasible": lambda: solve(drawn(45)),
    "stopped": lambda: stopped(drawn(99), 9),
    "stopped early": lambda: stopped(drawn(99), 2),
    "large": large,
}


@cache
def file(kind: str) -> File:
    """The file of a kind, made once."""
    return written(KINDS[kind]())
