"""The rows of ``incidents.csv`` as a table of counts, stations by classes, summed over periods.

A table is long, one row for a station and class, or wide, one row for a station and one column for each class. What it
may get wrong: a class without a row at a station counts as none there, which is said in a notice; a station without any
row is a mistake, since nobody can tell a quiet station from a forgotten one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from geodata.naming.codes import meant, unknown_code
from geodata.tables.cells import amount
from geodata.tables.columns import find, lacking
from geodata.tables.findings import Findings, nearest
from geodata.tables.kinds import KINDS, Column
from geodata.tables.table import Row, Table
from geodata.tables.units import COUNTED
from zoning.judge.calendar import alike, length_of, undated
from zoning.model.county import Floats
from zoning.model.stations import IncidentClass
from zoning.texts import Message

KIND = KINDS["incidents"]
SLIGHT = 0.02
"""Years, a week, that periods may last longer or shorter than is said."""
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class Reading:
    """What the rows of a table are read against, and what has been met so far.

    ``spread`` has the class behind each heading of a wide table, ``columns`` the place of a class by key and by name,
    ``lines`` the row that each station, class and period stands in, ``repeated`` the rows told to be there already;
    ``unknown`` what is said of words that are no class.
    """

    table: Table
    names: Mapping[str, str]
    classes: Sequence[IncidentClass]
    spread: Mapping[str, str]
    found: Findings
    lines: dict[tuple[str, str, str], int] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)
    unknown: dict[str, Message] = field(default_factory=dict)

    @cached_property
    def periods(self) -> dict[str, str]:
        """By every period as it is written the first name of the same."""
        return alike(dict.fromkeys(self.table.cell(row, "period") for row in self.table.rows))

    @property
    def columns(self) -> dict[str, int]:
        return {word: j for j, entry in reversed(list(enumerate(self.classes))) for word in (entry.key, entry.name)}


def read_counts(table: Table, names: dict[str, str], classes: list[IncidentClass], found: Findings) -> Floats | None:
    """(n, c) counts over all periods in the order of ``names`` and ``classes``, or ``None`` when any row is wrong."""
    before = found.faults
    if not is_wide(table) and not table.has("count") and len(table.rows) > 2 * len(names):
        found.wrong(Message("geodata.incidents.raw", {"rows": len(table.rows)}), table.file)
        return None
    spread = _check_spread(table, classes, found) if is_wide(table) else {}
    if is_wide(table) and not spread:
        return None
    reading = Reading(table, names, classes, spread, found)
    index, columns = {code: i for i, code in enumerate(names)}, reading.columns
    counts = np.zeros((len(names), len(classes)))
    for row in table.rows:
        code = table.cell(row, "station")
        for j, value in _read_row(row, columns, reading) if row.whole else ():
            if code in index:
                counts[index[code], j] += value
    _check_silent(names, table, found)
    _note_gaps(reading)
    return counts if found.faults == before else None


def counted(
    table: Table, names: Mapping[str, str], classes: Sequence[IncidentClass]
) -> Iterator[tuple[Row, str, int, float]]:
    """Row, station, column of the class and count of every cell of a table without mistakes."""
    found = Findings()
    reading = Reading(table, names, classes, class_columns(table, classes), found)
    columns = reading.columns
    for row in table.rows:
        for column, value in _read_row(row, columns, reading) if row.whole else ():
            yield row, table.cell(row, "station"), column, value


def is_wide(table: Table) -> bool:
    """Whether the classes stand in the headings, as far as can be told without knowing the classes."""
    return None in table.keys and not any(table.has(key) for key in KIND.spread)


def class_columns(table: Table, classes: Sequence[IncidentClass]) -> dict[str, str]:
    """The key of the class behind each heading that is one; empty in a long table."""
    if not is_wide(table):
        return {}
    named = tuple(Column(entry.key, (entry.name,), COUNTED) for entry in classes)
    meant = {heading: find(heading, named)[0] for heading in table.unknown()}
    return {heading: column.key for heading, column in meant.items() if column is not None}


def as_written(table: Table) -> list[IncidentClass]:
    """The classes a table names, for checking it when the county's own are not known."""
    named = table.unknown() if is_wide(table) else [table.cell(row, "class") for row in table.rows]
    return [IncidentClass.model_construct(key=word, name=word) for word in dict.fromkeys(named) if word]


def _check_spread(table: Table, classes: Sequence[IncidentClass], found: Findings) -> dict[str, str]:
    """The classes in the headings of a wide table; that there are none, or one twice, is a mistake."""
    spread = class_columns(table, classes)
    met: set[str] = set()
    for heading, key in spread.items():
        if key in met:
            found.wrong(Message("geodata.table.duplicate_column", {"key": key}), table.file, table.line, heading)
        met.add(key)
    if spread:
        found.note("geodata.notice.wide", table=table.file, classes=list(spread))
        _check_classes(table, spread, classes, found)
        return spread
    for column in KIND.columns:
        if column.key in KIND.spread:
            found.wrong(lacking(column), table.file, table.line, column.key)
    return {}


