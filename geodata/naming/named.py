"""Tables that name stations by name: the same tables with their codes, wherever one station alone is called so.

A cell may also hold both, as the drop-downs of the template have them: ``500230001 三合街道``. What it may get wrong:
a table that calls a station by a name of the past is answered like one with a wrong code.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from geodata.naming.codes import Names
from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table, Tables

CODED: Mapping[str, tuple[str, ...]] = {
    "incidents": ("station",),
    "borders": ("a", "b"),
    "travel": ("from", "to"),
    "outlines": ("code",),
    "villages": ("station",),
    "units": ("base",),
    "experience": ("station",),
    "forces": ("station",),
}
"""Columns that hold codes of stations, by table."""


def with_codes(tables: Tables, names: Names, found: Findings) -> Tables:
    """The tables with codes in place of names; how many names were understood is told by table."""
    posts = tables.tables.get("posts")
    bases = set() if posts is None else {posts.cell(row, "code") for row in posts.rows}
    kept = {
        key: coded(table, CODED[key], names, found, bases if key == "units" else ()) if key in CODED else table
        for key, table in tables.tables.items()
    }
    return replace(tables, tables=kept)


def coded(table: Table, columns: Collection[str], names: Names, found: Findings, others: Collection[str] = ()) -> Table:
    """The table with codes in these columns; cells that are codes already, or one of ``others``, stay."""
    places = [place for place, key in enumerate(table.keys) if key in columns]
    told: dict[str, str] = {}

    def code_of(text: str) -> str:
        code = None if not text or text in names or text in others else names.called(text)
        if code is None:
            return text
        told.setdefault(text, code)
        return code

    def read(row: Row) -> Row:
        cells = list(row.cells)
        for place in places:
            cells[place] = code_of(cells[place])
        return row if tuple(cells) == row.cells else replace(row, cells=tuple(cells))

    rows = tuple(map(read, table.rows))
    if told:
        pairs = [f"{text} → {code}" for text, code in told.items()]
        found.note("geodata.notice.named", table=table.file, stations=pairs, count=len(pairs))
    return replace(table, rows=rows) if told else table
