"""Roads joined to a network: where lines meet, where places come to them, the quickest way, against plain reckoning.

Distances are in metres; at 60 km/h a kilometre takes a minute.
"""

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.travel.network import Network, join, shortest_minutes
from zoning.model.county import Floats

Path = Sequence[tuple[float, float]]
BOTH, ALONG, AGAINST = (True, True), (True, False), (False, True)


def network(
    roads: Sequence[Path],
    places: Path,
    kmh: Sequence[float] | None = None,
    ways: Sequence[tuple[bool, bool]] | None = None,
    join_m: float = 1.0,
    crossings: bool = False,
) -> Network:
    lines = np.array([shapely.LineString(road) for road in roads], dtype=object)
    speeds = np.array(kmh or [60.0] * len(roads))
    return join(lines, speeds, np.array(ways or [BOTH] * len(roads)), np.array(places), join_m, crossings)


def minutes(*args: object, **options: object) -> Floats:
    return shortest_minutes(network(*args, **options))  # type: ignore[arg-type]


EAST = [(0.0, 0.0), (10_000.0, 0.0)]


def test_two_places_on_one_road_are_as_far_apart_as_the_road_is_long_between_them() -> None:
    """Neither place is a vertex of the road; both cut the same edge."""
    found = minutes([EAST], [(2000, 0), (9000, 0)])
    assert found == pytest.approx(np.array([[0, 7], [7, 0]]))


def test_a_road_is_as_long_as_its_bends() -> None:
    assert minutes([[(0, 0), (3000, 4000), (6000, 0)]], [(0, 0), (6000, 0)])[0, 1] == pytest.approx(10)


def test_a_place_comes_to_the_nearest_point_of_a_road_and_not_to_its_nearest_end() -> None:
    found = network([EAST], [(4000, 300), (0, 0), (10_500, 0)])
    assert found.away_m.tolist() == [300, 0, 500]
    assert shortest_minutes(found)[0].tolist() == pytest.approx([0, 4, 6])


def test_places_at_one_point_of_a_road_are_no_time_apart() -> None:
    """On its way, at its end, and on both sides of it."""
    found = minutes([EAST], [(4000, 50), (4000, -50), (10_000, 0), (10_000, 0), (0, 0)])
    assert found[0, 1] == found[2, 3] == 0
    assert found[4].tolist() == pytest.approx([4, 4, 10, 10, 0])


@pytest.mark.parametrize("crossings", [False, True])
def test_roads_that_cross_without_a_common_vertex_are_a_bridge_unless_said_otherwise(crossings: bool) -> None:
    found = minutes([EAST, [(5000, -5000), (5000, 5000)]], [(0, 0), (5000, 5000)], crossings=crossings)
    assert found[0, 1] == (pytest.approx(10) if crossings else np.inf)


def test_several_roads_may_cross_in_one_place_and_one_road_another_twice() -> None:
    star = [EAST, [(5000, -1000), (5000, 1000)], [(4000, -1000), (6000, 1000)]]
    ends = [(0, 0), (5000, 1000), (6000, 1000)]
    assert minutes(star, ends, crossings=True)[1, 2] == pytest.approx(1 + np.sqrt(2))
    zigzag = [EAST, [(2000, -1000), (2000, 1000), (4000, 1000), (4000, -1000)]]
    assert minutes(zigzag, [(0, 0), (4000, -1000)], crossings=True)[0, 1] == pytest.approx(5)


def test_roads_meet_at_a_common_vertex_whether_it_is_an_end_or_not() -> None:
    cross = [[(0, 0), (5000, 0), (10_000, 0)], [(5000, -5000), (5000, 0), (5000, 5000)]]
    assert minutes(cross, [(0, 0), (5000, 5000)])[0, 1] == pytest.approx(10)


def test_a_road_that_comes_back_to_itself_is_cut_there() -> None:
    """A loop of four kilometres on a stalk of one: the way back is not driven twice."""
    stalk = [(0.0, 0.0), (1000.0, 0.0), (2000.0, 0.0), (2000.0, 1000.0), (1000.0, 1000.0), (1000.0, 0.0)]
    assert minutes([stalk], [(0, 0), (1000, 900)])[0, 1] == pytest.approx(1.9)


