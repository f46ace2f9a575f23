"""Tables written as a workbook read back the same: no text becomes a formula, a number or a date."""

import datetime
import zipfile
from pathlib import Path

import pytest

import geodata
from geodata.county.build import build
from geodata.tables.table import Row, Table, Tables
from geodata.workbook.reading import read_workbook
from geodata.workbook.sheets import text
from geodata.workbook.writing import as_number, render_workbook
from tests.geodata.drawn import draw
from zoning.model.errors import InputError
from zoning.result.digest import digest


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
