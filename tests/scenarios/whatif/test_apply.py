"""Overrides on the drawn county: each does what it says, nothing is lost, and two that conflict are told.

D  E  F
A  B  C      A is the county seat; see tests/zoning/drawn.py
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import geodata
from geodata.coordinates.lonlat import lonlat
from geodata.travel.minutes import straight_minutes
from scenarios.spec.reading import library, scenario_of
from scenarios.whatif.apply import applied, apply
from scenarios.whatif.merging import COUNTED, merged
from solvers.solve import solve
from tests.zoning import drawn
from zoning.judge.score import score
from zoning.model.bureau import Bureau, Experience, Forces, Village
from zoning.model.county import County
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.model.stations import Border
from zoning.result.digest import digest


def made(problem: Problem | None = None, /, **content: Any) -> Problem:
    return apply(problem or drawn.problem(), scenario_of(content))


def refused(problem: Problem | None = None, /, **content: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        made(problem, **content)
    return [str(mistake) for mistake in error.value.mistakes]


def straight() -> Problem:
    county = drawn.county()
    minutes = straight_minutes(*lonlat(county.stations), county.speed_kmh, county.detour)
    return drawn.problem(replace(county, travel="straight", minutes=minutes))


def test_a_scenario_without_overrides_is_the_base_itself() -> None:
    base = drawn.problem()
    assert made(base) is base


def test_every_value_of_the_policy_can_be_set() -> None:
    changed = made(set={"zones.max": 3, "rules.workload_band": 0.5, "weights.travel": 1.0, "pins.offices": ["C"]})
    policy = changed.policy
    assert (policy.zones.max, policy.rules.workload_band, policy.weights.travel) == (3, 0.5, 1.0)
    assert policy.pins.offices == ("C",)
    assert {o.what for o in changed.overrides} >= {"set.zones.max = 3", "set.pins.offices = [C]"}


def test_pins_are_added_to_those_of_the_policy_by_code_or_name() -> None:
    base = drawn.problem(**{"pins.together": (("B", "C"),)})
    pins = made(base, pins={"together": [["D镇", "E"]], "apart": [["B", "F"]], "pinned": [["C", "东"]]}).policy.pins
    assert (pins.together, pins.apart, pins.pinned) == ((("B", "C"), ("D", "E")), (("B", "F"),), (("C", "东"),))


@pytest.mark.parametrize(
    ("key", "value", "cells", "expected"),
    [
        ("dispute", "x1.5", np.s_[:, 0], 1.5),
        ("纠纷", "+50%", np.s_[:, 0], 1.5),
        ("B.dispute", "x2", np.s_[1, 0], 2),
        ("B镇.*", "x0.5", np.s_[1, :], 0.5),
        ("*", "-10%", np.s_[:, :], 0.9),
        ("town.criminal", "x3", np.s_[1:, 1], 3),
    ],
)
def test_incidents_are_scaled_by_class_and_station(key: str, value: str, cells: Any, expected: float) -> None:
    wanted = np.array(drawn.county().counts)
    wanted[cells] *= expected
    np.testing.assert_allclose(made(incidents={key: value}).county.counts, wanted, rtol=1e-14)


def test_an_absolute_number_of_incidents_is_spread_as_they_were() -> None:
    before, after = drawn.county().counts, made(incidents={"dispute": 1200}).county.counts
    assert after[:, 0].sum() == pytest.approx(1200)
    np.testing.assert_allclose(after[:, 0] / before[:, 0], (1200 / before[:, 0].sum()).repeat(6))
    assert made(incidents={"C.dispute": 7}).county.counts[2, 0] == 7


def test_fields_of_stations_are_set_added_to_and_scaled_in_whole_persons() -> None:
    fields = {"B": {"officers": "+2", "has_case_area": True}, "C": {"officers": "x0.75", "kind": "urban"}}
    changed = made(stations=fields)
    (b, c) = changed.county.stations[1:3]
    assert (b.officers, b.has_case_area, c.officers, c.kind) == (12, True, 8, "urban")
    assert made(stations={"town": {"population": "-10%"}}).county.stations[3].population == 9000
    assert made(stations={"C": {"current_zone": "西"}}).current == Plan.of(["ACD", "BEF"])


def test_what_is_not_there_any_more_is_said_in_words_and_never_as_unknown() -> None:
    base = drawn.problem(drawn.county(stations=drawn.changed(B={"has_case_area": True})))
    scenario = scenario_of({"stations": {"B": {"has_case_area": False, "officers": 0}}})
    said = [one.says.text("zh") for one in applied(base, scenario).effects]
    assert said == ["B镇派出所 B 民警：10 → 0", "B镇派出所 B 办案区：有 → 无"]


def test_words_choose_stations_by_what_is_known_of_them() -> None:
    county = drawn.county(stations=drawn.changed(C={"officers": 3}, E={"officers": 30}))
    fields = {"most officers": {"officers": "-2"}, "least officers": {"officers": 5}}
    officers = [s.officers for s in made(drawn.problem(county), stations=fields).county.stations]
    assert officers == [10, 10, 5, 10, 28, 10]


def test_speed_and_detour_move_straight_minutes_and_leave_a_matrix() -> None:
    base = straight()
    slower = made(base, travel={"speed_kmh": "x0.5"}).county
    np.testing.assert_allclose(slower.minutes, 2 * base.county.minutes, atol=2e-6)
    np.testing.assert_allclose(slower.inside_minutes, 2 * base.county.inside_minutes)
    given_ = drawn.problem(drawn.county(travel="matrix"))
    np.testing.assert_array_equal(made(given_, travel={"detour": 2}).county.minutes, given_.county.minutes)


def test_roads_at_another_speed_want_the_roads() -> None:
    (said,) = refused(drawn.problem(drawn.county(travel="roads")), travel={"speed_kmh": 30})
    assert "layer of roads" in said


def test_links_and_bars_make_and_end_neighbours() -> None:
    county = made(link=[["A", "F"]], bar=[["B", "A"]]).county
    assert county.adjacent[0].tolist() == [False, False, False, True, False, True]
    assert made(drawn.problem(county), link=[["A", "B"]]).county.border_km[0, 1] == 10
    apart = drawn.problem(**{"zones.alone": ("county_seat",)})
    assert not made(apart, bar=["longest border"]).county.adjacent[1, 2], "the first that is not a border of A"
    assert "neighbours already" in refused(link=[["A", "B"]])[0]
    assert "no neighbours anyway" in refused(bar=[["A", "C"]])[0]


def totals(county: County) -> dict[str, float]:
    sums = {key: sum(getattr(s, key) or 0 for s in county.stations) for key in COUNTED}
    return {
        **sums,
        "area": sum(s.area_km2 for s in county.stations),
        "case_areas": any(s.has_case_area for s in county.stations),
        "seats": any(s.is_seat for s in county.stations),
    }


@settings(max_examples=40)
@given(st.permutations("ABCDEF"), st.integers(1, 5))
def test_merging_conserves_every_total(order: list[str], merges: int) -> None:
    """Station after station goes to a neighbour, and nothing is lost but the borders that are inside now."""
    counted = {code: {"villages": k, "communities": 1, "auxiliaries": 2 * k} for k, code in enumerate(drawn.CODES)}
    counted["B"] |= {"has_case_area": True, "is_seat": True}
    villages = tuple(Village(code=f"v{c}", name=f"{c}村", station=c, lon=107, lat=30) for c in drawn.CODES)
    county = drawn.discs(drawn.county(stations=drawn.changed(**counted), bureau=Bureau(villages=villages)), radius_km=5)
    county = replace(county, borders=(*county.borders, Border("A", "F", 0, "link"), Border("A", "E", 4, "barred")))
    for code in order[:merges]:
        row = county.index[code]
        near = [county.codes[j] for j in np.flatnonzero(county.adjacent[row])]
        into = near[len(order) % len(near)]
        after = merged(county, code, into)
        assert totals(after) == pytest.approx(totals(county))
        np.testing.assert_allclose(after.counts.sum(axis=0), county.counts.sum(axis=0))
        gone = sum(b.km for b in county.borders if {b.a, b.b} == {code, into})
        assert sum(b.km for b in after.borders) == pytest.approx(sum(b.km for b in county.borders) - gone)
        assert after.codes == tuple(c for c in county.codes if c != code)
        assert {village.code: after.bureau.villages[k].station for k, village in enumerate(county.bureau.villages)} == {
            village.code: into if village.station == code else village.station for village in county.bureau.villages
        }
        kept = [county.index[c] for c in after.codes]
        np.testing.assert_array_equal(after.minutes, county.minutes[np.ix_(kept, kept)])
        touched = county.adjacent[[row, county.index[into]]].any(axis=0)
        neighbours = {one for one in county.codes if touched[county.index[one]]} - {code, into}
        assert {c for c in after.codes if after.adjacent[after.index[into], after.index[c]]} == neighbours
        county = after


def test_a_merged_pair_is_as_compact_as_its_zone() -> None:
    """What the compactness figures say of two stations in a zone they say of the one station that both become."""
    county = drawn.discs(drawn.county(), radius_km=5)
    zones = [["A"], ["B", "C"], ["D", "E", "F"]]
    before = score(drawn.problem(county), Plan.of(zones)).zones[1].figures
    after = score(drawn.problem(merged(county, "C", "B")), Plan.of([["A"], ["B"], zones[2]])).zones[1].figures
    for key in ("compactness", "moment_index", "area_km2", "officers", "incidents"):
        assert after[key] == pytest.approx(before[key]), key


def test_a_closed_station_goes_to_the_neighbour_with_the_longest_border() -> None:
    borders = tuple(replace(b, km=12.5) if (b.a, b.b) == ("C", "F") else b for b in drawn.county().borders)
    base = drawn.problem(drawn.county(borders=borders), **{"pins.together": (("B", "C"),)})
    done = applied(base, scenario_of({"close": ["C"]}))
    assert done.merged == (("C", "F"),)
    assert done.problem.county.stations[-1].officers == 20
    assert done.problem.policy.pins.together == (("B", "F"),), "whoever was to be with C is with F now"
    assert "12.5 公里" in done.effects[0].says.text("zh")


def test_merges_follow_each_other() -> None:
    done = applied(drawn.problem(), scenario_of({"merge": [["C", "B"], ["D", "C"], ["B", "E"]]}))
    assert done.problem.county.codes == ("A", "E", "F")
    assert done.problem.county.stations[1].officers == 40
    assert done.problem.current == Plan.of([["A"], ["E", "F"]])


@pytest.mark.parametrize("override", [{"merge": [["A", "B"]]}, {"close": ["A"]}])
def test_the_heir_of_a_county_seat_is_one_and_stands_alone_as_the_seat_did(override: dict[str, Any]) -> None:
    """Merging the seat once dropped \"stands alone\" in silence, and the seat became part of a rural zone."""
    base = drawn.problem(
        drawn.county(stations=drawn.changed(A={"is_seat": True, "has_case_area": True}, B={"kind": "township"})),
        **{"zones.alone": ("county_seat",)},
    )
    done = applied(base, scenario_of(override))
    (code,) = (into for _, into in done.merged)
    heir = done.problem.county.stations[done.problem.county.index[code]]
    assert (heir.kind, heir.is_seat, heir.has_case_area) == ("county_seat", True, True)
    assert done.problem.alone.tolist() == [c == code for c in done.problem.county.codes]
    assert "城关所" in done.effects[-1].says.text("zh")
    assert solve(done.problem).score is not None
    two = applied(base, scenario_of({**override, "set": {"zones.alone": []}}))
    assert not two.problem.alone.any(), "where nobody stands alone, the heir does not either"


