"""A workbook as planners have them is read like a folder."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

import geodata
from geodata.workbook.reading import read_workbook
from tests.geodata.books import STATION_HEADINGS, Sheets, cell, row_above, sheet, sheets, write
from tests.geodata.drawn import draw
from tests.geodata.workbook.edited import Edit, mistakes, told
from zoning.result.digest import digest
from zoning.texts import Message

Change = Callable[[Sheets], object]


def notices(path: Path) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in geodata.read(path).notices}


@pytest.fixture
def plain(tmp_path: Path) -> str:
    """The digest of the drawn county, read from its folder."""
    return digest(geodata.read_county(draw(tmp_path / "folder", areas=False)))


def test_the_drawn_county_reads_the_same_from_a_workbook(plain: str, tmp_path: Path) -> None:
    built = geodata.read(write(tmp_path / "县.xlsx"))
    assert digest(built.county) == plain
    assert built.notices == ()


EQUAL: dict[str, tuple[Change | None, tuple[Edit, ...]]] = {
    "English headings and names": (
        lambda s: s.update(
            stations=[["code", "name", "kind", "lon", "lat", "area_km2", "population", "officers", "auxiliaries",
                       "villages", "communities", "has_case_area", "is_seat", "current_zone"], *s.pop("派出所")[1:]],
            incidents=s.pop("警情"),
            settings=[["key", "value"], ["code", "100100"], ["name", "九宫县"], ["years", 1],
                      ["travel.mode", "straight"]],
            classes=s.pop("警情类别"),
        ) or s.pop("参数"),
        (),
    ),
    "full width and spaces": (
        lambda s: s["派出所"][0].__setitem__(slice(5, 9), ["面 积 (平方公里)", "人口［人］", " 民警数 ", "辅警（名）"]),
        (),
    ),
    "title rows above the header": (
        None,
        (
            row_above("派出所", [["九宫县派出所基本情况表"], [], [None, "截至 2023 年 12 月"]]),
            lambda book: sheet(book, "派出所").merge_cells("A1:N1"),
            row_above("警情", [["警情统计"]]),
        ),
    ),
    "an empty column to the left and rows between": (
        None,
        (
            lambda book: sheet(book, "派出所").insert_cols(1),
            lambda book: sheet(book, "派出所").insert_rows(5, 2),
        ),
    ),
    "formatted rows and columns without content": (
        None,
        (cell("派出所!Z900", None, "0.00"), cell("警情!A5000", "  "), cell("相邻!H1", None, "@")),
    ),
    "numbers stored as text, full width digits": (
        None,
        (cell("派出所!H3", "11"), cell("派出所!G3", "１０００１"), cell("派出所!F3", "100.0"), cell("警情!C3", " 9 ")),
    ),
    "codes stored as numbers, whole numbers as fractions": (
        None,
        (cell("派出所!A2", 101), cell("警情!A2", 101.0), cell("相邻!A2", 101), cell("派出所!H3", 11.0)),
    ),
    "truth values": (
        None,
        tuple(cell(f"派出所!{c}{r}", r == 6) for c in "LM" for r in range(2, 11)),
    ),
    "sheets with numbers, years and endings in their names": (
        None,
        tuple(
            lambda book, old=old, new=new: setattr(sheet(book, old), "title", new)
            for old, new in (("派出所", "1.派出所基本情况表"), ("警情", "警情统计表2023年"), ("相邻", "表3 相邻关系"))
        ),
    ),
    "a station's code merged over its classes": (
        None,
        tuple(lambda book, r=r: sheet(book, "警情").merge_cells(f"A{r}:A{r + 1}") for r in range(2, 20, 2)),
    ),
    "a guide and an unknown empty sheet": (
        lambda s: s.update({"填写说明": [["如何填写"]], "Sheet9": []}),
        (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EQUAL)
def test_a_workbook_may_be_written_in_many_ways(name: str, plain: str, tmp_path: Path) -> None:
    change, edits = EQUAL[name]
    content = sheets()
    if change is not None:
        change(content)
    assert digest(geodata.read_county(write(tmp_path / "县.xlsx", content, *edits))) == plain


def test_two_rows_of_headings_are_read_as_one(plain: str, tmp_path: Path) -> None:
    groups = ["派出所", None, None, "坐标", None, "辖区", None, "警力", None, "村社区", None, "其他", None, None]
    lower = ["代码", "名称", "类型", "经度", "纬度", "面积（平方公里）", "人口", "民警", "辅警", "行政村", "社区",
             "办案区", "县府所在地", "现防区"]  # fmt: skip
    content = sheets()
    content["派出所"][0:1] = [["派出所情况"], groups, lower]

    def merge(book: Workbook) -> None:
        for area in ("A1:N1", "A2:C2", "D2:E2", "F2:G2", "H2:I2", "J2:K2", "L2:N2"):
            sheet(book, "派出所").merge_cells(area)

    path = write(tmp_path / "县.xlsx", content, merge)
    assert digest(geodata.read_county(path)) == plain
    assert read_workbook(path).tables["stations"].line == 3


def test_headings_merged_over_both_rows_stand_beside_groups(plain: str, tmp_path: Path) -> None:
    upper = [*STATION_HEADINGS[:7], "警力（人）", None, *STATION_HEADINGS[9:]]
    lower = [None] * 7 + ["民警", "辅警"] + [None] * 5
    content = sheets()
    content["派出所"][0:1] = [upper, lower]

    def merge(book: Workbook) -> None:
        sheet(book, "派出所").merge_cells("H1:I1")
        for letter in "ABCDEFGJKLMN":
            sheet(book, "派出所").merge_cells(f"{letter}1:{letter}2")

    assert digest(geodata.read_county(write(tmp_path / "县.xlsx", content, merge))) == plain


def test_a_row_of_units_below_the_header_is_part_of_it(plain: str, tmp_path: Path) -> None:
    content = sheets()
    content["派出所"][0] = [heading.partition("（")[0] for heading in STATION_HEADINGS]
    content["派出所"].insert(
        1, [None, None, None, "度", "度", "平方公里", "人", "人", "人", "个", "个", None, None, None]
    )
    path = write(tmp_path / "县.xlsx", content)
    assert digest(geodata.read_county(path)) == plain
    content["派出所"][1][5] = "亩"
    (mistake,) = [m for m in mistakes(write(path, content)) if m.says.key == "geodata.table.unit"]
    assert (mistake.cell, mistake.says.values["unit"]) == ("F2", "亩")


def test_sheets_of_other_names_are_known_by_their_headings_and_it_is_said(plain: str, tmp_path: Path) -> None:
    content = {f"Sheet{i}": rows for i, rows in enumerate(sheets().values(), start=1)}
    built = geodata.read(write(tmp_path / "县.xlsx", content))
    assert digest(built.county) == plain
    taken = {
        notice.values["sheet"]: notice.values["zh"]
        for notice in built.notices
        if notice.key == "geodata.notice.sheet_headings"
    }
    assert taken == {"Sheet1": "参数", "Sheet2": "警情类别", "Sheet3": "派出所", "Sheet4": "警情", "Sheet5": "相邻"}


def test_a_name_that_is_not_quite_that_of_a_table_is_told(tmp_path: Path) -> None:
    content = sheets()
    content["派出所信息表"] = content.pop("派出所")
    assert notices(write(tmp_path / "县.xlsx", content))["sheet_taken"].values == {
        "sheet": "派出所信息表",
        "zh": "派出所",
    }


def test_two_sheets_with_the_headings_of_one_table_are_not_chosen_between(tmp_path: Path) -> None:
    content = sheets()
    content["甲"] = content["乙"] = content.pop("警情")
    keys = {m.says.key for m in mistakes(write(tmp_path / "县.xlsx", content))}
    assert keys == {"geodata.book.rivals", "geodata.table.missing"}


def test_a_sheet_that_fits_two_tables_equally_is_a_mistake(tmp_path: Path) -> None:
    content = sheets() | {"附": [["职务", "一把手", "特长", "名称", "民警"], ["甲", "是", "刑侦", "刑侦大队", 12]]}
    (mistake,) = mistakes(write(tmp_path / "县.xlsx", content))
    assert mistake.says == Message("geodata.book.ambiguous", {"kinds": ["局领导", "警种"]})


def test_sheets_that_are_no_table_are_named_and_left_alone(plain: str, tmp_path: Path) -> None:
    content = sheets() | {"值班表": [["日期", "带班"], ["周一", "甲"]], "填写说明": [["如何填写"]]}
    path = write(tmp_path / "县.xlsx", content)
    assert digest(geodata.read_county(path)) == plain
    assert notices(path)["unread"].values["files"] == ["值班表"]


def test_what_is_hidden_is_read_and_said(plain: str, tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        sheet(book, "相邻").sheet_state = "hidden"
        sheet(book, "派出所").row_dimensions[4].hidden = True
        sheet(book, "派出所").column_dimensions["I"].hidden = True

    path = write(tmp_path / "县.xlsx", None, hide)
    assert digest(geodata.read_county(path)) == plain
    said = notices(path)
    assert said["hidden_sheet"].values["sheet"] == "相邻"
    assert list(said["hidden_rows"].values["rows"]) == [4]
    assert said["hidden_columns"].values["columns"] == ["I"]


def test_dates_of_a_period_are_written_as_iso(tmp_path: Path) -> None:
    content = sheets()
    for row in content["警情"]:
        row.append("时段" if row[0] == "派出所" else datetime.date(2024, 3, 1))
    table = read_workbook(write(tmp_path / "县.xlsx", content)).tables["incidents"]
    assert {table.cell(row, "period") for row in table.rows} == {"2024-03-01"}


def test_formulas_count_with_their_last_value(plain: str, tmp_path: Path) -> None:
    """xlsxwriter writes a formula with its value, as Excel does."""
    import xlsxwriter

    path = tmp_path / "县.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets().items():
            one = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if name == "派出所" and r and c == 7:
                        one.write_formula(r, c, f"=5+{value - 5}", None, value)
                    elif name == "派出所" and r and c == 1:
                        one.write_formula(r, c, f'="{value}"', None, value)
                    else:
                        one.write(r, c, value)
    assert digest(geodata.read_county(path)) == plain


def test_a_wide_sheet_of_incidents_points_to_the_right_cell(plain: str, tmp_path: Path) -> None:
    content = sheets()
    counts = {(row[0], row[1]): row[2] for row in content["警情"][1:]}
    codes = [row[0] for row in content["派出所"][1:]]
    content["警情"] = [
        ["九宫县警情"],
        ["派出所", "警情数（起）", None, None],
        [None, "纠纷", "交通", "合计"],
        *([code, counts[code, "纠纷"], counts[code, "交通"], 0] for code in codes),
        ["合计", 1, 2, 3],
    ]

    def merge(book: Workbook) -> None:
        for area in ("A1:D1", "A2:A3", "B2:D2"):
            sheet(book, "警情").merge_cells(area)

    path = write(tmp_path / "县.xlsx", content, merge)
    assert digest(geodata.read_county(path)) == plain
    assert notices(path)["wide"].values["classes"] == ["纠纷", "交通"]
    assert notices(path)["totals"].values["rows"] == [13]
    write(path, content, merge, cell("警情!C6", "若干"), cell("警情!B7", None), cell("警情!A8", "Z9"))
    assert sorted(told(path), key=repr) == sorted(
        [
            ("cell.number", "警情", "C6", "若干"),
            ("incidents.blank", "警情", "B7", None),
            ("code.unknown", "警情", "A8", "Z9"),
            ("incidents.silent", "警情", None, None),
        ],
        key=repr,
    )


def test_a_hint_row_is_skipped_wherever_it_stands(plain: str, tmp_path: Path) -> None:
    content = sheets()
    content["派出所"].insert(1, ["※必填，12 位", "※必填", "※城关/城区/镇/乡", *["※"] * 11])
    content["相邻"].append(["※两所代码", None, "※公里", None])
    assert digest(geodata.read_county(write(tmp_path / "县.xlsx", content))) == plain


def test_a_table_that_was_not_filled_in_is_no_table(tmp_path: Path) -> None:
    content = sheets() | {"出行时间": [["起点", "终点", "分钟"], ["※代码", "※代码", "※分钟"]]}
    path = write(tmp_path / "县.xlsx", content)
    assert "travel" not in read_workbook(path).tables
    assert "matrix_unused" not in notices(path)


def test_notes_beside_a_table_are_kept_as_a_column_without_a_name(plain: str, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, cell("派出所!Q4", "已核实"))
    assert digest(geodata.read_county(path)) == plain
    table = read_workbook(path).tables["stations"]
    assert (table.header[-1], table.rows[2].cells[-1], table.letters[-1]) == ("", "已核实", "Q")


def test_a_sheet_called_areas_without_geometries_is_no_layer(plain: str, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", sheets() | {"辖区": [["乡镇", "备注"], ["甲镇", "x"]]})
    assert digest(geodata.read_county(path)) == plain
    assert notices(path)["unread"].values["files"] == ["辖区"]
