"""Tables as sheets of a workbook.

Codes are text, no text becomes a formula, units stand in the headings, unknown figures are empty cells, pages print on
A4 across with their headings repeated, wide tables over several pages. The creation date is fixed, so that equal tables
give equal files.
"""

import datetime
import io
import math
import re
import struct
from collections.abc import Sequence

import xlsxwriter  # type: ignore[import-untyped]
from rich.cells import cell_len
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from workbench.line.speech import mended
from workbench.tables.palette import slot
from workbench.tables.table import Amount, Change, Column, Table
from zoning.judge.figures import Figure
from zoning.texts import Language, say

CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
NARROWEST, WIDEST, ITEM, TEXT = 5, 38, 24, 110
"""Characters of a column at the least and the most, and of those of notes: what they are on, and sentences."""
LINE = 14
"""Height of a line of a cell, in points."""
PAGE = 190
"""Characters across a printed page, at letters of about 70 %: a wider table goes on to the next page."""
PICTURE, SCREEN, DOTS = 1020, 96, 200
"""Longer side of a picture on a sheet in the dots of a screen, and dots an inch of a screen and of a drawn picture."""
LONGEST = 31
"""Characters of a sheet's name, by Excel's own limit."""


def number_format(figure: Figure, *, signed: bool = False) -> str:
    """The number format of a figure; a share is shown in per cent by it, a difference with its sign."""
    decimals = "." + "0" * figure.digits if figure.digits else ""
    plain = f"0{decimals}%" if figure.share else f"#,##0{decimals}"
    return f"+{plain};−{plain};{plain}" if signed or figure.signed else plain


def points_format(figure: Figure, language: Language) -> str:
    """The number format of a difference of shares, which is a number of percentage points."""
    unit = say("zoning.figure.percentage_points", language, value="").replace('"', "")
    number = "0" + ("." + "0" * figure.digits if figure.digits else "")
    return f'+{number}"{unit}";−{number}"{unit}";{number}"{unit}"'


class Book:
    """A workbook under construction: its formats and the language of its headings."""

    def __init__(self, language: Language, title: str = "") -> None:
        """An empty one; ``title`` stands at the head of every printed page."""
        self.language, self.title = language, title
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

    def add(self, table: Table, name: str = "", frozen: int = 1, widths: Sequence[float] | None = None) -> None:
        """The table as a sheet, called as the table unless it has a shorter ``name``; its first columns are frozen.

        Columns are as wide as what stands in them unless ``widths``, in characters, are given.
        """
        sheet = self._sheet(name or table.title)
        head = self.style(bold=True, bg_color="#E8EEF4", align="center", valign="vcenter", text_wrap=True)
        narrow = widths is not None
        widths = [self._width(table, c) for c in range(len(table.columns))] if widths is None else list(widths)
        for c, column in enumerate(table.columns):
            sheet.write_string(0, c, _heading(column, self.language, widths[c], narrow=narrow), head)
            sheet.set_column(c, c, widths[c])
        sheet.set_row(0, 34)
        for r in range(len(table.rows)):
            texts = [table.text(r, c) for c in range(len(table.columns))]
            lines = max(_lines(text, width) for text, width in zip(texts, widths, strict=True))
            if lines > 1:
                sheet.set_row(r + 1, LINE * lines)
            for c in range(len(table.columns)):
                self._write(sheet, table, r, c)
        if table.note:
            self._note(sheet, table, sum(widths))
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, len(table.rows) + (2 if table.note else 0), len(table.columns) - 1)
        across = _pages(widths, frozen)
        if across > 1:
            sheet.repeat_columns(0, frozen - 1)
        self._printed(sheet, across)

    def _sheet(self, title: str) -> Worksheet:
        """A new sheet by its name, with a number where another is called so already."""
        name, taken, number = _name(title), {one.lower() for one in self.file.sheetnames}, 1
        free = name
        while free.lower() in taken:
            number += 1
            free = f"{name[: LONGEST - 4]} {number}"
        return self.file.add_worksheet(free)

    def _note(self, sheet: Worksheet, table: Table, width: float) -> None:
        """The note of a table below it, folded within its width."""
        row, last = len(table.rows) + 2, len(table.columns) - 1
        look = self.style(border=0)
        if last:
            sheet.merge_range(row, 0, row, last, "", look)
        sheet.write_string(row, 0, table.note, look)
        sheet.set_row(row, LINE * _lines(table.note, width))

    def picture(self, name: str, png: bytes) -> None:
        """A sheet with a picture that fills a printed page, upright or across as the picture is."""
        sheet = self._sheet(name)
        wide, high = struct.unpack(">II", png[16:24])
        scale = PICTURE / (max(wide, high) * SCREEN / DOTS)
        options = {"image_data": io.BytesIO(png), "x_scale": scale, "y_scale": scale, "description": name}
        sheet.insert_image(0, 0, f"{name}.png", options)
        sheet.hide_gridlines(2)
        self._printed(sheet, 1, upright=high > wide)
        sheet.fit_to_pages(1, 1)
        sheet.center_horizontally()

    def _printed(self, sheet: Worksheet, across: int, *, upright: bool = False) -> None:
        """A4, as wide as so many pages; its title above, its name and number below."""
        sheet.set_portrait() if upright else sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.75 if self.title else 0.5, bottom=0.6)
        sheet.fit_to_pages(across, 0)
        if self.title:
            sheet.set_header(f"&L&10{self.title.replace('&', '&&')}&R&10&A")
        sheet.set_footer("&C&10&P / &N")

    def _width(self, table: Table, column: int) -> float:
        """Characters that a column wants."""
        cells = (cell_len(table.text(r, column)) for r in range(len(table.rows)))
        heading = _folded(_heading(table.columns[column], self.language))
        return min(WIDEST, max(NARROWEST, heading + 1, *cells) + 2)

    def notes(self, rows: Sequence[tuple[str, str]]) -> None:
        """A last sheet of words: an item and its content a row."""
        columns = tuple(Column.keyed(key, self.language) for key in ("item", "content"))
        table = Table(say("workbench.sheet.notes", self.language), columns, rows, self.language)
        self.add(table, widths=(ITEM, TEXT))

    def _write(self, sheet: Worksheet, table: Table, row: int, column: int) -> None:
        """One cell: a number as a number in the form of its figure, a text as text; the first has its zone's colour."""
        look = {"bg_color": slot(table.zones[row]).colour} if table.zones and column == 0 else {}
        found, at = table.number(row, column), (row + 1, column)
        if found is None:
            text = mended(table.text(row, column)) if table.rows[row][column] is not None else ""
            sheet.write_string(*at, text, self.style(**look)) if text else sheet.write_blank(*at, None, self.style())
            return
        (value, figure), held = found, table.rows[row][column]
        form = number_format(figure, signed=isinstance(held, Change) or (isinstance(held, Amount) and held.signed))
        if isinstance(held, Change) and figure.share and value is not None:
            value, form = 100 * value, points_format(figure, self.language)
        style = self.style(form, **look)
        if value is None or not math.isfinite(value):
            sheet.write_blank(*at, None, style)
        else:
            sheet.write_number(*at, value, style)

    def done(self) -> bytes:
        """The file."""
        self.file.close()
        return self.stream.getvalue()


