"""All plans of small counties: those of brute force, and as many divisions of squares as are published."""

from collections import Counter

import pytest

from solvers.exact.every import every_plan
from solvers.sets.growth import TooMany
from solvers.stop import Stop, Stopped
from tests.solvers.drawn import draw, problem_of, settle, square
from tests.solvers.oracle import Oracle
from zoning.model.problem import Problem

CASES = 120
SHARES = 6


@pytest.mark.parametrize("share", range(SHARES))
def test_all_plans_of_brute_force_and_no_others(share: int) -> None:
    met: Counter[str] = Counter()
    for seed in range(share, CASES, SHARES):
        case = draw(seed)
        problem = problem_of(case)
        oracle = Oracle(case, settle(problem))
        expected = Counter((points, oracle.codes(plan)) for points, plan in oracle.legal())
        found = every_plan(problem)
        assert Counter((points, plan.zones) for points, plan in found) == expected, seed
        assert len(found) == expected.total(), seed
        met["some" if expected else "none"] += 1
    assert len(met) == 2, f"cases with and without plans should be among them: {met}"


def squares(size: int) -> Problem:
    """A square of stations, to be divided into as many zones as it has rows, all of the same number of stations."""
    problem = problem_of(square(size))
    asked = {"zones.min": size, "zones.max": size, "zones.min_stations": size}
    return Problem(problem.county, problem.policy.override(asked))


@pytest.mark.parametrize(("size", "count"), [(2, 2), (3, 10), (4, 117), (5, 4006)])
def test_divisions_of_squares_are_as_many_as_published(size: int, count: int) -> None:
    """OEIS A172477: n x n squares into n polyominoes of n cells."""
    assert len(every_plan(squares(size))) == count


def test_it_can_be_stopped_and_keeps_to_its_limit() -> None:
    with pytest.raises(TooMany):
        every_plan(squares(5), most=1000)
    with pytest.raises(Stopped):
        every_plan(squares(5), stop=Stop(asked=lambda: True))
