"""Data on persons is refused: the column is named and its rows counted, and no value of it goes any further.

Every table and every layer is looked at before anything else is checked, so that no other mistake can quote what is
refused: a column that nothing depends on is taken out, and with one that codes or names stand in the checks end there.
What it may get wrong: see :mod:`geodata.privacy.personal`. Tables and files that are not read are not looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from geodata.privacy.personal import SURE, Personal, certain, is_datum, is_holder, personal
from geodata.sources.flat import leaves
from geodata.tables.columns import find, plain
from geodata.tables.findings import Findings
from geodata.tables.kinds import AREA_CODE, KINDS, NOTE
from geodata.tables.table import Feature, Layer, Table, Tables
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

DEPENDED_ON = ("stations", "incidents", "borders", "travel", "outlines")
"""Tables whose known columns others refer to, so that their values stand in sentences on other tables."""
NAMED = tuple(column for column in KINDS["stations"].columns if column.key == "name")
"""Attributes of a layer that name places."""
T = TypeVar("T")
SMALL = 3
"""From as many incidents on nobody can be told from a count."""


@dataclass(frozen=True)
class _Refused:
    """A column that is refused: where it stands, and what it holds."""

    file: str
    heading: str
    label: str
    place: int
    row: int | None
    cell: str | None
    what: Personal
    vital: bool


def screened(tables: Tables, found: Findings) -> Tables:
    """The tables without personal columns, each of which is a mistake in ``found``.

    Raises
    ------
    InputError
        When a column is personal that other tables refer to: their mistakes would quote it.
    """
    kept = dict(tables.tables)
    refused = []
    for key, table in tables.tables.items():
        columns = list(_in_table(key, table))
        kept[key] = _without(table, {column.place for column in columns})
        refused += columns
    layers = {"areas": tables.areas, "roads": tables.roads, "outline": tables.outline}
    for key, layer in layers.items():
        if layer is not None:
            columns = list(_in_layer(layer, _code_column(tables.settings, key)))
            dropped = {column.heading for column in columns}
            features = (
                Feature({name: value for name, value in f.properties.items() if name not in dropped}, f.geometry)
                for f in layer.features
            )
            layers[key] = replace(layer, features=tuple(features)) if dropped else layer
            refused += columns
    refused += _in_settings(tables)
    hidden = {(column.file, column.heading) for column in refused}
    found.mistakes[:] = [_discreet(m) for m in found.mistakes if (m.table, m.column) not in hidden]
    told = (
        Mistake(
            Message(f"geodata.privacy.{column.what.kind}", {"count": len(column.what.rows)}),
            column.file,
            column.row,
            column.label,
            cell=column.cell,
        )
        for column in refused
    )
    found.mistakes += tables.placed(told)
    if any(column.vital for column in refused):
        raise InputError(tables.placed(found.mistakes))
    return replace(tables, tables=kept, areas=layers["areas"], roads=layers["roads"], outline=layers["outline"])


def refuse_personal(tables: Tables) -> None:
    """Raise :class:`InputError` when any column of the tables is personal."""
    found = Findings()
    screened(tables, found)
    if found.mistakes:
        raise InputError(tables.placed(found.mistakes))


def note_small(county: County, found: Findings) -> None:
    """Say how many counts of the table of incidents are so small that they may tell of single persons; not which."""
    counts = np.array([row.counts for row in county.bureau.periods] or county.counts)
    small = int(np.count_nonzero((counts > 0) & (counts < SMALL)))
    if small:
        found.note("geodata.notice.small_counts", count=small, most=SMALL - 1)


def _in_table(key: str, table: Table) -> Iterator[_Refused]:
    """The personal columns of a table."""
    for place, (heading, column) in enumerate(zip(table.header, table.keys, strict=True)):
        what = _what(key, heading, column, [row.cells[place] for row in table.rows])
        if what is None:
            continue
        row = table.rows[what.rows[0]].line if len(what.rows) == 1 else None
        vital = key in DEPENDED_ON and column not in (None, NOTE.key)
        letter = table.letters[place] if table.letters else ""
        cell = f"{letter}{row or table.line}" if letter else None
        label = (letter or f"#{place + 1}") if is_datum(heading) else heading
        yield _Refused(table.file, heading, label, place, row, cell, what, vital)


def _what(key: str, heading: str, column: str | None, cells: Sequence[str]) -> Personal | None:
    """What a column of a table holds; the heading of a known one has been understood already."""
    if is_datum(heading):
        return Personal("identity", tuple(range(len(cells))))
    if column is None or column == NOTE.key:
        return personal(heading, cells)
    if (key, column) == ("leaders", "post"):
        holders = tuple(row for row, cell in enumerate(cells) if is_holder(cell))
        return Personal("names", holders) if holders else certain(cells)
    return certain(cells)


def _in_layer(layer: Layer, code: str | None) -> Iterator[_Refused]:
    """The personal attributes of a layer; ``code`` is the one that the settings say holds the codes."""
    names = dict.fromkeys(name for feature in layer.features for name in feature.properties)
    for place, name in enumerate(names):
        values = [feature.properties.get(name) for feature in layer.features]
        cells = ["" if value is None else str(value) for value in values]
        is_code = name == code or find(name, (AREA_CODE,))[0] is not None
        known = is_code or find(name, NAMED)[0] is not None
        what = certain(cells) if known else personal(name, cells)
        if what is not None:
            yield _Refused(layer.file, name, name, place, None, None, what, is_code)


def _in_settings(tables: Tables) -> Iterator[_Refused]:
    """The personal settings: unknown keys by what they are called, the sentences for every output by what they say."""
    for path, value in leaves(tables.settings or {}):
        if isinstance(value, str) and (what := personal(path[-1], [value])) is not None:
            yield _Refused(tables.settings_file, ".".join(path), ".".join(path), 0, None, None, what, True)


def _code_column(settings: Mapping[str, Any] | None, layer: str) -> str | None:
    """The attribute that the settings say holds the codes of a layer."""
    section = (settings or {}).get(layer)
    code = section.get("code") if isinstance(section, Mapping) else None
    return code if isinstance(code, str) else None


def _without(table: Table, places: set[int]) -> Table:
    """The table without some of its columns."""

    def kept(items: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(item for place, item in enumerate(items) if place not in places)

    if not places:
        return table
    rows = tuple(replace(row, cells=kept(row.cells)) for row in table.rows)
    return replace(table, header=kept(table.header), keys=kept(table.keys), rows=rows, letters=kept(table.letters))


def _discreet(mistake: Mistake) -> Mistake:
    """The mistake, without its value where the value or the heading is personal."""
    heading = plain(mistake.column or "")
    told = any(pattern.search(heading) for pattern in SURE.values()) or certain([mistake.value or ""]) is not None
    return replace(mistake, value=None) if told else mistake
