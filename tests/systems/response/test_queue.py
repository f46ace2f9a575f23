"""Pools call by call: queues worked by hand, an independent simulation, the same figures for a seed everywhere."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.queues import simulated
from benchmarks.response import against_simpy
from geodata import read_county
from systems.response.pools import BATCHES, Pool, Tally, quantile, tally
from systems.response.queue import EDGES, GAPS, PLACES, STEPS, TIMES, exponential, step, uniform
from systems.response.summary import Part, summary
from zoning.model.county import Floats

CALLS = 200_000


def alike(units: int, load: float, stations: int = 3, hour: float = 60.0) -> Pool:
    """Units all alike, ``load`` the utilisation of each: a queue M/M/c, whatever station calls and whoever goes."""
    shape = (stations, units)
    order = np.array([np.roll(np.arange(units), k) for k in range(stations)])
    rates = np.full(stations, load * units / hour / stations)
    nothing, ones = np.zeros(shape), np.ones(units, dtype=np.int64)
    return Pool(np.arange(stations), rates, nothing, nothing, np.zeros(stations), nothing + hour, order, ones, ones - 1)


def figures(found: Tally) -> Floats:
    """Mean minutes, lower and upper end of their interval, share that found none, lower and upper end of it."""
    n = len(found.pool.rows)
    said = summary([Part(found, 24.0)], np.ones(n, dtype=bool), np.ones(n), 1)
    return np.array([said.minutes, *said.minutes_interval, said.overflow, *said.overflow_interval])


def erlang_c(units: int, load: float) -> float:
    """Share of calls that wait in a queue M/M/c; ``load`` is the utilisation."""
    a = load * units
    waits = a**units / math.factorial(units) / (1 - load)
    return waits / (sum(a**k / math.factorial(k) for k in range(units)) + waits)


@pytest.mark.parametrize("load", [0.01, 0.3, 0.7, 0.9])
@pytest.mark.parametrize("units", [1, 2, 7, 20])
def test_units_all_alike_are_the_queue_of_erlang(units: int, load: float) -> None:
    found = figures(tally(alike(units, load), np.array([10.0]), 5, CALLS if load < 0.9 else 5 * CALLS))
    waits = erlang_c(units, load)
    minutes = waits * 60 / (units * (1 - load))
    half, none = 1.5 * (found[2] - found[1]) / 2, 1.5 * (found[5] - found[4]) / 2
    assert abs(found[0] - minutes) <= max(half, 0.01 * minutes, 1e-4)
    assert abs(found[3] - waits) <= max(none, 0.01 * waits, 1e-5)


def test_calls_of_two_kinds_with_one_unit_wait_as_long_as_pollaczek_and_khinchine_say() -> None:
    """Half of the calls take 30 minutes, half 90, exponential: W = λ E[S²] / 2 (1 − ρ), E[S²] = 2 · mean of squares."""
    pool = replace(alike(1, 0.5, 2), service=np.array([[30.0], [90.0]]))
    found = figures(tally(pool, np.array([10.0]), 1, 5 * CALLS))
    minutes = 0.5 / 60 * (30**2 + 90**2) / (2 * 0.5)
    assert found[0] == pytest.approx(minutes, rel=0.03)
    assert found[1] <= minutes <= found[2]


def test_intervals_hold_as_often_as_they_say() -> None:
    held = 0
    for seed in range(60):
        found = figures(tally(alike(3, 0.6), np.array([10.0]), seed, 20_000))
        minutes = erlang_c(3, 0.6) * 60 / (3 * 0.4)
        held += found[1] <= minutes <= found[2]
    assert 51 <= held <= 60, "95 % of 60 are 57"


def test_exponential_numbers_are_those_of_the_logarithm() -> None:
    state = np.arange(4).astype(np.uint64)
    again = state.copy()
    for _ in range(2000):
        drawn, u = exponential(state, TIMES), uniform(again, TIMES)
        assert drawn == pytest.approx(-math.log(u), abs=1e-11)


def test_words_are_those_of_splitmix64() -> None:
    """The published first outputs for the state 0, as the top 53 bits of each."""
    state = np.zeros(4, dtype=np.uint64)
    words = [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    assert [uniform(state, GAPS) for _ in words] == [((w >> 11) + 1) / 2**53 for w in words]
    assert state[PLACES] == 0, "a stream of its own"


def test_a_seed_gives_the_same_figures_to_the_last_bit() -> None:
    """These very numbers have to come out on every machine."""
    first, second = (tally(alike(3, 0.5), np.array([30.0]), 1, 2000) for _ in range(2))
    assert (first.minutes == second.minutes).all()
    assert (first.minutes != tally(alike(3, 0.5), np.array([30.0]), 2, 2000).minutes).any()
    assert [math.fsum(first.minutes.ravel()).hex(), float(first.calls[0, 0]), math.fsum(first.found_none)] == KNOWN


KNOWN = ["0x1.18f5225c848e2p+14", 31.0, 4.88]


def test_steps_of_minutes_fit_together() -> None:
    assert len(EDGES) == STEPS + 1
    assert (np.diff(EDGES) > 0).all()
    for minutes in (0.0, 0.24, 0.25, 119.9, 120.0, 719.0, 720.0, 7199.0, 7200.0, 1e9):
        k = step(minutes)
        assert EDGES[k] <= minutes < EDGES[k + 1]
    even = np.zeros(STEPS)
    even[:40] = 1 / 40  # evenly over ten minutes
    assert quantile(even, 0.9) == pytest.approx(9.0)
    assert np.isnan(quantile(np.eye(1, STEPS, STEPS - 1)[0], 0.9)), "beyond the last step"


def test_nobody_waits_longer_where_fewer_calls_come() -> None:
    """Monotone in the load, at every step from 1 % to overload; a pool of unlike units and stations."""
    rng = np.random.default_rng(3)
    way = rng.uniform(2, 40, (5, 4))
    pool = replace(
        alike(4, 0.5, 5),
        way=way,
        seat=way,
        service=60 + 2 * way,
        order=np.argsort(way, axis=1),
        rates=rng.uniform(0.2, 1.0, 5),
    )
    full = pool.utilisation
    loads = [0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
    found = [figures(tally(replace(pool, rates=pool.rates * load / full), np.ones(1), 0, CALLS)) for load in loads]
    for less, more in pairwise(found):
        assert less[0] < more[0]
        assert less[3] <= more[3]


def test_a_pool_that_cannot_keep_up_is_not_run() -> None:
    assert alike(4, 0.999).utilisation == pytest.approx(0.999)
    over = replace(alike(2, 1.25, 2), service=np.array([[60.0, 120.0], [60.0, 120.0]]))
    assert over.utilisation == pytest.approx(1.25 * 2 / (1 + 1 / 2))
    found = tally(over, np.array([10.0]), 0, CALLS)
    assert found.grows
    assert found.answers == pytest.approx(np.array([[2 / 3, 1 / 3]] * 2))
    said = summary([Part(found, 24.0)], np.ones(2, dtype=bool), np.ones(2), 1)
    assert np.isnan(said.minutes)
    assert np.isnan(said.p90)
    assert (said.overflow, said.growing, said.within) == (1.0, 1.0, (0.0,))
    held = tally(alike(4, 0.985), np.array([10.0]), 0, CALLS)
    assert (held.method, held.grows) == ("limit", True)
    edge = figures(held)
    assert np.isnan(edge[0])
    assert edge[3] == pytest.approx(erlang_c(4, 0.985), abs=0.02)
    assert simulated(over, 20_000, 0).growth == pytest.approx(
        24 * 60 * over.rates.sum() * (1 - 1 / over.utilisation), rel=0.1
    )


@pytest.mark.parametrize(
    ("sample", "factor", "units", "mode"),
    [
        ("fengdu", 1, 1, "county"),
        ("fengdu", 5, 1, "county"),
        ("xihe", 5, 1, "county"),
        ("xihe", 4, 2, "zone"),
        ("xunhua", 3, 1, "own"),
        ("dianjiang", 3, 1, "county"),
        ("dianjiang", 8, 1, "county"),
    ],
)
def test_pools_of_the_samples_are_those_of_simpy(sample: str, factor: float, units: int, mode: str) -> None:
    """A smaller version of ``python -m benchmarks response``."""
    county = read_county(f"sample:{sample}")
    found = against_simpy(replace(county, counts=county.counts * factor), units, mode, 15_000, CALLS)
    assert found["agrees"] or found["minutes"] < 0.03, found


def test_batches_are_of_equal_size() -> None:
    found = tally(alike(2, 0.5), np.array([10.0]), 0, 1000 * BATCHES)
    assert found.calls.sum(axis=1).tolist() == [1000.0] * BATCHES
