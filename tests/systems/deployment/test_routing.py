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
