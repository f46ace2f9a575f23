"""Editing on the map: by mouse, by keyboard alone, and what the page shows after every step."""

import pytest

import zoning
from tests.workbench.web.site import Desk
from workbench.web.editing.content import content_of

pytestmark = pytest.mark.xdist_group("pages")


def test_a_click_picks_a_zone_and_a_click_on_another_station_moves_it_there(desk: Desk) -> None:
    moved = desk.neighbours(1)[0]
    desk.page.click("[data-brush='1']")
    desk.click(moved)
    desk.at(2)
    assert desk.slot(moved) == 1
    assert desk.version()["labels"] == desk.labels()
    desk.click(moved)  # its zone is the brush now: the brush is put down
    desk.page.wait_for_selector("body[data-brush='']")
    desk.click(moved)
    desk.page.wait_for_selector("body[data-brush='1']")


def test_points_on_the_page_are_those_of_the_judge(desk: Desk) -> None:
    moved = desk.neighbours(2)[0]
    desk.page.click("[data-brush='2']")
    desk.click(moved)
    desk.at(2)
    version = desk.version()
    problem = zoning.Problem(zoning.read_county("sample:fengdu"), zoning.read_policy(version["policy"]["preset"]))
    content = content_of({"zones": version["zones"]})
    judged = zoning.score(problem, content.plan)
    assert desk.points() == judged.points
    assert desk.page.get_attribute("#broken", "data-count") == str(len(judged.violations))
    opened = zoning.score(problem, content_of({"zones": desk.seat.get(f"/api/plans/{desk.plan}@1")["zones"]}).plan)
    shown = (desk.page.text_content("#delta") or "").replace("−", "-").replace(",", "")
    assert int("".join(letter for letter in shown if letter in "-0123456789")) == judged.points - opened.points


def test_the_map_is_edited_by_keyboard_alone(desk: Desk) -> None:
    page = desk.page
    page.focus("body")
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.locator(".surface:focus").count() == 0, "the map itself is no tab stop"
        if page.locator(".station:focus").count():
            break
    assert page.locator(".station[tabindex='0']").count() == 1, "one tab stop for the map"
    before = page.locator(".station:focus").get_attribute("data-station")
    for arrow in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(arrow)
    assert page.locator(".station:focus").count() == 1
    page.keyboard.press("ArrowUp")
    station = page.locator(".station:focus")
    row = int(station.get_attribute("data-station") or -1)
    assert str(row) != before
    to = (int(station.get_attribute("data-slot") or 0) + 1) % 5
    page.keyboard.press(str(to + 1))
    desk.at(2)
    assert desk.labels()[row] == to
    assert f"第 {to + 1} 防区" in (page.locator(".station:focus").get_attribute("aria-label") or "")
    page.wait_for_selector("#live:has-text('第 2 版')", state="attached")
    page.keyboard.press("l")
    desk.at(3)
    assert "已锁定" in (page.locator(".station:focus").get_attribute("aria-label") or "")
    page.keyboard.press("Control+z")
    desk.at(4)
    page.keyboard.press("Control+z")
    desk.at(5)
    assert desk.labels() == desk.seat.get(f"/api/plans/{desk.plan}@1")["labels"]
    page.keyboard.press("Control+y")
    desk.at(6)
    assert desk.labels()[row] == to


SHOWS_ALL = """() => {
  const surface = document.querySelector(".surface"), view = surface.viewBox.baseVal
  const boxes = [...surface.querySelectorAll("path[data-slot]")].map(one => one.getBBox())
  return boxes.length > 0 && boxes.every(box => view.x <= box.x && view.y <= box.y
    && box.x + box.width <= view.x + view.width && box.y + box.height <= view.y + view.height)
}"""
"""Whether every station of the map is in sight, whatever the size of the window is by now."""


