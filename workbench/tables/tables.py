"""Tables that fit: beside each other where the screen is wide enough, one card a row where it is not.

Widths are counted in screen cells, of which a Chinese character takes two. Nothing here knows what the columns mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from workbench.line.speech import folded, mended

Cell = str | Text
GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True)
class Column:
    """A column: its title, a second title line (the unit), and whether its cells are numbers."""

    title: str
    unit: str = ""
    right: bool = True

    @property
    def heading(self) -> str:
        return f"{self.title}\n{self.unit}" if self.unit else self.title


def natural_width(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int:
    """Cells that the table needs when nothing is wrapped."""
    widths = (
        max([cell_len(column.title), cell_len(column.unit), *(_cells(row[c]) for row in rows)])
        for c, column in enumerate(columns)
    )
    return sum(width + GAP for width in widths)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> RenderableType:
    """One table where it fits, else several below each other that repeat the first column, else a card a row."""
    if natural_width(columns, rows) <= width:
        return table(columns, rows)
    parts: list[list[int]] = [[0]]
    for c in range(1, len(columns)):
        if not _fits(columns, rows, [*parts[-1], c], width):
            parts.append([0])
            if not _fits(columns, rows, [0, c], width):
                return cards(columns, rows, width)
        parts[-1].append(c)
    drawn = [table([columns[c] for c in part], [[row[c] for c in part] for row in rows]) for part in parts]
    return Group(*(piece for i, part in enumerate(drawn) for piece in ([Text("")] if i else []) + [part]))


def _fits(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], part: Sequence[int], width: int) -> bool:
    return natural_width([columns[c] for c in part], [[row[c] for c in part] for row in rows]) <= width


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """All rows under one heading."""
    drawn = Table(box=box.SIMPLE_HEAD, padding=(0, GAP - 1, 0, 0), show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(
            Text(column.heading, overflow="fold"), justify="right" if column.right else "left", overflow="fold"
        )
    for row in rows:
        drawn.add_row(*(_text(cell) for cell in row))
    return drawn


def cards(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Group:
    """Every row as lines, the first cell as their heading."""
    parts: list[RenderableType] = []
    for row in rows:
        heading = _text(row[0]).copy()
        heading.stylize("bold")
        lines = [heading]
        for column, cell in zip(columns[1:], row[1:], strict=True):
            unit = f" {column.unit}" if column.unit and column.right else ""
            line = Text.assemble("  ", column.title, "  ", _text(cell), unit)
            lines.append(indented(line.plain.lstrip(), width) if line.cell_len > width else line)
        for line in lines:
            line.overflow = "fold"
        parts += lines
    return Group(*parts)


def indented(line: str, width: int, style: str = "") -> Text:
    """A sentence set in from the left, all of its lines."""
    return Text("\n".join("  " + part for part in folded(line, max(width - 2, 8))), style=style)


def listed(names: Sequence[str], width: int, separator: str) -> str:
    """Names joined and broken into lines of at most ``width`` cells, between names wherever one fits in a line."""
    lines = [""]
    for i, name in enumerate(names):
        piece = name + (separator if i + 1 < len(names) else "")
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _text(cell: Cell) -> Text:
    return cell if isinstance(cell, Text) else Text(mended(cell))


def _cells(cell: Cell) -> int:
    return max((cell_len(line) for line in _text(cell).plain.split("\n")), default=0)
