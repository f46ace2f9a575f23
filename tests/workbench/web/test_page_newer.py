"""Newer data of a county are offered on the page of a plan, and the plan is copied onto them."""

import csv
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import geodata

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.xdist_group("pages")


def changed(folder: Path) -> bytes:
    """The sample xunhua as a zip, its first station with two officers more."""
    geodata.copy_sample("xunhua", folder)
    table = folder / "stations.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    at = rows[0].index("officers")
    rows[1][at] = str(int(rows[1][at]) + 2)
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    table.write_text(text.getvalue(), encoding="utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for path in sorted(folder.iterdir()):
            if path.suffix != ".md":
                made.write(path, path.name)
    return stream.getvalue()


def test_a_plan_is_copied_onto_newer_data(chromium: "Browser", tmp_path: Path) -> None:
    from tests.workbench.web.site import Seat, served

    with served(tmp_path, "sample:xunhua") as site:
        seat = Seat.taken(chromium, site)
        seat.edit(1).at(2)
        assert seat.page.locator("#newer").is_hidden()
        file = {"name": "循化新数据.zip", "mimeType": "application/zip", "buffer": changed(tmp_path / "xunhua")}
        reply = seat.context.request.post(
            f"{site.address}/api/counties", multipart={"file": file}, headers={"X-Zoning": "1"}
        )
        assert reply.status == 201, reply.text()
        seat.edit(1)
        offer = seat.page.locator("#newer:not([hidden])")
        assert "循化新数据.zip" in (offer.text_content() or "")
        assert "1 处不同" in (offer.text_content() or "")
        offer.locator("button").click()
        row = seat.page.locator("dialog tbody tr")
        assert row.count() == 1
        assert row.locator("td").all_text_contents()[:2] == ["积石镇", "民警（人）"]
        seat.page.click("dialog .choices button")
        seat.page.wait_for_url("**/plans/2")
        seat.page.wait_for_selector("body[data-ready]")
        assert seat.page.locator("#newer").is_hidden()
        assert seat.get("/api/plans/2")["labels"] == seat.get("/api/plans/1")["labels"]
        assert seat.wrong == []
        seat.context.close()
