"""Response under own station, zone and county. The county of ``tests.zoning.drawn``: D E F above A B C."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from geodata import read_county, sample_names
from systems.response.records import MODES, ResponseReport, Summary
from systems.response.response import MINUTES, on_scene
from systems.response.response import response as responded
from systems.response.travel import disc_radius, mean_ways
from tests.zoning.drawn import county, plan, problem
from workbench.tables.systems.response import warnings
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.texts.numbers import percent

BUSY = county(counts=np.array([[800.0 * (i + 1), 400.0] for i in range(6)]))
ZONES = plan("AD", "BE", "CF")


def response(of: Problem, zones: Plan, **given: object) -> ResponseReport:
    """The response by a short simulation."""
    return responded(of, zones, **{"units": 1, "calls": 100_000, **given})  # type: ignore[arg-type]


def minutes(rows: tuple[Summary, ...]) -> list[float]:
    return [row.minutes for row in rows]


def test_a_station_by_itself_is_worked_by_hand() -> None:
    """A has 800 disputes of 60 minutes and 400 crimes of 240 a year; one unit is the queue M/M/1."""
    r = BUSY.inside_minutes[0]
    scene = (800 * 60 + 400 * 240) / 1200
    service = scene + 2 * r
    load = 1200 / MINUTES * service
    target = 100 + 1.5 * r
    modes = response(problem(BUSY), ZONES, target_minutes=(target,), calls=1_000_000)
    found = modes.mode("own").stations[0]
    assert on_scene(BUSY)[0] == pytest.approx(scene)
    assert found.overflow == pytest.approx(load, rel=0.02)
    assert found.busy == pytest.approx(load, rel=0.02)
    assert found.minutes == pytest.approx(r + load / (1 - load) * service, rel=0.03)
    latest, soonest = (load * np.exp(-(1 - load) * (target - way) / service) for way in (1.5 * r, 0.0))
    assert 0.97 * soonest < 1 - found.within[0] < 1.03 * latest, "P(W > t) = ρ exp(−(1 − ρ) t / S)"


def test_a_station_without_incidents_in_a_pool_that_has_some_is_not_known() -> None:
    """Nobody calls from D: its minutes are no 0, and those of its zone and the county are those of the others."""
    counts = np.array(BUSY.counts)
    counts[3] = 0
    quiet = response(problem(replace(BUSY, counts=counts)), ZONES)
    for key in ("zone", "county"):
        found = quiet.mode(key).stations[3]
        assert np.isnan([found.minutes, found.p90, *found.within, found.overflow]).all()
        assert found.growing == 0
    assert quiet.mode("zone").zones[0].minutes == quiet.mode("zone").stations[0].minutes


def test_an_overloaded_county_names_its_worst_pools_first() -> None:
    counts = BUSY.counts * np.array([30.0, 40, 50, 60, 70, 80])[:, None]
    report = response(problem(replace(BUSY, counts=counts)), ZONES)
    told = warnings(report, "en")[0]
    loads = sorted((pool.utilisation for pool in report.mode("own").pools), reverse=True)
    at = [told.index(percent(load, 0)) for load in loads[:3]]
    assert at == sorted(at)


def test_ways_are_those_to_random_points_of_a_disc() -> None:
    rng = np.random.default_rng(0)
    whole = replace(BUSY, minutes=np.array([[4.0 * abs(i - j) for j in range(6)] for i in range(6)]))
    ways = mean_ways(whole.minutes, disc_radius(whole))
    assert np.diag(ways) == pytest.approx(whole.inside_minutes)
    quiet = replace(whole, counts=whole.counts / 1e6)
    out, turn = 1.5 * whole.inside_minutes[0] * np.sqrt(rng.uniform(size=200_000)), rng.uniform(0, 2 * np.pi, 200_000)
    for j in range(6):
        way = np.hypot(4 * j + out * np.cos(turn), out * np.sin(turn))
        assert ways[0, j] == pytest.approx(way.mean(), abs=0.05)
        units = [int(i == j) for i in range(6)]
        first = response(problem(quiet), ZONES, units=units, target_minutes=(5, 10)).mode("county").stations[0]
        assert first.within == pytest.approx([(way <= 5).mean(), (way <= 10).mean()], abs=0.015)
        assert first.p90 == pytest.approx(np.quantile(way, 0.9), rel=0.015)
    assert (np.diff(ways[0]) > 0).all(), "a unit from further away is never nearer"


def test_one_zone_is_the_county_and_zones_of_one_station_are_the_stations() -> None:
    alone = response(problem(BUSY), Plan.of(BUSY.codes))
    whole = response(problem(BUSY), Plan.of([BUSY.codes]))
    for found, one, other in ((alone, "zone", "own"), (whole, "zone", "county")):
        assert found.mode(one).stations == found.mode(other).stations  # type: ignore[arg-type]


def test_a_larger_pool_and_more_units_leave_fewer_calls_without_a_unit() -> None:
    found = response(problem(replace(BUSY, counts=BUSY.counts / 3)), ZONES)
    own, zone, whole = (mode.county.overflow for mode in found.modes)
    assert own > 2 * zone > 2 * whole
    shares = [response(problem(BUSY), ZONES, units=u).mode("own").county.overflow for u in (1, 2, 3)]
    assert all(more < fewer for fewer, more in pairwise(shares))


def test_the_nearest_free_unit_answers_the_own_one_first() -> None:
    quiet = replace(BUSY, counts=BUSY.counts / 5)
    answers = response(problem(quiet), ZONES).mode("county").answers
    assert (answers.argmax(axis=1) == np.arange(6)).all()
    assert answers[0, 1] > answers[0, 2] > answers[0, 5], "B, C and F are 20, 40 and 60 minutes from A"
    assert answers.sum(axis=1) == pytest.approx(np.ones(6))


def test_a_station_without_units_is_answered_by_its_zone_or_by_the_reserve() -> None:
    found = response(problem(BUSY), ZONES, units=[1, 0, 1, 1, 1, 1])
    own = found.mode("own").stations[1]
    assert (own.overflow, own.within) == (1.0, (0.0, 0.0))
    assert own.minutes == pytest.approx(mean_ways(BUSY.minutes, disc_radius(BUSY))[4, 1]), "the reserve is at E"
    assert np.isnan(own.busy)
    zone = found.mode("zone").answers[1]
    assert zone[4] == pytest.approx(1) == zone.sum()


def test_zones_and_county_are_means_over_incidents_and_units() -> None:
    found = response(problem(BUSY), ZONES, units=[2, 2, 2, 2, 2, 3], target_minutes=(8, 20))
    weights = BUSY.incidents.sum(axis=1)
    for mode in found.modes:
        assert mode.county.minutes == pytest.approx(np.average(minutes(mode.stations), weights=weights), rel=0.02)
        within = [row.within for row in mode.stations]
        assert mode.county.within == pytest.approx(np.average(within, axis=0, weights=weights), rel=0.02)
        some = [mode.stations[k].overflow for k in (1, 4)]
        assert mode.zones[1].overflow == pytest.approx(np.average(some, weights=weights[[1, 4]]), rel=0.02)
        assert mode.zones[1].busy == pytest.approx(np.mean([mode.stations[k].busy for k in (1, 4)]))


def test_a_county_without_incidents_has_ways_all_the_same() -> None:
    quiet = county(counts=np.zeros((6, 2)))
    found = response(problem(quiet), ZONES)
    assert found.mode("zone").county.minutes == pytest.approx(quiet.inside_minutes.mean())
    assert found.mode("own").county.overflow == 0.0


def test_the_reserve_comes_from_the_seat_where_there_is_one() -> None:
    stations = tuple(s.model_copy(update={"is_seat": s.code == "F"}) for s in BUSY.stations)
    assert response(problem(replace(BUSY, stations=stations)), ZONES).reserve == "F"
    assert response(problem(BUSY), ZONES).reserve == "E", "the county's best office"


def test_an_overloaded_station_is_told_and_the_others_keep_their_figures() -> None:
    """A at three times what one unit can answer: with three the queue would grow still, with four not."""
    counts = np.array([[100.0, 50.0]] * 6)
    base = problem(county(counts=counts.copy()))
    service = on_scene(base.county)[0] + 2 * base.county.inside_minutes[0]
    counts[0] *= 3 * MINUTES / 150 / service
    found = response(problem(county(counts=counts)), ZONES)
    own = found.mode("own")
    (full,) = (pool for pool in own.pools if pool.method == "overload")
    assert full.stations == ("A",)
    assert full.utilisation == pytest.approx(3)
    assert full.growth == pytest.approx(2 / 3 * counts[0].sum() / 365)
    assert full.needed == 4
    assert np.isnan(own.county.minutes)
    assert own.county.growing == pytest.approx(counts[0].sum() / counts.sum())
    assert (own.stations[0].overflow, own.stations[0].within[0]) == (1.0, 0.0)
    before = response(base, ZONES).mode("own").stations[1]
    assert own.stations[1].minutes == pytest.approx(before.minutes, rel=0.02)
    assert found.mode("county").county.growing == 0.0


@pytest.mark.parametrize("sample", sample_names())
def test_no_sample_at_any_load_is_a_fault_and_more_calls_are_never_answered_sooner(sample: str) -> None:
    """From 1 % of a unit's time to overload; a pool without a mean stays without one."""
    given = read_county(f"sample:{sample}")
    zones = Plan.from_labels(given.codes, [str(k // 4) for k in range(len(given))])
    loads = (0.02, 0.5, 1, 2, 3, 5, 8, 12, 20)
    found = [response(problem(replace(given, counts=given.counts * load)), zones, calls=20_000).modes for load in loads]
    for modes in zip(*found, strict=True):
        told = [(mode.county.minutes, mode.county.minutes_interval) for mode in modes]
        for (less, (low, _)), (more, (_, high)) in pairwise(told):
            assert np.isnan(more) or low <= high
            assert not (np.isnan(less) and not np.isnan(more))
        shares = [mode.county.overflow for mode in modes]
        assert all(before <= after + 0.01 for before, after in pairwise(shares))
        assert shares[-1] > 0.5


def test_the_document_is_json_and_names_every_station() -> None:
    told = to_document(response(problem(BUSY), ZONES, units=[0, 1, 1, 1, 1, 1]))
    assert dumps(told)
    assert tuple(told["modes"]) == MODES
    assert told["modes"]["own"]["stations"]["A"]["busy"] is None
    station = told["modes"]["county"]["stations"]["B"]
    assert sum(station["answered_by"].values()) == pytest.approx(1)
    assert "A" not in station["answered_by"]
    assert {pool["method"] for pool in told["modes"]["own"]["pools"]} >= {"reserve", "simulation"}


def test_units_and_targets_are_checked_at_once() -> None:
    with pytest.raises(InputError) as error:
        response(problem(BUSY), ZONES, units=[1, 2], target_minutes=(0,))
    assert [m.table for m in error.value.mistakes] == ["units", "targets"]
    for wrong in (-1, [0.5] * 6):
        with pytest.raises(InputError, match="whole numbers"):
            response(problem(BUSY), ZONES, units=wrong)  # type: ignore[arg-type]
