"""Files to take away and counties to bring along: what they say, and that nothing but them comes through."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from geodata.county.build import Built
from geodata.county.describe import tables_of
from geodata.county.export import packed
from geodata.samples import folder
from tests.workbench.web.served import Served, served
from zoning.model.bureau import Bureau
from zoning.result.digest import digest
from zoning.result.plan_file import plan_file

XLSX = "county.xlsx"


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as one:
        yield one


def answering(server: Served, event: dict[str, Any]) -> None:
    """Have the pretended desk answer every task with this event."""

    def submit(task: Any) -> None:
        server.desk.tasks.append(task)
        server.state.heard(task.job, {"event": "progress", "stage": "read"})
        server.state.heard(task.job, event)

    server.desk.submit = submit  # type: ignore[method-assign]


def upload(server: Served, *files: tuple[str, bytes]) -> Any:
    parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
    return server.client.post("/api/counties", files=parts, headers={"x-zoning": "1"})


def test_the_plan_file_is_what_the_page_says(mine: Served, built: Callable[[str], Built]) -> None:
    plan = mine.plan("drawn", groups=[["630225100", "630225101"]])
    answer = mine.client.get("/api/plans/1@1/plan.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="plan-1-1.json"'
    claim = plan_file(answer.json(), "plan.json")
    assert claim.document.points == plan["score"]["points"]
    assert claim.document.county.digest == digest(built("xunhua").county)
    assert {tuple(zone.stations) for zone in claim.document.zones} == {tuple(zone) for zone in plan["zones"] if zone}
    assert claim.document.measures == pytest.approx(plan["score"]["measures"])


def test_the_workbook_has_every_station(mine: Served) -> None:
    plan = mine.plan()
    book = openpyxl.load_workbook(io.BytesIO(mine.client.get("/api/plans/1/plan.xlsx").content))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {code for zone in plan["zones"] for code in zone} <= cells


def test_the_map_is_a_drawing_without_scripts(mine: Served) -> None:
    plan = mine.plan()
    mine.edit(plan, op="rename", zone=0, name="<script>&龙河")
    drawn = mine.client.get("/api/plans/1/map.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(drawn.content)
    assert not [one for one in root.iter() if one.tag.endswith("script")]
    assert any("<script>&龙河" in (one.text or "") for one in root.iter())


def test_the_package_comes_from_the_desk(mine: Served) -> None:
    mine.plan()
    answering(mine, {"event": "done", "result": {}, "files": {"plan.gpkg": b"GP"}})
    assert mine.client.get("/api/plans/1/plan.gpkg").content == b"GP"
    (task,) = mine.desk.tasks
    assert (task.kind, task.request) == ("files", {"language": "zh"})
    answering(mine, {"event": "failed", "says": "内存不够", "says_en": "not enough memory"})
    refused = mine.client.get("/api/plans/1/plan.gpkg")
    assert (refused.status_code, refused.json()["says"]) == (422, "内存不够")


@pytest.mark.parametrize("name", ["plan.exe", "store.db", "..%2f..%2fetc%2fpasswd", "%2e%2e/store.db", "plan.json%00"])
def test_there_are_no_other_files(server: Served, name: str) -> None:
    server.plan()
    assert server.client.get(f"/api/plans/1/{name}").status_code in (404, 422)


@pytest.mark.parametrize(
    "path",
    ["/static/../../pyproject.toml", "/static/x/%2e%2e/%2e%2e/app.py", "/api/files/..", "/api/files/" + "0" * 64],
)
def test_no_route_reaches_the_disk(server: Served, path: str) -> None:
    assert server.client.get(path).status_code in (404, 422)


def test_an_upload_that_is_right_is_a_county(mine: Served, built: Callable[[str], Built]) -> None:
    from geodata.reading import read_source

    package = packed(read_source("sample:xunhua"))
    notices = [{"says": "甲", "says_en": "a"}]
    answering(mine, {"event": "done", "result": {"notices": notices}, "files": {"county.gpkg": package}})
    answer = upload(mine, ("C:\\县\\..\\county.gpkg", b"anything"))
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"digest": digest(built("xunhua").county), "notices": notices}
    (task,) = mine.desk.tasks
    assert (task.kind, task.package, task.request["name"]) == ("check", b"anything", "county.gpkg")
    (row,) = mine.get("/api/counties")["counties"]
    assert (row["source"], row["notices"]) == ("county.gpkg", notices)


def test_several_files_are_parts_of_one_county(mine: Served) -> None:
    answering(mine, {"event": "failed", "says": "x", "says_en": "y"})
    refused = upload(mine, ("stations.csv", b"a"), ("../incidents.csv", b"b"))
    assert (refused.status_code, refused.json()["says"]) == (422, "x")
    (task,) = mine.desk.tasks
    assert task.request == {"language": "zh", "parts": {"stations.csv": b"a", "incidents.csv": b"b"}}


def test_all_mistakes_of_an_upload_are_told_and_marked(mine: Served) -> None:
    told = {"table": "stations.csv", "column": "officers", "cell": None, "value": "十二", "says_zh": "不是整数"}
    mistakes = [{**told, "row": row, "says_en": "no whole number"} for row in (3, 9)]
    answering(mine, {"event": "done", "result": {"mistakes": mistakes}, "files": {"county-marked.xlsx": b"PK"}})
    answer = upload(mine, (XLSX, b"PK"))
    body = answer.json()
    assert (answer.status_code, body["error"], body["says"]) == (422, "invalid", "有 2 处错误")
    assert [one["where"] for one in body["mistakes"]] == [f"stations.csv 第 {row} 行 “officers”列" for row in (3, 9)]
    assert {one["value"] for one in body["mistakes"]} == {"十二"}
    marked = mine.client.get("/" + body["marked"])
    assert marked.content == b"PK"
    assert marked.headers["content-disposition"] == 'attachment; filename="marked.xlsx"'
    assert mine.get("/api/counties")["counties"] == []


def test_a_form_that_is_none_is_refused(server: Served) -> None:
    own = {"x-zoning": "1"}
    bare = server.client.post("/api/counties", content=b"x", headers={**own, "content-type": "multipart/form-data"})
    assert (bare.status_code, bare.json()["error"]) == (400, "no_form")
    broken = {**own, "content-type": "multipart/form-data; boundary=x"}
    assert server.client.post("/api/counties", content=b"--y\r\n", headers=broken).status_code in (400, 422)
    empty = server.client.post("/api/counties", files={"other": ("a", b"b")}, headers=own)
    assert (empty.status_code, empty.json()["mistakes"][0]["where"]) == (422, "file")


def test_an_upload_says_that_it_is_ours(server: Served) -> None:
    assert server.client.post("/api/counties", files={"file": ("a", b"b")}).status_code == 415


def test_a_sample_is_a_county_once(mine: Served) -> None:
    assert mine.county() == mine.county()
    listed = mine.get("/api/counties")
    assert len(listed["counties"]) == 1
    sizes = {one["key"]: one["stations"] for one in listed["samples"]}
    lines = (folder("fengdu") / "stations.csv").read_text(encoding="utf-8").strip().count("\n")
    assert sizes["fengdu"] == lines == 30
    assert mine.post("/api/counties", {"sample": "../x"}, 422)["error"] == "invalid"
    assert mine.post("/api/counties", {"path": "/etc/passwd"}, 422)["error"] == "invalid"


def test_shapes_are_kept_by_the_browser(server: Served) -> None:
    digest_ = server.county()
    answer = server.client.get(f"/api/counties/{digest_}/shapes")
    assert "immutable" in answer.headers["cache-control"]
    tag = answer.headers["etag"]
    again = server.client.get(f"/api/counties/{digest_}/shapes", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_words_are_those_of_the_language(server: Served) -> None:
    zh, en = (server.get("/api/texts", params={"lang": lang}) for lang in ("zh", "en"))
    assert list(zh) == list(en)
    assert (zh["measure.travel"], en["rule.contiguous"]) == ("支援路程", "Zones hang together")
    assert json.loads(server.client.get("/api/texts?lang=fr").text)["error"] == "invalid"


def test_a_station_named_like_a_tag_is_a_name(mine: Served, built: Callable[[str], Built]) -> None:
    tag = "<img src=x onerror=alert(1)>"
    whole = built("xunhua").county
    stations = tuple(s.model_copy(update={"name": tag}) if k == 3 else s for k, s in enumerate(whole.stations))
    county = replace(whole, stations=stations, bureau=Bureau())
    row = mine.state.store.add_county(packed(tables_of(county)), county, "县.gpkg", [], mine.state.person)
    body = {"key": "tag", "county": row.digest, "name": tag, "start": "empty"}
    plan = mine.post("/api/plans", body, 201)
    assert tag in mine.get(f"/api/counties/{row.digest}/shapes")["names"]
    drawn = mine.client.get("/api/plans/1/map.svg")
    assert [one.text for one in ElementTree.fromstring(drawn.content).iter() if tag in (one.text or "")]
    assert b"<img" not in drawn.content
    for path in ("/", "/plans/1", "/plans/1@1", "/plans/1/history"):
        assert "<img" not in mine.client.get(path).text
    for path in ("/api/plans", "/api/plans/1", f"/api/counties/{row.digest}/shapes"):
        answer = mine.client.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
    moved = mine.edit(plan, 422, op="move", stations=[tag], zone=0)
    assert moved["mistakes"][0]["value"] == tag


def test_a_report_is_issued_by_whom_its_job_says(mine: Served) -> None:
    mine.plan()
    issued = {"unit": "某县公安局", "date": "2026-11-30", "secrecy": "内部", "number": "某公〔2026〕5号"}
    mine.post("/api/plans/1/jobs", {"kind": "report", "formats": ["pdf"], **issued}, 202)
    assert mine.desk.tasks[0].request == {"formats": ["pdf"], "language": "zh", **issued}
