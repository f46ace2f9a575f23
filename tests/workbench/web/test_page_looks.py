"""What every page keeps: both languages, room on small screens, no barrier, text as text, twelve tabs."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.workbench.web.site import Desk, Seat

pytestmark = pytest.mark.xdist_group("pages")
Seats = Callable[..., Seat]
PAGES = ("/", "/plans/{plan}", "/plans/{plan}@1", "/plans/{plan}/history", "/jobs", "/compare?p={plan}@1,1", "/enter")


def opened(seat: Seat, path: str, plan: int) -> None:
    seat.page.goto(seat.site.address + path.format(plan=plan))
    seat.page.wait_for_selector("body[data-ready], .enter form:not([hidden])")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_on_any_page(seats: Seats, language: str) -> None:
    seat = seats(language)
    plan = seat.copy()
    for path in PAGES:
        opened(seat, path, plan)
        found = Axe().run(seat.page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_axe_finds_nothing_in_windows_and_open_parts(desk: Desk) -> None:
    for part in ("changes", "record", "stations"):
        desk.page.click(f"#{part} summary")
    desk.page.wait_for_selector("#stations table")
    for tool in ("do-policy", "do-export", "do-help", "do-save_as"):
        desk.page.click(f"#{tool}")
        desk.page.wait_for_selector("dialog[open]")
        found = Axe().run(desk.page)
        assert found.violations_count == 0, f"{tool}: {found.generate_report()}"
        desk.page.keyboard.press("Escape")
        desk.page.wait_for_selector("dialog", state="detached")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (683, 384)], ids=["1366x768", "at 200 %"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_its_window(seats: Seats, language: str, width: int, height: int) -> None:
    seat = seats(language, width, height)
    plan = seat.copy()
    for path in PAGES:
        opened(seat, path, plan)
        assert seat.page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_page_speaks_english_where_it_is_asked_to(desk: Desk) -> None:
    desk.page.click("#language")
    desk.page.wait_for_selector("html[lang='en'] body[data-ready]")
    assert desk.page.text_content("#do-undo") == "Undo"
    shown = desk.page.locator(".station").first.get_attribute("aria-label") or ""
    assert "zone 1" in shown
    words = desk.page.evaluate("document.body.innerText").replace("中文", "")
    names = "".join([*desk.shapes["names"], *desk.version()["zone_names"], desk.version()["plan"]["name"]])
    left = set(re.findall(r"[\u4e00-\u9fff]", words)) - set(names)
    assert left == set(), "only names are Chinese"
    desk.page.click("#language")
    desk.page.wait_for_selector("html[lang='zh-CN'] body[data-ready]")


def test_names_are_text_and_never_markup(desk: Desk) -> None:
    name = "<img src=x onerror=alert(1)>"
    desk.page.click("#zones tbody tr:nth-child(2) button.plain")
    desk.page.fill("dialog input[name='words']", name)
    desk.page.click("dialog button.first")
    desk.at(2)
    assert name in (desk.page.text_content("#zones") or "")
    assert desk.page.locator("main img").count() == 0
    desk.page.goto(f"{desk.seat.site.address}/plans/{desk.plan}@2")
    desk.page.wait_for_selector("body[data-ready]")
    assert name in (desk.page.text_content("#zones") or "")


def test_twelve_tabs_open_and_none_waits_for_another(seats: Seats) -> None:
    seat = seats()
    plan = seat.copy()
    for _ in range(12):
        page = seat.context.new_page()
        seat.watch(page)
        page.goto(f"{seat.site.address}/plans/{plan}")
        page.wait_for_selector("body[data-ready]")


def test_the_page_for_leadership_has_no_tool_and_prints_on_a4(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.seat.site.address}/plans/{desk.plan}@1")
    page.wait_for_selector("body[data-ready]")
    assert page.locator("[role='toolbar'], input, .station[role]").count() == 0
    choices = [one.get_attribute("id") for one in page.locator("select").all()]
    assert choices == ["layer", "layer-part"], "the colours of the map, which change nothing"
    digest = desk.version()["plan"]["county"]["digest"]
    assert digest in (page.text_content("#digest") or "")
    printed = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", printed)
    assert sizes
    assert all(abs(float(w) - 595) < 2 and abs(float(h) - 842) < 2 for w, h in sizes), "A4 in points"
    assert len(sizes) <= 2
