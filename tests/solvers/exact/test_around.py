"""Columns near known ones are the connected sets a station or two away, and they save growth."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from benchmarks.counties import county
from benchmarks.kinds import Kind
from solvers.exact.pricing import AS_LONG, BoundedGrowth
from solvers.exact.root import root_duals
from solvers.exact.search import Search
from solvers.exact.start import around, steepest_descents
from solvers.instances.instance import Instance
from solvers.instances.subproblem import subproblems
from solvers.sets.masks import mask_of, rows_of
from solvers.stop import Watch
from zoning.model.problem import Problem


@pytest.mark.parametrize("wide", [False, True])
def test_the_sets_near_a_zone_are_all_connected_ones_with_a_station_more_or_less_or_both(wide: bool) -> None:
    instance = Instance(Problem(county(9, 3), Kind(9).policy()), wide=wide)
    free = instance.free.tolist()
    graph = nx.from_numpy_array(instance.adjacent).subgraph(free)
    whole = {
        mask_of(some)
        for size in range(1, 9)
        for some in combinations(free, size)
        if nx.is_connected(graph.subgraph(some))
    }
    for zone in sorted(whole)[::5]:
        near = set()
        for other in whole - {zone}:
            more, less = rows_of(other & ~zone), rows_of(zone & ~other)
            beside = all(any(graph.has_edge(i, j) for j in rows_of(zone)) for i in more)
            if len(more) <= 1 and len(less) <= 1 and beside:
                near.add(other)
        found = around(instance, instance.masks([zone])).tolist()
        assert found == sorted(near), rows_of(zone)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_search_that_looks_around_known_zones_proves_the_same_with_fewer_sets(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.exact.search.SMALL_POOL", 0)
    monkeypatch.setattr("solvers.exact.pricing.AS_LONG", 0)
    problem, found = Problem(county(32, seed), Kind(32, 5, 5).policy()), []
    for looks in (True, False):
        if not looks:
            monkeypatch.setattr(BoundedGrowth, "widen", lambda *_: False)
        watch = Watch()
        search = Search(Instance(problem), watch, 0)
        search.run()
        assert search.bound() == search.best
        found.append((search.best, watch.zones_grown))
    assert found[0][0] == found[1][0]
    assert found[0][1] < found[1][1]


def test_known_zones_are_looked_around_once_and_again_where_growth_is_long() -> None:
    instance, watch = Instance(Problem(county(20, 3), Kind(20, 3, 3).policy())), Watch()
    subproblem = next(subproblems(instance))
    zones, _ = steepest_descents(subproblem, 0, 1, watch)
    source, duals = BoundedGrowth(subproblem, 1, watch, zones), root_duals(subproblem)
    for grown, looks in ((0, 0), (1, 1), (AS_LONG, 1), (AS_LONG + 1, 2)):
        source.grown = grown
        source.widen(duals, np.inf)
        assert source.looks == looks
    assert len(source.known) > len(zones)
