"""The sheets of a template: headings with their units, a row of hints, drop-downs and ranges, and the records if any.

What it may get wrong: a column that only this county has carries no hint and no rule.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geodata.openxml.package import column_letters
from geodata.tables.cells import boolean, border_kind, station_kind, unit_kind, video_level, village_kind
from geodata.tables.columns import HINT, is_spread
from geodata.tables.kinds import NOTE, Kind
from geodata.tables.table import Table
from geodata.workbook.validation import LAST_ROW, RULES, YES_NO, validation
from geodata.workbook.writing import TEXT, WORDS, as_number, cell_width, printable
from zoning.texts import Language, Message, say

FIRST = 2
"""Row of the first record, from 0: below the headings and the hints."""
FROZEN = {"stations": 2, "travel": 2, "borders": 2}
"""Columns that stay in sight, where that is more than one."""
WIDTHS = {
    "class": 14,
    "kind": 12,
    "team": 13,
    "lon": 13,
    "lat": 13,
    "key": 16,
    "code": 16,
    "name": 20,
    "note": 26,
    "specialities": 24,
    "post": 18,
    "station": 16,
    "a": 16,
    "b": 16,
}
NARROWEST, WIDEST = 9, 16
HEAD_POINTS, LINE_POINTS = 34, 12.5
"""Height of the headings, and of a line of hints."""
BOX = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "vcenter"}
CELL = {"border": 1, "border_color": "#D9D9D9"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "needed": {**BOX, "bold": True, "bg_color": "#F8CBAD", "align": "center"},
    "optional": {**BOX, "bold": True, "bg_color": "#DDEBF7", "align": "center"},
    "hint": {**BOX, "italic": True, "font_size": 9, "font_color": "#7F7F7F", "bg_color": "#F7F7F7", "valign": "top"},
    "label": {**BOX, "bg_color": "#F2F2F2", "num_format": TEXT},
    "box": {**BOX, "num_format": TEXT},
    "number_box": {**BOX, "align": "left"},
    "title": {"bold": True, "font_size": 16},
    "part": {"bold": True, "font_size": 12},
    "said": {"text_wrap": True, "valign": "top"},
    "text": {"num_format": TEXT, "indent": 1},
    "number": {},
    "text_cell": {**CELL, "num_format": TEXT, "indent": 1},
    "number_cell": CELL,
}
PARSERS: Mapping[tuple[str, str], Callable[[str], str | Message]] = {
    ("stations", "kind"): station_kind,
    ("borders", "kind"): border_kind,
    ("villages", "kind"): village_kind,
    ("units", "kind"): unit_kind,
    ("video", "level"): video_level,
}
"""What the cells of a column with words mean."""
TAB_NEEDED, TAB_OPTIONAL = "#ED7D31", "#9DC3E6"


@dataclass(frozen=True)
class Sheets:
    """A template under construction: the workbook, its formats, and the names of the classes by key."""

    book: Any
    language: Language
    looks: Mapping[str, Any]
    classes: Mapping[str, str]

    def name(self, kind: Kind) -> str:
        return kind.name if self.language == "zh" else kind.key

    def say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def heading(self, kind: Kind, key: str) -> str:
        """The heading of a column, its unit on a line of its own."""
        said = self.say("geodata.heading.note" if key == NOTE.key else f"geodata.heading.{kind.key}_{key}")
        return said.replace("（", "\n（").replace(" (", "\n(")

    def hint(self, kind: Kind, key: str) -> str:
        said = self.say("geodata.guide.note" if key == NOTE.key else f"geodata.guide.{kind.key}_{key}")
        return f"{HINT} {said}"


@dataclass(frozen=True)
class Place:
    """A column of a sheet: its key, its heading, and where its cells stand in the county's table."""

    key: str | None
    heading: str
    source: int | None


