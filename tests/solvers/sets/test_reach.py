"""Stations that the sets of a root can hold: whatever a walk has no place for, the same sets are found, each once."""

import numpy as np
import pytest

from solvers.exact.search import Search
from solvers.instances.instance import Instance
from solvers.sets.costs import MonotoneCost, PairCost
from solvers.sets.growth import Resource, Root, TooMany, grow
from solvers.sets.masks import pack
from solvers.sets.reach import Reach
from solvers.sets.roots import WalkTables
from solvers.stop import Watch
from tests.solvers.drawn import draw, problem_of
from tests.solvers.sets.test_growth import random_graph
from zoning.model.county import Bools

PLACES, LARGEST = (4, 5, 7, 64), 4


def drawn_tables(rng: np.random.Generator, n: int) -> tuple[WalkTables, PairCost]:
    """Random neighbours, links and costs of pairs of n stations, the tables with long masks."""
    cannot_link, near = (np.triu(rng.random((n, n)) < 0.1, 1) for _ in range(2))
    group = rng.integers(0, n, n)
    must_link: Bools = (group[:, None] == group[None, :]) & (rng.random() < 0.5)
    must_link &= ~np.eye(n, dtype=bool)
    cannot_link = (cannot_link | cannot_link.T) & ~must_link
    cut, joined = (np.triu(rng.integers(0, 4, (n, n)).astype(float), 1) * (rng.random() < 0.5) for _ in range(2))
    pairs = PairCost.of(cut + cut.T, joined + joined.T, rng.integers(0, 4, n) * float(rng.random() < 0.5), near)
    masks = (pack(part).astype(object) for part in (random_graph(rng, n), cannot_link, must_link))
    nothing = MonotoneCost.none(n)
    return WalkTables(*masks, nothing.features, nothing.roots, nothing.pull, pairs), pairs


def sets_of(tables: WalkTables, root: Root, resources: list[Resource]) -> list[int]:
    """The sets of a root, over tables of words."""
    parts = grow(
        *(masks.astype(np.uint64) for masks in tables[:2]),
        [root],
        np.ndarray.tolist,
        resources,
        pairs=tables.cost,
        must_link=tables.must_link.astype(np.uint64),
    )
    return [mask for part in parts for masks in part.kept for mask in masks]


@pytest.mark.parametrize("share", range(4))
def test_the_sets_of_a_root_are_found_each_once_with_however_few_places(share: int) -> None:
    met = parted = 0
    for seed in range(share, 160, 4):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(6, 12))
        tables, _ = drawn_tables(rng, n)
        values = [rng.integers(0, 12, n).astype(float) for _ in range(4)]
        resources = [
            Resource(values[0], values[1], float(rng.integers(40, 120)), float(rng.integers(0, 5)), True),
            Resource(values[2], np.zeros(n), float(rng.integers(10, 60))),
            Resource(np.zeros(n), values[3], float(rng.integers(40, 120))),
            Resource(np.ones(n), np.zeros(n), LARGEST),
        ]
        row = int(rng.integers(n))
        order = np.array([row, *rng.permutation([i for i in range(n) if i != row])])
        root = Root(row, int(rng.integers(1 << n)) & ~(1 << row) if seed % 3 else 0, (), order if seed % 2 else None)
        expected = sorted(sets_of(tables, root, resources))
        for places in PLACES:
            walks = list(Reach(tables, places).narrowed(root, resources, 1000))
            assert all(len(walk.rows) <= places for walk in walks)
            found = [
                int(mask)
                for walk in walks
                for mask in walk.masks(np.array(sets_of(walk.tables, walk.root, walk.resources), dtype=np.uint64))
            ]
            assert sorted(found) == expected, (seed, places)
            met += len(found)
            parted += len(walks) > 1
    assert met > 300
    assert parted >= 8


def test_a_set_without_a_place_for_all_its_stations_is_not_passed_over() -> None:
    rng = np.random.default_rng(1)
    tables, _ = drawn_tables(rng, 6)
    whole = tables._replace(
        neighbours=pack(~np.eye(6, dtype=bool)).astype(object),
        cannot_link=pack(np.zeros((6, 6), dtype=bool)).astype(object),
    )
    with pytest.raises(TooMany):
        list(Reach(whole, 5).narrowed(Root(0, 0), [], 1000))
    assert len(list(Reach(whole, 6).narrowed(Root(0, 0), [], 1000))) == 1
    with pytest.raises(TooMany):
        list(Reach(whole, 6).narrowed(Root(0, 0), [], 0))


@pytest.mark.parametrize("pool", [1_000_000, 0])
@pytest.mark.parametrize("share", range(2))
def test_long_masks_give_the_answer_of_words(share: int, pool: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solvers.exact.search.POOL_LIMIT", pool)
    solved = 0
    for seed in range(7_000 + share, 7_068, 2):
        problem = problem_of(draw(seed))
        short, long = (Search(Instance(problem, wide=wide), Watch(), 0) for wide in (False, True))
        for search in (short, long):
            search.run()
        assert (short.best, short.plan, short.bound()) == (long.best, long.plan, long.bound()), seed
        solved += short.best is not None
    assert solved >= 12
