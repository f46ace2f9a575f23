"""A marked copy is the user's own file: filled cells and comments are all that is new in it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

import geodata
from geodata.county.build import build
from geodata.formats.guard import check
from geodata.marked.book import MOST_COMMENTS, MOST_SAID, is_marked, marked, notes_on, sheet_names
from geodata.marked.styles import COLOUR
from geodata.openxml.package import place
from geodata.openxml.xml_bytes import events
from geodata.tables.findings import Findings
from geodata.workbook.sheets import read_sheets
from tests.geodata.books import cell, data, sheets, workbook
from zoning.model.errors import InputError, mistake

RED = "FFFFC7CE"
STYLES, BOOK_RELATIONS = "xl/styles.xml", "xl/_rels/workbook.xml.rels"


def picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(stream, "PNG")
    stream.seek(0)
    return stream


def rich() -> bytes:
    """A workbook with what workbooks have: a chart, a picture, rules, a table, comments of others, merged cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        sheet, other, empty = (book.add_worksheet(name) for name in ("派出所", "图表", "空"))
        for r in range(10):
            for c in range(6):
                sheet.write(r, c, r * c, book.add_format({"num_format": "0.00", "bold": c == 2}))
        sheet.merge_range("A12:C12", "合并")
        sheet.write_comment("B2", "原有批注")
        sheet.write_comment("H9", "另一条", {"author": "老张"})
        sheet.conditional_format("A1:F10", {"type": "data_bar"})
        sheet.data_validation("B2:B10", {"validate": "list", "source": ["甲", "乙"]})
        sheet.insert_image("J2", "x.png", {"image_data": picture()})
        sheet.set_header("&L&G", {"image_left": "x.png", "image_data_left": picture()})
        sheet.set_column("G:G", 10, book.add_format({"num_format": "@"}))
        sheet.set_row(20, 30, book.add_format({"num_format": "0%"}))
        sheet.set_row(22, 30)
        sheet.add_table("N1:O5")
        sheet.freeze_panes(1, 1)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=派出所!$B$1:$B$10"})
        other.insert_chart("B2", chart)
        other.write("A1", "=SUM(派出所!B1:B10)")
        empty.set_column("A:A", 20)
        book.define_name("数据", "=派出所!$A$1:$F$10")
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comments(content: bytes, name: str = "派出所") -> dict[str, str]:
    found = load_workbook(io.BytesIO(content))[name]
    assert isinstance(found, Worksheet)
    return {c.coordinate: c.comment.text for row in found.iter_rows() for c in row if c.comment}


def repacked(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    held = parts(content)
    change(held)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return stream.getvalue()


NOTES = {
    "派出所": {
        "B2": ["甲错"],
        "C3": ["乙错", "丙错 <&> \x07"],
        "G5": ["缺"],
        "Z30": ["远"],
        "D21": ["行"],
        "D23": ["自闭"],
    },
    "空": {"A1": ["空表"]},
    "没有的表": {"A1": ["x"]},
}


def test_every_part_but_the_marked_is_byte_for_byte_the_same() -> None:
    before, after = parts(rich()), parts(marked(rich(), NOTES))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet3.xml",
    }
    assert set(after) - set(before) == {
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing3.vml",
        "xl/worksheets/_rels/sheet3.xml.rels",
    }
    assert list(after)[: len(before)] == list(before), "the parts keep their order"


def test_within_a_marked_sheet_nothing_changes_but_the_cells() -> None:
    before, after = (parts(content)["xl/worksheets/sheet1.xml"].decode() for content in (rich(), marked(rich(), NOTES)))
    for start, end in (("<sheetViews", "<sheetData"), ("</sheetData>", "</worksheet>")):
        assert before[before.index(start) : before.index(end)] == after[after.index(start) : after.index(end)]
    for sentence in ("<conditionalFormatting", "<dataValidations", "<tableParts", "legacyDrawingHF", "<mergeCells"):
        assert sentence in after


def test_the_cells_are_filled_and_commented_and_keep_value_and_format() -> None:
    book = load_workbook(io.BytesIO(marked(rich(), NOTES)))
    sheet = book["派出所"]
    assert isinstance(sheet, Worksheet)
    shown = {
        c.coordinate: (c.value, c.number_format, c.font.b)
        for row in sheet.iter_rows()
        for c in row
        if c.fill.fgColor.rgb == RED
    }
    assert shown == {
        "B2": (1, "0.00", False),
        "C3": (4, "0.00", True),
        "G5": (None, "@", False),
        "D21": (None, "0%", False),
        "D23": (None, "General", False),
        "Z30": (None, "General", False),
    }
    assert COLOUR == RED
    told = comments(marked(rich(), NOTES))
    assert told == {
        "B2": "原有批注\n甲错",
        "C3": "乙错\n丙错 <&>  ",
        "G5": "缺",
        "D21": "行",
        "D23": "自闭",
        "H9": "另一条",
        "Z30": "远",
    }
    assert comments(marked(rich(), NOTES), "空") == {"A1": "空表"}


