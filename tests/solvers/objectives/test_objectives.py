"""Measures in order, the costliest zone, the frontier and warm answers, each against all plans there are."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.counties import county
from solvers.engine import Engine
from solvers.exact.column_generation import Source
from solvers.exact.search import Search
from solvers.instances.instance import Instance, only
from solvers.instances.subproblem import Subproblem
from solvers.objectives.frontier import frontier
from solvers.objectives.modes import lexicographic, minimax
from solvers.objectives.nondominated import Point, efficient, knee
from solvers.proof.verify import verify
from solvers.sets.growth import TooMany
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from zoning.judge.measures import MEASURES
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.result.solution import Proof, Run, Solution

KEYS = [measure.key for measure in MEASURES]
CASES = 48
SHARES = 3


def cases(share: int, first: int, many: int = CASES, most: int = 8) -> list[tuple[Problem, list[Plan]]]:
    """Problems with at least one plan, and all the plans that keep their rules, in the order of equal plans."""
    found = []
    for seed in range(first + share, first + many, SHARES):
        case = draw(seed, most=most)
        problem = problem_of(case)
        oracle = Oracle(case, settle(problem))
        plans = sorted((plan for _, plan in oracle.legal()), key=oracle.order)
        if plans:
            found.append((problem, [Plan.of(oracle.codes(plan)) for plan in plans]))
    return found


def proved(problem: Problem, point: Point, path: Path) -> bool:
    """Whether the plan file of an efficient plan, read again, is found true."""
    judged = score(problem, point.plan)
    solution = Solution(problem, Proof("optimal"), Run("", 0.0, 0), point.plan, judged, staged=point.staged)
    path.write_text(dumps(to_document(solution)), encoding="utf-8")
    verified = verify(problem, read_plan(path))
    return verified.proved and not verified.mistakes


def points(problem: Problem, plans: list[Plan]) -> list[int]:
    instance = Instance(problem)
    return [int(instance.of_plan(plan).points.sum()) for plan in plans]


@pytest.fixture(params=["pool", "growth"], autouse=True)
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "growth":
        monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    return str(request.param)


@pytest.mark.parametrize("share", range(SHARES))
def test_measures_in_order_are_as_small_as_among_all_plans(share: int) -> None:
    rng = np.random.default_rng(share)
    compared = 0
    for problem, plans in cases(share, 70_000):
        keys = rng.permutation(KEYS)[:3].tolist()
        slacks = {key: float(rng.choice([0.0, 0.1, 0.5])) for key in keys}
        answer = lexicographic(problem, slacks)
        left = plans
        for stage, (key, slack) in zip(answer.stages, slacks.items(), strict=True):
            values = points(only(problem, key), left)
            assert (stage.objective, stage.points) == (key, min(values))
            allowed = int(min(values) * (1 + slack))
            best = left[int(np.argmin(values))]
            left = [plan for plan, value in zip(left, values, strict=True) if value <= allowed]
        assert answer.plan == best
        compared += 1
    assert compared > 1


@pytest.mark.parametrize("share", range(SHARES))
def test_the_costliest_zone_is_as_cheap_as_in_any_plan_and_then_the_sum(share: int) -> None:
    compared = 0
    for problem, plans in cases(share, 71_000, 36):
        answer = minimax(problem)
        instance = Instance(problem)
        costliest = [int(instance.of_plan(plan).points.max()) for plan in plans]
        least = min(costliest)
        fit = [plan for plan, value in zip(plans, costliest, strict=True) if value == least]
        sums = points(problem, fit)
        assert [stage.points for stage in answer.stages] == [least, min(sums)]
        assert answer.plan == fit[int(np.argmin(sums))]
        compared += 1
    assert compared > 1


@pytest.mark.parametrize("share", range(SHARES))
def test_the_frontier_is_every_pair_of_values_that_no_plan_beats(share: int, source: str, tmp_path: Path) -> None:
    """On more than a hundred counties of five to seven stations from pools, in the three shares together."""
    rng = np.random.default_rng([2, share])
    compared = several = 0
    for problem, plans in cases(share, 72_000, 300 if source == "pool" else 72, most=7):
        first, second = rng.permutation(KEYS)[:2].tolist()
        pairs = list(zip(points(only(problem, first), plans), points(only(problem, second), plans), strict=True))
        judged = [score(problem, plan).measures for plan in plans]
        shares = [(measures[first], measures[second]) for measures in judged]
        beaten = {
            pair for pair in pairs if any(other != pair and other <= pair and other[1] <= pair[1] for other in pairs)
        }
        truth = [k for k in efficient(shares) if pairs[k] not in beaten]
        found = list(frontier(problem, (first, second), engine=Engine(workers=1)))[::-1]
        rows = [plans.index(point.plan) for point in found]
        assert [(point.first, point.second) for point in found] == [pairs[k] for k in rows]
        kept = [rows[k] for k in efficient([shares[row] for row in rows])]
        assert [pairs[k] for k in kept] == sorted({pairs[k] for k in truth})
        assert all(k == min(n for n in range(len(plans)) if pairs[n] == pairs[k]) for k in rows), "first of the equal"
        for point in found:
            assert point.staged is not None
            assert [(s.objective, s.points) for s in point.staged.stages] == [
                (second, point.second),
                (first, point.first),
            ]
            assert proved(problem, point, tmp_path / "plan.json")
        compared += 1
        several += len(found) > 1
    assert compared >= (34 if source == "pool" else 5)
    assert several


def test_the_knee_lies_farthest_below_the_line_between_the_ends() -> None:
    plan = Plan.of([["a"]])
    ends = [Point(plan, 0, 100), Point(plan, 10, 30), Point(plan, 50, 20), Point(plan, 100, 0)]
    assert knee(ends) == 1
    assert knee(ends[:2]) == knee([ends[0], Point(plan, 60, 80), ends[-1]]) == -1, "nothing lies below the line"


@pytest.mark.parametrize("wrong", [{}, {"nonsense": 0.0}, {"travel": -0.1}])
def test_measures_in_order_must_be_known(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="mismatch"):
        lexicographic(problem_of(draw(2)), wrong)


@pytest.mark.parametrize(
    ("first", "second", "step"), [("travel", "travel", 1), ("x", "travel", 1), ("travel", "change", 0)]
)
def test_a_frontier_needs_two_measures_and_a_step(first: str, second: str, step: int) -> None:
    with pytest.raises(InputError, match=r"measures|step"):
        next(frontier(problem_of(draw(2)), (first, second), step=step))


def test_a_frontier_of_more_stations_than_can_be_proved_is_refused() -> None:
    problem = Problem(county(65, 1), Policy())
    with pytest.raises(InputError, match="64"):
        next(frontier(problem, ("mismatch", "travel")))


def test_a_plan_that_nothing_shows_to_be_efficient_is_not_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the second measure, where every search with weight on the first is too much."""
    whole = Search.source

    def source(search: Search, subproblem: Subproblem) -> Source:
        if search.instance.problem.policy.weights.shares()["mismatch"] > 0:
            raise TooMany
        return whole(search, subproblem)

    problem = Problem(county(9, 1), Policy())
    monkeypatch.setattr(Search, "source", source)
    found = []
    with pytest.raises(TooMany):
        found.extend(frontier(problem, ("mismatch", "travel")))
    assert not found
