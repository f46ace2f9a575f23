"""Posts bound to stations (N1), against every other binding."""

from itertools import product

import networkx as nx
import numpy as np
import pytest

from solvers.stop import Stop, Stopped
from systems.posts.binding import bind, loads
from tests.zoning.drawn import county
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.stations import Border


def drawn(seed: int) -> tuple[County, np.ndarray]:
    """The six stations with drawn workload, some of their borders gone; and minutes from three posts."""
    rng = np.random.default_rng(seed)
    pairs = [pair for pair in ("AB", "BC", "DE", "EF", "AD", "BE", "CF") if rng.random() < 0.75]
    given = county(counts=rng.integers(0, 60, (6, 2)).astype(float), borders=tuple(Border(a, b, 1.0) for a, b in pairs))
    return given, rng.integers(1, 60, (3, 6)).astype(float)


def pieces(given: County, post: tuple[int, ...]) -> int:
    """Groups of stations beyond one a post."""
    groups = [[row for row, at in enumerate(post) if at == k] for k in sorted(set(post))]
    return sum(nx.number_connected_components(given.graph.subgraph(rows)) - 1 for rows in groups)


@pytest.mark.parametrize("seed", range(16))
def test_n1_no_binding_keeps_numbers_and_neighbours_with_less_travel(seed: int) -> None:
    given, minutes = drawn(seed)
    wanted = [(2, 2, 2), (2, 2, 1), (2, 3, 2), (1, 1, 1)][seed % 4]
    found = bind(given, minutes, wanted)
    cost = np.rint(given.workload * minutes).astype(int)
    values = {}
    for post in product(range(3), repeat=6):
        held = [post.count(k) for k in range(3)]
        off = [abs(have - want) for have, want in zip(held, wanted, strict=True)]
        values[post] = (sum(off), max(off), pieces(given, post), sum(cost[k, row] for row, k in enumerate(post)))
    assert values[found.post] == min(values.values())
    assert (found.off, found.pieces) == (values[found.post][0], values[found.post][2])
    assert [len(found.stations(k)) for k in range(3)] == list(found.loads)


def test_n1_neighbours_share_a_post_although_another_pair_is_nearer() -> None:
    minutes = np.array([[1, 9, 1, 9, 9, 9], [9, 1, 9, 1, 9, 9], [9, 9, 9, 9, 1, 1]], dtype=float)
    given = county(borders=(Border("A", "B", 1.0), Border("C", "D", 1.0), Border("E", "F", 1.0)))
    found = bind(given, minutes, (2, 2, 2))
    assert found.pieces == 0
    assert {tuple(found.stations(k)) for k in range(3)} == {(0, 1), (2, 3), (4, 5)}


@pytest.mark.parametrize(
    ("wanted", "stations", "fewest", "most"),
    [
        ((2, 2, 2), 6, (2, 2, 2), (2, 2, 2)),
        ((2, 2, 2), 7, (2, 2, 2), (3, 3, 3)),
        ((2, 2, 2), 10, (3, 3, 3), (4, 4, 4)),
        ((2, 2, 2), 5, (1, 1, 1), (2, 2, 2)),
        ((1, 5), 3, (0, 3), (0, 4)),
    ],
)
def test_n1_where_numbers_do_not_match_posts_differ_as_little_as_can_be(
    wanted: tuple[int, ...], stations: int, fewest: tuple[int, ...], most: tuple[int, ...]
) -> None:
    low, high = loads(wanted, stations)
    assert (tuple(low.tolist()), tuple(high.tolist())) == (fewest, most)


def test_n1_ends_without_an_answer_when_it_is_asked_to() -> None:
    with pytest.raises(Stopped):
        bind(county(), np.ones((2, 6)), (3, 3), stop=Stop(asked=lambda: True))


def test_n1_without_posts_there_is_nothing_to_bind() -> None:
    with pytest.raises(InputError) as found:
        bind(county(), np.zeros((0, 6)), ())
    assert found.value.mistakes[0].says.key == "systems.posts.none"
