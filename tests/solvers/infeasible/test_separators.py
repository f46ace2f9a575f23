"""Minimal separators on a grid of three columns, and that cuts made of them answer what levels answer.

6 7 8
3 4 5
0 1 2
"""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.infeasible import formulation as compact
from solvers.infeasible.cpsat import broken, feasible, minimise, switches
from solvers.infeasible.separators import separators
from tests.solvers.infeasible.test_cpsat import SECONDS, random_county, random_problem
from zoning.model.policy import Policy, Weights, ZoneLimits
from zoning.model.problem import Problem

GRID = np.array([[abs(i // 3 - j // 3) + abs(i % 3 - j % 3) == 1 for j in range(9)] for i in range(9)])


def test_the_middle_row_lies_between_top_and_bottom() -> None:
    assert separators(GRID, [0, 1, 2, 6, 7, 8], 0) == [([6, 7, 8], [3, 4, 5], [0, 1, 2])]


def test_what_does_not_touch_the_labels_side_separates_nothing() -> None:
    """Corner 8 touches 5 and 7; both are needed. From 0's side, 3 and 1 are passed freely."""
    assert separators(GRID, [0, 8], 0) == [([8], [5, 7], [0, 1, 2, 3, 4, 6])]


def test_a_zone_that_hangs_together_needs_no_cut() -> None:
    assert separators(GRID, [0, 1, 4, 5], 5) == []


def test_parts_of_the_county_that_never_meet_have_nothing_between() -> None:
    apart = GRID.copy()
    apart[2, :] = apart[:, 2] = False
    assert separators(apart, [0, 2], 0) == [([2], [], [0, 1, 3, 4, 5, 6, 7, 8])]


@given(st.sets(st.integers(0, 15), min_size=2, max_size=9), st.integers(0, 2**24 - 1))
def test_a_separator_separates_and_none_of_it_can_be_left_out(zone: set[int], drawn: int) -> None:
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(4, 4))
    grid.remove_edges_from([edge for k, edge in enumerate(list(grid.edges)) if drawn >> k & 1 and drawn >> k + 1 & 1])
    rows, label = sorted(zone), max(zone)
    found = separators(nx.to_numpy_array(grid, nodelist=range(16)) > 0, rows, label)
    parts = [sorted(part) for part in nx.connected_components(grid.subgraph(rows)) if label not in part]
    assert sorted(part for part, _, _ in found) == sorted(parts)
    for part, between, side in found:
        left = grid.subgraph(set(grid) - set(between))
        assert sorted(nx.node_connected_component(left, label)) == side
        assert not nx.has_path(left, part[0], label)
        for station in between:
            assert nx.has_path(grid.subgraph({*left, station}), part[0], label)


def scattered(seed: int) -> Problem:
    """A county whose stations hang together well and whose zones do so only when they are told to."""
    policy = Policy(
        zones=ZoneLimits(min=2, max=3, alone=(), min_stations=2), weights=Weights(mismatch=0.95, travel=0.05)
    )
    return Problem(random_county(8, np.random.default_rng(seed)), policy)


@pytest.mark.parametrize("problem", [*map(scattered, range(4)), *(random_problem(200 + k, 8) for k in range(6))])
def test_cuts_answer_what_levels_answer(problem: Problem) -> None:
    by_cuts, by_levels = (minimise(problem, SECONDS, levels=levels) for levels in (False, True))
    assert (by_cuts.status, by_cuts.points) == (by_levels.status, by_levels.points)
    rules = frozenset(switches(problem))
    answers = [feasible(problem, rules, SECONDS, levels=levels) for levels in (False, True)]
    assert [answer is None for answer in answers] == [by_cuts.status == "infeasible"] * 2
    assert all(answer is None or not broken(problem, answer) & rules for answer in answers)


def test_zones_in_pieces_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    cuts = []
    monkeypatch.setattr(compact, "separators", lambda *given: cuts.append(separators(*given)) or cuts[-1])
    for seed in range(3):
        minimise(scattered(seed), SECONDS)
    assert any(cuts)
