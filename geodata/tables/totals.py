"""Totals that people write below a table, or beside its columns, held against the sum of what stands there.

Where they differ, the cell is named that one slip of the keyboard would explain: digits exchanged, a zero too many, a
digit lost. What it may get wrong: several slips at once, and a total of a part of the rows that does not say which.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from geodata.tables.cells import decimal, whole
from geodata.tables.columns import plain
from geodata.tables.findings import Findings
from geodata.tables.keyboard import Slip, digit_lost, digit_more, exchanged, moved, numbers
from geodata.tables.table import Row, Table
from zoning.texts import Message

TOTALS = {
    plain(word)
    for word in ("合计", "总计", "小计", "共计", "累计", "总和", "全县合计", "全县总计", "total", "subtotal", "sum")
}
SUMMED: Mapping[str, tuple[str, ...]] = {
    "stations": ("area_km2", "population", "officers", "auxiliaries", "villages", "communities"),
    "incidents": ("count",),
    "borders": ("km",),
}
"""Columns that add up, by table; of incidents the classes in the headings as well."""
LABELS = 2
"""A total stands in one of the first two cells that hold something."""
SLIPS = (moved, exchanged, digit_lost, digit_more)
SUSPECTS = 3
"""So many cells at most are named; more are no help."""
CLOSE = 1e-6


@dataclass(frozen=True)
class Cell:
    """A number in a column: its row and its value, ``None`` where it is blank or no number."""

    row: Row
    value: float | None


def is_total(row: Row) -> bool:
    """Whether a row is the total of others."""
    return not TOTALS.isdisjoint(map(plain, islice(filter(None, row.cells), LABELS)))


def note_totals(key: str, table: Table, classes: Collection[str], found: Findings) -> None:
    """Totals of a table, its rows of totals included, that are not the sums; ``classes`` are headings of classes."""
    summed = [k for k, name in enumerate(table.keys) if name in SUMMED.get(key, ()) or table.header[k] in classes]
    totals = {at for at, row in enumerate(table.rows) if is_total(row)}
    rows = [row for at, row in enumerate(table.rows) if at not in totals]
    beside = _beside(table, rows, [k for k in summed if table.header[k] in classes], found)
    for at in sorted(totals):
        scopes = _scopes(table, at, totals)
        for place in summed:
            _compare(table, at, place, scopes, beside, found)


def _beside(table: Table, rows: Sequence[Row], classes: Sequence[int], found: Findings) -> dict[int, float]:
    """By line how far the total beside the classes is from their sum; those that are, are told."""
    place = next((k for k, heading in enumerate(table.header) if classes and plain(heading) in TOTALS), None)
    off: dict[int, float] = {}
    for row in rows if place is not None else ():
        total = _number(row.cells[place]) if place is not None else None
        summed = sum(_number(row.cells[k]) or 0.0 for k in classes)
        if total is not None and abs(total - summed) > CLOSE:
            off[row.line] = total - summed
    if off:
        lines = list(off)
        found.note("geodata.notice.totals_beside", table=table.file, rows=lines, count=len(lines))
    return off


def _compare(
    table: Table, at: int, place: int, scopes: Sequence[Sequence[Row]], beside: Mapping[int, float], found: Findings
) -> None:
    """The notice of a total that is neither the sum of all rows it may be of nor that of the rows since the last."""
    total = _number(table.rows[at].cells[place])
    if total is None:
        return
    parts = [[Cell(row, _number(row.cells[place])) for row in rows] for rows in scopes]
    sums = [sum(cell.value or 0.0 for cell in part) for part in parts]
    decimals = max(len(row.cells[place].partition(".")[2]) for row in table.rows)
    rounded = 0.5 * 10**-decimals if decimals else 0.0
    off = [abs(total - summed) for summed in sums]
    if any(gap <= max(CLOSE, rounded * len(part)) for gap, part in zip(off, parts, strict=True)):
        return
    best = off.index(min(off))
    likely = _likely(parts[best], total, sums[best], beside)
    values = {"row": table.rows[at].line, "column": table.header[place], "difference": _shown(total - sums[best])}
    values |= {"total": _shown(total), "sum": _shown(sums[best]), "likely": likely}
    found.note("geodata.notice.totals_differ", table=table.file, **values)


def _scopes(table: Table, at: int, totals: Collection[int]) -> list[list[Row]]:
    """The rows a total may be of: all that agree with what else it says, and of these those since the last total."""
    row = table.rows[at]
    said = [k for k, cell in enumerate(row.cells) if cell and plain(cell) not in TOTALS and _number(cell) is None]
    said = [k for k in said if any(o.cells[k] == row.cells[k] for o in table.rows if o is not row)]
    last = max((k for k in totals if k < at), default=-1)
    agreeing = [
        (k, o)
        for k, o in enumerate(table.rows)
        if k not in totals and all(o.cells[place] == row.cells[place] for place in said)
    ]
    return [[o for _, o in agreeing], [o for k, o in agreeing if last < k < at]]


def _likely(cells: Sequence[Cell], total: float, summed: float, beside: Mapping[int, float]) -> Message:
    """Half a sentence: the cell by which the difference is explained, or that none is likely."""
    gap = total - summed
    crossing = [cell for cell in cells if abs(beside.get(cell.row.line, 0.0) - gap) <= CLOSE]
    if len(crossing) == 1:
        return _cell("cell", crossing, gap)
    for slip in SLIPS:
        fits = [cell for cell in cells if cell.value is not None and _leads(cell.value, cell.value + gap, slip)]
        if 0 < len(fits) <= SUSPECTS:
            return _cell("cell", fits, gap)
    if any(_leads(total, summed, slip) for slip in SLIPS):
        return Message("geodata.total.itself", {"sum": _shown(summed)})
    blank = [cell for cell in cells if cell.value is None]
    if gap > 0 and len(blank) == 1:
        return _cell("blank", blank, gap)
    counted = [cell for cell in cells if cell.value and abs(abs(gap) - cell.value) <= CLOSE]
    if 0 < len(counted) <= SUSPECTS:
        return _cell("counted", counted, gap)
    return Message("geodata.total.none")


def _leads(value: float, meant: float, slip: Slip) -> bool:
    """Whether the slip makes one number of the other."""
    return meant >= 0 and any(abs(other - meant) <= CLOSE for other in numbers(value, slip))


def _cell(key: str, cells: Sequence[Cell], gap: float) -> Message:
    """The cell by its line, with what stands there and what should, or the lines of several."""
    told = [(cell.row.line, _shown(cell.value or 0.0), _shown((cell.value or 0.0) + gap)) for cell in cells]
    if len(told) > 1:
        rows = [f"{line} ({value} → {meant})" if key == "cell" else line for line, value, meant in told]
        return Message(f"geodata.total.{key}_several", {"rows": rows})
    return Message(f"geodata.total.{key}", dict(zip(("row", "value", "meant"), told[0], strict=True)))


def _number(text: str) -> float | None:
    for read in (whole, decimal) if text else ():
        value = read(text)
        if not isinstance(value, Message):
            return float(value)
    return None


def _shown(value: float) -> str:
    return f"{round(value, 6):,.10g}"
