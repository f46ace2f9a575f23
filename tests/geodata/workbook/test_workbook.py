"""A workbook as planners have them is read like a folder, and every mistake in it names its sheet and cell."""

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import geodata
from geodata.county.build import build
from geodata.tables.table import Row, Table, Tables
from geodata.workbook.reading import read_workbook
from geodata.workbook.sheets import text
from geodata.workbook.writing import as_number, render_workbook
from tests.geodata.books import STATION_HEADINGS, Sheets, cell, row_above, sheet, sheets, write
from tests.geodata.drawn import CODES, NAMES, draw
from zoning.model.errors import InputError, Mistake
from zoning.result.digest import digest
from zoning.texts import Message

Edit = Callable[[Workbook], object]
Change = Callable[[Sheets], object]


def mistakes(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read(path)
    return caught.value.mistakes


def told(path: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    """Sentence, sheet, cell and value of every mistake."""
    return [(m.says.key.removeprefix("geodata."), m.table, m.cell, m.value) for m in mistakes(path)]


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


MISTAKES: dict[str, tuple[tuple[Edit, ...], list[tuple[str, str, str | None, str | None]]]] = {
    "a numeral": ((cell("派出所!H3", "十二"),), [("slip.numeral", "派出所", "H3", "十二")]),
    "a date for a number": (
        (cell("派出所!H3", datetime.datetime(2024, 3, 5)),),  # noqa: DTZ001
        [("slip.date", "派出所", "H3", "2024-03-05")],
    ),
    "a number shown as a date": (
        (cell("派出所!H3", 45356, "yyyy/m/d"),),
        [("slip.date", "派出所", "H3", "2024-03-05")],
    ),
    "a time for minutes": ((cell("派出所!H3", datetime.time(0, 25)),), [("slip.clock", "派出所", "H3", "00:25:00")]),
    "error values": (
        (cell("派出所!H3", "#N/A"), cell("派出所!G4", "#DIV/0!"), cell("派出所!B5", "#REF!")),
        [
            ("slip.error", "派出所", "H3", "#N/A"),
            ("slip.error", "派出所", "G4", "#DIV/0!"),
            ("slip.error", "派出所", "B5", "#REF!"),
        ],
    ),
    "a truth value for a number": ((cell("派出所!H3", True),), [("cell.whole", "派出所", "H3", "TRUE")]),
    "a formula never calculated": (
        (cell("派出所!H3", "=10+1"),),
        [("slip.formula", "派出所", "H3", "=10+1")],
    ),
    "blank is not zero": ((cell("派出所!H3", None),), [("field.blank", "派出所", "H3", None)]),
    "a blank count": ((cell("警情!C3", None),), [("incidents.blank", "警情", "C3", None)]),
    "an unknown class": ((cell("警情!B3", "抢劫"),), [("incidents.unknown_class", "警情", "B3", "抢劫")]),
    "the name of a station for its code": ((cell("相邻!A3", "G"),), [("code.name", "相邻", "A3", "G")]),
    "a long code that lost its digits": (
        (cell("相邻!A3", "6.30222E+11"),),
        [("slip.scientific", "相邻", "A3", "6.30222E+11")],
    ),
    "a cell merged over two numbers": (
        (lambda book: sheet(book, "派出所").merge_cells("H3:H4"),),
        [("book.merged", "派出所", "H3", "11"), ("field.blank", "派出所", "H4", None)],
    ),
    "a setting": ((cell("参数!B5", "飞机"),), [("field.one_of", "参数", "B5", "飞机")]),
    "a blank setting": ((cell("参数!B3", None),), [("field.blank", "参数", "B3", None)]),
    "a class": ((cell("警情类别!C3", "半小时"),), [("field.number", "警情类别", "C3", "半小时")]),
    "a missing column": (
        (lambda book: sheet(book, "派出所").delete_cols(8),),
        [("table.missing_column", "派出所", None, None)],
    ),
    "a duplicate column": (
        (cell("派出所!I1", "警力"),),
        [("table.duplicate_column", "派出所", "I1", None)],
    ),
    "an empty sheet": (
        (lambda book: sheet(book, "相邻").delete_rows(1, 99),),
        [("book.blank", "相邻", None, None)],
    ),
    "no header": (
        (lambda book: sheet(book, "警情").delete_rows(1),),
        [("book.no_header", "警情", None, None)],
    ),
    "no stations": (
        (lambda book: book.remove(sheet(book, "派出所")),),
        [("table.missing", "派出所", None, None)],
    ),
    "no settings": (
        (lambda book: book.remove(sheet(book, "参数")),),
        [("settings.missing", "参数", None, None)],
    ),
    "two sheets of one table": (
        (lambda book: book.copy_worksheet(sheet(book, "相邻")).__setattr__("title", "borders"),),
        [("book.twice", "borders", None, None)],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_sheet_cell_and_value(name: str, tmp_path: Path) -> None:
    edits, expected = MISTAKES[name]
    path = write(tmp_path / "县.xlsx", None, *edits)
    assert sorted(told(path), key=repr) == sorted(expected, key=repr)
    for mistake in mistakes(path):
        for language, separator in (("en", ";"), ("zh", "；")):
            assert separator in mistake.says.text(language), "what is wrong, then what to do"


def test_the_place_is_spoken_as_excel_writes_it(tmp_path: Path) -> None:
    (mistake,) = mistakes(write(tmp_path / "县.xlsx", None, cell("派出所!H3", "十二")))
    assert mistake.text("zh") == "派出所!H3 “民警（人）”列：“十二”：是中文数字；请填 12"
    (mistake,) = mistakes(write(tmp_path / "县.xlsx", None, cell("参数!B5", "飞机")))
    assert mistake.text("zh").startswith("参数!B5 travel.mode：“飞机”：")


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


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""), (" a\u3000", "a"), (True, "TRUE"), (12, "12"), (12.0, "12"), (0.1, "0.1"), (-0.5, "-0.5"),
        (630222001000.0, "630222001000"), (1e15, "1000000000000000.0"), (1e300, "1e+300"), (1e-7, "1e-07"),
        (datetime.date(2024, 3, 5), "2024-03-05"), (datetime.datetime(2024, 3, 5), "2024-03-05"),  # noqa: DTZ001
        (datetime.datetime(2024, 3, 5, 8, 30), "2024-03-05 08:30:00"), (datetime.time(0, 25), "00:25:00"),  # noqa: DTZ001
        (datetime.timedelta(hours=26, minutes=5), "26:05:00"), ("a_x000D_\nb", "a\r\nb"),
    ],
)  # fmt: skip
def test_a_value_becomes_the_one_text_that_reads_back(value: object, shown: str) -> None:
    assert text(value) == shown


@pytest.mark.parametrize("name", geodata.sample_names())
def test_a_sample_written_as_a_workbook_reads_back_equal(name: str, tmp_path: Path) -> None:
    tables = geodata.read_source(f"sample:{name}")
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_workbook(tables))
    again = read_workbook(path)
    assert again == tables
    assert again.mistakes == again.notices == ()
    assert digest(build(again).county) == digest(build(tables).county)
    assert render_workbook(again) == path.read_bytes(), "equal tables give equal files"


