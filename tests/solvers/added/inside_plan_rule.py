"""What holds where ``max_gap``, a rule on whole plans, was added; run by ``tests/solvers/test_coverage.py``."""

import pytest

from solvers.explain.moves import savings
from solvers.explain.relaxations import relaxations
from solvers.infeasible.cpsat import feasible, switches
from solvers.infeasible.unsatisfiable import reasons
from solvers.solve import solve
from tests.solvers.added.common import cheapest, large, small
from tests.solvers.infeasible.test_cpsat import every_plan
from zoning.judge.rules import plan_violations, violations
from zoning.model.plan import Plan
from zoning.model.problem import Problem


def gap(plan: Plan) -> int:
    sizes = sorted(len(zone) for zone in plan.zones)
    return sizes[-1] - sizes[0]


def kept(problem: Problem) -> list[Plan]:
    """Plans that keep every rule, by brute force."""
    return [plan for plan, broken in every_plan(problem) if not broken and not plan_violations(problem, plan)]


@pytest.mark.parametrize("source", ["pool", "growth"])
def test_the_exact_search_finds_what_brute_force_finds(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if source == "growth":
        monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
        monkeypatch.setattr("solvers.exact.search.SMALL_POOL", 0)
    dearer = 0
    for seed in range(32):
        problem = small(seed, rules__max_gap=0, zones__min=2, zones__max=8)
        solution, best = solve(problem), cheapest(problem, kept(problem))
        assert (solution.score.points if solution.score else None) == best, seed
        if best is not None:
            assert any("does not know max_gap" in why.text("en") for why in solution.run.why)
            dearer += best > (cheapest(small(seed, zones__min=2, zones__max=8)) or 0)
    assert dearer > 1


def test_a_large_county_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.large.regroup.STEPS", 2)
    monkeypatch.setattr("solvers.large.regroup.FEWEST", 100)
    monkeypatch.setattr("solvers.large.regroup.RUNS", 1)
    monkeypatch.setattr("solvers.solve.MOST_GROWN", 0)
    wanted = {"zones__max": 7, "zones__min": 7, "zones__alone": []}
    free = solve(large(0, **wanted)).plan
    assert free is not None
    problem = large(0, rules__max_gap=gap(free) - 2, **wanted)
    solution = solve(problem)
    assert solution.plan is not None
    assert not violations(problem, solution.plan)
    assert any("max_gap" in why.text("zh") for why in solution.run.why)


def test_the_constraint_model_the_reasons_and_relaxations_know_it_by_the_judge() -> None:
    infeasible = relaxed = priced = 0
    for seed in range(16):
        problem = small(seed, rules__max_gap=0, zones__min=2, zones__max=8)
        plans, free = kept(problem), [plan for plan, broken in every_plan(problem) if not broken]
        plan = feasible(problem, frozenset(switches(problem)), 100.0)
        assert (plan is None) == (not plans), seed
        if plans:
            costs = {saving.key: saving.points for saving in savings(problem)}
            saved = (cheapest(problem, plans) or 0) - (cheapest(problem, free) or 0)
            assert costs.get("rules.max_gap", 0) == saved, seed
            priced += saved > 0
        elif free:
            infeasible += any("stations between the largest" in reason.text("en") for reason in reasons(problem))
            found = {one.key: one for one in relaxations(problem)}["rules.max_gap"]
            assert found.value == min(map(gap, free)), seed
            relaxed += 1
    assert min(infeasible, relaxed, priced) > 0
