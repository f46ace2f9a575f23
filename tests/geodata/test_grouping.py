"""Groupings drawn by hand: from two columns or from a county's own table, with every mistake at once."""

from pathlib import Path

import openpyxl
import pytest

import geodata
from geodata.grouping import read_grouping
from zoning.model.errors import InputError

NAMES = {"001": "城关派出所", "002": "东山镇派出所", "003": "西河乡派出所", "004": "北坪乡派出所"}
WANTED = (("城区", ("001",)), ("东片", ("002", "003")), ("北片", ("004",)))


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "草案.csv"
    path.write_bytes(text.encode(encoding))
    return path


def wrong(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_grouping(path, NAMES)
    return [mistake.text("zh") for mistake in caught.value.mistakes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        "派出所,防区\n城关,城区\n东山镇,东片\n西河乡派出所,东片\n北坪,北片\n",
        "代码,防区\n001,城区\n002,东片\n003,东片\n004,北片\n",
        "station\tzone\n001\t城区\n东山\t东片\n003\t东片\n004\t北片\n",
        "代码,名称,防区,新防区\n001,城关派出所,甲,城区\n002,东山镇派出所,甲,东片\n003,西河乡派出所,乙,东片\n004,北坪乡派出所,乙,北片\n",
    ],
)
def test_two_columns_are_a_grouping(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_grouping(csv(tmp_path, text, encoding), NAMES) == WANTED


@pytest.mark.parametrize("apart", ["、", "，", "; ", "；", "/", " ", "\n", "和", "。"])
def test_a_zone_a_row_with_all_its_stations_is_a_grouping(tmp_path: Path, apart: str) -> None:
    text = f'防区,所辖派出所\n城区,城关\n东片,"东山{apart}西河"\n北片,北坪\n'
    assert read_grouping(csv(tmp_path, text), NAMES) == WANTED
    book = openpyxl.Workbook()
    for row in (["防区", "派出所名单"], ["城区", "城关"], ["东片", f"东山{apart}西河"], ["北片", "北坪"]):
        book.active.append(row)
    book.save(tmp_path / "草案.xlsx")
    assert read_grouping(tmp_path / "草案.xlsx", NAMES) == WANTED


def test_a_slip_in_a_list_of_stations_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    (told,) = wrong(csv(tmp_path, "防区,所辖派出所\n城区,城关\n东片,东山、西合\n北片,北坪\n"))
    assert told.startswith("草案.csv 第 3 行 “所辖派出所”列：“西合”：")
    assert "（是否指 003 西河乡派出所？）" in told


def test_spellings_of_one_label_are_one_zone(tmp_path: Path) -> None:
    text = "派出所,防区\n城关,1\n东山,2\n西河,２\n北坪,2.0\n"
    assert read_grouping(csv(tmp_path, text), NAMES) == (("1", ("001",)), ("2", ("002", "003", "004")))


def test_a_sheet_of_a_workbook_is_a_grouping(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["局长定的草案"])
    sheet = book.create_sheet("草案")
    sheet.append(["防区划分草案"])
    sheet.append(["派出所", "防区"])
    for row in (["城关", "城区"], ["东山", "东片"], ["西河", "东片"], ["北坪", "北片"]):
        sheet.append(row)
    book.save(tmp_path / "草案.xlsx")
    assert read_grouping(tmp_path / "草案.xlsx", NAMES) == WANTED


def test_a_draft_on_a_hidden_sheet_is_an_older_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, zones in (("旧稿", "甲甲乙乙"), ("草案", ("城区", "东片", "东片", "北片"))):
        sheet = book.active if title == "旧稿" else book.create_sheet(title)
        sheet.title = title
        for row in [("派出所", "防区"), *zip(("城关", "东山", "西河", "北坪"), zones, strict=True)]:
            sheet.append(row)
    book["旧稿"].sheet_state = "hidden"
    book.active = 1
    book.save(tmp_path / "草案.xlsx")
    assert read_grouping(tmp_path / "草案.xlsx", NAMES) == WANTED


@pytest.mark.parametrize("suffix", ["", ".xlsx", ".gpkg"])
def test_the_column_of_the_stations_table_is_a_grouping(tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "xunhua"
    geodata.copy_sample("xunhua", folder)
    table = folder / "stations.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    codes = [line.split(",")[0] for line in lines[1:]]
    drawn = [f"{line},{'甲' if k < 4 else '乙'}" for k, line in enumerate(lines[1:])]
    table.write_text("\n".join([lines[0] + ",新防区", *drawn]) + "\n", encoding="utf-8")
    path = folder
    if suffix:
        path = tmp_path / f"county{suffix}"
        geodata.write_county(geodata.read_source(str(folder)), path)
    county = geodata.read_county(str(path))
    assert county == geodata.read_county("sample:xunhua"), "the search does not look at it"
    assert read_grouping(path, county.names) == (("甲", tuple(codes[:4])), ("乙", tuple(codes[4:])))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    told = wrong(csv(tmp_path, "派出所,防区\n城关,城区\n东山,\n城关镇派出所,东片\n南沟,东片\n"))
    assert len(told) == 4
    assert "第 3 行" in told[0]
    assert "没有写防区" in told[0]
    assert "第 2 行已经出现" in told[1]
    assert "南沟" in told[2]
    assert "003 西河乡派出所、004 北坪乡派出所" in told[3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("派出所,民警\n城关,3\n", "没有找到手工划分的防区"),
        ("派出所,防区\n", "没有找到手工划分的防区"),
    ],
)
def test_a_table_without_a_grouping_is_said_to_be_that(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in wrong(csv(tmp_path, text)))


def test_of_two_sheets_that_fit_neither_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("一稿", "二稿"):
        sheet = book.create_sheet(name)
        sheet.append(["派出所", "防区"])
        for row in (["城关", "城区"], ["东山", "东片"], ["西河", "东片"], ["北坪", "北片"]):
            sheet.append(row)
    book.save(tmp_path / "稿.xlsx")
    assert "一稿、二稿" in wrong(tmp_path / "稿.xlsx")[0]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert wrong(tmp_path / "no.csv")


def test_of_several_sheets_the_one_with_every_station_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    zones = book.create_sheet("各防区")
    zones.append(["防区", "派出所"])
    for row in (["城区", "城关"], ["东片", "东山"], ["北片", "北坪"]):
        zones.append(row)
    sheet = book.create_sheet("各所")
    sheet.append(["派出所", "防区"])
    for row in (["城关", "城区"], ["东山", "东片"], ["西河", "东片"], ["北坪", "北片"]):
        sheet.append(row)
    book.save(tmp_path / "方案.xlsx")
    assert read_grouping(tmp_path / "方案.xlsx", NAMES) == WANTED


def test_a_folder_without_a_plan_is_said_to_be_that(tmp_path: Path) -> None:
    (said,) = wrong(tmp_path)
    assert said.startswith(f"{tmp_path.name}：是文件夹，其中没有 plan.json")