def strange_table() -> Table:
    """Cells that a spreadsheet would spoil."""
    cells = ["=1+1", "+86", "-", "@SUM(A1)", "'quoted", "007", "1E5", "3-5", "TRUE", "#N/A", "https://x.cn", "a\nb",
             "630222001000", "1.50", "0.30000000000000004", "12345678.123456789", "-0", "1e-07", "９", "<&>",
             "\U00020000",             "=cmd|' /C calc'!A0", "a\rb"]  # fmt: skip
    rows = tuple(Row((f"村{i}", cell, cell), i + 2) for i, cell in enumerate(cells))
    return Table("villages.csv", ("名称", "population", "=2+2"), ("name", "population", None), rows)


def test_no_text_becomes_a_formula_a_number_or_a_date(tmp_path: Path) -> None:
    tables = Tables(None, {"villages": strange_table()})
    path = tmp_path / "村.xlsx"
    path.write_bytes(render_workbook(tables))
    assert read_workbook(path).tables == tables.tables
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert not any("externalLink" in name or "hyperlink" in name for name in archive.namelist())


@pytest.mark.parametrize("cell", ["a" * 32_768, "_x000D_", "a\ud800"])
def test_what_a_workbook_cannot_hold_is_refused_not_cut(cell: str) -> None:
    table = Table("x.csv", ("name",), ("name",), (Row((cell,), 2),))
    with pytest.raises(InputError) as caught:
        render_workbook(Tables(None, {"villages": table}))
    (mistake,) = caught.value.mistakes
    assert (mistake.says.key, mistake.table, mistake.row, mistake.column) == (
        "geodata.book.cannot_hold",
        "村",
        2,
        "name",
    )


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.workbook.writing.MAX_SHEET_ROWS", 10)
    with pytest.raises(InputError) as caught:
        render_workbook(Tables(None, {"villages": strange_table()}))
    assert caught.value.mistakes[0].says.key == "geodata.book.too_large"


@pytest.mark.parametrize(
    ("cell", "known", "number"),
    [
        ("12", True, 12), ("12.5", True, 12.5), ("-3", True, -3), ("012", True, None), ("1.50", True, None),
        ("", True, None), ("1e5", True, None), ("1e-07", True, 1e-7), ("12345678.123456789", True, None),
        ("630222001000", False, None), ("13800000000", False, 13_800_000_000), ("+5", True, None), ("5.", True, None),
    ],
)  # fmt: skip
def test_only_what_reads_back_the_same_is_written_as_a_number(cell: str, known: bool, number: float | None) -> None:
    assert as_number(cell, known=known) == number


def test_layers_in_files_win_over_those_in_sheets(tmp_path: Path) -> None:
    folder = draw(tmp_path / "folder")
    tables = geodata.read_source(folder)
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_workbook(tables))
    built = geodata.read(path, {"areas.file": "folder/areas.geojson"})
    assert len(built.areas) == 9
    (notice,) = built.notices
    assert notice.key == "geodata.notice.layer_unused"
    assert notice.values["files"] == ["辖区"]


