"""The staircase against brute force: every step is the best plan of its band, and no plan keeps a narrower last one."""

import math
from itertools import pairwise

import numpy as np
import pytest

from geodata import read_county
from solvers.engine import Engine
from solvers.objectives.staircase import STEP, Staircase, most_even, staircase
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Stop
from tests.solvers.drawn import draw, problem_of, settle, wide
from tests.solvers.oracle import Oracle
from zoning.judge.score import score
from zoning.judge.values import worst_deviation
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import from_document, to_document
from zoning.result.plan_file import plan_file
from zoning.result.solution import Solution


def even(seed: int) -> tuple[Problem, list[tuple[Plan, int, float]]]:
    """A drawn problem without a band, and all its plans with their points and worst deviations.

    Two of three have few rules and at least three zones, so that there are several steps.
    """
    case = draw(seed, 6, 8).but(officer_band=None)
    if seed % 3:
        case = case.but(band=None, max_minutes=None, min_officers=None, max_changed=None, fewest=3, most=5)
    problem = problem_of(case)
    oracle = Oracle(case, settle(problem))
    plans = [Plan.of(oracle.codes(plan)) for _, plan in oracle.legal()]
    judged = [score(problem, plan) for plan in plans]
    return problem, [(one.plan, one.points, worst_deviation(problem, one)) for one in judged]


@pytest.mark.parametrize("share", range(2))
def test_every_step_is_the_best_plan_of_its_band(share: int) -> None:
    several = tight = 0
    for seed in range(81_000 + share, 81_096, 2):
        problem, plans = even(seed)
        found = staircase(problem)
        assert found.complete
        if not plans:
            assert not found.scores
            continue
        if problem.rest_officers == 0:
            assert found.tightest is None
            assert len(found.scores) == 1
            continue
        zones = len(found.scores[0].plan.zones)
        alike = [(points, off) for plan, points, off in plans if len(plan.zones) == zones]
        assert found.scores[0].points == min(points for _, points, _ in plans)
        for band, judged in zip(found.bands[1:], found.scores[1:], strict=True):
            assert band is not None
            assert len(judged.plan.zones) == zones
            assert judged.points == min(points for points, off in alike if off <= band * (1 + 1e-9) + 1e-12), seed
        least = min(off for _, off in alike)
        if math.isinf(least):
            assert found.tightest is None
            continue
        assert found.tightest == max(0, math.ceil(100 * least - 1e-7)) / 100, seed
        assert found.none is None or found.none < least
        assert all(wide_ > narrow for wide_, narrow in pairwise(band for band in found.bands if band is not None))
        several += len(found.scores) > 2
        tight += found.none is not None
    assert several > 1, "of these some have more than two steps"
    assert tight > 10


def test_bands_are_multiples_of_five_points_until_none_keeps_one_and_then_single_points() -> None:
    found = of_sample("xunhua")
    assert found.bands[0] is None
    points = [round(100 * band) for band in found.bands[1:] if band is not None]
    assert points == sorted(points, reverse=True)
    assert found.none is not None
    assert round(100 * found.none) == round(100 * (found.tightest or 0)) - 1
    wide_ = of_sample("dianjiang")
    stepped = [round(100 * band) for band in wide_.bands[1:] if band is not None and band >= STEP / 100]
    assert stepped
    assert all(point % STEP == 0 for point in stepped)


def of_sample(name: str) -> Staircase:
    return staircase(Problem(read_county(f"sample:{name}"), read_policy("haidong")))


def test_every_step_and_the_answer_that_none_is_narrower_are_verified() -> None:
    found = of_sample("xunhua")
    assert len(found.proofs) == len(found.scores) + 1
    for solution in found.proofs:
        claim = plan_file(to_content(solution), "plan.json")
        verified = verify(claim.problem(found.problem.county), claim)
        assert (verified.mistakes, verified.proved) == ((), True)
    assert found.proofs[-1].proof.status == "infeasible"


def to_content(solution: Solution) -> dict[str, object]:
    import json

    content: dict[str, object] = json.loads(dumps(to_document(solution)))
    return content


def test_the_two_ends_are_those_of_the_whole_staircase() -> None:
    whole = of_sample("dianjiang")
    solution = solve(whole.problem)
    ends = most_even(solution, engine=Engine())
    assert ends.complete
    assert (ends.tightest, ends.none) == (whole.tightest, whole.none)
    assert ends.scores[0] == whole.scores[0]
    assert ends.scores[-1].points <= whole.scores[-1].points or ends.bands[-1] != whole.bands[-1]


def test_it_says_what_is_not_decided_within_so_many_states_the_same_every_time() -> None:
    solution = solve(Problem(read_county("sample:fengdu"), read_policy("haidong")))
    few = [most_even(solution, stop=Stop(states=1000)) for _ in range(2)]
    assert few[0] == few[1]
    assert not few[0].complete
    assert few[0].tightest is None
    assert few[0].own == pytest.approx(np.ceil(100 * few[0].deviation(0)) / 100)


def test_a_staircase_is_read_back_as_it_was() -> None:
    found = of_sample("xunhua")
    assert from_document(to_document(found), problem=found.problem) == found


def test_large_counties_are_refused() -> None:
    with pytest.raises(InputError, match="64"):
        staircase(problem_of(wide(1, 66)))


def test_a_plan_a_hair_above_its_band_ends_the_descent() -> None:
    """The rule has a tolerance of 10⁻⁹ of the work that is due, so a plan may lie above a band that it keeps."""
    for k in range(1, 12):
        officers, counts = (1, 1, 2), (4.0 + 4e-9 * k / 12, 2.0, 2.0)
        problem = even_of(officers, counts)
        found = staircase(problem)
        assert found.complete
        assert len(found.scores) <= 3


def even_of(officers: tuple[int, ...], counts: tuple[float, ...]) -> Problem:
    """Stations in a row with these officers and incidents, each a zone of its own."""
    n = len(officers)
    case = draw(0, n, n).but(
        codes=tuple(f"{k}" for k in range(n)), kinds=("town",) * n, area=(10.0,) * n, officers=officers,
        has_case=(False,) * n, today=(None,) * n, counts=tuple((x,) for x in counts), classes=((60.0, 1.0),),
        minutes=((0.0,) * n,) * n, borders=tuple((k, k + 1, 1.0, "shared") for k in range(n - 1)), band=None,
        officer_band=None, max_minutes=None, min_officers=None, case_area=False, max_changed=None, together=(),
        apart=(), pinned=(), offices=(), alone=(), min_stations=1, max_stations=None, fewest=n, most=n, years=1.0,
    )  # fmt: skip
    return problem_of(case)


def test_the_band_of_the_policy_is_the_first() -> None:
    problem = Problem(read_county("sample:dianjiang"), read_policy("haidong").override({"rules.officer_band": 0.2}))
    found = staircase(problem)
    assert found.bands[0] == 0.2
    assert all(band is not None and band <= 0.2 for band in found.bands)
