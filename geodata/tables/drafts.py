"""A record of the table of stations while it is read: what its cells say, and which of them are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.tables.table import Row

ENDS = ("lon", "lat")
"""Columns of the place of a station."""


@dataclass(frozen=True)
class Draft:
    """A record not yet complete: its row, the values understood so far, the columns already found wrong."""

    row: Row
    values: Mapping[str, object]
    wrong: frozenset[str]
