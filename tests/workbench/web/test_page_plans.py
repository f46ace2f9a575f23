"""The list of plans: new ones, uploads with all their mistakes, the archive, comparison, history."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import geodata
from tests.workbench.web.site import Desk, Seat

pytestmark = pytest.mark.xdist_group("pages")


def listed(desk: Desk) -> None:
    desk.page.goto(f"{desk.seat.site.address}/")
    desk.page.wait_for_selector("body[data-ready]")


def begin(desk: Desk, start: str, name: str) -> None:
    """The window for a new plan, filled in and sent."""
    listed(desk)
    desk.page.click("#new")
    desk.page.check(f"dialog input[value='{start}']")
    desk.page.fill("dialog input[name='name']", name)
    desk.page.click("dialog button.first")


def test_the_link_of_the_command_leads_in_and_leaves_no_token_behind(seats: Callable[..., Seat]) -> None:
    seat = seats()
    seat.context.clear_cookies()
    seat.page.goto(seat.site.link)
    seat.page.wait_for_url("**/plans/1")
    seat.page.wait_for_selector("body[data-ready]")
    token = seat.site.link.partition("#")[2]
    assert token not in seat.page.content()
    assert seat.page.evaluate("history.length") <= 2
    assert token not in seat.page.evaluate("document.referrer")


def test_a_wrong_token_is_told_and_can_be_corrected(seats: Callable[..., Seat]) -> None:
    seat = seats()
    seat.context.clear_cookies()
    seat.page.goto(f"{seat.site.address}/enter#wrong")
    seat.page.wait_for_selector("#enter-form:not([hidden])")
    seat.page.fill("#token", seat.site.link)
    seat.page.click("#enter-form button")
    seat.page.wait_for_url("**/plans/1")


def test_a_plan_begins_as_a_copy(desk: Desk) -> None:
    begin(desk, "plan", "从已有方案")
    desk.page.wait_for_url("**/plans/*")
    desk.page.wait_for_selector("body[data-ready][data-rev='1']")
    assert "从已有方案" in (desk.page.text_content("#plan-name") or "")


def test_a_plan_begins_from_the_optimum_and_finds_it_by_itself(desk: Desk) -> None:
    best = desk.points()
    begin(desk, "optimum", "从最优开始")
    desk.page.wait_for_url("**/plans/*")
    desk.page.wait_for_selector(f"body[data-ready][data-rev='2'][data-points='{best}']")
    assert desk.page.locator("[data-offer]").count() == 0


def test_a_plan_begins_from_zones_drawn_by_hand(desk: Desk) -> None:
    begin(desk, "drawn", "手绘")
    desk.page.wait_for_selector("dialog .surface")
    create = desk.page.locator("dialog .choices button")
    assert create.is_disabled(), "every station needs a zone"
    lines = desk.page.locator("dialog .borders").first
    assert lines.evaluate("one => getComputedStyle(one).fill") == "none", "the map has its looks here, too"
    for row in range(len(desk.shapes["codes"])):
        desk.page.locator(f"dialog .station[data-station='{row}']").focus()
        desk.page.keyboard.press(str(1 + row % 2))
    create.click()
    desk.page.wait_for_url("**/plans/*")
    desk.page.wait_for_selector("body[data-ready][data-rev='1']")
    made = Desk(desk.seat, int(desk.page.url.rpartition("/")[2]))
    assert made.labels() == [row % 2 for row in range(len(desk.shapes["codes"]))]


def test_a_grouping_is_read_from_a_file_and_what_is_not_of_the_county_is_told(desk: Desk, tmp_path: Path) -> None:
    names = desk.shapes["names"]
    rows = [f"{name},{'甲' if row % 2 else '乙'}" for row, name in enumerate(names)]
    (tmp_path / "grouping.csv").write_text("\n".join(["派出所,防区", *rows, "无此所,甲"]), encoding="utf-8-sig")
    begin(desk, "drawn", "来自文件")
    desk.page.wait_for_selector("dialog .surface")
    desk.page.set_input_files("dialog input[type='file']", tmp_path / "grouping.csv")
    desk.page.wait_for_selector("dialog [role='status']:has-text('无此所')")
    desk.page.click("dialog .choices button")
    desk.page.wait_for_url("**/plans/*")
    desk.page.wait_for_selector("body[data-ready][data-rev='1']")
    assert Desk(desk.seat, int(desk.page.url.rpartition("/")[2])).labels() == [row % 2 for row in range(len(names))]


def test_an_upload_with_mistakes_tells_all_of_them_and_gives_a_marked_copy(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    geodata.write_county(geodata.tables_of(geodata.read("sample:xunhua").county), path)
    book = openpyxl.load_workbook(path)
    sheet = book["派出所"]
    for row, field in ((2, "officers"), (3, "kind")):
        sheet.cell(row, next(cell.column for cell in sheet[1] if cell.value == field)).value = "很多"
    book.save(path)
    listed(desk)
    desk.page.click("#upload")
    desk.page.set_input_files("#county-file", path)
    desk.page.click("dialog button.first")
    desk.page.wait_for_selector("dialog .result table")
    assert desk.page.locator("dialog .result tbody tr").count() >= 2
    with desk.page.expect_download() as coming:
        desk.page.click("dialog .result a.button")
    coming.value.save_as(tmp_path / "marked.xlsx")
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx").sheetnames


def test_a_plan_is_put_in_the_archive_and_brought_back_but_never_deleted(desk: Desk) -> None:
    listed(desk)
    link = f"a[href$='/plans/{desk.plan}']"
    row = desk.page.locator("#plans tr").filter(has=desk.page.locator(link))
    row.locator("button").click()
    desk.page.wait_for_selector(link, state="detached")
    desk.page.check("#archived")
    row.locator("button").click()
    row.get_by_text("草稿").wait_for()


def test_plans_are_picked_and_compared(desk: Desk) -> None:
    desk.station(desk.neighbours(1)[0]).focus()
    desk.page.keyboard.press("2")
    desk.at(2)
    listed(desk)
    for plan in (1, desk.plan):
        link = desk.page.locator(f"a[href$='/plans/{plan}']")
        desk.page.locator("#plans tr").filter(has=link).locator("input").check()
    desk.page.click("#compare")
    desk.page.wait_for_selector("body[data-ready] #moves tbody tr")
    assert desk.page.locator("#maps .surface").count() == 2
    assert desk.page.locator("#moves tbody tr").count() == 1, "one station was moved"
    first, second = desk.page.locator("#maps .surface").all()
    first.hover()
    desk.page.mouse.wheel(0, -400)
    assert first.get_attribute("viewBox") == second.get_attribute("viewBox"), "one part for all maps"


def test_an_old_version_is_looked_at_and_brought_back(desk: Desk) -> None:
    first = desk.labels()
    desk.station(desk.neighbours(1)[0]).focus()
    desk.page.keyboard.press("2")
    desk.at(2)
    desk.page.goto(f"{desk.seat.site.address}/plans/{desk.plan}/history")
    desk.page.wait_for_selector("#history tbody tr:nth-child(2)")
    assert "移到第 2 防区" in (desk.page.text_content("#history tbody tr") or "")
    desk.page.click("#history tbody tr:nth-child(2) button")
    desk.page.wait_for_selector("body[data-ready][data-rev='3']")
    assert desk.labels() == first
