"""The rows of ``incidents.csv`` as a table of counts, stations by classes, summed over periods.

What it may get wrong: a class without a row at a station counts as none there, which is said in a notice; a station
without any row is a mistake, since nobody can tell a quiet station from a forgotten one.
"""

import numpy as np

from geodata.cells import amount
from geodata.findings import Findings
from geodata.table import Row, Table
from zoning.county import Floats, IncidentClass
from zoning.texts import Message

Cells = dict[tuple[str, str, str], int]


def read_counts(table: Table, names: dict[str, str], classes: list[IncidentClass], found: Findings) -> Floats | None:
    """(n, c) counts over all periods in the order of ``names`` and ``classes``, or ``None`` when any row is wrong."""
    before = len(found.mistakes)
    columns = {word: j for j, entry in reversed(list(enumerate(classes))) for word in (entry.key, entry.name)}
    index = {code: i for i, code in enumerate(names)}
    counts = np.zeros((len(names), len(classes)))
    lines: Cells = {}
    seen: set[str] = set()
    for row in table.rows:
        code = table.cell(row, "station")
        seen.add(code)
        value = _read_row(row, table, names, columns, classes, lines, found) if row.whole else None
        word = table.cell(row, "class")
        if value is not None and code in index and word in columns:
            counts[index[code], columns[word]] += value
    _check_silent([code for code in names if code not in seen], names, table, found)
    _note_gaps(lines, names, classes, found)
    return counts if len(found.mistakes) == before else None


def as_written(table: Table) -> list[IncidentClass]:
    """The classes a table names, for checking it when the county's own are not known."""
    named = dict.fromkeys(word for row in table.rows if (word := table.cell(row, "class")))
    return [IncidentClass.model_construct(key=word, name=word) for word in named]


def _read_row(
    row: Row,
    table: Table,
    names: dict[str, str],
    columns: dict[str, int],
    classes: list[IncidentClass],
    lines: Cells,
    found: Findings,
) -> float | None:
    """The count of one row; what is wrong with the row goes to ``found``."""
    code, word, text = (table.cell(row, key) for key in ("station", "class", "count"))
    if code not in names and table.has("station"):
        says = Message("geodata.code.unknown", {"hint": found.hint(code, "code", names)})
        found.wrong(says, table.file, row.line, table.label("station"), code)
    if word not in columns and table.has("class"):
        options = {entry.key: entry.name for entry in classes}
        known = [f"{key} {name}" for key, name in options.items()]
        hint = found.hint(word, "class", options)
        says = Message("geodata.incidents.unknown_class", {"hint": hint, "classes": known})
        found.wrong(says, table.file, row.line, table.label("class"), word)
    elif code in names and table.has("class"):
        cell = (code, classes[columns[word]].key, table.cell(row, "period"))
        if cell in lines:
            says = Message("geodata.incidents.duplicate", {"line": lines[cell]})
            found.wrong(says, table.file, row.line, table.label("station"), code)
        lines.setdefault(cell, row.line)
    value = amount(text) if text else Message("geodata.incidents.blank")
    if not isinstance(value, Message):
        return value
    if table.has("count"):
        found.wrong(value, table.file, row.line, table.label("count"), text or None)
    return None


def _check_silent(silent: list[str], names: dict[str, str], table: Table, found: Findings) -> None:
    """Stations without a single row."""
    if not table.has("station") or not table.rows:
        return
    for code in silent:
        found.wrong(Message("geodata.incidents.silent", {"station": f"{code} {names[code]}".strip()}), table.file)


def _note_gaps(lines: Cells, names: dict[str, str], classes: list[IncidentClass], found: Findings) -> None:
    """Station and class pairs without a row, and periods a station lacks."""
    pairs = {(code, key) for code, key, _ in lines}
    gaps = [f"{names[code]} {entry.name}" for code in names for entry in classes if (code, entry.key) not in pairs]
    if gaps:
        found.note("geodata.notice.counted_as_zero", pairs=gaps, count=len(gaps))
    periods = sorted({period for _, _, period in lines})
    have = {(code, period) for code, _, period in lines}
    short = [f"{names[code]} {period}" for code in names for period in periods if (code, period) not in have]
    if short:
        found.note("geodata.notice.periods_missing", pairs=short, count=len(short))
