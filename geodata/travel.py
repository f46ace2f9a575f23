"""Minutes of travel between stations: straight lines with a detour, or a matrix as given.

What it may get wrong: straight minutes know no river, ridge or road; the detour factor and the speed are one number
each for the whole county.
"""

import numpy as np
from pyproj import Geod

from geodata.cells import amount
from geodata.codes import unknown_code
from geodata.findings import Findings
from geodata.table import Row, Table
from zoning.county import Floats
from zoning.texts import Message

GRS80 = Geod(ellps="GRS80")
DECIMALS = 6
"""Of a minute, so that the last bits of a geodesic reach no result."""


def straight_minutes(lon: Floats, lat: Floats, speed_kmh: float, detour: float) -> Floats:
    """(n, n) minutes 60 · detour · geodesic km / speed between points in degrees, on the GRS80 ellipsoid."""
    n = len(lon)
    i, j = np.triu_indices(n, 1)
    _, _, metres = GRS80.inv(lon[i], lat[i], lon[j], lat[j])
    minutes = np.zeros((n, n))
    minutes[i, j] = minutes[j, i] = np.round(60 * detour * np.asarray(metres) / 1000 / speed_kmh, DECIMALS)
    return minutes


def read_matrix(table: Table, names: dict[str, str], found: Findings) -> Floats | None:
    """(n, n) minutes from row to column in the order of ``names``, or ``None`` when any is missing or wrong."""
    index = {code: i for i, code in enumerate(names)}
    minutes = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(minutes, 0.0)
    before = len(found.mistakes)
    lines: dict[tuple[int, int], int] = {}
    for row in table.rows:
        if row.whole:
            _read_pair(row, table, names, index, minutes, lines, found)
    if len(found.mistakes) == before and all(map(table.has, ("from", "to", "minutes"))):
        codes = list(names)
        gaps = [f"{codes[i]} → {codes[j]}" for i, j in np.argwhere(np.isnan(minutes))]
        if gaps:
            found.wrong(Message("geodata.travel.gaps", {"count": len(gaps), "pairs": gaps[:8]}), table.file)
    return minutes if len(found.mistakes) == before else None


def _read_pair(
    row: Row,
    table: Table,
    names: dict[str, str],
    index: dict[str, int],
    minutes: Floats,
    lines: dict[tuple[int, int], int],
    found: Findings,
) -> None:
    """One row into the matrix."""
    ends = [table.cell(row, key) for key in ("from", "to")]
    for key, code in zip(("from", "to"), ends, strict=True):
        if table.has(key) and code not in index:
            found.wrong(unknown_code(code, names, found), table.file, row.line, table.label(key), code)
    text = table.cell(row, "minutes")
    value = amount(text) if text else Message("geodata.field.blank")
    if isinstance(value, Message):
        if table.has("minutes"):
            found.wrong(value, table.file, row.line, table.label("minutes"), text)
        return
    if not all(code in index for code in ends):
        return
    pair = (index[ends[0]], index[ends[1]])
    if pair in lines:
        says = Message("geodata.travel.duplicate", {"a": ends[0], "b": ends[1], "line": lines[pair]})
        found.wrong(says, table.file, row.line)
    elif pair[0] == pair[1] and value != 0:
        found.wrong(Message("geodata.travel.diagonal"), table.file, row.line, table.label("minutes"), text)
    lines.setdefault(pair, row.line)
    minutes[pair] = value
