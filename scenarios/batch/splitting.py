"""One set of tables of many counties parted into the tables of each, by a column or by the codes of stations.

A row belongs to the county of the stations that it names; one that names none belongs to all, one that names stations
of two counties to neither, as a border between them. A list of codes and digests is kept, so that the file is read
only when a county of it is to be solved. What it may get wrong: a column is taken to name stations when most of what
stands in it are their codes; a file that changes while a batch begins may be listed as it was.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypedDict

import geodata
from geodata.sources.folder import SETTINGS, SETTINGS_ZH
from geodata.tables.table import Layer, Row, Table, Tables
from scenarios.batch.keys import beside, digest_of, digests_of, unchanged
from scenarios.batch.records import Part
from zoning.model.errors import InputError, mistake
from zoning.model.reading import content_of, toml
from zoning.result.solution import version

MAX_BYTES = 10_000_000
"""Of a file of settings."""
PREFIX = 6
"""Digits of a station's code that are its county's."""
NAMES = ("county", "县", "县名", "县名称", "区县", "县区", "所属县", "区县名称")
"""Headings of a column that names the county, where counties are parted by codes."""


def code_of(path: Path) -> str | None:
    """The code of a county where it is quickly found: in ``county.toml``, or in a GeoPackage's settings."""
    try:
        if path.is_dir():
            file = next((path / name for name in (SETTINGS, SETTINGS_ZH) if (path / name).is_file()), None)
            code = None if file is None else toml(content_of(file, MAX_BYTES).decode("utf-8-sig")).get("code")
        elif path.suffix.lower() == ".gpkg":
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                row = database.execute("SELECT value FROM settings WHERE key = 'code'").fetchone()
            code = None if row is None else row[0]
        else:
            return None
    except (OSError, ValueError, sqlite3.Error):
        return None  # what is wrong with it is told by whoever reads it
    return None if code is None else str(code)


class Listed(TypedDict):
    """A list as it is kept: what the file was, digests of files that it names, and of its counties by code."""

    file: str
    beside: dict[str, str]
    digests: dict[str, str]


@dataclass(frozen=True, eq=False)
class File:
    """A file or folder of tables of many counties, and a list of it, if there is one, of whatever it was then."""

    path: Path
    column: str | None = None
    earlier: Listed | None = field(default=None, repr=False)

    @cached_property
    def parts(self) -> dict[str, Tables]:
        """The tables of every county by code; raises as :func:`parted`."""
        return parted(self.path, self.column)

    @cached_property
    def listed(self) -> Listed:
        """The list of the file as it is now."""
        words = [digest_of(self.path), self.column or "", version()]
        file = hashlib.sha256("\0".join(words).encode()).hexdigest()
        before = self.earlier
        if before is not None and before["file"] == file and unchanged(before["beside"]):
            return before
        settings: Mapping[str, object] = next(iter(self.parts.values())).settings or {}
        return {"file": file, "beside": beside(settings, self.path), "digests": digests_of(self.parts)}

    @property
    def counties(self) -> dict[str, Part]:
        """Its counties by code."""
        return {code: Part(self, code, digest) for code, digest in self.listed["digests"].items()}

    def part(self, code: str) -> Tables:
        """The tables of a county."""
        return self.parts[code]


def parted(path: Path, column: str | None = None) -> dict[str, Tables]:
    """The tables of every county, by code, in the order of codes.

    Parameters
    ----------
    column : a heading of the stations table; without it the first six digits of station codes part them

    Raises
    ------
    InputError
        When the file cannot be read, or has no such column or no such codes.
    """
    whole = geodata.read_source(path)
    stations = whole.tables.get("stations")
    if stations is None or not stations.rows or not stations.has("code"):
        raise InputError([*whole.mistakes, mistake("scenarios.batch.no_stations", table=path.name)])
    county_of, names = _counties(stations, column)
    counties = sorted(names)
    if len(counties) == 1:
        return {counties[0]: whole}
    tables = {key: _tables(table, county_of, counties) for key, table in whole.tables.items()}
    areas, roads = (_layers(layer, county_of, counties) for layer in (whole.areas, whole.roads))
    return {
        county: replace(
            whole,
            settings={**(whole.settings or {}), "code": county, "name": names[county]},
            tables={key: parts[county] for key, parts in tables.items()},
            areas=areas[county],
            roads=roads[county],
        )
        for county in counties
    }


