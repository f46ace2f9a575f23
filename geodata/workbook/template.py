"""The workbook a planner fills in: how to do so, the settings, and a sheet for every table.

A template filled with a county's tables is read as the same county. What it may get wrong: headings of the county's own
tables, and the order of their columns, are not kept.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from geodata.sources.attached import settings_inside
from geodata.sources.flat import CLASSES, NAMES, SETTINGS, classes_table, settings_table
from geodata.sources.flat_layer import layer_table
from geodata.tables.kinds import KINDS, Kind
from geodata.tables.table import Table, Tables
from geodata.workbook.choices import CLASS_LIST, STATION_LIST, add_choices, growing_list
from geodata.workbook.sheet_kinds import LAYERS
from geodata.workbook.template_sheets import LOOKS, TAB_NEEDED, Sheets, add_layer, add_table, set_page
from geodata.workbook.validation import SETTING_RULES, validation
from geodata.workbook.writing import as_number, cannot_hold, cell_width, new_book
from zoning.model.errors import InputError
from zoning.model.stations import DEFAULT_CLASSES
from zoning.texts import Language, say

SETTING_ROWS = (
    "code", "name", "years", "notice", "travel.mode", "travel.speed_kmh", "travel.detour", "crs", "borders.from",
    "areas.file", "areas.layer", "areas.code", "areas.outline", "roads.file", "bureau.officers",
)  # fmt: skip
"""Settings a planner is asked for; others can be added by their key."""
NEEDED_SETTINGS = ("code", "name")
DEFAULTS: Mapping[str, Any] = {
    "years": 1,
    "travel": {"mode": "straight", "speed_kmh": 40, "detour": 1.35},
    "classes": [entry.model_dump() for entry in DEFAULT_CLASSES],
}
INCIDENTS = KINDS["incidents"]
DERIVED = ("outlines",)
"""Tables that are worked out, not filled in; they have a sheet only where a county has them."""


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
    add_table(sheets, CLASSES, classes_table(content, CLASSES.name, language))
    empty = {INCIDENTS.key: _wide(sheets)} if tables is None else {}
    for kind in kinds:
        add_table(sheets, kind, held.tables.get(kind.key) or empty.get(kind.key))
    for key, layer in ((key, getattr(held, key)) for key in LAYERS):
        if layer is not None:
            name = sheets.name(LAYERS[key])
            add_layer(sheets, name, layer_table(layer, name, language))
    add_choices(sheets, held.tables.get("stations"))
    book.define_name(
        STATION_LIST, growing_list(sheets.name(KINDS["stations"]), "A", sheets.say("geodata.template.choices"))
    )
    book.define_name(CLASS_LIST, growing_list(sheets.name(CLASSES), "B" if language == "zh" else "A"))
    book.close()
    return stream.getvalue()


def _wide(sheets: Sheets) -> Table:
    """The incidents as bureaus have them: a row a station, a column a class."""
    names = sheets.classes.values() if sheets.language == "zh" else sheets.classes
    keys = [column.key for column in INCIDENTS.columns if column.key not in INCIDENTS.spread]
    return Table(INCIDENTS.name, (*keys, *names), (*keys, *(None for _ in names)), ())


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
    set_page(sheet, 1)


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
    set_page(sheet, 1)
