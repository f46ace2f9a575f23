"""The sheets of an ``.xlsx`` as text: what a cell holds, written the one way that reads back as the same value.

Numbers are the shortest text of their value, dates are ISO, formulas their last calculated value. openpyxl gives the
values, :mod:`geodata.openxml.package` what it leaves out: merged, hidden, never calculated. What it may get wrong: a
number is read as it is stored, not as its format shows it, so ``45%`` is 0.45.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from geodata.formats.guard import MAX_SHEET_CELLS, MAX_SHEET_ROWS, MAX_SHEETS
from geodata.openxml.package import Scan, SheetPart, Span, scan, sheet_parts
from geodata.openxml.plain_book import transitional, values_alone
from geodata.tables.findings import Findings
from zoning.texts import Message

MAX_PADDED = 10 * MAX_SHEET_CELLS
"""Cells up to the last of each row, blank or not: one lost cell far to the right of every row must not fill memory."""
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
"""How a workbook writes a control character, the carriage return of older programs above all."""
EXACT = 10**15
"""Whole numbers beyond are not all kept by Excel: it has 15 digits."""


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its non-blank rows by number, each a tuple of texts from column A on."""

    name: str
    rows: Mapping[int, tuple[str, ...]]
    merged: tuple[Span, ...] = ()
    uncached: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, from 1; blank where there is none."""
        cells = self.rows.get(row, ())
        return cells[column - 1] if column <= len(cells) else ""


def text(value: Any) -> str:
    """What a cell holds, as text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < EXACT else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def read_sheets(data: bytes, file: str, found: Findings) -> list[Sheet] | None:
    """Every worksheet of a workbook, hidden ones included, or ``None`` when it cannot be read.

    ``data`` has passed :func:`geodata.formats.guard.check`. A sheet that is too large is a mistake and left out.
    """
    try:
        data = transitional(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = sheet_parts(archive)
            scans = [scan(archive.read(part.path)) for part in parts[:MAX_SHEETS]]
    except (ValueError, KeyError) as error:
        found.wrong(Message("geodata.book.broken", {"reason": str(error)[:80]}), file)
        return None
    if not parts:
        found.wrong(Message("geodata.book.no_sheets"), file)
        return None
    if len(parts) > MAX_SHEETS:
        found.wrong(Message("geodata.book.sheets", {"count": len(parts), "limit": MAX_SHEETS}), file)
        return None
    if not _within_limits(parts, scans, file, found):
        return None
    return _values(data, parts, scans, file, found)


def _within_limits(parts: Sequence[SheetPart], scans: Sequence[Scan], file: str, found: Findings) -> bool:
    before = found.faults
    for part, seen in zip(parts, scans, strict=True):
        if seen.rows > MAX_SHEET_ROWS:
            found.wrong(Message("geodata.book.rows", {"rows": seen.rows, "limit": MAX_SHEET_ROWS}), part.name)
        elif seen.padded > MAX_PADDED:
            found.wrong(Message("geodata.book.wide", {"limit": MAX_PADDED}), part.name)
    cells = sum(seen.cells for seen in scans)
    if cells > MAX_SHEET_CELLS:
        found.wrong(Message("geodata.book.cells", {"cells": cells, "limit": MAX_SHEET_CELLS}), file)
    return found.faults == before


def _values(
    data: bytes, parts: Sequence[SheetPart], scans: Sequence[Scan], file: str, found: Findings
) -> list[Sheet] | None:
    """The sheets with their values; openpyxl's warnings tell of formats and extensions, none of which is read."""
    sheets = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for sheet, part, seen in zip(streamed(data, parts), parts, scans, strict=True):
                sheets.append(_sheet(part, seen, sheet.iter_rows(values_only=True)))
    except Exception as error:  # noqa: BLE001 - openpyxl meets damage with whatever error it runs into
        found.wrong(Message("geodata.book.broken", {"reason": type(error).__name__}), file)
        return None
    return sheets


def streamed(data: bytes, parts: Sequence[SheetPart]) -> list[Any]:
    """The worksheets as openpyxl gives their values row by row; damage makes it raise whatever error it runs into."""
    from openpyxl import load_workbook

    content = io.BytesIO(values_alone(data, parts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
    sheets: list[Any] = [book[str(number)] for number in range(1, len(parts) + 1)]
    for sheet in sheets:
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    return sheets


def _sheet(part: SheetPart, seen: Scan, rows: Any) -> Sheet:
    filled: dict[int, tuple[str, ...]] = {}
    for number, values in enumerate(rows, start=1):
        cells = [text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            filled[number] = tuple(cells)
    for (row, column), formula in seen.uncached.items():
        known = filled.get(row, ())
        padded = [*known, *[""] * (column - len(known))]
        padded[column - 1] = formula
        filled[row] = tuple(padded)
    return Sheet(
        part.name,
        dict(sorted(filled.items())) if seen.uncached else filled,
        tuple(seen.merged),
        seen.uncached,
        part.hidden,
        tuple(row for row in seen.hidden_rows if row in filled),
        tuple(seen.hidden_columns),
    )
