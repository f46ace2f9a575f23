"""One table, three places: on the terminal, as a sheet of a workbook, in a report. A row of figures is stated once.

Headings are ``workbench.head.<key>``, titles ``workbench.grid.<key>``. Unknown figures are ``None`` or NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.screen import Screen
from workbench.speech import UNKNOWN, number, percent
from workbench.tables import Cell, Column, fitted
from workbench.workbook import Book
from workbench.workbook import Column as SheetColumn
from zoning.texts import Language, say

Value = str | float | None
FORMATS = {"text": "", "whole": "#,##0", "tenth": "#,##0.0", "share": "0.0%"}


@dataclass(frozen=True)
class Head:
    """A column: its key, what stands in it (``text``, ``whole``, ``tenth``, ``share``), its unit, a number it names."""

    key: str
    kind: str = "text"
    unit: str = ""
    number: int = 0

    def name(self, language: Language) -> str:
        return say(f"workbench.head.{self.key}", language, number=self.number)

    def unit_name(self, language: Language) -> str:
        return say(f"workbench.unit.{self.unit}", language) if self.unit else ""

    def header(self, language: Language) -> str:
        """Name and unit on one line."""
        name, unit = self.name(language), self.unit_name(language)
        return say("workbench.figure.header", language, name=name, unit=unit) if unit else name

    def shown(self, value: Value) -> str:
        if isinstance(value, str) or value is None:
            return value or UNKNOWN
        return percent(value) if self.kind == "share" else number(value, 1 if self.kind == "tenth" else 0)


@dataclass(frozen=True)
class Grid:
    """A table with a title."""

    key: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Value]]

    def title(self, language: Language) -> str:
        return say(f"workbench.grid.{self.key}", language)


def show_grid(screen: Screen, grid: Grid) -> None:
    """The table under its title."""
    columns = [Column(h.name(screen.language), h.unit_name(screen.language), h.kind != "text") for h in grid.heads]
    rows: list[list[Cell]] = [[h.shown(v) for h, v in zip(grid.heads, row, strict=True)] for row in grid.rows]
    screen.show("")
    screen.sentence(grid.title(screen.language), "bold")
    screen.show(fitted(columns, rows, screen.width))


def write_grid(book: Book, grid: Grid, frozen: int = 1) -> None:
    """The table as a sheet of its own, called by its key under ``workbench.sheet``."""
    columns = [SheetColumn(h.header(book.language), FORMATS[h.kind]) for h in grid.heads]
    book.sheet(say(f"workbench.sheet.{grid.key}", book.language), columns, grid.rows, frozen)
