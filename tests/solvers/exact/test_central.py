"""Duals from the middle of the optimal face: the bound of a corner, and far fewer sets met under them."""

from itertools import combinations, product

import numpy as np
import pytest

from benchmarks.counties import county
from benchmarks.kinds import Kind
from benchmarks.reuse import months
from solvers.engine import Engine
from solvers.exact import column_generation
from solvers.exact.master import RestrictedMaster
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.duals import Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.stop import Watch
from zoning.model.problem import Problem


def test_they_prove_the_same_bound_price_known_columns_out_and_raise_the_bounds_at_the_roots(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved, central = 0.0, column_generation.central_duals

    def watched(master: RestrictedMaster, subproblem: Subproblem, duals: Duals, priced_out: object) -> Duals:
        nonlocal moved
        found = central(master, subproblem, duals, priced_out)  # type: ignore[arg-type]
        assert abs(subproblem.dual_value(found) - subproblem.dual_value(duals)) < 1
        for zones in master.zones:
            assert subproblem.instance.reduced(found, zones).min(initial=0.0) > -1
        growth = BoundedGrowth(subproblem, 0, Watch(), subproblem.instance.none)
        rises = growth.root_bounds(found).sum() - growth.root_bounds(duals).sum()
        moved += rises
        return found

    monkeypatch.setattr(column_generation, "central_duals", watched)
    for seed in (1, 2):
        Engine().search(Problem(county(28, seed), Kind(28).policy()))
    assert moved > 100_000  # points, over some 28 centres


def test_growth_meets_fewer_sets_and_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, states, best = Problem(county(32, 2), Kind(32).policy()), [], set()
    for switch in (True, False):
        if not switch:
            monkeypatch.setattr(column_generation, "central_duals", lambda *given: given[2])
        search = Engine().search(problem, watch := Watch())
        states.append(watch.zones_grown)
        best.add((search.best, search.bound(), search.plan))
    assert 2 * states[0] < states[1]
    assert len(best) == 1


@pytest.mark.parametrize("stations", [20, 30])
def test_a_county_asked_again_takes_less_growth_than_one_never_met(stations: int) -> None:
    engine, grown = Engine(), np.zeros(2)
    first, *others = months(stations, 5)
    engine.search(first)
    for problem in others:
        for k, each in enumerate((engine, Engine())):
            each.search(problem, watch := Watch())
            grown[k] += watch.zones_grown
    assert grown[0] < grown[1]


def test_a_decision_that_rules_out_the_plan_before_takes_less_growth_than_a_county_never_met() -> None:
    base, engine, grown = Problem(county(30, 2), Kind(30).policy()), Engine(), np.zeros(2)
    plan = engine.search(base).plan
    assert plan is not None
    adjacent, row = base.county.adjacent, base.county.index
    parted = [(a, b) for one, two in combinations(plan.zones, 2) for a, b in product(one, two)]
    together = [pair for pair in parted if adjacent[row[pair[0]], row[pair[1]]]][:6:2]
    for pair in together:
        problem = Problem(base.county, base.policy.override({"pins.together": (pair,)}))
        for k, each in enumerate((engine, Engine())):
            each.search(problem, watch := Watch())
            grown[k] += watch.zones_grown
    assert grown[0] < grown[1]


def test_a_programme_without_a_solution_has_no_plan_and_is_asked_for_none(capfd: pytest.CaptureFixture[str]) -> None:
    """GLOP complains once for every value that is read of one: a search of 30 stations once wrote 4,400 lines."""
    problem = Problem(county(9, 1), Kind(9).policy())
    master = RestrictedMaster(Subproblem(Instance(problem), 2), 10**6)
    assert (master.solved, master.plan(10**6)) == (False, [])
    assert capfd.readouterr().err == ""
