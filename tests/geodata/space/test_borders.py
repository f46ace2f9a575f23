"""Borders derived from polygons and seats: who touches whom, and along how many kilometres."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Polygon, box
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

from geodata.space.borders import overlay, shared_km, voronoi_cells
from geodata.space.connected import neighbours
from zoning.mathematics.parts import parts
from zoning.model.stations import Border


def pairs(polygons: list[BaseGeometry], tolerance_m: float = 1.0, min_m: float = 10.0) -> dict[tuple[int, int], float]:
    i, j, km = shared_km(polygons, tolerance_m, min_m)
    return dict(zip(zip(i.tolist(), j.tolist(), strict=True), km.tolist(), strict=True))


def grid(side_m: float = 1000.0) -> list[BaseGeometry]:
    """Nine squares, row by row from the south-west."""
    return [box(x * side_m, y * side_m, (x + 1) * side_m, (y + 1) * side_m) for y in range(3) for x in range(3)]


GRID = {(0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (7, 8), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 8)}


def test_nine_squares_have_twelve_borders_of_a_side_each() -> None:
    found = pairs(grid())
    assert set(found) == GRID, "corners are no borders"
    assert list(found.values()) == pytest.approx([1.0] * 12, abs=1e-5)


def test_two_squares_that_meet_in_a_corner_do_not_touch() -> None:
    assert pairs([box(0, 0, 1000, 1000), box(1000, 1000, 2000, 2000)]) == {}
    assert pairs([box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]) != {}


@pytest.mark.parametrize(
    ("metres", "min_m", "touch"),
    [
        *((9.0, 10, False), (9.999, 10, False), (10.0, 10, True), (11.0, 10, True), (0.5, 0, True), (0.0, 0, False)),
        *((11.0, 11.001, False), (999.0, 1000, False), (1000.0, 1000, True)),
    ],
)
@pytest.mark.parametrize("shared", [True, False], ids=["vertex for vertex", "one edge along part of another"])
def test_a_contact_shorter_than_the_threshold_is_no_border(
    metres: float, min_m: float, touch: bool, shared: bool
) -> None:
    """Two squares of a kilometre meet along the end of one side; its vertex is in the other's side or is not."""
    corner = (1000, 1000 - metres)
    one = Polygon([(0, 0), (1000, 0), *([corner] if shared else []), (1000, 1000), (0, 1000)])
    other = Polygon([corner, (2000, 1000 - metres), (2000, 2000), (1000, 2000), *([(1000, 1000)] if shared else [])])
    found = pairs([one, other], min_m=min_m)
    assert (len(found) == 1) == touch
    assert list(found.values()) == pytest.approx([metres / 1000] * touch, abs=1e-5)


def test_a_sharp_corner_adds_nothing_where_the_edges_are_the_same_vertex_for_vertex() -> None:
    """At 10 degrees a boundary stays within a metre of the other polygon for 5.8 m beyond a border's end.

    The end on the rim, where no third polygon follows, is left with the tolerance: 80 degrees there add 0.2 m.
    """
    slope = np.tan(np.radians(10))
    lower = Polygon([(0, 0), (1000, 0), (1000, -500), (0, -500)])
    upper = Polygon([(0, 0), (1000, 0), (2000, 1000 * slope), (1000, 900), (0, 900)])
    wedge = Polygon([(1000, 0), (2000, 1000 * slope), (2000, -500), (1000, -500)])
    assert pairs([lower, upper, wedge]) == {
        (0, 1): 1.0,
        (0, 2): 0.5,
        (1, 2): pytest.approx(np.hypot(1.0, slope), abs=0.0003),
    }


def test_a_border_drawn_alike_along_part_and_apart_along_the_rest_is_as_long_as_both() -> None:
    """Of a side of a kilometre the lower half is the same in both, the upper one 0.4 m off."""
    one = Polygon([(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)])
    other = Polygon([(1000, 0), (2000, 0), (2000, 1000), (1000.4, 1000), (1000.4, 501), (1000, 500)])
    assert pairs([one, other]) == {(0, 1): pytest.approx(1.0, abs=0.002)}


def test_polygons_that_lie_upon_each_other_are_neighbours() -> None:
    """Whether areas overlap is not asked here."""
    found = pairs([box(0, 0, 1000, 1000)] * 3)
    assert found == dict.fromkeys([(0, 1), (0, 2), (1, 2)], pytest.approx(4.0))


def test_a_t_junction_rounded_off_the_edge_is_bridged() -> None:
    """One long side faces two squares whose common corner was rounded 0.6 m into it."""
    long_side = box(0, 0, 1000, 2000)
    lower = Polygon([(1000, 0), (2000, 0), (2000, 1000), (999.4, 1000)])
    upper = Polygon([(999.4, 1000), (2000, 1000), (2000, 2000), (1000, 2000)])
    found = pairs([long_side, lower, upper])
    assert set(found) == {(0, 1), (0, 2), (1, 2)}
    assert list(found.values()) == pytest.approx([1.0, 1.0, 1.0], abs=0.002)


