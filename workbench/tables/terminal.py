"""Tables on the terminal: in one piece where the screen is wide enough, in several below each other, or a card a row.

Widths are counted in screen cells, of which a Chinese character takes two. Nothing here knows what the columns mean.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table as Drawn
from rich.text import Text

from workbench.line.screen import Screen
from workbench.line.speech import folded, mended
from workbench.tables.palette import slot
from workbench.tables.table import Column, Table

Cell = str | Text
GAP = 2
"""Cells between two columns."""
NARROW = 8
"""Cells of a line at the least."""
NAMES_WIDTH = 26
"""Cells that a column of names needs to be worth having."""


def show_lines(screen: Screen, lines: Iterable[str], style: str = "") -> None:
    """Show sentences set in from the left."""
    screen.show(*(indented(line, screen.width, style) for line in lines))


def show_table(screen: Screen, table: Table) -> None:
    """Show a table under its title, its note below it."""
    screen.show("")
    screen.sentence(table.title, "bold")
    show_rows(screen, table)


def show_rows(screen: Screen, table: Table) -> None:
    """Show a table without its title; names go below it where the screen is too narrow for a column of them."""
    named = next((c for c in range(len(table.columns)) if _has_names(table, c)), None)
    columns, rows = list(table.columns), [_cells_of(table, r) for r in range(len(table.rows))]
    if named is None:
        screen.show(fitted(columns, rows, screen.width))
    else:
        _show_named(screen, table, rows, named)
    if table.note:
        screen.show(indented(table.note, screen.width))


def _show_named(screen: Screen, table: Table, rows: list[list[Cell]], named: int) -> None:
    """A table with a column of names: broken between names in the room that is left, or below it, a list a row."""
    others = [[cell for c, cell in enumerate(row) if c != named] for row in rows]
    columns = [column for c, column in enumerate(table.columns) if c != named]
    separator = screen.say("workbench.list.separator")
    members = [value if isinstance(value, tuple) else () for value in (row[named] for row in table.rows)]
    room = screen.width - natural_width(columns, others)
    if room >= NAMES_WIDTH:
        whole = [
            [*row[:named], listed(names, room - GAP, separator), *row[named:]]
            for row, names in zip(others, members, strict=True)
        ]
        screen.show(drawn(table.columns, whole))
        return
    screen.show(fitted(columns, others, screen.width))
    for row, names in zip(rows, members, strict=True):
        screen.show(Text.assemble(_text(row[0]), screen.say("workbench.list.count", count=len(names))))
        lines = listed(names, max(screen.width - 4, NARROW), separator).split("\n")
        screen.show(*(indented(line, screen.width) for line in lines))


def _has_names(table: Table, column: int) -> bool:
    return any(isinstance(row[column], tuple) for row in table.rows)


def _cells_of(table: Table, row: int) -> list[Cell]:
    """The cells of a row: a zone's colour before the first, strong ones bold."""
    cells: list[Cell] = [table.text(row, c) for c in range(len(table.columns))]
    if table.zones:
        cells[0] = Text.assemble(("██ ", slot(table.zones[row]).colour), mended(str(cells[0])))
    return [Text(str(cell), "bold") if (row, c) in table.strong else cell for c, cell in enumerate(cells)]


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
        return drawn(columns, rows)
    parts: list[list[int]] = [[0]]
    for c in range(1, len(columns)):
        if not _fits(columns, rows, [*parts[-1], c], width):
            parts.append([0])
            if not _fits(columns, rows, [0, c], width):
                return cards(columns, rows, width)
        parts[-1].append(c)
    pieces = [drawn(_titled(columns, part), [[row[c] for c in part] for row in rows]) for part in parts]
    return Group(*(piece for i, part in enumerate(pieces) for piece in ([Text("")] if i else []) + [part]))


def _titled(columns: Sequence[Column], part: Sequence[int]) -> list[Column]:
    """The columns of a part; one that stood in the middle of others under one title has that title again."""
    chosen = [columns[c] for c in part]
    if len(part) > 1 and not chosen[1].title:
        before = (columns[c].title for c in range(part[1], 0, -1))
        chosen[1] = replace(chosen[1], title=next((title for title in before if title), ""))
    return chosen


def _fits(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], part: Sequence[int], width: int) -> bool:
    return natural_width([columns[c] for c in part], [[row[c] for c in part] for row in rows]) <= width


def drawn(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Drawn:
    """All rows under one heading."""
    made = Drawn(box=box.SIMPLE_HEAD, padding=(0, GAP - 1, 0, 0), show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(
            Text(_heading(column), overflow="fold"), justify="right" if column.numeric else "left", overflow="fold"
        )
    for row in rows:
        made.add_row(*(_text(cell) for cell in row))
    return made


def _heading(column: Column) -> str:
    return f"{column.title}\n{column.unit}" if column.unit else column.title


def cards(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> Group:
    """Every row as lines, the first cell as their heading."""
    parts: list[RenderableType] = []
    for row in rows:
        heading = _text(row[0]).copy()
        heading.stylize("bold")
        lines = [heading]
        for column, cell in zip(columns[1:], row[1:], strict=True):
            unit = f" {column.unit}" if column.unit and column.numeric else ""
            line = Text.assemble("  ", column.title, "  ", _text(cell), unit)
            lines.append(indented(line.plain.lstrip(), width) if line.cell_len > width else line)
        for line in lines:
            line.overflow = "fold"
        parts += lines
    return Group(*parts)


def indented(line: str, width: int, style: str = "") -> Text:
    """A sentence set in from the left, all of its lines."""
    return Text("\n".join("  " + part for part in folded(line, max(width - 2, NARROW))), style=style)


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