def test_a_sheet_called_areas_without_geometries_is_no_layer(plain: str, tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", sheets() | {"辖区": [["乡镇", "备注"], ["甲镇", "x"]]})
    assert digest(geodata.read_county(path)) == plain
    assert notices(path)["unread"].values["files"] == ["辖区"]


@pytest.mark.parametrize(
    ("limit", "key"),
    [("MAX_SHEET_ROWS", "rows"), ("MAX_SHEET_CELLS", "cells"), ("MAX_SHEETS", "sheets"), ("MAX_PADDED", "wide")],
)
def test_a_workbook_beyond_the_limits_is_refused(
    limit: str, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(f"geodata.sheets.{limit}", 3)
    assert {m.says.key for m in mistakes(write(tmp_path / "县.xlsx"))} == {f"geodata.book.{key}"}


def test_a_lost_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, cell("相邻!XFD1048576", "x"))
    tables = read_workbook(path).tables["borders"]
    assert (tables.letters[-1], tables.rows[-1].line) == ("XFD", 1_048_576)


def spoilt(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Replace bytes in one part of the package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet3.xml", b"<row ", b"<row"),
        ("xl/worksheets/sheet3.xml", b'r="A1"', b'r="AAAA1"'),
        ("xl/worksheets/sheet3.xml", b'r="A2"', b'r="A9999999"'),
        ("xl/worksheets/sheet3.xml", b'<row r="2"', b'<row r="999999999"'),
        ("xl/worksheets/sheet3.xml", b'<row r="2"', b'<row r="-1"'),
        ("xl/worksheets/sheet3.xml", b' t="s"><v>', b' t="s"><v>9999'),
        ("xl/worksheets/sheet3.xml", b' t="s"', b' t="d"'),
        ("xl/workbook.xml", b" r:id=", b" rid="),
        ("xl/styles.xml", b"<cellXfs", b"<cellXf"),
        ("xl/sharedStrings.xml", b"</si>", b""),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/sheet99.xml"),
        ("[Content_Types].xml", b"<Types", b"<Typos"),
    ],
)
def test_damage_is_a_mistake_with_the_remedy(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_workbook(geodata.read_source("sample:xunhua")))
    spoilt(path, part, old, new)
    for mistake in mistakes(path):
        assert "；" in mistake.says.text("zh")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, b"hello"])
def test_what_is_no_workbook_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(content)
    (mistake,) = mistakes(path)
    assert mistake.table == "县.xlsx"


def test_a_workbook_that_is_not_there_is_told(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path / "县.xlsx")
    assert "县.xlsx" in mistake.text("zh")


@pytest.mark.parametrize("name", ["出行时间", "车程", "Sheet7"])
@pytest.mark.parametrize("by", ["code", "name"])
def test_a_square_of_minutes_is_read_from_a_sheet_and_points_to_its_cells(name: str, by: str, tmp_path: Path) -> None:
    labels = CODES if by == "code" else [NAMES[code] for code in CODES]
    square = [[label, *(abs(i - j) * 10 for j in range(9))] for i, label in enumerate(labels)]
    content = sheets() | {name: [["九宫县行车分钟数"], ["起点\\终点", *labels], *square]}
    content["参数"][4][1] = "矩阵"
    path = write(tmp_path / "县.xlsx", content)
    assert geodata.read_county(path).minutes[0].tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80]
    write(path, content, cell(f"{name}!D5", "半小时"), cell(f"{name}!B1", None))
    assert told(path) == [("cell.number", name, "D5", "半小时")]


def test_a_formula_without_a_value_is_found_even_under_no_heading(tmp_path: Path) -> None:
    path = write(tmp_path / "县.xlsx", None, cell("派出所!R4", "x"), cell("派出所!S5", "=1+1"))
    assert told(path) == [("slip.formula", "派出所", "S5", "=1+1")]


def test_a_polygon_in_a_sheet_is_told_with_the_row_it_has_there(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_workbook(geodata.read_source(draw(tmp_path / "folder"))))
    book = load_workbook(path)
    cell("辖区!A4", "999")(book)
    book.save(path)
    assert ("辖区", "A4", "999") in [(m.table, m.cell, m.value) for m in mistakes(path)]


def test_a_setting_that_is_none_of_some_names_them_in_chinese_too(tmp_path: Path) -> None:
    (mistake,) = mistakes(write(tmp_path / "县.xlsx", None, cell("参数!B5", "飞机")))
    assert "straight 直线、matrix 矩阵、roads 路网" in mistake.text("zh")


def test_a_geometry_that_cannot_be_read_is_told_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_workbook(geodata.read_source(draw(tmp_path / "folder"))))
    book = load_workbook(path)
    cell("辖区!B4", "POLYGON oops")(book)
    book.save(path)
    assert told(path) == [("layer.not_geometry", "辖区", "B4", "POLYGON oops")]


def test_a_workbook_of_charts_alone_holds_no_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.create_chartsheet("图")
    book.save(tmp_path / "县.xlsx")
    assert [m.says.key for m in mistakes(tmp_path / "县.xlsx")] == ["geodata.book.no_sheets"]
