"""The workbook a planner fills in: a sheet for every table, its headings, hints, drop-downs and ranges.

Filled with a county it holds that county's tables under these headings, so that reading it gives the same county. What
it may get wrong: headings of the county's own tables, and the order of their columns, are not kept.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.attached import settings_inside
from geodata.book import TEXT, WORDS, as_number, cannot_hold, cell_width, new_book, printable
from geodata.cells import boolean, border_kind, station_kind
from geodata.columns import HINT, KINDS, NOTE, Kind
from geodata.flat import CLASSES, NAMES, SETTINGS, classes_table, settings_table
from geodata.flat_layer import layer_table
from geodata.incidents import is_wide
from geodata.package import column_letters
from geodata.rules import CLASS_LIST, LAST_ROW, RULES, SETTING_RULES, STATION_LIST, YES_NO, growing_list, validation
from geodata.sheet_kinds import LAYERS
from geodata.table import Table, Tables
from zoning.county import DEFAULT_CLASSES
from zoning.errors import InputError
from zoning.texts import Language, Message, say

SETTING_ROWS = (
    "code", "name", "years", "notice", "travel.mode", "travel.speed_kmh", "travel.detour", "crs", "borders.from",
    "areas.file", "areas.layer", "areas.code", "roads.file",
)  # fmt: skip
"""Settings a planner is asked for; others can be added by their key."""
NEEDED_SETTINGS = ("code", "name")
DEFAULTS: Mapping[str, Any] = {
    "years": 1,
    "travel": {"mode": "straight", "speed_kmh": 40, "detour": 1.35},
    "classes": [entry.model_dump() for entry in DEFAULT_CLASSES],
}
DERIVED = ("outlines",)
"""Tables that are worked out, not filled in; they have a sheet only where a county has them."""
FIRST = 2
"""Row of the first record, from 0: below the headings and the hints."""
FROZEN = {"stations": 2, "travel": 2, "borders": 2}
"""Columns that stay in sight, where that is more than one."""
WIDTHS = {
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
        return self.say("geodata.heading.note" if key == NOTE.key else f"geodata.heading.{kind.key}_{key}")

    def hint(self, kind: Kind, key: str) -> str:
        said = self.say("geodata.guide.note" if key == NOTE.key else f"geodata.guide.{kind.key}_{key}")
        return f"{HINT} {said}"


@dataclass(frozen=True)
class Place:
    """A column of a sheet: its key, its heading, and where its cells stand in the county's table."""

    key: str | None
    heading: str
    source: int | None


def render_template(tables: Tables | None = None, language: Language = "zh") -> bytes:
    """The bytes of the workbook, empty or filled with the tables of a county.

    Raises
    ------
    InputError
        With every cell of the county that a workbook cannot hold.
    """
    held = Tables(DEFAULTS, {}) if tables is None else tables
    wrong = [one for key, table in held.tables.items() for one in cannot_hold(KINDS[key].name, table)]
    if wrong:
        raise InputError(wrong)
    content = settings_inside(held)
    entries = content.get("classes")
    classes = (
        {str(e.get("key")): str(e.get("name")) for e in entries if isinstance(e, Mapping)}
        if isinstance(entries, list)
        else {}
    )
    book, stream = new_book(say("geodata.template.title", language))
    sheets = Sheets(book, language, {name: book.add_format(look) for name, look in LOOKS.items()}, classes)
    kinds = [kind for key, kind in KINDS.items() if key not in DERIVED or key in held.tables]
    _guide(sheets, [SETTINGS, CLASSES, *kinds])
    _settings(sheets, content)
    _sheet(sheets, CLASSES, classes_table(content, CLASSES.name, language))
    for kind in kinds:
        _sheet(sheets, kind, held.tables.get(kind.key))
    for key, layer in (("areas", held.areas), ("roads", held.roads)):
        if layer is not None:
            name = sheets.name(LAYERS[key])
            _layer(sheets, name, layer_table(layer, name, language))
    book.define_name(STATION_LIST, growing_list(sheets.name(KINDS["stations"]), "A"))
    book.define_name(CLASS_LIST, growing_list(sheets.name(CLASSES), "B" if language == "zh" else "A"))
    book.close()
    return stream.getvalue()


def _guide(sheets: Sheets, kinds: Sequence[Kind]) -> None:
    """How to fill it in, and what the sheets are."""
    sheet, looks = sheets.book.add_worksheet(sheets.say("geodata.template.sheet")), sheets.looks
    sheet.hide_gridlines(2)
    for column, width in enumerate((16, 12, 72)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, sheets.say("geodata.template.title"), looks["title"])
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, sheets.say("geodata.template.how"), looks["part"])
    row = 2
    for number, key in enumerate(("row", "blank", "digits", "codes", "extra", "private", "check"), start=1):
        said = f"{number}. " + sheets.say(f"geodata.template.{key}")
        sheet.merge_range(row, 0, row, 2, said, looks["said"])
        sheet.set_row(row, 16 * math.ceil(cell_width(said) / 96) + 2)
        row += 1
    sheet.write_string(row + 1, 0, sheets.say("geodata.template.tables"), looks["part"])
    for column, key in enumerate(("table", "needed", "holds")):
        sheet.write_string(row + 2, column, sheets.say(f"geodata.template.{key}"), looks["optional"])
    for number, kind in enumerate(kinds, start=row + 3):
        sheet.write_url(number, 0, f"internal:'{sheets.name(kind)}'!A1", looks["label"], sheets.name(kind))
        needed = "yes" if kind.required else "no"
        sheet.write_string(
            number, 1, sheets.say(f"geodata.template.{needed}"), looks["needed" if kind.required else "box"]
        )
        sheet.write_string(number, 2, sheets.say(f"geodata.holds.{kind.key}"), looks["box"])
    _page(sheet, 1)


