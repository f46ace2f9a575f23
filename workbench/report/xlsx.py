"""A report as a workbook: its text on the first sheet, then a sheet a table, numbers as numbers."""

import re

from workbench.report.model import Heading, Paragraph, Report, Table
from workbench.tables.workbook import Book, Column

LONGEST = 31
"""Characters of a sheet's name, by Excel's own limit."""


def xlsx(report: Report) -> bytes:
    """The file."""
    book = Book(report.language)
    _text(book, report)
    names: set[str] = set()
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                _table(book, block, _name(block.caption, names))
    return book.done()


def _text(book: Book, report: Report) -> None:
    """What the report says in words, chapter by chapter."""
    rows: list[list[str | float | None]] = [["", report.subtitle], ["", report.notice]]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                rows.append([section.title, block.head + block.text])
            elif isinstance(block, Heading):
                rows.append([section.title, block.text])
    columns = [Column(report.title), Column("")]
    sheet = book.sheet(report.sections[0].title, columns, [row for row in rows if row[1]])
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)


def _table(book: Book, table: Table, name: str) -> None:
    columns = [
        Column(f"{column.heading}\n{column.unit}" if column.unit else column.heading, table.rows[0][c].format)
        for c, column in enumerate(table.columns)
    ]
    rows = [[cell.value if cell.format else cell.text for cell in row] for row in table.rows]
    sheet = book.sheet(name, columns, rows)
    for r, row in enumerate(table.rows, start=1):
        for c, cell in enumerate(row):
            if cell.format != columns[c].format:
                book.write(sheet, r, c, rows[r - 1][c], cell.format)
        if table.looks:
            sheet.write_string(r, 0, row[0].text, book.style(bg_color=table.looks[r - 1].colour))
    if table.note:
        sheet.write_string(len(rows) + 2, 0, table.note)


def _name(caption: str, taken: set[str]) -> str:
    """The caption as the name of a sheet; it begins with the table's number, so no two are equal."""
    name = re.sub(r"[\[\]:*?/\\]", " ", caption)[:LONGEST].strip().strip("'")
    taken.add(name)
    return name
