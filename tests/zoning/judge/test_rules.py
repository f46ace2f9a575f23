"""Every hard rule: the plan that breaks it is refused, with stations, amount and a sentence in both languages."""

from typing import Any

import numpy as np
import pytest

from tests.zoning.drawn import changed, county, plan, problem
from zoning.judge.rules import RULES, Violation, violations, worsened
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.model.stations import Border

SEATS = county(stations=changed(F={"kind": "county_seat"}))
EVEN = county(counts=np.array([[20.0, 0.0]] * 6))
CASES: list[tuple[str, County, dict[str, Any], Plan, Plan, float]] = [
    # rule, county, policy, a plan that keeps it, one that breaks it, by how much
    ("zone_count", county(), {"zones__max": 3}, plan("AD", "BE", "CF"), plan("A", "D", "BE", "CF"), 1),
    ("zone_count", county(), {"zones__min": 3}, plan("AD", "BE", "CF"), plan("ABCDEF"), 2),
    ("alone", county(), {"zones__alone": ["county_seat"]}, plan("A", "BCDEF"), plan("AD", "BCEF"), 1),
    ("alone", SEATS, {"zones__alone": ["county_seat"]}, plan("A", "F", "BCDE"), plan("A", "CF", "BDE"), 1),
    (
        "alone",
        county(stations=changed(D={"kind": "county_seat"})),
        {"zones__alone": ["county_seat"], "zones__alone_as": "one"},
        plan("AD", "BCEF"),
        plan("ADE", "BCF"),
        1,
    ),
    ("contiguous", county(), {}, plan("AD", "BCEF"), plan("AF", "BCDE"), 1),
    ("min_stations", county(), {"zones__min_stations": 3}, plan("ABC", "DEF"), plan("AD", "BCEF"), 1),
    ("max_stations", county(), {"zones__max_stations": 3}, plan("ABC", "DEF"), plan("AD", "BCEF"), 1),
    ("workload_band", EVEN, {"rules__workload_band": 0.0}, plan("AD", "BE", "CF"), plan("ABC", "DE", "F"), 0),
    (
        "officer_band",
        county(counts=EVEN.counts, stations=changed(D={"officers": 30})),
        {"rules__officer_band": 0.4},
        plan("AD", "BE", "CF"),
        plan("ABCEF", "D"),
        0,
    ),
    ("max_minutes", EVEN, {"rules__max_minutes": 20}, plan("ABC", "DEF"), plan("ABCF", "DE"), 20),
    ("min_officers", county(), {"rules__min_officers": 20}, plan("AD", "BCEF"), plan("A", "BCDEF"), 10),
    (
        "case_area",
        county(stations=changed(A={"has_case_area": True}, B={"has_case_area": True})),
        {"rules__case_area": True},
        plan("AD", "BCEF"),
        plan("ABDE", "CF"),
        1,
    ),
    ("together", county(), {"pins__together": [["A", "D", "E"]]}, plan("ADE", "BCF"), plan("AD", "BCEF"), 2),
    ("apart", county(), {"pins__apart": [["A", "B", "C"]]}, plan("AD", "BE", "CF"), plan("ABC", "DEF"), 2),
    ("pinned", county(), {"pins__pinned": [["A", "东"]]}, plan("ABE", "CF", "D"), plan("AB", "CF", "DE"), 1),
    ("offices", county(), {"pins__offices": ["A", "B", "C"]}, plan("AD", "BE", "CF"), plan("ABC", "DEF"), 2),
    ("max_changed", county(), {"rules__max_changed": 1}, plan("AD", "BCEF"), plan("ABC", "DEF"), 2),
]


def broken(given: Problem, judged: Plan) -> list[Violation]:
    found = list(violations(given, judged))
    for violation in found:
        for language in ("zh", "en"):
            assert violation.says.text(language)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(("rule", "given", "wanted", "keeps", "breaks", "amount"), CASES)
def test_a_rule_refuses_the_plan_that_breaks_it_and_no_other(
    rule: str, given: County, wanted: dict[str, Any], keeps: Plan, breaks: Plan, amount: float
) -> None:
    asked = problem(given, **wanted)
    assert broken(asked, keeps) == []
    found = broken(asked, breaks)
    assert {violation.rule for violation in found} == {rule}
    if amount:
        assert max(violation.amount for violation in found) == pytest.approx(amount)
    sentence = found[0].says.text("en")
    if rule != "zone_count":
        assert found[0].stations
        assert "镇" in sentence, "the stations are named"


