"""The rarer steps, each from its window: swap, together and apart, office, merge, note, rename, restore by the list."""

import pytest

from tests.workbench.web.site import Desk

pytestmark = pytest.mark.xdist_group("pages")


def more(desk: Desk, name: str) -> None:
    """The window of rarer steps, for a station."""
    desk.station(name).focus()
    desk.page.click("#do-more")
    desk.page.wait_for_selector("dialog[open]")


def test_two_stations_swap_their_zones(desk: Desk) -> None:
    first = desk.neighbours(1)[0]
    second = next(name for name in desk.neighbours(desk.slot(first)) if desk.slot(name) == 1)
    zones = desk.slot(first), desk.slot(second)
    more(desk, first)
    desk.page.select_option("dialog select >> nth=0", desk.shapes["codes"][desk.row(second)])
    desk.page.click("[data-op='swap']")
    desk.at(2)
    assert (desk.slot(second), desk.slot(first)) == zones


def test_stations_are_kept_together_and_let_go_again(desk: Desk) -> None:
    first, second = desk.neighbours(1)[:2]
    pair = sorted(desk.shapes["codes"][desk.row(name)] for name in (first, second))
    more(desk, first)
    desk.page.select_option("dialog select >> nth=0", desk.shapes["codes"][desk.row(second)])
    desk.page.click("[data-op='together']")
    desk.at(2)
    assert desk.version()["locks"]["together"] == [pair]
    more(desk, first)
    desk.page.click("[data-lift='together']")
    desk.at(3)
    assert desk.version()["locks"]["together"] == []


def test_an_office_is_chosen(desk: Desk) -> None:
    name = next(name for name in desk.neighbours(1) if desk.slot(name) > 1)
    code = desk.shapes["codes"][desk.row(name)]
    more(desk, name)
    desk.page.click("[data-op='office']")
    desk.at(2)
    assert desk.version()["locks"]["offices"] == [code]
    assert desk.version()["score"]["zones"][desk.slot(name)]["office"] == code
    assert "防区办公室" in (desk.station(name).get_attribute("aria-label") or "")


def test_a_zone_joins_another_and_the_others_keep_their_numbers(desk: Desk) -> None:
    before = desk.labels()
    more(desk, desk.shapes["names"][0])
    desk.page.select_option("dialog select >> nth=1", "2")
    desk.page.select_option("dialog select >> nth=2", "3")
    desk.page.click("[data-op='merge']")
    desk.at(2)
    assert desk.labels() == [3 if slot == 2 else slot for slot in before]
    assert desk.page.locator("#brushes [data-brush='2']").count() == 0


def test_a_note_stands_in_the_record(desk: Desk) -> None:
    more(desk, desk.shapes["names"][0])
    desk.page.fill("dialog form input", "报局长办公会")
    desk.page.click("[data-op='note']")
    desk.at(2)
    desk.page.click("#record summary")
    desk.page.wait_for_selector("#record li:has-text('报局长办公会')")


def test_a_station_is_moved_and_locked_in_the_list(desk: Desk) -> None:
    name = desk.neighbours(1)[0]
    desk.page.click("#stations summary")
    desk.page.fill("#stations input", name)
    choice = desk.page.locator("#stations select")
    choice.focus()
    choice.select_option("1")
    desk.at(2)
    assert desk.slot(name) == 1
    desk.page.click("#stations .lock")
    desk.at(3)
    assert desk.page.get_attribute("#stations .lock", "aria-pressed") == "true"


def test_a_copy_is_saved_under_another_name_and_submitted(desk: Desk) -> None:
    desk.page.click("#do-save_as")
    desk.page.fill("dialog input[name='words']", "送审稿")
    desk.page.click("dialog button.first")
    desk.page.wait_for_selector("#plan-name:has-text('送审稿')")
    desk.page.click("#do-send")
    desk.page.click("dialog button.first")
    desk.page.wait_for_selector("#plan-name:has-text('送审') .tag:has-text('送审')")
    assert desk.page.locator("#do-send").is_disabled()


def test_a_report_says_who_issues_it_and_the_next_one_knows(desk: Desk) -> None:
    desk.page.click("#do-export")
    desk.page.fill("dialog [name='unit']", " 某县公安局 ")
    desk.page.fill("dialog [name='date']", "2026-11-30")
    desk.page.fill("dialog [name='secrecy']", "内部")
    with desk.page.expect_request(lambda sent: sent.method == "POST" and sent.url.endswith("/jobs")) as asked:
        desk.page.click("[data-format='html']")
    job = {"kind": "report", "base": 1, "formats": ["html"]}
    assert asked.value.post_data_json == job | {"unit": "某县公安局", "date": "2026-11-30", "secrecy": "内部"}
    desk.page.reload()
    desk.page.wait_for_selector("body[data-ready]")
    desk.page.click("#do-export")
    assert desk.page.input_value("dialog [name='unit']") == "某县公安局"
    assert desk.page.input_value("dialog [name='number']") == ""
