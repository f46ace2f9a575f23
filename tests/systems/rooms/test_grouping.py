"""Groups of villages with a room each (G1): against every way of cutting small maps, sizes kept or as little off."""

from collections.abc import Iterator
from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from solvers.stop import Stop, Stopped
from systems.rooms.grouping import grouped
from tests.zoning.drawn import CLASSES, station
from zoning.judge.measures import points
from zoning.judge.score import score
from zoning.judge.zones import MemberZones
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.model.stations import Border


def villages(n: int, pairs: list[tuple[int, int]], seed: int = 0, **policy: object) -> Problem:
    """The villages 00, 01 … of a station as a county, with these neighbours."""
    rng = np.random.default_rng([seed, n])
    xy = rng.random((n, 2)) * 20
    base = station("B", kind="township", current_zone=None, officers=0)
    county = County(
        code="1",
        name="某所",
        stations=tuple(base.model_copy(update={"code": f"{i:02}", "name": f"{i}村"}) for i in range(n)),
        counts=rng.integers(1, 30, (n, 2)).astype(float),
        minutes=np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1)) * 2,
        borders=tuple(Border(f"{i:02}", f"{j:02}", 1.0 + (i * j) % 3) for i, j in pairs),
        classes=CLASSES,
    )
    return Problem(county, read_policy("hengshan").override(policy))


def path(n: int) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(n - 1)]


def some(n: int, seed: int) -> list[tuple[int, int]]:
    """A tree with a few more borders; sometimes in two parts."""
    rng = np.random.default_rng(seed)
    tree = [(int(rng.integers(max(0, j - 3), j)), j) for j in range(1, n) if seed % 4 or j != n - 3]
    more = [(i, i + 2) for i in range(n - 2) if rng.random() < 0.3]
    return sorted({*tree, *more})


def every_cut(problem: Problem) -> Iterator[tuple[int, list[int]]]:
    """(points, sizes) of every way of cutting the villages into connected groups."""
    graph, n = problem.county.graph, len(problem)
    groups = [rows for size in range(1, n + 1) for rows in combinations(range(n), size)]
    groups = [rows for rows in groups if nx.is_connected(graph.subgraph(rows))]
    member = np.array([[i in rows for i in range(n)] for rows in groups])
    worth = dict(zip(groups, points(MemberZones(problem, member)).tolist(), strict=True))

    def cut(left: tuple[int, ...]) -> Iterator[tuple[int, list[int]]]:
        if not left:
            yield 0, []
        for group in groups:
            if left and group[0] == left[0] and set(group) <= set(left):
                for cost, sizes in cut(tuple(i for i in left if i not in group)):
                    yield worth[group] + cost, [len(group), *sizes]

    yield from cut(tuple(range(n)))


def off(sizes: list[int], low: int, high: int) -> int:
    return sum(max(low - size, size - high, 0) for size in sizes)


@pytest.mark.parametrize("seed", range(10))
def test_g1_groups_are_the_best_of_all_and_sizes_give_way_as_little_as_can_be(seed: int) -> None:
    n, (low, high) = 5 + seed % 5, ((2, 3), (4, 6), (3, 3))[seed % 3]
    problem = villages(n, some(n, seed), seed, **{"zones.min_stations": low, "zones.max_stations": high})
    found = grouped(problem)
    best = min((off(sizes, low, high), cost) for cost, sizes in every_cut(problem))
    assert (found.off, found.score.points) == best
    assert off([len(zone) for zone in found.score.plan.zones], low, high) == found.off


@pytest.mark.parametrize(("n", "wanted"), [(1, 3), (3, 1), (4, 0), (7, 1), (8, 0), (11, 0)])
def test_g1_says_where_groups_of_4_to_6_cannot_be(n: int, wanted: int) -> None:
    assert grouped(villages(n, path(n))).off == wanted


@pytest.mark.parametrize("n", [5, 7])  # the second has no legal plan, so that sizes give way
def test_g1_ends_without_an_answer_when_it_is_asked_to(n: int) -> None:
    with pytest.raises(Stopped):
        grouped(villages(n, path(n)), stop=Stop(asked=lambda: True))


def test_g1_seven_villages_are_one_group_or_two_whichever_has_fewer_points() -> None:
    problem = villages(7, path(7))
    codes = problem.county.codes
    cuts = [Plan.of([codes]), *(Plan.of([codes[:k], codes[k:]]) for k in (3, 4))]
    assert grouped(problem).score.points == min(score(problem, cut).points for cut in cuts)


def test_g1_a_star_of_villages_stays_whole_where_every_cut_is_worse() -> None:
    star = villages(10, [(0, j) for j in range(1, 10)])
    found = grouped(star)
    assert (found.off, len(found.score.zones)) == (4, 1)


def test_g1_rooms_stand_at_the_1_median_and_g2_every_other_village_gets_a_workstation() -> None:
    problem = villages(12, some(12, 1))
    found = grouped(problem)
    assert len(found.rooms) == len(found.score.zones)
    for room, zone in zip(found.rooms, found.score.zones, strict=True):
        rows = [problem.county.index[code] for code in zone.stations]
        costs = {o: float(problem.county.weighted_minutes[rows, o].sum()) for o in rows}
        assert costs[problem.county.index[room]] == pytest.approx(min(costs.values()))
