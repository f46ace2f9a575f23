"""Duals by relaxed zones, raised by growth: no zone undercuts them, and a stopped search is near its bound."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.counties import county
from benchmarks.kinds import Kind
from solvers.engine import Engine
from solvers.exact import search
from solvers.exact.early import between, early_duals
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.duals import Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import subproblems
from solvers.proof.verify import verify
from solvers.solve import solve
from solvers.stop import Stop, Stopped, Watch
from tests.solvers.drawn import draw, problem_of, settle
from tests.solvers.oracle import Oracle
from zoning.model.problem import Problem

SHARES = 8


@pytest.mark.parametrize("share", range(SHARES))
def test_no_zone_undercuts_the_duals_and_no_plan_their_bound(share: int) -> None:
    met: Counter[str] = Counter()
    for seed in range(share, 80, SHARES):
        case = draw(seed)
        problem = problem_of(case)
        solution = solve(problem)
        if solution.plan is None or solution.score is None:
            met["no plan"] += 1
            continue
        least = Oracle(case, settle(problem)).best_by_zones
        instance = Instance(problem)
        known = tuple(subproblems(instance))
        duals = early_duals(known, solution.plan, solution.score.points, Watch())
        assert set(duals) == ({one.k for one in known} if known[0].k else set()), seed
        for subproblem in known if duals else ():
            own = duals[subproblem.k]
            zones = BoundedGrowth(subproblem, 10**7, Watch(), instance.none).columns_below(own, 1e12).zones
            assert (instance.reduced(own, zones) >= 0).all(), seed
            assert (instance.reduced(own, instance.alone) == 0).all(), seed
            assert subproblem.bound(own) <= least.get(subproblem.zones, 10**9), seed
            met["bound"] += 1
            mixed = between(subproblem, own, wild(own, seed), solution.score.points)
            assert (instance.reduced(mixed, zones) >= 0).all(), seed
            assert (instance.reduced(mixed, instance.alone) == 0).all(), seed
            assert subproblem.bound(mixed) <= least.get(subproblem.zones, 10**9), seed
    assert met["bound"] > 4, met


def wild(near: Duals, seed: int) -> Duals:
    """Duals round others, of which nothing is proved."""
    rng = np.random.default_rng(seed)
    stations = near.stations + rng.normal(0, 3000, len(near.stations))
    labels = rng.uniform(0, 900, len(near.labels))
    return replace(near, stations=stations, change=300.0 * bool(len(labels)), labels=labels)


def test_a_search_that_is_stopped_while_it_grows_states_a_better_bound_than_before_it_grew() -> None:
    problem = Problem(county(48, 1), Kind(48, 7).policy())
    watch = Watch(Stop(states=300_000))
    stopped = Engine().prepare(problem, watch, 0)
    with pytest.raises(Stopped):
        stopped.run()
    early = min(one.bound(stopped.early[one.k]) for one in stopped.subproblems)
    stopped.end_early()
    solution = solve(problem, stop=Stop(states=300_000))
    assert solution.score is not None
    assert solution.proof.bound == stopped.bound()
    assert early < solution.proof.bound < solution.score.points
    assert solution.proof.gap is not None
    assert solution.proof.gap < 0.11  # 0.15 by the early duals alone
    found = verify(problem, solution)
    assert not found.mistakes
    assert found.proved


def test_a_search_of_62_stations_that_is_stopped_before_it_prices_a_zone_states_a_bound_near_its_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = Problem(county(62, 1), Kind(62, 8).policy())
    stop = Stop()

    def stopped(*_: object) -> Callable[[], None]:
        stop.request()
        return lambda: None

    monkeypatch.setattr(search.Search, "source", stopped)
    monkeypatch.setattr(search, "generate_columns", lambda *given, **_: given[3].tick())
    monkeypatch.setattr(search.Search, "_start", lambda *_: None)
    solution = solve(problem, stop=stop)
    assert solution.proof.status == "feasible"
    assert solution.proof.gap is not None
    assert solution.proof.gap < 0.2  # 0.67 by the duals of travel and mismatch alone
    found = verify(problem, solution)
    assert not found.mistakes
    assert found.proved