@pytest.mark.parametrize(("gap", "join_m", "meet"), [(0.9, 1, True), (1.1, 1, False), (1.1, 2, True), (0.1, 0, False)])
@pytest.mark.parametrize("onto", ["an end", "the middle"])
def test_an_end_meets_what_comes_within_the_tolerance(gap: float, join_m: float, meet: bool, onto: str) -> None:
    start = (10_000 + gap, 0.0) if onto == "an end" else (4000.0, gap)
    found = minutes([EAST, [start, (start[0], 3000)]], [(0, 0), (start[0], 3000)], join_m=join_m)
    assert np.isfinite(found[0, 1]) == meet
    if meet:
        assert found[0, 1] == pytest.approx(13 if onto == "an end" else 7, abs=0.002)


def test_the_quickest_way_is_not_the_shortest() -> None:
    """Straight on at 20 km/h, or round by a road twice as long at 60."""
    roads = [EAST, [(0, 0), (5000, 5000 * np.sqrt(3)), (10_000, 0)]]
    assert minutes(roads, [(0, 0), (10_000, 0)], kmh=[20, 60])[0, 1] == pytest.approx(20)


def test_of_two_roads_between_the_same_ends_the_quicker_is_taken() -> None:
    assert minutes([EAST, EAST[::-1]], [(0, 0), (10_000, 0)], kmh=[30, 90])[0, 1] == pytest.approx(20 / 3)


@pytest.mark.parametrize(("way", "there", "back"), [(ALONG, 10, 30), (AGAINST, 30, 10), (BOTH, 10, 10)])
def test_a_one_way_road_is_driven_in_its_direction_alone(way: tuple[bool, bool], there: float, back: float) -> None:
    """Another road leads round in thirty minutes, both ways."""
    roads = [EAST, [(0, 0), (0, 10_000), (10_000, 10_000), (10_000, 0)]]
    found = minutes(roads, [(0, 0), (10_000, 0)], ways=[way, BOTH])
    assert (found[0, 1], found[1, 0]) == (pytest.approx(there), pytest.approx(back))


def test_two_places_on_a_one_way_road_have_no_way_back() -> None:
    found = minutes([EAST], [(2000, 0), (9000, 0)], ways=[ALONG])
    assert found.tolist() == [[0, pytest.approx(7)], [np.inf, 0]]


def test_pieces_are_those_that_hang_together_in_either_direction() -> None:
    found = network(
        [EAST, [(10_000, 0), (20_000, 0)], [(0, 50), (9000, 50)]],
        [(0, 0), (20_000, 0), (0, 50)],
        ways=[ALONG, AGAINST, BOTH],
    )
    assert found.piece[0] == found.piece[1] != found.piece[2]
    assert found.line_piece.tolist() == [found.piece[0], found.piece[0], found.piece[2]]


def test_the_graph_may_be_looked_at() -> None:
    found = network([EAST], [(2000, 0)])
    assert sorted(data["minutes"] for _, _, data in found.graph.edges(data=True)) == pytest.approx([2, 2, 8, 8])


GRID = [
    ((x, y), (x + dx, y + dy))
    for x in range(4)
    for y in range(4)
    for dx, dy in ((1, 0), (0, 1))
    if x + dx < 4 and y + dy < 4
]


@given(
    st.lists(st.sampled_from([20.0, 40.0, 80.0]), min_size=len(GRID), max_size=len(GRID)),
    st.lists(st.sampled_from([BOTH, BOTH, ALONG, AGAINST]), min_size=len(GRID), max_size=len(GRID)),
    st.randoms(use_true_random=False),
)
def test_minutes_are_those_of_a_plain_search_whatever_the_order_of_the_roads(
    kmh: list[float], ways: list[tuple[bool, bool]], order: object
) -> None:
    """Streets of a town of sixteen junctions a kilometre apart, each block a road of its own."""
    graph: nx.DiGraph[tuple[int, int]] = nx.DiGraph()
    graph.add_nodes_from((x, y) for x in range(4) for y in range(4))
    for (a, b), speed, (ahead, back) in zip(GRID, kmh, ways, strict=True):
        graph.add_edges_from([(a, b, {"t": 60 / speed})] * ahead + [(b, a, {"t": 60 / speed})] * back)
    plain = dict(nx.all_pairs_dijkstra_path_length(graph, weight="t"))
    junctions = list(graph)
    expected = [[plain[a].get(b, np.inf) for b in junctions] for a in junctions]
    rows = list(range(len(GRID)))
    order.shuffle(rows)  # type: ignore[attr-defined]
    roads = [[(1000.0 * x, 1000.0 * y) for x, y in GRID[row]] for row in rows]
    places = [(1000.0 * x, 1000.0 * y) for x, y in junctions]
    found = minutes(roads, places, [kmh[row] for row in rows], [ways[row] for row in rows])
    assert found == pytest.approx(np.array(expected))