def test_the_heir_has_the_more_urban_kind_or_the_one_that_stands_alone() -> None:
    kinds = {"B": {"kind": "urban"}, "C": {"kind": "township"}, "E": {"kind": "township"}}
    base = drawn.problem(drawn.county(stations=drawn.changed(**kinds)))

    def kind(*merge: str, alone: list[str]) -> str:
        done = applied(base, scenario_of({"merge": [list(merge)], "set": {"zones.alone": alone}})).problem.county
        return done.stations[done.index[merge[1]]].kind

    assert kind("B", "E", alone=[]) == "urban"
    assert kind("C", "F", alone=[]) == "town", "what was a town stays one"
    assert kind("B", "E", alone=["township"]) == "township"


def test_counts_of_tables_with_a_row_a_station_are_added_up_when_stations_merge() -> None:
    bureau = Bureau(
        forces=(Forces(station="B", militia=3, guards=1), Forces(station="C", militia=4)),
        experience=(Experience(station="B", officers=2), Experience(station="C", officers=5)),
    )
    after = merged(drawn.county(bureau=bureau), "C", "B").bureau
    assert after.forces == (Forces(station="B", militia=7),), "guards of C are unknown, and so those of both"
    assert after.experience == (Experience(station="B", officers=7),)
    alone = Bureau(forces=(Forces(station="C", militia=4),))
    assert merged(drawn.county(bureau=alone), "C", "B").bureau.forces == (Forces(station="B", militia=4),)


