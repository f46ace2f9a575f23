"""The search ends whatever weighs: growth that leaves its walks early proves the optimum all the same."""

from itertools import combinations

import pytest

from geodata import read_county
from solvers.engine import Engine
from solvers.exact import column_generation
from solvers.objectives.frontier import frontier
from solvers.objectives.modes import minimax
from solvers.solve import solve
from solvers.stop import Stop
from tests.solvers.drawn import draw, problem_of, settle, wide
from tests.solvers.oracle import Oracle
from tests.solvers.written import MEASURES
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.solution import Solution

WEIGHTS = [*((key,) for key in MEASURES), *combinations(MEASURES, 2)]
"""Every measure by itself, and every two."""
STATES = 50_000_000
"""Sets met by growth after which a search is taken to be endless: these meet 2,429,036 at the most."""


def ended(problem: Problem, seed: int = 0) -> Solution:
    """The answer of a search that ended by itself."""
    solution = solve(problem, seed=seed, stop=Stop(states=STATES))
    assert not solution.run.stopped, "the search does not end"
    return solution


@pytest.mark.parametrize(
    ("sample", "setting", "value"), [("dianjiang", "weights.border_cut", 0.3), ("kaizhou", "rules.max_minutes", 60.0)]
)
def test_a_county_on_which_every_set_seems_cheap_by_its_bound_is_solved(
    sample: str, setting: str, value: float
) -> None:
    """Walks that stopped after so many cheap sets, all of them dear or against the rules, repeated themselves here."""
    problem = Problem(read_county(f"sample:{sample}"), read_policy("haidong").override({setting: value}))
    solution = ended(problem)
    assert solution.proof.status == "optimal"
    assert solution.score is not None
    assert solution.score.points == solution.proof.bound


@pytest.mark.parametrize("weights", WEIGHTS, ids="+".join)
def test_walks_left_early_end_at_the_optimum_of_brute_force(
    weights: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    monkeypatch.setattr(column_generation, "BATCH", 2)  # walks are left at once, and so after each of their limits
    monkeypatch.setattr(column_generation, "STATE_LIMIT", 8)
    monkeypatch.setattr(column_generation, "MORE", 2)
    for seed in range(70_000, 70_004):
        case = draw(seed, fewest=7).but(weights=dict.fromkeys(weights, 0.5), max_changed=None)
        problem = problem_of(case)
        oracle, solution = Oracle(case, settle(problem)), ended(problem, seed)
        if oracle.best is None:
            assert solution.proof.status == "infeasible", seed
        else:
            assert solution.proof.status == "optimal", seed
            assert solution.proof.bound == oracle.best[0], seed
            assert solution.plan is not None
            assert solution.plan.zones == oracle.codes(oracle.best[1]), seed


def test_minimax_the_frontier_and_a_warm_engine_end_at_what_the_pool_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    case = wide(2, 14).but(weights={"border_cut": 0.4, "change": 0.1, "mismatch": 0.5}, most=4)
    problem = problem_of(case.but(today=tuple(f"zone {i % 3}" for i in range(14))))
    warm = problem_of(case.but(today=tuple(f"zone {i % 2}" for i in range(14))))

    def answers() -> list[object]:
        engine, stop = Engine(), Stop(states=STATES)
        staged = minimax(problem, stop=stop, engine=engine)
        points = frontier(problem, ("mismatch", "border_cut"), stop=stop, engine=engine)
        ends = [(point.first, point.second) for point in points]
        return [staged.stages[0].points, staged.plan, ends, solve(warm, stop=stop, engine=engine).plan]

    expected = answers()
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    monkeypatch.setattr(column_generation, "BATCH", 2)
    monkeypatch.setattr(column_generation, "STATE_LIMIT", 8)
    monkeypatch.setattr(column_generation, "MORE", 2)
    assert answers() == expected
