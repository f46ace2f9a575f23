"""The solver beside brute force, case by case. ``python -m tests.solvers.truth 0 5000 [pool|growth]`` compares many.

A line is printed for every difference, and the tally at the end.
"""

import sys
from collections import Counter

import numpy as np

import solvers.exact.search
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from tests.solvers.written import Case


def compare(seed: int, given: Case | None = None) -> tuple[str, list[str]]:
    """What kind of case it is, drawn unless it is given, and how the solver's answer differs from the truth."""
    case = given or draw(seed)
    problem = problem_of(case, np.random.default_rng(seed).permutation(len(case.codes)).tolist())
    oracle = Oracle(case, settle(problem))
    solution = solve(problem, seed=seed)
    found, proof = [], solution.proof
    if oracle.best is None:
        if proof.status != "infeasible" or solution.plan is not None:
            found.append(f"case {seed} is infeasible, the solver says {proof.status}: {solution.plan}")
        return "infeasible", found
    points, plan = oracle.best
    if proof.status != "optimal" or solution.plan is None or solution.score is None:
        found.append(f"case {seed} has a plan of {points} points, the solver says {proof.status}")
    elif not points == solution.score.points == proof.bound:
        found.append(f"case {seed}: best {points}, the solver's {solution.score.points}, bound {proof.bound}")
    elif solution.plan.zones != oracle.codes(plan):
        found.append(
            f"case {seed}: of equal plans {oracle.codes(plan)} is first, the solver's is {solution.plan.zones}"
        )
    equals = sum(other == points for other, _ in oracle.legal(points))
    return "optimal, tied" if equals > 1 else "optimal", found


def main(first: int, last: int, method: str = "pool") -> int:
    if method == "growth":
        solvers.exact.search.POOL_LIMIT = 0
    tally: Counter[str] = Counter()
    for seed in range(first, last):
        try:
            kind, found = compare(seed)
        except Exception as error:  # noqa: BLE001 - the case is named and the run goes on
            kind, found = type(error).__name__, [f"case {seed}: {type(error).__name__}: {error}"]
        tally[kind] += 1
        tally["differences"] += len(found)
        for line in found:
            print(line, flush=True)
    print(method, dict(tally))
    return 1 if tally["differences"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