@pytest.mark.parametrize(
    ("content", "both"),
    [
        ({"incidents": {"dispute": "x2", "B.*": "x3"}}, ("incidents.dispute", "incidents.B.*")),
        (
            {"stations": {"B": {"officers": 3}, "B镇": {"officers": 4}}},
            ("stations.B.officers", "stations.B镇.officers"),
        ),
        ({"merge": [["C", "B"]], "close": ["C镇"]}, ("merge", "close")),
        ({"link": [["A", "F"]], "bar": [["F镇", "A镇"]]}, ("link", "bar")),
        ({"set": {"pins.offices": ["B"]}, "pins": {"offices": ["C"]}}, ("set.pins.offices", "pins.offices")),
    ],
)
def test_two_overrides_of_the_same_thing_are_a_mistake_that_names_both(
    content: dict[str, Any], both: tuple[str, str]
) -> None:
    said = [one for one in refused(**content) if "the same thing" in one]
    assert len(said) == 1
    assert all(f"scenarios.scenario.{place}" in said[0] for place in both)


def test_every_override_that_cannot_be_applied_is_told_at_once() -> None:
    said = refused(
        set={"zones.max": 0, "zones.min": "many"},
        incidents={"arson": "x2", "B.dispute": "-1000000"},
        stations={"Z": {"officers": 1}, "C": {"officers": "-11"}, "D": {"auxiliaries": "x2"}},
        close=["least wisdom"],
        merge=[["A", "A镇"]],
        bar=[["A", "Q"]],
    )
    assert len(said) == 10
    assert all(one.startswith("scenario scenarios.scenario.") for one in said)
    assert any('stations.C.officers: "−11" makes −1' in one.replace("-1 of", "−1 of") for one in said)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ({"travel": {"speed_kmh": 0.001}}, "由 40 变为 0.001，超出范围；应 > 0.01 且 ≤ 1,000"),
        ({"travel": {"detour": 100.001}}, "变为 100.001，超出范围；应 > 0.01 且 ≤ 100"),
        ({"stations": {"B": {"area_km2": 0}}}, "变为 0，超出范围；应 > 0 且 ≤ 2,000,000"),
        ({"stations": {"B": {"officers": "-999"}}}, "超出范围；应 ≥ 0 且 ≤ 1,000,000,000"),
        ({"incidents": {"dispute": "-999999"}}, "超出范围；应 ≥ 0 且 ≤ 1,000,000,000"),
    ],
)
def test_an_amount_out_of_range_is_told_with_all_its_digits_and_the_range(content: dict[str, Any], wanted: str) -> None:
    with pytest.raises(InputError) as error:
        apply(straight(), scenario_of(content))
    (mistake,) = error.value.mistakes
    assert wanted in mistake.text("zh")
    assert "out of range; it must be" in mistake.text("en")