def test_every_rule_has_a_case_here() -> None:
    assert {case[0] for case in CASES} == {"zone_count", "max_changed", *(rule.key for rule in RULES)}


def test_a_zone_exactly_on_a_limit_keeps_it() -> None:
    third = problem(
        EVEN, rules__workload_band=0.5
    )  # mean of three zones: two stations; a zone of three is on the limit
    assert broken(third, plan("ABC", "DE", "F")) == []
    tight = problem(EVEN, rules__workload_band=0.4999999)
    assert {v.rule for v in broken(tight, plan("ABC", "DE", "F"))} == {"workload_band"}
    minutes = np.array(county().minutes) * (1 + 5e-10)
    near = problem(county(minutes=minutes), rules__max_minutes=20)
    assert broken(near, plan("ABC", "DEF")) == []
    far = problem(county(minutes=np.array(county().minutes) * (1 + 3e-9)), rules__max_minutes=20)
    assert {v.rule for v in broken(far, plan("ABC", "DEF"))} == {"max_minutes"}


def test_h6_one_station_is_too_few_for_a_zone_that_is_not_alone() -> None:
    given = problem(zones__alone=["county_seat"], zones__min_stations=2)
    assert broken(given, plan("A", "BCF", "DE")) == []
    found = broken(given, plan("A", "B", "CDEF"))
    assert [(v.rule, v.stations, v.amount) for v in found] == [("min_stations", ("B",), 1)]


def test_size_and_workload_do_not_speak_of_alone_zones() -> None:
    given = problem(EVEN, zones__alone=["county_seat"], zones__min_stations=2, rules__workload_band=0.6)
    assert broken(given, plan("A", "BCF", "DE")) == []


def test_the_office_that_was_chosen_is_the_one_that_minutes_are_counted_from() -> None:
    assert broken(problem(EVEN, rules__max_minutes=20, pins__offices=["B"]), plan("ABC", "DEF")) == []
    found = broken(problem(EVEN, rules__max_minutes=20, pins__offices=["A"]), plan("ABC", "DEF"))
    assert [(v.rule, v.stations, v.amount) for v in found] == [("max_minutes", ("A", "B", "C"), 20)]


def test_h3_meeting_in_a_corner_or_over_a_barred_border_is_no_contact_and_a_link_is() -> None:
    borders = (Border("A", "B", 10.0, "barred"), Border("A", "F", 0.0, "link"))
    given = problem(county(borders=borders))
    assert [v.stations for v in broken(given, plan("AB", "C", "D", "E", "F"))] == [("A", "B")]
    assert broken(given, plan("AF", "B", "C", "D", "E")) == []


def test_more_than_half_of_the_zone_of_today_must_be_with_a_station_pinned_to_it() -> None:
    half = problem(pins__pinned=[["B", "西"]])  # 西 is A and D: both of them
    assert [v.amount for v in broken(half, plan("ABC", "DEF"))] == [1]
    assert broken(half, plan("ABD", "CEF")) == []
    member = problem(pins__pinned=[["E", "东"]])  # 东 is B, E and F; E counts itself
    assert broken(member, plan("ADEF", "BC")) == []
    assert [v.amount for v in broken(member, plan("ADE", "BCF"))] == [1]


def test_a_plan_that_breaks_several_rules_is_told_of_each() -> None:
    given = problem(rules__min_officers=20, zones__min_stations=2, zones__max=2, pins__apart=[["B", "E"]])
    found = [violation.rule for violation in broken(given, plan("A", "BEF", "CD"))]
    assert found == ["zone_count", "contiguous", "min_stations", "min_officers", "apart"]


def test_a_move_is_blamed_for_what_it_breaks_and_not_for_what_was_broken() -> None:
    given = problem(zones__min_stations=2)
    before = violations(given, plan("AC", "BDE", "F"))
    assert [(v.rule, v.stations) for v in before] == [("contiguous", ("A", "C")), ("min_stations", ("F",))]

    def told(code: str, after: Plan) -> list[tuple[str, tuple[str, ...]]]:
        return [(v.rule, v.stations) for v in worsened(given, before, violations(given, after), {code})]

    assert told("D", plan("ACD", "BE", "F")) == [], "A and C were apart before, and F alone"
    assert told("E", plan("ACE", "BD", "F")) == [("contiguous", ("A", "C", "E")), ("contiguous", ("B", "D"))]
    assert told("F", plan("ACF", "BDE")) == []
