"""Growth bounded by minimum cuts finds the columns of the pool, and a solve by it the plans of other searches."""

from dataclasses import replace

import numpy as np
import pytest

from solvers.exact.cutting import CutGrowth, by_cuts
from solvers.exact.pool import Pool
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.proof.verify import verify
from solvers.sets.growth import Partial, TooMany
from solvers.solve import solve
from solvers.stop import Stop, Stopped, Watch
from tests.solvers.drawn import draw, problem_of, wide
from tests.solvers.sets.test_growth import random_duals, whole_pool

BORDERS = {"weights": {"border_cut": 1.0}, "max_changed": None}
UNLIMITED = 10**9


def growing(subproblem: Subproblem, limit: int = UNLIMITED, watch: Watch | None = None) -> CutGrowth:
    return CutGrowth(subproblem, limit, watch or Watch(), subproblem.instance.none)


@pytest.mark.parametrize("share", range(4))
def test_cuts_leave_the_columns_of_the_pool(share: int) -> None:
    cases = below = 0
    for seed in range(80_000 + share, 80_060, 4):
        rng = np.random.default_rng(seed)
        case = draw(seed) if seed % 2 else wide(seed, 15).but(band=float(rng.choice([0.1, 0.3, 0.6])))
        instance = Instance(problem_of(case.but(**BORDERS)))
        assert by_cuts(instance)
        if not len(instance.free):
            continue
        subproblem = Subproblem(instance, int(rng.integers(1, min(5, len(instance.free)) + 1)))
        pool = whole_pool(subproblem)
        if not len(pool.zones):
            continue
        cases += 1
        for _ in range(3):
            duals = random_duals(rng, subproblem)
            cutoff = float(np.floor(np.quantile(Pool.columns_below(pool, duals, np.inf).reduced, rng.random() / 2)))
            expected = set(pool.columns_below(duals, cutoff).zones.masks.tolist())
            found = growing(subproblem).columns_below(duals, cutoff)
            assert found.complete
            assert len(found.zones) == len(set(found.zones.masks.tolist()))
            assert expected <= set(found.zones.masks.tolist()), seed
            assert (np.diff(found.reduced) >= 0).all()
            below += len(expected)
    assert cases >= 4
    assert below > 50


def test_minimum_cuts_leave_fewer_sets_to_be_met_than_what_is_decided() -> None:
    subproblem = Subproblem(Instance(problem_of(wide(3, 28).but(**BORDERS, band=0.1))), 2)
    duals = replace(random_duals(np.random.default_rng(0), subproblem), stations=np.full(28, 5_000.0), zone=0.0)
    decided = BoundedGrowth(subproblem, UNLIMITED, Watch(), subproblem.instance.none)
    cut = growing(subproblem)
    expected, found = (source.columns_below(duals, -21_000.0) for source in (decided, cut))
    assert sorted(found.zones.masks.tolist()) == sorted(expected.zones.masks.tolist())
    assert len(found.zones) > 10
    assert cut.grown < decided.grown / 5


def test_a_partial_pass_says_that_it_is_not_complete_and_limits_are_kept() -> None:
    subproblem = Subproblem(Instance(problem_of(wide(3, 24).but(**BORDERS))), 3)
    duals = replace(random_duals(np.random.default_rng(0), subproblem), stations=np.full(24, 50_000.0), zone=0.0)
    source = growing(subproblem)
    assert not source.columns_below(duals, 0.0, Partial(5, 100)).complete
    assert len(source.known) > 0
    with pytest.raises(TooMany):
        growing(subproblem, limit=100).columns_below(duals, 0.0)
    with pytest.raises(Stopped):
        growing(subproblem, watch=Watch(Stop(0.0))).columns_below(duals, 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_a_solve_by_cuts_finds_the_optimum_of_the_pool_and_its_proof_holds(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = wide(seed, 16).but(**BORDERS, band=(None, 0.1, 0.2, 0.4)[seed % 4], most=4, fewest=1 + seed % 3)
    problem = problem_of(case)
    expected = solve(problem)
    monkeypatch.setattr("solvers.exact.search.SMALL_POOL", 0)
    found = solve(problem)
    assert "cuts" in found.run.name
    assert (found.proof.status, found.plan) == (expected.proof.status, expected.plan)
    if found.score is not None and expected.score is not None:
        assert found.score.points == expected.score.points == found.proof.bound
        assert verify(problem, found).proved


def test_other_measures_and_limits_are_grown_as_before() -> None:
    borders = wide(3, 12).but(**BORDERS)
    assert by_cuts(Instance(problem_of(borders)))
    assert not by_cuts(Instance(problem_of(borders.but(weights={"border_cut": 0.5, "travel": 0.5}))))
    today = borders.but(today=tuple(f"zone {i % 4}" for i in range(12)))
    assert not by_cuts(Instance(problem_of(today.but(weights={"border_cut": 0.5, "change": 0.5}))))
    assert not by_cuts(Instance(problem_of(today.but(max_changed=3))))
    assert not by_cuts(Instance(problem_of(borders), sought=False))
