"""What a command found: a sentence, tables, and what they rest on; shown, and written as an object and a workbook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.line.saving import save
from workbench.line.screen import DONE, INFEASIBLE, Screen
from workbench.tables.table import Table
from workbench.tables.terminal import show_lines, show_table
from zoning.result.documents import rendered, to_document
from zoning.result.mistakes import Mistakes
from zoning.texts import Language, Message


@dataclass(frozen=True)
class Answer:
    """What a command found: its result for a program, a sentence, tables, and lines on what it rests on.

    A workbook has the ``sheets`` where these are more than what is shown, else the tables; ``code`` is of the exit.
    """

    name: str
    result: object
    title: str
    tables: Sequence[Table]
    lines: Sequence[str]
    warnings: Sequence[str] = ()
    sheets: Sequence[Table] = ()
    code: int = DONE


def give(
    screen: Screen, answer: Answer, folder: Path | None, drawn: Callable[[], Mapping[str, bytes]] | None = None
) -> int:
    """Write ``name.json``, ``name.xlsx`` and what is ``drawn`` where a folder is given, then show everything."""
    if folder is not None:
        lines = [answer.title, *answer.warnings, *answer.lines]
        book = workbook(answer.sheets or answer.tables, lines, screen.language)
        files = {f"{answer.name}.json": rendered(answer.result), f"{answer.name}.xlsx": book}
        files |= drawn() if drawn is not None else {}
        save(folder, files)
    screen.emit(to_document(answer.result), answer.code)
    screen.sentence(answer.title, "bold green")
    show_lines(screen, (f"* {warning}" for warning in answer.warnings), "yellow")
    for table in answer.tables:
        show_table(screen, table)
    screen.heading("workbench.applied.title")
    show_lines(screen, answer.lines)
    if folder is not None:
        screen.written(folder, files)
    return answer.code


def workbook(tables: Sequence[Table], lines: Sequence[str], language: Language) -> bytes:
    """A sheet a table, and a last one with the lines."""
    from workbench.tables.book import Book

    book = Book(language)
    for table in tables:
        if table.rows:
            book.add(table, widths=table.widths or None)
    book.notes([(str(number), line) for number, line in enumerate(lines, start=1)])
    return book.done()


def impossible(screen: Screen, reasons: Sequence[Message]) -> int:
    """Say with numbers why nothing keeps what was asked."""
    said = [reason.text(screen.language) for reason in reasons]
    return screen.refuse_plan(screen.say("workbench.systems.impossible"), INFEASIBLE, said, to_document(Mistakes(())))
