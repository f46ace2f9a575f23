"""A server that only shows: nothing can be edited, nothing is offered that it cannot do."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.workbench.web.site import Seat, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("pages")


def test_plans_are_looked_at_and_taken_away_but_not_edited(chromium: "Browser", tmp_path: Path) -> None:
    with served(tmp_path, "sample:xunhua") as site:
        plan = Seat.taken(chromium, site)
        plan.edit(1).at(2)
        plan.context.close()
    with served(tmp_path, "--read-only") as site:
        seat = Seat.taken(chromium, site)
        desk = seat.edit(1)
        assert "只读" in (desk.page.text_content("#line") or "")
        for tool in ("undo", "lock_all", "around", "repair", "explain", "policy"):
            assert desk.page.locator(f"#do-{tool}").is_disabled(), tool
        desk.station(desk.shapes["names"][1]).focus()
        desk.page.keyboard.press("l")
        desk.page.wait_for_selector("#banner:not([hidden])")
        assert desk.version()["rev"] == 2
        desk.page.click("#do-export")
        for link in desk.page.locator("dialog a").all():
            reply = seat.context.request.get(f"{site.address}{link.get_attribute('href')}")
            assert reply.ok, link.get_attribute("href")
        assert desk.page.locator("dialog [data-format]").count() == 0
        desk.page.goto(f"{site.address}/")
        desk.page.wait_for_selector("body[data-ready]")
        assert not desk.page.is_visible("#new")
        assert not desk.page.is_visible("#upload")
        seat.context.close()
        assert seat.wrong == []