def test_enter_takes_and_uses_the_brush_and_zoom_has_keys(desk: Desk) -> None:
    page, moved = desk.page, desk.neighbours(0)[0]
    desk.station(moved).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"body[data-brush='{desk.slot(moved)}']")
    page.keyboard.press("Escape")
    page.wait_for_selector("body[data-brush='']")
    assert page.evaluate(SHOWS_ALL)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert not page.evaluate(SHOWS_ALL), "two steps nearer, the edges are out of sight"
    page.keyboard.press("0")
    assert page.evaluate(SHOWS_ALL)
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")


def test_a_drag_paints_several_stations_as_one_step(desk: Desk) -> None:
    first, second, *_ = desk.neighbours(1)
    desk.page.click("[data-brush='1']")
    desk.drag(first, second)
    desk.at(2)
    assert desk.slot(first) == desk.slot(second) == 1
    what = desk.version()["what"]
    assert what["op"] == "move"
    assert {desk.shapes["codes"][desk.row(name)] for name in (first, second)} <= set(what["stations"])


def test_a_drag_without_a_brush_moves_the_map(desk: Desk) -> None:
    first, second, *_ = desk.neighbours(1)
    whole = desk.page.get_attribute(".surface", "viewBox")
    desk.drag(first, second)
    assert desk.page.get_attribute(".surface", "viewBox") != whole
    assert desk.version()["rev"] == 1


def test_the_right_button_locks_and_a_locked_station_does_not_move(desk: Desk) -> None:
    held = desk.neighbours(1)[0]
    before = desk.slot(held)
    desk.click(held, button="right")
    desk.at(2)
    assert "已锁定" in (desk.station(held).get_attribute("aria-label") or "")
    desk.page.click("[data-brush='1']")
    desk.click(held)
    desk.page.wait_for_selector("#banner:not([hidden])")
    assert "锁" in (desk.page.text_content("#banner") or "")
    assert desk.slot(held) == before, "painted back"
    assert desk.version()["rev"] == 2
    desk.click(held, button="right")
    desk.at(3)
    assert "已锁定" not in (desk.station(held).get_attribute("aria-label") or "")


def test_twenty_steps_and_twenty_undos_give_the_first_points_labels_and_locks(desk: Desk) -> None:
    page, names = desk.page, desk.neighbours(1)[:3]
    first = desk.version()
    desk.station(names[0]).focus()
    for k in range(20):
        desk.station(names[k % 3]).focus()
        page.keyboard.press("l" if k % 4 == 3 else "2" if desk.slot(names[k % 3]) != 1 else "3")
        page.wait_for_selector("body:not([data-busy])")
    last = desk.version()
    for _ in range(last["rev"] - 1):
        page.keyboard.press("Control+z")
    desk.at(2 * last["rev"] - 1)
    back = desk.version()
    assert (back["score"]["points"], back["labels"], back["locks"]) == (
        first["score"]["points"],
        first["labels"],
        first["locks"],
    )
    assert desk.labels() == first["labels"]
    page.reload()
    desk.at(back["rev"])
    for _ in range(last["rev"] - 1):
        page.keyboard.press("Control+y")
    desk.at(3 * last["rev"] - 2)
    assert desk.labels() == last["labels"]


def test_a_zone_that_falls_apart_is_told_and_its_loose_part_is_shown(desk: Desk) -> None:
    far = next(
        name
        for row, name in enumerate(desk.shapes["names"])
        if desk.version()["labels"][row] not in (1, 0)
        and all(desk.version()["labels"][other] != 1 for other in desk.shapes["neighbours"][row])
    )
    desk.page.click("[data-brush='1']")
    desk.click(far)
    desk.at(2)
    assert desk.page.get_attribute("#gap", "data-state") == "broken"
    assert desk.page.locator("#gap dd").count() == 0, "a plan that breaks a rule has no gap"
    whole = desk.page.get_attribute(".surface", "viewBox")
    desk.page.click("[data-rule='contiguous'] button")
    assert desk.page.get_attribute(".surface", "viewBox") != whole
    assert desk.page.locator(".station:focus").get_attribute("data-station") == str(desk.row(far))
    assert desk.shapes["paths"][desk.row(far)] == desk.page.get_attribute(".loose", "d")
