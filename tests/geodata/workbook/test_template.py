"""The template: every table and column, headings that are read back, rules that hold, and a county that comes back."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

import geodata
from geodata.county.build import build
from geodata.sources.flat import CLASSES, NAMES, SETTINGS
from geodata.tables.columns import HINT, find
from geodata.tables.kinds import KINDS, Kind
from geodata.tables.settings import VALID_KEYS
from geodata.workbook.reading import read_workbook
from geodata.workbook.template import DERIVED, SETTING_ROWS, render_template
from geodata.workbook.validation import RULES, SETTING_RULES, validation
from tests.geodata.drawn import CODES, change, draw, get, put
from tests.geodata.tables.told import wide
from zoning.model.errors import InputError
from zoning.model.stations import DEFAULT_CLASSES
from zoning.result.digest import digest
from zoning.texts import Language

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
ASKED = [kind for key, kind in KINDS.items() if key not in DERIVED]


def sheet(content: bytes, name: str) -> Worksheet:
    found = load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return found


def name(kind: Kind, language: str) -> str:
    return kind.name if language == "zh" else kind.key


@LANGUAGES
def test_every_table_has_its_sheet_after_the_guide(language: Language) -> None:
    names = load_workbook(io.BytesIO(render_template(None, language))).sheetnames
    wanted = [name(kind, language) for kind in (SETTINGS, CLASSES, *ASKED)]
    assert names == [
        "填写说明" if language == "zh" else "guide",
        *wanted,
        "下拉选项" if language == "zh" else "choices",
    ]


@LANGUAGES
@pytest.mark.parametrize("kind", [CLASSES, *(kind for kind in ASKED if kind.key != "incidents")], ids=lambda k: k.key)
def test_every_heading_is_read_as_its_column_and_marked_where_it_is_needed(kind: Kind, language: Language) -> None:
    content = sheet(render_template(None, language), name(kind, language))
    headings = [str(cell.value) for cell in content[1]]
    assert len(headings) == len(kind.columns)
    for heading, cell, column in zip(headings, content[1], kind.columns, strict=True):
        assert find(heading, kind.columns) == (column, ""), "recognised, with a unit that fits"
        assert heading.endswith("*") == column.required
        assert (cell.fill.fgColor.rgb == "FFF8CBAD") == column.required


@LANGUAGES
def test_the_incidents_have_a_row_a_station_and_a_column_a_class(language: Language, tmp_path: Path) -> None:
    content = render_template(None, language)
    found = sheet(content, name(KINDS["incidents"], language))
    classes = [one.name if language == "zh" else one.key for one in DEFAULT_CLASSES]
    headings = [str(cell.value) for cell in found[1]]
    assert headings[1 : 1 + len(classes)] == [f"{word} *" for word in classes]
    assert len(headings) == len(classes) + 3, "the station before them, period and note behind"
    assert {cell.fill.fgColor.rgb for cell in found[1][: 1 + len(classes)]} == {"FFF8CBAD"}
    numbers = rules(content, name(KINDS["incidents"], language))
    assert [numbers[letter].type for letter in "BCI"] == ["decimal"] * 3
    book = load_workbook(io.BytesIO(content))
    stations, incidents = book[name(KINDS["stations"], language)], book[name(KINDS["incidents"], language)]
    settings = book["参数" if language == "zh" else "settings"]
    settings["C2"], settings["C3"] = "500230", "虚构县"
    for row, code in enumerate(("500230001", "500230002"), start=3):
        kind = "城关" if row == 3 else "镇"
        for column, value in enumerate((code, f"所{row}", kind, 107 + row / 100, 30, 50, 9_000, 9), start=1):
            stations.cell(row, column, value)
        incidents.cell(row, 1, f"{code} 所{row}")
        for column in range(len(classes)):
            incidents.cell(row, 2 + column, 10 * row + column)
    book.save(tmp_path / "county.xlsx")
    counts = geodata.read_county(tmp_path / "county.xlsx").counts
    assert counts.tolist() == [[10 * row + column for column in range(len(classes))] for row in (3, 4)]


@LANGUAGES
@pytest.mark.parametrize("kind", [CLASSES, *ASKED], ids=lambda kind: kind.key)
def test_the_second_row_holds_hints_alone(kind: Kind, language: Language) -> None:
    content = sheet(render_template(None, language), name(kind, language))
    assert all(str(cell.value).startswith(f"{HINT} ") for cell in content[2])
    assert content.freeze_panes is not None
    assert content.freeze_panes.endswith("3"), "headings and hints stay in sight"


def test_codes_and_words_are_text_in_the_whole_column() -> None:
    content = render_template()
    for table, letters in (("派出所", "ABCNO"), ("警情", "AJK"), ("相邻", "ABDE"), ("出行时间", "AB"), ("村", "ABCD")):
        found = sheet(content, table)
        for letter in letters:
            number = column_index_from_string(letter)
            (held,) = [d for d in found.column_dimensions.values() if d.min <= number <= d.max]
            assert held.number_format == "@", f"{table} {letter}"


def rules(content: bytes, table: str) -> dict[str, Any]:
    """The rules of a sheet by the letter of their column."""
    found = sheet(content, table).data_validations.dataValidation
    return {re.sub("[0-9:]+.*", "", str(rule.sqref)): rule for rule in found}


def test_drop_downs_and_ranges_stand_where_they_help_and_speak_chinese() -> None:
    content = render_template()
    stations = rules(content, "派出所")
    assert stations["C"].formula1 == '"城关,城区,镇,乡"'
    assert (stations["D"].formula1, stations["D"].formula2, stations["D"].errorStyle) == ("73", "136", "warning")
    assert stations["H"].type == "whole"
    assert stations["A"].formula1 == "COUNTIF($A:$A,A3)=1"
    assert stations["L"].formula1 == '"是,否"'
    assert rules(content, "警情")["A"].formula1 == "station_choices"
    filled = render_template(geodata.read_source("sample:xunhua"))
    assert rules(filled, "警情")["B"].formula1 == "class_names"
    assert rules(content, "相邻")["D"].formula1 == '"相邻,连接,阻断"'
    assert rules(content, "参数")["C"].type in ("decimal", "list")
    for table in ("派出所", "警情", "相邻", "出行时间", "村", "警务站", "巡组"):
        for rule in rules(content, table).values():
            assert re.search("[\u4e00-\u9fff]", rule.error), "a text that says what to do"
            assert len(rule.error) <= 255


def test_the_lists_grow_with_their_sheets() -> None:
    names = load_workbook(io.BytesIO(render_template())).defined_names
    assert "'派出所'!$A:$A" in names["station_choices"].attr_text
    assert names["station_choices"].attr_text.startswith("OFFSET('下拉选项'!$A$1,0,0,")
    assert "'警情类别'!$B:$B" in names["class_names"].attr_text


@LANGUAGES
@pytest.mark.parametrize("place", RULES, ids=".".join)
def test_every_rule_belongs_to_a_column_and_can_be_written(place: tuple[str, str], language: Language) -> None:
    kind = CLASSES if place[0] == "classes" else KINDS[place[0]]
    assert place[1] in [column.key for column in kind.columns]
    options = validation(RULES[place], language, "A", 3)
    assert len(",".join(options["source"]) if isinstance(options.get("source"), list) else "") <= 255
    assert len(options["error_message"]) <= 255
    assert len(options["error_title"]) <= 32


def test_the_settings_asked_for_are_known_ones() -> None:
    keys = {".".join((*path, key)) for path, keys in VALID_KEYS.items() for key in keys if path != ("classes",)}
    assert set(SETTING_ROWS) <= keys
    assert set(SETTING_RULES) <= set(SETTING_ROWS)
    assert {column.key for column in NAMES} >= set(SETTING_ROWS)


@LANGUAGES
def test_an_empty_template_only_misses_what_is_needed(language: Language, tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_template(None, language))
    with pytest.raises(InputError) as caught:
        geodata.read(path)
    told = {(m.says.key, m.table, m.cell) for m in caught.value.mistakes}
    settings, stations, incidents = (name(kind, language) for kind in (SETTINGS, KINDS["stations"], KINDS["incidents"]))
    assert told == {
        ("geodata.table.no_rows", stations, None),
        ("geodata.table.no_rows", incidents, None),
        ("geodata.field.blank", settings, "C2"),
        ("geodata.field.blank", settings, "C3"),
    }
    tables = read_workbook(path)
    assert set(tables.tables) == {"stations", "incidents"}, "sheets with hints alone are no tables"
    assert tables.settings is not None
    assert len(tables.settings["classes"]) == 8, "the classes are filled in"


@LANGUAGES
@pytest.mark.parametrize("sample", geodata.sample_names())
def test_a_county_filled_in_is_read_back_as_that_county(sample: str, language: Language, tmp_path: Path) -> None:
    tables = geodata.read_source(f"sample:{sample}")
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_template(tables, language))
    built = geodata.read(path)
    assert digest(built.county) == digest(build(tables).county)
    assert built.county.notice == build(tables).county.notice
    assert {code: shape.wkb for code, shape in built.areas.items()} == {
        code: shape.wkb for code, shape in build(tables).areas.items()
    }


def test_words_of_a_filled_template_are_those_of_its_drop_downs(tmp_path: Path) -> None:
    content = render_template(geodata.read_source(draw(tmp_path)))
    kinds = {cell.value for cell in sheet(content, "派出所")["C"][2:]}
    assert kinds == {"城关", "镇"}
    assert {cell.value for cell in sheet(content, "警情")["B"][2:]} == {"纠纷", "交通"}
    assert {cell.value for cell in sheet(content, "相邻")["D"][2:]} == {"相邻"}
    assert sheet(content, "派出所")["A3"].value == "101"
    assert sheet(content, "派出所")["H3"].value == 10


def test_columns_of_its_own_and_wide_incidents_are_kept_in_a_filled_template(tmp_path: Path) -> None:
    draw(tmp_path / "a")
    wide(tmp_path / "a")
    header, *rows = (tmp_path / "a" / "stations.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{header},片区", *(f"{row},北片" for row in rows)]
    (tmp_path / "a" / "stations.csv").write_text("\n".join(lines), encoding="utf-8")
    tables = geodata.read_source(tmp_path / "a")
    path = tmp_path / "县.xlsx"
    path.write_bytes(render_template(tables))
    again = read_workbook(path)
    assert again.tables["stations"].header[-1] == "片区"
    assert again.tables["incidents"].header == ("派出所代码", "纠纷", "交通", "时段", "备注")
    assert digest(build(again).county) == digest(build(tables).county)


def test_a_hint_row_deleted_is_missed_by_nobody(tmp_path: Path) -> None:
    tables = geodata.read_source(draw(tmp_path / "folder"))
    book = load_workbook(io.BytesIO(render_template(tables)))
    for one in book.worksheets[2:-2]:
        one.delete_rows(2)
    book.save(tmp_path / "县.xlsx")
    assert digest(geodata.read_county(tmp_path / "县.xlsx")) == digest(build(tables).county)


def test_equal_counties_give_equal_templates(tmp_path: Path) -> None:
    tables = geodata.read_source(draw(tmp_path))
    assert render_template(tables) == render_template(tables)
    assert render_template() == render_template()


@LANGUAGES
def test_every_sheet_prints_across_as_wide_as_its_table(language: Language) -> None:
    book = load_workbook(io.BytesIO(render_template(None, language)))
    for one in book.worksheets:
        assert one.page_setup.orientation == "landscape"
        assert one.sheet_properties.pageSetUpPr.fitToPage
        assert one.page_setup.fitToHeight in ("0", 0), "as many pages as it takes, each as wide as the table"
        assert one.page_setup.paperSize == 9


def test_findings_of_a_template_name_no_asterisk(tmp_path: Path) -> None:
    path = tmp_path / "县.xlsx"
    book = load_workbook(io.BytesIO(render_template(geodata.read_source(draw(tmp_path / "folder")))))
    one = book["派出所"]
    assert isinstance(one, Worksheet)
    one["H4"].value = "十二"
    book.save(path)
    with pytest.raises(InputError) as caught:
        geodata.read(path)
    assert str(caught.value.mistakes[0].text("zh")).startswith("派出所!H4 “民警数（人）”列：“十二”：")


def test_a_square_of_minutes_stays_one_in_a_filled_template(tmp_path: Path) -> None:
    at = draw(tmp_path / "folder")
    change(at, "county.toml", '"straight"', '"matrix"')
    lines = [
        f",{','.join(CODES)}",
        *(f"{a},{','.join(str(10 * abs(i - j)) for j in range(9))}" for i, a in enumerate(CODES)),
    ]
    put(at, "travel.csv", "\n".join(lines))
    tables = geodata.read_source(at)
    (tmp_path / "县.xlsx").write_bytes(render_template(tables))
    again = read_workbook(tmp_path / "县.xlsx")
    assert again.tables["travel"].header == ("起点", *CODES, "备注")
    assert digest(build(again).county) == digest(build(tables).county)


def test_headings_of_a_countys_own_columns_are_kept_as_they_are(tmp_path: Path) -> None:
    at = draw(tmp_path / "folder")
    header, *rows = get(at, "stations.csv").splitlines()
    put(at, "stations.csv", "\n".join([f"{header},片区 (北)", *(f"{row},甲" for row in rows)]))
    (tmp_path / "县.xlsx").write_bytes(render_template(geodata.read_source(at)))
    assert read_workbook(tmp_path / "县.xlsx").tables["stations"].header[-1] == "片区 (北)"


def test_a_cell_that_no_workbook_keeps_is_told_before_anything_is_written(tmp_path: Path) -> None:
    at = draw(tmp_path / "folder")
    put(at, "places.csv", f"name,kind\n{'山' * 40_000},山\n")
    with pytest.raises(InputError) as caught:
        render_template(geodata.read_source(at))
    assert [(m.says.key, m.table, m.row) for m in caught.value.mistakes] == [("geodata.book.cannot_hold", "地名", 2)]


def test_what_a_drop_down_offers_is_read_as_the_station_it_names(tmp_path: Path) -> None:
    at = draw(tmp_path / "folder")
    put(
        at,
        "stations.csv",
        get(at, "stations.csv").replace(get(at, "stations.csv").split("\n")[1].split(",")[1], "东 (北) 所"),
    )
    tables = geodata.read_source(at)
    content = render_template(tables)
    offered = [cell.value for cell in load_workbook(io.BytesIO(content), data_only=True)["下拉选项"]["A"]]
    assert offered[0] == "101 东 (北) 所"
    book = load_workbook(io.BytesIO(content))
    assert book["下拉选项"].sheet_state == "hidden"
    chosen = dict(zip(CODES, offered, strict=False))
    for one, letters in (("警情", "A"), ("相邻", "AB")):
        for letter in letters:
            for cell in book[one][letter][2:]:
                cell.value = chosen[str(cell.value)]
    book.save(tmp_path / "县.xlsx")
    again = geodata.read(tmp_path / "县.xlsx")
    assert digest(again.county) == digest(build(tables).county)
