"""Prices of moves and of constraints, and the smallest relaxation, each against all plans there are."""

from dataclasses import replace

import numpy as np
import pytest

from solvers.coverage import relaxable
from solvers.engine import Engine
from solvers.explain.moves import Move, contributions, moves, savings
from solvers.explain.relaxations import Relaxation, grain, relaxations
from solvers.stop import Stop, Stopped
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from tests.solvers.written import Case
from zoning.judge.rules import violations
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.model.problem import Problem

SHARES = 2


def best_of(case: Case, problem: Problem) -> tuple[int, Plan] | None:
    oracle = Oracle(case, settle(problem))
    best = oracle.best
    return None if best is None else (best[0], Plan.of(oracle.codes(best[1])))


def test_a_move_costs_what_the_judge_says_and_re_optimised_what_the_best_plan_with_it_costs() -> None:
    priced = forbidden = 0
    for seed in range(80_000, 80_060):
        case = draw(seed, most=8)
        problem = problem_of(case)
        best = best_of(case, problem)
        if best is None:
            continue
        engine, judged = Engine(), score(problem, best[1])
        station = str(np.random.default_rng(seed).choice(problem.county.codes))
        for move in moves(problem, best[1], station, engine=engine):
            after = score(problem, move.plan)
            assert move.plan.labels(problem.county.codes)[problem.county.index[station]] >= 0
            assert move.difference.points == after.points - judged.points
            assert {v.rule for v in move.violations} == {v.rule for v in after.violations}
            office = judged.zones[move.zone].office
            pair = (case.codes.index(station), case.codes.index(office))
            wanted = case.but(together=(*case.together, pair))
            expected = best_of(wanted, problem_of(wanted))
            if expected is None:
                assert move.optimum is None
                assert move.reasons
                forbidden += 1
            else:
                assert move.price is not None
                assert (move.optimum, move.price.points) == (expected[1], expected[0] - best[0])
                assert move.price.points >= 0
                priced += 1
    assert priced > 1
    assert forbidden


@pytest.mark.parametrize("share", range(SHARES))
def test_a_constraint_costs_what_the_best_plan_without_it_saves(share: int) -> None:
    dear = 0
    for seed in range(81_000 + share, 81_060, SHARES):
        case = draw(seed, most=8)
        problem = problem_of(case)
        best = best_of(case, problem)
        if best is None:
            continue
        found = savings(problem)
        assert [saving.points for saving in found] == sorted((saving.points or 0 for saving in found), reverse=True)
        without = {
            "zones.max": case.but(most=len(case.codes)),
            "zones.min": case.but(fewest=1),
            "rules.workload_band": case.but(band=None),
            "rules.max_minutes": case.but(max_minutes=None),
            "rules.max_changed": case.but(max_changed=None),
        }
        costs = {saving.key: saving.points for saving in found}
        for key, loose in without.items():
            least = best_of(loose, problem_of(loose))
            assert least is not None
            assert costs.get(key, 0) == best[0] - least[0], (seed, key)
        for saving in found:
            assert saving.plan is not None
            broken = {violation.rule for violation in violations(problem, saving.plan)}
            assert broken, "a plan that costs less breaks the constraint it was found without"
        dear += len(found)
    assert dear > 3


@pytest.mark.parametrize("share", range(SHARES))
def test_the_smallest_relaxation_is_the_least_that_any_plan_needs(share: int) -> None:
    compared = 0
    for seed in range(82_000 + share, 82_120, SHARES):
        case = draw(seed, most=8)
        problem = problem_of(case)
        if best_of(case, problem) is not None:
            continue
        for found in relaxations(problem):
            limit = next((one for one in relaxable(problem) if one.key == found.key), None)
            fine = grain(found.key)
            assert found.finished
            assert found.plan is not None
            if limit is None or limit.needs is None:
                loose = replace(problem, policy=problem.policy.override({found.key: found.value}))
                assert not violations(loose, found.plan), (seed, found)
                continue
            loose = replace(problem, policy=problem.policy.override({found.key: _set(fine, found.value)}))
            assert not violations(loose, found.plan), (seed, found)
            free = _free(case, found.key)
            oracle = Oracle(free, settle(problem_of(free)))
            plans = [Plan.of(oracle.codes(plan)) for _, plan in oracle.legal()]
            needed = [limit.needs(problem, score(problem, plan)) for plan in plans]
            up = found.value > found.refused
            least = min(needed) if up else max(needed)
            assert abs(found.value - least) <= (fine if fine < 1 else 0), (seed, found, least)
            compared += 1
    assert compared > 2


def _set(grain: float, value: float) -> object:
    return int(value) if grain == 1 else value


def _free(case: Case, key: str) -> Case:
    """The case without one limit."""
    loosest = {
        "zones.max": {"most": len(case.codes)},
        "zones.min": {"fewest": 1},
        "zones.min_stations": {"min_stations": 1},
        "zones.max_stations": {"max_stations": None},
        "rules.workload_band": {"band": None},
        "rules.max_minutes": {"max_minutes": None},
        "rules.min_officers": {"min_officers": None},
        "rules.max_changed": {"max_changed": None},
    }
    return case.but(**loosest[key])


def test_a_problem_with_a_plan_needs_no_relaxation() -> None:
    problem = next(p for seed in range(50) if best_of(c := draw(seed, most=7), p := problem_of(c)) is not None)
    assert relaxations(problem) == []


def test_what_a_station_contributes_is_what_its_zone_costs_more_with_it() -> None:
    for seed in range(83_000, 83_010):
        problem = problem_of(draw(seed, most=8))
        labels = np.random.default_rng(seed).integers(0, 3, len(problem))
        plan = Plan.from_labels(problem.county.codes, labels.tolist())
        cost = points_of(problem, plan)
        for code, share in contributions(problem, plan).items():
            zone = next(zone for zone in plan.zones if code in zone)
            rest = tuple(other for other in zone if other != code)
            parts = [part for part in (rest, (code,)) if part]
            split = Plan.of([*parts, *(other for other in plan.zones if other != zone)])
            assert share == cost[zone] - points_of(problem, split).get(rest, 0)


def points_of(problem: Problem, plan: Plan) -> dict[tuple[str, ...], int]:
    return {zone.stations: zone.points for zone in score(problem, plan).zones}


def test_what_was_not_proved_when_a_run_is_stopped_is_said() -> None:
    over, priced, relaxed = Stop(asked=lambda: True), list[Move](), list[Relaxation]()
    for seed in range(20):
        problem = problem_of(draw(seed, most=7))
        best = Engine().search(problem).plan
        if best is None:
            continue
        relaxed += relaxations(problem, proved=True, stop=over)
        if len(best.zones) > 2:
            with pytest.raises(Stopped):
                savings(problem, stop=over)
        priced += [m for code in problem.county.codes for m in moves(problem, best, code, stop=over)]
    assert len(relaxed) > 10
    assert all(not found.finished and found.plan is None for found in relaxed)
    assert sum(not move.finished for move in priced) > 10
    assert all(move.optimum is None for move in priced), "what a count shows takes no search, all else does"
