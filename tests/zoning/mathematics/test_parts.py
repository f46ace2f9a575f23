"""Connected parts and cut rows against networkx, on drawn graphs."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from zoning.mathematics.parts import falls_apart, merged, parts

ROWS = 9
EDGES = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1)).filter(lambda e: e[0] != e[1]))


def drawn(edges: list[tuple[int, int]]) -> tuple["nx.Graph[int]", list[list[int]]]:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(ROWS))
    graph.add_edges_from(edges)
    return graph, [list(graph[row]) for row in range(ROWS)]


@given(EDGES, st.sets(st.integers(0, ROWS - 1)))
def test_parts_are_the_connected_components_of_the_rows_asked_for(edges: list[tuple[int, int]], some: set[int]) -> None:
    graph, neighbours = drawn(edges)
    assert parts(neighbours, some) == sorted(sorted(part) for part in nx.connected_components(graph.subgraph(some)))


@given(EDGES)
def test_rows_without_which_their_part_falls_apart_are_the_articulation_points(edges: list[tuple[int, int]]) -> None:
    graph, neighbours = drawn(edges)
    wanted = {}
    for row in sorted(nx.articulation_points(graph)):
        rest = nx.node_connected_component(graph, row) - {row}
        wanted[row] = sorted(sorted(part) for part in nx.connected_components(graph.subgraph(rest)))
    assert list(falls_apart(neighbours).items()) == list(wanted.items())


def test_a_long_path_needs_no_deep_recursion() -> None:
    path = [[row for row in (at - 1, at + 1) if 0 <= row < 5000] for at in range(5000)]
    assert list(falls_apart(path)) == list(range(1, 4999))
    assert parts(path, range(5000)) == [list(range(5000))]


def test_groups_with_a_row_in_common_are_one() -> None:
    assert merged([(4, 2), (7,), (0, 1), (2, 9, 2)]) == [[0, 1], [2, 4, 9], [7]]
    assert merged([]) == []
