"""Tables as they were given: text cells, nothing judged, nothing dropped.

Every source of a county (a folder, a workbook) is turned into the same :class:`Tables`, and :mod:`geodata.county.build`
gives the cells their meaning. Two tables are equal when their headings and cells are; where they came from does not
count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from shapely.geometry.base import BaseGeometry

from zoning.model.equality import ByValue
from zoning.model.errors import Mistake
from zoning.texts import Message


@dataclass(frozen=True)
class Row:
    """One record: its cells, stripped of surrounding space, and the line it starts on (the header being line 1).

    ``whole`` is false for a record with more or fewer cells than the header; its cells were cut or filled to fit.
    """

    cells: tuple[str, ...]
    line: int = field(default=0, compare=False)
    whole: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Draft:
    """A record not yet complete: its row, the values understood so far, the columns already found wrong."""

    row: Row
    values: Mapping[str, object]
    wrong: frozenset[str]


@dataclass(frozen=True)
class Table:
    """A header as written, the known column behind each heading (``None`` when unknown), and the rows.

    ``line`` is the row of the headings, ``None`` where they stand in no row, as in a database or a frame. In a sheet of
    a workbook ``letters`` names the spreadsheet column of each heading.
    """

    file: str = field(compare=False)
    header: tuple[str, ...]
    keys: tuple[str | None, ...]
    rows: tuple[Row, ...]
    letters: tuple[str, ...] = field(default=(), compare=False)
    line: int | None = field(default=1, compare=False)

    def has(self, key: str) -> bool:
        return key in self.keys

    def cell(self, row: Row, key: str) -> str:
        """The cell of a known column, blank when the table has no such column."""
        place = self._places.get(key)
        return "" if place is None else row.cells[place]

    @cached_property
    def _places(self) -> dict[str | None, int]:
        """The place of every known column; of one that stands twice the first."""
        return {key: place for place, key in reversed(list(enumerate(self.keys)))}

    def label(self, key: str) -> str:
        """The heading of a known column as its author wrote it."""
        return self.header[self.keys.index(key)] if key in self.keys else key

    def place(self, mistake: Mistake) -> Mistake:
        """The mistake with its cell, where this is a sheet: that of its column, else the first of its row."""
        if mistake.cell or not self.letters:
            return mistake
        if mistake.column in self.header:
            letter = self.letters[self.header.index(mistake.column)]
        elif mistake.column is None and mistake.row is not None:
            letter = self.letters[0]
        else:
            return mistake
        return replace(mistake, cell=f"{letter}{mistake.row or self.line}")

    def anchor(self) -> str | None:
        """The first cell of the header, where this is a sheet."""
        return f"{self.letters[0]}{self.line}" if self.letters else None

    def unknown(self) -> list[str]:
        """Headings that are no known column."""
        return [heading for heading, key in zip(self.header, self.keys, strict=True) if key is None]


@dataclass(frozen=True)
class Feature:
    """A polygon, or whatever stood in its place, and its attributes."""

    properties: Mapping[str, Any]
    geometry: BaseGeometry | None


@dataclass(frozen=True)
class Layer:
    """The features of one layer; ``crs`` as the file names it.

    ``None`` is the county's own, as in GeoJSON; ``"unknown"`` is that of a file without the ``crs`` its format has.
    In a sheet of a workbook ``lines`` are the rows of the features.
    """

    file: str = field(compare=False)
    features: tuple[Feature, ...]
    crs: str | None = None
    lines: tuple[int, ...] = field(default=(), compare=False)

    def place(self, mistake: Mistake) -> Mistake:
        """The mistake of a feature with the row it has in its sheet."""
        if mistake.cell or mistake.row is None or not 1 <= mistake.row <= len(self.lines):
            return mistake
        line = self.lines[mistake.row - 1]
        return replace(mistake, row=line, cell=f"A{line}")


@dataclass(frozen=True, eq=False)
class Tables(ByValue):
    """All that was given about one county.

    Parameters
    ----------
    settings : the parsed ``county.toml``, ``None`` when it is missing or broken
    tables : the tables by key (``stations``, ``incidents`` …), including those this version only carries along
    areas : the polygons of the stations
    roads : the lines people drive on
    outline : the border of the county, which cuts cells around the seats where no areas are drawn
    settings_file : what mistakes in the settings are placed in
    failed : keys of tables that are there but could not be read; nothing more is said about those
    unread : names of tables beside them that nothing here knows
    mistakes : what the reading found wrong, raised by :func:`geodata.county.build.build` together with all the rest
    notices : what the reading found worth saying, told by :func:`geodata.county.build.build` before all the rest
    naming : how a table that is missing would be called here, from its ``key`` and its Chinese ``name``
    places : sheet and cell of every setting by its dotted key (``travel.mode``, ``classes[1].minutes``) in a workbook
    overlaid : dotted keys of the settings that were given beside the file, such as options of a command
    """

    settings: Mapping[str, Any] | None
    tables: Mapping[str, Table]
    areas: Layer | None = None
    roads: Layer | None = None
    outline: Layer | None = None
    settings_file: str = field(default="county.toml", compare=False)
    failed: frozenset[str] = field(default=frozenset(), compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)
    mistakes: tuple[Mistake, ...] = field(default=(), compare=False)
    notices: tuple[Message, ...] = field(default=(), compare=False)
    naming: str = field(default="{key}.csv", compare=False)
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)
    overlaid: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def placed(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """The mistakes, those in a sheet of a workbook with their cells."""
        sheets: dict[str | None, Table | Layer] = {table.file: table for table in self.tables.values()}
        layers = (self.areas, self.roads, self.outline)
        sheets |= {layer.file: layer for layer in layers if layer is not None and layer.lines}
        return [sheets[m.table].place(m) if m.table in sheets else self._placed_setting(m) for m in mistakes]

    def _placed_setting(self, mistake: Mistake) -> Mistake:
        if mistake.table != self.settings_file or mistake.column is None:
            return mistake
        if mistake.column in self.overlaid:
            return replace(mistake, table=None)
        place = self.places.get(mistake.column)
        return mistake if place is None else replace(mistake, table=place[0], cell=place[1])
