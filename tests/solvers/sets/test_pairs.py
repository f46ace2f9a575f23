"""The floor of growth from pairs and lost support: exact on random graphs, and the columns of the pool on counties."""

from dataclasses import replace

import numpy as np
import pytest

from solvers.exact.pool import Pool
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.costs import PairCost
from solvers.sets.growth import Resource, Root, grow
from solvers.sets.masks import pack
from solvers.stop import Watch
from tests.solvers.drawn import draw, problem_of, wide
from tests.solvers.sets.test_growth import plain, random_duals, random_graph, whole_pool
from tests.solvers.written import MEASURES

PAIRED = ("border_cut", "unsupported", "change")


@pytest.mark.parametrize("share", range(4))
def test_costs_of_pairs_prune_exactly(share: int) -> None:
    met = {True: 0, False: 0}
    for seed in range(share, 80, 4):
        rng = np.random.default_rng(9000 + seed)
        n = int(rng.integers(2, 10))
        adjacent, near = random_graph(rng, n), rng.random((n, n)) < 0.2
        np.fill_diagonal(near, False)
        cut, joined = (np.triu(rng.integers(0, 9, (n, n)).astype(float), 1) * (rng.random() < 0.7) for _ in range(2))
        cut, joined, alone = cut + cut.T, joined + joined.T, rng.integers(0, 9, n).astype(float)
        saved = rng.integers(0, 12, n).astype(float)
        bound = float(rng.integers(20, 30 * n))
        resource = Resource(np.zeros(n), saved, bound, with_monotone=True)

        def kept(mask: int) -> bool:
            inside = np.array([mask >> i & 1 == 1 for i in range(n)])  # noqa: B023 - asked in this round only
            lonely = alone[inside & ~(near & inside[None, :]).any(axis=1)].sum()  # noqa: B023
            cost = cut[inside][:, ~inside].sum() + joined[np.ix_(inside, inside)].sum() / 2 + lonely  # noqa: B023
            return bool(saved[~inside].sum() + cost <= bound)  # noqa: B023

        roots = [Root(row, (1 << row) - 1) for row in range(n)]
        none = np.zeros(n, dtype=np.uint64)
        for paired in (True, False):
            pairs = PairCost.of(cut, joined, alone, near) if paired else None
            parts = list(grow(pack(adjacent), none, roots, np.ndarray.tolist, (resource,), pairs=pairs))
            found = [mask for part in parts for masks in part.kept for mask in masks]
            met[paired] += sum(part.states for part in parts)
            if paired:
                assert len(found) == len(set(found))
                assert set(found) == {mask for mask in plain(adjacent) if kept(mask)}, seed
    assert met[True] < met[False]


@pytest.mark.parametrize("share", range(6))
def test_growth_under_costs_of_pairs_finds_the_columns_of_the_pool(share: int) -> None:
    cases = below = 0
    for seed in range(60_000 + share, 60_108, 6):
        rng = np.random.default_rng(seed)
        case = draw(seed) if seed % 2 else wide(seed, 15).but(today=tuple(f"zone {i % 4}" for i in range(15)))
        weights = {key: round(float(rng.random()), 2) + 0.01 for key in MEASURES if rng.random() < 0.4}
        weights[PAIRED[share % 3]] = float(rng.choice([0.1, 0.3, 1.0, 5.0]))
        instance = Instance(problem_of(case.but(weights=weights, max_changed=None)))
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
            expected = pool.columns_below(duals, cutoff)
            found = BoundedGrowth(subproblem, 10**9, Watch(), instance.none).columns_below(duals, cutoff)
            assert found.complete
            assert sorted(found.zones.masks.tolist()) == sorted(expected.zones.masks.tolist()), seed
            below += len(found.zones)
    assert cases >= 11, "some 70 cases over all shares"
    assert below > 100


def test_a_floor_from_pairs_leaves_fewer_sets_to_be_met() -> None:
    problem = problem_of(wide(3, 16).but(weights={"border_cut": 0.5, "travel": 0.5}))
    subproblem = Subproblem(Instance(problem), 4)
    cutoff = float(np.quantile(whole_pool(subproblem).zones.points, 0.05))
    duals = replace(random_duals(np.random.default_rng(0), subproblem), stations=np.zeros(16), zone=0.0)
    grown = BoundedGrowth(subproblem, 10**9, Watch(), subproblem.instance.none)
    found = grown.columns_below(duals, cutoff)
    assert 0 < len(found.zones) < len(whole_pool(subproblem).zones) / 10
    assert grown.grown < 20 * len(found.zones) + 400
