"""``zoning rosters``: what people read, what programs read, what is refused, what is written."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from systems.rosters.rota import Quota, best_rota
from tests.workbench.conftest import Said
from workbench.report.chapters.services import rosters
from workbench.report.model import Paragraph, Picture
from workbench.tables.table import Table
from zoning.model.errors import InputError
from zoning.result.documents import from_document, load

Zoning = Callable[..., Said]
QUIET = ("rosters", "sample:xunhua", "--station", "清水乡")


def test_n7_n8_a_roster_is_shown_written_and_read_again(zoning: Zoning, tmp_path: Path) -> None:
    said = zoning(*QUIET, "--month", "2026-12", "--out", str(tmp_path / "班"))
    assert said.code == 0
    for words in (
        "2026-12：1 张值班表，1 张排得开",
        "值班表 1：清水乡",
        "白 8:00–18:00",
        "副班（正班次日）",
        "排得开，已证明最优",
    ):
        assert words in said.out
    assert {"rosters.json", "rosters.xlsx", "roster-1.png", "roster-1.svg"} == {
        p.name for p in (tmp_path / "班").iterdir()
    }
    book = openpyxl.load_workbook(tmp_path / "班" / "rosters.xlsx")
    sheet = book["值班表 1：清水乡（2026-12）"]
    assert (sheet.max_row, sheet.max_column) == (1 + 7 + 2, 1 + 31 + 2), "headings, groups, a note below"
    cells = {str(sheet.cell(row, day + 1).value or "") for row in range(2, 9) for day in range(1, 32)}
    assert cells == {"白", "夜", "副", ""}
    assert [sheet.cell(1, column).value for column in (2, 11, 32)] == ["1\n二", "10\n四", "31\n四"], "two short lines"


def test_what_cannot_be_manned_ends_with_code_4_the_open_duties_and_the_smallest_changes(zoning: Zoning) -> None:
    said = zoning("rosters", "sample:xunhua", "--station", "岗察乡", "--month", "2026-02")
    assert said.code == 4
    for words in (
        "3 组排不开",
        "个班无人",
        "增加 2 组，即增加 3 人，其中民警至少 1 人",
        "只改动下列任一项都排不开",
        "无人值守（班）",
    ):
        assert words.replace(" ", "") in "".join(said.out.split())
    loose = zoning("rosters", "sample:xunhua", "--station", "岗察乡", "--on-duty", "0", "--json")
    assert (loose.code, loose.json["works"]) == (0, True)


def test_g6_rooms_that_cannot_work_their_hours_end_with_code_4_what_is_short_and_the_smallest_change(
    zoning: Zoning,
) -> None:
    words = ("rosters", "sample:xunhua", "--station", "清水乡", "--rooms")
    said, document = zoning(*words), zoning(*words, "--json").json
    assert (said.code, document["exit"], document["works"]) == (4, 4, False)
    assert "4 个警务室中有 4 个排不开，每周共缺 60 小时" in said.out
    assert "清水乡槐洲村警务室每周缺：民警驻室 4 小时；至少增加民警 1 名，即可排开" in said.out
    for room in document["rotas"]:
        quota, rota = Quota(**room["quota"]), room["rota"]
        more = replace(quota, officers=quota.officers + rota["extra_officers"])
        assert rota["extra_auxiliaries"] == 0
        assert (best_rota(more).short, best_rota(replace(more, officers=more.officers - 1)).short > 0) == (0, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--on-duty", "100"), ("每天至少要 200 组在岗，清水乡只有 7 组", "至少还要增加")),
        (("--most-nights", "0"), ("全月要 28 个夜班，清水乡 7 组按每组夜班上限至多排 0 个", "都排不开：组数")),
        (
            ("--groups", "0"),
            (
                "缺的班尽量摊匀，仍有 56 个班无人（白 8:00–18:00 28 个、夜 18:00–8:00 28 个）",
                "增加 5 组（现有人员够编）",
            ),
        ),
    ],
)
def test_what_counting_rules_out_is_told_with_its_numbers_however_little_time_there_is(
    zoning: Zoning, words, told
) -> None:
    said = zoning(*QUIET, *words, "--time-limit", "2")
    assert said.code == 4
    for one in told:
        assert one.replace(" ", "") in "".join(said.out.split())


def test_a_duty_round_the_clock_is_named_so_and_counted_by_day_and_by_night(zoning: Zoning) -> None:
    said = zoning(*QUIET, "--shift", "8-8")
    assert "全 8:00–8:00" in said.out
    assert "夜 8:00" not in said.out
    assert "“全”为全天班" in said.out
    assert "W is a duty round the clock" in zoning(*QUIET, "--shift", "8-8", "--lang", "en").out
    row = next(line.split() for line in said.out.splitlines() if line.startswith("清水乡"))
    assert row[4:6] == ["1", "1"], "groups on duty by day and by night"


def test_of_too_many_groups_asked_for_the_number_that_can_be_on_duty_is_told(zoning: Zoning) -> None:
    said = "".join(zoning(*QUIET, "--on-duty", "3", "--month", "2026-02").out.split())
    assert "每天至少要6组在岗" not in said, "it has seven"
    assert "每班在岗减到至多1组" in said


def test_what_is_not_decided_in_time_is_not_infeasible(zoning: Zoning) -> None:
    said = zoning(*QUIET, "--night-rest", "60", "--groups", "5", "--time-limit", "0.001")
    assert (said.code, "时间内未定" in said.out) == (5, True)


def test_groups_without_the_people_for_them_are_told(zoning: Zoning) -> None:
    said = zoning(*QUIET, "--groups", "清水乡=14", "--lang", "en")
    assert said.code == 4
    assert "14 groups lack 7 persons, 7 of them officers" in said.out


def test_h30_small_stations_of_a_zone_link_their_nights(zoning: Zoning, tmp_path: Path) -> None:
    plan = tmp_path / "草案.csv"
    names = (
        "积石镇",
        "白庄镇",
        "街子镇",
        "道帏藏族乡",
        "清水乡",
        "岗察藏族乡",
        "查汗都斯乡",
        "文都藏族乡",
        "尕楞藏族乡",
    )
    zones = ["甲", "甲", "甲", "乙", "乙", "乙", "丙", "丁", "丁"]
    rows = [f"{name},{zone}" for name, zone in zip(names, zones, strict=True)]
    plan.write_text("\n".join(["派出所,防区", *rows]) + "\n", encoding="utf-8")
    asked = [word for name in ("文都乡", "尕楞乡") for word in ("--station", name)]
    said = zoning("rosters", "sample:xunhua", str(plan), *asked, "--json")
    (zone,) = said.json["linked"]
    assert said.code == 0
    assert zone["crews_apart"] == 2
    assert zone["crews"] == 1
    assert zone["nights_apart"] == pytest.approx(56 / 14)
    assert zone["nights"] == pytest.approx(28 / 14)
    duties = zone["roster"]["manned"]["roster"]["duties"]
    assert len(duties) == 14
    assert all(sum(row[day] == 1 for row in duties) == 1 for day in range(28))
    assert sum(row[0] == 0 for row in duties[:8]) == sum(row[0] == 0 for row in duties[8:]) == 1
    assert "小所联合值夜" in zoning("rosters", "sample:xunhua", str(plan), *asked).out


def test_the_hours_of_calls_ask_for_more_groups_where_they_come_together(zoning: Zoning, tmp_path: Path) -> None:
    table = tmp_path / "警情_时段.csv"
    table.write_text("station,class,weekday,hour,count\n630225102,criminal,1,9,400\n", encoding="utf-8")
    at = ("rosters", "sample:xunhua", "--station", "630225102", "--groups", "40", "--hours", str(table), "--json")
    (one,) = zoning(*at).json["stations"]
    need = one["task"]["need"][0]
    assert need[0][0] > need[1][0] == 1
    assert all(day[1] == 1 for day in need)


def test_few_calls_do_not_decide_a_station_s_hours_and_an_empty_table_is_refused(
    zoning: Zoning, tmp_path: Path
) -> None:
    table = tmp_path / "警情_时段.csv"
    head = "station,class,weekday,hour,count\n"
    table.write_text(head + "630225102,criminal,1,20,5\n", encoding="utf-8")
    at = ("rosters", "sample:xunhua", "--station", "630225102", "--groups", "40")
    (one,) = zoning(*at, "--hours", str(table), "--json").json["stations"]
    (even,) = zoning(*at, "--json").json["stations"]
    assert one["task"]["need"] == even["task"]["need"]
    said = zoning(*at, "--hours", str(table), "--lang", "en")
    words = " ".join(said.out.split())
    assert "which has 5 calls with an hour" in words
    assert "fewer than 168 calls" in words
    for rows in ("", "630225102,criminal,合并,合并,7\n"):
        table.write_text(head + rows, encoding="utf-8")
        refused = zoning(*at, "--hours", str(table))
        assert (refused.code, refused.out) == (3, "")
        assert "没有一起警情有时段" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--month", "2026-13"), 2, "不是月份"),
        (("--shift", "8-18", "--shift", "16-8"), 2, "班次重叠"),
        (("--shift", "8-25"), 2, "不是班次"),
        (("--groups", "清水乡=x"), 2, "不是组数"),
        (("--groups", "青水乡=3"), 3, "青水乡"),
        (("--hours", "没有.csv"), 3, "没有.csv"),
    ],
)
def test_wrong_words_are_refused_by_name(zoning: Zoning, words: tuple[str, ...], code: int, told: str) -> None:
    said = zoning(*QUIET, *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err


def test_a_roster_that_is_not_what_it_says_is_refused(zoning: Zoning, tmp_path: Path, built) -> None:
    out = tmp_path / "班"
    zoning(*QUIET, "--out", str(out))
    county = built("xunhua").county
    document = json.loads((out / "rosters.json").read_text(encoding="utf-8"))
    assert load(out / "rosters.json", county=county).works
    duties = document["stations"][0]["manned"]["roster"]["duties"]
    duties[0] = [0] * len(duties[0])
    with pytest.raises(InputError, match="group 1, day 2"):
        from_document(document, county=county)


def test_a_report_has_a_chapter_of_the_rosters_beside_its_plan(zoning: Zoning, tmp_path: Path, built) -> None:
    county = built("xunhua").county
    material: Any = SimpleNamespace(folder=tmp_path, language="zh", problem=SimpleNamespace(county=county))
    assert rosters(material) == []
    assert zoning(*QUIET, "--out", str(tmp_path)).code == 0
    blocks = rosters(material)
    assert isinstance(blocks[0], Paragraph)
    assert "1 张值班表" in blocks[0].text
    assert [block.caption for block in blocks if isinstance(block, Picture)] == ["值班表 1：清水乡（四周）"]
    assert [block.title for block in blocks if isinstance(block, Table)] == ["各所值班（四周）"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--month", "2026-13", "--shift", "8-25", "--groups", "清水乡=x"), 2, ("2026-13", "8-25", "清水乡=x")),
        (("--month", "2026-13", "--groups", "青水乡=3", "--on-duty", "白水乡=1"), 3, ("2026-13", "青水乡", "白水乡")),
        (("--shift", "8-25", "--station", "青水乡", "--hours", "没有.csv"), 3, ("8-25", "青水乡", "没有.csv")),
    ],
)
def test_every_slip_of_a_roster_is_told_at_once(
    zoning: Zoning, words: tuple[str, ...], code: int, told: tuple[str, ...]
) -> None:
    at = [*QUIET[:2], *words]
    said = zoning(*at)
    assert (said.code, said.out) == (code, "")
    lines = [line for line in said.err.splitlines() if line.startswith("* ")]
    assert len(lines) == len(told)
    assert all(any(word in line for line in lines) for word in told)
