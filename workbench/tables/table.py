"""A table in one language: a title, columns of figures and texts, rows of values.

It knows neither screen nor file: :mod:`workbench.tables.terminal`, :mod:`workbench.tables.book` and the formats of
:mod:`workbench.report` show it, and each takes texts, numbers and figures from here, so that no two can differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zoning.judge.figures import Figure
from zoning.texts import Language, say
from zoning.texts.numbers import UNKNOWN


@dataclass(frozen=True)
class Amount:
    """A number that is shown as its own figure, not as that of its column; ``mark`` stands before it."""

    figure: Figure
    value: float
    signed: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Change:
    """What a figure changes by: the difference of the two numbers as they are shown, of shares in points."""

    figure: Figure
    before: float
    after: float

    @property
    def value(self) -> float:
        """The difference as a number."""
        return self.figure.rounded(self.figure.rounded(self.after) - self.figure.rounded(self.before))


Value = str | float | None | tuple[str, ...] | Amount | Change
"""A text, a number of the column's figure (``None``: not known), names of stations, or a number of its own figure."""


@dataclass(frozen=True)
class Column:
    """A title with the unit below it; a column of numbers has their figure, or says at least that it is ``numeric``."""

    title: str
    unit: str = ""
    figure: Figure | None = None
    numeric: bool = False

    @classmethod
    def of(cls, figure: Figure, language: Language, title: str = "") -> "Column":
        """A column of this figure, under its name unless it has another title."""
        return cls(title or figure.name(language), figure.unit_name(language, title), figure, numeric=True)

    @classmethod
    def keyed(cls, key: str, language: Language, *, numeric: bool = False) -> "Column":
        """The column ``workbench.field.<key>``, of texts or of numbers that have each a figure of their own."""
        return cls(say(f"workbench.field.{key}", language), numeric=numeric)


Columns = Sequence[str | Figure | Column]
"""Columns as they are named: a figure, the key of a text field, or a column made by hand."""


@dataclass(frozen=True)
class Table:
    """Rows under columns; ``note`` is a sentence below them.

    ``zones`` are the numbers of zones, from 0, whose colours stand before the rows; cells in ``strong`` stand out.
    ``widths`` of columns on a sheet, in characters, where they are not to follow from what stands in them.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    language: Language
    note: str = ""
    zones: tuple[int, ...] = ()
    strong: frozenset[tuple[int, int]] = frozenset()
    widths: tuple[float, ...] = ()

    @classmethod
    def of(
        cls,
        key: str,
        language: Language,
        columns: Columns,
        rows: Sequence[Sequence[Value]],
        note: str = "",
        **values: object,
    ) -> "Table":
        """The table ``workbench.sheet.<key>``, its title with these values."""
        made = tuple(
            Column.keyed(column, language)
            if isinstance(column, str)
            else Column.of(column, language)
            if isinstance(column, Figure)
            else column
            for column in columns
        )
        return cls(say(f"workbench.sheet.{key}", language, **values), made, rows, language, note)

    def text(self, row: int, column: int) -> str:
        """A cell in words, as its figure is rounded everywhere."""
        value = self.rows[row][column]
        match value:
            case str():
                return value
            case tuple():
                return say("workbench.list.separator", self.language).join(value)
            case Amount():
                return value.mark + value.figure.text(value.value, signed=value.signed)
            case Change():
                return value.figure.change(value.before, value.after, self.language)
        figure = self.columns[column].figure
        return UNKNOWN if figure is None else figure.text(value)

    def number(self, row: int, column: int) -> tuple[float | None, Figure] | None:
        """The number of a cell and its figure, for readers that calculate; ``None`` where the cell is a text."""
        value, figure = self.rows[row][column], self.columns[column].figure
        match value:
            case Amount() | Change():
                return value.figure.shown(value.value), value.figure
            case str() | tuple():
                return None
        return None if figure is None else (None if value is None else figure.shown(value), figure)


def against(figure: Figure, before: float | None, after: float, language: Language, more: str = "") -> list[Value]:
    """A figure before and after: its name with ``more`` behind it, the two numbers, what it changes by.

    Without ``before`` there is nothing to compare with, and the cells stay empty.
    """
    name = figure.header(language) + more
    if before is None:
        return [name, "", Amount(figure, after), ""]
    return [name, Amount(figure, before), Amount(figure, after), Change(figure, before, after)]


def compared(
    key: str,
    language: Language,
    rows: Sequence[Sequence[Value]],
    note: str = "",
    titles: tuple[str, str] = ("before", "after"),
    **values: object,
) -> Table:
    """The table of rows made by :func:`against`; ``titles`` are the keys of what is compared."""
    columns = [Column.keyed("figure", language)]
    columns += [Column.keyed(title, language, numeric=True) for title in (*titles, "difference")]
    return Table.of(key, language, columns, rows, note, **values)
