"""The drawn county as a workbook that a test can spoil: sheets of rows, written with openpyxl."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.geodata.drawn import CODES, NAMES, corner, counted, neighbours

Sheets = dict[str, list[list[Any]]]
STATION_HEADINGS = (
    "派出所代码", "名称", "类型", "经度", "纬度", "面积（平方公里）", "人口（人）", "民警（人）", "辅警（人）",
    "行政村", "社区", "办案区", "县府所在地", "现防区",
)  # fmt: skip


def sheets() -> Sheets:
    """The drawn county: headings in the first row of every sheet, values of the types Excel would have."""
    stations: list[list[Any]] = [list(STATION_HEADINGS)]
    for i, code in enumerate(CODES):
        (x, y), seat = corner(i), "是" if i == 4 else "否"
        kind = "城关" if i == 4 else "镇"
        place = [round(x + 0.05, 2), round(y + 0.05, 2)]
        stations.append([code, NAMES[code], kind, *place, 100, 10000 + i, 10 + i, 5, 8, 2, seat, seat, None])
    words = ("纠纷", "交通")
    incidents = [[code, word, counted(i, j)] for i, code in enumerate(CODES) for j, word in enumerate(words)]
    return {
        "参数": [
            ["名称", "值"],
            ["县代码", "100100"],
            ["县名", "九宫县"],
            ["警情年数", 1],
            ["出行方式", "直线"],
        ],
        "警情类别": [
            ["键", "名称", "处置分钟", "出警人数", "承办"],
            ["dispute", "纠纷", 60, 2, "社区"],
            ["traffic", "交通", 30, 2, "社区"],
        ],
        "派出所": stations,
        "警情": [["派出所", "类别", "数量（起）"], *incidents],
        "相邻": [["甲", "乙", "长度（公里）", "类型"], *([a, b, 10, "相邻"] for a, b in neighbours())],
    }


def workbook(content: Sheets) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in content.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def save(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def write(path: Path, content: Sheets | None = None, *edits: Callable[[Workbook], object]) -> Path:
    """Write the sheets, after some edits of the workbook itself."""
    book = workbook(sheets() if content is None else content)
    for edit in edits:
        edit(book)
    return save(book, path)


def sheet(book: Workbook, name: str) -> Worksheet:
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def cell(place: str, value: Any, number_format: str | None = None) -> Callable[[Workbook], object]:
    """An edit of one cell, ``派出所!H3``."""
    name, _, address = place.partition("!")

    def edit(book: Workbook) -> None:
        one = sheet(book, name)[address]
        one.value = value
        if number_format is not None:
            one.number_format = number_format

    return edit


def data(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def row_above(name: str, rows: Sequence[Sequence[Any]]) -> Callable[[Workbook], object]:
    """An edit that puts rows above the header of a sheet."""

    def edit(book: Workbook) -> None:
        one = sheet(book, name)
        one.insert_rows(1, len(rows))
        for r, values in enumerate(rows, start=1):
            for c, value in enumerate(values, start=1):
                one.cell(r, c).value = value

    return edit
