"""What plans begin with, and what they become on another county."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from geodata.county.build import Built
from workbench.web.editing.content import Content, Locks, check
from workbench.web.service.counties import Held
from workbench.web.service.starting import drawn, fitted, gathered
from zoning.judge.score import score
from zoning.mathematics.parts import parts
from zoning.model.errors import InputError
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

HAIDONG = read_policy("haidong")


@pytest.mark.parametrize("name", ["fengdu", "kaizhou", "xunhua", "xihe"])
def test_first_zones_hang_together_and_are_no_more_than_allowed(built: Callable[[str], Built], name: str) -> None:
    problem = Problem(built(name).county, HAIDONG)
    content = gathered(problem)
    county = problem.county
    assert sorted(code for zone in content.zones for code in zone) == sorted(county.codes)
    assert len(content.zones) <= HAIDONG.zones.max
    for zone in content.zones:
        assert len(list(parts(county.neighbours, [county.index[code] for code in zone]))) == 1
    assert {"contiguous", "alone", "zone_count"}.isdisjoint(v.rule for v in score(problem, content.plan).violations)


def test_stations_without_neighbours_are_centres_of_their_own(built: Callable[[str], Built]) -> None:
    county = replace(built("xunhua").county, borders=())
    content = gathered(Problem(county, HAIDONG))
    assert all(len(zone) == 1 for zone in content.zones)


def test_a_county_of_seats_alone_has_nothing_to_gather(built: Callable[[str], Built]) -> None:
    whole = built("xunhua").county
    stations = tuple(station.model_copy(update={"kind": "county_seat"}) for station in whole.stations)
    content = gathered(Problem(replace(whole, stations=stations), HAIDONG))
    assert [len(zone) for zone in content.zones] == [1] * len(whole)


def test_groups_drawn_by_hand_keep_their_order_and_the_rest_is_single(built: Callable[[str], Built]) -> None:
    held = Held("d", built("xunhua").county, HAIDONG)
    codes = held.county.codes
    content = drawn(held, [[codes[5], codes[4]], [], [codes[0]]])
    assert content.zones[:2] == ((codes[4], codes[5]), (codes[0],))
    assert len(content.zones) == len(codes) - 1
    with pytest.raises(InputError):
        drawn(held, [[codes[0]], [codes[0]]])


def test_a_plan_on_newer_data_keeps_what_is_still_there(built: Callable[[str], Built]) -> None:
    held = Held("d", built("xunhua").county, HAIDONG)
    codes = held.county.codes
    old = Content(
        ((*codes[:3], "gone"), codes[3:-1]),
        Locks((codes[0], "gone"), (0,), (("gone", codes[1]),), ((codes[0], codes[4]),), ("gone",)),
        {"weights.travel": 0.5},
        {"1": "龙河防区"},
    )
    new = fitted(held, old)
    check(held.county, HAIDONG, new)
    assert new.zones == (codes[:3], codes[3:-1], codes[-1:])
    assert (new.locks.stations, new.locks.zones, new.locks.offices) == ((codes[0],), (0,), ())
    assert (new.locks.together, new.locks.apart) == ((), ((codes[0], codes[4]),))
    assert (new.policy, new.names) == (old.policy, old.names)
    assert fitted(held, new) is new
