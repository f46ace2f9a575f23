"""What slides are made of: texts and tables in boxes of mm, all of which can be edited."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt
from rich.cells import cell_len

from workbench.report.model import balanced, widths
from workbench.tables.palette import slot
from workbench.tables.table import Table

FONT = "微软雅黑"
ROWS, ROW, TALL, STEP = 13, 8.0, 30.0, 0.5
"""Rows of a table that a slide has room for, the least and greatest height of one in mm, and by what it is lowered."""
LETTERS = 22.0
"""The largest letters of a table, in points: those of few rows, that fill a slide."""
PT_MM, CELL, LINE, HEAD_LINE = 1.25, 0.2, 0.46, 0.52
"""Letters of a table in points a mm of a row; in mm a point a screen cell (half a Chinese character), a line, and the
line of a heading in the fonts with the highest ones."""
HEAD = 18.0
"""The height of a heading of one line at the most, in mm."""
SIDE = 1.6
"""From the side of a cell to what it says, in mm."""
HEADING = "#DCE6F1"
DARK, GREY, RED = RGBColor(0x22, 0x22, 0x22), RGBColor(0x66, 0x66, 0x66), RGBColor(0xA0, 0, 0)


def write(slide: Any, words: str, size: float, at: tuple[float, float, float, float], **look: Any) -> Any:
    """A text in a box of (left, top, width, height) in mm."""
    frame = slide.shapes.add_textbox(*map(Mm, at)).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    say_in(frame, words, size, **look)
    return frame


def say_in(
    frame: Any,
    words: str,
    size: float,
    *,
    bold: bool = False,
    colour: RGBColor = DARK,
    side: Any = PP_ALIGN.LEFT,
    more: bool = False,
) -> None:
    """Write into a text frame, as one more paragraph where ``more``."""
    paragraph = frame.add_paragraph() if more else frame.paragraphs[0]
    paragraph.alignment = side
    for k, line in enumerate(words.split("\n")):
        if k:  # a line of its own, so that programs set it on the same side as the first
            paragraph = frame.add_paragraph()
            paragraph.alignment = side
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.color.rgb, run.font.name = Pt(size), bold, colour, FONT
        east = run._r.get_or_add_rPr().makeelement(qn("a:ea"), {"typeface": FONT})
        run._r.get_or_add_rPr().append(east)


def tabled(
    slide: Any, table: Table, at: tuple[float, float, float, float], *, titled: bool = True
) -> tuple[float, int]:
    """A table in a box of (left, top, width, height) in mm; gives where it ends, and how many rows have room."""
    left, top, room, high = at
    if titled:
        write(slide, table.title, 13, (left, top, room, 7), bold=True)
        top, high = top + 8, high - 8
    shown = replace(table, rows=table.rows[:ROWS], zones=table.zones[:ROWS])
    tall = TALL
    while (laid := _laid(shown, room, high, tall)).left_out and tall > ROW:
        tall -= STEP
    size, heights, columns = laid.size, laid.heights, shown.columns
    grid = slide.shapes.add_table(len(heights), len(columns), *map(Mm, (left, top, room, sum(heights)))).table
    for row, height in zip(grid.rows, heights, strict=True):
        row.height = Mm(height)
    for c, column in enumerate(columns):
        grid.columns[c].width = Mm(laid.wide[c])
        side = PP_ALIGN.RIGHT if column.numeric else PP_ALIGN.LEFT
        _cell(grid.cell(0, c), laid.headings[c], size, side, HEADING, bold=True)
        for r in range(len(heights) - 1):
            fill = slot(shown.zones[r]).colour if c == 0 and shown.zones else "#FFFFFF"
            _cell(grid.cell(r + 1, c), shown.text(r, c), size, side, fill)
    return top + sum(heights), len(heights) - 1


class _Laid(NamedTuple):
    """Widths of columns and heights of rows that have room, the head's first, in mm; letters in points; headings."""

    wide: list[float]
    heights: list[float]
    size: float
    headings: list[str]
    left_out: int


def _laid(table: Table, room: float, high: float, tall: float) -> _Laid:
    """A table in a room of so many mm, its rows ``tall`` or more."""
    size = min(PT_MM * tall, LETTERS)
    cell = size * CELL
    columns, scale = widths(table, room / cell)
    size = round(size * min(scale, 1.0), 1)
    wide = [width * scale * cell for width in columns]
    headings = [
        "\n".join(filter(None, (balanced(column.title, width), column.unit)))
        for column, width in zip(table.columns, columns, strict=True)
    ]
    head = max(min(tall, HEAD), (1 + max(words.count("\n") for words in headings)) * size * HEAD_LINE + 2)
    heights = [head, *_heights(table, wide, size, tall, high - head)]
    return _Laid(wide, heights, size, headings, 1 + len(table.rows) - len(heights))


def _heights(table: Table, wide: list[float], size: float, tall: float, room: float) -> Iterator[float]:
    """Heights of the rows that have room, in mm, each for the lines that its longest text needs."""
    for r in range(len(table.rows)):
        cells = (cell_len(table.text(r, c)) * size * CELL / (wide[c] - 2 * SIDE) for c in range(len(wide)))
        height = max(tall, max(map(math.ceil, cells)) * size * LINE + 1.5)
        if (room := room - height) < 0 and r:
            return
        yield height


def _cell(cell: Any, words: str, size: float, side: Any, fill: str, *, bold: bool = False) -> None:
    cell.margin_top = cell.margin_bottom = Mm(0.6)
    cell.margin_left = cell.margin_right = Mm(SIDE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
    say_in(cell.text_frame, words, size, bold=bold, side=side)
