"""A table once for the terminal, a workbook and a report: titles, units and decimals come from the figures.

A column is a figure, or the key of a text field (``workbench.field``). A number with a figure of its own is an
:class:`Amount`. Nothing here knows what the rows mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.line.saving import save
from workbench.line.screen import DONE, INFEASIBLE, Screen, plain
from workbench.tables.table import number_format
from workbench.tables.tables import Cell, Column, fitted, indented
from workbench.tables.workbook import Book
from workbench.tables.workbook import Column as BookColumn
from zoning.judge.figures import Figure
from zoning.result.codec import dumps
from zoning.texts import Language, Message, say


@dataclass(frozen=True)
class Amount:
    """A number that is shown as its own figure, not as that of its column."""

    figure: Figure
    value: float
    signed: bool = False


Value = str | float | None | Amount


@dataclass(frozen=True)
class Sheet:
    """A table: ``workbench.sheet.<key>`` is its title, ``note`` a sentence below it."""

    key: str
    columns: tuple[str | Figure, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""

    def title(self, language: Language) -> str:
        return say(f"workbench.sheet.{self.key}", language)


def compared(key: str, rows: Sequence[tuple[Figure, float, float]], note: str, language: Language) -> Sheet:
    """Before and after, a figure a row; the note names period and base (B7)."""
    cells = [
        (
            figure.header(language),
            Amount(figure, before),
            Amount(figure, after),
            Amount(figure, after - before, signed=True),
        )
        for figure, before, after in rows
    ]
    return Sheet(key, ("figure", *(Figure(column) for column in ("before", "after", "difference"))), cells, note)


def show_sheet(screen: Screen, sheet: Sheet) -> None:
    """Show a table under its title."""
    columns = [
        Column(screen.say(f"workbench.field.{column}"), right=False)
        if isinstance(column, str)
        else Column(column.name(screen.language), column.unit_name(screen.language))
        for column in sheet.columns
    ]
    rows: list[list[Cell]] = [
        [worded(column, value) for column, value in zip(sheet.columns, row, strict=True)] for row in sheet.rows
    ]
    screen.heading(f"workbench.sheet.{sheet.key}")
    screen.show(fitted(columns, rows, screen.width))
    if sheet.note:
        screen.show(indented(sheet.note, screen.width))


def write_sheet(book: Book, sheet: Sheet) -> None:
    """The table as a sheet of its own."""
    columns = [
        BookColumn(say(f"workbench.field.{column}", book.language))
        if isinstance(column, str)
        else BookColumn(
            column.name(book.language) if column.share else column.header(book.language), number_format(column)
        )
        for column in sheet.columns
    ]
    plain = [[value.value if isinstance(value, Amount) else value for value in row] for row in sheet.rows]
    made = book.sheet(sheet.title(book.language), columns, plain)
    for r, row in enumerate(sheet.rows, start=1):
        for c, value in enumerate(row):
            if isinstance(value, Amount):
                book.write(made, r, c, value.value, number_format(value.figure))


def book_of(sheets: Sequence[Sheet], lines: Sequence[str], language: Language) -> bytes:
    """A workbook of these tables, and a last sheet with the notes of each and the lines."""
    book = Book(language)
    for sheet in sheets:
        write_sheet(book, sheet)
    notes = [*(sheet.note for sheet in sheets if sheet.note), *lines]
    title = say("workbench.sheet.notes", language)
    book.sheet(title, [BookColumn(say("workbench.book.content", language))], [[note] for note in notes])
    return book.done()


@dataclass(frozen=True)
class Answer:
    """What a command found: the object for a program, a sentence, tables, and lines on what it rests on."""

    name: str
    content: dict[str, Any]
    title: str
    sheets: Sequence[Sheet]
    lines: Sequence[str]
    warnings: Sequence[str] = ()

    def document(self) -> dict[str, Any]:
        """The object of ``name.json``."""
        return {"schema": f"zoning.{self.name}/1", **self.content}


def give(screen: Screen, answer: Answer, folder: Path | None) -> int:
    """Write ``name.json`` and ``name.xlsx`` where a folder is given, then show everything."""
    screen.emit(answer.document())
    if folder is not None:
        lines = [answer.title, *answer.warnings, *answer.lines]
        book = book_of(answer.sheets, lines, screen.language)
        files = {f"{answer.name}.json": dumps(plain(answer.document())).encode(), f"{answer.name}.xlsx": book}
        save(folder, files)
    screen.sentence(answer.title, "bold green")
    screen.show(*(indented(f"* {warning}", screen.width, "yellow") for warning in answer.warnings))
    for sheet in answer.sheets:
        show_sheet(screen, sheet)
    screen.heading("workbench.applied.title")
    screen.show(*(indented(line, screen.width) for line in answer.lines))
    if folder is not None:
        screen.heading("workbench.files.title", folder=str(folder))
        screen.show("  " + "  ".join(files))
    return DONE


def impossible(screen: Screen, reasons: Sequence[Message]) -> int:
    """Say with numbers why nothing keeps what was asked."""
    said = [reason.text(screen.language) for reason in reasons]
    return screen.refuse_plan(screen.say("workbench.systems.impossible"), INFEASIBLE, said, {})


def worded(column: str | Figure, value: Value) -> str:
    """A cell in words, as its figure is rounded everywhere."""
    if isinstance(value, Amount):
        return value.figure.text(value.value, signed=value.signed)
    if isinstance(value, str):
        return value
    figure = Figure(column) if isinstance(column, str) else column
    return figure.text(float("nan") if value is None else value)
