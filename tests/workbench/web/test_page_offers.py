"""Jobs from the page: an offer taken or dropped, a job stopped, the gap box filled by itself, a reload amid it all."""

from collections.abc import Callable
from pathlib import Path

import pytest

import zoning
from tests.workbench.web.site import Desk, Seat
from zoning.result.plan_file import PlanFile

pytestmark = pytest.mark.xdist_group("pages")


def worsened(desk: Desk) -> int:
    """One step away from the optimum; the points before it."""
    best = desk.points()
    desk.station(desk.neighbours(1)[0]).focus()
    desk.page.keyboard.press("2")
    desk.at(2)
    return best


def test_an_offer_stands_beside_the_plan_and_is_taken(desk: Desk) -> None:
    best = worsened(desk)
    worse = desk.labels()
    desk.page.click("#do-around")
    desk.page.wait_for_selector("[data-offer]")
    assert desk.labels() == worse, "the plan is as it was"
    result = desk.seat.get(f"/api/jobs/{desk.page.get_attribute('[data-offer]', 'data-offer')}")["result"]
    assert f"{result['points']:,}" in (desk.page.text_content("[data-offer]") or "")
    if desk.page.locator("[data-take]").count():
        desk.page.click("[data-take]")
        desk.at(3)
        assert desk.points() == result["points"] >= best
    else:
        assert desk.points() == result["points"], "under what was moved there is nothing better"


def test_an_offer_dropped_changes_nothing(desk: Desk) -> None:
    worsened(desk)
    desk.page.click("#do-around")
    desk.page.wait_for_selector("[data-offer]")
    desk.page.click("[data-drop]")
    desk.page.wait_for_selector("[data-offer]", state="detached")
    assert desk.version()["rev"] == 2


def test_the_gap_box_says_what_is_proved_and_what_the_locks_cost(desk: Desk) -> None:
    desk.page.wait_for_selector("#gap[data-state='proved']")
    assert desk.page.text_content("[data-figure='still']") == "0"
    best = worsened(desk)
    desk.page.wait_for_selector("#gap[data-state='proved']")
    worse = desk.points() - best
    assert desk.page.text_content("[data-figure='still']") == f"≤ {worse:,}"
    assert desk.page.text_content("[data-figure='total']") == f"≤ {100 * worse / desk.points():.2f}%"
    desk.page.click("#do-lock_all")
    desk.at(3)
    desk.page.wait_for_selector("#gap[data-state='proved'] [data-figure='still']:text-is('0')")
    assert desk.page.text_content("[data-figure='price_of_locks']") == f"{worse:,}"


def test_a_plan_that_breaks_a_rule_is_put_right(desk: Desk) -> None:
    labels = desk.version()["labels"]
    near = desk.shapes["neighbours"]
    far = next(k for k, slot in enumerate(labels) if slot > 1 and all(labels[other] != 1 for other in near[k]))
    desk.station(desk.shapes["names"][far]).focus()
    desk.page.keyboard.press("2")
    desk.at(2)
    desk.page.click("#repair-here")
    desk.page.wait_for_selector("[data-take]")
    desk.page.click("[data-take]")
    desk.at(3)
    assert desk.page.get_attribute("#broken", "data-count") == "0"


def test_a_station_is_explained_and_moved_from_there(desk: Desk) -> None:
    name = desk.neighbours(1)[0]
    desk.station(name).focus()
    desk.page.click("#do-explain")
    desk.page.wait_for_selector("dialog[open] table")
    row = desk.page.locator("dialog tbody tr").filter(has=desk.page.locator("button:not([disabled])")).first
    assert "防区" in (row.text_content() or "")
    row.locator("button").click()
    desk.at(2)
    assert desk.version()["what"]["stations"] == [desk.shapes["codes"][desk.row(name)]]


def test_a_policy_is_changed_with_a_reason(desk: Desk) -> None:
    desk.page.click("#do-policy")
    desk.page.fill("dialog input[name='weights.travel']", "0.9")
    desk.page.click("dialog button.first")
    assert desk.page.locator("dialog[open]").count() == 1, "without a reason it is not sent"
    desk.page.fill("dialog input[name='why']", "山路冬季不通")
    desk.page.click("dialog button.first")
    desk.at(2)
    version = desk.version()
    assert version["policy"]["changed"] == {"weights.travel": 0.9}
    assert version["why"] == "山路冬季不通"
    desk.page.click("#do-policy")
    desk.page.check("dialog [data-back='weights.travel']")
    desk.page.fill("dialog input[name='why']", "收回")
    desk.page.fill("dialog input[name='rules.max_minutes']", "90")
    desk.page.click("dialog button.first")
    desk.at(3)
    assert desk.version()["policy"]["changed"] == {"rules.max_minutes": 90}


def test_a_plan_is_taken_away_as_a_file_with_the_points_of_the_page(desk: Desk, tmp_path: Path) -> None:
    desk.page.click("#do-export")
    with desk.page.expect_download() as coming:
        desk.page.click("dialog a[href$='plan.json']")
    coming.value.save_as(tmp_path / "plan.json")
    file = zoning.load(tmp_path / "plan.json")
    assert isinstance(file, PlanFile)
    assert zoning.score(file.problem(zoning.read_county("sample:fengdu")), file.plan).points == desk.points()


def test_a_reload_amid_a_job_finds_it_again(seats: Callable[..., Seat]) -> None:
    seat = seats()
    desk = seat.edit(seat.copy())
    worsened(desk)
    desk.page.click("#do-around")
    desk.page.wait_for_selector(".job, .offer")
    desk.page.reload()
    desk.at(2)
    jobs = [job for job in seat.get("/api/jobs")["jobs"] if job["plan"] == desk.plan and job["kind"] == "around"]
    assert len(jobs) == 1
    desk.page.goto(f"{seat.site.address}/jobs")
    row = "#jobs tbody tr:has-text('围绕改动重算')"
    desk.page.wait_for_selector(f"{row} .job-done")
    assert "副本，第 2 版" in (desk.page.text_content(row) or "")
