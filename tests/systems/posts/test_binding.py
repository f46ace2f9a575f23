"""Posts bound to stations (N1), against every other binding."""

from itertools import product

import networkx as nx
import numpy as np
import pytest

from solvers.stop import Stop, Stopped
from systems.posts.binding import UNBOUND, bind, loads
from systems.response.crews import post_minutes
from tests.systems.drawn import drawn as bureaus
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
    groups = [[row for row, at in enumerate(post) if at == k] for k in sorted(set(post) - {UNBOUND})]
    return sum(nx.number_connected_components(given.graph.subgraph(rows)) - 1 for rows in groups)


@pytest.mark.parametrize("seed", range(24))
def test_n1_no_binding_keeps_numbers_and_neighbours_with_more_workload_or_less_travel(seed: int) -> None:
    given, minutes = drawn(seed)
    wanted = [(2, 2, 2), (2, 2, 1), (2, 3, 2), (1, 1, 1), (1, 2, 1), (3, 3, 3)][seed % 6]
    found = bind(given, minutes, wanted, 30)
    few = sum(wanted) < 6
    work = np.rint(given.workload).astype(int)
    cost = np.rint(given.workload * minutes).astype(int)
    values = {}
    for post in product((UNBOUND, 0, 1, 2), repeat=6):
        if UNBOUND in post and not few:
            continue
        held = [post.count(k) for k in range(3)]
        off = [abs(have - want) for have, want in zip(held, wanted, strict=True)]
        bound = [(k, row) for row, k in enumerate(post) if k != UNBOUND]
        values[post] = (
            sum(off),
            max(off),
            pieces(given, post),
            few * sum(minutes[k, row] > 30 for k, row in bound),
            -sum(work[row] for _, row in bound),
            sum(cost[k, row] for k, row in bound),
        )
    assert values[found.post] == min(values.values())
    assert (found.off, found.pieces) == (values[found.post][0], values[found.post][2])
    assert [len(found.stations(k)) for k in range(3)] == list(found.loads)


def test_n1_few_posts_bind_the_busiest_neighbours_and_the_others_stay_unbound() -> None:
    """Two posts of two among 24 stations in a row: the busiest pairs 04-05 and 20-21, although 00 and 01 are nearer."""
    work = np.ones((24, 2))
    work[[4, 5, 20, 21]] = 100
    base = county().stations[1]
    given = County(
        code="1",
        name="二十四所",
        stations=tuple(base.model_copy(update={"code": f"{i:02}", "name": f"{i}所"}) for i in range(24)),
        counts=work,
        minutes=np.zeros((24, 24)),
        borders=tuple(Border(f"{i:02}", f"{i + 1:02}", 1.0) for i in range(23)),
        classes=county().classes,
    )
    minutes = np.array([np.arange(24.0), 23 - np.arange(24.0)])
    found = bind(given, minutes, (2, 2))
    assert (found.stations(0), found.stations(1)) == ([4, 5], [20, 21])
    assert found.unbound == [row for row in range(24) if row not in {4, 5, 20, 21}]
    assert (found.off, found.pieces, found.idle) == (0, 0, [])
    assert found.minutes == pytest.approx((4 + 5 + 3 + 2) / 4)
    assert found.covered == pytest.approx(400 / 420)
    near = bind(given, minutes, (2, 2), within=3)
    assert (near.stations(0), near.stations(1)) == ([0, 1], [20, 21]), "04 and 05 are too far"


def test_n1_many_posts_that_want_different_numbers_are_bound_in_a_moment() -> None:
    """15 posts that want 1 to 3 of 11 stations: seconds with the whole linear relaxation, minutes without."""
    given = bureaus(104)
    wanted = [post.stations for post in given.bureau.posts]
    found = bind(given, post_minutes(given), wanted, stop=Stop(seconds=120))
    assert (found.pieces, sum(found.loads)) == (0, len(given))
    assert found.off == sum(wanted) - len(given)


def test_n1_more_posts_than_stations_leave_some_idle() -> None:
    found = bind(county(), np.ones((8, 6)), (2,) * 8)
    assert sorted(found.loads) == [0, 0, 1, 1, 1, 1, 1, 1]
    assert found.idle == [k for k, load in enumerate(found.loads) if not load]
    assert len(found.idle) == 2
    assert found.unbound == []


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
        ((2, 2, 2), 7, (2, 2, 2), (2, 2, 2)),
        ((2, 3, 2), 10, (2, 3, 2), (2, 3, 2)),
        ((2, 2, 2), 5, (1, 1, 1), (2, 2, 2)),
        ((1, 5), 3, (0, 3), (0, 4)),
    ],
)
def test_n1_posts_have_their_number_and_where_stations_are_too_few_differ_as_little_as_can_be(
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
