"""Density as a layer of the page's map: chosen by keys, told to readers, with a legend."""

import pytest

from tests.workbench.web.site import Desk

pytestmark = pytest.mark.xdist_group("pages")


def test_stations_are_shaded_by_keys_alone_told_and_shaded_by_zones_again(desk: Desk) -> None:
    page, digest = desk.page, desk.version()["plan"]["county"]["digest"]
    zones = [one.get_attribute("fill") for one in page.locator(".station").all()]
    page.focus("#layer")
    assert page.locator("#layer-part").is_hidden()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("#legend li")
    held = desk.seat.get(f"/api/counties/{digest}/density")
    part = next(k for k, one in enumerate(held["parts"]) if one["key"] == "traffic")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "layer-part"
    for _ in range(part):
        page.keyboard.press("ArrowDown")
    page.wait_for_function("document.getElementById('legend-title').textContent.includes('交通')")
    shaded = held["parts"][part]["rates"]["per_km2"]
    fills = [one.get_attribute("fill") for one in page.locator(".station").all()]
    assert fills == [shaded["legend"][at]["fill"] if at >= 0 else "url(#not-shown)" for at in shaded["at"]]
    rows = [row["words"] for row in shaded["legend"]]
    assert [one.inner_text() for one in page.locator("#legend li").all()][: len(rows)] == rows
    told = page.locator(".station").nth(0).get_attribute("aria-label") or ""
    assert told.endswith(f"每平方公里 {shaded['words'][0]} 起/年"), "readers hear it"
    assert "虚构" in page.locator("#legend").inner_text()
    page.focus("#layer")
    page.keyboard.press("ArrowUp")
    page.wait_for_function("!document.querySelector('#legend li')")
    assert [one.get_attribute("fill") for one in page.locator(".station").all()] == zones


def test_the_page_to_print_is_shaded_with_its_legend_and_without_the_choice(desk: Desk) -> None:
    page, version = desk.page, desk.version()
    held = desk.seat.get(f"/api/counties/{version['plan']['county']['digest']}/density")
    page.goto(f"{page.url.split('@')[0]}@{version['rev']}")
    page.wait_for_selector(".station")
    zones = [one.get_attribute("fill") for one in page.locator(".station").all()]
    page.select_option("#layer", "per_km2")
    page.wait_for_selector("#legend li")
    page.emulate_media(media="print")
    shaded = held["parts"][0]["rates"]["per_km2"]
    fills = [one.get_attribute("fill") for one in page.locator(".station").all()]
    assert fills == [shaded["legend"][at]["fill"] if at >= 0 else "url(#not-shown)" for at in shaded["at"]]
    assert fills != zones
    assert (page.locator("#legend").is_visible(), page.locator("#layer").is_visible()) == (True, False)
    words = [one.inner_text() for one in page.locator("#legend li").all()]
    assert words[: len(shaded["legend"])] == [row["words"] for row in shaded["legend"]]
    page.emulate_media(media="screen")


def test_a_plan_is_edited_while_its_density_is_shown(desk: Desk) -> None:
    page, name = desk.page, desk.neighbours(1)[0]
    page.select_option("#layer", "per_1000")
    page.wait_for_selector("#legend li")
    fill = desk.station(name).get_attribute("fill")
    page.click("[data-brush='1']")
    desk.click(name)
    desk.at(2)
    assert (desk.slot(name), desk.station(name).get_attribute("fill")) == (1, fill)
    assert "每万人" in page.locator("#pointed").inner_text()
