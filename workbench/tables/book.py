"""Tables as sheets of a workbook.

Codes are text, no text becomes a formula, units stand in the headings, unknown figures are empty cells, pages print on
A4 across. The creation date is fixed, so that equal tables give equal files.
"""

import datetime
import io
import math
import re
from collections.abc import Sequence

import xlsxwriter  # type: ignore[import-untyped]
from rich.cells import cell_len
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from workbench.line.speech import mended
from workbench.tables.palette import slot
from workbench.tables.table import Column, Table
from zoning.judge.figures import Figure
from zoning.texts import Language, say

CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
NARROWEST, WIDEST, TEXT = 8, 44, 110
"""Characters of a column at the least and the most, and of one that holds sentences."""
LONGEST = 31
"""Characters of a sheet's name, by Excel's own limit."""


def number_format(figure: Figure) -> str:
    """The number format of a figure; a share is shown in per cent by it."""
    decimals = "." + "0" * figure.digits if figure.digits else ""
    return f"0{decimals}%" if figure.share else f"#,##0{decimals}"


class Book:
    """A workbook under construction: its formats and the language of its headings."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.stream = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = xlsxwriter.Workbook(self.stream, options)
        self.file.set_properties({"created": CREATED, "title": say("workbench.book.title", language)})
        self.formats: dict[str, Format] = {}

    def style(self, number: str = "", **more: object) -> Format:
        """The format of numbers in this form, or of text; made once."""
        key = f"{number}{sorted(more.items())}"
        if key not in self.formats:
            shape = {"valign": "top", "border": 1, "border_color": "#BBBBBB", "font_size": 10, **more}
            self.formats[key] = self.file.add_format({**shape, "num_format": number or "@", "text_wrap": not number})
        return self.formats[key]

    def add(self, table: Table, name: str = "", frozen: int = 1) -> Worksheet:
        """The table as a sheet, called as the table unless it has a shorter ``name``; its first columns are frozen."""
        sheet = self.file.add_worksheet(_name(name or table.title))
        head = self.style(bold=True, bg_color="#E8EEF4", align="center", valign="vcenter", text_wrap=True)
        for c, column in enumerate(table.columns):
            heading = _heading(column, self.language)
            sheet.write_string(0, c, heading, head)
            cells = (cell_len(table.text(r, c)) for r in range(len(table.rows)))
            sheet.set_column(c, c, min(WIDEST, max(NARROWEST, _folded(heading), *cells) + 2))
        sheet.set_row(0, 34)
        for r in range(len(table.rows)):
            for c in range(len(table.columns)):
                self._write(sheet, table, r, c)
        if table.note:
            sheet.write_string(len(table.rows) + 2, 0, table.note)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def notes(self, rows: Sequence[tuple[str, str]]) -> None:
        """A last sheet of words: an item and its content a row."""
        columns = tuple(Column.keyed(key, self.language) for key in ("item", "content"))
        table = Table(say("workbench.sheet.notes", self.language), columns, rows, self.language)
        self.add(table).set_column(1, 1, TEXT)

    def _write(self, sheet: Worksheet, table: Table, row: int, column: int) -> None:
        """One cell: a number as a number in the form of its figure, a text as text; the first has its zone's colour."""
        look = {"bg_color": slot(table.zones[row]).colour} if table.zones and column == 0 else {}
        found, at = table.number(row, column), (row + 1, column)
        if found is None:
            text = mended(table.text(row, column)) if table.rows[row][column] is not None else ""
            sheet.write_string(*at, text, self.style(**look)) if text else sheet.write_blank(*at, None, self.style())
            return
        value, figure = found
        style = self.style(number_format(figure), **look)
        if value is None or not math.isfinite(value):
            sheet.write_blank(*at, None, style)
        else:
            sheet.write_number(*at, value, style)

    def done(self) -> bytes:
        """The file."""
        self.file.close()
        return self.stream.getvalue()


def _heading(column: Column, language: Language) -> str:
    """Title and unit; the numbers of a share say themselves that they are per cent."""
    return say("zoning.figure.header", language, name=column.title, unit=column.unit) if column.unit else column.title


def _name(title: str) -> str:
    """A title as the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST].strip().strip("'")


def _folded(heading: str) -> int:
    """Cells of a heading that may take two lines, its unit below its name."""
    name, bracket, unit = heading.partition("（") if "（" in heading else heading.partition(" (")
    return max(cell_len(name), cell_len(unit) + 2) if bracket else (cell_len(heading) + 1) // 2 + 1