def add_table(sheets: Sheets, kind: Kind, table: Table | None) -> None:
    """A table: headings, hints, rules, and its records where it is filled."""
    sheet, looks = sheets.book.add_worksheet(sheets.name(kind)), sheets.looks
    needed = {column.key for column in kind.columns if column.required}
    lines = 1
    for c, place in enumerate(_places(sheets, kind, table)):
        rule = RULES.get((kind.key, place.key or ""))
        look, star = ("needed", " *") if place.key in needed else ("optional", "")
        sheet.write_string(0, c, place.heading + star, looks[look])
        width = _width(place)
        hint = sheets.hint(kind, place.key) if place.key is not None else ""
        sheet.write(1, c, hint or None, looks["hint"])
        lines = max(lines, math.ceil(cell_width(hint) / (width * 1.05)))
        words = place.key in WORDS or (place.key is None and not _holds_numbers(table, place))
        sheet.set_column(c, c, width, looks["text" if words else "number"])
        if rule is not None:
            bounds = (FIRST, c, LAST_ROW, c)
            sheet.data_validation(*bounds, validation(rule, sheets.language, column_letters(c + 1), FIRST + 1))
        for r, cell in _cells(sheets, kind, table, place):
            number = None if words else as_number(cell, known=place.key is not None)
            if number is not None:
                sheet.write_number(r, c, number, looks["number_cell"])
            elif cell:
                sheet.write_string(r, c, cell, looks["text_cell"])
            else:
                sheet.write_blank(r, c, None, looks["text_cell" if words else "number_cell"])
    sheet.set_row(0, HEAD_POINTS)
    sheet.set_row(1, LINE_POINTS * lines + 3)
    sheet.set_tab_color(TAB_NEEDED if kind.required else TAB_OPTIONAL)
    set_page(sheet, FIRST, FROZEN.get(kind.key, 1))


def _places(sheets: Sheets, kind: Kind, table: Table | None) -> list[Place]:
    """The columns of a sheet: the template's, then further ones of this county."""
    source = {} if table is None else {key: i for i, key in enumerate(table.keys) if key is not None}
    spread = kind.spread if table is not None and is_spread(kind, table.keys) else ()
    if spread and kind.corner:
        source[kind.columns[0].key] = 0  # whatever it is headed
    own = [Place(c.key, sheets.heading(kind, c.key), source.get(c.key)) for c in kind.columns if c.key not in spread]
    named = {*sheets.classes, *sheets.classes.values()} if "count" in spread else set()
    headings = () if table is None else enumerate(table.header)
    more = [
        Place("count" if heading in named else None, heading, i) for i, heading in headings if i not in source.values()
    ]
    return [*own[:1], *more, *own[1:]] if spread else [*own, *more]


def _holds_numbers(table: Table | None, place: Place) -> bool:
    """Whether a column that only this county has holds numbers alone."""
    if table is None or place.source is None:
        return False
    cells = [row.cells[place.source] for row in table.rows]
    return any(cells) and all(as_number(cell, known=False) is not None for cell in cells if cell)


def _cells(sheets: Sheets, kind: Kind, table: Table | None, place: Place) -> Iterator[tuple[int, str]]:
    """Row and text of the cells of a column, in the words of the template."""
    for r, row in enumerate(() if table is None else table.rows, start=FIRST):
        cell = "" if place.source is None else row.cells[place.source]
        yield r, _worded(sheets, kind, place.key or "", cell) if cell else ""


def _worded(sheets: Sheets, kind: Kind, key: str, cell: str) -> str:
    """A cell in the words that the drop-down of its column offers, where it means one of them."""
    zh = sheets.language == "zh"
    if (kind.key, key) == ("incidents", "class"):
        return sheets.classes.get(cell, cell) if zh else cell
    rule = RULES.get((kind.key, key))
    if rule is YES_NO:
        value = boolean(cell)
        return cell if isinstance(value, Message) else rule.words[0 if value else 1][zh]
    parse = PARSERS.get((kind.key, key))
    meant = parse(cell) if parse is not None else cell
    return dict(rule.words)[meant] if rule and zh and isinstance(meant, str) and meant in dict(rule.words) else cell


def add_layer(sheets: Sheets, name: str, table: Table) -> None:
    """A layer, as it is: nobody fills it in by hand."""
    sheet = sheets.book.add_worksheet(name)
    for c, heading in enumerate(table.header):
        sheet.write_string(0, c, heading, sheets.looks["optional"])
        sheet.set_column(c, c, WIDEST, sheets.looks["text"])
    for r, row in enumerate(table.rows, start=1):
        for c, cell in enumerate(row.cells):
            sheet.write_string(r, c, cell, sheets.looks["text"])
    set_page(sheet, 1)


def _width(place: Place) -> float:
    """Of a column, in characters: room for its words, else for its heading on two lines."""
    if place.key in WIDTHS:
        return WIDTHS[place.key]
    lines = [cell_width(line) + 4 for line in place.heading.split("\n")]
    return min(WIDEST, max(NARROWEST, *lines))


def set_page(sheet: Any, head_rows: int, head_columns: int = 1) -> None:
    """How a sheet prints, and what of it stays in sight."""
    printable(sheet, 1, head_columns)
    sheet.freeze_panes(head_rows, head_columns if head_rows == FIRST else 0)