def _counties(stations: Table, column: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """The county of every station by code, and the name of every county."""
    if column is not None and column not in stations.header:
        known = list(stations.header)
        raise InputError([mistake("scenarios.batch.no_column", table=stations.file, value=column, known=known)])
    named = column if column is not None else next((h for h in stations.header if h.strip() in NAMES), None)
    at = None if named is None else stations.header.index(named)
    county_of: dict[str, str] = {}
    names: dict[str, str] = {}
    wrong = []
    for row in stations.rows:
        code = stations.cell(row, "code").strip()
        word = "" if at is None else row.cells[at].strip()
        digits = code[:PREFIX]
        if not re.fullmatch(rf"\d{{{PREFIX}}}", digits) and (column is None or not word):
            wrong.append(mistake("scenarios.batch.no_code", table=stations.file, row=row.line, value=code or None))
            continue
        county = word if column is not None and word.isdigit() else digits if digits.isdigit() else word
        county_of[code] = county
        names.setdefault(county, word if word and not word.isdigit() else county)
    if wrong:
        raise InputError(wrong)
    return county_of, names


def _tables(table: Table, county_of: Mapping[str, str], counties: Sequence[str]) -> dict[str, Table]:
    """The rows of a table that concern each county, and of a matrix its columns."""
    cells = zip(*(row.cells for row in table.rows), strict=True)
    naming = [c for c, column in enumerate(cells) if _names_stations(column, county_of)]
    rows = _shares([_named([row.cells[c] for c in naming], county_of) for row in table.rows], counties)
    columns = _shares([_named([heading], county_of) for heading in table.header], counties)
    return {county: _part(table, rows[county], columns[county]) for county in counties}


def _part(table: Table, rows: Sequence[int], columns: Sequence[int]) -> Table:
    """The table of these rows and columns."""
    kept = [table.rows[k] for k in rows]
    if len(columns) == len(table.header):
        return replace(table, rows=tuple(kept))
    return replace(
        table,
        header=tuple(table.header[c] for c in columns),
        keys=tuple(table.keys[c] for c in columns),
        letters=tuple(table.letters[c] for c in columns) if table.letters else (),
        rows=tuple(Row(tuple(row.cells[c] for c in columns), row.line, row.whole) for row in kept),
    )


def _named(cells: Iterable[object], county_of: Mapping[str, str]) -> set[str]:
    """The counties whose stations these cells name."""
    return {county_of[code] for cell in cells if (code := str(cell).strip()) in county_of}


def _shares(named: Sequence[set[str]], counties: Sequence[str]) -> dict[str, list[int]]:
    """The places of what names each county alone, and of what names none and so belongs to all, in their order."""
    own: dict[str, list[int]] = {county: [] for county in counties}
    for place, found in enumerate(named):
        if len(found) == 1:
            own[next(iter(found))].append(place)
    common = [place for place, found in enumerate(named) if not found]
    return {county: sorted(common + places) if common else places for county, places in own.items()}


def _names_stations(cells: Sequence[str], county_of: Mapping[str, str]) -> bool:
    filled = [word for cell in cells if (word := cell.strip())]
    return bool(filled) and 2 * sum(word in county_of for word in filled) > len(filled)


def _layers(layer: Layer | None, county_of: Mapping[str, str], counties: Sequence[str]) -> dict[str, Layer | None]:
    """The features of each county: those that name its stations, or none at all; a layer without names is all's."""
    named = [] if layer is None else [_named(one.properties.values(), county_of) for one in layer.features]
    if layer is None or not any(named):
        return dict.fromkeys(counties, layer)
    shares = _shares(named, counties)
    return {
        county: replace(
            layer,
            features=tuple(layer.features[k] for k in places),
            lines=tuple(layer.lines[k] for k in places) if layer.lines else (),
        )
        for county, places in shares.items()
    }
