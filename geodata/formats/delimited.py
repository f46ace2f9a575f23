"""Delimited text to a table and back: encodings, delimiters, headings, ragged rows.

Read are UTF-8 and UTF-16 with or without a byte order mark, else GB18030. The delimiter is the one under which most
headings are recognised: comma, semicolon, tab, bar, those of a Chinese keyboard, what a first line ``sep=`` names, or
blanks where columns stand below each other. Written is UTF-8 with commas, and a cell that a spreadsheet would run as a
formula is written as text. What it may get wrong: almost any bytes are some text in GB18030, so a file in a third
encoding may come out garbled; its headings are then not recognised and named.
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
from zoning.texts.garbled import ungarbled

DELIMITERS = ",;\t，；|、｜"
BLANKS = re.compile(r"(?<=\S)[ \u3000]+(?=\S)")
"""Between the cells of a line whose columns stand below each other."""
SEPARATOR = re.compile(r'\ufeff*"?sep=(.)"?[ \t]*(?=\r|\n|\Z)', re.IGNORECASE)
"""The first line by which a spreadsheet tells itself how the cells are parted."""
LINE_END = re.compile(r"\r\n|\r|\n")
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
"""Bytes of control characters, of which a text has hardly any but NUL."""
TITLES = 10
"""Records among which the headings are looked for."""
PAIRS = ("“”", "‘’", "''", "「」", "``")
"""Signs that some programs put around every cell in place of plain quotes."""
SNIFFED, SHOWN = 20_000, 12
"""Characters that are looked at for garbled text, and shown of it."""
BOMS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> str | Message:
    """The text of a file, or why it is none, with the line from which on."""
    bad = 0
    for encoding in (wide,) if (wide := utf16(data)) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            bad = max(bad, error.start)
            continue
        return _nul(text.encode()) if "\x00" in text else _garbled(text) or text
    if b"\x00" in data:
        return _nul(data)
    return Message("geodata.file.encoding", {"line": data.count(b"\n", 0, bad) + 1})


def _garbled(text: str) -> Message | None:
    """The mistake of a text that was read in a wrong encoding and saved again."""
    lines = [line for line in LINE_END.split(text[:SNIFFED]) if not line.isascii()][:-1]
    told = next(((line, meant) for line in lines if (meant := ungarbled(line)) is not None), None)
    if told is None or any(ungarbled(line) is None for line in lines):
        return None
    strange = next(k for k, sign in enumerate(told[0]) if not sign.isascii())
    begun = next(k for k, sign in enumerate(told[1]) if not sign.isascii())
    return Message("geodata.file.garbled", {"text": told[0][strange:][:SHOWN], "meant": told[1][begun:][:SHOWN]})


def _nul(data: bytes) -> Message:
    """What is said of NUL bytes: in a text they are what a copy or a disk left; else the file is none."""
    count = data.count(b"\x00")
    if len(data.translate(None, CONTROLS)) < len(data) - count - (len(data) - count) // 100:
        return guard.other("binary", ".csv")
    return Message("geodata.file.nul", {"line": data.count(b"\n", 0, data.index(b"\x00")) + 1, "count": count})


def utf16(data: bytes) -> str | None:
    """The encoding of text in UTF-16, by its byte order mark or, without one, by the zeros beside its plain letters."""
    if data.startswith(BOMS):
        return "utf-16"
    first = data[: guard.SNIFFED]
    low, high = first[0::2].count(0), first[1::2].count(0)
    if not low + high or len(data) % 2:
        return None
    encoding = "utf-16-le" if high > low else "utf-16-be"
    text = first[: len(first) // 2 * 2].decode(encoding, "ignore")
    sound = min(low, high) * 8 <= max(low, high) and all(c.isprintable() or c in "\r\n\t\ufeff" for c in text)
    return encoding if sound and LINE_END.search(text) else None


def read_table(kind: Kind, text: str, file: str, found: Findings) -> Table | None:
    """The table in ``text``, or ``None`` when it has no usable header; what is wrong is added to ``found``."""
    text, delimiter = _parted(kind, text)
    records = _unquoted(list(_records(text, delimiter, file, found)))
    if not records:
        found.wrong(Message("geodata.table.empty"), file)
        return None
    at = _header(kind, records)
    if at:
        found.note("geodata.notice.title_lines", file=file, row=records[at][0], count=at)
    (line, header), *rest = records[at:]
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
    lines = LINE_END.split(text.lstrip("\ufeff\r\n"), maxsplit=TITLES)[:TITLES]
    options = dict.fromkeys([*([said[1]] if said else ()), *DELIMITERS])
    first, known = _best(kind, lines, list(options))
    delimiter = max(options, key=lambda option: known[option])
    blanks = [BLANKS.sub("\t", line) for line in lines] if known[delimiter][0] < 2 else []
    if any(_headings(kind, line, "\t")[0] > 1 for line in blanks):
        return BLANKS.sub("\t", text), "\t"
    for sign in DELIMITERS.replace(delimiter, ""):  # behind every line
        if first.endswith(sign) and all(line.endswith(sign) for line in lines if line):
            text = re.sub(rf"(?<!{re.escape(sign)}){re.escape(sign)}++[ \t]*+(?=[\r\n]|\Z)", "", text)
    if delimiter != "\t" and '"\t' in text:
        text = re.sub(rf'"\t+(?=[{re.escape(delimiter)}\r\n]|\Z)', '"', text)
    return text, delimiter


def _best(kind: Kind, lines: Sequence[str], options: Sequence[str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """The first line with two known headings or more, else the first, and what each delimiter makes of it."""
    made: list[tuple[str, dict[str, tuple[int, int]]]] = []
    for line in lines:
        made.append((line, {option: _headings(kind, line, option) for option in options}))
        if max(known for known, _ in made[-1][1].values()) > 1:
            return made[-1]
    return made[0]


def _header(kind: Kind, records: Sequence[tuple[int, list[str]]]) -> int:
    """Which record has the headings: the first, unless a later one among the first knows two or more, and it none."""
    known = [
        len({column.key for cell in cells if (column := find(cell, kind.columns)[0])}) for _, cells in records[:TITLES]
    ]
    best = known.index(max(known))
    return best if known[0] < 2 <= known[best] else 0


def _unquoted(records: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The records without signs that stand around every cell in place of plain quotes."""
    filled = [cell for _, cells in records[:TITLES] for cell in cells if cell]
    pair = next(
        (p for p in PAIRS if filled and all(len(c) > 1 and c[0] == p[0] and c[-1] == p[1] for c in filled)), None
    )
    if pair is None:
        return records
    return [
        (line, [cell.removeprefix(pair[0]).removesuffix(pair[1]).strip() for cell in cells]) for line, cells in records
    ]


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
