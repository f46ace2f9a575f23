"""A problem: pins and the plan of today checked against the county, and what follows from them."""

import math

import numpy as np
import pytest

from tests.zoning.drawn import changed, county, plan, policy, problem
from zoning.model.errors import InputError
from zoning.model.problem import Override, Problem


def test_the_plan_of_today_is_read_from_the_stations_and_a_blank_stands_alone() -> None:
    given = problem()
    assert given.current == plan("AD", "BEF", "C")
    assert given.current_labels is not None
    assert given.current_labels.tolist() == [0, 1, 2, 0, 1, 1]
    assert given.together_today.sum() == 2 * (1 + 3)


def test_without_any_current_zone_there_is_no_plan_of_today() -> None:
    given = problem(county(stations=changed(**{code: {"current_zone": None} for code in "ABCDEF"})))
    assert given.current is None
    assert given.current_labels is None
    assert not given.together_today.any()


def test_a_plan_of_today_that_is_given_goes_before_that_of_the_stations() -> None:
    assert Problem(county(), policy(), plan("ABCDEF")).current == plan("ABCDEF")


def test_alone_stations_are_one_zone_each_or_all_of_them_one() -> None:
    two = county(stations=changed(F={"kind": "county_seat"}))
    each = problem(two, zones__alone=["county_seat"])
    assert each.alone.tolist() == [True, False, False, False, False, True]
    assert each.alone_zones == ((0,), (5,))
    assert problem(two, zones__alone=["county_seat"], zones__alone_as="one").alone_zones == ((0, 5),)
    assert problem(two).alone_zones == ()
    assert each.rest_workload == pytest.approx(each.county.workload[1:5].sum())


def test_the_band_depends_on_the_number_of_zones() -> None:
    given = problem(rules__workload_band=0.25)
    low, high = given.band(3)
    assert low == pytest.approx(0.75 * given.rest_workload / 3)
    assert high == pytest.approx(1.25 * given.rest_workload / 3)
    assert given.band(0) == (0.0, np.inf)
    assert problem().band(3) == (0.0, math.inf)


def test_groups_that_share_a_station_are_merged_with_those_pinned_to_an_office() -> None:
    given = problem(
        pins__together=[["A", "B"], ["B", "C"], ["E", "E"]], pins__pinned=[["D", "C"], ["F", "F"], ["A", "东"]]
    )
    assert given.together == ((0, 1, 2, 3),)
    assert given.offices == (2, 5)
    assert given.anchored == ((0, (1, 4, 5)),)
    assert problem(pins__apart=[["F", "A", "A"]]).apart == ((0, 5),)


def test_all_mistakes_of_a_problem_are_named_at_once() -> None:
    bare = county(stations=changed(**{code: {"current_zone": None} for code in "ABCDEF"}))
    with pytest.raises(InputError) as error:
        problem(
            bare,
            pins__together=[["A", "X"]],
            pins__apart=[["Y", "B"]],
            pins__offices=["Z"],
            pins__pinned=[["W", "A"], ["A", "东"]],
            rules__max_changed=2,
        )
    said = [str(mistake) for mistake in error.value.mistakes]
    assert [line.split(" ")[0] for line in said] == [
        "pins.together:",
        "pins.apart:",
        "pins.offices:",
        "pins.pinned:",
        "pins.pinned:",
        "rules.max_changed:",
    ]
    assert all(f'"{code}"' in line for code, line in zip(["X", "Y", "Z", "W", "东"], said, strict=False))


def test_zones_of_today_are_named_where_a_target_is_unknown() -> None:
    with pytest.raises(InputError, match="zones of today: 东, 西"):
        problem(pins__pinned=[["A", "南"]])


def test_a_plan_of_another_county_is_refused_as_the_plan_of_today() -> None:
    with pytest.raises(InputError) as error:
        Problem(county(), policy(), plan("ABCD", "XYZ"))
    assert len(error.value.mistakes) == 2


def test_overrides_are_kept_with_their_reasons() -> None:
    given = Problem(county(), policy(), overrides=(Override("pins.offices", "the bridge is closed"),))
    assert given.overrides[0].reason == "the bridge is closed"
