"""A report as a workbook: its text on the first sheet, then a sheet a table, numbers as numbers."""

from workbench.report.formats.dated import dated
from workbench.report.model import Heading, Paragraph, Report
from workbench.tables.book import ITEM, TEXT, Book
from workbench.tables.table import Column, Table


def xlsx(report: Report) -> bytes:
    """The file."""
    book = Book(report.language)
    book.add(_text(report), report.sections[0].title, widths=(ITEM, TEXT))
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                book.add(block)
    return dated(book.done(), report.issue.time)


def _text(report: Report) -> Table:
    """What the report says in words, chapter by chapter."""
    rows = [("", report.subtitle), ("", report.notice)]
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                rows.append((section.title, block.head + block.text))
            elif isinstance(block, Heading):
                rows.append((section.title, block.text))
    columns = (Column(report.title), Column(""))
    return Table(report.title, columns, [row for row in rows if row[1]], report.language)
