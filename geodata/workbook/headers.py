"""Where the header of a sheet stands: titles above it, merged cells, two rows of headings, a row of units below.

The header is the row, or pair of rows, with the most headings that are known. What it may get wrong: a table whose
headings nobody knows has no header here, unless any columns are allowed in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geodata.tables.columns import LONGEST, find, plain
from geodata.tables.kinds import Kind
from geodata.tables.units import ALL
from geodata.workbook.sheets import Sheet

WITHIN = 30
"""A header begins within so many rows that hold something: a title, a date, a remark may stand above it."""
LEAST_FREE = 2
"""So many headings make a header where any columns are allowed; a title stands alone."""
UNIT_MARKS = "()[]【】〔〕:"


@dataclass(frozen=True)
class Header:
    """Rows of a header, the heading over each column from A on, and the columns they make known."""

    first: int
    last: int
    headings: tuple[str, ...]
    keys: frozenset[str]

    @property
    def known(self) -> int:
        return len(self.keys)


def find_header(sheet: Sheet, kind: Kind, words: frozenset[str] = frozenset()) -> Header | None:
    """The header of a table of this kind, or ``None`` when no row has a known heading.

    ``words`` are headings of the kind beyond its columns, plain: the classes of incidents, the stations of a square.
    """
    rows = list(sheet.rows)[:WITHIN]
    single = _best([_single(sheet, row, kind, words) for row in rows])
    if kind.free:
        return single if single and single.known >= LEAST_FREE else _first_free(sheet, rows)
    double = _best([_double(sheet, row, kind, words) for row in rows])
    best = double if double and double.known > (single.known if single else 0) else single
    if best is None:
        return None if any(column.required for column in kind.columns) else _first_free(sheet, rows)
    return _with_units(sheet, best)


def _best(headers: Sequence[Header]) -> Header | None:
    """The one with most known columns, the upper of equals."""
    return max((h for h in headers if h.known), key=lambda h: (h.known, -h.first), default=None)


def _single(sheet: Sheet, row: int, kind: Kind, words: frozenset[str]) -> Header:
    headings = sheet.rows[row]
    return Header(row, row, headings, _known(headings, kind, words))


def _double(sheet: Sheet, row: int, kind: Kind, words: frozenset[str]) -> Header:
    """A row of groups and the row of headings below it."""
    lower = sheet.rows.get(row + 1, ())
    upper = _spread(sheet, row, max(len(lower), len(sheet.rows[row])))
    headings = []
    for column, group in enumerate(upper, start=1):
        own = sheet.cell(row + 1, column)
        options = [own, group + own, f"{group} {own}".strip()] if own else [group]
        meant = (option for option in options if option and _is_known(option, kind, words))
        headings.append(next(meant, options[-1]))
    return Header(row, row + 1, tuple(headings), _known(headings, kind, words))


def _spread(sheet: Sheet, row: int, width: int) -> list[str]:
    """The cells of a row, merged ones with the text of their first."""
    cells = [sheet.cell(row, column) for column in range(1, width + 1)]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            cells[left - 1 : right] = [sheet.cell(top, left)] * len(cells[left - 1 : right])
    return cells


def _known(headings: Sequence[str], kind: Kind, words: frozenset[str]) -> frozenset[str]:
    """The columns that the headings make known, and the words beside them; words alone may be data, unless many."""
    meant = {_meaning(heading, kind, words) for heading in headings if heading}
    known = frozenset(key for key in meant if key is not None)
    alone = kind.corner and len(known) >= LEAST_FREE
    return known if alone or known & {column.key for column in kind.columns} else frozenset()


def _is_known(heading: str, kind: Kind, words: frozenset[str]) -> bool:
    return _meaning(heading, kind, words) is not None


def _meaning(heading: str, kind: Kind, words: frozenset[str]) -> str | None:
    if len(heading) > LONGEST:
        return None
    column, _ = find(heading, kind.columns)
    if column is not None:
        return column.key
    simple = plain(heading)
    return simple if simple in words else None


def _with_units(sheet: Sheet, header: Header) -> Header:
    """The header with the row of units below it, where there is one, in brackets behind the headings."""
    below = next((row for row in sheet.rows if row > header.last), 0)
    units = {column: unit for column, unit in enumerate(sheet.rows.get(below, ()), start=1) if unit}
    if not units or any(_bare(unit) not in ALL for unit in units.values()):
        return header
    headings = tuple(
        f"{heading}({_bare(units[column])})" if heading and column in units else heading
        for column, heading in enumerate(header.headings, start=1)
    )
    return Header(header.first, below, headings, header.keys)


def _bare(unit: str) -> str:
    return plain(unit).strip(UNIT_MARKS)


def _first_free(sheet: Sheet, rows: Sequence[int]) -> Header | None:
    """The first row with several cells, else the first row."""
    row = next((row for row in rows if sum(map(bool, sheet.rows[row])) >= LEAST_FREE), rows[0] if rows else None)
    if row is None:
        return None
    headings = sheet.rows[row]
    return Header(row, row, headings, frozenset(filter(None, headings)))
