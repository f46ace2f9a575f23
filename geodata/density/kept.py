"""The tables that ``zoning count`` left: its counts as a county's incidents, and those by hour, village and on a grid.

They have those columns and no others, in any order: a table with more is none of these, and of what it holds nothing is
said. What it may get wrong: that the tables are of one count is believed.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from geodata.density.grid import COLUMNS as GRID
from geodata.density.grid import column
from geodata.density.parts import HOURS as IN_A_DAY
from geodata.density.parts import Part, parts, years_of
from geodata.formats import guard
from geodata.formats.delimited import decode, read_table
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.tables.table import Tables
from zoning.judge.calendar import TOGETHER, undated
from zoning.model.county import County, Floats
from zoning.model.errors import InputError
from zoning.texts import Message

INCIDENTS = ("station", "class", "period", "count")
HOURS = ("station", "class", "weekday", "hour", "count")
VILLAGES = ("station", "village", "class", "count")
BEGIN = {"incidents": INCIDENTS, "hours": HOURS, "villages": VILLAGES, "grid": GRID}
"""Columns that the tables begin with; behind those of a grid stand its densities."""
DAYS = 7
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """A cell of a grid by its middle in degrees: calls in it, ``None`` where few, and their density a year."""

    lon: float
    lat: float
    count: int | None
    per_km2: float


@dataclass(frozen=True)
class Squares:
    """Cells of so many metres, smoothed with a bandwidth, by the part of the incidents."""

    cell_m: float
    bandwidth_m: float
    parts: Mapping[Part, Sequence[Cell]]


@dataclass(frozen=True)
class Kept:
    """Counts by hour (n, c, 7, 24), counts (c,) by village, and a grid; ``None`` where there is no such table.

    Calls that were put together under no hour or no village are in none of them; ``hourless`` calls have no hour,
    ``placeless`` no village.
    """

    hours: Floats | None = None
    villages: Mapping[str, Floats] | None = None
    grid: Squares | None = None
    hourless: int = 0
    placeless: int = 0


def is_kept(path: Path, key: str) -> bool:
    """Whether a file begins as ``zoning count`` writes its table of this kind."""
    try:
        with path.open("rb") as stream:
            line = stream.readline(1 << 16).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    columns = line.rstrip("\r\n").split(",")
    begin = [f"\ufeff{BEGIN[key][0]}", *BEGIN[key][1:]]
    return columns[: len(begin)] == begin and (key == "grid" or len(columns) == len(begin))


def with_incidents(tables: Tables, path: Path, years: float | None) -> Tables:
    """The county with the counts of a table as its incidents, and the years given, or those that its periods cover.

    Raises
    ------
    InputError
        When the table cannot be read.
    """
    found = Findings()
    data = guard.load(path, found, ".csv")
    text = None if data is None else decode(data)
    if isinstance(text, Message):
        found.wrong(text, path.name)
    table = read_table(KINDS["incidents"], text, path.name, found) if isinstance(text, str) else None
    if table is None or found.mistakes:
        raise InputError(found.mistakes)
    names = undated(table.cell(row, "period") for row in table.rows).values()
    named = [name for name in names if name and name != TOGETHER]
    covered = years or years_of(named, pooled=TOGETHER in names)
    settings = {**(tables.settings or {}), **({} if covered is None else {"years": covered})}
    return replace(tables, tables={**tables.tables, "incidents": table}, settings=settings)


def read_kept(county: County, files: Mapping[str, Path]) -> Kept:
    """The tables ``hours``, ``villages`` and ``grid`` among the files.

    Raises
    ------
    InputError
        With every mistake of all of them.
    """
    reading = _Reading(county, Findings())
    hours = reading.hours(files["hours"]) if "hours" in files else None
    villages = reading.villages(files["villages"]) if "villages" in files else None
    grid = reading.grid(files["grid"]) if "grid" in files else None
    if reading.found.mistakes:
        raise InputError(reading.found.mistakes)
    return Kept(hours, villages, grid, reading.hourless, reading.placeless)


@dataclass
class _Reading:
    """The county that tables are of, and what is wrong with them."""

    county: County
    found: Findings
    told: set[tuple[str, str, str]] = field(default_factory=set)
    hourless: int = 0
    placeless: int = 0

    def hours(self, path: Path) -> Floats:
        counts = np.zeros((*self.county.counts.shape, DAYS, IN_A_DAY))
        for line, cells in self._rows(path, HOURS):
            at = self._station(cells, path, line), self._class(cells, path, line)
            if cells["weekday"] == TOGETHER:
                self.hourless += self._whole(cells, "count", path, line) or 0
                continue
            day, hour = (self._whole(cells, key, path, line, most) for key, most in (("weekday", 7), ("hour", 23)))
            count = self._whole(cells, "count", path, line)
            if None not in (*at, day, hour, count) and day != 0:
                counts[at[0], at[1], (day or 0) - 1, hour] += count
            elif day == 0:
                self._wrong("number", path, line, "weekday")
        return counts

    def villages(self, path: Path) -> dict[str, Floats]:
        classes = len(self.county.classes)
        counts = {village.code: np.zeros(classes) for village in self.county.bureau.villages}
        for line, cells in self._rows(path, VILLAGES):
            column, count = self._class(cells, path, line), self._whole(cells, "count", path, line)
            if cells["village"] == TOGETHER:
                self.placeless += count or 0
                continue
            if cells["village"] not in counts:
                self._wrong("village", path, line, "village")
            elif column is not None and count is not None:
                counts[cells["village"]][column] += count
        return counts

    def grid(self, path: Path) -> Squares:
        made = parts([one.key for one in self.county.classes], hours=True, seasons=True)
        held: dict[Part, list[Cell]] = {part: [] for part in made}
        sizes: set[tuple[float | None, ...]] = set()
        for line, cells in self._rows(path, (*GRID, *map(column, made))):
            lon, lat = (self._number(cells, key, path, line) for key in ("lon", "lat"))
            sizes.add(tuple(self._number(cells, key, path, line) for key in ("cell_m", "bandwidth_m")))
            if len(sizes) > 1:
                self._wrong("sizes", path, line, "cell_m")
                break
            count = self._whole(cells, "count", path, line) if cells["count"] else None
            for part in made:
                text = cells[column(part)]
                density = self._number(cells, column(part), path, line) if text else None
                if lon is not None and lat is not None and density is not None:
                    held[part].append(Cell(lon, lat, count if part.by == "all" else None, density))
        cell, bandwidth = next(iter(sizes), (0.0, 0.0))
        return Squares(cell or 0.0, bandwidth or 0.0, held)

    def _rows(self, path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        """Line and cells of each row of a table with these columns."""
        data = guard.load(path, self.found, ".csv")
        text = None if data is None else decode(data)
        if isinstance(text, Message):
            self.found.wrong(text, path.name)
        if not isinstance(text, str):
            return
        rows = csv.reader(io.StringIO(text, newline=""))
        header = [cell.strip() for cell in next(rows, [])]
        if sorted(header) != sorted(columns):
            self.found.wrong(Message("geodata.density.columns", {"columns": list(columns)}), path.name, 1)
            return
        for row in rows:
            if any(row):
                if len(row) != len(header):
                    self.found.wrong(Message("geodata.density.cells", {"count": len(header)}), path.name, rows.line_num)
                else:
                    yield rows.line_num, dict(zip(header, (cell.strip() for cell in row), strict=True))

    def _station(self, cells: Cells, path: Path, line: int) -> int | None:
        row = self.county.index.get(cells["station"])
        if row is None:
            self._wrong("station", path, line, "station")
        return row

    def _class(self, cells: Cells, path: Path, line: int) -> int | None:
        keys = [one.key for one in self.county.classes]
        word = cells["class"]
        if word not in keys:
            self._wrong("class", path, line, "class")
            return None
        return keys.index(word)

    def _whole(self, cells: Cells, key: str, path: Path, line: int, most: int = 10**9) -> int | None:
        text = cells[key]
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most:
            return int(text)
        self._wrong("number", path, line, key)
        return None

    def _number(self, cells: Cells, key: str, path: Path, line: int) -> float | None:
        try:
            value = float(cells[key])
        except ValueError:
            value = math.nan
        low = -180.0 if key in ("lon", "lat") else 0.0
        if low <= value <= 10**9:
            return value
        self._wrong("number", path, line, key)
        return None

    def _wrong(self, key: str, path: Path, line: int, column: str) -> None:
        """Tell once of each column and kind of mistake, without its value: who knows what that is."""
        if (path.name, key, column) not in self.told:
            self.told.add((path.name, key, column))
            self.found.wrong(Message(f"geodata.density.{key}"), path.name, line, column)
