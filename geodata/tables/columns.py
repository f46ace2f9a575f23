"""What a heading means: which column of a known table, whatever its width, spaces and unit.

A heading is recognised in full or half width, with or without spaces and underscores, and with or without a unit; a
unit other than the column's own is a mistake, never silently taken for it. What it may get wrong: two words that differ
in spaces, hyphens or asterisks alone are one.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from geodata.tables.findings import Findings
from geodata.tables.kinds import Column, Kind
from geodata.tables.units import factor
from zoning.texts import Message
from zoning.texts.signs import UNSEEN

UNIT = re.compile(r"^(.*?)[(\[【〔](.*)[)\]】〕]$")
IGNORED = dict.fromkeys(map(ord, "_-—*"))
"""An asterisk marks a required column and is no part of its name."""
LONGEST = 200
"""Characters of a heading; a longer text is none, and is not looked at as often as there are columns."""
HINT = "※"
"""What every cell of a hint row begins with; such a row says how to fill in the table and holds no data."""


@lru_cache(maxsize=8192)  # the same words stand in row after row, county after county
def plain(text: str) -> str:
    """The heading in half width and lower case, without spaces, hyphens, asterisks and what cannot be seen."""
    half = text if text.isascii() else UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return "".join(half.casefold().translate(IGNORED).split())


@cache
def _words(columns: tuple[Column, ...]) -> dict[str, Column]:
    """Column of every plain heading, with and without its units."""
    words: dict[str, Column] = {}
    for column in columns:
        for alias in (column.key, *column.aliases):
            words[plain(alias)] = column
            words.update({plain(alias) + plain(unit): column for unit in column.units})
    return words


def find(heading: str, columns: tuple[Column, ...]) -> tuple[Column | None, str]:
    """The column meant by a heading, and the unit in brackets when that is not one of the column's units."""
    if len(heading) > LONGEST:
        return None, ""
    words, simple = _words(columns), plain(heading)
    if simple in words:
        return words[simple], ""
    bracketed = UNIT.match(simple)
    if bracketed is None:
        return None, ""
    column, unit = words.get(bracketed[1]), bracketed[2]
    fits = column is None or not column.units or unit in map(plain, column.units)
    return column, "" if fits else unit


def recognise(
    kind: Kind, header: Sequence[str], file: str, found: Findings, line: int | None
) -> tuple[str | None, ...]:
    """The key of each heading, ``None`` for unknown ones; duplicate columns and strange units are mistakes.

    ``line`` is the row of the headings, ``None`` where they stand in no row, as those of a database. In a free table a
    column that is there already is just another column.
    """
    keys: list[str | None] = []
    for heading in header:
        column, unit = find(heading, kind.columns)
        if column is not None and unit:
            hint = factor(unit, column.units[0])
            says = Message("geodata.table.unit", {"unit": unit, "expected": column.units[0], "hint": hint})
            found.wrong(says, file, line, heading)
        key = None if column is None else column.key
        twice = key in keys if key is not None else bool(heading) and heading in header[: len(keys)]
        if twice and not kind.free:
            found.wrong(Message("geodata.table.duplicate_column", {"key": key or heading}), file, line, heading)
        keys.append(None if twice else key)
    return tuple(keys)


def check_columns(kind: Kind, keys: Sequence[str | None], file: str, line: int | None, found: Findings) -> None:
    """Required columns that are not there are mistakes; those that may be spread out wait until classes are known."""
    spared = kind.spread if is_spread(kind, keys) else ()
    if spared and kind.corner:
        spared = (kind.columns[0].key, *spared)
    for column in kind.columns:
        if column.required and column.key not in keys and column.key not in spared:
            found.wrong(lacking(column), file, line, column.key)


def is_spread(kind: Kind, keys: Sequence[str | None]) -> bool:
    """Whether columns that may be spread out over the headings probably are."""
    return None in keys and not any(key in keys for key in kind.spread)


def is_hint(cells: Sequence[str]) -> bool:
    """Whether a row says how to fill in the table and holds no data."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(cell.startswith(HINT) for cell in said)


def lacking(column: Column) -> Message:
    """What is said of a required column that is not there."""
    return Message("geodata.table.missing_column", {"aliases": [column.key, *column.aliases[:2]]})
