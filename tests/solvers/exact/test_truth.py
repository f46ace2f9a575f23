"""Solver and judge against brute force by the written formulas (``tests.solvers.oracle``), over drawn counties.

``TRUTH_CASES=5000 python -m pytest tests/solvers/test_truth.py`` draws as many;
``python -m tests.solvers.truth`` prints what differs.
"""

import os
from collections import Counter

import numpy as np
import pytest

from tests.solvers.drawn import close, draw, problem_of, settle
from tests.solvers.oracle import Oracle
from tests.solvers.truth import compare
from tests.solvers.written import JUDGED
from zoning.judge.score import score
from zoning.model.plan import Plan

CASES = int(os.environ.get("TRUTH_CASES", "360"))
GROWN = CASES // 3
SHARES = 12
"""Tests that the cases are dealt to, so that processes can share them."""


def compared(cases: range) -> Counter[str]:
    """The tally of these cases, none of which may differ."""
    tally: Counter[str] = Counter()
    wrong = []
    for seed in cases:
        kind, found = compare(seed)
        tally[kind] += 1
        wrong += found
    assert not wrong, "\n".join(wrong)
    return tally


@pytest.mark.parametrize("share", range(SHARES))
def test_the_solver_finds_what_brute_force_finds(share: int) -> None:
    tally = compared(range(share, CASES, SHARES))
    print(dict(tally))
    assert len(tally) > 1, f"feasible and infeasible cases should be among them: {tally}"


@pytest.mark.parametrize("share", range(6))
@pytest.mark.parametrize("source", ["pool", "growth"])
def test_a_plan_for_response_is_what_brute_force_finds(
    share: int, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No search knows the measure: all zones are grown and judged, and the answer says so where bounds prune."""
    if source == "growth":
        monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    wrong = []
    for seed in range(share, 90 if source == "pool" else 36, 6):
        case = draw(seed)
        _, found = compare(seed, case.but(weights={**case.weights, "response": 0.2 + seed % 5}))
        wrong += found
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("share", range(SHARES))
def test_bounded_growth_finds_what_brute_force_finds(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", 0)
    print(dict(compared(range(CASES + share, CASES + GROWN, SHARES))))


@pytest.mark.parametrize("share", range(6))
def test_the_judge_scores_and_refuses_by_the_written_formulas(share: int) -> None:
    broken: Counter[str] = Counter()
    for seed in range(share, CASES, 6):
        rng = np.random.default_rng([7, seed])
        case = draw(seed, fewest=2)
        n = len(case.codes)
        problem = problem_of(case, rng.permutation(n).tolist())
        oracle = Oracle(case, settle(problem))
        for most in rng.integers(1, n + 1, 5):
            labels = rng.integers(0, most, n)
            zones = sorted(tuple(np.flatnonzero(labels == label).tolist()) for label in set(labels.tolist()))
            judged = score(problem, Plan.of(oracle.codes(zones)))
            assert judged.plan.zones == oracle.codes(zones)
            for zone, one in zip(zones, judged.zones, strict=True):
                for key in JUDGED:
                    assert close(one.measures[key], oracle.measures(zone)[key]), (seed, zone, key)
                assert one.points == oracle.points(zone), (seed, zone)
                assert one.office == case.codes[oracle.office(zone)], (seed, zone)
                assert one.alone == (not oracle.is_other(zone)), (seed, zone)
            for key in JUDGED:
                assert close(judged.measures[key], sum(oracle.measures(zone)[key] for zone in zones)), (seed, key)
            assert judged.points == sum(map(oracle.points, zones))
            refused = {violation.rule for violation in judged.violations}
            assert refused == oracle.broken_by(zones), (seed, zones)
            broken.update(refused)
    assert len(broken) == 15, f"every rule should be broken by some plan: {broken}"


@pytest.mark.parametrize("lacking", ["officers", "incidents"])
def test_mismatch_of_a_county_without_officers_or_without_incidents_is_0(lacking: str) -> None:
    case = draw(0)
    n = len(case.codes)
    case = case.but(officers=(0,) * n) if lacking == "officers" else case.but(counts=((0.0,) * len(case.classes),) * n)
    problem = problem_of(case)
    assert score(problem, Plan.of([problem.county.codes])).measures["mismatch"] == 0
