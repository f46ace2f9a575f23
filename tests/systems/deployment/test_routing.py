"""Cases over stations, case teams and branches (B4)."""

from dataclasses import replace

import pytest

from systems.deployment.routing import routes
from tests.zoning.drawn import changed, county, plan
from zoning.model.bureau import Branch, Bureau

WHOLE = plan("ABCDEF")


def test_b4_every_case_goes_somewhere_and_its_branch_is_named() -> None:
    bureau = Bureau(branches=(Branch(name="刑侦大队", specialities=("criminal",)), Branch(name="交警大队")))
    given = replace(county(stations=changed(A={"has_case_area": True})), bureau=bureau)
    found = {(route.key, route.to): route for route in routes(given, WHOLE, 0.6)}
    assert set(found) == {("dispute", "station"), ("criminal", "case_team"), ("criminal", "branch")}
    assert found["criminal", "branch"].branch == "刑侦大队"
    assert found["criminal", "branch"].share == pytest.approx(0.4)
    assert sum(route.incidents for route in found.values()) == pytest.approx(given.incidents.sum())
    assert sum(route.hours for route in found.values()) == pytest.approx(given.workload.sum())
    assert given.class_workload.sum(axis=1) == pytest.approx(given.workload)


def test_b4_a_zone_without_a_case_area_sends_its_cases_to_the_branch() -> None:
    given = county(stations=changed(A={"has_case_area": True}))
    zones = plan("AD", "BE", "CF")
    criminal = next(c for c, kind in enumerate(given.classes) if kind.key == "criminal")
    within = sum(float(given.incidents[given.index[code], criminal]) for code in "AD")
    found = {(route.key, route.to): route.incidents for route in routes(given, zones, 0.6)}
    assert found["criminal", "case_team"] == pytest.approx(0.6 * within)
    assert found["criminal", "branch"] == pytest.approx(given.incidents[:, criminal].sum() - 0.6 * within)


def test_b4_the_branch_bound_to_the_zone_gets_its_cases_and_else_the_best_fit_never_the_first_by_spelling() -> None:
    """Public order once went to the patrol branch, whose name is spelt first."""
    bureau = Bureau(
        branches=(
            Branch(name="A巡逻大队", officers=20, specialities=("dispute", "criminal")),
            Branch(name="B经侦大队", officers=8, specialities=("criminal",)),
            Branch(name="C刑侦大队", officers=24, specialities=("criminal",)),
        )
    )
    given = replace(county(stations=changed(A={"has_case_area": True})), bureau=bureau)
    zones = plan("AD", "BE", "CF")

    def cases(*codes: str) -> float:
        return float(sum(given.incidents[given.index[code], 1] for code in codes))

    bound = {"A巡逻大队": 1, "B经侦大队": 2, "C刑侦大队": 2}
    found = {(r.branch, r.bound): r.incidents for r in routes(given, zones, 0.6, bound) if r.to == "branch"}
    assert found == {
        ("C刑侦大队", False): pytest.approx(0.4 * cases("A", "D")),
        ("A巡逻大队", True): pytest.approx(cases("B", "E")),
        ("C刑侦大队", True): pytest.approx(cases("C", "F")),
    }
    unbound = [(r.branch, r.bound) for r in routes(given, zones, 0.6) if r.to == "branch"]
    assert unbound == [("C刑侦大队", False)], "it names crime first, nothing else, and has most officers"
