"""Few stations may change: the best plan near today's is found, proved and verified; today's zones are the start."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.counties import county
from solvers.instances.instance import Instance
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Stop
from tests.solvers.drawn import draw, problem_of, settle, some_plan
from tests.solvers.exact.test_runs import METHODS
from tests.solvers.oracle import Oracle
from tests.solvers.proof.files import written
from tests.solvers.proof.second import TRUE, load, verdict
from tests.solvers.written import Case
from zoning.model.policy import Policy
from zoning.model.problem import Problem

SEEDS = range(60)


def near(seed: int, most: int) -> Case | None:
    """A drawn case whose zones of today are a plan that keeps its rules, by chance not the best, if it has one."""
    case = draw(seed).but(max_changed=None, pinned=())
    plans = [plan for _, plan in Oracle(case, settle(problem_of(case))).legal()]
    if not plans:
        return None
    plan = plans[int(np.random.default_rng(seed).integers(len(plans)))]
    names = {i: f"zone {number}" for number, zone in enumerate(plan) for i in zone}
    return case.but(today=tuple(names[i] for i in range(len(case.codes))), max_changed=most)


@METHODS
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_plan_near_today_is_what_brute_force_finds(
    seed: int, pool: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    for most in (0, 1, 2, 4):
        case = near(seed, most)
        if case is None:
            return
        problem = problem_of(case)
        best = Oracle(case, settle(problem)).best
        assert best is not None  # today's zones
        solution = solve(problem, gap=0.0)
        assert solution.score is not None
        assert (solution.proof.status, solution.score.points) == ("optimal", best[0])
        found = verify(problem, solution)
        assert (found.mistakes, found.proved) == ((), True)


@pytest.mark.parametrize("seed", range(0, 60, 6))
def test_the_second_verifier_proves_it_too(seed: int, tmp_path: Path) -> None:
    case = near(seed, 1)
    if case is not None:
        problem = problem_of(case)
        code, words = verdict(load(), tmp_path, problem, written(solve(problem)).content)
        assert code == TRUE, words


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_has_a_zone_that_is_not_near(seed: int) -> None:
    for most in (0, 1, 2, 4):
        case = near(seed, most)
        if case is None:
            return
        instance = Instance(problem_of(case))
        for _, plan in Oracle(case).legal():
            masks = np.array([sum(1 << i for i in zone) for zone in plan], dtype=np.uint64)
            assert instance.change.near(masks).all()


@pytest.mark.parametrize("most", [0, 2])
def test_where_few_may_change_fifty_stations_are_soon_proved(most: int) -> None:
    base = Problem(county(50, 1), Policy())
    today = solve(base, stop=Stop(0)).plan
    problem = Problem(base.county, Policy().override({"rules.max_changed": most}), current=today)
    solution = solve(problem, stop=Stop(states=1_000_000))  # 354,017 where two may change
    assert solution.proof.status == "optimal"
    assert solution.plan == today if most == 0 else solution.plan is not None
    assert verify(problem, solution).proved


def test_today_s_zones_are_the_plan_of_a_search_that_is_stopped_at_once_at_any_size() -> None:
    for stations in (40, 70):
        base = Problem(county(stations, 1), Policy())
        today = some_plan(base)
        problem = Problem(base.county, Policy().override({"rules.max_changed": 0}), current=today)
        solution = solve(problem, stop=Stop(0))
        assert solution.plan == today
        assert solution.proof.gap is not None
