"""Two people at one plan, a lost line, a session that ended: nothing is lost, and everyone is told."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.workbench.web.site import Desk, Seat

pytestmark = pytest.mark.xdist_group("pages")
Seats = Callable[..., Seat]


def no_news(desk: Desk) -> None:
    """The page asks for news and hears none, so that it is late for certain."""
    old = {"rev": 1, "by": "", "state": "draft", "jobs": 0}
    desk.page.route("**/head", lambda route: route.fulfill(json=old))


def two(seats: Seats, *, touch: bool) -> tuple[Desk, Desk, str]:
    """One plan in two browsers; the first has made a step that the second has not seen, which then makes its own."""
    first, second = seats(), seats()
    plan = first.copy()
    one, other = first.edit(plan), second.edit(plan)
    no_news(other)
    names = one.neighbours(1)
    touched = (0, 1, one.slot(names[0]))
    one.page.click("[data-brush='1']")
    one.click(names[0])
    one.at(2)
    mine = names[0] if touch else next(name for name in one.shapes["names"] if one.slot(name) not in touched)
    other.station(mine).focus()
    other.page.keyboard.press("l" if not touch else "3" if other.slot(mine) != 2 else "4")
    other.page.wait_for_selector("dialog[open]")
    return one, other, mine


def test_who_is_late_may_load_the_new_version(seats: Seats) -> None:
    one, other, mine = two(seats, touch=True)
    assert other.page.locator("dialog [data-value='again']").count() == 0, "both touch the same station"
    assert other.labels() == one.seat.get(f"/api/plans/{one.plan}@1")["labels"], f"{mine} is painted back"
    other.page.click("dialog [data-value='load']")
    other.at(2)
    assert other.labels() == one.labels()
    assert one.version()["rev"] == 2


def test_who_is_late_may_do_the_step_again(seats: Seats) -> None:
    one, other, mine = two(seats, touch=False)
    other.page.click("dialog [data-value='again']")
    other.at(3)
    version = one.version()
    assert version["labels"] == one.labels() == other.labels()
    assert version["locks"]["stations"] == [one.shapes["codes"][one.row(mine)]], "both steps are in it"


def test_who_is_late_may_keep_a_plan_of_their_own(seats: Seats) -> None:
    one, other, mine = two(seats, touch=True)
    other.page.click("dialog [data-value='copy']")
    other.page.click("dialog[open] button.first")
    other.page.wait_for_url(lambda url: url.endswith(f"/plans/{other.plan}") is False)
    other.page.wait_for_selector("body[data-ready][data-rev='2']")
    made = Desk(other.seat, int(other.page.url.rpartition("/")[2]))
    old = other.seat.get(f"/api/plans/{other.plan}@1")["labels"]
    assert [row for row, slot in enumerate(made.labels()) if slot != old[row]] == [other.row(mine)]
    assert one.version()["rev"] == 2


def test_news_is_loaded_where_nothing_was_done_and_offered_where_something_was(seats: Seats) -> None:
    first, second = seats(), seats()
    plan = first.copy()
    one, other = first.edit(plan), second.edit(plan)
    names = one.neighbours(1)
    for rev, name in enumerate(names[:2], start=2):
        one.station(name).focus()
        one.page.keyboard.press("2")
        one.at(rev)
    other.at(3)
    other.station(names[0]).focus()
    other.page.keyboard.press("l")
    other.at(4)
    one.page.wait_for_selector("#line button")
    one.page.click("#line button")
    one.at(4)
    assert "已锁定" in (one.station(names[0]).get_attribute("aria-label") or "")


def test_a_lost_line_is_told_and_the_step_is_sent_once_when_it_is_back(desk: Desk) -> None:
    page, moved = desk.page, desk.neighbours(1)[0]
    sent: list[str] = []

    def lose(route: Route) -> None:
        """The first two sendings: one arrives and its answer is lost, the other does not arrive."""
        sent.append(json.loads(route.request.post_data or "{}")["key"])
        if len(sent) == 1:
            route.fetch()
        if len(sent) < 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/edits", lose)
    desk.station(moved).focus()
    page.keyboard.press("2")
    page.wait_for_selector("body[data-line='off']")
    assert "连不上服务，改动暂不能保存" in (page.text_content("#line") or "")
    assert page.locator("#do-undo").is_disabled()
    desk.at(2)
    assert page.get_attribute("body", "data-line") == "on"
    assert len(set(sent)) == 1, "the same key each time"
    assert desk.version()["rev"] == 2, "done once"
    assert desk.slot(moved) == 1


def test_a_session_that_ended_keeps_the_step(desk: Desk) -> None:
    page, moved = desk.page, desk.neighbours(1)[0]
    no_news(desk)
    desk.seat.context.clear_cookies()
    desk.station(moved).focus()
    page.keyboard.press("2")
    page.wait_for_selector("dialog[open] input[name='token']")
    page.fill("dialog input[name='token']", "wrong")
    page.click("dialog button.first")
    page.wait_for_selector("dialog[open] [role='alert']")
    page.fill("dialog input[name='token']", desk.seat.site.link)
    page.click("dialog button.first")
    desk.at(2)
    assert desk.slot(moved) == 1


def test_another_persons_step_is_undone_only_when_that_is_meant(desk: Desk) -> None:
    """The one person of a loopback server stands for both, so the question is put by a reply written here."""
    page, moved = desk.page, desk.neighbours(1)[0]
    desk.station(moved).focus()
    page.keyboard.press("2")
    desk.at(2)

    def ask(route: Route) -> None:
        if json.loads(route.request.post_data or "{}").get("sure"):
            route.continue_()
        else:
            route.fulfill(status=409, json={"error": "ask", "by": "李四", "says": "", "says_en": ""})

    page.route("**/edits", ask)
    page.keyboard.press("Control+z")
    page.wait_for_selector("dialog[open]")
    assert "李四" in (page.text_content("dialog") or "")
    page.click("dialog button.first")
    desk.at(3)
    assert desk.slot(moved) != 1