@pytest.mark.parametrize(("gap", "touch"), [(0.5, True), (3.0, False)])
def test_a_gap_within_the_tolerance_is_bridged(gap: float, touch: bool) -> None:
    found = pairs([box(0, 0, 1000, 1000), box(1000 + gap, 0, 2000, 1000)])
    assert (len(found) == 1) == touch
    assert pairs([box(0, 0, 1000, 1000), box(1000 + gap, 0, 2000, 1000)], tolerance_m=5.0)


def test_an_enclave_borders_all_round() -> None:
    hole = box(1000, 1000, 2000, 2000)
    round_it = box(0, 0, 3000, 3000).difference(hole)
    assert pairs([round_it, hole]) == {(0, 1): pytest.approx(4.0, abs=0.005)}


def test_a_border_in_two_pieces_is_as_long_as_both() -> None:
    """A comb and its counterpart touch along two teeth of 100 m."""
    comb = box(0, 0, 1000, 100).union(box(0, 0, 100, 200)).union(box(900, 0, 1000, 200))
    assert pairs([comb, box(0, 200, 1000, 400)]) == {(0, 1): pytest.approx(0.2, abs=1e-5)}


def test_a_multi_polygon_borders_with_each_of_its_parts() -> None:
    two = shapely.MultiPolygon([box(0, 0, 500, 1000), box(1500, 0, 2000, 1000)])
    assert pairs([two, box(500, 0, 1500, 1000)]) == {(0, 1): pytest.approx(2.0, abs=1e-5)}


def test_polygons_without_neighbours_have_no_borders() -> None:
    assert pairs([box(0, 0, 1, 1)]) == {}
    assert pairs([box(0, 0, 100, 100), box(5000, 0, 5100, 100)]) == {}


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=25, unique=True),
    st.randoms(use_true_random=False),
)
def test_borders_do_not_depend_on_the_order_of_the_polygons(seats: list[tuple[int, int]], order: object) -> None:
    xy = 500.0 * np.array(seats, dtype=np.float64)
    cells = voronoi_cells(xy[:, 0], xy[:, 1])
    names = list(range(len(seats)))
    order.shuffle(names)  # type: ignore[attr-defined]
    straight = {frozenset(pair): km for pair, km in pairs(cells).items()}
    shuffled = pairs([cells[name] for name in names])
    assert {frozenset((names[i], names[j])): km for (i, j), km in shuffled.items()} == pytest.approx(straight, abs=2e-6)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=3, max_size=15, unique=True))
def test_the_tolerant_length_is_the_exact_one_where_vertices_coincide(seats: list[tuple[int, int]]) -> None:
    """Borders between Voronoi cells, against the plain intersection of their edges."""
    xy = 1000.0 * np.array(seats, dtype=np.float64)
    cells = voronoi_cells(xy[:, 0], xy[:, 1])
    found = pairs(cells)
    for i in range(len(cells)):
        for j in range(i):
            exact = cells[i].boundary.intersection(cells[j].boundary).length / 1000
            assert found.get((j, i), 0.0) == pytest.approx(exact, abs=0.012 if exact < 0.02 else 0.005)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=15, unique=True))
def test_every_seat_lies_in_its_own_voronoi_cell_and_the_cells_in_one_piece(seats: list[tuple[int, int]]) -> None:
    xy = 1000.0 * np.array(seats, dtype=np.float64)
    cells = voronoi_cells(xy[:, 0], xy[:, 1])
    assert len(cells) == len(seats)
    assert all(cell.contains(shapely.Point(at)) for cell, at in zip(cells, xy, strict=True))
    whole = shapely.union_all(cells)
    assert sum(cell.area for cell in cells) == pytest.approx(whole.area)
    borders = [Border(str(i), str(j), km) for (i, j), km in pairs(cells, min_m=0).items()]
    beside = neighbours([str(i) for i in range(len(cells))], borders)
    assert len(parts(beside, range(len(cells)))) == 1


def test_the_cells_of_nine_squares_are_the_squares() -> None:
    xy = np.array([(x, y) for y in range(3) for x in range(3)], dtype=np.float64) * 1000
    found = pairs(voronoi_cells(xy[:, 0], xy[:, 1]))
    assert set(found) == GRID
    assert found[1, 4] == pytest.approx(1.0, abs=1e-5)


def test_a_pair_named_by_hand_is_as_the_hand_says() -> None:
    shared = [Border("a", "b", 5.0), Border("b", "c", 4.0)]
    by_hand = [Border("b", "a", 0.0, "barred"), Border("a", "c", 0.0, "link")]
    assert overlay(shared, by_hand) == [Border("b", "c", 4.0), *by_hand]


def test_what_lies_within_the_tolerance_but_outside_the_drawn_buffer_is_no_border() -> None:
    """An arc of a buffer is drawn by chords of 5.6 degrees, so half way along one it falls 1.2 mm short of a metre."""
    corner = box(-1000, -1000, 0, 0)
    slanted = rotate(box(0.9995, -500, 800, 500), 2.8125, origin=(0, 0))
    beside = box(-1000, -2000, 0, -1000.5)
    assert shapely.dwithin(corner, slanted, 1.0)
    assert not shapely.intersects(shapely.buffer(corner, 1.0), slanted)
    i, j, km = shared_km([corner, slanted, beside])
    assert (i.tolist(), j.tolist(), km.tolist()) == ([0], [2], pytest.approx([1.0], abs=0.002))
