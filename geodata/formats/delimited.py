"""Delimited text to a table and back: encodings, delimiters, headings, ragged rows.

Read are UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030. The delimiter is the one under which
most headings are recognised: comma, semicolon, tab, bar, the wide comma and semicolon of a Chinese keyboard, or what a
first line ``sep=`` names. Written is UTF-8 with commas, and a cell that a spreadsheet would run as a formula is written
as text. What it may get wrong: almost any bytes are some text in GB18030, so a file in a third encoding may come out
garbled; its headings are then not recognised and named.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from geodata.formats import guard
from geodata.tables.columns import check_columns, find, is_hint, recognise
from geodata.tables.findings import Findings
from geodata.tables.kinds import Kind
from geodata.tables.table import Row, Table
from zoning.texts import Message
from zoning.texts.formulas import bare, csv_text

DELIMITERS = ",;\t，；|"
SEPARATOR = re.compile(r'\ufeff*"?sep=(.)"?[ \t]*(?=\r|\n|\Z)', re.IGNORECASE)
"""The first line by which a spreadsheet tells itself how the cells are parted."""
LINE_END = re.compile(r"\r\n|\r|\n")
BOMS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str | Message:
    """The text of a file, or why it is none."""
    if data.startswith(BOMS):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            return Message("geodata.file.encoding")
        return Message("geodata.file.nul") if "\x00" in text else text
    if b"\x00" in data:
        return Message("geodata.file.nul")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return Message("geodata.file.encoding")


def read_table(kind: Kind, text: str, file: str, found: Findings) -> Table | None:
    """The table in ``text``, or ``None`` when it has no usable header; what is wrong is added to ``found``."""
    text, delimiter = _parted(kind, text)
    records = list(_records(text, delimiter, file, found))
    if not records:
        found.wrong(Message("geodata.table.empty"), file)
        return None
    (line, header), *rest = records
    rest = [(number, cells) for number, cells in rest if not is_hint(cells)]
    header = _without_blank_end(header, [cells for _, cells in rest])
    keys = recognise(kind, header, file, found, line)
    check_columns(kind, keys, file, line, found)
    if not rest and kind.required:
        found.wrong(Message("geodata.table.no_rows"), file)
    rows = tuple(_row(cells, number, len(header), file, found) for number, cells in rest)
    return Table(file, tuple(header), keys, rows, line=line)


def _parted(kind: Kind, text: str) -> tuple[str, str]:
    """The text without a line ``sep=`` and tabs behind quotes, and what parts its cells.

    Where no heading is known, the delimiter that makes most cells counts.
    """
    said = SEPARATOR.match(text)
    if said is not None:
        text = text[said.end() :]  # its line end stays, so that lines are counted as they stand in the file
    first = LINE_END.split(text.lstrip("\ufeff\r\n"), maxsplit=1)[0]
    options = dict.fromkeys([*([said[1]] if said else ()), *DELIMITERS])
    known = {option: _headings(kind, first, option) for option in options}
    delimiter = max(options, key=lambda option: known[option])
    if delimiter != "\t" and '"\t' in text:
        text = re.sub(rf'"\t+(?=[{re.escape(delimiter)}\r\n]|\Z)', '"', text)
    return text, delimiter


def _headings(kind: Kind, line: str, delimiter: str) -> tuple[int, int]:
    """How many known columns, and how many cells that hold something, a line of headings has under a delimiter."""
    if line.count(delimiter) > guard.MAX_COLUMNS:
        return 0, guard.MAX_COLUMNS
    cells = [cell.strip() for cell in line.split(delimiter)]
    known = {column.key for cell in cells if (column := find(cell.strip('"'), kind.columns)[0]) is not None}
    filled = sum(map(bool, cells))
    return len(known), filled if filled > 1 else 0


def _without_blank_end(header: list[str], rows: list[list[str]]) -> list[str]:
    """The header without blank headings at its end that no row has a value under, as spreadsheets leave them."""
    width = max((i for i, heading in enumerate(header, start=1) if heading), default=0)
    used = max((i for cells in rows for i, cell in enumerate(cells[: len(header)], start=1) if cell), default=0)
    return header[: max(width, used)]


def _records(text: str, delimiter: str, file: str, found: Findings) -> Iterable[tuple[int, list[str]]]:
    """Line and stripped cells of every record that is not blank."""
    reader = csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=True)
    line, kept = 1, 0
    try:
        for cells in reader:
            if len(cells) > guard.MAX_COLUMNS:
                raise _TooWide
            stripped = [bare(cell.strip()) for cell in cells]
            if any(stripped):
                kept += 1
                if kept > guard.MAX_ROWS + 1:
                    found.wrong(Message("geodata.table.too_long", {"limit": guard.MAX_ROWS}), file)
                    return
                yield line, stripped
            line = reader.line_num + 1
    except _TooWide:
        found.wrong(Message("geodata.table.too_wide", {"limit": guard.MAX_COLUMNS}), file, line)
    except csv.Error:
        found.wrong(Message("geodata.table.broken_row"), file, line)


class _TooWide(Exception):
    """A line with more delimiters than any table has columns."""


def _lines(text: str, delimiter: str) -> Iterable[str]:
    """The lines of a text; a line of a million delimiters is refused before it becomes a million cells."""
    for line in io.StringIO(text, newline=""):
        if line.count(delimiter) > 64 * guard.MAX_COLUMNS:  # a quoted cell may hold some
            raise _TooWide
        yield line


def _row(cells: Sequence[str], line: int, width: int, file: str, found: Findings) -> Row:
    """The record as a row of ``width`` cells; blank cells beyond the header are no harm."""
    surplus = any(cells[width:])
    if len(cells) < width or surplus:
        found.wrong(Message("geodata.table.ragged", {"got": len(cells), "expected": width}), file, line)
    filled = (*cells[:width], *[""] * (width - len(cells)))
    return Row(filled, line, whole=len(cells) >= width and not surplus)


def render_table(table: Table) -> str:
    """The table as comma-separated text, headings as they were written."""
    return csv_text((table.header, *(row.cells for row in table.rows)))
