"""A table of minutes to a matrix: a pair of stations a row, or a station a row and a column.

What it may get wrong: a square of which only one triangle is filled is taken for both directions, which is said.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from geodata.naming.codes import Names, likely, unknown_code
from geodata.naming.lengths import of_another_length
from geodata.tables.cells import amount
from geodata.tables.columns import is_spread
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.tables.table import Row, Table
from zoning.model.county import Floats
from zoning.texts import LISTED, Message

PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]+)?(?:\n[0-9]{1,9}(?:\.[0-9]+)?)*")
"""Cells, each on a line, that need no thought."""
DASHES = ("-", "–", "—", "/", "\\", "×", "x")
"""What people write from a station to itself."""


def read_matrix(table: Table, names: Mapping[str, str], found: Findings) -> Floats | None:
    """(n, n) minutes from row to column in the order of ``names``; NaN where none are given, zero on the diagonal.

    ``None`` when any row or cell is wrong.
    """
    before = found.faults
    square = is_spread(KINDS["travel"], table.keys)
    minutes = (_read_square if square else _read_pairs)(table, names, found)
    return minutes if found.faults == before else None


def check_gaps(minutes: Floats, names: Mapping[str, str], file: str, found: Findings) -> bool:
    """Whether every pair has its minutes; a mistake names some that lack them."""
    gaps, codes = np.argwhere(np.isnan(minutes)), list(names)
    if len(gaps):
        pairs = [f"{codes[i]} → {codes[j]}" for i, j in gaps[:LISTED]]
        found.wrong(Message("geodata.travel.gaps", {"count": len(gaps), "pairs": pairs}), file)
    return not len(gaps)


def _empty(n: int) -> Floats:
    minutes = np.full((n, n), np.nan)
    np.fill_diagonal(minutes, 0.0)
    return minutes


def _numbers(texts: Sequence[str]) -> Floats:
    """(k,) the amounts in the cells, NaN where there is none."""
    lines = "\n".join(texts)
    if PLAIN.fullmatch(lines) and lines.count("\n") == len(texts) - 1:
        return np.fromiter(map(float, texts), np.float64, len(texts))
    values = (amount(text) if text else None for text in texts)
    return np.array([value if isinstance(value, float) else np.nan for value in values], dtype=np.float64)


def _read_pairs(table: Table, names: Mapping[str, str], found: Findings) -> Floats:
    """A pair of stations and its minutes a row."""
    index = {code: i for i, code in enumerate(names)}
    rows = [row for row in table.rows if row.whole]
    ends = [np.array([index.get(table.cell(row, key), -1) for row in rows], dtype=np.int64) for key in ("from", "to")]
    values = _numbers([table.cell(row, "minutes") for row in rows])
    here, there = ends
    usable = (here >= 0) & (there >= 0) & ~np.isnan(values)
    pair = np.where(usable, here * len(names) + there, -1 - np.arange(len(rows)))
    _, first, which = np.unique(pair, return_index=True, return_inverse=True)
    earlier = first[which]
    wrong = ~usable | (earlier != np.arange(len(rows))) | ((here == there) & (values != 0))
    for k in np.flatnonzero(wrong).tolist():
        _explain(rows[k], table, names, rows[earlier[k]].line, found)
    minutes = _empty(len(names))
    minutes[here[usable], there[usable]] = values[usable]
    return minutes


def _explain(row: Row, table: Table, names: Mapping[str, str], earlier: int, found: Findings) -> None:
    """What is wrong with a row; ``earlier`` is the line where its pair stands first."""
    ends = [table.cell(row, key) for key in ("from", "to")]
    for key, code in zip(("from", "to"), ends, strict=True):
        if table.has(key) and code not in names:
            found.wrong(unknown_code(code, names, found), table.file, row.line, table.label(key), code)
    text = table.cell(row, "minutes")
    value = amount(text) if text else Message("geodata.field.blank")
    if isinstance(value, Message):
        if table.has("minutes"):
            found.wrong(value, table.file, row.line, table.label("minutes"), text)
    elif earlier != row.line:
        says = Message("geodata.travel.duplicate", {"a": ends[0], "b": ends[1], "line": earlier})
        found.wrong(says, table.file, row.line)
    elif ends[0] == ends[1] and ends[0] in names and value != 0:
        found.wrong(Message("geodata.travel.diagonal"), table.file, row.line, table.label("minutes"), text)


def _read_square(table: Table, names: Mapping[str, str], found: Findings) -> Floats:
    """A station a row and a column, from row to column; stations by code or by a name that only one of them has."""
    places = [at for at, key in enumerate(table.keys) if at > 0 and key is None]
    headings = [table.header[at] for at in places]
    columns = _stations([(table.line, heading, heading) for heading in headings], table, names, found)
    first = table.header[0]
    rows = [row for row in table.rows if row.whole]
    stations = _stations([(row.line, first, row.cells[0]) for row in rows], table, names, found)
    minutes = _empty(len(names))
    known = [(at, column) for at, column in zip(places, columns, strict=True) if column is not None]
    places, targets = [at for at, _ in known], np.array([column for _, column in known], dtype=np.int64)
    for row, station in zip(rows, stations, strict=True):
        if station is not None:
            values = _numbers([row.cells[at] for at in places])
            for k in np.flatnonzero(np.isnan(values) | ((targets == station) & (values != 0))).tolist():
                _check_cell(row, places[k], table, int(targets[k]) == station, found)
            minutes[station, targets] = np.where(targets == station, 0.0, values)
    return _both_ways(minutes, table.file, found)


def _stations(
    labels: Sequence[tuple[int | None, str, str]], table: Table, names: Mapping[str, str], found: Findings
) -> list[int | None]:
    """The row of the station behind each label (its line, its heading, its text); a mistake where there is none."""
    index = {code: i for i, code in enumerate(names)}
    known = names if isinstance(names, Names) else Names(names)
    lengths = of_another_length({label for _, _, label in labels}, names)
    strange = {label for _, _, label in labels if label not in index and label not in lengths}
    seen: set[int] = set()
    stations: list[int | None] = []
    for line, heading, label in labels:
        code = label if label in index else known.called(label) or lengths.get(label, label)
        station = index.get(code)
        if station is None and not len(strange) <= known.lost:
            hint = likely(label, names, found)
            found.wrong(Message("geodata.travel.no_station", {"hint": hint}), table.file, line, heading, label)
        elif station is not None and station in seen:
            found.wrong(Message("geodata.travel.twice"), table.file, line, heading, label)
        seen |= set() if station is None else {station}
        stations.append(station)
    return stations


def _check_cell(row: Row, at: int, table: Table, diagonal: bool, found: Findings) -> None:
    """A mistake where a cell is neither blank nor an amount, or is none that may stand on the diagonal."""
    text = row.cells[at]
    if not text or (diagonal and text in DASHES):
        return
    value = amount(text)
    says = value if isinstance(value, Message) else Message("geodata.travel.diagonal")
    found.wrong(says, table.file, row.line, table.header[at], text)


def _both_ways(minutes: Floats, file: str, found: Findings) -> Floats:
    """The matrix; where one triangle is blank and the other is full, both directions take the same time."""
    upper = np.triu(np.ones(minutes.shape, dtype=bool), 1)
    known = ~np.isnan(minutes)
    for given in (upper, upper.T):
        if known[given].all() and not known[given.T].any() and len(minutes) > 1:
            found.note("geodata.notice.one_triangle", table=file)
            return np.where(np.isnan(minutes), minutes.T, minutes)
    return minutes
