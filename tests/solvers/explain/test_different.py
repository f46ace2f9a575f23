"""The most different of many plans, against all choices of so many."""

from itertools import combinations

import numpy as np

from solvers.explain.different import different
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of
from zoning.model.plan import Plan


def apart(a: Plan, b: Plan) -> int:
    """Pairs of stations that share a zone in one of the plans only, counted plainly."""
    together = [{frozenset(pair) for zone in plan.zones for pair in combinations(zone, 2)} for plan in (a, b)]
    return len(together[0] ^ together[1])


def test_each_plan_is_the_farthest_from_those_before_it() -> None:
    chosen = 0
    for seed in range(40):
        solution = solve(problem_of(draw(seed)), gap=0.5)
        if solution.plan is None:
            continue
        before = [solution.plan]
        for plan, distance in different(solution.plan, solution.alternatives, 4):
            nearest = [min(apart(other, known) for known in before) for other in solution.alternatives]
            assert distance == max(nearest) == min(apart(plan, known) for known in before)
            assert solution.alternatives.index(plan) == int(np.argmax(nearest))
            before.append(plan)
            chosen += 1
    assert chosen > 10


def test_the_choice_is_at_least_half_as_spread_as_any() -> None:
    solution = next(s for seed in range(50) if len((s := solve(problem_of(draw(seed)), gap=0.5)).alternatives) > 8)
    best = solution.plan
    assert best is not None
    ours = min(distance for _, distance in different(best, solution.alternatives, 3))
    spread = (
        min(apart(a, b) for a, b in combinations((best, *three), 2)) for three in combinations(solution.alternatives, 3)
    )
    assert 2 * ours >= max(spread)


def test_the_best_plan_and_its_copies_are_not_alternatives() -> None:
    best = Plan.of([["a", "b"], ["c"]])
    assert different(best, [best, Plan.of([["c"], ["b", "a"]])], 3) == []
    assert different(best, [], 3) == []