def _settings(sheets: Sheets, content: Mapping[str, Any]) -> None:
    """One setting a row, with what it means; settings nobody is asked for are added below."""
    sheet, looks = sheets.book.add_worksheet(sheets.name(SETTINGS)), sheets.looks
    table = settings_table(content, SETTINGS.name, sheets.language)
    given = {row.cells[0]: (row.cells[1], row.cells[2]) for row in table.rows}
    for column, (key, width) in enumerate((("key", 20), ("name", 16), ("value", 36), ("note", 64))):
        head = looks["needed" if key == "value" else "optional"]
        sheet.write_string(0, column, sheets.say(f"geodata.heading.settings_{key}"), head)
        sheet.set_column(column, column, width, looks["text"] if key == "value" else None)
    sheet.set_row(0, 22)
    for row, key in enumerate((*SETTING_ROWS, *(key for key in given if key not in SETTING_ROWS)), start=1):
        name = next((column.aliases[0] for column in NAMES if column.key == key and sheets.language == "zh"), "")
        star = " *" if key in NEEDED_SETTINGS else ""
        text, rule = given.get(key, ("", ""))[1], SETTING_RULES.get(key)
        said = sheets.say(f"geodata.setting.{key.replace('.', '_')}") if key in SETTING_ROWS else ""
        sheet.write_string(row, 0, key, looks["label"])
        sheet.write_string(row, 1, name + star if name else star.strip(), looks["needed" if star else "label"])
        sheet.write_string(row, 3, said, looks["label"])
        sheet.set_row(row, 16 * max(math.ceil(cell_width(text) / 32), math.ceil(cell_width(said) / 60), 1) + 2)
        number = as_number(text, known=True) if rule is not None and rule.kind == "number" else None
        if number is not None:
            sheet.write_number(row, 2, number, looks["number_box"])
        else:
            sheet.write_string(row, 2, text, looks["number_box" if rule and rule.kind == "number" else "box"])
        if rule is not None:
            sheet.data_validation(row, 2, row, 2, validation(rule, sheets.language, "C", row + 1))
    sheet.set_tab_color(TAB_NEEDED)
    _page(sheet, 1)


def _sheet(sheets: Sheets, kind: Kind, table: Table | None) -> None:
    """A table: headings, hints, rules, and its records where it is filled."""
    sheet, looks = sheets.book.add_worksheet(sheets.name(kind)), sheets.looks
    needed = {column.key for column in kind.columns if column.required}
    lines = 1
    for c, place in enumerate(_places(sheets, kind, table)):
        rule = RULES.get((kind.key, place.key or ""))
        look, star = ("needed", " *") if place.key in needed else ("optional", "")
        sheet.write_string(0, c, place.heading.replace("（", "\n（").replace(" (", "\n(") + star, looks[look])
        width = _width(place)
        hint = sheets.hint(kind, place.key) if place.key is not None else ""
        sheet.write(1, c, hint or None, looks["hint"])
        lines = max(lines, math.ceil(cell_width(hint) / (width * 1.05)))
        words = place.key in WORDS or (place.key is None and not is_number_column(table, place))
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
    _page(sheet, FIRST, FROZEN.get(kind.key, 1))


def _places(sheets: Sheets, kind: Kind, table: Table | None) -> list[Place]:
    """The columns of a sheet: those of the template, then those that only this county has."""
    source = {} if table is None else {key: i for i, key in enumerate(table.keys) if key is not None}
    spread = kind.spread if table is not None and kind.spread and is_wide(table) else ()
    own = [Place(c.key, sheets.heading(kind, c.key), source.get(c.key)) for c in kind.columns if c.key not in spread]
    headings = [] if table is None else enumerate(zip(table.header, table.keys, strict=True))
    more = [Place(None, heading, i) for i, (heading, key) in headings if key is None]
    return [*own[:1], *more, *own[1:]] if spread else [*own, *more]


def is_number_column(table: Table | None, place: Place) -> bool:
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
    parse = {"stations": station_kind, "borders": border_kind}.get(kind.key) if key == "kind" else None
    meant = parse(cell) if parse is not None else cell
    return dict(rule.words)[meant] if rule and zh and isinstance(meant, str) and meant in dict(rule.words) else cell


def _layer(sheets: Sheets, name: str, table: Table) -> None:
    """A layer, as it is: nobody fills it in by hand."""
    sheet = sheets.book.add_worksheet(name)
    for c, heading in enumerate(table.header):
        sheet.write_string(0, c, heading, sheets.looks["optional"])
        sheet.set_column(c, c, WIDEST, sheets.looks["text"])
    for r, row in enumerate(table.rows, start=1):
        for c, cell in enumerate(row.cells):
            sheet.write_string(r, c, cell, sheets.looks["text"])
    _page(sheet, 1)


def _width(place: Place) -> float:
    """Of a column, in characters: room for its words, else for its heading on two lines."""
    if place.key in WIDTHS:
        return WIDTHS[place.key]
    name, _, unit = place.heading.partition("（" if "（" in place.heading else " (")
    return min(WIDEST, max(NARROWEST, cell_width(name) + 4, cell_width(unit) + 4))


def _page(sheet: Any, head_rows: int, head_columns: int = 1) -> None:
    printable(sheet, 1, head_columns)
    sheet.freeze_panes(head_rows, head_columns if head_rows == FIRST else 0)