def _check_classes(table: Table, spread: Mapping[str, str], classes: Sequence[IncidentClass], found: Findings) -> None:
    """Classes without a column are as unknown as blank cells; a heading that may have been meant is named."""
    rest = [heading for heading in table.unknown() if heading and heading not in spread]
    for entry in classes:
        if entry.key not in spread.values():
            hint = nearest(entry.name, rest)
            says = Message("geodata.incidents.no_column", {"name": entry.name, "key": entry.key, "hint": hint})
            found.wrong(says, table.file, table.line)


def note_years(table: Table, years: float, found: Findings) -> None:
    """Say so when periods are dates, or one is written in several ways, or they do not last as long as is said."""
    written = dict.fromkeys(name for row in table.rows if (name := table.cell(row, "period")))
    dated = {name: month for name, month in undated(written).items() if name != month}
    if dated:
        name, month = next(iter(dated.items()))
        found.note("geodata.notice.dated_periods", count=len(dated), name=name, month=month)
    first = alike(written)
    again = [f"{one} = {name}" for name, one in first.items() if one not in (name, dated.get(name))]
    if again:
        found.note("geodata.notice.one_period", count=len(again), names=again)
    long = length_of(list(dict.fromkeys(first.values())))
    named = sorted({year for name in written for year in YEAR.findall(name)})
    if long is not None and abs(long - years) > SLIGHT:
        found.note("geodata.notice.other_years", count=len(set(first.values())), long=f"{long:.4g}", years=f"{years:g}")
    elif long is None and len(named) > years:
        found.note("geodata.notice.more_years", named=named, count=len(named), years=f"{years:g}")


def _read_row(row: Row, columns: Mapping[str, int], reading: Reading) -> Iterator[tuple[int, float]]:
    """Class and value of every count in a row that is right; what is wrong goes to the findings."""
    table, names, found = reading.table, reading.names, reading.found
    code = table.cell(row, "station")
    if code not in names and table.has("station"):
        found.wrong(unknown_code(code, names, found), table.file, row.line, table.label("station"), code)
    for word, text, heading in _given(row, reading):
        j = columns.get(word)
        if j is not None and code in names:
            _check_once(row, code, reading.classes[j].key, reading)
        elif j is None and table.has("class"):
            found.wrong(_unknown_class(word, reading), table.file, row.line, table.label("class"), word)
        value = amount(text) if text else Message("geodata.incidents.blank")
        if not isinstance(value, Message):
            if j is not None:
                yield j, value
        elif heading in table.header:
            found.wrong(value, table.file, row.line, heading, text or None)


def _given(row: Row, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Class, count and the heading it stands under: once in a long table, for each class in a wide one."""
    table = reading.table
    if not reading.spread:
        yield table.cell(row, "class"), table.cell(row, "count"), table.label("count")
        return
    for heading, text in zip(table.header, row.cells, strict=True):
        if heading in reading.spread:
            yield reading.spread[heading], text, heading


def _check_once(row: Row, code: str, key: str, reading: Reading) -> None:
    """A station, class and period stands in one row; a wide row that repeats another is told of once."""
    table = reading.table
    cell = (code, key, reading.periods[table.cell(row, "period")])
    if cell in reading.lines and row.line not in reading.repeated:
        reading.repeated.add(row.line)
        says = Message("geodata.incidents.duplicate", {"line": reading.lines[cell]})
        reading.found.wrong(says, table.file, row.line, table.label("station"), code)
    reading.lines.setdefault(cell, row.line)


def _unknown_class(word: str, reading: Reading) -> Message:
    """What is said of a class nobody knows, once made for all rows that have it."""
    if word not in reading.unknown:
        options = {entry.key: entry.name for entry in reading.classes}
        known = [f"{key} {name}" for key, name in options.items()]
        hint = reading.found.hint(word, "class", options)
        reading.unknown[word] = Message("geodata.incidents.unknown_class", {"hint": hint, "classes": known})
    return reading.unknown[word]


def _check_silent(names: Mapping[str, str], table: Table, found: Findings) -> None:
    """Stations without a single row; one that is named by something else than its code has a mistake there."""
    if not table.has("station") or not table.rows:
        return
    seen = {table.cell(row, "station") for row in table.rows}
    others = (meant(code, names) for code in seen - set(names))
    seen |= {known[0] for known in others if known is not None}
    for code in [code for code in names if code not in seen]:
        found.wrong(Message("geodata.incidents.silent", {"station": f"{code} {names[code]}".strip()}), table.file)


def _note_gaps(reading: Reading) -> None:
    """Station and class pairs without a row, and periods a station lacks."""
    names, lines, found = reading.names, reading.lines, reading.found
    pairs = {(code, key) for code, key, _ in lines}
    gaps = [
        f"{names[code]} {entry.name}" for code in names for entry in reading.classes if (code, entry.key) not in pairs
    ]
    if gaps:
        found.note("geodata.notice.counted_as_zero", pairs=gaps, count=len(gaps))
    periods = sorted({period for _, _, period in lines})
    have = {(code, period) for code, _, period in lines}
    short = [f"{names[code]} {period}" for code in names for period in periods if (code, period) not in have]
    if short:
        found.note("geodata.notice.periods_missing", pairs=short, count=len(short))
