"""Tables that call stations by name or by codes of another length: the same tables with the codes of the stations.

Wherever one station alone is called so. A cell may also hold both, as the drop-downs of the template have them:
``500230001 三合街道``. Rows of a station whose own code is spoilt are left out, since that mistake is told already.
What it may get wrong: a table that calls a station by a name of the past is answered like one with a wrong code.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from geodata.naming.codes import Names, unknown_code
from geodata.naming.lengths import of_another_length
from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table, Tables
from zoning.texts import Message

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
    """The tables with codes in place of what else means one; how many were understood is told by table."""
    posts = tables.tables.get("posts")
    bases = set() if posts is None else {posts.cell(row, "code") for row in posts.rows}
    kept = {
        key: coded(table, CODED[key], names, found, bases if key == "units" else ()) if key in CODED else table
        for key, table in tables.tables.items()
    }
    return replace(tables, tables=_without_lost(kept, names, bases, found) if names.lost else kept)


def coded(table: Table, columns: Collection[str], names: Names, found: Findings, others: Collection[str] = ()) -> Table:
    """The table with codes in these columns; cells that are codes already, or one of ``others``, stay."""
    places = [place for place, key in enumerate(table.keys) if key in columns]
    words = dict.fromkeys(row.cells[place] for row in table.rows for place in places)
    strange = [word for word in words if word and word not in names and word not in others]
    if not strange:
        return table
    named = {word: code for word in strange if (code := names.called(word)) is not None}
    lengths = of_another_length([word for word in words if word and word not in named], names)
    meant = {**named, **lengths}

    def read(row: Row) -> Row:
        cells = list(row.cells)
        for place in places:
            cells[place] = meant.get(cells[place], cells[place])
        return row if tuple(cells) == row.cells else replace(row, cells=tuple(cells))

    for key, told in (("named", named), ("lengths", lengths)):
        if told:
            pairs = [f"{text} → {code}" for text, code in told.items()]
            found.note(f"geodata.notice.{key}", table=table.file, stations=pairs, count=len(pairs))
    return replace(table, rows=tuple(map(read, table.rows))) if meant else table


def _without_lost(
    tables: Mapping[str, Table], names: Names, bases: Collection[str], found: Findings
) -> dict[str, Table]:
    """The tables without rows of codes that must be those of the stations whose own code is spoilt.

    Where there is one such station and one such code, the mistake of the station says so.
    """
    places = {
        key: [place for place, column in enumerate(tables[key].keys) if column in CODED[key]]
        for key in CODED
        if key in tables
    }
    words = dict.fromkeys(
        row.cells[place] for key, held in places.items() for row in tables[key].rows for place in held
    )
    others = [word for word in words if word and word not in names and word not in bases]
    strange = {word for word in others if unknown_code(word, names, Findings()).key == "geodata.code.unknown"}
    if not 0 < len(strange) <= names.lost:
        return dict(tables)
    if names.lost == 1:
        _say_which(tables["stations"], min(strange), found)
    kept = dict(tables)
    for key, held in places.items():
        rows = tuple(row for row in tables[key].rows if not any(row.cells[place] in strange for place in held))
        kept[key] = replace(tables[key], rows=rows)
    return kept


def _say_which(stations: Table, code: str, found: Findings) -> None:
    """The code that the other tables have for the one station whose own is spoilt, behind that mistake."""
    for at, mistake in enumerate(found.mistakes):
        if mistake.table == stations.file and mistake.column == stations.label("code"):
            says = Message("geodata.code.elsewhere", {"says": mistake.says, "code": code})
            found.mistakes[at] = replace(mistake, says=says)