def test_other_comments_keep_their_authors() -> None:
    book = load_workbook(io.BytesIO(marked(rich(), NOTES)))
    assert book["派出所"]["H9"].comment.author == "老张"
    assert book["派出所"]["C3"].comment.author == "zoning"


def test_rules_pictures_charts_and_names_survive() -> None:
    book = load_workbook(io.BytesIO(marked(rich(), NOTES)))
    sheet, other = book["派出所"], book["图表"]
    assert isinstance(sheet, Worksheet)
    assert isinstance(other, Worksheet)
    assert len(sheet.conditional_formatting) == 1
    assert len(sheet.data_validations.dataValidation) == 1
    assert len(sheet._images) == 1
    assert len(other._charts) == 1
    assert list(sheet.tables) == ["Table1"]
    assert "数据" in book.defined_names
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A12:C12"]


def test_a_cell_merged_away_is_told_where_it_is_seen() -> None:
    assert "A12" in comments(marked(rich(), {"派出所": {"B12": ["这里"]}}))


def test_every_comment_has_one_box_of_its_own_number() -> None:
    for name, part in parts(marked(rich(), NOTES)).items():
        if name.endswith(".vml") and b'ObjectType="Note"' in part:
            ids = re.findall(rb'id="_x0000_s(\d+)"', part)
            assert len(ids) == len(set(ids)) == part.count(b'ObjectType="Note"')
    notes = (part for part in parts(marked(rich(), NOTES)).values() if b'ObjectType="Note"' in part)
    blocks = re.findall(rb'idmap v:ext="edit" data="(\d+)"', b"".join(notes))
    assert len(blocks) == len(set(blocks))


@pytest.mark.parametrize("cells", [list(NOTES["派出所"]), ["A1", "H1", "A15", "B15", "A13"]])
def test_rows_and_cells_stand_in_order_afterwards(cells: list[str]) -> None:
    found: list[tuple[int, int]] = []
    content = parts(marked(rich(), {"派出所": {cell: ["错"] for cell in cells}}))["xl/worksheets/sheet1.xml"]
    events(content, lambda name, at, _: found.append(place(at["r"])) if name == "c" else None)
    assert found == sorted(set(found))
    assert {place(cell) for cell in cells} <= set(found)


def test_marking_twice_says_nothing_twice() -> None:
    once = marked(rich(), NOTES)
    assert comments(marked(once, NOTES)) == comments(once)
    again = marked(once, {"派出所": {"C3": ["新的"]}})
    assert comments(again)["C3"] == "新的", "what was said earlier is replaced"
    assert comments(again)["B2"] == "原有批注\n甲错"


def test_equal_notes_give_equal_files() -> None:
    book = rich()
    assert marked(book, NOTES) == marked(book, NOTES)


def test_a_copy_of_ours_is_known() -> None:
    assert is_marked(marked(rich(), NOTES))
    assert not is_marked(rich())
    assert not is_marked(b"something else")


def test_the_copy_passes_the_guard_and_reads_as_before() -> None:
    once = marked(rich(), NOTES)
    assert check(once, ".xlsx") is None
    assert read_sheets(once, "x", Findings()) == read_sheets(rich(), "x", Findings())


THREADS = "xl/threadedComments/threadedComment1.xml"


def threaded(held: dict[str, bytes]) -> None:
    """Turn the comment on B2 into a conversation, as newer programs keep them."""
    ns = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    held[THREADS] = (
        f'<ThreadedComments xmlns="{ns}"><threadedComment ref="B2" id="{{1}}"><text>原话</text></threadedComment>'
        "</ThreadedComments>"
    ).encode()
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    relation = (
        '<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
    )
    held[rels] = held[rels].replace(
        b"</Relationships>",
        f'{relation} Target="../threadedComments/threadedComment1.xml"/></Relationships>'.encode(),
    )


def test_a_conversation_is_kept_and_its_mistake_told_above() -> None:
    content = repacked(rich(), threaded)
    told = comments(marked(content, NOTES))
    assert told["B2"] == "原有批注"
    assert told["A1"] == "B2: 甲错"
    assert parts(marked(content, NOTES))[THREADS] == parts(content)[THREADS]


