"""The heaviest matching, beside that of networkx and beside every matching there is."""

from itertools import permutations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zoning.mathematics.assignment import Weights, heaviest

PAIRS = st.tuples(st.integers(0, 4), st.integers(0, 4))
WEIGHTS = st.dictionaries(PAIRS, st.integers(1, 6) | st.integers(1, 2**90), max_size=14)


def total(weights: Weights, found: dict[int, int]) -> int:
    assert len(set(found.values())) == len(found), "no column twice"
    return sum(weights[pair] for pair in found.items())


@given(WEIGHTS)
def test_no_matching_is_heavier(weights: Weights) -> None:
    most = max(sum(weights.get(pair, 0) for pair in enumerate(order)) for order in permutations(range(5)))
    assert total(weights, heaviest(weights)) == most


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 40))
def test_where_one_matching_is_heaviest_networkx_finds_the_same(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = sorted({(int(rng.integers(rows)), int(rng.integers(columns))) for _ in range(90)})
    weights = {pair: (int(rng.integers(1, 9)) << len(pairs)) + (1 << rank) for rank, pair in enumerate(pairs)}
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    graph.add_weighted_edges_from((("row", a), ("column", b), weight) for (a, b), weight in weights.items())
    matched = [dict(pair) for pair in nx.max_weight_matching(graph)]
    assert heaviest(weights) == dict(sorted((pair["row"], pair["column"]) for pair in matched))


def test_a_row_stays_without_a_column_where_that_is_heavier() -> None:
    assert heaviest({(0, 0): 5, (1, 0): 9}) == {1: 0}
    assert heaviest({(0, 0): 5, (0, 1): 1, (1, 0): 9}) == {0: 1, 1: 0}
    assert heaviest({(1, 0): 2, (0, 0): 3, (2, 0): 4, (2, 1): 3}) == {0: 0, 2: 1}
    assert heaviest({}) == {}
