"""One table says the same on a screen, as a sheet and in reports."""

import io
import math
import re
from html import unescape

import openpyxl
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbench.drawn import on_screen, shown
from workbench.report.formats.docx import docx
from workbench.report.formats.html import html
from workbench.report.model import Report, Section
from workbench.tables.book import Book, number_format
from workbench.tables.palette import slot
from workbench.tables.table import Amount, Change, Column, Table, against, compared
from workbench.tables.terminal import show_table
from zoning.judge.figures import FIGURES, by_key

OFFICERS, WAY, MISMATCH = by_key("officers", "mean_minutes", "mismatch")
FLOATS = st.one_of(st.none(), st.floats(-1e6, 1e6), st.just(math.nan))


def table(officers: float | None = 12, way: float | None = 7.25, mismatch: float | None = 0.1384) -> Table:
    """A zone a row, with everything that a cell may be."""
    columns = (Column("防区"), Column("派出所"), *(Column.of(f, "zh") for f in (OFFICERS, WAY, MISMATCH)), Column("另"))
    rows = [
        ["1 甲防区", ("积石镇", "白庄镇"), officers, way, mismatch, Amount(WAY, 20.04, mark="× ")],
        ["2 乙防区", (), None, Change(WAY, 0.04, 7.66), Change(MISMATCH, 0.1692, 0.1384), "–"],
    ]
    return Table("各防区", columns, rows, "zh", note="说明在此", zones=(0, 1))


def reported(of: Table) -> Report:
    return Report("报告", "", "", "zh", (Section("one", "一", (of,)),))


def test_texts_and_numbers_are_those_of_the_figures() -> None:
    first, second = shown(table())
    assert first == ["1 甲防区", "积石镇、白庄镇", "12", "7.3", "13.8%", "× 20.0"]
    assert second == ["2 乙防区", "", "–", "+7.7", "−3.1 个百分点", "–"]
    assert table().number(0, 4) == (0.1384, MISMATCH)
    assert table().number(1, 3) == (7.7, WAY), "of 0.0 and 7.7, which are shown"
    assert table().number(0, 1) is None
    assert table().number(1, 2) == (None, OFFICERS)


@settings(max_examples=12, deadline=None)
@given(FLOATS, FLOATS, FLOATS)
def test_every_reader_sees_the_same(officers: float | None, way: float | None, mismatch: float | None) -> None:
    of = table(officers, way, mismatch)
    texts = [text for row in shown(of) for text in row if text]
    joined = re.sub(r"</?span[^>]*>", "", html(reported(of)).decode())  # a number stays with its word
    page = unescape(re.sub(r"<[^>]+>", "\n", joined))
    (grid,) = Document(io.BytesIO(docx(reported(of)))).tables
    word = [
        cell.text.removeprefix("■ ").replace("\xa0", " ").replace("\u2060", "")
        for row in grid.rows
        for cell in row.cells
    ]
    screen = on_screen(lambda screen: show_table(screen, of), 200)
    for text in [*texts, *(column.title for column in of.columns)]:
        assert text in page
        assert any(text in cell for cell in word)
        assert text in screen
    assert of.note in page
    assert of.note in screen


@settings(max_examples=25, deadline=None)
@given(FLOATS, FLOATS, FLOATS)
def test_a_sheet_has_the_numbers_themselves(officers: float | None, way: float | None, mismatch: float | None) -> None:
    of, book = table(officers, way, mismatch), Book("zh")
    book.add(of)
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.done()))
    assert sheet.title == of.title
    assert [cell.value for cell in sheet[1]][2:4] == ["民警\n（人）", "平均车程\n（分钟）"]
    for r in range(len(of.rows)):
        assert sheet.cell(r + 2, 1).fill.fgColor.rgb == "FF" + slot(r).colour[1:]
        for c in range(len(of.columns)):
            cell, number = sheet.cell(r + 2, c + 1), of.number(r, c)
            if number is None:
                assert (cell.value or "") == of.text(r, c)
            elif isinstance(of.rows[r][c], Change) and number[1].share:
                points, unit = of.text(r, c).split(" ", 1)
                assert f"{cell.value:+.1f}".replace("-", "−").replace("+0.0", "0.0") == points
                assert cell.number_format == f'+0.0" {unit}";−0.0" {unit}";0.0" {unit}"'
            else:
                value, figure = number
                known = None if value is None or not math.isfinite(value) else value
                assert cell.value == (known if known is None else pytest.approx(known))
                signed = isinstance(of.rows[r][c], Change)
                assert cell.number_format == number_format(figure, signed=signed)
                assert cell.number_format.startswith("+") == (signed or figure.signed), "a difference has its sign"


def test_what_was_not_there_before_is_compared_with_nothing() -> None:
    moved = FIGURES["moved_stations"]
    rows = [against(moved, None, 3, "en"), against(WAY, 8.04, 7.66, "en")]
    of = compared("comparison_zones", "en", rows, county="X")
    assert shown(of) == [
        ["Stations that change zone", "", "3", ""],
        ["Mean way (min)", "8.0", "7.7", "−0.3"],
    ]


def test_a_table_without_rows_is_a_table() -> None:
    of = Table("空", (Column("防区"), Column.of(OFFICERS, "zh")), [], "zh")
    book = Book("zh")
    book.add(of)
    assert openpyxl.load_workbook(io.BytesIO(book.done()))["空"].max_row == 1
    assert "空" in on_screen(lambda screen: show_table(screen, of), 40)


def test_a_row_is_as_high_as_its_longest_text() -> None:
    book = Book("zh")
    book.notes([("一", "短"), ("二", "长" * 200), ("三", "一行\n又一行\n再一行")])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.done()))
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] is None
    assert heights[1] == pytest.approx(4 * 14, abs=1)
    assert heights[2] == pytest.approx(3 * 14, abs=1)
