"""What an engine remembers makes its answers quick and changes none of them."""

from dataclasses import replace

import numpy as np
import pytest

from solvers.engine import Engine
from solvers.solve import solve
from tests.solvers.drawn import draw, problem_of, square
from zoning.model.problem import Problem


def warm_as_cold(problem: Problem, engine: Engine) -> bool:
    warm, cold = solve(problem, engine=engine), solve(problem)
    return (warm.plan, warm.proof.status, warm.proof.bound) == (cold.plan, cold.proof.status, cold.proof.bound)


@pytest.mark.parametrize("share", range(3))
def test_a_warm_answer_is_the_cold_one(share: int) -> None:
    rng = np.random.default_rng([3, share])
    engine = Engine()
    for seed in range(73_000 + share, 73_024, 3):
        problem = problem_of(draw(seed, most=8))
        for _ in range(3):
            counts = rng.poisson(problem.county.counts).astype(np.float64)
            assert warm_as_cold(replace(problem, county=replace(problem.county, counts=counts)), engine)


def test_other_stations_on_the_same_borders_are_begun_afresh() -> None:
    case, engine = square(3), Engine()
    for codes in (case.codes, tuple(f"X{code}" for code in case.codes), case.codes):
        assert warm_as_cold(problem_of(case.but(codes=codes)), engine)
