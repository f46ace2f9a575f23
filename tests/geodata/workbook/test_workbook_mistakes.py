"""Mistakes of a workbook name sheet, cell and value; damage is told with the remedy."""

import datetime
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import geodata
from geodata.workbook.reading import read_workbook
from geodata.workbook.writing import render_workbook
from tests.geodata.books import cell, sheet, sheets, write
from tests.geodata.drawn import CODES, NAMES, draw
from tests.geodata.workbook.edited import Edit, mistakes, told

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
    "a long code that lost its digits": (
        (cell("相邻!A3", "6.30222E+11"),),
        [("slip.scientific", "相邻", "A3", "6.30222E+11")],
    ),
    "a cell merged over two numbers": (
        (lambda book: sheet(book, "派出所").merge_cells("H3:H4"),),
        [("book.merged", "派出所", "H3", "11"), ("field.blank", "派出所", "H4", None)],
    ),
    "a setting": ((cell("参数!B5", "飞机"),), [("field.one_of", "参数", "B5", "飞机")]),
    "a setting with its unit": ((cell("参数!B4", "1年"),), [("slip.unit", "参数", "B4", "1年")]),
    "a blank setting": ((cell("参数!B3", None),), [("field.blank", "参数", "B3", None)]),
    "a class": ((cell("警情类别!C3", "半小时"),), [("zoning.value.wrong_type", "警情类别", "C3", "半小时")]),
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


@pytest.mark.parametrize(
    ("limit", "key"),
    [("MAX_SHEET_ROWS", "rows"), ("MAX_SHEET_CELLS", "cells"), ("MAX_SHEETS", "sheets"), ("MAX_PADDED", "wide")],
)
def test_a_workbook_beyond_the_limits_is_refused(
    limit: str, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(f"geodata.workbook.sheets.{limit}", 3)
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


@pytest.mark.parametrize("spot", ["相邻!A3", "相邻!B3", "相邻!C3", "相邻!D3", "警情!A3", "警情!B3", "警情!C3"])
def test_a_formula_without_a_value_is_the_one_mistake_of_its_cell_and_nothing_is_built_on_it(
    spot: str, tmp_path: Path
) -> None:
    """A border of a station that no one knows stopped the program: its second mistake was not told, and not counted."""
    path = write(tmp_path / "县.xlsx", None, cell(spot, '=HYPERLINK("x")'))
    name, place = spot.split("!")
    assert told(path) == [("slip.formula", name, place, '=HYPERLINK("x")')]


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
