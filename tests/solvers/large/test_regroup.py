"""Large counties: what is returned keeps every rule, no bound is too high, and small ones are solved to the best."""

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from benchmarks.counties import county
from solvers.bounds.by_measure import lower_bound
from solvers.forms.bounds import classes, p_median
from solvers.large.annealing import Annealing
from solvers.large.regroup import Regroup, regroup
from solvers.large.state import appraised
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Progress, Stop, Stopped, Watch
from tests.solvers.drawn import draw, problem_of, settle, square, wide
from tests.solvers.oracle import Oracle
from zoning.judge.rules import violations
from zoning.model.policy import Policy, RuleLimits, Weights, ZoneLimits, read_policy
from zoning.model.problem import Problem
from zoning.model.stations import Border
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.result.solution import Solution


@pytest.fixture
def _quick_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound, nine tenths of a search, with a few rounds."""
    monkeypatch.setattr("solvers.bounds.lagrangian.STAGES", ((10, 60, 0.5),))


@pytest.fixture
def _little_effort(monkeypatch: pytest.MonkeyPatch, _quick_bound: None) -> None:
    monkeypatch.setattr("solvers.large.regroup.STEPS", 4)
    monkeypatch.setattr("solvers.large.regroup.FEWEST", 150)
    monkeypatch.setattr("solvers.large.regroup.RUNS", 2)
    monkeypatch.setattr("solvers.solve.MOST_GROWN", 0)


def found(problem: Problem, seed: int = 0) -> Solution:
    return regroup(problem, seed=seed)


@pytest.mark.usefixtures("_little_effort")
def test_small_counties_of_every_kind_are_nearly_always_solved_to_the_best() -> None:
    missed, solved = [], 0
    for seed in range(24):
        case = draw(seed)
        problem = problem_of(case)
        oracle = Oracle(case, settle(problem))
        solution = found(problem)
        if oracle.best is None:
            assert solution.plan is None, seed
            assert solution.proof.status in ("infeasible", "unknown"), seed
            continue
        assert solution.proof.status != "infeasible", seed
        if solution.score is None or solution.score.points > oracle.best[0]:
            missed.append(seed)
            continue
        solved += 1
        assert solution.score.points == oracle.best[0], seed
        assert not solution.score.violations, seed
        assert solution.proof.bound is not None, seed
        assert solution.proof.bound <= oracle.best[0], seed
    assert len(missed) <= 1, missed
    assert solved > 6


@pytest.mark.usefixtures("_quick_bound")
def test_ordinary_counties_are_solved_to_the_proved_best() -> None:
    for stations, zones, seed in ((15, 4, 1), (15, 4, 3), (25, 5, 1)):
        policy = read_policy("haidong").override({"zones.max": zones, "rules.workload_band": 0.5})
        problem = Problem(county(stations, seed), policy)
        best, ours = solve(problem), found(problem)
        assert best.score is not None
        assert ours.score is not None
        assert (ours.score.points, ours.plan) == (best.score.points, best.plan)


def large(seed: int = 0, **wanted: object) -> Problem:
    """65 stations in at most 6 zones."""
    weights = {"mismatch": 0.4, "mix_loss": 0.2, "travel": 0.4}
    return problem_of(wide(seed, 65).but(**{"most": 6, "weights": weights, "min_stations": 2, **wanted}))


@pytest.mark.usefixtures("_little_effort")
@pytest.mark.parametrize("seed", range(10))
def test_a_plan_of_a_large_county_keeps_every_rule_and_costs_what_the_judge_says(seed: int) -> None:
    case = wide(seed, 66)
    rng = np.random.default_rng(seed)
    one, two, three, four = (int(i) for i in rng.choice(66, 4, replace=False))
    today = tuple(f"zone {i * 6 // 66}" for i in range(66))
    wanted: dict[str, object] = {
        0: {"band": 0.8, "fewest": 5, "most": 8},
        1: {"together": ((one, two),), "apart": ((one, three, four),), "most": 9, "alone": ()},
        2: {"max_minutes": 90.0, "most": 30, "alone": ()},
        3: {"min_officers": 20, "case_area": True, "most": 7, "alone": ()},
        4: {"today": today, "most": 8, "weights": {"change": 1.0}, "alone": ()},
        5: {"offices": (one, two, three), "most": 9, "alone": ()},
        6: {"max_stations": 11, "min_stations": 5, "most": 8, "alone": ()},
        7: {"today": today, "max_changed": 46, "most": 11, "alone": ()},
        8: {"today": today, "pinned": ((one, "zone 3"), (two, "zone 1")), "most": 9, "alone": ()},
        9: {"max_stations": 12, "band": 0.9, "case_area": True, "most": 9, "alone": ()},
    }[seed]  # fmt: skip
    problem = problem_of(case.but(**wanted))
    solution = solve(problem)
    assert solution.run.name == "regroup"
    assert len(solution.proof.certificates) <= 1
    assert solution.plan is not None
    assert not violations(problem, solution.plan)


def test_recombination_counts_what_the_judge_counts() -> None:
    weights = dict.fromkeys(("mismatch", "mix_loss", "density_loss", "travel", "unsupported", "border_cut"), 1.0)
    today = tuple(f"zone {i % 4}" for i in range(65))
    problem = large(weights={**weights, "change": 1.0}, today=today, max_minutes=40.0, band=0.3, min_officers=30)
    search = Regroup(problem, Watch(), 0)
    step, rng = search.recombination(5), np.random.default_rng(0)
    state = step.begin(search.descended(5)[1], rng)
    step.anneal(state, np.full(200, 3000.0), rng)
    points, breach = appraised(problem, state.label[None, :] == np.arange(5)[:, None], 5)
    assert np.allclose(state.points, points)
    assert np.allclose(state.breach, breach)
    graph = problem.county.graph
    assert all(nx.is_connected(graph.subgraph(np.flatnonzero(state.label == z).tolist())) for z in range(5))


@pytest.mark.usefixtures("_little_effort")
@pytest.mark.parametrize("most", [15, 12])
def test_the_size_of_zones_is_kept_where_moving_one_station_would_do(most: int) -> None:
    for seed in range(2):
        problem = Problem(
            county(80, seed), read_policy("haidong").override({"zones.max": 8, "zones.max_stations": most})
        )
        plan = solve(problem).plan
        assert plan is not None
        assert max(map(len, plan.zones)) <= most
        assert not violations(problem, plan)


def test_where_every_station_borders_every_other_the_search_asks_whether_to_go_on_before_every_other_split(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = county(90, 1)
    pairs = itertools.combinations(drawn.codes, 2)
    problem = Problem(replace(drawn, borders=tuple(Border(a, b, 1.0) for a, b in pairs)), Policy())
    unasked, longest, splits, plain, tick = 0, 0, 0, Annealing.split, Watch.tick

    def split(step: Annealing, *given: Any) -> bool:
        nonlocal unasked, longest, splits
        unasked, splits = unasked + 1, splits + 1
        longest = max(longest, unasked)
        return plain(step, *given)

    def asked(watch: Watch, grown: int = 0) -> None:
        nonlocal unasked
        unasked = 0
        tick(watch, grown)

    monkeypatch.setattr(Annealing, "split", split)
    monkeypatch.setattr(Watch, "tick", asked)
    search = Regroup(problem, Watch(), 0)
    search.descended(4)
    assert splits > 100
    assert longest <= 2


@pytest.mark.parametrize("n", [700, 1500])
def test_bounds_ask_whether_to_go_on_after_a_few_hundred_stations(n: int) -> None:
    asked = 0

    def tick() -> None:
        nonlocal asked
        asked += 1
        if asked == 4:
            raise Stopped("time")

    rng = np.random.default_rng(n)
    for bound in (lambda: p_median(rng.random((n, n)), 3, tick), lambda: classes(np.sort(rng.random(n)), 3, tick)):
        asked = 0
        with pytest.raises(Stopped):
            bound()


@pytest.mark.usefixtures("_little_effort")
def test_the_same_seed_gives_the_same_plan() -> None:
    assert found(large(1), seed=3).plan == found(large(1), seed=3).plan


def test_stopping_keeps_the_best_plan_so_far() -> None:
    said: list[Progress] = []
    problem = large(2)
    solution = solve(problem, on_progress=said.append, stop=Stop(asked=lambda: len(said) > 4))
    assert solution.run.stopped == "interrupt"
    assert solution.proof.status in ("feasible", "unknown")
    assert {progress.stage for progress in said} <= {"start", "regroup"}
    if solution.plan is not None:
        assert not violations(problem, solution.plan)
    assert solve(problem, stop=Stop(0.0)).run.stopped == "time"


@pytest.mark.usefixtures("_little_effort")
def test_what_counts_show_is_infeasible_and_all_else_unknown() -> None:
    assert found(large(fewest=60, most=64)).proof.status == "infeasible"
    tight = found(large(band=0.0, fewest=4))
    assert tight.proof.status == "unknown"
    assert tight.plan is None
    assert tight.proof.reasons


@pytest.mark.usefixtures("_little_effort")
def test_alternatives_are_other_plans_within_the_gap_the_cheapest_first() -> None:
    problem = large(3)
    solution = solve(problem, gap=0.2, most=3)
    assert solution.score is not None
    assert 0 < len(solution.alternatives) <= 3
    assert solution.plan not in solution.alternatives
    assert not solution.alternatives_complete
    assert all(not violations(problem, plan) for plan in solution.alternatives)


def test_a_bound_is_never_above_the_best_plan_of_any_measure() -> None:
    for seed, key in itertools.product(range(4), Weights.model_fields):
        policy = Policy(zones=ZoneLimits(max=4), weights=Weights(**{key: 1.0}), rules=RuleLimits(workload_band=0.9))
        today = county(9, seed)
        problem = Problem(today, policy)
        solution = solve(problem)
        assert solution.score is not None
        assert lower_bound(problem, 3) <= solution.score.points, (seed, key)


def test_p_median_and_classes_are_bounded_by_the_best_of_all_choices() -> None:
    for seed in range(8):
        rng = np.random.default_rng(seed)
        cost = rng.random((9, 9)) * rng.random((9, 1)) * 100
        np.fill_diagonal(cost, 0)
        best = min(cost[:, list(chosen)].min(axis=1).sum() for chosen in itertools.combinations(range(9), 3))
        assert 0.85 * best <= p_median(cost, 3) <= best * (1 + 1e-9)
        x = np.sort(rng.random(9))
        cuts = itertools.combinations(range(1, 9), 3)
        least = min(sum(((p - p.mean()) ** 2).sum() for p in np.split(x, cut)) for cut in cuts)
        assert 0.5 * least <= classes(x, 4) <= least * (1 + 1e-9)


@pytest.mark.usefixtures("_little_effort")
def test_a_plan_file_is_verified_with_its_bound_and_a_higher_bound_is_found_out(tmp_path: Path) -> None:
    solution = solve(Problem(county(70, 1), read_policy("haidong")))
    path = tmp_path / "plan.json"
    for raised in (0, 1):
        content = json.loads(dumps(to_document(solution)))
        content["proof"]["bound"] += raised
        content["proof"]["gap"] = (content["points"] - content["proof"]["bound"]) / content["points"]
        path.write_text(json.dumps(content), encoding="utf-8")
        claim = read_plan(path)
        checked = verify(claim.problem(solution.problem.county), claim)
        assert checked.proved == (not raised)
        assert bool(checked.mistakes) == bool(raised)


def test_stations_that_all_stand_alone_are_one_plan() -> None:
    case = square(9)
    solution = found(problem_of(case.but(kinds=("county_seat",) * 81, alone=("county_seat",), most=81)))
    assert solution.plan is not None
    assert len(solution.plan.zones) == 81