def test_a_problem_that_no_longer_fits_is_told_at_its_override() -> None:
    base = drawn.problem(drawn.county(stations=drawn.changed(**{c: {"current_zone": None} for c in drawn.CODES})))
    (said,) = refused(base, set={"rules.max_changed": 0})
    assert said.startswith("scenario scenarios.scenario.set.rules.max_changed: needs a plan of today")


def test_what_was_applied_is_told_in_both_languages() -> None:
    every: dict[str, Any] = {
        "set": {"zones.max": 4},
        "incidents": {"*": "x2"},
        "years": 2,
        "stations": {"B": {"officers": "+1"}, "town": {"auxiliaries": 3}},
        "travel": {"speed_kmh": 30, "detour": 2},
        "link": [["A", "F"]],
        "bar": [["B", "C"]],
        "merge": [["C", "F"]],
        "close": ["D"],
        "pins": {"together": [["B", "E"]], "apart": [["A", "B"]], "offices": ["B"], "pinned": [["E", "B"]]},
    }
    done = applied(straight(), scenario_of(every))
    keys = [change.key for change in done.effects]
    assert len(keys) == 15
    for change in done.effects:
        assert change.says.text("zh") != change.says.text("en")


@pytest.mark.parametrize("name", geodata.sample_names())
def test_the_library_applies_to_every_sample(name: str, built: Callable[[str], Any]) -> None:
    base = Problem(built(name).county, read_policy("haidong"))
    scenarios = [scenario for file in library().values() for scenario in file.scenarios]
    assert len(scenarios) >= 10
    for scenario in scenarios:
        changed = apply(base, scenario)
        differs = digest(changed.county) != digest(base.county) or changed.policy != base.policy
        assert differs, scenario.name
