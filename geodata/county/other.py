"""Other tables for a county that is read already: next year's incidents, minutes in winter, roads at another speed.

A table is one CSV file in the form it has in a county's folder. What it may get wrong: notices are told of the county's
own tables only; a class that a long table does not name counts as none.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from geodata.county.build import build
from geodata.county.incidents import read_counts
from geodata.county.periods import read_periods
from geodata.formats.delimited import decode, read_table
from geodata.formats.guard import load
from geodata.naming.codes import Names
from geodata.naming.named import CODED, coded
from geodata.privacy.screening import screened
from geodata.tables.cleaning import clean_table
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.tables.settings import overlaid
from geodata.tables.table import Table, Tables
from geodata.travel.matrix import check_gaps, read_matrix
from zoning.model.bureau import Period
from zoning.model.county import County, Floats
from zoning.model.errors import InputError
from zoning.texts import Message

Read = TypeVar("Read")


def other_counts(path: Path, county: County) -> Floats:
    """(n, c) counts of a table of incidents, in the order of the county.

    Raises
    ------
    InputError
        With every mistake of the table.
    """
    classes = list(county.classes)
    return _read(path, "incidents", county, lambda table, found: read_counts(table, _names(county), classes, found))


def other_incidents(path: Path, county: County) -> County:
    """The county with the incidents of another table, whose periods are kept.

    Raises
    ------
    InputError
        With every mistake of the table.
    """
    classes = list(county.classes)

    def both(table: Table, found: Findings) -> tuple[Floats, tuple[Period, ...]] | None:
        counts = read_counts(table, _names(county), classes, found)
        return None if counts is None else (counts, read_periods(table, county.names, classes))

    counts, periods = _read(path, "incidents", county, both)
    return replace(county, counts=counts, bureau=county.bureau.model_copy(update={"periods": periods}))


def other_minutes(path: Path, county: County) -> Floats:
    """(n, n) minutes of a table of travel, in the order of the county.

    Raises
    ------
    InputError
        With every mistake of the table; pairs without minutes are one.
    """
    names = _names(county)

    def whole(table: Table, found: Findings) -> Floats | None:
        minutes = read_matrix(table, names, found)
        return minutes if minutes is not None and check_gaps(minutes, names, table.file, found) else None

    return _read(path, "travel", county, whole)


def road_minutes_at(tables: Tables, speed_kmh: float) -> Floats | None:
    """(n, n) minutes where roads without a speed of their own are driven at another one; ``None`` without roads.

    Raises
    ------
    InputError
        With every mistake of the tables.
    """
    if tables.roads is None:
        return None
    settings = overlaid(tables.settings or {}, {"travel.speed_kmh": float(speed_kmh)})
    return build(replace(tables, settings=settings)).county.minutes


def _names(county: County) -> Names:
    return Names(county.names)


def _read(path: Path, kind: str, county: County, reader: Callable[[Table, Findings], Read | None]) -> Read:
    found = Findings()
    data = load(path, found, ".csv")
    text = None if data is None else decode(data)
    if isinstance(text, Message):
        found.wrong(text, path.name)
    table = read_table(KINDS[kind], text, path.name, found) if isinstance(text, str) else None
    if table is not None:
        table = screened(Tables(None, {kind: clean_table(table, found)}), found).tables[kind]
        table = coded(table, CODED[kind], _names(county), found)
    values = None if table is None else reader(table, found)
    if values is None or found.mistakes:
        raise InputError(found.mistakes)
    return values
