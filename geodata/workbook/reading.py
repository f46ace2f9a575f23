"""A county in one workbook (``.xlsx``) to ``Tables``: every sheet that is a table, row by row.

What it may get wrong: see :mod:`geodata.workbook.sheet_kinds` for which sheet is which table,
:mod:`geodata.workbook.headers` for where its header stands, :mod:`geodata.workbook.sheets` for what its cells say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geodata.formats import guard
from geodata.formats.held import File, as_file, folder_of
from geodata.openxml.package import address, column_letters
from geodata.sources.attached import attach, codes_in, note_beside
from geodata.sources.flat import CLASSES, SETTINGS, read_flat
from geodata.sources.flat_layer import read_layer_table
from geodata.tables.cleaning import WRAPPED
from geodata.tables.columns import check_columns, is_hint, plain, recognise
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.tables.settings import overlaid
from geodata.tables.table import Layer, Row, Table, Tables
from geodata.workbook.headers import Header
from geodata.workbook.sheet_kinds import LAYERS, Taken, by_headings, by_name, class_words, is_guide, station_words
from geodata.workbook.sheets import Sheet, read_sheets
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

SUFFIXES = (".xlsx", ".xlsm")
FILLED = {
    "station",
    "class",
    "period",
    "a",
    "b",
    "from",
    "to",
    "kind",
    "current_zone",
    "new_zone",
    "zone",
    "note",
    "team",
}
"""Columns where a cell merged over several rows speaks for each of them; elsewhere nobody knows whose value it is."""


def read_workbook(path: File | str, changes: Mapping[str, Any] = MappingProxyType({})) -> Tables:
    """All the tables of a county in one workbook; what is wrong inside them is in ``mistakes`` of the result.

    ``changes`` are settings laid over those of the workbook, by dotted key; files they name are relative to its folder.
    A workbook that was handed over as bytes has none, and can name no files.

    Raises
    ------
    InputError
        When the file is no workbook, or one that must not be opened.
    """
    path, found = as_file(path), Findings()
    data = guard.load(path, found, ".xlsx")
    sheets = None if data is None else read_sheets(data, path.name, found)
    if sheets is None:
        raise InputError(found.mistakes)
    return tables_in(sheets, folder_of(path), changes, found)


def tables_in(sheets: Sequence[Sheet], base: Path | None, changes: Mapping[str, Any], found: Findings) -> Tables:
    """The tables of a county among the sheets of a workbook that lies in the folder ``base``."""
    taken = by_name(sheets, found)
    taken |= by_headings(sheets, taken, (SETTINGS, CLASSES), {}, found)
    flat = {key: table_of(taken[key], found) for key in (SETTINGS.key, CLASSES.key) if key in taken}
    content, places = read_flat(flat.get(SETTINGS.key), flat.get(CLASSES.key), found)
    wanted = overlaid(content or {}, changes)
    words = {"incidents": class_words(wanted)}
    kinds = (*KINDS.values(), *LAYERS.values())
    taken |= by_headings(sheets, taken, [kind for kind in kinds if not kind.corner], words, found)
    tables = {"stations": table_of(taken["stations"], found)} if "stations" in taken else {}
    words["travel"] = station_words(tables.get("stations"))
    taken |= by_headings(sheets, taken, [kind for kind in kinds if kind.corner], words, found)
    tables |= {key: table_of(taken[key], found, words.get(key)) for key in KINDS if key in taken and key not in tables}
    _note_hidden(taken, found)
    named = taken.get(SETTINGS.key)
    settings_file = named.sheet.name if named else SETTINGS.name
    attached = attach(wanted, settings_file, base, {}, codes_in(tables.get("stations")), found)
    layers = _layers(taken, attached.layers, found)
    failed = {key for key in taken if key in KINDS and tables[key] is None and not _is_empty(taken[key])}
    failed |= {key for key in LAYERS if key in taken and key not in layers} | attached.failed
    failed |= {"county"} if named and content is None else set()
    note_beside(base, layers, failed, found)
    used = [one.sheet.name for one in taken.values()]
    return Tables(
        None if content is None else wanted,
        {key: table for key in KINDS if (table := tables.get(key)) is not None},
        layers.get("areas"),
        layers.get("roads"),
        layers.get("outline"),
        settings_file=settings_file,
        failed=frozenset(failed),
        unread=tuple(s.name for s in sheets if s.rows and s.name not in used and not is_guide(s)),
        mistakes=tuple(found.mistakes),
        notices=tuple(found.notices),
        naming="{name}",
        places=places,
        overlaid=frozenset(changes),
    )


def _layers(taken: Mapping[str, Taken], attached: Mapping[str, Layer], found: Findings) -> dict[str, Layer]:
    """The layers of files and of sheets; where there are both the file was asked for."""
    layers = dict(attached)
    for key in LAYERS:
        if key in taken and key in attached:
            sheets = [taken[key].sheet.name]
            found.note("geodata.notice.layer_unused", files=sheets, key=f"{key}.file", file=attached[key].file)
        elif key in taken and (table := table_of(taken[key], found)) is not None:
            before = len(found.mistakes)
            layer = read_layer_table(table, found)
            found.mistakes[before:] = [table.place(mistake) for mistake in found.mistakes[before:]]
            lines = tuple(row.line for row in table.rows)
            layers |= {} if layer is None else {key: replace(layer, lines=lines)}
    return layers


def _is_empty(taken: Taken) -> bool:
    """Whether a sheet is one of the template's that was not filled in: hints alone, or marked headings alone."""
    if taken.header is None:
        return False
    below = [cells for row, cells in taken.sheet.rows.items() if row > taken.header.last]
    marked = any(heading.endswith(("*", "＊")) for heading in taken.header.headings)
    return all(is_hint(cells) for cells in below) and (bool(below) or marked)


