"""The worst period beside brute force, case by case. ``python -m tests.solvers.periods_truth 0 600`` compares many.

The incidents of a drawn case are dealt out over two to five periods; every plan that keeps the rules of the whole is
judged in each of them by the written formulas, which share no code with the project.
"""

import sys
from collections import Counter
from dataclasses import replace

import numpy as np

from solvers.objectives.modes import solve_in_stages
from solvers.proof.verify import verify
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from tests.solvers.written import Case
from zoning.judge.slices import periods_of
from zoning.model.bureau import Bureau, Period
from zoning.model.problem import Problem
from zoning.result.solution import Solution


def parted(case: Case, seed: int) -> tuple[Case, list[Case]]:
    """The case with whole numbers of incidents, and the case of each period."""
    rng = np.random.default_rng([11, seed])
    many = int(rng.integers(2, 6))
    shape = len(case.counts), len(case.classes), many
    dealt = np.zeros(shape)
    for i, row in enumerate(case.counts):
        season = rng.dirichlet(np.full(many, 0.7))
        for c, count in enumerate(row):
            dealt[i, c] = rng.multinomial(int(count), season)
    return case.but(counts=dealt.sum(axis=2).tolist()), [
        case.but(counts=dealt[:, :, t].tolist(), years=case.years / many) for t in range(many)
    ]


def problem_with(whole: Case, periods: list[Case]) -> Problem:
    """The case as the project's own object, the counts by month."""
    problem = problem_of(whole)
    rows = tuple(
        Period(name=f"2024年{t + 1}月", station=whole.codes[i], counts=tuple(map(float, row)))
        for t, part in enumerate(periods)
        for i, row in enumerate(part.counts)
    )
    return replace(problem, county=replace(problem.county, bureau=Bureau(periods=rows)))


def truth(problem: Problem, whole: Case, periods: list[Case]) -> tuple[int, int] | None:
    """The least points in the worst period, and the least of the whole among the plans that have them."""
    months = [Oracle(case, settle(one)) for case, one in zip(periods, periods_of(problem).values(), strict=True)]
    plans = Oracle(whole, settle(problem)).legal()
    worst = ((max(sum(map(month.points, plan)) for month in months), points) for points, plan in plans)
    return min(worst, default=None)


def compare(seed: int, *, prove: bool = True) -> tuple[str, list[str], Solution]:
    """What kind of case it is, how the answer differs from the truth, and the answer."""
    whole, periods = parted(draw(seed, 5, 8), seed)
    problem = problem_with(whole, periods)
    actual, solution = truth(problem, whole, periods), solve_in_stages(problem, None, worst_period=True)
    stages = solution.staged.stages if solution.staged else ()
    stated = (stages[0].points, stages[1].points) if len(stages) == 2 else None
    found = [] if stated == actual else [f"case {seed}: {actual}, the solver says {stated}"]
    status = "infeasible" if actual is None else "optimal"
    if solution.proof.status != status:
        found.append(f"case {seed} is {status}, the solver says {solution.proof.status}")
    if prove and not (checked := verify(problem, solution)).proved:
        found.append(f"case {seed} is not proved: {checked.mistakes} {checked.unproved}")
    return status, found, solution


def main(first: int, last: int) -> int:
    tally: Counter[str] = Counter()
    for seed in range(first, last):
        kind, found, _ = compare(seed)
        tally[kind] += 1
        tally["differences"] += len(found)
        for line in found:
            print(line, flush=True)
    print(dict(tally))
    return 1 if tally["differences"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