def prefixed(held: dict[str, bytes]) -> None:
    """Write the first sheet with a prefix before every name, as some programs do."""
    name = "xl/worksheets/sheet3.xml"
    text = re.sub(rb"<(/?)([a-zA-Z]+)", rb"<\1x:\2", held[name]).replace(b"<?x:xml", b"<?xml")
    held[name] = text.replace(b"xmlns=", b"xmlns:x=", 1)


def test_a_sheet_with_prefixed_names_is_marked_in_its_own_way() -> None:
    content = repacked(rich(), prefixed)
    assert comments(marked(content, NOTES), "空") == {"A1": "空表"}
    assert b"<x:legacyDrawing" in parts(marked(content, NOTES))["xl/worksheets/sheet3.xml"]


def test_too_many_comments_are_only_fills() -> None:
    many = {f"A{row}": ["错"] for row in range(1, MOST_COMMENTS + 200)}
    content = marked(rich(), {"派出所": many})
    assert len(comments(content)) == MOST_COMMENTS + 2
    sheet = load_workbook(io.BytesIO(content))["派出所"]
    assert sheet[f"A{MOST_COMMENTS + 150}"].fill.fgColor.rgb == RED


def test_one_cell_does_not_tell_without_end() -> None:
    told = comments(marked(rich(), {"派出所": {"C3": [f"错{i}" for i in range(MOST_SAID + 5)]}}, "zh"))
    assert told["C3"].split("\n")[-1] == "另有 5 处"
    assert len(told["C3"].split("\n")) == MOST_SAID + 1


def renamed(held: dict[str, bytes]) -> None:
    """Keep the styles under another name, as some programs do."""
    held["xl/my.xml"] = held.pop(STYLES)
    held[BOOK_RELATIONS] = held[BOOK_RELATIONS].replace(b'"styles.xml"', b'"/xl/my.xml"')
    held["[Content_Types].xml"] = held["[Content_Types].xml"].replace(b"/xl/styles.xml", b"/xl/my.xml")


def test_styles_are_found_wherever_they_are_kept() -> None:
    held = parts(marked(repacked(rich(), renamed), NOTES))
    assert RED.encode() in held["xl/my.xml"]
    assert held["xl/worksheets/sheet1.xml"] == parts(marked(rich(), NOTES))["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update({STYLES: b"<styleSheet/>"}),
        lambda held: held.update({STYLES: b"no xml"}),
        lambda held: held.pop(STYLES),
        lambda held: held.update({BOOK_RELATIONS: held[BOOK_RELATIONS].replace(b"/styles", b"/stylish")}),
        lambda held: held.update({"xl/comments1.xml": b"<x/>"}),
        lambda held: held.update({"xl/drawings/vmlDrawing1.vml": b"<broken"}),
    ],
)
def test_a_workbook_with_odd_parts_is_a_value_error(change: Callable[[dict[str, bytes]], object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        marked(repacked(rich(), change), NOTES)


def test_mistakes_are_told_in_their_cell_at_the_head_of_their_table_or_of_the_workbook(tmp_path: Path) -> None:
    book = workbook(sheets())
    for edit in (cell("派出所!H3", "十二"), cell("警情!C1", "不认识"), cell("参数!B5", "飞机")):
        edit(book)
    book.remove(book["相邻"])
    content = data(book)
    (tmp_path / "县.xlsx").write_bytes(content)
    tables = geodata.read_source(tmp_path / "县.xlsx")
    with pytest.raises(InputError) as caught:
        build(tables)
    more = [mistake("geodata.table.missing", table="出行时间", hint="", zh="出行时间")]
    notes = notes_on([*caught.value.mistakes, *more], tables, sheet_names(content), "zh")
    assert notes["派出所"]["H3"] == ["是中文数字；请填 12"]
    assert notes["警情"]["A1"][0].startswith("警情 第 1 行 “count”列：")
    assert "飞机" not in notes["参数"]["B5"][0]
    assert notes["参数"]["A1"][0].startswith("出行时间：")
    assert set(comments(marked(content, notes))) == {"H3"}


def undeclared(held: dict[str, bytes]) -> None:
    """Shapes whose root declares its languages under other names, and knows no shape of a comment."""
    name = "xl/drawings/vmlDrawing1.vml"
    held[name] = b'<xml xmlns:vml="urn:schemas-microsoft-com:vml"></xml>'


def test_shapes_bring_what_their_part_does_not_declare() -> None:
    part = parts(marked(repacked(rich(), undeclared), NOTES))["xl/drawings/vmlDrawing1.vml"]
    names = []
    events(part, lambda name, _attributes, _at: names.append(name))
    assert names.count("urn:schemas-microsoft-com:vml shape") == 5
    assert names.count("urn:schemas-microsoft-com:vml shapetype") == 1
