"""Tables on terminals of any width."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from tests.workbench.drawn import on_screen
from workbench.tables.table import Column, Table
from workbench.tables.terminal import drawn, fitted, listed, natural_width, show_table
from zoning.judge.figures import by_key

COLUMNS = [Column("防区"), Column("民警", "人", numeric=True), Column("工作量", "警时/年", numeric=True)]


ROWS = [["甲乙丙防区", "12", "1,234"], ["丁", "3", "56,789"]]


@given(st.integers(6, 60))
def test_a_table_fits_any_screen(width: int) -> None:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(fitted(COLUMNS, ROWS, width))
    text = console.export_text()
    assert max(cell_len(line) for line in text.splitlines()) <= width
    if width >= 16:
        assert all(cell in text for row in ROWS for cell in row)


def test_a_table_is_as_wide_as_was_foretold() -> None:
    width = natural_width(COLUMNS, ROWS)
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(drawn(COLUMNS, ROWS))
    assert len(console.export_text().splitlines()) == 2 + 1 + len(ROWS)


def test_names_are_broken_between_names() -> None:
    assert listed(["甲乙丙", "丁戊", "己"], 10, "、") == "甲乙丙、\n丁戊、己"
    assert listed([], 10, "、") == ""


def test_a_title_over_several_columns_is_said_again_where_the_table_is_split() -> None:
    columns = [
        Column("派出所"),
        Column("到场", "本所", numeric=True),
        *[Column("", f"第{k}种", numeric=True) for k in range(9)],
    ]
    console = Console(width=40, record=True, file=io.StringIO())
    console.print(fitted(columns, [["甲", *["123.4"] * 10]], 40))
    pieces = console.export_text().split("\n\n")
    assert len(pieces) >= 2
    assert all("到场" in piece for piece in pieces)


def test_names_stand_beside_the_numbers_or_below_them() -> None:
    names = ("积石镇", "白庄镇", "街子镇", "道帏藏族乡", "清水乡")
    columns = (Column("防区"), Column("派出所"), Column.of(by_key("officers")[0], "zh"))
    table = Table("防区", columns, [["1 甲", names, 12]], "zh")
    wide, narrow = (on_screen(lambda screen: show_table(screen, table), width) for width in (100, 24))
    assert "1 甲  积石镇、白庄镇、街子镇、道帏藏族乡、清水乡" in wide
    assert "1 甲（5 个所）" in narrow
    for name in names:
        assert name in wide
        assert name in narrow
