"""Branches bound to zones (H15), against every other binding, by both ways of solving, and when time is up."""

import itertools
from typing import Any

import numpy as np
import pytest

from solvers.stop import Stop
from systems.assignment import branches as module
from systems.assignment.branches import assign_branches
from systems.assignment.leaders import whole_shares
from systems.assignment.specialities import officers
from zoning.model.bureau import Branch


def drawn(seed: int, branches: int, zones: int) -> tuple[list[Branch], Any, Any, float]:
    rng = np.random.default_rng(seed)
    rows = [Branch(name=f"{i}", officers=int(rng.integers(1, 30))) for i in range(branches)]
    return rows, rng.integers(0, 9, (branches, zones)) / 10, rng.integers(1, 9, zones) * 1.0, float(rng.random())


def objective(way: tuple[int, ...], rows: list[Branch], fit: Any, loads: Any, balance: float) -> tuple[int, int]:
    """Zones without a branch, then the objective in its own whole units, written down anew."""
    people, total = officers(rows), int(officers(rows).sum())
    share = whole_shares(loads / loads.sum())
    uneven = 0
    for z in range(len(loads)):
        held = sum(int(people[i]) for i in range(len(rows)) if way[i] == z)
        uneven += abs(held * 10_000 - total * int(share[z]))
    behind = whole_shares(fit.max(axis=1, keepdims=True) - fit)
    misfit = sum(int(people[i]) * int(behind[i, z]) for i, z in enumerate(way))
    empty = len(loads) - len(set(way))
    return empty, round(balance * 10_000) * uneven + 2 * round((1 - balance) * 10_000) * misfit


@pytest.mark.parametrize("seed", range(30))
def test_h15_no_other_binding_is_more_even_and_more_apt_and_of_equal_ones_it_is_the_first(seed: int) -> None:
    rng = np.random.default_rng(1000 + seed)
    count, zones = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    rows, fit, loads, balance = drawn(seed, count, zones)
    if seed % 3 == 0:
        balance, fit = 1.0, fit * 0  # many equal ones
    fixed = {0: zones - 1} if seed % 4 == 1 else {}
    found = assign_branches(rows, fit, loads, balance, fixed)
    ways = [w for w in itertools.product(range(zones), repeat=count) if all(w[i] == z for i, z in fixed.items())]
    assert found.zones == min(ways, key=lambda way: (*objective(way, rows, fit, loads, balance), way))
    assert found.proved
    assert found.gap == 0


@pytest.mark.parametrize("seed", range(8))
def test_h15_ten_branches_and_ten_zones_end_at_once_with_the_best(seed: int) -> None:
    """As many branches as zones are a plain assignment, which can be solved another way."""
    from scipy.optimize import linear_sum_assignment

    rows, fit, loads, balance = drawn(seed, 10, 10)
    found = assign_branches(rows, fit, loads, balance, {})
    assert found.proved, "a programme is cut off before"
    assert sorted(found.zones) == list(range(10))
    people, total, share = officers(rows), int(officers(rows).sum()), whole_shares(loads / loads.sum())
    behind = whole_shares(fit.max(axis=1, keepdims=True) - fit)
    costs = round(balance * 10_000) * np.abs(people[:, None] * 10_000 - total * share) + (
        2 * round((1 - balance) * 10_000) * people[:, None] * behind
    )
    i, z = linear_sum_assignment(costs)
    assert objective(found.zones, rows, fit, loads, balance) == (0, int(costs[i, z].sum()))


@pytest.mark.parametrize("seed", range(4))
def test_h15_the_programme_for_many_branches_finds_and_bounds_what_sets_find(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, fit, loads, balance = drawn(seed, 7, 3)
    fixed = {2: 1} if seed % 2 else {}
    exact = assign_branches(rows, fit, loads, balance, fixed)
    monkeypatch.setattr(module, "MOST_SETS", 3)
    found = assign_branches(rows, fit, loads, balance, fixed)
    assert (found.cost, found.bound) == (exact.cost, exact.cost)
    assert found.proved


def test_h15_a_search_that_is_ended_gives_the_best_found_and_says_by_how_much_it_may_be_off() -> None:
    rows, fit, loads, balance = drawn(5, 40, 9)
    found = assign_branches(rows, fit, loads, balance, {3: 2}, stop=Stop(0.2))
    assert found.zones[3] == 2
    assert set(found.zones) == set(range(9))
    assert 0 <= found.bound <= found.cost
    assert found.gap == pytest.approx(1 - found.bound / found.cost) or found.proved
    asked = Stop()
    asked.request()
    for few in (drawn(5, 6, 3), drawn(5, 30, 6)):
        ended = assign_branches(*few, {}, stop=asked)
        assert (ended.bound, ended.gap, ended.proved) == (0, 1.0, False)
        assert len(set(ended.zones)) == few[1].shape[1]


def test_h15_without_a_branch_nothing_is_bound() -> None:
    found = assign_branches([], np.zeros((0, 4)), np.ones(4), 0.5, {})
    assert (found.zones, found.cost, found.proved) == ((), 0, True)
