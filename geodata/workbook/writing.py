"""Tables to an ``.xlsx``: written so that reading them gives equal tables, and so that a planner can work in it.

A cell becomes a number only where the number reads back as the very same text; everything else, codes first of all, is
text, so that none turns into a formula, a date or a power of ten. The creation date is fixed: equal tables give equal
files. What it may get wrong: comments and colours of a workbook the tables came from are not theirs to keep.
"""

import datetime
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from geodata.formats.guard import MAX_COLUMNS, MAX_SHEET_ROWS
from geodata.sources.attached import settings_inside
from geodata.sources.flat import CLASSES, SETTINGS, classes_table, settings_table
from geodata.sources.flat_layer import layer_table
from geodata.tables.kinds import KINDS
from geodata.tables.table import Table, Tables
from geodata.workbook.sheet_kinds import LAYERS
from geodata.workbook.sheets import text as read_back
from zoning.model.errors import InputError, Mistake
from zoning.texts import Language, Message

CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
TEXT = "@"
"""Excel's format of text: what is typed into such a cell stays as it is."""
WORDS = {
    "code",
    "name",
    "station",
    "class",
    "period",
    "a",
    "b",
    "from",
    "to",
    "kind",
    "current_zone",
    "new_zone",
    "note",
    "key",
    "post",
}
"""Columns that are text even where a cell looks like a number."""
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
SHOWN_DIGITS = 11
"""A longer whole number of an unknown column is text: a spreadsheet would show it in powers of ten."""
LONGEST = 32_767
"""Characters of one cell."""
NARROWEST, WIDEST = 8, 44
LOOKED_AT = 200
"""Rows from which the width of a column is taken."""
HEAD = {
    "bold": True,
    "bg_color": "#DCE6F1",
    "border": 1,
    "border_color": "#A6A6A6",
    "valign": "vcenter",
    "text_wrap": True,
}
BODY = {"border": 1, "border_color": "#D9D9D9", "valign": "top"}


def new_book(title: str) -> tuple[Any, io.BytesIO]:
    """An empty workbook and the stream it goes to."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    book.set_properties({"title": title, "created": CREATED})
    book.set_calc_mode("auto")
    return book, stream


def render_workbook(tables: Tables, language: Language = "zh") -> bytes:
    """The bytes of a workbook that reads back as equal tables; settings and layers become sheets, too.

    Raises
    ------
    InputError
        With every cell and table that a workbook cannot hold.
    """
    sheets = sheets_of(tables, language)
    wrong = [one for name, table in sheets.items() for one in cannot_hold(name, table)]
    if wrong:
        raise InputError(wrong)
    name = (tables.settings or {}).get("name")
    book, stream = new_book(name if isinstance(name, str) else "")
    head, text = book.add_format(HEAD), book.add_format({**BODY, "num_format": TEXT})
    plain = book.add_format(BODY)
    for title, table in sheets.items():
        sheet = book.add_worksheet(title)
        for c, (heading, key) in enumerate(zip(table.header, table.keys, strict=True)):
            cells = [row.cells[c] for row in table.rows]
            numbers = [None if key in WORDS else as_number(cell, known=key is not None) for cell in cells]
            sheet.write_string(0, c, heading, head)
            is_text = key in WORDS or not any(number is not None for number in numbers)
            sheet.set_column(c, c, width([heading, *cells[:LOOKED_AT]]), text if is_text else plain)
            for r, (cell, number) in enumerate(zip(cells, numbers, strict=True), start=1):
                if number is not None:
                    sheet.write_number(r, c, number, plain)
                elif cell:
                    sheet.write_string(r, c, cell, text)
        printable(sheet, head_rows=1)
    book.close()
    return stream.getvalue()


def sheets_of(tables: Tables, language: Language = "zh") -> dict[str, Table]:
    """Every sheet by its name: settings, classes, tables, layers."""
    sheets: dict[str, Table] = {}
    if tables.settings is not None:
        content = settings_inside(tables)
        sheets[SETTINGS.name] = settings_table(content, SETTINGS.name, language)
        classes = classes_table(content, CLASSES.name, language)
        sheets |= {} if classes is None else {CLASSES.name: classes}
    sheets |= {KINDS[key].name: table for key, table in tables.tables.items()}
    for key, layer in ((key, getattr(tables, key)) for key in LAYERS):
        if layer is not None:
            sheets[LAYERS[key].name] = layer_table(layer, LAYERS[key].name, language)
    return sheets


def cannot_hold(name: str, table: Table) -> list[Mistake]:
    """What of a table a workbook would lose: rows and columns beyond its size, cells too long or not plain text."""
    if len(table.rows) > MAX_SHEET_ROWS or len(table.header) > MAX_COLUMNS:
        size = {"rows": len(table.rows), "columns": len(table.header), "limit": MAX_SHEET_ROWS, "wide": MAX_COLUMNS}
        return [Mistake(Message("geodata.book.too_large", size), name)]
    heads = [(None, heading, heading) for heading in table.header]
    cells = (
        (row.line, heading, cell) for row in table.rows for heading, cell in zip(table.header, row.cells, strict=True)
    )
    return [
        Mistake(Message("geodata.book.cannot_hold", {"limit": LONGEST}), name, line, heading, cell)
        for line, heading, cell in (*heads, *cells)
        if len(cell) > LONGEST or not _survives(cell)
    ]


def _survives(cell: str) -> bool:
    """Whether the text reads back as it is: it is Unicode, and what looks like an escape would be taken for one."""
    return cell == read_back(cell) and not any(unicodedata.category(c) == "Cs" or c in "\ufffe\uffff" for c in cell)


def as_number(cell: str, *, known: bool) -> float | None:
    """The number that reads back as this very text; ``None`` where a cell has to be text."""
    if not NUMBER.fullmatch(cell) or (not known and len(cell) > SHOWN_DIGITS):
        return None
    value = float(cell)
    stored = f"{value:.16G}"  # as xlsxwriter writes it
    read = float(stored) if "." in stored or "E" in stored else int(stored)
    return value if read_back(read) == cell else None


def width(cells: Sequence[str]) -> float:
    """Of a column, in characters; a wide character takes two."""
    longest = max((max(map(cell_width, cell.split("\n"))) for cell in cells if cell), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2))


def cell_width(text: str) -> int:
    """Characters of Latin width that a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def printable(sheet: Any, head_rows: int, head_columns: int = 1) -> None:
    """Freeze the header and set the page: A4 across, as wide as the table, the header on every page."""
    sheet.freeze_panes(head_rows, head_columns)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, head_rows - 1)
    sheet.set_footer("&L&A&R&P / &N")
