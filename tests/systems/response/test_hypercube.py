"""Units that are busy part of the time: exact for one unit and for equal lists, close to the exact chain elsewhere."""

from itertools import combinations
from math import factorial

import numpy as np
import pytest

from benchmarks.queues import exact, simulated
from systems.response.hypercube import corrections, pooled
from zoning.model.county import Floats, Ints


def drawn(u: int, load: float, seed: int = 0) -> tuple[Floats, Floats, Ints]:
    """Rates (u,) an hour, hours (u,) of each unit and lists (u, u): units and calls at the same random places."""
    rng = np.random.default_rng([seed, u])
    at = rng.uniform(0, 1, (u, 2))
    order = np.argsort(np.linalg.norm(at[:, None] - at[None], axis=2), axis=1, kind="stable")
    rates, hours = rng.uniform(0.3, 1.7, u), rng.uniform(0.8, 1.2, u)
    return rates * load * u / (rates @ hours), hours, order


def erlang(units: int, load: float) -> float:
    terms = [load**j / factorial(j) for j in range(units + 1)]
    return terms[-1] / sum(terms)


def test_one_unit_is_the_loss_queue() -> None:
    """Calls 0.2 an hour of 1.5 hours and 0.1 of 3: a load of 0.6, so 0.6 / 1.6 of the calls are lost."""
    found = pooled(np.array([0.2, 0.1]), np.array([[1.5], [3.0]]), np.zeros((2, 1), dtype=np.int64))
    assert found.lost == pytest.approx(0.375)
    assert found.busy == pytest.approx([0.375])
    assert found.answers == pytest.approx(np.full((2, 1), 0.625))


@pytest.mark.parametrize(("units", "load"), [(2, 0.5), (5, 4.0), (9, 3.0)])
def test_corrections_are_what_random_sets_of_busy_units_give(units: int, load: float) -> None:
    terms = np.array([load**j / factorial(j) for j in range(units + 1)])
    chance = terms / terms.sum()
    factors, lost = corrections(units, load)
    assert lost == pytest.approx(erlang(units, load))
    mean = load * (1 - lost) / units
    for k in range(units):
        sought = 0.0
        for j in range(units + 1):
            sets = list(combinations(range(units), j))
            hit = sum(all(x in busy for x in range(k)) and k not in busy for busy in sets)
            sought += chance[j] * hit / len(sets)
        assert factors[k] * mean**k * (1 - mean) == pytest.approx(sought)


@pytest.mark.parametrize("load", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("units", [2, 4, 7, 10])
def test_the_approximation_is_close_to_the_exact_hypercube(units: int, load: float) -> None:
    rates, hours, order = drawn(units, load)
    truth, found = exact(rates, hours, order), pooled(rates, np.tile(hours, (units, 1)), order)
    assert np.abs(found.busy - truth.busy).max() < 0.03
    assert np.abs(found.answers - truth.answers).max() < 0.04
    assert abs(found.lost - truth.lost) < 0.005


def test_the_approximation_is_close_to_a_simulation_with_service_times_of_their_own() -> None:
    """Every pair of unit and call has its own service time, which the chain of 2^u states cannot hold."""
    rates, _, order = drawn(6, 0.4)
    hours = np.random.default_rng(1).uniform(0.5, 1.5, (6, 6))
    truth, found = simulated(rates, hours, order, 12_000, 0), pooled(rates, hours, order)
    assert np.abs(found.busy - truth.busy).max() < 0.04
    assert np.abs(found.answers - truth.answers).max() < 0.06
    assert abs(found.lost - truth.lost) < 0.015


def test_the_exact_chain_and_the_simulation_agree() -> None:
    rates, hours, order = drawn(4, 0.5)
    truth, run = exact(rates, hours, order), simulated(rates, np.tile(hours, (4, 1)), order, 12_000, 1)
    assert np.abs(run.busy - truth.busy).max() < 0.03
    assert abs(run.lost - truth.lost) < 0.01


def test_every_call_is_answered_once_or_lost_and_work_is_neither_made_nor_lost() -> None:
    rates, _, order = drawn(8, 0.5)
    hours = np.random.default_rng(2).uniform(0.5, 1.5, (8, 8))
    found = pooled(rates, hours, order)
    assert found.answers.sum(axis=1) == pytest.approx(np.full(8, 1 - found.lost))
    assert found.busy.sum() == pytest.approx((rates[:, None] * found.answers * hours).sum())


def test_quiet_and_empty_pools() -> None:
    order = np.array([[1, 0], [0, 1]])
    idle = pooled(np.zeros(2), np.ones((2, 2)), order)
    assert (idle.answers.tolist(), idle.lost, idle.busy.tolist()) == ([[0, 1], [1, 0]], 0.0, [0, 0])
    nobody = pooled(np.ones(2), np.ones((2, 0)), np.zeros((2, 0), dtype=np.int64))
    assert (nobody.answers.shape, nobody.lost) == ((2, 0), 1.0)


def test_many_units_are_no_trouble() -> None:
    rates, hours, order = drawn(300, 0.02)
    found = pooled(rates, np.tile(hours, (300, 1)), order)
    assert found.answers.sum(axis=1) == pytest.approx(np.ones(300))
    crowded = pooled(50 * rates, np.tile(hours, (300, 1)), order)
    assert crowded.lost == pytest.approx(erlang(100, 100.0), abs=0.05)