def _pages(widths: Sequence[float], frozen: int) -> int:
    """Printed pages beside each other that columns so wide take, the first of them repeated on each."""
    kept = sum(widths[:frozen])
    return max(1, math.ceil((sum(widths) - kept) / max(PAGE - kept, PAGE / 3)))


def _heading(column: Column, language: Language, width: float = math.inf, *, narrow: bool = False) -> str:
    """Title and unit; the numbers of a share say themselves that they are per cent.

    Where a column so wide has no room for both, the unit stands below; in a ``narrow`` one without its brackets.
    """
    if not column.unit:
        return column.title
    if narrow and max(cell_len(column.title), cell_len(column.unit) + 4) > width:
        return f"{column.title}\n{column.unit}"
    whole = say("zoning.figure.header", language, name=column.title, unit=column.unit)
    if cell_len(whole) + 1 < width:
        return whole
    return f"{column.title}\n{whole.removeprefix(column.title).lstrip()}"


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column so wide."""
    return sum(max(1, math.ceil(cell_len(part) / (width - 1))) for part in text.split("\n"))


def _name(title: str) -> str:
    """A title as the name of a sheet: a long one is cut before a bracket that stays open, else between words."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", title).split())
    if len(plain) > LONGEST:
        shorter = next((plain[:at] for at in _open_brackets(plain[:LONGEST]) if at > 0), plain[: LONGEST + 1])
        plain = shorter if len(shorter) <= LONGEST else shorter.rpartition(" ")[0] or shorter[:LONGEST]
    return plain.strip(" ,;:，；：、").strip("'")


def _open_brackets(text: str) -> list[int]:
    """Where brackets stand that are not closed in the text."""
    return sorted(text.rfind(a) for a, b in (("(", ")"), ("（", "）")) if text.rfind(a) > text.rfind(b))


def _folded(heading: str) -> int:
    """Cells of a heading that may take two lines, its unit below its name."""
    name, bracket, unit = heading.partition("（") if "（" in heading else heading.partition(" (")
    return max(cell_len(name), cell_len(unit) + 2) if bracket else (cell_len(heading) + 1) // 2 + 1