def table_of(taken: Taken, found: Findings, words: frozenset[str] | None = None) -> Table | None:
    """The table in a sheet, or ``None`` when it has no header or was not filled in."""
    kind, sheet, header = taken.kind, taken.sheet, taken.header
    if not sheet.rows:
        found.wrong(Message("geodata.book.blank"), sheet.name)
        return None
    if header is None:
        wanted = [column.aliases[0] for column in kind.columns if column.required and column.aliases]
        found.wrong(Message("geodata.book.no_header", {"columns": wanted}), sheet.name)
        return None
    if _is_empty(taken) and not kind.required:
        return None
    columns = _used_columns(sheet, header)
    headings = [_heading(header.headings[c - 1]) if c <= len(header.headings) else "" for c in columns]
    keys = recognise(kind, headings, sheet.name, found, header.last)
    check_columns(kind, keys, sheet.name, header.last, found)
    table = Table(sheet.name, tuple(headings), keys, (), tuple(column_letters(c) for c in columns), header.last)
    merged = _merged(sheet, columns, table, words or frozenset(), found)
    rows = tuple(_rows(sheet, header, columns, merged))
    _check_formulas(sheet, columns, table, found)
    if not rows and kind.required:
        found.wrong(Message("geodata.table.no_rows"), sheet.name)
    return Table(table.file, table.header, keys, rows, table.letters, table.line)


def _heading(text: str) -> str:
    """A heading on one line, without the asterisk that marks it as required."""
    return "".join(part.strip() for part in text.split("\n")).rstrip("*＊ ")


def _used_columns(sheet: Sheet, header: Header) -> list[int]:
    """Columns with a heading, or with anything below the header."""
    used = {column for column, heading in enumerate(header.headings, start=1) if heading}
    for row, cells in sheet.rows.items():
        if row > header.last:
            used |= {column for column, cell in enumerate(cells, start=1) if cell}
    return sorted(used)


def _rows(sheet: Sheet, header: Header, columns: Sequence[int], merged: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    """The records below the header, merged cells filled in; hints and blank rows are none."""
    for row, cells in sheet.rows.items():
        if row <= header.last or is_hint(cells):
            continue
        yield Row(tuple(merged.get((row, c)) or sheet.cell(row, c) for c in columns), row)


def _merged(
    sheet: Sheet, columns: Sequence[int], table: Table, words: frozenset[str], found: Findings
) -> dict[tuple[int, int], str]:
    """What cells merged over several rows say in each; a value that cannot be shared is a mistake."""
    filled: dict[tuple[int, int], str] = {}
    for top, left, bottom, _ in sheet.merged:
        text = sheet.cell(top, left)
        if top <= (table.line or 0) or bottom == top or not text or left not in columns:
            continue
        key, heading = table.keys[columns.index(left)], table.header[columns.index(left)]
        if key in FILLED:
            filled |= {(row, left): text for row in range(top + 1, bottom + 1) if row in sheet.rows}
        elif key is not None or plain(heading) in words:
            says = Message("geodata.book.merged", {"range": f"{address(top, left)}:{address(bottom, left)}"})
            found.wrong(says, sheet.name, top, heading, text)
    if filled:
        found.note("geodata.notice.merged", table=sheet.name, count=len(filled))
    return filled


def _check_formulas(sheet: Sheet, columns: Sequence[int], table: Table, found: Findings) -> None:
    """A formula that was never calculated has no value; nobody is to take it for blank."""
    for (row, column), formula in sheet.uncached.items():
        if row > (table.line or 0) and column in columns and not WRAPPED.fullmatch(formula):
            heading = table.header[columns.index(column)]
            spot = address(row, column)
            found.mistakes.append(Mistake(Message("geodata.slip.formula"), sheet.name, row, heading, formula, spot))


def _note_hidden(taken: Mapping[str, Taken], found: Findings) -> None:
    """What was read although nobody sees it."""
    for one in taken.values():
        sheet = one.sheet
        width = len(one.header.headings) if one.header else 0
        columns = [column_letters(c) for low, high in sheet.hidden_columns for c in range(low, min(high, width) + 1)]
        if sheet.hidden:
            found.note("geodata.notice.hidden_sheet", sheet=sheet.name)
        if sheet.hidden_rows:
            found.note("geodata.notice.hidden_rows", sheet=sheet.name, rows=sheet.hidden_rows)
        if columns:
            found.note("geodata.notice.hidden_columns", sheet=sheet.name, columns=columns)
