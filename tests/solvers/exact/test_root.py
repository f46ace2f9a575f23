"""Duals before any zone is grown: no zone undercuts them, and a search that is stopped at once has a proved bound."""

import json
from pathlib import Path

import pytest

import geodata
from benchmarks.counties import county
from solvers.exact.pricing import BoundedGrowth
from solvers.exact.root import root_duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import subproblems
from solvers.proof.verify import verify
from solvers.sets.growth import TooMany
from solvers.solve import solve
from solvers.stop import Stop, Watch
from tests.solvers.drawn import draw, problem_of
from tests.solvers.proof.second import TRUE, load, verdict
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document


@pytest.mark.parametrize("seed", range(80))
def test_no_zone_undercuts_the_duals_and_no_plan_their_bound(seed: int) -> None:
    problem = problem_of(draw(seed))
    best = solve(problem).proof.certificates
    least = {one.zones: one.bound for one in best}
    instance = Instance(problem)
    for subproblem in subproblems(instance):
        duals = root_duals(subproblem)
        growth = BoundedGrowth(subproblem, 10**7, Watch(), instance.none)
        zones = growth.columns_below(duals, 1e12).zones
        assert (instance.reduced(duals, zones) >= 0).all()
        assert (instance.reduced(duals, instance.alone) == 0).all()
        proved = least[subproblem.zones]
        assert proved is None or subproblem.bound(duals) <= proved


@pytest.mark.parametrize("seed", range(0, 80, 4))
def test_a_search_that_is_stopped_at_once_states_a_bound_that_is_verified(seed: int) -> None:
    problem = problem_of(draw(seed))
    stopped, best = solve(problem, stop=Stop(0)), solve(problem)
    if not stopped.proof.certificates:  # no number of zones is possible
        assert best.proof.status == "infeasible"
        return
    assert stopped.proof.bound is not None
    assert best.score is None or stopped.proof.bound <= best.score.points
    found = verify(problem, stopped)
    assert not found.mistakes
    assert found.proved


@pytest.mark.parametrize("weights", [{}, {"weights.travel": 0.0}, {"weights.border_cut": 0.3}])
def test_where_most_of_64_stations_are_undecided_a_bound_is_verified_without_growing_a_zone(
    weights: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem(county(62, 1), Policy().override(weights))
    solution = solve(problem, stop=Stop(0))
    assert solution.proof.status == "feasible"
    assert solution.proof.gap is not None
    assert solution.proof.bound is not None
    assert solution.proof.bound > 0
    monkeypatch.setattr("solvers.exact.pricing.GROWTH_LIMIT", 10_000)
    try:
        found = verify(problem, solution)
    except TooMany:
        pytest.fail("zones were grown")
    assert found.proved


@pytest.mark.parametrize("states", [0, 200_000])
@pytest.mark.parametrize("change", [{}, {"rules.workload_band": 0.2}, {"weights.border_cut": 0.3}])
def test_the_second_verifier_proves_the_bound_of_a_search_that_was_stopped(
    tmp_path: Path, change: dict[str, float], states: int
) -> None:
    geodata.write_county(county(40, 1), tmp_path / "county")  # read back, minutes are those of a table
    problem = Problem(geodata.read_county(tmp_path / "county"), Policy().override(change))
    stop = Stop(states=states) if states else Stop(0)
    content = json.loads(dumps(to_document(solve(problem, stop=stop))))
    assert verdict(load(), tmp_path, problem, content)[0] == TRUE
