"""Response under own station, zone and county. The county of ``tests.zoning.drawn``: D E F above A B C."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from systems.response.records import MODES
from systems.response.response import HOURS, on_scene, response
from systems.response.travel import ways
from tests.zoning.drawn import county, plan, problem
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.result.codec import dumps
from zoning.result.documents import to_document

BUSY = county(counts=np.array([[800.0 * (i + 1), 400.0] for i in range(6)]))
ZONES = plan("AD", "BE", "CF")


def test_a_station_by_itself_is_worked_by_hand() -> None:
    """A has 800 disputes of 60 minutes and 400 crimes of 240 a year; the reserve comes from E, two steps away."""
    found = response(problem(BUSY), ZONES).mode("own")
    r = BUSY.inside_minutes[0]
    scene = (800 * 60 + 400 * 240) / 1200
    load = 1200 / HOURS * (scene + 2 * r) / 60
    assert on_scene(BUSY)[0] == pytest.approx(scene)
    assert found.overflow[0] == pytest.approx(load / (1 + load)) == found.busy[0]
    assert found.within[0, 0] == pytest.approx((1 - found.overflow[0]) * min(1, (10 / (1.5 * r)) ** 2))
    way = ways(BUSY, (10,))[0]
    assert found.minutes[0] == pytest.approx((1 - found.overflow[0]) * r + found.overflow[0] * way[4, 0])


def test_ways_are_those_to_random_points_of_a_disc() -> None:
    rng = np.random.default_rng(0)
    whole = replace(BUSY, minutes=np.array([[4.0 * abs(i - j) for j in range(6)] for i in range(6)]))
    minutes, within = ways(whole, (5, 10))
    assert np.diag(minutes) == pytest.approx(whole.inside_minutes)
    out, turn = 1.5 * whole.inside_minutes[0] * np.sqrt(rng.uniform(size=200_000)), rng.uniform(0, 2 * np.pi, 200_000)
    for j in range(6):
        way = np.hypot(4 * j + out * np.cos(turn), out * np.sin(turn))
        assert minutes[0, j] == pytest.approx(way.mean(), abs=0.05)
        assert within[0, j] == pytest.approx([(way <= 5).mean(), (way <= 10).mean()], abs=0.005)
    assert (np.diff(minutes[0]) > 0).all(), "a unit from further away is never nearer"


def test_one_zone_is_the_county_and_zones_of_one_station_are_the_stations() -> None:
    alone = response(problem(BUSY), Plan.of(BUSY.codes))
    whole = response(problem(BUSY), Plan.of([BUSY.codes]))
    for found, one, other in ((alone, "zone", "own"), (whole, "zone", "county")):
        assert found.mode(one).minutes == pytest.approx(found.mode(other).minutes)  # type: ignore[arg-type]
        assert found.mode(one).overflow == pytest.approx(found.mode(other).overflow)  # type: ignore[arg-type]


def test_a_larger_pool_and_more_units_leave_fewer_calls_without_a_unit() -> None:
    found = response(problem(BUSY), ZONES)
    own, zone, whole = (mode.county.overflow for mode in found.modes)
    assert own > 1.3 * zone > 1.3 * 1.3 * whole > 0.1
    shares = [response(problem(BUSY), ZONES, units=u).mode("own").county.overflow for u in (1, 2, 3)]
    assert all(more < fewer for fewer, more in pairwise(shares))


def test_the_nearest_free_unit_answers_the_own_one_first() -> None:
    answers = response(problem(BUSY), ZONES).mode("county").answers
    assert (answers.argmax(axis=1) == np.arange(6)).all()
    assert answers[0, 1] > answers[0, 2] > answers[0, 5], "B, C and F are 20, 40 and 60 minutes from A"


def test_a_station_without_units_is_answered_by_its_zone_or_by_the_reserve() -> None:
    found = response(problem(BUSY), ZONES, units=[1, 0, 1, 1, 1, 1])
    assert found.mode("own").overflow[1] == 1.0
    assert np.isnan(found.mode("own").busy[1])
    assert found.mode("zone").answers[1, 4] > 0
    assert found.mode("zone").answers[1].sum() == pytest.approx(found.mode("zone").answers[1, 4])


def test_zones_and_county_are_means_over_incidents_and_units() -> None:
    found = response(problem(BUSY), ZONES, units=[1, 2, 1, 1, 1, 3], target_minutes=(8, 20))
    for mode in found.modes:
        weights = BUSY.incidents.sum(axis=1)
        assert mode.county.minutes == pytest.approx(np.average(mode.minutes, weights=weights))
        assert mode.county.within == pytest.approx(np.average(mode.within, axis=0, weights=weights))
        assert mode.zones[1].overflow == pytest.approx(np.average(mode.overflow[[1, 4]], weights=weights[[1, 4]]))
        assert mode.zones[1].busy == pytest.approx((2 * mode.busy[1] + mode.busy[4]) / 3)


def test_a_county_without_incidents_has_ways_all_the_same() -> None:
    quiet = county(counts=np.zeros((6, 2)))
    found = response(problem(quiet), ZONES)
    assert found.mode("zone").county.minutes == pytest.approx(quiet.inside_minutes.mean())
    assert found.mode("own").county.overflow == 0.0


def test_the_reserve_comes_from_the_seat_where_there_is_one() -> None:
    stations = tuple(s.model_copy(update={"is_seat": s.code == "F"}) for s in BUSY.stations)
    assert response(problem(replace(BUSY, stations=stations)), ZONES).reserve == "F"
    assert response(problem(BUSY), ZONES).reserve == "E", "the county's best office"


def test_the_document_is_json_and_names_every_station() -> None:
    told = to_document(response(problem(BUSY), ZONES, units=[0, 1, 1, 1, 1, 1]))
    assert dumps(told)
    assert tuple(told["modes"]) == MODES
    assert told["modes"]["own"]["stations"]["A"]["busy"] is None
    station = told["modes"]["county"]["stations"]["B"]
    assert sum(station["answered_by"].values()) == pytest.approx(1 - station["overflow"])
    assert "A" not in station["answered_by"]


def test_units_and_targets_are_checked_at_once() -> None:
    with pytest.raises(InputError) as error:
        response(problem(BUSY), ZONES, units=[1, 2], target_minutes=(0,))
    assert [m.table for m in error.value.mistakes] == ["units", "targets"]
    for wrong in (-1, [0.5] * 6):
        with pytest.raises(InputError, match="whole numbers"):
            response(problem(BUSY), ZONES, units=wrong)  # type: ignore[arg-type]
