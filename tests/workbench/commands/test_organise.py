"""``zoning organise`` and ``zoning staffing``: tables, files, choices kept, and every slip answered."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.workbench.commands.test_walk_through import lines
from tests.workbench.conftest import Said
from zoning.result.codec import dumps
from zoning.result.documents import to_document

Run = Callable[..., Said]


@pytest.fixture
def plan(solved: Callable[..., object], tmp_path: Path) -> Path:
    """A plan of the smallest sample in three zones, as a file."""
    path = tmp_path / "plan.json"
    solution, _ = solved("xunhua", 3)  # type: ignore[misc]
    path.write_text(dumps(to_document(solution)), encoding="utf-8")
    return path


def test_h12_the_responsibility_table_names_zone_leader_branches_and_stations(zoning: Run, plan: Path) -> None:
    said = zoning("organise", "sample:xunhua", str(plan))
    assert said.code == 0
    for word in ("责任表", "局长", "刑侦大队", "串联型", "职级不变", "虚构", "积石镇"):
        assert word in said.out
    document = zoning("organise", "sample:xunhua", str(plan), "--json").json
    assert sorted(b["branch"] for zone in document["zones"] for b in zone["branches"]) == sorted(
        line.split(",")[0] for line in _sample("branches.csv")
    )
    assert document["exit"] == 0


def _sample(name: str) -> list[str]:
    import geodata.samples

    return (geodata.samples.HOME / "xunhua" / name).read_text(encoding="utf-8").splitlines()[1:]


def test_h9_choices_with_their_reason_are_written_and_kept(zoning: Run, plan: Path, tmp_path: Path) -> None:
    first = zoning(
        "organise", "sample:xunhua", str(plan), "--set-leader", "2=政委", "--set-name", "1=黄河防区",
        "--reason", "熟悉情况", "--out", str(tmp_path / "out"),
    )  # fmt: skip
    assert first.code == 0
    assert "政委*" in first.out
    assert "熟悉情况" in first.out
    kept = tmp_path / "out" / "organisation.json"
    held = json.loads(kept.read_text(encoding="utf-8"))
    again = zoning(
        "organise", "sample:xunhua", str(plan), "--keep", str(kept), "--set-name", "2=县城防区", "--json"
    ).json
    assert again["choices"][:2] == held["choices"]
    assert [zone["name"] for zone in again["zones"]][:2] == ["黄河防区", "县城防区"]
    assert again["zones"][1]["leader"] == "政委"


def headings(sheet: Any) -> list[str]:
    """Those of a sheet in one line; they break before their unit."""
    return [str(cell.value).replace("\n", "") for cell in sheet[1]]


def test_the_workbook_has_its_sheets_with_units_and_every_candidate(zoning: Run, plan: Path, tmp_path: Path) -> None:
    zoning("organise", "sample:xunhua", str(plan), "--out", str(tmp_path))
    book = load_workbook(io.BytesIO((tmp_path / "organisation.xlsx").read_bytes()))
    assert book.sheetnames[:10] == [
        "责任表",
        "驻地",
        "队室人员",
        "社区警务队的面、片、点",
        "力量",
        "理由",
        "选址排名",
        "党支部",
        "应急力量",
        "应急处突",
    ]
    assert [row[0].value for row in book["责任表"].rows][1].startswith("1 ")
    assert book["应急处突"].max_row == 55, "nine stations, all forces and each of five"
    assert book["一村一警"].max_row == 161
    assert "人均工作量（警时/年）" in headings(book["责任表"])
    assert any("职级不变" in str(row[1].value) for row in book["说明"].rows)


def test_h17_a_zone_and_month_is_a_row_of_a_sheet_of_its_own_and_a_bar_of_the_chart(
    zoning: Run, plan: Path, tmp_path: Path
) -> None:
    said = zoning("organise", "sample:xunhua", str(plan), "--out", str(tmp_path))
    document = json.loads((tmp_path / "organisation.json").read_text(encoding="utf-8"))
    sheet = load_workbook(io.BytesIO((tmp_path / "organisation.xlsx").read_bytes()))["防区考核：逐月"]
    heads, rows = headings(sheet), [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    months, zones = [f"2024-{m:02d}" for m in range(1, 13)], document["zones"]
    assert [row[:2] for row in rows] == [[month, zone["name"]] for month in months for zone in zones]
    for name, key in (("警情（起）", "value"), ("警情：目标（起）", "target"), ("警情：上一期（起）", "previous")):
        cards = {(c["period"], c["zone"]): c for c in document["scorecard"] if c["figure"] == "period_incidents"}
        shown = [row[heads.index(name)] for row in rows]
        values = [cards[month, z][key] for month in months for z in range(len(zones))]
        assert [None if value is None else round(value) for value in values] == [
            None if one is None else round(one) for one in shown
        ]
    assert {"scorecard.png", "scorecard.svg"} <= {file.name for file in tmp_path.iterdir()}
    drawn = (tmp_path / "scorecard.svg").read_text(encoding="utf-8")
    for word in ("2024-01", "横线为目标", f"1 {zones[0]['name']}"):
        assert word in drawn
    assert "上一期" in said.out


def test_every_decision_has_its_reason_with_the_next_best(zoning: Run, plan: Path) -> None:
    held = zoning("organise", "sample:xunhua", str(plan), "--json").json["zones"]
    said = "".join(zoning("organise", "sample:xunhua", str(plan)).out.split())
    several = [zone for zone in held if len(zone["stations"]) > 1]
    for first, second in (zone["office"]["ranking"][:2] for zone in several):
        way, other = (f"{one['figures']['mean_minutes']:.1f}分钟" for one in (first, second))
        assert re.search(f"平均出行{way}，其次[^；]*{other}", said)
    assert said.count("全县分配合计最高") == len(held) - 1, "all but the head's zone"
    own = "".join(zoning("organise", "sample:xunhua", str(plan), "--set-leader", "2=政委").out.split())
    assert "政委分管为人工决定" in own


def test_h13_h20_a_hard_rule_that_is_not_kept_ends_with_code_6(zoning: Run, plan: Path) -> None:
    zones = json.loads(plan.read_text(encoding="utf-8"))["zones"]
    away = next(k for k, zone in enumerate(zones, start=1) if "630225100" not in zone["stations"])
    said = zoning("organise", "sample:xunhua", str(plan), "--set-leader", f"{away}=局长")
    assert said.code == 6
    assert "局长没有分管县（区）政府所在的" in said.out


def test_every_slip_of_a_command_line_is_told_at_once(zoning: Run, plan: Path) -> None:
    said = zoning(
        "organise", "sample:xunhua", str(plan), "--set-name", "9=x", "--office", "没有", "--set-leader", "1=某人"
    )
    assert said.code == 3
    assert "9" in said.err
    assert "没有" in said.err
    forms = zoning("organise", "sample:xunhua", str(plan), "--set-name", "东区")
    assert forms.code == 2
    assert "防区=内容" in forms.err
    values = zoning("organise", "sample:xunhua", str(plan), "--parameter", "case_team=0", "--parameter", "casteam=3")
    assert values.code == 2
    assert "≥ 1" in values.err
    assert "case_team" in values.err
    leader = zoning("organise", "sample:xunhua", str(plan), "--set-leader", "1=某人")
    assert leader.code == 3
    assert "政委" in leader.err


def test_h15_h17_c10_the_search_may_be_limited_and_the_month_and_the_lists_are_shown(zoning: Run, plan: Path) -> None:
    said = zoning("organise", "sample:xunhua", str(plan), "--time-limit", "5", "--parameter", "urgent=0.0")
    assert said.code == 0
    for word in (
        "防区考核",
        "2024-12",
        "任务分配",
        "压降",
        "警务室六个一",
        "机关报到",
        "屯警点",
    ):
        assert word in said.out
    document = zoning("organise", "sample:xunhua", str(plan), "--time-limit", "5", "--json").json
    assert document["binding_gap"] == 0
    assert {card["period"] for card in document["scorecard"]} == {f"2024-{month:02d}" for month in range(1, 13)}


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"schema": "zoning.plan/1"}', '{"schema": "zoning.organisation/1", "choices": [{}]}']
)
def test_a_file_to_keep_that_is_none_is_refused(content: str, zoning: Run, plan: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text(content, encoding="utf-8")
    said = zoning("organise", "sample:xunhua", str(plan), "--keep", str(tmp_path / "kept.json"))
    assert said.code == 3
    assert "kept.json" in said.err


def test_staffing_shows_gaps_moves_and_advice_and_writes_them(zoning: Run, plan: Path, tmp_path: Path) -> None:
    said = zoning("staffing", "sample:xunhua", str(plan), "--out", str(tmp_path))
    assert said.code == 0
    for word in ("缺额", "最小调整方案", "中心所建议", "只是建议", "一室两队", "虚构"):
        assert word in said.out
    held = json.loads((tmp_path / "staffing.json").read_text(encoding="utf-8"))
    assert held["total"]["officers"] == 85
    book = load_workbook(io.BytesIO((tmp_path / "staffing.xlsx").read_bytes()))
    assert book.sheetnames == [
        "防区与全县",
        "派出所",
        "机关下沉的去向",
        "最小调整方案",
        "中心所建议",
        "就近支援",
        "说明",
    ]
    assert zoning("staffing", "sample:xunhua", "--norm", "town=-1").code == 2


def test_the_document_of_the_systems_shows_what_the_commands_say(
    zoning: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    file = tmp_path / "plan.json"
    file.write_text(zoning("solve", "sample:xunhua", "--json").out, encoding="utf-8")
    for document_, language in (("systems.md", "en"), ("systems.zh.md", "zh")):
        words = ("--set-leader", "2=政委", "--set-name", "2=黄河防区", "--lang", language)
        said = {
            "responsibility": zoning("organise", "sample:xunhua", str(file), *words).out,
            "moves": zoning("staffing", "sample:xunhua", "--lang", language).out,
        }
        shown = lines(document_)
        for name, text in said.items():
            told = {line.strip() for line in text.splitlines()}
            assert [line for line in shown[name] if line not in told] == [], name
