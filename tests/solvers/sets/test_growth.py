"""Growth: each connected set once, resources and cannot-links prune exactly, bounded growth finds what a pool holds."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

import solvers.sets.growth
from solvers.exact.cover import first_to_last, reversed_bits
from solvers.exact.pool import Pool, grow_sets
from solvers.exact.pricing import BoundedGrowth
from solvers.instances.duals import Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Resource, Root, TooMany, grow
from solvers.sets.masks import Tables, mask_of, pack, rows_of
from solvers.sets.walk import walk
from solvers.stop import Watch
from tests.solvers.drawn import chance, draw, problem_of, square, wide
from tests.solvers.oracle import Oracle
from zoning.model.county import Bools


def grown(adjacent: Bools, cannot_link: Bools | None = None, resources: tuple[Resource, ...] = ()) -> list[int]:
    """All sets, each from its lowest station, as the pool grows them."""
    return from_roots(adjacent, [Root(row, (1 << row) - 1) for row in range(len(adjacent))], cannot_link, resources)


def from_roots(
    adjacent: Bools,
    roots: list[Root],
    cannot_link: Bools | None = None,
    resources: tuple[Resource, ...] = (),
    workers: int | None = None,
) -> list[int]:
    cannot_link_masks = pack(np.zeros_like(adjacent) if cannot_link is None else cannot_link)
    parts = grow(pack(adjacent), cannot_link_masks, roots, np.ndarray.tolist, resources, workers=workers)
    return [mask for part in parts for masks in part.kept for mask in masks]


def plain(adjacent: Bools) -> Iterator[int]:
    """All connected sets by recursion on plain sets."""
    n = len(adjacent)

    def widen(inside: frozenset[int], shut: frozenset[int]) -> Iterator[int]:
        yield mask_of(sorted(inside))
        barred = set(shut)
        for j in range(n):
            if j not in inside and j not in barred and any(adjacent[i, j] for i in inside):
                yield from widen(inside | {j}, frozenset(barred))
                barred.add(j)

    for root in range(n):
        yield from widen(frozenset({root}), frozenset(range(root)))


def random_graph(rng: np.random.Generator, n: int) -> Bools:
    upper = np.triu(rng.random((n, n)) < rng.uniform(0.1, 0.6), 1)
    return np.asarray(upper | upper.T)


def test_walks_are_compiled_for_one_layout_whatever_number_of_resources_they_count() -> None:
    adjacent = np.asarray(~np.eye(4, dtype=bool))
    for count in range(4):
        one = Resource(np.ones(4), np.zeros(4), 2.0)
        assert len(grown(adjacent, resources=(one,) * count)) == (10 if count else 15)
    assert {tuple(str(kind) for kind in signature[18:20]) for signature in walk.signatures} == {
        ("array(float64, 2d, C)",) * 2
    }


# OEIS A059525: connected induced subgraphs of the k x k grid.
@pytest.mark.parametrize(("size", "count"), [(1, 1), (2, 13), (3, 218), (4, 11506)])
def test_connected_sets_of_a_square_are_as_many_as_published_each_once(size: int, count: int) -> None:
    found = grown(problem_of(square(size)).county.adjacent)
    assert len(found) == count
    assert len(set(found)) == count


def test_connected_sets_of_a_square_of_25_are_as_many_as_published() -> None:
    adjacent = problem_of(square(5)).county.adjacent
    found = grown(adjacent)
    assert len(found) == len(set(found)) == 2_301_877
    assert len(from_roots(adjacent, [Root(0, 0)])) == sum(mask & 1 for mask in found)


@pytest.mark.parametrize("share", range(4))
def test_growth_equals_plain_recursion_on_random_graphs(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(share, 40, 4):
        rng = np.random.default_rng(seed)
        adjacent = random_graph(rng, int(rng.integers(1, 10)))
        monkeypatch.setattr(solvers.sets.growth, "SLICE", int(rng.integers(1, 50)))
        monkeypatch.setattr(solvers.sets.growth, "ROOM", int(rng.integers(1, 50)))
        found, expected = grown(adjacent), list(plain(adjacent))
        assert len(found) == len(set(found))
        assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_number_of_workers_changes_not_even_the_order(workers: int) -> None:
    adjacent = problem_of(square(4)).county.adjacent
    roots = [Root(row, (1 << row) - 1) for row in range(16)]
    assert from_roots(adjacent, roots, workers=workers) == grown(adjacent)


def test_64_stations_grow_to_the_last_bit() -> None:
    adjacent = np.zeros((64, 64), dtype=bool)
    adjacent[np.arange(63), np.arange(1, 64)] = adjacent[np.arange(1, 64), np.arange(63)] = True
    found = grown(adjacent)
    assert len(found) == 64 * 65 // 2  # the stretches of a path
    assert (1 << 64) - 1 in found


@pytest.mark.parametrize("share", range(4))
def test_resources_and_cannot_links_prune_exactly(share: int) -> None:
    for seed in range(share, 60, 4):
        rng = np.random.default_rng(1000 + seed)
        n = int(rng.integers(2, 11))
        adjacent = random_graph(rng, n)
        cannot_link = np.triu(rng.random((n, n)) < 0.1, 1)
        cannot_link = cannot_link | cannot_link.T
        values = [rng.integers(0, 20, n).astype(float) * chance(rng, 0.8) for _ in range(4)]
        resources = (
            Resource(values[0], np.zeros(n), float(rng.integers(5, 100))),
            Resource(np.zeros(n), values[1], float(rng.integers(5, 100))),
            Resource(values[2], values[3], float(rng.integers(20, 200)), float(rng.integers(0, 5))),
        )

        def kept(mask: int) -> bool:
            inside = np.array([mask >> i & 1 == 1 for i in range(n)])  # noqa: B023 - asked in this round only
            if cannot_link[np.ix_(inside, inside)].any():  # noqa: B023
                return False
            totals = ((t.include[inside].sum() + t.exclude[~inside].sum() + t.start) for t in resources)  # noqa: B023
            return all(total <= t.bound for total, t in zip(totals, resources, strict=True))  # noqa: B023

        found = grown(adjacent, cannot_link, resources)
        assert len(found) == len(set(found))
        assert set(found) == {mask for mask in plain(adjacent) if kept(mask)}


def test_the_order_in_which_stations_are_decided_on_changes_no_set() -> None:
    rng = np.random.default_rng(4)
    n = 9
    adjacent, work = random_graph(rng, n), rng.random(n)
    resource = Resource(work, rng.random(n) / 4, 3.0)
    for row in range(n):
        rest = rng.permutation([i for i in range(n) if i != row])
        roots = [Root(row, 0), Root(row, 0, order=np.array([row, *rest]))]
        found, other = (from_roots(adjacent, [root], resources=(resource,)) for root in roots)
        assert sorted(found) == sorted(other)
        assert len(found) > 1


@pytest.mark.parametrize("share", range(4))
def test_the_pool_holds_exactly_the_zones_that_keep_the_rules(share: int) -> None:
    for seed in range(40_000 + share, 40_120, 4):
        case = draw(seed).but(max_changed=None)  # which leaves out zones that keep the rules: tests/…/test_near.py
        oracle, instance = Oracle(case), Instance(problem_of(case))
        if not instance.alone_kept:
            continue
        for k in range(1, min(5, len(instance.free)) + 1):
            pool = whole_pool(Subproblem(instance, k))
            expected = [zone for zone in oracle.zones(k) if oracle.is_other(zone)]
            expected = [zone for zone in expected if keeps_groups(instance, zone)]
            if k == 1:
                expected = [zone for zone in expected if len(zone) == len(instance.free)]
            found = [rows_of(mask) for mask in pool.zones.masks.tolist()]
            assert sorted(found) == sorted(expected), (seed, k)


def keeps_groups(instance: Instance, zone: Sequence[int]) -> bool:
    """Whether no leaf is parted from its only neighbour, where it could be no zone by itself."""
    return all({row, *leaves} <= set(zone) or not {row, *leaves} & set(zone) for row, leaves in instance.leaves.items())


def whole_pool(subproblem: Subproblem) -> Pool:
    sets = grow_sets(subproblem, 10**6, Watch())
    assert sets is not None
    return Pool(subproblem, subproblem.candidates(sets))


def random_duals(rng: np.random.Generator, subproblem: Subproblem) -> Duals:
    """Duals near those of a master: what a zone costs, shared among its stations, and some noise."""
    n = len(subproblem.problem)
    size = float(rng.choice([1e3, 1e5, 1e6, 1e8], p=[0.2, 0.4, 0.35, 0.05]))
    stations = np.rint(rng.normal(0.3, 0.5, n) * size / subproblem.k)
    labels = len(subproblem.instance.change.labels)
    return Duals(
        stations,
        float(np.rint(rng.normal(0, 0.3) * size)),
        float(rng.integers(0, 10_000)) if labels else 0.0,
        rng.integers(0, 20_000, labels).astype(float),
    )


@pytest.mark.parametrize("share", range(8))
def test_bounded_growth_finds_exactly_the_columns_of_the_pool_below_a_cutoff(share: int) -> None:
    compared = below = 0
    for seed in range(50_000 + share, 50_160, 8):
        rng = np.random.default_rng(seed)
        case = draw(seed).but(max_changed=None) if seed % 3 else wide(seed, 16).but(band=0.4)
        instance = Instance(problem_of(case))
        if not len(instance.free):
            continue
        subproblem = Subproblem(instance, int(rng.integers(1, min(5, len(instance.free)) + 1)))
        pool = whole_pool(subproblem)
        for _ in range(4):
            duals = random_duals(rng, subproblem)
            reduced = duals.reduced(instance.tables, instance.change, pool.zones.masks, pool.zones.points)
            middle = np.quantile(reduced, rng.random()) if len(reduced) else 0.0
            cutoff = float(np.floor(middle))  # the cutoff of a search is a whole number, and often a zone's own cost
            expected = dict(zip(pool.zones.masks.tolist(), reduced.tolist(), strict=True))
            found = BoundedGrowth(subproblem, 10**9, Watch(), instance.none).columns_below(duals, cutoff)
            assert found.complete
            assert len(found.zones) == len(set(found.zones.masks.tolist()))
            got = dict(zip(found.zones.masks.tolist(), found.reduced.tolist(), strict=True))
            assert got == {mask: r for mask, r in expected.items() if r <= cutoff}, (seed, subproblem.k)
            known = dict(zip(pool.zones.masks.tolist(), pool.zones.points.tolist(), strict=True))
            assert all(
                known[m] == p for m, p in zip(found.zones.masks.tolist(), found.zones.points.tolist(), strict=True)
            )
            compared += 1
            below += len(got)
    assert compared > 50
    assert below > 200


def test_bounded_growth_gives_up_beyond_its_limit() -> None:
    subproblem = Subproblem(Instance(problem_of(square(4))), 3)
    free = Duals(np.zeros(16), 0.0, 0.0, np.zeros(0))
    with pytest.raises(TooMany):
        BoundedGrowth(subproblem, 100, Watch(), subproblem.instance.none).columns_below(free, 1e9)
    assert grow_sets(subproblem, 100, Watch()) is None


def test_zones_are_ordered_by_the_first_station_on_which_they_differ() -> None:
    rng = np.random.default_rng(0)
    masks = rng.integers(1, 2**64 - 1, 500, dtype=np.uint64, endpoint=True)
    member = [tuple(i not in set(rows_of(mask)) for i in range(64)) for mask in masks.tolist()]
    assert first_to_last(masks[:, None]).tolist() == sorted(range(500), key=lambda k: member[k])
    assert reversed_bits(np.array([1, 2, 1 << 63], dtype=np.uint64)).tolist() == [1 << 63, 1 << 62, 1]


def test_reduced_costs_of_whole_duals_are_whole_numbers() -> None:
    instance = Instance(problem_of(draw(2)))
    pool = whole_pool(Subproblem(instance, 2))
    duals = random_duals(np.random.default_rng(1), pool.subproblem)
    reduced = duals.reduced(Tables(len(instance.problem)), instance.change, pool.zones.masks, pool.zones.points)
    assert (reduced == np.rint(reduced)).all()
